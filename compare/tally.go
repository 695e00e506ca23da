package compare

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"framewatch/compare/stats"
	"framewatch/store"
)

// cell is what things are counted for: a group of documents (in, of dimension by),
// a value of a dimension of the things themselves (of, such as a speaker, of
// dimension kind), and an item (a frame, a relation ...).
type cell struct{ by, in, kind, of, item string }

// base is the cell that is a cell's denominator.
type base struct {
	cell
	coded bool // the things that are coded for the item, and no row of its own
}

// counts are the things of a cell. There are cells for each frame of each speaker of each
// group, so that one takes eight bytes a document and no more: stories and outlets are
// the documents'.
type counts struct {
	of       base // whose share it is; its own for one that has none
	units    int
	notCoded int         // things of which it is not known
	docs     []documents // as they came; by document once [counts.settle] has been called
	examples []string
	told     []int32 // stories of the examples
	// Of the number of which all is asked for, and of its denominator: every sentence by
	// document, and the documents of things of which it is not known. Else nil.
	shown   map[int32][]string
	unknown map[int32]bool
}

// documents is how many things a document has.
type documents struct{ doc, things int32 }

// settle brings documents that came more than once together.
func (n *counts) settle() {
	n.docs = summed(n.docs, func(x, y documents) int { return cmp.Compare(x.doc, y.doc) }, func(to *documents, d documents) { to.things += d.things })
}

// summed sorts a list, in place, and adds those that compare as the same to one.
func summed[T any](list []T, compare func(x, y T) int, add func(to *T, one T)) []T {
	slices.SortFunc(list, compare)
	last := 0
	for _, one := range list {
		if last > 0 && compare(list[last-1], one) == 0 {
			add(&list[last-1], one)
			continue
		}
		list[last] = one
		last++
	}
	return list[:last]
}

const examplesPerNumber = 5

// kinds are the dimensions of things, in the order of their rows.
func kinds() []string { return []string{"", "speaker", "speaker_country", "office", byVoice} }

// tally counts things, such as quotations or documents, by cell.
type tally struct {
	a     *asking
	unit  string // what is counted: quotes, claims, documents
	cells map[base]*counts
	// The denominator of the last share, which often is the next one's.
	whole      base
	ofTheWhole []stats.Part
}

func (a *asking) tally(unit string) *tally {
	return &tally{a: a, unit: unit, cells: map[base]*counts{}}
}

// at finds or makes a cell.
func (t *tally) at(x, of base) *counts {
	n := t.cells[x]
	if n == nil {
		n = &counts{of: of}
		if !x.coded && t.a.behind.wants(x.dimension(), x.group(), x.item) {
			n.shown = map[int32][]string{}
		}
		t.cells[x] = n
	}
	return n
}

// add counts a thing in a document; example is a sentence that shows it, or empty.
func (t *tally) add(doc int32, x, of base, example string) {
	n := t.at(x, of)
	n.units++
	if last := len(n.docs) - 1; last >= 0 && n.docs[last].doc == doc {
		n.docs[last].things++
	} else {
		n.docs = append(n.docs, documents{doc, 1})
	}
	if n.shown != nil && example != "" {
		n.shown[doc] = append(n.shown[doc], example)
	}
	if story := t.a.c.docs[doc].story; example != "" && len(n.examples) < examplesPerNumber && !slices.Contains(n.told, story) {
		n.told, n.examples = append(n.told, story), append(n.examples, example)
	}
}

// without counts a thing of which it is not known whether it is in the cell.
func (t *tally) without(doc int32, x, of base) {
	n := t.at(x, of)
	n.notCoded++
	if t.a.behind != nil {
		if n.unknown == nil {
			n.unknown = map[int32]bool{}
		}
		n.unknown[doc] = true
	}
}

// parts are a cell's things by story and outlet, in their order.
func (t *tally) parts(n *counts) []stats.Part {
	out := make([]stats.Part, len(n.docs))
	for i, d := range n.docs {
		doc := &t.a.c.docs[d.doc]
		out[i] = stats.Part{Story: doc.story, Outlet: doc.source, N: int(d.things)}
	}
	return summed(out, compareParts, func(to *stats.Part, p stats.Part) { to.N += p.N })
}

func compareParts(p, q stats.Part) int {
	return cmp.Or(cmp.Compare(p.Story, q.Story), cmp.Compare(p.Outlet, q.Outlet))
}

// group is the value of the row's dimension.
func (x cell) group() string {
	switch {
	case x.kind == "" || x.of == "":
		return x.in
	case x.by == GroupAll:
		return x.of
	}
	return x.in + "/" + x.of
}

func (x cell) dimension() string {
	switch {
	case x.kind == "":
		return x.by
	case x.by == GroupAll:
		return x.kind
	}
	return x.by + "/" + x.kind
}

// answer makes the rows: of each cell how many things, documents, stories and
// outlets there are, and its share of its denominator. Values of a group come the
// most frequent first.
func (t *tally) answer() error {
	order := slices.SortedFunc(maps.Keys(t.cells), t.compare)
	for _, n := range t.cells {
		n.settle()
	}
	values, size := map[cell]int{}, t.groupDocuments()
	for _, x := range order {
		n := t.cells[x]
		if x.coded || t.a.small.drops(x.by+" "+x.in, size[cell{by: x.by, in: x.in}]) {
			continue
		}
		if x.of != "" && t.a.spec.Top > 0 {
			whole := cell{x.by, x.in, x.kind, x.of, ""}
			if _, seen := values[whole]; !seen {
				values[whole] = values[cell{x.by, x.in, x.kind, "", ""}]
				values[cell{x.by, x.in, x.kind, "", ""}]++
			}
			if values[whole] >= t.a.spec.Top {
				continue
			}
		}
		if err := t.rows(x.cell, n); err != nil {
			return err
		}
	}
	return nil
}

// groupDocuments is how many of the documents that are asked about are in each
// group.
func (t *tally) groupDocuments() map[cell]int {
	out := map[cell]int{}
	for _, i := range t.a.docs {
		for _, by := range t.a.spec.By {
			for _, in := range t.a.c.groupsOf(&t.a.c.docs[i], by) {
				out[cell{by: by, in: in}]++
			}
		}
	}
	return out
}

func (t *tally) compare(x, y base) int {
	frequency := func(b base) int {
		if n := t.cells[base{cell: cell{b.by, b.in, b.kind, b.of, ""}}]; n != nil {
			return n.units
		}
		return 0
	}
	place := func(b base) int { return slices.Index(t.a.spec.By, b.by) }
	return cmp.Or(cmp.Compare(place(x), place(y)), cmp.Compare(slices.Index(kinds(), x.kind), slices.Index(kinds(), y.kind)), strings.Compare(x.in, y.in),
		cmp.Compare(min(1, len(x.of)), min(1, len(y.of))), cmp.Compare(frequency(y), frequency(x)), strings.Compare(x.of, y.of),
		strings.Compare(x.item, y.item), cmp.Compare(boolean(x.coded), boolean(y.coded)))
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (t *tally) rows(x cell, n *counts) error {
	whole := t.cells[n.of]
	if whole == nil { // a cell of which nothing is known to be coded
		whole = &counts{}
	}
	if n.shown != nil {
		t.a.behind.counted(t.unit, n, whole)
	}
	own := t.parts(n)
	stories, outlets := map[int32]bool{}, map[int32]bool{}
	for _, p := range own {
		stories[p.Story], outlets[p.Outlet] = true, true
	}
	row := t.a.row(x.dimension(), x.group(), x.item)
	row.N, row.NPositive = int64(len(whole.docs)), int64(len(n.docs))
	t.a.count(row, t.unit, n.units, n.examples)
	if t.unit != unitDocuments {
		t.a.count(row, unitDocuments, len(n.docs), nil)
	}
	t.a.count(row, "stories", len(stories), nil)
	t.a.count(row, "outlets", len(outlets), nil)
	if n.of.cell == x && !n.of.coded {
		return nil
	}
	return t.share(x, n, own, whole)
}

// wholeParts are the parts of a denominator.
func (t *tally) wholeParts(x base, whole *counts) []stats.Part {
	if t.ofTheWhole == nil || t.whole != x {
		t.whole, t.ofTheWhole = x, t.parts(whole)
	}
	return t.ofTheWhole
}

// count is an answer that was counted.
func (a *asking) count(row store.EstimateRow, statistic string, value int, examples []string) {
	row.Statistic, row.Value, row.Method = statistic, float64(value), methodCount
	a.reply.Answers = append(a.reply.Answers, Answer{EstimateRow: row, Examples: examples})
}

const unitDocuments = "documents"

// share gives the share of the denominator's things, with an interval over
// stories. own are the parts of n.
func (t *tally) share(x cell, n *counts, own []stats.Part, whole *counts) error {
	e := Estimate{Spec: t.a.fixed, Target: t.a.spec.Target, Frame: x.item, By: x.dimension(), Group: x.group(), NotCoded: whole.notCoded, Seed: t.a.spec.Seed}
	parts := slices.Clone(t.wholeParts(n.of, whole))
	for i := range parts {
		for len(own) > 0 && compareParts(own[0], parts[i]) < 0 {
			own = own[1:]
		}
		if len(own) > 0 && compareParts(own[0], parts[i]) == 0 {
			parts[i].K = own[0].N
		}
	}
	if len(parts) == 0 {
		t.a.missing(t.a.row(e.By, e.Group, x.item), "share", "not coded: nothing codes "+x.item+" in the language of any of them", whole.notCoded)
		return nil
	}
	rows, err := t.a.estimated(e, parts)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if !n.of.coded {
			row.NNotCoded = nil
		}
		t.a.reply.Answers = append(t.a.reply.Answers, Answer{EstimateRow: row})
	}
	return nil
}

// estimated are the rows of a share.
func (a *asking) estimated(e Estimate, parts []stats.Part) ([]store.EstimateRow, error) {
	if err := e.fill(parts, PrevalenceSpec{Sampling: a.spec.Sampling}); err != nil {
		return nil, err
	}
	rows := e.Rows()
	if left, ok := leftOut(rows[0], parts); ok {
		rows = append(rows, left)
	}
	for i := range rows {
		rows[i].Question = a.name
	}
	return rows, nil
}

// leftOut is the range of a share with each outlet left out in turn, as far as
// others remain.
func leftOut(share store.EstimateRow, parts []stats.Part) (row store.EstimateRow, ok bool) {
	k, n := 0, 0
	of := map[int32]stats.Part{}
	for _, p := range parts {
		k, n = k+p.K, n+p.N
		one := of[p.Outlet]
		of[p.Outlet] = stats.Part{K: one.K + p.K, N: one.N + p.N}
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, one := range of {
		if n > one.N {
			v := float64(k-one.K) / float64(n-one.N)
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	if len(of) < 2 || math.IsInf(lo, 0) {
		return row, false
	}
	row = share
	row.Method, row.Preferred, row.ClusterBy, row.Note = methodLeaveOut, false, clusterOutlets, ""
	row.SE, row.CILo, row.CIHi, row.NClusters = nil, rounded(lo), rounded(hi), pointer(int64(len(of)))
	return row, true
}

// missing is an answer without a number.
func (a *asking) missing(row store.EstimateRow, statistic, why string, notCoded int) {
	row.Statistic, row.Method, row.Note = statistic, methodNone, why
	if notCoded > 0 {
		row.NNotCoded = pointer(int64(notCoded))
	}
	a.reply.Answers = append(a.reply.Answers, Answer{EstimateRow: row, Missing: true})
}
