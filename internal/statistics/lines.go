package statistics

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"framewatch/internal/bounded"
	"framewatch/internal/jsonlines"
)

// jsonReader reads JSON lines.
type jsonReader struct {
	text *bufio.Reader
	name string
}

func (j *jsonReader) rows(_ context.Context, w wanted, each func(Row) bool) error {
	for line, err := range jsonlines.Read(j.text, maxLine) {
		if err != nil {
			return fmt.Errorf("read %s: %w", j.name, err)
		}
		row := Row{file: j.name, line: line.N}
		if line.Err != nil {
			return row.Errorf("%w", line.Err)
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(line.Data, &fields); err != nil {
			return row.Errorf("%s", jsonlines.Fault(err))
		}
		if fields == nil {
			return row.Errorf("is null, no JSON object")
		}
		row.columns, row.cells = slices.Sorted(maps.Keys(fields)), make(map[string]cell, len(w))
		for name := range w {
			raw, ok := fields[name]
			if !ok {
				continue
			}
			if row.cells[name], err = jsonCell(raw); err != nil {
				return row.Errorf("%s %w", name, err)
			}
		}
		if !each(row) {
			return nil
		}
	}
	return nil
}

// jsonCell reads a value that is no object and no list of lists.
func jsonCell(raw json.RawMessage) (cell, error) {
	if len(raw) > 0 && raw[0] == '[' {
		// Most lists are of texts without null, which JSON would make "".
		var texts []*string
		if json.Unmarshal(raw, &texts) == nil && !slices.Contains(texts, nil) {
			c := cell{list: true, texts: make([]string, len(texts))}
			for i, t := range texts {
				c.texts[i] = *t
			}
			return c, nil
		}
		var elements []json.RawMessage
		if err := json.Unmarshal(raw, &elements); err != nil {
			return cell{}, err
		}
		c := cell{list: true, texts: make([]string, len(elements))}
		for i, e := range elements {
			one, err := jsonCell(e)
			if err == nil && (one.list || one.null) {
				err = errors.New("has an element that is neither text nor number")
			}
			if err != nil {
				return cell{}, err
			}
			c.texts[i] = one.text
		}
		return c, nil
	}
	switch raw[0] {
	case '{':
		return cell{}, errors.New("holds an object")
	case 'n':
		return cell{null: true}, nil
	case '"':
		var text string
		err := json.Unmarshal(raw, &text)
		return cell{text: text}, err
	}
	return cell{text: string(raw)}, nil // a number, true or false
}

// csvReader reads CSV whose first line names the columns.
type csvReader struct {
	text  *bufio.Reader
	name  string
	comma rune
}

// maxCells bounds the cells of a row, each of which takes memory however short.
const maxCells = 1 << 20

// cells is how the CSV reader, which has no limits itself, gets its bytes.
type cells struct {
	in    *bounded.Reader
	comma byte
	n     int
}

func (c *cells) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	if c.n += bytes.Count(p[:n], []byte{c.comma}); c.n > maxCells {
		return 0, &bounded.Error{Message: fmt.Sprintf("a row has more than %d columns", maxCells)}
	}
	return n, err
}

func (c *csvReader) rows(_ context.Context, w wanted, each func(Row) bool) error {
	limited := &cells{in: bounded.NewReader(c.text, nil, bounded.Limits{Record: maxLine}), comma: byte(c.comma)}
	in := csv.NewReader(limited)
	in.Comma, in.ReuseRecord = c.comma, true
	var head []string
	for {
		record, err := in.Read()
		limited.in.End()
		limited.n = 0
		var wrong *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &wrong):
			return Usagef("%s:%d: no row of CSV: %w", c.name, wrong.StartLine, wrong.Err)
		case err != nil:
			return fmt.Errorf("read %s: %w", c.name, err)
		}
		if head == nil {
			head = slices.Clone(record)
			if err := c.checkHead(w, head); err != nil {
				return err
			}
			continue
		}
		line, _ := in.FieldPos(0)
		row := Row{file: c.name, line: line, columns: head, cells: make(map[string]cell, len(w))}
		for i, name := range head {
			if _, ok := w[name]; !ok {
				continue
			}
			if !utf8.ValidString(record[i]) {
				return row.Errorf("%s is not UTF-8", name)
			}
			row.cells[name] = cell{text: strings.Clone(record[i]), null: record[i] == ""}
		}
		if !each(row) {
			return nil
		}
	}
}

func (c *csvReader) checkHead(w wanted, head []string) error {
	for i, name := range head {
		head[i] = strings.TrimSpace(name)
		if slices.Contains(head[:i], head[i]) && head[i] != "" {
			return Usagef("%s:1: two columns %q", c.name, head[i])
		}
	}
	return w.check(c.name, head)
}
