package quote

import (
	"strings"

	"framewatch/corpus"
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
	if cue, ok := hanCues[verb]; ok && was == corpus.VerbNeutral && cue.class != corpus.VerbDenying {
		return cue.class
	}
	return was
}

// eyes close 在X看来.
var eyes = set("看来 眼中 眼里 之见 心目中 眼内 口中 所见")

// inTheEyes reads 在X看来，….
func (h *hanFinder) inTheEyes(lo, i, stop int) bool {
	end := h.endOfPart(i, stop)
	for k := i + 2; k < min(end+1, stop); k++ {
		if !eyes[h.words[k].s] {
			continue
		}
		who, ok := h.headAt(i+1, k)
		for n := i + 2; !ok && n < k; n++ {
			who, ok = h.headAt(n, k)
		}
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
		if !callings[w] && !(hanCues[w].kind == cueAct || w == "指" || w == "称" || sayingWord(w)) {
			continue
		}
		who, ok := h.headAt(i+1, k)
		for n := i + 2; !ok && n < k; n++ {
			who, ok = h.headAt(n, k)
		}
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
	if kind := hanCues[h.words[v].s].kind; kind != cueSay && kind != cueAct && kind != cuePause {
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

var wishing = set("最 想 要 想要 真正 更 真 所")

// thisIs stand before a view that follows what it is: …，这是X的看法.
var thisIs = set("是 只是 正是 便是 就是 这是 也是 乃")

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
			if cue := hanCues[w]; cue.kind == cueNone || !h.adverbial(who.end, v) {
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
var viewLinks = set("是 为 就是 则是 很 清楚 明确 简单 鲜明 在于 即 即是 却是 也是")

// deny reads 否认…, and 驳斥了…的说法, where what is denied stands before 的.
func (h *hanFinder) deny(lo, v, end, stop int, a said) {
	who, ok := h.source(lo, v, false)
	if ok {
		h.setSource(&a, who)
	} else {
		a.kind = cueSay
		if !h.inherits(&a, lo, v, stop) {
			h.objectBefore(lo, v, a)
			return
		}
		a.kind = cueDeny
	}
	a.press = false
	claim := end+2 < stop && h.words[end+1].s == "的" && claimNouns[h.words[end+2].s]
	if end < stop && !claim && (h.words[end].passage > 0 || h.words[end].s == "," || h.words[end].s == ":") {
		answer := h.words[v].s != "否认" && h.words[v].s != "矢口否认" && h.words[v].s != "断然否认"
		if answer && h.words[end].passage == 0 { // 反驳：“…” is the answer itself
			a.class = corpus.VerbNeutral
		}
		if answer && h.words[end].s == "," && (end+1 >= stop || h.words[end+1].passage == 0) {
			return
		}
		h.found = append(h.found, a)
		return
	}
	part := h.endOfPart(end, stop)
	for k := part; k > end+1; k-- {
		if claimNouns[h.words[k-1].s] {
			n := k - 1
			if n > end && (h.words[n-1].s == "的" || h.words[n-1].s == "之" || h.words[n-1].s == "等") {
				n--
			}
			for end < n && claimLeads[h.words[end].s] {
				end++
			}
			if n-end < 2 && (n <= end || h.words[end].passage == 0) {
				return
			}
			a.from, a.to, a.joined = end, n, true
			h.found = append(h.found, a)
			return
		}
	}
	if part-end >= 2 {
		a.from, a.joined = end, true
		h.found = append(h.found, a)
	}
}

// claimLeads stand before the claim that somebody denies.
var claimLeads = set("这 那 一 此 了 有关 关于 所谓 针对 外界 对 一些 某些 部分 此前 这一 这种 该 上述 那些 种种")

// objectBefore reads X对…的说法予以否认.
func (h *hanFinder) objectBefore(lo, v int, a said) {
	from := h.chunk(lo, v)
	for k := v - 1; k > from; k-- {
		if !claimNouns[h.words[k].s] || k < 2 {
			continue
		}
		for p := k - 1; p >= from; p-- {
			if w := h.words[p].s; w != "对" && w != "就" && w != "对于" {
				continue
			}
			who, ok := h.source(lo, p, false)
			n := k
			if h.words[n-1].s == "的" {
				n--
			}
			start := p + 1
			for start < n && claimLeads[h.words[start].s] {
				start++
			}
			if !ok || n-start < 2 {
				return
			}
			h.setSource(&a, who)
			a.from, a.to, a.joined, a.press = start, n, true, false
			h.found = append(h.found, a)
			return
		}
	}
}

// cite reads X援引Y的话说，…: what Y says is part of what X tells.
func (h *hanFinder) cite(lo, v, end, stop int) {
	var who head
	ok := false
	limit := min(stop, end+maxHanGap)
	k := end
	for ; k < limit && !ok && !pauseWord(h.words[k].s); k++ {
		who, ok = h.headAt(k, limit)
	}
	if !ok {
		return
	}
	c := who.end
	for c < limit && (citing[h.words[c].s] || hearsay[h.words[c].s] || hanCues[h.words[c].s].kind == cueSay) {
		c++
	}
	if c == who.end || c >= stop {
		return
	}
	inner := said{start: end, class: corpus.VerbNeutral, kind: cueSay, from: c, joined: h.words[c].s != ","}
	first := who.end
	for first < c-1 && (h.words[first].s == "的" || h.words[first].s == "话") {
		first++
	}
	inner.cue = h.span(first, c)
	inner.class = classOf(inner.class, h.words[c-1].s)
	if h.words[c].s == "," || h.words[c].s == ":" {
		inner.from++
	}
	outer := said{cue: h.span(v, end), class: corpus.VerbNeutral, kind: cueCite, from: end, press: true}
	if source, ok := h.source(lo, v, false); ok {
		h.setSource(&outer, source)
		outer.press = true
		h.found = append(h.found, outer)
	} else if outer.kind = cueSay; h.inherits(&outer, lo, v, stop) {
		outer.press = true
		h.found = append(h.found, outer)
	}
	h.setSource(&inner, head{end, who.end})
	inner.press = false
	h.found = append(h.found, inner)
}

// citing stand between a cited source and what it says.
var citing = set("的 话 的话 说法 观点 分析 报道 消息 报告 言论 表述 评论 看法 内容")

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
var about = set("谈 论 回应 答 就 评 谈及 谈到 回应称 驳 批 称")

// asking open the turns of an interview.
var asking = set("问 答")

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
