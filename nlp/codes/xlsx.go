package codes

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf16"

	"framewatch/internal/invalid"
	"framewatch/internal/xlsx"
)

// sheetCodes is the sheet of a workbook that holds the codes; where no sheet has
// the name, the first one does.
const sheetCodes = "codes"

func (r *reader) xlsx(data []byte) {
	book, err := xlsx.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		r.wrong(r.name, "", "%s", err)
		return
	}
	name := codesSheet(book)
	var t *table
	for line, err := range book.Rows(name) {
		if err != nil {
			r.wrong(fmt.Sprintf("%s: sheet %s", r.name, name), "", "%s", err)
			return
		}
		at := func(column int) string { return fmt.Sprintf("%s: cell %s%d", r.name, xlsx.Column(column), line.N) }
		now := row{line.Cells, fmt.Sprintf("%s: row %d", r.name, line.N), at}
		if t != nil {
			t.row(now)
			continue
		}
		var ok bool
		if t, ok = r.header(now); !ok {
			return
		}
	}
}

// codesSheet names the sheet that holds the codes.
func codesSheet(book *xlsx.Book) string {
	if names := book.Sheets(); !slices.Contains(names, sheetCodes) {
		return names[0]
	}
	return sheetCodes
}

// Further reads the sheets of a workbook beside its codes, as text, so that they
// can be written with it again. Files of the other forms have none.
func Further(name string, data []byte) ([]Sheet, error) {
	if !strings.EqualFold(path.Ext(name), ".xlsx") {
		return nil, nil
	}
	book, err := xlsx.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, invalid.Errorf(name, "", "%s", err)
	}
	var out []Sheet
	for _, sheet := range book.Sheets() {
		if sheet == codesSheet(book) {
			continue
		}
		s := Sheet{Name: sheet}
		for line, err := range book.Rows(sheet) {
			if err != nil {
				return nil, invalid.Errorf(fmt.Sprintf("%s: sheet %s", name, sheet), "", "%s", err)
			}
			if line.N == 1 {
				s.Header = line.Cells
				continue
			}
			for len(s.Rows) < line.N-2 {
				s.Rows = append(s.Rows, nil)
			}
			s.Rows = append(s.Rows, line.Cells)
		}
		out = append(out, s)
	}
	return out, nil
}

func writeXLSX(w io.Writer, set *Set, more []Sheet) error {
	parts := 1
	for _, u := range set.Units {
		parts = max(parts, len(divide(u.Text)))
	}
	columns := columnsOf(set, parts)
	sheet := xlsx.Sheet{Name: sheetCodes, Rows: [][]xlsx.Cell{header(columns)}}
	for _, c := range columns {
		sheet.Widths = append(sheet.Widths, widths[c])
	}
	for _, u := range set.Units {
		for _, values := range u.rowsOf(set.Frames) {
			for n, part := range divide(u.Text) {
				if n == 0 {
					values["text"] = part
					continue
				}
				values[fmt.Sprintf("text:%d", n+1)] = part
			}
			line := make([]xlsx.Cell, len(columns))
			for i, c := range columns {
				line[i] = xlsx.Cell{Text: values[c], Number: judged(c)}
			}
			sheet.Rows = append(sheet.Rows, line)
		}
	}
	book := []xlsx.Sheet{sheet}
	for _, s := range more {
		further := xlsx.Sheet{Name: s.Name, Rows: [][]xlsx.Cell{header(s.Header)}}
		for range s.Header {
			further.Widths = append(further.Widths, widthText/2)
		}
		for _, r := range s.Rows {
			line := make([]xlsx.Cell, len(r))
			for i, v := range r {
				line[i].Text = v
			}
			further.Rows = append(further.Rows, line)
		}
		book = append(book, further)
	}
	return xlsx.Write(w, book)
}

// widthText is the width of a column of texts, in characters.
const widthText = 80

// widths are those of columns that need another than the usual.
var widths = map[string]float64{"text": widthText, "title": widthText / 2, "note": widthText / 2}

func header(names []string) []xlsx.Cell {
	out := make([]xlsx.Cell, len(names))
	for i, n := range names {
		out[i] = xlsx.Cell{Text: n, Bold: true}
	}
	return out
}

// divide cuts a text into pieces that each fit a cell, none within a character.
func divide(text string) []string {
	var out []string
	units, from := 0, 0
	for i, r := range text {
		n := len(utf16.AppendRune(nil, r))
		if units+n > xlsx.MaxCell {
			out = append(out, text[from:i])
			units, from = 0, i
		}
		units += n
	}
	return append(out, text[from:])
}
