package store

import (
	"context"
	"reflect"
	"strings"
)

type sentenceCheck struct {
	SentenceID []string `col:"sentence_id"`
	DocID      Symbols  `col:"doc_id"`
	Lang       Symbols  `col:"lang"`
	Script     Symbols  `col:"script"`
	Start      []int64  `col:"start_char"`
	End        []int64  `col:"end_char"`
	StartByte  []int64  `col:"start_byte"`
	EndByte    []int64  `col:"end_byte"`
	IsHeadline []bool   `col:"is_headline"`
	AlignedTo  Symbols  `col:"aligned_to"`
	RunID      Symbols  `col:"run_id"`
}

func (sentenceCheck) Table() string { return "sentences" }

func (m *month) checkSentences(ctx context.Context, d *Dataset, r *rows) error {
	for b, err := range ScanColumns[sentenceCheck](ctx, d) {
		if err != nil {
			return err
		}
		r.batch(b, len(b.SentenceID), &b.DocID)
		for i, id := range b.SentenceID {
			t, _, ok := r.document(&b.DocID, i)
			if !ok {
				continue
			}
			r.keys = append(r.keys, r.hash(id))
			if to := b.AlignedTo.At(i); to != "" {
				m.aligned = append(m.aligned, r.hash(to))
			}
			r.covers(t, b.IsHeadline[i], span{b.Start[i], b.End[i], b.StartByte[i], b.EndByte[i]}, "", id)
		}
	}
	return nil
}

type mentionCheck struct {
	MentionID  []string `col:"mention_id"`
	DocID      Symbols  `col:"doc_id"`
	SentenceID Symbols  `col:"sentence_id"`
	InTitle    []bool   `col:"in_title"`
	Surface    Symbols  `col:"surface"`
	Start      []int64  `col:"start_char"`
	End        []int64  `col:"end_char"`
	StartByte  []int64  `col:"start_byte"`
	EndByte    []int64  `col:"end_byte"`
	Label      Symbols  `col:"label"`
	EntityID   Symbols  `col:"entity_id"`
	Name       Symbols  `col:"name"`
	TargetID   Symbols  `col:"target_id"`
	Variant    Symbols  `col:"variant"`
	Evidence   Symbols  `col:"evidence"`
	RunID      Symbols  `col:"run_id"`
}

func (mentionCheck) Table() string { return "mentions" }

func (m *month) checkMentions(ctx context.Context, d *Dataset, r *rows) error {
	for b, err := range ScanColumns[mentionCheck](ctx, d) {
		if err != nil {
			return err
		}
		r.places(b, places{ids: b.MentionID, docs: &b.DocID, sentences: &b.SentenceID, surfaces: &b.Surface, title: b.InTitle,
			start: b.Start, end: b.End, startByte: b.StartByte, endByte: b.EndByte, also: func(i int) { r.entity("an entity_id", b.EntityID.At(i)) }})
	}
	return nil
}

type hitCheck struct {
	HitID      []string `col:"hit_id"`
	DocID      Symbols  `col:"doc_id"`
	SentenceID Symbols  `col:"sentence_id"`
	InTitle    []bool   `col:"in_title"`
	ClauseID   Symbols  `col:"clause_id"`
	Codebook   Symbols  `col:"codebook"`
	Version    Symbols  `col:"codebook_version"`
	Frame      Symbols  `col:"frame"`
	Term       Symbols  `col:"term"`
	Polarity   Symbols  `col:"polarity"`
	Surface    Symbols  `col:"surface"`
	Start      []int64  `col:"start_char"`
	End        []int64  `col:"end_char"`
	StartByte  []int64  `col:"start_byte"`
	EndByte    []int64  `col:"end_byte"`
	Voice      Symbols  `col:"voice"`
	QuoteID    Symbols  `col:"quote_id"`
	Speaker    Symbols  `col:"speaker"`
	SpeakerID  Symbols  `col:"speaker_id"`
	TargetID   Symbols  `col:"target_id"`
	EntityID   Symbols  `col:"entity_id"`
	Method     Symbols  `col:"method"`
	RunID      Symbols  `col:"run_id"`
}

func (hitCheck) Table() string { return "frame_hits" }

func (m *month) checkHits(ctx context.Context, d *Dataset, r *rows) error {
	for b, err := range ScanColumns[hitCheck](ctx, d) {
		if err != nil {
			return err
		}
		r.places(b, places{ids: b.HitID, docs: &b.DocID, sentences: &b.SentenceID, clauses: &b.ClauseID, surfaces: &b.Surface, title: b.InTitle,
			start: b.Start, end: b.End, startByte: b.StartByte, endByte: b.EndByte, also: func(i int) {
				if whose := b.QuoteID.At(i); whose != "" {
					m.hitQuotes = append(m.hitQuotes, r.hash(whose))
				}
				r.frame(b.Codebook.At(i), b.Frame.At(i))
			}})
	}
	return nil
}

type clauseCheck struct {
	ClauseID   []string `col:"clause_id"`
	DocID      Symbols  `col:"doc_id"`
	SentenceID Symbols  `col:"sentence_id"`
	ParentID   Symbols  `col:"parent_id"`
	Kind       Symbols  `col:"kind"`
	InTitle    []bool   `col:"in_title"`
	Start      []int64  `col:"start_char"`
	End        []int64  `col:"end_char"`
	StartByte  []int64  `col:"start_byte"`
	EndByte    []int64  `col:"end_byte"`
	Polarity   Symbols  `col:"polarity"`
	Mood       Symbols  `col:"mood"`
	Voice      Symbols  `col:"voice"`
	QuoteID    Symbols  `col:"quote_id"`
	SpeakerID  Symbols  `col:"speaker_id"`
	VerbClass  Symbols  `col:"verb_class"`
	RunID      Symbols  `col:"run_id"`
}

func (clauseCheck) Table() string { return "clauses" }

func (m *month) checkClauses(ctx context.Context, d *Dataset, r *rows) error {
	for b, err := range ScanColumns[clauseCheck](ctx, d) {
		if err != nil {
			return err
		}
		r.places(b, places{ids: b.ClauseID, docs: &b.DocID, sentences: &b.SentenceID, title: b.InTitle,
			start: b.Start, end: b.End, startByte: b.StartByte, endByte: b.EndByte, also: func(i int) {
				if in := b.ParentID.At(i); in != "" {
					m.parents = append(m.parents, r.hash(in))
				}
				if whose := b.QuoteID.At(i); whose != "" {
					m.quoted = append(m.quoted, r.hash(whose))
				}
			}})
	}
	return nil
}

// checkQuotes goes by row, as the spans of quotations are lists.
func (m *month) checkQuotes(ctx context.Context, d *Dataset, r *rows) error {
	for q, err := range Scan[QuoteRow](ctx, d) {
		if err != nil {
			return err
		}
		r.n++
		if r.first() && !validText(reflect.ValueOf(q)) { // of whatever column: quotations are few
			r.bad.add("text", "text that is not UTF-8", q.QuoteID)
		}
		h := r.hash(q.DocID)
		if !r.mine(h) {
			continue
		}
		r.keys = append(r.keys, r.hash(q.QuoteID))
		t := m.texts[h]
		if t == nil {
			r.bad.add("dangling", "a doc_id that table documents does not have in this month", q.DocID)
			continue
		}
		r.sentence(q.SentenceID)
		r.clause(q.ClauseID)
		r.entity("a speaker_id", q.SpeakerID)
		for _, p := range []struct {
			spans []Span
			text  string
		}{{q.Content, q.ContentText}, {q.Source, q.SourceText}, {q.Cue, q.CueText}} {
			if err := t.joined(q.InTitle, p.spans, p.text); err != "" {
				r.bad.add("offset", err, q.QuoteID)
			}
		}
	}
	return nil
}

type claimCheck struct {
	ClaimID    []string `col:"claim_id"`
	DocID      Symbols  `col:"doc_id"`
	SentenceID Symbols  `col:"sentence_id"`
	ClauseID   Symbols  `col:"clause_id"`
	InTitle    []bool   `col:"in_title"`
	Surface    Symbols  `col:"surface"`
	Start      []int64  `col:"start_char"`
	End        []int64  `col:"end_char"`
	StartByte  []int64  `col:"start_byte"`
	EndByte    []int64  `col:"end_byte"`
	TargetID   Symbols  `col:"target_id"`
	Kind       Symbols  `col:"kind"`
	Value      Symbols  `col:"value"`
	Bound      Symbols  `col:"bound"`
	Verdict    Symbols  `col:"verdict"`
	Fact       Symbols  `col:"fact"`
	FactSource Symbols  `col:"fact_source"`
	Register   Symbols  `col:"register"`
	Voice      Symbols  `col:"voice"`
	Speaker    Symbols  `col:"speaker"`
	SpeakerID  Symbols  `col:"speaker_id"`
	RunID      Symbols  `col:"run_id"`
}

func (claimCheck) Table() string { return "claims" }

func (m *month) checkClaims(ctx context.Context, d *Dataset, r *rows) error {
	for b, err := range ScanColumns[claimCheck](ctx, d) {
		if err != nil {
			return err
		}
		r.places(b, places{ids: b.ClaimID, docs: &b.DocID, sentences: &b.SentenceID, clauses: &b.ClauseID, surfaces: &b.Surface, title: b.InTitle,
			start: b.Start, end: b.End, startByte: b.StartByte, endByte: b.EndByte})
	}
	return nil
}

// joined tells what is wrong with spans in code points and the text they are
// said to make.
func (t *text) joined(title bool, spans []Span, want string) string {
	in, offsets := t.in(title)
	var words []string
	for _, s := range spans {
		from, to := offsets.Byte(int(s.Start)), offsets.Byte(int(s.End))
		if s.Start < 0 || s.End < s.Start || int64(offsets.CodePoint(from)) != s.Start || int64(offsets.CodePoint(to)) != s.End {
			return "a span outside the text"
		}
		words = append(words, in[from:to])
	}
	if strings.Join(words, " ") != want {
		return "a text that is not what stands there"
	}
	return ""
}

type frameCheck struct {
	DocID      Symbols `col:"doc_id"`
	Frame      Symbols `col:"frame"`
	Codebook   Symbols `col:"codebook"`
	Version    Symbols `col:"codebook_version"`
	TargetID   Symbols `col:"target_id"`
	Method     Symbols `col:"method"`
	SentenceID Symbols `col:"sentence_id"`
	RunID      Symbols `col:"run_id"`
}

func (frameCheck) Table() string { return "document_frames" }

func (m *month) checkFrames(ctx context.Context, d *Dataset, r *rows) error {
	for b, err := range ScanColumns[frameCheck](ctx, d) {
		if err != nil {
			return err
		}
		r.batch(b, len(b.DocID.Codes), &b.DocID)
		for i := range b.DocID.Codes {
			if _, doc, ok := r.document(&b.DocID, i); ok {
				r.key(doc, r.hash(b.Frame.At(i)), r.hash(b.Codebook.At(i)), r.hash(b.TargetID.At(i)))
				r.sentence(b.SentenceID.At(i))
				r.frame(b.Codebook.At(i), b.Frame.At(i))
			}
		}
	}
	return nil
}

type targetCheck struct {
	DocID     Symbols `col:"doc_id"`
	TargetID  Symbols `col:"target_id"`
	Relevance Symbols `col:"relevance"`
	RunID     Symbols `col:"run_id"`
}

func (targetCheck) Table() string { return "document_targets" }

func (m *month) checkTargets(ctx context.Context, d *Dataset, r *rows) error {
	for b, err := range ScanColumns[targetCheck](ctx, d) {
		if err != nil {
			return err
		}
		r.batch(b, len(b.DocID.Codes), &b.DocID)
		for i := range b.DocID.Codes {
			if _, doc, ok := r.document(&b.DocID, i); ok {
				r.key(doc, r.hash(b.TargetID.At(i)))
			}
		}
	}
	return nil
}

type termCheck struct {
	DocID Symbols `col:"doc_id"`
	Lang  Symbols `col:"lang"`
	Term  Symbols `col:"term"`
	POS   Symbols `col:"pos"`
	RunID Symbols `col:"run_id"`
}

func (termCheck) Table() string { return "term_counts" }

func (m *month) checkTerms(ctx context.Context, d *Dataset, r *rows) error {
	for b, err := range ScanColumns[termCheck](ctx, d) {
		if err != nil {
			return err
		}
		r.batch(b, len(b.DocID.Codes), &b.DocID)
		for i := range b.DocID.Codes {
			if _, doc, ok := r.document(&b.DocID, i); ok {
				r.key(doc, r.hash(b.Lang.At(i)), r.hash(b.Term.At(i)), r.hash(b.POS.At(i)))
			}
		}
	}
	return nil
}
