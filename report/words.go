package report

import (
	"fmt"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/compare/kwic"
	"framewatch/report/svg"
)

// wordList is the words of one comparison that are shown, with their places.
type wordList struct {
	result *compare.KeynessResult
	shown  []compare.KeyWord
	places map[string][]kwic.Place // by word
}

// wordLines is how many lines stand behind a word.
const wordLines = 3

// wordLists picks the words of every comparison.
func (b *builder) wordLists() []*wordList {
	var out []*wordList
	for _, r := range b.suite.Contrasts {
		for _, k := range r.Keyness {
			out = append(out, &wordList{result: k, shown: b.topWords(k), places: map[string][]kwic.Place{}})
		}
	}
	return out
}

// examplesOf are the words to look for in each document.
func examplesOf(lists []*wordList) map[string][]string {
	want := map[string][]string{}
	for _, l := range lists {
		for _, w := range l.shown {
			for _, id := range w.Examples {
				if !slices.Contains(want[id], w.Term) {
					want[id] = append(want[id], w.Term)
				}
			}
		}
	}
	return want
}

// placeWords finds places for the words in the texts of their examples.
func placeWords(lists []*wordList, want map[string][]string, texts kwic.Texts) error {
	places, err := texts.Words(want)
	if err != nil {
		return err
	}
	for _, l := range lists {
		for _, w := range l.shown {
			for _, p := range places {
				if p.Term == w.Term && slices.Contains(w.Examples, p.DocID) && len(l.places[w.Term]) < wordLines {
					l.places[w.Term] = append(l.places[w.Term], p)
				}
			}
		}
	}
	return nil
}

// words shows the words that mark each side, one chart a language, and the
// lines behind every word. Only what survives adjustment is drawn; where nothing
// does the section says so, and the table has what leans most to a side.
func (b *builder) words(lists []*wordList) ([]pageSection, []linePart) {
	s := pageSection{ID: "words", Title: "Words that mark a side"}
	s.Blocks = []block{{Text: "Words and phrases are compared within a language only. One marks a side where its p value survives adjustment over all that were tested, with stories, their copies and outlets not taken for independent. " +
		"The length of a bar is how many times as frequent a word is on one side as on the other (a count of zero is taken as a half); the line on it is its interval. " +
		"Words must stand in several stories and outlets of their side, and function words such as “the” or 的 are left out unless they are asked for."}}
	var grid []figure
	var none []block
	var parts []linePart
	for _, l := range lists {
		if len(l.shown) == 0 {
			none = append(none, block{Text: b.verdict(l.result)})
			continue
		}
		part := b.wordPart(l)
		parts = append(parts, part)
		f := b.wordsFigure(l.result, l.shown, part)
		if f.SVG != "" {
			grid = append(grid, f)
			continue
		}
		none = append(none, block{Text: b.verdict(l.result) + " The table has those that lean most to a side.", Table: &f.Data,
			Folded: fmt.Sprintf("Words in %s that lean most to a side", b.labels.lang(l.result.Lang))})
	}
	if len(lists) == 0 {
		return nil, nil
	}
	if len(grid) > 0 {
		s.Blocks = append(s.Blocks, block{Figures: grid})
	}
	s.Blocks = append(s.Blocks, none...)
	return []pageSection{s}, parts
}

// verdict says how many words survive in a language.
func (b *builder) verdict(k *compare.KeynessResult) string {
	return fmt.Sprintf("In %s, %s.", b.labels.lang(k.Lang), k.Verdict())
}

func (b *builder) topWords(k *compare.KeynessResult) []compare.KeyWord {
	var out []compare.KeyWord
	kept := map[bool]int{}
	for _, w := range k.Words {
		if kept[w.MarksA] < b.cfg.Terms {
			kept[w.MarksA]++
			out = append(out, w)
		}
	}
	return out
}

func (b *builder) wordsFigure(k *compare.KeynessResult, shown []compare.KeyWord, part linePart) figure {
	nameA, nameB := b.labels.sided(k.A, k.B)
	title := strings.TrimSuffix(b.verdict(k), ".")
	chart := svg.Diverging{Head: svg.Head{ID: b.id(), Title: title}, Left: nameB, Right: nameA}
	data := table{Title: "Data", Head: []string{"Word", "Side", "Survives", "Count A", "Count B", "Documents", "Stories", "Outlets", "Dispersion", "Log ratio", "Interval", "z", "G²", "p", "Adjusted p"}}
	at := map[string]string{}
	for _, g := range part.Groups {
		at[g.Title] = g.ID
	}
	for _, w := range shown {
		href := ""
		if id := at[w.Term]; id != "" {
			href = b.index.href(id)
		}
		row := svg.DivergingRow{Label: w.Term, Value: w.LogRatio.Value, Href: href,
			Tip: fmt.Sprintf("%s: %d among %s words against %d among %s", w.Term, w.Count.A, count(w.Count.NA), w.Count.B, count(w.Count.NB))}
		interval := "–"
		if w.LogRatio.Method != "" {
			row.Interval = &svg.Span{Lo: w.LogRatio.Interval.Lo, Hi: w.LogRatio.Interval.Hi}
			interval = fmt.Sprintf("%.1f to %.1f", w.LogRatio.Interval.Lo, w.LogRatio.Interval.Hi)
		}
		if w.Survives {
			chart.Rows = append(chart.Rows, row)
		}
		side, docs, word, survives := nameB, w.DocsB, text(w.Term), "no"
		if w.MarksA {
			side, docs = nameA, w.DocsA
		}
		if w.Survives {
			survives = "yes"
		}
		word.Lang = k.Lang
		data.Rows = append(data.Rows, []tableCell{word, text(side), text(survives), number(count(w.Count.A)), number(count(w.Count.B)),
			number(count(docs)), number(count(w.Stories)), number(count(w.Outlets)), number(fmt.Sprintf("%.2f", w.Dispersion)),
			number(fmt.Sprintf("%.2f", w.LogRatio.Value)), number(interval), number(fmt.Sprintf("%.1f", w.Z)), number(fmt.Sprintf("%.1f", w.G2)),
			number(fmt.Sprintf("%.2g", w.P)), number(fmt.Sprintf("%.2g", w.PAdj))})
	}
	f := figure{Title: Label{EN: title}, Data: data, Note: fmt.Sprintf("%s and %s words in %d and %d documents of %d and %d outlets.",
		count(k.NA), count(k.NB), k.DocsA, k.DocsB, k.Outlets[0], k.Outlets[1])}
	if len(chart.Rows) == 0 {
		f.Data.Title = "Words in " + b.labels.lang(k.Lang)
		return f
	}
	chart.Desc = fmt.Sprintf("%d words to the right mark %s, %d to the left %s.", countSide(shown, true), nameA, countSide(shown, false), nameB)
	f.SVG = inline(chart)
	return f
}

// countSide counts the words that mark a side.
func countSide(words []compare.KeyWord, marksA bool) int {
	n := 0
	for _, w := range words {
		if w.Survives && w.MarksA == marksA {
			n++
		}
	}
	return n
}

// wordPart is the lines of each word, taken from the side that it marks.
func (b *builder) wordPart(l *wordList) linePart {
	k := l.result
	part := linePart{ID: b.index.slug("kwic-words-" + k.Lang), Title: Label{EN: "Words in " + b.labels.lang(k.Lang)}}
	for _, w := range l.shown {
		lines := b.linesOf(l.places[w.Term])
		side, docs := k.B, w.DocsB
		if w.MarksA {
			side, docs = k.A, w.DocsA
		}
		verb := "leans to"
		if w.Survives {
			verb = "marks"
		}
		note := fmt.Sprintf("%s %s; in %s of that side, %d shown", verb, b.labels.side(side), plural(docs, "document", "documents"), len(lines))
		if len(lines) == 0 {
			note += " (the word stands in the texts in another form)"
		}
		part.Groups = append(part.Groups, lineGroup{ID: b.index.slug("kwic-w-" + k.Lang), Title: w.Term, Lang: k.Lang, Note: note, Lines: b.views(lines, nil)})
		part.Total += w.DocsA + w.DocsB
	}
	return part
}
