package pipeline

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/provenance"
	"framewatch/store"
)

// storyFacts is what tells an origin from its copies, and where it lies.
type storyFacts struct {
	provenance.Copy
	month, lang string
}

func (f *storyFacts) id() string { return string(f.Doc) }

// factColumns is the same as columns.
type factColumns struct {
	DocID       []string      `col:"doc_id"`
	Source      store.Symbols `col:"source_id"`
	ArticleID   []string      `col:"article_id,null"`
	Version     []int64       `col:"version"`
	PublishedAt []time.Time   `col:"published_at,null"`
	Offset      store.Symbols `col:"published_offset"`
	Precision   store.Symbols `col:"published_precision"`
	Lang        store.Symbols `col:"lang"`
	WireCredit  store.Symbols `col:"wire_credit"`
	OriginalURL store.Symbols `col:"original_url"`
	Excluded    store.Symbols `col:"excluded"`
}

// Table names the table that ScanColumns reads.
func (factColumns) Table() string { return store.DocumentRow{}.Table() }

func (b *factColumns) published(i int) corpus.Date {
	return store.DocumentRow{PublishedAt: b.PublishedAt[i], PublishedOffset: b.Offset.At(i), PublishedPrecision: b.Precision.At(i)}.Document().Published
}

// readFacts reads all documents but those that are no articles, sorted by ID.
func (s *stories) readFacts(ctx context.Context, now *store.Dataset) ([]storyFacts, error) {
	outlets := map[string]*provenance.Outlet{}
	var out []storyFacts
	for _, f := range now.Files(store.DocumentRow{}.Table()) {
		for b, err := range store.ScanColumns[factColumns](ctx, now.Only(f)) {
			if err != nil {
				return nil, err
			}
			for i, id := range b.DocID {
				if b.Excluded.At(i) != "" {
					continue
				}
				source := b.Source.At(i)
				if outlets[source] == nil {
					outlets[source] = provenance.NewOutlet(cmp.Or(s.r.sources[corpus.SourceID(source)], &corpus.Source{ID: corpus.SourceID(source)}))
				}
				out = append(out, storyFacts{month: f.Month(), lang: b.Lang.At(i), Copy: provenance.Copy{Doc: corpus.DocID(strings.Clone(id)), Article: strings.Clone(b.ArticleID[i]),
					Version: int(b.Version[i]), Outlet: outlets[source], Published: b.published(i), Credit: b.WireCredit.At(i), OriginalURL: b.OriginalURL.At(i)}})
			}
		}
	}
	slices.SortFunc(out, func(a, b storyFacts) int { return cmp.Compare(a.Doc, b.Doc) })
	return out, nil
}

// addressColumns are under which addresses a document is known.
type addressColumns struct {
	DocID        []string `col:"doc_id"`
	URL          []string `col:"url"`
	FinalURL     []string `col:"final_url,null"`
	CanonicalURL []string `col:"canonical_url,null"`
}

// Table names the table that ScanColumns reads.
func (addressColumns) Table() string { return store.DocumentRow{}.Table() }

// readAddresses reads them for the groups of which a member says where it first
// stood, and for no others.
func (g *storyGroups) readAddresses(ctx context.Context, now *store.Dataset, groups [][]int) error {
	wanted, months := map[string]int{}, map[string]bool{}
	for _, group := range groups {
		if len(group) < 2 || !slices.ContainsFunc(group, func(i int) bool { return g.facts[i].OriginalURL != "" }) {
			continue
		}
		for _, i := range group {
			wanted[g.facts[i].id()], months[g.facts[i].month] = i, true
		}
	}
	files := slices.DeleteFunc(now.Files(store.DocumentRow{}.Table()), func(f store.File) bool { return !months[f.Month()] })
	for b, err := range store.ScanColumns[addressColumns](ctx, now.Only(files...)) {
		if err != nil {
			return err
		}
		for k, id := range b.DocID {
			i, ok := wanted[id]
			if !ok {
				continue
			}
			for _, u := range []string{b.URL[k], b.FinalURL[k], b.CanonicalURL[k]} {
				if u != "" {
					g.facts[i].URLs = append(g.facts[i].URLs, strings.Clone(u))
				}
			}
		}
	}
	return nil
}

// originRules is the version of the rules by which origins and lags are told.
const originRules = 1

// originStage only notes that origins are told by other rules or names than those
// of the last run, so that those of all groups have to be looked at: no new
// document shows it.
func (s *stories) originStage() stage {
	return stage{name: "syndication rules", version: originRules, settings: s.originSettings,
		do: func(context.Context, *store.Dataset) error { s.anew = true; return nil }}
}

// originSettings are by which names outlets are credited.
func (s *stories) originSettings(*config.Loaded) any {
	var out [][]string
	for _, id := range slices.Sorted(maps.Keys(s.r.sources)) {
		o := s.r.sources[id]
		out = append(out, append([]string{string(o.ID), o.Name, o.Country, o.Domain}, o.Domains...))
	}
	return out
}
