package quote_test

import (
	"fmt"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/quote"
)

func Example() {
	text := "“We mediate,” said Ann Lowe. 王平说：“调解需要耐心。”"
	second := strings.Index(text, "王")
	a := &corpus.Annotations{Sentences: []corpus.Sentence{
		{Span: corpus.Span{Start: 0, End: second - 1}, Lang: "en"},
		{Span: corpus.Span{Start: second, End: len(text)}, Seq: 1, Paragraph: 1, Lang: "zh-Hans"},
	}}
	for _, w := range []string{"王平", "说", "：", "“", "调解", "需要", "耐心", "。", "”"} {
		at := second + strings.Index(text[second:], w)
		a.Tokens = append(a.Tokens, corpus.Token{Span: corpus.Span{Start: at, End: at + len(w)}, Sentence: 1, Norm: w, Word: !strings.ContainsAny(w, "：“”。")})
	}
	a.Mentions = []corpus.Mention{{Span: corpus.Span{Start: second, End: second + len("王平")}, Sentence: 1, Label: corpus.PER}}
	for _, q := range quote.Find(&corpus.Document{Text: text}, a) {
		fmt.Println(q.Source[0].Of(text), q.Cue[0].Of(text), q.Content[0].Of(text))
	}
	// Output:
	// Ann Lowe said “We mediate,”
	// 王平 说 “调解需要耐心。”
}
