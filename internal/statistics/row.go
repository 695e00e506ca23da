package statistics

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Row is one row of the input. Its methods ask for a column by name; their errors
// name file and line.
type Row struct {
	file    string
	line    int // of the file, or the number of the row in Parquet; from 1
	unit    string
	columns []string // that the row has
	cells   map[string]cell
}

// cell is a value as text: numbers and truth values as the file writes them, so
// that a year may be the name of a group.
type cell struct {
	null, list bool
	text       string
	texts      []string // of a list
}

// Where says where the row stands, as in "texts.jsonl:12".
func (r Row) Where() string {
	if r.unit != "" {
		return fmt.Sprintf("%s: %s %d", r.file, r.unit, r.line)
	}
	return fmt.Sprintf("%s:%d", r.file, r.line)
}

// Line is the row's line in its file, or in Parquet its number, from 1.
func (r Row) Line() int { return r.line }

// Errorf is an error about the row, which is the user's to mend.
func (r Row) Errorf(format string, args ...any) error {
	return Usagef("%s: %w", r.Where(), fmt.Errorf(format, args...))
}

// get is the cell of a column that the row must have.
func (r Row) get(column string) (cell, error) {
	c, ok := r.cells[column]
	if !ok {
		return c, r.Errorf("no column %q; there are %s", column, quotedList(r.columns))
	}
	if c.null {
		return c, r.Errorf("%s has no value", column)
	}
	return c, nil
}

// Has reports whether the row has a value in a column.
func (r Row) Has(column string) bool {
	c, ok := r.cells[column]
	return ok && !c.null
}

// Text is the value of a column as text; that it has none is an error.
func (r Row) Text(column string) (string, error) {
	c, err := r.get(column)
	if err == nil && c.list {
		err = r.Errorf("%s holds a list", column)
	}
	return c.text, err
}

// Texts are the elements of a list, or the words of a text between white space;
// that the row has none of both is an error.
func (r Row) Texts(column string) ([]string, error) {
	c, err := r.get(column)
	if err != nil || c.list {
		return c.texts, err
	}
	return strings.Fields(c.text), nil
}

// Number is the value of a column as a finite number, where truth values are 1 and
// 0; that it has none is an error.
func (r Row) Number(column string) (float64, error) {
	x, ok, err := r.MaybeNumber(column)
	if err == nil && !ok {
		_, err = r.get(column)
		if err == nil {
			err = r.Errorf("%s has no value", column)
		}
	}
	return x, err
}

// MaybeNumber is [Row.Number] for a column that may be empty: ok is false for a
// column that is not there, null, an empty text or NaN, which is how data frames
// write what is missing.
func (r Row) MaybeNumber(column string) (x float64, ok bool, err error) {
	c := r.cells[column]
	text := strings.TrimSpace(c.text)
	switch {
	case c.list:
		return 0, false, r.Errorf("%s holds a list", column)
	case text == "":
		return 0, false, nil
	case strings.EqualFold(text, "true"):
		return 1, true, nil
	case strings.EqualFold(text, "false"):
		return 0, true, nil
	}
	x, err = strconv.ParseFloat(text, 64)
	switch {
	case err == nil && math.IsNaN(x):
		return 0, false, nil
	case err != nil || math.IsInf(x, 0):
		return 0, false, r.Errorf("%s is %q, not a finite number", column, c.text)
	}
	return x, true, nil
}

// Count is the value of a column as a whole number of at least 0.
func (r Row) Count(column string) (int, error) {
	x, err := r.Number(column)
	if err == nil && (x < 0 || x != math.Trunc(x) || x > 1<<53) {
		err = r.Errorf("%s is %v, not a whole number from 0", column, x)
	}
	return int(x), err
}

// quotedList writes names as prose does, cut where they are many.
func quotedList(names []string) string {
	const most = 30
	var out []string
	for i, n := range names {
		if i == most {
			return strings.Join(out, ", ") + fmt.Sprintf(" and %d more", len(names)-most)
		}
		out = append(out, strconv.Quote(n))
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, ", ")
}
