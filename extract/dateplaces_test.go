package extract_test

import (
	"testing"
	"time"

	"framewatch/corpus"
)

// TestDatePlaces: a date belongs to the article by where it stands; the page is
// fetched on 24 December 2025.
func TestDatePlaces(t *testing.T) {
	const teasers = `<ul><li><a href="/x">Harbour fees rise again in the southern towns</a> <time datetime="2025-12-01">1 Dec 2025</time></li><li><a href="/y">A new school for the island opens in spring</a> <time datetime="2025-12-03">3 Dec 2025</time></li></ul>`
	e := newExtractor(t)
	for _, c := range []struct {
		name, lang, url, head, before, opening, after, want, modified string
	}{
		{"clock in a header", "en", "", "", `<header><div>Wednesday, 24 December 2025</div></header><h1>Ferry talks open</h1>`, "", "", "", ""},
		{"clock in a header of yesterday", "en", "", "", `<header><div>Tuesday, 23 December 2025</div></header><h1>Ferry talks open</h1>`, "", "", "", ""},
		{"clock above the heading", "zh", "", "", `<div>今天是2025年12月24日 星期三</div><h1>渡轮谈判开始</h1>`, "", "", "", ""},
		{"weather above the heading", "de", "", "", `<div>Hafenstadt, 20.12.2025, 4 °C</div><h1>Fährgespräche</h1>`, "", "", "", ""},
		{"clock in a footer", "en", "", "", `<h1>Ferry talks open</h1>`, "", `<footer><span>Saturday 20 December 2025</span></footer>`, "", ""},
		{"date in the header of the article", "en", "", "", `<header><h1>Ferry talks open</h1><p>20 October 2025</p></header>`, "", "", "2025-10-20", ""},
		{"fresh article", "en", "", "", `<h1>Ferry talks open</h1><p>24 December 2025</p>`, "", "", "2025-12-24", ""},
		{"event and deadline", "en", "", "", `<h1>Ferry talks open</h1><p>Event date: 12 November 2025, Calden</p><p>Deadline: 1 November 2025</p>`, "", `<p>Posted on 20 October 2025</p>`, "2025-10-20", ""},
		{"event that lasts days", "de", "", "", `<h1>Fährgespräche</h1><p>3.–5. November 2025, Hafenstadt</p>`, "", "", "", ""},
		{"teasers behind", "en", "", "", `<h1>Ferry talks open</h1>`, "", teasers, "", ""},
		{"teasers before, own below", "en", "", "", teasers + `<h1>Ferry talks open</h1><time datetime="2025-10-20">today</time>`, "", "", "2025-10-20", ""},
		{"pubdate of a teaser", "fr", "", "", `<h1>Le bac</h1><time datetime="2025-10-20">20 octobre</time>`, "", `<article><a href="/x">Les droits du port augmentent encore dans le sud</a><time pubdate datetime="2025-12-01">1 déc.</time></article>`, "2025-10-20", ""},
		{"cited work", "en", "", `<meta name="dc.date" content="2025-10-20">`, `<h1>Ferry talks open</h1>`, "", `<ul><li itemprop="citation" itemscope itemtype="http://schema.org/Article"><meta itemprop="datePublished" content="2006-01-02">Reeve: Harbours</li></ul>`, "2025-10-20", ""},
		{"label outside", "de", "", "", `<h1>Fährgespräche</h1><h5>Datum:</h5>03.11.2025`, "", "", "2025-11-03", ""},
		{"list of terms", "de", "", "", `<h1>Fährgespräche</h1><dl><dt>Veröffentlicht am</dt><dd>03.11.2025</dd><dt>Zuletzt geändert</dt><dd>05.11.2025</dd></dl>`, "", "", "2025-11-03", "2025-11-05"},
		{"label that names an event", "de", "", "", `<h1>Fährgespräche</h1><dl><dt>Anmeldeschluss</dt><dd>03.11.2025</dd></dl>`, "", "", "", ""},
		{"label outside, Chinese", "zh", "", "", `<h1>渡轮谈判开始</h1><div>发布时间：</div><div>2025-11-03 10:20</div>`, "", "", "2025-11-03T10:20:00", ""},
		{"opening with a dash", "de", "", "", `<h1>Fährgespräche</h1>`, "29.11.2025 – ", "", "2025-11-29", ""},
		{"opening with a city", "en", "", "", `<h1>Ferry talks open</h1>`, "CALDEN, June 3, 2025 (AG) — ", "", "2025-06-03", ""},
		{"opening of a Chinese agency", "zh", "", "", `<h1>渡轮谈判开始</h1>`, "【湖报2025年6月3日讯】", "", "2025-06-03", ""},
		{"opening with an event", "en", "", "", `<h1>Ferry talks open</h1>`, "On 3 June 2025 the ministers met: ", "", "", ""},
		{"change first, own line", "en", "", "", `<h1>Ferry talks open</h1><p>Updated 22 October 2025</p><p>20 October 2025</p>`, "", "", "2025-10-20", "2025-10-22"},
		{"change only, in a footer", "de", "", "", `<h1>Fährgespräche</h1>`, "", `<footer>Diese Seite wurde zuletzt am 29. Januar 2025 um 13:22 Uhr geändert.</footer>`, "2025-01-29T13:22:00", "2025-01-29T13:22:00"},
		{"local day beside UTC", "en", "", `<meta property="article:published_time" content="2025-10-21T02:05:00Z">`, `<h1>Ferry talks open</h1><p>October 20, 2025</p>`, "", "", "2025-10-20", ""},
		{"local clock beside UTC", "en", "", `<meta property="article:published_time" content="2025-10-21T02:05:00Z">`, `<h1>Ferry talks open</h1><p>October 20, 2025 at 10:05 p.m.</p>`, "", "", "2025-10-20T22:05:00-04:00", ""},
		{"midnight of the country", "de", "https://x.de/faehre", `<meta property="article:published_time" content="2025-11-06T23:00:00.000Z">`, `<h1>Fährgespräche</h1>`, "", "", "2025-11-07", ""},
		{"day in the address beside UTC", "en", "https://x.example/2025/10/31/ferry", `<meta property="article:published_time" content="2025-11-01T02:05:00Z">`, `<h1>Ferry talks open</h1>`, "", "", "2025-10-31", ""},
		{"day in the address of a draft", "en", "https://x.example/2025/10/30/ferry", `<meta property="article:published_time" content="2025-11-01T22:05:00Z">`, `<h1>Ferry talks open</h1>`, "", "", "2025-11-01T22:05:00Z", ""},
		{"wrapper named comments", "en", "", "", `<div class="comments-open"><h1>Ferry talks open</h1><time datetime="2025-10-20T14:05:00+08:00">20 October</time>`, "", `</div>`, "2025-10-20T14:05:00+08:00", ""},
		{"Solar Hijri in meta", "fa", "", `<meta property="article:published_time" content="1404-03-09 14:05">`, `<h1>Ferry talks open</h1>`, "", "", "2025-05-30T14:05:00", ""},
		{"number in JSON-LD", "en", "", `<script type="application/ld+json">{"@type":"NewsArticle","datePublished":1748585100000}</script>`, `<h1>Ferry talks open</h1>`, "", "", "2025-05-30T06:05:00Z", ""},
		{"state of a script", "en", "", `<script type="application/json">{"article":{"publishedDate":"2025-10-20T10:00:00Z"}}</script>`, `<h1>Ferry talks open</h1>`, "", "", "2025-10-20T10:00:00Z", ""},
		{"states of a list", "en", "", `<script type="application/json">[{"publishedDate":"2025-10-20"},{"publishedDate":"2025-11-02"}]</script>`, `<h1>Ferry talks open</h1>`, "", "", "", ""},
		{"clock in its own element", "en", "", "", `<h1>Ferry talks open</h1><div>October 20, 2025</div><div>5:53 PM</div>`, "", "", "2025-10-20T17:53:00", ""},
		{"order of the other dates", "en", "", "", `<h1>Ferry talks open</h1><p>Posted 04/05/2025</p>`, "", `<ul><li>Timetable of 25/04/2025</li></ul>`, "2025-05-04", ""},
		{"clock under the site's name", "en", "", "", `<header><h1>Courier</h1><div>Wednesday, 24 December 2025</div></header><h2>Ferry talks open</h2>`, "", "", "", ""},
		{"JSON-LD that does not parse", "en", "", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"The "last" ferry","datePublished":"2025-10-20"}</script>`, `<h1>Ferry talks open</h1>`, "", "", "2025-10-20", ""},
		{"menu under the day", "id", "", "", `<div class="top">Kabar Teluk <span>Minggu, 9 November 2025</span></div><div><a href="/a">Dunia</a> <a href="/b">Ekonomi</a> <a href="/c">Opini</a></div><h1>Perundingan feri dibuka</h1>`, "", "", "", ""},
		{"event amid the text", "en", "", "", `<h1>Ferry talks open</h1>`, "", `<p>The council will read the letter at its next meeting and answer it before the winter timetable begins.</p><div><h4>Come along</h4><time datetime="2025-11-14T18:00">14 November, 6 pm</time></div><p>Fishermen of both towns have asked for a seat at the table and want the market to open an hour later.</p>`, "", ""},
		{"clock of a teaser behind", "es", "", "", `<h1>Se abren las conversaciones</h1>`, "", `<ul><li><time datetime="2025-11-02T10:00">10:00, 2 nov 2025</time> <a href="/q">Baja el trigo</a></li></ul>`, "", ""},
		{"lecture in an aside", "zh", "", "", `<h1>渡轮谈判开始</h1>`, "", `<aside><div>讲座时间：2025年11月20日 19:00</div></aside>`, "", ""},
		{"published in an aside", "zh", "", "", `<h1>渡轮谈判开始</h1>`, "", `<aside><div>发布时间：2025年11月20日 19:00</div></aside>`, "2025-11-20T19:00:00", ""},
		{"state before publication", "de", "", "", `<h1>Fährgespräche</h1><p><span>Stand: 3. Oktober 2025, 11:00 Uhr</span><span>Erstellt: 2. Oktober 2025, 6:30 Uhr</span></p>`, "", "", "2025-10-02T06:30:00", "2025-10-03T11:00:00"},
		{"local clock above the heading", "vi", "", `<meta property="article:published_time" content="2025-03-26T22:10:00Z">`, `<span>27/03/2025 05:10</span><h1>Đàm phán phà</h1>`, "", "", "2025-03-27T05:10:00+07:00", ""},
		{"agency between strokes", "ru", "", "", `<h1>Переговоры о пароме</h1>`, "КАЛДЕН, 12 августа 2025 г. /ИТС/. ", "", "2025-08-12", ""},
		{"year in a word", "uk", "", "", `<h1>Переговори про пором</h1>`, "Калден, 9 грудня 2025 року. ", "", "2025-12-09", ""},
		{"agency in brackets and a danda", "hi", "", "", `<h1>नौका वार्ता</h1>`, "काल्डेन, 12 अगस्त 2025 (नावसेवा)। ", "", "2025-08-12", ""},
		{"day of founding", "hi", "", "", `<h1>नौका वार्ता</h1>`, "", `<p>संस्था का पंजीकरण 9 फ़रवरी 2004 को हुआ।</p>`, "", ""},
		{"day of founding, Chinese", "zh", "", "", `<h1>渡轮谈判开始</h1>`, "", `<p>本院成立于2004年2月9日</p>`, "", ""},
		{"opening with the day in brackets", "id", "", "", `<h1>Perundingan feri dibuka</h1>`, "CALDEN, KABAR TELUK – Kamis (6/11/2025). ", "", "2025-11-06", ""},
		{"kicker above", "de", "", "", `<p>Vermittlung</p><h1>Fährgespräche</h1><p>Stand: 31.05.2025, 07:02 Uhr | Erstveröffentlichung: 30.05.2025, 18:47 Uhr</p>`, "", "", "2025-05-30T18:47:00", "2025-05-31T07:02:00"},
		{"month of a British host", "en", "https://x.co.uk/ferry", "", `<h1>Ferry talks open</h1><p>Posted 04/05/2025</p>`, "", "", "2025-05-04", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := `<!doctype html><html lang="` + c.lang + `"><head><meta charset="utf-8"><title>Ferry talks open</title>` + c.head +
				`</head><body>` + c.before + `<div><p>` + c.opening + filler[len("<p>"):] + `</div>` + c.after + `</body></html>`
			url := c.url
			if url == "" {
				url = "https://x.example/ferry"
			}
			doc, err := e.Extract(t.Context(), corpus.Page{Capture: corpus.Capture{URL: url, FetchedAt: time.Date(2025, 12, 24, 8, 0, 0, 0, time.UTC)}, Body: []byte(body)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := doc.Published.String(); got != c.want {
				t.Errorf("published %q from %q, want %q", got, doc.Published.From, c.want)
			}
			if got := doc.Modified.String(); got != c.modified {
				t.Errorf("modified %q, want %q", got, c.modified)
			}
		})
	}
}
