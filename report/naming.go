package report

import (
	"cmp"
	"fmt"
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
func (b *builder) naming() []pageSection {
	langs := b.namingBy("lang")
	if len(langs) == 0 {
		return nil
	}
	s := pageSection{ID: "naming", Title: "How the subject is named"}
	s.Blocks = []block{
		{Text: "Mentions by the language of their sentence. A wrong name is a mistranslation or a misspelling, known to the gazetteer or found by aligning the halves of a bilingual page; it often shows that a text was translated by machine."},
		{Figures: []figure{*b.namingFigure(langs)}}}
	if wrong := b.wrongNames(); len(wrong.Rows) > 0 {
		s.Blocks = append(s.Blocks, block{Table: &wrong})
	}
	if outlets := b.wrongOutlets(); len(outlets.Rows) > 0 {
		s.Blocks = append(s.Blocks, block{Table: &outlets})
	}
	return []pageSection{s}
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
	f := &figure{Title: Label{EN: chart.Title}, SVG: inline(chart), Data: data, Note: leftOut(left, "lang")}
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

// wrongOutlets lists the outlets by how often they use a wrong name.
func (b *builder) wrongOutlets() table {
	t := table{Title: "Wrong names, by outlet", Head: []string{"Outlet", "Mentions", "Wrong", "Share"}}
	list := b.namingBy("outlet")
	slices.SortStableFunc(list, func(x, y namingTally) int { return cmp.Compare(y.wrong, x.wrong) })
	for i, n := range list {
		if n.wrong == 0 || i == maxTableRows/3 {
			break
		}
		label := fmt.Sprintf("%s: %s of the subject", b.labels.group("outlet", n.group), plural(n.total, "mention", "mentions"))
		t.Rows = append(t.Rows, []tableCell{text(b.labels.group("outlet", n.group)), linked(count(n.total), b.nameCell(label, condition{"outlet", n.group})),
			number(count(n.wrong)), number(percent(float64(n.wrong) / float64(n.total)))})
	}
	return t
}
