package nlp

import (
	"context"
	"fmt"

	"framewatch/corpus"
	"framewatch/nlp/rendering"
)

// Renderings finds how the target is named in the translation that a bilingual
// document holds; ok is false where it holds none. The error is ctx's, or that
// of a damaged binary.
func (a *Annotator) Renderings(ctx context.Context, doc corpus.Document) (r rendering.Result, ok bool, err error) {
	if a.renderings == nil {
		return r, false, nil
	}
	notes, err := a.annotate(ctx, doc, nil)
	if err != nil {
		return r, false, err
	}
	return a.renderings.Within(rendering.Text{Doc: &doc, Notes: &notes})
}

// RenderingsBetween does the same for two documents of which target translates
// source.
func (a *Annotator) RenderingsBetween(ctx context.Context, source, target corpus.Document) (rendering.Result, error) {
	if a.renderings == nil {
		return rendering.Result{}, nil
	}
	var notes [2]corpus.Annotations
	for i, doc := range []corpus.Document{source, target} {
		var err error
		if notes[i], err = a.annotate(ctx, doc, nil); err != nil {
			return rendering.Result{}, fmt.Errorf("find renderings: %w", err)
		}
	}
	return a.renderings.Between(rendering.Text{Doc: &source, Notes: &notes[0]}, rendering.Text{Doc: &target, Notes: &notes[1]})
}
