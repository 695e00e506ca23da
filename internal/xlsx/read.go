package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
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
