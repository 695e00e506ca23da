package report

import (
	"context"

	"framewatch/store"
)

// wordsAsked answers question 2: which words and phrases separate the sides?
func (b *builder) wordsAsked(context.Context, *store.Dataset) (*answered, error) {
	words := b.wordLists()
	return &answered{card: card{Question: "Which words and phrases separate the sides?"}, words: words,
		then: func(a *answered) { a.sections, a.lines = b.words(words) }}, nil
}
