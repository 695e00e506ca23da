package match

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Wildcards says how `*` and `?` in a form are read.
type Wildcards uint8

// The readings of wildcards. In a word, `*` is any number of word characters
// and `?` is one; in Chinese `*` is none to six characters other than
// punctuation and space.
const (
	Literal Wildcards = iota
	InWord
	InChinese
)

const (
	maxWalk    = 256 // folded runes from the beginning of a match
	maxClitics = 6   // letters that Arabic writes on to the beginning of a name
	maxHanGap  = 6   // characters that `*` covers in Chinese
	starRune   = '*'
	singleRune = '?'
)

// Trie holds folded forms, each with values of the caller's. Fill it with Add
// before the first Find; after that it is safe for concurrent use.
type Trie[V any] struct {
	nodes []node[V]
	first [utf8.RuneSelf]int32 // where ASCII leads from the root, which has many edges
}

// node is a state of the automaton that the trie with wildcards is.
type node[V any] struct {
	edges  []edge
	values []V
	word   int32    // where one more word character leads; 0 for nowhere
	gap    int32    // where one more Chinese character leads
	skip   [2]int32 // reached without a character: a `*` in a word, a `*` in Chinese
	loop   bool     // a word character stays here
}

type edge struct {
	r  rune
	to int32
}

// NewTrie returns an empty trie.
func NewTrie[V any]() *Trie[V] { return &Trie[V]{nodes: make([]node[V], 1)} }

// Add files value under form, which is folded first. A form that folds to
// nothing is not filed.
func (t *Trie[V]) Add(form string, wild Wildcards, value V) {
	folded := Fold(form)
	at := int32(0)
	for i, r := range folded.runes {
		switch {
		case r == ' ' && (i == 0 || i == len(folded.runes)-1):
		case r == starRune && wild != Literal:
			at = t.star(at, wild)
		case r == singleRune && wild == InWord:
			at = t.grow(at, func(n *node[V]) *int32 { return &n.word })
		case r == singleRune && wild == InChinese:
			at = t.grow(at, func(n *node[V]) *int32 { return &n.gap })
		default:
			at = t.child(at, r)
		}
	}
	if at != 0 {
		t.nodes[at].values = append(t.nodes[at].values, value)
	}
}

// star goes to a state of its own, reached without a character: one that loops
// over word characters, or the first of a chain of optional characters.
func (t *Trie[V]) star(at int32, wild Wildcards) int32 {
	if wild == InWord {
		s := t.grow(at, func(n *node[V]) *int32 { return &n.skip[0] })
		t.nodes[s].loop = true
		return s
	}
	at = t.grow(at, func(n *node[V]) *int32 { return &n.skip[1] })
	for range maxHanGap {
		next := t.grow(at, func(n *node[V]) *int32 { return &n.gap })
		t.nodes[at].skip[1] = next
		at = next
	}
	return at
}

// grow follows a slot of state at, and fills it with a new state when empty.
func (t *Trie[V]) grow(at int32, slot func(*node[V]) *int32) int32 {
	if to := *slot(&t.nodes[at]); to != 0 {
		return to
	}
	next := int32(len(t.nodes))
	t.nodes = append(t.nodes, node[V]{})
	*slot(&t.nodes[at]) = next
	return next
}

func (t *Trie[V]) child(at int32, r rune) int32 {
	edges := t.nodes[at].edges
	i, found := slices.BinarySearchFunc(edges, r, func(e edge, r rune) int { return cmp.Compare(e.r, r) })
	if found {
		return edges[i].to
	}
	next := int32(len(t.nodes))
	t.nodes = append(t.nodes, node[V]{})
	t.nodes[at].edges = slices.Insert(edges, i, edge{r, next})
	if at == 0 && r < utf8.RuneSelf {
		t.first[r] = next
	}
	return next
}

// Find calls found for every form at every place of text where a word may
// begin, and inside Arabic and Korean words, which carry clitics; start and end
// count folded runes. Whether a word ends there is the caller's to check
// ([Text.Boundary]), as endings differ by language.
func (t *Trie[V]) Find(text *Text, found func(start, end int, values []V)) {
	w := walker[V]{trie: t, text: text, found: found}
	word, last := 0, notWord // where the word around i begins, and the class of rune i-1
	for i, r := range text.runes {
		c := classOf(r)
		inside := c == spaced && last == spaced
		if !inside {
			word = i
		}
		last = c
		switch {
		case c == notWord && t.next(0, r) == 0:
		case inside && (i-word > maxClitics || !unicode.Is(unicode.Arabic, r)):
		default:
			w.from(i)
		}
	}
}

// next is where rune r leads from state s.
func (t *Trie[V]) next(s int32, r rune) int32 {
	if s == 0 && r < utf8.RuneSelf {
		return t.first[r]
	}
	n := &t.nodes[s]
	lo, hi := 0, len(n.edges)
	for lo < hi {
		mid := (lo + hi) / 2
		if n.edges[mid].r < r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(n.edges) && n.edges[lo].r == r {
		return n.edges[lo].to
	}
	return 0
}

// walker follows all states that the runes from one place allow.
type walker[V any] struct {
	trie         *Trie[V]
	text         *Text
	found        func(start, end int, values []V)
	states, next []int32
}

func (w *walker[V]) from(start int) {
	w.next = append(w.next[:0], 0)
	for _, skip := range w.trie.nodes[0].skip {
		w.enter(skip) // a form that begins with a wildcard
	}
	w.states, w.next = w.next, w.states
	for i := start; i < len(w.text.runes) && i-start < maxWalk && len(w.states) > 0; i++ {
		r := w.text.runes[i]
		c, hyphen := classOf(r), w.text.hyphen(i)
		w.next = w.next[:0]
		for _, s := range w.states {
			n := &w.trie.nodes[s]
			if to := w.trie.next(s, r); to != 0 {
				w.enter(to)
			}
			if (c != notWord || r == '\'') && n.word != 0 {
				w.enter(n.word)
			}
			if c != notWord && n.gap != 0 {
				w.enter(n.gap)
			}
			if n.loop && (c != notWord || r == '\'') || hyphen {
				w.enter(s) // also counter-weight is counterweight
			}
		}
		w.states, w.next = w.next, w.states
		if hyphen {
			continue // no form ends there
		}
		for _, s := range w.states {
			if v := w.trie.nodes[s].values; len(v) > 0 {
				w.found(start, i+1, v)
			}
		}
	}
}

// enter adds a state and those reached from it without a character.
func (w *walker[V]) enter(s int32) {
	if s == 0 || slices.Contains(w.next, s) {
		return
	}
	w.next = append(w.next, s)
	for _, skip := range w.trie.nodes[s].skip {
		if skip != 0 {
			w.enter(skip)
		}
	}
}

// Longest keeps, of matches that overlap, the longest; of equally long ones the
// first in text, then the first given. place reads a match: its range in folded
// runes. The kept ones come back in text order.
func Longest[M any](matches []M, place func(M) (start, end int)) []M {
	order, limit := make([]int, len(matches)), 0
	for i := range order {
		order[i] = i
		_, end := place(matches[i])
		limit = max(limit, end)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		as, ae := place(matches[a])
		bs, be := place(matches[b])
		return cmp.Or(cmp.Compare(be-bs, ae-as), cmp.Compare(as, bs))
	})
	taken := make([]bool, limit)
	var kept []int
	for _, i := range order {
		start, end := place(matches[i])
		if slices.Contains(taken[start:end], true) {
			continue
		}
		for k := start; k < end; k++ {
			taken[k] = true
		}
		kept = append(kept, i)
	}
	slices.SortFunc(kept, func(a, b int) int {
		as, _ := place(matches[a])
		bs, _ := place(matches[b])
		return cmp.Compare(as, bs)
	})
	if len(kept) == 0 {
		return nil
	}
	out := make([]M, len(kept))
	for k, i := range kept {
		out[k] = matches[i]
	}
	return out
}
