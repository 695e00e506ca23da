package lazyregexp

import (
	"math/rand/v2"
	"regexp"
	"regexp/syntax"
	"strings"
	"testing"
	"unicode"
)

// expressions are of the shapes that the project's have: alternatives with parts
// that may be left out, classes, capitals, scripts without them.
var expressions = []string{
	`(?i)(?:subscribe (?:now )?to (?:continue|read)|already a (?:subscriber|member)|suscr[ií]bete para|только для подписчиков|订阅后(?:继续|可)?阅读|剩余.{0,8}付费)`,
	`(?i)^[^\pL]{0,4}(?:corrections?(?: \d{1,2})?|fe de err(?:atas|ores)|更正(?:声明|启事)?|تصحيح)\s*[:：]`,
	`(?i:kelvin|straße|ſign|İl|Ǆ|Ωmega|сайт)`,
	`(?:ab{2,3}c|d+e|(?:x|yz)+w)`,
	`(?:a|bb|ccc)`,
	`cats?|dogs?|(?:birds?)?`,
}

// write appends a text that the expression matches, with capitals at random.
func write(re *syntax.Regexp, r *rand.Rand, b *strings.Builder) {
	switch re.Op {
	case syntax.OpLiteral:
		for _, c := range re.Rune {
			if re.Flags&syntax.FoldCase != 0 {
				for range r.IntN(3) {
					c = unicode.SimpleFold(c)
				}
			}
			b.WriteRune(c)
		}
	case syntax.OpCharClass:
		i := r.IntN(len(re.Rune)/2) * 2
		b.WriteRune(re.Rune[i] + r.Int32N(min(re.Rune[i+1]-re.Rune[i], 20)+1))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteRune('x')
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			write(sub, r, b)
		}
	case syntax.OpAlternate:
		write(re.Sub[r.IntN(len(re.Sub))], r, b)
	case syntax.OpCapture:
		write(re.Sub[0], r, b)
	case syntax.OpStar, syntax.OpQuest, syntax.OpPlus, syntax.OpRepeat:
		least, most := re.Min, re.Max
		switch re.Op {
		case syntax.OpStar:
			least, most = 0, 2
		case syntax.OpQuest:
			least, most = 0, 1
		case syntax.OpPlus:
			least, most = 1, 3
		default:
			// As it says.
		}
		for range least + r.IntN(most-least+1) {
			write(re.Sub[0], r, b)
		}
	default:
		// Edges and boundaries take no room.
	}
}

// TestSieveLosesNothing: what an expression matches passes its sieve, in whatever
// capitals and surroundings.
func TestSieveLosesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for _, expr := range expressions {
		parsed, err := syntax.Parse(expr, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		re, s, matched := regexp.MustCompile(expr), newSieve(expr), 0
		for range 3000 {
			var b strings.Builder
			write(parsed, r, &b)
			text := b.String()
			if r.IntN(2) == 0 && expr[4] != '^' {
				text = "İstanbul ſ " + text + " \xff 调解院"
			}
			if re.MatchString(text) {
				matched++
				if !s.passes(text) {
					t.Fatalf("%s matches %q, which its sieve holds back", expr, text)
				}
			}
		}
		if matched < 1000 {
			t.Errorf("%s: %d texts of 3,000 matched", expr, matched)
		}
	}
}

// TestSieveHoldsBack: what it is for.
func TestSieveHoldsBack(t *testing.T) {
	s := newSieve(expressions[0])
	for text, want := range map[string]bool{
		"Two harbour towns agreed on a ferry timetable.": false,
		"两国部长周二商定，渡轮照开。":                                 false,
		"SUBSCRIBE TO CONTINUE":                          true,
		"本文剩余82%付费":                                      true,
		"":                                               false,
	} {
		if s.passes(text) != want {
			t.Errorf("%q passes: %v, want %v", text, !want, want)
		}
	}
	for _, expr := range []string{`\d+`, `boat`, `cats?|\d`, `(?:a|b)?`} {
		if newSieve(expr) != nil {
			t.Errorf("%s has a sieve", expr)
		}
	}
}

func FuzzSieve(f *testing.F) {
	f.Add(0, "Subscribe NOW to read")
	f.Add(1, "＊更正声明：")
	f.Fuzz(func(t *testing.T, i int, text string) {
		expr := expressions[uint(i)%uint(len(expressions))]
		if regexp.MustCompile(expr).MatchString(text) && !newSieve(expr).passes(text) {
			t.Errorf("%s matches %q, which its sieve holds back", expr, text)
		}
	})
}
