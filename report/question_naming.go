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
	wrong, onlyWrong compare.Answer // their shares
}

// namingAsked answers question 7: which wrong names stand for the subject, and what
// would be missed without them?
func (b *builder) namingAsked(ctx context.Context, ds *store.Dataset) (*answered, error) {
	const question = "Which wrong names stand for the subject, and what would be missed without them?"
	if !b.hasTarget() {
		return unanswered(question, "The settings name no subject: annotate.targets would say whose names are meant."), nil
	}
	reply, missing, err := b.ask(ctx, ds, "naming", func(s *compare.QuestionSpec) { s.By = []string{"all", "lang"} })
	if err != nil {
		return nil, err
	}
	if reply == nil {
		return unanswered(question, missing), nil
	}
	shares := namingShares(reply)
	if len(shares) == 0 || shares[0].by != "all" {
		return unanswered(question, "No document names the subject: it would take texts that do."), nil
	}
	return &answered{card: b.namingCard(question, shares[0]), sections: b.naming(shares)}, nil
}

// namingShares are the shares of documents, all first, then languages by size.
func namingShares(reply *compare.Reply) []namingShare {
	var out []namingShare
	for _, a := range reply.Answers {
		if a.Missing || a.Statistic != "share" || !a.Preferred || a.Item != itemWrong && a.Item != itemOnlyWrong {
			continue
		}
		at := slices.IndexFunc(out, func(s namingShare) bool { return s.by == a.Dimension && s.group == a.GroupName })
		if at < 0 {
			at = len(out)
			out = append(out, namingShare{by: a.Dimension, group: a.GroupName})
		}
		if a.Item == itemWrong {
			out[at].wrong = a
		} else {
			out[at].onlyWrong = a
		}
	}
	slices.SortStableFunc(out, func(x, y namingShare) int {
		return cmp.Or(cmp.Compare(boolean(x.by != "all"), boolean(y.by != "all")), cmp.Compare(y.wrong.N, x.wrong.N), cmp.Compare(x.group, y.group))
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
	c := card{Question: question}
	w, only := all.wrong, all.onlyWrong
	said := fmt.Sprintf("%s (%s) use a wrong name", shareOf(w), rowShareRange(w.EstimateRow))
	switch only.NPositive {
	case 0:
		c.Answer = fmt.Sprintf("%s; none has no other (at most %s), so little would be missed.", said, upper(only.EstimateRow))
	case 1:
		c.Answer = fmt.Sprintf("%s; 1 has no other and would be missed (%s; %s).", said, percent(only.Value), rowShareRange(only.EstimateRow))
	default:
		c.Answer = fmt.Sprintf("%s; %s have no other and would be missed (%s; %s).", said, count(int(only.NPositive)), percent(only.Value), rowShareRange(only.EstimateRow))
	}
	if w.NPositive == 0 {
		c.Answer = fmt.Sprintf("None of %s uses a name known to be wrong (at most %s).", plural(int(w.N), "document", "documents"), upper(w.EstimateRow))
	}
	if worst, total := b.worstLanguage(); worst.wrong > 0 {
		c.Answer += fmt.Sprintf(" Most in %s: %s of %d wrong mentions.", b.labels.lang(worst.group), count(worst.wrong), total)
	}
	c.Checks = []check{{Name: "copies", State: survives, Note: "intervals take stories for independent"}, {Name: "outlets", Note: "not asked: it is a share of these outlets"},
		{Name: "correction", Note: "names are looked up, not coded"}, {Name: "specifications", Note: "not computed for names"}}
	c.Caveat = "Wrong names that neither the gazetteer nor aligned halves know are not counted."
	return c
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

// shareOf is "9% of 138 documents".
func shareOf(a compare.Answer) string {
	return fmt.Sprintf("%s of %s", percent(a.Value), plural(int(a.N), "document", "documents"))
}

func rowShareRange(r store.EstimateRow) string {
	if r.CILo == nil || r.CIHi == nil {
		return "no interval"
	}
	return trimPercent(*r.CILo) + "–" + percent(*r.CIHi)
}

// upper is the upper end of an interval of a share.
func upper(r store.EstimateRow) string {
	if r.CIHi == nil {
		return "not known how many"
	}
	return percent(*r.CIHi)
}
