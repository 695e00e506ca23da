package pipeline

import (
	"context"
	"errors"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl/urlid"
	"framewatch/store"
)

// rewriteTables takes the rows of erased documents and addresses out of every
// table that is not computed anew.
func (e *erasure) rewriteTables(ctx context.Context) error {
	articles := map[string]bool{}
	for id := range e.sources {
		for u := range e.urls {
			articles[string(corpus.NewArticleID(id, u))] = true
		}
	}
	if err := errors.Join(
		drop(ctx, e, func(r *store.FailureRow) bool { return e.urls[today(r.URL)] || e.speaksOf(r.Message) }),
		drop(ctx, e, func(r *store.SourceEventRow) bool {
			return r.URL != "" && e.urls[today(r.URL)] || e.speaksOf(r.Message) || e.speaksOf(r.Expected) || e.speaksOf(r.Observed)
		}),
		drop(ctx, e, func(r *store.ArticleEventRow) bool {
			return e.urls[today(r.URL)] || r.ToURL != "" && e.urls[today(r.ToURL)] || articles[r.ArticleID]
		}),
		drop(ctx, e, func(r *store.DerivationRow) bool { _, gone := e.docs[r.DocID]; return gone || articles[r.ArticleID] }),
		e.dropDocuments(ctx)); err != nil {
		return err
	}
	return e.rewriteCaptures(ctx)
}

// speaksOf reports whether a message names an erased address, as messages about lists
// name an example of what a list holds: the whole address, or its path.
func (e *erasure) speaksOf(message string) bool {
	for u := range e.urls {
		if _, _, target := urlid.Split(u); strings.Contains(message, u) || len(target) > 1 && slices.Contains(strings.Fields(strings.NewReplacer(";", " ", ",", " ").Replace(message)), target) {
			return true
		}
	}
	return false
}

// dropDocuments takes out the documents with what was found in them.
func (e *erasure) dropDocuments(ctx context.Context) error {
	gone, err := e.batch.Drop(ctx, e.docs, store.DocumentTables()...)
	e.out.Rows = append(e.out.Rows, gone...)
	return err
}

// rewriteCaptures drops the captures of erased addresses and follows records to
// where they are now.
func (e *erasure) rewriteCaptures(ctx context.Context) error {
	n, err := store.Rewrite(ctx, e.batch, func(c *store.CaptureRow) (stays, changed bool) {
		if e.urls[today(c.URL)] || e.urls[today(c.FinalURL)] {
			return false, true
		}
		m, was := e.moved[c.WARCFile]
		if !was {
			return true, false
		}
		if at, ok := m.At[c.WARCOffset]; ok {
			c.WARCFile, c.WARCOffset = m.File, at
		} else { // a list that named the article: its body is gone
			c.WARCFile, c.WARCOffset, c.Outcome, c.ErrorCode = "", 0, string(corpus.OutcomeGone), codeErased
			c.BodySHA256, c.Bytes, c.Message = "", 0, "removed from the dataset on request"
		}
		return true, true
	})
	e.count((store.CaptureRow{}).Table(), n)
	return err
}

// drop removes rows of T's table.
func drop[T store.Row](ctx context.Context, e *erasure, goes func(*T) bool) error {
	n, err := store.Rewrite(ctx, e.batch, func(r *T) (stays, changed bool) { return !goes(r), false })
	var zero T
	e.count(zero.Table(), n)
	return err
}

func (e *erasure) count(table string, n int64) {
	if n > 0 {
		e.out.Rows = append(e.out.Rows, store.TableRows{Table: table, Rows: n})
	}
}
