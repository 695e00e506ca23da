package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/report/svg"
	"framewatch/store"
)

const (
	askLinks     = "Who links the subject with places of conflict, and how?"
	linksShown   = 12
	framesLinked = 8
	sameSentence = ": same sentence"
)

// linksAsked answers question 10: who links the subject with places of conflict, and how?
func (b *builder) linksAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	places := b.settings.Conflicts
	if len(places) == 0 {
		return unanswered(askLinks, "No place of conflict is named in the settings (compare.conflicts): a list of them would answer it."), nil
	}
	a, missing, err := b.together(ctx, ds, "links", places, "places of conflict", "country")
	if err != nil || a == nil {
		return unanswered(askLinks, missing), err
	}
	mention, ok := a.portion("all", compare.GroupAll, itemAny, unitDocuments)
	if !ok {
		return unanswered(askLinks, "No document on the subject names a place of conflict of the settings."), nil
	}
	s := pageSection{ID: "links", Title: "Places of conflict", Blocks: []block{
		{Text: "A document that names the subject and a place of conflict need not link them: counted apart are those that name both in one sentence, and the frames in such sentences. " + b.notNamed(a, places)}}}
	figures := []figure{b.linksFigure(a, places, mention)}
	if f := b.linkedFrames(a, places); f != nil {
		figures = append(figures, *f)
	}
	s.Blocks = append(s.Blocks, block{Figures: figures})
	return &answered{card: b.linksCard(a, places, mention), sections: []pageSection{s}}, nil
}

func (b *builder) notNamed(a *answers, places []string) string {
	var out []string
	for _, p := range places {
		if a.count("all", compare.GroupAll, p, unitDocuments) == 0 {
			out = append(out, b.labels.entity(p))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "Named in no document: " + strings.Join(out, ", ") + "."
}

func (b *builder) linksCard(a *answers, places []string, mention portion) card {
	c := card{Question: askLinks, Caveat: "To share a sentence is not to be linked by its author; places that the settings do not list are not looked for."}
	b.citeLinks(&c, a, places, mention)
	c.Answer = fmt.Sprintf("%s (%s) %s one", mention.of("document", "documents"), mention, verb(mention.k, "names", "name"))
	if most, ok := b.mostNamed(a, places); ok {
		c.Answer += ", most often " + most
	}
	if who, ok := b.mostLinking(a); ok {
		c.Answer += "; most in outlets of " + who
	}
	both, _ := a.portion("all", compare.GroupAll, itemAny+sameSentence, unitDocuments)
	c.Answer += fmt.Sprintf("; %s in one sentence with the subject", none(both.k))
	if both.k > 0 {
		if quotes := a.quotedIn(itemAny); quotes > 0 {
			c.Answer += fmt.Sprintf(", at least %d in quotations", quotes)
		}
		if frames := b.framesOf(a, itemAny); len(frames) > 0 {
			c.Answer += fmt.Sprintf(", where %s is most frequent (%d)", quoted(named(frames[0].label)), frames[0].k)
		}
	}
	c.Answer += "."
	c.Checks = mention.checks()
	return c
}

// citeLinks notes what the card prints.
func (b *builder) citeLinks(c *card, a *answers, places []string, mention portion) {
	c.citePortion("documents that name a place of conflict", mention, mention.of("document", "documents"), mention.String())
	c.citeChecks("the same", mention)
	b.citeNamed(c, a, places)
	for _, g := range a.groups("country", itemAny, unitDocuments) {
		if who, ok := b.mostLinking(a); ok && strings.HasPrefix(who, b.labels.country(g)+" (") {
			c.citeCount("documents of outlets of "+b.labels.country(g), a, "country", g, itemAny, unitDocuments)
		}
	}
	c.citeCount("documents that name both in a sentence", a, "all", compare.GroupAll, itemAny+sameSentence, unitDocuments)
	for _, voice := range []string{"direct_quote", "indirect_quote"} {
		c.citeCount("documents that quote such a sentence, "+voice, a, "voice", voice, itemAny+sameSentence, unitDocuments)
	}
	if frames := b.framesOf(a, itemAny); len(frames) > 0 {
		c.citePortion("of these with "+quoted(named(frames[0].label)), frames[0], whole(frames[0].k))
	}
}

// quotedIn is in how many documents at least such a sentence is quoted: those that
// quote it directly may or may not be those that quote another indirectly.
func (a *answers) quotedIn(entity string) int {
	return max(a.count("voice", "direct_quote", entity+sameSentence, unitDocuments), a.count("voice", "indirect_quote", entity+sameSentence, unitDocuments))
}

// mostLinking is the country whose outlets have most documents that name one.
func (b *builder) mostLinking(a *answers) (string, bool) {
	best, most, tied := "", 0, false
	for _, g := range a.groups("country", itemAny, unitDocuments) {
		switch n := a.count("country", g, itemAny, unitDocuments); {
		case n > most:
			best, most, tied = g, n, false
		case n == most:
			tied = true
		}
	}
	return fmt.Sprintf("%s (%d)", b.labels.country(best), most), most > 0 && !tied
}

// framesOf are the frames in sentences that name the subject and an entity, most
// frequent first.
func (b *builder) framesOf(a *answers, entity string) (out ranking) {
	for _, f := range b.frameOrder() {
		if p, ok := a.portion("all", compare.GroupAll, entity+": "+f, unitDocuments); ok && p.k > 0 {
			p.id, p.label = f, b.labels.frame(f).EN
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(x, y portion) int { return y.k - x.k })
	return out
}

// linksFigure shows for each place in how many documents it is named, and in which
// voice together with the subject.
func (b *builder) linksFigure(a *answers, places []string, mention portion) figure {
	chart := svg.StackedBars{Head: svg.Head{ID: b.id(), Title: "Documents that name the subject and a place of conflict"}}
	data := table{Title: "Data", Head: []string{"Place", "Documents", "Share", "Stories", "In one sentence", "In own voice there", "In quotations there, at least", "Countries of outlets"}}
	for _, p := range b.byDocuments(a, places) {
		both, _ := a.portion("all", compare.GroupAll, p.id+sameSentence, unitDocuments)
		var parts []svg.Part
		if both.k > 0 {
			parts = append(parts, svg.Part{Value: float64(both.k), Tip: fmt.Sprintf("%s: in one sentence with the subject in %s", p.label, plural(both.k, "document", "documents")),
				Href: b.examplesBehind(p.label+" with the subject", both.k, "document", both.exampleLines)})
		}
		if rest := p.k - both.k; rest > 0 {
			parts = append(parts, svg.Part{Value: float64(rest), Series: 1, Tip: fmt.Sprintf("%s: elsewhere only in %s", p.label, plural(rest, "document", "documents"))})
		}
		var where []string
		for _, g := range a.groups("country", p.id, unitDocuments) {
			where = append(where, fmt.Sprintf("%s %d", b.labels.country(g), a.count("country", g, p.id, unitDocuments)))
		}
		own, quotes := a.count("voice", "author", p.id+sameSentence, unitDocuments), a.quotedIn(p.id)
		if len(chart.Rows) < linksShown {
			chart.Rows = append(chart.Rows, svg.BarRow{Label: p.label, Parts: parts})
		}
		data.Rows = append(data.Rows, []tableCell{text(p.label), number(count(p.k)), number(p.String()), number(count(p.stories)), number(count(both.k)), number(count(own)), number(count(quotes)),
			text(strings.Join(where, ", "))})
	}
	var legend []legendItem
	for i, name := range []string{"in one sentence with the subject", "elsewhere in the document only"} {
		if slices.ContainsFunc(chart.Rows, func(r svg.BarRow) bool {
			return slices.ContainsFunc(r.Parts, func(p svg.Part) bool { return p.Series == i })
		}) {
			legend = append(legend, legendItem{Series: i, Kind: "bar", Text: name})
		}
	}
	chart.Desc = fmt.Sprintf("%s, those named in most documents first.", plural(len(chart.Rows), "place", "places"))
	return figure{Title: Label{EN: fmt.Sprintf("%s %s a place of conflict", mention.of("document", "documents"), verb(mention.k, "names", "name"))}, SVG: inline(chart), Data: data, Legend: legend}
}

// linkedFrames sets places against the frames in the sentences that name both; nil
// where there is none.
func (b *builder) linkedFrames(a *answers, places []string) *figure {
	frames := b.framesOf(a, itemAny)
	if len(frames) == 0 {
		return nil
	}
	frames = frames[:min(len(frames), framesLinked)]
	chart := svg.Matrix{Head: svg.Head{ID: b.id(), Title: "Documents with each frame in the sentence that names subject and place"}}
	data := table{Title: "Data", Head: []string{"Place"}}
	for _, f := range frames {
		chart.Columns = append(chart.Columns, f.label)
		data.Head = append(data.Head, f.label)
	}
	for _, place := range b.byDocuments(a, places) {
		both, _ := a.portion("all", compare.GroupAll, place.id+sameSentence, unitDocuments)
		if both.k == 0 || len(chart.Rows) == linksShown {
			continue
		}
		row := svg.MatrixRow{Label: place.label, Note: plural(both.k, "document", "documents")}
		cells := []tableCell{text(place.label)}
		for _, f := range frames {
			// A frame that is in none of the sentences has no row.
			cell := svg.Cell{Known: f.notCoded == 0, Text: "0"}
			if p, ok := a.portion("all", compare.GroupAll, place.id+": "+f.id, unitDocuments); ok {
				cell = svg.Cell{Value: float64(p.k), Known: true, Weak: p.weak(), Text: count(p.k), Tip: fmt.Sprintf("%s, %s: %s (%s)", place.label, f.label, p.of("document", "documents"), p),
					Href: b.examplesBehind(place.label+", "+f.label, p.k, "document", p.exampleLines)}
			}
			row.Cells = append(row.Cells, cell)
			cells = append(cells, tableCell{Text: cell.Text, Href: cell.Href, Number: true})
		}
		chart.Rows = append(chart.Rows, row)
		data.Rows = append(data.Rows, cells)
	}
	chart.Desc = fmt.Sprintf("%s by %s.", plural(len(chart.Rows), "place", "places"), plural(len(frames), "frame", "frames"))
	return &figure{Title: Label{EN: fmt.Sprintf("In these sentences %s is most frequent: %s", quoted(frames[0].label), frames[0].of("document", "documents"))}, SVG: inline(chart), Data: data,
		Legend: []legendItem{{Kind: "mark", Text: "documents"}, {Kind: "weak", Text: fmt.Sprintf("fewer than %d stories", fewStories)}}}
}
