package extract_test

import (
	"testing"

	"framewatch/corpus"
)

// TestTitles: the headline without kicker, section and outlet, and whole.
func TestTitles(t *testing.T) {
	e := newExtractor(t)
	const (
		nav  = `<nav><ul><li><a href="/politik/">Politik</a></li><li><a href="/news/">News</a></li><li><a href="/iran/">Iran</a></li><li><a href="/a">About</a></li><li><a href="/b">Archive</a></li></ul></nav>`
		post = `<meta property="og:site_name" content="Lake Post">`
		lake = "https://www.lakepost.example/world/a"
		hu   = "https://www.hubao.example/n/88.html"
	)
	for _, c := range []struct {
		name, url, head, top, want string
	}{
		// Outlets and sections behind the headline.
		{"bar", lake, `<title>Lake states turn to mediators | Lake Post</title>`, "", "Lake states turn to mediators"},
		{"bar without spaces", lake, `<title>Lake states turn to mediators|World|Lake Post</title>`, "", "Lake states turn to mediators"},
		{"dash and section", lake, `<title>Lake states turn to mediators - World - Lake Post</title>`, "", "Lake states turn to mediators"},
		{"hyphen without spaces", lake, `<title>Lake states turn to mediators-Lake Post</title>`, "", "Lake states turn to mediators"},
		{"hyphen on one side", lake, `<title>Lake states turn to mediators -Lake Post</title>`, "", "Lake states turn to mediators"},
		{"two hyphens", lake, `<title>Lake states turn to mediators--Lake Post</title>`, "", "Lake states turn to mediators"},
		{"colon between spaces", lake, `<title>Lake states turn to mediators : Lake Post</title>`, "", "Lake states turn to mediators"},
		{"name with a mark in it", "https://x.example/a", `<meta property="og:site_name" content="Pier | The Lake Post"><title>Lake states turn to mediators - Pier | The Lake Post</title>`, "", "Lake states turn to mediators"},
		{"german sections and home", "https://www.stolz.example/politik/a", `<title>Seestaaten rufen Vermittler an / Politik / Home - stolz.example</title>`, nav, "Seestaaten rufen Vermittler an"},
		{"name in the line of copyright", "https://x.example/a", `<title>Seestaaten rufen Vermittler an - Uferzeitung</title>`, "", "Seestaaten rufen Vermittler an"},
		{"chinese", hu, `<title>湖畔国家寻求调解-国际频道-湖报网</title>`, "", "湖畔国家寻求调解"},
		{"chinese low lines", hu, `<title>湖畔国家寻求调解_时政_湖报网</title>`, "", "湖畔国家寻求调解"},
		{"chinese two hyphens", hu, `<title>湖畔国家寻求调解--国际--湖报网</title>`, "", "湖畔国家寻求调解"},
		{"chinese, spaced", hu, `<title>湖畔国家寻求调解 - 湖畔日报</title>`, "", "湖畔国家寻求调解"},
		{"arabic", "https://x.example/a", `<meta property="og:site_name" content="بريد البحيرة"><title>دول البحيرة تلجأ إلى الوساطة - بريد البحيرة</title>`, "", "دول البحيرة تلجأ إلى الوساطة"},
		{"arabic bar", "https://x.example/a", `<title>دول البحيرة تلجأ إلى الوساطة | أخبار | بريد البحيرة</title>`, "", "دول البحيرة تلجأ إلى الوساطة"},

		// In front of it.
		{"site and colon", lake, `<title>Lake Post: Lake states turn to mediators</title>`, "", "Lake states turn to mediators"},
		{"chinese site and colon", hu, `<title>湖报网：湖畔国家寻求调解</title>`, `<div class="logo">湖报网</div>`, "湖畔国家寻求调解"},
		{"blog archive", "https://x.example/a", post + `<title>Lake Post » Blog Archive » Lake states turn to mediators</title>`, "", "Lake states turn to mediators"},
		{"a trail of sections", "https://x.example/a", `<title>Home | Press | Lake states turn to mediators</title>`, "", "Lake states turn to mediators"},
		{"arabic site first", "https://x.example/a", `<meta property="og:site_name" content="بريد البحيرة"><title>بريد البحيرة | دول البحيرة تلجأ إلى الوساطة</title>`, "", "دول البحيرة تلجأ إلى الوساطة"},
		{"initials of the host", "https://dzs.example/a", `<title>Deutsche Zander Schule - Neuigkeiten » Seestaaten rufen Vermittler an</title>`, "", "Seestaaten rufen Vermittler an"},
		{"kicker shown apart", lake, `<title>Chronik: Boot sinkt im Hafen von Calden</title>`, `<p class="over">Chronik</p>`, "Boot sinkt im Hafen von Calden"},
		{"kicker in the heading", lake, `<title>Boot sinkt im Hafen von Calden | Lake Post</title>`, `<h1><span class="kicker">Chronik</span> Boot sinkt im Hafen von Calden</h1>`, "Boot sinkt im Hafen von Calden"},
		{"label that the data leaves out", lake, `<title>Dossier | Boot sinkt im Hafen von Calden</title>` + script(`{"@type":"NewsArticle","headline":"Boot sinkt im Hafen von Calden"}`), `<h1>Dossier Boot sinkt im Hafen von Calden</h1>`, "Boot sinkt im Hafen von Calden"},

		// What belongs to the headline.
		{"colon", "https://x.example/iran/a", `<title>Iran: Talks resume on the lake | Lake Post</title>`, nav, "Iran: Talks resume on the lake"},
		{"colon and an acronym that is the host", "https://who.example/a", `<title>WHO: New rules for ferries</title>`, "", "WHO: New rules for ferries"},
		{"hyphen", lake, `<title>UN-backed talks resume - Lake Post</title>`, "", "UN-backed talks resume"},
		{"compound with the site's name", "https://www.spiegel.example/a", `<title>Spiegel-Gespräch über den See</title>`, "", "Spiegel-Gespräch über den See"},
		{"compound with the site's name behind", "https://www.spiegel.example/a", `<title>Der See im Ex-Spiegel</title>`, "", "Der See im Ex-Spiegel"},
		{"name of the body that the page is about", "https://iomed.example/a", `<title>IOMed: Rules of procedure adopted</title>`, "", "IOMed: Rules of procedure adopted"},
		{"french colon", "https://x.example/a", `<title>Le lac, un an après : ce qui change</title>`, "", "Le lac, un an après : ce qui change"},
		{"german dash", lake, `<title>Ein Jahr nach dem Streit – was bleibt vom Vertrag - Lake Post</title>`, nav, "Ein Jahr nach dem Streit – was bleibt vom Vertrag"},
		{"headline that names the site", lake, post + `<title>Lake Post editor wins prize | Lake Post</title>`, `<h1>Lake Post editor wins prize</h1>`, "Lake Post editor wins prize"},
		{"headline that begins with the site's country", "https://x.example/a", `<meta property="og:site_name" content="China Daily"><title>China: talks resume on the lake - China Daily</title>`, "", "China: talks resume on the lake"},
		{"chinese colon", hu, `<title>外交部：湖畔国家寻求调解_湖报网</title>`, "", "外交部：湖畔国家寻求调解"},
		{"chinese hyphen", hu, `<title>波音737-8客机复飞</title>`, "", "波音737-8客机复飞"},
		{"chinese dash", hu, `<title>调解之路——湖畔国家十一年</title>`, "", "调解之路——湖畔国家十一年"},
		{"arabic colon", "https://x.example/a", `<title>الوزير: المحادثات تستأنف غدا</title>`, "", "الوزير: المحادثات تستأنف غدا"},
		{"french quotation marks", "https://x.example/a", `<title>« Le lac est à tous », dit la ministre</title>`, "", "« Le lac est à tous », dit la ministre"},
		{"kicker with a bar in the heading", lake, `<title>Explainer | What the mediators may decide | Lake Post</title>`, `<h1>Explainer | What the mediators may decide</h1>`, "Explainer | What the mediators may decide"},
		{"letter case", lake, `<title>lake states turn to MEDIATORS | Lake Post</title>`, `<h1>Lake States turn to Mediators</h1>`, "Lake States turn to Mediators"},

		// Cut titles.
		{"ellipsis", lake, `<meta property="og:title" content="Lake states that argued…"><title>Lake states that argued… | Lake Post</title>`, `<h1>Lake states that argued for eleven years turn to a panel</h1>`, "Lake states that argued for eleven years turn to a panel"},
		{"three stops and a whole title", lake, `<meta property="og:title" content="دول البحيرة تلجأ..."><title>دول البحيرة تلجأ إلى الوساطة بعد نزاع طويل</title>`, "", "دول البحيرة تلجأ إلى الوساطة بعد نزاع طويل"},
		{"chinese ellipsis", hu, `<title>湖畔国家寻求调解……_湖报网</title>`, `<h2>湖畔国家寻求调解，争执十一年终有转机</h2>`, "湖畔国家寻求调解，争执十一年终有转机"},
		{"ellipsis of its own", lake, `<title>And then there were none…</title>`, "", "And then there were none…"},

		// Headings.
		{"section as h1", lake, `<title>Lake states turn to mediators | Lake Post</title>`, `<h1>World News</h1><h2>Lake states turn to mediators</h2>`, "Lake states turn to mediators"},
		{"generic title, lone h1", lake, `<title>Medienmitteilungen</title>`, nav + `<h1>Seestaaten rufen Vermittler an</h1>`, "Seestaaten rufen Vermittler an"},
		{"chinese generic title, lone h1", hu, `<title>新闻中心</title>`, `<h1>湖畔国家寻求调解</h1>`, "湖畔国家寻求调解"},
		{"arabic generic title, lone h1", "https://x.example/a", `<title>الأخبار</title>`, `<h1>دول البحيرة تلجأ إلى الوساطة</h1>`, "دول البحيرة تلجأ إلى الوساطة"},
		{"generic title and h1", lake, `<title>News | Lake Post</title>`, `<h1>News</h1><h2>Lake states turn to mediators</h2>`, "Lake states turn to mediators"},
		{"outlet as title", lake, post + `<title>Lake Post</title>`, `<h1>Lake states turn to mediators</h1>`, "Lake states turn to mediators"},
		{"outlet as h1", lake, `<title>Lake states turn to mediators</title>`, `<h1><a href="/">The Lake Post on Sunday</a></h1>` + nav, "Lake states turn to mediators"},
		{"ministry as h1 above the navigation", "https://x.example/a", `<title>Remarks on the dispute - Ministry of Foreign Affairs of the Lake Republic</title>`, `<h1>Ministry of Foreign Affairs of the Lake Republic</h1>` + nav, "Remarks on the dispute - Ministry of Foreign Affairs of the Lake Republic"},
		{"blog as h1, told by the address", "https://x.example/2025/lake-states-turn-to-mediators.html", `<title>Lake states turn to mediators - My seven years by the water</title>`, `<h1>My seven years by the water</h1>`, "Lake states turn to mediators"},
		{"blog as h1 and first in the title", "https://x.example/2025/seestaaten-rufen-vermittler-an", `<title>Sieben Jahre am Wasser: Seestaaten rufen Vermittler an</title>`, `<h1>Sieben Jahre am Wasser</h1>`, "Seestaaten rufen Vermittler an"},
		{"motto as h1", "https://x.example/2025/lake-states-turn-to-mediators.html", `<title>Lake states turn to mediators</title>`, `<h1>Seven years of news from here</h1>`, "Lake states turn to mediators"},
		{"other words in the head", lake, `<title>Ferries: who runs them and why? | Lake Post</title>`, nav + `<h1>Four owners share the boats on the lake</h1>`, "Four owners share the boats on the lake"},
		{"several h1", lake, `<title>Ferries: who runs them and why? | Lake Post</title>`, nav + `<h1>Four owners share the boats</h1><h1>The first of them</h1>`, "Ferries: who runs them and why?"},
		{"standfirst behind the headline in the head", lake, `<title>Thinking from the ground up - How a poet joins what is near and what is far : Lake Post</title>`, `<h1>Thinking from the ground up</h1><h2>How a poet joins what is near and what is far</h2>`, "Thinking from the ground up"},
		{"split h1", lake, `<title>Lake states turn to mediators | Lake Post</title>`, `<h1><span>Lake states</span><br><span>turn to mediators</span></h1>`, "Lake states turn to mediators"},
		{"all in one class of the sidebar", lake, `<title>About us - Lake Post</title>`, `</article><article class="widget"><h1>The lake and its seven towns</h1>`, "The lake and its seven towns"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := `<!doctype html><html><head><meta charset="utf-8">` + c.head + `</head><body><article>` + c.top + filler + `</article><footer><p>© 2025 Uferzeitung. Alle Rechte vorbehalten.</p></footer></body></html>`
			doc, err := e.Extract(t.Context(), corpus.Page{Capture: corpus.Capture{URL: c.url}, Body: []byte(body)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if doc.Title != c.want {
				t.Errorf("title %q, want %q", doc.Title, c.want)
			}
		})
	}
}
