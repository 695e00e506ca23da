package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/internal/coding"
	"framewatch/internal/config"
	"framewatch/internal/foreign"
	"framewatch/internal/invalid"
	"framewatch/nlp/codes"
	"framewatch/nlp/encode"
	"framewatch/nlp/frame"
	"framewatch/store"
)

// suggestFlags are what can be asked for suggestions.
type suggestFlags struct {
	codes, key, frames []string
	target, codebook   string
	top, sentences     int
	asJSON             bool
}

const suggestHelp = `Suggest helps an editor of a codebook. It lists, per frame and language,

  terms      words and phrases that mark the texts to which coders gave the frame
             (--codes), against those to which they did not, by the likelihood
             ratio G2 over texts; and, in every language that the encoder reads,
             those that mark sentences which mean what the frame's examples do,
             though the examples be in one language
  passages   these sentences, nearest first, and whether the codebook's rules
             find the frame in them
  documents  of the dataset, the stories whose code would teach most: those of
             which it is least sure which frames they have

Sentences and documents come from the dataset; without one, from the texts of
--codes. What the codebook has already is left out. A suggestion is where to
look, not a finding: whether a term means the frame, a person says.`

func newCodebookSuggest(g *global) *cobra.Command {
	var f suggestFlags
	c := &cobra.Command{
		Use: "suggest", Short: "Suggest terms of frames, and what to code next", Long: suggestHelp,
		Example: "  framewatch codebook suggest --codes round1.xlsx --frame cost_efficiency\n  framewatch codebook suggest --json > suggestions.jsonl",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			out, err := g.suggest(c.Context(), f)
			if err != nil {
				return err
			}
			for _, n := range out.Notes {
				fmt.Fprintln(g.stderr, n)
			}
			if f.asJSON {
				return g.printSuggestionsJSON(out)
			}
			return g.printSuggestions(out)
		},
	}
	fl := c.Flags()
	fl.StringSliceVar(&f.codes, "codes", nil, "files with codes")
	fl.StringSliceVar(&f.key, "key", nil, keyUsage+", by which coded documents are left out")
	fl.StringSliceVar(&f.frames, "frame", nil, "frames of the codebook (default all)")
	countVar(fl, &f.top, "top", 8, 1, "terms and passages of a frame and language, and documents of a language")
	countVar(fl, &f.sentences, "sentences", 3000, 1, "sentences of a language among which neighbours are looked for")
	fl.StringVar(&f.target, "target", "", targetUsage)
	fl.StringVar(&f.codebook, "codebook", "", codebookUsage)
	fl.BoolVar(&f.asJSON, "json", false, "print each suggestion as a line of JSON")
	return c
}

// suggest gathers suggestions from codes and dataset.
func (g *global) suggest(ctx context.Context, f suggestFlags) (*coding.Suggestions, error) {
	cfg, book, err := g.loadBook(f.codebook, config.Options{})
	if err != nil {
		return nil, err
	}
	if err := f.check(frameIDs(book)); err != nil {
		return nil, usageError{err}
	}
	target, err := targetNamed(cfg, f.target)
	if err != nil {
		return nil, err
	}
	set := &codes.Set{}
	if len(f.codes) > 0 {
		if set, err = readCodes(f.codes, frameIDs(book)); err != nil {
			return nil, err
		}
	}
	keys, err := readKeys(f.key, set)
	if err != nil {
		return nil, err
	}
	ds, err := store.Open(cfg.Data)
	if errors.Is(err, store.ErrNoDataset) && len(f.codes) > 0 && g.data == "" {
		ds, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	annotator, err := g.annotator(cfg.Only(target.ID))
	if err != nil {
		return nil, err
	}
	encoder, err := encode.Load()
	if err != nil {
		return nil, err
	}
	spec := coding.SuggestSpec{Book: book, Frames: f.frames, Top: f.top, Annotator: annotator, Sentences: f.sentences,
		Embedder: coding.Embedder{Embed: encoder.Embed, Reads: encode.Reads}}
	return suggestFrom(ctx, set, ds, f.population(cfg, target, book, keys), spec)
}

func (f suggestFlags) check(frames []string) error {
	for _, name := range f.frames {
		if !slices.Contains(frames, name) {
			return fmt.Errorf("--frame %q is no frame of the codebook%s", name, invalid.Suggest(name, frames))
		}
	}
	return nil
}

// suggestable is what a dataset has to be asked.
type suggestable struct {
	spec  coding.Spec
	coded map[string]bool // documents
	top   int
}

func (f suggestFlags) population(cfg *config.Loaded, target corpus.Target, book frame.Codebook, keys map[string]coding.Key) suggestable {
	about := cfg.CompareFor(target)
	out := suggestable{top: f.top, coded: map[string]bool{}, spec: coding.Spec{Target: string(target.ID), Book: book, Frames: f.frames, By: compare.GroupAll,
		Selection: compare.Selection{Target: about.Target, Targets: about.Targets, IncludePaywalled: about.IncludePaywalled}}}
	for _, k := range keys {
		out.coded[k.Doc] = true
	}
	return out
}

// suggestFrom joins what codes and a dataset, which may be nil, suggest.
func suggestFrom(ctx context.Context, set *codes.Set, ds *store.Dataset, p suggestable, spec coding.SuggestSpec) (*coding.Suggestions, error) {
	out, err := coding.KeyTerms(ctx, set, spec)
	if err != nil {
		return nil, err
	}
	var sentences []coding.Passage
	if ds == nil {
		sentences, err = coding.SentencesOf(ctx, set, spec.Annotator)
	} else {
		sentences, err = coding.Sentences(ctx, ds, p.spec, spec.Sentences)
	}
	if err != nil {
		return nil, err
	}
	near, err := coding.Neighbours(ctx, sentences, set, spec)
	if err != nil {
		return nil, err
	}
	out.Terms, out.Passages, out.Notes = append(out.Terms, near.Terms...), near.Passages, append(out.Notes, near.Notes...)
	if ds != nil {
		out.Lessons, err = coding.Lessons(ctx, ds, p.spec, p.coded, p.top)
	}
	return out, err
}

func (g *global) printSuggestionsJSON(s *coding.Suggestions) error {
	enc := json.NewEncoder(g.stdout)
	enc.SetEscapeHTML(false)
	var lines []any
	for _, t := range s.Terms {
		lines = append(lines, struct {
			Kind string `json:"kind"`
			coding.Term
		}{"term", t})
	}
	for _, p := range s.Passages {
		lines = append(lines, struct {
			Kind string `json:"kind"`
			coding.Passage
		}{"passage", p})
	}
	for _, l := range s.Lessons {
		lines = append(lines, struct {
			Kind string `json:"kind"`
			coding.Lesson
		}{"document", l})
	}
	for _, l := range lines {
		if err := enc.Encode(l); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return nil
}

func (g *global) printSuggestions(s *coding.Suggestions) error {
	w := tabwriter.NewWriter(g.text(), 0, 4, 2, ' ', 0)
	if len(s.Terms) > 0 {
		fmt.Fprintln(w, "frame\tlang\tterm\twith\twithout\tG2\tfrom")
		for _, t := range s.Terms {
			fmt.Fprintf(w, "%s\t%s\t%s\t%d of %d\t%d of %d\t%.1f\t%s\n", t.Frame, t.Lang, foreign.Line(t.Term), t.Present, t.PresentIn, t.Absent, t.AbsentIn, t.G2, t.From)
		}
		fmt.Fprintln(w)
	}
	if len(s.Passages) > 0 {
		fmt.Fprintln(w, "frame\tlang\tnear\tfound\tpassage")
		for _, p := range s.Passages {
			fmt.Fprintf(w, "%s\t%s\t%.2f\t%t\t%s\n", p.Frame, p.Lang, p.Similarity, p.Found, foreign.Line(cut(p.Text, 120)))
		}
		fmt.Fprintln(w)
	}
	if len(s.Lessons) > 0 {
		fmt.Fprintln(w, "lang\tinformation\tdocument to code\tleast sure\turl")
		for _, l := range s.Lessons {
			fmt.Fprintf(w, "%s\t%.2f\t%s\t%s\t%s\n", l.Lang, l.Information, foreign.Line(cut(l.Title, 60)), l.Frames, foreign.Line(l.URL))
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}
