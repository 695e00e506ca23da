package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"framewatch/compare"
	"framewatch/internal/coding"
	"framewatch/internal/config"
	"framewatch/internal/invalid"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
	"framewatch/store"
)

// scoreFlags are what a score can be asked.
type scoreFlags struct {
	codes, key, by, frames []string
	target, codebook       string
	annotate, asJSON       bool
}

const keyUsage = "key files of the samples that were coded"

// bySide is the dimension of the sides that a sample was stratified by.
const bySide = "side"

const scoreHelp = `Score reads hand codes and says

  how far the coders agree: share of agreement, Krippendorff's alpha, Cohen's
  kappa (the mean of all pairs) and Gwet's AC1;
  how well the codebook, the trained coder, models and the other coders find what
  each coder found: precision, recall and F1;

per frame, and by --by, with intervals in which whole stories are resampled, and
with what is too few to tell. What the codebook and the trained coder say comes
from the dataset, where the units' documents are found by the sample's --key; or,
with --annotate, the texts in the files are annotated now. With --key, precision
and recall are weighted by the inclusion probabilities, and so hold for all
stories that the sample was drawn from. A coder whose name begins with
"model:" is a model and not counted among people.`

func newCodebookScore(g *global) *cobra.Command {
	var f scoreFlags
	c := &cobra.Command{
		Use: "score --codes FILE...", Short: "Hold coders, codebook and trained coder against each other", Long: scoreHelp,
		Example: "  framewatch codebook score --codes round1.anna.xlsx --codes round1.ben.xlsx --key round1.key.csv\n  framewatch codebook score --codes gold.jsonl --annotate --by lang --json",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			scores, err := g.score(c.Context(), f)
			if err != nil {
				return err
			}
			if f.asJSON {
				return g.printScoresJSON(scores)
			}
			return g.printScores(scores)
		},
	}
	fl := c.Flags()
	fl.StringSliceVar(&f.codes, "codes", nil, "files with codes: "+strings.Join(codes.Endings(), ", ")+"; several are joined")
	fl.StringSliceVar(&f.key, "key", nil, keyUsage)
	fl.BoolVar(&f.annotate, "annotate", false, "annotate the texts in the files instead of looking into the dataset")
	fl.StringSliceVar(&f.by, "by", []string{"lang"}, "dimensions: side (with --key), lang, country, or another of the dataset: "+strings.Join(compare.Dimensions(), ", "))
	fl.StringSliceVar(&f.frames, "frame", nil, "frames of the codebook (default all)")
	fl.StringVar(&f.target, "target", "", targetUsage)
	fl.StringVar(&f.codebook, "codebook", "", codebookUsage)
	fl.BoolVar(&f.asJSON, "json", false, "print each row as a line of JSON")
	return c
}

// score reads and scores.
func (g *global) score(ctx context.Context, f scoreFlags) (*coding.Scores, error) {
	cfg, book, err := g.loadBook(f.codebook, config.Options{})
	if err != nil {
		return nil, err
	}
	all := frameIDs(book)
	if err := f.check(all); err != nil {
		return nil, usageError{err}
	}
	set, err := readCodes(f.codes, all)
	if err != nil {
		return nil, err
	}
	keys, err := readKeys(f.key, set)
	if err != nil {
		return nil, err
	}
	spec := coding.ScoreSpec{Frames: all, By: slices.DeleteFunc(slices.Clone(f.by), func(by string) bool { return by == compare.GroupAll }),
		Resampling: cfg.Compare.Sampling().Resampling()}
	if len(f.frames) > 0 {
		spec.Frames = f.frames
	}
	systems, c, places, err := g.systems(ctx, cfg, f, set, keys, book)
	if err != nil {
		return nil, err
	}
	spec.Groups = groupsOf(c, places, keys)
	scores, err := coding.Score(set, systems, spec)
	if err != nil {
		return nil, err
	}
	scores.Notes = append(set.Notes, scores.Notes...)
	return scores, nil
}

func frameIDs(book frame.Codebook) []string {
	var out []string
	for _, f := range book.Frames {
		out = append(out, f.ID)
	}
	return out
}

func (f scoreFlags) check(frames []string) error {
	if len(f.codes) == 0 {
		return errors.New("--codes is needed: the files that the coders filled in")
	}
	for _, name := range f.frames {
		if !slices.Contains(frames, name) {
			return fmt.Errorf("--frame %q is no frame of the codebook%s", name, invalid.Suggest(name, frames))
		}
	}
	known := append([]string{bySide}, compare.Dimensions()...)
	for _, by := range f.by {
		inFiles := by == "lang" || by == "country" || by == compare.GroupAll
		switch {
		case !slices.Contains(known, by):
			return fmt.Errorf("--by %q is not a dimension%s", by, invalid.Suggest(by, known))
		case by == bySide && len(f.key) == 0:
			return errors.New("--by side needs --key, which has the sides of the sample")
		case f.annotate && by != bySide && !inFiles:
			return fmt.Errorf("--by %s needs the dataset: leave --annotate out", by)
		}
	}
	return nil
}

// readCodes reads and joins files of codes.
func readCodes(paths, frames []string) (*codes.Set, error) {
	var sets []*codes.Set
	var wrong []error
	for _, path := range paths {
		set, err := readCodesFile(path, frames)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		sets = append(sets, set)
	}
	if len(wrong) > 0 {
		return nil, usageError{errors.Join(wrong...)}
	}
	set, err := codes.Join(sets...)
	if err != nil {
		return nil, usageError{err}
	}
	if len(set.Coders()) == 0 {
		return nil, usageError{fmt.Errorf("%s: nobody has coded anything yet", strings.Join(paths, ", "))}
	}
	return set, nil
}

func readCodesFile(path string, frames []string) (set *codes.Set, err error) {
	in, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no such file; check the path", path)
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	return codes.Read(path, in, codes.Options{Frames: frames})
}

// readKeys reads key files and puts what they know into the units of a set. It
// returns the keys by unit.
func readKeys(paths []string, set *codes.Set) (map[string]coding.Key, error) {
	var keys []coding.Key
	for _, path := range paths {
		more, err := readKeyFile(path)
		if err != nil {
			return nil, usageError{err}
		}
		keys = append(keys, more...)
	}
	if len(paths) == 0 {
		return map[string]coding.Key{}, nil
	}
	byID, err := coding.Identify(set, keys, strings.Join(paths, ", "))
	if err != nil {
		return nil, usageError{err}
	}
	return byID, nil
}

func readKeyFile(path string) (keys []coding.Key, err error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("--key: %w", err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	return coding.ReadKeys(path, in)
}

// systems are what the codes are held against, with the dataset that they come
// from, if any.
func (g *global) systems(ctx context.Context, cfg *config.Loaded, f scoreFlags, set *codes.Set, keys map[string]coding.Key, book frame.Codebook) ([]coding.System, *compare.Corpus, coding.Places, error) {
	var none coding.Places
	target, err := targetNamed(cfg, f.target)
	if err != nil {
		return nil, nil, none, err
	}
	if f.annotate {
		annotator, err := g.annotator(cfg.Only(target.ID))
		if err != nil {
			return nil, nil, none, err
		}
		systems, err := coding.Annotated(ctx, annotator, set, book, target.ID)
		return systems, nil, none, err
	}
	ds, err := store.Open(cfg.Data)
	if err != nil {
		return nil, nil, none, fmt.Errorf("%w; with --annotate the texts in the files are annotated instead", err)
	}
	c, err := compare.Load(ctx, ds)
	if err != nil {
		return nil, nil, none, err
	}
	places := coding.PlacesOf(set, keys, c)
	if len(places.Doc) == 0 {
		return nil, nil, none, usageError{errors.New("no unit of the codes is a document of the dataset: name the sample's key with --key, or say --annotate")}
	}
	systems, err := coding.Stored(ctx, ds, c, places, book, string(target.ID))
	return systems, c, places, err
}

// groupsOf says in which groups of a dimension a unit is.
func groupsOf(c *compare.Corpus, places coding.Places, keys map[string]coding.Key) func(codes.Unit, string) []string {
	return func(u codes.Unit, by string) []string {
		value := ""
		switch {
		case by == bySide:
			value = keys[u.ID].Side
		case by == "lang" && u.Lang != "":
			value = u.Lang
		case by == "country" && u.Country != "":
			value = u.Country
		case c != nil:
			return c.Groups(places.Doc[u.ID], by)
		}
		if value == "" {
			return nil
		}
		return []string{value}
	}
}

// printScoresJSON prints each row as a line of JSON.
func (g *global) printScoresJSON(s *coding.Scores) error {
	for _, n := range s.Notes {
		fmt.Fprintln(g.stderr, n)
	}
	enc := json.NewEncoder(g.stdout)
	enc.SetEscapeHTML(false)
	for _, r := range s.Agreement {
		if err := enc.Encode(struct {
			Kind string `json:"kind"`
			coding.Agreement
		}{"agreement", r}); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	for _, r := range s.Accuracy {
		if err := enc.Encode(struct {
			Kind string `json:"kind"`
			coding.Accuracy
		}{"accuracy", r}); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return nil
}

// mostNotes is how many notes are shown one by one.
const mostNotes = 10

func (g *global) printScores(s *coding.Scores) error {
	for i, n := range s.Notes {
		if i == mostNotes {
			fmt.Fprintf(g.stderr, "and %d notes more\n", len(s.Notes)-i)
			break
		}
		fmt.Fprintln(g.stderr, n)
	}
	w := tabwriter.NewWriter(g.text(), 0, 4, 2, ' ', 0)
	if len(s.Agreement) > 0 {
		fmt.Fprintf(w, "agreement of %s\n", strings.Join(s.Agreement[0].Coders, ", "))
		fmt.Fprintln(w, "group\titem\tn\tpresent\tagree\talpha\tkappa\tAC1\t")
		for _, r := range s.Agreement {
			fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\t%s\t%s\t%s\t%s\n", r.Group, r.Item, r.N, r.Present, shown(r.Percent), shown(r.Alpha), shown(r.Kappa), shown(r.AC1), r.Advice)
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if len(s.Accuracy) == 0 {
		fmt.Fprintln(g.text(), "nothing has coded the same texts as the coders: there is no precision and recall")
		return nil
	}
	weighted := ""
	if s.Accuracy[0].Weighted {
		weighted = ", weighted by inclusion probability"
	}
	fmt.Fprintf(w, "precision, recall and F1%s\n", weighted)
	fmt.Fprintln(w, "group\titem\tagainst\tsystem\tn\tpresent\tfound\tright\tprecision\trecall\tF1\t")
	for _, r := range s.Accuracy {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%s\n", r.Group, r.Item, r.Against, r.System, r.N, r.Present, r.Predicted, r.Correct,
			shown(r.Precision), shown(r.Recall), shown(r.F1), r.Advice)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// shown is a number with its interval: .71 (.62 to .80).
func shown(n coding.Number) string {
	if n.Value == nil {
		return "-"
	}
	short := func(x float64) string { return strings.Replace(fmt.Sprintf("%.2f", x), "0.", ".", 1) }
	if n.Lo == nil {
		return short(*n.Value)
	}
	return fmt.Sprintf("%s (%s to %s)", short(*n.Value), short(*n.Lo), short(*n.Hi))
}
