package report

import (
	"context"

	"framewatch/store"
)

// sidesAsked answers question 1: do the sides differ, net of copies?
func (b *builder) sidesAsked(context.Context, *store.Dataset) (*answered, error) {
	sections := b.sides()
	if len(sections) == 0 {
		return unanswered("Do the sides differ, net of copies?", "No two sides are compared: the settings name none that both have documents."), nil
	}
	return &answered{card: card{Question: "Do the sides differ, net of copies?"}, sections: sections}, nil
}
