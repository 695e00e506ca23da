package frame

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/match"
)

// surroundings is what a hit is judged by besides its sentence.
type surroundings struct {
	near   *proximity
	voices *voices
}

// proximity answers which entity of a set is named nearest to a sentence.
type proximity struct {
	bySentence [][]corpus.EntityID
	tables     map[string][]neighbour // by name of the set, one for each sentence
}

// neighbour is the nearest entity; its distance is -1 when there is none.
type neighbour struct {
	id       corpus.EntityID
	distance int
}

func newProximity(a *corpus.Annotations) *proximity {
	p := &proximity{bySentence: make([][]corpus.EntityID, len(a.Sentences)), tables: map[string][]neighbour{}}
	for _, m := range a.Mentions {
		if m.Entity != "" {
			p.bySentence[m.Sentence] = append(p.bySentence[m.Sentence], m.Entity)
		}
	}
	return p
}

// nearest is the member of a set that is named nearest to the sentence; of two
// at the same distance the one before it.
func (p *proximity) nearest(sentence int, set string, in func(corpus.EntityID) bool) (corpus.EntityID, int) {
	table, ok := p.tables[set]
	if !ok {
		table = p.table(in)
		p.tables[set] = table
	}
	return table[sentence].id, table[sentence].distance
}

// table goes forward, then backward over the sentences.
func (p *proximity) table(in func(corpus.EntityID) bool) []neighbour {
	out := make([]neighbour, len(p.bySentence))
	last := neighbour{distance: -1}
	for i, ids := range p.bySentence {
		if last.distance >= 0 {
			last.distance++
		}
		if k := slices.IndexFunc(ids, in); k >= 0 {
			last = neighbour{ids[k], 0}
		}
		out[i] = last
	}
	last = neighbour{distance: -1}
	for i := len(out) - 1; i >= 0; i-- {
		if last.distance >= 0 {
			last.distance++
		}
		if out[i].distance == 0 {
			last = out[i]
		}
		if last.distance >= 0 && (out[i].distance < 0 || last.distance < out[i].distance) {
			out[i] = last
		}
	}
	return out
}

// quoteMarks open word-for-word passages.
const quoteMarks = "\"“”„‟«»‹›「『＂'‘’〝"

// voices answers in whose words a span is.
type voices struct {
	contents map[corpus.Field][]content // by their start
	longest  int
}

type content struct {
	span  corpus.Span
	quote *corpus.Quote
}

func newVoices(quotes []corpus.Quote) *voices {
	v := &voices{contents: map[corpus.Field][]content{}}
	for i := range quotes {
		q := &quotes[i]
		for _, c := range q.Content {
			v.contents[q.In] = append(v.contents[q.In], content{c, q})
			v.longest = max(v.longest, c.Len())
		}
	}
	for _, list := range v.contents {
		slices.SortStableFunc(list, func(a, b content) int { return a.span.Start - b.span.Start })
	}
	return v
}

// of says in whose words span is: those of the innermost quote around it.
// Content that begins with a quotation mark is word for word, also in a quote
// that mixes both.
func (v *voices) of(f *match.Field, span corpus.Span) (corpus.Voice, string, corpus.EntityID) {
	var best content
	list := v.contents[f.In]
	i := sort.Search(len(list), func(i int) bool { return list[i].span.Start > span.Start })
	for i--; i >= 0 && list[i].span.Start >= span.Start-v.longest; i-- {
		if list[i].span.Contains(span) && (best.quote == nil || list[i].span.Len() < best.span.Len()) {
			best = list[i]
		}
	}
	if best.quote == nil {
		return corpus.VoiceAuthor, "", ""
	}
	speaker := ""
	if len(best.quote.Source) > 0 {
		speaker = best.quote.Source[0].Of(f.Source())
	}
	first, _ := utf8.DecodeRuneInString(best.span.Of(f.Source()))
	if best.quote.Type == corpus.QuoteDirect || best.quote.Type == corpus.QuoteMixed && strings.ContainsRune(quoteMarks, first) {
		return corpus.VoiceDirect, speaker, best.quote.Speaker
	}
	return corpus.VoiceIndirect, speaker, best.quote.Speaker
}
