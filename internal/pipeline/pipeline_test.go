package pipeline_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/internal/config"
	"framewatch/internal/demosite"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// web serves the invented outlets and returns a configuration that reaches them.
func web(t *testing.T, data string) *config.Loaded {
	t.Helper()
	return webOf(t, "", data)
}

// webOf serves those that write about a subject, as [demosite.Open] takes it.
func webOf(t *testing.T, subject, data string) *config.Loaded {
	t.Helper()
	site, err := demosite.Open(subject)
	if err != nil {
		t.Fatal(err)
	}
	server, err := demosite.Serve(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	cfg, err := config.Load(config.Options{File: "builtin:" + strings.TrimSuffix("demo-"+subject, "-") + ".yaml", Flags: map[string]any{"data": data, "compare.bootstrap": 100}})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Crawl.Hosts = map[string]string{}
	for _, h := range site.Hosts() {
		cfg.Crawl.Hosts[h] = server.Addr
	}
	return cfg
}

func open(t *testing.T, dir string) *store.Dataset {
	t.Helper()
	d, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestInterruptedRunEndsAsIfLeftAlone stops a run at several places and lets it
// go on each time, over one and the same web.
func TestInterruptedRunEndsAsIfLeftAlone(t *testing.T) {
	dir := t.TempDir()
	stopped := web(t, filepath.Join(dir, "stopped"))
	for _, stop := range []struct {
		step string
		at   int
	}{{"crawl", 20}, {"crawl", 120}, {"extract", 40}, {"compare", 0}} {
		ctx, cancel := context.WithCancel(t.Context())
		fired := false
		_, err := pipeline.New(stopped, pipeline.Options{Command: "run", Progress: func(p pipeline.Progress) {
			if p.Step == stop.step && p.Done >= stop.at {
				fired = true
				cancel()
			}
		}}).Run(ctx)
		cancel()
		if !fired || !errors.Is(err, context.Canceled) {
			t.Fatalf("stop at %s %d: fired %v, error %v", stop.step, stop.at, fired, err)
		}
		if _, err := store.Open(stopped.Data); !errors.Is(err, store.ErrNoDataset) {
			t.Fatalf("after a stop at %s something is visible: %v", stop.step, err)
		}
	}
	result, err := pipeline.New(stopped, pipeline.Options{Command: "run"}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !result.Resumed {
		t.Error("the last call did not go on with the run")
	}
	clean := web(t, filepath.Join(dir, "clean"))
	if _, err := pipeline.New(clean, pipeline.Options{Command: "run"}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	a, b := open(t, stopped.Data), open(t, clean.Data)
	diffs, err := store.Diff(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diffs {
		// A request that was under way when the run stopped is made again, and an
		// outlet that says "not now" once may have said it to the first.
		if d.Table != "captures" && !d.Equal() {
			t.Errorf("%s differs: %+v", d.Table, d)
		}
	}
	if diff := cmp.Diff(lastOutcomes(t, b), lastOutcomes(t, a)); diff != "" {
		t.Errorf("captures end differently: %s", diff)
	}
}

// lastOutcomes tells how the last attempt at each address ended.
func lastOutcomes(t *testing.T, d *store.Dataset) map[string]string {
	t.Helper()
	attempt, out := map[string]int64{}, map[string]string{}
	for c, err := range store.Scan[store.CaptureRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Attempt >= attempt[c.URL] {
			attempt[c.URL], out[c.URL] = c.Attempt, c.Outcome+" "+c.BodySHA256
		}
	}
	return out
}

// truth is a set of invented outlets and what is at least found of what they say
// that they published.
type truth struct {
	subject  string // as [demosite.Open] takes it
	dir      string // of its files
	target   string
	wire     string // the outlet that others copy from
	wireID   string
	articles []demosite.Article
	byURL    map[string]store.DocumentRow

	found, renderings, aligned, copies, wired, lags, outlets int
}

// TestDemoIsReadAsItWasWritten compares documents with what the outlets say they
// published, for each set of them.
func TestDemoIsReadAsItWasWritten(t *testing.T) {
	asShipped(t)
	for _, w := range []truth{
		{subject: "", dir: "../demosite", target: "org.iomed", wire: "Meridian Wire", wireID: "meridian-wire",
			found: 120, renderings: 25, aligned: 200, copies: 50, wired: 10, lags: 40, outlets: 16},
		{subject: "aiib", dir: "../demosite/aiib", target: "org.aiib", wire: "Lakeside Wire", wireID: "lakeside-wire",
			found: 40, renderings: 30, aligned: 150, copies: 12, wired: 4, lags: 12, outlets: 8},
	} {
		t.Run(w.target, func(t *testing.T) { w.check(t) })
	}
}

func (w truth) check(t *testing.T) {
	cfg := webOf(t, w.subject, filepath.Join(t.TempDir(), "data"))
	result, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ds := open(t, cfg.Data)
	again, err := compare.Renew(t.Context(), result.Studies[0], ds, cfg.Compare)
	if err != nil {
		t.Fatal(err)
	}
	if again != result.Studies[0] {
		t.Error("the study that the run hands to the report is not one of the dataset as it was committed")
	}
	site, err := demosite.Open(w.subject)
	if err != nil {
		t.Fatal(err)
	}
	w.articles, w.byURL = site.Articles(), map[string]store.DocumentRow{}
	for d, err := range store.Scan[store.DocumentRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		w.byURL[d.URL] = d
	}
	if len(w.byURL) != len(w.articles) {
		t.Errorf("%d documents, the outlets have %d articles", len(w.byURL), len(w.articles))
	}
	meant := readMeant(t, filepath.Join(w.dir, "meant.yaml"))
	w.checkRenderings(t, ds, meant.Renderings.Missed)
	if checked := checkDocuments(t, w.byURL, w.articles); checked < w.found {
		t.Errorf("only %d articles were found under their address", checked)
	}
	checkTranslations(t, ds, w.byURL, w.articles)
	w.checkOrigins(t, ds)
	checkAttention(t, ds, w.outlets)
	checkMeant(t, ds, result.Studies[0], w.articles, meant)
}

// checkTranslations holds the groups that cross languages against the stories:
// no pair of two stories, and three in four of the pairs of one. Articles that
// report one story apart from each other count among these.
func checkTranslations(t *testing.T, d *store.Dataset, byURL map[string]store.DocumentRow, articles []demosite.Article) {
	t.Helper()
	group := map[string]string{}
	for s, err := range store.Scan[store.SyndicationRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		group[s.DocID] = s.GroupID
	}
	base := func(lang string) string { b, _, _ := strings.Cut(lang, "-"); return b }
	right, all := 0, 0
	for i, a := range articles {
		for _, b := range articles[:i] {
			p, q := byURL[a.URL], byURL[b.URL]
			if p.DocID == "" || q.DocID == "" || base(a.Lang) == base(b.Lang) {
				continue
			}
			together := group[p.DocID] == group[q.DocID]
			switch {
			case a.Story == b.Story && together:
				right, all = right+1, all+1
			case a.Story == b.Story:
				all++
			case together:
				t.Errorf("%s and %s are two stories in one group", a.URL, b.URL)
			}
		}
	}
	t.Logf("translations: %d of %d pairs of articles", right, all)
	if 4*right < 3*all || all == 0 {
		t.Errorf("only %d of %d pairs of articles on one story in two languages are in one group", right, all)
	}
}

// checkRenderings looks for the wrong names that the invented translations give
// the target; few of them are in a gazetteer. Those under missed are known not to
// be found.
func (w truth) checkRenderings(t *testing.T, ds *store.Dataset, missed map[string][]string) {
	t.Helper()
	named := map[[2]string]bool{}
	for m, err := range store.Scan[store.MentionRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		if m.EntityID == w.target {
			named[[2]string{m.DocID, m.Surface}] = true
		}
	}
	aligned := 0
	for s, err := range store.Scan[store.SentenceRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		if s.AlignedTo != "" {
			aligned++
		}
	}
	all, found := 0, 0
	for _, a := range w.articles {
		d, ok := w.byURL[a.URL]
		if !ok || a.Second == nil {
			continue
		}
		for _, name := range a.Second.Renderings {
			all++
			switch {
			case named[[2]string{d.DocID, name}]:
				found++
				if slices.Contains(missed[a.ID], name) {
					t.Errorf("wrong name %q of %s is found, and stands among the missed", name, a.ID)
				}
			case !slices.Contains(missed[a.ID], name):
				t.Errorf("wrong name %q of %s is no mention", name, a.ID)
			}
		}
	}
	t.Logf("%d of %d wrong names are mentions, %d sentences are aligned", found, all, aligned)
	if all < w.renderings || aligned < w.aligned {
		t.Errorf("%d wrong names, %d sentences are aligned", all, aligned)
	}
}

func checkDocuments(t *testing.T, byURL map[string]store.DocumentRow, articles []demosite.Article) (checked int) {
	t.Helper()
	wrongTitle, wrongDate, missing := 0, 0, 0
	for _, a := range articles {
		d, ok := byURL[a.URL]
		if !ok {
			continue
		}
		checked++
		if !sameFolded(d.Title, a.Title) {
			wrongTitle++
			t.Logf("%s: title %q, want %q", a.URL, d.Title, a.Title)
		}
		if d.PublishedAt.IsZero() != a.Undated || d.Paywalled != a.Paywalled {
			wrongDate++
			t.Logf("%s: published %v, paywalled %v; undated %v, paywalled %v", a.URL, d.PublishedAt, d.Paywalled, a.Undated, a.Paywalled)
		}
		for _, p := range a.Paragraphs {
			// An editor's note below the article is kept as a block, not as text.
			note := strings.HasPrefix(p, "Editor's note") || strings.HasPrefix(p, "Correction:")
			if !a.Paywalled && !note && !containsFolded(d.Text, p) {
				missing++
				t.Logf("%s: lost paragraph %.60q", a.URL, p)
			}
		}
		if a.Second != nil {
			for _, p := range a.Second.Paragraphs {
				if !containsFolded(d.Text, p) {
					missing++
					t.Logf("%s: lost paragraph of the second half %.60q", a.URL, p)
				}
			}
		}
	}
	if wrongTitle > 0 || wrongDate > 0 || missing > 0 {
		t.Errorf("%d titles and %d dates or teasers wrong, %d paragraphs lost", wrongTitle, wrongDate, missing)
	}
	return checked
}
