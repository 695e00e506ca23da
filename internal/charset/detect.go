package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	sampleSize = 8 << 10
	sure       = 0.5  // a score that real text of 20 characters reaches and misread text does not
	doubtful   = 0.15 // below this nothing was recognised
)

// sample gathers the parts of body around bytes outside ASCII, where character
// sets differ, up to sampleSize. Each part keeps one byte before and two after,
// so that a second byte within ASCII (GBK, Big5, Shift_JIS) and the letters
// around an accent are seen.
func sample(body []byte) []byte {
	out := make([]byte, 0, min(len(body), sampleSize))
	end := 0 // of what was taken
	for i := 0; i < len(body) && len(out) < sampleSize; i++ {
		if body[i] < utf8.RuneSelf {
			continue
		}
		from := max(end, i-1)
		if from > end && len(out) > 0 {
			out = append(out, ' ')
		}
		to := min(len(body), i+3)
		if to > from {
			out = append(out, body[from:to]...)
			end = to
		}
	}
	return out
}

// candidate is a character set with what its texts look like.
type candidate struct {
	name string
	kind kind
	good string // frequent characters
}

type kind int

const (
	chinese  kind = iota // good ones are frequent; other Han is weak evidence
	japanese             // kana count, Han without kana does not
	korean               // Hangul counts
	latin                // single letters among ASCII
	alphabet             // whole words outside ASCII
)

// candidates is in order of preference between equal scores.
func candidates() []candidate {
	return []candidate{
		{latin1, latin, lettersWestern},
		{"gb18030", chinese, hanSimplified},
		{"big5", chinese, hanTraditional},
		{"shift_jis", japanese, hanSimplified + hanTraditional},
		{"euc-jp", japanese, hanSimplified + hanTraditional},
		{"euc-kr", korean, hangul},
		{"windows-1251", alphabet, lettersCyrillic},
		{"koi8-u", alphabet, lettersCyrillic},
		{"windows-1256", alphabet, lettersArabic},
		{"windows-1253", alphabet, lettersGreek},
		{"windows-1255", alphabet, lettersHebrew},
		{"windows-874", alphabet, lettersThai},
		{"windows-1250", latin, lettersCentral},
		{"windows-1254", latin, lettersTurkish},
		{"windows-1257", latin, lettersBaltic},
		{"windows-1258", latin, lettersVietnamese},
	}
}

// detect returns the candidate whose decoded text scores best, with its score,
// which is 1 at most. Damaged UTF-8 is a candidate too.
func detect(body []byte) (string, float64) {
	s := countUTF8(body)
	best, bestScore := latin1, doubtful
	if s.multi >= 2 {
		if score := float64(s.multi-2*s.broken) / float64(s.multi+s.broken); score > bestScore {
			best, bestScore = utf8Name, score
		}
	}
	part := sample(body)
	for _, c := range candidates() {
		if score := c.score([]rune(string(convert(part, c.name)))); score > bestScore+1e-9 {
			best, bestScore = c.name, score
		}
	}
	return best, bestScore
}

// score is the mean over the characters outside ASCII.
func (c candidate) score(text []rune) float64 {
	total, n, kana := 0.0, 0, 0
	for i, r := range text {
		if r < utf8.RuneSelf {
			continue
		}
		n++
		before, after := neighbour(text, i-1), neighbour(text, i+1)
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Co, r), unicode.IsControl(r):
			total -= 4
		case c.kind == latin:
			total += c.latinPoints(r, before, after)
		case c.kind == alphabet:
			total += c.alphabetPoints(r, before)
		default:
			if isKana(r) {
				kana++
			}
			total += c.wordSignPoints(r, before, after)
		}
	}
	if n == 0 {
		return 0
	}
	if c.kind == japanese && kana*5 < n {
		return total / float64(n) / 4
	}
	return total / float64(n)
}

func neighbour(text []rune, i int) rune {
	if i < 0 || i >= len(text) {
		return ' '
	}
	return text[i]
}

// latinPoints: accented letters stand alone among plain ones, in the case of
// the letter before.
func (c candidate) latinPoints(r, before, after rune) float64 {
	alone := before < utf8.RuneSelf || after < utf8.RuneSelf
	switch {
	case strings.ContainsRune(c.good, r) && alone:
		return 1
	case strings.ContainsRune(c.good, r):
		return 0.2
	case unicode.IsUpper(r) && strings.ContainsRune(c.good, unicode.ToLower(r)) && !unicode.IsLower(before) && alone:
		return 0.8
	case strings.ContainsRune(punctuation, r):
		return 0.6
	}
	return -0.5
}

// alphabetPoints: lower case after the first letter, and the script's frequent
// letters.
func (c candidate) alphabetPoints(r, before rune) float64 {
	lower := unicode.ToLower(r)
	switch i := strings.IndexRune(c.good, lower); {
	case i < 0:
		if strings.ContainsRune(punctuation, r) {
			return 0.3
		}
		return -0.5
	case r != lower && unicode.IsLower(before):
		return -0.5
	case i < len(c.good)/2: // the tables begin with the frequent ones
		return 0.9
	}
	return 0.5
}

// wordSignPoints scores Han, kana and Hangul. A lone sign between Latin
// letters is an accented letter read as half of a pair.
func (c candidate) wordSignPoints(r, before, after rune) float64 {
	switch {
	case isASCIILetter(before) && isASCIILetter(after):
		return -1
	case r >= 0x3000 && r <= 0x303F, r >= 0xFF01 && r <= 0xFF5E, strings.ContainsRune(punctuation, r):
		return 0.5
	case c.kind == japanese && isKana(r):
		return 1
	case c.kind == korean && !unicode.Is(unicode.Hangul, r):
		return -0.3
	case strings.ContainsRune(c.good, r):
		return 1
	case c.kind == korean:
		return 0.3
	case unicode.Is(unicode.Han, r):
		return 0.1
	}
	return -0.5
}

func isKana(r rune) bool { return r >= 0x3041 && r <= 0x30FE }

func isASCIILetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
