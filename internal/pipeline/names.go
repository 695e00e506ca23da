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
		DocID    string `col:"doc_id"`
		Surface  string `col:"surface"`
		Label    string `col:"label"`
		EntityID string `col:"entity_id,null"`
		Name     string `col:"name,null"`
	}
	langFacts struct {
		DocID string `col:"doc_id"`
		Lang  string `col:"lang"`
	}
)

func (nameFacts) Table() string { return store.MentionRow{}.Table() }
func (langFacts) Table() string { return store.DocumentRow{}.Table() }

// keepNames brings together the names without an entity of all documents.
func (r *run) keepNames(ctx context.Context, now *store.Dataset) error {
	langs := map[string]string{}
	for d, err := range store.Scan[langFacts](ctx, now) {
		if err != nil {
			return err
		}
		langs[d.DocID] = d.Lang
	}
	index := names.NewIndex()
	for m, err := range store.Scan[nameFacts](ctx, now) {
		if err != nil {
			return err
		}
		if m.EntityID != "" {
			continue
		}
		index.Add(names.Use{Doc: corpus.DocID(m.DocID), Lang: langs[m.DocID], Label: corpus.Label(m.Label), Surface: m.Surface, Name: m.Name})
	}
	var rows []store.NameRow
	for _, n := range index.Names() {
		for _, f := range n.Forms {
			rows = append(rows, store.NameRow{Form: f.Form, NameID: n.ID, Name: n.Name, Label: string(n.Label), NDocuments: int64(f.Documents),
				NMentions: int64(f.Mentions), AllDocuments: int64(n.Documents), AllMentions: int64(n.Mentions), DocumentLangs: f.Langs, RunID: string(r.id)})
		}
	}
	slices.SortFunc(rows, func(a, b store.NameRow) int { return cmp.Compare(a.Form, b.Form) })
	return store.Append(r.batch, rows...)
}
