package compare

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"framewatch/store"
)

// Projections: only these columns are read.
type (
	documentFacts struct {
		DocID              string    `col:"doc_id"`
		SourceID           string    `col:"source_id"`
		URL                string    `col:"url"`
		PublishedAt        time.Time `col:"published_at"`
		PublishedPrecision string    `col:"published_precision"`
		Lang               string    `col:"lang"`
		Version            int64     `col:"version"`
		Paywalled          bool      `col:"paywalled"`
		Blocked            bool      `col:"blocked"`
		MachineTranslated  bool      `col:"machine_translated"`
	}
	storyFacts struct {
		DocID   string `col:"doc_id"`
		GroupID string `col:"group_id"`
	}
	mentionFacts struct {
		DocID    string `col:"doc_id"`
		EntityID string `col:"entity_id"`
	}
	presenceFacts struct {
		DocID      string `col:"doc_id"`
		Frame      string `col:"frame"`
		Codebook   string `col:"codebook"`
		Present    bool   `col:"present"`
		NAuthor    int64  `col:"n_author"`
		NQuoted    int64  `col:"n_quoted"`
		InHeadline bool   `col:"in_headline"`
	}
)

func (documentFacts) Table() string { return store.DocumentRow{}.Table() }
func (storyFacts) Table() string    { return store.SyndicationRow{}.Table() }
func (mentionFacts) Table() string  { return store.MentionRow{}.Table() }
func (presenceFacts) Table() string { return store.DocumentFrameRow{}.Table() }

// Load reads the facts of all documents of a dataset.
func Load(ctx context.Context, ds *store.Dataset) (*Corpus, error) {
	l := loader{Corpus: &Corpus{index: map[string]int32{}, blocsEver: map[string][]string{}}, sets: map[string]int32{}}
	steps := []func(context.Context, *store.Dataset) error{l.sourceRows, l.documentRows, l.storyRows, l.mentionRows, l.presenceRows}
	var err error
	if l.members, err = readMemberships(ctx, ds); err != nil {
		return nil, err
	}
	for _, step := range steps {
		if err := step(ctx, ds); err != nil {
			return nil, err
		}
	}
	return l.Corpus, nil
}

// loader fills a corpus; its own fields are needed only meanwhile.
type loader struct {
	*Corpus
	members memberships
	bySrc   map[string]int32
	lang    names
	sets    map[string]int32
}

func (l *loader) sourceRows(ctx context.Context, ds *store.Dataset) error {
	l.bySrc = map[string]int32{}
	for row, err := range store.Scan[store.SourceRow](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load sources: %w", err)
		}
		s := source{id: row.SourceID, name: cmp.Or(row.Name, row.SourceID), country: cmp.Or(row.Country, "ZZ"),
			owner: cmp.Or(row.OwnerType, "unknown"), demo: row.Demo, blocs: row.Bloc}
		if i, ok := l.bySrc[s.id]; ok {
			l.sources[i] = s // a later description of the same outlet
			continue
		}
		l.addSource(s)
	}
	return nil
}

func (l *loader) addSource(s source) int32 {
	i := int32(len(l.sources))
	l.sources = append(l.sources, s)
	l.bySrc[s.id] = i
	return i
}

func (l *loader) documentRows(ctx context.Context, ds *store.Dataset) error {
	type latest struct {
		version int64
		id      string
	}
	newest := map[string]latest{}
	article := map[string]string{}
	found := map[string]doc{}
	for row, err := range store.Scan[documentFacts](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load documents: %w", err)
		}
		found[row.DocID] = l.document(row)
		key := row.SourceID + "\n" + row.URL
		article[row.DocID] = key
		if old, ok := newest[key]; !ok || row.Version > old.version || row.Version == old.version && row.DocID > old.id {
			newest[key] = latest{row.Version, row.DocID}
		}
	}
	for i, id := range slices.Sorted(maps.Keys(found)) {
		d := found[id]
		if newest[article[id]].id != id {
			d.flags |= flagSuperseded
		}
		d.story = int32(i) // its own story, until the syndication table says more
		l.index[id] = int32(i)
		l.docs = append(l.docs, d)
		l.stories = append(l.stories, id)
	}
	l.langs = l.lang.list
	for _, s := range l.sources {
		l.blocsEver[s.country] = l.members.ever(s.country)
	}
	return nil
}

func (l *loader) document(row documentFacts) doc {
	src, ok := l.bySrc[row.SourceID]
	if !ok {
		src = l.addSource(source{id: row.SourceID, name: row.SourceID, country: "ZZ", owner: "unknown"})
	}
	d := doc{id: row.DocID, source: src, lang: l.lang.of(cmp.Or(row.Lang, "und")), day: noDay}
	if !row.PublishedAt.IsZero() {
		d.day = int32(row.PublishedAt.Truncate(24*time.Hour).Unix() / secondsPerDay)
		switch row.PublishedPrecision {
		case "year":
			d.level = levelYear
		case "month":
			d.level = levelMonth
		default:
			d.level = levelDay
		}
	}
	for flag, set := range map[flags]bool{flagPaywalled: row.Paywalled, flagBlocked: row.Blocked, flagMachine: row.MachineTranslated} {
		if set {
			d.flags |= flag
		}
	}
	s := &l.sources[src]
	d.blocs = l.blocSet(l.members.on(s.country, d.date(), s.blocs))
	return d
}

// blocSet numbers a sorted set of blocs, so that documents share it.
func (l *loader) blocSet(blocs []string) int32 {
	key := strings.Join(blocs, "\n")
	i, ok := l.sets[key]
	if !ok {
		i = int32(len(l.blocSets))
		l.sets[key] = i
		l.blocSets = append(l.blocSets, blocs)
	}
	return i
}

func (l *loader) storyRows(ctx context.Context, ds *store.Dataset) error {
	story := names{list: l.stories, number: map[string]int32{}}
	for i, id := range l.stories {
		story.number[id] = int32(i)
	}
	for row, err := range store.Scan[storyFacts](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load syndication: %w", err)
		}
		if i, ok := l.index[row.DocID]; ok && row.GroupID != "" {
			l.docs[i].story = story.of(row.GroupID)
		}
	}
	l.stories = story.list
	return nil
}

func (l *loader) mentionRows(ctx context.Context, ds *store.Dataset) error {
	for row, err := range store.Scan[mentionFacts](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load mentions: %w", err)
		}
		i, ok := l.index[row.DocID]
		if !ok || row.EntityID == "" {
			continue
		}
		d, e := &l.docs[i], l.entities.of(row.EntityID)
		if at, has := slices.BinarySearch(d.entities, e); !has {
			d.entities = slices.Insert(d.entities, at, e)
		}
	}
	return nil
}

func (l *loader) presenceRows(ctx context.Context, ds *store.Dataset) error {
	type key struct{ codebook, frame string }
	facts := map[key][]frameFact{}
	for row, err := range store.Scan[presenceFacts](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load document_frames: %w", err)
		}
		i, ok := l.index[row.DocID]
		if !ok {
			continue
		}
		k := key{row.Codebook, row.Frame}
		if facts[k] == nil {
			facts[k] = make([]frameFact, len(l.docs))
		}
		facts[k][i] = row.fact()
	}
	keys := slices.SortedFunc(maps.Keys(facts), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.codebook, b.codebook), cmp.Compare(a.frame, b.frame))
	})
	for _, k := range keys {
		if n := len(l.codebooks); n == 0 || l.codebooks[n-1].name != k.codebook {
			l.codebooks = append(l.codebooks, codebook{name: k.codebook})
		}
		cb := &l.codebooks[len(l.codebooks)-1]
		cb.frames = append(cb.frames, k.frame)
		cb.facts = append(cb.facts, facts[k])
	}
	return nil
}

func (r presenceFacts) fact() frameFact {
	f := factCoded
	for bit, set := range map[frameFact]bool{factPresent: r.Present, factAuthor: r.NAuthor > 0, factQuoted: r.NQuoted > 0, factHeadline: r.InHeadline} {
		if set {
			f |= bit
		}
	}
	return f
}
