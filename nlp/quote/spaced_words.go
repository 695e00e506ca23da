package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// word is a word or a single mark of punctuation.
type word struct {
	span   corpus.Span
	low    string // small letters, straight apostrophes
	upper  bool   // begins with a capital
	mark   bool   // punctuation
	quoted bool   // a whole passage between quotation marks
}

// abbreviations end in a full stop that ends no sentence.
var abbreviations = wordset.Of("mr mrs ms dr prof sen rep gov gen lt col sgt rev hon st jr sr vs no inc corp co ltd u.s u.n u.k d.c a.m p.m jan feb mar apr jun jul aug " +
	"sept sep oct nov dec sra mme mlle m")

// scan splits part of src into words and marks.
func scan(src string, part corpus.Span) []word {
	var out []word
	for i := part.Start; i < part.End; {
		r, n := utf8.DecodeRuneInString(src[i:part.End])
		switch {
		case unicode.IsSpace(r):
			i += n
		case wordRune(r):
			end := wordEnd(src, i, part.End)
			low := strings.ToLower(strings.ReplaceAll(src[i:end], "’", "'"))
			out = append(out, word{span: corpus.Span{Start: i, End: end}, low: low, upper: unicode.IsUpper(r)})
			i = end
		default:
			out = append(out, word{span: corpus.Span{Start: i, End: i + n}, low: src[i : i+n], mark: true})
			i += n
		}
	}
	return out
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// wordEnd finds the end of the word at i: letters with inner hyphens,
// apostrophes and full stops, the commas of a number, and the full stop of an
// abbreviation, known or before a comma (R-Ky., or D-Ore.).
func wordEnd(src string, i, limit int) int {
	end := i
	for end < limit {
		r, n := utf8.DecodeRuneInString(src[end:limit])
		if wordRune(r) {
			end += n
			continue
		}
		if !strings.ContainsRune("-'’.,@&", r) {
			break
		}
		next, _ := utf8.DecodeRuneInString(src[end+n : limit])
		if r == ',' && !(unicode.IsDigit(next) && end > i && unicode.IsDigit(rune(src[end-1]))) {
			break // no 10,000
		}
		if end+n < limit && wordRune(next) {
			end += n
			continue
		}
		w := strings.ToLower(src[i:end])
		if r == '.' && (abbreviations[w] || initial(src[i:end]) || next == ',' || next == ')' && strings.Contains(w, "-")) {
			end += n
		}
		break
	}
	return end
}

// initial reports a single capital, as in John F. Kennedy, or letters with
// stops, as in U.S.
func initial(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	return len(w) == n && unicode.IsUpper(r) || strings.Contains(w, ".") && utf8.RuneCountInString(w) <= 5
}

// withoutEndMarks are the words of a sentence without the marks behind the last one.
func withoutEndMarks(ws []word) []word {
	for len(ws) > 0 && ws[len(ws)-1].mark && ws[len(ws)-1].low != ")" {
		ws = ws[:len(ws)-1]
	}
	return ws
}

// sentenceMark reports the marks that end a sentence.
func sentenceMark(w word) bool {
	return w.mark && strings.ContainsAny(w.low, ".!?…。！？؟;；")
}

func countWords(src string, span corpus.Span) int {
	n := 0
	for _, w := range scan(src, span) {
		if !w.mark {
			n++
		}
	}
	return n
}
