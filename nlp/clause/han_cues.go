package clause

import (
	"strings"
	"sync"

	"framewatch/corpus"
	"framewatch/nlp/match"
)

// hanCue is a phrase of Chinese with what it does.
type hanCue struct {
	word   string
	size   int // in runes
	effect effect
}

// hanCues are the phrases by their first character, longer ones first.
var hanCues = sync.OnceValue(func() map[rune][]hanCue {
	out := map[rune][]hanCue{}
	for e, list := range hanLists {
		for _, w := range strings.Fields(list) {
			f := match.Fold(w)
			runes := []rune(f.String(0, f.Len()))
			list := out[runes[0]]
			at := 0
			for at < len(list) && list[at].size >= len(runes) {
				at++
			}
			out[runes[0]] = append(list[:at], append([]hanCue{{string(runes), len(runes), e}}, list[at:]...)...)
		}
	}
	return out
})

// phrase is the longest phrase that begins at i and ends before to.
func (h *han) phrase(i, to int) (hanCue, bool) {
	for _, c := range hanCues()[h.text.Rune(i)] {
		if i+c.size <= to && h.has(c.word, i, to) {
			return c, true
		}
	}
	return hanCue{}, false
}

// cues finds the cues of unit k and adds them.
func (h *han) cues(k int) {
	u := h.units[k]
	depth := 0
	last := -2 // where the last simple negation ended
	denied := -1
	for i := u.from; i < u.to; i++ {
		if h.masked[i] {
			continue
		}
		if n := h.aNotA(i, u.to); n > 0 {
			h.add(asks, i, i+n, []corpus.Span{h.span(u.from, i), h.span(i+n, u.to)}, depth)
			i += n - 1
			continue
		}
		c, ok := h.phrase(i, u.to)
		if !ok {
			continue
		}
		end := i + c.size
		switch c.effect {
		case embeds:
			depth++
		case negating:
			kind := negates
			if last >= 0 && h.light(last, i) {
				kind = denies // 并非不, 不会不: two negations of one verb that affirm
			}
			scope := h.ahead(k, end)
			if of := h.attributive(u, i, end); of > 0 {
				scope = []corpus.Span{h.span(end, of)}
			}
			if i == u.from {
				scope = scope[:1] // 不，… answers
			}
			h.add(kind, i, end, scope, depth)
			last = end
		default:
			h.apply(c.effect, k, i, end, depth, &denied)
		}
		i = end - 1
	}
	h.pair(k)
	h.predicate(k)
}

// attributive is where the 的 stands that ends a negated attribute at the
// beginning of a unit: 没有签字的部长们赞赏…; 0 for none. 没有任何人的… is none.
func (h *han) attributive(u run, from, to int) int {
	if from != u.from || to >= u.to || strings.ContainsRune("人任哪一谁什", h.text.Rune(to)) {
		return 0
	}
	for i := to + 1; i < min(u.to, to+maxAttribute); i++ {
		if h.text.Rune(i) == '的' && i+2 < u.to {
			return i
		}
	}
	return 0
}

// maxAttribute is how many characters a negated attribute has.
const maxAttribute = 8

// light reports that only auxiliaries stand between two negations.
func (h *han) light(from, to int) bool {
	for i := from; i < to; i++ {
		if !strings.ContainsRune("是会能可要该应敢肯", h.text.Rune(i)) {
			return false
		}
	}
	return true
}

// apply adds the cue at from of unit k.
func (h *han) apply(e effect, k, from, to, depth int, denied *int) {
	u := h.units[k]
	switch e { //nolint:exhaustive // the others are read by cues, or are not Chinese
	case denying:
		if to < u.to && strings.ContainsRune("道说称:\"“「", h.text.Rune(to)) || to == u.to && to < h.text.Len() && h.text.Rune(to) == ':' {
			return // 反驳道：what follows are the speaker's own words
		}
		if *denied >= 0 && from-*denied <= 1 {
			return // 否认并驳斥
		}
		*denied = to
		h.add(denies, from, to, h.ahead(k, to), depth)
	case rhetorical:
		h.add(negates, from, to, []corpus.Span{h.span(to, u.to)}, depth)
		h.add(asks, from, to, []corpus.Span{h.span(u.from, from), h.span(to, u.to)}, depth)
	case doubting: // 难道 …: the opposite is meant
		h.add(denies, from, to, []corpus.Span{h.span(to, u.to)}, depth)
		h.add(asks, from, to, []corpus.Span{h.span(u.from, from), h.span(to, u.to)}, depth)
	case supposing:
		h.add(supposes, from, to, []corpus.Span{h.span(to, u.to)}, depth)
	case whether:
		h.add(asks, from, to, []corpus.Span{h.span(to, u.to)}, depth)
	case condition:
		if h.text.Rune(from) == '若' && from > u.from {
			return // elsewhere it is too often a part of a name
		}
		h.add(supposes, from, to, []corpus.Span{h.span(to, h.text.Len())}, depth)
	case conceding:
		h.add(supposes, from, to, []corpus.Span{h.span(to, u.to)}, depth)
	}
}

// ahead is the scope of a negation that ends at from in unit k: the rest of the
// unit, up to a word that turns (而是); over a comma where no verb has come yet.
func (h *han) ahead(k, from int) []corpus.Span {
	u := h.units[k]
	u.to = h.closing(u.from, from, u.to)
	out := []corpus.Span{h.span(from, h.turn(from, u.to))}
	if !h.light(from, u.to) || k+1 >= len(h.units) || u.to-from > 3 || u.to < h.text.Len() && h.text.Rune(u.to) != ',' {
		return out
	}
	if k+2 < len(h.units) && h.text.Rune(h.units[k+1].to) == ',' {
		k++ // 不会，他强调，取代…
	}
	next := h.units[k+1]
	return append(out, h.span(next.from, h.turn(next.from, next.to)))
}

// closing is where the passage in quotation marks ends that the rune at i stands
// in; to outside of one.
func (h *han) closing(from, i, to int) int {
	open := false
	for j := from; j < to; j++ {
		switch r := h.text.Rune(j); {
		case strings.ContainsRune("“「『", r):
			open = open || j < i
		case strings.ContainsRune("”」』", r) && open:
			if j >= i {
				return j
			}
			open = false
		}
	}
	return to
}

// turn is where a word that ends a negation's scope stands, else to.
func (h *han) turn(from, to int) int {
	for i := from; i < to; i++ {
		for _, w := range hanTurns {
			if h.has(w, i, to) {
				return i
			}
		}
	}
	return to
}

// aNotA reads 是不是, 会不会, 能不能: a question. It returns its size, 0 for none.
func (h *han) aNotA(i, to int) int {
	if i+2 >= to || h.text.Rune(i+1) != '不' && h.text.Rune(i+1) != '没' || h.text.Rune(i) != h.text.Rune(i+2) {
		return 0
	}
	return 3
}

// pair reads 与其说X不如说Y, which denies X, also over a comma.
func (h *han) pair(k int) {
	u := h.units[k]
	at := h.index("与其", u.from, u.to)
	if at == 0 && !h.has("与其", u.from, u.to) {
		return
	}
	from := max(at, u.from) + 2
	for _, w := range []string{"不如", "毋宁"} {
		if i := h.index(w, from, h.text.Len()); i > 0 {
			h.add(negates, from-2, from, []corpus.Span{h.span(from, i)}, 0)
			return
		}
	}
}

// predicate reads what denies the words before it: X的说法毫无根据, 把X说成Y是错误的,
// …，这是谣言.
func (h *han) predicate(k int) {
	u := h.units[k]
	for i := u.from; i < u.to; i++ {
		for _, p := range hanPredicates() {
			if !h.has(p.word, i, u.to) || h.denied(u.from, i) {
				continue
			}
			if scope, ok := h.claim(k, i, p.any); ok {
				h.add(denies, i, i+p.size, []corpus.Span{scope}, 0)
				return
			}
		}
	}
}

// denied reports a negation right before a predicate: 并非谣言.
func (h *han) denied(from, to int) bool {
	for _, w := range []string{"并非", "不是", "绝非", "并不"} {
		if size := len([]rune(w)); to-size >= from && h.has(w, to-size, to) {
			return true
		}
	}
	return false
}

// claim is what the predicate at i of unit k denies: the claim before it in its
// unit, or in the unit before where it stands alone or behind 这.
func (h *han) claim(k, i int, any bool) (corpus.Span, bool) {
	u := h.units[k]
	if i-u.from > maxAlone && !h.points(u.from) {
		return h.span(u.from, i), any || h.claims(u.from, i)
	}
	if k == 0 {
		return corpus.Span{}, false
	}
	before := h.units[k-1]
	return h.span(before.from, before.to), any || h.points(u.from) || h.claims(before.from, before.to)
}

// maxAlone is how many characters may stand before a predicate that has no
// subject of its own in its unit.
const maxAlone = 4

// points reports 这, 此 and the like at the beginning of a unit.
func (h *han) points(from int) bool {
	return strings.ContainsRune("这此", h.text.Rune(from)) && !h.has("此外", from, h.text.Len()) && !h.has("此次", from, h.text.Len()) && !h.has("这个国际", from, h.text.Len())
}

// claims reports words that tell of a claim.
func (h *han) claims(from, to int) bool {
	for i := from; i < to; i++ {
		for _, w := range hanClaims {
			if h.has(w, i, to) {
				return true
			}
		}
	}
	for _, w := range hanCalls {
		if h.has(w, from, to) {
			return true
		}
	}
	return false
}
