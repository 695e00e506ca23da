package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"framewatch/internal/bounded"
)

// Bounds of the format, and of what is read.
const (
	maxRows    = 1 << 20
	maxColumns = 1 << 14
	maxPart    = 256 << 20 // bytes of one part, unpacked
	maxParts   = 4096      // parts of a workbook
	maxShared  = 4 << 20   // strings that cells share
	maxText    = 512 << 20 // bytes of all cells of the rows of a sheet
	maxRatio   = 400       // unpacked bytes for a packed one, which rows of blank cells come near
)

// Row is a row of a sheet: its cells as text, those left out in between empty.
type Row struct {
	N     int // from 1
	Cells []string
}

// Book is an open workbook.
type Book struct {
	parts  map[string]*zip.File
	sheets []sheetEntry
	shared []string
}

// sheetEntry is a sheet with the part that holds it.
type sheetEntry struct{ name, part string }

// Open reads the list of sheets and the shared strings of a workbook.
func Open(r io.ReaderAt, size int64) (*Book, error) {
	head := make([]byte, 8)
	if _, err := r.ReadAt(head, 0); err == nil && bytes.Equal(head, []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}) {
		return nil, errors.New("is an old .xls or has a password: save it as .xlsx without one")
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("is no workbook: %w", err)
	}
	if len(z.File) > maxParts {
		return nil, fmt.Errorf("has %d parts: a workbook has at most %d", len(z.File), maxParts)
	}
	b := &Book{parts: map[string]*zip.File{}}
	for _, f := range z.File {
		b.parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	if err := b.readSheets(); err != nil {
		return nil, err
	}
	if err := b.readShared(); err != nil {
		return nil, err
	}
	return b, nil
}

// Sheets names the sheets in their order; there is at least one.
func (b *Book) Sheets() []string {
	var out []string
	for _, s := range b.sheets {
		out = append(out, s.name)
	}
	return out
}

// errNoPart is that a workbook lacks a part.
var errNoPart = errors.New("is not there")

// decode opens a part as XML.
func (b *Book) decode(part string) (*xml.Decoder, io.Closer, error) {
	f := b.parts[strings.ToLower(part)]
	if f == nil {
		return nil, nil, fmt.Errorf("part %s %w", part, errNoPart)
	}
	in, err := f.Open()
	if err != nil {
		return nil, nil, fmt.Errorf("part %s: %w", part, err)
	}
	limits := bounded.Limits{Total: maxPart, Ratio: maxRatio, Free: 16 << 20}
	packed := max(1, int64(f.CompressedSize64))
	return xml.NewDecoder(bounded.NewReader(in, func() int64 { return packed }, limits)), in, nil
}

// readSheets finds the sheets and the parts that hold them.
func (b *Book) readSheets() error {
	var book struct {
		Sheets []struct {
			Name string     `xml:"name,attr"`
			Any  []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
			Type   string `xml:"Type,attr"`
		} `xml:"Relationship"`
	}
	if err := b.whole("xl/workbook.xml", &book); errors.Is(err, errNoPart) {
		return errors.New("is no .xlsx workbook: save it as .xlsx")
	} else if err != nil {
		return err
	}
	if err := b.whole("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return err
	}
	for _, s := range book.Sheets {
		for _, a := range s.Any {
			for _, r := range rels.List {
				if a.Name.Local == "id" && r.ID == a.Value && strings.HasSuffix(r.Type, "/worksheet") {
					b.sheets = append(b.sheets, sheetEntry{s.Name, partOf(r.Target)})
				}
			}
		}
	}
	if len(b.sheets) == 0 {
		return errors.New("has no sheet")
	}
	return nil
}

// partOf is the part to which a workbook's relation leads.
func partOf(target string) string {
	if rest, ok := strings.CutPrefix(target, "/"); ok {
		return rest
	}
	return path.Join("xl", target)
}

// whole reads a small part at once.
func (b *Book) whole(part string, into any) error {
	dec, in, err := b.decode(part)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("part %s: %w", part, err)
	}
	return nil
}

// readShared reads the strings that cells refer to.
func (b *Book) readShared() error {
	const part = "xl/sharedStrings.xml"
	dec, in, err := b.decode(part)
	if errors.Is(err, errNoPart) {
		return nil
	}
	if err != nil {
		return err
	}
	defer in.Close()
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("part %s: %w", part, err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "si" {
			text, err := richText(dec)
			if err != nil {
				return fmt.Errorf("part %s: %w", part, err)
			}
			if b.shared = append(b.shared, text); len(b.shared) > maxShared {
				return fmt.Errorf("part %s has more than %d strings", part, maxShared)
			}
		}
	}
}

// richText reads a string item to its end: the text of its runs, without what
// tells how it is pronounced.
func richText(dec *xml.Decoder) (string, error) {
	var out strings.Builder
	depth, reading := 1, false
	for depth > 0 {
		token, err := dec.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "rPh" {
				if err := dec.Skip(); err != nil {
					return "", err
				}
				continue
			}
			depth++
			reading = t.Name.Local == "t"
		case xml.EndElement:
			depth--
			reading = false
		case xml.CharData:
			if reading {
				out.Write(t)
			}
		}
	}
	return unescape(out.String()), nil
}

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
