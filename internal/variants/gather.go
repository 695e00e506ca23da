package variants

import (
	"cmp"
	"context"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/store"
)

// Spec says of which entities.
type Spec struct {
	Kinds    []string // of the gazetteers, such as body or person; empty: all
	Entities []string // IDs; empty: all of the kinds
}

// Register is what is known of the names of entities.
type Register struct {
	Dataset  string
	RunID    string
	Made     time.Time // end of that run
	Demo     bool      // outlets and texts are invented
	Entities []Entity  // by ID
}

// Entity is one person or body.
type Entity struct {
	ID, Name, Label, Kind, Country, PartOf, TargetID string
	SourceURL                                        string
	Gazetteer                                        string   // id@version
	Offices                                          []Office // that a person holds or held
	Forms                                            []Form   // by language, rank and text
}

// Office is an office that a person holds or held, as the gazetteer says.
type Office struct {
	ID       string
	From, To string // YYYY-MM-DD, empty when open
}

// Form is one way of writing an entity in one language, or a title that stands
// beside a person's name.
type Form struct {
	Text    string
	Lang    string // BCP 47; mul for a gazetteer's name of all languages
	Variant corpus.Variant
	Title   string // ID of the office where the form is a title
	Listed  bool   // the gazetteer has it, letter for letter
	Seen
}

// Seen is where a form was found.
type Seen struct {
	Articles, Mentions int
	Undated            int       // articles without a date, which the range leaves out
	First, Last        time.Time // day of publication of the first and the last article; zero without any
}

// Columns that are read.
type (
	mentionBatch struct {
		Doc      store.Symbols `col:"doc_id"`
		Sentence []string      `col:"sentence_id"`
		Surface  store.Symbols `col:"surface"`
		Entity   store.Symbols `col:"entity_id"`
		Variant  store.Symbols `col:"variant"`
		Start    []int64       `col:"start_char"`
		End      []int64       `col:"end_char"`
	}
	sentenceBatch struct {
		Sentence []string      `col:"sentence_id"`
		Lang     store.Symbols `col:"lang"`
	}
	documentBatch struct {
		Doc       store.Symbols `col:"doc_id"`
		Article   store.Symbols `col:"article_id"`
		Published []time.Time   `col:"published_at,null"`
	}
)

func (mentionBatch) Table() string  { return store.MentionRow{}.Table() }
func (sentenceBatch) Table() string { return store.SentenceRow{}.Table() }
func (documentBatch) Table() string { return store.DocumentRow{}.Table() }

// maxBetween are the code points that may stand between a title and a name: a space
// or a comma with one.
const maxBetween = 2

// mention is a place where an entity is named.
type mention struct {
	doc, surface, entity int32 // codes of the scan
	sentence             uint64
	variant              corpus.Variant
	title                int32 // entity of the office where surface is a title; -1 for names
}

// gatherer holds what has been read.
type gatherer struct {
	wanted         map[string]*Entity
	offices        map[string]bool
	seed           maphash.Seed
	mentions       []mention
	docs, surfaces []string
	entities       []string
	langs          map[uint64]string
	articles       map[string]article
	formOf         map[formKey]*tally
	ds             *store.Dataset
	wantsOf        []*Entity // by code of entity; nil where it is not wanted
	officeOf       []bool    // likewise
}

type article struct {
	id string
	at time.Time
}

type formKey struct {
	entity, text, lang, title string
}

// tally counts a form.
type tally struct {
	variant  corpus.Variant
	mentions int
	articles map[string]time.Time
}

// Gather reads the names of a dataset's entities. Of mentions it keeps some 40 bytes
// each in memory.
func Gather(ctx context.Context, ds *store.Dataset, spec Spec) (*Register, error) {
	m := ds.Generation()
	r := &Register{Dataset: m.Dataset, RunID: m.RunID, Made: m.Ended}
	g := &gatherer{ds: ds, wanted: map[string]*Entity{}, offices: map[string]bool{}, seed: maphash.MakeSeed(), langs: map[uint64]string{}, articles: map[string]article{}, formOf: map[formKey]*tally{}}
	for row, err := range store.Scan[store.SourceRow](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("names: %w", err)
		}
		r.Demo = r.Demo || row.Demo
	}
	listed, err := g.readEntities(ctx, spec)
	if err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	for _, read := range []func(context.Context) error{g.readMentions, g.readLanguages, g.readDocuments} {
		if err := read(ctx); err != nil {
			return nil, fmt.Errorf("names: %w", err)
		}
	}
	g.count()
	g.addForms(listed)
	for _, id := range slices.Sorted(maps.Keys(g.wanted)) {
		r.Entities = append(r.Entities, *g.wanted[id])
	}
	return r, nil
}

// readEntities reads the gazetteers' side, and gives the forms that they list.
func (g *gatherer) readEntities(ctx context.Context, spec Spec) (map[formKey]corpus.Variant, error) {
	listed := map[formKey]corpus.Variant{}
	for row, err := range store.Scan[store.EntityRow](ctx, g.ds) {
		if err != nil {
			return nil, err
		}
		if row.Kind == "office" {
			g.offices[row.EntityID] = true
		}
		if len(spec.Kinds) > 0 && !slices.Contains(spec.Kinds, row.Kind) || len(spec.Entities) > 0 && !slices.Contains(spec.Entities, row.EntityID) {
			continue
		}
		e := &Entity{ID: row.EntityID, Name: row.Name, Label: row.Label, Kind: row.Kind, Country: row.Country, PartOf: row.PartOf, TargetID: row.TargetID,
			SourceURL: row.SourceURL, Gazetteer: row.Gazetteer + "@" + row.GazetteerVersion}
		for _, o := range row.Offices {
			e.Offices = append(e.Offices, Office{ID: o.OfficeID, From: o.ValidFrom, To: o.ValidTo})
		}
		for _, n := range row.Names {
			if variant := corpus.Variant(n.Variant); naming(variant) {
				k := formKey{entity: row.EntityID, text: n.Name, lang: n.Lang}
				listed[k] = better(listed[k], variant)
			}
		}
		g.wanted[row.EntityID] = e
	}
	return listed, nil
}

// naming reports whether forms of the variant name an entity, and do not only refer
// to it.
func naming(v corpus.Variant) bool {
	return v != corpus.VariantPronoun && v != corpus.VariantDescription
}

// rank orders variants, the best first.
func rank(v corpus.Variant) int {
	order := []corpus.Variant{corpus.VariantOfficial, corpus.VariantAlias, corpus.VariantAbbreviation, corpus.VariantTypo, corpus.VariantMistranslation}
	if at := slices.Index(order, v); at >= 0 {
		return at
	}
	return len(order)
}

func better(a, b corpus.Variant) corpus.Variant {
	if a == "" || rank(b) < rank(a) {
		return b
	}
	return a
}

// place is a mention with where it stands.
type place struct {
	mention
	start, end int64
}

// readMentions keeps the mentions that name a wanted entity, and the titles before
// or after a wanted person.
func (g *gatherer) readMentions(ctx context.Context) error {
	var places []place // of the document that is being read, whose rows stand together
	for b, err := range store.ScanColumns[mentionBatch](ctx, g.ds) {
		if err != nil {
			return err
		}
		g.docs, g.surfaces, g.entities = b.Doc.Values, b.Surface.Values, b.Entity.Values
		for _, id := range g.entities[len(g.wantsOf):] {
			g.wantsOf, g.officeOf = append(g.wantsOf, g.wanted[id]), append(g.officeOf, g.offices[id])
		}
		for row, entity := range b.Entity.Codes {
			if len(places) > 0 && places[0].doc != b.Doc.Codes[row] {
				g.addDocument(places)
				places = places[:0]
			}
			variant := corpus.Variant(b.Variant.At(row))
			if entity < 0 || !naming(variant) || g.wantsOf[entity] == nil && !g.officeOf[entity] {
				continue
			}
			places = append(places, place{mention{b.Doc.Codes[row], b.Surface.Codes[row], entity, maphash.String(g.seed, b.Sentence[row]), variant, -1}, b.Start[row], b.End[row]})
		}
	}
	g.addDocument(places)
	return nil
}

// addDocument keeps the names of a document, and the offices that stand right
// before a person's name ("Secretary-General Chen") or, with a comma, after it.
func (g *gatherer) addDocument(places []place) {
	for _, p := range places {
		if g.wantsOf[p.entity] != nil {
			g.add(p.mention)
		}
	}
	for _, o := range places {
		if !g.officeOf[o.entity] {
			continue
		}
		for _, p := range places {
			e := g.wantsOf[p.entity]
			if e == nil || e.Label != string(corpus.PER) || p.sentence != o.sentence {
				continue
			}
			before, after := p.start-o.end, o.start-p.end
			if before >= 0 && before <= maxBetween || after >= 0 && after <= maxBetween {
				title := o.mention
				title.entity, title.title = p.entity, o.entity
				g.add(title)
			}
		}
	}
}

func (g *gatherer) add(m mention) {
	g.langs[m.sentence] = ""
	g.mentions = append(g.mentions, m)
}

// readLanguages reads in which language the sentences with a mention are.
func (g *gatherer) readLanguages(ctx context.Context) error {
	for b, err := range store.ScanColumns[sentenceBatch](ctx, g.ds) {
		if err != nil {
			return err
		}
		for row, id := range b.Sentence {
			key := maphash.String(g.seed, id)
			if _, ok := g.langs[key]; ok {
				g.langs[key] = b.Lang.At(row)
			}
		}
	}
	return nil
}

func (g *gatherer) readDocuments(ctx context.Context) error {
	for b, err := range store.ScanColumns[documentBatch](ctx, g.ds) {
		if err != nil {
			return err
		}
		for row := range b.Published {
			doc := b.Doc.At(row)
			a := article{id: cmp.Or(b.Article.At(row), doc)}
			if at := b.Published[row]; !at.IsZero() {
				a.at = at.UTC().Truncate(24 * time.Hour)
			}
			g.articles[doc] = a
		}
	}
	return nil
}

// count sums the mentions by form. Texts of one article, its versions, count once.
func (g *gatherer) count() {
	for _, m := range g.mentions {
		k := formKey{entity: g.entities[m.entity], text: strings.Join(strings.Fields(g.surfaces[m.surface]), " "), lang: cmp.Or(g.langs[m.sentence], "und")}
		if m.title >= 0 {
			k.title = g.entities[m.title]
		}
		t := g.formOf[k]
		if t == nil {
			t = &tally{articles: map[string]time.Time{}}
			g.formOf[k] = t
		}
		t.variant = better(t.variant, m.variant)
		t.mentions++
		a := g.articles[g.docs[m.doc]]
		if at, ok := t.articles[a.id]; !ok || at.IsZero() || !a.at.IsZero() && a.at.Before(at) {
			t.articles[a.id] = a.at
		}
	}
}

// addForms gives entities their forms: those that were seen, and those that only
// the gazetteer has.
func (g *gatherer) addForms(listed map[formKey]corpus.Variant) {
	seen := map[formKey]bool{} // what the gazetteer lists
	for k, t := range g.formOf {
		f := Form{Text: k.text, Lang: k.lang, Variant: t.variant, Title: k.title, Seen: Seen{Mentions: t.mentions, Articles: len(t.articles)}}
		for _, at := range t.articles {
			switch {
			case at.IsZero():
				f.Undated++
			case f.First.IsZero():
				f.First, f.Last = at, at
			case at.Before(f.First):
				f.First = at
			case at.After(f.Last):
				f.Last = at
			}
		}
		for _, lang := range []string{k.lang, corpus.BaseLang(k.lang), "mul"} {
			as := formKey{entity: k.entity, text: k.text, lang: lang}
			if variant, ok := listed[as]; ok && k.title == "" {
				f.Listed, f.Variant, seen[as] = true, better(f.Variant, variant), true
			}
		}
		e := g.wanted[k.entity]
		e.Forms = append(e.Forms, f)
	}
	for k, variant := range listed {
		if !seen[k] {
			e := g.wanted[k.entity]
			e.Forms = append(e.Forms, Form{Text: k.text, Lang: k.lang, Variant: variant, Listed: true})
		}
	}
	for _, e := range g.wanted {
		slices.SortFunc(e.Forms, func(a, b Form) int {
			return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Lang, b.Lang), cmp.Compare(rank(a.Variant), rank(b.Variant)), cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.Text, b.Text))
		})
	}
}
