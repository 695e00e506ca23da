package frame

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
)

// passing knows where a document that names the target in passing speaks of it.
// Such documents are about other things, and neighbouring words mostly about
// those: a communiqué praises one plan, welcomes a treaty and backs a third.
type passing struct {
	a     *corpus.Annotations
	named map[int][]corpus.Span // mentions of the target, by sentence
	leads map[int]bool          // sentences that begin with it, so that the next may go on about it
}

func newPassing(doc *corpus.Document, a *corpus.Annotations, is func(corpus.EntityID) bool) *passing {
	p := &passing{a: a, named: map[int][]corpus.Span{}, leads: map[int]bool{}}
	for _, m := range a.Mentions {
		if is(m.Entity) {
			p.named[m.Sentence] = append(p.named[m.Sentence], m.Span)
		}
	}
	for i, named := range p.named {
		s := a.Sentences[i]
		source := doc.Text
		if s.Headline {
			source = doc.Title
		}
		before := corpus.Span{Start: s.Span.Start, End: named[0].Start}
		p.leads[i] = begins(before.Of(source), corpus.BaseLang(s.Lang)) &&
			!slices.ContainsFunc(a.Mentions, func(m corpus.Mention) bool { return m.Sentence == i && m.Span.End <= before.End })
	}
	return p
}

// begins reports whether what stands before a name leaves it the first thing that is
// spoken of: nothing does, an article, or a phrase of time or place with a comma. With
// a verb before it, as in 官员列举国际调解院, another is spoken of.
func begins(before, lang string) bool {
	if i := strings.LastIndexAny(before, pauses); i >= 0 {
		if strings.ContainsAny(before[:i], pauses) || utf8.RuneCountInString(before) > maxOpening {
			return false
		}
		_, n := utf8.DecodeRuneInString(before[i:])
		before = before[i+n:]
	}
	before = strings.ToLower(strings.TrimFunc(before, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' }))
	return before == "" || slices.Contains(articles[lang], before)
}

// maxOpening is how many characters a phrase of time or place may have.
const maxOpening = 20

// speaksOf reports whether what stands at span is said of the target: in a sentence
// that names it, in the same phrase or after it; or in the sentences that follow one
// that begins with it, as far as they are in reach.
func (p *passing) speaksOf(source string, sentence int, span corpus.Span, within int) bool {
	if named := p.named[sentence]; len(named) > 0 {
		for _, m := range named {
			if adjoins(source, m, span) && (p.leads[sentence] || !p.turns(source, sentence, m.End, span)) {
				return true
			}
		}
		return false
	}
	for i := sentence - 1; i >= 0 && i >= sentence-within; i-- {
		if len(p.named[i]) > 0 {
			return p.leads[i]
		}
	}
	return false
}

// turns reports whether the sentence goes on to another thing that its subject does
// between a mention and a term behind it: they welcomed the body and raised tariffs;
// 欢迎该机构成立，愿推进贸易. In Chinese a clause that says "it" or takes up what was said
// goes on about it.
func (p *passing) turns(source string, sentence, from int, term corpus.Span) bool {
	if term.Start <= from {
		return false
	}
	switch corpus.BaseLang(p.a.Sentences[sentence].Lang) {
	case "en":
		tokens := p.a.Tokens[sort.Search(len(p.a.Tokens), func(i int) bool { return p.a.Tokens[i].Sentence >= sentence }):]
		joined := false
		for _, t := range tokens {
			switch {
			case t.Sentence != sentence || t.Span.Start >= term.Start:
				return false
			case t.Span.Start < from:
			case t.POS == "CC":
				joined = true
			case joined && (t.POS == "VBD" || t.POS == "VBZ" || t.POS == "VBP"):
				return true
			case t.POS != "RB":
				joined = false
			}
		}
	case "zh":
		i := strings.LastIndexAny(source[from:term.Start], "，,")
		if i < 0 {
			return false
		}
		_, n := utf8.DecodeRuneInString(source[from+i:])
		clause := source[from+i+n : p.a.Sentences[sentence].Span.End]
		if end := strings.IndexAny(clause, pauses+"。"); end >= 0 {
			clause = clause[:end]
		}
		return !strings.ContainsAny(clause, "其它該该這这此稱称") && !strings.Contains(clause, "认为") && !strings.Contains(clause, "認為")
	}
	return false
}

// Marks that set what is said of one thing apart from what is said of another.
const (
	stops  = ";；؛"
	pauses = stops + ",，、،"
)

// adjoins reports whether nothing between a mention and a term ends what is said
// of the one before the other comes.
func adjoins(source string, mention, term corpus.Span) bool {
	switch {
	case term.Start >= mention.End:
		return !strings.ContainsAny(source[mention.End:term.Start], stops)
	case term.End <= mention.Start:
		return !strings.ContainsAny(source[term.End:mention.Start], pauses)
	}
	return true
}
