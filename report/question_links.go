package report

import (
	"context"

	"framewatch/store"
)

// linksAsked answers question 10: who links the subject with places of conflict, and how?
func (b *builder) linksAsked(context.Context, *store.Dataset) (*answered, error) {
	return unanswered("Who links the subject with places of conflict, and how?", "Not computed."), nil
}
