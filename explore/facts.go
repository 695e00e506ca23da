package explore

import (
	"context"
	"fmt"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/explore/search"
	"framewatch/store"
)

// origin is what the tables say of where a document comes from, beside what the
// index has.
type origin struct {
	PublishedAt   string // RFC 3339 with the page's own offset where that is known
	PublishedFrom string // evidence for the date
	ModifiedAt    string
	Canonical     string
	Original      string
	Capture       store.CaptureRow
}

type originRow struct {
	DocID         string    `col:"doc_id"`
	PublishedAt   time.Time `col:"published_at,null"`
	Offset        string    `col:"published_offset,null"`
	Precision     string    `col:"published_precision,null"`
	PublishedFrom string    `col:"published_from,null"`
	ModifiedAt    time.Time `col:"modified_at,null"`
	Canonical     string    `col:"canonical_url,null"`
	Original      string    `col:"original_url,null"`
}

func (originRow) Table() string { return store.DocumentRow{}.Table() }

// originOf reads the rows of one document: of each table, the files of the months
// in which it can be.
func (e *Explorer) originOf(ctx context.Context, d *search.Document) (origin, error) {
	var o origin
	fetched := monthOf(d.FetchedAt)
	docs, ok, err := rowOf(ctx, e.ds, []string{monthOf(d.Date), fetched}, func(r originRow) bool { return r.DocID == d.DocID })
	if err != nil {
		return o, err
	}
	if ok {
		o.PublishedAt, o.PublishedFrom = stamp(docs.PublishedAt, docs.Offset, docs.Precision), docs.PublishedFrom
		o.ModifiedAt, o.Canonical, o.Original = stamp(docs.ModifiedAt, "", "second"), docs.Canonical, docs.Original
	}
	o.Capture, _, err = rowOf(ctx, e.ds, []string{fetched}, func(r store.CaptureRow) bool { return r.CaptureID == d.CaptureID })
	return o, err
}

// rowOf finds the one row of T's table that is wanted, in the files of some
// months; an empty month, or one that holds it not, stands for all.
func rowOf[T interface{ Table() string }](ctx context.Context, ds *store.Dataset, months []string, wanted func(T) bool) (found T, ok bool, err error) {
	var first, rest []store.File
	for _, f := range ds.Files(found.Table()) {
		if slices.Contains(months, f.Month()) {
			first = append(first, f)
		} else {
			rest = append(rest, f)
		}
	}
	for row, err := range store.Scan[T](ctx, ds.Only(append(first, rest...)...)) {
		if err != nil {
			return found, false, fmt.Errorf("read %s: %w", found.Table(), err)
		}
		if wanted(row) {
			return row, true, nil
		}
	}
	return found, false, nil
}

// monthOf is the month of an ISO 8601 date, empty where it has none.
func monthOf(date string) string {
	if len(date) < len("2006-01") {
		return ""
	}
	return date[:len("2006-01")]
}

// stamp writes a time as far as it is known, on the page's own clock.
func stamp(at time.Time, offset, precision string) string {
	if at.IsZero() {
		return ""
	}
	if zone, err := time.Parse("-07:00", offset); err == nil {
		at = at.In(zone.Location())
	}
	switch precision {
	case "year":
		return at.Format("2006")
	case "month":
		return at.Format("2006-01")
	case "day", "":
		return at.Format(time.DateOnly)
	case "minute":
		return at.Format("2006-01-02T15:04Z07:00")
	}
	return at.Format(time.RFC3339)
}

// captureOf is the capture as package crawl knows it.
func captureOf(c store.CaptureRow) corpus.Capture {
	return corpus.Capture{ID: corpus.CaptureID(c.CaptureID), URL: c.URL, Outcome: corpus.Outcome(c.Outcome), Bytes: c.Bytes, WARCFile: c.WARCFile, WARCOffset: c.WARCOffset}
}
