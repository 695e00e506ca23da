package pipeline

import (
	"context"

	"framewatch/corpus"
	"framewatch/internal/streams"
)

// openParts opens what other machines have made of the pages or documents of this run,
// if there is such a thing.
func (r *run) openParts(ctx context.Context) (err error) {
	if r.p.opt.Parts == "" {
		return nil
	}
	if r.parts, err = streams.OpenParts(ctx, r.p.opt.Parts, streams.AnnotationRules(r.recipe())); err != nil {
		return err
	}
	r.p.opt.Log.Info("parts of other machines", "folder", r.p.opt.Parts, "rows", r.parts.Rows())
	return nil
}

func (r *run) closeParts() error {
	if r.parts == nil {
		return nil
	}
	return r.parts.Close()
}

// readingRules names the rules by which pages of a source are read. It is called side
// by side, unlike readingKey.
func (r *run) readingRules(id corpus.SourceID) string {
	return readingRules(r.p.cfg.Extract, id, r.sources[id])
}

// takeNotes fills in what other machines have found in a document that was theirs. What
// an editor has corrected is annotated here: they know of no corrections.
func (r *run) takeNotes(a *item) (took bool, err error) {
	if !a.dealt || len(a.lines) > 0 || len(r.corrections.before[a.doc.ID]) > 0 {
		return false, nil
	}
	notes, err := r.parts.Annotation(&a.doc)
	if err != nil {
		return false, err
	}
	a.found(notes)
	return true, nil
}
