package report

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"framewatch/compare"
	"framewatch/store"
)

// Items of question naming that are shares of documents.
const (
	itemWrong     = "wrong names"
	itemOnlyWrong = "only wrong names"
)

// namingShare is how many documents of a group name the subject wrongly.
type namingShare struct {
	by, group        string
	wrong, onlyWrong portion
}

// namingAsked answers question 7: which wrong names stand for the subject, and what
// would be missed without them?
func (b *builder) namingAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	const question = "Which wrong names stand for the subject, and what would be missed without them?"
	if !b.hasTarget() {
		return unanswered(question, "The settings name no subject: annotate.targets would say whose names are meant."), nil
	}
	numbers, missing, err := b.numbers(ctx, ds, "naming", func(s *compare.QuestionSpec) { s.By = []string{"all", "lang"} })
	if err != nil {
		return nil, err
	}
	if numbers == nil {
		return unanswered(question, missing), nil
	}
	shares := namingShares(numbers)
	if len(shares) == 0 || shares[0].by != "all" {
		return unanswered(question, "No document names the subject: it would take texts that do."), nil
	}
	return &answered{card: b.namingCard(question, shares[0]), sections: b.naming(shares)}, nil
}

// namingShares are the shares of documents, all first, then languages by size.
func namingShares(a *answers) []namingShare {
	var out []namingShare
	for _, by := range []string{"all", "lang"} {
		for _, group := range a.groups(by, itemWrong, "share") {
			s := namingShare{by: by, group: group}
			s.wrong, _ = a.portion(by, group, itemWrong, "documents")
			s.onlyWrong, _ = a.portion(by, group, itemOnlyWrong, "documents")
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(x, y namingShare) int {
		return cmp.Or(cmp.Compare(boolean(x.by != "all"), boolean(y.by != "all")), cmp.Compare(y.wrong.n, x.wrong.n))
	})
	return out
}

func boolean(v bool) int {
	if v {
		return 1
	}
	return 0
}

func (b *builder) namingCard(question string, all namingShare) card {
	c := card{Question: question, Checks: all.wrong.checks(), Caveat: "Wrong names that neither the gazetteer nor aligned halves know are not counted."}
	w, only := all.wrong, all.onlyWrong
	said := fmt.Sprintf("%s of %s (%s) use a wrong name", percent(w.value), plural(w.n, "document", "documents"), w.within())
	switch {
	case w.k == 0:
		c.Answer = fmt.Sprintf("None of %s uses a name known to be wrong (interval %s).", plural(w.n, "document", "documents"), w.within())
	case only.k == 0:
		c.Answer = fmt.Sprintf("%s; all of these have a right one too, so none would be missed (interval %s).", said, only.within())
	default:
		c.Answer = fmt.Sprintf("%s; %s no other and would be missed (%s; %s).", said, plural(only.k, "has", "have"), percent(only.value), only.within())
	}
	if worst, total := b.worstLanguage(); worst.wrong > 0 {
		c.Answer += fmt.Sprintf(" Most in %s: %s of %s.", b.labels.lang(worst.group), count(worst.wrong), plural(total, "wrong mention", "wrong mentions"))
		b.citeMade(&c, "wrong mentions, and those in the language of most", "wrong mentions", float64(total), w.row, count(worst.wrong), count(total))
	}
	c.citePortion("documents with a wrong name", w, percent(w.value), plural(w.n, "document", "documents"), w.within())
	c.citePortion("documents with no other name", only, count(only.k), percent(only.value), only.within())
	c.citeChecks("documents with a wrong name", w)
	return c
}

// within is the interval of a share alone.
func (p portion) within() string {
	if p.interval == nil {
		return "no interval"
	}
	return span(*p.interval)
}

// worstLanguage is the language of the most wrong mentions, and how many there are in
// all.
func (b *builder) worstLanguage() (worst namingTally, total int) {
	for _, l := range b.namingBy("lang") {
		total += l.wrong
		if l.wrong > worst.wrong {
			worst = l
		}
	}
	return worst, total
}
