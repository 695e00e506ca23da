package search

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrase is a run of tokens that stand beside each other; with prefix the last one
// is the beginning of a token.
type phrase struct {
	words  []string
	prefix bool
	text   string // as it was written
}

// parsed is a query: of each group of wanted one phrase must be there, and none of
// unwanted.
type parsed struct {
	wanted   [][]phrase
	unwanted []phrase
	notes    []string
}

// item is a piece of a query between spaces or quotation marks.
type item struct {
	text   string
	quoted bool
	minus  bool
	prefix bool
}

// minPrefix is the shortest beginning of a word that is looked up: that of one
// letter is a good part of all words.
const minPrefix = 2

// parse reads a query. Everything is a query: what cannot be looked for is noted.
func parse(text string) parsed {
	var p parsed
	text = strings.ToValidUTF8(text, " ")
	if utf8.RuneCountInString(text) > MaxQuery {
		text = string([]rune(text)[:MaxQuery])
		p.notef("only the first %d characters of the query were looked for", MaxQuery)
	}
	or, minus, terms := false, false, 0
	for _, it := range items(text) {
		if !it.quoted && !it.minus && !it.prefix {
			switch it.text {
			case "OR", "|":
				or = len(p.wanted) > 0
				continue
			case "AND", "&":
				continue
			case "NOT":
				minus = true
				continue
			}
		}
		ph, ok := p.phrase(it)
		if !ok {
			continue
		}
		if terms++; terms > MaxTerms {
			p.notef("only the first %d words and phrases were looked for", MaxTerms)
			break
		}
		switch {
		case it.minus || minus:
			if or {
				p.notef("OR before the excluded %q was not looked at", ph.text)
			}
			p.unwanted = append(p.unwanted, ph)
		case or:
			last := &p.wanted[len(p.wanted)-1]
			*last = append(*last, ph)
		default:
			p.wanted = append(p.wanted, []phrase{ph})
		}
		or, minus = false, false
	}
	return p
}

func (p *parsed) notef(format string, args ...any) {
	p.notes = append(p.notes, fmt.Sprintf(format, args...))
}

// phrase makes the tokens of an item; it has none where it is made of marks.
func (p *parsed) phrase(it item) (phrase, bool) {
	ph := phrase{text: it.text, prefix: it.prefix}
	alone := false
	tokens(it.text, func(start, _ int, token []byte) {
		ph.words = append(ph.words, string(token))
		r, _ := utf8.DecodeRuneInString(it.text[start:])
		alone = foldOf(plane(), r).as == single
	})
	switch {
	case len(ph.words) == 0:
		p.notef("%q has no letter or digit and was not looked for", it.text)
		return phrase{}, false
	case len(ph.words) > MaxTerms:
		ph.words, ph.prefix = ph.words[:MaxTerms], false
		p.notef("only the first %d words of a phrase were looked for", MaxTerms)
	case ph.prefix && alone:
		ph.prefix = false // a character is a word: 调* is 调
	case ph.prefix && utf8.RuneCountInString(ph.words[len(ph.words)-1]) < minPrefix:
		p.notef("%s* is too short for the beginning of a word; it was looked for as a word", it.text)
		ph.prefix = false
	}
	return ph, true
}

// quotes are the marks that open and close a phrase; an unclosed one reaches to the
// end of the query.
var quotes = map[rune]rune{'"': '"', '“': '”', '„': '”', '”': '”', '«': '»', '「': '」', '『': '』', '《': '》', '＂': '＂'}

func items(text string) []item {
	var out []item
	var it item
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		closing, opens := quotes[r]
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			i += n
		case (r == '-' || r == '−' || r == '－') && !it.minus && startsWord(text[i+n:]):
			it.minus = true
			i += n
		case opens:
			rest := text[i+n:]
			body, after, _ := strings.Cut(rest, string(closing))
			it.text, it.quoted = body, true
			i = len(text) - len(after)
			if strings.HasPrefix(after, "*") {
				it.prefix = true
				i++
			}
			out, it = append(out, it), item{}
		default:
			end := i + n
			for end < len(text) {
				r, n := utf8.DecodeRuneInString(text[end:])
				if _, opens := quotes[r]; opens || unicode.IsSpace(r) || unicode.IsControl(r) {
					break
				}
				end += n
			}
			it.text = text[i:end]
			if body, ok := strings.CutSuffix(it.text, "*"); ok && body != "" {
				it.text, it.prefix = body, true
			}
			i = end
			out, it = append(out, it), item{}
		}
	}
	return out
}

// startsWord reports whether something to exclude follows a minus.
func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	_, opens := quotes[r]
	return s != "" && (opens || foldOf(plane(), r).as != between)
}

// expression writes phrases for FTS5. Tokens hold no ASCII but letters and digits,
// and stand in quotation marks, so that none can be syntax.
func (p parsed) expression() string {
	var b strings.Builder
	for i, group := range p.wanted {
		if i > 0 {
			b.WriteString(" AND ")
		}
		writeAny(&b, group)
	}
	if len(p.wanted) > 0 && len(p.unwanted) > 0 {
		text := b.String()
		b.Reset()
		b.WriteString("(" + text + ") NOT ")
	}
	if len(p.wanted) > 0 && len(p.unwanted) > 0 {
		writeAny(&b, p.unwanted)
	}
	return b.String()
}

// excluded is the expression of what a query without wanted phrases excludes.
func (p parsed) excluded() string {
	var b strings.Builder
	writeAny(&b, p.unwanted)
	return b.String()
}

func writeAny(b *strings.Builder, group []phrase) {
	b.WriteByte('(')
	for i, ph := range group {
		if i > 0 {
			b.WriteString(" OR ")
		}
		ph.write(b)
	}
	b.WriteByte(')')
}

func (ph phrase) write(b *strings.Builder) {
	b.WriteString(`"` + strings.Join(ph.words, " ") + `"`)
	if ph.prefix {
		b.WriteByte('*')
	}
}

// phrases are those that a document may be found by.
func (p parsed) phrases() []phrase {
	var out []phrase
	for _, group := range p.wanted {
		out = append(out, group...)
	}
	return out
}

func (p parsed) terms() []string {
	var out []string
	for _, ph := range p.phrases() {
		text := ph.text
		if ph.prefix {
			text += "*"
		}
		out = append(out, text)
	}
	return out
}
