package nlp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"framewatch/corpus"
	"framewatch/internal/jsonlines"
	"framewatch/nlp/rendering"
)

// Renderings finds how the first target is named in the translation that a bilingual
// document holds; ok is false where it holds none, and then the names are those
// that can be told without an original. The error is ctx's, or that of a damaged
// binary.
func (a *Annotator) Renderings(ctx context.Context, doc corpus.Document) (r rendering.Result, ok bool, err error) {
	if len(a.renderings) == 0 {
		return r, false, nil
	}
	finder := a.renderings[0].finder
	notes, err := a.annotate(ctx, doc, clauses)
	if err != nil {
		return r, false, err
	}
	text := rendering.Text{Doc: &doc, Notes: &notes}
	if r, ok, err = finder.Within(text); ok || err != nil {
		return r, ok, err
	}
	r, err = finder.Alone(text)
	return r, false, err
}

// RenderingsBetween does the same for two documents of which target translates
// source.
func (a *Annotator) RenderingsBetween(ctx context.Context, source, target corpus.Document) (rendering.Result, error) {
	if len(a.renderings) == 0 {
		return rendering.Result{}, nil
	}
	var notes [2]corpus.Annotations
	for i, doc := range []corpus.Document{source, target} {
		var err error
		if notes[i], err = a.annotate(ctx, doc, clauses); err != nil {
			return rendering.Result{}, fmt.Errorf("find renderings: %w", err)
		}
	}
	return a.renderings[0].finder.Between(rendering.Text{Doc: &source, Notes: &notes[0]}, rendering.Text{Doc: &target, Notes: &notes[1]})
}

// RenderingsJSONL answers lines {"id","text"}, a bilingual text, or
// {"id","source","target"}, a text and its translation, with
// {"id","bilingual","renderings","omitted","lost","changed"}, in the order of the
// lines. Positions are code points of the text, or of target and (source_*) of
// source. It works as [JSONL] does.
func RenderingsJSONL(ctx context.Context, a *Annotator, r io.Reader, w io.Writer) error {
	return answerLines(ctx, r, w, a.renderingLine)
}

// renderingInput is a line as read.
type renderingInput struct {
	ID     json.RawMessage `json:"id"`
	Text   *string         `json:"text"`
	Lang   string          `json:"lang"`
	Source *string         `json:"source"`
	Target *string         `json:"target"`
}

// renderingAnswer is a line as written.
type renderingAnswer struct {
	ID         json.RawMessage `json:"id"`
	Bilingual  bool            `json:"bilingual"` // the two halves, or texts, translate each other
	SourceLang string          `json:"source_lang,omitempty"`
	TargetLang string          `json:"target_lang,omitempty"`
	Renderings []renderingItem `json:"renderings"`
	Omitted    []renderingGap  `json:"omitted"`
	Lost       []renderingGap  `json:"lost"`
	Changed    []renderingGap  `json:"changed"`
}

type renderingItem struct {
	Start       int     `json:"start"`
	End         int     `json:"end"`
	Text        string  `json:"text"`
	Variant     string  `json:"variant"`
	SourceStart *int    `json:"source_start"` // null where the original has no mention for it
	SourceEnd   *int    `json:"source_end"`
	SourceText  string  `json:"source_text,omitempty"`
	Score       float64 `json:"score"`
	Evidence    string  `json:"evidence"`
}

// renderingGap is a passage of the original with the place of the translation
// where it is missing or differs; the place is null where there is none.
type renderingGap struct {
	Kind        string `json:"kind,omitempty"`
	SourceStart int    `json:"source_start"`
	SourceEnd   int    `json:"source_end"`
	SourceText  string `json:"source_text"`
	Start       *int   `json:"start"`
	End         *int   `json:"end"`
	Text        string `json:"text,omitempty"`
}

// renderingLine answers one line, and says whether it could not be read.
func (a *Annotator) renderingLine(ctx context.Context, l jsonlines.Line) (line []byte, unread bool) {
	var in renderingInput
	err := l.Decode(&in)
	if len(in.ID) == 0 {
		in.ID = json.RawMessage("null")
	}
	switch {
	case err != nil:
	case in.Text == nil && in.Source != nil && in.Target == nil:
		err = l.Lacks("target")
	case in.Text == nil && in.Source == nil && in.Target != nil:
		err = l.Lacks("source")
	case in.Text == nil && in.Source == nil:
		err = l.Wrong(errors.New("the line has neither text nor source and target"))
	default:
		err = knownLang(l, in.Lang)
	}
	if err != nil {
		return encode(failure{in.ID, err.Error()}), true
	}
	out, err := a.answerRendering(ctx, in)
	if err != nil {
		return encode(failure{in.ID, l.Wrong(err).Error()}), false
	}
	out.ID = in.ID
	return encode(out), false
}

// answerRendering answers a line that has a text, or two.
func (a *Annotator) answerRendering(ctx context.Context, in renderingInput) (renderingAnswer, error) {
	if in.Text != nil {
		doc := corpus.Document{Text: *in.Text, Lang: in.Lang}
		r, _, err := a.Renderings(ctx, doc)
		at := corpus.NewOffsets(doc.Text)
		return newRenderingAnswer(r, at, at), err
	}
	r, err := a.RenderingsBetween(ctx, corpus.Document{Text: *in.Source}, corpus.Document{Text: *in.Target})
	return newRenderingAnswer(r, corpus.NewOffsets(*in.Source), corpus.NewOffsets(*in.Target)), err
}

func newRenderingAnswer(r rendering.Result, source, target *corpus.Offsets) renderingAnswer {
	out := renderingAnswer{Bilingual: len(r.Pairs) > 0, SourceLang: r.SourceLang, TargetLang: r.TargetLang,
		Renderings: []renderingItem{}, Omitted: []renderingGap{}, Lost: []renderingGap{}, Changed: []renderingGap{}}
	for _, x := range r.Renderings {
		s := target.Points(x.Span)
		item := renderingItem{Start: s.Start, End: s.End, Text: x.Text, Variant: string(x.Variant), Score: math.Round(x.Score*1e4) / 1e4, Evidence: x.Evidence}
		if x.Source != nil {
			at := source.Points(x.Source.Span)
			item.SourceStart, item.SourceEnd, item.SourceText = &at.Start, &at.End, x.Source.Text
		}
		out.Renderings = append(out.Renderings, item)
	}
	gap := func(kind string, from rendering.Place, to *rendering.Place) renderingGap {
		s := source.Points(from.Span)
		g := renderingGap{Kind: kind, SourceStart: s.Start, SourceEnd: s.End, SourceText: from.Text}
		if to != nil {
			at := target.Points(to.Span)
			g.Start, g.End, g.Text = &at.Start, &at.End, to.Text
		}
		return g
	}
	for _, x := range r.Omitted {
		out.Omitted = append(out.Omitted, gap("", x.Source, x.Target))
	}
	for _, x := range r.Lost {
		out.Lost = append(out.Lost, gap("", x.Source, x.Target))
	}
	for _, x := range r.Changed {
		out.Changed = append(out.Changed, gap(x.Kind, x.Source, &x.Target))
	}
	return out
}
