package compare

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/compare/stats"
)

// Fewer hand codes than these, on a side or in a group, correct nothing.
const (
	LeastCodes    = 20 // stories coded by hand
	LeastPositive = 5  // of them with the frame, and as many without
)

// Correction is the share of documents with a frame in a group, or the difference of
// two, corrected for the errors of the program by hand codes.
//
// A story is coded by hand once, and its copies share the code. Where its
// probability of being drawn is known, the first of the corrections is design-based
// ([stats.DSL]); then come prediction-powered inference ([stats.PPIPlus]) and
// Rogan-Gladen. Intervals allow for copies and for outlets being a sample.
type Correction struct {
	Spec                       string // as [Estimate], with the digest of the hand codes
	Target, Codebook, Frame    string
	Question, By, Group        string
	N, Positive                int // by the program
	Stories, Outlets, NotCoded int
	Raw                        float64
	Coded                      int                // stories coded by hand
	CodedPositive              float64            // of them with the frame; a story on which coders are split counts in part
	Effective                  float64            // of Coded: how many with equal probabilities would tell as much
	Methods                    []CorrectedMeasure // the best first; none where refused
	Refused                    string             // why there is no correction
	Notes                      []string           // what the reader of the numbers must know
}

// CorrectedMeasure is a corrected number by one method.
type CorrectedMeasure struct {
	Measure
	A, B       float64 // corrected shares of a difference's sides
	Assumption string  // under which it holds; empty where the design warrants it
	Clipped    bool    // the formula's value or interval lay beyond what a share can be
}

// Best is the correction to quote; false where it is refused.
func (c Correction) Best() (CorrectedMeasure, bool) {
	if len(c.Methods) == 0 {
		return CorrectedMeasure{}, false
	}
	return c.Methods[0], true
}

// Corrections are corrected numbers, and where the program errs otherwise in one
// group than in others.
type Corrections struct {
	List   []Correction
	Errors []ErrorDifference
	Notes  []string
}

// assumedRandom is what a correction without known probabilities rests on.
const assumedRandom = "holds only if the texts that were coded by hand are like a random sample of the group"

var errHandVoice = errors.New("hand codes do not say whose words carry a frame: only voice all can be corrected")

// CorrectPrevalence corrects the prevalences that spec asks for.
func (c *Corpus) CorrectPrevalence(ctx context.Context, spec PrevalenceSpec, hand *HandCodes) (*Corrections, error) {
	if cmp.Or(spec.Voice, VoiceAll) != VoiceAll {
		return nil, asked(errHandVoice)
	}
	spec.Voice = VoiceAll
	c, cb, frames, err := c.frames(&spec.Selection, &spec.Codebook, spec.Frames)
	if err != nil {
		return nil, fmt.Errorf("corrected prevalence: %w", err)
	}
	out := &Corrections{Notes: hand.Notes}
	if cb.name != hand.Codebook {
		return out, nil
	}
	fixed, err := specJSON(questionPrevalence, struct {
		PrevalenceSpec
		Codes *HandCodes `json:"codes"`
	}{spec, hand})
	if err != nil {
		return nil, err
	}
	docs, err := c.someSelected(spec.Selection)
	if err != nil {
		return nil, fmt.Errorf("corrected prevalence: %w", err)
	}
	c.storyByStory(docs)
	codes := c.handCodes(cb, frames, hand, out)
	for _, by := range spec.By {
		if err := checkDimension(by); err != nil { // voice among them
			return nil, asked(fmt.Errorf("corrected prevalence by %q: %w", by, err))
		}
		for _, g := range c.groupBy(by, docs) {
			for at, f := range frames {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				r := Correction{Spec: fixed, Target: spec.Target, Codebook: cb.name, Frame: cb.frames[f], Question: questionPrevalence, By: by, Group: g.name}
				side := c.audit(g.docs, cb.facts[f], codes[at])
				if r.correct(spec.Confidence, side); r.N >= max(1, spec.MinDocs) {
					out.List = append(out.List, r)
				}
			}
		}
	}
	for _, by := range []string{"lang", "bloc"} {
		groups := c.groupBy(by, docs)
		for at, f := range frames {
			out.Errors = append(out.Errors, c.errorsBy(by, groups, docs, cb.frames[f], cb.facts[f], codes[at])...)
		}
	}
	adjustErrors(out.Errors)
	return out, nil
}

// CorrectContrast corrects the differences that spec asks for.
func (c *Corpus) CorrectContrast(ctx context.Context, spec ContrastSpec, hand *HandCodes) (*Corrections, error) {
	if cmp.Or(spec.Voice, VoiceAll) != VoiceAll {
		return nil, asked(errHandVoice)
	}
	spec.Voice = VoiceAll
	c, cb, frames, err := c.frames(&spec.Selection, &spec.Codebook, spec.Frames)
	if err != nil {
		return nil, fmt.Errorf("corrected contrast: %w", err)
	}
	out := &Corrections{Notes: hand.Notes}
	if cb.name != hand.Codebook {
		return out, nil
	}
	fixed, err := specJSON(questionContrast, struct {
		ContrastSpec
		Codes *HandCodes `json:"codes"`
	}{spec, hand})
	if err != nil {
		return nil, err
	}
	sides, err := c.sides(spec.Selection, spec.A, spec.B)
	if err != nil {
		return nil, fmt.Errorf("corrected contrast: %w", err)
	}
	names := []string{spec.A.String(), spec.B.String()}
	codes := c.handCodes(cb, frames, hand, out)
	for at, f := range frames {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var both [2]auditedSide
		for side := range sides {
			c.storyByStory(sides[side])
			both[side] = c.audit(sides[side], cb.facts[f], codes[at])
			both[side].name = names[side]
		}
		r := Correction{Spec: fixed, Target: spec.Target, Codebook: cb.name, Frame: cb.frames[f], Question: questionContrast, By: byContrast, Group: names[0] + " vs " + names[1]}
		r.correct(spec.Confidence, both[:]...)
		if min(len(both[0].units), len(both[1].units)) < max(1, spec.MinDocs) {
			continue
		}
		out.List = append(out.List, r)
		groups := []group{{names[0], sides[0]}}
		out.Errors = append(out.Errors, c.errorsBy(bySide, groups, slices.Concat(sides[0], sides[1]), cb.frames[f], cb.facts[f], codes[at])...)
	}
	adjustErrors(out.Errors)
	return out, nil
}

// handCodes are the hand codes of frames, in their order.
func (c *Corpus) handCodes(cb *codebook, frames []int, hand *HandCodes, out *Corrections) []map[int32]storyCode {
	var codes []map[int32]storyCode
	most := 0
	for _, f := range frames {
		found, unknown := hand.codes(c, cb.frames[f])
		codes = append(codes, found)
		most = max(most, unknown)
	}
	if most > 0 {
		out.Notes = append(slices.Clone(out.Notes), fmt.Sprintf("%d hand codes of a frame are not used: with which probability their texts were drawn is not known, and for others it is", most))
	}
	return codes
}

// correct fills in the corrections of one group, or of the difference of two.
func (r *Correction) correct(confidence float64, sides ...auditedSide) {
	outlets, stories := map[int]bool{}, map[int]bool{}
	coded := map[int32]storyCode{}
	for i, s := range sides {
		r.N, r.Positive, r.NotCoded = r.N+len(s.units), r.Positive+s.positive, r.NotCoded+s.notCoded
		if n := len(s.units); n > 0 {
			r.Raw += []float64{1, -1}[i] * float64(s.positive) / float64(n)
		}
		for _, u := range s.units {
			outlets[u.Outlet], stories[u.Story] = true, true
		}
		maps.Copy(coded, s.coded)
		if why := s.refusal(); why != "" && r.Refused == "" {
			r.Refused = why
			if s.name != "" {
				r.Refused = s.name + ": " + why
			}
		}
		r.Notes = append(r.Notes, s.uncoded()...)
	}
	r.Outlets, r.Stories, r.Coded = len(outlets), len(stories), len(coded)
	r.CodedPositive, _, _, _ = auditedSide{coded: coded}.tally()
	if r.Refused != "" {
		return
	}
	var refused []string
	for _, m := range []stats.Correction{stats.DSL, stats.PPIPlus, stats.RoganGladen} {
		measure, effective, err := corrected(m, confidence, sides)
		if err != nil {
			refused = append(refused, fmt.Sprintf("no %s: %v", methodOf(m), err))
			continue
		}
		r.Effective = effective
		r.Methods = append(r.Methods, measure)
	}
	if len(r.Methods) == 0 {
		r.Refused = strings.Join(refused, "; ")
		return
	}
	r.Notes = append(r.Notes, refused...)
}
