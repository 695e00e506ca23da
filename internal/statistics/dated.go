package statistics

import (
	"context"
	"time"
)

// dated are the columns of documents with a date.
type dated struct{ date, group, outcome string }

// datedDocument is a document with its day; positive is true where no outcome is
// asked for.
type datedDocument struct {
	group    string
	day      time.Time
	positive bool
}

// readDated reads the documents that have a day and, where one is asked for, a
// coded outcome; undated counts those without a day.
func readDated(ctx context.Context, in *Input, columns dated) (out []datedDocument, undated int, err error) {
	for row, err := range in.Rows(ctx, Columns{Need: []string{columns.date, columns.group, columns.outcome}}) {
		if err != nil {
			return nil, 0, err
		}
		d := datedDocument{positive: true}
		var ok bool
		if d.day, ok, err = day(row, columns.date); err != nil {
			return nil, 0, err
		}
		if !ok {
			undated++
			continue
		}
		if d.group, err = optionalText(row, columns.group); err != nil {
			return nil, 0, err
		}
		if columns.outcome != "" {
			o, err := coded(row, columns.outcome)
			if err != nil {
				return nil, 0, err
			}
			if !o.coded {
				continue
			}
			d.positive = o.positive
		}
		out = append(out, d)
	}
	return out, undated, nil
}
