package extract_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/extract"
)

// harbour and gangkou are paragraphs of invented articles.
var (
	harbour = []string{
		"The harbour council of Tolmin voted on Monday to ask a panel of mediators to settle the dispute about the ferry fees.",
		"Its members want the southern port to pay half of the costs, which have risen by a third since the winter storms of last year.",
		"The mayor of the southern port answered that her town had paid for the breakwater alone and would not pay for it twice.",
		"A retired judge has been asked to lead the panel, and both sides may name one engineer who knows the currents.",
		"The hearings begin in the autumn and are to be held in the old customs house on the island between the two ports.",
		"If the panel finds no settlement within a year, either council may still take the matter to the court of the province.",
	}
	gangkou = []string{
		"托尔明港务委员会星期一投票决定，请一个调解小组来解决有关渡轮费用的争端，双方代表都出席了会议。",
		"委员们希望南港承担一半的费用，自去年冬季风暴以来，这些费用已经上涨了三分之一。",
		"南港市长回应说，她的城市独自支付了防波堤的费用，不会为同一件事再付第二次。",
		"一位退休法官应邀主持调解小组，双方各可指定一名熟悉当地海流的工程师参加。",
		"听证会将于秋季开始，在两港之间岛上的旧海关大楼举行，预计将持续三周时间。",
		"如果调解小组在一年内没有找到解决办法，任何一方仍可以将此事提交省法院审理。",
	}
)

// languages are the texts that the tables below run through.
var languages = []struct {
	lang, title string
	text        []string
}{{"en", "Ports ask for a panel", harbour}, {"zh", "两港请求调解小组", gangkou}}

// paragraphs are p elements of texts.
func paragraphs(texts ...string) string { return "<p>" + strings.Join(texts, "</p>\n<p>") + "</p>\n" }

// menu is a list of n links outside a nav element.
func menu(lang string, n int) string {
	var b strings.Builder
	for i := range n {
		if lang == "zh" {
			fmt.Fprintf(&b, `<li><a href="/s%d">本报第%d个专栏栏目</a></li>`, i, i)
		} else {
			fmt.Fprintf(&b, `<li><a href="/s%d">Section number %d of the paper</a></li>`, i, i)
		}
	}
	return "<ul>" + b.String() + "</ul>"
}

// asPage is a page around the markup of a body.
func asPage(lang, title, head, body string) corpus.Page {
	return corpus.Page{
		Capture: corpus.Capture{URL: "https://tolmin.example/world/ports-ask"},
		Body:    []byte(`<!doctype html><html lang="` + lang + `"><head><meta charset="utf-8"><title>` + title + ` | Tolmin Post</title>` + head + `</head><body>` + body + `</body></html>`),
	}
}

// articleWith is a page whose article holds markup between its third and fourth
// paragraph.
func articleWith(lang, title string, text []string, markup string) corpus.Page {
	return asPage(lang, title, "", `<header><nav>`+menu(lang, 6)+`</nav></header><main><article><h1>`+title+`</h1>`+
		paragraphs(text[:3]...)+markup+paragraphs(text[3:]...)+`</article></main><footer><p>© Tolmin Post</p></footer>`)
}

// paragraphsOf are the paragraphs that extraction finds on a page.
func paragraphsOf(t *testing.T, page corpus.Page) []string {
	t.Helper()
	doc, err := newExtractor(t).Extract(t.Context(), page, nil)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(doc.Text, "\n\n")
}

// TestWordsWithinParagraphs: what stands within a paragraph neither ends it nor
// vanishes, marks of notes and readings excepted.
func TestWordsWithinParagraphs(t *testing.T) {
	for _, c := range []struct{ name, lang, markup, want string }{
		{"comment", "en", `<p>Tolmin <!-- --> signed the note on Friday and <!-- x -->9<!-- --> ports will follow it.</p>`, "Tolmin signed the note on Friday and 9 ports will follow it."},
		{"comment", "zh", `<p>托尔明<!--keyword-->港星期五签署了照会，<!-- -->九<!-- -->个港口将随后签署这份文件。</p>`, "托尔明港星期五签署了照会，九个港口将随后签署这份文件。"},
		{"custom elements", "en", `<p>The <x-term>port authority</x-term>, said <x-name>Ana Pell</x-name>, would keep <output>nine</output> ferries at sea.</p>`, "The port authority, said Ana Pell, would keep nine ferries at sea."},
		{"custom elements", "zh", `<p><x-term>港务局</x-term>的<x-name>安娜</x-name>说，将保留<output>九</output>艘渡轮在海上继续航行。</p>`, "港务局的安娜说，将保留九艘渡轮在海上继续航行。"},
		{"pictures", "en", `<p>The share of <img src="a.gif" alt=""> the north is <picture><img src="b.gif" alt=""></picture> what remains after the toll.</p>`, "The share of the north is what remains after the toll."},
		{"term in a button", "en", `<p>The <button type="button">breakwater</button> was finished in the spring, and the toll came with it.</p>`, "The breakwater was finished in the spring, and the toll came with it."},
		{"ruby", "ja", `<p>調停人は来週、<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>の旧税関で最初の聴聞会を開く予定だと市長は述べた。</p>`, "調停人は来週、港の旧税関で最初の聴聞会を開く予定だと市長は述べた。"},
		{"words for screen readers", "en", `<p>The <a href="/x">draft of the treaty<span class="sr-only"> (opens in a new tab)</span></a> was published late, and <button>Listen</button>nobody had read it.</p>`, "The draft of the treaty was published late, and nobody had read it."},
		{"note of a site", "ar", `<p>ينص ميثاق الهيئة<sup>٣</sup> على أن النفقات<sup>(4)</sup> تُقسم بالتساوي بين الأطراف ما لم تتفق على غير ذلك.</p>`, "ينص ميثاق الهيئة على أن النفقات تُقسم بالتساوي بين الأطراف ما لم تتفق على غير ذلك."},
		{"isotope", "en", `<p>The water of the harbour holds traces of <sup>14</sup>C and of CO<sub>2</sub>, said the engineer in 10<sup>23</sup> words.</p>`, "The water of the harbour holds traces of ¹⁴C and of CO2, said the engineer in 10²³ words."},
		{"hidden words", "en", `<p>Write to the clerk at clerk@<span style="display: none">no spam</span>tolmin.example before the end of the month.</p>`, "Write to the clerk at clerk@tolmin.example before the end of the month."},
		{"note of a site", "en", `<p>The dispute may go to IOMed<sup>3</sup>, which sits in Hong Kong.<sup><a href="#fn4">4</a></sup> Nobody has asked it <sup>[5]</sup>.</p>`, "The dispute may go to IOMed, which sits in Hong Kong. Nobody has asked it."},
		{"note of a site", "zh", `<p>这一争端可能提交国际调解院<sup>3</sup>，该院设在香港。<sup><a href="#fn4">[4]</a></sup>目前还没有人提出请求。</p>`, "这一争端可能提交国际调解院，该院设在香港。目前还没有人提出请求。"},
		{"note as character", "en", `<p>The dispute may go to IOMed³ or to the court,⁴ as it did in 2025¹ when 420 km² of sea were at stake.</p>`, "The dispute may go to IOMed or to the court, as it did in 2025 when 420 km² of sea were at stake."},
		{"note as character", "zh", `<p>这一争端可能提交国际调解院³审理，该院设在香港，目前还没有人提出请求[4]，双方都在等待。</p>`, "这一争端可能提交国际调解院审理，该院设在香港，目前还没有人提出请求，双方都在等待。"},
		{"note of a word processor", "en", `<p>The dispute may go to IOMed<a href="#_ftn3" name="_ftnref3"><span class="MsoFootnoteReference">[3]</span></a>, which sits in Hong Kong.</p>`, "The dispute may go to IOMed, which sits in Hong Kong."},
		{"note by role", "en", `<p>The dispute may go to IOMed<a role="doc-noteref" href="#n">7</a>, which sits in Hong Kong.</p>`, "The dispute may go to IOMed, which sits in Hong Kong."},
		{"ordinals and exponents", "en", `<p>The 4<sup>th</sup> round, on the 1<sup>st</sup> of May, spoke of 10<sup>9</sup> litres over 420 km<sup>2</sup> of sea.</p>`, "The 4th round, on the 1st of May, spoke of 10⁹ litres over 420 km² of sea."},
		{"ordinals and exponents", "zh", `<p>第4轮会谈于五月举行，谈到了420 km<sup>2</sup>海面上的10<sup>9</sup>升海水，双方都同意继续谈判。</p>`, "第4轮会谈于五月举行，谈到了420 km²海面上的10⁹升海水，双方都同意继续谈判。"},
		{"link to a section", "en", `<p>The treaty says in article <a href="#art3">3</a> that tolls are to be set by both of the ports.</p>`, "The treaty says in article 3 that tolls are to be set by both of the ports."},
		{"side note", "en", `<p>The charter names a seat<span class="sidenote">In the old police station.</span> and a staff of forty people for the first year.</p>`, "The charter names a seat and a staff of forty people for the first year."},
		{"entities escaped twice", "en", `<p>The port&amp;rsquo;s council &amp;amp; its clerk agreed that fees above 5&amp;nbsp;crowns are too high.</p>`, "The port’s council & its clerk agreed that fees above 5 crowns are too high."},
		{"markup escaped", "zh", `&lt;p&gt;港务委员会的&lt;b&gt;书记&lt;/b&gt;说，超过五克朗的费用太高了，需要重新计算。&lt;/p&gt;`, "港务委员会的书记说，超过五克朗的费用太高了，需要重新计算。"},
	} {
		t.Run(c.name+" "+c.lang, func(t *testing.T) {
			lang := languages[truth(c.lang == "zh" || c.lang == "ja")]
			if got := paragraphsOf(t, articleWith(lang.lang, lang.title, lang.text, c.markup)); !slices.Contains(got, c.want) {
				t.Errorf("no paragraph %q in %q", c.want, got)
			}
		})
	}
}

// TestBreaks: line breaks before an indent, and those of preformatted text, part
// paragraphs.
func TestBreaks(t *testing.T) {
	for _, c := range []struct{ name, lang, between, before string }{
		{"wide spaces", "zh", "<br>", "&emsp;&emsp;"},
		{"ideographic spaces", "zh", "<br>", "\u3000\u3000"},
		{"no-break spaces", "en", "<br>", "&nbsp;&nbsp;&nbsp;"},
	} {
		lang := languages[truth(c.lang == "zh")]
		t.Run(c.name, func(t *testing.T) {
			short := map[string]string{"en": "Both sides agreed", "zh": "双方均表欢迎"}[c.lang]
			lines := slices.Concat(lang.text[:2], []string{short}, lang.text[2:])
			body := "<div><h1>" + lang.title + "</h1>" + c.before + strings.Join(lines, c.between+c.before) + "</div>"
			if got := paragraphsOf(t, asPage(lang.lang, lang.title, "", body)); !slices.Equal(got, lines) {
				t.Errorf("got %q", got)
			}
		})
	}
	for _, lang := range languages {
		t.Run("preformatted "+lang.lang, func(t *testing.T) {
			body := "<h1>" + lang.title + "</h1><pre>" + strings.Join(lang.text[:3], "\n\n") + "\n    " + strings.Join(lang.text[3:], "\n    ") + "</pre>"
			if got := paragraphsOf(t, asPage(lang.lang, lang.title, "", body)); !slices.Equal(got, lang.text) {
				t.Errorf("got %q", got)
			}
		})
	}
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestProseAmidProse: a whole paragraph around which the text goes on is text,
// whatever its first word and its wrapper's name; furniture is not.
func TestProseAmidProse(t *testing.T) {
	for _, class := range []string{"social-protection-chapter", "share-prices-section", "comment-piece__section", "related-conflicts-analysis", "menu-of-options", "banner-intro-text", "widget-longread"} {
		for _, lang := range languages {
			t.Run(class+" "+lang.lang, func(t *testing.T) {
				markup := `<div class="` + class + `"><h2>` + lang.title + `</h2>` + paragraphs(lang.text[3], lang.text[4]) + `</div>` + paragraphs(lang.text[5])
				got := paragraphsOf(t, articleWith(lang.lang, lang.title, lang.text[:3], markup))
				for _, want := range lang.text[3:5] {
					if !slices.Contains(got, want) {
						t.Errorf("lost %q", want)
					}
				}
			})
		}
	}
	for _, c := range []struct {
		lang, line string
		kept       bool
	}{
		{"en", "Donated boats will carry the delegates to the island.", true},
		{"en", "No comments were made by the northern minister on Tuesday.", true},
		{"en", "Share this water or lose it, the old judge told both sides.", true},
		{"en", "Subscribers to the treaty must report once a year.", true},
		{"en", "“Not today.”", true},
		{"en", "Share this article", false},
		{"en", "Share this article on Facebook.", false},
		{"en", "Sign up for our newsletter.", false},
		{"en", "Leave a comment", false},
		{"de", "Teilen wollen beide Staaten das Wasser nicht.", true},
		{"fr", "Partager le fleuve reste leur premier souci.", true},
		{"es", "Compartir el agua es el primer deber de ambos.", true},
		{"zh", "登录小岛的代表们受到了欢迎。", true},
		{"zh", "评论这一决定还为时过早。", true},
		{"zh", "“今天不行。”", true},
		{"en", "Your browser is out of date, says the banner on the wall of the customs house, and the clerks laugh at it.", true},
		{"zh", "广告牌上写着“欢迎调解员”，登录岛上的记者都被要求登记，评论员们在大堂里传看报纸。", true},
		{"zh", "广告", false},
		{"ar", "إعلان", false},
		{"ko", "광고", false},
		{"zh", "分享到微信", false},
		{"zh", "关注我们的公众号。", false},
	} {
		lang := languages[truth(c.lang == "zh")]
		t.Run(c.line, func(t *testing.T) {
			if got := paragraphsOf(t, articleWith(lang.lang, lang.title, lang.text, "<p>"+c.line+"</p>")); slices.Contains(got, c.line) != c.kept {
				t.Errorf("kept %v, want %v", !c.kept, c.kept)
			}
		})
	}
}

// TestSections: questions that unfold, panes, shadow roots and headings that are
// links belong to the text; what follows the article or repeats it does not.
func TestSections(t *testing.T) {
	for _, lang := range languages {
		head, a, b := lang.title+" 2", lang.text[4], lang.text[5]
		around := lang.text[:4]
		for _, c := range []struct {
			name, markup string
			want         []string
		}{
			{"accordion", `<h3><button aria-expanded="false">` + head + `</button></h3><div aria-hidden="true">` + paragraphs(a, b) + `</div>`, []string{head, a, b}},
			{"until found", `<div hidden="until-found">` + paragraphs(a, b) + `</div>`, []string{a, b}},
			{"panes", `<div class="tab-pane active">` + paragraphs(a) + `</div><div class="tab-pane" hidden>` + paragraphs(b) + `</div>`, []string{a, b}},
			{"shadow root", `<x-part><template shadowrootmode="open">` + paragraphs(a, b) + `</template></x-part>`, []string{a, b}},
			{"linked heading", `<h2><a href="/topics/ports">` + head + `</a></h2>` + paragraphs(a, b), []string{head, a, b}},
			{"off the screen", `<p style="position: absolute; left: -9999px">` + a + `</p>`, nil},
		} {
			t.Run(c.name+" "+lang.lang, func(t *testing.T) {
				want := slices.Concat(around[:3], c.want, around[3:])
				if got := paragraphsOf(t, articleWith(lang.lang, lang.title, around, c.markup)); !slices.Equal(got, want) {
					t.Errorf("got %q", got)
				}
			})
		}
		t.Run("the next article "+lang.lang, func(t *testing.T) {
			page := asPage(lang.lang, lang.title, "", "<div><article><h1>"+lang.title+"</h1>"+paragraphs(around...)+"</article><article><h1>"+head+"</h1>"+paragraphs(a, b)+"</article></div>")
			if got := paragraphsOf(t, page); !slices.Equal(got, around) {
				t.Errorf("got %q", got)
			}
		})
		t.Run("summary "+lang.lang, func(t *testing.T) {
			page := asPage(lang.lang, lang.title, "", "<article><h1>"+lang.title+"</h1><div class=abstract><p>"+around[0]+"</p></div>"+paragraphs(around...)+"</article>")
			if got := paragraphsOf(t, page); !slices.Equal(got, around) {
				t.Errorf("got %q", got)
			}
		})
	}
}

// TestCaptions: credits of pictures between paragraphs are kept apart as
// captions.
func TestCaptions(t *testing.T) {
	for _, c := range []struct{ lang, line string }{
		{"en", "Ana Pell, photo: Tolmin archive"}, {"en", "Photo: Ana Pell/AFP"}, {"zh", "图片来源：本报记者 安娜 摄"},
	} {
		lang := languages[truth(c.lang == "zh")]
		t.Run(c.line, func(t *testing.T) {
			doc, err := newExtractor(t).Extract(t.Context(), articleWith(lang.lang, lang.title, lang.text, "<p>"+c.line+"</p>"), nil)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(doc.Text, c.line) || !slices.ContainsFunc(doc.Blocks, func(b corpus.Block) bool { return b.Text == c.line && b.Kind == "caption" }) {
				t.Errorf("text %q, blocks %v", doc.Text, doc.Blocks)
			}
		})
	}
}

// TestWrappers: the article is found in a wrapper of any name beside a long
// menu; a list of teasers in such a wrapper is none.
func TestWrappers(t *testing.T) {
	for _, lang := range languages {
		var teasers strings.Builder
		for i := range 12 {
			fmt.Fprintf(&teasers, `<div><h3><a href="/n/%d">%s</a></h3><p>%s</p></div>`, i, lang.text[(i+1)%6][:45], lang.text[i%6])
		}
		for _, open := range []string{`<div class="has-comments">`, `<aside class="content">`, `<div class="sidebar">`, `<div class="page-footer">`, `<footer>`, `<form action="/x">`, `<div id="comments-open">`} {
			tag, _, _ := strings.Cut(strings.Trim(open, "<>"), " ")
			t.Run(lang.lang+" "+open, func(t *testing.T) {
				got := paragraphsOf(t, asPage(lang.lang, lang.title, "", menu(lang.lang, 40)+open+"<h1>"+lang.title+"</h1>"+paragraphs(lang.text...)+"</"+tag+">"+menu(lang.lang, 12)))
				if !slices.Equal(got, lang.text) {
					t.Errorf("got %q", got)
				}
				_, err := newExtractor(t).Extract(t.Context(), asPage(lang.lang, lang.title, "", open+"<h1>World</h1>"+teasers.String()+"</"+tag+">"), nil)
				var f *extract.Failure
				if !errors.As(err, &f) || f.Code != extract.CodeNotArticle {
					t.Errorf("teasers: %v, want %s", err, extract.CodeNotArticle)
				}
			})
		}
		for _, sections := range []int{5, 11} {
			t.Run(fmt.Sprint(lang.lang, " linked headings ", sections), func(t *testing.T) {
				var b strings.Builder
				for i := range sections {
					fmt.Fprintf(&b, `<h3><a href="/topic/%d">%s %d</a></h3><p>%d. %s</p>`, i, lang.title, i, i, lang.text[2+i%4])
				}
				got := paragraphsOf(t, asPage(lang.lang, lang.title, "", "<h1>"+lang.title+"</h1>"+paragraphs(lang.text[:2]...)+b.String()))
				if len(got) < 2+sections {
					t.Errorf("got %q", got)
				}
			})
		}
	}
}

// TestCodesToScan: what asks a reader to follow the outlet by a code is no text,
// an article about such codes is.
func TestCodesToScan(t *testing.T) {
	for _, c := range []struct{ name, lang, block, kept string }{
		{"at the end", "zh", `<p>专注港口新闻报道，每日推送。扫描下方二维码关注港口周刊公众号。</p>`, ""},
		{"at the end, English", "en", `<p>The best of the ports each week: scan the QR code and follow us on the app.</p>`, ""},
		{"codes of passengers", "zh", `<p>乘客上船时须出示二维码，港务委员会说，没有手机的老人可以领取纸质船票。</p>`, "乘客上船时须出示二维码"},
		{"codes of passengers, English", "en", `<p>Passengers show a QR code when they board, the council said, and the old may ask for a ticket on paper.</p>`, "Passengers show a QR code"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := newExtractor(t).Extract(t.Context(), articlePage(c.lang, "", c.block), nil)
			if err != nil {
				t.Fatal(err)
			}
			if c.kept != "" && !strings.Contains(doc.Text, c.kept) || c.kept == "" && strings.Contains(doc.Text, plainOf(c.block)) {
				t.Errorf("text %q", doc.Text)
			}
		})
	}
}

// plainOf is the text of a paragraph.
func plainOf(p string) string { return strings.TrimSuffix(strings.TrimPrefix(p, "<p>"), "</p>") }
