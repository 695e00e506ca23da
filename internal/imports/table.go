package imports

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/bounded"
	"framewatch/internal/charset"
	"framewatch/internal/confined"
)

// maxCommas bounds the cells of a row, each of which takes memory however short.
const maxCommas = 2 << 20

// table reads the rows of a CSV file.
type table struct {
	csv *csv.Reader
	in  *bounded.Reader
	// commas of the row and what was read ahead
	commas int
}

func newTable(in *os.File, name string) (*table, error) {
	text, err := decoded(in, name)
	if err != nil {
		return nil, err
	}
	t := &table{in: bounded.NewReader(text, nil, bounded.Limits{Record: maxLine})}
	t.csv = csv.NewReader(t)
	return t, nil
}

// Read is how the CSV reader, which has no limits itself, gets its bytes.
func (t *table) Read(p []byte) (int, error) {
	n, err := t.in.Read(p)
	if t.commas += bytes.Count(p[:n], []byte(",")); t.commas > maxCommas {
		return 0, &bounded.Error{Message: fmt.Sprintf("a row has more than %d columns", maxCommas)}
	}
	return n, err
}

// row is the next row as valid UTF-8, or io.EOF.
func (t *table) row() ([]string, error) {
	row, err := t.csv.Read()
	t.in.End()
	t.commas = 0
	for _, c := range row {
		if !utf8.ValidString(c) {
			return validRow(row), err
		}
	}
	return row, err
}

// validRow decodes the cells of a row together, since there is more to tell the
// character set by.
func validRow(row []string) []string {
	const between = "\x1f"
	out := strings.Split(charset.Text(strings.Join(row, between)), between)
	if len(out) == len(row) {
		return out
	}
	for i, c := range row {
		row[i] = charset.Text(c)
	}
	return row
}

type origin struct {
	url    string
	source corpus.SourceID
}

// readMap reads the CSV file that says where pages came from.
func readMap(path string) (map[string]origin, error) {
	if path == "" {
		return nil, nil
	}
	f, err := confined.Regular(path)
	if err != nil {
		return nil, fmt.Errorf("read map: %w", err)
	}
	defer f.Close()
	t, err := newTable(f, path)
	if err != nil {
		return nil, fmt.Errorf("read map %s: %w", path, err)
	}
	head, err := t.row()
	if err != nil {
		return nil, fmt.Errorf("read map %s: %w", path, err)
	}
	at := columns(head)
	if _, ok := at["file"]; !ok {
		return nil, fmt.Errorf("%s:1: no column %q; the first line must name file, url and, if wanted, source", path, "file")
	}
	out := map[string]origin{}
	for {
		row, err := t.row()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read map %s: %w", path, err)
		}
		if len(out) == MaxRecords {
			return nil, fmt.Errorf("read map %s: more than %d files", path, MaxRecords)
		}
		out[filepath.ToSlash(cell(row, at, "file"))] = origin{cell(row, at, "url"), corpus.SourceID(cell(row, at, "source"))}
	}
}

// columns maps the names of a CSV's first line to places; a spreadsheet's byte
// order mark is no part of a name.
func columns(head []string) map[string]int {
	at := map[string]int{}
	for i, name := range head {
		at[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))] = i
	}
	return at
}

func cell(row []string, at map[string]int, name string) string {
	if i, ok := at[name]; ok && i < len(row) {
		return strings.TrimSpace(row[i])
	}
	return ""
}

func readCSV(in *os.File, f file, each func(Item) bool) error {
	t, err := newTable(in, f.path)
	if err != nil {
		return err
	}
	t.csv.FieldsPerRecord = -1
	head, err := t.row()
	if err != nil {
		return fmt.Errorf("read first line: %w", err)
	}
	at := columns(head)
	_, text := at["text"]
	_, html := at["html"]
	if !text && !html {
		return fmt.Errorf("%s:1: no column text or html; the first line must name the columns (url, title, text, published, authors, lang, source)", f.path)
	}
	for {
		row, err := t.row()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		line, _ := t.csv.FieldPos(0)
		if !each(recordOf(row, at, line).item(f, line, nil)) {
			return nil
		}
	}
}

func recordOf(row []string, at map[string]int, line int) record {
	rec := record{ID: fmt.Sprint(line), URL: cell(row, at, "url"), Source: corpus.SourceID(cell(row, at, "source")),
		Title: cell(row, at, "title"), Text: cell(row, at, "text"), HTML: cell(row, at, "html"),
		Published: cell(row, at, "published"), Lang: cell(row, at, "lang")}
	for a := range strings.SplitSeq(cell(row, at, "authors"), ";") {
		if a = strings.TrimSpace(a); a != "" {
			rec.Authors = append(rec.Authors, a)
		}
	}
	return rec
}
