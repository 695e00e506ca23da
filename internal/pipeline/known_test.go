package pipeline_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/invented"
	"framewatch/internal/jumpclock"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// outletOfNights is an outlet whose pages are asked for night after night.
type outletOfNights struct {
	t     *testing.T
	site  *site
	cfg   *config.Loaded
	clock *jumpclock.Clock
}

func newNights(t *testing.T, change func(*corpus.Source)) *outletOfNights {
	t.Helper()
	n := &outletOfNights{t: t, site: &site{pages: map[string]string{}}, clock: jumpclock.New(time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC))}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.site.mu.Lock()
		body := n.site.pages[r.URL.Path]
		n.site.mu.Unlock()
		var status int
		var to string
		if _, err := fmt.Sscanf(body, "%d %s", &status, &to); err == nil {
			http.Redirect(w, r, to, status)
		} else if _, err := fmt.Sscanf(body, "%d", &status); err == nil {
			w.WriteHeader(status)
		} else {
			n.site.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(t.TempDir(), "data"), "compare.bootstrap": 100}})
	if err != nil {
		t.Fatal(err)
	}
	source := corpus.Source{ID: "a", Name: "The Lake Herald", Domain: "a.test", Country: "ZZ", OwnerType: corpus.PrivateNews, Start: []string{"http://a.test/"}, LinkPatterns: []string{"/news/"}}
	if change != nil {
		change(&source)
	}
	cfg.Sources = []corpus.Source{source}
	cfg.Crawl.Hosts = map[string]string{"a.test": server.Listener.Addr().String()}
	n.cfg = cfg
	return n
}

// names makes the front page name pages.
func (n *outletOfNights) names(paths ...string) {
	var b strings.Builder
	b.WriteString("<!doctype html><title>Front</title>")
	for _, p := range paths {
		fmt.Fprintf(&b, "<a href=%s>page</a> ", p)
	}
	n.site.set("/", b.String())
}

// night runs a day after the run before.
func (n *outletOfNights) night() *pipeline.Result {
	n.t.Helper()
	n.clock.Advance(24 * time.Hour)
	r, err := pipeline.New(n.cfg, pipeline.Options{Command: "run", Clock: n.clock}).Run(n.t.Context())
	if err != nil {
		n.t.Fatal(err)
	}
	return r
}

// versions lists documents as path, version and article's first path; events
// lists events as path, event, status, target and notice.
func (n *outletOfNights) versions() (out []string) {
	n.t.Helper()
	first := map[string]string{}
	for range 2 {
		out = nil
		for d, err := range store.Scan[store.DocumentRow](n.t.Context(), open(n.t, n.cfg.Data)) {
			if err != nil {
				n.t.Fatal(err)
			}
			path := strings.TrimPrefix(d.URL, "http://a.test/news/")
			if d.Version == 1 {
				first[d.ArticleID] = path
			}
			line := fmt.Sprintf("%s v%d of %s", path, d.Version, first[d.ArticleID])
			if d.FinalURL != "" {
				line += " at " + strings.TrimPrefix(d.FinalURL, "http://a.test/news/")
			}
			out = append(out, line)
		}
	}
	problems, _, err := store.Verify(n.t.Context(), n.cfg.Data, nil)
	if err != nil || len(problems) > 0 {
		n.t.Errorf("%v %+v", err, problems)
	}
	slices.Sort(out)
	return out
}

func (n *outletOfNights) events() (out []string) {
	n.t.Helper()
	for e, err := range store.Scan[store.ArticleEventRow](n.t.Context(), open(n.t, n.cfg.Data)) {
		if err != nil {
			n.t.Fatal(err)
		}
		if e.LastSeenAt.IsZero() || e.NoticedAt.Before(e.LastSeenAt) {
			n.t.Errorf("last seen at %s: %+v", e.LastSeenAt, e)
		}
		out = append(out, strings.Join(strings.Fields(fmt.Sprintf("%s %s %d %s %s", strings.TrimPrefix(e.URL, "http://a.test/news/"), e.Event, e.HTTPStatus,
			strings.TrimPrefix(e.ToURL, "http://a.test"), e.Notice)), " "))
	}
	slices.Sort(out)
	return out
}

// story is a page with an invented text, in English or Chinese, and what is added
// to it.
type story struct{ lang, title, text string }

// stories are n invented articles of a language that have nothing in common.
func stories(lang string, n int) (out []story) {
	w := invented.New(16)
	for i := 0; len(out) < n; i++ {
		d := w.Article(i).Document
		if d.Lang == lang && len([]rune(d.Text)) > 400 && i%9 < 6 {
			out = append(out, story{lang, d.Title, d.Text})
		}
	}
	return out
}

func (s story) page(added ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang=%q><head><title>%s</title></head><body><main><article><h1>%s</h1>`, s.lang, s.title, s.title)
	for _, p := range append(strings.Split(s.text, "\n\n"), added...) {
		fmt.Fprintf(&b, "<p>%s</p>", p)
	}
	return b.String() + "</article></main></body></html>"
}

// TestArticlesLivesAreTold follows articles that have left the front page: edits
// are versions, so are moves, and what is gone, redirected away, back or corrected
// is told once.
func TestArticlesLivesAreTold(t *testing.T) {
	countsAgain(t)
	n := newNights(t, nil)
	paths := []string{"keep", "edit", "lost", "taken", "back", "move", "moveedit", "late", "front", "other", "noticed", "original"}
	langs := []string{"en", "zh-Hans"}
	texts := map[string][]story{}
	more := map[string]string{"en": "The harbour master added on Tuesday that the ferry timetable would be printed again before the summer.", "zh-Hans": "港务长星期二补充说，渡轮时刻表将在夏季之前重新印发，各码头都可以领取。"}
	notice := map[string]string{"en": "Correction: The council has nine members, not seven.", "zh-Hans": "更正：委员会共有九名委员，而不是七名。"}
	set := func(path string, body func(lang, at string) string) {
		for _, lang := range langs {
			n.site.set("/news/"+lang+"/"+path, body(lang, "/news/"+lang+"/"))
		}
	}
	as := func(path string, added map[string]string) func(lang, _ string) string {
		return func(lang, _ string) string {
			if s := texts[lang][slices.Index(paths, path)]; added != nil {
				return s.page(added[lang])
			}
			return texts[lang][slices.Index(paths, path)].page()
		}
	}
	answer := func(format string) func(_, at string) string {
		return func(_, at string) string { return strings.ReplaceAll(format, "@", at) }
	}
	both := func(format ...string) (out []string) {
		for _, f := range format {
			for _, lang := range langs {
				out = append(out, strings.NewReplacer("@", lang+"/", "NOTICE", notice[lang]).Replace(f))
			}
		}
		slices.Sort(out)
		return out
	}
	for _, lang := range langs {
		texts[lang] = stories(lang, len(paths))
	}
	for _, p := range paths {
		set(p, as(p, nil))
	}
	n.names(strings.Fields(strings.Join(both("/news/@"+strings.Join(paths, " /news/@")), " "))...)
	if r := n.night(); r.Documents != 2*len(paths) {
		t.Fatalf("%d documents: %+v", r.Documents, r.Failures)
	}

	// The next day few are named, and something has happened to the others.
	n.names(both("/news/@keep", "/news/@moveedit-2", "/news/@late-2", "/news/@copy")...)
	set("edit", as("edit", more))
	set("lost", answer("404"))
	set("taken", answer("410"))
	set("back", answer("404"))
	set("move", answer("301 @move-2"))
	set("move-2", as("move", nil))
	set("moveedit", answer("308 @moveedit-2"))
	set("moveedit-2", as("moveedit", more))
	set("late-2", as("late", more))
	set("front", answer("302 /"))
	set("other", answer("301 @keep"))
	set("noticed", as("noticed", notice))
	set("copy", as("original", more))
	n.night()
	first := []string{"@move moved 301 /news/@move-2", "@moveedit moved 308 /news/@moveedit-2", "@noticed corrected 0 NOTICE", "@taken gone 410"}
	if diff := cmp.Diff(both(first...), n.events()); diff != "" {
		t.Errorf("first day: %s", diff)
	}

	set("late", answer("301 @late-2"))
	set("copy", answer("301 @original"))
	n.night()
	second := slices.Concat(first, []string{"@copy moved 301 /news/@original", "@front redirected_away 302 /", "@late moved 301 /news/@late-2", "@lost gone 404", "@back gone 404", "@other redirected_away 301 /news/@keep"})
	if diff := cmp.Diff(both(second...), n.events()); diff != "" {
		t.Errorf("second day: %s", diff)
	}

	set("back", as("back", nil))
	n.night()
	n.clock.Advance(24 * time.Hour)
	n.night()
	if diff := cmp.Diff(both(append(second, "@back returned 200")...), n.events()); diff != "" {
		t.Errorf("fifth day: %s", diff)
	}
	versions := both("@back v1 of @back", "@copy v1 of @copy", "@edit v1 of @edit", "@edit v2 of @edit", "@front v1 of @front", "@keep v1 of @keep", "@late v1 of @late", "@late-2 v2 of @late",
		"@lost v1 of @lost", "@move v1 of @move at @move-2", "@moveedit v1 of @moveedit", "@moveedit-2 v2 of @moveedit", "@noticed v1 of @noticed", "@original v1 of @original",
		"@other v1 of @other", "@taken v1 of @taken")
	for when := range 2 {
		if diff := cmp.Diff(versions, n.versions()); diff != "" {
			t.Errorf("versions: %s", diff)
		}
		for d, err := range store.Scan[store.DocumentRow](t.Context(), open(t, n.cfg.Data)) {
			if err != nil {
				t.Fatal(err)
			}
			if has := d.CorrectionNotice != ""; has != strings.HasSuffix(d.URL, "/noticed") {
				t.Errorf("%s has the notice %q", d.URL, d.CorrectionNotice)
			}
		}
		if when == 0 { // read again from the stored pages, all is as it was
			if _, err := pipeline.New(n.cfg, pipeline.Options{Command: "extract", Clock: n.clock}).Extract(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestTroubleIsNoDeletion: an outlet all of whose pages answer with 404 has taken
// nothing down, as far as anybody knows; it is told once that something is wrong,
// and only after a week that the articles are gone. What was asked for as it is
// known does not count for the floor of what is published.
func TestTroubleIsNoDeletion(t *testing.T) {
	countsAgain(t)
	n := newNights(t, func(s *corpus.Source) { s.MinArticles = 2 })
	var paths, gone []string
	for i, s := range stories("en", 6) {
		paths = append(paths, fmt.Sprintf("/news/%d", i))
		n.site.set(paths[i], s.page())
		gone = append(gone, fmt.Sprintf("%d gone 404", i))
	}
	n.names(paths...)
	n.night()
	n.names(paths[0])
	if r := n.night(); len(r.Failed()) != 1 {
		t.Errorf("one page is named, five are known, and the floor of two is %+v", r.Sources)
	}
	tomorrow := pipeline.Options{Clock: jumpclock.New(n.clock.Now().Add(24 * time.Hour))}
	if plan, err := pipeline.New(n.cfg, tomorrow).Plan(t.Context()); err != nil || plan.Known != len(paths) {
		t.Errorf("a dry run says that %d of %d known articles are due: %v", plan.Known, len(paths), err)
	}
	trouble := func(when, want string) {
		t.Helper()
		var told []string
		for _, e := range n.night().Events {
			if e.Code == "articles-gone" {
				told = append(told, e.Phase)
			}
		}
		if got := strings.Join(told, " "); got != want {
			t.Errorf("%s: told of the trouble %q, want %q", when, got, want)
		}
	}
	pages := map[string]string{}
	for _, p := range paths {
		pages[p] = n.site.pages[p]
		n.site.set(p, "404")
	}
	trouble("first night", "began")
	trouble("second night", "")
	for p, body := range pages {
		n.site.set(p, body)
	}
	trouble("mended", "ended")
	if got := n.events(); len(got) != 0 {
		t.Errorf("after two nights of trouble: %v", got)
	}
	for _, p := range paths {
		n.site.set(p, "404")
	}
	for range 3 {
		n.night()
	}
	if got := n.events(); len(got) != 0 {
		t.Errorf("after three nights: %v", got)
	}
	n.clock.Advance(7 * 24 * time.Hour)
	n.night()
	if diff := cmp.Diff(gone, n.events()); diff != "" {
		t.Errorf("after ten nights: %s", diff)
	}
}
