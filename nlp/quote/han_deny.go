package quote

import (
	"framewatch/corpus"
	"framewatch/internal/wordset"
)

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
var claimLeads = wordset.Of("这 那 一 此 了 有关 关于 所谓 针对 外界 对 一些 某些 部分 此前 这一 这种 该 上述 那些 种种")

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
	for c < limit && (citing[h.words[c].s] || hearsay[h.words[c].s] || hanCues()[h.words[c].s].kind == cueSay) {
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
var citing = wordset.Of("的 话 的话 说法 观点 分析 报道 消息 报告 言论 表述 评论 看法 内容")
