package search

import (
	"context"
)

type vectors struct{}

// Alike gives up to n documents that are most like one, in any language; enc may
// be nil. It is [ErrNone] where there is no such document.
func (x *Index) Alike(ctx context.Context, id string, n int, enc *Encoder) ([]Found, error) {
	return nil, ErrNone
}
