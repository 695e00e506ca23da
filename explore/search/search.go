package search

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultLimit = 20
	defaultWidth = 8
)

// scored is a document that matches.
type scored struct {
	doc  int32
	rank float64 // bm25 of FTS5: less is better
}

// Search answers a query. Whatever its text is, it is no error.
func (x *Index) Search(ctx context.Context, q Query) (*Result, error) {
	p := parse(q.Text)
	if q.Order == "" {
		q.Order = OrderNewest
		if len(p.wanted) > 0 {
			q.Order = OrderRelevance
		}
	}
	c := x.table.count(q.Filter)
	hits, err := x.matches(ctx, p, q, c)
	if err != nil {
		return nil, wrap(x.path, err)
	}
	r := &Result{Total: len(hits), Facets: x.table.facetsOf(&c.counts), Terms: p.terms(), Note: strings.Join(p.notes, "; ")}
	limit := min(cmp.Or(max(q.Limit, 0), defaultLimit), MaxLimit)
	hits = x.table.page(hits, q.Order, max(q.Offset, 0), limit)
	r.Found, err = x.found(ctx, hits, p.phrases(), min(max(q.Lines, 0), MaxLines), min(cmp.Or(max(q.Width, 0), defaultWidth), MaxWidth))
	return r, wrap(x.path, err)
}

// matches lists the documents that match query and filter.
func (x *Index) matches(ctx context.Context, p parsed, q Query, c *count) ([]scored, error) {
	t := x.table
	var out []scored
	if len(p.wanted) > 0 {
		err := x.rows(ctx, p.expression(), q.Order == OrderRelevance, func(s scored) {
			if c.add(&t.docs[s.doc]) {
				out = append(out, s)
			}
		})
		return out, err
	}
	without := make([]bool, len(t.docs))
	if len(p.unwanted) > 0 {
		if err := x.rows(ctx, p.excluded(), false, func(s scored) { without[s.doc] = true }); err != nil {
			return nil, err
		}
	}
	for i := range t.docs {
		if !without[i] && c.add(&t.docs[i]) {
			out = append(out, scored{doc: int32(i)})
		}
	}
	return out, nil
}

// rows hands on the documents that match an expression. They come as one text of
// numbers, as a row of its own for each costs more than finding it. With a rank the
// upper half of a number is that in millionths: at most some 26 for each phrase.
func (x *Index) rows(ctx context.Context, expression string, ranked bool, each func(scored)) error {
	column := "rowid"
	if ranked {
		column = "(CAST(rank * -1000000 AS INTEGER) << 32) | rowid"
	}
	var list sql.NullString
	err := x.db.QueryRowContext(ctx, "SELECT group_concat("+column+") FROM words WHERE words MATCH ?", expression).Scan(&list)
	if err != nil || list.String == "" {
		return err
	}
	for row := range strings.SplitSeq(list.String, ",") {
		n, err := strconv.ParseInt(row, 10, 64)
		if err != nil {
			return err
		}
		i, ok := x.table.at[n&math.MaxUint32]
		if !ok {
			return fmt.Errorf("row %d is no document", n&math.MaxUint32)
		}
		each(scored{i, -float64(n>>32) / 1e6})
	}
	return nil
}

// page sorts what was found as far as it is shown.
func (t *table) page(hits []scored, order string, offset, limit int) []scored {
	by := func(a, b scored) int {
		x, y := t.docs[a.doc].order, t.docs[b.doc].order
		switch order {
		case OrderOldest:
			dated := func(d int32) int {
				if t.docs[d].first > 0 {
					return 0
				}
				return 1
			}
			return cmp.Or(cmp.Compare(dated(a.doc), dated(b.doc)), cmp.Compare(y, x))
		case OrderNewest:
			return cmp.Compare(x, y)
		}
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(x, y))
	}
	if offset >= len(hits) {
		return nil
	}
	last := min(offset+limit, len(hits))
	first(hits, last, by)
	return hits[offset:last]
}

// mostMoved is up to how many sorting all is the greater work.
const mostMoved = 200

// first puts the first n of a list, in their order, at its beginning: a few of many
// thousands are shown.
func first[T any](list []T, n int, by func(a, b T) int) {
	if n > mostMoved {
		slices.SortFunc(list, by)
		return
	}
	slices.SortFunc(list[:n], by)
	for i := n; i < len(list); i++ {
		if by(list[i], list[n-1]) >= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(list[:n], list[i], by)
		out := list[n-1]
		copy(list[at+1:n], list[at:n-1])
		list[at], list[i] = list[i], out
	}
}

// found reads what is shown of documents.
func (x *Index) found(ctx context.Context, hits []scored, phrases []phrase, lines, width int) ([]Found, error) {
	out := make([]Found, 0, len(hits))
	stmt, err := x.db.PrepareContext(ctx, "SELECT card, title, langs, text FROM bodies WHERE n = ?")
	if err != nil {
		return nil, err
	}
	defer stmt.Close()
	for _, h := range hits {
		f, err := x.one(ctx, stmt, h.doc, phrases, lines, width)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func (x *Index) one(ctx context.Context, stmt *sql.Stmt, doc int32, phrases []phrase, lines, width int) (f Found, err error) {
	var card, langs string
	var s shown
	if err := stmt.QueryRowContext(ctx, x.table.docs[doc].n).Scan(&card, &s.title, &langs, &s.text); err != nil {
		return f, err
	}
	if err := json.Unmarshal([]byte(card), &f.Summary); err != nil {
		return f, err
	}
	f.Copies = len(x.table.copies(doc))
	if lines == 0 || len(phrases) == 0 {
		return f, nil
	}
	s.lang = f.Lang
	if err := json.Unmarshal([]byte(langs), &s.langs); err != nil {
		return f, err
	}
	f.Lines, f.More = s.lines(phrases, lines, width)
	return f, nil
}
