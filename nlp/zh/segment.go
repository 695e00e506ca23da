package zh

import (
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
)

// Segmenter cuts Chinese into words. It is safe for concurrent use.
type Segmenter struct {
	dict  *dictionary
	names *names
	char  map[rune]rune // traditional to simplified, for looking up
	users *trie         // nil without user words
}

// New loads the dictionary (a fraction of a second for the first segmenter of
// a process) and adds words - names of a gazetteer, terms of a codebook - that
// are kept whole wherever they occur as words. They may be simplified or
// traditional and match both; letter case counts.
func New(words []string) (*Segmenter, error) {
	s := &Segmenter{}
	var err error
	if s.dict, err = loadDictionary(); err != nil {
		return nil, fmt.Errorf("load the embedded Chinese dictionary: %w", err)
	}
	if s.names, err = loadNames(); err != nil {
		return nil, fmt.Errorf("load the embedded name tables: %w", err)
	}
	t, err := toSimplified()
	if err != nil {
		return nil, fmt.Errorf("load the embedded conversion table: %w", err)
	}
	s.char = t.char
	s.users = s.userTrie(words)
	return s, nil
}

// maxUserWord bounds a user's word, in characters; longer ones are texts.
const maxUserWord = 100

// userTrie holds the words as they are looked up. A gap cannot be in a token,
// so words with one are left out, as are overlong ones.
func (s *Segmenter) userTrie(words []string) *trie {
	var keys []string
	for _, w := range words {
		var key []rune
		gaps := false
		for i := 0; i < len(w); {
			r, n := utf8.DecodeRuneInString(w[i:])
			gaps = gaps || gap(r, n)
			key = append(key, s.look(r))
			i += n
		}
		if len(key) > 0 && len(key) <= maxUserWord && !gaps {
			keys = append(keys, string(key))
		}
	}
	if len(keys) == 0 {
		return nil
	}
	slices.Sort(keys)
	return newTrie(slices.Compact(keys))
}

// Segment returns the tokens of text in order: words, numbers and words of
// other alphabets (whole, as written), and punctuation. White space, control
// characters and invalid UTF-8 are between tokens. The work is linear in the
// length of the text.
func (s *Segmenter) Segment(text string) []corpus.Span {
	out := make([]corpus.Span, 0, len(text)/4)
	l := &lattice{seg: s}
	for start := 0; start < len(text); {
		end := l.read(text, start)
		for _, n := range l.path() {
			out = append(out, corpus.Span{Start: l.at[n.from], End: l.at[n.to]})
		}
		start = end
	}
	return out
}

// gap reports whether a rune can be in no token.
func gap(r rune, size int) bool {
	switch r {
	case utf8.RuneError:
		return size <= 1
	case '\u200b', '\u2060', '\ufeff': // spaces and joiners without width
		return true
	}
	return unicode.IsSpace(r) || unicode.IsControl(r)
}

// look is the form under which a character is looked up: simplified, and ASCII
// for full-width letters and digits.
func (s *Segmenter) look(r rune) rune {
	if r < utf8.RuneSelf {
		return r
	}
	if to, ok := s.char[r]; ok {
		return to
	}
	if r >= 0xff01 && r <= 0xff5e && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return r - 0xfee0
	}
	return r
}
