package quote

import (
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// said is one attribution of a unit, before it is known where its content ends.
type said struct {
	start  int // word at which it begins: its source's, or its verb's
	source corpus.Span
	who    somebody
	cue    corpus.Span
	class  corpus.VerbClass
	kind   cueKind
	from   int         // first word of its content
	to     int         // where its content ends at the latest; 0 when that is open
	joined bool        // its content follows the verb without a pause: reported, never word for word
	press  bool        // an outlet that others speak in, or 据…报道
	colon  bool        // only a colon stands between source and content
	also   corpus.Span // content that stands apart before the verb: Y of 把Y形容为Z
}

// speech finds the quotations of the unit lo to hi. It returns where it has read to:
// hi, or the end of the line where all of a line is a turn of a conversation.
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
	if w.passage > 0 || w.who != nobody && hanCues()[w.s].kind == cueNone && !viewNouns[w.s] {
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
	cue, ok := hanCues()[s]
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
		if next := hanCues()[h.words[end].s]; cue.class == corpus.VerbNeutral {
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
var saysAgain = wordset.Of("说 称 道 指 指出 表示 认为 强调 写道 说道 指称 警告 呼吁 透露")

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
