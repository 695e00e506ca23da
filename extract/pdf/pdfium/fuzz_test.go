package pdfium_test

import (
	"bytes"
	"testing"

	"framewatch/extract/pdf"
	"framewatch/extract/pdf/pdfium"
)

// FuzzListen: whatever a child says is read or refused, and what was read can be
// laid out.
func FuzzListen(f *testing.F) {
	f.Add([]byte(`{"head":{"title":"T","author":"A"}}
{"page":{"w":600,"h":800,"lines":[{"t":"One.","l":60,"b":690,"r":90,"u":700,"s":10},{"t":"Two-","l":300,"b":690,"r":90,"u":700,"s":1e308}]}}
{"end":{"pages":1,"unread":2}}`))
	f.Add([]byte(`{"error":"locked"}`))
	f.Add([]byte(`{"page":null}{}`))
	f.Fuzz(func(t *testing.T, answer []byte) {
		doc, _, err := pdfium.Listen(bytes.NewReader(answer), 1<<16)
		if err == nil {
			pdf.Layout(doc)
		}
	})
}
