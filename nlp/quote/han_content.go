package quote

import (
	"slices"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// contents gives every attribution of the unit lo to stop its words and makes
// drafts of them. What somebody says goes on to the end of the unit or to the
// next who speaks; one who speaks right at its beginning speaks inside it, and
// so do those whom a reported sentence only mentions in passing.
func (h *hanFinder) contents(lo, stop int) {
	taken := lo
	for i := range h.found {
		a := &h.found[i]
		end, nests := h.reach(i, stop)
		if i+1 < len(h.found) && h.superseded(a, &h.found[i+1]) {
			continue
		}
		if a.from >= end {
			h.closing(a, taken, stop)
			continue
		}
		h.draft(a, h.passagesBefore(a.start, lo, false), end, nests)
		taken = max(taken, end)
	}
}

// reach is where the content of attribution i ends, and whether others speak in
// it.
func (h *hanFinder) reach(i, stop int) (int, bool) {
	a := &h.found[i]
	if a.to > 0 {
		return min(a.to, stop), false
	}
	nests := false
	for j := i + 1; j < len(h.found); j++ {
		b := &h.found[j]
		if h.only(a.from, b.start) {
			nests = true
			continue
		}
		if b.to > 0 && b.start < b.from && h.within(a, b) || b.to == 0 && h.passing(a, b, stop) {
			nests = true
			continue
		}
		if a.press && !h.after(b.start, ";") {
			nests = true
			continue
		}
		return h.back(a.from, b.start), nests
	}
	vague := i > 0 && h.only(h.found[i-1].from, a.start) && !h.found[i-1].press && vagueSources[a.source.Of(h.src)]
	for k := a.from; k < stop; k++ {
		if vague && h.words[k].s == "," && k+1 < stop && judging[h.words[k+1].s] {
			return k, nests
		}
		if w := h.words[k].s; k+1 < stop && (w == "," && h.authorAgain(k+1, stop) || w == ";" && h.disagreement(k+1, stop)) {
			return k, nests
		}
		if w := &h.words[k]; w.passage > 0 && k > a.from-1 && h.final(w.span) && k+1 < stop && h.words[k+1].passage == 0 && k == a.from {
			return k + 1, nests
		}
	}
	return stop, nests
}

// superseded reports that b, right behind a, is the same speaker's verb for the
// same words: 撰文，指….
func (h *hanFinder) superseded(a, b *said) bool {
	return a.source == b.source && !a.press && a.to == 0 && h.only(a.from, b.start)
}

// vagueSources are whom somebody quotes to answer them; judging words begin the
// answer: 王平说，有人认为港口太小，这是误解.
var (
	vagueSources = wordset.Of("有人 外界 一些人 有些人 某些人 批评者 个别国家 某些国家 一些国家 有的国家 西方媒体 外媒 个别人 人们 很多人 许多人 有人 批评声音 分析 評論 评论 批評者 個別國家 某些國家 一些國家 西方媒體")
	judging      = wordset.Of("这 但 然而 其实 事实上 不过 对此 但是 这是 这种 可是")
)

// only reports nothing but conjunctions and adverbs between words from and to.
func (h *hanFinder) only(from, to int) bool {
	for ; from < to; from++ {
		if w := h.words[from].s; !hanConjunctions[w] && !hanAdverbs[w] && w != "," {
			return false
		}
	}
	return true
}

// within reports whether b, whose end is known, is part of what a says: a
// denial or a name-calling without a contrast before it.
func (h *hanFinder) within(a, b *said) bool {
	return !a.joined && !h.contrast(b.start) && b.kind == cueAct && b.who != aPerson && b.who != aPronoun
}

// passing reports whether b is only mentioned in what a says, and where that is
// so ends it at the next pause.
func (h *hanFinder) passing(a, b *said, stop int) bool {
	if a.joined || !b.joined || h.contrast(b.start) || b.who == aPerson || b.who == aPronoun || b.kind == cueShow && b.who == nobody {
		return false
	}
	b.to = h.endOfPart(b.from, stop)
	return true
}

// contrast reports a word that sets the clause at word i apart from what is
// before it.
func (h *hanFinder) contrast(i int) bool {
	if contrasts[h.words[i].s] || i+1 < len(h.words) && h.words[i+1].s == "则" {
		return true
	}
	for i > 0 && (hanConjunctions[h.words[i-1].s] || hanAdverbs[h.words[i-1].s]) {
		i--
		if contrasts[h.words[i].s] {
			return true
		}
	}
	return i > 0 && h.words[i-1].s == ";"
}

// after reports whether a mark stands before word i, with no more than
// conjunctions between.
func (h *hanFinder) after(i int, mark string) bool {
	for i > 0 && (hanConjunctions[h.words[i-1].s] || hanAdverbs[h.words[i-1].s]) {
		i--
	}
	return i > 0 && h.words[i-1].s == mark
}

// back is end without the conjunctions, adverbs and pauses that lead to the
// next clause.
func (h *hanFinder) back(from, end int) int {
	k := end
	for k > from && !pauseWord(h.words[k-1].s) && (hanConjunctions[h.words[k-1].s] || hanAdverbs[h.words[k-1].s] || timeWord(h.words[k-1].s)) {
		k--
	}
	if k > from && pauseWord(h.words[k-1].s) || k == from {
		end = k
	}
	for end > from && pauseWord(h.words[end-1].s) {
		end--
	}
	return end
}

// authorAgain reports a clause at word i in which the author goes on to tell
// what became of the words, or what the speaker did not do.
func (h *hanFinder) authorAgain(i, stop int) bool {
	w := h.words[i].s
	if authorTails[w] {
		return true
	}
	if who, ok := h.headAt(i, stop); ok && who.end < stop && (h.words[who.end].s == "则" || h.words[who.end].s == "对" || h.words[who.end].s == "对此") {
		return h.disagreement(i, stop)
	}
	if i+1 >= stop || w != "但" && w != "却" && w != "而" && w != "不过" && w != "然而" && w != "但是" {
		return false
	}
	next := h.words[i+1].s
	if denialsOfDuty[next] || next == "并" && i+2 < stop && denialsOfDuty[h.words[i+2].s] {
		return h.gives(i+2, stop)
	}
	return h.disagreement(i+1, stop)
}

// disagreement reports somebody at word i who is not of the same mind.
func (h *hanFinder) disagreement(i, stop int) bool {
	who, ok := h.headAt(i, stop)
	if !ok || h.words[who.end-1].who == aBody {
		return false
	}
	k := who.end
	for k < stop && (hanAdverbs[h.words[k].s] || h.words[k].s == "对" && k+1 < stop && h.words[k+1].s == "此") {
		k++
		if h.words[k-1].s == "对" {
			k++
		}
	}
	return k < stop && disagrees[h.words[k].s]
}

// gives reports whether the clause from word i is about what a speaker gives:
// proof, details, an answer.
func (h *hanFinder) gives(i, stop int) bool {
	for end := h.endOfPart(i, stop); i < end; i++ {
		if given[h.words[i].s] {
			return true
		}
	}
	return false
}

var (
	given     = wordset.Of("证据 细节 详情 依据 例子 解释 说明 理由 回应 置评 评论 透露 披露 点名 提供 进一步 具体 数据")
	disagrees = wordset.Of("不同意 反对 不认同 不以为然 拒绝 否认 驳斥 反驳 并不认同 并不同意 不 并不 予以")
)

// passagesBefore are the passages without a speaker that end right before word
// i, where nothing else stands before them in the unit: of any length where the
// verb ends the unit, else only sentences and those that a comma ends.
func (h *hanFinder) passagesBefore(i, lo int, closing bool) []corpus.Span {
	k := i
	for k > lo && (h.words[k-1].passage > 0 && !h.taken[h.words[k-1].passage-1] || h.words[k-1].s == "," || h.words[k-1].s == "—" || h.words[k-1].s == "——") {
		k--
	}
	if k != lo {
		return nil
	}
	var out []corpus.Span
	for ; k < i; k++ {
		if w := &h.words[k]; w.passage > 0 && (closing && h.size(w.span) >= minHanDirect || h.size(w.span) >= minHanAlone || h.sentenceLike(w.span) || h.words[i-1].s == ",") {
			out = append(out, w.span)
		}
	}
	return out
}

// closing gives a verb that ends its unit what stands before it.
func (h *hanFinder) closing(a *said, from, stop int) {
	if spans := h.passagesBefore(a.start, from, true); len(spans) > 0 {
		h.take(spans)
		h.add(draft{content: spans, source: a.source, cue: a.cue, class: a.class, kind: corpus.QuoteDirect, behind: true})
		return
	}
	end := h.back(from, a.start)
	for from < end && pauseWord(h.words[from].s) {
		from++
	}
	if end-from < 2 || a.start <= from || a.kind == cueAct || !(pauseWord(h.words[a.start-1].s) || a.colon || h.words[a.start-1].passage > 0) {
		return
	}
	spans, kind := h.pieces(from, end, true)
	if len(spans) > 0 {
		h.add(draft{content: spans, source: a.source, cue: a.cue, class: a.class, kind: kind})
	}
}

// draft adds the quotation of a: passages before its source, then words a.from
// to end.
func (h *hanFinder) draft(a *said, before []corpus.Span, end int, nests bool) {
	spans, kind := h.pieces(a.from, end, !a.joined)
	if nests {
		spans, kind = []corpus.Span{h.trim(a.from, end)}, corpus.QuoteIndirect
	}
	if len(spans) == 0 && len(before) == 0 || len(spans) == 1 && spans[0].Len() == 0 {
		return
	}
	if len(before) > 0 && kind == corpus.QuoteIndirect && len(spans) > 0 {
		kind = corpus.QuoteMixed
	}
	if a.also.Len() > 0 {
		before = append(before, a.also)
	}
	d := draft{content: append(before, spans...), source: a.source, cue: a.cue, class: a.class, kind: kind, behind: len(before) > 0}
	for _, w := range h.words[a.from:end] {
		if w.passage > 0 {
			h.taken[w.passage-1] = true
			d.open = d.open || h.passages[w.passage-1].open
		}
	}
	h.take(before)
	h.add(d)
}

// take marks passages as spoken.
func (h *hanFinder) take(spans []corpus.Span) {
	for _, s := range spans {
		if i, ok := slices.BinarySearchFunc(h.passages, s.Start, func(p passage, at int) int { return p.span.Start - at }); ok {
			h.taken[i] = true
		}
	}
}

// pieces cuts words from to end into passages in marks and what stands between
// them; short words in marks are part of what is around them. Passages alone
// behind a pause are direct speech.
func (h *hanFinder) pieces(from, end int, pause bool) ([]corpus.Span, corpus.QuoteType) {
	var out []corpus.Span
	texts, marked := 0, 0
	begin := from
	flush := func(to int) {
		s := h.trim(begin, to)
		if s.Len() > 0 && !(to-begin <= 2 && h.joiners(begin, to)) {
			out = append(out, s)
			texts++
		}
	}
	for k := from; k < end; k++ {
		w := &h.words[k]
		if w.passage == 0 || h.size(w.span) < minHanSplit && k+1 < end && !pauseWord(h.words[k+1].s) && !stopWord(h.words[k+1].s) && h.words[k+1].passage == 0 {
			continue
		}
		if h.size(w.span) < minHanDirect && !h.passages[w.passage-1].open {
			continue
		}
		flush(k)
		out = append(out, w.span)
		marked++
		begin = k + 1
	}
	flush(end)
	switch {
	case marked == 0:
		return out, corpus.QuoteIndirect
	case texts == 0 && (pause || utf8.RuneCountInString(out[0].Of(h.src)) > minHanAlone):
		return out, corpus.QuoteDirect
	}
	return out, corpus.QuoteMixed
}

// joiners reports words that only join passages: 和, 、.
func (h *hanFinder) joiners(from, to int) bool {
	for ; from < to; from++ {
		if w := h.words[from].s; !joint[w] && !pauseWord(w) && !stopWord(w) && w != "以及" {
			return false
		}
	}
	return true
}

// trim is the span of words from to end without pauses at its edges.
func (h *hanFinder) trim(from, end int) corpus.Span {
	for from < end && (pauseWord(h.words[from].s) || stopWord(h.words[from].s)) {
		from++
	}
	for end > from && (pauseWord(h.words[end-1].s) || stopWord(h.words[end-1].s)) {
		end--
	}
	return h.span(from, end)
}
