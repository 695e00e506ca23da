package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/report/svg"
)

// fewStories is under how many independent stories an interval is shown
// faintly: so few can tell little.
const fewStories = 10

func (b *builder) estimate(frame string, voice compare.Voice, by, group string) (compare.Estimate, bool) {
	e, ok := b.prev[estimateKey{frame, voice, by, group}]
	return e, ok
}

// frameOrder lists the frames from the most to the least frequent.
func (b *builder) frameOrder() []string {
	var all []compare.Estimate
	for k, e := range b.prev {
		if k.by == "all" && k.voice == compare.VoiceAll {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(x, y compare.Estimate) int {
		return cmp.Or(cmp.Compare(y.Share, x.Share), cmp.Compare(x.Frame, y.Frame))
	})
	out := make([]string, len(all))
	for i, e := range all {
		out[i] = e.Frame
	}
	return out
}

// says is an estimate in words, for tool tips and the head of a concordance.
func says(name string, e compare.Estimate) string {
	s := fmt.Sprintf("%s: %d of %s (%s)", name, e.Positive, plural(e.N, "document", "documents"), percent(e.Share))
	if e.Clustered.Method != "" {
		s += fmt.Sprintf("; interval %s over %s", percentRange(e.Clustered), plural(e.Stories, "story", "stories"))
	}
	return s
}

// dot draws an estimate.
func dot(e compare.Estimate, series int, name, href string) svg.Dot {
	d := svg.Dot{Value: e.Share, Series: series, Href: href, Weak: e.Stories < fewStories,
		Thin: &svg.Span{Lo: e.Wilson.Lo, Hi: e.Wilson.Hi},
		Tip:  says(name, e) + fmt.Sprintf("; one vote a story %s", percent(e.PerStory.Value))}
	if e.Clustered.Method != "" {
		d.Thick = &svg.Span{Lo: e.Clustered.Interval.Lo, Hi: e.Clustered.Interval.Hi}
	}
	if math.Abs(e.PerStory.Value-e.Share) > 0.005 {
		v := e.PerStory.Value
		d.Hollow = &v
	}
	return d
}

func (b *builder) prevalence() []pageSection {
	frames := b.frameOrder()
	s := pageSection{ID: "frames", Title: "Which frames are used"}
	if len(frames) == 0 {
		s.Blocks = []block{{Text: "No document is coded, or too few are: there is no prevalence to show."}}
		return []pageSection{s}
	}
	s.Blocks = append(s.Blocks, block{Text: b.mostFrequent(frames) + " A frame is present in a document that has at least one codebook term for it, where it speaks of the subject and not negated; " +
		"of frames for which enough hand codes taught a trained coder, that coder decides (column method of table document_frames). " + b.notCoded() + b.byRelevance(frames)})
	if c := b.suite.Corrected; c != nil && len(c.List) > 0 && c.List[0].Codebook == b.codebook {
		s.Blocks = append(s.Blocks, b.corrected(c, "all", "bloc", "lang")...)
	}
	for i, by := range []string{"country", "bloc", "owner_type", "lang"} {
		list := b.byDimension(by, frames, i == 0)
		if len(list) > 0 && i > 0 {
			_, many := dimensionName(by)
			list[0].Folded = "Frames by " + many
		}
		s.Blocks = append(s.Blocks, list...)
	}
	all := b.allFrames(frames)
	s.Blocks = append(s.Blocks, block{Table: &all, Folded: "All frames in figures"})
	return []pageSection{s}
}

// mostFrequent names the two most frequent frames, and whether it is settled which leads.
func (b *builder) mostFrequent(frames []string) string {
	first, _ := b.estimate(frames[0], compare.VoiceAll, "all", compare.GroupAll)
	text := fmt.Sprintf("The most frequent frame is %s, in %s of %s (interval %s)", quoted(b.labels.frame(frames[0]).EN), percent(first.Share),
		plural(first.N, "document", "documents"), percentRange(first.Clustered))
	if len(frames) == 1 {
		return text + "."
	}
	second, _ := b.estimate(frames[1], compare.VoiceAll, "all", compare.GroupAll)
	name := quoted(b.labels.frame(frames[1]).EN)
	if first.Clustered.Method != "" && second.Clustered.Method != "" && !first.Clustered.Interval.Overlaps(second.Clustered.Interval) {
		return text + fmt.Sprintf("; %s follows at a distance with %s (%s).", name, percent(second.Share), percentRange(second.Clustered))
	}
	return text + fmt.Sprintf("; %s has %s (%s), and the intervals overlap, so which of the two leads is not settled.", name, percent(second.Share), percentRange(second.Clustered))
}

// notCoded says how many documents are in no share, because nothing codes their
// language, and which languages those are.
func (b *builder) notCoded() string {
	missing, langs := b.uncoded()
	if missing == 0 {
		return "Every document is coded."
	}
	all := 0
	for _, n := range b.countsBy("lang") {
		all += n.Target
	}
	return fmt.Sprintf("%s of %s are not coded (%s): whether a frame is in them is not known, and they are in no share.",
		count(missing), plural(all, "document", "documents"), strings.Join(langs, ", "))
}

// byRelevance says what counting documents that name the subject in passing does
// to the shares: how many there are, and the frame on which it tells the most.
func (b *builder) byRelevance(frames []string) string {
	var widest [2]compare.Estimate
	for _, f := range frames {
		main, ok := b.estimate(f, compare.VoiceAll, "relevance", "main")
		passing, also := b.estimate(f, compare.VoiceAll, "relevance", "passing")
		if ok && also && math.Abs(main.Share-passing.Share) > math.Abs(widest[0].Share-widest[1].Share) {
			widest = [2]compare.Estimate{main, passing}
		}
	}
	if widest[0].N == 0 {
		return ""
	}
	return fmt.Sprintf(" %s are about the subject and %s name it in passing; both count. That matters most for %s: it is present in %s of the former (interval %s) and in %s of the latter (%s).",
		plural(widest[0].N, "document", "documents"), count(widest[1].N), quoted(b.labels.frame(widest[0].Frame).EN), percent(widest[0].Share), percentRange(widest[0].Clustered),
		percent(widest[1].Share), percentRange(widest[1].Clustered))
}

// allFrames is every frame over all documents.
func (b *builder) allFrames(frames []string) table {
	var list []compare.Estimate
	for _, f := range frames {
		e, _ := b.estimate(f, compare.VoiceAll, "all", compare.GroupAll)
		list = append(list, e)
	}
	return b.estimateTable("Frame", list)
}

// estimateTable is the data behind a dot plot; head says what a row is.
func (b *builder) estimateTable(head string, list []compare.Estimate) table {
	t := table{Title: "Data", Head: []string{head, "Documents", "Not coded", "Present", "Stories", "Share", "Wilson", "Interval by stories", "One vote a story", "Design effect"}}
	for _, e := range list {
		name := b.labels.group(e.By, e.Group)
		if head == "Frame" {
			name = b.labels.frame(e.Frame).EN
		}
		effect := "–"
		if !math.IsNaN(e.DesignEffect) {
			effect = fmt.Sprintf("%.1f", e.DesignEffect)
		}
		t.Rows = append(t.Rows, []tableCell{text(name), number(count(e.N)), number(count(e.NotCoded)), number(count(e.Positive)), number(count(e.Stories)), number(percent(e.Share)),
			number(trimPercent(e.Wilson.Lo) + "–" + percent(e.Wilson.Hi)), number(percentRange(e.Clustered)), number(percent(e.PerStory.Value)), number(effect)})
	}
	return t
}

// heat is a table of shares, frames by groups, in shades.
type heat struct {
	Title  string
	Groups []heatHead
	Rows   []heatRow
	Note   string
}

// heatHead is a group with the number of its documents that are coded.
type heatHead struct {
	Name string
	N    int
}

type heatRow struct {
	Frame Label
	Cells []heatCell
}

// heatCell is one share; Shade is it in percent. A cell without Text has no
// estimate.
type heatCell struct {
	Text, Href, Tip string
	Shade           int
	Weak            bool
}

// byDimension is the heat table of a dimension, with small multiples of its groups
// where they are asked for. A dimension of one group has
// none, but where all is asked for, which stands in the first column.
func (b *builder) byDimension(by string, frames []string, panels bool) []block {
	groups, left := b.largest(by, func(n compare.Count) int { return b.coded(by, n.Group) })
	if len(groups) < 2 && !panels {
		return nil
	}
	slices.SortStableFunc(groups, func(x, y compare.Count) int { return cmp.Compare(noneLast(x.Group), noneLast(y.Group)) })
	one, _ := dimensionName(by)
	h := &heat{Title: "Frames by " + one, Note: strings.TrimSpace(fmt.Sprintf("Percent of documents; hatched where fewer than %d stories stand behind a number. ", fewStories) + leftOut(left, by)),
		Groups: []heatHead{{Name: "All documents", N: b.coded("all", compare.GroupAll)}}}
	for _, g := range groups {
		h.Groups = append(h.Groups, heatHead{b.labels.group(by, g.Group), b.coded(by, g.Group)})
	}
	var never []string
	for _, f := range frames {
		if e, ok := b.estimate(f, compare.VoiceAll, "all", compare.GroupAll); ok && e.Positive == 0 {
			never = append(never, b.labels.frame(f).EN)
			continue
		}
		row := heatRow{Frame: b.labels.frame(f), Cells: []heatCell{b.heatCell(f, "all", compare.GroupAll)}}
		for _, g := range groups {
			row.Cells = append(row.Cells, b.heatCell(f, by, g.Group))
		}
		h.Rows = append(h.Rows, row)
	}
	if len(never) > 0 {
		h.Note += " In no document: " + strings.Join(never, "; ") + "."
	}
	out := block{Heat: h}
	if panels {
		out.Figures = b.multiples(by, groups, frames)
	}
	return []block{out}
}

func noneLast(group string) int {
	if group == compare.GroupNone || group == "ZZ" || group == "und" || group == "unknown" {
		return 1
	}
	return 0
}

// coded is the number of documents of a group that are coded for the frame for
// which most are.
func (b *builder) coded(by, group string) int {
	most := 0
	for _, f := range b.frameOrder() {
		if e, ok := b.estimate(f, compare.VoiceAll, by, group); ok {
			most = max(most, e.N)
		}
	}
	return most
}

func (b *builder) heatCell(frame, by, group string) heatCell {
	e, ok := b.estimate(frame, compare.VoiceAll, by, group)
	if !ok {
		return heatCell{}
	}
	tip := says(b.labels.group(by, group), e)
	return heatCell{Text: trimPercent(math.Round(e.Share*100) / 100), Shade: int(math.Round(e.Share * 100)), Tip: tip, Weak: e.Stories < fewStories,
		Href: b.index.cell(frameLines(frame), tip, condition{by, group})}
}

// multiples are the groups beside each other, each with the shares of the frames
// that differ most over them.
func (b *builder) multiples(by string, groups []compare.Count, frames []string) []figure {
	frames = b.widest(by, groups, frames)
	if len(frames) == 0 {
		return nil
	}
	one, _ := dimensionName(by)
	chart := svg.Multiples{Head: svg.Head{ID: b.id(), Title: "The frames that differ most, by " + one}, Width: 720, PerRow: 3}
	var data []compare.Estimate
	var told []string
	for _, g := range groups {
		name := b.labels.group(by, g.Group)
		n := b.coded(by, g.Group)
		panel := svg.Panel{Label: name, Note: plural(n, "document", "documents")}
		for _, f := range frames {
			bar := svg.PanelBar{Label: b.labels.frame(f).EN, Missing: "not known"}
			if e, ok := b.estimate(f, compare.VoiceAll, by, g.Group); ok {
				tip := says(name, e)
				bar = svg.PanelBar{Label: bar.Label, Value: e.Share, Weak: e.Stories < fewStories, Tip: tip, Href: b.index.cell(frameLines(f), tip, condition{by, g.Group})}
				if e.Clustered.Method != "" {
					bar.Interval = &svg.Span{Lo: e.Clustered.Interval.Lo, Hi: e.Clustered.Interval.Hi}
				}
				data = append(data, e)
				told = append(told, fmt.Sprintf("%s, %s: %s", name, bar.Label, percent(e.Share)))
			}
			panel.Bars = append(panel.Bars, bar)
		}
		chart.Panels = append(chart.Panels, panel)
	}
	chart.Desc = strings.Join(told, "; ") + "."
	table := b.estimateTable(sentenceCase(one)+" and frame", data)
	for i, e := range data {
		table.Rows[i][0].Text += ": " + b.labels.frame(e.Frame).EN
	}
	return []figure{{Title: Label{EN: chart.Title}, Wide: true, SVG: inline(chart), Data: table,
		Legend: []legendItem{{Kind: "bar", Text: "share of documents"}, {Kind: "thin", Text: "interval that allows for copies"}},
		Note:   fmt.Sprintf("Hollow bars rest on fewer than %d stories.", fewStories)}}
}

// widest are the frames with the widest spread over the groups that tell most, as
// many as the settings allow.
func (b *builder) widest(by string, groups []compare.Count, frames []string) []string {
	spread := map[string]float64{}
	var out []string
	for _, f := range frames {
		lo, hi := 1.0, 0.0
		for _, g := range groups {
			if e, ok := b.estimate(f, compare.VoiceAll, by, g.Group); ok && e.Stories >= fewStories {
				lo, hi = min(lo, e.Share), max(hi, e.Share)
			}
		}
		if hi > lo {
			spread[f] = hi - lo
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(x, y string) int { return cmp.Compare(spread[y], spread[x]) })
	return out[:min(len(out), b.cfg.Panels)]
}
