package trace

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/store"
)

// Of an ID at least so many digits, and at most these.
const (
	leastID   = 8
	certainID = 16 // by so many, one of 10^12 rows is told from all others
	fullID    = 32
)

// The columns of IDs, one table each.
type (
	documentIDs struct {
		ID      []string      `col:"doc_id"`
		Article store.Symbols `col:"article_id"`
	}
	captureIDs struct {
		ID []string `col:"capture_id"`
	}
	sentenceIDs struct {
		ID []string `col:"sentence_id"`
	}
	mentionIDs struct {
		ID []string `col:"mention_id"`
	}
	hitIDs struct {
		ID []string `col:"hit_id"`
	}
	quoteIDs struct {
		ID []string `col:"quote_id"`
	}
	claimIDs struct {
		ID []string `col:"claim_id"`
	}
	stanceIDs struct {
		ID []string `col:"stance_id"`
	}
	clauseIDs struct {
		ID []string `col:"clause_id"`
	}
	estimateKeys struct {
		Target    store.Symbols `col:"target_id"`
		Question  store.Symbols `col:"question"`
		Spec      store.Symbols `col:"spec"`
		Dimension store.Symbols `col:"dimension,was=by"`
		Group     store.Symbols `col:"group_name,was=group"`
		Item      store.Symbols `col:"item"`
		Statistic store.Symbols `col:"statistic"`
		Method    store.Symbols `col:"method"`
	}
)

// Tables that ScanColumns reads.

func (documentIDs) Table() string  { return store.DocumentRow{}.Table() }
func (captureIDs) Table() string   { return store.CaptureRow{}.Table() }
func (sentenceIDs) Table() string  { return store.SentenceRow{}.Table() }
func (mentionIDs) Table() string   { return store.MentionRow{}.Table() }
func (hitIDs) Table() string       { return store.FrameHitRow{}.Table() }
func (quoteIDs) Table() string     { return store.QuoteRow{}.Table() }
func (claimIDs) Table() string     { return store.ClaimRow{}.Table() }
func (stanceIDs) Table() string    { return store.StanceRow{}.Table() }
func (clauseIDs) Table() string    { return store.ClauseRow{}.Table() }
func (estimateKeys) Table() string { return store.EstimateRow{}.Table() }

// found is a row that has the ID, and what follows it.
type found struct {
	kind, id string
	file     store.File
	follow   func(context.Context) error
}

// search looks for an ID in the tables, the small ones first.
type search struct {
	t      *tracer
	prefix string
	found  []found
	// unlooked is why the report's figures could not be looked at.
	unlooked error
}

// done reports whether nothing more needs to be looked at.
func (s *search) done() bool { return len(s.prefix) >= certainID && len(s.found) > 0 }

// hit notes a row, once for each ID.
func (s *search) hit(kind, id string, f store.File, follow func(context.Context) error) {
	if !slices.ContainsFunc(s.found, func(o found) bool { return o.id == id }) {
		s.found = append(s.found, found{kind, strings.Clone(id), f, follow})
	}
}

// column looks through one table, file by file, for IDs that begin so.
func column[T interface{ Table() string }](ctx context.Context, s *search, kind string, ids func(*T) []string, follow func(store.File, string) func(context.Context) error) error {
	var zero T
	for _, f := range s.t.ds.Files(zero.Table()) {
		for b, err := range store.ScanColumns[T](ctx, s.t.ds.Only(f)) {
			if err != nil {
				return fmt.Errorf("%s: %w (%s)", f.Path, err, mendTable)
			}
			for _, id := range ids(b) {
				if strings.HasPrefix(id, s.prefix) {
					id = strings.Clone(id)
					s.hit(kind, id, f, follow(f, id))
				}
			}
			if s.done() {
				return nil
			}
		}
	}
	return nil
}

// find looks for the row of an ID.
func (t *tracer) find(ctx context.Context, id string) (found, error) {
	s := &search{t: t, prefix: strings.ToLower(strings.TrimSpace(id))}
	if len(s.prefix) < leastID || len(s.prefix) > fullID || strings.ContainsFunc(s.prefix, func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'f') }) {
		return found{}, ErrForm
	}
	for _, look := range []func(context.Context) error{s.documents, s.captures, s.estimates, s.annotations, s.figures, s.erased} {
		if err := look(ctx); err != nil {
			return found{}, err
		}
		if s.done() {
			break
		}
	}
	switch len(s.found) {
	case 0:
		if s.unlooked != nil {
			return found{}, fmt.Errorf("%w in %s; the numbers of a report could not be looked at: %w", ErrUnknown, t.out.Dataset, s.unlooked)
		}
		return found{}, fmt.Errorf("%w in %s: rows that a later run replaced have other IDs, and so have numbers of other settings", ErrUnknown, t.out.Dataset)
	case 1:
		t.out.ID, t.out.Kind = s.found[0].id, s.found[0].kind
		return s.found[0], nil
	}
	var some []string
	for _, f := range s.found[:min(len(s.found), 5)] {
		some = append(some, f.kind+" "+f.id)
	}
	return found{}, fmt.Errorf("%w (%d): %s", ErrAmbiguous, len(s.found), strings.Join(some, ", "))
}

func (s *search) documents(ctx context.Context) error {
	for _, f := range s.t.ds.Files(store.DocumentRow{}.Table()) {
		for b, err := range store.ScanColumns[documentIDs](ctx, s.t.ds.Only(f)) {
			if err != nil {
				return fmt.Errorf("%s: %w (%s)", f.Path, err, mendTable)
			}
			for i, id := range b.ID {
				if strings.HasPrefix(id, s.prefix) {
					id := strings.Clone(id)
					s.hit("document", id, f, func(ctx context.Context) error { return s.t.document(ctx, f, id) })
				}
				if article := b.Article.At(i); strings.HasPrefix(article, s.prefix) {
					s.hit("article", article, f, func(ctx context.Context) error { return s.t.article(ctx, article) })
				}
			}
		}
	}
	return nil
}

func (s *search) captures(ctx context.Context) error {
	return column(ctx, s, "capture", func(b *captureIDs) []string { return b.ID },
		func(f store.File, id string) func(context.Context) error {
			return func(ctx context.Context) error { return s.t.captured(ctx, f, id) }
		})
}

func (s *search) estimates(ctx context.Context) error {
	for _, f := range s.t.ds.Files(store.EstimateRow{}.Table()) {
		at := 0
		for b, err := range store.ScanColumns[estimateKeys](ctx, s.t.ds.Only(f)) {
			if err != nil {
				return fmt.Errorf("%s: %w (%s)", f.Path, err, mendTable)
			}
			for i := range b.Question.Codes {
				row := store.EstimateRow{TargetID: b.Target.At(i), Question: b.Question.At(i), Spec: b.Spec.At(i), Dimension: b.Dimension.At(i), GroupName: b.Group.At(i),
					Item: b.Item.At(i), Statistic: b.Statistic.At(i), Method: b.Method.At(i)}
				if id := row.ID(); strings.HasPrefix(id, s.prefix) {
					place := at + i
					s.hit("estimate", id, f, func(ctx context.Context) error { return s.t.estimate(ctx, f, place) })
				}
			}
			at += len(b.Question.Codes)
		}
	}
	return nil
}

// annotations are the tables of what was found in texts.
func (s *search) annotations(ctx context.Context) error {
	for _, look := range []func() error{
		func() error {
			return column(ctx, s, "sentence", func(b *sentenceIDs) []string { return b.ID }, follow(s.t, (*tracer).sentence))
		},
		func() error {
			return column(ctx, s, "hit", func(b *hitIDs) []string { return b.ID }, follow(s.t, (*tracer).hit))
		},
		func() error {
			return column(ctx, s, "mention", func(b *mentionIDs) []string { return b.ID }, follow(s.t, (*tracer).mention))
		},
		func() error {
			return column(ctx, s, "quote", func(b *quoteIDs) []string { return b.ID }, follow(s.t, (*tracer).quote))
		},
		func() error {
			return column(ctx, s, "claim", func(b *claimIDs) []string { return b.ID }, follow(s.t, (*tracer).claim))
		},
		func() error {
			return column(ctx, s, "stance", func(b *stanceIDs) []string { return b.ID }, follow(s.t, (*tracer).stance))
		},
		func() error {
			return column(ctx, s, "clause", func(b *clauseIDs) []string { return b.ID }, follow(s.t, (*tracer).clause))
		},
	} {
		if err := look(); err != nil || s.done() {
			return err
		}
	}
	return nil
}

// follow makes of a method what follows a row of a table.
func follow(t *tracer, to func(*tracer, context.Context, store.File, string) error) func(store.File, string) func(context.Context) error {
	return func(f store.File, id string) func(context.Context) error {
		return func(ctx context.Context) error { return to(t, ctx, f, id) }
	}
}

// figures are looked at last: they take a report's time, and only an ID that nothing
// else has can be one's.
func (s *search) figures(ctx context.Context) error {
	if s.t.opt.Figures == nil || len(s.found) > 0 || s.isErased() {
		return nil
	}
	list, err := s.t.opt.Figures(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil { // of these settings; the ID may be of anything
		s.unlooked = err
		return nil //nolint:nilerr // it is told with what the search has come to
	}
	for _, f := range list {
		if id := f.Row.ID(); strings.HasPrefix(id, s.prefix) {
			s.hit("figure", id, store.File{}, func(ctx context.Context) error { return s.t.number(ctx, f.Row, &f, ofTheStudy) })
		}
	}
	return nil
}

func (s *search) isErased() bool {
	for _, e := range s.t.erased.Entries {
		if slices.ContainsFunc(e.IDs, func(id string) bool { return strings.HasPrefix(id, s.prefix) }) {
			return true
		}
	}
	return false
}

// erased finds what was removed on request.
func (s *search) erased(context.Context) error {
	if len(s.found) > 0 {
		return nil
	}
	for _, e := range s.t.erased.Entries {
		for _, id := range e.IDs {
			if strings.HasPrefix(id, s.prefix) {
				return &ErasedError{id, e.Day}
			}
		}
	}
	return nil
}
