package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/store"
)

// The columns that are read of the tables of annotations.
type (
	sentenceBatch struct {
		Doc         store.Symbols `col:"doc_id"`
		ID          []string      `col:"sentence_id"`
		Paragraph   []int64       `col:"paragraph"`
		Lang        store.Symbols `col:"lang"`
		Start       []int64       `col:"start_char"`
		End         []int64       `col:"end_char"`
		IsHeadline  []bool        `col:"is_headline"`
		Boilerplate []bool        `col:"boilerplate"`
		InQuote     []bool        `col:"in_quote"`
		AlignedTo   []string      `col:"aligned_to,null"`
	}
	mentionBatch struct {
		Doc     store.Symbols `col:"doc_id"`
		InTitle []bool        `col:"in_title"`
		Start   []int64       `col:"start_char"`
		End     []int64       `col:"end_char"`
		Label   store.Symbols `col:"label"`
		Entity  store.Symbols `col:"entity_id"`
		Target  store.Symbols `col:"target_id"`
		Variant store.Symbols `col:"variant"`
	}
	hitBatch struct {
		Doc       store.Symbols `col:"doc_id"`
		InTitle   []bool        `col:"in_title"`
		Frame     store.Symbols `col:"frame"`
		Term      store.Symbols `col:"term"`
		Polarity  store.Symbols `col:"polarity"`
		Start     []int64       `col:"start_char"`
		End       []int64       `col:"end_char"`
		Negated   []bool        `col:"negated"`
		Supposed  []bool        `col:"hypothetical"`
		Voice     store.Symbols `col:"voice"`
		Speaker   store.Symbols `col:"speaker"`
		SpeakerID store.Symbols `col:"speaker_id"`
		Target    store.Symbols `col:"target_id"`
	}
	frameBatch struct {
		Doc     store.Symbols `col:"doc_id"`
		Frame   store.Symbols `col:"frame"`
		Target  store.Symbols `col:"target_id"`
		Present []bool        `col:"present"`
	}
	stanceBatch struct {
		Doc     store.Symbols `col:"doc_id"`
		Target  store.Symbols `col:"target_id"`
		Mention store.Symbols `col:"mention_id"`
		Voice   store.Symbols `col:"voice"`
		Stance  store.Symbols `col:"stance"`
		Score   []float64     `col:"score"`
	}
	targetBatch struct {
		Doc       store.Symbols `col:"doc_id"`
		Target    store.Symbols `col:"target_id"`
		Relevance store.Symbols `col:"relevance"`
	}
	quoteRow struct {
		DocID     string       `col:"doc_id"`
		QuoteID   string       `col:"quote_id"`
		InTitle   bool         `col:"in_title"`
		Content   []store.Span `col:"content"`
		Source    string       `col:"source_text,null"`
		Type      string       `col:"type"`
		SpeakerID string       `col:"speaker_id,null"`
		Speaker   string       `col:"speaker_name,null"`
	}
)

func (sentenceBatch) Table() string { return store.SentenceRow{}.Table() }
func (mentionBatch) Table() string  { return store.MentionRow{}.Table() }
func (hitBatch) Table() string      { return store.FrameHitRow{}.Table() }
func (frameBatch) Table() string    { return store.DocumentFrameRow{}.Table() }
func (stanceBatch) Table() string   { return store.StanceRow{}.Table() }
func (targetBatch) Table() string   { return store.DocumentTargetRow{}.Table() }
func (quoteRow) Table() string      { return store.QuoteRow{}.Table() }

// partTables are the tables of which a month's documents are made.
func partTables() []string {
	return []string{documentRow{}.Table(), sentenceBatch{}.Table(), mentionBatch{}.Table(), hitBatch{}.Table(), frameBatch{}.Table(),
		quoteRow{}.Table(), stanceBatch{}.Table(), targetBatch{}.Table(), store.SyndicationRow{}.Table()}
}

// scan reads a table and calls row for each row of a document of the part.
func scan[T interface{ Table() string }](ctx context.Context, p *part, ds *store.Dataset, doc func(*T) *store.Symbols, row func(b *T, i int, r *record)) error {
	var zero T
	var byCode []*record // of the codes of documents, which are stable over a scan
	for b, err := range store.ScanColumns[T](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read %s: %w", zero.Table(), err)
		}
		ids := doc(b)
		for _, id := range ids.Values[len(byCode):] {
			byCode = append(byCode, p.records[id])
		}
		for i, code := range ids.Codes {
			if code >= 0 && byCode[code] != nil {
				row(b, i, byCode[code])
			}
		}
	}
	return nil
}

func (p *part) readSentences(ctx context.Context, ds *store.Dataset) error {
	return scan(ctx, p, ds, func(b *sentenceBatch) *store.Symbols { return &b.Doc }, func(b *sentenceBatch, i int, r *record) {
		m := Mark{Kind: MarkSentence, Start: int(b.Start[i]), End: int(b.End[i]), InTitle: b.IsHeadline[i], ID: strings.Clone(b.ID[i]), Lang: b.Lang.At(i),
			InQuote: b.InQuote[i], AlignedTo: strings.Clone(b.AlignedTo[i]), Paragraph: int(b.Paragraph[i]), Suppressed: b.Boilerplate[i]}
		r.Detail.Marks = append(r.Detail.Marks, m)
		if !m.InTitle {
			r.sentences = append(r.sentences, m)
		}
	})
}

func (p *part) readMentions(ctx context.Context, ds *store.Dataset) error {
	return scan(ctx, p, ds, func(b *mentionBatch) *store.Symbols { return &b.Doc }, func(b *mentionBatch, i int, r *record) {
		r.Detail.Marks = append(r.Detail.Marks, Mark{Kind: MarkEntity, Start: int(b.Start[i]), End: int(b.End[i]), InTitle: b.InTitle[i],
			ID: b.Entity.At(i), Label: b.Label.At(i), Target: b.Target.At(i), Variant: b.Variant.At(i)})
		if id := b.Entity.At(i); id != "" && !slices.Contains(r.Facts.Names, id) {
			r.Facts.Names = append(r.Facts.Names, id)
		}
	})
}

// frame is what is known of a frame for a target.
func (r *record) frame(frame, target string) *codedFrame {
	k := frameOf{frame, target}
	if r.frames[k] == nil {
		r.frames[k] = &codedFrame{Frame: frame, Target: target}
	}
	return r.frames[k]
}

func (p *part) readHits(ctx context.Context, ds *store.Dataset) error {
	return scan(ctx, p, ds, func(b *hitBatch) *store.Symbols { return &b.Doc }, func(b *hitBatch, i int, r *record) {
		m := Mark{Kind: MarkFrame, Start: int(b.Start[i]), End: int(b.End[i]), InTitle: b.InTitle[i], ID: b.Frame.At(i), Label: b.Term.At(i), Target: b.Target.At(i),
			Voice: b.Voice.At(i), Speaker: b.Speaker.At(i), SpeakerID: b.SpeakerID.At(i), Polarity: b.Polarity.At(i), Negated: b.Negated[i], Supposed: b.Supposed[i]}
		r.Detail.Marks = append(r.Detail.Marks, m)
		// As in prevalence, a negated hit is none.
		if at := slices.Index(voices, m.Voice); at >= 0 && !m.Negated {
			r.frame(m.ID, m.Target).Voices |= 1 << at
		}
	})
}

func (p *part) readFrames(ctx context.Context, ds *store.Dataset) error {
	return scan(ctx, p, ds, func(b *frameBatch) *store.Symbols { return &b.Doc }, func(b *frameBatch, i int, r *record) {
		f := r.frame(b.Frame.At(i), b.Target.At(i))
		f.Present = f.Present || b.Present[i]
	})
}

func (p *part) readStances(ctx context.Context, ds *store.Dataset) error {
	return scan(ctx, p, ds, func(b *stanceBatch) *store.Symbols { return &b.Doc }, func(b *stanceBatch, i int, r *record) {
		if b.Mention.At(i) != "" {
			return
		}
		s := Stance{Target: b.Target.At(i), Voice: b.Voice.At(i), Stance: b.Stance.At(i), Score: b.Score[i]}
		r.Detail.Stances = append(r.Detail.Stances, s)
		if s.Voice == "all" {
			r.Facts.Stances = append(r.Facts.Stances, codedFor{s.Stance, s.Target})
		}
	})
}

func (p *part) readTargets(ctx context.Context, ds *store.Dataset) error {
	return scan(ctx, p, ds, func(b *targetBatch) *store.Symbols { return &b.Doc }, func(b *targetBatch, i int, r *record) {
		r.Facts.About = append(r.Facts.About, codedFor{b.Relevance.At(i), b.Target.At(i)})
	})
}

func (p *part) readQuotes(ctx context.Context, ds *store.Dataset) error {
	for row, err := range store.Scan[quoteRow](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read quotes: %w", err)
		}
		r := p.records[row.DocID]
		if r == nil {
			continue
		}
		speaker := row.Source
		if speaker == "" {
			speaker = row.Speaker
		}
		for _, s := range row.Content {
			r.Detail.Marks = append(r.Detail.Marks, Mark{Kind: MarkQuote, Start: int(s.Start), End: int(s.End), InTitle: row.InTitle, ID: row.QuoteID, Label: row.Type, Speaker: speaker, SpeakerID: row.SpeakerID})
		}
	}
	return nil
}
