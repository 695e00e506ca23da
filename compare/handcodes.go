package compare

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
)

// HandCode is what people say of a frame in a document, which stands for its story.
type HandCode struct {
	Doc   string `json:"doc_id"`
	Frame string `json:"frame"`
	// Value is the share of the coders who looked for the frame that found it.
	Value float64 `json:"value"`
	// Probability is that with which the story was drawn to be coded; 0 is not known.
	Probability float64 `json:"inclusion_probability"`
	// Round is the sample in which it was drawn.
	Round string `json:"round"`
}

// HandCodes are the hand codes by which a codebook's numbers are corrected.
type HandCodes struct {
	Codebook string     // whose frames they are
	Codes    []HandCode // in any order
	Notes    []string   // what of the files is not used, and why

	digest string
}

// NewHandCodes sorts codes and works out their digest, by which a number says on
// which codes it rests.
func NewHandCodes(codebook string, codes []HandCode, notes ...string) (*HandCodes, error) {
	h := &HandCodes{Codebook: codebook, Codes: slices.Clone(codes), Notes: notes}
	slices.SortFunc(h.Codes, func(a, b HandCode) int {
		return cmp.Or(cmp.Compare(a.Frame, b.Frame), cmp.Compare(a.Doc, b.Doc), cmp.Compare(a.Round, b.Round), cmp.Compare(a.Probability, b.Probability), cmp.Compare(a.Value, b.Value))
	})
	data, err := json.Marshal(h.Codes)
	if err != nil {
		return nil, fmt.Errorf("digest of hand codes: %w", err)
	}
	sum := sha256.Sum256(append([]byte(codebook+"\n"), data...))
	h.digest = hex.EncodeToString(sum[:])
	return h, nil
}

// MarshalText is the digest: settings and specs name codes, and do not hold them.
func (h *HandCodes) MarshalText() ([]byte, error) { return []byte(h.digest), nil }

// UnmarshalText reads a digest; the codes are not known then.
func (h *HandCodes) UnmarshalText(text []byte) error {
	h.digest = string(text)
	return nil
}

// In is how many of the codes are of documents that a corpus has.
func (h *HandCodes) In(c *Corpus) int {
	n := 0
	for _, code := range h.Codes {
		if _, ok := c.index[code.Doc]; ok {
			n++
		}
	}
	return n
}

// storyCode is the hand code of a story.
type storyCode struct{ value, probability float64 }

// codes are the hand codes of a frame by story, for the documents that the corpus
// has. Samples that were drawn one after the other are joined: each gives an
// estimate, which counts as much as stories were drawn in it, so that a story has
// the sum of those parts over its probabilities for a weight. unknown are codes left
// out because others have a probability and they have none.
func (h *HandCodes) codes(c *Corpus, frame string) (found map[int32]storyCode, unknown int) {
	type key struct {
		story int32
		round string
	}
	rounds := map[string]int{}
	seen := map[key]bool{}
	var known []HandCode
	for _, code := range h.Codes {
		i, ok := c.index[code.Doc]
		if !ok || code.Frame != frame {
			continue
		}
		if k := (key{c.docs[i].story, code.Round}); code.Probability > 0 && !seen[k] {
			seen[k] = true // the first of two that were stories of their own when they were drawn
			rounds[code.Round]++
			known = append(known, code)
		} else if code.Probability == 0 {
			unknown++
		}
	}
	found = map[int32]storyCode{}
	if len(known) == 0 {
		for _, code := range h.Codes {
			if i, ok := c.index[code.Doc]; ok && code.Frame == frame {
				found[c.docs[i].story] = storyCode{value: code.Value}
			}
		}
		return found, 0
	}
	type sums struct{ values, weight, n float64 }
	byStory := map[int32]sums{}
	for _, code := range known {
		story := c.docs[c.index[code.Doc]].story
		s := byStory[story]
		s.values, s.n = s.values+code.Value, s.n+1
		s.weight += float64(rounds[code.Round]) / float64(len(known)) / code.Probability
		byStory[story] = s
	}
	for story, s := range byStory {
		found[story] = storyCode{s.values / s.n, 1 / s.weight}
	}
	return found, unknown
}
