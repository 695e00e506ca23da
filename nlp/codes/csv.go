package codes

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// bom is written before CSV, because spreadsheet programs read UTF-8 only with
// it.
const bom = "\ufeff"

// formulaSigns begin what spreadsheet programs compute.
const formulaSigns = "=+-@\t\r"

func (r *reader) csv(data []byte) {
	data = bytes.TrimPrefix(data, []byte(bom))
	if !utf8.Valid(data) {
		r.wrong(r.name, "", "%s", errNotText)
		return
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.Comma = delimiter(data)
	in.FieldsPerRecord = -1
	var t *table
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			r.wrong(fmt.Sprintf("%s:%d", r.name, wrong.StartLine), "", "is no row of CSV: %s", wrong.Err)
			return
		}
		if err != nil {
			r.wrong(r.name, "", "%s", err)
			return
		}
		now := r.csvRow(in, t, cells)
		if t == nil {
			var ok bool
			if t, ok = r.header(now); !ok {
				return
			}
			continue
		}
		t.row(now)
	}
}

// csvRow is a row with its cells as they were before they were written.
func (r *reader) csvRow(in *csv.Reader, t *table, cells []string) row {
	line, _ := in.FieldPos(0)
	lines := make([]int, len(cells))
	for i := range cells {
		lines[i], _ = in.FieldPos(i)
		cells[i] = Unguarded(cells[i])
	}
	at := func(column int) string {
		if column < len(lines) {
			line = lines[column]
		}
		if t == nil || t.names[column] == "" {
			return fmt.Sprintf("%s:%d: column %d", r.name, line, column+1)
		}
		return fmt.Sprintf("%s:%d: column %s", r.name, line, t.names[column])
	}
	return row{cells, fmt.Sprintf("%s:%d", r.name, line), at}
}

// delimiter is what parts the names of the first line: programs in countries
// with a decimal comma write semicolons, and others tabs.
func delimiter(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, d := range ",;\t" {
		if n := bytes.Count(first, []byte(string(d))); n > most {
			best, most = d, n
		}
	}
	return best
}

// Guarded is the text of a cell of CSV: with an apostrophe before what a
// spreadsheet program would compute, and before what looks guarded already.
func Guarded(s string) string {
	if formula(strings.TrimLeft(s, "'")) {
		return "'" + s
	}
	return s
}

// Unguarded takes the apostrophe away again.
func Unguarded(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && formula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return s
}

func formula(s string) bool { return s != "" && strings.ContainsRune(formulaSigns, rune(s[0])) }

func writeCSV(w io.Writer, set *Set, _ []Sheet) error {
	columns := columnsOf(set, 1)
	if _, err := io.WriteString(w, bom); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	cells := make([]string, len(columns))
	for _, u := range set.Units {
		for _, values := range u.rowsOf(set.Frames) {
			for i, column := range columns {
				if cells[i] = values[column]; !judged(column) {
					cells[i] = Guarded(cells[i])
				}
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}
