package kwic

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"strings"
	"unicode"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/store"
)

type textBatch struct {
	Doc     []string `col:"doc_id"`
	Capture []string `col:"capture_id"`
	URL     []string `col:"url"`
	Title   []string `col:"title,null"`
	Text    []string `col:"text"`
}

type archiveBatch struct {
	Capture []string      `col:"capture_id"`
	File    store.Symbols `col:"warc_file"`
	Offset  []int64       `col:"warc_offset"`
}

func (textBatch) Table() string    { return store.DocumentRow{}.Table() }
func (archiveBatch) Table() string { return store.CaptureRow{}.Table() }

// Texts are the documents whose lines are shown, by ID.
type Texts map[string]text

type text struct{ capture, url, title, body string }

// ReadTexts reads the texts of some documents; one that the dataset does not
// have has none.
func ReadTexts(ctx context.Context, ds *store.Dataset, ids iter.Seq[string]) (Texts, error) {
	wanted := map[string]bool{}
	for id := range ids {
		wanted[id] = true
	}
	out := make(Texts, len(wanted))
	if len(wanted) == 0 {
		return out, nil
	}
	for b, err := range store.ScanColumns[textBatch](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read documents: %w", err)
		}
		for i, id := range b.Doc {
			if wanted[id] {
				out[strings.Clone(id)] = text{strings.Clone(b.Capture[i]), strings.Clone(b.URL[i]), strings.Clone(b.Title[i]), strings.Clone(b.Text[i])}
			}
		}
	}
	return out, nil
}

// Lines makes a line of each place, in the same order. A place whose document
// is not among the texts or not in the corpus is left out.
func (t Texts) Lines(ctx context.Context, ds *store.Dataset, c *compare.Corpus, places []Place, width int) ([]Line, error) {
	if width <= 0 {
		width = DefaultWidth
	}
	lines := make([]Line, 0, len(places))
	byCapture := map[string][]int{}
	for _, p := range places {
		doc, ok := c.Doc(p.DocID)
		read, has := t[p.DocID]
		if !ok || !has {
			continue
		}
		byCapture[read.capture] = append(byCapture[read.capture], len(lines))
		lines = append(lines, line(p, read, doc, width))
	}
	for b, err := range store.ScanColumns[archiveBatch](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read captures: %w", err)
		}
		for row, capture := range b.Capture {
			for _, i := range byCapture[capture] {
				lines[i].WARCFile, lines[i].WARCOffset = b.File.At(row), b.Offset[row]
			}
		}
	}
	return lines, nil
}

func line(p Place, t text, doc compare.Doc, width int) Line {
	text := t.body
	if p.InTitle {
		text = t.title
	}
	l := Line{Place: p, Source: doc.Source, Outlet: doc.Outlet, Country: doc.Country, Date: doc.Date, Title: t.title, URL: t.url}
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
	base := corpus.BaseLang(lang)
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
