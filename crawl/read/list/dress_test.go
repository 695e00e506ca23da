package list_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/read/list"
)

// story is what a publisher means to say of a page, whatever format it says it in.
type story struct {
	loc, title, words string
	date              time.Time
}

// stories invents some, the same for the same seed.
func stories(seed uint64, n int) []story {
	r := rand.New(rand.NewPCG(seed, 1))
	subjects := []string{"Lakes & rivers", "The >gate<", `A "treaty"`, "湖区国家选择调解", "香港：国际调解院", "L'eau d'été", "5 < 6", "Ports"}
	words := []string{"water", "mediation", "調解", "一百二十", "AT&T", "x > y", "hearing;", "été", "—"}
	all := make([]story, n)
	for i := range all {
		var text []string
		for range 1 + r.IntN(12) {
			text = append(text, words[r.IntN(len(words))])
		}
		all[i] = story{
			loc:   fmt.Sprintf("https://www.lake.test/%s/%d?a=%d&b=新", []string{"world", "亚洲", "a b"}[r.IntN(3)], i, r.IntN(9)),
			title: subjects[r.IntN(len(subjects))],
			words: strings.Join(text, " "),
			date:  time.Date(2020+r.IntN(6), time.Month(1+r.IntN(12)), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60), 0, time.UTC),
		}
	}
	return all
}

func esc(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// markup is a text as HTML.
func markup(s string) string { return "<p>" + esc(s) + "</p>" }

// dresses are the formats and habits in which the same list is written. Those
// of feeds give words, those of sitemaps none.
var dresses = []struct {
	name     string
	wordless bool
	write    func(all []story) string
}{
	{"RSS 2.0", false, func(all []story) string {
		return each(all, `<rss version="2.0"><channel>`, `</channel></rss>`, func(s story) string {
			return `<item><title>` + esc(s.title) + `</title><link>` + esc(s.loc) + `</link><description>` + esc(markup(s.words)) + `</description><pubDate>` + s.date.Format(time.RFC1123Z) + `</pubDate></item>`
		})
	}},
	{"RSS with CDATA, the other way round", false, func(all []story) string {
		return each(all, "\ufeff<?xml version='1.0'?>\n<rss><channel>", `</channel></rss>`, func(s story) string {
			return "\n<item>\n<pubDate>" + s.date.Format("02 Jan 06 15:04:05 GMT") + "</pubDate><description><![CDATA[" + markup(s.words) + "]]></description>\n<link><![CDATA[" + s.loc + "]]></link><title>" + esc(s.title) + "</title></item>"
		})
	}},
	{"RSS with guids", false, func(all []story) string {
		return each(all, `<!-- x --><rss xmlns:content="http://purl.org/rss/1.0/modules/content/">`, `</rss>`, func(s story) string {
			return `<item><guid>` + esc(s.loc) + `</guid><title>` + esc(s.title) + `</title><content:encoded>` + esc(markup(s.words)) + `</content:encoded><enclosure url="/x.mp3" type="audio/mpeg"/><pubDate>` + s.date.Format(time.RFC850) + `</pubDate></item>`
		})
	}},
	{"RSS behind a counter, after a warning", false, func(all []story) string {
		return each(all, "<b>Notice</b>: x in y on line <b>3</b><br />\n<rss>", `</rss>`, func(s story) string {
			return `<item><title>` + esc(s.title) + `</title><link>https://count.test/1</link><feedburner:origLink>` + esc(s.loc) + `</feedburner:origLink><description>` + esc(markup(s.words)) + `</description><dc:date>` + s.date.Format(time.RFC3339) + `</dc:date></item>`
		})
	}},
	{"RSS whose items lack their ends", false, func(all []story) string {
		return each(all, `<rss><channel>`, `</channel></rss>`, func(s story) string {
			return `<item><title>` + esc(s.title) + `<link>` + esc(s.loc) + `<pubDate>` + s.date.Format(time.ANSIC) + `</pubDate><description>` + esc(markup(s.words)) + `</description>`
		})
	}},
	{"RSS 1.0", false, func(all []story) string {
		return each(all, `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">`, `</r:RDF>`, func(s story) string {
			return `<item r:about="` + esc(s.loc) + `"><title>` + esc(s.title) + `</title><description>` + esc(markup(s.words)) + `</description><d:date>` + s.date.Format(time.RFC3339) + `</d:date></item>`
		})
	}},
	{"Atom 1.0", false, func(all []story) string {
		return each(all, `<feed `+atomNS+`>`, `</feed>`, func(s story) string {
			return `<entry><id>tag:x</id><title type="html">` + esc(esc(s.title)) + `</title><link rel="self" href="/s"/><link href="` + esc(s.loc) + `"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">` + markup(s.words) + `</div></content><updated>` + s.date.In(time.FixedZone("", 8*3600)).Format(time.RFC3339) + `</updated></entry>`
		})
	}},
	{"Atom with a prefix and a base", false, func(all []story) string {
		return each(all, `<!DOCTYPE x [<!ENTITY nbsp "&#160;">]><z:feed xmlns:z="http://www.w3.org/2005/Atom">`, `</z:feed>`, func(s story) string {
			return `<z:entry><z:title>` + esc(s.title) + `</z:title><z:link rel='alternate' href='` + esc(s.loc) + `'/><z:summary type="html">` + esc(markup(s.words)) + `</z:summary><z:published>` + s.date.Format("2006-01-02T15:04:05.000Z") + `</z:published></z:entry>`
		})
	}},
	{"a JSON feed", false, func(all []story) string {
		return `{"items": [` + strings.TrimSuffix(each(all, "", "", func(s story) string {
			return `{"id": "1", "url": ` + quoted(s.loc) + `, "title": ` + quoted(s.title) + `, "content_html": ` + quoted(markup(s.words)) + `, "date_published": "` + s.date.Format(time.RFC3339) + `"},` + "\n"
		}), ",\n") + `], "title": "x", ` + jsonVersion + `}`
	}},
	{"a sitemap", true, func(all []story) string {
		return each(all, `<urlset `+mapNS+`>`, `</urlset>`, func(s story) string {
			return `<url><loc>` + esc(s.loc) + `</loc><lastmod>` + s.date.Format(time.RFC3339) + `</lastmod></url>`
		})
	}},
	{"a news sitemap with a prefix", true, func(all []story) string {
		return each(all, `<?xml version="1.0"?><s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9" `+newsNS+`>`, `</s:urlset>`, func(s story) string {
			return `<s:url><s:loc><![CDATA[` + s.loc + `]]></s:loc><image:image><image:loc>/x.jpg</image:loc></image:image><news:news><news:title>` + esc(s.title) + `</news:title><news:publication_date>` + s.date.Format("2006-1-2 15:4:5") + `</news:publication_date></news:news></s:url>`
		})
	}},
	{"a sitemap that is cut", true, func(all []story) string {
		return each(all, `<urlset>`, ``, func(s story) string {
			return `<url><lastmod>` + s.date.Format(time.UnixDate) + `</lastmod><loc>` + esc(s.loc) + `</loc>`
		})
	}},
}

func each(all []story, head, tail string, write func(story) string) string {
	var b strings.Builder
	b.WriteString(head)
	for _, s := range all {
		b.WriteString(write(s))
	}
	b.WriteString(tail)
	return b.String()
}

// TestDresses holds that the same list gives the same entries in whatever format
// and by whatever habit it is written.
func TestDresses(t *testing.T) {
	for seed := range uint64(30) {
		all := stories(seed, 1+int(seed))
		for _, d := range dresses {
			var want []list.Entry
			for _, s := range all {
				e := list.Entry{Loc: s.loc, Newest: s.date}
				if !d.wordless {
					e.Text = s.title + " " + s.words
				}
				want = append(want, e)
			}
			l := list.Parse([]byte(d.write(all)), at)
			if diff := cmp.Diff(want, l.Entries); diff != "" {
				t.Fatalf("%s, seed %d: %s", d.name, seed, diff)
			}
		}
	}
}

// TestCuts holds that a list that ends early gives the entries before its end
// and no address that is a part of one.
func TestCuts(t *testing.T) {
	all := stories(7, 4)
	whole := map[string]bool{"https://count.test/1": true} // where the page's own address is cut off
	for _, s := range all {
		whole[s.loc] = true
	}
	for _, d := range dresses {
		text := d.write(all)
		before := 0
		for n := range len(text) {
			l := list.Parse([]byte(text[:n]), at)
			for _, e := range l.Entries {
				if !whole[e.Loc] {
					t.Fatalf("%s, cut at %d: %q", d.name, n, e.Loc)
				}
			}
			if len(l.Entries) < before {
				t.Fatalf("%s, cut at %d: %d entries, %d before", d.name, n, len(l.Entries), before)
			}
			before = len(l.Entries)
		}
		if before < len(all)-1 {
			t.Errorf("%s: %d entries at its end", d.name, before)
		}
	}
}
