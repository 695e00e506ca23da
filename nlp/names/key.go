package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"framewatch/corpus"
	"framewatch/nlp/zh"
)

// honorifics stand before a name and are no part of it.
var honorifics = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields("mr mrs ms miss mx dr prof professor sir lord lady dame judge justice president minister ambassador " +
		"secretary director chairman chairwoman senator governor mayor m mme monsieur madame herr frau señor señora don doña") {
		out[w] = true
	}
	return out
}()

// clean takes off a surface what is no part of the name: white space,
// possessives, the article, and for people their titles.
func clean(surface string, label corpus.Label) string {
	words := strings.Fields(surface)
	for len(words) > 1 {
		first := strings.TrimSuffix(strings.ToLower(words[0]), ".")
		if first != "the" && (label != corpus.PER || !honorifics[first] || utf8.RuneCountInString(words[0]) == 1) {
			break
		}
		words = words[1:]
	}
	s := strings.Join(words, " ")
	for _, end := range []string{"'s", "’s"} {
		s = strings.TrimSuffix(s, end)
	}
	return strings.TrimSpace(s)
}

// key is a name without case, accents, points, and the difference between
// simplified and traditional characters; words are parted by one space, and so
// are the parts of a transliterated name.
func key(name string) string {
	if hasHan(name) {
		name, _ = zh.Fold(name)
	}
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '.', r == '\'', r == '’':
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return norm.NFC.String(b.String())
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// parts are the words of a key.
func parts(key string) []string { return strings.Fields(key) }

func isInitial(word string) bool { return utf8.RuneCountInString(word) == 1 && !hasHan(word) }

// sameWord holds for equal words, and for a word and its initial.
func sameWord(a, b string) bool {
	return a == b || isInitial(a) && strings.HasPrefix(b, a) || isInitial(b) && strings.HasPrefix(a, b)
}

// maxTurned is how many words a name has at most that may stand family name
// first or last.
const maxTurned = 3

// samePerson reports whether two full names of a person differ at most in
// initials, in middle names that one of them leaves out, and in whether the
// family name comes first.
func samePerson(a, b []string) bool {
	if len(a) < 2 || len(b) < 2 {
		return false
	}
	if len(a) == len(b) && len(a) <= maxTurned && slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))) {
		return true
	}
	if a[len(a)-1] != b[len(b)-1] || !sameWord(a[0], b[0]) {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	// The shorter one's middle names must be among the longer one's, in order.
	rest := b[1 : len(b)-1]
	for _, w := range a[1 : len(a)-1] {
		k := slices.IndexFunc(rest, func(o string) bool { return sameWord(w, o) })
		if k < 0 {
			return false
		}
		rest = rest[k+1:]
	}
	return true
}

// isShort reports whether a name is a part of a longer one of the same document
// that may stand for it: a person's family or given name, the beginning of a
// body's name.
func isShort(label corpus.Label, short, long string) bool {
	if label == corpus.PER {
		return shortPerson(short, long)
	}
	return strings.HasPrefix(long, short+" ") && utf8.RuneCountInString(short) >= minShortBody
}

// minShortBody is how many characters the short name of a body has at least.
const minShortBody = 4

func shortPerson(short, long string) bool {
	if hasHan(short) && !strings.Contains(long, " ") {
		// A Chinese given name after the full one.
		return utf8.RuneCountInString(short) == 2 && utf8.RuneCountInString(long) > 2 && strings.HasSuffix(long, short)
	}
	words := parts(long)
	if len(words) < 2 {
		return false
	}
	return strings.HasSuffix(long, " "+short) || short == words[0] && !isInitial(short)
}
