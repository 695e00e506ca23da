package claim

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// The marks that stand for a number and a date where phrases are looked for.
const (
	numberMark = "\uE000"
	dateMark   = "\uE001"
)

// phrase binds a number to a kind.
type phrase struct {
	kind  Kind
	re    func() *regexp.Regexp // compiled when a text may first have it: most never do
	more  float64               // what the number leaves out: "and 32 other states"
	words []string              // what a text with the phrase has, in small letters, the longest first
}

// newPhrase reads a phrase of a register that is valid.
func newPhrase(k Kind, lang, p string) phrase {
	out := phrase{kind: k}
	if strings.Contains(p, "#+1") {
		p, out.more = strings.Replace(p, "#+1", "#", 1), 1
	}
	out.words = strings.FieldsFunc(strings.ToLower(p), func(r rune) bool { return r == '#' || r == '*' || r == ' ' })
	slices.SortStableFunc(out.words, func(a, b string) int { return len(b) - len(a) })
	mark := numberMark
	if k.Unit == UnitDate {
		mark = dateMark
	}
	expression := unspaced
	if spaced(key(lang)) {
		expression = wordwise
	}
	out.re = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression(p, mark)) })
	return out
}

// mayStand says, quickly, whether a text in small letters may have the phrase.
func (p *phrase) mayStand(low string) bool {
	for _, w := range p.words {
		if !strings.Contains(low, w) {
			return false
		}
	}
	return true
}

// unspaced turns a phrase of a language without spaces into a regular expression
// over marked text.
func unspaced(p, mark string) string {
	return literal(p, ` ?(`+mark+`) ?`, `[^，。；：！？、`+mark+`]{0,8}?`)
}

// wordwise is unspaced for languages that part words.
func wordwise(p, mark string) string {
	var b strings.Builder
	b.WriteString(`(?i)(?:^|[^\pL\pN])`)
	tokens := strings.Fields(p)
	for i, token := range tokens {
		if token == "*" { // words that end in white space, which the next token needs
			b.WriteString(`(?:[^\s.,;:!?` + mark + `]+[\s-]+){0,4}?`)
			continue
		}
		b.WriteString(literal(token, `(`+mark+`)`, `[\pL\pN]*`))
		if i < len(tokens)-1 {
			b.WriteString(`[\s-]+`)
		}
	}
	return b.String() + `(?:[^\pL\pN]|$)`
}

// literal quotes a phrase but for its number and its open places.
func literal(p, number, open string) string {
	var b strings.Builder
	for _, r := range p {
		switch r {
		case '#':
			b.WriteString(number)
		case '*':
			b.WriteString(open)
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return b.String()
}
