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

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/imports"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// site is an outlet whose pages a test changes.
type site struct {
	mu    sync.Mutex
	pages map[string]string // path -> body, "-> PATH" for a redirect, or "~ BODY" for half of one
}

func (s *site) set(path, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = body
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	body, ok := s.pages[r.URL.Path]
	s.mu.Unlock()
	if to, moved := strings.CutPrefix(body, "-> "); moved {
		http.Redirect(w, r, to, http.StatusMovedPermanently)
		return
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if cut, ok := strings.CutPrefix(body, "~ "); ok {
		half(w, cut)
		return
	}
	fmt.Fprint(w, body)
}

// report is a page with a body and a box that a selector may take in or not.
func report(title, sentence string) string {
	return fmt.Sprintf(`<!doctype html><html><head><title>%[1]s</title></head><body><main><div class="story"><h1>%[1]s</h1>%[2]s<div class="inner">%[3]s</div></div></main></body></html>`,
		title, strings.Repeat("<p>"+sentence+"</p>", 8), strings.Repeat("<p>The inner half says that "+sentence+"</p>", 4))
}

// watched is a settings file for such an outlet that asks every page each run.
func watched(t *testing.T, s *site, selector string) *config.Loaded {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(t.TempDir(), "data"), "compare.bootstrap": 100}})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Sources = []corpus.Source{{ID: "a", Name: "The Lake Herald", Domain: "a.test", Country: "ZZ", OwnerType: corpus.PrivateNews, Start: []string{"http://a.test/"},
		LinkPatterns: []string{"/news/"}, Selectors: corpus.Selectors{Text: selector}}}
	cfg.Crawl.Hosts = map[string]string{"a.test": server.Listener.Addr().String()}
	cfg.Crawl.Revisit.Share = 0
	return cfg
}

// table lists documents as URL, version and a word of their text.
func table(t *testing.T, cfg *config.Loaded) []string {
	t.Helper()
	var out []string
	for d, err := range store.Scan[store.DocumentRow](t.Context(), open(t, cfg.Data)) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%s v%d %d", strings.TrimPrefix(d.URL, "http://a.test"), d.Version, strings.Count(d.Text, "\n\n")+1))
	}
	slices.Sort(out)
	return out
}

func expectTable(t *testing.T, cfg *config.Loaded, when string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, table(t, cfg)); diff != "" {
		t.Errorf("%s: documents (-want +got):\n%s", when, diff)
	}
	problems, _, err := store.Verify(t.Context(), cfg.Data, nil)
	if err != nil || len(problems) > 0 {
		t.Errorf("%s: %v %+v", when, err, problems)
	}
}

const front = `<!doctype html><title>Front</title><a href=/news/1>one</a> <a href=/news/2>two</a>`

// TestAVersionIsWhatTheOutletChanged: an edit is a new version; a changed
// selector reads the same page otherwise and is none.
func TestAVersionIsWhatTheOutletChanged(t *testing.T) {
	countsAgain(t)
	for name, sentence := range map[string][2]string{
		"english": {"The two lake states sent their envoys to the harbour town.", "The two lake states called their envoys home from the harbour town."},
		"chinese": {"两个湖国向港城派出了使节，商谈渡轮的时刻表。", "两个湖国从港城召回了使节，渡轮的时刻表仍未商定。"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &site{pages: map[string]string{"/": front, "/news/1": report("Envoys sent", sentence[0]), "/news/2": report("Ferry tariff", "2: "+sentence[0])}}
			cfg := watched(t, s, ".story")
			result(t, cfg)
			expectTable(t, cfg, "first run", "/news/1 v1 12", "/news/2 v1 12")

			s.set("/news/1", report("Envoys sent", sentence[1]))
			result(t, cfg)
			expectTable(t, cfg, "an edit", "/news/1 v1 12", "/news/1 v2 12", "/news/2 v1 12")

			cfg.Sources[0].Selectors.Text = ".inner"
			if r := result(t, cfg); r.Documents != 0 || r.Reread != 2 {
				t.Errorf("%d new documents and %d read again, want 0 and 2", r.Documents, r.Reread)
			}
			expectTable(t, cfg, "another selector", "/news/1 v1 12", "/news/1 v2 4", "/news/2 v1 4")
			for d, err := range store.Scan[store.DocumentRow](t.Context(), open(t, cfg.Data)) {
				if err != nil {
					t.Fatal(err)
				}
				if reread := strings.Count(d.Text, "\n\n") == 3; reread != (d.Supersedes != "") {
					t.Errorf("%s v%d supersedes %q", d.URL, d.Version, d.Supersedes)
				}
			}

			// An edit and another selector at once: two causes, told apart.
			cfg.Sources[0].Selectors.Text = ".story"
			s.set("/news/2", report("Ferry tariff", "2: "+sentence[1]))
			if r := result(t, cfg); r.Documents != 1 || r.Reread != 1 {
				t.Errorf("%d new documents and %d read again, want 1 and 1", r.Documents, r.Reread)
			}
			if r := result(t, cfg); r.Documents != 0 || r.Reread != 0 {
				t.Errorf("the same again: %d new documents and %d read again", r.Documents, r.Reread)
			}
		})
	}
}

// TestAnArticleKeepsItsIdentityWhenItMoves.
func TestAnArticleKeepsItsIdentityWhenItMoves(t *testing.T) {
	countsAgain(t)
	sentence := "The two lake states sent their envoys to the harbour town."
	s := &site{pages: map[string]string{"/": `<a href=/news/1>one</a>`, "/news/1": report("Envoys sent", sentence)}}
	cfg := watched(t, s, ".story")
	result(t, cfg)
	s.set("/news/1", "-> /news/envoys")
	s.set("/news/envoys", report("Envoys sent", sentence+" They were called home at once."))
	result(t, cfg)
	expectTable(t, cfg, "moved and edited", "/news/1 v1 12", "/news/1 v2 12")
	ids := map[string]bool{}
	for d, err := range store.Scan[store.DocumentRow](t.Context(), open(t, cfg.Data)) {
		if err != nil {
			t.Fatal(err)
		}
		ids[d.ArticleID] = true
	}
	if len(ids) != 1 || ids[""] {
		t.Errorf("article IDs %v, want one", ids)
	}
	s.set("/", `<a href=/news/envoys>one</a>`)
	s.set("/news/envoys", report("Envoys sent", "Nobody was sent anywhere, the harbour town says."))
	result(t, cfg)
	expectTable(t, cfg, "edited under the new address", "/news/1 v1 12", "/news/1 v2 12", "/news/envoys v3 12")
	expectCounted(t, cfg, "edited under the new address", map[string]string{"/news/1 v1": "superseded", "/news/1 v2": "superseded", "/news/envoys v3": ""})
}

// TestAnArticleThatOnlyMovesKeepsItsRow, and its next edit is told from there.
func TestAnArticleThatOnlyMovesKeepsItsRow(t *testing.T) {
	countsAgain(t)
	page := report("Envoys sent", "The two lake states sent their envoys to the harbour town.")
	s := &site{pages: map[string]string{"/": `<a href=/news/1>one</a>`, "/news/1": page}}
	cfg := watched(t, s, ".story")
	result(t, cfg)
	s.set("/news/1", "-> /news/envoys")
	s.set("/news/envoys", page)
	if r := result(t, cfg); r.Unchanged != 1 || r.Documents != 0 {
		t.Errorf("%d unchanged, %d new", r.Unchanged, r.Documents)
	}
	expectTable(t, cfg, "moved", "/news/1 v1 12")
	s.set("/", `<a href=/news/envoys>one</a>`)
	s.set("/news/envoys", report("Envoys sent", "Nobody was sent anywhere, the harbour town says."))
	result(t, cfg)
	expectTable(t, cfg, "edited under the new address", "/news/1 v1 12", "/news/envoys v2 12")
}

// TestAnOlderSpellingIsTheSameArticle: what an older version stored under an
// address that is spelled otherwise today keeps its IDs, its next edit is a
// version of it, editors' lines reach both, and what is erased does not come back.
func TestAnOlderSpellingIsTheSameArticle(t *testing.T) {
	countsAgain(t)
	for erased, sentence := range map[string]string{
		"http://a.test/news/%6Fne?cmp=rss": "The two lake states sent their envoys to the harbour town.", "http://a.test/news/one": "两个湖国向港城派出了使节，商谈渡轮的时刻表。",
	} {
		t.Run(erased, func(t *testing.T) {
			s := &site{pages: map[string]string{"/": `<a href="/news/%6Fne?cmp=rss">one</a>`, "/news/one": report("Envoys sent", sentence)}}
			cfg := watched(t, s, ".story")
			file := filepath.Join(t.TempDir(), "older.jsonl")
			record := fmt.Sprintf(`{"id":"r1","source":"a","url":"http://a.test/news/%%6Fne?cmp=rss","title":"Envoys sent","published":"2026-03-01","text":%q}`, strings.Repeat(sentence+" ", 20))
			if err := os.WriteFile(file, []byte(record+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := pipeline.New(cfg, pipeline.Options{Command: "import"}).Import(t.Context(), imports.Options{Format: "jsonl", Paths: []string{file}, Source: "a"}); err != nil {
				t.Fatal(err)
			}
			before := documentsByID(t, cfg.Data)
			result(t, cfg)
			expectTable(t, cfg, "crawled again", "/news/%6Fne?cmp=rss v1 1", "/news/one v2 12")
			articles, victim := map[string]bool{}, ""
			for id, d := range documentsByID(t, cfg.Data) {
				articles[d.ArticleID] = true
				if _, old := before[id]; old {
					victim = id
				}
			}
			if len(articles) != 1 || victim == "" {
				t.Fatalf("article IDs %v, the stored document is still there: %t", articles, victim != "")
			}
			under(t, cfg, line("http://a.test/news/one", config.Correction{Authors: []string{"Ada Moreno"}}))
			for _, d := range documentsByID(t, cfg.Data) {
				if !slices.Equal(d.Authors, []string{"Ada Moreno"}) {
					t.Errorf("the editor's line does not reach %s", d.URL)
				}
			}
			cfg.Corrections = nil
			if _, err := pipeline.New(cfg, pipeline.Options{Command: "dataset erase"}).Erase(t.Context(), pipeline.Erasure{URL: erased}); err != nil {
				t.Fatal(err)
			}
			if r := result(t, cfg); r.Total != 0 {
				t.Errorf("%d documents after the erasure", r.Total)
			}
		})
	}
}

// TestTheSameFileReadOtherwiseIsNoVersion: imports follow the same rule.
func TestTheSameFileReadOtherwiseIsNoVersion(t *testing.T) {
	countsAgain(t)
	cfg := watched(t, &site{}, ".story")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "page.html"), []byte(report("Envoys sent", "The two lake states sent their envoys.")), 0o600); err != nil {
		t.Fatal(err)
	}
	load := func() *pipeline.Result {
		r, err := pipeline.New(cfg, pipeline.Options{Command: "import"}).Import(t.Context(), imports.Options{Format: "html", Paths: []string{dir}, Source: "a"})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	load()
	cfg.Sources[0].Selectors.Text = ".inner"
	if r := load(); r.Documents != 0 || r.Reread != 1 || r.Total != 1 {
		t.Errorf("%d new documents, %d read again, %d in all", r.Documents, r.Reread, r.Total)
	}
	if r := load(); r.Unchanged != 1 || r.Total != 1 {
		t.Errorf("again: %d unchanged, %d in all", r.Unchanged, r.Total)
	}
}

// TestAPageIsKnownOnlyWithItsDocument: when tables from before a crawl are put
// back under the newer state, the articles come back from what is stored, though
// no server sends them again.
func TestAPageIsKnownOnlyWithItsDocument(t *testing.T) {
	s := &site{pages: map[string]string{"/": `<a href=/news/1>one</a>`, "/news/1": report("Envoys sent", "The two lake states sent their envoys.")}}
	cfg := watched(t, s, ".story")
	result(t, cfg)
	older := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(older, os.DirFS(cfg.Data)); err != nil {
		t.Fatal(err)
	}
	s.set("/", front)
	s.set("/news/2", report("Ferry tariff", "The tariff of the ferry goes up again."))
	result(t, cfg)
	expectTable(t, cfg, "two articles", "/news/1 v1 12", "/news/2 v1 12")
	for _, name := range []string{"_state/crawl.db", "warc"} {
		to := filepath.Join(older, name)
		if err := os.RemoveAll(to); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(cfg.Data, name), to); err != nil {
			t.Fatal(err)
		}
	}
	cfg.Data = older
	result(t, cfg)
	expectTable(t, cfg, "older tables, newer state", "/news/1 v1 12", "/news/2 v1 12")
}

// TestEverythingChangesAtOnce: another selector, another list, an edit and a move
// in one run leave one row of each, annotated by the new list.
func TestEverythingChangesAtOnce(t *testing.T) {
	countsAgain(t)
	page := func(n int, more string) string {
		return report(fmt.Sprintf("Notice %d", n), fmt.Sprintf("%d: The Lake Harbour Council sent its envoys to the town. 湖港议会派出使节。%s", n, more))
	}
	s := &site{pages: map[string]string{"/": `<a href=/news/1>1</a> <a href=/news/2>2</a> <a href=/news/3>3</a>`, "/news/1": page(1, ""), "/news/2": page(2, ""), "/news/3": page(3, "")}}
	cfg := watched(t, s, ".story")
	result(t, cfg)
	expectTable(t, cfg, "first", "/news/1 v1 12", "/news/2 v1 12", "/news/3 v1 12")
	s.set("/news/1", page(1, "They came home."))
	s.set("/news/2", "-> /news/two")
	s.set("/news/two", page(2, ""))
	cfg.Sources[0].Selectors.Remove = []string{".nothing"} // other rules, the same text
	withCouncil(cfg)
	if r := result(t, cfg); r.Documents != 1 || r.Reread != 0 {
		t.Errorf("%d new documents, %d read again", r.Documents, r.Reread)
	}
	expectTable(t, cfg, "list, rules, edit and move", "/news/1 v1 12", "/news/1 v2 12", "/news/2 v1 12", "/news/3 v1 12")
	expectCouncil(t, cfg, 4)
	cfg.Sources[0].Selectors.Text = ".inner"
	cfg.Gazetteers = cfg.Gazetteers[:len(cfg.Gazetteers)-1]
	if r := result(t, cfg); r.Documents != 0 || r.Reread != 3 {
		t.Errorf("%d new documents, %d read again, want 0 and 3", r.Documents, r.Reread)
	}
	expectTable(t, cfg, "selector and list", "/news/1 v1 12", "/news/1 v2 4", "/news/2 v1 4", "/news/3 v1 4")
	expectCouncil(t, cfg, 0)
	if r := result(t, cfg); r.Documents != 0 || r.Reread != 0 {
		t.Errorf("the same again: %d new documents, %d read again", r.Documents, r.Reread)
	}
}

// expectCouncil counts the documents that mention the council.
func expectCouncil(t *testing.T, cfg *config.Loaded, want int) {
	t.Helper()
	docs := map[string]bool{}
	for m, err := range store.Scan[store.MentionRow](t.Context(), open(t, cfg.Data)) {
		if err != nil {
			t.Fatal(err)
		}
		if m.EntityID == "org.lake-council" {
			docs[m.DocID] = true
		}
	}
	if len(docs) != want {
		t.Errorf("%d documents mention the council, want %d", len(docs), want)
	}
}
