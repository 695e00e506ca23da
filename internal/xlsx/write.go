package xlsx

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"framewatch/internal/lazyregexp"
)

// MaxCell is how many UTF-16 code units a cell may hold.
const MaxCell = 32767

// Cell is what stands in one place of a sheet.
type Cell struct {
	Text string
	// Number writes text that is a number as one, so that programs can count with
	// it; other text stays text.
	Number bool
	Bold   bool
}

// Sheet is a sheet as it is written. Its first row stays in view.
type Sheet struct {
	Name   string
	Rows   [][]Cell
	Widths []float64 // of columns, in characters; 0 is the usual
}

// The parts of a workbook beside its sheets. Style 1 is text whose leading
// apostrophe is understood (quotePrefix), so that editing a cell computes
// nothing; 2 is the same in bold.
const (
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	spreadsheet  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relations    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packages     = "http://schemas.openxmlformats.org/package/2006/"
	mainType     = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	rootRelation = xmlHead + `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	styles       = xmlHead + `<styleSheet xmlns="` + spreadsheet + `"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
		`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
)

// Write writes a workbook. The same sheets give the same bytes. The error is w's,
// or that a sheet's name or a cell breaks a bound of the format.
func Write(w io.Writer, sheets []Sheet) error {
	z := zip.NewWriter(w)
	var types, list, rels strings.Builder
	for i, s := range sheets {
		if err := checkSheet(s); err != nil {
			return err
		}
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, mainType)
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escape(s.Name), i+1, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relations, i+1)
	}
	parts := []struct{ name, content string }{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + mainType + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + mainType + `styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", rootRelation},
		{"xl/workbook.xml", xmlHead + `<workbook xmlns="` + spreadsheet + `" xmlns:r="` + relations + `"><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="` + packages + `relationships">` + rels.String() +
			fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, len(sheets)+1, relations)},
		{"xl/styles.xml", styles},
	}
	for _, p := range parts {
		f, err := create(z, p.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, p.content); err != nil {
			return fmt.Errorf("write %s: %w", p.name, err)
		}
	}
	for i, s := range sheets {
		f, err := create(z, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
		if err != nil {
			return err
		}
		if err := writeSheet(f, s); err != nil {
			return fmt.Errorf("write sheet %s: %w", s.Name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// create begins a part of the archive, with a date that never changes.
func create(z *zip.Writer, name string) (io.Writer, error) {
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return f, nil
}

func checkSheet(s Sheet) error {
	const longest = 31
	if n := utf8.RuneCountInString(s.Name); n == 0 || n > longest || strings.ContainsAny(s.Name, `[]:*?/\`) {
		return fmt.Errorf("sheet %q: a name has 1 to %d characters and none of []:*?/\\", s.Name, longest)
	}
	if len(s.Rows) > maxRows {
		return fmt.Errorf("sheet %s has %d rows: %d fit", s.Name, len(s.Rows), maxRows)
	}
	for i, r := range s.Rows {
		if len(r) > maxColumns {
			return fmt.Errorf("sheet %s, row %d has %d cells: %d fit", s.Name, i+1, len(r), maxColumns)
		}
	}
	return nil
}

func writeSheet(w io.Writer, s Sheet) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `%s<worksheet xmlns="%s"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`, xmlHead, spreadsheet)
	const usual = 12
	if len(s.Widths) > 0 {
		fmt.Fprint(out, "<cols>")
		for i, width := range s.Widths {
			if width == 0 {
				width = usual
			}
			fmt.Fprintf(out, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, width)
		}
		fmt.Fprint(out, "</cols>")
	}
	fmt.Fprint(out, "<sheetData>")
	for n, r := range s.Rows {
		fmt.Fprintf(out, `<row r="%d">`, n+1)
		for i, c := range r {
			if err := writeCell(out, Column(i)+strconv.Itoa(n+1), c); err != nil {
				return err
			}
		}
		fmt.Fprint(out, "</row>")
	}
	fmt.Fprint(out, "</sheetData></worksheet>")
	return out.Flush()
}

func writeCell(out *bufio.Writer, at string, c Cell) error {
	if c.Text == "" {
		return nil
	}
	if x, err := strconv.ParseFloat(c.Text, 64); c.Number && err == nil && !math.IsInf(x, 0) && !math.IsNaN(x) {
		fmt.Fprintf(out, `<c r="%s"><v>%s</v></c>`, at, strconv.FormatFloat(x, 'g', -1, 64))
		return nil
	}
	if long(c.Text) {
		return fmt.Errorf("cell %s holds more than %d characters", at, MaxCell)
	}
	style := 1
	if c.Bold {
		style = 2
	}
	fmt.Fprintf(out, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, style, escape(c.Text))
	return nil
}

// long reports whether a text has more code units than a cell may.
func long(s string) bool {
	units := 0
	for _, r := range s {
		units++
		if r > 0xffff {
			units++
		}
	}
	return units > MaxCell
}

// escapedChar is the form of a character that XML cannot hold, or not unchanged.
var escapedChar = lazyregexp.New(`_x[0-9A-Fa-f]{4}_`)

// escape writes text for XML; control characters become _xHHHH_, as ECMA-376
// part 1, 22.9.2.19 has it, and so does the underscore of text that looks like
// that.
func escape(s string) string {
	s = escapedChar.ReplaceAllStringFunc(s, func(m string) string { return "_x005F" + m })
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
			fmt.Fprintf(&b, "_x%04X_", r)
			continue
		}
		b.WriteRune(r)
	}
	var x strings.Builder
	if err := xml.EscapeText(&x, []byte(b.String())); err != nil {
		return "" // a strings.Builder takes everything
	}
	return x.String()
}

// unescape is the inverse of the underscores of escape.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escapedChar.ReplaceAllStringFunc(s, func(m string) string {
		n, err := strconv.ParseUint(m[2:6], 16, 32)
		if err != nil {
			return m
		}
		return string(rune(n))
	})
}
