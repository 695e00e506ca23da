package trace_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/internal/coding"
	"framewatch/internal/config"
	"framewatch/internal/demosite"
	"framewatch/internal/pipeline"
	"framewatch/internal/trace"
	"framewatch/report"
	"framewatch/store"
)

// folder is where the demo's dataset lies until all tests have run.
var folder string

// TestMain has texts annotated by rules alone: encoding takes longer than all the rest.
func TestMain(m *testing.M) {
	for key, value := range map[string]string{"FRAMEWATCH_ANNOTATE_FRAMES": "rules", "FRAMEWATCH_TRANSLATIONS_ENCODE": "false", "FRAMEWATCH_ANNOTATE_ALIGN": "words"} {
		if err := os.Setenv(key, value); err != nil {
			panic(err) // no test would test what it says
		}
	}
	var err error
	if folder, err = os.MkdirTemp("", "framewatch-trace-"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	m.Run()
}

// ran is a run of the demo, whose committed files no test changes.
type ran struct {
	cfg     *config.Loaded
	ds      *store.Dataset
	corpus  *compare.Corpus
	figures []trace.Figure
	again   *pipeline.Again
}

func demo(t *testing.T) ran {
	t.Helper()
	d, err := runDemo()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var runDemo = sync.OnceValues(func() (r ran, err error) {
	ctx := context.Background() // of all tests
	site, err := demosite.New()
	if err != nil {
		return r, err
	}
	server, err := demosite.Serve(ctx, site)
	if err != nil {
		return r, err
	}
	defer server.Close()
	if r.cfg, err = config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(folder, "data"), "compare.bootstrap": 100}}); err != nil {
		return r, err
	}
	r.cfg.Crawl.Hosts = map[string]string{}
	for _, h := range site.Hosts() {
		r.cfg.Crawl.Hosts[h] = server.Addr
	}
	result, err := pipeline.New(r.cfg, pipeline.Options{Command: "run", Version: "v0.0.0-test"}).Run(ctx)
	if err != nil {
		return r, err
	}
	if r.ds, err = store.Open(r.cfg.Data); err != nil {
		return r, err
	}
	if r.again, err = pipeline.NewAgain(r.cfg, nil); err != nil {
		return r, err
	}
	r.corpus = result.Studies[0].Corpus
	list, err := report.Figures(ctx, r.ds, result.Studies[0], r.cfg.ReportConfig(corpus.EntityID(r.cfg.Compare.Target)))
	for _, f := range list {
		one := trace.Figure{Row: f.Row, What: f.What, Printed: f.Printed, Of: f.Of}
		if f.Members != nil {
			one.Behind = r.corpus.Behind(f.Members)
		}
		r.figures = append(r.figures, one)
	}
	return r, err
})

// options are those of the command; some is how many documents are followed.
func (r ran) options(ds *store.Dataset, some int) trace.Options {
	parity := func(ctx context.Context, c *compare.Corpus, row store.EstimateRow) (store.EstimateRow, *compare.Behind, error) {
		return coding.ParityAgain(ctx, ds, c, r.cfg.Codebooks, row)
	}
	o := trace.Options{Limit: some, Extract: r.again.Extract, Rules: r.again.Rules, Others: map[string]trace.Again{coding.QuestionHalves: parity, coding.QuestionTranslations: parity},
		Figures: func(context.Context) ([]trace.Figure, error) { return r.figures, nil }}
	if ds == r.ds {
		o.Corpus = func(context.Context) (*compare.Corpus, error) { return r.corpus, nil }
	}
	return o
}

// linksOf are the links of a kind in a trace.
func linksOf(tr *trace.Trace, what string) []trace.Link {
	var out []trace.Link
	walk(tr.Root, func(n *trace.Node) {
		for _, l := range n.Links {
			if l.What == what {
				out = append(out, l)
			}
		}
	})
	return out
}

func walk(n *trace.Node, visit func(*trace.Node)) {
	visit(n)
	for _, f := range n.From {
		walk(f, visit)
	}
}

// sound checks that nothing is broken and that the chain ends at bytes whose digest
// agrees, from which the same text comes.
func sound(t *testing.T, name string, tr *trace.Trace) {
	t.Helper()
	for _, l := range tr.Files {
		if l.Verdict != trace.OK {
			t.Errorf("%s: %+v", name, l)
		}
	}
	walk(tr.Root, func(n *trace.Node) {
		for _, l := range n.Links {
			if l.Verdict == trace.Broken {
				t.Errorf("%s: %s %s: %+v", name, n.Kind, n.ID, l)
			}
		}
	})
	for _, what := range []string{"body-digest", "record-digest", "text-digest", "doc-id", "extraction"} {
		links := linksOf(tr, what)
		if len(links) == 0 || slices.ContainsFunc(links, func(l trace.Link) bool { return l.Verdict != trace.OK }) {
			t.Errorf("%s: the chain does not end at bytes that agree, %s: %+v", name, what, links)
		}
	}
	if len(tr.Made) == 0 || !slices.Contains(tr.Made[0].Facts, trace.Fact{Name: "program", Value: "v0.0.0-test"}) {
		t.Errorf("%s: it is not said with which version it was made: %+v", name, tr.Made)
	}
}

// eachNumberIsAFigure looks at the answers on the page: each number in them is printed
// beside an ID. Those within quotation marks are of names, and two are settings.
func (r ran) eachNumberIsAFigure(t *testing.T) {
	t.Helper()
	study, err := r.corpus.Study(t.Context(), r.ds, r.cfg.Compare)
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := report.Write(t.Context(), report.Files{Page: &page, Lines: io.Discard, Name: "report.html"}, r.ds, study, r.cfg.ReportConfig(corpus.EntityID(r.cfg.Compare.Target))); err != nil {
		t.Fatal(err)
	}
	number, tag, name := regexp.MustCompile(`\d+(?:[.,]\d+)*`), regexp.MustCompile(`<[^>]+>`), regexp.MustCompile(`“[^”]*”|fewer than 10 stories|within 14 days`)
	answer, beside := regexp.MustCompile(`(?s)<p class="answer">(.*?)</p>`), regexp.MustCompile(`<tr><td>(.*?)<small>`)
	n := 0
	for _, card := range strings.Split(page.String(), `<li class="card`)[1:] {
		card, _, _ = strings.Cut(card, "</ol></section>")
		if strings.HasPrefix(card, " missing") {
			continue
		}
		var printed []string
		for _, m := range beside.FindAllStringSubmatch(card, -1) {
			printed = append(printed, number.FindAllString(html.UnescapeString(m[1]), -1)...)
		}
		said := name.ReplaceAllString(html.UnescapeString(tag.ReplaceAllString(answer.FindStringSubmatch(card)[1], "")), "")
		for _, x := range number.FindAllString(said, -1) {
			if n++; !slices.Contains(printed, x) {
				t.Errorf("no ID stands beside %s in %q: %q", x, said, printed)
			}
		}
	}
	if n < 60 {
		t.Errorf("%d numbers were looked at", n)
	}
}

func TestEveryNumberOfTheFirstScreenEndsAtBytes(t *testing.T) {
	d := demo(t)
	if len(d.figures) < 60 {
		t.Fatalf("%d figures", len(d.figures))
	}
	d.eachNumberIsAFigure(t)
	for _, f := range d.figures {
		tr, err := trace.Of(t.Context(), d.ds, f.Row.ID()[:16], d.options(d.ds, 1))
		if err != nil {
			t.Errorf("%s (%s): %v", f.What, f.Printed, err)
			continue
		}
		sound(t, fmt.Sprintf("%s %v", f.What, f.Printed), tr)
	}
}

func TestEstimatesDrawnAtRandomEndAtBytes(t *testing.T) {
	d := demo(t)
	var rows []store.EstimateRow
	for row, err := range store.Scan[store.EstimateRow](t.Context(), d.ds) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if seen[row.ID()] {
			t.Fatalf("two rows have the ID %s", row.ID())
		}
		seen[row.ID()] = true
	}
	r := rand.New(rand.NewPCG(17, 50))
	for range 50 {
		row := rows[r.IntN(len(rows))]
		tr, err := trace.Of(t.Context(), d.ds, row.ID(), d.options(d.ds, 2))
		if err != nil {
			t.Errorf("%+v: %v", row, err)
			continue
		}
		name := fmt.Sprintf("%s %s %s %s %s", row.Question, row.Dimension, row.GroupName, row.Item, row.Statistic)
		sound(t, name, tr)
		if l := linksOf(tr, "value"); len(l) != 1 || l[0].Verdict != trace.OK {
			t.Errorf("%s: not computed again with the same value: %+v", name, l)
		}
	}
}
