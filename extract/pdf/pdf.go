package pdf

import (
	"strconv"
	"time"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
)

// Document is the text layer of a PDF with what the file declares of itself.
// Created and Modified are dates in the form of the PDF standard; see [Date].
type Document struct {
	Title, Author     string
	Created, Modified string
	Pages             []Page
	Unread            int // pages that could not be read, or beyond the reader's limit
}

// Page is one page: its size in points and its lines in the file's order.
type Page struct {
	Width  float64 `json:"w"`
	Height float64 `json:"h"`
	Lines  []Line  `json:"lines,omitempty"`
}

// Line is a run of characters side by side. Its box is in points from the page's
// lower left corner; Size is the height of its font.
type Line struct {
	Text   string  `json:"t"`
	Left   float64 `json:"l"`
	Bottom float64 `json:"b"`
	Right  float64 `json:"r"`
	Top    float64 `json:"u"`
	Size   float64 `json:"s"`
}

// Text is a document in reading order.
type Text struct {
	Paragraphs []Paragraph
	Notes      []string // footnotes
	Margins    []string // page headers and footers, each once
	Size       float64  // of the font of most letters
}

// Paragraph is a paragraph, heading or list item.
type Paragraph struct {
	Text string
	Page int     // from 0; where it begins
	Size float64 // of its font
}

// pdfDate is a date of the PDF standard (ISO 32000-1, 7.9.4).
var pdfDate = lazyregexp.New(`^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?`)

// Date reads a date of the PDF standard, such as D:20260304T180200+08'00', as
// precisely as it is given; false where it is none. From is left empty.
func Date(s string) (corpus.Date, bool) {
	m := pdfDate.FindStringSubmatch(s)
	if m == nil {
		return corpus.Date{}, false
	}
	part := [6]int{0, 1, 1, 0, 0, 0}
	known := 0
	for i := range part {
		if m[i+1] == "" {
			break
		}
		n, err := strconv.Atoi(m[i+1])
		if err != nil {
			return corpus.Date{}, false
		}
		part[i] = n
		known++
	}
	d := corpus.Date{Precision: [...]corpus.Precision{corpus.PrecisionYear, corpus.PrecisionMonth, corpus.PrecisionDay, corpus.PrecisionDay, corpus.PrecisionMinute, corpus.PrecisionSecond}[known-1]}
	zone := time.UTC
	if m[7] != "" || m[8] != "" {
		d.HasOffset = true
	}
	if m[8] != "" {
		zone = time.FixedZone("", offset(m[8], m[9], m[10]))
	}
	if known < 5 {
		zone, d.HasOffset = time.UTC, false
	}
	d.Time = time.Date(part[0], time.Month(part[1]), part[2], part[3], part[4], part[5], 0, zone)
	if known <= 4 {
		d.Time = time.Date(part[0], time.Month(part[1]), part[2], 0, 0, 0, 0, zone)
	}
	// time.Date carries the thirteenth month over; such a date is none.
	return d, int(d.Time.Month()) == part[1] && d.Time.Day() == part[2] && part[3] < 24 && part[4] < 60 && part[5] < 60
}

// offset is in seconds; what is no number counts as none.
func offset(sign, hours, minutes string) int {
	h, err := strconv.Atoi(hours)
	if err != nil || h > 14 {
		return 0
	}
	m, err := strconv.Atoi(minutes)
	if err != nil || m > 59 {
		m = 0
	}
	if sign == "-" {
		return -(h*3600 + m*60)
	}
	return h*3600 + m*60
}
