package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"framewatch/corpus"
	"framewatch/internal/ordered"
	"framewatch/nlp"
	"framewatch/store"
)

// annotators loads the models when the first document needs them.
type annotators struct {
	once  sync.Once
	ready *nlp.Annotator
	err   error
}

func (r *run) resources() nlp.Resources {
	return nlp.Resources{Gazetteers: r.p.cfg.Gazetteers, Codebooks: r.p.cfg.Codebooks, Models: r.p.cfg.Models, Registers: r.p.cfg.Registers}
}

// annotation is the annotator. It is called side by side.
func (r *run) annotation() (*nlp.Annotator, error) {
	r.models.once.Do(func() {
		r.models.ready, r.models.err = nlp.New(r.p.cfg.Annotate, r.resources(), r.p.opt.Log)
		if r.models.err != nil {
			r.models.err = fmt.Errorf("start annotation: %w", r.models.err)
		}
	})
	return r.models.ready, r.models.err
}

// annotationKey names the rules of annotation but for the lists, of which table
// recipes tells.
func (r *run) annotationKey() string {
	for _, i := range r.recipe() {
		if i.Item == "settings" {
			return i.Digest
		}
	}
	return ""
}

func (r *run) recipe() []nlp.Ingredient {
	if r.ingredients == nil {
		r.ingredients = nlp.Recipe(r.p.cfg.Annotate, r.resources())
	}
	return r.ingredients
}

// reannotate annotates again the documents that a change of the codebook, the
// gazetteers or the settings can touch since the tables were made: a comparison
// must not mix two codebooks. It tries again those that could not be annotated.
func (r *run) reannotate(ctx context.Context) error {
	change, err := r.recipeChange(ctx)
	if err != nil {
		return err
	}
	if err := r.openReading(ctx); err != nil {
		return err
	}
	again := r.unannotated()
	if !change.None() {
		if err := r.saveRecipe(); err != nil {
			return err
		}
		touched, err := r.touched(ctx, change)
		if err != nil {
			return err
		}
		maps.Copy(again, touched)
	}
	for id := range r.superseded {
		delete(again, string(id))
	}
	if len(again) == 0 {
		return nil
	}
	r.p.opt.Log.Info("annotating again, as lists or settings changed or it failed before", "changed", len(change.Items), "documents", len(again))
	return r.annotateAgain(ctx, again)
}

// recipeChange holds the recipe of the tables against today's.
func (r *run) recipeChange(ctx context.Context) (nlp.Change, error) {
	before, err := recipeOf(ctx, r.dataset)
	if err != nil {
		return nlp.Change{}, err
	}
	if before == nil {
		same, err := r.sameLists(ctx)
		if err != nil || same {
			return nlp.Change{}, errors.Join(err, r.saveRecipe())
		}
	}
	return nlp.Changed(before, r.recipe()), nil
}

// recipeOf is the recipe by which the annotations of a dataset were made, nil where
// none is noted.
func recipeOf(ctx context.Context, d *store.Dataset) ([]nlp.Ingredient, error) {
	var out []nlp.Ingredient
	for row, err := range store.Scan[store.RecipeRow](ctx, d) {
		if err != nil {
			return nil, err
		}
		out = append(out, nlp.Ingredient{Item: row.Item, Digest: row.Digest, Forms: row.Forms})
	}
	return out, nil
}

// sameLists tells for tables from before there were recipes, by the digests of
// the newest run that annotated, whether lists have changed.
func (r *run) sameLists(ctx context.Context) (bool, error) {
	var last store.RunRow
	for row, err := range store.Scan[store.RunRow](ctx, r.dataset) {
		if err != nil {
			return false, err
		}
		annotated := slices.ContainsFunc(row.Rows, func(t store.TableRows) bool { return t.Table == store.DocumentTargetRow{}.Table() })
		if annotated && !row.Ended.Before(last.Ended) {
			last = row
		}
	}
	return last.CodebookSHA256 == r.p.cfg.CodebookSHA256 && last.GazetteerSHA == r.p.cfg.GazetteersSHA256, nil
}

// saveRecipe writes what the tables will agree with.
func (r *run) saveRecipe() error {
	r.batch.Replace(store.RecipeRow{}.Table())
	for _, i := range r.recipe() {
		if err := store.Append(r.batch, store.RecipeRow{Stage: layerAnnotations, Item: i.Item, Digest: i.Digest, Forms: i.Forms, RunID: string(r.id)}); err != nil {
			return err
		}
	}
	return nil
}

// textOf is what tells whether a document is touched.
type textOf struct {
	DocID string `col:"doc_id"`
	Title string `col:"title,null"`
	Text  string `col:"text"`
}

func (textOf) Table() string { return store.DocumentRow{}.Table() }

// mentionOf finds the documents that mention an entity.
type mentionOf struct {
	Doc    store.Symbols `col:"doc_id"`
	Entity store.Symbols `col:"entity_id"`
}

func (mentionOf) Table() string { return store.MentionRow{}.Table() }

// touched maps the documents that a change can touch to their months.
func (r *run) touched(ctx context.Context, change nlp.Change) (map[string]string, error) {
	mention := map[string]bool{}
	if !change.All() {
		for b, err := range store.ScanColumns[mentionOf](ctx, r.dataset) {
			if err != nil {
				return nil, err
			}
			for i, e := range b.Entity.Codes {
				if e >= 0 && change.Names(corpus.EntityID(b.Entity.Values[e])) {
					mention[b.Doc.At(i)] = true
				}
			}
		}
	}
	out := map[string]string{}
	for _, f := range r.dataset.Files(store.DocumentRow{}.Table()) {
		texts := store.Scan[textOf](ctx, r.dataset.Only(f))
		err := ordered.Map(ctx, workers(), texts, func(_ context.Context, d textOf) (string, error) {
			if mention[d.DocID] || change.Touches(d.Title, d.Text) {
				return d.DocID, nil
			}
			return "", nil
		}, func(id string) error {
			if id != "" {
				out[id] = f.Month()
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// annotateAgain replaces the annotations of documents; texts and IDs stay. When
// the annotator service cannot be reached it gives up, so that the annotations
// that are there stay.
func (r *run) annotateAgain(ctx context.Context, docs map[string]string) error {
	return r.annotateEach(ctx, docs, false)
}

// annotateDealt is annotateAgain for documents that other machines have annotated,
// where there are parts.
func (r *run) annotateDealt(ctx context.Context, docs map[string]string) error {
	return r.annotateEach(ctx, docs, r.parts != nil)
}

func (r *run) annotateEach(ctx context.Context, docs map[string]string, dealt bool) error {
	total, done := len(docs), 0
	if err := errors.Join(r.openReading(ctx), r.loadFetched(ctx)); err != nil {
		return err
	}
	moved := maps.Clone(r.moved) // which appendAgain takes from
	err := ordered.Map(ctx, workers(), r.documents(ctx, docs),
		func(ctx context.Context, d store.DocumentRow) (item, error) {
			a := item{doc: r.original(d), dealt: dealt}
			if m := moved[a.doc.ID]; m != nil {
				a.doc.FinalURL = m.final
			}
			err := r.annotate(ctx, &a)
			if a.fault != nil && !r.articles.base.faulty[a.doc.ID] { // of those it is no news
				err = fmt.Errorf("annotate again, the dataset is as it was: %w", a.fault)
			}
			return a, err
		},
		func(a item) error {
			done++
			r.p.opt.Progress(Progress{Step: "annotate", Done: done, Total: total, Note: string(a.doc.Source)})
			if a.failure != nil {
				if err := r.fail(*a.failure); err != nil {
					return err
				}
			}
			return r.appendAgain(a)
		})
	if err != nil {
		return err
	}
	// Of what a change can touch most stays as it was.
	derivations := store.DerivationRow{}.Table()
	if _, err := r.batch.Drop(ctx, docs, derivations); err != nil {
		return err
	}
	tables := slices.DeleteFunc(store.DocumentTables(), func(t string) bool { return t == derivations })
	return r.batch.Renew(ctx, docs, tables...)
}

// appendAgain writes a document of the dataset with new annotations.
func (r *run) appendAgain(a item) error {
	t := r.articles.base.document(a.doc.ID)
	if t == nil {
		return fmt.Errorf("document %s is not in the tables", a.doc.ID)
	}
	delete(r.moved, a.doc.ID)
	if rekeyed := r.rekeyed[a.doc.ID]; rekeyed != nil {
		t = rekeyed
		delete(r.rekeyed, a.doc.ID)
	}
	a.doc.Article = t.article
	var err error
	if a.failure != nil {
		err = r.appendUnannotated(&a)
	} else {
		err = r.appendDocument(&a)
	}
	if t.key != "" {
		err = errors.Join(err, r.derived(t.article, t.doc, layerDocument, t.key, store.MonthOf(a.corrected())))
	}
	return err
}

// documents yields documents in the order of the tables, and reads no file
// without one of them.
func (r *run) documents(ctx context.Context, docs map[string]string) iter.Seq2[store.DocumentRow, error] {
	months := map[string]bool{}
	for _, m := range docs {
		months[m] = true
	}
	return func(yield func(store.DocumentRow, error) bool) {
		for _, f := range r.dataset.Files(store.DocumentRow{}.Table()) {
			if !months[f.Month()] {
				continue
			}
			for d, err := range store.Scan[store.DocumentRow](ctx, r.dataset.Only(f)) {
				if _, wanted := docs[d.DocID]; err == nil && !wanted {
					continue
				}
				if !yield(d, err) || err != nil {
					return
				}
			}
		}
	}
}
