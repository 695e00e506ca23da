package service

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"framewatch/corpus"
	"framewatch/nlp/internal/remote"
)

// Place is a span of a document's text or title, in bytes.
type Place struct {
	In   corpus.Field
	Span corpus.Span
}

// Token is one word with its part of speech.
type Token struct {
	Place
	POS string
}

// Entity is one name.
type Entity struct {
	Place
	Label corpus.Label
	Score float64 // 0 to 1; [DefaultScore] where the service gave none
}

// DefaultScore is the score of an entity that came without one.
const DefaultScore = .5

// Frame is one hit of a frame; what the service left out is empty, the voice
// the author's.
type Frame struct {
	Place
	Hit corpus.FrameHit // without place, surface, codebook, method and ID
}

// Answer holds the layers that were asked for, in text order, title first.
type Answer struct {
	Sentences []Place
	Tokens    []Token
	Entities  []Entity
	Quotes    []corpus.Quote // without ID, office, country and verb class
	Frames    []Frame
}

// point is a position as written: code points.
type point struct {
	Start *int    `json:"start"`
	End   *int    `json:"end"`
	In    string  `json:"in"`
	Text  *string `json:"text"`
}

// line is an answer as written.
type line struct {
	ID        *string `json:"id"`
	Error     string  `json:"error"`
	Sentences []point `json:"sentences"`
	Tokens    []struct {
		point
		POS string `json:"pos"`
	} `json:"tokens"`
	Entities []struct {
		point
		Label corpus.Label `json:"label"`
		Score *float64     `json:"score"`
	} `json:"entities"`
	Quotes []struct {
		Content    []point          `json:"content"`
		Source     []point          `json:"source"`
		Cue        []point          `json:"cue"`
		Type       corpus.QuoteType `json:"type"`
		SpeakerRef corpus.EntityID  `json:"speaker_ref"`
	} `json:"quotes"`
	Frames []struct {
		point
		Frame        string          `json:"frame"`
		Term         string          `json:"term"`
		Negated      bool            `json:"negated"`
		Hypothetical bool            `json:"hypothetical"`
		Voice        corpus.Voice    `json:"voice"`
		Speaker      string          `json:"speaker"`
		SpeakerRef   corpus.EntityID `json:"speaker_ref"`
		Target       corpus.EntityID `json:"target"`
		Entity       corpus.EntityID `json:"entity"`
		Distance     *int            `json:"distance"`
		Score        *float64        `json:"score"`
	} `json:"frames"`
}

// read takes the one line of a reply apart.
func (c *Client) read(reply []byte, doc *corpus.Document) (*Answer, error) {
	reply = bytes.TrimSpace(reply)
	if len(reply) == 0 {
		return nil, errors.New("the answer is empty; one line per document is wanted")
	}
	d := json.NewDecoder(bytes.NewReader(reply))
	var l line
	if err := d.Decode(&l); err != nil {
		return nil, fmt.Errorf("the answer %s is no line of JSON in the form of annotate --jsonl: %w", remote.Excerpt(reply), err)
	}
	switch {
	case l.ID == nil || *l.ID != string(doc.ID):
		return nil, fmt.Errorf("the answer is for %s; it must repeat the id of the document", idOf(l.ID))
	case d.More():
		return nil, errors.New("the answer has more lines than the request had documents")
	case l.Error != "":
		return nil, fmt.Errorf("the service says %s", remote.Excerpt([]byte(l.Error)))
	}
	r := reader{texts: map[corpus.Field]string{corpus.InText: doc.Text, corpus.InTitle: doc.Title},
		points: map[corpus.Field]*corpus.Offsets{corpus.InText: corpus.NewOffsets(doc.Text), corpus.InTitle: corpus.NewOffsets(doc.Title)}}
	answer := &Answer{}
	for _, layer := range c.cfg.Layers {
		r.layer(layer, &l, answer)
	}
	return answer, r.err
}

func idOf(id *string) string {
	if id == nil {
		return "no document (there is no id)"
	}
	return "document " + remote.Excerpt([]byte(*id))
}

// reader turns positions into bytes and keeps the first fault.
type reader struct {
	texts  map[corpus.Field]string
	points map[corpus.Field]*corpus.Offsets
	err    error
}

func (r *reader) layer(layer string, l *line, out *Answer) {
	switch layer {
	case Sentences:
		for i, s := range l.Sentences {
			out.Sentences = append(out.Sentences, r.place(s, layer, i))
		}
		r.ordered(layer, out.Sentences)
	case Tokens:
		places := make([]Place, len(l.Tokens))
		for i, t := range l.Tokens {
			places[i] = r.place(t.point, layer, i)
			out.Tokens = append(out.Tokens, Token{places[i], t.POS})
		}
		r.ordered(layer, places)
	case Entities:
		r.entities(l, out)
	case Quotes:
		r.quotes(l, out)
	case Frames:
		r.frames(l, out)
	}
}

func (r *reader) fail(layer string, i int, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s[%d] %s", layer, i, fmt.Sprintf(format, args...))
	}
}

// place checks a position and turns it into bytes.
func (r *reader) place(p point, layer string, i int) Place {
	const counted = "positions count code points from 0, end exclusive, not bytes or UTF-16 units"
	in := corpus.InText
	if p.In != "" {
		in = corpus.Field(p.In)
	}
	text, ok := r.texts[in]
	if !ok {
		r.fail(layer, i, "is in %q, which is neither text nor title", p.In)
		return Place{In: corpus.InText}
	}
	if p.Start == nil || p.End == nil {
		r.fail(layer, i, "has no start or no end")
		return Place{In: in}
	}
	o := r.points[in]
	if n := o.CodePoint(len(text)); *p.Start < 0 || *p.End > n {
		r.fail(layer, i, "goes from %d to %d, but the %s has %d code points (%s)", *p.Start, *p.End, in, n, counted)
		return Place{In: in}
	}
	if *p.Start >= *p.End {
		r.fail(layer, i, "goes from %d to %d, which is nothing or backwards (%s)", *p.Start, *p.End, counted)
		return Place{In: in}
	}
	span := corpus.Span{Start: o.Byte(*p.Start), End: o.Byte(*p.End)}
	// The conversion to runes is what JSON does to bytes that are no UTF-8.
	if there := string([]rune(span.Of(text))); p.Text != nil && *p.Text != there {
		r.fail(layer, i, "says %.60q, but from %d to %d the %s says %.60q (%s)", *p.Text, *p.Start, *p.End, in, there, counted)
	}
	return Place{In: in, Span: span}
}

// ordered holds that places follow one another, title first.
func (r *reader) ordered(layer string, places []Place) {
	for i := 1; i < len(places); i++ {
		a, b := places[i-1], places[i]
		if a.In == b.In && b.Span.Start < a.Span.End || a.In == corpus.InText && b.In == corpus.InTitle {
			r.fail(layer, i, "begins before the one before it ends")
			return
		}
	}
}

// titleFirst sorts in text order, longer ones first.
func titleFirst(a, b Place) int {
	switch {
	case a.In != b.In && a.In == corpus.InTitle:
		return -1
	case a.In != b.In:
		return 1
	case a.Span.Start != b.Span.Start:
		return a.Span.Start - b.Span.Start
	}
	return b.Span.End - a.Span.End
}

var labels = []corpus.Label{corpus.PER, corpus.ORG, corpus.LOC, corpus.NORP, corpus.FAC, corpus.EVENT, corpus.MISC}

// entities reads names; of two that overlap the first one stays, and of two
// that begin together the longer one.
func (r *reader) entities(l *line, out *Answer) {
	for i, e := range l.Entities {
		p := r.place(e.point, Entities, i)
		if !slices.Contains(labels, e.Label) {
			r.fail(Entities, i, "is labelled %q; the labels are %v", e.Label, labels)
		}
		out.Entities = append(out.Entities, Entity{p, e.Label, r.score(e.Score, DefaultScore, Entities, i)})
	}
	slices.SortStableFunc(out.Entities, func(a, b Entity) int { return titleFirst(a.Place, b.Place) })
	kept := out.Entities[:0]
	for _, e := range out.Entities {
		if n := len(kept); n == 0 || kept[n-1].In != e.In || kept[n-1].Span.End <= e.Span.Start {
			kept = append(kept, e)
		}
	}
	out.Entities = kept
}

func (r *reader) score(given *float64, otherwise float64, layer string, i int) float64 {
	if given == nil {
		return otherwise
	}
	if !(*given >= 0 && *given <= 1) {
		r.fail(layer, i, "has score %v; scores go from 0 to 1", *given)
	}
	return *given
}

var quoteTypes = []corpus.QuoteType{corpus.QuoteDirect, corpus.QuoteIndirect, corpus.QuoteMixed}

func (r *reader) quotes(l *line, out *Answer) {
	for i, q := range l.Quotes {
		if len(q.Content) == 0 {
			r.fail(Quotes, i, "has no content")
			return
		}
		if !slices.Contains(quoteTypes, q.Type) {
			r.fail(Quotes, i, "is of type %q; the types are %v", q.Type, quoteTypes)
		}
		made := corpus.Quote{In: r.place(q.Content[0], Quotes, i).In, Type: q.Type, Speaker: q.SpeakerRef}
		for _, part := range []struct {
			to   *[]corpus.Span
			from []point
		}{{&made.Content, q.Content}, {&made.Source, q.Source}, {&made.Cue, q.Cue}} {
			for _, p := range part.from {
				place := r.place(p, Quotes, i)
				if place.In != made.In {
					r.fail(Quotes, i, "lies partly in the title")
				}
				*part.to = append(*part.to, place.Span)
			}
		}
		out.Quotes = append(out.Quotes, made)
	}
	slices.SortStableFunc(out.Quotes, func(a, b corpus.Quote) int {
		return titleFirst(Place{a.In, a.Content[0]}, Place{b.In, b.Content[0]})
	})
}

var voices = []corpus.Voice{corpus.VoiceAuthor, corpus.VoiceDirect, corpus.VoiceIndirect}

func (r *reader) frames(l *line, out *Answer) {
	for i, f := range l.Frames {
		made := Frame{Place: r.place(f.point, Frames, i), Hit: corpus.FrameHit{Frame: f.Frame, Term: f.Term, Negated: f.Negated, Hypothetical: f.Hypothetical,
			Voice: f.Voice, Speaker: f.Speaker, SpeakerID: f.SpeakerRef, Target: f.Target, Entity: cmp.Or(f.Entity, f.Target), Distance: -1, Score: r.score(f.Score, 1, Frames, i)}}
		if made.Hit.Voice == "" {
			made.Hit.Voice = corpus.VoiceAuthor
		}
		if !slices.Contains(voices, made.Hit.Voice) {
			r.fail(Frames, i, "has voice %q; the voices are %v", f.Voice, voices)
		}
		if f.Distance != nil {
			made.Hit.Distance = *f.Distance
		}
		out.Frames = append(out.Frames, made)
	}
	slices.SortStableFunc(out.Frames, func(a, b Frame) int { return titleFirst(a.Place, b.Place) })
}
