package report

import (
	"context"

	"framewatch/store"
)

// travelAsked answers question 6: how does a story travel?
func (b *builder) travelAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	copies, err := b.findStories(ctx, ds)
	if err != nil {
		return nil, err
	}
	return &answered{card: card{Question: "How does a story travel?"}, places: copies.places(),
		then: func(a *answered) { a.sections, a.lines = b.stories(copies) }}, nil
}
