package read_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
)

// TestListings: what WordPress sites and archives' indexes name, and whom to ask
// next.
func TestListings(t *testing.T) {
	const (
		posts   = "https://www.outlet.test/wp-json/wp/v2/posts?per_page=100"
		wayback = "https://archive.test/cdx?limit=2&url=outlet.test"
		info    = "https://archive.test/collinfo.json?url=outlet.test"
		dated   = "https://www.outlet.test/2025/05/"
	)
	secure := func(r *read.Rules) { r.Secure = true }
	cdx := func(rows ...string) string { return `[["original","timestamp"],` + strings.Join(rows, ",") + `]` }
	row := func(url, stamp string) string { return fmt.Sprintf("[%q,%q]", url, stamp) }
	var full []string
	for i := range 100 {
		full = append(full, fmt.Sprintf(`{"link":"/n/%d","date":"2025-05-%02dT00:00:00"}`, i, 1+i%30))
	}
	for _, c := range []struct {
		name, kind, asked, body string
		depth                   int
		change                  func(*read.Rules)
		want                    []string
		ended                   string
		entries                 int
	}{
		{"posts, the newest first", frontier.KindListing, posts, `[{"link":"/a","date":"2025-05-28T00:00:00"},{"link":"https://www.outlet.test/b","date":"2025-05-30T00:00:00"},{"link":"/c"}]`, 0, nil,
			[]string{"page 1 https://www.outlet.test/b", "page 1 https://www.outlet.test/a", "page 1 https://www.outlet.test/c"}, "ok", 3},
		{"posts of others", frontier.KindListing, posts, `[{"link":"https://other.test/a"},{"link":"/a.jpg"},{"link":"http://["}]`, 0, nil, nil, "ok", 3},
		{"posts on the subject", frontier.KindListing, posts, `[{"link":"/a","content":{"rendered":"<p>国际调解院成立</p>"}},{"link":"/b","content":{"rendered":"<p>Football</p>"}},{"link":"/c","title":{"rendered":"No text"}}]`, 0,
			func(r *read.Rules) { r.Query = []string{"国际调解院"} }, []string{"page 1 https://www.outlet.test/a", "page 1 https://www.outlet.test/c"}, "ok", 3},
		{"posts keep their scheme", frontier.KindListing, posts, `[{"link":"http://www.outlet.test/a"}]`, 0, secure, []string{"page 1 http://www.outlet.test/a"}, "ok", 1},
		{"more posts", frontier.KindListing, posts, "[" + strings.Join(full, ",") + "]", 1, func(r *read.Rules) { r.MaxPages = 1 },
			[]string{"page 1 https://www.outlet.test/n/29", "page 1 https://www.outlet.test/n/59", "listing 2 https://www.outlet.test/wp-json/wp/v2/posts?page=2&per_page=100"}, "ok", 100},
		{"as many answers as are read", frontier.KindListing, posts, "[" + strings.Join(full, ",") + "]", 2, func(r *read.Rules) { r.MaxPages = 1 },
			[]string{"page 1 https://www.outlet.test/n/29", "page 1 https://www.outlet.test/n/59"}, "ok", 100},
		{"no posts", frontier.KindListing, posts, `[]`, 0, nil, nil, "ok", 0},
		{"error in place of posts", frontier.KindListing, posts, `{"code":"rest_no_route"}`, 0, nil, nil, "ok-flagged bad-listing", 0},
		{"page in place of posts", frontier.KindListing, posts, titled("Talks", `<a href="/a">x</a>`), 0, nil, nil, "ok-flagged bad-listing", 0},

		{"archive", frontier.KindArchive, wayback, cdx(row(dated+"a", "20250528000000"), row(dated+"b", "20250530000000")), 0, nil,
			[]string{"page 1 " + dated + "b", "page 1 " + dated + "a"}, "ok", 2},
		{"archive names every page", frontier.KindArchive, wayback, cdx(row("https://www.outlet.test/about", "2025"), row(dated+"a", "2024"), row("https://other.test/2025/05/a", "2025")), 0, nil,
			[]string{"page 1 " + dated + "a"}, "ok", 3},
		{"archive, pages that are asked for", frontier.KindArchive, wayback, cdx(row("https://www.outlet.test/abt", "2025"), row(dated+"abt", "2024"), row("https://www.outlet.test/else", "2025")), 0,
			func(r *read.Rules) { r.Patterns = []*regexp.Regexp{regexp.MustCompile("abt")} }, []string{"page 1 " + dated + "abt", "page 1 https://www.outlet.test/abt"}, "ok", 3},
		{"archive, scheme of its time", frontier.KindArchive, wayback, cdx(row("http://www.outlet.test:80/2025/05/a", "2025")), 0, secure, []string{"page 1 " + dated + "a"}, "ok", 1},
		{"archive, source without https", frontier.KindArchive, wayback, cdx(row("http://www.outlet.test:80/2025/05/a", "2025")), 0, nil, []string{"page 1 http://www.outlet.test/2025/05/a"}, "ok", 1},
		{"archive, more", frontier.KindArchive, wayback, cdx(row(dated+"a", "2025"), "[]", `["k"]`), 0, nil,
			[]string{"page 1 " + dated + "a", "archive 1 https://archive.test/cdx?limit=2&resumeKey=k&url=outlet.test"}, "ok", 1},
		{"archive, no more", frontier.KindArchive, wayback, cdx(row(dated+"a", "2025"), "[]", `["k"]`), 2, nil, []string{"page 1 " + dated + "a"}, "ok", 1},
		{"archive, cut", frontier.KindArchive, wayback, "{\"url\":\"" + dated + "a\"}\n{\"url\":\"https://www.out", 0, nil, []string{"page 1 " + dated + "a"}, "ok-flagged bad-archive", 1},
		{"archive, collections", frontier.KindArchive, info, `[{"cdx-api":"https://archive.test/3"},{"cdx-api":"https://other.test/2"},{"cdx-api":"https://archive.test/1"},{"cdx-api":"https://archive.test/0"}]`, 0, nil,
			[]string{"archive 1 https://archive.test/3", "archive 1 https://archive.test/1"}, "ok", 0},
		{"archive, one collection", frontier.KindArchive, info, `[{"cdx-api":"https://archive.test/3"},{"cdx-api":"https://archive.test/1"}]`, 0, func(r *read.Rules) { r.Collections = 1 },
			[]string{"archive 1 https://archive.test/3"}, "ok", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rules()
			if c.change != nil {
				c.change(r)
			}
			of := capture(c.kind, c.asked, "application/json")
			of.Depth = c.depth
			got := reader().Page(r, of, answer(c.body))
			links := spelled(got.Links)
			for i, l := range links { // what else is asked of a collection is the business of package listing
				if before, _, ok := strings.Cut(l, "?filter"); ok {
					links[i] = before
				}
			}
			if diff := cmp.Diff(c.want, links); diff != "" || ended(&got.Capture) != c.ended || got.Entries != c.entries {
				t.Errorf("%s, %d entries: %s", ended(&got.Capture), got.Entries, diff)
			}
			if flagged := c.ended != "ok"; flagged != (got.Capture.Message != "") {
				t.Errorf("message %q", got.Capture.Message)
			}
			if got.Capture.Charset != "utf-8" {
				t.Errorf("character set %q", got.Capture.Charset)
			}
		})
	}
}
