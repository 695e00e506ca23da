package extract_test

import (
	"testing"
	"time"

	"framewatch/corpus"
)

const filler = `<p>Two harbour towns that have argued for a year about a ferry timetable agreed to put the matter before a mediator from the capital.</p>
<p>The mayors said in a joint letter that neither side would run extra boats until the talks had ended, which they expect soon.</p>
<p>Traders say that they lose a third of their custom because the last boat leaves too early for the fish market.</p>`

// TestDates: how dates are written, and what the page's evidence says of them.
func TestDates(t *testing.T) {
	e := newExtractor(t)
	for _, c := range []struct {
		name, lang, head, line, url string
		want, from, modified        string
	}{
		{"none", "en", "", "", "", "", "", ""},
		{"copyright only", "en", "", "", "", "", "", ""},
		{"meta with offset", "en", `<meta property="article:published_time" content="2025-10-20T09:30:00+08:00">`, "", "", "2025-10-20T09:30:00+08:00", "meta", ""},
		{"meta utc", "en", `<meta itemprop="datePublished" content="2025-10-20T09:30:00.123Z">`, "", "", "2025-10-20T09:30:00Z", "meta", ""},
		{"meta without offset", "en", `<meta name="pubdate" content="2025-10-20 09:30">`, "", "", "2025-10-20T09:30:00", "meta", ""},
		{"meta month", "en", `<meta name="dc.date" content="2025-10">`, "", "", "2025-10", "meta", ""},
		{"month made precise", "en", `<meta name="dc.date" content="2025-10">`, "Posted 20 October 2025", "", "2025-10-20", "text", ""},
		{"packed", "en", `<meta name="date" content="20251020T093000Z">`, "", "", "2025-10-20T09:30:00Z", "meta", ""},
		{"rfc 1123", "en", `<meta name="date" content="Mon, 20 Oct 2025 09:30:00 GMT">`, "", "", "2025-10-20T09:30:00Z", "meta", ""},
		{"impossible day", "en", `<meta name="date" content="2025-02-30">`, "", "", "", "", ""},
		{"future", "en", `<meta name="date" content="2031-02-03">`, "", "", "", "", ""},
		{"url", "en", "", "", "https://x.example/2025/10/20/ferry", "2025-10-20", "url", ""},
		{"url with clock in text", "en", "", "Oct. 20, 2025 at 6:05 p.m. HKT", "https://x.example/2025/10/20/ferry", "2025-10-20T18:05:00+08:00", "text", ""},
		{"url packed", "zh", "", "", "http://x.example/n1/t20251020_881.html", "2025-10-20", "url", ""},
		{"time element", "en", "", `<time datetime="2025-10-20T10:00:00-05:00">today</time>`, "", "2025-10-20T10:00:00-05:00", "time", ""},
		{"english day first", "en", "", "Monday 20th October 2025", "", "2025-10-20", "text", ""},
		{"english month first", "en", "", "Published October 20, 2025, 11:15 PM", "", "2025-10-20T23:15:00", "text", ""},
		{"german", "de", "", "20. Oktober 2025, 08:30 Uhr", "", "2025-10-20T08:30:00", "text", ""},
		{"french", "fr", "", "Publié le 1er décembre 2025 à 14h05", "", "2025-12-01T14:05:00", "text", ""},
		{"spanish", "es", "", "20 de octubre de 2025", "", "2025-10-20", "text", ""},
		{"slashes by language", "fr", "", "Publié le 04/05/2025", "", "2025-05-04", "text", ""},
		{"slashes american", "en-US", "", "Posted 04/05/2025", "", "2025-04-05", "text", ""},
		{"slashes with two readings", "en", "", "Posted 04/05/2025", "", "", "", ""},
		{"slashes with one reading", "en", "", "Posted 25/05/2025", "", "2025-05-25", "text", ""},
		{"chinese", "zh", "", "发布时间：2025年10月20日 下午3:05", "", "2025-10-20T15:05:00", "text", ""},
		{"chinese numerals", "zh", "", "二〇二五年十月二十一日", "", "2025-10-21", "text", ""},
		{"republic calendar", "zh-TW", "", "中華民國114年10月20日", "", "2025-10-20", "text", ""},
		{"arabic", "ar", "", "20 أكتوبر 2025", "", "2025-10-20", "text", ""},
		{"change apart", "en", "", "Published 20 October 2025. Updated 22 October 2025.", "", "2025-10-20", "text", "2025-10-22"},
		{"change first", "de", "", "Letzte Änderung: 22.10.2025 Erschienen am: 20.10.2025", "", "2025-10-20", "text", "2025-10-22"},
		{"modified meta", "en", `<meta property="article:modified_time" content="2025-10-22T00:00:00Z"><meta property="article:published_time" content="2025-10-20T00:00:00Z">`, "", "", "2025-10-20T00:00:00Z", "meta", "2025-10-22T00:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := `<!doctype html><html lang="` + c.lang + `"><head><meta charset="utf-8"><title>Ferry talks open</title>` + c.head +
				`</head><body><article><h1>Ferry talks open</h1><div>` + c.line + `</div>` + filler + `</article><footer>© 2024 Courier</footer></body></html>`
			url := c.url
			if url == "" {
				url = "https://x.example/ferry"
			}
			doc, err := e.Extract(t.Context(), corpus.Page{Capture: corpus.Capture{URL: url, FetchedAt: time.Date(2025, 12, 24, 0, 0, 0, 0, time.UTC)}, Body: []byte(body)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := doc.Published.String(); got != c.want || doc.Published.From != c.from {
				t.Errorf("published %q from %q, want %q from %q", got, doc.Published.From, c.want, c.from)
			}
			if got := doc.Modified.String(); c.modified != "" && got != c.modified {
				t.Errorf("modified %q, want %q", got, c.modified)
			}
		})
	}
}
