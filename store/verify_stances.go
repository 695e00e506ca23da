package store

import "context"

type stanceCheck struct {
	StanceID   []string `col:"stance_id"`
	DocID      Symbols  `col:"doc_id"`
	TargetID   Symbols  `col:"target_id"`
	MentionID  Symbols  `col:"mention_id"`
	Voice      Symbols  `col:"voice"`
	Stance     Symbols  `col:"stance"`
	SentenceID Symbols  `col:"sentence_id"`
	InTitle    []bool   `col:"in_title"`
	Start      []int64  `col:"start_char"`
	End        []int64  `col:"end_char"`
	StartByte  []int64  `col:"start_byte"`
	EndByte    []int64  `col:"end_byte"`
	Method     Symbols  `col:"method"`
	RunID      Symbols  `col:"run_id"`
}

func (stanceCheck) Table() string { return "stances" }

func (m *month) checkStances(ctx context.Context, d *Dataset, r *rows) error {
	for b, err := range ScanColumns[stanceCheck](ctx, d) {
		if err != nil {
			return err
		}
		r.places(b, places{ids: b.StanceID, docs: &b.DocID, sentences: &b.SentenceID, title: b.InTitle,
			start: b.Start, end: b.End, startByte: b.StartByte, endByte: b.EndByte})
	}
	return nil
}
