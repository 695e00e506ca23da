package quote

import "framewatch/internal/wordset"

// inherits gives a verb without a subject of its own the speaker of the
// attribution before it in the unit, else the unit's subject, else, behind an
// adverb, the paragraph's last speaker.
func (h *hanFinder) inherits(a *said, lo, v, stop int) bool {
	if a.kind != cueSay && a.kind != cueMarks && !(a.kind == cuePause && a.from < stop && h.words[a.from].passage > 0) && a.kind != cueAct {
		return false
	}
	from := h.chunk(lo, v)
	for i := from; i < v; i++ {
		if w := h.words[i].s; !hanAdverbs[w] && !hanConjunctions[w] && !timeWord(w) {
			if h.adverbial(i, v) {
				break
			}
			return false
		}
	}
	a.start = from
	if n := len(h.found); n > 0 {
		b := &h.found[n-1]
		if who, ok := h.newSubject(b.from, from); ok {
			h.setSource(a, who)
			a.start, a.press = who.start, false
			return true
		}
		if opinion(a.kind, h.words[v].s) && !b.joined && !h.goesOnSaying(from, v) {
			return false
		}
		if b.press && n > 1 {
			b = &h.found[n-2]
		}
		a.source, a.who = b.source, b.who
		return a.source.Len() > 0
	}
	if from > lo {
		for i := lo; i < from; i++ {
			who, ok := h.headAt(i, from)
			if !ok {
				continue
			}
			start, fits := h.prefix(h.chunk(lo, who.start), who.start)
			who.end = h.fullSubject(who.end, from)
			if !fits || h.words[who.end].s == "的" {
				return false
			}
			if kind := h.words[who.end-1].who; a.kind == cueAct && !(h.goesOnSaying(from, v) && h.saysNext(who.end, from)) && (v == from || kind == aBody || kind == aText || kind == aPower) {
				return false
			}
			h.setSource(a, head{start, who.end})
			a.start, a.press = from, false
			return a.who != aText && (a.who != aBody || !a.joined || h.goesOnSaying(from, v))
		}
		return false
	}
	if v > from && a.kind != cueAct {
		if d := h.last(h.number); d != nil && d.source.Len() > 0 {
			a.source = d.source
			return true
		}
	}
	return false
}

// turns begin clauses that cannot be what somebody says.
var turns = wordset.Of("但 但是 不过 然而 却 可是")

// newSubject is who the clause part before word to is about, where it begins
// behind a semicolon or a contrast: ；但有学者不同意，认为….
func (h *hanFinder) newSubject(from, to int) (head, bool) {
	for i := to - 1; i > from; i-- {
		if h.words[i-1].s != ";" && !(pauseWord(h.words[i-1].s) && contrasts[h.words[i].s]) {
			continue
		}
		for k := i; k < to && !pauseWord(h.words[k].s); k++ {
			if who, ok := h.headAt(k, to); ok {
				start, fits := h.prefix(i, who.start)
				kind := h.words[who.end-1].who
				return head{start, who.end}, fits && (kind == aPerson || kind == aRole || kind == aPronoun || kind == aPower || kind == aVoice)
			}
		}
		return head{}, false
	}
	return head{}, false
}

// fullSubject is where a subject ends whose first words are only a part of a
// name that nobody knows: 港|大|学者.
func (h *hanFinder) fullSubject(end, to int) int {
	for k := end; k < min(end+3, to); k++ {
		w := &h.words[k]
		if w.who == aPerson || w.who == aRole {
			who, _ := h.headAt(k, to)
			return h.fullSubject(who.end, to)
		}
		if hanAdverbs[w.s] || hanPrepositions[w.s] || hanCatchers[w.s] || w.s == "的" || pauseWord(w.s) || hanCues()[w.s].kind != cueNone {
			break
		}
	}
	return end
}

// opinion reports verbs of which a reported sentence may have one of its own,
// without a subject: …，相信….
func opinion(kind cueKind, verb string) bool { return kind == cueAct || opinions[verb] }

var opinions = wordset.Of("认为 相信 觉得 深信 坚信 确信 料 预料 预计 估计 预测 预期 断言 判断 形容 主张 承认 披露 揭露 揭示 确认 证实 感叹 话 讲")

// goesOnSaying reports a verb by which the speaker goes on: behind a conjunction
// or a passage.
func (h *hanFinder) goesOnSaying(from, v int) bool {
	if from > 1 && h.words[from-1].s == "," && h.words[from-2].passage > 0 {
		return true
	}
	for ; from < v; from++ {
		if again[h.words[from].s] {
			return true
		}
	}
	return false
}

var again = wordset.Of("仅 只 仅仅 只是 并 并且 又 还 亦 也 同时 此外 另外 再 随后 接着 进一步 但 而 则")
