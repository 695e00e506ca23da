package quote

import (
	"strings"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// begins reports whether word i begins a clause: at the unit's start, behind a
// pause or behind a conjunction.
func (h *hanFinder) begins(lo, i int) bool {
	return i == lo || pauseWord(h.words[i-1].s) || h.words[i-1].passage > 0 || hanConjunctions[h.words[i-1].s]
}

// endOfPart is the first pause from word i on.
func (h *hanFinder) endOfPart(i, stop int) int {
	for i < stop && h.words[i].s != "," && h.words[i].s != ":" && h.words[i].s != ";" {
		i++
	}
	return i
}

// heard reads 据X报道，… and 根据X的报告，…: the first somebody of the part is the
// source, unless it has none.
func (h *hanFinder) heard(lo, i, stop int) bool {
	if !h.begins(lo, i) {
		return false
	}
	end := h.endOfPart(i, stop)
	if end == stop || h.words[end].s == ";" || end == i+1 {
		return false
	}
	for k := i + 1; k < end; k++ {
		who, ok := h.headAt(k, end)
		if !ok {
			continue
		}
		v := end
		for v > who.end && (hearsay[h.words[v-1].s] || h.words[v-1].s == "的") {
			v--
		}
		for v < end && h.words[v].s == "的" {
			v++
		}
		if v > who.end && h.words[v-1].s != "的" && !h.adverbial(who.end, v) || v == end && who.end < end {
			k = who.end - 1
			continue
		}
		a := said{start: i, cue: h.words[i].span, class: corpus.VerbNeutral, kind: cueSay, from: end + 1}
		for _, w := range h.words[v:end] {
			a.class = classOf(a.class, w.s)
		}
		h.setSource(&a, head{h.heardFrom(i, who.start), who.end})
		switch {
		case v < end:
			a.cue = h.span(v, end)
		case a.who != anOutlet && a.who != aText:
			return false
		}
		if who.end == who.start+1 && who.start == i+1 && hearsay[h.words[who.start].s] {
			return false // 据统计: nobody
		}
		a.press = true
		h.found = append(h.found, a)
		return true
	}
	return false
}

// heardFrom is where the source of 据X报道 begins: 据 itself is none of it.
func (h *hanFinder) heardFrom(i, start int) int {
	if start-i-1 > maxPrefix || h.words[i+1].s == "对" {
		return start
	}
	return i + 1
}

// classOf is the class of a verb of saying, or what it was.
func classOf(was corpus.VerbClass, verb string) corpus.VerbClass {
	if cue, ok := hanCues()[verb]; ok && was == corpus.VerbNeutral && cue.class != corpus.VerbDenying {
		return cue.class
	}
	return was
}

// eyes close 在X看来.
var eyes = wordset.Of("看来 眼中 眼里 之见 心目中 眼内 口中 所见")

// inTheEyes reads 在X看来，….
func (h *hanFinder) inTheEyes(lo, i, stop int) bool {
	end := h.endOfPart(i, stop)
	for k := i + 2; k < min(end+1, stop); k++ {
		if !eyes[h.words[k].s] {
			continue
		}
		who, ok := h.firstHead(i+1, k)
		if !ok || who.end != k && !(who.end == k-1 && hanAdverbs[h.words[k-1].s]) {
			return false
		}
		from := k + 1
		if from < stop && h.words[from].s == "," {
			from++
		}
		a := said{start: i, cue: h.words[k].span, class: corpus.VerbNeutral, kind: cueSay, from: from}
		h.setSource(&a, head{i + 1, who.end})
		a.press = false
		h.found = append(h.found, a)
		return true
	}
	return false
}

// passive reads 被X称为…: the words behind are X's.
func (h *hanFinder) passive(lo, i, stop int) bool {
	end := h.endOfPart(i, stop)
	for k := i + 2; k < end; k++ {
		w := h.words[k].s
		if !callings[w] && !(hanCues()[w].kind == cueAct || w == "指" || w == "称" || sayingWord(w)) {
			continue
		}
		who, ok := h.firstHead(i+1, k)
		if !ok || !h.adverbial(who.end, k) || end-k < 2 && h.words[end-1].passage == 0 {
			return false
		}
		from := k + 1
		if from < end && (h.words[from].s == "为" || h.words[from].s == "是" || h.words[from].s == "作") {
			from++
		}
		if from >= end || h.words[from].s == "的" {
			return false
		}
		a := said{start: i, cue: h.span(k, from), class: corpus.VerbNeutral, kind: cueAct, from: from, to: end, joined: true}
		h.setSource(&a, head{i + 1, who.end})
		a.press = false
		h.found = append(h.found, a)
		return true
	}
	return false
}

// calling reads X把Y形容为Z and X称Y为Z where the verb of calling is word v: both
// Y and Z are X's.
func (h *hanFinder) calling(lo, v, stop int) bool {
	from := h.chunk(lo, v)
	for k := v - 1; k > from; k-- {
		if w := h.words[k].s; w != "把" && w != "将" {
			continue
		}
		who, ok := h.source(lo, k, false)
		if !ok || v+1 >= stop {
			return false
		}
		a := said{class: corpus.VerbNeutral, kind: cueAct, cue: h.words[v].span, from: v + 1, to: h.endOfPart(v, stop), joined: true, also: h.span(k+1, v)}
		h.setSource(&a, who)
		a.press = false
		h.found = append(h.found, a)
		return true
	}
	return false
}

// view reads X的看法是…, where the noun is word v.
func (h *hanFinder) view(lo, v, stop int) bool {
	from := h.chunk(lo, v)
	who, ok := head{}, false
	for i := from; i < v-1 && !ok; i++ {
		if who, ok = h.headAt(i, v-1); ok && who.end != v-1 {
			ok = false
		}
	}
	if !ok {
		return false
	}
	start, fits := h.prefix(from, who.start)
	end := v + 1
	for end < stop && (hanAdverbs[h.words[end].s] || viewLinks[h.words[end].s]) {
		end++
	}
	pause := end < stop && (h.words[end].s == ":" || h.words[end].s == ",")
	is := end > v+1 && viewLinks[h.words[end-1].s] && h.words[end-1].s != "很"
	if s := who.start; end >= stop && s > lo+2 && thisIs[h.words[s-1].s] {
		a := said{cue: h.span(v, v+1), class: corpus.VerbNeutral, kind: cueSay, from: stop}
		h.setSource(&a, who)
		a.start = h.chunk(lo, s)
		h.found = append(h.found, a)
		return true
	}
	if !fits || end >= stop || !is && !(pause && h.words[end].s == ":") {
		return false
	}
	if pause {
		end++
	}
	a := said{cue: h.span(v, v+1), class: corpus.VerbNeutral, kind: cueSay, from: end}
	h.setSource(&a, head{start, who.end})
	a.press = false
	h.found = append(h.found, a)
	return true
}

// cleft reads X担心的是，…, where 是 is word i.
func (h *hanFinder) cleft(lo, i, stop int) bool {
	v := i - 2
	if kind := hanCues()[h.words[v].s].kind; kind != cueSay && kind != cueAct && kind != cuePause {
		return false
	}
	end := v
	for end > lo && (hanAdverbs[h.words[end-1].s] || wishing[h.words[end-1].s]) {
		end--
	}
	who, ok := h.source(lo, end, false)
	from := i + 1
	if from < stop && (h.words[from].s == "," || h.words[from].s == ":") {
		from++
	}
	if !ok || from >= stop {
		return false
	}
	a := said{cue: h.span(v, v+1), class: classOf(corpus.VerbNeutral, h.words[v].s), kind: cueSay, from: from}
	h.setSource(&a, who)
	a.press = false
	h.found = append(h.found, a)
	return true
}

var wishing = wordset.Of("最 想 要 想要 真正 更 真 所")

// thisIs stand before a view that follows what it is: …，这是X的看法.
var thisIs = wordset.Of("是 只是 正是 便是 就是 这是 也是 乃")

// like reads 正如X所说，….
func (h *hanFinder) like(lo, i, stop int) bool {
	end := h.endOfPart(i, stop)
	if end+1 >= stop || h.words[end].s == ";" {
		return false
	}
	for k := i + 1; k < end; k++ {
		who, ok := h.headAt(k, end)
		if !ok {
			continue
		}
		for v := who.end; v < end; v++ {
			w := strings.TrimPrefix(h.words[v].s, "所")
			if cue := hanCues()[w]; cue.kind == cueNone || !h.adverbial(who.end, v) {
				continue
			}
			a := said{start: i, cue: h.span(v, v+1), class: classOf(corpus.VerbNeutral, w), kind: cueSay, from: end + 1}
			h.setSource(&a, who)
			a.press = false
			h.found = append(h.found, a)
			return true
		}
		return false
	}
	return false
}

// viewLinks stand between a view and what it is.
var viewLinks = wordset.Of("是 为 就是 则是 很 清楚 明确 简单 鲜明 在于 即 即是 却是 也是")
