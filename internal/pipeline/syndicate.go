package pipeline

import (
	"cmp"
	"context"
	"slices"
	"time"

	"framewatch/internal/order"
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

// copyText is what tells copies.
type copyText struct {
	DocID       string    `col:"doc_id"`
	PublishedAt time.Time `col:"published_at,null"`
	WireCredit  string    `col:"wire_credit,null"`
	OriginalURL string    `col:"original_url,null"`
	Text        string    `col:"text"`
}

func (copyText) Table() string { return store.DocumentRow{}.Table() }

func (s *syndication) add(d copyText) {
	s.index.Add(d.DocID, d.Text)
	s.facts[d.DocID] = copyFacts{published: d.PublishedAt, credit: d.WireCredit, original: d.OriginalURL}
}

// copies are the documents with one text, in one language.
type copies struct {
	ids         []string // sorted
	similarity  map[string]float64
	translation *float64 // score of the best link to another language
	into        *copies  // union with others; nil for the head
}

func (c *copies) head() *copies {
	for c.into != nil {
		c = c.into
	}
	return c
}

// groups are the copies of each text, by the smallest ID.
func (s *syndication) groups() []*copies {
	var out []*copies
	for _, c := range s.index.Clusters() {
		g := &copies{similarity: map[string]float64{}}
		for _, m := range c.Members {
			g.ids = append(g.ids, m.ID)
			g.similarity[m.ID] = m.Similarity
		}
		slices.Sort(g.ids)
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b *copies) int { return cmp.Compare(a.ids[0], b.ids[0]) })
	return out
}

// keepSyndication groups copies and translations over all documents.
func (r *run) keepSyndication(ctx context.Context, now *store.Dataset) error {
	texts := newSyndication(r.p.cfg.Dedupe)
	for d, err := range store.Scan[copyText](ctx, now) {
		if err != nil {
			return err
		}
		texts.add(d)
	}
	groups := texts.groups()
	if err := r.joinTranslations(ctx, now, texts, groups); err != nil {
		return err
	}
	members := map[*copies][]*copies{}
	for _, g := range groups {
		members[g.head()] = append(members[g.head()], g)
	}
	var rows []store.SyndicationRow
	for _, g := range groups {
		if g.into == nil {
			rows = append(rows, texts.rows(members[g], string(r.id))...)
		}
	}
	slices.SortFunc(rows, func(a, b store.SyndicationRow) int {
		return cmp.Or(cmp.Compare(a.GroupID, b.GroupID), cmp.Compare(a.DocID, b.DocID))
	})
	return store.Append(r.batch, rows...)
}

// rows lists the documents of one group.
func (s *syndication) rows(parts []*copies, run string) []store.SyndicationRow {
	var ids []string
	for _, c := range parts {
		ids = append(ids, c.ids...)
	}
	slices.Sort(ids)
	origin, first, credit := s.origin(ids)
	var out []store.SyndicationRow
	for _, c := range parts {
		for _, id := range c.ids {
			out = append(out, store.SyndicationRow{GroupID: ids[0], DocID: id, CopyID: c.ids[0], IsOrigin: id == origin, Similarity: c.similarity[id],
				FirstSeen: first, WireCredit: credit, GroupSize: int64(len(ids)), Weight: 1 / float64(len(ids)), TranslationScore: c.translation, RunID: run})
		}
	}
	return out
}

// origin guesses which of the copies was first: one that credits nobody and
// points nowhere else comes before one that does, then the earlier date, then
// the ID, so that the guess is stable.
func (s *syndication) origin(ids []string) (origin string, first time.Time, credit string) {
	rank := slices.Clone(ids)
	slices.SortFunc(rank, func(a, b string) int {
		fa, fb := s.facts[a], s.facts[b]
		return cmp.Or(order.FalseFirst(fa.borrowed(), fb.borrowed()), compareTimes(fa.published, fb.published), cmp.Compare(a, b))
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

// compareTimes puts an unknown time last.
func compareTimes(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		return order.FalseFirst(a.IsZero(), b.IsZero())
	}
	return a.Compare(b)
}
