package store

import "framewatch/corpus"

// DocumentFramesOf are the frames that are coded in a document: a row for each,
// present or not.
func DocumentFramesOf(d corpus.Document, codes []corpus.FrameCode, run corpus.RunID) []DocumentFrameRow {
	out := make([]DocumentFrameRow, len(codes))
	for i, c := range codes {
		out[i] = DocumentFrameRow{DocID: string(d.ID), Frame: c.Frame, Codebook: c.Codebook, TargetID: string(c.Target), Present: c.Present,
			NHits: int64(c.NHits), NNegated: int64(c.NNegated), NAuthor: int64(c.NAuthor), NQuoted: int64(c.NQuoted), InHeadline: c.InHeadline,
			Share: c.Share, PPresent: c.P, RunID: string(run), Month: MonthOf(d)}
		if c.First >= 0 {
			first := c.First
			out[i].FirstPosition = &first
		}
	}
	return out
}
