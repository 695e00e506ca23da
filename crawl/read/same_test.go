package read_test

import (
	"reflect"
	"strings"
	"testing"

	"framewatch/crawl/read"
)

// paragraphs of invented articles, in English and Chinese; the latter are of few
// characters each, as they are in print.
var (
	lake = []string{
		"The ministers said in a joint letter that neither side would open the gates until the first hearing had ended.",
		"Fishermen on both shores say that the quarrel has cost them a third of their catch since the spring.",
		"A former judge from the southern port will lead the panel, and two engineers will report to her.",
		"Economists at the regional bank expect that a lasting agreement would save forty million crowns.",
	}
	port = []string{
		"The town council has voted to rebuild the old customs house as a museum of navigation.",
		"Builders found the keel of a wooden ship under the western quay, where it had lain for centuries.",
		"Visitors will be able to see it from a glass walk when the work is finished next summer.",
		"The harbour master promised that the ferry would keep its timetable during all of the works.",
	}
	lakeZH = []string{"两国部长在联名信中说，首次听证会结束之前不会开闸。", "两岸渔民说，争端使渔获减少三分之一。", "来自南方港口的前法官将主持调解。", "区域银行估计，协议可节省四千万克朗。"}
	portZH = []string{"镇议会投票决定将旧海关改建为航海博物馆。", "工人在西码头下发现一艘木船的龙骨。", "明年夏天完工后，游客可从玻璃栈道上看到它。", "港务长承诺施工期间渡轮照常运行。"}
)

// furniture is what stands on each page of an outlet.
var furniture = []string{
	`<nav><ul><li><a href=/>Home</a></li><li><a href=/world>World</a></li><li><a href=/zh>湖区新闻</a></li></ul></nav>`,
	`<aside><h2>Most read</h2><ul><li>Ferry to run at night from the first of June</li><li>渡轮六月起开通夜间航班</li></ul></aside>`,
	`<footer><p>All rights reserved by the Lake Post, which is printed on the shore.</p></footer>`,
}

// laidOut is a page with a title, furniture and paragraphs.
func laidOut(title string, around, text []string) string {
	return "<!doctype html><html><head><meta charset=utf-8><title>" + title + "</title></head><body>" + strings.Join(around, "\n") +
		"<main><h1>" + title + "</h1><p>" + strings.Join(text, "</p>\n<p>") + "</p></main></body></html>"
}

func textOf(page string) read.Text { return read.TextOf([]byte(page), htmlType) }

// TestSameTextWhateverTheMarkup: what is no letter of a page's text makes no other
// text of it.
func TestSameTextWhateverTheMarkup(t *testing.T) {
	each := func(old, put string) func(string) string {
		replace := func(s string) string { return strings.ReplaceAll(s, old, put) }
		if strings.HasPrefix(old, "<") {
			return replace
		}
		return func(s string) string { return betweenTags(s, replace) }
	}
	touched := map[string]bool{}
	for name, change := range map[string]func(string) string{
		"nothing":          func(s string) string { return s },
		"white space":      each(" ", "\n\t  "),
		"capitals":         func(s string) string { return betweenTags(s, strings.ToUpper) },
		"paragraph breaks": each("</p>", "</p><br><hr>"),
		"scripts":          each("<p>", "<p><script>document.write('A text of some length, which is written by a program')</script>"),
		"styles":           each("</p>", "<style>.a-text-of-some-length-which-nobody-reads{}</style></p>"),
		"templates":        each("</main>", "<template><p>A text of some length, which is waiting to be used by a program</p></template></main>"),
		"no script":        each("</p>", "<noscript>This page is much better with a browser that runs scripts</noscript></p>"),
		"comments":         each("e", "<!-- a text of some length within the words -->e"),
		"inline":           each("e", "<b>e</b>"),
		"links":            each("the ", `<a href="/x" title="A text of some length in an attribute">the</a> `),
		"older inline":     each("e", "<tt>e</tt>"),
		"keys":             each("e", "<kbd>e</kbd>"),
		"unknown elements": each("e", "<o:p></o:p><glossary-term>e</glossary-term>"),
		"inline, Chinese":  each("国", "<em>国</em>"),
		"ruby":             each("港", "<ruby>港</ruby>"),
		"breaks for lines": each("e", "<wbr>e&shy;"),
		"punctuation":      each(",", " –"),
		"entities":         each("a", "&#97;"),
		"pictures":         each("</p>", `<img alt="A picture of some length" src=x></p>`),
		"blocks for blocks": func(s string) string {
			return strings.NewReplacer("<p>", "<div>", "</p>", "</div>", "<main>", "<table><tr><td>", "</main>", "</td></tr></table>").Replace(s)
		},
		"title alone": each("<title>", "<title>Print: "),
		"order of the furniture": func(s string) string {
			return strings.Replace(strings.Replace(s, furniture[0], "", 1), furniture[2], furniture[2]+furniture[0], 1)
		},
		"twice": func(s string) string { return s + s },
	} {
		for lang, text := range map[string][]string{"English": lake, "Chinese": lakeZH} {
			plain := laidOut("Talks 谈判", furniture, text)
			changed := change(plain)
			a, b := textOf(plain), textOf(changed)
			if !read.SameText(a, b) || !read.SameText(b, a) {
				t.Errorf("%s, %s: another text", name, lang)
			}
			// More than that: not even a passage is another. Only titles may be.
			if named := name != "title alone"; named != reflect.DeepEqual(a, b) {
				t.Errorf("%s, %s: the same in all: %t", name, lang, !named)
			}
			if name != "nothing" {
				touched[name] = touched[name] || changed != plain
			}
		}
	}
	for name, yes := range touched {
		if !yes {
			t.Errorf("%s changes no page", name)
		}
	}
}

// betweenTags changes what stands between the tags of a page, but for its title, in
// which there are none.
func betweenTags(page string, change func(string) string) string {
	var b strings.Builder
	for part := range strings.SplitAfterSeq(page, "<") {
		tag, text, ok := strings.Cut(part, ">")
		if !ok {
			b.WriteString(part)
			continue
		}
		text, more := strings.CutSuffix(text, "<")
		if tag != "title" {
			text = change(text)
		}
		b.WriteString(tag + ">" + text)
		if more {
			b.WriteByte('<')
		}
	}
	return b.String()
}

// TestSameText: a print form has the page's text without its furniture; another
// article of the same outlet has the furniture without the text.
func TestSameText(t *testing.T) {
	film := func(title, more string) string {
		return "<title>" + title + "</title><h1>" + title + "</h1><video src=x></video>" + more
	}
	menu := numbered("<li>Section %d", 60)
	for _, c := range []struct {
		name       string
		form, page string
		want       bool
	}{
		{"print form", laidOut("Talks", nil, lake), laidOut("Talks", furniture, lake), true},
		{"print form, Chinese", laidOut("谈判", nil, lakeZH), laidOut("谈判", furniture, lakeZH), true},
		{"print form with a note of its own", laidOut("Talks", []string{"<p>This is the print form of a page of the Lake Post</p>"}, lake), laidOut("Talks", furniture, lake), true},
		{"print form of a page that shows the beginning", laidOut("Talks", nil, lake), laidOut("Talks", nil, lake[:2]), true},
		{"print form without a title", "<p>" + strings.Join(lake, "<p>"), laidOut("Talks", furniture, lake), true},
		{"another article", laidOut("Port", furniture, port), laidOut("Talks", furniture, lake), false},
		{"another article, Chinese", laidOut("港口", furniture, portZH), laidOut("谈判", furniture, lakeZH), false},
		{"another article without furniture", laidOut("Port", nil, port), laidOut("Talks", nil, lake), false},
		{"another article of the same title", laidOut("Talks", furniture, port), laidOut("Talks", furniture, lake), false},
		{"another language", laidOut("Talks", furniture, lakeZH), laidOut("Talks", furniture, lake), false},
		{"second page of an article", laidOut("Talks", nil, append(lake[:1:1], port...)), laidOut("Talks", nil, lake), false},
		{"half of the text", laidOut("Talks", nil, append(lake[:2:2], port[:2]...)), laidOut("Talks", nil, lake), false},
		{"words in another order", laidOut("Talks", nil, []string{reversed(lake[0]), reversed(lake[1])}), laidOut("Talks", nil, lake[:2]), false},
		{"short piece, Chinese", laidOut("谈判", nil, lakeZH[:2]), laidOut("谈判 - 湖区日报", furniture, lakeZH[:2]), true},
		{"another short piece, Chinese", laidOut("谈判", nil, lakeZH[:2]), laidOut("谈判", furniture, lakeZH[2:]), false},
		{"film", film("A film of the lake", ""), film("A film of the lake", "<p>Watch it here</p>"), true},
		{"film, Chinese", film("湖区影片", ""), film("湖区影片", strings.Join(furniture, "")), true},
		{"film of another name", film("A film of the lake", ""), film("A film of the port", ""), false},
		{"film, capitals", film("A FILM OF THE LAKE", ""), film("A film of the lake", ""), true},
		{"film with a text that the page has not", film("A film", "<p>The ferry will run at night in June</p>"), film("A film", ""), false},
		{"film and article of one name", film("Talks", ""), laidOut("Talks", furniture, lake), true},
		{"another article with the same menu", laidOut("Port", []string{menu}, port[:1]), laidOut("Talks", []string{menu}, lake[:1]), false},
		{"nothing", "", "", false},
		{"nothing and an article", "", laidOut("Talks", nil, lake), false},
		{"article and nothing", laidOut("Talks", nil, lake), "", false},
		{"buttons alone", "<p>Share<p>Print<p>分享", "<p>Share<p>Print<p>分享", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := read.SameText(textOf(c.form), textOf(c.page)); got != c.want {
				t.Errorf("the same: %t", got)
			}
		})
	}
}

func reversed(s string) string {
	words := strings.Fields(s)
	for i, j := 0, len(words)-1; i < j; i, j = i+1, j-1 {
		words[i], words[j] = words[j], words[i]
	}
	return strings.Join(words, " ")
}

// TestTextInItsCharacterSet: the same page in two character sets has one text.
func TestTextInItsCharacterSet(t *testing.T) {
	gbk := "<title>\xcc\xb8\xc5\xd0</title><p>" + strings.Repeat("\xba\xfe\xc7\xf8\xcc\xb8\xc5\xd0", 12)
	utf8 := "<title>谈判</title><p>" + strings.Repeat("湖区谈判", 12)
	if !read.SameText(read.TextOf([]byte(gbk), "text/html; charset=gbk"), textOf(utf8)) {
		t.Error("two texts")
	}
}

// TestTextIsBounded: a page of ever more passages is read up to a bound; its text
// is still itself.
func TestTextIsBounded(t *testing.T) {
	long := numbered("<p>Passage number %d of a page without any end", 6000)
	if !read.SameText(textOf(long), textOf(long)) {
		t.Error("not the same as itself")
	}
	if !read.SameText(textOf(long), textOf(numbered("<p>Passage number %d of a page without any end", 4000)+numbered("<p>Another passage number %d of some other page", 6000))) {
		t.Error("passages beyond the bound count")
	}
	if read.SameText(textOf(long), textOf(numbered("<p>Another passage number %d of some other page", 6000))) {
		t.Error("the same as another")
	}
}
