package compare

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"framewatch/store"
)

// Questions of table estimates.
const (
	questionPrevalence = "prevalence"
	questionContrast   = "contrast"
	questionCoverage   = "coverage"
	questionKeyness    = "keyness"
	questionNaming     = "naming"
)

// Dimensions of rows that are not about one group.
const (
	byContrast = "contrast"
	bySide     = "side"
)

const (
	clusterStories = "syndication"
	clusterNone    = "none"
	methodCount    = "count"
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

// clustered fills a row with a measure over stories.
func (m Measure) clustered(row store.EstimateRow, statistic string, stories int, seed int64) store.EstimateRow {
	row.Statistic, row.Value, row.Method, row.ClusterBy = statistic, m.Value, m.Method, clusterStories
	n := int64(stories)
	row.NClusters = &n
	if m.Method == "" {
		row.Method = "none"
		return row
	}
	row.CILo, row.CIHi = &m.Interval.Lo, &m.Interval.Hi
	if m.Method == methodBootstrap {
		row.SE = &m.SE
	}
	row.Seed = &seed
	return row
}

// Rows are the estimate as rows of table estimates: the share with the Wilson
// interval and with stories resampled, the share per story, and the design
// effect where there is one.
func (e Estimate) Rows() []store.EstimateRow {
	base := store.EstimateRow{TargetID: e.Target, Question: questionPrevalence, Spec: e.Spec, By: e.By, Group: e.Group, Item: e.Frame,
		N: int64(e.N), NPositive: int64(e.Positive), NNotCoded: pointer(int64(e.NotCoded))}
	wilson := base
	wilson.Statistic, wilson.Value, wilson.Method, wilson.ClusterBy = "share", e.Share, methodWilson, clusterNone
	wilson.CILo, wilson.CIHi = &e.Wilson.Lo, &e.Wilson.Hi
	rows := []store.EstimateRow{wilson,
		e.Clustered.clustered(base, "share", e.Stories, e.Seed),
		e.PerStory.clustered(base, "weighted_share", e.Stories, e.Seed)}
	if !math.IsNaN(e.DesignEffect) {
		deff := Measure{Value: e.DesignEffect}.clustered(base, "design_effect", e.Stories, e.Seed)
		deff.Method, deff.Seed = methodBootstrap, &e.Seed
		rows = append(rows, deff)
	}
	return rows
}

func pointer[T any](v T) *T { return &v }

// Rows are the difference over documents and with each story counted once.
func (d Difference) Rows() []store.EstimateRow {
	base := store.EstimateRow{TargetID: d.A.Target, Question: questionContrast, Spec: d.Spec, By: byContrast, Group: d.A.Group + " vs " + d.B.Group,
		Item: d.Frame, N: int64(d.A.N + d.B.N), NPositive: int64(d.A.Positive + d.B.Positive), NNotCoded: pointer(int64(d.A.NotCoded + d.B.NotCoded))}
	return []store.EstimateRow{
		d.Shares.clustered(base, "difference", d.Stories, d.Seed),
		d.PerStory.clustered(base, "weighted_difference", d.Stories, d.Seed)}
}

// Rows are the counts, one row each.
func (n Count) Rows() []store.EstimateRow {
	var rows []store.EstimateRow
	for _, c := range []struct {
		statistic string
		value     int
	}{{"documents", n.Documents}, {"target_documents", n.Target}, {"coded_documents", n.Coded}, {"stories", n.Stories},
		{"paywalled", n.Paywalled}, {"blocked", n.Blocked}, {"superseded", n.Superseded}} {
		rows = append(rows, store.EstimateRow{TargetID: n.TargetID, Question: questionCoverage, Spec: n.Spec, By: n.By, Group: n.Group,
			Statistic: c.statistic, Value: float64(c.value), N: int64(n.Documents), NPositive: int64(c.value), Method: methodCount})
	}
	return rows
}

// Rows are the name's mentions and documents; the item is variant and surface.
func (n Name) Rows() []store.EstimateRow {
	base := store.EstimateRow{TargetID: n.Target, Question: questionNaming, Spec: n.Spec, By: n.By, Group: n.Group, Item: n.Variant + ": " + n.Surface,
		N: int64(n.Documents), NPositive: int64(n.Documents), Method: methodCount}
	mentions, documents := base, base
	mentions.Statistic, mentions.Value = "mentions", float64(n.Mentions)
	documents.Statistic, documents.Value = "documents", float64(n.Documents)
	return []store.EstimateRow{mentions, documents}
}

// Rows are, for each word, log ratio, G2 and weighted log-odds; the group is
// the side that the word marks.
func (r *KeynessResult) Rows() []store.EstimateRow {
	var rows []store.EstimateRow
	for _, w := range r.Words {
		group := r.B.String()
		if w.MarksA {
			group = r.A.String()
		}
		base := store.EstimateRow{TargetID: r.Target, Question: questionKeyness, Spec: r.Spec, By: bySide, Group: group, Item: w.Term,
			N: int64(r.DocsA + r.DocsB), NPositive: int64(w.DocsA + w.DocsB)}
		g2, odds := base, base
		g2.Statistic, g2.Value, g2.Method, g2.P, g2.PAdj = "g2", w.G2, "g2_four_cells", &w.P, &w.PAdj
		odds.Statistic, odds.Value, odds.Method = "log_odds_z", w.Z, "monroe_2008"
		ratio := w.LogRatio.clustered(base, "log_ratio", w.Stories, w.Seed)
		ratio.NClusters = nil // stories of both sides stand behind the interval, not only those with the word
		rows = append(rows, ratio, g2, odds)
	}
	return rows
}

// Recompute computes the number of a row of table estimates again from its
// target, spec, dimension, group and item. The row's own value is not looked at; the
// answer has no run.
func Recompute(ctx context.Context, ds *store.Dataset, row store.EstimateRow) (store.EstimateRow, error) {
	rows, err := recomputed(ctx, ds, row)
	if err != nil {
		return store.EstimateRow{}, fmt.Errorf("recompute %s of %s: %w", row.Statistic, row.Spec, err)
	}
	for _, r := range rows {
		if r.Group == row.Group && r.Item == row.Item && r.Statistic == row.Statistic && r.Method == row.Method {
			return r, nil
		}
	}
	return store.EstimateRow{}, fmt.Errorf("recompute %s of %s: no such number for %s %q, %q in this dataset", row.Statistic, row.Spec, row.By, row.Group, row.Item)
}

func recomputed(ctx context.Context, ds *store.Dataset, row store.EstimateRow) ([]store.EstimateRow, error) {
	about := Selection{Target: row.TargetID}
	switch row.Question {
	case questionPrevalence:
		spec := PrevalenceSpec{Selection: about, By: []string{row.By}, Frames: []string{row.Item}}
		if err := parseSpec(row.Spec, &spec); err != nil {
			return nil, err
		}
		return rowsOf(Prevalence(ctx, ds, spec))
	case questionContrast:
		spec := ContrastSpec{Selection: about, Frames: []string{row.Item}}
		if err := parseSpec(row.Spec, &spec); err != nil {
			return nil, err
		}
		return rowsOf(Contrast(ctx, ds, spec))
	case questionCoverage:
		spec := CoverageSpec{Target: row.TargetID, By: []string{row.By}}
		if err := parseSpec(row.Spec, &spec); err != nil {
			return nil, err
		}
		return rowsOf(Coverage(ctx, ds, spec))
	case questionNaming:
		spec := NamingSpec{Selection: about, By: []string{row.By}}
		if err := parseSpec(row.Spec, &spec); err != nil {
			return nil, err
		}
		c, err := Load(ctx, ds)
		if err != nil {
			return nil, err
		}
		return rowsOf(c.Naming(ctx, ds, spec))
	case questionKeyness:
		spec := KeynessSpec{Selection: about, Only: []string{row.Item}}
		if err := parseSpec(row.Spec, &spec); err != nil {
			return nil, err
		}
		r, err := Keyness(ctx, ds, spec)
		if err != nil {
			return nil, err
		}
		return r.Rows(), nil
	}
	return nil, fmt.Errorf("unknown question %q", row.Question)
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
