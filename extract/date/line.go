package date

import (
	"strings"
	"unicode/utf8"
)

// Line is what a line of text states.
type Line struct {
	Dates []Found
	// Rest is how many letters and digits remain without the dates and the words
	// that belong to them.
	Rest int
	// Leads is what the line's first words say.
	Leads Role
}

// near is how many tokens may stand between a word and the date it speaks of.
const near = 6

// ReadLine finds the full dates in s, in order, with the role that words beside
// them give. A day in the Hijri or Solar Hijri calendar beside the same day in the
// Gregorian is left out.
func ReadLine(s string, h Hint) Line {
	if !mayHold(s) {
		return Line{}
	}
	r := &reader{s: s, toks: scan(s), hint: h}
	l := Line{Dates: r.dates()}
	if len(l.Dates) == 0 {
		return l
	}
	n := len(l.Dates)
	before, after := make([]Role, n+1), make([]Role, n+1) // of the words in each gap
	from := 0
	for k := 0; k <= n; k++ {
		to := len(r.toks)
		if k < n {
			to = r.tokenAt(l.Dates[k].Start)
		}
		g := r.said(from, to)
		before[k], after[k] = g.last, g.first
		l.Rest += g.rest
		if k == 0 {
			l.Leads = g.leads
		}
		if k < n {
			from = r.tokenAt(l.Dates[k].End)
		}
	}
	// Words stand before their dates or behind them, the same in one line.
	behind := before[0] == NoRole && after[n] != NoRole && (n == 1 || after[1] != NoRole)
	for k := range l.Dates {
		if behind {
			l.Dates[k].Role = after[k+1]
		} else {
			l.Dates[k].Role = before[k]
		}
	}
	if h := len(s) - most; h > 0 {
		l.Rest += h
	}
	return l
}

// LabelOf is the role that a line without a date gives to the date after it,
// where it is such a label and nothing else: "Veröffentlicht am:".
func LabelOf(s string) Role {
	if len(s) > 120 || mayHold(s) {
		return NoRole
	}
	r := &reader{s: s, toks: scan(s)}
	if g := r.said(0, len(r.toks)); g.rest == 0 {
		return g.last
	}
	return NoRole
}

// Idle reports whether a word is one of those that stand beside dates and mean
// nothing of their own: "den", "ngày", "at".
func Idle(word string) bool {
	r := &reader{s: word, toks: scan(word)}
	return len(r.toks) > 0 && r.idle(0, len(r.toks))
}

// gap is what the words between two dates say.
type gap struct {
	last  Role // of the date behind the gap
	first Role // of the date before it
	leads Role // of the line's first words
	rest  int
}

// said reads the words from one token to another. A word of publication counts
// more than one of change beside it, both more than one that only says date.
func (r *reader) said(from, to int) (g gap) {
	for i := from; i < to; {
		t := r.toks[i]
		if t.word == "" {
			g.rest += t.digits
			i++
			continue
		}
		role := NoRole
		at, next := r.phrase(i, saysPublished, aJoint)
		if next > 0 {
			role = roleOf(words().senses[at].kind)
		} else if next = r.weekday(i); next == 0 {
			_, next = r.half(i)
		}
		switch {
		case next > 0 && next <= to:
			next = r.dot(next)
		default:
			next = i + 1
			word := t.word
			if len(word) > 6 && unspaced(word) {
				for _, w := range words().glued {
					if strings.Contains(word, w.text) {
						role = stronger(role, roleOf(w.kind))
						word = strings.ReplaceAll(word, w.text, "")
					}
				}
			}
			g.rest += utf8.RuneCountInString(word)
		}
		if role != NoRole {
			if to-next <= near {
				g.last = stronger(g.last, role)
			}
			if g.rest == 0 && i-from <= 1 {
				g.leads = role
			}
			if i-from < near {
				g.first = stronger(g.first, role)
			}
		}
		i = next
	}
	return g
}

// stronger is the role that two words together give.
func stronger(a, b Role) Role {
	rank := [...]int{NoRole: 0, Dated: 1, Changed: 2, Published: 3, Other: 4}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

func roleOf(k kind) Role {
	switch k {
	case saysPublished:
		return Published
	case saysChanged:
		return Changed
	case saysOther:
		return Other
	case saysDate:
		return Dated
	default:
		return NoRole
	}
}
