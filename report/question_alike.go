package report

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/report/svg"
	"framewatch/store"
)

const (
	askAlike   = "Which outlets sound alike?"
	alikeWords = 150 // most frequent words that delta looks at
	alikeLangs = 2   // languages that get a matrix
	alikeMost  = 40  // outlets that are compared, as the pairs grow with their square
)

// langOutlets is how much there is to compare in a language.
type langOutlets struct {
	lang      string
	documents int
	by        map[string]int // documents of each outlet
	enough    int            // outlets with enough of them
}

// alikeness is the distances between outlets in a language.
type alikeness struct {
	langOutlets
	*answers
	statistic string // delta, or jsd where two outlets have none
	names     []string
	pairs     []outletPair // nearest first
}

type outletPair struct {
	a, b      string
	value     float64
	documents int
}

// alikeAsked answers question 9: which outlets sound alike?
func (b *builder) alikeAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	var found []alikeness
	var not []string
	why := noDocuments
	for _, l := range b.langsOfOutlets() {
		if l.enough < 2 || len(found) == alikeLangs {
			not = append(not, fmt.Sprintf("%s (%s)", b.labels.lang(l.lang), plural(l.enough, "outlet", "outlets")))
			why = fmt.Sprintf("In no language have two outlets %s of their own: more texts would tell.", plural(max(1, b.settings.MinDocs), "document", "documents"))
			continue
		}
		a, missing, err := b.numbers(ctx, ds, "alike", func(s *compare.QuestionSpec) {
			s.Lang, s.Words, s.MinDocs = l.lang, alikeWords, l.least(b.settings.MinDocs)
		})
		if err != nil {
			return nil, err
		}
		if a == nil {
			not, why = append(not, fmt.Sprintf("%s (too few texts of their own)", b.labels.lang(l.lang))), missing
			continue
		}
		found = append(found, alikeness{langOutlets: l, answers: a})
	}
	if len(found) == 0 {
		return unanswered(askAlike, why), nil
	}
	s := pageSection{ID: "alike", Title: "Outlets that sound alike", Blocks: []block{{Text: "Each outlet is taken by the words of its own texts in one language; a story counts once, where it began, so that nobody is alike for printing the same wire. " +
		"The distance is Burrows's Delta, the mean difference of the standardised frequencies of the most frequent words: the smaller, the more alike." + notCompared(not)}}}
	var figures []figure
	for i := range found {
		a := &found[i]
		a.read()
		switch len(a.names) {
		case 0, 1:
		case 2:
			s.Blocks[0].Text += fmt.Sprintf(" In %s there are only %s and %s: %s %.2f.", b.labels.lang(a.lang), b.labels.group("outlet", a.names[0]), b.labels.group("outlet", a.names[1]),
				a.called(), a.pairs[0].value)
		default:
			figures = append(figures, b.alikeFigure(a))
		}
	}
	if len(figures) > 0 {
		s.Blocks = append(s.Blocks, block{Figures: figures})
	}
	return &answered{card: b.alikeCard(found[0], not), sections: []pageSection{s}}, nil
}

// least is how many documents an outlet must have, so that not too many are compared.
func (l langOutlets) least(minDocs int) int {
	sizes := slices.Sorted(maps.Values(l.by))
	if len(sizes) <= alikeMost {
		return minDocs
	}
	return max(minDocs, sizes[len(sizes)-alikeMost-1]+1)
}

func notCompared(langs []string) string {
	if len(langs) == 0 {
		return ""
	}
	return " Not compared here, with the outlets that have enough texts: " + strings.Join(langs, ", ") + "; framewatch compare alike answers for each with two."
}

// langsOfOutlets lists the languages, those with most documents first. A language
// is one whatever its script or region.
func (b *builder) langsOfOutlets() []langOutlets {
	selection := b.settings.Selection()
	documents := map[string]map[string]int{}
	for d := range b.corpus.All() {
		lang := corpus.BaseLang(d.Lang)
		if lang == "" || lang == "und" || !b.corpus.Selects(selection, d.ID) {
			continue
		}
		if documents[lang] == nil {
			documents[lang] = map[string]int{}
		}
		documents[lang][d.Source]++
	}
	var out []langOutlets
	for lang, by := range documents {
		l := langOutlets{lang: lang, by: by}
		for _, n := range by {
			l.documents += n
			if n >= max(1, b.settings.MinDocs) {
				l.enough++
			}
		}
		out = append(out, l)
	}
	slices.SortFunc(out, func(x, y langOutlets) int {
		return cmp.Or(cmp.Compare(y.documents, x.documents), cmp.Compare(x.lang, y.lang))
	})
	return out
}

// read finds the pairs of outlets.
func (a *alikeness) read() {
	a.statistic = "jsd"
	for _, n := range a.list {
		if n.Statistic == "delta" && !n.Missing {
			a.statistic = "delta"
		}
		if n.Statistic == "jsd" && !slices.Contains(a.names, n.GroupName) {
			a.names = append(a.names, n.GroupName)
		}
	}
	a.pairs = a.nearest(a.statistic)
}

// nearest lists the pairs by a distance.
func (a *alikeness) nearest(statistic string) []outletPair {
	var out []outletPair
	for _, n := range a.list {
		if n.Statistic == statistic && !n.Missing && n.GroupName < n.Item {
			out = append(out, outletPair{n.GroupName, n.Item, n.Value, int(n.N)})
		}
	}
	slices.SortFunc(out, func(x, y outletPair) int {
		return cmp.Or(cmp.Compare(x.value, y.value), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return out
}

func (a *alikeness) distance(x, y string) float64 {
	v, ok := a.value("outlet", x, y, a.statistic)
	if !ok {
		return math.NaN()
	}
	return v
}

func (a *alikeness) called() string {
	if a.statistic == "delta" {
		return "Delta"
	}
	return "Jensen–Shannon divergence"
}

func (b *builder) alikeCard(a alikeness, not []string) card {
	c := card{Question: askAlike, Caveat: "Distances have no interval: with few documents, what they are about counts as much as how they sound."}
	lang := b.labels.lang(a.lang)
	if len(a.pairs) == 0 {
		c.Answer, c.Missing = "No distance could be computed in "+lang+".", true
		return c
	}
	near, far := a.pairs[0], a.pairs[len(a.pairs)-1]
	c.Answer = fmt.Sprintf("Of %s in %s, %s and %s are nearest: %s %.2f over %s", plural(len(a.names), "outlet", "outlets"), lang, named(b.labels.group("outlet", near.a)), named(b.labels.group("outlet", near.b)),
		a.called(), near.value, plural(near.documents, "document", "documents"))
	if len(a.pairs) > 1 {
		c.Answer += fmt.Sprintf("; the furthest pair has %.2f", far.value)
	} else {
		c.Answer += ", with no other pair to hold it against"
	}
	c.Answer += "."
	if len(not) > 0 && len(c.Answer) < 180 {
		c.Answer += " Not compared: " + not[0]
		if len(not) > 1 {
			c.Answer += " and " + plural(len(not)-1, "other language", "other languages")
		}
		c.Answer += "."
	}
	b.citeAlike(&c, a, near, far, not)
	c.Checks = fourChecks(check{State: survives, Note: "each story counts once, where it began"}, check{Note: "outlets are what is compared"}, b.alikeMeasures(a))
	c.Checks[2].Note = "there are no codes to correct"
	return c
}

// citeAlike notes what the card prints.
func (b *builder) citeAlike(c *card, a alikeness, near, far outletPair, not []string) {
	row := a.row("outlet", near.a, near.b, a.statistic)
	c.cite(a.called()+" of the nearest pair", row, fmt.Sprintf("%.2f", near.value), plural(near.documents, "document", "documents"))
	if len(a.pairs) > 1 {
		c.cite(a.called()+" of the furthest pair", a.row("outlet", far.a, far.b, a.statistic), fmt.Sprintf("%.2f", far.value))
	}
	own := b.those(func(d compare.Doc) bool { return corpus.BaseLang(d.Lang) == a.lang })
	b.citeMembers(c, "outlets compared", "outlets compared", float64(len(a.names)), own, whole(len(a.names)))
	if len(not) > 0 {
		rest := b.those(func(d compare.Doc) bool { return corpus.BaseLang(d.Lang) != a.lang })
		b.citeMembers(c, "languages in which outlets are not compared", "languages not compared", float64(len(not)), rest, not[0], whole(len(not)-1))
	}
}

// alikeMeasures looks whether the other distances find the same pair.
func (b *builder) alikeMeasures(a alikeness) check {
	if len(a.pairs) < 2 {
		return check{Note: "there is one pair only"}
	}
	var other []string
	for _, statistic := range []string{"jsd", "cosine"} {
		if list := a.nearest(statistic); len(list) > 0 && (list[0].a != a.pairs[0].a || list[0].b != a.pairs[0].b) {
			name := map[string]string{"jsd": "Jensen–Shannon divergence", "cosine": "cosine"}[statistic]
			other = append(other, fmt.Sprintf("by %s %s and %s are nearest", name, b.labels.group("outlet", list[0].a), b.labels.group("outlet", list[0].b)))
		}
	}
	if len(other) > 0 {
		return check{State: fails, Note: strings.Join(other, "; ")}
	}
	return check{State: survives, Note: "cosine and Jensen–Shannon divergence find the same pair"}
}

// alikeFigure is a heat map of the outlets with most documents, near ones beside
// each other.
func (b *builder) alikeFigure(a *alikeness) figure {
	names := slices.Clone(a.names)
	slices.SortStableFunc(names, func(x, y string) int { return cmp.Compare(a.by[y], a.by[x]) })
	names = names[:min(len(names), b.cfg.Groups)]
	names = seriated(names, a.distance)
	lang := b.labels.lang(a.lang)
	chart := svg.Matrix{Head: svg.Head{ID: b.id(), Title: "Distances between outlets in " + lang}, Heat: true, Width: 560}
	data := table{Title: "Data", Head: []string{"Outlet", "Outlet", "Documents of both", "Delta", "Jensen–Shannon divergence", "Cosine distance"}}
	most := 0.0
	for _, x := range names {
		for _, y := range names {
			if d := a.distance(x, y); x != y && !math.IsNaN(d) {
				most = max(most, d)
			}
		}
	}
	for _, x := range names {
		chart.Columns = append(chart.Columns, b.labels.group("outlet", x))
		row := svg.MatrixRow{Label: b.labels.group("outlet", x)}
		for _, y := range names {
			d := a.distance(x, y)
			row.Cells = append(row.Cells, svg.Cell{Omit: x == y, Known: !math.IsNaN(d), Value: most - d, Text: fmt.Sprintf("%.2f", d),
				Tip: fmt.Sprintf("%s and %s: %s %.2f", b.labels.group("outlet", x), b.labels.group("outlet", y), a.called(), d)})
		}
		chart.Rows = append(chart.Rows, row)
	}
	for _, p := range a.pairs[:min(len(a.pairs), maxTableRows)] {
		row := []tableCell{text(b.labels.group("outlet", p.a)), text(b.labels.group("outlet", p.b)), number(count(p.documents))}
		for _, statistic := range []string{"delta", "jsd", "cosine"} {
			shown := "–"
			if v, ok := a.value("outlet", p.a, p.b, statistic); ok {
				shown = fmt.Sprintf("%.3f", v)
			}
			row = append(row, number(shown))
		}
		data.Rows = append(data.Rows, row)
	}
	near := a.pairs[0]
	chart.Desc = fmt.Sprintf("%s; the darker, the more alike. Nearest: %s and %s.", plural(len(names), "outlet", "outlets"), b.labels.group("outlet", near.a), b.labels.group("outlet", near.b))
	note := "The darker, the more alike; near outlets stand beside each other."
	if left := len(a.names) - len(names); left > 0 {
		note += fmt.Sprintf(" %s with fewer documents in the table only.", plural(left, "outlet is", "outlets are"))
	}
	if left := len(a.by) - len(a.names); left > 0 {
		note += fmt.Sprintf(" %s fewer than %s of their own in %s, and no number.", plural(left, "outlet has", "outlets have"), plural(a.least(b.settings.MinDocs), "document", "documents"), lang)
	}
	return figure{Title: Label{EN: fmt.Sprintf("In %s %s and %s are nearest", lang, b.labels.group("outlet", near.a), b.labels.group("outlet", near.b))}, SVG: inline(chart), Data: data, Note: note}
}

// seriated orders names so that near ones stand beside each other: clusters are
// joined by average linkage (Sokal and Michener 1958), each turned so that the ends
// that meet are as near as they can be.
func seriated(names []string, distance func(x, y string) float64) []string {
	var clusters [][]string
	for _, n := range names {
		clusters = append(clusters, []string{n})
	}
	between := func(x, y []string) float64 {
		sum := 0.0
		for _, i := range x {
			for _, j := range y {
				sum += distance(i, j)
			}
		}
		return sum / float64(len(x)*len(y))
	}
	for len(clusters) > 1 {
		one, two, best := 0, 1, math.Inf(1)
		for i := range clusters {
			for j := i + 1; j < len(clusters); j++ {
				if d := between(clusters[i], clusters[j]); d < best {
					one, two, best = i, j, d
				}
			}
		}
		clusters[one] = joined(clusters[one], clusters[two], distance)
		clusters = slices.Delete(clusters, two, two+1)
	}
	return slices.Concat(clusters...)
}

func joined(x, y []string, distance func(x, y string) float64) []string {
	best, out := math.Inf(1), slices.Concat(x, y)
	for range 2 {
		for range 2 {
			if d := distance(x[len(x)-1], y[0]); d < best {
				best, out = d, slices.Concat(x, y)
			}
			y = backwards(y)
		}
		x = backwards(x)
	}
	return out
}

func backwards(s []string) []string {
	out := slices.Clone(s)
	slices.Reverse(out)
	return out
}
