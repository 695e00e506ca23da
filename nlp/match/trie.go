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
// punctuation and space, and may besides cross one unit of the text ([Units]).
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
	nodes  []node               // a state is small: a text goes past many
	values [][]V                // from 1
	first  [utf8.RuneSelf]int32 // where ASCII leads from the root, which has many edges
	pages  []*page              // where others below 0x10000 lead from a root with very many, by rune / pageSize
}

// page is a part of the edges of the root.
type page [pageSize]int32

const (
	pageSize  = 256
	paged     = 0x10000 // runes from here on are rare
	manyEdges = 64
)

// node is a state of the automaton that the trie with wildcards is.
type node struct {
	one    edge     // the first of its edges, found without a further step
	skip   [2]int32 // reached without a character: a `*` in a word, a `*` in Chinese
	word   int32    // where one more word character leads; 0 for nowhere
	gap    int32    // where one more Chinese character leads
	rare   *rare    // nil for most
	edges  []edge   // all of them, where there are several
	values int32    // index into the trie's values, 0 for none
	loop   bool     // a word character stays here
}

// single reports whether one rune leads to one state at most.
func (n *node) single() bool {
	return n.skip == [2]int32{} && n.word|n.gap == 0 && n.rare == nil && !n.loop
}

type edge struct {
	r  rune
	to int32
}

// NewTrie returns an empty trie.
func NewTrie[V any]() *Trie[V] { return &Trie[V]{nodes: make([]node, 1), values: make([][]V, 1)} }

// Add files value under form, which is folded first. A form that folds to
// nothing is not filed.
func (t *Trie[V]) Add(form string, wild Wildcards, value V) {
	t.AddPattern([]Piece{{Text: form}}, wild, value)
}

// literal files the folded runes of a text from state at on.
func (t *Trie[V]) literal(at int32, runes []rune, wild Wildcards) int32 {
	for _, r := range runes {
		switch {
		case r == starRune && wild != Literal:
			at = t.star(at, wild)
		case r == singleRune && wild == InWord:
			at = t.grow(at, func(n *node) *int32 { return &n.word })
		case r == singleRune && wild == InChinese:
			at = t.grow(at, func(n *node) *int32 { return &n.gap })
		default:
			at = t.child(at, r)
		}
	}
	return at
}

// star goes to a state of its own, reached without a character: one that loops
// over word characters, or the first of a chain of optional characters.
func (t *Trie[V]) star(at int32, wild Wildcards) int32 {
	if wild == InWord {
		s := t.grow(at, func(n *node) *int32 { return &n.skip[0] })
		t.nodes[s].loop = true
		return s
	}
	at = t.grow(at, func(n *node) *int32 { return &n.skip[1] })
	if t.nodes[at].skip[1] != 0 {
		return t.chainEnd(at)
	}
	begin := at
	at = t.chain(at)
	t.crossing(begin, at)
	return at
}

// chain makes a chain of optional Chinese characters.
func (t *Trie[V]) chain(at int32) int32 {
	for range maxHanGap {
		next := t.grow(at, func(n *node) *int32 { return &n.gap })
		t.nodes[at].skip[1] = next
		at = next
	}
	return at
}

func (t *Trie[V]) chainEnd(at int32) int32 {
	for range maxHanGap {
		at = t.nodes[at].gap
	}
	return at
}

// grow follows a slot of state at, and fills it with a new state when empty.
func (t *Trie[V]) grow(at int32, slot func(*node) *int32) int32 {
	if to := *slot(&t.nodes[at]); to != 0 {
		return to
	}
	next := t.state()
	*slot(&t.nodes[at]) = next
	return next
}

// state makes a new state. A large codebook has a quarter of a million, so the
// room for them doubles: append alone would copy each several times.
func (t *Trie[V]) state() int32 {
	if len(t.nodes) == cap(t.nodes) {
		t.nodes = slices.Grow(t.nodes, len(t.nodes))
	}
	t.nodes = append(t.nodes, node{})
	return int32(len(t.nodes) - 1)
}

func (t *Trie[V]) child(at int32, r rune) int32 {
	if to := t.next(at, r); to != 0 {
		return to
	}
	next := t.state()
	n := &t.nodes[at]
	if n.one.to == 0 {
		n.one = edge{r, next}
	} else {
		if n.edges == nil {
			n.edges = []edge{n.one}
		}
		i, _ := slices.BinarySearchFunc(n.edges, r, func(e edge, r rune) int { return cmp.Compare(e.r, r) })
		n.edges = slices.Insert(n.edges, i, edge{r, next})
	}
	if at == 0 {
		t.fromRoot(r, next)
	}
	return next
}

// fromRoot files an edge of the root where it is found at once.
func (t *Trie[V]) fromRoot(r rune, to int32) {
	edges := t.nodes[0].edges
	switch {
	case r < utf8.RuneSelf:
		t.first[r] = to
	case t.pages != nil:
		t.turn(r, to)
	case len(edges) > manyEdges:
		t.pages = make([]*page, paged/pageSize)
		for _, e := range edges {
			t.turn(e.r, e.to)
		}
	}
}

func (t *Trie[V]) turn(r rune, to int32) {
	if r >= paged {
		return
	}
	if t.pages[r/pageSize] == nil {
		t.pages[r/pageSize] = &page{}
	}
	t.pages[r/pageSize][r%pageSize] = to
}

// Find calls found for every form at every place of text where a word may
// begin, and inside Arabic and Korean words, which carry clitics; start and end
// count folded runes. Whether a word ends there is the caller's to check
// ([Text.Boundary]), as endings differ by language.
func (t *Trie[V]) Find(text *Text, found func(start, end int, values []V)) {
	t.FindIn(text, nil, found)
}

// FindIn is [Trie.Find] in a text of which units are known; nil for none.
func (t *Trie[V]) FindIn(text *Text, units *Units, found func(start, end int, values []V)) {
	w := walker[V]{trie: t, text: text, units: units, found: found}
	word, last := 0, notWord // where the word around i begins, and the class of rune i-1
	for i, r := range text.runes {
		c := classOf(r)
		inside := c == spaced && last == spaced
		if !inside {
			word = i
		}
		last = c
		switch {
		case c == notWord && t.next(0, r) == 0 && !units.begins(i):
		case inside && (i-word > maxClitics || !unicode.Is(unicode.Arabic, r)):
		default:
			w.from(i)
		}
	}
}

// next is where rune r leads from state s.
func (t *Trie[V]) next(s int32, r rune) int32 {
	switch {
	case s == 0 && r < utf8.RuneSelf:
		return t.first[r]
	case s == 0 && r < paged && t.pages != nil:
		if p := t.pages[r/pageSize]; p != nil {
			return p[r%pageSize]
		}
		return 0
	}
	n := &t.nodes[s]
	if n.one.r == r {
		return n.one.to
	}
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
	units        *Units
	found        func(start, end int, values []V)
	states, next []int32
	ahead        []ahead // states behind units that are being crossed
	at           int     // place of the states in next
}

// from follows one state as long as there is no choice, then all that there are.
func (w *walker[V]) from(start int) {
	i, s := start, int32(0)
	for w.trie.nodes[s].single() {
		if i >= len(w.text.runes) || i-start >= maxWalk || w.text.hyphen(i) {
			break
		}
		if s = w.trie.next(s, w.text.runes[i]); s == 0 {
			return
		}
		i++
		if v := w.trie.nodes[s].values; v != 0 {
			w.found(start, i, w.trie.values[v])
		}
	}
	w.next, w.ahead, w.at = w.next[:0], w.ahead[:0], i
	w.enter(s)
	// What is reached without a character ends here too.
	for k, s := range w.next {
		if v := w.trie.nodes[s].values; k > 0 && v != 0 && i > start {
			w.found(start, i, w.trie.values[v])
		}
	}
	w.all(start, i)
}

// all follows the states in next from rune i on.
func (w *walker[V]) all(start, i int) {
	w.states, w.next = w.next, w.states
	for ; i < len(w.text.runes) && i-start < maxWalk && len(w.states)+len(w.ahead) > 0; i++ {
		if w.step(i) {
			continue // no form ends at a hyphen
		}
		for _, s := range w.states {
			if v := w.trie.nodes[s].values; v != 0 {
				w.found(start, i+1, w.trie.values[v])
			}
		}
	}
}

// step follows rune i, and reports whether it is a hyphen in a word.
func (w *walker[V]) step(i int) (hyphen bool) {
	r := w.text.runes[i]
	c := classOf(r)
	hyphen = w.text.hyphen(i)
	w.next, w.at = w.next[:0], i+1
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
		if n.loop && (c != notWord || r == '\'') || hyphen && s != 0 {
			w.enter(s) // also counter-weight is counterweight
		}
		if n.rare != nil {
			w.rarely(s, n.rare, i, c)
		}
	}
	if len(w.ahead) > 0 {
		w.arrive()
	}
	w.states, w.next = w.next, w.states
	return hyphen
}

// enter adds a state and those reached from it without a character.
func (w *walker[V]) enter(s int32) {
	if slices.Contains(w.next, s) {
		return
	}
	w.next = append(w.next, s)
	n := &w.trie.nodes[s]
	for _, skip := range n.skip {
		if skip != 0 {
			w.enter(skip)
		}
	}
	if n.rare != nil {
		w.freely(n.rare)
	}
}
