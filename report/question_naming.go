package report

import (
	"context"

	"framewatch/store"
)

// namingAsked answers question 7: which wrong names stand for the subject, and what
// would be missed without them?
func (b *builder) namingAsked(context.Context, *store.Dataset) (*answered, error) {
	return &answered{card: card{Question: "Which wrong names stand for the subject, and what would be missed without them?"}, sections: b.naming()}, nil
}
