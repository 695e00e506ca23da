package report

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"framewatch/compare"
	"framewatch/report/svg"
	"framewatch/store"
)

const (
	askTravel = "How does a story travel?"
	// outletsInFlow is the number of outlets at each end of the alluvial; the others
	// are one node.
	outletsInFlow = 10
	editedShown   = 6 // frames
)

// journeys are the copies of stories against their origins.
type journeys struct {
	*answers
	stories, copies int
	known           int // stories of which it is known where they began
	list            []copied
	outlets         []outletFlow // by how much they began, then copied
	lag             float64      // median of days, NaN where none is known
	lags            int          // copies of which it is known
	lost, gained    ranking      // frames that copies lost and gained, those of most copies first
}

type copied struct {
	from, to string // sources
	class    int    // of lagClasses
	lag      float64
}

type outletFlow struct {
	source                string
	began, copiedBy, made int // stories begun, copies of these, copies made
}

// lagClasses are the time from origin to copy, the last where it is not known.
func lagClasses() []string {
	return []string{"under a day", "1 to 2 days", "2 to 7 days", "over 7 days", "not known"}
}

func lagClass(days *float64) int {
	switch {
	case days == nil:
		return 4
	case *days < 1:
		return 0
	case *days < 2:
		return 1
	case *days <= 7:
		return 2
	}
	return 3
}

// travelAsked answers question 6: how does a story travel?
func (b *builder) travelAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	a, missing, err := b.numbers(ctx, ds, "travel", nil)
	if err != nil {
		return nil, err
	}
	copies, err := b.findStories(ctx, ds)
	if err != nil {
		return nil, err
	}
	if a == nil || len(copies.largest) == 0 {
		if missing != noDocuments {
			missing = "No story has a copy: each document is one of its own, so that nothing travelled among these outlets."
		}
		return unanswered(askTravel, missing), nil
	}
	j, err := b.journeys(ctx, ds, a)
	if err != nil {
		return nil, err
	}
	s := pageSection{ID: "stories", Title: "How stories travel", Blocks: []block{{Text: b.travelText(j)}}}
	if f := b.flowFigure(j); f != nil {
		s.Blocks = append(s.Blocks, block{Figures: []figure{*f}})
	}
	if edits := b.editsFigures(j); len(edits) > 0 {
		s.Blocks = append(s.Blocks, block{Figures: edits})
	}
	return &answered{card: b.travelCard(j), places: copies.places(), then: func(out *answered) {
		t, part := b.storiesTable(copies)
		s.Blocks = append(s.Blocks, block{Table: &t, Folded: t.Title})
		out.sections, out.lines = []pageSection{s}, []linePart{part}
	}}, nil
}

func (b *builder) journeys(ctx context.Context, ds *store.Dataset, a *answers) (journeys, error) {
	j := journeys{answers: a, stories: a.count("all", compare.GroupAll, "", "stories"), copies: a.count("all", compare.GroupAll, "", "copies"), lag: math.NaN()}
	list, err := b.corpus.Copies(ctx, ds, b.settings.Selection())
	if err != nil {
		return j, fmt.Errorf("question travel: %w", err)
	}
	origins, flows := map[string]bool{}, map[string]*outletFlow{}
	flow := func(source string) *outletFlow {
		if flows[source] == nil {
			flows[source] = &outletFlow{source: source}
		}
		return flows[source]
	}
	for _, c := range list {
		from, okFrom := b.corpus.Doc(c.Origin)
		to, okTo := b.corpus.Doc(c.Doc)
		if !okFrom || !okTo {
			return j, errors.New("question travel: a copy is not among the documents")
		}
		one := copied{from: from.Source, to: to.Source, class: lagClass(c.Lag), lag: math.NaN()}
		if c.Lag != nil {
			one.lag = *c.Lag
			j.lags++
		}
		j.list = append(j.list, one)
		if !origins[c.Origin] {
			origins[c.Origin] = true
			flow(from.Source).began++
		}
		flow(from.Source).copiedBy++
		flow(to.Source).made++
	}
	j.known = len(origins)
	for _, f := range flows {
		j.outlets = append(j.outlets, *f)
	}
	slices.SortFunc(j.outlets, func(x, y outletFlow) int {
		return cmp.Or(cmp.Compare(y.began, x.began), cmp.Compare(y.made, x.made), cmp.Compare(x.source, y.source))
	})
	if v, ok := a.value("all", compare.GroupAll, "", "lag_days"); ok {
		j.lag = v
	}
	edited := func(statistic string) (out ranking) {
		for _, f := range b.frameOrder() {
			if p, ok := a.portionOf("all", compare.GroupAll, f, unitDocuments, statistic); ok && p.k > 0 {
				p.id, p.label = f, b.labels.frame(f).EN
				out = append(out, p)
			}
		}
		slices.SortStableFunc(out, func(x, y portion) int { return cmp.Compare(y.k, x.k) })
		return out
	}
	j.lost, j.gained = edited("share_lost"), edited("share_gained")
	return j, nil
}

func (b *builder) travelCard(j journeys) card {
	c := card{Question: askTravel, Caveat: "The origin is the first among the outlets that were read, by credit or date; one not read may be earlier."}
	b.citeTravel(&c, j)
	c.Answer = fmt.Sprintf("%s copied %s", plural(j.stories, "story was", "stories were"), often(j.copies))
	if j.known == 0 {
		c.Answer += "; where they began is known of none, and so is no lag: credits or exact dates would tell."
		c.Checks = fourChecks(check{Note: "copies are what is counted"}, check{}, check{})
		return c
	}
	if !math.IsNaN(j.lag) {
		c.Answer += fmt.Sprintf("; half of %s with a known lag came within %s", plural(j.lags, "copy", "copies"), days(j.lag))
	}
	c.Answer += fmt.Sprintf(". %s %d of the %d with a known origin", b.beganMost(j), j.outlets[0].began, j.known)
	if len(j.lost) > 0 {
		p := j.lost[0]
		c.Answer += fmt.Sprintf("; most often lost: %s (%d of %d, %s)", quoted(named(p.label)), p.k, p.n, p)
	}
	c.Answer += "."
	c.Checks = fourChecks(check{Note: "copies are what is counted"}, b.lagCheck(j), check{})
	return c
}

// citeTravel notes what the card prints.
func (b *builder) citeTravel(c *card, j journeys) {
	c.citeCount("stories with copies", j.answers, "all", compare.GroupAll, "", "stories")
	c.citeCount("copies", j.answers, "all", compare.GroupAll, "", "copies")
	stories := j.row("all", compare.GroupAll, "", "stories")
	if j.known == 0 {
		return
	}
	if lag := j.row("all", compare.GroupAll, "", "lag_days"); lag.Question != "" {
		c.cite("median lag", lag, days(j.lag), plural(j.lags, "copy", "copies"))
		if check := b.lagCheck(j); check.State != notChecked {
			b.citeMade(c, "median lag without any one outlet", "lag without any one outlet", j.lag, lag, check.Note)
		}
	}
	b.citeMade(c, "stories of known origin, and those that the first outlet began", "stories begun", float64(j.outlets[0].began), stories, whole(j.outlets[0].began), whole(j.known))
	if len(j.lost) > 0 {
		p := j.lost[0]
		c.citePortion("copies that lost "+quoted(named(p.label)), p, fmt.Sprintf("%d of %d", p.k, p.n), p.String())
	}
}

// beganMost names the outlets that began most stories: "X began", "X and Y each began".
func (b *builder) beganMost(j journeys) string {
	first := named(b.labels.group("outlet", j.outlets[0].source))
	if len(j.outlets) == 1 || j.outlets[1].began < j.outlets[0].began {
		return first + " began"
	}
	if len(j.outlets) == 2 || j.outlets[2].began < j.outlets[0].began {
		return first + " and " + named(b.labels.group("outlet", j.outlets[1].source)) + " each began"
	}
	return first + " and others each began"
}

func often(n int) string {
	if n == 1 {
		return "once"
	}
	return count(n) + " times"
}

func days(v float64) string {
	if v == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%.2g days", v)
}

// lagCheck looks whether the median lag stays in its class without any one outlet,
// be it the first or the copying one.
func (b *builder) lagCheck(j journeys) check {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, o := range j.outlets {
		var rest []float64
		for _, c := range j.list {
			if c.from != o.source && c.to != o.source && !math.IsNaN(c.lag) {
				rest = append(rest, c.lag)
			}
		}
		if len(rest) > 0 {
			m := median(rest)
			lo, hi = min(lo, m), max(hi, m)
		}
	}
	if math.IsInf(lo, 0) || math.IsNaN(j.lag) {
		return check{Note: "no lag is left without one outlet"}
	}
	c := check{State: fails, Note: fmt.Sprintf("median lag of %.2g to %s without any one outlet", lo, days(hi))}
	if lagClass(&lo) == lagClass(&hi) {
		c.State = survives
	}
	return c
}

func (b *builder) travelText(j journeys) string {
	text := fmt.Sprintf("%s in more than one outlet, or more than once, translations among them. Of %s it is known where they began. ", plural(j.stories, "story stands", "stories stand"), count(j.known))
	gained, ok := j.value("all", compare.GroupAll, "", "frames_gained")
	lost, also := j.value("all", compare.GroupAll, "", "frames_lost")
	if ok && also {
		text += fmt.Sprintf("Against its origin a copy gains %.2g and loses %.2g frames on average", gained, lost)
		if like, ok := j.value("all", compare.GroupAll, "", "similarity"); ok {
			length, _ := j.value("all", compare.GroupAll, "", "length_ratio")
			text += fmt.Sprintf("; in the same language half the copies share %s of the words or more, and are %s as long or more", percent(like), percent(length))
		}
		text += ". "
	}
	return text
}

// flowFigure leads from the outlets that began stories over the lag to those that
// copied them.
func (b *builder) flowFigure(j journeys) *figure {
	if len(j.list) == 0 {
		return nil
	}
	from, fromLabels := b.flowNodes(j.outlets, func(o outletFlow) int { return o.copiedBy })
	to, toLabels := b.flowNodes(j.outlets, func(o outletFlow) int { return o.made })
	classes := lagClasses()
	chart := svg.Alluvial{Head: svg.Head{ID: b.id(), Title: "Copies from the outlet that began the story to the one that copied it, by the time between"}, Width: 960,
		Stages: []svg.Stage{{Title: "Began in"}, {Title: "Copied after"}, {Title: "Copied by"}}}
	for _, l := range fromLabels {
		chart.Stages[0].Nodes = append(chart.Stages[0].Nodes, svg.Node{Label: l})
	}
	for i, l := range classes {
		chart.Stages[1].Nodes = append(chart.Stages[1].Nodes, svg.Node{Label: l, Series: []int{2, 5, 4, 1, 6}[i]})
	}
	for _, l := range toLabels {
		chart.Stages[2].Nodes = append(chart.Stages[2].Nodes, svg.Node{Label: l, Series: 6})
	}
	left, right := map[[2]int]int{}, map[[2]int]int{}
	within := make([]int, len(classes))
	for _, c := range j.list {
		left[[2]int{from[c.from], c.class}]++
		right[[2]int{c.class, to[c.to]}]++
		within[c.class]++
	}
	data := table{Title: "Data", Head: []string{"Outlet", "Stories begun", "Copies of these", "Copies made"}}
	for _, o := range j.outlets[:min(len(j.outlets), maxTableRows)] {
		data.Rows = append(data.Rows, []tableCell{text(b.labels.group("outlet", o.source)), number(count(o.began)), number(count(o.copiedBy)), number(count(o.made))})
	}
	for i := range fromLabels {
		for k := range classes {
			chart.Flows = append(chart.Flows, svg.Flow{From: i, To: k, Value: float64(left[[2]int{i, k}]), Tip: fmt.Sprintf("%s, %s: %s", fromLabels[i], classes[k], plural(left[[2]int{i, k}], "copy", "copies"))})
		}
	}
	for k := range classes {
		for i := range toLabels {
			chart.Flows = append(chart.Flows, svg.Flow{Stage: 1, From: k, To: i, Value: float64(right[[2]int{k, i}]), Tip: fmt.Sprintf("%s, %s: %s", classes[k], toLabels[i], plural(right[[2]int{k, i}], "copy", "copies"))})
		}
	}
	chart.Desc = fmt.Sprintf("%s by lag: under a day %d, one to two days %d, two to seven %d, more %d, not known %d.", plural(len(j.list), "copy", "copies"), within[0], within[1], within[2], within[3], within[4])
	title := fmt.Sprintf("%s of %s came within a day", count(within[0]), plural(len(j.list), "copy", "copies"))
	return &figure{Title: Label{EN: title}, Wide: true, SVG: inline(chart), Data: data,
		Note: "Copies of stories of which it is known where they began; the numbers are of copies."}
}

// flowNodes are the outlets with most of something, and the place of each among
// them; the others share the last.
func (b *builder) flowNodes(outlets []outletFlow, number func(outletFlow) int) (place map[string]int, labels []string) {
	sorted := slices.Clone(outlets)
	slices.SortStableFunc(sorted, func(x, y outletFlow) int { return cmp.Compare(number(y), number(x)) })
	sorted = slices.DeleteFunc(sorted, func(o outletFlow) bool { return number(o) == 0 })
	place = map[string]int{}
	for i, o := range sorted {
		if i >= outletsInFlow && len(sorted) > outletsInFlow+1 {
			if i == outletsInFlow {
				labels = append(labels, plural(len(sorted)-outletsInFlow, "other outlet", "other outlets"))
			}
			place[o.source] = outletsInFlow
			continue
		}
		place[o.source] = i
		labels = append(labels, b.labels.group("outlet", o.source))
	}
	return place, labels
}

// editsFigures show which frames copies lose and gain most.
func (b *builder) editsFigures(j journeys) (out []figure) {
	for _, edit := range []struct {
		list          ranking
		lost          string
		having, title string
	}{{j.lost, "lost", "has", "Copies lose"}, {j.gained, "gained", "lacks", "Copies gain"}} {
		if len(edit.list) == 0 {
			continue
		}
		chart := svg.DotPlot{Head: svg.Head{ID: b.id(), Title: fmt.Sprintf("Share of copies that %s each frame, of those whose origin %s it", edit.lost, edit.having)}, Above: true}
		data := table{Title: "Data", Head: []string{"Frame", "Copies whose origin " + edit.having + " it", sentenceCase(edit.lost), "Share"}}
		for _, p := range edit.list {
			if len(chart.Rows) < editedShown {
				tip := fmt.Sprintf("%s: %s by %s (%s)", p.label, edit.lost, p.of("copy", "copies"), p)
				d := p.dot(0, tip)
				d.Weak = p.n < fewStories
				chart.Rows = append(chart.Rows, svg.DotRow{Label: p.label, Note: fmt.Sprintf("%d/%d", p.k, p.n), Dots: []svg.Dot{d}})
			}
			data.Rows = append(data.Rows, []tableCell{text(p.label), number(count(p.n)), number(count(p.k)), number(p.String())})
		}
		first := edit.list[0]
		chart.Desc = fmt.Sprintf("First: %s, by %s.", first.label, first.of("copy", "copies"))
		out = append(out, figure{Title: Label{EN: fmt.Sprintf("%s %s: %s whose origin %s it", edit.title, quoted(first.label), first.of("copy", "copies"), edit.having)}, SVG: inline(chart), Data: data,
			Legend: []legendItem{{Kind: "mark", Text: fmt.Sprintf("%s, of copies whose origin %s it", edit.lost, edit.having)}, {Kind: "thick", Text: "interval over stories"}, {Kind: "weak", Text: fmt.Sprintf("fewer than %d copies", fewStories)}}})
	}
	return out
}
