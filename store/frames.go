package store

import "framewatch/corpus"

// DocumentFramesOf sums up the frame hits of a document for one target: a row for
// every frame of the codebook.
func DocumentFramesOf(d corpus.Document, a corpus.Annotations, target corpus.EntityID, frames []corpus.FrameRef, run corpus.RunID) []DocumentFrameRow {
	at := map[corpus.FrameRef]int{}
	out := make([]DocumentFrameRow, len(frames))
	inSentence := make([]map[int]bool, len(frames))
	for i, f := range frames {
		at[f] = i
		inSentence[i] = map[int]bool{}
		out[i] = DocumentFrameRow{DocID: string(a.Doc), Frame: f.Frame, Codebook: f.Codebook, TargetID: string(target), RunID: string(run), Month: MonthOf(d)}
	}
	for _, h := range a.Frames {
		i, ok := at[corpus.FrameRef{Codebook: h.Codebook, Frame: h.Frame}]
		if !ok || h.Target != target {
			continue
		}
		out[i].count(d, a, h)
		if !h.Negated {
			inSentence[i][h.Sentence] = true
		}
	}
	for i := range out {
		if n := len(a.Sentences); n > 0 {
			out[i].Share = float64(len(inSentence[i])) / float64(n)
		}
	}
	return out
}

// count takes a hit into the sums.
func (r *DocumentFrameRow) count(d corpus.Document, a corpus.Annotations, h corpus.FrameHit) {
	if h.Negated {
		r.NNegated++
		return
	}
	r.NHits++
	r.Present = true
	if h.Voice == corpus.VoiceAuthor {
		r.NAuthor++
	} else {
		r.NQuoted++
	}
	position := 0.0
	if a.Sentences[h.Sentence].Headline {
		r.InHeadline = true
	} else if len(d.Text) > 0 {
		position = float64(h.Span.Start) / float64(len(d.Text))
	}
	if r.FirstPosition == nil || position < *r.FirstPosition {
		r.FirstPosition = &position
	}
}
