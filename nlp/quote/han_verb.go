package quote

import (
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// sayingVerb is a verb of saying where it stands.
type sayingVerb struct {
	v, end int // its words
	cue    hanCue
	pause  bool // a comma or colon follows it
	mark   bool // a passage follows it, or the pause behind it
}

// marked reports that what follows is set apart from the verb.
func (s sayingVerb) marked() bool { return s.pause || s.mark }

// verb appends the attribution by the verb of saying in words v to end.
func (h *hanFinder) verb(lo, v, end, stop int, cue hanCue) {
	s := sayingVerb{v: v, end: end, cue: cue}
	next := ""
	if end < stop {
		next, s.mark = h.words[end].s, h.words[end].passage > 0
	}
	a := said{cue: h.span(v, end), class: cue.class, kind: cue.kind, from: end}
	s.pause = next == "," || next == ":"
	if s.pause {
		a.from++
		s.mark = s.mark || a.from < stop && h.words[a.from].passage > 0
	}
	closing := end == stop || next == ";"
	if v > lo && (cue.kind != cueSay && nounsBehind[h.words[v-1].s] || h.words[v-1].s == "被" || cue.kind != cueSay && s.pause && a.from < stop && turns[h.words[a.from].s]) {
		return
	}
	if cue.kind == cueAct && next == "," && h.saysNext(a.from, stop) {
		return // 表示担忧，认为…: the next verb has the words
	}
	switch cue.kind {
	case cueDeny:
		h.deny(lo, v, end, stop, a)
		return
	case cueCite:
		h.cite(lo, v, end, stop)
		return
	case cueNone, cueSay, cueAct, cuePause, cueShow, cueMarks:
	}
	if !h.admits(lo, stop, s) || closing && !h.closes(lo, v) {
		return
	}
	a.joined = !s.pause && (cue.kind == cueSay || cue.kind == cueAct || cue.kind == cueShow)
	who, ok := h.subjectOf(lo, s)
	switch {
	case ok:
		h.setSource(&a, who)
		h.ownVerb(&a, &who, h.words[v].s)
		if !h.suits(&a, h.words[v].s, s.marked()) {
			return
		}
	case !h.inherits(&a, lo, v, stop):
		return
	}
	if a.joined {
		h.timed(&a, stop)
	}
	h.found = append(h.found, a)
}

// admits reports whether a verb of saying is one where it stands: before a pause, a
// mark, the end, or straight before what it reports.
func (h *hanFinder) admits(lo, stop int, s sayingVerb) bool {
	closing := s.end == stop || h.words[s.end].s == ";"
	switch s.cue.kind {
	case cueSay, cueAct:
		if from := h.chunk(lo, s.v); s.cue.kind == cueAct && !s.pause && s.v-from > 2 && h.aims(from, s.v) {
			return false
		}
		return s.marked() || closing || h.joins(s.v, s.end, stop, s.cue)
	case cuePause:
		return s.marked() || closing
	case cueMarks:
		return s.mark || closing
	case cueShow:
		return true
	case cueNone, cueDeny, cueCite:
	}
	return false
}

// subjectOf is the subject of a verb of saying.
func (h *hanFinder) subjectOf(lo int, s sayingVerb) (head, bool) {
	v := s.v
	if len(h.found) > 0 && h.only(h.chunk(lo, v), v) {
		return head{}, false
	}
	subject := v
	if v > lo+1 && h.words[v-1].s == "的" && (reported(h.words[v].s) || reports[h.words[v].s] && s.end > v+1) {
		subject-- // X的报道称
	}
	who, ok := h.source(lo, subject, false)
	if !ok && s.cue.kind == cueSay && s.marked() {
		return h.anybody(lo, v)
	}
	return who, ok
}

// saysNext reports a verb of saying at word i, behind adverbs at most.
func (h *hanFinder) saysNext(i, stop int) bool {
	for i < stop && (hanAdverbs[h.words[i].s] || hanConjunctions[h.words[i].s]) {
		i++
	}
	return i < stop && h.words[i].passage == 0 && (hanCues()[h.words[i].s].kind == cueSay || sayingWord(h.words[i].s))
}

// ownVerb gives the verb back what the tagger took for the end of a name
// (林岚坚|称) or the words took for another noun of the source (秘书处通报|称).
func (h *hanFinder) ownVerb(a *said, who *head, verb string) {
	last := &h.words[who.end-1]
	if hanCues()[last.s+verb].kind != cueNone && who.end-1 > who.start {
		who.end--
		a.cue.Start = last.span.Start
		h.setSource(a, *who)
		return
	}
	r, n := utf8.DecodeLastRuneInString(last.s)
	if last.who == aPerson && hanCues()[string(r)+verb].kind != cueNone && h.words[who.end-1].span.End == a.cue.Start && last.span.Len() == len(last.s) && len(last.s) > n {
		a.source.End -= n
		a.cue.Start -= n
	}
}

// timed ends reported words that are only part of a phrase of time: X批评Y后，….
func (h *hanFinder) timed(a *said, stop int) {
	end := h.endOfPart(a.from, stop)
	if last := h.words[end-1].s; end < stop && end-a.from > 1 && (last == "后" || last == "时" || last == "之后" || last == "之际") {
		a.to = end - 1
	}
}

// reported reports a verb with a noun in it that somebody may have: 报道称.
func reported(s string) bool {
	r, n := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(sayEndings, r) && reports[s[:len(s)-n]]
}

// aims reports 对 before the verb with no end of its phrase between: then what
// looks like a verb is the phrase's noun (对建议没有异议).
func (h *hanFinder) aims(from, v int) bool {
	for i := v - 1; i >= from && i > v-5; i-- {
		if w := h.words[i].s; w == "对" || w == "对于" || w == "就" {
			return true
		} else if hanTimely[w] || hanAdverbs[w] {
			return false
		}
	}
	return false
}

// setSource fills in who speaks.
func (h *hanFinder) setSource(a *said, who head) {
	a.start, a.source, a.who = who.start, h.span(who.start, who.end), h.words[who.end-1].who
	a.press = a.who == anOutlet
}

// suits reports whether a speaker of this kind may have the verb.
func (h *hanFinder) suits(a *said, verb string, marked bool) bool {
	switch {
	case a.kind == cueShow:
		return a.who == aText || a.who == aVoice || a.who == anOutlet || a.who == nobody || verb == "表明"
	case strings.HasSuffix(verb, "报道") && h.dateline(a.source):
		return false
	case verb == "指" && !marked:
		return a.who != aBody
	case (verb == "话" || verb == "讲") && !marked:
		return a.who == aPronoun || a.who == aPerson || a.who == aRole
	}
	return true
}

// dateline reports a source that is the author himself: 本报海港5月1日电记者王平报道.
func (h *hanFinder) dateline(source corpus.Span) bool {
	s := source.Of(h.src)
	for _, own := range []string{"本报", "本台", "本刊", "本网", "本社", "电记者", "電記者", "讯记者", "訊記者", "电（", "讯（"} {
		if strings.Contains(s, own) {
			return true
		}
	}
	return false
}

const (
	minJoined = 4 // characters of content right behind its verb
	maxObject = 5 // words of a mere object
)

// judges are verbs whose object may be no words of anybody (抨击这一决定);
// predicates make a clause of it.
var (
	judges     = wordset.Of("批评 抨击 谴责 痛批 怒批 炮轰 狠批 痛斥 直斥 批 斥 轰 赞扬 称赞 赞赏 盛赞 赞 怒斥 指责 狠轰 力赞")
	predicates = wordset.Of("是 为 会 不 没 没有 未 未能 缺乏 欠缺 将 有 无 无法 沦为 淪为 成为 被 能 能够 可 可以 可能 在 使 令 让 把 违反 违背 损害 破坏 不会 不能 不是 并非 只是 过于 太 不够 不足 试图 企图 意在 沦 变成 充当 提供 体现 干涉 干预")
)

// endsWord are the blocks behind verbs of two characters and more.
var endsWord = wordset.Of("的 了 过 着 者 之 、 ) 》 等 时 后 后的 中 称 说 道 受 被 遭 得到 遭到 受到")

// clausal blocks are none behind verbs that are no nouns (表示会处理); nor is 在
// behind verbs of what somebody will do.
var (
	clausal    = wordset.Of("会 有 在 也 都")
	fears      = wordset.Of("担心 担忧 忧 忧虑 怀疑 认为 说 称 声称")
	undertakes = wordset.Of("承诺 答应 允诺 许诺 希望 期望 要求 呼吁 建议 倡议 保证 敦促 誓言 宣布")
)

// joins reports whether reported words may begin right behind the verb.
func (h *hanFinder) joins(v, end, stop int, cue hanCue) bool {
	if next := h.words[end].s; cue.kind == cueSay && len(h.words[v].s) > len("说") && !endsWord[next] {
		// Only short verbs are parts of other words: 说到, 称之为.
	} else if cue.kind == cuePause || joinedBlocks[next] && !(cue.kind == cueSay && clausal[next] || next == "在" && undertakes[h.words[v].s] || next == "被" && fears[h.words[v].s]) {
		return false
	}
	n, words, whole := 0, 0, !judges[h.words[v].s]
	for i := end; i < stop && !pauseWord(h.words[i].s); i++ {
		n += utf8.RuneCountInString(h.words[i].s)
		words++
		if h.words[i].passage > 0 {
			n += h.size(h.words[i].span)
			words++
			whole = true
		}
		whole = whole || words > maxObject || predicates[h.words[i].s]
	}
	if wordKind(h.words[end].s) == aPronoun || h.words[end].s == "它" {
		n++ // 说它多余
	}
	return whole && n >= minJoined && words >= 2
}

// closes reports whether something stands before the clause of a verb that ends
// its unit: reported words, or a passage.
func (h *hanFinder) closes(lo, v int) bool {
	return h.chunk(lo, v) > lo
}
