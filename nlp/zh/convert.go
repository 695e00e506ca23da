package zh

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/width"

	"framewatch/nlp/internal/pack"
)

// table converts one way of writing Chinese to the other, as OpenCC does: the
// longest entry that fits, from left to right.
type table struct {
	char    map[rune]rune
	phrases *trie
	to      []string // by the phrase's number
	begins  charSet  // what an entry begins with
	same    []int    // what Fold says of where Han characters come from that stay
}

// charSet is a set of characters of the first plane.
type charSet [1 << 10]uint64

func (c *charSet) add(r rune) {
	if r < 1<<16 {
		c[r>>6] |= 1 << (r & 63)
	}
}

// may reports a character of the set, or one beyond the first plane.
func (c *charSet) may(r rune) bool { return r >= 1<<16 || r < 0 || c[r>>6]>>(r&63)&1 == 1 }

// maxSame is the longest text of which Fold need not write down that it stays,
// in bytes: words.
const maxSame = 63

// The two directions are read once each, when first wanted.
var (
	toSimplified  = sync.OnceValues(func() (*table, error) { return loadTable("TS") })
	toTraditional = sync.OnceValues(func() (*table, error) { return loadTable("ST") })
)

func loadTable(direction string) (*table, error) {
	raw, err := pack.Open(convertData, "framewatch zh convert 1")
	if err != nil {
		return nil, err
	}
	_, text, ok := strings.Cut(string(raw), "#"+direction+"\n")
	if !ok {
		return nil, pack.ErrDamaged
	}
	text, _, _ = strings.Cut(text, "#")
	t := &table{char: map[rune]rune{}}
	phrases := map[string]string{}
	for line := range strings.Lines(text) {
		from, to, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			return nil, pack.ErrDamaged
		}
		a, n := utf8.DecodeRuneInString(from)
		b, m := utf8.DecodeRuneInString(to)
		t.begins.add(a)
		if n == len(from) && m == len(to) {
			t.char[a] = b
		} else {
			phrases[from] = to
		}
	}
	keys := make([]string, 0, len(phrases))
	for from := range phrases {
		keys = append(keys, from)
	}
	slices.Sort(keys)
	t.phrases = newTrie(keys)
	for i := range maxSame + 1 {
		t.same = append(t.same, i-i%utf8.RuneLen('中'))
	}
	for _, from := range keys {
		t.to = append(t.to, phrases[from])
	}
	return t, nil
}

// piece converts the beginning of text: it returns how many characters it took
// and what they become.
func (t *table) piece(text []rune) (int, string) {
	if !t.begins.may(text[0]) {
		return 1, string(text[0])
	}
	length, word := 0, int32(0)
	t.phrases.match(text, func(n int, w int32) { length, word = n, w })
	if length > 0 {
		return length, t.to[word]
	}
	if to, ok := t.char[text[0]]; ok {
		return 1, string(to)
	}
	return 1, string(text[0])
}

// must hands out a table. Its error means that the binary was built with a
// damaged data file, which no caller can mend and a test rules out.
func must(t *table, err error) *table {
	if err != nil {
		panic("zh: embedded conversion table: " + err.Error())
	}
	return t
}

// ToSimplified rewrites traditional characters as simplified ones; everything
// else stays.
func ToSimplified(s string) string { return must(toSimplified()).convert(s) }

// ToTraditional rewrites simplified characters as traditional ones. Where one
// simplified character stands for several, the phrase around it decides, as far
// as OpenCC knows it.
func ToTraditional(s string) string { return must(toTraditional()).convert(s) }

func (t *table) convert(s string) string {
	var out strings.Builder
	runs(s, func(plain string, han []rune, _ int) {
		out.WriteString(plain)
		for len(han) > 0 {
			n, to := t.piece(han)
			out.WriteString(to)
			han = han[n:]
		}
	})
	return out.String()
}

// Fold rewrites text for matching: traditional characters become simplified,
// full-width letters, digits and punctuation ASCII, half-width katakana full,
// the ideographic space a space (Unicode's width folding, the part of NFKC that
// newspapers mix). orig says where each byte of folded comes from: orig[i] is
// the byte of text at which the character of folded[i] starts, and
// orig[len(folded)] is len(text); so the span [a,b) of folded, on character
// boundaries, is [orig[a],orig[b]) of text. Letter case and invalid UTF-8 stay
// as they are.
func Fold(text string) (folded string, orig []int) {
	t := must(toSimplified())
	if t.stays(text) {
		n := len(text) + 1
		return text, t.same[:n:n]
	}
	out := make([]byte, 0, len(text))
	orig = make([]int, 0, len(text)+1)
	runs(text, func(plain string, han []rune, at int) {
		for i := 0; i < len(plain); {
			r, n := utf8.DecodeRuneInString(plain[i:])
			from := len(out)
			if w := width.LookupRune(r).Folded(); w != 0 && r != utf8.RuneError {
				out = utf8.AppendRune(out, w)
			} else {
				out = append(out, plain[i:i+n]...)
			}
			for range out[from:] {
				orig = append(orig, at+i)
			}
			i += n
		}
		for at += len(plain); len(han) > 0; {
			n, to := t.piece(han)
			out = append(out, to...)
			orig = appendPiece(orig, han[:n], to, at)
			for _, r := range han[:n] {
				at += utf8.RuneLen(r)
			}
			han = han[n:]
		}
	})
	return string(out), append(orig, len(text))
}

// stays reports a short text of Han characters of three bytes with which no entry
// begins, as most words of simplified text are.
func (t *table) stays(text string) bool {
	if len(text) > maxSame {
		return false
	}
	for _, r := range text {
		if r > 0x9fff || !isHan(r) || t.begins.may(r) {
			return false
		}
	}
	return true
}

// appendPiece maps the bytes of to, which replaced from, character by
// character; what a longer text has too many maps to the last.
func appendPiece(orig []int, from []rune, to string, at int) []int {
	k := 0
	for _, r := range to {
		for range utf8.RuneLen(r) {
			orig = append(orig, at)
		}
		if k < len(from)-1 {
			at += utf8.RuneLen(from[k])
			k++
		}
	}
	return orig
}

// runs cuts text into pairs of a stretch without Han characters and one of Han
// characters, and calls do with each pair and its place.
func runs(text string, do func(plain string, han []rune, at int)) {
	var han []rune
	for start := 0; start < len(text); {
		i := start
		for i < len(text) {
			r, n := utf8.DecodeRuneInString(text[i:])
			if isHan(r) {
				break
			}
			i += n
		}
		plain := text[start:i]
		han = han[:0]
		for i < len(text) {
			r, n := utf8.DecodeRuneInString(text[i:])
			if !isHan(r) {
				break
			}
			han = append(han, r)
			i += n
		}
		do(plain, han, start)
		start = i
	}
}
