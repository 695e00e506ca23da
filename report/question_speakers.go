package report

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/report/svg"
	"framewatch/store"
)

const (
	askSpeakers = "Who is quoted, and which frames sit inside quotations?"
	// speakersShown is the number of values of each kind, those not known apart.
	speakersShown = 10
	// The matrix has so many countries and offices, and so many frames.
	countriesInside, postsInside, framesInside = 8, 4, 8

	voiceRows = 14 // frames whose voices are drawn; the others are in the table

	ofSpeaker, ofCountry, ofOffice = "speaker", "speaker_country", "office"
	unitQuotes                     = "quotes"
)

const ownOrQuoted = "A frame may stand in the outlet's own words, in a quotation, direct or indirect, or in both. One that is mostly quoted belongs to those who are given the word."

// quoting is what is known of the quotations.
type quoting struct {
	*answers
	quotes, documents            int
	noSpeaker, noCountry, noPost int // quotations of which it is not known
	speakers, countries, posts   ranking
	frames                       ranking // inside quotations
}

// speakersAsked answers question 4: who is quoted, and which frames sit inside quotes?
func (b *builder) speakersAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	a, missing, err := b.numbers(ctx, ds, "speakers", func(s *compare.QuestionSpec) { s.Top, s.MinDocs = speakersShown+1, 1 })
	if err != nil {
		return nil, err
	}
	voices := b.voices()
	if a == nil {
		if missing != noDocuments && ds.Rows(store.QuoteRow{}.Table()) == 0 {
			missing = "No quotation was found, or table quotes is of a version that did not look for them: annotating again would tell."
		}
		out := unanswered(askSpeakers, missing)
		if voices != nil {
			out.sections = []pageSection{{ID: "voices", Title: "Whose words", Blocks: []block{{Text: ownOrQuoted}, {Figures: []figure{*voices}}}}}
		}
		return out, nil
	}
	q := b.quoting(a)
	s := pageSection{ID: "voices", Title: "Whose words", Blocks: []block{{Text: q.known()}}}
	var figures []figure
	for _, f := range []*figure{b.insideFigure(q), voices} {
		if f != nil {
			figures = append(figures, *f)
		}
	}
	if len(figures) > 0 {
		s.Blocks = append(s.Blocks, block{Text: ownOrQuoted}, block{Figures: figures})
	}
	if t := b.speakersTable(q); len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, block{Table: &t, Folded: t.Title})
	}
	out := &answered{card: q.card(), sections: []pageSection{s}}
	if b.codebook == "" {
		out.card.Caveat = "No document is coded: which frames are inside is not known."
	}
	return out, nil
}

func (b *builder) quoting(a *answers) quoting {
	q := quoting{answers: a, quotes: a.count(ofSpeaker, compare.GroupAll, "", unitQuotes), documents: a.count(ofSpeaker, compare.GroupAll, "", "documents"),
		noSpeaker: a.count(ofSpeaker, compare.GroupUnknownSpeaker, "", unitQuotes), noCountry: a.count(ofCountry, compare.GroupUnknown, "", unitQuotes),
		noPost: a.count(ofOffice, compare.GroupUnknown, "", unitQuotes)}
	ranked := func(dimension string, label func(string) string) (out ranking) {
		for _, g := range a.groups(dimension, "", "share") {
			if p, ok := a.portion(dimension, g, "", unitQuotes); ok && g != compare.GroupUnknown && g != compare.GroupUnknownSpeaker && g != compare.GroupAll {
				p.label, p.id = label(g), g
				out = append(out, p)
			}
		}
		out.sort()
		return out[:min(len(out), speakersShown)]
	}
	q.speakers, q.countries, q.posts = ranked(ofSpeaker, b.labels.entity), ranked(ofCountry, b.labels.country), ranked(ofOffice, b.labels.entity)
	for _, f := range a.items(ofSpeaker, compare.GroupAll, "share") {
		if p, ok := a.portion(ofSpeaker, compare.GroupAll, f, unitQuotes); ok && p.k > 0 {
			p.label, p.id = b.labels.frame(f).EN, f
			q.frames = append(q.frames, p)
		}
	}
	q.frames.sort()
	return q
}

func (q quoting) card() card {
	c := card{Question: askSpeakers, Caveat: "Who speaks is known only where a name, title or gazetteer tells; the rest may be anybody."}
	kept := func(p portion) string { return count(p.k) }
	c.Answer = fmt.Sprintf("%s in %s; country known for %s.", plural(q.quotes, "quotation", "quotations"), plural(q.documents, "document", "documents"),
		percent(float64(q.quotes-q.noCountry)/float64(q.quotes)))
	whom := q.countries
	if len(whom) == 0 {
		whom = q.speakers
	}
	if len(whom) == 0 {
		c.Answer += " Of nobody is it known who speaks."
		c.Checks = fourChecks(check{}, check{}, check{})
	} else {
		c.Answer += " " + whom.lead(kept, "leads", "lead") + "."
		c.Checks = whom.checks()
	}
	q.cite(&c, whom)
	if len(q.frames) > 0 {
		c.Answer += " Inside, most often: " + quoted(named(q.frames[0].label)) + fmt.Sprintf(" (%s)", q.frames[0])
		if len(q.frames) > 1 && !q.frames.certain() {
			c.Answer += ", others near"
		}
		c.Answer += "."
	}
	return c
}

// cite notes what the card prints.
func (q quoting) cite(c *card, whom ranking) {
	c.citeCount("quotations", q.answers, ofSpeaker, compare.GroupAll, "", unitQuotes)
	c.citeCount("documents with quotations", q.answers, ofSpeaker, compare.GroupAll, "", unitDocuments)
	known := percent(float64(q.quotes-q.noCountry) / float64(q.quotes))
	if unknown := q.row(ofCountry, compare.GroupUnknown, "", "share"); unknown.Question != "" {
		c.cite("quotations without a known country, the rest of all", unknown, known)
	} else {
		c.cite("quotations", q.row(ofSpeaker, compare.GroupAll, "", unitQuotes), known)
	}
	for _, p := range whom[:min(len(whom), 2)] {
		c.citePortion("quotations of "+named(p.label), p, count(p.k))
	}
	if len(whom) > 0 {
		c.citeChecks("quotations of "+named(whom[0].label), whom[0])
	}
	if len(q.frames) > 0 {
		p := q.frames[0]
		c.citePortion("quotations with "+quoted(named(p.label)), p, p.String())
	}
}

// known says how much is known of who speaks.
func (q quoting) known() string {
	text := fmt.Sprintf("%s in %s are direct or indirect speech. ", plural(q.quotes, "quotation", "quotations"), plural(q.documents, "document", "documents"))
	text += fmt.Sprintf("Not known are the speaker of %s, the country of %s and the office of %s: pronouns, “a senior official”, and names that no gazetteer or title places. They count in every share. ",
		count(q.noSpeaker), count(q.noCountry), count(q.noPost))
	if len(q.speakers) > 0 {
		text += "Quoted most: " + q.speakers.lead(func(p portion) string { return count(p.k) + ", " + p.String() }, "comes first", "come first") + "."
	}
	return text
}

// insideFigure sets speakers' countries and offices against the frames inside
// their quotations.
func (b *builder) insideFigure(q quoting) *figure {
	frames := q.frames[:min(len(q.frames), framesInside)]
	if len(frames) == 0 {
		return nil
	}
	chart := svg.Matrix{Head: svg.Head{ID: b.id(), Title: "Quotations with each frame, by country and office of the speaker"}}
	data := table{Title: "Data", Head: []string{"Speaker", "Quotations", "Stories"}}
	for _, f := range frames {
		chart.Columns = append(chart.Columns, f.label)
		data.Head = append(data.Head, f.label)
	}
	row := func(dimension, group, label string) {
		n := q.count(dimension, group, "", unitQuotes)
		r := svg.MatrixRow{Label: label, Note: plural(n, "quotation", "quotations")}
		cells := []tableCell{text(label), number(count(n)), number(count(q.count(dimension, group, "", "stories")))}
		for _, f := range frames {
			cell := b.insideCell(q, dimension, group, label, f)
			r.Cells = append(r.Cells, cell)
			shown := "–"
			if cell.Known {
				shown = cell.Text
			}
			cells = append(cells, tableCell{Text: shown, Href: cell.Href, Number: true})
		}
		chart.Rows = append(chart.Rows, r)
		data.Rows = append(data.Rows, cells)
	}
	for _, p := range q.countries[:min(len(q.countries), countriesInside)] {
		row(ofCountry, p.id, p.label)
	}
	for _, p := range q.posts[:min(len(q.posts), postsInside)] {
		row(ofOffice, p.id, p.label)
	}
	if q.noCountry > 0 {
		row(ofCountry, compare.GroupUnknown, "Country not known")
	}
	chart.Desc = fmt.Sprintf("%s of speakers, %s.", plural(len(chart.Rows), "group", "groups"), plural(len(frames), "frame", "frames"))
	title := quoted(frames[0].label) + fmt.Sprintf(" is inside %s of %s", count(frames[0].k), plural(frames[0].n, "quotation", "quotations"))
	return &figure{Title: Label{EN: title}, SVG: inline(chart), Data: data,
		Legend: []legendItem{{Kind: "mark", Text: "quotations with the frame"}, {Kind: "weak", Text: fmt.Sprintf("fewer than %d stories", fewStories)}},
		Note:   "A dash: nothing codes the frame in the language of these quotations. A number leads to some of the sentences."}
}

func (b *builder) insideCell(q quoting, dimension, group, label string, f portion) svg.Cell {
	p, ok := q.portion(dimension, group, f.id, unitQuotes)
	if !ok {
		// A frame that is in none of a speaker's quotations has no row.
		known := f.notCoded == 0 || slices.ContainsFunc(q.list, func(n compare.Answer) bool {
			return n.Dimension == dimension && n.GroupName == group && n.Item != "" && !n.Missing && n.Statistic == "share" && n.N > 0
		})
		return svg.Cell{Known: known, Text: "0", Tip: label + ": in no quotation"}
	}
	tip := fmt.Sprintf("%s, %s: in %s (%s)", label, f.label, p.of("quotation", "quotations"), p)
	return svg.Cell{Value: float64(p.k), Known: true, Weak: p.weak(), Text: count(p.k), Tip: tip,
		Href: b.examplesBehind(label+", "+f.label, p.k, "quotation", p.exampleLines)}
}

func (b *builder) speakersTable(q quoting) table {
	t := table{Title: "Who is quoted most", Head: []string{"Speaker", "Quotations", "Share", "Interval", "Stories", "Outlets", "Frame most often inside"}}
	for _, p := range q.speakers {
		href := b.examplesBehind("quoted "+p.label, p.k, "quotation", q.examples(ofSpeaker, p.id, "", unitQuotes))
		between := "no interval"
		if p.interval != nil {
			between = span(*p.interval)
		}
		most, inside := "–", 0
		for _, f := range q.frames {
			if n := q.count(ofSpeaker, p.id, f.id, unitQuotes); n > inside {
				most, inside = fmt.Sprintf("%s (%d)", f.label, n), n
			}
		}
		t.Rows = append(t.Rows, []tableCell{text(named(p.label)), linked(count(p.k), href), number(percent(p.value)), number(between), number(count(p.stories)),
			number(count(p.outlets)), text(most)})
	}
	return t
}

// voices sets the outlets' own words against quotations, for the frames that are
// quoted or said most.
func (b *builder) voices() *figure {
	chart := svg.DotPlot{Head: svg.Head{ID: b.id(), Title: "Share of documents with each frame, by who says it"}, Above: true}
	data := table{Title: "Data", Head: []string{"Frame", "Documents", "Own voice", "Interval", "Quoted", "Interval"}}
	title := ""
	for _, f := range b.frameOrder() {
		own, ok := b.estimate(f, compare.VoiceAuthor, "all", compare.GroupAll)
		said, also := b.estimate(f, compare.VoiceQuoted, "all", compare.GroupAll)
		if !ok || !also {
			continue
		}
		label := b.labels.frame(f)
		data.Rows = append(data.Rows, []tableCell{text(label.EN), number(count(own.N)), number(percent(own.Share)), number(percentRange(own.Clustered)),
			number(percent(said.Share)), number(percentRange(said.Clustered))})
		if len(chart.Rows) == voiceRows || own.Positive+said.Positive == 0 {
			continue
		}
		row := svg.DotRow{Label: strings.TrimSpace(label.EN + "  " + label.ZH), Note: count(own.N)}
		for i, e := range []compare.Estimate{own, said} {
			name := []string{"In the outlet's own voice", "In quotations"}[i]
			one := dot(e, i, name, b.index.cell(frameLines(f), says(name, e), condition{byVoice, string(e.Voice)}))
			one.Thin, one.Hollow = nil, nil
			row.Dots = append(row.Dots, one)
		}
		chart.Rows = append(chart.Rows, row)
	}
	if len(chart.Rows) == 0 {
		return nil
	}
	if frame, share := b.mostQuoted(); frame != "" && share > 0 {
		all, _ := b.estimate(frame, compare.VoiceAll, "all", compare.GroupAll)
		title = fmt.Sprintf("%s is quoted most: in %s of the %s that have it", quoted(b.labels.frame(frame).EN), percent(share), plural(all.Positive, "document", "documents"))
	} else {
		title = chart.Title
	}
	chart.Desc = fmt.Sprintf("Two marks for each of %s: present in the outlet's own words, and present in quotations.", plural(len(chart.Rows), "frame", "frames"))
	note := ""
	if left := len(data.Rows) - len(chart.Rows); left > 0 {
		note = plural(left, "frame is", "frames are") + " in the table only."
	}
	return &figure{Title: Label{EN: title}, SVG: inline(chart), Data: data, Note: note,
		Legend: []legendItem{{Kind: "mark", Text: "own voice"}, {Series: 1, Kind: "mark", Text: "quoted"}, {Kind: "thick", Text: "interval that allows for copies"}}}
}

// mostQuoted is the frame with the greatest share of quotation among the
// documents that have it.
func (b *builder) mostQuoted() (frame string, share float64) {
	for _, f := range b.frameOrder() {
		all, ok := b.estimate(f, compare.VoiceAll, "all", compare.GroupAll)
		quoted, also := b.estimate(f, compare.VoiceQuoted, "all", compare.GroupAll)
		if ok && also && all.PositiveStories >= fewStories {
			if v := float64(quoted.Positive) / float64(all.Positive); v > share && !math.IsNaN(v) {
				frame, share = f, v
			}
		}
	}
	return frame, share
}
