package quote

import (
	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// openVerb reads X…：“…” at the colon: whatever stands between somebody and the
// colon is how he says it.
func (h *hanFinder) openVerb(lo, i, stop int) {
	if i+1 >= stop || h.words[i+1].passage == 0 {
		return
	}
	who, ok := h.source(lo, i, true)
	if !ok {
		return
	}
	v := who.end
	for v < i && (hanAdverbs[h.words[v].s] || timeWord(h.words[v].s) || h.words[v].s == "," || h.words[v].s == "的") {
		v++
	}
	if v < i && hanPrepositions[h.words[v].s] || h.chunk(lo, i) > v {
		v = i - 1
	}
	a := said{cue: h.span(v, i), class: corpus.VerbNeutral, kind: cueMarks, from: i + 1, colon: v >= i}
	h.setSource(&a, who)
	h.found = append(h.found, a)
}

// colon reads X：… at the start of a title or paragraph, and X：“…” anywhere.
func (h *hanFinder) colon(lo, stop int) (said, bool) {
	i := h.endOfPart(lo, stop)
	if i+1 >= stop || h.words[i].s != ":" || i == lo {
		return said{}, false
	}
	a := said{start: lo, class: corpus.VerbNeutral, kind: cueSay, from: i + 1, colon: true}
	marked := h.words[i+1].passage > 0
	if i == lo+1 && asking[h.words[lo].s] && (lo == 0 || h.words[lo].line) && !marked {
		return a, true
	}
	for k := lo; k < i; k++ {
		who, ok := h.headAt(k, i)
		if !ok {
			continue
		}
		end := who.end
		for end < i && hanAdverbs[h.words[end].s] {
			end++
		}
		if end < i && about[h.words[end].s] && h.in == corpus.InTitle && h.words[who.end-1].who != aBody {
			a.cue, end = h.span(end, end+1), i
		}
		if end < i && h.words[end].s == "(" && h.words[i-1].s == ")" {
			end = i
		}
		start, fits := h.prefix(lo, who.start)
		if end != i || !fits || (lo > 0 && !h.words[lo].line || h.words[who.end-1].s == "》") && !marked {
			return said{}, false
		}
		h.setSource(&a, head{start, who.end})
		a.press = false
		return a, marked || h.talks(&a, h.words[who.end-1].s)
	}
	if s := h.plainText(lo, i); lo == 0 && h.in == corpus.InTitle && PersonShaped(s) {
		a.source, a.who = h.span(lo, i), aPerson
		return a, true
	}
	return said{}, false
}

// about stands between a speaker and the subject in titles: 王平谈港口：….
var about = wordset.Of("谈 论 回应 答 就 评 谈及 谈到 回应称 驳 批 称")

// asking open the turns of an interview.
var asking = wordset.Of("问 答")

// talks reports whether somebody before a colon speaks rather than being what
// the words are about.
func (h *hanFinder) talks(a *said, last string) bool {
	switch a.who {
	case aPerson, aRole, aPronoun, anOutlet:
		return true
	case aPower:
		return wordKind(last) == aPower
	case aBody, aText, aVoice, nobody:
		return wordKind(last) == aPower
	}
	return false
}

// plainText is words from to end as one string.
func (h *hanFinder) plainText(from, end int) string {
	s := ""
	for _, w := range h.words[from:end] {
		s += w.s
	}
	return s
}

// titled reads …：X at the end of a title.
func (h *hanFinder) titled(lo, stop int) {
	i := h.chunk(lo, stop)
	if i-1 <= lo || i == stop || h.words[i-1].s != ":" && h.words[i-1].s != "——" {
		return
	}
	who, ok := h.headAt(i, stop)
	if !ok || who.end != stop || h.words[stop-1].who != aPerson && h.words[stop-1].who != aRole {
		return
	}
	a := said{start: i - 1, class: corpus.VerbNeutral, kind: cueSay, from: stop, colon: true}
	h.setSource(&a, who)
	a.start = i - 1
	h.found = append(h.found, a)
}
