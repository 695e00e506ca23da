package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"framewatch/compare"
	"framewatch/compare/sample"
	"framewatch/internal/coding"
	"framewatch/internal/config"
	"framewatch/internal/invalid"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
	"framewatch/store"
)

const codebookUsage = "codebook: the ID of one of the settings, or a file (default: the first of the settings)"

// sampleFlags are what a sample can be asked.
type sampleFlags struct {
	out, design, unit, by    string
	target, codebook, filter string
	frames, coders           []string
	n                        int
	seed                     int64
	paywalls                 bool
}

const sampleHelp = `Sample draws stories of the dataset for people to code, and writes

  OUT                  the texts, without outlet, country, address or prediction,
                       with blank columns for coder, about, stance and each frame
  OUT's name.key.csv   what leads each back to its document, with the stratum and
                       the inclusion probability; keep it from the coders
  OUT's name.json      how it was drawn: version of the dataset, settings, seed

and beside CSV the codebook as text, which a workbook has as a sheet. A story
with its copies and translations is one unit, by the copy that seems to be the
first. Each has a probability above 0 of being drawn, known beforehand:

  simple       the same for all
  stratified   by language, side (--by) and predicted label (the rarest frame);
               small strata get more than their share, those too small are
               brought together
  information  in proportion to what a code is expected to tell: where the
               trained coder's probability, or a single hit of the rules, leaves
               open whether a frame is there

With --unit sentence one sentence of a story is drawn, half of the time one in
which the codebook finds something. The same dataset, settings and seed draw the
same sample. No file is ever written over.`

func newCodebookSample(g *global) *cobra.Command {
	var f sampleFlags
	c := &cobra.Command{
		Use: "sample --out FILE", Short: "Draw stories for people to code", Long: sampleHelp,
		Example: "  framewatch codebook sample --n 120 --out round1.xlsx --coder anna --coder ben\n  framewatch codebook sample --design information --unit sentence --n 200 --seed 2 --out round2.csv",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, book, err := g.loadBook(f.codebook, config.Options{})
			if err != nil {
				return err
			}
			spec, err := f.spec(cfg, book)
			if err != nil {
				return err
			}
			if err := checkNew("out", f.paths()...); err != nil {
				return err
			}
			ds, err := store.Open(cfg.Data)
			if err != nil {
				return err
			}
			drawn, err := coding.Draw(c.Context(), ds, spec)
			if errors.Is(err, coding.ErrNothing) {
				return nothing{err}
			}
			if err != nil {
				return err
			}
			files := f.files(drawn, book)
			if err := writeNew(c.Context(), files); err != nil {
				return err
			}
			return g.printSample(drawn, files)
		},
	}
	fs := c.Flags()
	fs.StringVarP(&f.out, "out", "o", "", "file for the coders; its ending says the form: "+strings.Join(codes.Endings(), ", "))
	fs.StringVar(&f.design, "design", string(sample.Stratified), strings.Join(sample.Designs(), ", "))
	fs.StringVar(&f.unit, "unit", codes.UnitDocument, "document or sentence")
	countVar(fs, &f.n, "n", 120, 1, "units to draw")
	fs.Int64Var(&f.seed, "seed", 1, "seed of the random numbers")
	fs.StringVar(&f.by, "by", coding.BySides, "sides: those that the settings compare first, or "+strings.Join(compare.Dimensions(), ", "))
	fs.StringVar(&f.filter, "filter", "", "documents that count, as field=value pairs")
	fs.StringSliceVar(&f.frames, "frame", nil, "frames whose predictions count (default all)")
	fs.StringSliceVar(&f.coders, "coder", nil, "write a file for each coder, with the name filled in")
	fs.StringVar(&f.target, "target", "", targetUsage)
	fs.StringVar(&f.codebook, "codebook", "", codebookUsage)
	fs.BoolVar(&f.paywalls, "include-paywalled", false, "draw paywall teasers too")
	return c
}

// nothing is an error that ends as one of nothing collected does, in its own words.
type nothing struct{ error }

// Is makes it one.
func (nothing) Is(target error) bool { return target == errNothing }

// loadBook loads the settings with the codebook that a flag names.
func (g *global) loadBook(name string, opt config.Options) (*config.Loaded, frame.Codebook, error) {
	opt.Flags = map[string]any{}
	file := strings.ContainsAny(name, `/\:`) || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
	if file {
		opt.Flags["codebooks"] = []string{name}
	}
	cfg, err := g.loadWith(opt)
	if err != nil {
		return nil, frame.Codebook{}, err
	}
	if len(cfg.Codebooks) == 0 {
		return nil, frame.Codebook{}, usageError{errors.New("the settings have no codebook: name a file with --codebook")}
	}
	if name == "" || file {
		return cfg, cfg.Codebooks[0], nil
	}
	i := slices.Index(cfg.CodebookIDs(), name)
	if i < 0 {
		return nil, frame.Codebook{}, usageError{fmt.Errorf("--codebook: %q is not among the settings' codebooks%s", name, invalid.Suggest(name, cfg.CodebookIDs()))}
	}
	return cfg, cfg.Codebooks[i], nil
}

// spec checks the flags of a sample.
func (f sampleFlags) spec(cfg *config.Loaded, book frame.Codebook) (coding.Spec, error) {
	target, err := targetNamed(cfg, f.target)
	if err != nil {
		return coding.Spec{}, err
	}
	units := []string{codes.UnitDocument, codes.UnitSentence}
	if err := f.check(frameIDs(book), units); err != nil {
		return coding.Spec{}, usageError{err}
	}
	filter, err := compare.ParseFilter(f.filter)
	if err != nil {
		return coding.Spec{}, usageError{fmt.Errorf("--filter: %w", err)}
	}
	about := cfg.CompareFor(target)
	return coding.Spec{Spec: sample.Spec{Design: sample.Design(f.design), N: f.n, Seed: f.seed}, Unit: f.unit, Target: string(target.ID), Book: book,
		Frames: f.frames, By: f.by, Selection: compare.Selection{Target: about.Target, Targets: about.Targets, Filter: filter, IncludePaywalled: f.paywalls || about.IncludePaywalled}, Compare: about}, nil
}

func (f sampleFlags) check(frames, units []string) error {
	if f.out == "" {
		return errors.New("--out is needed: the file for the coders, such as round1.xlsx")
	}
	if err := codesEnding(f.out); err != nil {
		return err
	}
	switch {
	case !slices.Contains(sample.Designs(), f.design):
		return fmt.Errorf("--design %q is not known%s", f.design, invalid.Suggest(f.design, sample.Designs()))
	case !slices.Contains(units, f.unit):
		return fmt.Errorf("--unit %q is not known%s", f.unit, invalid.Suggest(f.unit, units))
	case !slices.Contains(sideDimensions(), f.by):
		return fmt.Errorf("--by %q is not a dimension%s", f.by, invalid.Suggest(f.by, sideDimensions()))
	}
	for _, name := range f.frames {
		if !slices.Contains(frames, name) {
			return fmt.Errorf("--frame %q is no frame of the codebook%s", name, invalid.Suggest(name, frames))
		}
	}
	for i, c := range f.coders {
		if strings.TrimSpace(c) == "" || strings.ContainsAny(c, `/\`) || slices.Contains(f.coders[:i], c) {
			return fmt.Errorf("--coder %q: names differ, and can stand in the name of a file", c)
		}
	}
	return nil
}

// codesEnding refuses a file for codes whose name does not say its form.
func codesEnding(path string) error {
	ending := strings.ToLower(filepath.Ext(path))
	if !slices.Contains(codes.Endings(), ending) {
		return fmt.Errorf("--out %s: %q is no ending of a codes file%s", path, ending, invalid.Suggest(ending, codes.Endings()))
	}
	return nil
}

// sideDimensions are what a sample can be stratified by beside language and
// label.
func sideDimensions() []string { return append([]string{coding.BySides}, compare.Dimensions()...) }

// paths are those of the files that are written.
func (f sampleFlags) paths() []string {
	var out []string
	for _, file := range f.files(&coding.Sample{Set: &codes.Set{}}, frame.Codebook{}) {
		out = append(out, file.path)
	}
	return out
}

// files are those of a sample.
func (f sampleFlags) files(drawn *coding.Sample, book frame.Codebook) []newFile {
	ending := filepath.Ext(f.out)
	stem := strings.TrimSuffix(f.out, ending)
	forCoders := func(path string, set *codes.Set) newFile {
		return newFile{path, func(w io.Writer) error { return codes.Write(path, w, set, coding.Definitions(book)...) }}
	}
	var out []newFile
	for _, coder := range f.coders {
		set := *drawn.Set
		set.Units = slices.Clone(set.Units)
		for i := range set.Units {
			set.Units[i].Codes = []codes.Code{{Coder: coder, Coded: []string{}}}
		}
		out = append(out, forCoders(stem+"."+coder+ending, &set))
	}
	if len(out) == 0 {
		out = append(out, forCoders(f.out, drawn.Set))
	}
	out = append(out, newFile{stem + ".key.csv", func(w io.Writer) error { return coding.WriteKeys(w, drawn.Keys) }},
		newFile{stem + ".json", func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			return e.Encode(drawn.Manifest)
		}})
	if !strings.EqualFold(ending, ".xlsx") {
		out = append(out, newFile{stem + ".codebook.txt", func(w io.Writer) error { return coding.WriteDefinitions(w, book) }})
	}
	return out
}

// printSample says what was drawn and written.
func (g *global) printSample(drawn *coding.Sample, files []newFile) error {
	m := drawn.Manifest
	fmt.Fprintf(g.text(), "%d of %d stories (%d documents), %s, seed %d\n\n", m.Drawn, m.Stories, m.Documents, m.Design, m.Seed)
	w := tabwriter.NewWriter(g.text(), 0, 4, 2, ' ', 0)
	if m.Design == sample.Stratified {
		fmt.Fprintln(w, "stratum (lang/"+m.By+"/predicted)\tstories\tdrawn")
		for _, s := range m.Strata {
			fmt.Fprintf(w, "%s\t%d\t%d\n", s.Name, s.Population, s.Drawn)
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if m.NotCoded > 0 {
		fmt.Fprintf(g.text(), "%d stories are in a language that nothing codes: only people can tell of them\n", m.NotCoded)
	}
	for _, f := range files {
		fmt.Fprintln(g.text(), f.path)
	}
	return nil
}
