package listing_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/listing"
	"framewatch/internal/invalid"
)

func TestRead(t *testing.T) {
	const cdx = "https://web.archive.org/cdx/search/cdx?limit=2&url=a.test"
	var many strings.Builder
	for i := range 100 {
		fmt.Fprintf(&many, `,{"link":"http://a.test/%d"}`, i)
	}
	for _, c := range []struct {
		name, asked, body string
		items, next       []string // items as "date url"
	}{
		{"wayback", cdx, `[["original","timestamp"],["http://a.test:80/x","20250530120000"],["http://a.test/y","20250601000000"],[],["test,a)/y+20250601"]]`,
			[]string{"20250530120000 http://a.test:80/x", "20250601000000 http://a.test/y"},
			[]string{"https://web.archive.org/cdx/search/cdx?limit=2&resumeKey=test%2Ca%29%2Fy%2B20250601&url=a.test"}},
		{"wayback, last answer", cdx, `[["timestamp","original"],["2025","http://a.test/x"]]`, []string{"2025 http://a.test/x"}, nil},
		{"wayback, the same key again", cdx + "&resumeKey=k", `[["original"],[],["k"]]`, nil, nil},
		{"wayback, nothing", cdx, `[]`, nil, nil},
		{"collections", "https://index.commoncrawl.org/collinfo.json?url=a.test",
			`[{"id":"3","cdx-api":"https://index.commoncrawl.org/3-index"},{"id":"2","cdx-api":"https://elsewhere.test/2-index"},{"id":"1","cdx-api":"/1-index"},{"id":"0","cdx-api":"/0-index"}]`,
			nil, []string{"https://index.commoncrawl.org/3-index?filter=%3Dstatus%3A200&filter=mime%3Atext%2Fhtml&fl=url%2Ctimestamp&matchType=domain&output=json&showNumPages=true&url=a.test",
				"https://index.commoncrawl.org/1-index?filter=%3Dstatus%3A200&filter=mime%3Atext%2Fhtml&fl=url%2Ctimestamp&matchType=domain&output=json&showNumPages=true&url=a.test"}},
		{"number of pages", "https://cc.test/3-index?showNumPages=true&url=a.test", `{"pages": 2, "pageSize": 5, "blocks": 9}`, nil,
			[]string{"https://cc.test/3-index?page=0&pages=2&url=a.test"}},
		{"no pages", "https://cc.test/3-index?showNumPages=true&url=a.test", `{"pages": 0}`, nil, nil},
		{"collection", "https://cc.test/3-index?page=0&pages=2&url=a.test", "{\"url\":\"https://a.test/x\",\"timestamp\":\"2025\"}\n{\"url\":\"https://a.test/y\"}\n",
			[]string{"2025 https://a.test/x", " https://a.test/y"}, []string{"https://cc.test/3-index?page=1&pages=2&url=a.test"}},
		{"collection, last page", "https://cc.test/3-index?page=1&pages=2&url=a.test", `{"url":"https://a.test/z"}`, []string{" https://a.test/z"}, nil},
		{"posts", "http://a.test/wp-json/wp/v2/posts?per_page=100", `[{"link":"http://a.test/p","date":"2026-01-02T03:04:05","title":{"rendered":"A &amp; B"}}]`,
			[]string{"2026-01-02T03:04:05 http://a.test/p"}, nil},
		{"more posts", "http://a.test/wp-json/wp/v2/posts?page=3&per_page=100", `[` + many.String()[1:] + `]`, make([]string, 100),
			[]string{"http://a.test/wp-json/wp/v2/posts?page=4&per_page=100"}},
		{"empty", cdx, " \n", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := listing.Read(c.asked, []byte(c.body), 2)
			if err != nil {
				t.Fatal(err)
			}
			if len(a.Items) != len(c.items) {
				t.Fatalf("%d items, want %d", len(a.Items), len(c.items))
			}
			for i, it := range a.Items {
				if got := it.Date + " " + it.URL; c.items[i] != "" && got != c.items[i] {
					t.Errorf("item %d: %s, want %s", i, got, c.items[i])
				}
			}
			if diff := cmp.Diff(c.next, a.Next); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadContent(t *testing.T) {
	a, err := listing.Read("http://a.test/posts", []byte(`[{"link":"/p","title":{"rendered":"Talks"},"content":{"rendered":"<p>Two states &amp; a <b>lake</b></p>"}},
		{"link":"/q","title":{"rendered":"No content"}}]`), 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(strings.Fields(a.Items[0].Text), " "); got != "Talks Two states & a lake" || a.Items[1].Text != "" {
		t.Errorf("texts %q and %q", got, a.Items[1].Text)
	}
}

// TestReadOther refuses other forms and keeps what was read before a fault.
func TestReadOther(t *testing.T) {
	for _, body := range []string{"<html>", `[["urlkey"],["x"]]`, `[{"id":1}]`, `{"error":"none"}`, `{"pages":5}`, `[1]`, `[[1]]`, `[`, `{`} {
		if _, err := listing.Read("http://a.test/", []byte(body), 1); err == nil {
			t.Errorf("%s: no error", body)
		}
	}
	if _, err := listing.Read("http://a.test/", []byte(`{"code":"rest_no_route"}`), 1); !errors.Is(err, listing.ErrForm) {
		t.Errorf("error %v", err)
	}
	a, err := listing.Read("http://a.test/", []byte("{\"url\":\"http://a.test/x\"}\n{\"url\":\"http://a.te"), 1)
	if err == nil || len(a.Items) != 1 {
		t.Errorf("%d items before the cut, error %v", len(a.Items), err)
	}
}

func TestAddresses(t *testing.T) {
	a := listing.DefaultArchives()
	if got := a.Seeds("a.test", nil); got != nil {
		t.Errorf("asked by default: %q", got)
	}
	a.From = "2024"
	got := a.Seeds("a.test", []string{listing.CommonCrawl, listing.Wayback})
	want := []string{
		"https://web.archive.org/cdx/search/cdx?collapse=urlkey&filter=statuscode%3A200&filter=mimetype%3Atext%2Fhtml&fl=original%2Ctimestamp&from=2024&limit=5000&matchType=domain&output=json&showResumeKey=true&url=a.test",
		"https://index.commoncrawl.org/collinfo.json?url=a.test",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = append(listing.WordPress("https://a.test/", []string{"国际调解院"}), listing.Search("https://a.test/?s={query}&x=1", []string{"a b", "IOMed"})...)
	want = []string{
		"https://a.test/wp-json/wp/v2/posts?_fields=link%2Cdate%2Ctitle&per_page=100&search=%E5%9B%BD%E9%99%85%E8%B0%83%E8%A7%A3%E9%99%A2",
		"https://a.test/?s=a+b&x=1", "https://a.test/?s=IOMed&x=1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestArchivesValidate(t *testing.T) {
	if err := listing.DefaultArchives().Validate(); err != nil {
		t.Error(err)
	}
	var paths []string
	for _, f := range invalid.Fields(listing.Archives{Use: []string{"waybak"}, From: "2025-01", CommonCrawl: "x"}.Validate()) {
		paths = append(paths, f.Path)
	}
	if diff := cmp.Diff([]string{"use[0]", "wayback", "commoncrawl", "from", "collections", "answers"}, paths); diff != "" {
		t.Error(diff)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{`[["original"],["x"],[],["k"]]`, `[{"link":"x"}]`, `[{"cdx-api":"x"}]`, `{"url":"x"}`, `{"pages":3}`, `[null]`, `[{}]`} {
		f.Add("http://a.test/?page=1&pages=9&showNumPages=1", s)
	}
	f.Fuzz(func(t *testing.T, asked, body string) {
		a, _ := listing.Read(asked, []byte(body), 3)
		for _, u := range a.Next {
			if u == asked {
				t.Errorf("asks for %q again", u)
			}
		}
	})
}

func Example() {
	a := listing.DefaultArchives()
	a.Wayback = "http://archive.test/cdx"
	seed := a.Seeds("lakepost.test", []string{listing.Wayback})[0]
	answer, err := listing.Read(seed, []byte(`[["original","timestamp"],["http://lakepost.test/2025/talks","20250530"]]`), a.Collections)
	fmt.Println(answer.Items[0].URL, answer.Items[0].Date, len(answer.Next), err)
	// Output: http://lakepost.test/2025/talks 20250530 0 <nil>
}
