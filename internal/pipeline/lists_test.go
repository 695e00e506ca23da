package pipeline_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/jumpclock"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// listSite is an invented outlet that answers with what stands under a path, and "not
// modified" to who knows that.
type listSite struct {
	mu    sync.Mutex
	pages map[string]string // SITE stands for its address; "404" and the like for a status
}

func (s *listSite) set(path, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = body
}

func (s *listSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	body, ok := s.pages[r.URL.Path]
	s.mu.Unlock()
	var status int
	if _, err := fmt.Sscanf(body, "%d", &status); !ok || err == nil {
		w.WriteHeader(max(status, http.StatusNotFound))
		return
	}
	tag := `"` + corpus.SHA256([]byte(body))[:16] + `"`
	w.Header().Set("Etag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	fmt.Fprint(w, strings.ReplaceAll(body, "SITE", "http://"+r.Host))
}

// newSite has two articles in a language, a feed and a front page that name them, a
// page that names none, and a sitemap index of which one part is empty.
func newSite(paragraph string) *listSite {
	article := `<!doctype html><title>T</title><meta property="article:published_time" content="2026-10-30"><article><h1>T</h1>` + strings.Repeat("<p>"+paragraph+"</p>", 9) + `</article>`
	const item = `<item><title>T</title><link>SITE/2026/%d</link><pubDate>Fri, 30 Oct 2026 08:00:00 GMT</pubDate></item>`
	const xmlns = ` xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`
	return &listSite{pages: map[string]string{
		"/2026/1": article, "/2026/2": strings.ReplaceAll(article, "<p>", "<p>2: "),
		"/feed":    `<rss version="2.0"><channel>` + fmt.Sprintf(item, 1) + fmt.Sprintf(item, 2) + `</channel></rss>`,
		"/empty":   `<rss version="2.0"><channel><title>T</title></channel></rss>`,
		"/front":   `<!doctype html><title>T</title><a href=/2026/1>1</a><a href=/2026/2>2</a><a href=/about>A</a>`,
		"/menu":    `<!doctype html><title>T</title><a href=/about>A</a>`,
		"/index":   `<sitemapindex` + xmlns + `><sitemap><loc>SITE/part1</loc></sitemap><sitemap><loc>SITE/part2</loc></sitemap></sitemapindex>`,
		"/part1":   `<urlset` + xmlns + `></urlset>`,
		"/part2":   `<urlset` + xmlns + `><url><loc>SITE/2026/1</loc><lastmod>2026-10-30</lastmod></url></urlset>`,
		"/moved":   `<rss version="2.0"><channel>` + strings.ReplaceAll(fmt.Sprintf(item, 1), "/2026/", "/actu/2026/") + `</channel></rss>`,
		"/undated": `<rss version="2.0"><channel><item><title>T</title><link>SITE/2026/1</link></item></channel></rss>`,
	}}
}

// texts are paragraphs of invented text by language.
var texts = map[string]string{
	"en": "The two lake states sent envoys to the harbour town, where a long table had been set up for the talks.",
	"zh": "两个湖国派遣使节前往港口小镇，那里已经为会谈摆好了长桌，调解人表示会谈将持续三天。",
}

// loadSite makes settings with one source on a site.
func loadSite(t *testing.T, s http.Handler, src corpus.Source) *config.Loaded {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(t.TempDir(), "data"), "compare.bootstrap": 100}})
	if err != nil {
		t.Fatal(err)
	}
	src.ID, src.Name, src.Domain, src.Country, src.OwnerType = "a", "The Lake Herald", "a.test", "ZZ", corpus.PrivateNews
	src.LinkPatterns = []string{`^/2026/\d+$`}
	cfg.Sources, cfg.Crawl.Hosts = []corpus.Source{src}, map[string]string{"a.test": server.Listener.Addr().String()}
	cfg.Crawl.Retries = 1
	return cfg
}

// on is a pipeline on a day of November 2026.
func on(cfg *config.Loaded, day int, command string) *pipeline.Pipeline {
	return pipeline.New(cfg, pipeline.Options{Command: command, Clock: jumpclock.New(time.Date(2026, 11, day, 8, 0, 0, 0, time.UTC))})
}

func fetchOn(t *testing.T, cfg *config.Loaded, day int) *pipeline.Result {
	t.Helper()
	r, err := on(cfg, day, "crawl").Crawl(t.Context(), cfg.Sources)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func runOn(t *testing.T, cfg *config.Loaded, day int) *pipeline.Result {
	t.Helper()
	r, err := on(cfg, day, "run").Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told are the faults of the one source, and what is to be looked at, by their codes
// and paths.
func told(r *pipeline.Result) (faults, looks []string) {
	for _, s := range r.Sources {
		for _, f := range s.Faults {
			faults = append(faults, f.Code+" "+strings.TrimPrefix(f.URL, "http://a.test"))
		}
	}
	for _, e := range slices.Concat(r.Events, r.GoingOn) {
		if e.Phase == store.PhaseBegan && !e.Broken {
			looks = append(looks, e.Code+" "+strings.TrimPrefix(e.URL, "http://a.test"))
		}
	}
	return faults, looks
}

// TestListsOfARun judges every list as a sources check does, also on the next day,
// when all of them answer that nothing has changed.
func TestListsOfARun(t *testing.T) {
	countsAgain(t)
	at := func(paths ...string) (out []string) {
		for _, p := range paths {
			out = append(out, "http://a.test"+p)
		}
		return out
	}
	for _, c := range []struct {
		name   string
		src    corpus.Source
		faults []string
		looks  []string
		says   string
	}{
		{"in order", corpus.Source{Feeds: at("/feed"), Start: at("/front"), Sitemaps: at("/index")}, nil, nil, ""},
		{"a page for a feed", corpus.Source{Feeds: at("/menu"), Start: at("/front")}, []string{"not-a-feed /menu"}, nil, "feeds[0]: is a page and no feed; look for the current address"},
		{"an empty feed", corpus.Source{Feeds: at("/empty"), Start: at("/front")}, []string{"empty-list /empty"}, nil, "feeds[0]: is empty; look for the outlet's current list"},
		{"other addresses", corpus.Source{Feeds: at("/moved"), Start: at("/front")}, []string{"unmatched /moved"}, nil,
			"feeds[0]: none of its 1 items matches link_patterns, such as /actu/2026/1; correct the patterns or drop the address"},
		{"gone", corpus.Source{Feeds: at("/feed"), Sitemaps: at("/none")}, []string{"status-404 /none"}, nil, "sitemaps[0]: is not there (status 404)"},
		{"a menu beside a feed", corpus.Source{Feeds: at("/feed"), Start: at("/menu")}, nil, []string{"unmatched /menu"}, ""},
		{"a menu alone", corpus.Source{Start: at("/menu")}, []string{"unmatched /menu"}, nil, "start[0]: none of its 1 links matches link_patterns, such as /about"},
		{"no dates beside dates", corpus.Source{Feeds: at("/feed", "/undated")}, nil, []string{"undated /undated"}, ""},
		{"nothing at all", corpus.Source{Feeds: at("/none"), Start: at("/neither")}, []string{"status-404 /none", "status-404 /neither"}, nil, "start[0]: is not there"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := loadSite(t, newSite(texts["en"]), c.src)
			for day := 1; day <= 2; day++ {
				r := fetchOn(t, cfg, day)
				faults, looks := told(r)
				if diff := cmp.Diff([][]string{c.faults, c.looks}, [][]string{faults, looks}); diff != "" {
					t.Errorf("day %d: %s\n%+v", day, diff, r.Failures)
				}
				if c.says != "" && !slices.ContainsFunc(r.Failed(), func(s pipeline.SourceResult) bool { return strings.Contains(s.Problem(), c.says) }) {
					t.Errorf("day %d: %+v lacks %q", day, r.Failed(), c.says)
				}
				holdRows(t, cfg, r)
			}
		})
	}
}

// holdRows checks that each fault of a run is one row of table failures.
func holdRows(t *testing.T, cfg *config.Loaded, r *pipeline.Result) {
	t.Helper()
	rows := map[string]int{}
	for f, err := range store.Scan[store.FailureRow](t.Context(), open(t, cfg.Data)) {
		if err != nil {
			t.Fatal(err)
		}
		if f.RunID == string(r.RunID) {
			rows[f.Code+" "+f.URL]++
		}
	}
	for _, s := range r.Sources {
		for _, f := range s.Faults {
			if rows[f.Code+" "+f.URL] != 1 {
				t.Errorf("%d rows of %s %s", rows[f.Code+" "+f.URL], f.Code, f.URL)
			}
		}
	}
}

// TestListThatBreaks follows a feed that becomes a page, stays one, and is a feed
// again: it fails as long as it is one, also on the day when it and all documents
// have not changed.
func TestListThatBreaks(t *testing.T) {
	countsAgain(t)
	for lang, text := range texts {
		t.Run(lang, func(t *testing.T) {
			s := newSite(text)
			cfg := loadSite(t, s, corpus.Source{Feeds: []string{"http://a.test/feed"}, Start: []string{"http://a.test/front"}})
			if r := runOn(t, cfg, 1); r.Documents != 2 || len(r.Failed()) > 0 {
				t.Fatalf("%d documents, %+v", r.Documents, r.Failed())
			}
			good := s.pages["/feed"]
			s.set("/feed", s.pages["/menu"])
			want := []string{"not-a-feed /feed"}
			if faults, _ := told(fetchOn(t, cfg, 2)); !slices.Equal(faults, want) {
				t.Errorf("broken: %q", faults)
			}
			r := runOn(t, cfg, 3)
			if faults, _ := told(r); !slices.Equal(faults, want) || r.Unchanged != 2 {
				t.Errorf("the same again: %q, %d unchanged", faults, r.Unchanged)
			}
			s.set("/feed", good)
			if faults, _ := told(fetchOn(t, cfg, 4)); len(faults) > 0 {
				t.Errorf("mended: %q", faults)
			}
		})
	}
}

// TestWhatHoldsToday: nothing is asked of a source whose entry does not hold on the
// day of the run, which is no fault of it; and its last day is one of its days.
func TestWhatHoldsToday(t *testing.T) {
	countsAgain(t)
	for _, c := range []struct{ from, to, outside string }{
		{"", "", ""}, {"2026-11-02", "", ""}, {"2026-11-03", "", "from 2026-11-03"}, {"2020-01-01", "2026-11-02", ""}, {"", "2026-11-01", "to 2026-11-01"},
	} {
		cfg := loadSite(t, newSite(texts["zh"]), corpus.Source{Feeds: []string{"http://a.test/feed"}, ValidFrom: c.from, ValidTo: c.to})
		r := fetchOn(t, cfg, 2)
		if len(r.Sources) != 1 || r.Sources[0].Outside != c.outside || (r.Sources[0].Captures > 0) != (c.outside == "") || len(r.Failed()) > 0 {
			t.Errorf("from %q to %q: %+v, want outside %q", c.from, c.to, r.Sources, c.outside)
		}
	}
}

// TestArchivesThatAreGone are told of by name, until they are there again.
func TestArchivesThatAreGone(t *testing.T) {
	cfg := loadSite(t, newSite(texts["en"]), corpus.Source{Feeds: []string{"http://a.test/feed"}})
	fetchOn(t, cfg, 1)
	files, err := filepath.Glob(filepath.Join(cfg.Data, "warc", "*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	for _, gone := range []bool{false, true, false} {
		from, to := files[0]+".away", files[0]
		if gone {
			from, to = to, from
		}
		if err := os.Rename(from, to); err != nil && gone {
			t.Fatal(err)
		}
		r := fetchOn(t, cfg, 2)
		told := slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, "warc/"+filepath.Base(files[0])) })
		if told != gone {
			t.Errorf("gone %v: %q", gone, r.Notes)
		}
	}
}
