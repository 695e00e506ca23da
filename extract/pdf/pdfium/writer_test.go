package pdfium_test

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
)

// item is a piece of text on a page of a test's PDF, in points from the lower
// left corner.
type item struct {
	x, y, size float64
	text       string
}

// writePDF makes a small PDF: one font, whose characters are their own numbers
// in UTF-16 and half as wide as high in Latin letters, else as wide. items of
// one page stand in the order in which the file draws them; info is the
// document information, ready to print.
func writePDF(info string, pages ...[]item) []byte {
	var b bytes.Buffer
	var at []int
	object := func(body string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), body)
	}
	stream := func(s string) string { return fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(s), s) }
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	const first = 8 // of the pages' objects, two for each
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", first+2*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(pages)))
	object("<< " + info + " >>")
	object("<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>")
	object("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> " +
		"/DW 1000 /W [0 1500 500] /FontDescriptor 7 0 R >>")
	object(stream(toUnicode()))
	object("<< /Type /FontDescriptor /FontName /Test /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>")
	for i, items := range pages {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 4 0 R >> >> /Contents %d 0 R >>", first+2*i+1))
		var content strings.Builder
		for _, it := range items {
			fmt.Fprintf(&content, "BT /F %g Tf 1 0 0 1 %g %g Tm <", it.size, it.x, it.y)
			for _, u := range utf16.Encode([]rune(it.text)) {
				fmt.Fprintf(&content, "%04X", u)
			}
			content.WriteString("> Tj ET\n")
		}
		object(stream(content.String()))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// toUnicode says that each number is its own character.
func toUnicode() string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /T def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for page := 0; page < 256; page += 64 {
		b.WriteString("64 beginbfrange\n")
		for i := page; i < page+64; i++ {
			fmt.Fprintf(&b, "<%02X00> <%02XFF> <%02X00>\n", i, i, i)
		}
		b.WriteString("endbfrange\n")
	}
	b.WriteString("endcmap\nend\nend")
	return b.String()
}

// column sets lines below one another.
func column(x, top, size float64, lines ...string) []item {
	var out []item
	for i, l := range lines {
		out = append(out, item{x, top - float64(i)*1.2*size, size, l})
	}
	return out
}
