package list_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/read/list"
)

const jsonVersion = `"version": "https://jsonfeed.org/version/1.1"`

func jsonFeed(items string) string {
	return `{` + jsonVersion + `, "title": "Lake Post", "home_page_url": "https://www.lake.test/", "items": [` + items + `]}`
}

// TestJSONDetect tells JSON feeds from other JSON.
func TestJSONDetect(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       list.Form
	}{
		{"a feed", jsonFeed(`{"id": "1", "url": "/1"}`), list.Feed},
		{"version 1", `{"version": "https://jsonfeed.org/version/1", "title": "x", "items": []}`, list.Feed},
		{"an escaped version", `{"version": "https:\/\/jsonfeed.org\/version\/1", "items": []}`, list.Feed},
		{"http in the version", `{"version": "http://jsonfeed.org/version/1", "items": []}`, list.Feed},
		{"a mark first", "\ufeff\n" + jsonFeed(""), list.Feed},
		{
			"the version last",
			`{"title": "` + strings.Repeat("x", 5000) + `", "items": [{"id": "1", "content_text": "` + strings.Repeat("y", 5000) + `"}], ` + jsonVersion + `}`,
			list.Feed,
		},
		{"line ends in strings", "{" + jsonVersion + ", \"title\": \"a\nb\tc\", \"items\": []}", list.Feed},
		{"no version", `{"title": "x", "items": [{"id": "1", "url": "https://www.lake.test/1", "title": "y"}]}`, list.Feed},
		{"no version, an id as address", `{"title": "x", "items": [{"id": "https://www.lake.test/1"}]}`, list.Feed},
		{"no version, members of its own", `{"title": "x", "_lake": {"a": 1}, "items": [{"id": "1", "url": "/1"}]}`, list.Feed},
		{
			"no version, other members beside content",
			`{"count": 1, "items": [{"id": 1, "url": "/1", "content_html": "<p>x"}]}`,
			list.Feed,
		},
		{"no version, other members beside dates", `{"count": 1, "items": [{"url": "/1", "date_published": "2025-05-30"}]}`, list.Feed},
		{"another version", `{"version": "1.0", "items": [{"id": "1", "url": "/1"}]}`, list.Feed},
		{"cut", `{"title": "x", ` + jsonVersion + `, "items": [{"id": "1", "url": "/1"}, {"id`, list.Feed},

		{"an empty object", `{}`, list.None},
		{"no items", `{"title": "x"}`, list.None},
		{"empty items", `{"title": "x", "items": []}`, list.None},
		{"items without address", `{"items": [{"id": "1", "name": "x"}]}`, list.None},
		{"items that are words", `{"items": ["https://www.lake.test/1"]}`, list.None},
		{"items that are an object", `{"items": {"url": "/1"}}`, list.None},
		{
			"a search's answer",
			`{"total_count": 1, "incomplete_results": false, "items": [{"url": "https://api.test/1", "id": 1, "title": "x"}]}`,
			list.None,
		},
		{"a shop's answer", `{"page": 1, "items": [{"id": "1", "url": "/1", "price": 5}]}`, list.None},
		{
			"a list of WordPress",
			`[{"id": 1, "date": "2025-05-30T10:00:00", "link": "https://www.lake.test/1", "title": {"rendered": "x"}}]`,
			list.None,
		},
		{"a feature collection", `{"type": "FeatureCollection", "features": [{"id": "1", "url": "/1"}]}`, list.None},
		{"linked data", `{"@context": "https://schema.org", "@type": "ItemList", "itemListElement": [{"url": "/1"}]}`, list.None},
		{"a package", `{"name": "x", "version": "https://example.test/1", "files": []}`, list.None},
		{"the version deep within", `{"a": {` + jsonVersion + `}, "items": []}`, list.None},
		{"the version as a word", `{"title": "https://jsonfeed.org/version/1.1", "items": []}`, list.None},
		{"a program", `{ var version = "https://jsonfeed.org/version/1"; }`, list.None},
		{"a brace", `{`, list.None},
		{"a string without end", `{"version`, list.None},
		{"words", `jsonfeed.org/version`, list.None},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := list.Detect([]byte(c.text)); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
			if got := list.Parse([]byte(c.text), list.Place{URL: at.URL, Slot: true}).Form; got != c.want {
				t.Errorf("parsed as %v, want %v", got, c.want)
			}
		})
	}
}

// TestJSONEntries holds what is read of JSON feeds.
func TestJSONEntries(t *testing.T) {
	for _, c := range []struct {
		name, items string
		want        string
		why         list.Why
	}{
		{"url", `{"id": "1", "url": "/1"}`, "/1", ""},
		{"external_url", `{"id": "1", "external_url": "https://b.test/1"}`, "https://b.test/1", ""},
		{"url before external_url", `{"external_url": "https://b.test/1", "url": "/1", "id": "https://c.test/1"}`, "/1", ""},
		{"an id that is an address", `{"id": "https://www.lake.test/1"}`, "https://www.lake.test/1", ""},
		{"ids that are none", `{"id": "1"}, {"id": 2}, {"id": "/3"}, {"id": null}`, "", ""},
		{"an empty url", `{"id": "1", "url": " ", "external_url": "/1"}`, "/1", ""},
		{"a url that is no string", `{"url": 1, "external_url": "/1"}, {"url": ["/2"], "id": {"a": [1, 2]}}, {"url": "/3"}`, "/1 /3", ""},
		{"attachments", `{"attachments": [{"url": "/1.mp3", "mime_type": "audio/mpeg"}], "url": "/1"}`, "/1", ""},
		{"authors", `{"author": {"url": "/people/x"}, "authors": [{"url": "/people/x"}], "url": "/1"}`, "/1", ""},
		{"escapes", `{"url": "https:\/\/www.lake.test\/1?a=1\u0026b=2"}`, "https://www.lake.test/1?a=1&b=2", ""},
		{"Chinese letters", `{"url": "/\u65b0\u95fb/一"}`, "/新闻/一", ""},
		{"two halves of a letter", `{"url": "/\ud83c\udf0a/\ud83c/\u00zz\u1"}`, "/🌊/�/�00zz�1", ""},
		{"line ends in strings", "{\"title\": \"a\n\t b\", \"content_html\": \"<p>a\n\nb</p>\", \"url\": \"/1\"}", "/1", ""},
		{"quotation marks in strings", `{"title": "a \"b\" \\", "url": "/1"}`, "/1", ""},
		{"brackets in strings", `{"x": "}]{", "y": [{"z": "]"}], "url": "/1"}, {"url": "/2"}`, "/1 /2", ""},
		{"values of all kinds", `{"a": null, "b": true, "c": -1.5e3, "d": [], "e": {}, "f": [[{"g": 1}]], "url": "/1"}`, "/1", ""},
		{"a comma too many", `{"url": "/1",}, {"url": "/2"},`, "/1 /2", ""},
		{"items that are none", `null, 1, "x", [], {"url": "/1"}`, "/1", ""},
		{"without scheme", `{"url": "www.lake.test/1"}`, "https://www.lake.test/1", ""},
		{"none", ``, "", ""},
		{"a comma too few", `{"url": "/1"} {"url": "/2"}`, "/1", list.WhyCut},
		{"a colon too few", `{"url": "/1"}, {"url" "/2"}`, "/1", list.WhyCut},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := list.Parse([]byte(jsonFeed(c.items)), at)
			if diff := cmp.Diff(c.want, locs(l)); diff != "" {
				t.Error(diff)
			}
			if l.Why != c.why || l.Form != list.Feed {
				t.Errorf("%v, why %q", l.Form, l.Why)
			}
		})
	}
}

// TestJSONCut holds what is read of a JSON feed that ends early.
func TestJSONCut(t *testing.T) {
	whole := jsonFeed(`{"id": "1", "url": "/1"}, {"id": "2", "url": "/2"}`)
	second := strings.Index(whole, `/2"}`) + len(`/2"}`)
	for n := strings.Index(whole, `{"id"`); n < len(whole)-1; n++ {
		l := list.Parse([]byte(whole[:n]), at)
		want := ""
		switch {
		case n >= second:
			want = "/1 /2"
		case n >= strings.Index(whole, `/1"}`)+len(`/1"}`):
			want = "/1"
		}
		if got := locs(l); got != want || l.Why != list.WhyCut {
			t.Errorf("cut behind %q: %q, why %q, want %q", whole[:n], got, l.Why, want)
		}
	}
}

// TestJSONWords holds text and dates of the items of JSON feeds.
func TestJSONWords(t *testing.T) {
	for _, c := range []struct {
		name, item string
		text, date string
	}{
		{"a title", `"title": "Lakes"`, "", ""},
		{"text", `"title": "Lakes", "content_text": "On\nwater"`, "Lakes On water", ""},
		{
			"HTML",
			`"title": "Lakes &amp; rivers", "content_html": "<p>On <b>wa</b>ter &amp; more</p><p>x</p>"`,
			"Lakes &amp; rivers On water & more x",
			"",
		},
		{"a summary", `"summary": "Short.", "title": "Lakes", "content_text": "Long."`, "Lakes Short. Long.", ""},
		{"Chinese", `"title": "湖区", "summary": "\u8c03\u89e3院成立"`, "湖区 调解院成立", ""},
		{"escapes", `"title": "a\"b", "content_text": "c\\d\te\u00e9"`, `a"b c\d eé`, ""},
		{"publication", `"date_published": "2025-05-30T10:00:00+08:00"`, "", "2025-05-30 02:00:00"},
		{"change", `"date_published": "2025-05-30T10:00:00Z", "date_modified": "2025-06-01T00:00:00Z"`, "", "2025-06-01"},
		{"a bad change", `"date_modified": "soon", "date_published": "2025-05-30"`, "", "2025-05-30"},
		{"dates of another kind", `"date_modified": 5, "date_published": null`, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := list.Parse([]byte(jsonFeed(`{"url": "/1", `+c.item+`}`)), at)
			if len(l.Entries) != 1 {
				t.Fatalf("%d entries", len(l.Entries))
			}
			if diff := cmp.Diff(c.text, l.Entries[0].Text); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(day(t, c.date), l.Entries[0].Newest); diff != "" {
				t.Error(diff)
			}
		})
	}
}
