package pdfium

import (
	"io"
	"time"

	"framewatch/extract/pdf"
)

// Listen is listen, which reads foreign bytes.
func Listen(r io.Reader, limit int64) (pdf.Document, string, error) { return listen(r, limit) }

// CanLimitWork and LimitWork are what bounds a child's CPU time.
const CanLimitWork = canLimitWork

// LimitWork bounds this process.
func LimitWork(d time.Duration) error { return limitWork(d) }
