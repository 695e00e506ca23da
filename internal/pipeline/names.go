package pipeline

import (
	"cmp"
	"context"
	"slices"

	"framewatch/corpus"
	"framewatch/nlp/names"
	"framewatch/store"
)

// Projections of the tables that names come from.
type (
	nameFacts struct {
		Doc     store.Symbols `col:"doc_id"`
		Surface store.Symbols `col:"surface"`
		Label   store.Symbols `col:"label"`
		Entity  store.Symbols `col:"entity_id"`
		Name    store.Symbols `col:"name"`
	}
	langFacts struct {
		Doc  store.Symbols `col:"doc_id"`
		Lang store.Symbols `col:"lang"`
	}
)

// Table names the table that ScanColumns reads.
func (nameFacts) Table() string { return store.MentionRow{}.Table() }

// Table names the table that ScanColumns reads.
func (langFacts) Table() string { return store.DocumentRow{}.Table() }

// keepNames brings together the names without an entity of all documents.
func (r *run) keepNames(ctx context.Context, now *store.Dataset) error {
	index := names.NewIndex()
	var texts names.Texts
	var docs []string
	for b, err := range store.ScanColumns[nameFacts](ctx, now) {
		if err != nil {
			return err
		}
		for i, entity := range b.Entity.Codes {
			if entity < 0 {
				index.Add(names.Use{Doc: b.Doc.Codes[i], Label: corpus.Label(b.Label.At(i)), Surface: b.Surface.Codes[i], Name: b.Name.Codes[i]})
			}
		}
		docs, texts.Surfaces, texts.Names = b.Doc.Values, b.Surface.Values, b.Name.Values
	}
	langs := map[string]string{}
	for b, err := range store.ScanColumns[langFacts](ctx, now) {
		if err != nil {
			return err
		}
		for i := range b.Doc.Codes {
			langs[b.Doc.At(i)] = b.Lang.At(i)
		}
	}
	byNumber := make([]string, len(docs))
	for i, id := range docs {
		byNumber[i] = langs[id]
	}
	texts.Lang = func(doc int32) string { return byNumber[doc] }
	var rows []store.NameRow
	for _, n := range index.Names(texts) {
		for _, f := range n.Forms {
			rows = append(rows, store.NameRow{Form: f.Form, NameID: n.ID, Name: n.Name, Label: string(n.Label), NDocuments: int64(f.Documents),
				NMentions: int64(f.Mentions), AllDocuments: int64(n.Documents), AllMentions: int64(n.Mentions), DocumentLangs: f.Langs, RunID: string(r.id)})
		}
	}
	slices.SortFunc(rows, func(a, b store.NameRow) int { return cmp.Compare(a.Form, b.Form) })
	return store.Append(r.batch, rows...)
}
