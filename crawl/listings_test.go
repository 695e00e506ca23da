package crawl_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
)

// answer serves an invented JSON answer under an address with its parameters.
func (s *site) answer(target, body string) {
	s.handle(target, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, body)
	})
}

// backCatalogue is an outlet that two archives and its own WordPress and search
// name articles of.
func backCatalogue(t *testing.T) (*site, crawl.Config, corpus.Source) {
	s := newSite(t)
	for _, p := range []string{"/2024/01/first-of-the-talks", "/2025/02/second-of-the-talks", "/2025/03/third-of-the-talks", "/2025/04/fourth-of-the-talks", "/2026/01/posted-talks", "/2026/02/searched-talks"} {
		s.page("a.test"+p, article(p))
	}
	s.answer("web.archive.test/cdx", `[["original","timestamp"],["http://a.test:80/2024/01/first-of-the-talks?utm_source=x","20240102030405"],["http://a.test/tag/talks","20240102030405"],["http://b.test/2024/01/other","20240102030405"],[],["more"]]`)
	s.answer("web.archive.test/cdx?collapse=urlkey&filter=statuscode%3A200&filter=mimetype%3Atext%2Fhtml&fl=original%2Ctimestamp&limit=5000&matchType=domain&output=json&resumeKey=more&showResumeKey=true&url=a.test",
		`[["original","timestamp"],["http://www.a.test/2025/02/second-of-the-talks","20250202000000"],["http://a.test/2025/02/second-of-the-talks","20250202000000"]]`)
	s.answer("cc.test/collinfo.json", `[{"id":"CC-2","cdx-api":"http://cc.test/CC-2-index"},{"id":"CC-1","cdx-api":"http://cc.test/CC-1-index"},{"id":"CC-0","cdx-api":"http://cc.test/CC-0-index"}]`)
	s.answer("cc.test/CC-2-index", `{"url":"http://a.test/2025/03/third-of-the-talks","timestamp":"2025"}`)
	s.answer("cc.test/CC-2-index?filter=%3Dstatus%3A200&filter=mime%3Atext%2Fhtml&fl=url%2Ctimestamp&matchType=domain&output=json&showNumPages=true&url=a.test", `{"pages":2}`)
	s.answer("cc.test/CC-2-index?filter=%3Dstatus%3A200&filter=mime%3Atext%2Fhtml&fl=url%2Ctimestamp&matchType=domain&output=json&page=1&pages=2&url=a.test", `{"url":"http://a.test/2025/04/fourth-of-the-talks"}`)
	s.answer("a.test/wp-json/wp/v2/posts", `[{"link":"http://a.test/2026/01/posted-talks","date":"2026-01-05T00:00:00","title":{"rendered":"Posted"}},
		{"link":"http://a.test/2026/01/fish","title":{"rendered":"Fish"},"content":{"rendered":"<p>Only fish</p>"}}]`)
	s.page("a.test/find", article("Found", "/2026/02/searched-talks", "/about"))
	cfg := s.settings("a.test", "www.a.test", "web.archive.test", "cc.test")
	cfg.Archives.Wayback, cfg.Archives.CommonCrawl = "http://web.archive.test/cdx", "http://cc.test/collinfo.json"
	src := corpus.Source{ID: "a", Domain: "a.test", Country: "ZZ", WordPress: []string{"http://a.test/"}, Search: []string{"http://a.test/find?q={query}"},
		Archives: []string{"wayback", "commoncrawl"}, LinkPatterns: []string{`^/\d{4}/`}, Query: []string{"Talks"}}
	return s, cfg, src
}

// TestBackCatalogue finds articles by all of them, in an order that does not
// depend on who answered first.
func TestBackCatalogue(t *testing.T) {
	s, cfg, src := backCatalogue(t)
	sum, got := run(t, crawler(t, cfg), jobIn(t.TempDir(), "r", src))
	var pages []string
	for _, c := range got {
		if c.Kind == crawl.KindPage && c.Outcome == corpus.OutcomeOK {
			pages = append(pages, c.URL)
		}
	}
	want := []string{"http://a.test/2024/01/first-of-the-talks", "http://a.test/2025/02/second-of-the-talks", "http://a.test/2025/03/third-of-the-talks",
		"http://a.test/2025/04/fourth-of-the-talks", "http://a.test/2026/01/posted-talks", "http://a.test/2026/02/searched-talks"}
	if diff := cmp.Diff(want, pages); diff != "" {
		t.Errorf("%s\n%s", diff, fmt.Sprint(lines(got)))
	}
	if n := s.count("a.test/2026/01/fish"); n != 0 {
		t.Error("a post whose text is about something else was fetched")
	}
	for _, st := range sum.Starts {
		if st.Outcome != corpus.OutcomeOK {
			t.Errorf("start %+v", st)
		}
	}
	// The budget goes to what the outlet itself names.
	src.MaxPages = 3
	_, got = run(t, crawler(t, cfg), jobIn(t.TempDir(), "r", src))
	if i := slices.IndexFunc(got, func(c corpus.Capture) bool { return c.URL == want[4] }); i < 0 {
		t.Errorf("not among the first: %q", lines(got))
	}
}

// TestArchiveTrouble: archives that are down, forbid it or answer with a page
// are recorded, and are no failure of the source.
func TestArchiveTrouble(t *testing.T) {
	s, cfg, src := backCatalogue(t)
	s.page("web.archive.test/robots.txt", "User-agent: *\nDisallow: /\n")
	s.page("cc.test/collinfo.json", article("Maintenance"))
	sum, err := crawler(t, cfg).Run(context.Background(), jobIn(t.TempDir(), "r", src))
	if err != nil {
		t.Fatal(err)
	}
	if sum.Outcomes[corpus.OutcomeNotFetched] != 1 || sum.Outcomes[corpus.OutcomeFlagged] != 1 || len(sum.Starts) != 2 || sum.Sources[0].Stored != 4 {
		t.Errorf("%+v", sum)
	}
}
