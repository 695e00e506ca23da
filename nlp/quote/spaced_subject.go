package quote

import (
	"sort"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// ahead finds the attribution in the clause before a passage; pause reports
// that the clause ends in a colon or comma.
func (s *spacedFinder) ahead(ws []word) (at attribution, pause, ok bool) {
	n := len(ws)
	if n == 0 {
		return at, false, false
	}
	last := ws[n-1]
	pause = last.mark && strings.ContainsAny(last.low, ":,：،")
	for n > 0 && ws[n-1].mark {
		n--
	}
	body := ws[:n]
	reach := 8
	if pause {
		reach = 16
	}
	for v := n - 1; v >= 0 && v >= n-1-reach; v-- {
		class, isVerb := s.verbAt(body, v)
		if !isVerb {
			continue
		}
		cue := s.cueFrom(body, v)
		source := s.sourceOf(body, v)
		end := body[v].span.End
		if v+1 < n && s.english && body[v+1].low == "out" { // pointed out
			cue.End, end = body[v+1].span.End, body[v+1].span.End
			v++
		}
		if v+1 < n && s.that[body[v+1].low] {
			end = body[v+1].span.End
		}
		return attribution{source: source, cue: cue, class: class, end: end}, pause, true
	}
	if k := s.prefix(body); k > 0 {
		src := s.sourceAfter(body[k:])
		return attribution{source: src, cue: span(body[:k]), class: corpus.VerbNeutral, end: last.span.End}, pause, src.Len() > 0
	}
	if pause && last.low != "," && n > 0 && n <= 8 && (body[0].upper || s.pronoun[body[0].low]) && !s.opener[body[0].low] && !(s.english && sentenceLike(body)) {
		return attribution{source: span(body), cue: last.span, class: corpus.VerbNeutral, end: last.span.End}, true, true
	}
	return at, pause, false
}

// sentenceLike reports English words that hold a verb, so that no speaker's name
// stands before the colon (There's a problem: …).
func sentenceLike(ws []word) bool {
	for _, w := range ws {
		if finiteVerb[w.low] || contracted(w.low) {
			return true
		}
	}
	return false
}

// sourceOf is the source of the verb at v of the words before a passage. In
// English an object is never it, nor a relative pronoun.
func (s *spacedFinder) sourceOf(body []word, v int) corpus.Span {
	if !s.english {
		if source := s.subject(body, v); source.Len() > 0 {
			return source
		}
		return s.sourceAfter(body[v+1:])
	}
	sentences := s.paragraphs[s.number].sentences
	i := sort.Search(len(sentences), func(i int) bool { return sentences[i].Span.End >= body[v].span.End })
	if i < len(sentences) && sentences[i].Span.Contains(body[v].span) && sentences[i].Span.Len() <= maxSentence*10 {
		r := &reading{s: s, ws: collapse(scan(s.src, sentences[i].Span), s.passages)}
		for k, w := range r.ws {
			var rep report
			if w.span == body[v].span && r.sourceFor(0, k, &rep) {
				return rep.source
			}
		}
	}
	if source := s.subject(body, v); source.Len() > 0 {
		if ws := scan(s.src, source); s.somebody(ws) || ws[0].upper && !determiner[ws[0].low] && !ws[0].mark {
			return source
		}
	}
	if source := s.sourceAfter(body[v+1:]); v == 0 && body[v].upper && source.Len() > 0 && s.somebody(scan(s.src, source)) {
		return source
	}
	return corpus.Span{}
}

// cueFrom is the verb with its auxiliaries.
func (s *spacedFinder) cueFrom(ws []word, v int) corpus.Span {
	from := v
	for from > 0 && s.aux[ws[from-1].low] {
		from--
	}
	return span(ws[from : v+1])
}

// subject reads the source that stands before its verb.
func (s *spacedFinder) subject(ws []word, v int) corpus.Span {
	left := ws[:v]
	gerund := s.english && strings.HasSuffix(ws[v].low, "ing")
	apposed := false
	for len(left) > 0 {
		w := left[len(left)-1]
		if w.mark && w.low == "," {
			apposed = true
		} else if !s.aux[w.low] && !s.adverb(w) {
			break
		}
		left = left[:len(left)-1]
	}
	if len(left) == 0 {
		return corpus.Span{}
	}
	conjunction := left[len(left)-1].low
	if conjunction == "and" || conjunction == "but" || gerund && apposed {
		return s.first(left)
	}
	start := s.chunk(left, len(left))
	if apposed && start > 0 {
		start = s.chunk(left, start-1)
	}
	return s.nominal(left[start:])
}

// chunk is where the run of words that ends at end begins: behind a comma, a
// mark or a subordinating word.
func (s *spacedFinder) chunk(ws []word, end int) int {
	i := end
	for i > 0 {
		w := ws[i-1]
		if w.mark && !strings.ContainsAny(w.low, "()&@#") || subordinate[w.low] || s.that[w.low] {
			break
		}
		i--
	}
	return i
}

var subordinate = wordset.Of("that when while because if although though where after before since as which whether but")

// nominal takes the source out of a chunk before a verb: without conjunctions
// at its start; where a phrase such as "On Monday" begins it, the last name or
// pronoun.
func (s *spacedFinder) nominal(ws []word) corpus.Span {
	for len(ws) > 0 && (ws[0].mark || ws[0].low == "and" || ws[0].low == "but" || ws[0].low == "yet" || ws[0].low == "so") {
		ws = ws[1:]
	}
	if len(ws) == 0 {
		return corpus.Span{}
	}
	if s.opener[ws[0].low] || !s.noun(ws) {
		for i := len(ws) - 1; i > 0; i-- {
			if s.pronoun[ws[i].low] {
				return ws[i].span
			}
			if !ws[i].upper {
				if i == len(ws)-1 {
					return s.determined(ws)
				}
				return span(ws[i+1:])
			}
		}
		return corpus.Span{}
	}
	if len(ws) > maxSourceWords {
		return corpus.Span{}
	}
	return span(s.beforeVerb(ws))
}

// beforeVerb cuts a source at its first verb: Bryne (went on to) say.
func (s *spacedFinder) beforeVerb(ws []word) []word {
	if strings.HasPrefix(s.tag(ws[0]), "VB") && !ws[0].upper {
		return nil
	}
	for i, w := range ws {
		if relative[w.low] {
			return ws
		}
		tag := s.tag(w)
		if i > 0 && s.english && (finiteTag[tag] || tag == "" && started[w.low]) && !w.upper {
			return s.trimAux(ws[:i])
		}
	}
	return ws
}

var started = wordset.Of("went began appeared seemed tried continued took turned was is were are has had")

// determined is the last noun phrase that begins with a determiner.
func (s *spacedFinder) determined(ws []word) corpus.Span {
	for i := len(ws) - 1; i > 0; i-- {
		if determiner[ws[i].low] && ws[i].low != "to" && ws[i].low != "of" {
			return span(ws[i:])
		}
	}
	return corpus.Span{}
}

// first is the subject of the sentence: what stands before its first verb.
func (s *spacedFinder) first(ws []word) corpus.Span {
	if s.opener[ws[0].low] {
		for i, w := range ws {
			if w.mark && w.low == "," {
				ws = ws[i+1:]
				break
			}
		}
	}
	for i, w := range ws {
		tag := s.tag(w)
		if i > 0 && (strings.HasPrefix(tag, "VB") || tag == "MD" || tag == "" && s.aux[w.low]) || i >= maxSourceWords {
			return span(s.trimAux(ws[:i]))
		}
		if s.pronoun[w.low] && i == 0 {
			return w.span
		}
		if tag == "" && !w.upper && i > 0 && !w.mark {
			return span(s.trimAux(ws[:i]))
		}
	}
	return corpus.Span{}
}
