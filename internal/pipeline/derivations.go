package pipeline

import (
	"context"
	"errors"
	"maps"
	"slices"

	"framewatch/corpus"
	"framewatch/internal/streams"
	"framewatch/nlp"
	"framewatch/store"
)

// derivation says by which rules a layer of a document was made.
func (r *run) derivation(article corpus.ArticleID, doc corpus.DocID, layer, key, month string) store.DerivationRow {
	return store.DerivationRow{ArticleID: string(article), DocID: string(doc), Layer: layer, Key: key, Status: store.StatusDone, RunID: string(r.id), Month: month}
}

// derived notes a derivation.
func (r *run) derived(article corpus.ArticleID, doc corpus.DocID, layer, key, month string) error {
	return store.Append(r.batch, r.derivation(article, doc, layer, key, month))
}

// appendUnannotated writes a document whose annotation has failed: what was found
// in it by other rules goes, and why is noted.
func (r *run) appendUnannotated(a *item) error {
	d, err := r.stands(a)
	if err != nil {
		return err
	}
	row := r.documentRow(d, 0, false)
	why := r.derivation(d.Article, d.ID, layerAnnotations, r.annotationKey(), row.Month)
	why.Status, why.Code, why.Message = store.StatusFailed, a.failure.Code, a.failure.Message
	return errors.Join(store.Append(r.batch, row), store.Append(r.batch, why))
}

// derivedLayers notes by which rules a text was annotated, and of the layers that
// not every text has, which this one lacks and why.
func (r *run) derivedLayers(d corpus.Document, unmade []streams.Unmade, month string) error {
	rows := []store.DerivationRow{r.derivation(d.Article, d.ID, layerAnnotations, r.annotationKey(), month)}
	for _, layer := range nlp.Layers() {
		row := r.derivation(d.Article, d.ID, layer, r.annotationKey(), month)
		if i := slices.IndexFunc(unmade, func(u streams.Unmade) bool { return u.Layer == layer }); i >= 0 {
			row.Status, row.Code = store.StatusNotCoded, unmade[i].Code
		}
		rows = append(rows, row)
	}
	return store.Append(r.batch, rows...)
}

// noted notes a page that gave no document: it holds no article, or its text
// could not be annotated.
func (r *run) noted(a item) error {
	source, url, key := a.capture.Source, a.capture.URL, r.readingKey(a.capture.Source)
	id := corpus.NewArticleID(source, url)
	row := store.DerivationRow{ArticleID: string(id), Layer: layerDocument, Key: key, Status: store.StatusNone, Code: a.failure.Code,
		RunID: string(r.id), Month: a.capture.FetchedAt.UTC().Format("2006-01")}
	if a.failure.Stage == stageAnnotate {
		if r.articles.failedBefore(id) {
			return nil
		}
		r.articles.failed[id] = true
		row.Layer, row.Key, row.Status, row.Message = layerAnnotations, r.annotationKey(), store.StatusFailed, a.failure.Message
		return store.Append(r.batch, row)
	}
	if known, ok := r.articles.page(source, url); ok && known == key {
		return nil
	}
	r.articles.pages[id] = key
	return store.Append(r.batch, row)
}

// outdates notes that a page has given a document, which it had not before.
func (r *run) outdates(source corpus.SourceID, url string) {
	id := corpus.NewArticleID(source, url)
	if _, none := r.articles.base.page(source, url); none || r.articles.base.failedBefore(id) {
		r.outdated[id] = true
	}
}

// endOutdated takes out what was said of pages that have given a document since.
func (r *run) endOutdated(ctx context.Context) error {
	if len(r.outdated) == 0 {
		return nil
	}
	_, err := store.Rewrite(ctx, r.batch, func(row *store.DerivationRow) (stays, changed bool) {
		return row.DocID != "" || !r.outdated[corpus.ArticleID(row.ArticleID)], false
	})
	return err
}

// endRekeyed notes by which rules texts were read again that are as they were.
func (r *run) endRekeyed(ctx context.Context) error {
	docs, months := map[string]string{}, map[string]bool{}
	for id, t := range r.rekeyed {
		docs[string(id)], months[t.month] = t.month, true
	}
	table := store.DerivationRow{}.Table()
	var others []store.DerivationRow
	for _, f := range r.dataset.Files(table) {
		if !months[f.Month()] {
			continue
		}
		for row, err := range store.Scan[store.DerivationRow](ctx, r.dataset.Only(f)) {
			if err != nil {
				return err
			}
			if _, ok := docs[row.DocID]; ok && row.Layer != layerDocument {
				row.Month = f.Month()
				others = append(others, row)
			}
		}
	}
	if _, err := r.batch.Drop(ctx, docs, table); err != nil {
		return err
	}
	for _, t := range slices.SortedFunc(maps.Values(r.rekeyed), func(a, b *text) int { return compareIDs(a.doc, b.doc) }) {
		if err := r.derived(t.article, t.doc, layerDocument, t.key, t.month); err != nil {
			return err
		}
	}
	return store.Append(r.batch, others...)
}

// unannotated lists the documents whose annotation has failed, with their months.
func (r *run) unannotated() map[string]string {
	out := map[string]string{}
	for id := range r.articles.base.faulty {
		if t := r.articles.base.document(id); t != nil {
			out[string(id)] = t.month
		}
	}
	return out
}
