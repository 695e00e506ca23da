package trace

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"framewatch/compare"
	"framewatch/store"
)

// estimate follows a row of table estimates, which is that at a place of a file.
func (t *tracer) estimate(ctx context.Context, f store.File, at int) error {
	i := 0
	row, err := one(ctx, t, f, func(*store.EstimateRow) bool { i++; return i-1 == at })
	if err != nil {
		return err
	}
	return t.number(ctx, row, nil, f.Path)
}

// Where a row comes from that is in no file of the dataset.
const (
	given      = "the row that was given"
	ofTheStudy = "the report's figures, as they are computed now"
)

// number follows a number, which is computed again, and the documents behind it. File
// says where the row is from.
func (t *tracer) number(ctx context.Context, row store.EstimateRow, figure *Figure, file string) error {
	n := numberNode(row, figure)
	t.out.Root = n
	t.ran(row.RunID)
	behind, err := t.behind(ctx, n, row, figure, file)
	if err != nil {
		return err
	}
	if behind == nil {
		return nil
	}
	return t.members(ctx, n, behind)
}

// loaded is the corpus, once.
func (t *tracer) loaded(ctx context.Context) (*compare.Corpus, error) {
	if t.corpus != nil {
		return t.corpus, nil
	}
	load := t.opt.Corpus
	if load == nil {
		load = func(ctx context.Context) (*compare.Corpus, error) { return compare.Load(ctx, t.ds) }
	}
	var err error
	t.corpus, err = load(ctx)
	return t.corpus, err
}

// behind computes the number again and counts the documents behind it.
func (t *tracer) behind(ctx context.Context, n *Node, row store.EstimateRow, figure *Figure, file string) (*compare.Behind, error) {
	if figure != nil && figure.Behind != nil {
		n.unchecked("value", "the dataset does not keep it: it was computed just now, from the documents below")
		return figure.Behind, nil
	}
	if figure != nil && figure.Of != nil {
		n.unchecked("value", "the dataset does not keep it: the report made it just now of the estimate %s (%s), which is checked here", figure.Of.ID(), valueOf(*figure.Of))
		row = *figure.Of
	}
	corpus, err := t.loaded(ctx)
	if err != nil {
		return nil, err
	}
	recompute := t.opt.Others[row.Question]
	if recompute == nil {
		recompute = func(ctx context.Context, c *compare.Corpus, row store.EstimateRow) (store.EstimateRow, *compare.Behind, error) {
			return c.Recompute(ctx, t.ds, row)
		}
	}
	again, behind, err := recompute(ctx, corpus, row)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, compare.ErrHandCodes):
		n.unchecked("value", "%v", compare.ErrHandCodes)
	case err != nil:
		n.broken("value", file, mendNumber, "it cannot be computed again: %v", err)
	default:
		hold(n, row, again, file)
	}
	if behind == nil {
		return nil, nil
	}
	counts(n, row, behind, file)
	return behind, nil
}

// hold holds a row against the one that was computed again, column by column.
func hold(n *Node, row, again store.EstimateRow, file string) {
	row.RunID, again.RunID = "", ""
	var differ []string
	a, b := reflect.ValueOf(row), reflect.ValueOf(again)
	for i := range a.NumField() {
		x, y := shown(a.Field(i)), shown(b.Field(i))
		if name, _, _ := strings.Cut(a.Type().Field(i).Tag.Get("col"), ","); x != y {
			differ = append(differ, fmt.Sprintf("%s is %s and was %s", name, y, x))
		}
	}
	if len(differ) > 0 {
		n.broken("value", file, mendNumber, "computed again: %s", strings.Join(differ, "; "))
		return
	}
	n.ok("value", "computed again with the same value, interval, p and counts")
}

// shown is a column's value, exactly.
func shown(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return "null"
		}
		v = v.Elem()
	}
	if v.Kind() == reflect.Float64 {
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	}
	return fmt.Sprint(v.Interface())
}

// counts holds what a row counts against the documents that were selected again.
func counts(n *Node, row store.EstimateRow, behind *compare.Behind, file string) {
	coded, positive, notCoded, stories, outlets := behind.Sorted()
	says := fmt.Sprintf("%s (%s, %s), %d positive, %d not coded", plural(coded, "document", "documents"), plural(stories, "story", "stories"), plural(outlets, "outlet", "outlets"), positive, notCoded)
	if !behind.Documents {
		n.link(Link{What: "counts", Verdict: NotChecked, Why: "the row counts other things than documents; behind them are " + says})
		return
	}
	var differ []string
	check := func(name string, want *int64, got int) {
		if want != nil && *want != int64(got) {
			differ = append(differ, fmt.Sprintf("%s is %d and not %d", name, got, *want))
		}
	}
	check("n", &row.N, coded)
	if row.Question != "alike" && row.Question != "keyness" {
		check("n_positive", &row.NPositive, positive)
	}
	check("n_not_coded", row.NNotCoded, notCoded)
	if row.NA == nil { // else sides are counted apart
		check("n_stories", row.NStories, stories)
		check("n_outlets", row.NOutlets, outlets)
	}
	if len(differ) > 0 {
		n.broken("counts", file, mendNumber, "the documents selected again are others: %s", strings.Join(differ, "; "))
		return
	}
	n.ok("counts", "selected again: %s", says)
}

// numberNode says what a number is.
func numberNode(row store.EstimateRow, figure *Figure) *Node {
	n := &Node{Kind: "estimate", ID: row.ID()}
	group := row.GroupName
	if row.Dimension != compare.GroupAll {
		group = row.Dimension + " " + row.GroupName
	}
	n.Says = strings.Join(slices.DeleteFunc([]string{row.Question, group, row.Item, row.Statistic}, func(s string) bool { return s == "" }), ", ")
	n.Says += ": " + valueOf(row)
	if figure != nil {
		n.Kind = "figure"
		n.fact("figure", figure.What)
		n.fact("printed", strings.Join(figure.Printed, "; "))
	}
	for _, f := range []Fact{{"target", row.TargetID}, {"question", row.Question}, {"spec", row.Spec}, {"dimension", row.Dimension}, {"group", row.GroupName}, {"item", row.Item},
		{"statistic", row.Statistic}, {"method", row.Method}, {"codebook", row.Codebook}, {"note", row.Note}} {
		n.fact(f.Name, f.Value)
	}
	if row.Seed != nil {
		n.fact("seed", fmt.Sprint(*row.Seed))
	}
	return n
}

// valueOf is a number with its interval and its counts.
func valueOf(row store.EstimateRow) string {
	short := func(v float64) string {
		if math.Abs(v) >= 1e15 || v == math.Trunc(v) {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	s := short(row.Value)
	if row.CILo != nil && row.CIHi != nil {
		s += fmt.Sprintf(" (%s to %s)", short(*row.CILo), short(*row.CIHi))
	}
	return s + fmt.Sprintf(", n %d, positive %d", row.N, row.NPositive)
}

// members follows the first documents behind a number to their bytes, positive ones
// first, with what shows that they are positive.
func (t *tracer) members(ctx context.Context, n *Node, behind *compare.Behind) error {
	behind.Sorted()
	list := behind.Members
	t.out.Documents = len(list)
	if t.opt.Limit > 0 && len(list) > t.opt.Limit {
		list = list[:t.opt.Limit]
	}
	t.out.Shown = len(list)
	var ids []string
	sentences := map[string]bool{}
	for _, m := range list {
		ids = append(ids, m.Doc)
		for _, s := range m.Sentences {
			sentences[s] = true
		}
	}
	texts, err := t.texts(ctx, ids...)
	if err != nil {
		return err
	}
	decisions := map[string]*decision{}
	clauses := map[string]bool{}
	if behind.Frame != "" {
		if decisions, err = t.decisions(ctx, frameOf{behind.Frame, behind.Codebook, behind.Target}, texts); err != nil {
			return err
		}
		for _, d := range decisions {
			for i := range d.hits {
				sentences[d.hits[i].SentenceID], clauses[d.hits[i].ClauseID] = true, true
			}
		}
	}
	around, err := t.surroundings(ctx, texts, sentences, clauses)
	if err != nil {
		return err
	}
	for _, m := range list {
		x := texts[m.Doc]
		if x == nil {
			n.broken("document", "documents", mendTable, "table documents does not have %s", m.Doc)
			continue
		}
		n.From = append(n.From, t.memberNode(x, m, behind, decisions[m.Doc], around))
	}
	return nil
}

// memberNode is a document as one behind a number: what was found in it stands before
// where it comes from.
func (t *tracer) memberNode(x *text, m compare.Member, behind *compare.Behind, d *decision, a *around) *Node {
	n := *x.node
	n.Facts = append([]Fact{{"counts as", m.As()}}, n.Facts...)
	var evidence []*Node
	for _, s := range m.Sentences {
		if at := a.sentence(x, s, false); at != nil {
			evidence = append(evidence, at)
		} else {
			n.broken("sentence", "sentences", mendTable, "table sentences does not have %s", s)
		}
	}
	switch {
	case behind.Frame == "":
	case d == nil || d.row == nil:
		if m.Coded {
			n.broken("decision", "document_frames", mendTable, "table document_frames does not say whether it has %s", behind.Frame)
		}
	default:
		at := d.node(t)
		at.From = d.hitNodes(x, a)
		evidence = append(evidence, at)
	}
	n.From = slices.Concat(evidence, n.From)
	return &n
}
