package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/report/svg"
)

// names is the section of the concordance with the places that name the
// target; frameLines is that of a frame.
const names = "names"

func frameLines(frame string) string { return "f-" + frame }

// largest lists the groups of a dimension by size, at most as many as a chart
// shows, and how many were left out.
func (b *builder) largest(by string, size func(compare.Count) int) (kept []compare.Count, left int) {
	for _, n := range b.countsBy(by) {
		if size(n) > 0 && n.Group != compare.GroupUndated {
			kept = append(kept, n)
		}
	}
	slices.SortStableFunc(kept, func(x, y compare.Count) int { return cmp.Compare(size(y), size(x)) })
	if len(kept) > b.cfg.Groups {
		left = len(kept) - b.cfg.Groups
		kept = kept[:b.cfg.Groups]
	}
	return kept, left
}

func targetDocs(n compare.Count) int { return n.Target }

// hasTarget reports whether the documents are about something named.
func (b *builder) hasTarget() bool { return len(b.settings.Targets) > 0 }

// nameCell links to the places that name the target, if there is one.
func (b *builder) nameCell(label string, conditions ...condition) string {
	if !b.hasTarget() {
		return ""
	}
	return b.index.cell(names, label, conditions...)
}

func (b *builder) coverage() []pageSection {
	s := pageSection{ID: "coverage", Title: "What was read"}
	what := "documents"
	if b.hasTarget() {
		what = "documents that name the subject"
	}
	s.Blocks = append(s.Blocks, block{Text: "Counts are of " + what + ", copies among them; attention is the share of the articles read in full that name it, and table outlet_months says what was listed and not read. A country is the seat of the outlet, not the place of the news."})
	if len(b.countsBy("outlet")) == 0 {
		s.Blocks = []block{{Text: "The dataset has no document."}}
		return []pageSection{s}
	}
	countries := b.stacked("country", "lang", "Documents by country and language")
	countries.Data = b.coverageTable("country", "Country")
	owners := b.stacked("owner_type", "lang", "Documents by kind of outlet and language")
	owners.Data = b.coverageTable("owner_type", "Kind of outlet")
	outlets := b.coverageTable("outlet", "Outlet")
	s.Blocks = append(s.Blocks, block{Figures: []figure{countries, owners}}, block{Table: &outlets, Folded: outlets.Title})
	return []pageSection{s}
}

// stacked draws the groups of a dimension with a part for each value of
// another.
func (b *builder) stacked(by, parts, title string) figure {
	rows, left := b.largest(by, targetDocs)
	series, rest := b.largest(parts, targetDocs)
	if len(series) > svg.Series-1 {
		rest += len(series) - (svg.Series - 1)
		series = series[:svg.Series-1]
	}
	chart := svg.StackedBars{Head: svg.Head{ID: b.id(), Title: title}}
	var told []string
	for _, n := range rows {
		row := svg.BarRow{Label: b.labels.group(by, n.Group)}
		shown := 0
		for i, p := range series {
			v := b.crossed(by, n.Group, parts, p.Group)
			if v == 0 {
				continue
			}
			shown += v
			tip := fmt.Sprintf("%s, %s: %s", row.Label, b.labels.group(parts, p.Group), plural(v, "document", "documents"))
			row.Parts = append(row.Parts, svg.Part{Value: float64(v), Series: i, Tip: tip,
				Href: b.nameCell(tip, condition{by, n.Group}, condition{parts, p.Group})})
		}
		if n.Target > shown {
			tip := fmt.Sprintf("%s, other languages: %s", row.Label, plural(n.Target-shown, "document", "documents"))
			row.Parts = append(row.Parts, svg.Part{Value: float64(n.Target - shown), Series: svg.Series - 1, Tip: tip,
				Href: b.nameCell(row.Label+": "+plural(n.Target, "document", "documents"), condition{by, n.Group})})
		}
		chart.Rows = append(chart.Rows, row)
		told = append(told, fmt.Sprintf("%s %d", row.Label, n.Target))
	}
	chart.Desc = "Bars, longest first: " + strings.Join(told, ", ") + "."
	f := figure{Title: Label{EN: title}, SVG: inline(chart)}
	for i, p := range series {
		f.Legend = append(f.Legend, legendItem{Series: i, Kind: "bar", Text: b.labels.group(parts, p.Group)})
	}
	if rest > 0 {
		f.Legend = append(f.Legend, legendItem{Series: svg.Series - 1, Kind: "bar", Text: "Other"})
	}
	f.Note = leftOut(left, by)
	return f
}

// leftOut says how many groups a chart does not show.
func leftOut(n int, by string) string {
	if n == 0 {
		return ""
	}
	one, many := dimensionName(by)
	return fmt.Sprintf("%s with fewer documents not shown; they are in the table estimates.", sentenceCase(plural(n, one, many)))
}

func dimensionName(by string) (one, many string) {
	switch by {
	case "country":
		return "country", "countries"
	case "bloc":
		return "bloc", "blocs"
	case "owner_type":
		return "kind of outlet", "kinds of outlet"
	case "lang":
		return "language", "languages"
	case "outlet":
		return "outlet", "outlets"
	}
	return "group", "groups"
}

// crossed finds the count of a pair of groups; pairs that the suite has not
// counted are counted here.
func (b *builder) crossed(by, group, parts, part string) int {
	key := by + "/" + parts
	if b.pairs[key] == nil {
		b.pairs[key] = map[string]int{}
		counts, err := b.corpus.Coverage(compare.CoverageSpec{Target: b.settings.Target, Targets: b.settings.Targets, By: []string{key}})
		if err != nil {
			return 0 // both are known dimensions
		}
		for _, n := range counts {
			b.pairs[key][n.Group] = n.Target
		}
	}
	return b.pairs[key][group+"/"+part]
}

// coverageTable lists every group of a dimension.
func (b *builder) coverageTable(by, head string) table {
	t := table{Title: "All " + secondOf(dimensionName(by)) + " in figures",
		Head: []string{head, "Documents", "Stories", "Paywall teasers", "Block pages"}}
	if b.hasTarget() {
		t.Head = slices.Insert(t.Head, 2, "Naming the subject", "Attention")
	}
	rows := b.countsBy(by)
	slices.SortStableFunc(rows, func(x, y compare.Count) int { return cmp.Compare(y.Documents, x.Documents) })
	for i, n := range rows {
		if i == maxTableRows {
			t.Rows = append(t.Rows, []tableCell{text(fmt.Sprintf("… and %d more", len(rows)-i))})
			break
		}
		name := b.labels.group(by, n.Group)
		row := []tableCell{text(name), number(count(n.Documents)), number(count(n.Stories)), number(count(n.Paywalled)), number(count(n.Blocked))}
		if b.hasTarget() {
			about := number(count(n.Target))
			if n.Target > 0 {
				about.Href = b.nameCell(name+": "+plural(n.Target, "document", "documents"), condition{by, n.Group})
			}
			row = slices.Insert(row, 2, about, number(attention(n.Attention)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// attention is the share of what was read that names the subject, with its
// interval over outlets where there is one.
func attention(a *compare.Attention) string {
	switch {
	case a == nil:
		return "–"
	case !a.Pooled.OK:
		return fmt.Sprintf("%s of %d", percent(a.Pooled.Value), a.Documents)
	}
	return fmt.Sprintf("%s of %d (%s–%s)", percent(a.Pooled.Value), a.Documents, trimPercent(a.Pooled.Interval.Lo), percent(a.Pooled.Interval.Hi))
}

// maxTableRows bounds every table of the page.
const maxTableRows = 60

func secondOf(_, many string) string { return many }
