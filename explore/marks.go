package explore

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"framewatch/explore/search"
	"framewatch/report"
)

// sentence is a stretch of a text in one language.
type sentence struct {
	ID       string // of table sentences; empty between sentences
	Anchor   string
	Lang     string
	Dir      string
	Other    bool // in another language than the document's main one
	Boiler   bool // text that is not the article's own
	Aligned  string
	Segments []segment
}

// segment is a stretch of a sentence under the same marks.
type segment struct {
	Text   string
	Anchor string // id of the place, where a mark begins
	Kinds  string // classes: entity, frame, quote, hit
	Tip    string // what the marks are
	Tags   []tag  // the frames that end here
	Opens  bool   // a quotation begins here
	Closes bool   // or ends
}

// tag is a frame's short name, in the language of the sentence where there is one.
type tag struct{ Text, Lang string }

// annotated is a text with its marks, by places in code points.
type annotated struct {
	runes  []rune
	prefix string // of anchors: t in the title, p in the text
	marks  []search.Mark
	parts  []search.Mark // sentences
	main   string        // the document's language
	namer  namer
	seen   map[string]bool // anchors that are given
}

// namer says what marks are.
type namer interface {
	markName(m search.Mark) string
	frameTag(frame, lang string) tag
}

// annotate sorts the marks of a title or a text. Marks that lie outside of it, as
// in a damaged dataset, are cut or left out.
func annotate(text string, inTitle bool, marks []search.Mark, main string, names namer) *annotated {
	a := &annotated{runes: []rune(strings.ToValidUTF8(text, "\uFFFD")), prefix: "p", main: main, namer: names, seen: map[string]bool{}}
	if inTitle {
		a.prefix = "t"
	}
	for _, m := range marks {
		m.Start, m.End = max(0, m.Start), min(m.End, len(a.runes))
		switch {
		case m.InTitle != inTitle || m.Start >= m.End:
		case m.Kind == search.MarkSentence:
			a.parts = append(a.parts, m)
		default:
			a.marks = append(a.marks, m)
		}
	}
	slices.SortStableFunc(a.parts, func(x, y search.Mark) int { return cmp.Compare(x.Start, y.Start) })
	return a
}

// paragraphs are the sentences of each paragraph, with what lies between them.
func (a *annotated) paragraphs() [][]sentence {
	var out [][]sentence
	next := 0
	for start := 0; start < len(a.runes); {
		end := start
		for end < len(a.runes) && a.runes[end] != '\n' {
			end++
		}
		if end > start {
			var p []sentence
			p, next = a.paragraph(start, end, next)
			out = append(out, p)
		}
		start = end + 1
	}
	return out
}

// paragraph cuts one paragraph at its sentences; next is the first sentence that
// has not ended before it.
func (a *annotated) paragraph(start, end, next int) ([]sentence, int) {
	var out []sentence
	at := start
	for ; next < len(a.parts) && a.parts[next].Start < end; next++ {
		s := a.parts[next]
		from, to := max(at, s.Start), min(s.End, end)
		if to <= from {
			continue
		}
		if from > at {
			out = append(out, a.between(at, from))
		}
		one := sentence{ID: s.ID, Anchor: fmt.Sprintf("s-%s%d", a.prefix, from), Lang: s.Lang, Dir: report.Direction(s.Lang), Other: s.Lang != a.main, Boiler: s.Suppressed, Aligned: s.AlignedTo}
		one.Segments = a.segments(from, to, s.Lang)
		out, at = append(out, one), to
		if s.End > end {
			break // it goes on in the next paragraph
		}
	}
	if at < end {
		out = append(out, a.between(at, end))
	}
	return out, next
}

// between is text that is in no sentence.
func (a *annotated) between(start, end int) sentence {
	return sentence{Lang: a.main, Dir: report.Direction(a.main), Segments: a.segments(start, end, a.main)}
}

// segments cuts a stretch where marks begin and end.
func (a *annotated) segments(start, end int, lang string) []segment {
	cuts := []int{start, end}
	var over []search.Mark
	for _, m := range a.marks {
		if m.Start < end && m.End > start {
			over = append(over, m)
			cuts = append(cuts, max(m.Start, start), min(m.End, end))
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []segment
	for i := 1; i < len(cuts); i++ {
		out = append(out, a.segment(cuts[i-1], cuts[i], lang, over))
	}
	return out
}

func (a *annotated) segment(start, end int, lang string, over []search.Mark) segment {
	s := segment{Text: string(a.runes[start:end])}
	var kinds, tips []string
	for _, m := range over {
		if m.Start > start || m.End < end {
			continue
		}
		kinds = append(kinds, m.Kind)
		if tip := a.namer.markName(m); tip != "" && !slices.Contains(tips, tip) {
			tips = append(tips, tip)
		}
		if m.Start == start {
			if id := fmt.Sprintf("%s%d", a.prefix, start); !a.seen[id] {
				a.seen[id] = true
				s.Anchor = id
			}
		}
		if m.Kind == search.MarkFrame && m.End == end {
			if t := a.namer.frameTag(m.ID, lang); !slices.Contains(s.Tags, t) {
				s.Tags = append(s.Tags, t)
			}
		}
		s.Opens = s.Opens || m.Kind == search.MarkQuote && m.Start == start
		s.Closes = s.Closes || m.Kind == search.MarkQuote && m.End == end
	}
	slices.Sort(kinds)
	s.Kinds, s.Tip = strings.Join(slices.Compact(kinds), " "), strings.Join(tips, "; ")
	return s
}

// pair is a row of the two halves of a bilingual page.
type pair struct{ Left, Right *sentence }

// halves are the sentences of a text that stands on the page in two languages.
type halves struct {
	Langs [2]string // BCP 47
	Names [2]string
	Rows  []pair
	Pairs int // rows with both
}

// minHalf is the least number of sentences that make a half, and minShare their
// share of the text's sentences.
const (
	minHalf  = 2
	minShare = 0.2
)

// halvesOf sets the sentences of the two languages with most of them beside each
// other, where both are more than a quotation. Sentences that are aligned share a
// row; what has no counterpart, or one that would break the order of the other
// half, stands alone.
func halvesOf(paragraphs [][]sentence) *halves {
	byLang := map[string][]*sentence{}
	total := 0
	for _, p := range paragraphs {
		for i := range p {
			if s := &p[i]; s.ID != "" && !s.Boiler && s.Lang != "und" {
				byLang[s.Lang] = append(byLang[s.Lang], s)
				total++
			}
		}
	}
	var langs []string
	for lang, list := range byLang {
		if len(list) >= minHalf && float64(len(list)) >= minShare*float64(total) {
			langs = append(langs, lang)
		}
	}
	if len(langs) < 2 {
		return nil
	}
	slices.SortFunc(langs, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(byLang[b]), len(byLang[a])), cmp.Compare(a, b))
	})
	h := &halves{Langs: [2]string{langs[0], langs[1]}}
	h.fill(byLang[langs[0]], byLang[langs[1]])
	return h
}

func (h *halves) fill(left, right []*sentence) {
	place := map[string]int{}
	for i, s := range right {
		place[s.ID] = i
	}
	back := map[string]int{} // left's ID -> place in right of what names it
	for i, s := range right {
		if _, taken := back[s.Aligned]; s.Aligned != "" && !taken {
			back[s.Aligned] = i
		}
	}
	next := 0
	for _, s := range left {
		to, ok := place[s.Aligned]
		if !ok {
			to, ok = back[s.ID]
		}
		if !ok || to < next {
			h.Rows = append(h.Rows, pair{Left: s})
			continue
		}
		for ; next < to; next++ {
			h.Rows = append(h.Rows, pair{Right: right[next]})
		}
		h.Rows = append(h.Rows, pair{s, right[to]})
		h.Pairs++
		next = to + 1
	}
	for ; next < len(right); next++ {
		h.Rows = append(h.Rows, pair{Right: right[next]})
	}
}
