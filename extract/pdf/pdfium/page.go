package pdfium

import (
	"fmt"
	"math"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"framewatch/extract/pdf"
)

// readPage reads the characters of one page and cuts them into lines.
func readPage(p pdfium.Pdfium, doc references.FPDF_DOCUMENT, index int) (out pdf.Page, err error) {
	loaded, err := p.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc, Index: index})
	if err != nil {
		return out, fmt.Errorf("load: %w", err)
	}
	page := requests.Page{ByReference: &loaded.Page}
	defer func() {
		// Memory of the sandbox, which ends with the file.
		_, _ = p.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	}()
	width, err := p.FPDF_GetPageWidth(&requests.FPDF_GetPageWidth{Page: page})
	if err != nil {
		return out, fmt.Errorf("measure: %w", err)
	}
	height, err := p.FPDF_GetPageHeight(&requests.FPDF_GetPageHeight{Page: page})
	if err != nil {
		return out, fmt.Errorf("measure: %w", err)
	}
	out.Width, out.Height = width.Width, height.Height
	text, err := p.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return out, fmt.Errorf("load text: %w", err)
	}
	defer func() { _, _ = p.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}) }()
	chars, err := readChars(p, text.TextPage)
	if err != nil {
		return out, err
	}
	out.Lines = linesOf(chars, func(c char) float64 { return fontSize(p, text.TextPage, c.index) })
	return out, nil
}

// char is one character and its place; a character without one was put in by
// PDFium, such as a space between two words that only a gap parts.
type char struct {
	r                        rune
	left, bottom, right, top float64
	placed                   bool
	index                    int // on the page
}

// fontSize is the size of a character's font on the page, in points; 0 where it
// is not known.
func fontSize(p pdfium.Pdfium, page references.FPDF_TEXTPAGE, index int) float64 {
	size, err := p.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: page, Index: index})
	if err != nil {
		return 0
	}
	matrix, err := p.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: page, Index: index})
	if err != nil {
		return size.FontSize
	}
	return size.FontSize * math.Hypot(float64(matrix.Matrix.C), float64(matrix.Matrix.D))
}

func readChars(p pdfium.Pdfium, page references.FPDF_TEXTPAGE) ([]char, error) {
	count, err := p.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: page})
	if err != nil {
		return nil, fmt.Errorf("count characters: %w", err)
	}
	n := min(count.Count, maxPageChars)
	out := make([]char, 0, max(n, 0))
	for i := range n {
		u, err := p.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: page, Index: i})
		if err != nil {
			return nil, fmt.Errorf("read character: %w", err)
		}
		c := char{r: runeOf(u.Unicode), index: i}
		if last := len(out) - 1; last >= 0 && utf16.IsSurrogate(out[last].r) {
			if joined := utf16.DecodeRune(out[last].r, c.r); joined != utf8.RuneError {
				out[last].r = joined
				continue
			}
			out[last].r = utf8.RuneError
		}
		if c.r != '\n' && c.r != '\r' && c.r != ' ' {
			box, err := p.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: page, Index: i})
			if err == nil {
				c.left, c.bottom, c.right, c.top = float64(box.Rect.Left), float64(box.Rect.Bottom), float64(box.Rect.Right), float64(box.Rect.Top)
				c.placed = c.right > c.left && c.top > c.bottom
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// runeOf is the character of a code; one that the file's fonts do not explain is
// U+FFFD.
func runeOf(code uint) rune {
	if code == 0 || code > utf8.MaxRune {
		return utf8.RuneError
	}
	return rune(code)
}
