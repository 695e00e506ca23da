package export

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"framewatch/store"
)

// projection turns the rows of one table into those that leave.
type projection struct {
	*planner
	name   string
	cols   []string
	fates  [4][]fate      // by level
	places map[string]int // column -> its place in a row
	out    []int          // places of the columns that leave
	keys   []int          // of them, those of the key
}

func (p *planner) tables(ctx context.Context) error {
	for _, name := range store.TableNames() {
		t, err := p.project(name)
		if err != nil {
			return err
		}
		if len(t.out) == 0 {
			continue
		}
		n, err := t.count(ctx)
		if err != nil {
			return err
		}
		p.plan.Tables = append(p.plan.Tables, Table{Name: name, Description: store.TableDescription(name), Fields: t.fields(), Count: n, Rows: t.rows(ctx)})
	}
	return nil
}

// count reads the table once: how many rows leave, and why others do not.
func (t *projection) count(ctx context.Context) (int64, error) {
	var n, suppressed int64
	stay := map[string]int64{}
	for _, month := range t.monthsOf() {
		err := t.each(ctx, month, func(row []any, why string) {
			if why == "" {
				n++
				if t.suppresses() && row[len(row)-1] == true {
					suppressed++
				}
				return
			}
			stay[why]++
		})
		if err != nil {
			return 0, err
		}
	}
	t.withhold("cells", t.name, whyCell, suppressed)
	for _, why := range sortedKeys(stay) {
		if t.name != "documents" { // which says so itself
			t.withhold("rows", t.name, why, stay[why])
		}
	}
	return n, nil
}

func (p *planner) project(name string) (*projection, error) {
	t := &projection{planner: p, name: name, places: map[string]int{}}
	for l := range t.fates {
		var err error
		if t.fates[l], err = fatesOf(name, Level(l)); err != nil {
			return nil, err
		}
	}
	for i, c := range store.Columns(name) {
		t.places[c.Name], t.cols = i, append(t.cols, c.Name)
		if t.fates[p.opt.Level][i] == drop {
			continue
		}
		if c.Key {
			t.keys = append(t.keys, len(t.out))
		}
		t.out = append(t.out, i)
	}
	return t, nil
}

// fields describes the columns that leave. Where a part of the key stays, or may, no
// column is called one.
func (t *projection) fields() []Field {
	cols := store.Columns(t.name)
	whole := true
	for i, c := range cols {
		whole = whole && (!c.Key || t.fates[t.opt.Level][i] != drop && t.fates[t.opt.Level][i] != address)
	}
	fields := make([]Field, 0, len(t.out))
	for _, i := range t.out {
		c := &cols[i]
		f := Field{Name: c.Name, Type: c.Type, Go: store.ColumnType(t.name, *c), Description: c.Desc, Key: c.Key && whole, References: references(t.name, c.Name)}
		f.Null = c.Nullable() || t.mayBeNull(i)
		fields = append(fields, f)
	}
	if t.contexts() {
		fields = append(fields, contextFields()...)
	}
	if t.suppresses() {
		fields = append(fields, withheldField())
	}
	return fields
}

// mayBeNull reports whether a column that is never null in the dataset may be so
// in the export, as some rows leave at a lower level than others.
func (t *projection) mayBeNull(i int) bool {
	if t.opt.Level >= L2 {
		return t.fates[t.opt.Level][i] == address || t.fates[t.opt.Level][i] == cell
	}
	return t.fates[L2][i] == drop || t.fates[L2][i] == address
}

// rows yields a month at a time, in the order of the key, which is never that of a
// text: IDs of places are made anew before.
func (t *projection) rows(ctx context.Context) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, month := range t.monthsOf() {
			type sortable struct {
				key string
				row []any
			}
			var rows []sortable
			err := t.each(ctx, month, func(row []any, why string) {
				if why == "" {
					rows = append(rows, sortable{t.order(row), row})
				}
			})
			if err != nil {
				yield(nil, err)
				return
			}
			slices.SortFunc(rows, func(a, b sortable) int { return strings.Compare(a.key, b.key) })
			for _, r := range rows {
				if !yield(r.row, nil) {
					return
				}
			}
		}
	}
}

// monthsOf are the partitions of the table; one that has none has one of no name.
func (t *projection) monthsOf() []string {
	var out []string
	for _, f := range t.ds.Files(t.name) {
		out = append(out, f.Month())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// each calls fn with what leaves of each row of a month, or with why nothing does.
func (t *projection) each(ctx context.Context, month string, fn func(row []any, why string)) error {
	var texts map[string]*shown
	if t.opt.Level == L1 && t.hasWords() {
		var err error
		if texts, err = t.readTexts(ctx, month); err != nil {
			return err
		}
	}
	for row, err := range store.Values(ctx, t.ds, t.in(month).Files(t.name)) {
		if err != nil {
			return err
		}
		fn(t.row(row, texts))
	}
	return nil
}

func (t *projection) hasWords() bool { return slices.Contains(t.fates[L1], words) }

// order is by the key, then by all that leaves of a row.
func (t *projection) order(row []any) string {
	var b strings.Builder
	for _, i := range t.keys {
		fmt.Fprintf(&b, "%v\xff", row[i])
	}
	for _, v := range row {
		fmt.Fprintf(&b, "%v\xff", v)
	}
	return b.String()
}

// text is a column of a row as a string, empty where it is null or not there.
func (t *projection) text(row []any, column string) string {
	i, ok := t.places[column]
	if !ok {
		return ""
	}
	s, _ := row[i].(string)
	return s
}

// subject is the document of a row, and the level at which the row leaves. A row of
// a document that does not leave stays, and why says so.
func (t *projection) subject(row []any) (d *document, l Level, why string) {
	l = t.opt.Level
	if id := t.text(row, "doc_id"); id != "" {
		if d = t.docs[id]; d == nil {
			return nil, l, "their document does not leave"
		}
		return d, d.level, ""
	}
	if s := t.wishes.sources[t.text(row, "source_id")]; s != nil {
		l = max(l, s.reservation.Level)
	}
	return nil, l, ""
}

// row is what leaves of a row; why is not empty where nothing does. Texts are those
// of its month where the level gives words of them.
func (t *projection) row(row []any, texts map[string]*shown) (out []any, why string) {
	d, level, why := t.subject(row)
	if why == "" {
		why = t.rowStays(row, d, level, texts)
	}
	if why != "" {
		return nil, why
	}
	if t.suppresses() {
		return t.aggregate(row)
	}
	var s *shown
	if d != nil && level == L1 && t.hasWords() {
		// A row whose words stay leaves as at L2: the words follow from its places
		// and codes.
		if s = texts[d.id]; s == nil || t.decidedToStay(d, t.rowID(row)) && t.name != "documents" {
			level, s = L2, nil
		}
	}
	out = make([]any, len(t.out), len(t.out)+2)
	for to, from := range t.out {
		f := t.fates[level][from]
		if f == words && s != nil {
			out[to] = t.wordsOf(s, t.cols[from], row, row[from])
			continue
		}
		out[to] = t.value(f, t.cols[from], d, row[from])
	}
	if t.contexts() {
		before, after := t.contextOf(s, row)
		out = append(out, before, after)
	}
	return out, ""
}

// value is what leaves of a value.
func (t *projection) value(f fate, column string, d *document, v any) any {
	if v == nil {
		return nil
	}
	switch f {
	case drop:
		return nil
	case rekey:
		if s := v.(string); s != "" && d != nil {
			return keyed(d.key, s)
		}
		return v
	case address:
		return t.addressOf(v)
	case person:
		if s := v.(string); !t.private[s] && !t.privateIDs[s] {
			return s
		}
		return t.alias(column, v)
	case alias:
		return t.alias(column, v)
	case doc:
		if s := v.(string); s == "" || t.docs[s] != nil {
			return s
		}
		return t.pseudonym("document", v.(string))
	case keep, words, term, cell:
	}
	return v
}

func (t *projection) alias(column string, v any) any {
	kind := aliasKind(t.name, column)
	switch v := v.(type) {
	case string:
		return t.pseudonym(kind, v)
	case []string:
		out := make([]string, len(v))
		for i, s := range v {
			out[i] = t.pseudonym(kind, s)
		}
		return out
	}
	return nil
}

// addressOf is an address that may leave: not that of an article that does not, nor
// one that tells too much of its article, nor, of what is no private archive, the
// path of an imported file.
func (p *planner) addressOf(v any) any {
	stays := func(s string) bool { return p.hidden[s] || p.opt.Level > L0 && !ofTheWeb(s) }
	switch v := v.(type) {
	case string:
		if !stays(v) {
			return v
		}
	case []string:
		return slices.DeleteFunc(slices.Clone(v), stays)
	}
	return nil
}

func ofTheWeb(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// references is the column of another table that a column names.
func references(table, column string) string {
	target := map[string]string{
		"doc_id": "documents.doc_id", "group_id": "documents.doc_id", "copy_id": "documents.doc_id", "other_id": "documents.doc_id",
		"sentence_id": "sentences.sentence_id", "aligned_to": "sentences.sentence_id", "clause_id": "clauses.clause_id", "parent_id": "clauses.clause_id",
		"quote_id": "quotes.quote_id", "mention_id": "mentions.mention_id", "capture_id": "captures.capture_id", "bloc_id": "blocs.bloc_id",
	}[column]
	if own, at, _ := strings.Cut(target, "."); own == table && at == column {
		return ""
	}
	return target
}
