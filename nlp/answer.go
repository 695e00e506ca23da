package nlp

import (
	"encoding/json"
	"math"
	"slices"

	"framewatch/corpus"
)

// answer is a line as written. Positions are code points.
type answer struct {
	ID        json.RawMessage   `json:"id"`
	Lang      string            `json:"lang"`
	Relevance []relevanceAnswer `json:"relevance"` // one for each target
	Sentences []sentenceAnswer  `json:"sentences"`
	Tokens    []tokenAnswer     `json:"tokens,omitzero"`
	Entities  []entityAnswer    `json:"entities"`
	Frames    []frameAnswer     `json:"frames"`
	Codes     []codeAnswer      `json:"document_frames"`
	Quotes    []quoteAnswer     `json:"quotes"`
	Claims    []claimAnswer     `json:"claims"`
	Stance    []stanceAnswer    `json:"stance"` // those of the document first
}

// place is a span with the string that it counts in; In is empty for the text.
type place struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	In    string `json:"in,omitempty"`
}

type sentenceAnswer struct {
	place
	Lang string `json:"lang"`
}

type tokenAnswer struct {
	place
	Text string `json:"text"`
	POS  string `json:"pos"`
}

type entityAnswer struct {
	place
	Label   string `json:"label"`
	Text    string `json:"text"`
	Ref     string `json:"ref"`
	Target  string `json:"target,omitempty"` // of the run that it names
	Name    string `json:"name,omitempty"`   // of a person or body without ref: its fullest form in the document
	Variant string `json:"variant"`
}

type frameAnswer struct {
	place
	Frame        string `json:"frame"`
	Term         string `json:"term"`
	Negated      bool   `json:"negated"`
	Hypothetical bool   `json:"hypothetical"`
	Voice        string `json:"voice"`
	Speaker      string `json:"speaker"`
	SpeakerRef   string `json:"speaker_ref"`
	Target       string `json:"target"` // for which it counts
	Entity       string `json:"entity"` // that made the frame's requirement true
	Distance     int    `json:"distance"`
}

// relevanceAnswer says how far the text is about a target.
type relevanceAnswer struct {
	Target    string  `json:"target"`
	Relevance string  `json:"relevance"`
	Score     float64 `json:"score"`
	Mentions  int     `json:"mentions"`
}

// codeAnswer says whether the text has a frame. Of a frame that nothing codes in
// its languages Present is null and Method "not_coded".
type codeAnswer struct {
	Target   string   `json:"target"`
	Codebook string   `json:"codebook"`
	Frame    string   `json:"frame"`
	Present  *bool    `json:"present"`
	P        *float64 `json:"p_present"`
	Method   string   `json:"method"`
	Evidence *place   `json:"evidence"` // the sentence that shows it best
}

// notCoded is the method of frames that nothing codes.
const notCoded = "not_coded"

type quoteAnswer struct {
	Content    []place  `json:"content"`
	Source     []place  `json:"source"`
	Cue        []place  `json:"cue"`
	Type       string   `json:"type"`
	SpeakerRef string   `json:"speaker_ref"`
	Name       string   `json:"speaker_name,omitempty"`
	Targets    []string `json:"targets,omitempty"` // of the run that it is on
}

type claimAnswer struct {
	place
	Text       string `json:"text"`
	Kind       string `json:"kind"`
	Value      string `json:"value"`
	Bound      string `json:"bound"`
	Verdict    string `json:"verdict"`
	Fact       string `json:"fact,omitempty"`   // of the register, that decided
	Source     string `json:"source,omitempty"` // of that fact
	Voice      string `json:"voice"`
	Speaker    string `json:"speaker"`
	SpeakerRef string `json:"speaker_ref"`
}

// stanceAnswer is a stance. One of the document has no place of its own.
type stanceAnswer struct {
	Target   string     `json:"target"`
	Start    *int       `json:"start,omitempty"` // of the mention
	End      *int       `json:"end,omitempty"`
	In       string     `json:"in,omitempty"`
	Voice    string     `json:"voice"`  // all, author or others
	Stance   *int       `json:"stance"` // null where the language is not read
	Label    string     `json:"label"`
	Score    float64    `json:"score"`
	P        [3]float64 `json:"p"` // of critical, neutral and supportive
	Evidence place      `json:"evidence"`
}

// places converts spans of a document to code points.
type places struct {
	text, title *corpus.Offsets
}

func (p places) of(in corpus.Field, s corpus.Span) place {
	if in == corpus.InTitle {
		s = p.title.Points(s)
		return place{s.Start, s.End, string(in)}
	}
	s = p.text.Points(s)
	return place{Start: s.Start, End: s.End}
}

func (p places) all(in corpus.Field, spans []corpus.Span) []place {
	out := make([]place, 0, len(spans))
	for _, s := range spans {
		out = append(out, p.of(in, s))
	}
	return out
}

// codes are the codes of each target for every frame, in the codebooks' order.
func (p places) codes(a *corpus.Annotations, targets []corpus.Target, frames []corpus.FrameRef) []codeAnswer {
	out := make([]codeAnswer, 0, len(targets)*len(frames))
	for _, t := range targets {
		for _, f := range frames {
			code := codeAnswer{Target: string(t.ID), Codebook: f.Codebook, Frame: f.Frame, Method: notCoded}
			i := slices.IndexFunc(a.Codes, func(c corpus.FrameCode) bool {
				return c.Target == t.ID && c.Codebook == f.Codebook && c.Frame == f.Frame
			})
			if i >= 0 {
				c := &a.Codes[i]
				code.Present, code.P, code.Method = &c.Present, c.P, c.Method
				if c.Sentence >= 0 {
					at := p.of(a.Sentences[c.Sentence].In(), a.Sentences[c.Sentence].Span)
					code.Evidence = &at
				}
			}
			out = append(out, code)
		}
	}
	return out
}

// about says how far a text is about each target.
func about(a *corpus.Annotations, targets []corpus.Target) []relevanceAnswer {
	out := make([]relevanceAnswer, len(targets))
	for i, t := range targets {
		use := TargetUse(a, t)
		out[i] = relevanceAnswer{string(t.ID), string(use.Relevance), use.Score, use.Mentions}
	}
	return out
}

func newPlaces(doc *corpus.Document) places {
	return places{corpus.NewOffsets(doc.Text), corpus.NewOffsets(doc.Title)}
}

func newAnswer(id json.RawMessage, doc *corpus.Document, a *corpus.Annotations, p places, opt JSONLOptions) answer {
	out := answer{
		ID: id, Lang: a.Lang, Stance: make([]stanceAnswer, 0, len(a.Stances)),
		Sentences: make([]sentenceAnswer, 0, len(a.Sentences)),
		Entities:  make([]entityAnswer, 0, len(a.Mentions)),
		Frames:    make([]frameAnswer, 0, len(a.Frames)),
		Quotes:    make([]quoteAnswer, 0, len(a.Quotes)),
		Claims:    make([]claimAnswer, 0, len(a.Claims)),
	}
	for _, s := range a.Sentences {
		out.Sentences = append(out.Sentences, sentenceAnswer{p.of(s.In(), s.Span), s.Lang})
	}
	if opt.Tokens {
		out.Tokens = make([]tokenAnswer, 0, len(a.Tokens))
		for _, t := range a.Tokens {
			in := a.Sentences[t.Sentence].In()
			out.Tokens = append(out.Tokens, tokenAnswer{p.of(in, t.Span), t.Span.Of(field(doc, in)), t.POS})
		}
	}
	for _, m := range a.Mentions {
		in := a.Sentences[m.Sentence].In()
		out.Entities = append(out.Entities, entityAnswer{p.of(in, m.Span), string(m.Label), m.Surface, string(m.Entity), string(m.Target), m.Name, string(m.Variant)})
	}
	for _, f := range a.Frames {
		out.Frames = append(out.Frames, frameAnswer{
			place: p.of(a.Sentences[f.Sentence].In(), f.Span), Frame: f.Frame, Term: f.Term, Negated: f.Negated, Hypothetical: f.Hypothetical,
			Voice: string(f.Voice), Speaker: f.Speaker, SpeakerRef: string(f.SpeakerID), Target: string(f.Target), Entity: string(f.Entity), Distance: f.Distance,
		})
	}
	for _, q := range a.Quotes {
		on := make([]string, len(q.Targets))
		for i, t := range q.Targets {
			on[i] = string(t)
		}
		out.Quotes = append(out.Quotes, quoteAnswer{p.all(q.In, q.Content), p.all(q.In, q.Source), p.all(q.In, q.Cue), string(q.Type), string(q.Speaker), q.SpeakerName, on})
	}
	for _, c := range a.Claims {
		out.Claims = append(out.Claims, claimAnswer{
			place: p.of(a.Sentences[c.Sentence].In(), c.Span), Text: c.Surface, Kind: c.Kind, Value: c.Value, Bound: string(c.Bound),
			Verdict: string(c.Verdict), Fact: c.Fact, Source: c.Source, Voice: string(c.Voice), Speaker: c.Speaker, SpeakerRef: string(c.SpeakerID),
		})
	}
	for _, s := range a.Stances {
		out.Stance = append(out.Stance, newStanceAnswer(s, a, p))
	}
	return out
}

func newStanceAnswer(s corpus.Stance, a *corpus.Annotations, p places) stanceAnswer {
	value := s.Label.Value()
	out := stanceAnswer{Target: string(s.Target), Voice: string(s.Voice), Stance: &value, Label: string(s.Label), Score: rounded(s.Score),
		Evidence: p.of(a.Sentences[s.Sentence].In(), s.Span)}
	for k, v := range s.P {
		out.P[k] = rounded(v)
	}
	if s.Mention >= 0 {
		m := a.Mentions[s.Mention]
		at := p.of(a.Sentences[m.Sentence].In(), m.Span)
		out.Start, out.End, out.In = &at.Start, &at.End, at.In
	}
	return out
}

// rounded keeps three decimals: more is noise.
func rounded(x float64) float64 { return math.Round(x*1000) / 1000 }

// field is the string that spans of in count in.
func field(doc *corpus.Document, in corpus.Field) string {
	if in == corpus.InTitle {
		return doc.Title
	}
	return doc.Text
}
