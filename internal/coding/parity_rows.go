package coding

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"framewatch/compare"
	"framewatch/compare/stats"
	"framewatch/corpus"
	"framewatch/nlp/frame"
	"framewatch/store"
)

// Questions of rows about parity.
const (
	QuestionHalves       = "halves"
	QuestionTranslations = "translations"
)

func questionOf(kind string) string {
	return map[string]string{Halves: QuestionHalves, Copies: QuestionTranslations}[kind]
}

// ParityAsked is what fixes the numbers of parity beside the codebook.
type ParityAsked struct {
	compare.Selection // its zero value stands for all documents that are articles
	compare.Sampling
	Frames []string `json:"frames,omitempty"` // none = all
}

// Spec is what is to be held against each other, over a corpus.
func (p ParityAsked) Spec(c *compare.Corpus, book frame.Codebook) ParitySpec {
	spec := ParitySpec{Target: p.Target, Book: book, Frames: p.Frames, Resampling: p.Resampling()}
	about := p.Selection
	about.Target = ""
	if !reflect.DeepEqual(about, compare.Selection{}) {
		spec.Chooses = func(id string) bool { return c.Selects(p.Selection, id) }
	}
	return spec
}

// Answers are the sums of a kind of pairs in the form of table estimates.
func (r *ParityResult) Answers(kind string, of ParityAsked, book string) ([]compare.Answer, error) {
	fixed, err := compare.SpecOf(questionOf(kind), of)
	if err != nil {
		return nil, err
	}
	var out []compare.Answer
	for _, one := range r.Rows {
		if one.Kind == kind {
			out = append(out, one.answers(store.EstimateRow{TargetID: of.Target, Question: questionOf(kind), Spec: fixed, Codebook: book})...)
		}
	}
	return out, nil
}

func (r ParityRow) answers(row store.EstimateRow) []compare.Answer {
	row.Dimension, row.GroupName, row.Item, row.Preferred, row.N, row.NPositive = "langs", r.Langs, r.Frame, true, int64(r.Pairs), int64(r.Both)
	var out []compare.Answer
	for _, n := range []struct {
		statistic string
		value     int
	}{{"compared", r.Pairs}, {"both", r.Both}, {"first_only", r.First}, {"second_only", r.Second}, {"neither", r.Neither}} {
		count := row
		count.Statistic, count.Value, count.Method = n.statistic, float64(n.value), "count"
		out = append(out, compare.Answer{EstimateRow: count})
	}
	agree, same := row, row
	agree.Statistic, agree.Method, agree.ClusterBy = "agree", "bootstrap", "syndication"
	answer := compare.Answer{EstimateRow: agree}
	if r.Agree.Value == nil {
		answer.Missing, answer.Note = true, "no half has "+r.Frame
	} else {
		answer.Value, answer.CILo, answer.CIHi = stats.Rounded(*r.Agree.Value), rounded(r.Agree.Lo), rounded(r.Agree.Hi)
	}
	same.Statistic, same.Value, same.Method = "same", stats.Rounded(r.Same), "share"
	return append(out, answer, compare.Answer{EstimateRow: same})
}

func rounded(x *float64) *float64 {
	if x == nil {
		return nil
	}
	r := stats.Rounded(*x)
	return &r
}

// Members are the documents behind the sums of a kind of pairs: positive are those
// in which a frame is on both sides.
func (r *ParityResult) Members(kind, langs, item string) []compare.Member {
	var out []compare.Member
	at := map[string]int{}
	for _, p := range r.Pairs {
		if of := corpus.BaseLang(p.Langs[0]) + "/" + corpus.BaseLang(p.Langs[1]); p.Kind != kind || langs != compare.GroupAll && of != langs || item != ItemAll && !slices.Contains(p.Comparable, item) {
			continue
		}
		both := slices.ContainsFunc(p.Frames[0], func(f string) bool { return (item == ItemAll || f == item) && slices.Contains(p.Frames[1], f) })
		var sentences []string
		for _, d := range p.Disagreement {
			if item == ItemAll || d.Frame == item {
				sentences = append(sentences, d.Sentences()...)
			}
		}
		for i, doc := range p.Docs {
			if i == 1 && p.Docs[0] == doc {
				continue // halves of one document
			}
			n, ok := at[doc]
			if !ok {
				n = len(out)
				at[doc] = n
				out = append(out, compare.Member{Doc: doc, Coded: true})
			}
			out[n].Positive = out[n].Positive || both
			for _, s := range sentences {
				if !slices.Contains(out[n].Sentences, s) {
					out[n].Sentences = append(out[n].Sentences, s)
				}
			}
		}
	}
	return out
}

// ParityAgain computes a row of parity again, with what is behind it. The codebook is
// that of the row, among books.
func ParityAgain(ctx context.Context, ds *store.Dataset, c *compare.Corpus, books []frame.Codebook, row store.EstimateRow) (again store.EstimateRow, behind *compare.Behind, err error) {
	at := slices.IndexFunc(books, func(b frame.Codebook) bool { return b.ID == row.Codebook })
	if at < 0 {
		return row, nil, fmt.Errorf("the settings do not name codebook %q, by which it was made", row.Codebook)
	}
	asked := ParityAsked{Selection: compare.Selection{Target: row.TargetID}}
	if err := compare.ReadSpec(row.Spec, &asked); err != nil {
		return row, nil, err
	}
	result, err := ParityOf(ctx, ds, c, asked.Spec(c, books[at]))
	if err != nil {
		return row, nil, err
	}
	for _, kind := range []string{Halves, Copies} {
		answers, err := result.Answers(kind, asked, row.Codebook)
		if err != nil {
			return row, nil, err
		}
		for _, a := range answers {
			if a.ID() == row.ID() {
				return a.EstimateRow, c.Behind(result.Members(kind, row.GroupName, row.Item)), nil
			}
		}
	}
	return row, nil, fmt.Errorf("no such number in this dataset: %s %s, %s", row.GroupName, row.Item, row.Statistic)
}
