package quote

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
)

// surnames are those of most Chinese; transliterating are the characters of
// which foreign names are made.
const (
	surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧"
	translit = "阿埃艾安奥巴贝比波博布查茨达戴丹德登迪蒂丁顿多恩尔法菲费弗夫福盖戈格哈赫亨华霍基吉加杰金卡凯科克肯库拉莱兰劳勒雷里利丽莉林鲁伦罗洛马玛迈曼梅蒙米密莫姆穆纳娜奈尼诺努欧帕派佩皮普奇乔切琼让萨赛桑森沙舍史斯索塔泰坦特" +
		"汤图托瓦威韦维魏温翁沃乌西希谢辛休雅亚扬耶伊易因尤约扎詹朱兹佐什鲍彼柏蕾茜琳珍妮露苏珊翰逊爱葛瑞赖逖滕恰佳叙敦撒"
)

// PersonShaped reports whether Chinese characters in simplified form can be a
// person's name: a frequent surname with one or two characters behind it, or
// characters of which foreign names are made.
func PersonShaped(name string) bool {
	runes := []rune(name)
	if len(runes) < 2 || len(runes) > 24 {
		return false
	}
	return foreignName(runes) || len(runes) <= 3 && strings.ContainsRune(surnames, runes[0]) && !slices.ContainsFunc(runes, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) && wordKind(name) == nobody
}

func foreignName(runes []rune) bool {
	return !slices.ContainsFunc(runes, func(r rune) bool { return !strings.ContainsRune(translit, r) && !namePoint(r) })
}

func namePoint(r rune) bool { return r == '·' || r == '•' || r == '・' }

// name says which words are somebody: those of mentions, else by themselves. A
// word that reaches out of a name is cut at its edge.
func (h *hanFinder) name(first, last int) {
	w := 0
	for s := first; s < last; s++ {
		for i := range h.mentions[s] {
			m := &h.mentions[s][i]
			kind := mentionKind(m)
			if kind == nobody {
				continue
			}
			for w < len(h.words) && h.words[w].span.End <= m.Span.Start {
				w++
			}
			h.mark(w, m.Span, kind)
		}
	}
	for i := range h.words {
		v := &h.words[i]
		if v.who == nobody && v.passage == 0 {
			v.who = wordKind(v.s)
		}
		if v.s == "人" && i > 0 && (h.words[i-1].who == aPower || h.words[i-1].s == "的") {
			v.who = aRole
		}
	}
	h.untagged()
	h.marked()
}

// maxMarked is the longest name in marks, in characters.
const maxMarked = 8

// marked makes a name in marks part of the body or people that it names: the
// group “绿岸” says.
func (h *hanFinder) marked() {
	for i := 1; i+1 < len(h.words); i++ {
		w, before := &h.words[i], h.words[i-1].who
		if w.passage == 0 || before != aBody && before != aRole && before != anOutlet || h.size(w.span) > maxMarked || h.sentenceLike(w.span) {
			continue
		}
		if cue, _ := h.cueAt(i+1, len(h.words)); cue.kind == cueSay || cue.kind == cueAct {
			h.taken[w.passage-1] = true
			w.s, w.passage, w.who, w.glued = "“”", 0, before, true
		}
	}
}

// mark makes the words from w on that lie in the span of a mention somebody of a kind.
func (h *hanFinder) mark(w int, span corpus.Span, kind somebody) {
	begun := false
	for ; w < len(h.words) && h.words[w].span.Start < span.End; w++ {
		v := &h.words[w]
		if v.passage > 0 || v.span.End <= span.Start {
			continue
		}
		if kind := wordKind(v.s); kind != nobody && v.span.Len() > span.Len() { // 中方: more than the place
			v.who = kind
			continue
		}
		cut := 0
		switch {
		case v.span.Start < span.Start:
			cut = span.Start
		case v.span.End > span.End:
			cut = span.End
		}
		if cut > 0 {
			at := cutAt(v, cut)
			rest := hanWord{s: v.s[at:], span: corpus.Span{Start: cut, End: v.span.End}}
			v.s, v.span.End = v.s[:at], cut
			h.words = append(h.words, hanWord{})
			copy(h.words[w+2:], h.words[w+1:])
			h.words[w+1] = rest
			v = &h.words[w]
			if v.span.Start < span.Start {
				continue
			}
		}
		v.who, v.glued = kind, begun
		begun = true
	}
}

// cutAt is the byte of a word's folded form that byte cut of the field becomes:
// most characters fold to one of the same size.
func cutAt(w *hanWord, cut int) int {
	at := min(cut-w.span.Start, len(w.s))
	for at > 0 && at < len(w.s) && !utf8.RuneStart(w.s[at]) {
		at--
	}
	return at
}

const maxNameWords = 4 // into which the segmenter cuts a name that it does not know

// untagged marks names that the tagger has missed: words in the form of a name
// between a title and what people do, or at the start of a clause before a verb
// of saying.
func (h *hanFinder) untagged() {
	for i := range h.words {
		if h.words[i].who == aPerson && !h.words[i].glued {
			end := i + 1
			for end < len(h.words) && h.words[end].who == aPerson && h.words[end].glued {
				end++
			}
			h.remember(i, end)
		}
	}
	for i := 0; i < len(h.words); i++ {
		if h.recalled(i) {
			continue
		}
		if !h.unknown(i) || i > 0 && h.words[i-1].who != aRole && !pauseWord(h.words[i-1].s) && !stopWord(h.words[i-1].s) && h.words[i-1].passage == 0 && !hanConjunctions[h.words[i-1].s] {
			continue
		}
		titled := i > 0 && h.words[i-1].who == aRole
		for n := maxNameWords; n > 0; n-- {
			if i+n < len(h.words) && h.nameOf(i, n, titled) && h.acts(i, i+n, titled) {
				h.person(i, i+n)
				if titled {
					h.remember(i, i+n)
				}
				break
			}
		}
	}
}

// person makes one person of words from to end.
func (h *hanFinder) person(from, end int) {
	for k := from; k < end; k++ {
		h.words[k].who, h.words[k].glued = aPerson, k > from
	}
}

// remember keeps a name for the rest of the document.
func (h *hanFinder) remember(from, end int) {
	name := h.plainText(from, end)
	if n := utf8.RuneCountInString(name); n < 2 || !PersonShaped(name) {
		return
	}
	if h.people == nil {
		h.people = map[string]bool{}
	}
	h.people[name] = true
}

// recalled marks a name that stood in the document before.
func (h *hanFinder) recalled(i int) bool {
	if len(h.people) == 0 || h.words[i].who != nobody || h.words[i].passage > 0 {
		return false
	}
	for n := min(maxNameWords, len(h.words)-i); n > 0; n-- {
		if h.people[h.plainText(i, i+n)] && !h.anySomebody(i, i+n) {
			h.person(i, i+n)
			return true
		}
	}
	return false
}

func (h *hanFinder) anySomebody(from, end int) bool {
	for ; from < end; from++ {
		if h.words[from].who != nobody || h.words[from].passage > 0 {
			return true
		}
	}
	return false
}

// unknown reports a word that may be a part of a name.
func (h *hanFinder) unknown(i int) bool {
	w := &h.words[i]
	r, size := utf8.DecodeRuneInString(w.s)
	return w.who == nobody && w.passage == 0 && size > 1 && (unicode.Is(unicode.Han, r) || namePoint(r)) && !hanAdverbs[w.s] && !hanConjunctions[w.s] &&
		!hanPrepositions[w.s] && !hanCatchers[w.s] && hanCues()[w.s].kind == cueNone
}

// nameOf reports whether n words from i have the form of a name; behind a title
// function words may be a part of it (林|和|立).
func (h *hanFinder) nameOf(i, n int, titled bool) bool {
	for k := i; k < i+n; k++ {
		if !h.unknown(k) && (!titled || k == i || h.words[k].s != "和" && h.words[k].s != "向" && h.words[k].s != "同" && h.words[k].s != "为") {
			return false
		}
	}
	return PersonShaped(h.plainText(i, i+n))
}

// acts reports whether what follows words from to end is what people do: speak,
// or with a title before them anything that begins with an adverb or time.
func (h *hanFinder) acts(from, end int, titled bool) bool {
	w := h.words[end].s
	cue, _ := h.cueAt(end, len(h.words))
	switch {
	case titled:
		return cue.kind != cueNone || hanAdverbs[w] || hanPrepositions[w] || timeWord(w) || w == ":" || w == ","
	case w == ":":
		return end+1 < len(h.words) && h.words[end+1].passage > 0
	case cue.kind == cueSay, cue.kind == cueAct, cue.kind == cueDeny:
		runes := []rune(h.plainText(from, end))
		return len(runes) > 2 && foreignName(runes) || cue.kind == cueSay && end+1 < len(h.words) && (pauseWord(h.words[end+1].s) || h.words[end+1].passage > 0)
	}
	return false
}

// ofSomebody reports whether what follows a Chinese name in a source makes the
// source somebody else: 王平的批评者, 王平发言人.
func ofSomebody(rest string) bool {
	for _, other := range []string{"的", "发言人", "發言人", "助理", "顾问", "顧問", "秘书", "秘書", "代表", "办公室", "辦公室", "团队", "團隊", "阵营", "陣營", "政府", "支持者", "批评者", "批評者", "方面", "律师", "律師", "家属", "家屬"} {
		if strings.HasPrefix(rest, other) {
			return true
		}
	}
	return false
}
