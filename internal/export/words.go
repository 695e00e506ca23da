package export

import (
	"reflect"
	"strings"
	"unicode"

	"framewatch/nlp/word"
	"framewatch/nlp/zh"
	"framewatch/store"
)

// Reasons for which a row stays.
const (
	whyShort = "the words of a short article can be put in order"
	whyName  = "a word of a private person's name"
	whyRare  = "a word of fewer than 5 documents"
	whySmall = "a number about a word with a count of documents below 5"
	whyCell  = "a count of documents below 5, or one that is would follow: the row leaves without its numbers"
	whyCurve = "numbers of one choice of documents each, whose sums are not followed"
)

// contexts reports whether rows of the table leave with words around them.
func (t *projection) contexts() bool {
	return t.opt.Level == L1 && (t.name == "frame_hits" || t.name == "mentions")
}

func contextFields() []Field {
	text := reflect.TypeFor[string]()
	return []Field{
		{Name: "context_before", Type: "string", Go: text, Null: true, Description: "words before the span in its paragraph; private persons have pseudonyms; null where none leave"},
		{Name: "context_after", Type: "string", Go: text, Null: true, Description: "words after the span, likewise"},
	}
}

// rowID is what the meter calls a row.
func (t *projection) rowID(row []any) string {
	column := map[string]string{"frame_hits": "hit_id", "mentions": "mention_id", "claims": "claim_id", "quotes": "quote_id"}[t.name]
	return t.name + "/" + t.text(row, column)
}

func (p *planner) decidedToStay(d *document, row string) bool {
	known := p.decisions[d.id]
	return known != nil && known.stays[row]
}

// place is where a row with offsets stands in its text.
func (t *projection) place(row []any) stretch {
	number := func(column string) int {
		n, _ := row[t.places[column]].(int64)
		return int(n)
	}
	title, _ := row[t.places["in_title"]].(bool)
	return stretch{title, number("start_byte"), number("end_byte")}
}

// wordsOf is what leaves of a column with words.
func (t *projection) wordsOf(s *shown, column string, row []any, v any) any {
	spans := map[string]string{"content_text": "content", "source_text": "source", "cue_text": "cue"}[column]
	switch {
	case v == nil:
		return nil
	case t.name == "documents":
		if t.decidedToStay(s.document, titlePiece) {
			return nil
		}
		return s.show(stretch{true, 0, len(s.fields[1])})
	case t.name == "term_counts":
		return v
	case spans != "":
		list, _ := row[t.places[spans]].([]store.Span)
		title, _ := row[t.places["in_title"]].(bool)
		parts := make([]string, len(list))
		for i, span := range list {
			parts[i] = s.show(s.bytes(title, span))
		}
		return strings.Join(parts, " ")
	}
	return s.show(t.place(row))
}

// contextOf is the context with which a row leaves.
func (t *projection) contextOf(s *shown, row []any) (before, after any) {
	if s == nil || t.name == "mentions" && t.text(row, "target_id") == "" {
		return nil, nil
	}
	width := t.plan.Context
	if d := t.decisions[s.id]; d != nil {
		if w, ok := d.widths[t.rowID(row)]; ok {
			width = w
		}
	}
	if width == 0 {
		return nil, nil
	}
	b, a := s.contextAt(t.place(row), width)
	return s.show(b), s.show(a)
}

// rowStays says why a row does not leave although its document does.
func (t *projection) rowStays(row []any, d *document, l Level, texts map[string]*shown) string {
	switch {
	case t.name == "term_counts" && l > L1:
		return "its document leaves without words"
	case t.name == "term_counts" && l == L1:
		if known := t.decisions[d.id]; known != nil && known.bagless {
			return whyShort
		}
		// A name in the other script of Chinese is the same term.
		if s, term := texts[d.id], t.text(row, "term"); t.private[term] || s != nil && s.isName(term) {
			return whyName
		}
	case t.name == "estimates" && l == L3 && t.text(row, "dimension") == "specification":
		return whyCurve
	case t.name == "estimates" && l > L0:
		return t.wordStays(row)
	}
	return ""
}

// isName reports whether a counted word is one of a name that has a pseudonym.
func (s *shown) isName(term string) bool {
	if s.nameWords == nil {
		s.nameWords = map[string]bool{}
		for f, masks := range s.masks {
			for _, m := range masks {
				name := strings.ToLower(s.fields[f][m.start:m.end])
				for _, w := range word.Words(name) {
					s.nameWords[w.Span.Of(name)] = true
				}
				s.names = append(s.names, name, folded(name))
			}
		}
	}
	if s.nameWords[term] {
		return true
	}
	for _, n := range s.names { // Chinese is counted by words of several characters
		if isHan(term) && strings.Contains(n, term) {
			return true
		}
	}
	return false
}

func folded(s string) string {
	f, _ := zh.Fold(s)
	return f
}

func isHan(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
}

// wordStays says why a number about a word does not leave: few documents have it, or
// it is a private person's.
func (t *projection) wordStays(row []any) string {
	item := t.text(row, "item")
	if item == "" || t.frames[item] {
		return ""
	}
	if n, _ := row[t.places["n_positive"]].(int64); n < Cell {
		return whyRare
	}
	lower := strings.ToLower(item)
	if isHan(item) {
		for _, name := range t.hanNames {
			if strings.Contains(name, item) {
				return whyName
			}
		}
		return ""
	}
	for _, w := range word.Words(lower) {
		if t.nameWords[w.Span.Of(lower)] {
			return whyName
		}
	}
	return ""
}

// suppresses reports whether numbers of the table are withheld where they are about
// too few documents.
func (t *projection) suppresses() bool { return t.cells != nil && t.name == "estimates" }

func withheldField() Field {
	return Field{Name: "withheld", Type: "bool", Go: reflect.TypeFor[bool](),
		Description: "true where the numbers stay: a count of documents in them is below 5, or one that is would follow from them"}
}

// aggregate is what leaves of an estimate.
func (t *projection) aggregate(row []any) (out []any, why string) {
	stays := t.cells.withheld(t.counted(row))
	if item := t.text(row, "item"); stays && item != "" && !t.frames[item] {
		return nil, whySmall // the word would tell that a document has it
	}
	for _, from := range t.out {
		v := row[from]
		if stays && t.fates[L3][from] == cell {
			v = nil
		}
		out = append(out, v)
	}
	return append(out, stays), ""
}
