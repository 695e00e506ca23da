package report

import (
	"context"

	"framewatch/store"
)

// halvesAsked answers question 8: do the halves of a bilingual page carry the same
// frames?
func (b *builder) halvesAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	sections, err := b.parity(ctx, ds)
	if err != nil {
		return nil, err
	}
	return &answered{card: card{Question: "Do the two halves of a bilingual page carry the same frames?"}, sections: sections}, nil
}
