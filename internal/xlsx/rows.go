package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Rows yields the rows of a sheet that hold something, in the order of the file.
// An error ends them.
func (b *Book) Rows(sheet string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		at := slices.IndexFunc(b.sheets, func(s sheetEntry) bool { return s.name == sheet })
		if at < 0 {
			yield(Row{}, fmt.Errorf("no sheet %q", sheet))
			return
		}
		dec, in, err := b.decode(b.sheets[at].part)
		if err != nil {
			yield(Row{}, err)
			return
		}
		defer in.Close()
		rows := rowReader{book: b, dec: dec}
		for {
			row, err := rows.next()
			if errors.Is(err, io.EOF) || !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// rowReader reads the rows of one sheet.
type rowReader struct {
	book *Book
	dec  *xml.Decoder
	n    int // of the last row
	text int // bytes so far
}

// next is the next row, or io.EOF.
func (r *rowReader) next() (Row, error) {
	for {
		token, err := r.dec.Token()
		if err != nil {
			return Row{}, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "row" {
			continue
		}
		row := Row{N: r.n + 1}
		if at := attribute(start, "r"); at != "" {
			if row.N, err = strconv.Atoi(at); err != nil {
				return Row{}, fmt.Errorf("row %q has no number", at)
			}
		}
		if row.N <= r.n || row.N > maxRows {
			return Row{}, fmt.Errorf("row %d comes after row %d: rows are numbered upwards to %d", row.N, r.n, maxRows)
		}
		r.n = row.N
		return row, r.cells(&row)
	}
}

// cells reads the cells of a row to its end.
func (r *rowReader) cells(row *Row) error {
	for {
		token, err := r.dec.Token()
		if err != nil {
			return unexpected(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			return nil // of the row: cells are read whole
		case xml.StartElement:
			if t.Name.Local != "c" {
				if err := r.dec.Skip(); err != nil {
					return unexpected(err)
				}
				continue
			}
			column := len(row.Cells)
			if at := attribute(t, "r"); at != "" {
				if column, err = columnOf(at, row.N); err != nil {
					return err
				}
			}
			if column < len(row.Cells) || column >= maxColumns {
				return fmt.Errorf("row %d: cell %s is not where it should be", row.N, attribute(t, "r"))
			}
			value, err := r.cell(t)
			if err != nil {
				return fmt.Errorf("cell %s%d: %w", Column(column), row.N, err)
			}
			if value == "" {
				continue
			}
			if r.text += len(value) + column - len(row.Cells); r.text > maxText {
				return fmt.Errorf("row %d: the sheet holds more than %d MiB", row.N, maxText>>20)
			}
			row.Cells = append(append(row.Cells, make([]string, column-len(row.Cells))...), value)
		}
	}
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// cell reads the value of a cell to the cell's end.
func (r *rowReader) cell(start xml.StartElement) (string, error) {
	var value string
	for {
		token, err := r.dec.Token()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			return r.value(attribute(start, "t"), value)
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				if err := r.dec.DecodeElement(&value, &t); err != nil {
					return "", unexpected(err)
				}
			case "is":
				if value, err = richText(r.dec); err != nil {
					return "", unexpected(err)
				}
			default:
				if err := r.dec.Skip(); err != nil {
					return "", unexpected(err)
				}
			}
		}
	}
}

// value turns what a cell holds into text by its type.
func (r *rowReader) value(kind, v string) (string, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(v))
		if v == "" {
			return "", nil
		}
		if err != nil || i < 0 || i >= len(r.book.shared) {
			return "", fmt.Errorf("refers to string %q, which is not there", v)
		}
		return r.book.shared[i], nil
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[strings.TrimSpace(v)], nil
	case "e":
		return "", fmt.Errorf("holds the error %s", v)
	case "str":
		return unescape(v), nil
	case "inlineStr", "d":
		return v, nil
	case "", "n":
		return number(v)
	}
	return "", fmt.Errorf("is of type %q, which is not known", kind)
}

// number writes a number as people do: 1 for 1.0.
func number(v string) (string, error) {
	v = strings.TrimSpace(v)
	if v == "" {
		return "", nil
	}
	x, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return "", fmt.Errorf("is no number: %q", v)
	}
	const whole = 1e15 // up to here all digits are known
	if math.Abs(x) < whole {
		return strconv.FormatFloat(x, 'f', -1, 64), nil
	}
	return strconv.FormatFloat(x, 'g', -1, 64), nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Column names a column, counted from 0: A, B, ..., Z, AA.
func Column(i int) string {
	const letters = 26
	name := ""
	for i++; i > 0; i = (i - 1) / letters {
		name = string(rune('A'+(i-1)%letters)) + name
	}
	return name
}

// columnOf reads the column of a cell's name such as AB12, which must be in the
// row.
func columnOf(at string, row int) (int, error) {
	const letters, longest = 26, 3
	column, i := 0, 0
	for ; i < len(at) && i < longest && at[i] >= 'A' && at[i] <= 'Z'; i++ {
		column = column*letters + int(at[i]-'A') + 1
	}
	if n, err := strconv.Atoi(at[i:]); i == 0 || err != nil || n != row {
		return 0, fmt.Errorf("row %d: %q names no cell of it", row, at)
	}
	return column - 1, nil
}
