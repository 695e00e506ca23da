package report

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"framewatch/compare"
	"framewatch/store"
)

// Figure is a number of the first screen, by which framewatch trace leads to what is
// behind it.
type Figure struct {
	Card int
	What string // what the number is
	// Printed is the number as the page has it; one estimate may be printed as several,
	// such as a share with its interval and its counts.
	Printed []string
	// Row is the estimate, whose ID is the number's. It is of table estimates, or of the
	// answer to a question, or of what this package makes of several (question report).
	Row store.EstimateRow
	// Of is the estimate whose documents are behind a number that this package has made;
	// nil where Members are.
	Of      *store.EstimateRow
	Members []compare.Member
}

// idDigits are how many digits of an ID are printed: enough that no other begins so.
const idDigits = 16

// ID is the beginning of the number's ID.
func (f Figure) ID() string { return f.Row.ID()[:idDigits] }

// Shown is the number as it is printed.
func (f Figure) Shown() string { return strings.Join(f.Printed, "; ") }

// Figures are the numbers of the first screen of a report of the study.
func Figures(ctx context.Context, ds *store.Dataset, study *compare.Study, cfg Config) ([]Figure, error) {
	b, err := newBuilder(ctx, ds, study, cfg, "report.html")
	if err != nil {
		return nil, fmt.Errorf("figures of report: %w", err)
	}
	questions, err := b.questions(ctx, ds)
	if err != nil {
		return nil, fmt.Errorf("figures of report: %w", err)
	}
	var out []Figure
	for _, q := range questions {
		out = append(out, q.card.Figures...)
	}
	return out, nil
}

// questionReport is that of numbers that this package makes of others.
const questionReport = "report"

// cite notes an estimate that a card prints; nothing is noted of one that there is
// not.
func (c *card) cite(what string, row store.EstimateRow, printed ...string) {
	printed = slices.DeleteFunc(printed, func(s string) bool { return s == "" })
	if row.Question == "" || len(printed) == 0 {
		return
	}
	if at := slices.IndexFunc(c.Figures, func(f Figure) bool { return f.Row.ID() == row.ID() }); at >= 0 {
		c.Figures[at].Printed = append(c.Figures[at].Printed, printed...)
		return
	}
	c.Figures = append(c.Figures, Figure{What: what, Row: row, Printed: printed})
}

// citePortion notes a share, and with its checks those of the same share with one vote
// a story and without any one outlet.
func (c *card) citePortion(what string, p portion, printed ...string) {
	c.cite(what, p.row, printed...)
}

func (c *card) citeChecks(what string, p portion) {
	c.cite(what+", one vote a story", p.onceRow, percent(p.perStory))
	if p.left != nil {
		c.cite(what+", without any one outlet", p.leftRow, span(*p.left), count(p.outlets))
	}
}

// made is a number that this package makes of estimates.
func (b *builder) made(item string, value float64) store.EstimateRow {
	spec, err := compare.SpecOf(questionReport, struct {
		compare.Selection
		compare.Sampling
		MinDocs int `json:"min_docs"`
	}{b.settings.Selection(), b.settings.Sampling(), b.settings.MinDocs})
	if err != nil {
		return store.EstimateRow{} // it was written as part of other specs before
	}
	return store.EstimateRow{TargetID: b.settings.Target, Question: questionReport, Spec: spec, Codebook: b.codebook, Dimension: "all", GroupName: compare.GroupAll, Item: item,
		Statistic: "made", Method: questionReport, Value: value}
}

// citeMade notes a number made of an estimate, behind which the documents of that are.
func (b *builder) citeMade(c *card, what, item string, value float64, of store.EstimateRow, printed ...string) {
	if of.Question == "" {
		b.citeMembers(c, what, item, value, b.counted(), printed...)
		return
	}
	c.Figures = append(c.Figures, Figure{What: what, Row: b.made(item, value), Of: &of, Printed: printed})
}

// citeMembers notes a number made of documents.
func (b *builder) citeMembers(c *card, what, item string, value float64, members []compare.Member, printed ...string) {
	row := b.made(item, value)
	row.N = int64(len(members))
	c.Figures = append(c.Figures, Figure{What: what, Row: row, Members: members, Printed: printed})
}

// counted are the documents that count under the settings.
func (b *builder) counted() []compare.Member {
	var out []compare.Member
	for d := range b.corpus.All() {
		if b.corpus.Selects(b.settings.Selection(), d.ID) {
			out = append(out, compare.Member{Doc: d.ID, Coded: true})
		}
	}
	return out
}

// those are the documents that count and of which something holds.
func (b *builder) those(of func(compare.Doc) bool) []compare.Member {
	return slices.DeleteFunc(b.counted(), func(m compare.Member) bool {
		d, _ := b.corpus.Doc(m.Doc)
		return !of(d)
	})
}

// rowWith finds the row of a statistic: that of a method, or the one to quote.
func rowWith(rows []store.EstimateRow, statistic, method string) store.EstimateRow {
	for _, r := range rows {
		if r.Statistic == statistic && (r.Method == method || method == "" && r.Preferred) {
			return r
		}
	}
	return store.EstimateRow{}
}

// row is the estimate of an answer; its question is empty where there is none.
func (a *answers) row(dimension, group, item, statistic string) store.EstimateRow {
	n := a.at[answerKey{dimension, group, item, statistic}]
	if n.Missing {
		return store.EstimateRow{}
	}
	return n.EstimateRow
}

// citeCount notes a count as a card prints it.
func (c *card) citeCount(what string, a *answers, dimension, group, item, statistic string) {
	if row := a.row(dimension, group, item, statistic); row.Question != "" {
		c.cite(what, row, count(int(row.Value)))
	}
}

func whole(n int) string { return strconv.Itoa(n) }
