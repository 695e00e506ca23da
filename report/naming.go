package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/report/svg"
)

// variants lists the kinds of names in the order of the charts.
func variants() []string {
	return []string{string(corpus.VariantOfficial), string(corpus.VariantAlias), string(corpus.VariantAbbreviation),
		string(corpus.VariantMistranslation), string(corpus.VariantTypo),
		string(corpus.VariantDescription), string(corpus.VariantPronoun)}
}

func wrongName(variant string) bool {
	return variant == string(corpus.VariantMistranslation) || variant == string(corpus.VariantTypo)
}

// namingTally is the mentions of a group by variant.
type namingTally struct {
	group    string
	mentions map[string]int
	total    int
	wrong    int
}

func (b *builder) namingBy(by string) []namingTally {
	at := map[string]int{}
	var out []namingTally
	for _, n := range b.suite.Naming {
		if n.By != by {
			continue
		}
		i, ok := at[n.Group]
		if !ok {
			i = len(out)
			at[n.Group] = i
			out = append(out, namingTally{group: n.Group, mentions: map[string]int{}})
		}
		out[i].mentions[n.Variant] += n.Mentions
		out[i].total += n.Mentions
		if wrongName(n.Variant) {
			out[i].wrong += n.Mentions
		}
	}
	slices.SortStableFunc(out, func(x, y namingTally) int { return cmp.Compare(y.total, x.total) })
	return out
}

// naming shows under which names the target appears.
func (b *builder) naming(shares []namingShare) []pageSection {
	langs := b.namingBy("lang")
	if len(langs) == 0 {
		return nil
	}
	s := pageSection{ID: "naming", Title: "How the subject is named"}
	s.Blocks = []block{{Text: "A wrong name is a mistranslation or a misspelling, known to the gazetteer or found by aligning the halves of a bilingual page; it often shows that a text was translated by machine. Mentions count in the language of their sentence."}}
	figures := []figure{*b.namingFigure(langs)}
	if f, ok := b.renderings(); ok {
		figures = append([]figure{f}, figures...)
	}
	missed := b.missed(shares)
	s.Blocks = append(s.Blocks, block{Figures: figures}, block{Table: &missed, Folded: "Documents with wrong names, by language"})
	if wrong := b.wrongNames(); len(wrong.Rows) > 0 {
		s.Blocks = append(s.Blocks, block{Table: &wrong, Folded: "All wrong names"})
	}
	return []pageSection{s}
}

// Most rows and columns of the chart of renderings.
const (
	formsDrawn   = 12
	outletsDrawn = 8
)

// renderings is the wrong forms by the outlets that use them; where one outlet uses
// them all, by language.
func (b *builder) renderings() (f figure, ok bool) {
	by := "outlet"
	users := b.wrongUsers(by)
	if len(users) < 2 {
		by = "lang"
		users = b.wrongUsers(by)
	}
	if len(users) == 0 {
		return f, false
	}
	type form struct{ surface, variant string }
	total, cells := map[form]int{}, map[form]map[string]int{}
	all := 0
	for _, n := range b.suite.Naming {
		if n.By != by || !wrongName(n.Variant) {
			continue
		}
		k := form{n.Surface, n.Variant}
		if cells[k] == nil {
			cells[k] = map[string]int{}
		}
		cells[k][n.Group] += n.Mentions
		total[k] += n.Mentions
		all += n.Mentions
	}
	forms := slices.SortedFunc(maps.Keys(total), func(x, y form) int {
		return cmp.Or(cmp.Compare(total[y], total[x]), cmp.Compare(x.surface, y.surface), cmp.Compare(x.variant, y.variant))
	})
	first := users[0]
	chart := svg.Matrix{Head: svg.Head{ID: b.id(), Title: "Wrong names of the subject"}, Heat: true}
	shown := users[:min(len(users), outletsDrawn)]
	for _, u := range shown {
		chart.Columns = append(chart.Columns, b.labels.group(by, u.group))
	}
	for _, k := range forms[:min(len(forms), formsDrawn)] {
		row := svg.MatrixRow{Label: k.surface}
		for _, u := range shown {
			n := cells[k][u.group]
			cell := svg.Cell{Value: float64(n), Known: true, Tip: fmt.Sprintf("%s, %s: %s", k.surface, b.labels.group(by, u.group), plural(n, "mention", "mentions"))}
			if n > 0 {
				cell.Href = b.nameCell(fmt.Sprintf("%s: %s in all its forms", b.labels.group(by, u.group), k.variant), condition{map[string]string{"outlet": "outlet", "lang": byName}[by], u.group}, condition{byVariant, k.variant})
			}
			row.Cells = append(row.Cells, cell)
		}
		chart.Rows = append(chart.Rows, row)
	}
	one, many := dimensionName(by)
	f = figure{Title: Label{EN: fmt.Sprintf("%s wrong %s in %s of the subject; most, %d, are of %s", count(len(forms)), pluralOf(len(forms), "form", "forms"),
		plural(all, "mention", "mentions"), first.wrong, b.labels.group(by, first.group))}}
	chart.Desc = fmt.Sprintf("%s by %s; most frequent: %s, %s.", plural(len(chart.Rows), "wrong form", "wrong forms"), plural(len(shown), one, many), forms[0].surface, plural(total[forms[0]], "mention", "mentions"))
	if left := len(forms) - len(chart.Rows); left > 0 {
		f.Note = plural(left, "rarer form is", "rarer forms are") + " in the table."
	}
	if left := len(users) - len(shown); left > 0 {
		f.Note = strings.TrimSpace(f.Note + " " + sentenceCase(plural(left, one, many)) + " with fewer not shown.")
	}
	f.SVG = inline(chart)
	return f, true
}

// wrongUsers are the groups with wrong names, those with the most first.
func (b *builder) wrongUsers(by string) []namingTally {
	list := slices.DeleteFunc(b.namingBy(by), func(t namingTally) bool { return t.wrong == 0 })
	slices.SortStableFunc(list, func(x, y namingTally) int { return cmp.Compare(y.wrong, x.wrong) })
	return list
}

// missed is what the list of wrong names finds, by language of the documents.
func (b *builder) missed(shares []namingShare) table {
	t := table{Title: "Documents with wrong names, by their language", Head: []string{"Documents in", "Documents", "With a wrong name", "Share", "Interval", "With no other name", "Share", "Interval"}}
	for _, s := range shares {
		name := b.labels.group(s.by, s.group)
		row := []tableCell{text(name), number(count(int(s.wrong.N)))}
		for _, a := range []compare.Answer{s.wrong, s.onlyWrong} {
			href := b.exampleOf(fmt.Sprintf("%s: %s", name, a.Item), fmt.Sprintf("%d of %s", a.NPositive, plural(int(a.N), "document", "documents")), a.Examples)
			row = append(row, linked(count(int(a.NPositive)), href), number(percent(a.Value)), number(rowShareRange(a.EstimateRow)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (b *builder) namingFigure(langs []namingTally) *figure {
	left := max(0, len(langs)-b.cfg.Groups)
	langs = langs[:len(langs)-left]
	chart := svg.StackedBars{Head: svg.Head{ID: b.id(), Title: "Mentions of the subject by language and kind of name"}}
	data := table{Title: "Data", Head: []string{"Language"}}
	used := map[string]bool{}
	var told []string
	for _, v := range variants() {
		data.Head = append(data.Head, sentenceCase(v))
	}
	for _, l := range langs {
		row := svg.BarRow{Label: b.labels.lang(l.group)}
		cells := []tableCell{text(row.Label)}
		for i, v := range variants() {
			n := l.mentions[v]
			cells = append(cells, number(count(n)))
			if n == 0 {
				continue
			}
			used[v] = true
			tip := fmt.Sprintf("%s, %s: %s", row.Label, v, plural(n, "mention", "mentions"))
			row.Parts = append(row.Parts, svg.Part{Value: float64(n), Series: i, Tip: tip,
				Href: b.nameCell(tip, condition{byName, l.group}, condition{byVariant, v})})
		}
		chart.Rows = append(chart.Rows, row)
		data.Rows = append(data.Rows, cells)
		told = append(told, fmt.Sprintf("%s %d, of them %d wrong", row.Label, l.total, l.wrong))
	}
	chart.Desc = "Mentions by language: " + strings.Join(told, "; ") + "."
	wrong, all := 0, 0
	for _, l := range langs {
		wrong, all = wrong+l.wrong, all+l.total
	}
	f := &figure{Title: Label{EN: fmt.Sprintf("%s of %s are wrong", count(wrong), plural(all, "mention", "mentions"))}, SVG: inline(chart), Data: data, Note: leftOut(left, "lang")}
	for i, v := range variants() {
		if used[v] {
			f.Legend = append(f.Legend, legendItem{Series: i, Kind: "bar", Text: sentenceCase(v)})
		}
	}
	return f
}

// wrongNames lists the wrong surface forms, most frequent first.
func (b *builder) wrongNames() table {
	t := table{Title: "Wrong names, by language", Head: []string{"As written", "Language", "Kind", "Mentions", "Documents"}}
	var list []compare.Name
	for _, n := range b.suite.Naming {
		if n.By == "lang" && wrongName(n.Variant) {
			list = append(list, n)
		}
	}
	slices.SortStableFunc(list, func(x, y compare.Name) int { return cmp.Compare(y.Mentions, x.Mentions) })
	for i, n := range list {
		if i == maxTableRows/2 {
			t.Rows = append(t.Rows, []tableCell{text(fmt.Sprintf("… and %d more", len(list)-i))})
			break
		}
		label := fmt.Sprintf("%s, %s: %s in all its forms", b.labels.lang(n.Group), n.Variant, plural(n.Mentions, "mention", "mentions"))
		surface := text(n.Surface)
		surface.Lang = n.Group
		t.Rows = append(t.Rows, []tableCell{surface, text(b.labels.lang(n.Group)), text(n.Variant),
			linked(count(n.Mentions), b.nameCell(label, condition{byName, n.Group}, condition{byVariant, n.Variant})), number(count(n.Documents))})
	}
	return t
}
