package store

import "framewatch/corpus"

// DocumentFramesOf are the codes of a document, a row for each frame that is coded
// in it. A frame of which nothing is known has no row.
func DocumentFramesOf(d corpus.Document, a corpus.Annotations, run corpus.RunID) []DocumentFrameRow {
	out := make([]DocumentFrameRow, len(a.Codes))
	for i, c := range a.Codes {
		out[i] = DocumentFrameRow{DocID: string(a.Doc), Frame: c.Frame, Codebook: c.Codebook, CodebookVersion: c.Version, TargetID: string(c.Target), Present: c.Present,
			NHits: int64(c.NHits), NNegated: int64(c.NNegated), NAuthor: int64(c.NAuthor), NQuoted: int64(c.NQuoted), InHeadline: c.InHeadline, Share: c.Share,
			Method: c.Method, PPresent: c.P, RunID: string(run), Month: MonthOf(d)}
		if c.First >= 0 {
			out[i].FirstPosition = &c.First
		}
		if c.Sentence >= 0 {
			out[i].SentenceID = string(a.Sentences[c.Sentence].ID)
		}
	}
	return out
}
