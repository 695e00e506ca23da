package xlsx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/xlsx"
)

// book makes a workbook of parts.
func book(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts are those of a workbook with one sheet, as spreadsheet programs write
// them.
func parts(sheet, shared string) map[string]string {
	out := map[string]string{
		"xl/workbook.xml": `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Blatt 1" sheetId="1" state="visible" r:id="rId7"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme" Target="theme/theme1.xml"/>` +
			`<Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + sheet + `</sheetData><autoFilter ref="A1:B2"/></worksheet>`,
	}
	if shared != "" {
		out["xl/sharedStrings.xml"] = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + shared + `</sst>`
	}
	return out
}

func read(data []byte) ([]xlsx.Row, error) {
	b, err := xlsx.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var rows []xlsx.Row
	for r, err := range b.Rows(b.Sheets()[0]) {
		if err != nil {
			return rows, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func TestReadsWhatProgramsSave(t *testing.T) {
	shared := `<si><t>id</t></si><si><r><rPr><b/></rPr><t>two </t></r><r><t xml:space="preserve">runs</t></r><rPh sb="0" eb="1"><t>furigana</t></rPh></si><si><t>line_x000D_
end, _x005F_x0041_</t></si>`
	sheet := `<row r="1" spans="1:3"><c r="A1" s="1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>` +
		`<row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4"><v>1</v></c><c r="C4" t="b"><v>0</v></c><c r="D4" t="str"><f>A1&amp;"x"</f><v>idx</v></c>` +
		`<c r="E4"><f>1+1</f><v>2.0</v></c><c r="F4" s="3"/><c r="G4" t="inlineStr"><is><t>in line</t></is></c><c r="H4"><v>1234567</v></c><c r="I4"><v>0.1</v></c></row>` +
		`<row><c t="s"><v>0</v></c><c><v>-1</v></c></row>`
	got, err := read(book(t, parts(sheet, shared)))
	if err != nil {
		t.Fatal(err)
	}
	want := []xlsx.Row{{N: 1, Cells: []string{"id", "", "two runs"}},
		{N: 4, Cells: []string{"line\r\nend, _x0041_", "1", "FALSE", "idx", "2", "", "in line", "1234567", "0.1"}},
		{N: 5, Cells: []string{"id", "-1"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWritesWhatItReads(t *testing.T) {
	texts := []string{"=1+1", "+44", "-1", "@SUM(A1)", "'quoted", "a\nb\tc", "cr\rlf\r\n", "\x01\x1f", "_x0041_", "和平 & <好> \"", "😀", " spaces ", "1e5", "TRUE", strings.Repeat("字", xlsx.MaxCell)}
	sheet := xlsx.Sheet{Name: "codes", Widths: []float64{0, 40}}
	var want []xlsx.Row
	for i, s := range texts {
		sheet.Rows = append(sheet.Rows, []xlsx.Cell{{}, {Text: s, Bold: i == 0}, {Text: "-1", Number: true}, {Text: "n/a", Number: true}})
		want = append(want, xlsx.Row{N: i + 1, Cells: []string{"", s, "-1", "n/a"}})
	}
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := xlsx.Write(b, []xlsx.Sheet{sheet, {Name: "定义"}}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same sheets gave other bytes")
	}
	got, err := read(one.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(one.String(), "<f>") {
		t.Error("a formula was written")
	}
}

func TestRefusesToWriteWhatProgramsCannotOpen(t *testing.T) {
	for name, s := range map[string]xlsx.Sheet{
		"long cell": {Name: "a", Rows: [][]xlsx.Cell{{{Text: strings.Repeat("x", xlsx.MaxCell+1)}}}},
		"pairs":     {Name: "a", Rows: [][]xlsx.Cell{{{Text: strings.Repeat("😀", xlsx.MaxCell/2+1)}}}},
		"name":      {Name: "a/b"},
		"columns":   {Name: "a", Rows: [][]xlsx.Cell{make([]xlsx.Cell, 1<<14+1)}},
	} {
		if err := xlsx.Write(io.Discard, []xlsx.Sheet{s}); err == nil {
			t.Errorf("%s: written", name)
		}
	}
}

func TestHostileWorkbooksAreRefused(t *testing.T) {
	without := func(part string) []byte {
		p := parts("", "")
		delete(p, part)
		return book(t, p)
	}
	many := map[string]string{}
	for i := range 5000 {
		many[fmt.Sprint("p", i)] = ""
	}
	whole := book(t, parts(`<row r="1"><c r="A1"><v>1</v></c></row>`, ""))
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"no archive":         {[]byte("id,coder\n"), "is no workbook"},
		"password":           {append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 600)...), "has a password"},
		"another format":     {book(t, map[string]string{"content.xml": "<x/>"}), "save it as .xlsx"},
		"cut off":            {whole[:len(whole)/2], "is no workbook"},
		"no relations":       {without("xl/_rels/workbook.xml.rels"), "is not there"},
		"no sheet":           {without("xl/worksheets/sheet1.xml"), "is not there"},
		"many parts":         {book(t, many), "has 5000 parts"},
		"bomb":               {book(t, parts(`<row><c t="str"><v>`+strings.Repeat("a", 40<<20)+`</v></c></row>`, "")), "times its size"},
		"bomb of strings":    {book(t, parts("", strings.Repeat(`<si/>`, 5<<20))), "times its size"},
		"entities":           {book(t, parts(`<row><c t="str"><v>&lol;</v></c></row>`, "")), "entity"},
		"string beyond":      {book(t, parts(`<row><c t="s"><v>9</v></c></row>`, `<si><t>a</t></si>`)), `string "9"`},
		"negative string":    {book(t, parts(`<row><c t="s"><v>-1</v></c></row>`, `<si><t>a</t></si>`)), `string "-1"`},
		"column beyond":      {book(t, parts(`<row r="1"><c r="XFE1"><v>1</v></c></row>`, "")), "not where it should be"},
		"column too long":    {book(t, parts(`<row r="1"><c r="ZZZZZZZZZZZZZZ1"><v>1</v></c></row>`, "")), "names no cell"},
		"cells backwards":    {book(t, parts(`<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`, "")), "not where it should be"},
		"cell of elsewhere":  {book(t, parts(`<row r="1"><c r="A2"><v>1</v></c></row>`, "")), "names no cell of it"},
		"row beyond":         {book(t, parts(`<row r="1048577"/>`, "")), "rows are numbered"},
		"row number":         {book(t, parts(`<row r="-5"/>`, "")), "rows are numbered"},
		"rows backwards":     {book(t, parts(`<row r="2"/><row r="2"/>`, "")), "rows are numbered"},
		"error value":        {book(t, parts(`<row><c t="e"><v>#REF!</v></c></row>`, "")), "cell A1: holds the error #REF!"},
		"no number":          {book(t, parts(`<row><c><v>1x</v></c></row>`, "")), "is no number"},
		"infinity":           {book(t, parts(`<row><c><v>Inf</v></c></row>`, "")), "is no number"},
		"unknown type":       {book(t, parts(`<row><c t="q"><v>1</v></c></row>`, "")), `type "q"`},
		"cut within a cell":  {book(t, map[string]string{"xl/workbook.xml": parts("", "")["xl/workbook.xml"], "xl/_rels/workbook.xml.rels": parts("", "")["xl/_rels/workbook.xml.rels"], "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row><c><v>1"}), "EOF"},
		"cut within a sheet": {book(t, map[string]string{"xl/workbook.xml": parts("", "")["xl/workbook.xml"], "xl/_rels/workbook.xml.rels": parts("", "")["xl/_rels/workbook.xml.rels"], "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row/>"}), "EOF"},
	} {
		if _, err := read(c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(book(f, parts(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, `<si><t>a</t></si>`)))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := read(data)
		for i, r := range rows {
			if r.N < 1 || i > 0 && r.N <= rows[i-1].N || len(r.Cells) > 1<<14 {
				t.Errorf("row %d of %v, %v", i, r, err)
			}
		}
	})
}

func TestColumn(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := xlsx.Column(i); got != want {
			t.Errorf("Column(%d) = %s, want %s", i, got, want)
		}
	}
}
