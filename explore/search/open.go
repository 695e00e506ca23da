package search

import (
	"context"
	"errors"

	"framewatch/store"
)

// Index is an open index; it may be used by several goroutines.
type Index struct{}

var errStub = errors.New("search: not written yet")

// Open opens the index file at path and makes or renews it where the dataset's
// rows are others than it was made from. A broken file, an older format or
// another dataset's is made anew. progress may be nil.
func Open(ctx context.Context, ds *store.Dataset, path string, progress func(done, of int)) (*Index, error) {
	return nil, errStub
}

// Close closes the file.
func (x *Index) Close() error { return nil }

// Search answers a query. Whatever its text is, it is no error.
func (x *Index) Search(ctx context.Context, q Query) (*Result, error) { return nil, errStub }

// Document gives a document, or [ErrNone].
func (x *Index) Document(ctx context.Context, id string) (*Document, error) { return nil, errStub }

// Alike gives up to n documents that are most like one, in any language; enc may
// be nil. It is [ErrNone] where there is no such document.
func (x *Index) Alike(ctx context.Context, id string, n int, enc *Encoder) ([]Found, error) {
	return nil, errStub
}
