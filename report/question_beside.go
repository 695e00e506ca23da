package report

import (
	"context"

	"framewatch/store"
)

// besideAsked answers question 5: is the subject set beside or against other courts and bodies?
func (b *builder) besideAsked(context.Context, *store.Dataset) (*answered, error) {
	return unanswered("Is the subject set beside or against other bodies?", "Not computed."), nil
}
