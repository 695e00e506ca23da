package quote

import (
	"strings"

	"framewatch/corpus"
)

// japaneseVerbs end an attribution behind a passage.
var japaneseVerbs = []string{"述べた", "語った", "話した", "指摘した", "強調した", "明らかにした"}

const maxJapaneseVerb = 40 // bytes between the passage and the end of its verb

// japanese reads Xは「…」と述べた: the source stands before the passage, the verb
// behind it. Passages that are whole sentences stand without a source.
func (f *finder) japanese(number int, ps []passage) {
	p := &f.paragraphs[number]
	from := p.span.Start
	for _, q := range ps {
		if q.resumes {
			f.resume(number, q)
			from = q.span.End
			continue
		}
		lead := f.src[from:q.span.Start]
		if k := strings.LastIndexAny(lead, "。！？"); k >= 0 {
			lead = lead[k+len("。"):]
		}
		d := draft{content: []corpus.Span{q.span}, kind: corpus.QuoteDirect, open: q.open, paragraph: number}
		said := f.src[q.span.End:p.span.End]
		source, cue := japaneseSource(lead), japaneseVerb(said)
		switch {
		case source != "" && cue != "":
			d.source = spanIn(source, strings.LastIndex(lead, source)+q.span.Start-len(lead))
			d.cue = spanIn(cue, strings.Index(said, cue)+q.span.End)
			d.class, d.behind = corpus.VerbNeutral, true
		case lead != "" || len([]rune(q.span.Of(f.src)))-2 < minHanAlone:
			from = q.span.End
			continue
		}
		f.drafts = append(f.drafts, d)
		from = q.span.End
	}
}

func spanIn(s string, at int) corpus.Span { return corpus.Span{Start: at, End: at + len(s)} }

// japaneseSource is the topic that ends right before the passage.
func japaneseSource(lead string) string {
	lead = strings.TrimRight(lead, "、 ")
	for _, particle := range []string{"は", "が", "も"} {
		if s, ok := strings.CutSuffix(lead, particle); ok {
			if k := strings.LastIndexAny(s, "、，"); k >= 0 {
				s = s[k+len("、"):]
			}
			return strings.TrimSpace(s)
		}
	}
	return ""
}

// japaneseVerb is the verb of saying right behind the passage.
func japaneseVerb(rest string) string {
	if !strings.HasPrefix(rest, "と") {
		return ""
	}
	for _, v := range japaneseVerbs {
		if k := strings.Index(rest, v); k >= 0 && k < maxJapaneseVerb && !strings.ContainsAny(rest[:k], "。、") {
			return v
		}
	}
	return ""
}
