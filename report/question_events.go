package report

import (
	"context"

	"framewatch/store"
)

// eventsAsked answers question 3: how did frames move around the events?
func (b *builder) eventsAsked(context.Context, *store.Dataset) (*answered, error) {
	return &answered{card: card{Question: "How did frames move around the events?"}, sections: b.time()}, nil
}
