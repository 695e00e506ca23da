// Package foreign shows text of others, such as titles of pages, lines of
// robots.txt and addresses, where it could pass for more than text: on a terminal,
// in a log, in a comment of a file.
//
// [Line] makes one line of it. [NewWriter] is for everything that a program prints:
// what would move the cursor, turn the direction of writing (UAX #9; CVE-2021-42574)
// or break a line elsewhere comes out as a visible escape. Line ends and tabs pass,
// as the program's own: whoever prints a foreign text takes its line ends out by
// Line.
package foreign

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Line is the text on one line: white space, line separators and control characters
// become a space, what turns the direction of writing goes, bytes that are no UTF-8
// become U+FFFD.
func Line(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case turns(r):
			return -1
		case unicode.IsSpace(r), unicode.IsControl(r), separates(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// turns reports embeddings, overrides and isolates of direction. Marks of direction
// (U+200E, U+200F, U+061C) stand in honest Arabic and Hebrew, and turn nothing
// beside them.
func turns(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// separates reports what some readers take for a line end (YAML 1.1, JavaScript).
func separates(r rune) bool { return r == 0x85 || r == 0x2028 || r == 0x2029 }

// Writer shows foreign text as text. It is safe for concurrent use.
type Writer struct {
	mu    sync.Mutex
	under io.Writer
	rest  []byte // the beginning of a character, whose end comes with the next call
}

// NewWriter writes to w. What a last call leaves of a character that never ends is
// not written.
func NewWriter(w io.Writer) *Writer { return &Writer{under: w} }

// Under is what w writes to in the end: w itself where it is no [Writer].
func Under(w io.Writer) io.Writer {
	if f, ok := w.(*Writer); ok {
		return f.under
	}
	return w
}

// Write implements io.Writer. The count is of p's bytes, whatever they became.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	data := p
	if len(w.rest) > 0 {
		data = slices.Concat(w.rest, p)
		w.rest = nil
	}
	var out bytes.Buffer
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1 && !utf8.FullRune(data):
			w.rest = bytes.Clone(data)
			n = len(data)
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&out, `\x%02x`, data[0])
		case r == '\r' && len(data) > 1 && data[1] == '\n':
			out.WriteString("\r\n")
			n = 2
		case r == '\n', r == '\t':
			out.WriteRune(r)
		case unicode.IsControl(r), turns(r), separates(r):
			fmt.Fprintf(&out, `\u%04x`, r) // which in a string of JSON means the same
		default:
			out.Write(data[:n])
		}
		data = data[n:]
	}
	if _, err := w.under.Write(out.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}
