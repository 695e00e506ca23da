package report

import (
	"context"

	"framewatch/store"
)

// alikeAsked answers question 9: which outlets sound alike?
func (b *builder) alikeAsked(context.Context, *store.Dataset) (*answered, error) {
	return unanswered("Which outlets sound alike?", "Not computed."), nil
}
