package lazyregexp

import (
	"regexp/syntax"
	"strings"
	"unicode"
)

// An expression of a hundred wordings is looked for in thousands of texts, and
// found in few. Package regexp tries each wording at each letter; here a text is
// asked first whether it holds a literal part of any of them.

const (
	fewNeedles  = 3 // package regexp looks for fewer by itself as fast
	mostNeedles = 4096
)

// needles are literals of which every match of an expression holds at least one,
// folded; nil where there are no such.
func needles(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if len(re.Rune) == 0 {
			return nil
		}
		return []string{fold(string(re.Rune))}
	case syntax.OpCapture, syntax.OpPlus:
		return needles(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needles(re.Sub[0])
		}
		return nil
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if n := needles(sub); n != nil && (best == nil || shortest(n) > shortest(best)) {
				best = n
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			n := needles(sub)
			if n == nil || len(all)+len(n) > mostNeedles {
				return nil
			}
			all = append(all, n...)
		}
		return all
	default:
		return nil
	}
}

func shortest(needles []string) int {
	least := len(needles[0])
	for _, n := range needles {
		least = min(least, len(n))
	}
	return least
}

// sieve finds texts that hold one of many needles.
type sieve struct {
	single [256]bool           // needles of one byte
	pairs  map[uint16][]string // the others, by their first two
	starts [256]bool           // bytes that they begin with
}

// newSieve is nil for an expression that has no needles.
func newSieve(expr string) *sieve {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil // told of when it is compiled
	}
	list := needles(re.Simplify())
	if len(list) < fewNeedles {
		return nil
	}
	s := &sieve{pairs: map[uint16][]string{}}
	for _, n := range list {
		if len(n) == 1 {
			s.single[n[0]] = true
			continue
		}
		s.starts[n[0]] = true
		key := uint16(n[0])<<8 | uint16(n[1])
		s.pairs[key] = append(s.pairs[key], n)
	}
	return s
}

// passes reports whether text holds a needle: an expression can match no other.
func (s *sieve) passes(text string) bool {
	if s == nil {
		return true
	}
	text = fold(text)
	for i := 0; i < len(text); i++ {
		c := text[i]
		if s.single[c] {
			return true
		}
		if !s.starts[c] || i+1 == len(text) {
			continue
		}
		for _, n := range s.pairs[uint16(c)<<8|uint16(text[i+1])] {
			if strings.HasPrefix(text[i:], n) {
				return true
			}
		}
	}
	return false
}

// fold writes letters that expressions take for the same as one of them.
func fold(s string) string { return strings.Map(foldRune, s) }

func foldRune(r rune) rune {
	switch {
	case r < 'A':
		return r
	case r <= 'Z':
		return r + 'a' - 'A'
	case r < 0x80, r >= 0x590 && r < 0x10A0, r >= 0x2E80 && r < 0xA640, r >= 0xAC00 && r < 0xF900:
		return r // scripts without capitals
	}
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	if least >= 'A' && least <= 'Z' {
		return least + 'a' - 'A'
	}
	return least
}
