package export

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/exposure"
	"framewatch/nlp/word"
	"framewatch/store"
)

// shown is a document of which words leave.
type shown struct {
	*document
	fields [2]string // text, title
	masks  [2][]mask // in the order of their places, which do not overlap
	words  *exposure.Text

	nameWords map[string]bool // words of the masked names, in lower case, once they are asked for
	names     []string
}

// mask is a place where a private person is named.
type mask struct {
	start, end int // bytes
	pseudonym  string
}

func field(inTitle bool) int {
	if inTitle {
		return 1
	}
	return 0
}

type textOf struct {
	DocID string `col:"doc_id"`
	Lang  string `col:"lang"`
	Title string `col:"title,null"`
	Text  string `col:"text"`
}

func (textOf) Table() string { return "documents" }

type surfaceOf struct {
	DocID    string `col:"doc_id"`
	Surface  string `col:"surface"`
	EntityID string `col:"entity_id,null"`
	Name     string `col:"name,null"`
	Label    string `col:"label"`
	Variant  string `col:"variant,null"`
}

func (surfaceOf) Table() string { return "mentions" }

// in is the dataset as if it had one month only.
func (p *planner) in(month string) *store.Dataset {
	var files []store.File
	for _, f := range p.ds.Files("") {
		if f.Month() == month {
			files = append(files, f)
		}
	}
	return p.ds.Only(files...)
}

// months are those in which there are documents.
func (p *planner) months() []string {
	var out []string
	for _, f := range p.ds.Files("documents") {
		out = append(out, f.Month())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// readTexts reads the texts of a month, with the places where private persons are
// named in them.
func (p *planner) readTexts(ctx context.Context, month string) (map[string]*shown, error) {
	ds, out := p.in(month), map[string]*shown{}
	for d, err := range store.Scan[textOf](ctx, ds) {
		if err != nil {
			return nil, err
		}
		if known := p.docs[d.DocID]; known != nil {
			out[d.DocID] = &shown{document: known, fields: [2]string{d.Text, d.Title}, words: exposure.NewText(d.DocID, d.Lang, d.Title, d.Text)}
		}
	}
	if p.opt.Level != L1 {
		return out, nil
	}
	named := map[string]map[string]string{} // document -> surface -> name
	for m, err := range store.Scan[surfaceOf](ctx, ds) {
		if err != nil {
			return nil, err
		}
		if m.EntityID != "" || !p.private[m.Name] && m.Label != "PER" || m.Variant == "pronoun" {
			continue
		}
		if named[m.DocID] == nil {
			named[m.DocID] = map[string]string{}
		}
		named[m.DocID][m.Surface] = cmp.Or(m.Name, m.Surface)
	}
	for id, s := range out {
		for f := range s.fields {
			s.masks[f] = p.masksOf(s.fields[f], named[id])
		}
	}
	return out, nil
}

// masksOf finds all places where a text has one of the names that stand in it, or
// a full name of anybody private: a tagger does not see every one.
func (p *planner) masksOf(text string, named map[string]string) []mask {
	var found []mask
	for surface, name := range named {
		for at := 0; surface != ""; {
			i := strings.Index(text[at:], surface)
			if i < 0 {
				break
			}
			start, end := at+i, at+i+len(surface)
			if wholeWord(text, start, end) {
				found = append(found, mask{start, end, p.pseudonym("name", name)})
			}
			_, n := utf8.DecodeRuneInString(text[start:])
			at = start + n
		}
	}
	for _, w := range word.Words(text) {
		for _, form := range p.forms[w.Span.Of(text)] {
			end := w.Span.Start + len(form)
			if strings.HasPrefix(text[w.Span.Start:], form) && wholeWord(text, w.Span.Start, end) {
				found = append(found, mask{w.Span.Start, end, p.pseudonym("name", form)})
			}
		}
	}
	slices.SortFunc(found, func(a, b mask) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(a.pseudonym, b.pseudonym))
	})
	var out []mask
	for _, m := range found { // of two that overlap, the first, made long enough for both
		if n := len(out); n > 0 && m.start < out[n-1].end {
			out[n-1].end = max(out[n-1].end, m.end)
			continue
		}
		out = append(out, m)
	}
	return out
}

// wholeWord reports whether a stretch is no part of a longer word; Chinese puts no
// space between words.
func wholeWord(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	first, _ := utf8.DecodeRuneInString(text[start:])
	last, _ := utf8.DecodeLastRuneInString(text[:end])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return (start == 0 || !joined(before, first)) && (end == len(text) || !joined(last, after))
}

func joined(a, b rune) bool {
	return unicode.IsLetter(a) && unicode.IsLetter(b) && !unicode.Is(unicode.Han, a) && !unicode.Is(unicode.Han, b)
}

// stretch is bytes start to end of the text or the title.
type stretch struct {
	inTitle    bool
	start, end int
}

// bounded moves a stretch into its text.
func (s *shown) bounded(at stretch) stretch {
	n := len(s.fields[field(at.inTitle)])
	at.start = max(0, min(at.start, n))
	at.end = max(at.start, min(at.end, n))
	return at
}

// show is a stretch as it leaves, with pseudonyms for private persons.
func (s *shown) show(at stretch) string {
	at = s.bounded(at)
	text, pos := s.fields[field(at.inTitle)], at.start
	var b strings.Builder
	for _, m := range s.masks[field(at.inTitle)] {
		if m.end <= at.start || m.start >= at.end {
			continue
		}
		if m.start > pos {
			b.WriteString(text[pos:m.start])
		}
		b.WriteString("[" + m.pseudonym + "]")
		pos = m.end
	}
	if pos < at.end {
		b.WriteString(text[pos:at.end])
	}
	return b.String()
}

// ranges are the words of a stretch without those behind a pseudonym.
func (s *shown) ranges(at stretch) []exposure.Range {
	at = s.bounded(at)
	var out []exposure.Range
	pos := at.start
	add := func(end int) {
		if r := s.words.Range(at.inTitle, pos, end); end > pos && r.Len() > 0 {
			out = append(out, r)
		}
	}
	for _, m := range s.masks[field(at.inTitle)] {
		if m.end <= at.start || m.start >= at.end {
			continue
		}
		add(m.start)
		pos = m.end
	}
	add(at.end)
	return out
}

// bytes turns a span of code points into a stretch.
func (s *shown) bytes(inTitle bool, span store.Span) stretch {
	text := s.fields[field(inTitle)]
	at, n := stretch{inTitle, len(text), len(text)}, int64(0)
	for i := range text {
		if n == span.Start {
			at.start = i
		}
		if n == span.End {
			at.end = i
			break
		}
		n++
	}
	return at
}
