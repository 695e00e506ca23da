package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
)

// passage is text between quotation marks, marks included.
type passage struct {
	span      corpus.Span
	paragraph int
	open      bool // not closed in its paragraph: the next one goes on
	resumes   bool // begins as the continuation of an open one
}

// closers maps an opening mark to the marks that close it.
var closers = map[rune]string{
	'“': "”", '„': "“”", '‟': "”", '«': "»", '»': "«", '‹': "›", '「': "」", '『': "』", '"': "\"", '＂': "＂", '〝': "〞", '‘': "’", '\'': "'",
}

// maxPassage bounds the search for a closing mark, in bytes.
const maxPassage = 8000

// passages finds the quoted passages of one paragraph, outermost only.
func passages(src string, para corpus.Span, number int, german bool) []passage {
	var out []passage
	open := map[rune]int{} // up to where no mark closes one of this kind
	for i := para.Start; i < para.End; {
		r, n := utf8.DecodeRuneInString(src[i:para.End])
		if end := doubled(src, para, i); end > 0 {
			out = append(out, passage{span: corpus.Span{Start: i, End: end}, paragraph: number})
			i = end
			continue
		}
		if closers[r] == "" || r == '»' && !german || !opens(src, para, i, r, n) {
			i += n
			continue
		}
		end, none := closing(src, para, i, r, max(i+n, open[r]))
		open[r] = max(open[r], none)
		switch {
		case end > 0:
			out = append(out, passage{span: corpus.Span{Start: i, End: end}, paragraph: number})
			i = end
		case r != '‘' && r != '\'':
			// Not closed: the rest of the paragraph, if the next one goes on.
			out = append(out, passage{span: corpus.Span{Start: i, End: para.End}, paragraph: number, open: true})
			i += n
		default:
			i += n
		}
	}
	return settle(out)
}

// doubled reads a passage between pairs of straight single marks, which some
// agencies set for double ones. It returns its end, 0 for none.
func doubled(src string, para corpus.Span, i int) int {
	const pair = "''"
	if !strings.HasPrefix(src[i:para.End], pair) {
		return 0
	}
	k := strings.Index(src[i+len(pair):min(para.End, i+maxPassage)], pair)
	if k <= 0 {
		return 0
	}
	return i + 2*len(pair) + k
}

// settle drops an open passage that holds closed ones: its mark was a stray,
// unless it is the last.
func settle(ps []passage) []passage {
	var out []passage
	for i, p := range ps {
		if p.open && i < len(ps)-1 {
			continue
		}
		out = append(out, p)
	}
	return out
}

// opens reports whether the mark at i can open a quotation: straight marks and
// single ones are also closers, apostrophes and inches.
func opens(src string, para corpus.Span, i int, r rune, n int) bool {
	if r != '"' && r != '\'' && r != '‘' && r != '＂' {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(src[para.Start:i])
	after, _ := utf8.DecodeRuneInString(src[i+n : para.End])
	if i+n >= para.End || unicode.IsSpace(after) {
		return false
	}
	if i == para.Start || unicode.IsSpace(before) || strings.ContainsRune("([{—–-:,，：。“", before) {
		return true
	}
	return (r == '"' || r == '＂') && (unicode.Is(unicode.Han, before) || unicode.Is(unicode.Arabic, before))
}

// closing finds the end of the passage that opens at i, looking from byte from
// on; 0 when nothing near closes it, and then also up to where that holds for
// every passage of the kind (0 for this one only).
func closing(src string, para corpus.Span, i int, open rune, from int) (end, none int) {
	para.End = min(para.End, i+maxPassage)
	want := closers[open]
	depth, weak := 0, 0
	for j := from; j < para.End; {
		r, m := utf8.DecodeRuneInString(src[j:para.End])
		switch {
		case open == '\'' || open == '‘':
			if strings.ContainsRune(want, r) && singleCloses(src, para, j, m) {
				before, _ := utf8.DecodeLastRuneInString(src[:j])
				if strings.ContainsRune(".,!?…", before) {
					return j + m, 0
				}
				if weak == 0 && open == '‘' {
					weak = j + m
				}
			}
			if r == open && open == '‘' && weak > 0 {
				return weak, 0
			}
		case open == '“' && r == '"':
			if weak > 0 && opens(src, para, j, r, m) {
				return weak, 0 // the next passage begins: “A," he said. "B.”
			}
			if weak == 0 && closesStraight(src, para, j, m) {
				weak = j + m // a pair of unlike marks
			}
		case open == '"' && r == '”':
			return j + m, 0
		case open == '"' && r == '"':
			if opens(src, para, j, r, m) && !closesStraight(src, para, j, m) {
				return 0, 0 // a new one opens: the first was a stray
			}
			return j + m, 0
		case strings.ContainsRune(want, r):
			if depth == 0 {
				return j + m, 0
			}
			depth--
		case r == open:
			if open == '“' || open == '„' {
				return weak, 0
			}
			depth++
		}
		j += m
	}
	if weak > 0 {
		return weak, 0
	}
	return 0, para.End
}

// singleCloses tells a closing single mark from an apostrophe.
func singleCloses(src string, para corpus.Span, j, m int) bool {
	after, _ := utf8.DecodeRuneInString(src[j+m : para.End])
	return j+m >= para.End || !wordRune(after)
}

// closesStraight reports a straight mark that may close: something other than
// space stands before it.
func closesStraight(src string, para corpus.Span, j, m int) bool {
	before, _ := utf8.DecodeLastRuneInString(src[para.Start:j])
	after, _ := utf8.DecodeRuneInString(src[j+m : para.End])
	return !unicode.IsSpace(before) && (j+m >= para.End || !wordRune(after) || unicode.Is(unicode.Han, after))
}
