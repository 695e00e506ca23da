package report

import (
	"context"

	"framewatch/store"
)

// sureAsked answers question 12: how sure are we?
func (b *builder) sureAsked(context.Context, *store.Dataset) (*answered, error) {
	return unanswered("How sure are we?", "Not computed."), nil
}
