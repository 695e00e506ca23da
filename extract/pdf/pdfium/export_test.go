package pdfium

import (
	"io"

	"framewatch/extract/pdf"
)

// Listen is listen, which reads foreign bytes.
func Listen(r io.Reader, limit int64) (pdf.Document, string, error) { return listen(r, limit) }
