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
	askClaims  = "Which numbers are claimed, and are they right on that date?"
	unitClaims = "claims"
	kindsShown = 14
)

// verdicts are those of table claims, in the order of the charts.
func verdicts() []string {
	return []string{"supported", "outdated", "contradicted", "unknown", "not_asserted"}
}

func verdictName(v string) string {
	return map[string]string{"supported": "as the register has it", "outdated": "outdated", "contradicted": "contradicted", "unknown": "not in the register",
		"not_asserted": "denied, supposed or asked"}[v]
}

// claimsAsked answers question 11: which numbers are claimed, and are they right on that date?
func (b *builder) claimsAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	a, missing, err := b.numbers(ctx, ds, "claims", func(s *compare.QuestionSpec) { s.MinDocs = 1 })
	if err != nil {
		return nil, err
	}
	total := 0
	if a != nil {
		total = a.count("all", compare.GroupAll, itemAny, unitClaims)
	}
	if total == 0 {
		switch {
		case missing == noDocuments:
		case !b.hasTarget():
			missing = "The settings name no subject, of which numbers could be claimed."
		case len(ds.Files(store.ClaimRow{}.Table())) == 0:
			missing = "No number about the subject was read: a register of facts in the settings, and documents annotated with it, would answer it."
		default:
			missing = "No document states a number about the subject that the register knows."
		}
		return unanswered(askClaims, missing), nil
	}
	s := pageSection{ID: "claims", Title: "Numbers claimed", Blocks: []block{
		{Text: "Numbers and dates stated about the subject, each held against the register of facts as of the day of publication. One that was right earlier is outdated; one that the register has nothing for is neither right nor wrong."},
		{Figures: []figure{b.claimsFigure(a, total)}}}}
	return &answered{card: b.claimsCard(a, total), sections: []pageSection{s}}, nil
}

func (b *builder) claimsCard(a *answers, total int) card {
	c := card{Question: askClaims, Caveat: "Only kinds of numbers that the register knows are read; whether others are claimed is not known."}
	documents, stories := a.count("all", compare.GroupAll, itemAny, unitDocuments), a.count("all", compare.GroupAll, itemAny, "stories")
	right, ok := a.portion("all", compare.GroupAll, itemAny+": supported", unitClaims)
	if !ok {
		right = portion{n: total}
	}
	c.Answer = fmt.Sprintf("%s in %s (%s): %s", plural(total, "number is claimed", "numbers are claimed"), plural(documents, "document", "documents"), plural(stories, "story", "stories"), none(right.k))
	if right.k == total && total > 1 {
		c.Answer = strings.TrimSuffix(c.Answer, count(total)) + "all"
	}
	c.Answer += " as the register has it on the day"
	if ok {
		c.Answer += fmt.Sprintf(" (%s)", right)
	}
	for _, v := range verdicts()[1:] {
		if n := a.count("all", compare.GroupAll, itemAny+": "+v, unitClaims); n > 0 {
			c.Answer += fmt.Sprintf(", %d %s", n, verdictName(v))
		}
	}
	if kinds := b.claimKinds(a); len(kinds) > 0 {
		c.Answer += fmt.Sprintf(". Most often: %s (%d)", kindName(kinds[0]), a.count("all", compare.GroupAll, kinds[0], unitClaims))
	}
	c.Answer += "."
	c.Checks = right.checks()
	b.citeClaims(&c, a, right)
	return c
}

// citeClaims notes what the card prints.
func (b *builder) citeClaims(c *card, a *answers, right portion) {
	all := func(what, item, statistic string) { c.citeCount(what, a, "all", compare.GroupAll, item, statistic) }
	all("claims", itemAny, unitClaims)
	all("documents with claims", itemAny, unitDocuments)
	all("stories with claims", itemAny, "stories")
	c.citePortion("claims as the register has it", right, count(right.k), right.String())
	c.citeChecks("the same", right)
	for _, v := range verdicts()[1:] {
		all("claims "+verdictName(v), itemAny+": "+v, unitClaims)
	}
	if kinds := b.claimKinds(a); len(kinds) > 0 {
		all("claims of "+kindName(kinds[0]), kinds[0], unitClaims)
	}
}

// claimKinds are the kinds of numbers that are claimed, most frequent first.
func (b *builder) claimKinds(a *answers) []string {
	kinds := slices.DeleteFunc(a.items("all", compare.GroupAll, unitClaims), func(item string) bool { return item == itemAny || strings.Contains(item, ": ") })
	slices.SortStableFunc(kinds, func(x, y string) int {
		return a.count("all", compare.GroupAll, y, unitClaims) - a.count("all", compare.GroupAll, x, unitClaims)
	})
	return kinds
}

func kindName(kind string) string { return strings.ReplaceAll(kind, "_", " ") }

func (b *builder) claimsFigure(a *answers, total int) figure {
	chart := svg.StackedBars{Head: svg.Head{ID: b.id(), Title: "Numbers claimed, by kind, and whether the register has them"}}
	data := table{Title: "Claims by kind", Head: []string{"Kind", "Claims", "Documents", "Stories", "In quotations"}}
	for _, v := range verdicts() {
		data.Head = append(data.Head, sentenceCase(verdictName(v)))
	}
	used := map[string]bool{}
	for _, kind := range b.claimKinds(a) {
		name := sentenceCase(kindName(kind))
		row := svg.BarRow{Label: name}
		cells := []tableCell{text(name), number(count(a.count("all", compare.GroupAll, kind, unitClaims))), number(count(a.count("all", compare.GroupAll, kind, unitDocuments))),
			number(count(a.count("all", compare.GroupAll, kind, "stories"))),
			number(count(a.count("voice", "direct_quote", kind, unitClaims) + a.count("voice", "indirect_quote", kind, unitClaims)))}
		for i, v := range verdicts() {
			p, ok := a.portion("all", compare.GroupAll, kind+": "+v, unitClaims)
			if !ok || p.k == 0 {
				cells = append(cells, number("0"))
				continue
			}
			used[v] = true
			href := b.examplesBehind(name+", "+verdictName(v), p.k, "claim", p.exampleLines)
			row.Parts = append(row.Parts, svg.Part{Value: float64(p.k), Series: i, Href: href, Tip: fmt.Sprintf("%s: %s %s (%s)", name, p.of("claim", "claims"), verdictName(v), p)})
			cells = append(cells, linked(count(p.k), href))
		}
		if len(chart.Rows) < kindsShown {
			chart.Rows = append(chart.Rows, row)
		}
		data.Rows = append(data.Rows, cells)
	}
	chart.Desc = fmt.Sprintf("%s of numbers, most often claimed first.", plural(len(chart.Rows), "kind", "kinds"))
	right := a.count("all", compare.GroupAll, itemAny+": supported", unitClaims)
	f := figure{Title: Label{EN: fmt.Sprintf("%s of %s %s with the register on the day", count(right), plural(total, "claim", "claims"), verb(right, "agrees", "agree"))}, SVG: inline(chart), Data: data}
	for i, v := range verdicts() {
		if used[v] {
			f.Legend = append(f.Legend, legendItem{Series: i, Kind: "bar", Text: verdictName(v)})
		}
	}
	return f
}
