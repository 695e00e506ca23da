package compare

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"framewatch/store"
)

func speakersQuestion() Question {
	return Question{Name: "speakers", Summary: "who is quoted, by country and office, and which frames sit inside quotations", Doc: `
The things counted are quotations (table quotes) of the documents that count, by
speaker, by the speaker's country and by office, each within the groups of --by.
A speaker is a gazetteer entity (speaker_id), else a name under its most frequent
form (table names); "` + GroupUnknownSpeaker + `" are quotations whose source is not
named or told by a pronoun, "` + GroupUnknown + `" those without a known country or
office. They count in every share.
  item empty   quotes, documents, stories, outlets; share: quotes of the value
               over all quotes of the group
  item FRAME   quotes with a hit of the frame inside the quoted words that is not
               negated; share: over the value's quotes in documents that are coded
               for the frame. Of one value, frames that are never in its quotes
               have no row. A hit in nested quotations counts for the innermost.`, run: (*asking).speakersAsked}
}

// GroupUnknownSpeaker is the group of quotations of whom it is not known who speaks.
const GroupUnknownSpeaker = "unknown speaker"

type (
	quoteRead struct {
		Quote    string       `col:"quote_id"`
		Doc      string       `col:"doc_id"`
		Sentence string       `col:"sentence_id"`
		InTitle  bool         `col:"in_title"`
		Content  []store.Span `col:"content"`
		Speaker  string       `col:"speaker_id,null"`
		Name     string       `col:"speaker_name,null"`
		Country  string       `col:"speaker_country,null"`
		Office   string       `col:"office,null"`
	}
	nameRead struct {
		Form string `col:"form"`
		Name string `col:"name"`
	}
	hitRead struct {
		Doc      string `col:"doc_id"`
		Sentence string `col:"sentence_id"`
		InTitle  bool   `col:"in_title"`
		Codebook string `col:"codebook"`
		Frame    string `col:"frame"`
		Target   string `col:"target_id,null"`
		Start    int64  `col:"start_char,was=start"`
		End      int64  `col:"end_char,was=end"`
		Negated  bool   `col:"negated"`
		Voice    string `col:"voice"`
		Polarity string `col:"polarity,null"`
	}
)

// Table names the table that is read.
func (quoteRead) Table() string { return store.QuoteRow{}.Table() }

// Table names the table that is read.
func (nameRead) Table() string { return store.NameRow{}.Table() }

// Table names the table that is read.
func (hitRead) Table() string { return store.FrameHitRow{}.Table() }

// quotation is a quotation of a document that counts.
type quotation struct {
	quoteRead
	doc    int32
	frames []string
}

// values are the speaker, the speaker's country and the office.
func (q *quotation) values(names map[string]string) [3][2]string {
	return [3][2]string{{"speaker", cmp.Or(q.Speaker, names[q.Name], q.Name, GroupUnknownSpeaker)},
		{"speaker_country", cmp.Or(q.Country, GroupUnknown)}, {"office", cmp.Or(q.Office, GroupUnknown)}}
}

func (a *asking) speakersAsked(ctx context.Context) error {
	names := map[string]string{}
	for row, err := range store.Scan[nameRead](ctx, a.ds) {
		if err != nil {
			return fmt.Errorf("read names: %w", err)
		}
		names[row.Form] = row.Name
	}
	quotes, err := a.quotations(ctx)
	if err != nil {
		return err
	}
	if len(quotes) == 0 {
		return asked(fmt.Errorf("none of the %d documents has a quotation", len(a.docs)))
	}
	t := a.tally("quotes")
	for i := range quotes {
		q := &quotes[i]
		for _, by := range a.spec.By {
			for _, in := range a.c.groupsOf(&a.c.docs[q.doc], by) {
				for _, v := range q.values(names) {
					all := base{cell: cell{by: by, in: in, kind: v[0]}}
					one := all
					one.of = v[1]
					t.add(q.doc, all, all, "")
					t.add(q.doc, one, all, q.Sentence)
					t.frames(q, all, true)
					t.frames(q, one, false)
				}
			}
		}
	}
	return t.answer()
}

// frames counts the frames inside a quotation; with each, frames that are in none
// get a row too.
func (t *tally) frames(q *quotation, value base, each bool) {
	a := t.a
	for _, f := range a.frames {
		x := value
		x.item = a.book.frames[f]
		of := base{x.cell, true}
		if !a.coded(f, q.doc) {
			t.without(q.doc, of, of)
			if each {
				t.at(x, of)
			}
			continue
		}
		t.add(q.doc, of, of, "")
		if slices.Contains(q.frames, x.item) {
			t.add(q.doc, x, of, q.Sentence)
		} else if each {
			t.at(x, of)
		}
	}
}

// quotations reads the quotations of the documents that count, with the frames
// inside them, by document and place.
func (a *asking) quotations(ctx context.Context) ([]quotation, error) {
	byDoc := map[int32][]quotation{}
	for row, err := range store.Scan[quoteRead](ctx, a.ds) {
		if err != nil {
			return nil, fmt.Errorf("read quotes: %w", err)
		}
		if i, ok := a.c.index[row.Doc]; ok && a.counted[i] {
			byDoc[i] = append(byDoc[i], quotation{quoteRead: row, doc: i})
		}
	}
	err := a.hits(ctx, func(doc int32, hit hitRead) {
		if in := innermost(byDoc[doc], hit); in != nil && !slices.Contains(in.frames, hit.Frame) {
			in.frames = append(in.frames, hit.Frame)
		}
	})
	if err != nil {
		return nil, err
	}
	var out []quotation
	for _, i := range a.docs {
		list := byDoc[i]
		slices.SortFunc(list, func(x, y quotation) int { return cmp.Compare(x.Quote, y.Quote) })
		out = append(out, list...)
	}
	return out, nil
}

// hits yields the hits in the documents that count, those that are not negated.
func (a *asking) hits(ctx context.Context, yield func(doc int32, hit hitRead)) error {
	if a.book == nil {
		return nil
	}
	for row, err := range store.Scan[hitRead](ctx, a.ds) {
		if err != nil {
			return fmt.Errorf("read frame_hits: %w", err)
		}
		i, ok := a.c.index[row.Doc]
		if !ok || !a.counted[i] || row.Negated || row.Codebook != a.book.name || !a.c.Counts(a.spec.Target, row.Target) {
			continue
		}
		if f := slices.Index(a.book.frames, row.Frame); f >= 0 && a.coded(f, i) {
			yield(i, row)
		}
	}
	return nil
}

// innermost is the shortest quotation around a hit, nil where it is in none.
func innermost(quotes []quotation, hit hitRead) *quotation {
	var best *quotation
	length := func(q *quotation) (n int64) {
		for _, s := range q.Content {
			n += s.End - s.Start
		}
		return n
	}
	for i := range quotes {
		q := &quotes[i]
		inside := q.InTitle == hit.InTitle && slices.ContainsFunc(q.Content, func(s store.Span) bool { return s.Start <= hit.Start && hit.End <= s.End })
		if inside && (best == nil || length(q) < length(best)) {
			best = q
		}
	}
	return best
}
