package quote

import (
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
)

// said is one attribution of a unit, before it is known where its content ends.
type said struct {
	start  int // word at which it begins: its source's, or its verb's
	source corpus.Span
	who    somebody
	cue    corpus.Span
	class  corpus.VerbClass
	kind   cueKind
	from   int // first word of its content
	to     int // where its content ends at the latest; 0 when that is open
	joined bool
	press  bool // an outlet that others speak in, or 据…报道
	colon  bool // only a colon stands between source and content
	also   corpus.Span
}

// speech finds the quotations of the unit lo to hi. It returns how far
// a turn of a conversation reaches.
func (h *hanFinder) speech(lo, hi int) int {
	stop := hi
	for stop > lo && (stopWord(h.words[stop-1].s) || h.words[stop-1].s == ")" && !h.introducedBracket(lo, stop)) {
		stop--
	}
	h.found = h.found[:0]
	if a, ok := h.colon(lo, stop); ok {
		if h.in == corpus.InText && h.words[a.from].passage == 0 {
			a.to = h.line(lo)
			h.found = append(h.found, a)
			h.contents(lo, a.to)
			return a.to
		}
		h.found = append(h.found, a)
	}
	i := lo
	if len(h.found) > 0 {
		i = h.found[0].from
	}
	for i < stop {
		n := len(h.found)
		h.attribution(lo, i, stop)
		if n == len(h.found) {
			i++
			continue
		}
		i = max(i+1, h.found[len(h.found)-1].from)
	}
	if len(h.found) == 0 && h.in == corpus.InTitle {
		h.titled(lo, stop)
	}
	if n := len(h.found); n == 1 && h.turn(lo, &h.found[0]) {
		stop = h.line(lo)
		h.contents(lo, stop)
		return stop
	}
	h.contents(lo, stop)
	return hi
}

// turn reports an attribution at the start of a line whose colon no mark
// follows: all of the line is what is said.
func (h *hanFinder) turn(lo int, a *said) bool {
	return (lo == 0 || h.words[lo].line) && h.in == corpus.InText && a.to == 0 && a.from < len(h.words) && a.start == lo &&
		h.words[a.from-1].s == ":" && h.words[a.from].passage == 0
}

// introducedBracket reports whether the bracket that closes before stop opens in
// the unit.
func (h *hanFinder) introducedBracket(lo, stop int) bool {
	for i := lo; i < stop; i++ {
		if h.words[i].s == "(" {
			return true
		}
	}
	return false
}

// attribution appends what it finds at word i.
func (h *hanFinder) attribution(lo, i, stop int) {
	w := &h.words[i]
	if w.passage > 0 || w.who != nobody && hanCues[w.s].kind == cueNone && !viewNouns[w.s] {
		return
	}
	switch w.s {
	case "据", "根据", "按照", "按", "依据", "用", "照", "援引", "引述":
		if h.heard(lo, i, stop) {
			return
		}
	case "在", "依", "以":
		if h.inTheEyes(lo, i, stop) {
			return
		}
	case "正如", "如", "诚如", "恰如", "就像", "如同", "像", "一如":
		if h.begins(lo, i) && h.like(lo, i, stop) {
			return
		}
	case "被", "遭", "获":
		if h.passive(lo, i, stop) {
			return
		}
	case ":":
		h.openVerb(lo, i, stop)
		return
	}
	if w.s == "是" && i > lo+1 && h.words[i-1].s == "的" && h.cleft(lo, i, stop) {
		return
	}
	if callings[w.s] && h.calling(lo, i, stop) {
		return
	}
	if viewNouns[w.s] && i > lo && h.words[i-1].s == "的" && h.view(lo, i, stop) {
		return
	}
	if cue, end := h.cueAt(i, stop); cue.kind != cueNone {
		h.verb(lo, i, end, stop, cue)
	}
}

// cueAt is the verb of saying that begins at word i, with the verbs of saying
// that follow it, and where it ends.
func (h *hanFinder) cueAt(i, stop int) (hanCue, int) {
	s := h.words[i].s
	cue, ok := hanCues[s]
	if !ok {
		if !sayingWord(s) {
			return hanCue{}, i
		}
		cue = hanCue{cueSay, corpus.VerbNeutral}
	}
	end := i + 1
	if s == "告诉" || s == "告知" {
		for end < stop && end < i+8 && !pauseWord(h.words[end].s) && h.words[end].passage == 0 {
			end++
		}
		return cue, end
	}
	for end < stop && saysAgain[h.words[end].s] && cue.kind != cueCite && s != "被" {
		if cue.class == corpus.VerbDenying {
			cue.class = corpus.VerbNeutral // 反驳说: what follows is the answer
		}
		if next := hanCues[h.words[end].s]; cue.class == corpus.VerbNeutral {
			cue.class = next.class
		}
		cue.kind = cueSay
		end++
	}
	if end < stop && (h.words[end].s == "了" || h.words[end].s == "过") && cue.kind != cueSay {
		end++
	}
	return cue, end
}

// saysAgain follow another verb of saying as its complement: 补充说, 发文指出.
var saysAgain = set("说 称 道 指 指出 表示 认为 强调 写道 说道 指称 警告 呼吁 透露")

// sayingWord reports a word that no list knows and that ends as verbs of saying
// do: 坚称, 嘲讽道.
func sayingWord(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < 2 || n > 4 || notSaying[s] || strings.HasSuffix(s, "小说") {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(sayEndings, r) && strings.IndexFunc(s, func(r rune) bool { return r < utf8.RuneSelf }) < 0
}

// verb appends the attribution by the verb of saying in words v to end.
func (h *hanFinder) verb(lo, v, end, stop int, cue hanCue) {
	next, mark := "", false
	if end < stop {
		next, mark = h.words[end].s, h.words[end].passage > 0
	}
	a := said{cue: h.span(v, end), class: cue.class, kind: cue.kind, from: end}
	pause := next == "," || next == ":"
	if pause {
		a.from++
		mark = mark || a.from < stop && h.words[a.from].passage > 0
	}
	closing := end == stop || next == ";"
	if v > lo && (cue.kind != cueSay && nounsBehind[h.words[v-1].s] || h.words[v-1].s == "被" || cue.kind != cueSay && pause && a.from < stop && turns[h.words[a.from].s]) {
		return
	}
	if cue.kind == cueAct && next == "," && h.saysNext(a.from, stop) {
		return // 表示担忧，认为…: the next verb has the words
	}
	switch cue.kind {
	case cueSay, cueAct:
		if w := h.chunk(lo, v); cue.kind == cueAct && !pause && v-w > 2 && h.aims(w, v) {
			return
		}
		if !pause && !mark && !closing && !h.joins(v, end, stop, cue) {
			return
		}
		a.joined = !pause
	case cuePause:
		if !pause && !mark && !closing {
			return
		}
	case cueMarks:
		if !mark && !closing {
			return
		}
	case cueShow:
		a.joined = !pause
	case cueDeny:
		h.deny(lo, v, end, stop, a)
		return
	case cueCite:
		h.cite(lo, v, end, stop)
		return
	case cueNone:
		return
	}
	if closing && !h.closes(lo, v) {
		return
	}
	ok := false
	var who head
	if len(h.found) == 0 || !h.only(h.chunk(lo, v), v) {
		subject := v
		if v > lo+1 && h.words[v-1].s == "的" && (reported(h.words[v].s) || reports[h.words[v].s] && end > v+1) {
			subject-- // X的报道称
		}
		who, ok = h.source(lo, subject, false)
		if !ok && cue.kind == cueSay && (pause || mark) {
			who, ok = h.anybody(lo, v)
		}
	}
	switch {
	case ok:
		h.setSource(&a, who)
		h.ownVerb(&a, &who, h.words[v].s)
		if !h.suits(&a, h.words[v].s, pause || mark) {
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

// saysNext reports a verb of saying at word i, behind adverbs at most.
func (h *hanFinder) saysNext(i, stop int) bool {
	for i < stop && (hanAdverbs[h.words[i].s] || hanConjunctions[h.words[i].s]) {
		i++
	}
	return i < stop && h.words[i].passage == 0 && (hanCues[h.words[i].s].kind == cueSay || sayingWord(h.words[i].s))
}

// ownVerb gives the verb back what the tagger took for the end of a name
// (林岚坚|称) or the words took for another noun of the source (秘书处通报|称).
func (h *hanFinder) ownVerb(a *said, who *head, verb string) {
	last := &h.words[who.end-1]
	if hanCues[last.s+verb].kind != cueNone && who.end-1 > who.start {
		who.end--
		a.cue.Start = last.span.Start
		h.setSource(a, *who)
		return
	}
	r, n := utf8.DecodeLastRuneInString(last.s)
	if last.who == aPerson && hanCues[string(r)+verb].kind != cueNone && h.words[who.end-1].span.End == a.cue.Start && last.span.Len() == len(last.s) && len(last.s) > n {
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
	judges     = set("批评 抨击 谴责 痛批 怒批 炮轰 狠批 痛斥 直斥 批 斥 轰 赞扬 称赞 赞赏 盛赞 赞 怒斥 指责 狠轰 力赞")
	predicates = set("是 为 会 不 没 没有 未 未能 缺乏 欠缺 将 有 无 无法 沦为 淪为 成为 被 能 能够 可 可以 可能 在 使 令 让 把 违反 违背 损害 破坏 不会 不能 不是 并非 只是 过于 太 不够 不足 试图 企图 意在 沦 变成 充当 提供 体现 干涉 干预")
)

// endsWord are the blocks behind verbs of two characters and more.
var endsWord = set("的 了 过 着 者 之 、 ) 》 等 时 后 后的 中 称 说 道 受 被 遭 得到 遭到 受到")

// clausal blocks are none behind verbs that are no nouns (表示会处理); nor is 在
// behind verbs of what somebody will do.
var (
	clausal    = set("会 有 在 也 都")
	fears      = set("担心 担忧 忧 忧虑 怀疑 认为 说 称 声称")
	undertakes = set("承诺 答应 允诺 许诺 希望 期望 要求 呼吁 建议 倡议 保证 敦促 誓言 宣布")
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
var turns = set("但 但是 不过 然而 却 可是")

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
		if hanAdverbs[w.s] || hanPrepositions[w.s] || hanCatchers[w.s] || w.s == "的" || pauseWord(w.s) || hanCues[w.s].kind != cueNone {
			break
		}
	}
	return end
}

// opinion reports verbs of which a reported sentence may have one of its own,
// without a subject: …，相信….
func opinion(kind cueKind, verb string) bool { return kind == cueAct || opinions[verb] }

var opinions = set("认为 相信 觉得 深信 坚信 确信 料 预料 预计 估计 预测 预期 断言 判断 形容 主张 承认 披露 揭露 揭示 确认 证实 感叹 话 讲")

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

var again = set("仅 只 仅仅 只是 并 并且 又 还 亦 也 同时 此外 另外 再 随后 接着 进一步 但 而 则")

// span is the bytes of words from to end.
func (h *hanFinder) span(from, end int) corpus.Span {
	if from >= end {
		return corpus.Span{}
	}
	return corpus.Span{Start: h.words[from].span.Start, End: h.words[end-1].span.End}
}
