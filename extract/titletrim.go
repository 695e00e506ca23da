package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// trimmed is a title without the names of section and outlet at its ends.
func (o *outlet) trimmed(title string) string {
	head, _ := o.trim(title)
	return head
}

// trim takes the names of section and outlet off both ends of a title and gives
// the outermost of those behind it. How sure a name must be depends on the mark
// beside it.
func (o *outlet) trim(title string) (head, tail string) {
	parts := partsOf(title)
	from, to := 0, len(parts)
	run := func(i, j int) string { return title[parts[i].start:parts[j-1].end] }
	for from < to-1 {
		cut := to
		for k := from + 1; k < to && cut == to; k++ { // the longest name first, which may hold a mark
			if o.calls(run(k, to)) && (parts[k].before != hyphenMark || telling(run(k, to))) {
				cut = k
			}
		}
		if cut == to && o.ends(run(from, to-1), run(to-1, to), parts[to-1].before, to < len(parts)) {
			cut = to - 1
		}
		if bar := lastBar(parts[from:to]); cut == to && bar > 0 && shortTail(run(from, from+bar), run(from+bar, to)) {
			cut = from + bar
		}
		if cut == to {
			break
		}
		if tail == "" {
			tail = run(cut, to)
		}
		to = cut
	}
	for from < to-1 {
		cut := from
		for k := to - 1; k > from && cut == from; k-- {
			if m := parts[k].before; o.calls(run(from, k)) && (m < hyphenMark || telling(run(from, k)) && (m == colonMark || han(run(from, to)))) {
				cut = k
			}
		}
		if cut == from && o.leads(run(from, from+1), parts[from+1].before) {
			cut = from + 1
		}
		if cut == from {
			break
		}
		from = cut
	}
	return run(from, to), tail
}

// telling reports whether a name cannot be a word of the headline beside it: one
// word can, as in WHO: … or Ex-Spiegel.
func telling(name string) bool {
	return strings.ContainsAny(name, " .") || scriptOf(name) == "Hani"
}

// lastBar is the last part behind a bar, 0 for none.
func lastBar(parts []part) int {
	for i := len(parts) - 1; i > 0; i-- {
		if parts[i].before == barMark {
			return i
		}
	}
	return 0
}

// ends reports whether a title's last part, behind mark m, is a section's or the
// outlet's name; more says that one behind it was.
func (o *outlet) ends(front, last string, m titleMark, more bool) bool {
	chinese := han(front, last) && (hanOutlet.MatchString(last) || o.section(last) || more && utf8.RuneCountInString(last) <= 6)
	switch m {
	case barMark:
		return o.resembles(last) || o.section(last)
	case dashMark:
		return o.resembles(last) || o.ownSection(last) || o.section(last) && more || chinese
	case hyphenMark:
		return chinese
	default:
		return false
	}
}

// leads reports whether a title's first part, before mark m, is a section's or the
// outlet's name.
func (o *outlet) leads(first string, m titleMark) bool {
	switch m {
	case barMark:
		return o.resembles(first) || o.ownSection(first)
	case dashMark:
		return o.ownSection(first)
	case colonMark:
		return o.kickers[string(normal(first))]
	default:
		return false
	}
}

// shortTail reports whether tail looks like a name beside a headline.
func shortTail(front, tail string) bool {
	f, t := countLetters(front), countLetters(tail)
	return t > 0 && f >= 2*t && len(strings.Fields(tail)) <= 5 && t <= 40
}

// han reports whether both texts are Chinese, which sets no spaces about marks.
func han(texts ...string) bool {
	return !slices.ContainsFunc(texts, func(s string) bool { return scriptOf(s) != "Hani" })
}
