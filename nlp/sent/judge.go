package sent

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/quotes"
	"framewatch/internal/wordset"
)

// context is a mark with what stands around it.
type context struct {
	before string // from the beginning of the sentence
	after  string // from the first character after the white space
	first  rune   // of after
	mark   run
	closed bool // quotes or brackets were closed after the mark
	gap    bool // white space was
	lead   bool // all so far is the marker of a list item
	words  *vocabulary
}

// cut reports whether the sentence ends.
func (c *context) cut() bool {
	switch {
	case c.goesOn(),
		!strings.ContainsFunc(c.before[max(0, len(c.before)-maxUnread):], readable):
		return false
	case c.point():
		return false
	case strings.ContainsRune(certain, c.mark.last):
		return !c.closed || !attributed(c.after)
	case c.mark.last == '…' && (isHan(c.first) || c.lastHan()):
		// One … is a pause; …… is the mark that also ends sentences.
		return (c.closed || c.mark.count > 3) && !attributed(c.after)
	case c.lead:
		return false
	case !c.gap:
		return c.glued()
	case unicode.IsLower(c.first):
		return false
	case c.mark.dots && c.mark.count >= 3:
		return c.ellipsis()
	case c.mark.dots && c.mark.count == 1:
		return c.stop()
	case strings.HasPrefix(c.after, "--"), strings.HasPrefix(c.after, "– "), strings.HasPrefix(c.after, "— "):
		return false
	}
	if c.closed && said(c.after) {
		return false
	}
	w := lastWord(c.before)
	return !exclaimed[w] || c.words.starts[word(c.after)]
}

// goesOn reports whether what follows begins with a mark that begins no sentence.
func (c *context) goesOn() bool {
	if strings.ContainsRune(",;:，；：、", c.first) {
		return true
	}
	_, n := utf8.DecodeRuneInString(c.after)
	return c.first != '"' && c.first != '\'' && quotes.Closes(c.first, c.after[n:])
}

// point reports whether a full-width stop is that of a number, an address or an
// initial, as in ３．２ and Ａ．スミス, or an Urdu one that of an abbreviation that
// is spelt: ایم۔ اے۔.
func (c *context) point() bool {
	switch c.mark.last {
	case '．':
		last, _ := utf8.DecodeLastRuneInString(c.before)
		w := lastToken(c.before)
		return !c.gap && !c.closed && (unicode.IsDigit(last) && (unicode.IsDigit(c.first) || w == c.before && digitsOnly(w)) ||
			unicode.Is(unicode.Latin, last) && (unicode.IsLower(c.first) || initial(lastWord(c.before))))
	case '۔':
		return !c.closed && c.words.kinds[lastToken(c.before)] == title
	}
	return false
}

func digitsOnly(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
}

// maxUnread is how far back something to read is looked for, in bytes: a row of
// marks is no sentence.
const maxUnread = 256

func readable(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// isHan reports a letter of Chinese or Japanese, which write no spaces.
func isHan(r rune) bool { return r >= 'ぁ' && r <= 'ヿ' || unicode.Is(unicode.Han, r) }

func (c *context) lastHan() bool {
	r, _ := utf8.DecodeLastRuneInString(c.before)
	return isHan(r)
}

// attributed reports whether Chinese or Japanese text after a closing quote
// goes on to say who spoke: “……。”他说。 What ends in a colon begins the next
// quotation.
func attributed(after string) bool {
	n, verb := 0, false
	for _, r := range after {
		switch {
		case r == '：' || r == ':':
			return false
		case strings.ContainsRune("，。！？；“「,.", r):
			return verb
		case strings.ContainsRune("说說道称稱问問喊答と", r):
			verb = true
		}
		if n++; n > 16 {
			break
		}
	}
	return verb
}

// said is attributed for English: "Why?" Smith asked.
func said(after string) bool {
	words := strings.Fields(after[:min(len(after), 80)])
	for i := 1; i < len(words) && i < 4; i++ {
		if speech[strings.TrimRight(words[i], ".,:;")] {
			return true
		}
	}
	return false
}

var speech = wordset.Of(`said says asked asks added adds replied told tells wrote shouted cried answered continued remarked`)

// glued judges a mark without white space after it: an address or a number,
// or two sentences that lost their space.
func (c *context) glued() bool {
	last, _ := utf8.DecodeLastRuneInString(c.before)
	if isHan(last) && (isHan(c.first) || c.mark.last != '.') {
		return c.mark.last != '.' || last < 'ァ' || last > 'ヿ' || c.first < 'ァ' || c.first > 'ヿ' // a name: ジョン.スミス
	}
	token := lastToken(c.before)
	if strings.ContainsAny(token, "@/\\_") || strings.HasPrefix(token, "www.") || !unicode.IsUpper(c.first) {
		return false
	}
	next := word(c.after)
	second, _ := utf8.DecodeRuneInString(c.after[utf8.RuneLen(c.first):])
	if !unicode.IsLower(second) || strings.HasPrefix(c.after[len(next):], "@") {
		return false
	}
	if unicode.IsDigit(last) {
		return !strings.ContainsFunc(token, unicode.IsLetter)
	}
	// A whole word in small letters stands before, as in "world.Today".
	w := lastWord(c.before)
	return c.closed || utf8.RuneCountInString(w) > 2 && unicode.IsLower(last) && c.words.kinds[strings.ToLower(w)] == plain && !strings.Contains(token, ".") || strings.Contains(token, ".") && c.words.starts[next]
}

// ellipsis judges three stops or more before a capital. Three may be a pause;
// a fourth is the full stop.
func (c *context) ellipsis() bool {
	if c.mark.count == 3 && strings.HasPrefix(word(c.after), "I") {
		return !c.mark.spaced && len(word(c.after)) > 2
	}
	return true
}

// stop judges a single full stop with white space after it.
func (c *context) stop() bool {
	if c.closed {
		return true
	}
	w := lastToken(c.before)
	next := word(c.after)
	lower := strings.ToLower(w)
	if i := strings.LastIndexAny(lower, "'’"); i >= 0 && c.words.kinds[lower] == plain {
		_, n := utf8.DecodeRuneInString(lower[i:])
		lower = lower[i+n:] // l'art. 3
	}
	k, inside := c.spaced(lower)
	if k == plain {
		k = c.words.kinds[lower]
	}
	switch {
	case inside, k == title:
		return false
	case k == counted:
		return !unicode.IsDigit(c.first)
	case k == trailing && (lower == "a.m" || lower == "p.m"):
		return !zones[next] && !unicode.IsDigit(c.first)
	case k == trailing:
		return c.words.starts[next] || !unicode.IsLetter(c.first) && !unicode.IsDigit(c.first) && c.first != '('
	case ordinal(w), c.words.ordinals && w == strings.ToUpper(w) && slices.Contains(romans, lower):
		return !c.words.ordinals || c.words.starts[next]
	case w == "I":
		return c.words.starts[next]
	case initial(w):
		return c.words.starts[next] && next != "I" && next != "A"
	case strings.Contains(w, ".") && dotted(w):
		return c.words.starts[next]
	}
	return true
}

// ordinal reports whether w is one or two digits, or ends with them in a span: the
// 3 of 1.-3.
func ordinal(w string) bool {
	if i := strings.LastIndexAny(w, "-–/"); i >= 0 {
		_, n := utf8.DecodeRuneInString(w[i:])
		w = w[i+n:]
	}
	return w != "" && len(w) <= 2 && digits(w) == len(w)
}

// initial reports whether w is one letter, as in "Albert I. Jones".
func initial(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	return n == len(w) && unicode.IsUpper(r)
}

// dotted reports whether w is letters with stops between: J.C, i.e, U.S.A.
func dotted(w string) bool {
	for part := range strings.SplitSeq(w, ".") {
		if r, n := utf8.DecodeRuneInString(part); n != len(part) || !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// opening are the marks that may stand before a word.
const opening = "([{\"'“‘„‚«»‹›（「『"

// maxToken bounds how far back a token is read, in bytes.
const maxToken = 64

// lastToken is what stands between the last white space and the mark, without
// opening brackets and quotes.
func lastToken(s string) string {
	if len(s) > maxToken {
		s = s[len(s)-maxToken:]
	}
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i >= 0 {
		_, n := utf8.DecodeRuneInString(s[i:])
		s = s[i+n:]
	}
	return strings.TrimLeft(s, opening)
}

// lastWord is the letters at the end of s.
func lastWord(s string) string {
	if len(s) > maxToken {
		s = s[len(s)-maxToken:]
	}
	i := len(s)
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.IsLetter(r) {
			break
		}
		i -= n
	}
	return s[i:]
}

// word is the word that s begins with, after opening quotes.
func word(s string) string {
	s = strings.TrimLeft(s[:min(len(s), maxToken)], opening)
	for i, r := range s {
		if !unicode.IsLetter(r) && r != '\'' && r != '’' {
			return strings.ReplaceAll(s[:i], "’", "'")
		}
	}
	return s
}
