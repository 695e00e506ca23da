package coding

import (
	"fmt"
	"strings"

	"framewatch/compare"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
)

// HandCodes are the codes that people gave to documents, as comparisons are corrected
// by them. Coders who looked for a frame in a document count alike, so that one on
// which they are split has it in part; models do not count. keys are those of the
// units; a unit without one is the document whose ID it has.
func HandCodes(set *codes.Set, keys map[string]Key, book frame.Codebook) (*compare.HandCodes, error) {
	var out []compare.HandCode
	var notes []string
	sentences := 0
	for _, u := range set.Units {
		k, ok := keys[u.ID]
		if !ok {
			k = Key{Doc: u.ID, Probability: u.Probability}
		}
		if k.Sentence != "" || u.Kind == codes.UnitSentence {
			sentences++
			continue
		}
		for _, f := range book.Frames {
			found, looked := 0, 0
			for _, c := range u.Codes {
				present, coded := c.Value(f.ID)
				if !coded || strings.HasPrefix(c.Coder, ModelPrefix) {
					continue
				}
				looked++
				if present {
					found++
				}
			}
			if looked > 0 {
				out = append(out, compare.HandCode{Doc: k.Doc, Frame: f.ID, Value: float64(found) / float64(looked), Probability: k.Probability, Round: fmt.Sprintf("%s/%d", k.Design, k.Seed)})
			}
		}
	}
	if sentences > 0 {
		notes = append(notes, fmt.Sprintf("%d hand-coded sentences are not used: numbers are of documents", sentences))
	}
	return compare.NewHandCodes(book.ID, out, notes...)
}
