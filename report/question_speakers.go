package report

import (
	"context"

	"framewatch/store"
)

// speakersAsked answers question 4: who is quoted, and which frames sit inside quotes?
func (b *builder) speakersAsked(context.Context, *store.Dataset) (*answered, error) {
	return &answered{card: card{Question: "Who is quoted, and which frames sit inside quotations?"}, sections: b.voices()}, nil
}
