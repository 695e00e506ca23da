package compare

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"framewatch/compare/stats"
	"framewatch/store"
)

// Attention is how much of what outlets wrote names the target: a share of their
// output as far as it was read, not of documents on the target. Paywall teasers
// are left out, since what stands behind them is not known, and so are documents
// that could not be annotated.
type Attention struct {
	Documents, Target int // read in full and annotated; those of them that name the target
	Outlets           int // among Documents
	// Pooled is Target / Documents: the outlet with the most articles says most.
	Pooled stats.Clustered
	// ByOutlet is the mean of the outlets' shares, each outlet counted once.
	ByOutlet stats.Clustered
	// Listed is the share where each document stands for as many as its outlet
	// has listed for one that was fetched: outlets of which much was not read
	// count as if all had been. nil where the lists of an outlet are not known.
	Listed *float64
}

// attentionConfidence is the level of the intervals, which are over outlets: they
// are what a list of sources is a sample of.
const attentionConfidence = 0.95

// Statistics of attention, and how their values and intervals are made.
const (
	statAttention         = "attention_share"
	statAttentionByOutlet = "attention_share_by_outlet"
	statAttentionListed   = "attention_share_listed"
	methodListed          = "weighted_by_listed"
)

// attentionFacts is what attention needs beside the documents.
type attentionFacts struct {
	listed map[int32]float64 // items listed for one that was fetched, by source
}

type listedBatch struct {
	Source  store.Symbols `col:"source_id"`
	Target  store.Symbols `col:"target_id"`
	Listed  []*int64      `col:"n_listed"`
	Fetched []*int64      `col:"n_fetched"`
}

func (listedBatch) Table() string { return store.OutletMonthRow{}.Table() }

// listedRows reads how much of what outlets listed was fetched.
func (l *loader) listedRows(ctx context.Context, ds *store.Dataset) error {
	listed, fetched := map[string]int64{}, map[string]int64{}
	first := map[string]string{} // target whose rows are read: those of others repeat them
	for b, err := range store.ScanColumns[listedBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load outlet_months: %w", err)
		}
		for i := range b.Listed {
			source, target := b.Source.At(i), b.Target.At(i)
			if _, met := first[source]; !met {
				first[source] = target
			}
			if b.Listed[i] != nil && b.Fetched[i] != nil && first[source] == target {
				listed[source] += *b.Listed[i]
				fetched[source] += *b.Fetched[i]
			}
		}
	}
	l.attention.listed = map[int32]float64{}
	for source, n := range fetched {
		if s, ok := l.bySrc[source]; ok && n > 0 {
			l.attention.listed[s] = float64(listed[source]) / float64(n)
		}
	}
	return nil
}

// attentionOf counts the documents of a group; nil where there are none, or no
// target is asked about.
func (c *Corpus) attentionOf(spec CoverageSpec, targets, docs []int32) *Attention {
	annotated := c.relevance[spec.Target] // empty in datasets that do not say
	parts := map[int32]stats.Part{}       // by source, which stands for the story too: a copy that an outlet prints is its output
	a := &Attention{}
	for _, i := range docs {
		d := &c.docs[i]
		if d.flags&(flagExcluded|flagBlocked|flagSuperseded|flagPaywalled) != 0 || len(annotated) > 0 && annotated[i] == 0 {
			continue
		}
		p := parts[d.source]
		p.Story, p.Outlet, p.N = d.source, d.source, p.N+1
		if d.mentions(targets) {
			p.K++
			a.Target++
		}
		parts[d.source] = p
		a.Documents++
	}
	if len(spec.Targets) == 0 || a.Documents == 0 {
		return nil
	}
	order := slices.SortedFunc(maps.Keys(parts), func(x, y int32) int { return cmp.Compare(c.sources[x].id, c.sources[y].id) })
	all := make([]stats.Part, len(order))
	k, n, known := 0.0, 0.0, true
	for i, s := range order {
		all[i] = parts[s]
		w, ok := c.attention.listed[s]
		known = known && ok
		k, n = k+w*float64(all[i].K), n+w*float64(all[i].N)
	}
	a.Outlets = len(order)
	a.Pooled, a.ByOutlet = stats.Shares(all, stats.ByOutlet, attentionConfidence)
	if known {
		share := k / n // a fetched item is a listed one, so weights are 1 or more
		a.Listed = &share
	}
	return a
}

// rows fills base with each share: one outlet has no interval over outlets.
func (a *Attention) rows(base store.EstimateRow) []store.EstimateRow {
	if a == nil {
		return nil
	}
	base.N, base.NPositive = int64(a.Documents), int64(a.Target)
	base.NOutlets = pointer(int64(a.Outlets))
	clustered := func(statistic string, m stats.Clustered) store.EstimateRow {
		row := measure(m, methodOutlet).in(base, statistic)
		if !m.OK {
			row.Note = "one outlet: there is no interval over outlets"
		}
		return row
	}
	rows := []store.EstimateRow{clustered(statAttention, a.Pooled), clustered(statAttentionByOutlet, a.ByOutlet)}
	if a.Listed != nil {
		row := base
		row.Statistic, row.Value, row.Method = statAttentionListed, stats.Rounded(*a.Listed), methodListed
		rows = append(rows, row)
	}
	return rows
}
