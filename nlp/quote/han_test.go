package quote_test

import (
	"strings"
	"sync"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp/quote"
	"framewatch/nlp/zh"

	"github.com/google/go-cmp/cmp"
)

var segmenter = sync.OnceValues(func() (*zh.Segmenter, error) { return zh.New(nil) })

// brackets say in the texts of tests what the tagger finds.
var brackets = map[rune]corpus.Label{'{': corpus.PER, '[': corpus.ORG, '<': corpus.LOC}

// chinese reads a text with its names in brackets ({people}, [bodies], <places>)
// and annotates it with words and mentions; a bar ends a sentence.
func chinese(t testing.TB, marked, lang string) (string, *corpus.Annotations) {
	t.Helper()
	s, err := segmenter()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	var names []corpus.Mention
	for _, r := range marked {
		switch {
		case brackets[r] != "":
			names = append(names, corpus.Mention{Span: corpus.Span{Start: text.Len()}, Label: brackets[r]})
		case r == '}' || r == ']' || r == '>':
			names[len(names)-1].Span.End = text.Len()
		default:
			text.WriteRune(r)
		}
	}
	a := annotations(text.String(), lang)
	for i, sentence := range a.Sentences {
		for _, w := range s.Segment(sentence.Span.Of(text.String())) {
			norm, _ := zh.Fold(strings.ToLower(w.Of(sentence.Span.Of(text.String()))))
			w.Start, w.End = w.Start+sentence.Span.Start, w.End+sentence.Span.Start
			a.Tokens = append(a.Tokens, corpus.Token{Span: w, Sentence: i, Norm: norm, Word: !strings.ContainsAny(norm, "，。、：；！？“”「」『』（）()《》…\"'|")})
		}
		for _, m := range names {
			if sentence.Span.Contains(m.Span) {
				m.Sentence, m.Surface = i, m.Span.Of(text.String())
				a.Mentions = append(a.Mentions, m)
			}
		}
	}
	return text.String(), a
}

func shown(text string, quotes []corpus.Quote) []string {
	var out []string
	for _, q := range quotes {
		out = append(out, string(q.Type)+": "+join(text, q.Content)+" <- "+join(text, q.Source)+" ["+join(text, q.Cue)+"] "+string(q.VerbClass))
	}
	return out
}

// hanTests say for each kind what is found: type: content <- source [cue] class.
var hanTests = []struct {
	name, text string
	want       []string
}{
	{"before, colon", `[海事部]发言人{王平}30日表示：“我们欢迎对话。”`, []string{`direct: “我们欢迎对话。” <- 海事部发言人王平 [表示] neutral`}},
	{"behind", `“这是重要一步，”{王平}说。`, []string{`direct: “这是重要一步，” <- 王平 [说] neutral`}},
	{"broken in two", `“屋顶漏了，”{王平}说，“谁来修？”“没人肯修。”`, []string{`direct: “屋顶漏了，” + “谁来修？” + “没人肯修。” <- 王平 [说] neutral`}},
	{"traditional brackets", `{王平}警告：「不要取代法院。」`, []string{`direct: 「不要取代法院。」 <- 王平 [警告] neutral`}},
	{"term in marks", `“一带一路”倡议很大。`, nil},
	{"title of a work", `他读了《和平的房子》一书。`, nil},
	{"reported", `{王平}在会上指出，调解需要耐心。`, []string{`indirect: 调解需要耐心 <- 王平 [指出] endorsing`}},
	{"press", `据[海港日报]30日报道，屋顶漏水了。`, []string{`indirect: 屋顶漏水了 <- 海港日报 [报道] neutral`}},
	{"part of a word", `这个名称，大家都喜欢吗。`, nil},
	{"sentence in marks without a source", `“所有人都应当坐下来好好谈一谈。”`, []string{`direct: “所有人都应当坐下来好好谈一谈。” <-  [] `}},
	{"open over paragraphs", "{王平}说：“屋顶漏水。\n“谁来修理？”", []string{`direct: “屋顶漏水。 + “谁来修理？” <- 王平 [说] neutral`}},

	{"supplement is a noun", `[港口委员会]是对[海事法庭]的重要补充，不会妨碍后者。`, nil},
	{"mutual supplement", `[港口委员会]与[海事法庭]互为补充：二者分工不同。`, nil},
	{"as supplement", `[港口委员会]作为一种补充，获得渔民欢迎。`, nil},
	{"object of a light verb", `{王平}作了说明，渔民可以回家。`, nil},
	{"this is a promise", `这是一个承诺，渔民可以回家。`, nil},
	{"criticised by", `受到{王平}批评，[港口委员会]修改了章程。`, nil},
	{"advice is a noun", `按照专家建议的路线，渔民绕过礁石。`, nil},
	{"nobody speaks", `据悉，渔民已经回家。`, nil},
	{"the deed is no source", `[港口委员会]的成立表明，渔民愿意对话。`, nil},
	{"noun as predicate", `{王平}补充，渔民可以回家。`, []string{`indirect: 渔民可以回家 <- 王平 [补充] neutral`}},
	{"noun as predicate of a role", `多名退休船长建议，渔民绕过礁石。`, []string{`indirect: 渔民绕过礁石 <- 多名退休船长 [建议] neutral`}},

	{"no comma", `{史蒂文}称[港口委员会]是一场骗局。`, []string{`indirect: 港口委员会是一场骗局 <- 史蒂文 [称] neutral`}},
	{"no comma, criticism", `{史蒂文}质疑[港口委员会]的公正性。`, []string{`indirect: 港口委员会的公正性 <- 史蒂文 [质疑] neutral`}},
	{"hong kong press", `渔民代表狠批[港口委员會]淪為商人工具。`, []string{`indirect: 港口委员會淪為商人工具 <- 渔民代表 [狠批] neutral`}},
	{"in the eyes of", `在{史蒂文}看来，港口太小。`, []string{`indirect: 港口太小 <- 史蒂文 [看来] neutral`}},
	{"the view of", `{史蒂文}的看法是，港口太小。`, []string{`indirect: 港口太小 <- 史蒂文 [看法] neutral`}},
	{"heard from", `据{史蒂文}透露，港口将扩建。`, []string{`indirect: 港口将扩建 <- 史蒂文 [透露] endorsing`}},
	{"document", `一份报告显示，港口去年亏损。`, []string{`indirect: 港口去年亏损 <- 一份报告 [显示] endorsing`}},
	{"called by", `港口被批评者称为“烂尾工程”。`, []string{`mixed: “烂尾工程” <- 批评者 [称为] neutral`}},
	{"called something", `{史蒂文}把港口形容为“烂尾工程”。`, []string{`mixed: 港口 + “烂尾工程” <- 史蒂文 [形容为] neutral`}},
	{"closing", `港口不会扩建，{史蒂文}强调。`, []string{`indirect: 港口不会扩建 <- 史蒂文 [强调] neutral`}},
	{"time and place between", `{史蒂文}昨天在渔民大会上就扩建问题回答提问时表示，港口太小。`, []string{`indirect: 港口太小 <- 史蒂文 [表示] neutral`}},
	{"asked whether", `被问及港口是否扩建时，{史蒂文}表示没有这个打算。`, []string{`indirect: 没有这个打算 <- 史蒂文 [表示] neutral`}},

	{"open verb", `{史蒂文}冷笑道：“港口迟早要关门。”`, []string{`direct: “港口迟早要关门。” <- 史蒂文 [冷笑道] neutral`}},
	{"open verb with a place", `{史蒂文}在个人网站上贴出一句话：“港口迟早要关门。”`, []string{`direct: “港口迟早要关门。” <- 史蒂文 [话] neutral`}},
	{"compound", `{史蒂文}坚称，港口不会关门。`, []string{`indirect: 港口不会关门 <- 史蒂文 [坚称] neutral`}},
	{"compound in two words", `{史蒂文}撰文指出：“港口不会关门。”`, []string{`direct: “港口不会关门。” <- 史蒂文 [撰文指出] endorsing`}},

	{"semicolon", `{王平}表示港口很安全；{史蒂文}表示港口很危险。`,
		[]string{`indirect: 港口很安全 <- 王平 [表示] neutral`, `indirect: 港口很危险 <- 史蒂文 [表示] neutral`}},
	{"but", `{王平}表示，港口很安全，但{史蒂文}认为，港口很危险。`,
		[]string{`indirect: 港口很安全 <- 王平 [表示] neutral`, `indirect: 港口很危险 <- 史蒂文 [认为] neutral`}},
	{"while", `批评者认为港口很危险，而支持者则认为它很安全。`,
		[]string{`indirect: 港口很危险 <- 批评者 [认为] neutral`, `indirect: 它很安全 <- 支持者 [认为] neutral`}},
	{"three", `{王平}说，港口很安全，{史蒂文}说，港口很危险，{李红}则指出，没人去过那里。`,
		[]string{`indirect: 港口很安全 <- 王平 [说] neutral`, `indirect: 港口很危险 <- 史蒂文 [说] neutral`, `indirect: 没人去过那里 <- 李红 [指出] endorsing`}},
	{"goes on", `{王平}强调，“港口是安全的”，并补充说，它不会关门。`,
		[]string{`direct: “港口是安全的” <- 王平 [强调] neutral`, `indirect: 它不会关门 <- 王平 [补充说] neutral`}},
	{"side by side", `{王平}表示，“港口是安全的”“它不会关门”。`, []string{`direct: “港口是安全的” + “它不会关门” <- 王平 [表示] neutral`}},
	{"mixed", `{王平}说港口“已经很安全”，“不会再关门”。`, []string{`mixed: 港口 + “已经很安全” + “不会再关门” <- 王平 [说] neutral`}},

	{"press and person", `据[海港通讯社]报道，{史蒂文}表示，港口太小。`,
		[]string{`indirect: 史蒂文表示，港口太小 <- 海港通讯社 [报道] neutral`, `indirect: 港口太小 <- 史蒂文 [表示] neutral`}},
	{"cited", `《海港早报》援引专家的话称，港口太小。`,
		[]string{`indirect: 专家的话称，港口太小 <- 《海港早报》 [援引] neutral`, `indirect: 港口太小 <- 专家 [称] neutral`}},
	{"cited with marks", `{王平}引述{史蒂文}的话说，“港口实在太小”。`,
		[]string{`indirect: 史蒂文的话说，“港口实在太小” <- 王平 [引述] neutral`, `direct: “港口实在太小” <- 史蒂文 [说] neutral`}},

	{"transcript", "{王平}：港口很安全。欢迎大家来看。", []string{`indirect: 港口很安全。欢迎大家来看 <- 王平 [] neutral`}},
	{"colon and marks", `{王平}教授：“港口很安全。”`, []string{`direct: “港口很安全。” <- 王平教授 [] neutral`}},
	{"what the words are about", `[港口委员会]：一座新楼的故事`, nil},

	{"denied", `{王平}否认港口将要关门。`, []string{`indirect: 港口将要关门 <- 王平 [否认] denying`}},
	{"denied claim", `{王平}驳斥了港口将要关门的说法。`, []string{`indirect: 港口将要关门 <- 王平 [驳斥了] denying`}},
	{"rebuttal", `{王平}反驳：“港口不会关门。”`, []string{`direct: “港口不会关门。” <- 王平 [反驳] neutral`}},
	{"claimed", `{史蒂文}宣称，港口将要关门。`, []string{`indirect: 港口将要关门 <- 史蒂文 [宣称] distancing`}},
	{"as somebody said", `正如{史蒂文}所指出的那样，港口太小。`, []string{`indirect: 港口太小 <- 史蒂文 [指出] endorsing`}},
	{"view behind", `“港口实在太小”，这是{史蒂文}的看法。`, []string{`direct: “港口实在太小” <- 史蒂文 [看法] neutral`}},
	{"one who does not agree", `{史蒂文}认为，港口太小；{王平}对此予以否认。`, []string{`indirect: 港口太小 <- 史蒂文 [认为] neutral`}},
	{"new subject behind a semicolon", `分析指，港口太小；但有渔民不同意，认为港口够大。`,
		[]string{`indirect: 港口太小 <- 分析 [指] neutral`, `indirect: 港口够大 <- 渔民 [认为] neutral`}},
	{"denial without the claim", `{王平}否认了这一说法。`, nil},
	{"subject that the segmenter cuts", `海大学者{史蒂文}则泼冷水，指港口太小。`, []string{`indirect: 港口太小 <- 海大学者史蒂文 [指] neutral`}},
	{"in the words of", `按{史蒂文}的说法，港口太小。`, []string{`indirect: 港口太小 <- 史蒂文 [说法] neutral`}},
	{"several states", `五国重申支持港口公约。`, []string{`indirect: 支持港口公约 <- 五国 [重申] neutral`}},
	{"of an outlet", `《海港早报》的报道称，港口太小。`, []string{`indirect: 港口太小 <- 《海港早报》 [报道称] neutral`}},
	{"a voice that is answered", `{王平}说，有人说港口太小，这是误解。`,
		[]string{`indirect: 有人说港口太小，这是误解 <- 王平 [说] neutral`, `indirect: 港口太小 <- 有人 [说] neutral`}},
	{"mere object", `{史蒂文}抨击港口决定。`, nil},
	{"laughing", `“港口太小，”{史蒂文}笑着说，“没人会来。”`, []string{`direct: “港口太小，” + “没人会来。” <- 史蒂文 [说] neutral`}},
	{"her colleague", `她的同事打趣道：“港口太小。”`, []string{`direct: “港口太小。” <- 她的同事 [打趣道] neutral`}},
	{"the author himself", `笔者认为，港口太小。`, nil},
	{"denied claim in marks", `{王平}驳斥了“港口将要关门”的说法。`, []string{`mixed: “港口将要关门” <- 王平 [驳斥了] denying`}},
	{"noun behind a preposition", `渔民对这一建议没有异议。`, nil},
	{"dateline", `本报海港5月1日电记者{王平}报道：港口今天关门。`, nil},
	{"statistics are nobody", `据统计，港口去年亏损。`, nil},
	{"in a phrase of time", `{史蒂文}质疑[港口委员会]的公正性后，渔民回家了。`, []string{`indirect: 港口委员会的公正性 <- 史蒂文 [质疑] neutral`}},
	{"belief inside a report", `{史蒂文}说，渔民需要休息，相信大家都能理解。`, []string{`indirect: 渔民需要休息，相信大家都能理解 <- 史蒂文 [说] neutral`}},
	{"subject far before", `{史蒂文}会见渔民，强调港口不会关门。`, []string{`indirect: 港口不会关门 <- 史蒂文 [强调] neutral`}},
	{"object of an answer", `{史蒂文}回应质疑，强调港口不会关门。`, []string{`indirect: 港口不会关门 <- 史蒂文 [强调] neutral`}},
	{"anybody who says with a pause", `商户说，港口太小。`, []string{`indirect: 港口太小 <- 商户 [说] neutral`}},
	{"what is generally said is nobody's", `一般来说，港口太小。`, nil},
	{"will, behind a verb of saying", `{史蒂文}表示会关闭港口。`, []string{`indirect: 会关闭港口 <- 史蒂文 [表示] neutral`}},
	{"a promise of place and time", `{史蒂文}答应在五月前关闭港口。`, []string{`indirect: 在五月前关闭港口 <- 史蒂文 [答应] neutral`}},
	{"the next verb has the words", `{史蒂文}表示担忧，认为港口太小。`, []string{`indirect: 港口太小 <- 史蒂文 [认为] neutral`}},
	{"what she fears is", `{史蒂文}最担心的是，港口会关门。`, []string{`indirect: 港口会关门 <- 史蒂文 [担心] neutral`}},
	{"does not think", `{史蒂文}不认为港口会关门。`, []string{`indirect: 港口会关门 <- 史蒂文 [不认为] denying`}},
	{"a name taken too long", `{史蒂文坚}称港口没有关门。`, []string{`indirect: 港口没有关门 <- 史蒂文 [坚称] neutral`}},
	{"the author goes on", `{史蒂文}称港口将要关门，但没有提供任何证据。`, []string{`indirect: 港口将要关门 <- 史蒂文 [称] neutral`}},
}

func TestHan(t *testing.T) {
	for _, test := range hanTests {
		t.Run(test.name, func(t *testing.T) {
			text, a := chinese(t, test.text, "zh-Hans")
			if diff := cmp.Diff(test.want, shown(text, quote.Find(&corpus.Document{Text: text}, a))); diff != "" {
				t.Errorf("%q (-want +got):\n%s", text, diff)
			}
		})
	}
}

// Traditional characters say the same.
func TestHanTraditional(t *testing.T) {
	for _, test := range hanTests {
		t.Run(test.name, func(t *testing.T) {
			text, a := chinese(t, zh.ToTraditional(test.text), "zh-Hant")
			var got []string
			for _, s := range shown(text, quote.Find(&corpus.Document{Text: text}, a)) {
				got = append(got, zh.ToSimplified(s))
			}
			var want []string
			for _, s := range test.want {
				want = append(want, zh.ToSimplified(s))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", text, diff)
			}
		})
	}
}

func TestHanTitles(t *testing.T) {
	tests := []struct {
		name, title string
		want        []string
	}{
		{"name first", `{王平}：港口不会关门`, []string{`indirect: 港口不会关门 <- 王平 [] neutral`}},
		{"name first, marks", `{王平}：“港口不会关门”`, []string{`direct: “港口不会关门” <- 王平 [] neutral`}},
		{"name last", `“港口不会关门”：{王平}`, []string{`direct: “港口不会关门” <- 王平 [] neutral`}},
		{"ministry", `海事部发言人：港口不会关门`, []string{`indirect: 港口不会关门 <- 海事部发言人 [] neutral`}},
		{"what it is about", `[港口委员会]：一座新楼的故事`, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			title, a := chinese(t, test.title, "zh-Hans")
			for i := range a.Sentences {
				a.Sentences[i].Headline, a.Sentences[i].Paragraph = true, -1
			}
			if diff := cmp.Diff(test.want, shown(title, quote.Find(&corpus.Document{Title: title}, a))); diff != "" {
				t.Errorf("%q (-want +got):\n%s", title, diff)
			}
		})
	}
}

// A speaker is whom the source names, not whose critic or spokesman he is; a name
// without an entity and a pronoun with two candidates are nobody known.
func TestHanSpeaker(t *testing.T) {
	tests := []struct {
		text string
		want []corpus.EntityID
	}{
		{`{王平}说，港口太小。`, []corpus.EntityID{"person.王平"}},
		{`{王平}的批评者说，港口太小。`, []corpus.EntityID{""}},
		{`{王平}教授说，港口太小。`, []corpus.EntityID{"person.王平"}},
		{`[港口委员会]主席{史蒂文}说，港口太小。`, []corpus.EntityID{""}},
		{`{王平}会见{史蒂文}。|他说，港口太小。`, []corpus.EntityID{""}},
		{`{王平}昨天到访。|他说，港口太小。`, []corpus.EntityID{"person.王平"}},
	}
	for _, test := range tests {
		text, a := chinese(t, test.text, "zh-Hans")
		for i := range a.Mentions {
			if m := &a.Mentions[i]; m.Surface != "史蒂文" {
				m.Entity = corpus.EntityID("person." + m.Surface)
			}
		}
		var got []corpus.EntityID
		for _, q := range quote.Find(&corpus.Document{Text: text}, a) {
			got = append(got, q.Speaker)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func FuzzHan(f *testing.F) {
	for _, seed := range []string{`王平表示：“好的好的。”他说`, `“甲”“乙”，王平说`, `据：，报道，`, `在看来，`, `援引的话称，`, `驳斥的说法。`, `被称为`, `（）：“`, "王平：\n“开\n“合”"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(strings.NewReplacer("{", "", "}", "", "[", "", "]", "", "<", "", ">", "").Replace(text), "")
		_, a := chinese(t, text, "zh-Hans")
		expectInside(t, text, quote.Find(&corpus.Document{Text: text}, a))
	})
}
