package report

import (
	"context"
	"fmt"
	"strings"

	"framewatch/compare"
	"framewatch/report/svg"
	"framewatch/store"
)

const (
	askBeside   = "Is the subject set beside or against other courts and bodies?"
	bodiesShown = 14

	itemAny       = "any" // of questions about several entities: any of them
	unitDocuments = "documents"
)

// relations are how a sentence may set two bodies, in the order of the columns.
func relations() []relation {
	return []relation{{"beside", "Beside", "beside"}, {"complement", "… as a complement", "beside as a complement"}, {"against", "Against", "against"},
		{"supposed", "Only supposed or asked", "together only in supposing"}, {"critical", "In a critical sentence", "in a sentence critical of the subject"}}
}

type relation struct{ name, column, said string }

// besideAsked answers question 5: is the subject set beside or against other courts and bodies?
func (b *builder) besideAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	if len(b.cfg.Bodies) == 0 {
		return unanswered(askBeside, "No other court or body is listed: a gazetteer that has some would tell."), nil
	}
	a, missing, err := b.together(ctx, ds, "beside", b.cfg.Bodies, "courts and bodies")
	if err != nil || a == nil {
		return unanswered(askBeside, missing), err
	}
	together, ok := a.portion("all", compare.GroupAll, itemAny, unitDocuments)
	if !ok {
		n := a.count("all", compare.GroupAll, "", unitDocuments)
		return unanswered(askBeside, fmt.Sprintf("None of %s names the subject and another body in one sentence.", plural(n, "document", "documents"))), nil
	}
	s := pageSection{ID: "beside", Title: "Beside or against other bodies", Blocks: []block{
		{Text: "A sentence that names the subject and another body sets them against each other where it has words such as “instead of” in the clause that holds both, and beside each other where it has none. " +
			"Critical is said of the subject, by a negative frame or stance, and not of the other body."}}}
	s.Blocks = append(s.Blocks, block{Figures: []figure{b.besideFigure(a, together), b.namedFigure(a)}})
	return &answered{card: b.besideCard(a, together), sections: []pageSection{s}}, nil
}

// together asks a question about the subject and others; what is missing is said
// without the names of all that were looked for.
func (b *builder) together(ctx context.Context, ds *store.Dataset, question string, with []string, what string, by ...string) (*answers, string, error) {
	switch {
	case !b.hasTarget():
		return nil, "The settings name no subject, with which others could be named.", nil
	case ds.Rows(store.MentionRow{}.Table()) == 0:
		return nil, "No name is linked to an entity in any document: annotating with a gazetteer would tell.", nil
	}
	a, missing, err := b.numbers(ctx, ds, question, func(s *compare.QuestionSpec) { s.With, s.By, s.MinDocs = with, append([]string{"all"}, by...), 1 })
	if strings.Contains(missing, " documents names ") {
		missing = fmt.Sprintf("No document on the subject names one of the %s that are looked for (%d).", what, len(with))
	}
	return a, missing, err
}

func (b *builder) besideCard(a *answers, together portion) card {
	c := card{Question: askBeside, Caveat: "“Beside” is named together without a word of contrast, not approval; one sentence is all that is read."}
	b.citeBeside(&c, a, together)
	c.Answer = fmt.Sprintf("%s (%s) %s it in a sentence with another body", together.of("document", "documents"), together, verb(together.k, "names", "name"))
	of := map[string]portion{}
	for _, r := range relations() {
		of[r.name], _ = a.portion("all", compare.GroupAll, itemAny+": "+r.name, unitDocuments)
	}
	if of["beside"].n == 0 {
		c.Answer += ", in languages of which no words of contrast are known."
		c.Checks = fourChecks(check{}, check{}, check{})
		return c
	}
	against := of["against"]
	c.Answer += fmt.Sprintf(": %s beside it", count(of["beside"].k))
	if n := of["complement"].k; n > 0 {
		c.Answer += fmt.Sprintf(" (%d as a complement)", n)
	}
	c.Answer += fmt.Sprintf(", %s against", none(against.k))
	if against.interval != nil && against.k == 0 {
		c.Answer += fmt.Sprintf(" (interval up to %s)", percent(against.interval[1]))
	}
	if most, ok := b.mostNamed(a, b.cfg.Bodies); ok {
		c.Answer += "; most often " + most
	}
	c.Answer += "."
	c.Checks = together.checks()
	return c
}

// citeBeside notes what the card prints.
func (b *builder) citeBeside(c *card, a *answers, together portion) {
	c.citePortion("documents with another body in a sentence", together, together.of("document", "documents"), together.String())
	c.citeChecks("the same", together)
	for _, r := range relations() {
		if p, ok := a.portion("all", compare.GroupAll, itemAny+": "+r.name, unitDocuments); ok && r.name != "supposed" && r.name != "critical" {
			printed := []string{count(p.k)}
			if p.interval != nil && r.name == "against" && p.k == 0 {
				printed = append(printed, percent(p.interval[1]))
			}
			c.citePortion("documents that set it "+r.said, p, printed...)
		}
	}
	b.citeNamed(c, a, b.cfg.Bodies)
}

// citeNamed notes the documents of the entities that are named most often.
func (b *builder) citeNamed(c *card, a *answers, entities []string) {
	list := b.byDocuments(a, entities)
	for i, p := range list {
		if i < 2 && p.k == list[0].k {
			c.citePortion("documents with "+named(p.label), p, count(p.k))
		}
	}
}

// mostNamed is the entity named most often with the subject.
func (b *builder) mostNamed(a *answers, entities []string) (string, bool) {
	list := b.byDocuments(a, entities)
	switch {
	case len(list) == 0:
		return "", false
	case len(list) == 1 || list[1].k < list[0].k:
		return fmt.Sprintf("%s (%d)", named(list[0].label), list[0].k), true
	case len(list) == 2 || list[2].k < list[0].k:
		return fmt.Sprintf("%s and %s (%d each)", named(list[0].label), named(list[1].label), list[0].k), true
	}
	return fmt.Sprintf("%s and others (%d each)", named(list[0].label), list[0].k), true
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func none(n int) string {
	if n == 0 {
		return "none"
	}
	return count(n)
}

func (b *builder) besideFigure(a *answers, together portion) figure {
	chart := svg.Matrix{Head: svg.Head{ID: b.id(), Title: "Documents that set the subject beside or against other bodies"}}
	data := table{Title: "Data", Head: []string{"Body", "Documents", "Share", "Stories"}}
	for _, r := range relations() {
		chart.Columns = append(chart.Columns, r.column)
		data.Head = append(data.Head, strings.TrimPrefix(r.column, "… "))
	}
	bodies := b.byDocuments(a, b.cfg.Bodies)
	for i, p := range append(ranking{together}, bodies...) {
		label := p.label
		if i == 0 {
			p.id, label = itemAny, "Any of them"
		}
		row := svg.MatrixRow{Label: label, Note: plural(p.k, "document", "documents")}
		cells := []tableCell{text(label), linked(count(p.k), b.examplesBehind("with "+label, p.k, "document", p.exampleLines)), number(p.String()), number(count(p.stories))}
		for _, r := range relations() {
			cell := b.relationCell(a, p.id, label, r)
			row.Cells = append(row.Cells, cell)
			shown := "–"
			if cell.Known {
				shown = cell.Text
			}
			cells = append(cells, tableCell{Text: shown, Href: cell.Href, Number: true})
		}
		if len(chart.Rows) <= bodiesShown {
			chart.Rows = append(chart.Rows, row)
		}
		data.Rows = append(data.Rows, cells)
	}
	chart.Desc = fmt.Sprintf("%s in rows; a document may have several relations.", plural(len(bodies), "body", "bodies"))
	note := "Numbers are of documents, one of which may have several relations; a dash: no words of contrast are known for the language. A number leads to some of the sentences."
	if left := len(data.Rows) - len(chart.Rows); left > 0 {
		note += fmt.Sprintf(" %s in the table only.", plural(left, "body is", "bodies are"))
	}
	title := fmt.Sprintf("%s %s the subject together with another body", together.of("document", "documents"), verb(together.k, "names", "name"))
	return figure{Title: Label{EN: title}, SVG: inline(chart), Data: data, Note: note,
		Legend: []legendItem{{Kind: "mark", Text: "documents"}, {Kind: "weak", Text: fmt.Sprintf("fewer than %d stories", fewStories)}}}
}

// namedFigure is the share of documents that name each body beside the subject.
func (b *builder) namedFigure(a *answers) figure {
	chart := svg.DotPlot{Head: svg.Head{ID: b.id(), Title: "Share of documents that name each body in a sentence with the subject"}, Above: true}
	bodies := b.byDocuments(a, b.cfg.Bodies)
	for _, p := range bodies[:min(len(bodies), bodiesShown)] {
		chart.Rows = append(chart.Rows, svg.DotRow{Label: p.label, Note: count(p.k), Dots: []svg.Dot{p.dot(0, fmt.Sprintf("%s: %s (%s)", p.label, p.of("document", "documents"), p))}})
	}
	chart.Desc = fmt.Sprintf("%s, those named most first.", plural(len(chart.Rows), "body", "bodies"))
	title := quoted(bodies[0].label) + " is named with it most"
	if !bodies.certain() {
		title = "Which body is named with it most is not certain"
	}
	return figure{Title: Label{EN: title}, SVG: inline(chart),
		Legend: []legendItem{{Kind: "mark", Text: "share of documents"}, {Kind: "thick", Text: "interval that allows for copies"}, {Kind: "weak", Text: fmt.Sprintf("fewer than %d stories", fewStories)}}}
}

func (b *builder) relationCell(a *answers, body, label string, r relation) svg.Cell {
	p, ok := a.portion("all", compare.GroupAll, body+": "+r.name, unitDocuments)
	if !ok {
		return svg.Cell{Tip: label + ": not known, as nothing reads the language"}
	}
	tip := fmt.Sprintf("%s: %s %s (%s)", label, p.of("document", "documents"), r.said, p)
	cell := svg.Cell{Value: float64(p.k), Known: true, Weak: p.weak(), Text: count(p.k), Tip: tip}
	if p.k > 0 {
		cell.Href = b.examplesBehind(label+", "+r.said, p.k, "document", p.exampleLines)
	}
	return cell
}

// byDocuments are the entities that are named, those in most documents first.
func (b *builder) byDocuments(a *answers, entities []string) (out ranking) {
	for _, e := range entities {
		if p, ok := a.portion("all", compare.GroupAll, e, unitDocuments); ok && p.k > 0 {
			p.label, p.id = b.labels.entity(e), e
			out = append(out, p)
		}
	}
	out.sort()
	return out
}
