package pdfium

import (
	"io"
	"time"

	"framewatch/extract/pdf"
)

// Listen is listen, which reads foreign bytes.
func Listen(r io.Reader, limit int64) (pdf.Document, string, error) {
	return listen(r, limit, func() {})
}

// CanLimitWork and LimitWork are what bounds a child's CPU time.
const CanLimitWork = canLimitWork

// LimitWork bounds this process.
func LimitWork(d time.Duration) error { return limitWork(d) }

// Usable and Prune keep the folder of machine code.
func Usable(dirs []string) string { return usable(dirs) }

// Prune is prune.
func Prune(dir string, limit int64) error { return prune(dir, limit) }
