package report

import (
	"bufio"
	"cmp"
	"context"
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"framewatch/compare"
	"framewatch/compare/kwic"
	"framewatch/internal/coding"
	"framewatch/report/svg"
	"framewatch/store"
)

//go:embed template/*.gohtml template/style.css
var files embed.FS

// Files are what a report is written to: the page, and the concordance that its
// links lead to. Name is the page's file name, beside which the concordance must
// lie under [LinesName].
type Files struct {
	Page, Lines io.Writer
	Name        string
}

// LinesName is the file name of the concordance of a page.
func LinesName(page string) string { return strings.TrimSuffix(page, ".html") + ".lines.html" }

// Write writes the report of a study of the dataset. Nothing in it depends on a
// clock: the same dataset and settings give the same bytes.
func Write(ctx context.Context, out Files, ds *store.Dataset, study *compare.Study, cfg Config) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write report: %w", err)
		}
	}()
	if err := cfg.Validate(); err != nil {
		return err
	}
	p, err := build(ctx, ds, study, cfg, out.Name)
	if err != nil {
		return err
	}
	if p.Key, err = Key(ds, study.Key, cfg); err != nil {
		return err
	}
	t, err := template.New("report").Funcs(template.FuncMap{"plural": plural, "count": count}).ParseFS(files, "template/*.gohtml")
	if err != nil {
		return err
	}
	if err := render(t, out.Lines, "lines.gohtml", p); err != nil {
		return err
	}
	return render(t, out.Page, "page.gohtml", p)
}

func render(t *template.Template, w io.Writer, name string, p *page) error {
	buffered := bufio.NewWriter(w)
	if err := t.ExecuteTemplate(buffered, name, p); err != nil {
		return err
	}
	return buffered.Flush()
}

// builder makes the parts of a page from one dataset. Charts come first, since
// they say which cells the concordance must serve.
type builder struct {
	cfg      Config
	settings compare.Config
	corpus   *compare.Corpus
	suite    *compare.Suite
	labels   labels
	index    *index
	codebook string
	prev     map[estimateKey]compare.Estimate
	events   []store.EventRow
	pairs    map[string]map[string]int // counts of crossed dimensions
	read     map[kwic.Place]kwic.Line  // the lines of the page
	parity   *coding.ParityResult      // see readParity
	daily    map[time.Time]int         // documents by day; see days
	examples []*exampleList
	ids      int
}

type estimateKey struct {
	frame     string
	voice     compare.Voice
	by, group string
}

// page is what the template shows.
type page struct {
	Key      string
	Name     string // of the file
	Style    template.CSS
	Title    string
	Target   Label
	Subjects []Subject
	Facts    facts
	Cards    []card
	Sections []pageSection
	Lines    concordance
}

// LinesName is the file of the concordance.
func (p page) LinesName() string { return LinesName(p.Name) }

// pageSection is one chapter, its blocks in order: text and tables over the whole
// width, figures beside each other.
type pageSection struct {
	ID     string
	Title  string // what the section is about, for the contents
	Number int    // of the question that it answers; 0 = none
	Blocks []block
}

// sectionRow is text with the figures that it speaks of beside it, or something that
// takes the whole width.
type sectionRow struct {
	Text  []string
	Shown []block
}

// Rows puts the blocks of a section into rows: figures stand beside the text before
// them, tables and what is folded away below.
func (s pageSection) Rows() []sectionRow {
	var rows []sectionRow
	var at sectionRow
	flush := func() {
		if len(at.Text)+len(at.Shown) > 0 {
			rows = append(rows, at)
		}
		at = sectionRow{}
	}
	for _, b := range s.Blocks {
		if b.Text != "" {
			if len(at.Shown) > 0 {
				flush()
			}
			at.Text = append(at.Text, b.Text)
			b.Text = ""
		}
		switch {
		case b.Folded == "" && b.Heat == nil && b.Table == nil:
			if len(b.Figures) > 0 {
				at.Shown = append(at.Shown, b)
			}
		default:
			flush()
			at.Shown = []block{b}
			flush()
		}
	}
	flush()
	return rows
}

// Beside reports whether the row is text with figures.
func (r sectionRow) Beside() bool { return len(r.Text) > 0 && len(r.Shown) > 0 }

// block is one of its fields.
type block struct {
	Text    string
	Legend  []legendItem // of the charts that follow
	Figures []figure     // beside each other
	Heat    *heat
	Table   *table
	Folded  string // the table or heat is folded away under these words, but on paper
}

// figure is a chart with its legend, its notes and the numbers in it. Its title
// is what the chart shows, in words and numbers (a finding), not what is plotted.
type figure struct {
	Title  Label
	Wide   bool // takes two columns
	SVG    template.HTML
	Legend []legendItem
	Keys   []string // numbered notes, such as the events of a time line
	Note   string
	Data   table  // folded away, but on paper
	Shown  *table // in place of a chart
}

// inline puts a chart into the page as it is.
func inline(chart interface{ SVG() string }) template.HTML {
	return template.HTML(chart.SVG()) //nolint:gosec // package svg escapes all text
}

// legendItem explains a mark: the colour and shape of a series, or one of the
// signs of an interval (Kind).
type legendItem struct {
	Series int
	Kind   string // mark, line, bar, thin, thick, hollow or weak
	Text   string
}

// Hatched reports whether a bar of the series is hatched, as in package svg.
func (l legendItem) Hatched() bool { return l.Series%2 == 1 }

// table is a small table of text.
type table struct {
	Title string
	Head  []string
	Rows  [][]tableCell
}

// Numeric reports whether a column holds numbers.
func (t table) Numeric(column int) bool {
	return len(t.Rows) > 0 && column < len(t.Rows[0]) && t.Rows[0][column].Number
}

type tableCell struct {
	Text, Href, Lang string
	Number           bool
}

// External reports whether the link leaves the page.
func (c tableCell) External() bool { return webAddress(c.Href) != "" }

func text(s string) tableCell         { return tableCell{Text: s} }
func number(s string) tableCell       { return tableCell{Text: s, Number: true} }
func linked(s, href string) tableCell { return tableCell{Text: s, Href: href, Number: true} }

func newBuilder(ctx context.Context, ds *store.Dataset, study *compare.Study, cfg Config, name string) (*builder, error) {
	suite, err := study.SuiteBy(ctx, "all", "country", "bloc", "owner_type", "lang", "month", "relevance")
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b := &builder{cfg: cfg, settings: study.Config, corpus: study.Corpus, suite: suite, labels: newLabels(cfg, study.Corpus), index: newIndex(LinesName(name)),
		prev: map[estimateKey]compare.Estimate{}, pairs: map[string]map[string]int{}}
	return b, b.prepare(ctx, ds)
}

func build(ctx context.Context, ds *store.Dataset, study *compare.Study, cfg Config, name string) (*page, error) {
	b, err := newBuilder(ctx, ds, study, cfg, name)
	if err != nil {
		return nil, err
	}
	css, err := files.ReadFile("template/style.css")
	if err != nil {
		return nil, err
	}
	style := template.CSS(string(css) + svg.Style) //nolint:gosec // both are constants of the program
	p := &page{Name: name, Style: style, Title: cfg.Title, Target: cfg.Target, Subjects: cfg.Subjects}
	if p.Facts, err = b.facts(ctx, ds); err != nil {
		return nil, err
	}
	questions, err := b.questions(ctx, ds)
	if err != nil {
		return nil, err
	}
	frames, read := b.prevalence(), b.coverage()
	places, err := b.choosePlaces(ctx, ds)
	if err != nil {
		return nil, err
	}
	if err := b.readLines(ctx, ds, places, questions); err != nil {
		return nil, err
	}
	p.Lines = b.concordance()
	for _, q := range questions {
		q.finish()
		q.card.Trace = cfg.Traces
		p.Cards = append(p.Cards, q.card)
		p.Sections = append(p.Sections, q.sections...)
		p.Lines.Parts = append(p.Lines.Parts, q.lines...)
	}
	if part, ok := b.exampleLines(); ok {
		p.Lines.Parts = append(p.Lines.Parts, part)
	}
	failures, err := b.failures(ctx, ds)
	if err != nil {
		return nil, err
	}
	p.Sections = slices.Concat(p.Sections, frames, read, failures)
	return p, nil
}

// prepare picks the codebook with the most coded documents and reads the
// events.
func (b *builder) prepare(ctx context.Context, ds *store.Dataset) error {
	most := -1
	for _, e := range b.suite.Prevalence {
		if e.By == "all" && e.N > most {
			most, b.codebook = e.N, e.Codebook
		}
	}
	for _, e := range slices.Concat(b.suite.Prevalence, b.suite.Voices) {
		if e.Codebook == b.codebook {
			b.prev[estimateKey{e.Frame, e.Voice, e.By, e.Group}] = e
		}
	}
	for e, err := range store.Scan[store.EventRow](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read events: %w", err)
		}
		b.events = append(b.events, e)
	}
	slices.SortStableFunc(b.events, func(x, y store.EventRow) int {
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.EventID, y.EventID))
	})
	return nil
}

// id names a chart.
func (b *builder) id() string {
	b.ids++
	return fmt.Sprintf("c%d", b.ids)
}

// facts are what heads the page.
type facts struct {
	RunID, Version, Command    string
	Ended                      string
	Documents, Target, Stories int
	Outlets, Countries, Langs  int
	Paywalled, Blocked         int
	Superseded, Failures       int
	First, Last                string
	Undated                    int
	Demo                       int // invented outlets with documents
	HasTarget                  bool
	Codebook                   string
	Codebooks                  []string
	Validation                 string
	Confidence                 string
	Bootstrap                  int
	Seed                       int64
	MinDocs                    int
	IncludePaywalled           bool
	Filter, Territories        string
	FewOutlets                 int
}

func (b *builder) facts(ctx context.Context, ds *store.Dataset) (facts, error) {
	f := facts{HasTarget: b.hasTarget(), Codebook: b.codebook, Codebooks: b.corpus.Codebooks(), Validation: b.cfg.Validation,
		Confidence: percent(b.settings.Confidence), Bootstrap: b.settings.Bootstrap, Seed: b.settings.Seed,
		MinDocs: b.settings.MinDocs, IncludePaywalled: b.settings.IncludePaywalled,
		Filter: b.settings.Filter, Territories: territoryRule(b.settings.Territories), FewOutlets: compare.FewOutlets, Failures: int(ds.Rows(store.FailureRow{}.Table()))}
	for _, n := range b.countsBy("all") {
		f.Documents, f.Target, f.Stories = n.Documents, n.Target, n.Stories
		f.Paywalled, f.Blocked, f.Superseded = n.Paywalled, n.Blocked, n.Superseded
	}
	outlets, countries, langs := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for d := range b.corpus.All() {
		if d.Blocked || d.Superseded || d.Excluded {
			continue
		}
		if d.Demo && !outlets[d.Source] {
			f.Demo++
		}
		outlets[d.Source], countries[d.Country], langs[d.Lang] = true, true, true
		if d.Date == "" {
			f.Undated++
			continue
		}
		if f.First == "" || d.Date < f.First {
			f.First = d.Date
		}
		f.Last = max(f.Last, d.Date)
	}
	delete(countries, "ZZ")
	f.Outlets, f.Countries, f.Langs = len(outlets), len(countries), len(langs)
	f.First, f.Last = dayName(f.First), dayName(f.Last)
	for r, err := range store.Scan[store.RunRow](ctx, ds) {
		if err != nil {
			return f, fmt.Errorf("read runs: %w", err)
		}
		f.RunID, f.Version, f.Command, f.Ended = r.RunID, r.Version, r.Command, r.Ended.UTC().Format(time.DateOnly+" 15:04 UTC")
	}
	return f, nil
}

// countsBy are the coverage counts of one dimension.
func (b *builder) countsBy(by string) []compare.Count {
	var out []compare.Count
	for _, n := range b.suite.Coverage {
		if n.By == by {
			out = append(out, n)
		}
	}
	return out
}
