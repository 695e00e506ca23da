package pipeline_test

import (
	"context"
	"errors"
	"path/filepath"
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
	site, err := demosite.New()
	if err != nil {
		t.Fatal(err)
	}
	server, err := demosite.Serve(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": data, "compare.bootstrap": 100}})
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

// TestDemoIsReadAsItWasWritten compares documents with what the outlets say they
// published.
func TestDemoIsReadAsItWasWritten(t *testing.T) {
	asShipped(t)
	cfg := web(t, filepath.Join(t.TempDir(), "data"))
	result, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again, err := compare.Renew(t.Context(), result.Studies[0], open(t, cfg.Data), cfg.Compare)
	if err != nil {
		t.Fatal(err)
	}
	if again != result.Studies[0] {
		t.Error("the study that the run hands to the report is not one of the dataset as it was committed")
	}
	site, err := demosite.New()
	if err != nil {
		t.Fatal(err)
	}
	byURL := map[string]store.DocumentRow{}
	for d, err := range store.Scan[store.DocumentRow](t.Context(), open(t, cfg.Data)) {
		if err != nil {
			t.Fatal(err)
		}
		byURL[d.URL] = d
	}
	articles := site.Articles()
	if len(byURL) != len(articles) {
		t.Errorf("%d documents, the outlets have %d articles", len(byURL), len(articles))
	}
	checkRenderings(t, open(t, cfg.Data), byURL, articles)
	checked := checkDocuments(t, byURL, articles)
	if checked < 120 {
		t.Errorf("only %d articles were found under their address", checked)
	}
	checkTranslations(t, open(t, cfg.Data), byURL, articles)
	checkOrigins(t, open(t, cfg.Data), byURL, articles)
	checkAttention(t, open(t, cfg.Data))
	checkMeant(t, open(t, cfg.Data), result.Studies[0], articles)
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
// the target; few of them are in a gazetteer.
func checkRenderings(t *testing.T, ds *store.Dataset, byURL map[string]store.DocumentRow, articles []demosite.Article) {
	t.Helper()
	named := map[[2]string]bool{}
	for m, err := range store.Scan[store.MentionRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		if m.EntityID == "org.iomed" {
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
	all, missed := 0, []string{}
	for _, a := range articles {
		d, ok := byURL[a.URL]
		if !ok || a.Second == nil {
			continue
		}
		for _, name := range a.Second.Renderings {
			all++
			if !named[[2]string{d.DocID, name}] {
				missed = append(missed, a.URL+" "+name)
			}
		}
	}
	if all < 25 || len(missed) > 1 || aligned < 200 {
		t.Errorf("%d of %d wrong names are no mentions (%s), %d sentences are aligned", len(missed), all, strings.Join(missed, ", "), aligned)
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
			if !a.Paywalled && !strings.HasPrefix(p, "Editor's note") && !containsFolded(d.Text, p) {
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
