package search

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"github.com/klauspost/compress/s2"
)

// Document gives a document, or [ErrNone].
func (x *Index) Document(ctx context.Context, id string) (*Document, error) {
	t := x.table
	i, ok := t.byID[id]
	if !ok {
		return nil, ErrNone
	}
	doc, err := x.document(ctx, i)
	if err != nil {
		return nil, wrap(x.path, err)
	}
	return doc, nil
}

func (x *Index) document(ctx context.Context, i int32) (*Document, error) {
	t := x.table
	var doc Document
	var card string
	var packed []byte
	err := x.db.QueryRowContext(ctx, "SELECT card, text, data FROM bodies JOIN details USING (n) WHERE n = ?", t.docs[i].n).Scan(&card, &doc.Text, &packed)
	if err != nil {
		return nil, err
	}
	data, err := s2.Decode(nil, packed)
	if err != nil {
		return nil, err
	}
	var d detail
	if err := errors.Join(json.Unmarshal([]byte(card), &doc.Summary), json.Unmarshal(data, &d)); err != nil {
		return nil, err
	}
	doc.Marks, doc.Authors, doc.CaptureID, doc.WireCredit, doc.Correction = d.Marks, d.Authors, d.Capture, d.Wire, d.Correction
	doc.MachineTranslated, doc.Stances, doc.NotCoded = d.Machine, d.Stances, t.notCoded(d.Coded)
	err = x.db.QueryRowContext(ctx, "SELECT file, place, fetched FROM archived WHERE capture_id = ?", d.Capture).Scan(&doc.WARCFile, &doc.WARCOffset, &doc.FetchedAt)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	return &doc, x.related(ctx, i, &doc)
}

// related adds the versions of the article and the copies of the story.
func (x *Index) related(ctx context.Context, i int32, doc *Document) (err error) {
	t := x.table
	if doc.Versions, err = x.summaries(ctx, t.versions(i)); err != nil {
		return err
	}
	slices.SortFunc(doc.Versions, func(a, b Summary) int {
		return cmp.Or(cmp.Compare(a.Version, b.Version), cmp.Compare(a.DocID, b.DocID))
	})
	others, err := x.summaries(ctx, t.copies(i))
	if err != nil {
		return err
	}
	doc.Copies = len(others)
	for _, o := range others {
		if o.Lang == doc.Lang {
			doc.CopiesOf = append(doc.CopiesOf, o)
		} else {
			doc.Translations = append(doc.Translations, o)
		}
	}
	return nil
}

// summaries are documents by date, the oldest first.
func (x *Index) summaries(ctx context.Context, docs []int32) ([]Summary, error) {
	hits := make([]scored, len(docs))
	for i, d := range docs {
		hits[i].doc = d
	}
	found, err := x.found(ctx, x.table.page(hits, OrderOldest, 0, MaxLimit), nil, 0, 0)
	out := make([]Summary, len(found))
	for i := range found {
		out[i] = found[i].Summary
	}
	return out, err
}

// notCoded lists the frames that the dataset has and nothing coded here.
func (t *table) notCoded(coded []string) []string {
	out := []string{}
	for frame := range t.called[FacetFrame] {
		if _, found := slices.BinarySearch(coded, frame); !found {
			out = append(out, frame)
		}
	}
	slices.Sort(out)
	return out
}
