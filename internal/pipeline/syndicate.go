package pipeline

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"framewatch/internal/provenance"
	"framewatch/internal/streams"
	"framewatch/nlp/translated"
	"framewatch/store"
)

// linkColumns is table story_links.
type linkColumns struct {
	Doc   store.Symbols `col:"doc_id"`
	Other store.Symbols `col:"other_id"`
	Kind  store.Symbols `col:"kind"`
	Score []float64     `col:"score"`
}

// Table names the table that ScanColumns reads.
func (linkColumns) Table() string { return store.StoryLinkRow{}.Table() }

// keepSyndication puts documents into groups by the links of all windows, and
// replaces the months in which anything may have changed: those of the groups
// that have a document in a window that was made anew.
func (s *stories) keepSyndication(ctx context.Context, now *store.Dataset) error {
	facts, err := s.readFacts(ctx, now)
	if err != nil {
		return err
	}
	g := newStoryGroups(facts)
	if err := g.readLinks(ctx, now); err != nil {
		return err
	}
	g.joinTranslations()
	table := store.SyndicationRow{}.Table()
	there := monthsOf(now, table)
	anew := len(there) == 0 || there[0] == "" || s.anew || len(s.touched) == 0 // never made, made before it had months, or by other rules
	months := g.stale(func(f *storyFacts) bool { return anew || s.touched[f.month] || s.unlinked[f.id()] })
	groups := g.groups(months)
	if err := g.readAddresses(ctx, now, groups); err != nil {
		return err
	}
	rows := g.rows(groups, months, string(s.r.id))
	present := map[string]bool{}
	for _, f := range facts {
		present[f.month] = true
	}
	for _, month := range there {
		if !present[month] {
			s.r.batch.ReplaceMonth(table, month)
		}
	}
	for _, month := range slices.Sorted(maps.Keys(rows)) {
		bare := func(row *store.SyndicationRow) { row.RunID, row.Month = "", "" }
		if _, err := replaceMonth(ctx, s.r.batch, now, month, rows[month], bare); err != nil {
			return err
		}
	}
	return nil
}

// replaceMonth replaces the rows of a month where they differ in more than what
// strip takes away: a file that stays is one that later stages know. It returns
// the rows that were there.
func replaceMonth[T store.Row](ctx context.Context, batch *store.Batch, now *store.Dataset, month string, rows []T, strip func(*T)) (before []T, err error) {
	var zero T
	for row, err := range store.Scan[T](ctx, now.Only(filesOf(now, zero.Table(), month)...)) {
		if err != nil {
			return nil, err
		}
		before = append(before, row)
	}
	digest := func(rows []T) []string {
		out := make([]string, len(rows))
		for i, row := range rows {
			strip(&row)
			out[i] = streams.KeyOf(row)
		}
		slices.Sort(out)
		return out
	}
	if slices.Equal(digest(before), digest(rows)) {
		return before, nil
	}
	batch.ReplaceMonth(zero.Table(), month)
	return before, store.Append(batch, rows...)
}

// storyGroups is the documents of the whole dataset on their way into groups. A
// document is its place.
type storyGroups struct {
	facts       []storyFacts // sorted by ID
	similarity  []float64
	copies      unions // documents with one text, in one language
	stories     unions // those and their translations
	candidates  map[[2]int]float64
	apart       [][2]int        // an editor's
	translation map[int]float64 // best score of the copies whose first document this is
}

func newStoryGroups(facts []storyFacts) *storyGroups {
	return &storyGroups{facts: facts, similarity: make([]float64, len(facts)), copies: newUnions(len(facts)), stories: newUnions(len(facts)),
		candidates: map[[2]int]float64{}, translation: map[int]float64{}}
}

// readLinks unites copies and notes what may be translations.
func (g *storyGroups) readLinks(ctx context.Context, now *store.Dataset) error {
	place := make(map[string]int, len(g.facts))
	for i, f := range g.facts {
		place[f.id()] = i
	}
	var copies []storyLink
	var same, apart [][2]int
	for b, err := range store.ScanColumns[linkColumns](ctx, now) {
		if err != nil {
			return err
		}
		for i, score := range b.Score {
			x, known := place[b.Doc.At(i)]
			y, too := place[b.Other.At(i)]
			if !known || !too {
				continue
			}
			switch b.Kind.At(i) {
			case kindTranslation:
				g.candidates[[2]int{x, y}] = max(score, g.candidates[[2]int{x, y}])
			case kindCopy:
				copies = append(copies, storyLink{x, y, score})
			case kindSame:
				same = append(same, [2]int{x, y})
			case kindNotSame:
				apart = append(apart, [2]int{x, y})
			}
		}
	}
	g.bind(same, apart)
	g.joinCopies(copies)
	return nil
}

// joinTranslations unites copies that tell the same story in different
// languages.
func (g *storyGroups) joinTranslations() {
	best := map[[2]int]float64{}
	for c, score := range g.candidates {
		x, y := g.copies.first(c[0]), g.copies.first(c[1])
		if x != y && !g.forbidden(g.stories, x, y) {
			pair := [2]int{min(x, y), max(x, y)}
			best[pair] = max(score, best[pair])
		}
	}
	place := map[string]int{}
	var pairs []translated.Pair
	for c, score := range best {
		a, b := g.facts[c[0]].id(), g.facts[c[1]].id()
		place[a], place[b] = c[0], c[1]
		pairs = append(pairs, translated.Pair{A: a, B: b, Score: score})
	}
	slices.SortFunc(pairs, func(p, q translated.Pair) int {
		return cmp.Or(cmp.Compare(q.Score, p.Score), cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B))
	})
	for _, p := range translated.Mutual(pairs, func(id string) string { return g.facts[place[id]].lang }) {
		x, y := place[p.A], place[p.B]
		if g.unite(g.stories, x, y) {
			g.translation[x], g.translation[y] = max(p.Score, g.translation[x]), max(p.Score, g.translation[y])
		}
	}
}

// stale lists the months in which rows may differ from those of the run before,
// given the documents that have a part in what has changed: the months of their
// groups, and of those with which they compete for translations.
func (g *storyGroups) stale(changed func(*storyFacts) bool) map[string]bool {
	groups := make([]bool, len(g.facts)) // by first document
	for i := range g.facts {
		if changed(&g.facts[i]) {
			groups[g.stories.first(i)] = true
		}
	}
	rivals := slices.Clone(groups)
	for c := range g.candidates {
		x, y := g.stories.first(c[0]), g.stories.first(c[1])
		rivals[x], rivals[y] = rivals[x] || groups[y], rivals[y] || groups[x]
	}
	months := map[string]bool{}
	for i, f := range g.facts {
		if rivals[g.stories.first(i)] {
			months[f.month] = true
		}
	}
	return months
}

// groups are those with a document in the given months, in the order of IDs.
func (g *storyGroups) groups(months map[string]bool) [][]int {
	members := make([][]int, len(g.facts)) // by first document
	for i := range g.facts {
		first := g.stories.first(i)
		members[first] = append(members[first], i)
	}
	return slices.DeleteFunc(members, func(group []int) bool {
		return !slices.ContainsFunc(group, func(i int) bool { return months[g.facts[i].month] })
	})
}

// rows are those of the given months, in the order of groups.
func (g *storyGroups) rows(groups [][]int, months map[string]bool, run string) map[string][]store.SyndicationRow {
	rows := map[string][]store.SyndicationRow{}
	for _, group := range groups {
		for _, row := range g.groupRows(group, run) {
			if months[row.Month] {
				rows[row.Month] = append(rows[row.Month], row)
			}
		}
	}
	return rows
}

// groupRows lists the documents of one group, which is sorted.
func (g *storyGroups) groupRows(group []int, run string) []store.SyndicationRow {
	copies := make([]provenance.Copy, len(group))
	var first time.Time
	for k, i := range group {
		copies[k] = g.facts[i].Copy
		if at := copies[k].Published; at.Known() && (first.IsZero() || at.Time.Before(first)) {
			first = at.Time
		}
	}
	v := provenance.Of(copies)
	out := make([]store.SyndicationRow, 0, len(group))
	for k, i := range group {
		row := store.SyndicationRow{GroupID: g.facts[group[0]].id(), DocID: g.facts[i].id(), CopyID: g.facts[g.copies.first(i)].id(), IsOrigin: k == v.Origin,
			OriginFrom: string(v.From), OriginUnknown: string(v.Gap), Similarity: g.similarity[i], FirstSeen: first.UTC(), WireCredit: v.Credit,
			GroupSize: int64(len(group)), Weight: 1 / float64(len(group)), RunID: run, Month: g.facts[i].month}
		if v.Origin >= 0 {
			if seconds, precision, ok := provenance.Lag(copies[v.Origin], copies[k]); ok {
				row.LagSeconds, row.LagPrecision = &seconds, precision
			}
		}
		if score, ok := g.translation[g.copies.first(i)]; ok {
			row.TranslationScore = &score
		}
		out = append(out, row)
	}
	return out
}

// unions are sets of small numbers that grow together, each named by its least.
type unions []int

func newUnions(n int) unions {
	u := make(unions, n)
	for i := range u {
		u[i] = i
	}
	return u
}

// first is the least of i's set.
func (u unions) first(i int) int {
	for u[i] != i {
		u[i] = u[u[i]]
		i = u[i]
	}
	return i
}

func (u unions) unite(a, b int) {
	a, b = u.first(a), u.first(b)
	u[max(a, b)] = min(a, b)
}
