package sent

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// lines cuts a paragraph where a single line break ends a heading or a list
// item, and leaves the breaks of wrapped lines alone.
func lines(text string, p corpus.Span) []corpus.Span {
	var out []corpus.Span
	start, from := p.Start, p.Start // of the block and of its last line
	for i := p.Start; i < p.End; {
		n := lineBreak(text[i:p.End])
		if n == 0 {
			i++
			continue
		}
		next := i + n
		if breaks(strings.TrimSpace(text[start:next]), strings.TrimSpace(text[from:i]), firstLine(text[next:p.End])) {
			out = appendTrimmed(out, text, start, i)
			start = next
		}
		i, from = next, next
	}
	return appendTrimmed(out, text, start, p.End)
}

// maxLook bounds what is read of a line to judge it, in bytes.
const maxLook = 400

// firstLine is the beginning of the line that s begins with, trimmed.
func firstLine(s string) string {
	s = s[:min(len(s), maxLook)]
	for i := range len(s) {
		if lineBreak(s[i:]) > 0 {
			s = s[:i]
			break
		}
	}
	return strings.TrimSpace(s)
}

// Lines longer than this, in characters, are wrapped prose rather than a
// heading; Chinese says in a third of the room what others say.
const (
	maxHeading    = 80
	maxHanHeading = 30
)

// breaks decides whether the break between two lines ends a sentence. block is
// the sentence so far, whose last line is line.
func breaks(block, line, next string) bool {
	if line == "" || next == "" {
		return true
	}
	if _, ok := parseMarker(next); ok || bullet(next) > 0 {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(line)
	first, _ := utf8.DecodeRuneInString(next)
	begin, _ := utf8.DecodeRuneInString(block)
	if ends(last) || strings.ContainsRune(",;，、；-–—", last) || strings.ContainsRune(".,;:!?)]", first) {
		return false // the marks decide, or the sentence goes on
	}
	if unicode.Is(unicode.Han, last) || unicode.Is(unicode.Han, first) {
		return utf8.RuneCountInString(line) <= maxHanHeading
	}
	if unicode.IsLower(first) {
		return unicode.IsLower(begin) // a list of small words
	}
	if first == '(' || first == '[' {
		return len(line) <= maxHeading && len(next) > 20
	}
	if i := strings.LastIndexByte(line, ' '); i >= 0 && joiners[line[i+1:]] {
		return false
	}
	return len(line) <= 4*maxHeading && utf8.RuneCountInString(line) <= maxHeading
}

// joiners are the words that no line ends with unless it is wrapped.
var joiners = wordset.Of(`a an the of in on at by to for from with and or but nor as that which who is are was were be been
	will would can could may might must shall should has have had its his her their our your this these into over
	between against under about after before than if when while because not de la el los las le les du des et der die
	das und von zu im am y o e da do dos yang di dan ke dari`)

// bullet is the length of the list bullet that s begins with, with the white
// space after it.
func bullet(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if !isBullet(r) && !strings.ContainsRune("-–*", r) {
		return 0
	}
	rest := strings.TrimLeft(s[n:min(len(s), maxBlank)], " \t")
	if len(rest) == len(s[n:min(len(s), maxBlank)]) && !isBullet(r) {
		return 0 // -5, *note
	}
	return min(len(s), maxBlank) - len(rest)
}

func isBullet(r rune) bool {
	return strings.ContainsRune("•‣⁃◦●○◎◉■□▪▫▲△▼▽►▶▷▸▹◆◇◈❖➢➤※", r)
}
