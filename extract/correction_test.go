package extract_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"framewatch/corpus"
)

// harbourProse is prose of an invented article in a language.
var harbourProse = map[string][]string{
	"en": {"The harbour council of Brenmoor approved the new ferry timetable on Monday after a debate of four hours in the town hall.",
		"Fishermen had asked for later sailings in winter, because the catch is landed after dusk and the market opens before seven.",
		"The council will review the timetable in March, when the repairs at the northern pier are expected to be finished at last."},
	"de": {"Der Hafenrat von Brenmoor hat am Montag nach vierstündiger Debatte im Rathaus den neuen Fahrplan der Fähren beschlossen.",
		"Die Fischer hatten spätere Abfahrten im Winter verlangt, weil der Fang erst nach Einbruch der Dunkelheit angelandet wird.",
		"Im März will der Rat den Fahrplan überprüfen, wenn die Arbeiten am nördlichen Anleger voraussichtlich beendet sein werden."},
	"zh": {"布伦摩尔港务委员会周一在市政厅经过四个小时的辩论，通过了渡轮的新时刻表，渔民代表也参加了会议。",
		"渔民们要求冬季推迟开船时间，因为渔获在天黑之后才能上岸，而集市在早上七点之前就要开门营业。",
		"委员会将于三月重新审议时刻表，届时北码头的维修工程预计已经完成，新的栈桥也将同时投入使用。"},
	"ar": {"وافق مجلس ميناء برنمور يوم الاثنين على الجدول الجديد للعبارات بعد نقاش استمر أربع ساعات في مبنى البلدية.",
		"وكان الصيادون قد طلبوا رحلات متأخرة في الشتاء لأن الصيد يصل إلى الشاطئ بعد حلول الظلام بوقت قصير، بينما تفتح السوق أبوابها قبل السابعة صباحا.",
		"وسيراجع المجلس الجدول في مارس حين يتوقع أن تنتهي أعمال الإصلاح في الرصيف الشمالي للميناء."},
}

// articlePage is an invented page with these blocks around its paragraphs.
func articlePage(lang, before, after string) corpus.Page {
	body := fmt.Sprintf(`<!doctype html><html lang=%q><head><title>Harbour</title></head><body><nav><a href="/a">A</a> <a href="/b">B</a></nav>
<main><article><h1>Harbour council approves timetable</h1>%s<p>%s</p>%s</article></main></body></html>`, lang, before, strings.Join(harbourProse[lang], "</p><p>"), after)
	return corpus.Page{Capture: corpus.Capture{URL: "https://brenmoor.example/news/ferry", ContentType: "text/html; charset=utf-8"}, Body: []byte(body)}
}

// TestCorrectionNotices: what was wrong is not counted as the article's own words,
// and the outlet's word on it is kept.
func TestCorrectionNotices(t *testing.T) {
	for _, c := range []struct {
		name, lang, before, after string
		want                      string // the notice; empty where there is none
	}{
		{"label at the end", "en", "", `<p><em>Correction (3 June 2025): The council has nine members, not seven.</em></p>`, "Correction (3 June 2025): The council has nine members, not seven."},
		{"label with a day", "en", "", `<p>Correction, June 3: The pier is the northern one.</p>`, "Correction, June 3: The pier is the northern one."},
		{"earlier version", "en", `<div class="note">An earlier version of this article misstated the number of ferries.</div>`, "", "An earlier version of this article misstated the number of ferries."},
		{"amended", "en", "", `<p>* This article was amended on 4 June 2025. The chair is Orla Penn, not Orla Finn.</p>`, "* This article was amended on 4 June 2025. The chair is Orla Penn, not Orla Finn."},
		{"heading over it", "en", "", `<h3>Correction</h3><p>The debate lasted four hours and not fourteen.</p>`, "The debate lasted four hours and not fourteen."},
		{"German", "de", "", `<p>Korrekturhinweis: Der Rat hat neun Mitglieder, nicht sieben.</p>`, "Korrekturhinweis: Der Rat hat neun Mitglieder, nicht sieben."},
		{"German sentence", "de", "", `<p>In einer früheren Version dieses Artikels hieß es, der Rat habe sieben Mitglieder.</p>`, "In einer früheren Version dieses Artikels hieß es, der Rat habe sieben Mitglieder."},
		{"Chinese label", "zh", "", `<p>更正：委员会共有九名委员，而不是七名。</p>`, "更正：委员会共有九名委员，而不是七名。"},
		{"Chinese with a day", "zh", `<p>【更正 2025年6月3日】：委员会共有九名委员。</p>`, "", "【更正 2025年6月3日】：委员会共有九名委员。"},
		{"Chinese sentence", "zh", "", `<p>本文此前版本将委员人数误写为七名，现已改正。</p>`, "本文此前版本将委员人数误写为七名，现已改正。"},
		{"traditional", "zh", "", `<p>更正啟事：委員會共有九名委員。</p>`, "更正啟事：委員會共有九名委員。"},
		{"Arabic", "ar", "", `<p>تصحيح: يضم المجلس تسعة أعضاء وليس سبعة.</p>`, "تصحيح: يضم المجلس تسعة أعضاء وليس سبعة."},
		{"two of them", "en", `<p>Clarification: The vote was open.</p>`, `<p>Correction: The vote was on Monday.</p>`, "Clarification: The vote was open.\n\nCorrection: The vote was on Monday."},

		{"prose on officers", "en", `<p>Corrections officers said on Monday that the prison boat would sail at nine and return at dusk.</p>`, "", ""},
		{"prose on a market", "en", "", `<p>Correction of the catch figures took the ministry three years, and the fishermen waited for all of them.</p>`, ""},
		{"prose on a correction", "zh", `<p>更正后的时刻表将于下周公布，港务委员会说，渔民可以在市政厅领取新的时刻表。</p>`, "", ""},
		{"link to another", "en", "", `<p><a href="/c">Correction: our piece on the lighthouse of last week.</a></p>`, ""},
		{"heading over a long text", "en", "", `<h3>Corrections</h3><p>` + strings.Repeat("The council found that the figures of the year had to be read again. ", 20) + `</p>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := newExtractor(t).Extract(t.Context(), articlePage(c.lang, c.before, c.after), nil)
			if err != nil {
				t.Fatal(err)
			}
			if doc.CorrectionNotice != c.want {
				t.Errorf("notice %q, want %q", doc.CorrectionNotice, c.want)
			}
			for line := range strings.SplitSeq(c.want, "\n\n") {
				if c.want != "" && strings.Contains(doc.Text, line) {
					t.Errorf("text holds the notice: %q", doc.Text)
				}
			}
			for _, p := range harbourProse[c.lang] {
				if !strings.Contains(doc.Text, p) {
					t.Errorf("text lost %q", p)
				}
			}
		})
	}
}

// TestFreeThoughMarked: the mark that an article is not free is no wall where the
// page's data and its text are equally long.
func TestFreeThoughMarked(t *testing.T) {
	for lang, whole := range harbourProse {
		body := strings.Join(whole, " ")
		for _, c := range []struct {
			name, body string
			paywalled  bool
		}{
			{"whole", body, false},
			{"no body", "", true},
			{"the rest is kept back", strings.Repeat(body+" ", 3), true},
			{"the body is a teaser too", strings.Join(whole[:2], " ") + " …", true},
		} {
			t.Run(lang+" "+c.name, func(t *testing.T) {
				quoted, _ := json.Marshal(c.body)
				script := fmt.Sprintf(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour council approves timetable","isAccessibleForFree":false,"articleBody":%s}</script>`, quoted)
				doc, err := newExtractor(t).Extract(t.Context(), articlePage(lang, script, ""), nil)
				if err != nil {
					t.Fatal(err)
				}
				if doc.Paywalled != c.paywalled {
					t.Errorf("paywalled %v, want %v", doc.Paywalled, c.paywalled)
				}
			})
		}
	}
}

// TestConsentIsAskedOfTheReader: a wall of consent speaks to its visitor, an
// article about consent of others.
func TestConsentIsAskedOfTheReader(t *testing.T) {
	for name, c := range map[string]struct {
		lang, text string
		blocked    bool
	}{
		"article": {"en", `<p>Cookies that follow a reader need consent from next spring, the ministers of both lake states agreed.</p><p>Consent to cookies may not be made a condition of reading, they said, and partners of a website must be named.</p>`, false},
		"Artikel": {"de", `<p>Cookies, die Lesern folgen, brauchen vom Frühjahr an eine Zustimmung, beschlossen die Minister beider Seestaaten.</p><p>Die Zustimmung zu Cookies darf keine Bedingung des Lesens sein, und Partner einer Website sind zu nennen.</p>`, false},
		"文章":      {"zh", `<p>湖畔两国部长周二商定，网站在设置追踪读者的 Cookie 之前必须取得读者同意，明年春天起施行。</p><p>部长们说，不得把同意 Cookie 作为阅读的条件，网站的合作方须公布名单，违者将被罚款。</p>`, false},
		"wall":    {"en", `<p>We value your privacy. We and our 214 partners store cookies on your device to measure advertising and content.</p><p>You may accept all cookies or choose a subscription without them at any time.</p>`, true},
		"Mauer":   {"de", `<p>Wir und unsere 214 Partner speichern Cookies auf Ihrem Gerät, um Inhalte und Anzeigen zu messen.</p><p>Ihre Zustimmung zu Cookies können Sie jederzeit widerrufen, oder werbefrei lesen.</p>`, true},
		"墙":       {"zh", `<p>我们使用 Cookie 收集信息，以便为您提供个性化的内容和广告。</p><p>点击全部接受即表示您同意我们使用 Cookie，您可以随时更改您的选择。</p>`, true},
	} {
		t.Run(name, func(t *testing.T) {
			body := fmt.Sprintf(`<!doctype html><html lang=%q><head><title>Brenmoor</title></head><body><main>%s</main></body></html>`, c.lang, c.text)
			doc, err := newExtractor(t).Extract(t.Context(), corpus.Page{Capture: corpus.Capture{URL: "https://brenmoor.example/a"}, Body: []byte(body)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if doc.Blocked != c.blocked {
				t.Errorf("blocked %v, want %v: %q", doc.Blocked, c.blocked, doc.Text)
			}
		})
	}
}
