package quote

import (
	"sort"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// noContent follow a verb of saying that reports nothing.
var noContent = wordset.Of("nothing something anything so no yes almost goodbye hello much little more as")

// maxSentence is the most words a sentence has; more is no running text.
const maxSentence = 300

// minReported is the fewest words that an indirect quotation has.
const minReported = 3

// indirect finds reported speech in the sentences that hold no quotation: X said
// (that) …; …, X said; according to X, ….
func (s *spacedFinder) indirect(ps []passage) {
	for _, sentence := range s.paragraphs[s.number].sentences {
		sp := sentence.Span
		if s.quoted(sp) || inPassage(ps, sp) {
			continue
		}
		ws := withoutEndMarks(scan(s.src, sp))
		if len(ws) < minReported+2 || len(ws) > maxSentence {
			continue
		}
		for _, turn := range s.turns(ws) {
			if len(turn) >= minReported+2 && !s.closingCue(turn) && !s.reported(turn) {
				s.accordingTo(turn)
			}
		}
	}
}

// contrast begins what another speaker says behind a comma.
var contrast = wordset.Of("mais tandis alors pero mientras aunque während aber doch wohingegen mas enquanto ma mentre maar terwijl но а namun sedangkan لكن بينما")

// turns cuts a sentence where another speaker with a cue of his own begins:
// behind a semicolon, or a comma with a word of contrast.
func (s *spacedFinder) turns(ws []word) [][]word {
	var out [][]word
	from := 0
	for i := 1; i < len(ws)-1; i++ {
		next := i + 1
		switch {
		case ws[i].low == ";" || ws[i].low == "؛":
		case ws[i].mark && contrast[ws[next].low] && s.cueIn(ws[next+1:]):
			next++
			if next < len(ws) && s.that[ws[next].low] { // tandis que
				next++
			}
		default:
			continue
		}
		out = append(out, ws[from:i])
		from = next
	}
	return append(out, ws[from:])
}

// cueIn reports a verb of saying with a clause behind it.
func (s *spacedFinder) cueIn(ws []word) bool {
	for v := range ws {
		if _, ok := s.verbAt(ws, v); ok && v+minReported < len(ws) && s.clauseStart(ws, v) > 0 {
			return true
		}
	}
	return false
}

func inPassage(ps []passage, span corpus.Span) bool {
	i := sort.Search(len(ps), func(i int) bool { return ps[i].span.End >= span.End })
	return i < len(ps) && ps[i].span.Contains(span)
}

// reported reads "X said that …".
func (s *spacedFinder) reported(ws []word) bool {
	for v := range ws {
		class, ok := s.verbAt(ws, v)
		if !ok || v+minReported >= len(ws) {
			continue
		}
		from := s.clauseStart(ws, v)
		if from == 0 || len(ws)-from < minReported {
			continue
		}
		source := s.subject(ws, v)
		if source.Len() == 0 {
			if v > 1 {
				continue
			}
			source = s.sourceAfter(ws[v+1 : from])
		}
		if source.Len() == 0 {
			continue
		}
		s.add(draft{content: []corpus.Span{span(ws[from:])}, source: source, cue: s.cueFrom(ws, v), class: class, kind: corpus.QuoteIndirect})
		return true
	}
	return false
}

// clauseStart is where reported content begins behind the verb at v: behind a
// near "that"; 0 when there is none.
func (s *spacedFinder) clauseStart(ws []word, v int) int {
	for i := v + 1; i < min(len(ws), v+8); i++ {
		if s.that[ws[i].low] {
			return i + 1
		}
		if ws[i].mark && ws[i].low != "," {
			break
		}
	}
	return 0
}

// closingCue reads "…, X said" and "…, said X" and "…, according to X".
func (s *spacedFinder) closingCue(ws []word) bool {
	for i := len(ws) - 1; i >= minReported; i-- {
		if ws[i].low != "," {
			continue
		}
		at, ok := s.behind(ws[i+1:], true)
		if !ok || at.source.Len() == 0 || countWords(s.src, corpus.Span{Start: at.end, End: ws[len(ws)-1].span.End}) > 8 {
			continue
		}
		s.add(draft{content: []corpus.Span{span(ws[:i])}, source: at.source, cue: at.cue, class: at.class, kind: corpus.QuoteIndirect, behind: true})
		return true
	}
	for i := minReported; i < len(ws)-1; i++ {
		n := s.prefix(ws[i:])
		if n == 0 || n == 1 && (ws[i-1].low != "," || ws[i].low == "pour") {
			continue
		}
		if source := s.sourceAfter(ws[i+n:]); source.Len() > 0 {
			s.add(draft{content: []corpus.Span{span(ws[:i])}, source: source, cue: span(ws[i : i+n]), class: corpus.VerbNeutral, kind: corpus.QuoteIndirect, behind: true})
			return true
		}
	}
	return false
}

// cueWord is the last word of a cue.
func cueWord(src string, cue corpus.Span) string {
	f := strings.Fields(strings.ToLower(cue.Of(src)))
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

// accordingTo reads "According to X, …".
func (s *spacedFinder) accordingTo(ws []word) {
	n := s.prefix(ws)
	if n == 0 {
		return
	}
	for i := n + 1; i < len(ws)-minReported; i++ {
		if ws[i].low == "," {
			source := span(ws[n:i])
			if i-n > maxSourceWords {
				source = s.sourceAfter(ws[n:i])
			}
			if source.Len() > 0 {
				s.add(draft{content: []corpus.Span{span(ws[i+1:])}, source: source, cue: span(ws[:n]), class: corpus.VerbNeutral, kind: corpus.QuoteIndirect})
			}
			return
		}
	}
}
