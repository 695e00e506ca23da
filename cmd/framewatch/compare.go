package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"framewatch/compare"
	"framewatch/internal/config"
	"framewatch/internal/invalid"
	"framewatch/internal/pipeline"
	"framewatch/nlp/lang"
	"framewatch/store"
)

// compareFlags are what a comparison can be asked.
type compareFlags struct {
	by, frames       []string
	filter, a, b     string
	voice, lang      string
	target           string
	top              int
	territories      string
	asJSON, paywalls bool
	everyMethod      bool
	minDocs          int
	with, events     []string // of questions
	window, words    int
	note             func(string) // takes what the reader of the numbers must know
	corpus           func(context.Context, *store.Dataset) (*compare.Corpus, error)
	functions        bool // function words are shown too
	codes, key       []string
}

// comparisons maps the names of comparisons to what computes them.
var comparisons = map[string]func(context.Context, *store.Dataset, *config.Loaded, compareFlags) ([]store.EstimateRow, error){
	"prevalence": prevalenceRows, "coverage": coverageRows, "contrast": contrastRows, "keyness": keynessRows,
	"curve": curveRows,
}

// comparisonNames are the names of comparisons and of the other questions.
func comparisonNames() []string {
	return append([]string{"prevalence", "coverage", "contrast", "keyness", "curve"}, questionNames()...)
}

func newCompare(g *global) *cobra.Command {
	var f compareFlags
	c := &cobra.Command{
		Use: "compare [" + strings.Join(comparisonNames(), "|") + "]", Short: "Compare how the target is covered, with syndication-aware intervals",
		Long: `Compare computes numbers over the dataset and prints them:

  prevalence  share of documents with each frame, by --by, and the share with each
              story counted once. The interval takes stories (syndication groups)
              for independent and is about the outlets that were read
  coverage    documents read, by --by, and the share of them that names the target:
              attention_share of all that was read in full (paywall teasers and
              documents that could not be annotated are left out),
              attention_share_by_outlet, the mean over outlets, each counted once,
              and attention_share_listed, where each document counts for as many
              as its outlet listed for one that was fetched (table outlet_months);
              the first two with 95 % intervals over outlets
  contrast    difference of prevalence between --a and --b. The interval takes
              outlets for a sample too; where a side has fewer than 20, a
              permutation of outlets must agree. p is adjusted for all frames tested
  keyness     words and phrases that mark --a against --b, in one --lang: those
              that survive adjustment over all that were tested, with stories and
              outlets as clusters; else it says that none does, and lists those
              that lean most to a side
  curve       the difference of one --frame between --a and --b under every choice
              that could have been defended (specification curve, Simonsohn,
              Simmons & Nelson 2020): copies, relevance, voice, territories, coder in
              every combination; language, genre, window, machine translation,
              teasers and each outlet left out one at a time
` + questionsHelp() + `

With --codes, or compare.codes in the settings, prevalence and contrast are corrected
by hand codes (method dsl; ppi and rogan_gladen with --every-method), where there are
enough; what is not corrected, and why, is told below.

Each number is printed once, by its preferred method; --every-method prints the
others too, --json all of them, with column preferred.

Each number is about one target, the first of annotate.targets or --target.
Sides and --filter are field=value pairs: bloc=iomed-signatories,lang=en meets
both, country=KE,ID either, country!=US all others; "country=KE,ID;lang=en" joins
filters. Fields are the dimensions, bloc_ever (in the bloc at any time), from and
to (days). --filter comes on top of compare.filter. Without a name, compare
computes table estimates of the dataset again, for all targets.
` + definitions(),
		Example: "  framewatch compare prevalence --by country,owner_type --frame global_south_voice\n  framewatch compare keyness --a owner_type=state_media --b owner_type=private_news --lang en",
		Args:    args(cobra.MaximumNArgs(1)), ValidArgs: comparisonNames(),
		RunE: func(c *cobra.Command, a []string) error {
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			if len(a) == 0 && f.target != "" {
				return usageError{errors.New("--target goes with one comparison; without a name, the estimates of all targets are computed")}
			}
			if len(a) == 0 {
				result, err := g.pipeline(c, cfg, func(p *pipeline.Pipeline) (*pipeline.Result, error) { return p.Compare(c.Context()) })
				if err != nil {
					return err
				}
				printResult(g.text(), result)
				return nil
			}
			rows := comparisons[a[0]]
			if rows == nil && !slices.Contains(questionNames(), a[0]) {
				return usageError{fmt.Errorf("no comparison %q%s", a[0], invalid.Suggest(a[0], comparisonNames()))}
			}
			if !lang.IsTag(f.lang) {
				return usageError{fmt.Errorf("--lang %q is no language; write a BCP 47 tag, such as en or zh-Hans", f.lang)}
			}
			ds, err := store.Open(cfg.Data)
			if err != nil {
				return err
			}
			target, err := targetNamed(cfg, f.target)
			if err != nil {
				return err
			}
			cfg.Compare = cfg.CompareFor(target)
			if c.Flags().Changed("min-docs") {
				cfg.Compare.MinDocs = f.minDocs
			}
			f.corpus = loadedOnce()
			f.note = func(s string) { fmt.Fprintln(g.stderr, s) }
			if rows == nil {
				return g.question(c, ds, cfg, f, a[0])
			}
			if err := f.readHand(cfg); err != nil {
				return err
			}
			out, err := rows(c.Context(), ds, cfg, f)
			if errors.Is(err, compare.ErrQuestion) {
				return usageError{err}
			}
			if err != nil {
				return err
			}
			if len(out) == 0 {
				f.note("no group has enough documents for a number; see --min-docs")
				return nil
			}
			if len(cfg.Annotate.Targets) > 1 && !f.asJSON {
				fmt.Fprintf(g.text(), "target %s\n\n", target.ID)
			}
			if a[0] == "keyness" && !f.asJSON && !f.everyMethod {
				return g.printWords(out)
			}
			corrections, err := f.corrections(c.Context(), ds, cfg, a[0])
			if err != nil {
				return err
			}
			if !f.asJSON {
				out = f.shown(out, corrections)
			} else {
				out = append(out, corrections.Rows()...)
			}
			if err := g.printEstimates(out, f.asJSON); err != nil {
				return err
			}
			return g.printCorrections(corrections, f.asJSON)
		},
	}
	fs := c.Flags()
	fs.StringSliceVar(&f.by, "by", []string{"all"}, "dimensions: "+strings.Join(compare.Dimensions(), ", ")+"; frames also by voice; up to three may be crossed with a slash")
	fs.StringSliceVar(&f.frames, "frame", nil, "frames of the codebook (default all)")
	fs.StringVar(&f.filter, "filter", "", "documents that count, as field=value pairs")
	fs.StringVar(&f.a, "a", "", "one side, as field=value pairs")
	fs.StringVar(&f.b, "b", "", "the other side")
	fs.StringVar(&f.voice, "voice", "all", "whose words count: all, author or quoted")
	fs.StringVar(&f.lang, "lang", "en", "language of the words, for keyness")
	countVar(fs, &f.top, "top", 20, 0, "words of each side, for keyness; 0 for all")
	questionFlags(fs, &f)
	countVar(fs, &f.minDocs, "min-docs", 0, 0, "leave out groups with fewer documents (default compare.min_docs)")
	fs.BoolVar(&f.functions, "function-words", false, "show function words that survive too, for keyness")
	fs.StringVar(&f.target, "target", "", targetUsage)
	fs.BoolVar(&f.paywalls, "include-paywalled", false, "count paywall teasers as documents")
	fs.StringVar(&f.territories, "territories", "", "rule for outlets of territories: "+strings.Join(compare.TerritoryRules(), ", ")+" (default compare.territories)")
	fs.BoolVar(&f.everyMethod, "every-method", false, "print each number by every method")
	fs.StringSliceVar(&f.codes, "codes", nil, "files with hand codes, which correct prevalence, contrast and curve (default compare.codes)")
	fs.StringSliceVar(&f.key, "key", nil, keyUsage+" (default compare.key)")
	fs.BoolVar(&f.asJSON, "json", false, "print rows of table estimates as JSON lines, each with the id that framewatch trace takes")
	return c
}

// loadedOnce gives the corpus of the command's dataset, which is read the first time
// that it is asked for.
func loadedOnce() func(context.Context, *store.Dataset) (*compare.Corpus, error) {
	var c *compare.Corpus
	return func(ctx context.Context, ds *store.Dataset) (_ *compare.Corpus, err error) {
		if c == nil {
			c, err = compare.Load(ctx, ds)
		}
		return c, err
	}
}

func (f compareFlags) say(note string) {
	if note != "" {
		f.note(note)
	}
}

func (f compareFlags) selection(cfg *config.Loaded) (compare.Selection, error) {
	filter, err := compare.ParseFilter(f.filter)
	if err != nil {
		return compare.Selection{}, usageError{fmt.Errorf("--filter: %w", err)}
	}
	s := cfg.Compare.Selection(filter)
	s.IncludePaywalled = f.paywalls || s.IncludePaywalled
	if f.territories != "" {
		s.Territories = compare.Territories(f.territories)
	}
	return s, nil
}

func (f compareFlags) sides() (a, b compare.Filter, err error) {
	if f.a == "" || f.b == "" {
		return a, b, usageError{errors.New("--a and --b are both needed, such as --a country=KE --b country=US")}
	}
	if a, err = compare.ParseFilter(f.a); err != nil {
		return a, b, usageError{fmt.Errorf("--a: %w", err)}
	}
	if b, err = compare.ParseFilter(f.b); err != nil {
		return a, b, usageError{fmt.Errorf("--b: %w", err)}
	}
	return a, b, nil
}

// rowsOf gives answers the form of table estimates.
func rowsOf[T interface{ Rows() []store.EstimateRow }](answers []T, err error) ([]store.EstimateRow, error) {
	var rows []store.EstimateRow
	for _, a := range answers {
		rows = append(rows, a.Rows()...)
	}
	return rows, err
}

func prevalenceRows(ctx context.Context, ds *store.Dataset, cfg *config.Loaded, f compareFlags) ([]store.EstimateRow, error) {
	selection, err := f.selection(cfg)
	if err != nil {
		return nil, err
	}
	c, err := f.corpus(ctx, ds)
	if err != nil {
		return nil, err
	}
	spec := f.prevalence(cfg, selection)
	small := leftOut{minDocs: spec.MinDocs}
	spec.LeftOut = small.drops
	answers, err := c.Prevalence(ctx, spec)
	if err != nil {
		return nil, err
	}
	f.say(small.note())
	return rowsOf(answers, nil)
}

func (f compareFlags) prevalence(cfg *config.Loaded, selection compare.Selection) compare.PrevalenceSpec {
	return compare.PrevalenceSpec{Selection: selection, Sampling: cfg.Compare.Sampling(), By: f.by,
		Codebook: cfg.MainCodebook(), Frames: f.frames, Voice: compare.Voice(f.voice), MinDocs: cfg.Compare.MinDocs}
}

func coverageRows(ctx context.Context, ds *store.Dataset, cfg *config.Loaded, f compareFlags) ([]store.EstimateRow, error) {
	selection, err := f.selection(cfg)
	if err != nil {
		return nil, err
	}
	return rowsOf(compare.Coverage(ctx, ds, compare.CoverageSpec{Target: selection.Target, Targets: selection.Targets, Filter: selection.Filter, Territories: selection.Territories, By: f.by}))
}

func contrastRows(ctx context.Context, ds *store.Dataset, cfg *config.Loaded, f compareFlags) ([]store.EstimateRow, error) {
	a, b, err := f.sides()
	if err != nil {
		return nil, err
	}
	selection, err := f.selection(cfg)
	if err != nil {
		return nil, err
	}
	c, err := f.corpus(ctx, ds)
	if err != nil {
		return nil, err
	}
	spec := f.contrast(cfg, selection, a, b)
	small := leftOut{minDocs: spec.MinDocs}
	spec.LeftOut = small.drops
	answers, err := c.Contrast(ctx, spec)
	if err != nil {
		return nil, err
	}
	f.say(small.note())
	return rowsOf(answers, nil)
}

func (f compareFlags) contrast(cfg *config.Loaded, selection compare.Selection, a, b compare.Filter) compare.ContrastSpec {
	return compare.ContrastSpec{Selection: selection, Sampling: cfg.Compare.Sampling(), A: a, B: b,
		Codebook: cfg.MainCodebook(), Frames: f.frames, Voice: compare.Voice(f.voice), MinDocs: cfg.Compare.MinDocs}
}

func keynessRows(ctx context.Context, ds *store.Dataset, cfg *config.Loaded, f compareFlags) ([]store.EstimateRow, error) {
	a, b, err := f.sides()
	if err != nil {
		return nil, err
	}
	selection, err := f.selection(cfg)
	if err != nil {
		return nil, err
	}
	k := cfg.Compare.Keyness
	k.Top, k.FunctionWords = f.top, k.FunctionWords || f.functions
	result, err := compare.Keyness(ctx, ds, k.Spec(selection, cfg.Compare.Sampling(), a, b, f.lang))
	if errors.Is(err, compare.ErrLanguages) {
		return nil, usageError{err}
	}
	if err != nil {
		return nil, err
	}
	return result.Rows(), nil
}

// printEstimates prints rows as a table, or as JSON lines with the columns of
// table estimates.
func (g *global) printEstimates(rows []store.EstimateRow, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(g.stdout)
		for _, r := range rows {
			object, err := store.Object(r)
			if err != nil {
				return err
			}
			delete(object, "run_id")
			object["id"] = r.ID()
			if err := enc.Encode(object); err != nil {
				return fmt.Errorf("write: %w", err)
			}
		}
		return nil
	}
	w := tabwriter.NewWriter(g.text(), 0, 4, 2, ' ', 0)
	sides := slices.ContainsFunc(rows, func(r store.EstimateRow) bool { return r.NA != nil })
	tested := slices.ContainsFunc(rows, func(r store.EstimateRow) bool { return r.P != nil })
	head := []string{"group", "item", "statistic", "value", "low", "high"}
	if tested {
		head = append(head, "p", "p adjusted")
	}
	if sides {
		head = append(head, "a", "documents", "outlets", "b", "documents", "outlets", "not coded", "stories")
	} else {
		head = append(head, "n", "not coded", "stories", "outlets")
	}
	fmt.Fprintln(w, strings.Join(append(head, "method", "note"), "\t"))
	for _, r := range rows {
		cells := []string{r.GroupName, r.Item, r.Statistic, fmt.Sprintf("%.4g", r.Value), number(r.CILo), number(r.CIHi)}
		if tested {
			cells = append(cells, number(r.P), number(r.PAdj))
		}
		if sides {
			cells = append(cells, number(r.ValueA), whole(r.NA), whole(r.NOutletsA), number(r.ValueB), whole(r.NB), whole(r.NOutletsB), whole(r.NNotCoded), whole(r.NStories))
		} else {
			cells = append(cells, fmt.Sprint(r.N), whole(r.NNotCoded), whole(r.NStories), whole(r.NOutlets))
		}
		fmt.Fprintln(w, strings.Join(append(cells, r.Method, r.Note), "\t"))
	}
	return w.Flush()
}

func number(x *float64) string {
	if x == nil {
		return "-"
	}
	return fmt.Sprintf("%.3f", *x)
}

func whole(n *int64) string {
	if n == nil {
		return "-"
	}
	return fmt.Sprint(*n)
}
