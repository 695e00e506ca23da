package pipeline

import (
	"cmp"
	"slices"
	"time"

	"framewatch/nlp/neardup"
	"framewatch/store"
)

// syndication groups documents that are copies of one another.
type syndication struct {
	index *neardup.Index
	facts map[string]copyFacts
}

// copyFacts is what tells an origin from its copies.
type copyFacts struct {
	published time.Time
	credit    string
	original  string // address that the page names as the first
}

func newSyndication(cfg neardup.Config) *syndication {
	return &syndication{index: neardup.New(cfg), facts: map[string]copyFacts{}}
}

func (s *syndication) add(d knownDocument) {
	s.index.Add(d.DocID, d.Text)
	s.facts[d.DocID] = copyFacts{published: d.PublishedAt, credit: d.WireCredit, original: d.OriginalURL}
}

// rows lists every document with its group, in the order of groups.
func (s *syndication) rows(run string) []store.SyndicationRow {
	var out []store.SyndicationRow
	for _, c := range s.index.Clusters() {
		ids := make([]string, len(c.Members))
		similarity := map[string]float64{}
		for i, m := range c.Members {
			ids[i] = m.ID
			similarity[m.ID] = m.Similarity
		}
		slices.Sort(ids)
		origin, first, credit := s.origin(ids)
		for _, id := range ids {
			out = append(out, store.SyndicationRow{GroupID: ids[0], DocID: id, IsOrigin: id == origin, Similarity: similarity[id],
				FirstSeen: first, WireCredit: credit, GroupSize: int64(len(ids)), Weight: 1 / float64(len(ids)), RunID: run})
		}
	}
	slices.SortStableFunc(out, func(a, b store.SyndicationRow) int {
		return cmp.Or(cmp.Compare(a.GroupID, b.GroupID), cmp.Compare(a.DocID, b.DocID))
	})
	return out
}

// origin guesses which of the copies was first: one that credits nobody and
// points nowhere else comes before one that does, then the earlier date, then
// the ID, so that the guess is stable.
func (s *syndication) origin(ids []string) (origin string, first time.Time, credit string) {
	rank := slices.Clone(ids)
	slices.SortFunc(rank, func(a, b string) int {
		fa, fb := s.facts[a], s.facts[b]
		return cmp.Or(compareBools(fa.borrowed(), fb.borrowed()), compareTimes(fa.published, fb.published), cmp.Compare(a, b))
	})
	for _, id := range ids {
		f := s.facts[id]
		if !f.published.IsZero() && (first.IsZero() || f.published.Before(first)) {
			first = f.published
		}
		if credit == "" {
			credit = f.credit
		}
	}
	return rank[0], first, credit
}

func (f copyFacts) borrowed() bool { return f.credit != "" || f.original != "" }

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// compareTimes puts an unknown time last.
func compareTimes(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		return compareBools(a.IsZero(), b.IsZero())
	}
	return a.Compare(b)
}
