package kwic

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"unicode"

	"framewatch/compare"
	"framewatch/store"
)

type textFacts struct {
	DocID     string `col:"doc_id"`
	CaptureID string `col:"capture_id"`
	URL       string `col:"url"`
	Title     string `col:"title"`
	Lang      string `col:"lang"`
	Text      string `col:"text"`
}

type archiveFacts struct {
	CaptureID  string `col:"capture_id"`
	WARCFile   string `col:"warc_file"`
	WARCOffset int64  `col:"warc_offset"`
}

func (textFacts) Table() string    { return store.DocumentRow{}.Table() }
func (archiveFacts) Table() string { return store.CaptureRow{}.Table() }

// Lines makes a line of each place, in the same order; it streams the
// documents' texts once. A place whose document is not in the dataset is left
// out.
func Lines(ctx context.Context, ds *store.Dataset, c *compare.Corpus, places []Place, width int) ([]Line, error) {
	if width <= 0 {
		width = DefaultWidth
	}
	byDoc := map[string][]int{}
	for i, p := range places {
		byDoc[p.DocID] = append(byDoc[p.DocID], i)
	}
	lines := make([]Line, len(places))
	found := make([]bool, len(places))
	byCapture := map[string][]int{}
	for row, err := range store.Scan[textFacts](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read documents: %w", err)
		}
		for _, i := range byDoc[row.DocID] {
			doc, ok := c.Doc(row.DocID)
			if !ok {
				continue
			}
			lines[i] = line(places[i], row, doc, width)
			found[i] = true
			byCapture[row.CaptureID] = append(byCapture[row.CaptureID], i)
		}
	}
	for row, err := range store.Scan[archiveFacts](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read captures: %w", err)
		}
		for _, i := range byCapture[row.CaptureID] {
			lines[i].WARCFile, lines[i].WARCOffset = row.WARCFile, row.WARCOffset
		}
	}
	kept := lines[:0]
	for i := range lines {
		if found[i] {
			kept = append(kept, lines[i])
		}
	}
	return kept, nil
}

func line(p Place, row textFacts, doc compare.Doc, width int) Line {
	text := row.Text
	if p.InTitle {
		text = row.Title
	}
	l := Line{Place: p, Source: doc.Source, Outlet: doc.Outlet, Country: doc.Country, Date: doc.Date, Title: row.Title, URL: row.URL}
	l.Before, l.Key, l.After = Cut(text, p.Start, p.End, width)
	l.Lang = langOf(l.Key+l.Before+l.After, cmp.Or(p.SentenceLang, doc.Lang))
	return l
}

// langOf is the document's language unless the script of the line says
// otherwise, as in the second half of a bilingual page.
func langOf(text, lang string) string {
	var han, arabic, latin int
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.Is(unicode.Arabic, r):
			arabic++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	base, _, _ := strings.Cut(lang, "-")
	inHan, inArabic := base == "zh" || base == "ja", base == "ar" || base == "fa" || base == "ur"
	switch {
	case han*2 > latin && han > 0 && !inHan:
		return "zh"
	case arabic > latin && !inArabic:
		return "ar"
	case latin > 2*han && latin > arabic && (inHan || inArabic):
		return "und-Latn"
	}
	return lang
}
