package report

import (
	"fmt"
	"slices"

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
// lines behind every bar.
func (b *builder) words(lists []*wordList) ([]pageSection, []linePart) {
	s := pageSection{ID: "words", Title: "Words that mark a side"}
	s.Blocks = []block{{Text: "Words are compared within a language only. The length of a bar is how many times as frequent a word is on one side as on the other (a count of zero is taken as a half); " +
		"the line on it is the interval that allows for copies. Words are chosen by the weighted log-odds of Monroe and others and must stand in several stories and outlets of their side."}}
	var grid []figure
	var parts []linePart
	for _, l := range lists {
		if len(l.shown) == 0 {
			continue
		}
		part := b.wordPart(l)
		grid = append(grid, b.wordsFigure(l.result, l.shown, part))
		parts = append(parts, part)
	}
	if len(grid) == 0 {
		return nil, nil
	}
	s.Blocks = append(s.Blocks, block{Grid: grid})
	return []pageSection{s}, parts
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
	nameA, nameB := b.labels.side(k.A), b.labels.side(k.B)
	chart := svg.Diverging{Head: svg.Head{ID: b.id(), Title: "Words in " + b.labels.lang(k.Lang)}, Left: nameB, Right: nameA}
	data := table{Title: "Data", Head: []string{"Word", "Side", "Count A", "Count B", "Stories", "Log ratio", "Interval", "z", "G²", "Adjusted p"}}
	at := map[string]string{}
	for _, g := range part.Groups {
		at[g.Title] = g.ID
	}
	for _, w := range shown {
		href := ""
		if id := at[w.Term]; id != "" {
			href = "#" + id
		}
		row := svg.DivergingRow{Label: w.Term, Value: w.LogRatio.Value, Href: href,
			Tip: fmt.Sprintf("%s: %d among %s words against %d among %s", w.Term, w.Count.A, count(w.Count.NA), w.Count.B, count(w.Count.NB))}
		interval := "–"
		if w.LogRatio.Method != "" {
			row.Interval = &svg.Span{Lo: w.LogRatio.Interval.Lo, Hi: w.LogRatio.Interval.Hi}
			interval = fmt.Sprintf("%.1f to %.1f", w.LogRatio.Interval.Lo, w.LogRatio.Interval.Hi)
		}
		chart.Rows = append(chart.Rows, row)
		side, word := nameB, text(w.Term)
		if w.MarksA {
			side = nameA
		}
		word.Lang = k.Lang
		data.Rows = append(data.Rows, []tableCell{word, text(side), number(count(w.Count.A)), number(count(w.Count.B)), number(count(w.Stories)),
			number(fmt.Sprintf("%.2f", w.LogRatio.Value)), number(interval), number(fmt.Sprintf("%.1f", w.Z)), number(fmt.Sprintf("%.1f", w.G2)), number(fmt.Sprintf("%.2g", w.PAdj))})
	}
	chart.Desc = fmt.Sprintf("%d words to the right mark %s, %d to the left %s.", countSide(shown, true), nameA, countSide(shown, false), nameB)
	return figure{Title: Label{EN: chart.Title}, SVG: inline(chart), Data: data,
		Note: fmt.Sprintf("%s and %s words in %d and %d documents; %s tested.", count(k.NA), count(k.NB), k.DocsA, k.DocsB, plural(k.Tested, "word", "words"))}
}

func countSide(words []compare.KeyWord, marksA bool) int {
	n := 0
	for _, w := range words {
		if w.MarksA == marksA {
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
		note := fmt.Sprintf("marks %s; in %s of that side, %d shown", b.labels.side(side), plural(docs, "document", "documents"), len(lines))
		if len(lines) == 0 {
			note += " (the word stands in the texts in another form)"
		}
		part.Groups = append(part.Groups, lineGroup{ID: b.index.slug("kwic-w-" + k.Lang), Title: w.Term, Lang: k.Lang, Note: note, Lines: b.views(lines, nil)})
		part.Total += w.DocsA + w.DocsB
	}
	return part
}
