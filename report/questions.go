package report

import (
	"context"
	"errors"
	"fmt"

	"framewatch/compare"
	"framewatch/compare/kwic"
	"framewatch/store"
)

// card is a question with its answer on the first screen.
type card struct {
	Number   int
	Question string
	// Answer is one sentence with its interval; of a question that the data cannot
	// answer, what is missing.
	Answer  string
	Missing bool
	Checks  []check
	Caveat  string   // what cannot be concluded
	Href    string   // where the numbers are shown: the first section, where nothing else is set
	Figures []Figure // the numbers that it prints
	Trace   string   // address below which the explorer traces them; empty in a file
}

// check is something that an answer may rest on, and whether it survives without.
type check struct {
	Name  string // copies, outlets, correction or specifications
	State checkState
	Note  string // why, in a few words
}

type checkState int

const (
	notChecked checkState = iota
	survives
	fails
)

// Sign and Said are the state for the eye and for the ear.
func (s checkState) Sign() string { return [...]string{"–", "✓", "✗"}[s] }

func (s checkState) Said() string {
	return [...]string{"not tested", "survives", "does not survive"}[s]
}

// Class is the state in the style sheet.
func (s checkState) Class() string { return [...]string{"none", "yes", "no"}[s] }

// answered is what the page says to one question: a card and the sections that
// show its numbers. Places and words are read before then, which finishes what
// needs their lines.
type answered struct {
	card     card
	sections []pageSection
	places   []kwic.Place
	words    []*wordList
	then     func(*answered)
	lines    []linePart
}

func (a *answered) finish() {
	if a.then != nil {
		a.then(a)
	}
	for i := range a.sections {
		a.sections[i].Number = a.card.Number
	}
	if a.card.Href == "" && len(a.sections) > 0 {
		a.card.Href = "#" + a.sections[0].ID
	}
}

// unanswered is a card that says what is missing.
func unanswered(question, missing string) *answered {
	return &answered{card: card{Question: question, Answer: missing, Missing: true}}
}

// questions asks all questions, in the order of the first screen.
func (b *builder) questions(ctx context.Context, ds *store.Dataset) ([]*answered, error) {
	var out []*answered
	for i, ask := range []func(context.Context, *store.Dataset) (*answered, error){
		b.sidesAsked, b.wordsAsked, b.eventsAsked, b.speakersAsked, b.besideAsked, b.travelAsked,
		b.namingAsked, b.halvesAsked, b.alikeAsked, b.linksAsked, b.claimsAsked, b.sureAsked,
	} {
		a, err := ask(ctx, ds)
		if err != nil {
			return nil, err
		}
		a.card.Number = i + 1
		for k := range a.card.Figures {
			a.card.Figures[k].Card = i + 1
		}
		out = append(out, a)
	}
	return out, nil
}

// ask has package compare answer a question under the study's settings. Where the
// data cannot answer it, the reply is nil and missing says why.
func (b *builder) ask(ctx context.Context, ds *store.Dataset, name string, change func(*compare.QuestionSpec)) (reply *compare.Reply, missing string, err error) {
	spec := compare.QuestionSpec{Selection: b.settings.Selection(), Sampling: b.settings.Sampling(), Codebook: b.codebook, MinDocs: b.settings.MinDocs}
	if change != nil {
		change(&spec)
	}
	reply, err = b.corpus.Ask(ctx, ds, name, spec)
	if errors.Is(err, compare.ErrQuestion) {
		return nil, sentenceCase(err.Error()) + ".", nil
	}
	if err != nil {
		return nil, "", fmt.Errorf("question %s: %w", name, err)
	}
	return reply, "", nil
}
