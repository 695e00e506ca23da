package compare

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"framewatch/compare/stats"
	"framewatch/store"
)

// Questions of table estimates.
const (
	questionPrevalence = "prevalence"
	questionContrast   = "contrast"
	questionCoverage   = "coverage"
	questionKeyness    = "keyness"
	questionNaming     = "naming"
	questionCurve      = "curve"
)

// Dimensions of rows that are not about one group.
const (
	byContrast = "contrast"
	bySide     = "side"
	// bySpecification is the dimension of a curve; groups are choices.
	bySpecification = "specification"
)

const (
	clusterStories = "syndication"
	clusterOutlets = "outlet"
	clusterBoth    = "syndication+outlet"
	clusterNone    = "none"
	methodCount    = "count"
	methodNone     = "none"

	// noteOneStory says why a share has no interval.
	noteOneStory = "fewer than two stories: there is nothing to judge by"
)

// specJSON writes a spec in its canonical form: the question first, then the
// fields in the order of the struct, without spaces.
func specJSON(question string, spec any) (string, error) {
	data, err := json.Marshal(spec)
	if err != nil {
		return "", fmt.Errorf("write spec of %s: %w", question, err)
	}
	q, err := json.Marshal(question)
	if err != nil {
		return "", fmt.Errorf("write spec of %s: %w", question, err)
	}
	rest := strings.TrimPrefix(string(data), "{")
	if rest != "}" {
		rest = "," + rest
	}
	return `{"question":` + string(q) + rest, nil
}

// SpecOf writes what fixes a number that another package computes in the form of
// column spec, and ReadSpec reads it back, strictly.
func SpecOf(question string, spec any) (string, error) { return specJSON(question, spec) }

// ReadSpec reads what [SpecOf] wrote.
func ReadSpec(text string, spec any) error { return parseSpec(text, spec) }

// in fills a row with a measure.
func (m Measure) in(row store.EstimateRow, statistic string) store.EstimateRow {
	row.Statistic, row.Value, row.Method = statistic, stats.Rounded(m.Value), cmp.Or(m.Method, methodNone)
	switch m.Method {
	case "":
		return row
	case methodStory, methodStorySidak, methodBootstrap, methodRateStories:
		row.ClusterBy = clusterStories
	case methodTwoWay, methodRateTwoWay:
		row.ClusterBy = clusterBoth
	case methodPermutation, methodOutlet:
		row.ClusterBy = clusterOutlets
	case methodDecided:
		row.ClusterBy = clusterBoth
	}
	row.CILo, row.CIHi = rounded(m.Interval.Lo), rounded(m.Interval.Hi)
	if m.SE > 0 {
		row.SE = rounded(m.SE)
	}
	if m.Clusters > 0 {
		row.NClusters = pointer(int64(m.Clusters))
	}
	return row
}

func rounded(v float64) *float64 { return pointer(stats.Rounded(v)) }

// seeded marks a row of which the interval was drawn.
func seeded(row store.EstimateRow, seed int64) store.EstimateRow {
	row.Seed = &seed
	return row
}

func preferred(row store.EstimateRow) store.EstimateRow {
	row.Preferred = true
	return row
}

// Rows are the estimate as rows of table estimates: the share of documents, and
// with each story counted once, by every method, and the design effect where
// there is one.
func (e Estimate) Rows() []store.EstimateRow {
	base := store.EstimateRow{TargetID: e.Target, Question: questionPrevalence, Spec: e.Spec, Codebook: e.Codebook, Voice: string(e.Voice),
		Dimension: e.By, GroupName: e.Group, Item: e.Frame, N: int64(e.N), NPositive: int64(e.Positive), NNotCoded: pointer(int64(e.NotCoded)),
		NStories: pointer(int64(e.Stories)), NOutlets: pointer(int64(e.Outlets))}
	best := preferred(e.Clustered.in(base, "share"))
	once := preferred(e.PerStory.in(base, "weighted_share"))
	if e.Clustered.Method == "" {
		best.Note, once.Note = noteOneStory, noteOneStory
	}
	wilson := Measure{Value: e.Share, Interval: e.Wilson, Method: methodWilson}.in(base, "share")
	wilson.ClusterBy = clusterNone
	rows := []store.EstimateRow{best, wilson}
	for _, m := range []Measure{e.TwoWay, e.Simultaneous} {
		if m.Method != "" {
			rows = append(rows, m.in(base, "share"))
		}
	}
	if e.Bootstrap.Method != "" {
		rows = append(rows, seeded(e.Bootstrap.in(base, "share"), e.Seed))
	}
	rows = append(rows, once)
	if e.PerStoryTwoWay.Method != "" {
		rows = append(rows, e.PerStoryTwoWay.in(base, "weighted_share"))
	}
	if !math.IsNaN(e.DesignEffect) {
		deff := preferred(Measure{Value: e.DesignEffect}.in(base, "design_effect"))
		deff.Method, deff.ClusterBy = methodStory, clusterStories
		rows = append(rows, deff)
	}
	return rows
}

func pointer[T any](v T) *T { return &v }

// Rows are the difference over documents and with each story counted once, by
// every method, and its range with outlets left out.
func (d Difference) Rows() []store.EstimateRow {
	base := d.sidesIn(store.EstimateRow{TargetID: d.A.Target, Question: questionContrast, Spec: d.Spec, Codebook: d.A.Codebook, Voice: string(d.A.Voice),
		Dimension: byContrast, GroupName: d.A.Group + " vs " + d.B.Group, Item: d.Frame, NStories: pointer(int64(d.Stories))})
	documents, once := base, base
	documents.ValueA, documents.ValueB = rounded(d.A.Share), rounded(d.B.Share)
	once.ValueA, once.ValueB = rounded(d.A.PerStory.Value), rounded(d.B.PerStory.Value)
	return slices.Concat(d.Shares.rows(documents, "difference", d.Seed), d.PerStory.rows(once, "weighted_difference", d.Seed))
}

// sidesIn fills in what stands on both sides.
func (d Difference) sidesIn(row store.EstimateRow) store.EstimateRow {
	row.N, row.NPositive, row.NNotCoded = int64(d.A.N+d.B.N), int64(d.A.Positive+d.B.Positive), pointer(int64(d.A.NotCoded+d.B.NotCoded))
	row.NA, row.NPositiveA, row.NStoriesA, row.NOutletsA = pointer(int64(d.A.N)), pointer(int64(d.A.Positive)), pointer(int64(d.A.Stories)), pointer(int64(d.A.Outlets))
	row.NB, row.NPositiveB, row.NStoriesB, row.NOutletsB = pointer(int64(d.B.N)), pointer(int64(d.B.Positive)), pointer(int64(d.B.Stories)), pointer(int64(d.B.Outlets))
	return row
}

func (m Contrasted) rows(base store.EstimateRow, statistic string, seed int64) []store.EstimateRow {
	var rows []store.EstimateRow
	chosen := false
	for _, of := range []struct {
		Measure
		p float64
	}{{decided(m), m.P}, {m.TwoWay, m.PTwoWay}, {m.Permuted, m.PPermuted}, {m.Story, m.PStory}, {m.Bootstrap, math.NaN()}} {
		if of.Method == "" {
			continue
		}
		row := of.in(base, statistic)
		if !math.IsNaN(of.p) && m.Tested {
			row.P = rounded(of.p)
		}
		if of.Method == methodPermutation || of.Method == methodBootstrap || of.Method == methodDecided {
			row = seeded(row, seed)
		}
		if of.Method == m.Method {
			row, chosen = m.quoted(row), true
		}
		rows = append(rows, row)
	}
	if !chosen {
		rows = append(rows, m.quoted(m.in(base, statistic)))
	}
	if m.LeaveOut.Outlets > 0 {
		row := Measure{Value: m.Value, Interval: m.LeaveOut.Range, Method: methodLeaveOut, Clusters: m.LeaveOut.Outlets}.in(base, statistic)
		row.ClusterBy, row.Note = clusterOutlets, "nearest to zero, or beyond it, without "+m.LeaveOut.Decisive
		if m.Stands() && m.LeaveOut.Survives {
			row.Note += "; survives leaving out any one outlet"
		} else if m.Stands() {
			row.Note += "; does not survive leaving out any one outlet"
		}
		rows = append(rows, row)
	}
	return rows
}

// decided is the measure of both methods, none where one of them decided.
func decided(m Contrasted) Measure {
	if m.Method == methodDecided {
		return m.Measure
	}
	return Measure{}
}

// quoted is the row to quote: its p value is the one that decides.
func (m Contrasted) quoted(row store.EstimateRow) store.EstimateRow {
	row.Preferred, row.Note = true, m.Note
	if m.Tested {
		row.P, row.PAdj, row.PHolm = rounded(m.P), rounded(m.PAdj), rounded(m.PHolm)
	}
	return row
}

// Rows are the counts and the shares of attention, one row each.
func (n Count) Rows() []store.EstimateRow {
	base := store.EstimateRow{TargetID: n.TargetID, Question: questionCoverage, Spec: n.Spec, Dimension: n.By, GroupName: n.Group, Preferred: true}
	var rows []store.EstimateRow
	for _, c := range []struct {
		statistic string
		value     int
	}{{"documents", n.Documents}, {"target_documents", n.Target}, {"coded_documents", n.Coded}, {"stories", n.Stories},
		{"paywalled", n.Paywalled}, {"blocked", n.Blocked}, {"superseded", n.Superseded}} {
		row := base
		row.Statistic, row.Value, row.N, row.NPositive, row.Method = c.statistic, float64(c.value), int64(n.Documents), int64(c.value), methodCount
		rows = append(rows, row)
	}
	return append(rows, n.Attention.rows(base)...)
}

// Rows are the name's mentions and documents; the item is variant and surface.
func (n Name) Rows() []store.EstimateRow {
	base := store.EstimateRow{TargetID: n.Target, Question: questionNaming, Spec: n.Spec, Dimension: n.By, GroupName: n.Group, Preferred: true, Item: n.Variant + ": " + n.Surface,
		N: int64(n.Documents), NPositive: int64(n.Documents), Method: methodCount}
	mentions, documents := base, base
	mentions.Statistic, mentions.Value = "mentions", float64(n.Mentions)
	documents.Statistic, documents.Value = "documents", float64(n.Documents)
	return []store.EstimateRow{mentions, documents}
}

// parseSpec reads a canonical spec strictly: a field that this version does
// not know would change the number.
func parseSpec(text string, spec any) error {
	_, rest, ok := strings.Cut(text, ",")
	if !ok {
		return nil // the question alone
	}
	dec := json.NewDecoder(bytes.NewReader([]byte("{" + rest)))
	dec.DisallowUnknownFields()
	return dec.Decode(spec)
}

func rowsOf[T interface{ Rows() []store.EstimateRow }](results []T, err error) ([]store.EstimateRow, error) {
	var rows []store.EstimateRow
	for _, r := range results {
		rows = append(rows, r.Rows()...)
	}
	return rows, err
}
