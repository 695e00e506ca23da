package quote

import (
	"strings"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// behind finds the attribution that follows a passage: “…,” said X; “…,” X, the
// minister, said; “…,” according to X.
func (s *spacedFinder) behind(ws []word, pauses bool) (attribution, bool) {
	for len(ws) > 0 && ws[0].mark && strings.ContainsAny(ws[0].low, ",—–-،") {
		ws = ws[1:]
	}
	for s.particles && len(ws) > 1 && s.aux[ws[0].low] {
		ws = ws[1:]
	}
	if len(ws) == 0 || !pauses {
		return attribution{}, false
	}
	if n := s.prefix(ws); n > 0 {
		src := s.sourceAfter(ws[n:])
		return s.attributed(src, span(ws[:n]), corpus.VerbNeutral)
	}
	if at, ok := hyphenated(s.profile, ws); ok {
		return at, true
	}
	v := 0
	for v < min(len(ws), 2) && s.aux[ws[v].low] {
		v++
	}
	if v < len(ws) {
		if class, ok := s.verbAt(ws, v); ok && (v == 0 || !s.english) {
			src := s.sourceAfter(ws[v+1:])
			if src.Len() > 0 || len(ws) == v+1 {
				return s.attributed(src, span(ws[:v+1]), class)
			}
		}
	}
	for v := 1; v < min(len(ws), maxSourceWords); v++ {
		if ws[v].mark && !strings.ContainsAny(ws[v].low, ",()-–—&’'") {
			break
		}
		class, ok := s.verbAt(ws, v)
		if !ok || s.relative(ws[:v]) {
			continue
		}
		subject := s.trimAux(ws[:v])
		if len(subject) == 0 || !s.noun(subject) {
			break
		}
		return s.attributed(span(subject), span(ws[len(subject):v+1]), class)
	}
	return s.anyVerb(ws)
}

// anyVerb reads a name or pronoun with a verb in the past that no list knows:
// “…,” Oliver barked.
func (s *spacedFinder) anyVerb(ws []word) (attribution, bool) {
	if !s.english {
		return attribution{}, false
	}
	n := 0
	for n < len(ws) && n < 6 && !ws[n].mark && (ws[n].upper || n == 0 && determiner[ws[0].low]) {
		n++
	}
	if n == 0 && s.pronoun[ws[0].low] {
		n = 1
	}
	if n == 0 || n >= len(ws) || s.opener[ws[0].low] || ws[n].mark {
		return attribution{}, false
	}
	verb := ws[n]
	if tag := s.tag(verb); tag == "VBD" || strings.HasSuffix(verb.low, "ed") {
		return s.attributed(span(ws[:n]), verb.span, corpus.VerbNeutral)
	}
	return attribution{}, false
}

func (s *spacedFinder) attributed(source, cue corpus.Span, class corpus.VerbClass) (attribution, bool) {
	return attribution{source: source, cue: trimMarks(s.src, cue), class: class, end: max(source.End, cue.End)}, true
}

// relative reports an open relative clause, whose verb is not the sentence's:
// "Smith, who said he" stands apart.
func (s *spacedFinder) relative(ws []word) bool {
	for i := len(ws) - 1; i >= 0 && !ws[i].mark; i-- {
		if ws[i].low == "who" || ws[i].low == "which" || ws[i].low == "that" {
			return true
		}
	}
	return false
}

// noun reports whether words can be a subject: a pronoun, or something with a
// capital or a determiner, that does not begin with a conjunction.
func (s *spacedFinder) noun(ws []word) bool {
	if s.pronoun[ws[0].low] {
		return len(ws) == 1 || ws[1].mark
	}
	if s.opener[ws[0].low] {
		return false
	}
	return !ws[0].mark || ws[0].low == "@"
}

// trimAux takes auxiliaries, adverbs and commas from the end of a subject.
func (s *spacedFinder) trimAux(ws []word) []word {
	for len(ws) > 0 {
		w := ws[len(ws)-1]
		if s.aux[w.low] || w.mark && w.low != ")" || s.adverb(w) {
			ws = ws[:len(ws)-1]
			continue
		}
		break
	}
	return ws
}

// adverb reports an English adverb such as "publicly".
func (s *spacedFinder) adverb(w word) bool {
	return s.english && strings.HasSuffix(w.low, "ly") && !w.upper
}

// prefix is how many words at the start of ws are a cue such as "according to".
func (s *spacedFinder) prefix(ws []word) int {
	for _, p := range s.prefixes {
		parts := strings.Fields(p)
		if len(ws) <= len(parts) {
			continue
		}
		ok := true
		for i, w := range parts {
			ok = ok && ws[i].low == w
		}
		if ok {
			return len(parts)
		}
	}
	return 0
}

// hyphenated reads French inversion: dit-il, a-t-elle ajouté.
func hyphenated(p *profile, ws []word) (attribution, bool) {
	parts := strings.Split(ws[0].low, "-")
	who := parts[len(parts)-1]
	if len(parts) < 2 || !p.pronoun[who] {
		return attribution{}, false
	}
	at := attribution{source: corpus.Span{Start: ws[0].span.End - len(who), End: ws[0].span.End}, cue: ws[0].span, end: ws[0].span.End}
	if class, ok := p.verbs[parts[0]]; ok {
		at.class, at.cue.End = class, at.cue.Start+len(parts[0])
		return at, true
	}
	for i := 1; i < min(len(ws), 4); i++ {
		if class, ok := p.verbs[ws[i].low]; ok {
			at.class, at.cue, at.end = class, ws[i].span, ws[i].span.End
			return at, true
		}
	}
	return attribution{}, false
}

// sourceAfter reads the source that stands behind its verb: up to a stop word
// or mark, with appositions.
func (s *spacedFinder) sourceAfter(ws []word) corpus.Span {
	if len(ws) > 1 && days[ws[0].low] {
		ws = ws[1:] // a déclaré mardi Marie Dupont
	}
	n, apposed := 0, false
	for n < len(ws) && n < maxSourceWords {
		w := ws[n]
		if w.mark && w.low == "," {
			if n+1 >= len(ws) || !s.apposition(ws[n+1]) {
				break
			}
			n++
			apposed = s.english
			continue
		}
		if apposed && describing[w.low] { // an author and editor at the Post
			n++
			continue
		}
		if w.mark && (n == 0 || !strings.ContainsAny(w.low, "()&@#")) || s.stop[w.low] || s.that[w.low] {
			break
		}
		n++
	}
	for n > 0 && ws[n-1].mark && ws[n-1].low != ")" {
		n--
	}
	if n == 0 {
		return corpus.Span{}
	}
	return span(ws[:n])
}

// describing may stand in the description of a source, though elsewhere they end
// it.
var describing = wordset.Of("and in at with by about for outside where")

var days = wordset.Of("lundi mardi mercredi jeudi vendredi samedi dimanche hier ayer hoy gestern heute ontem hoje ieri oggi")

// apposition reports whether what begins with w behind a comma still describes
// the source.
func (s *spacedFinder) apposition(w word) bool {
	if w.mark || s.stop[w.low] || s.opener[w.low] && w.low != "who" && w.low != "which" {
		return false
	}
	return !s.english || !strings.HasSuffix(w.low, "ing") || s.tag(w) == "NN"
}

// span is from the first word to the last; empty for none.
func span(ws []word) corpus.Span {
	if len(ws) == 0 {
		return corpus.Span{}
	}
	return corpus.Span{Start: ws[0].span.Start, End: ws[len(ws)-1].span.End}
}

func trimMarks(src string, s corpus.Span) corpus.Span {
	for s.Len() > 0 && strings.ContainsRune(", ", rune(src[s.Start])) {
		s.Start++
	}
	for s.Len() > 0 && strings.ContainsRune(", ", rune(src[s.End-1])) {
		s.End--
	}
	return s
}
