package report

import (
	"fmt"
	"math"
	"strings"

	"framewatch/compare"
	"framewatch/report/svg"
)

// voices sets the outlets' own words against quotations.
func (b *builder) voices() []pageSection {
	chart := svg.DotPlot{Head: svg.Head{ID: b.id(), Title: "Share of documents with each frame, by who says it"}, Above: true}
	data := table{Title: "Data", Head: []string{"Frame", "Documents", "Own voice", "Interval", "Quoted", "Interval"}}
	for _, f := range b.frameOrder() {
		own, ok := b.estimate(f, compare.VoiceAuthor, "all", compare.GroupAll)
		quoted, also := b.estimate(f, compare.VoiceQuoted, "all", compare.GroupAll)
		if !ok || !also {
			continue
		}
		label := b.labels.frame(f)
		row := svg.DotRow{Label: strings.TrimSpace(label.EN + "  " + label.ZH), Note: count(own.N)}
		for i, e := range []compare.Estimate{own, quoted} {
			name := []string{"In the outlet's own voice", "In quotations"}[i]
			href := b.index.cell(frameLines(f), says(name, e), condition{byVoice, string(e.Voice)})
			one := dot(e, i, name, href)
			one.Thin, one.Hollow = nil, nil
			row.Dots = append(row.Dots, one)
		}
		chart.Rows = append(chart.Rows, row)
		data.Rows = append(data.Rows, []tableCell{text(label.EN), number(count(own.N)), number(percent(own.Share)), number(percentRange(own.Clustered)),
			number(percent(quoted.Share)), number(percentRange(quoted.Clustered))})
	}
	if len(chart.Rows) == 0 {
		return nil
	}
	chart.Desc = fmt.Sprintf("Two marks for each of %d frames: present in the outlet's own words, and present in quotations.", len(chart.Rows))
	return []pageSection{{ID: "voices", Title: "Whose words", Blocks: []block{
		{Text: "A frame may stand in the outlet's own words, in a quotation, direct or indirect, or in both. A frame that is mostly quoted belongs to those who are given the word."},
		{Figures: []figure{{Title: Label{EN: chart.Title}, SVG: inline(chart), Data: data,
			Legend: []legendItem{{Kind: "mark", Text: "own voice"}, {Series: 1, Kind: "mark", Text: "quoted"}, {Kind: "thick", Text: "interval that allows for copies"}}}}}}}}
}

// mostQuoted is the frame with the greatest share of quotation among the
// documents that have it.
func (b *builder) mostQuoted() (frame string, share float64, e compare.Estimate) {
	for _, f := range b.frameOrder() {
		all, ok := b.estimate(f, compare.VoiceAll, "all", compare.GroupAll)
		quoted, also := b.estimate(f, compare.VoiceQuoted, "all", compare.GroupAll)
		if ok && also && all.PositiveStories >= fewStories {
			if v := float64(quoted.Positive) / float64(all.Positive); v > share && !math.IsNaN(v) {
				frame, share, e = f, v, quoted
			}
		}
	}
	return frame, share, e
}
