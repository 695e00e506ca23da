package report

import (
	"context"

	"framewatch/store"
)

// claimsAsked answers question 11: which numbers are claimed, and are they right on that date?
func (b *builder) claimsAsked(context.Context, *store.Dataset) (*answered, error) {
	return unanswered("Which numbers are claimed, and are they right on that date?", "Not computed."), nil
}
