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

// Columns that are read; texts are not.
type (
	documentBatch struct {
		Doc        []string      `col:"doc_id"`
		Source     store.Symbols `col:"source_id"`
		URL        []string      `col:"url"`
		Published  []time.Time   `col:"published_at"`
		Precision  store.Symbols `col:"published_precision"`
		Lang       store.Symbols `col:"lang"`
		Genre      store.Symbols `col:"genre"`
		Article    store.Symbols `col:"article_id"`
		Version    []int64       `col:"version"`
		Paywalled  []bool        `col:"paywalled"`
		Blocked    []bool        `col:"blocked"`
		Translated []bool        `col:"machine_translated"`
		Excluded   store.Symbols `col:"excluded"`
	}
	storyBatch struct {
		Doc   []string      `col:"doc_id"`
		Group store.Symbols `col:"group_id"`
	}
	mentionBatch struct {
		Doc    store.Symbols `col:"doc_id"`
		Entity store.Symbols `col:"entity_id"`
	}
	presenceBatch struct {
		Doc        store.Symbols `col:"doc_id"`
		Frame      store.Symbols `col:"frame"`
		Codebook   store.Symbols `col:"codebook"`
		Target     store.Symbols `col:"target_id"`
		Present    []bool        `col:"present"`
		NAuthor    []int64       `col:"n_author"`
		NQuoted    []int64       `col:"n_quoted"`
		InHeadline []bool        `col:"in_headline"`
	}
)

func (documentBatch) Table() string { return store.DocumentRow{}.Table() }
func (storyBatch) Table() string    { return store.SyndicationRow{}.Table() }
func (mentionBatch) Table() string  { return store.MentionRow{}.Table() }
func (presenceBatch) Table() string { return store.DocumentFrameRow{}.Table() }

// Load reads the facts of all documents of a dataset.
func Load(ctx context.Context, ds *store.Dataset) (*Corpus, error) {
	l := loader{Corpus: &Corpus{index: map[string]int32{}, blocsEver: map[string][]string{}, relevance: map[string][]uint8{}}, sets: map[string]int32{}}
	steps := []func(context.Context, *store.Dataset) error{l.sourceRows, l.documentRows, l.storyRows, l.mentionRows, l.targetRows, l.presenceRows, l.listedRows}
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
	members *memberships
	bySrc   map[string]int32
	lang    names
	genre   names
	sets    map[string]int32
}

func (l *loader) sourceRows(ctx context.Context, ds *store.Dataset) error {
	l.bySrc = map[string]int32{}
	for row, err := range store.Scan[store.SourceRow](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load sources: %w", err)
		}
		s := source{id: row.SourceID, name: cmp.Or(row.Name, row.SourceID), country: cmp.Or(row.Country, "ZZ"),
			owner: cmp.Or(row.OwnerType, "unknown"), demo: row.Demo, blocs: row.Bloc, parent: row.Parent}
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

type foundDoc struct {
	doc
	Version
}

func (l *loader) documentRows(ctx context.Context, ds *store.Dataset) error {
	var found []foundDoc
	for b, err := range store.ScanColumns[documentBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load documents: %w", err)
		}
		for i := range b.Doc {
			d := l.document(b, i)
			found = append(found, foundDoc{d, VersionOf(d.id, b.Article.At(i), b.Source.At(i), b.URL[i], b.Version[i])})
		}
	}
	slices.SortFunc(found, func(a, b foundDoc) int { return cmp.Compare(a.id, b.id) })
	last := newest{}
	for i := range found {
		last.add(found[i].Version)
	}
	l.docs, l.stories = make([]doc, 0, len(found)), make([]string, 0, len(found))
	for i := range found {
		d := &found[i]
		if !last.has(d.Version) {
			d.flags |= flagSuperseded
		}
		d.at, d.story = int32(i), int32(i) // its own story, until the syndication table says more
		l.index[d.id] = int32(i)
		l.docs, l.stories = append(l.docs, d.doc), append(l.stories, d.id)
	}
	l.langs, l.genres = l.lang.list, l.genre.list
	for _, s := range l.sources {
		l.blocsEver[s.country] = l.members.ever[s.country]
		if s.parent != "" {
			l.blocsEver[s.parent] = l.members.ever[s.parent]
		}
	}
	return nil
}

func (l *loader) document(b *documentBatch, i int) doc {
	source := b.Source.At(i)
	src, ok := l.bySrc[source]
	if !ok {
		src = l.addSource(bareSource(source))
	}
	d := doc{id: strings.Clone(b.Doc[i]), source: src, lang: l.lang.of(cmp.Or(b.Lang.At(i), "und")), genre: l.genre.of(cmp.Or(b.Genre.At(i), GroupUnknown)), day: noDay, parentBlocs: noBlocs}
	if at := b.Published[i]; !at.IsZero() {
		d.day = int32(at.Truncate(24*time.Hour).Unix() / secondsPerDay)
		switch b.Precision.At(i) {
		case "year":
			d.level = levelYear
		case "month":
			d.level = levelMonth
		default:
			d.level = levelDay
		}
	}
	d.flags = flagsOf(b.Excluded.At(i) != "", b.Blocked[i], b.Paywalled[i])
	if b.Translated[i] {
		d.flags |= flagMachine
	}
	s := &l.sources[src]
	d.blocs = l.blocSet(l.members.on(s.country, d.date(), s.blocs))
	if s.parent != "" {
		d.parentBlocs = l.blocSet(l.members.on(s.parent, d.date(), nil))
	}
	return d
}

// bareSource stands for an outlet that the sources table does not have.
func bareSource(id string) source {
	return source{id: id, name: id, country: "ZZ", owner: "unknown"}
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
	for b, err := range store.ScanColumns[storyBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load syndication: %w", err)
		}
		for i, id := range b.Doc {
			if d, ok := l.index[id]; ok && b.Group.At(i) != "" {
				l.docs[d].story = story.of(b.Group.At(i))
			}
		}
	}
	l.stories = story.list
	return nil
}

func (l *loader) mentionRows(ctx context.Context, ds *store.Dataset) error {
	docs := documentCodes{c: l.Corpus}
	for b, err := range store.ScanColumns[mentionBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load mentions: %w", err)
		}
		docs.extend(b.Doc.Values)
		for i, code := range b.Doc.Codes {
			at, known := docs.at(code)
			if !known || b.Entity.At(i) == "" {
				continue
			}
			d, e := &l.docs[at], l.entities.of(b.Entity.At(i))
			if at, has := slices.BinarySearch(d.entities, e); !has {
				d.entities = slices.Insert(d.entities, at, e)
			}
		}
	}
	return nil
}

func (l *loader) presenceRows(ctx context.Context, ds *store.Dataset) error {
	type key struct { // codes
		codebook, frame int32
		target          string
	}
	facts := map[key][]frameFact{}
	var codebooks, frames []string
	docs := documentCodes{c: l.Corpus}
	for b, err := range store.ScanColumns[presenceBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load document_frames: %w", err)
		}
		docs.extend(b.Doc.Values)
		codebooks, frames = b.Codebook.Values, b.Frame.Values
		for i, code := range b.Doc.Codes {
			d, known := docs.at(code)
			if !known {
				continue
			}
			k := key{b.Codebook.Codes[i], b.Frame.Codes[i], ""}
			if len(l.targets) > 1 { // else all rows are about the one that there is
				k.target = b.Target.At(i)
			}
			if facts[k] == nil {
				facts[k] = make([]frameFact, len(l.docs))
			}
			facts[k][d] = b.fact(i)
		}
	}
	keys := slices.SortedFunc(maps.Keys(facts), func(a, b key) int {
		return cmp.Or(cmp.Compare(codebooks[a.codebook], codebooks[b.codebook]), cmp.Compare(a.target, b.target), cmp.Compare(frames[a.frame], frames[b.frame]))
	})
	for _, k := range keys {
		name := codebooks[k.codebook]
		if n := len(l.codebooks); n == 0 || l.codebooks[n-1].name != name || l.codebooks[n-1].target != k.target {
			l.codebooks = append(l.codebooks, codebook{name: name, target: k.target})
		}
		cb := &l.codebooks[len(l.codebooks)-1]
		cb.frames = append(cb.frames, frames[k.frame])
		cb.facts = append(cb.facts, facts[k])
	}
	return nil
}

func (b *presenceBatch) fact(i int) frameFact {
	f := factCoded
	if b.Present[i] {
		f |= factPresent
	}
	if b.NAuthor[i] > 0 {
		f |= factAuthor
	}
	if b.NQuoted[i] > 0 {
		f |= factQuoted
	}
	if b.InHeadline[i] {
		f |= factHeadline
	}
	return f
}
