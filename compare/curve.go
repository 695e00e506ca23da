package compare

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"framewatch/compare/stats"
	"framewatch/store"
)

// CurveSpec asks how the difference of one frame between two sides comes out
// under every choice that an analyst could have defended (specification curve,
// Simonsohn, Simmons & Nelson 2020; multiverse, Steegen et al. 2016).
type CurveSpec struct {
	Selection
	Sampling
	A        Filter `json:"a"`
	B        Filter `json:"b"`
	Codebook string `json:"codebook"`
	Frame    string `json:"-"`
	Voice    Voice  `json:"voice"`
	MinDocs  int    `json:"min_docs"` // of each side, in each specification
	// Hand are hand codes, by which the difference is corrected as one more
	// specification; nil without any.
	Hand *HandCodes `json:"codes,omitempty"`
}

// Choice is a decision and what was decided.
type Choice struct{ Name, Value string }

// Decisions of a [Specification]; the first value of each is the default.
const (
	choiceCopies      = "copies"      // each_document or one_vote_a_story
	choiceRelevance   = "relevance"   // all or main
	choiceVoice       = "voice"       // all, author or quoted
	choiceTerritories = "territories" // see [Territories]
	choiceCoder       = "coder"       // as_coded; terms: those of the codebook alone, without the trained coder; corrected by hand codes
	choiceLang        = "lang"        // all or one language
	choiceGenre       = "genre"       // all or news
	choiceTranslated  = "translated"  // in or out: machine-translated documents
	choiceTeasers     = "paywalled"   // in or out
	choiceWindow      = "window"      // all, dated, until_median or after_median: halves about the median day
	choiceOutlet      = "outlet"      // all, or one that is left out
)

// crossed are the decisions of which every combination is tried. Each of the
// others is tried by itself, from the specification of the settings: together they
// would leave hardly any document.
var crossed = []string{choiceCopies, choiceRelevance, choiceVoice, choiceTerritories, choiceCoder}

// Specification is one way to compute the difference.
type Specification struct {
	Choices []Choice // those that are not the settings', none for the settings' own
	Contrasted
	A, B Estimate
	// Why is empty, or says why there is no number: too few documents on a side.
	Why string
}

// String names the choices: "relevance=main,voice=author".
func (s Specification) String() string {
	if len(s.Choices) == 0 {
		return specificationOfSettings
	}
	parts := make([]string, len(s.Choices))
	for i, c := range s.Choices {
		parts[i] = c.Name + "=" + c.Value
	}
	return strings.Join(parts, ",")
}

const specificationOfSettings = "settings"

// Curve is a difference under all specifications.
type Curve struct {
	Spec, Target, Codebook, Frame string
	Voice                         Voice
	A, B                          Filter
	Settings                      Specification
	// Specifications with a number, from the least difference to the greatest; the
	// settings' own is among them. LeftOut are those without.
	Specifications, LeftOut []Specification
	Seed                    int64
}

// Summary says how a finding fares over the curve.
type Summary struct {
	N             int     // specifications with a number
	SameSign      int     // with the sign of the settings' own
	Stand         int     // with that sign and an interval that leaves out zero
	Median        float64 // of the differences
	Least, Most   float64
	OtherwiseMost string // the choices that are furthest from the settings' number
}

// Summary counts; it is zero for a curve without specifications.
func (c *Curve) Summary() Summary {
	out := Summary{N: len(c.Specifications)}
	if out.N == 0 {
		return out
	}
	own, furthest := c.Settings.Value, -1.0
	for _, s := range c.Specifications {
		same := s.Value*own > 0 || s.Value == own
		if same {
			out.SameSign++
		}
		if same && s.Stands() {
			out.Stand++
		}
		if away := math.Abs(s.Value - own); away > furthest {
			furthest, out.OtherwiseMost = away, s.String()
		}
	}
	n := out.N
	out.Median = (c.Specifications[(n-1)/2].Value + c.Specifications[n/2].Value) / 2
	out.Least, out.Most = c.Specifications[0].Value, c.Specifications[n-1].Value
	return out
}

// Curve computes the difference of a frame under every specification.
func (c *Corpus) Curve(ctx context.Context, spec CurveSpec) (*Curve, error) {
	if spec.Frame == "" {
		return nil, asked(errors.New("curve: name one frame"))
	}
	if _, err := spec.Voice.fact(); err != nil {
		return nil, fmt.Errorf("curve: %w", asked(err))
	}
	spec.Voice = cmp.Or(spec.Voice, VoiceAll)
	spec.Territories = cmp.Or(spec.Territories, TerritoriesNeither)
	seen, cb, frames, err := c.frames(&spec.Selection, &spec.Codebook, []string{spec.Frame})
	if err != nil {
		return nil, fmt.Errorf("curve: %w", err)
	}
	fixed, err := specJSON(questionCurve, spec)
	if err != nil {
		return nil, err
	}
	out := &Curve{Spec: fixed, Target: spec.Target, Codebook: cb.name, Frame: spec.Frame, Voice: spec.Voice, A: spec.A, B: spec.B, Seed: spec.Seed}
	m := multiverse{corpus: seen, spec: spec, facts: cb.facts[frames[0]]}
	if m.sides, err = seen.sides(spec.Selection, spec.A, spec.B); err != nil {
		return nil, fmt.Errorf("curve: %w", err)
	}
	m.median, m.divided = m.medianDay()
	for _, choices := range m.all() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s, err := m.specification(choices)
		if err != nil {
			return nil, fmt.Errorf("curve, %s: %w", s, err)
		}
		if len(choices) == 0 {
			out.Settings = s
		}
		if s.Why != "" {
			out.LeftOut = append(out.LeftOut, s)
			continue
		}
		out.Specifications = append(out.Specifications, s)
	}
	if s, ok, err := m.corrected(ctx, out.Settings); err != nil {
		return nil, fmt.Errorf("curve, %s: %w", s, err)
	} else if ok && s.Why != "" {
		out.LeftOut = append(out.LeftOut, s)
	} else if ok {
		out.Specifications = append(out.Specifications, s)
	}
	slices.SortStableFunc(out.Specifications, func(x, y Specification) int { return cmp.Compare(x.Value, y.Value) })
	return out, nil
}

// Rows are the specifications in the order of the curve, and what sums them up.
func (c *Curve) Rows() []store.EstimateRow {
	base := store.EstimateRow{TargetID: c.Target, Question: questionCurve, Spec: c.Spec, Codebook: c.Codebook, Item: c.Frame, Dimension: bySpecification}
	var rows []store.EstimateRow
	for _, s := range slices.Concat(c.Specifications, c.LeftOut) {
		row := base
		row.GroupName, row.Voice = s.String(), string(s.A.Voice)
		d := Difference{A: s.A, B: s.B}
		row = d.sidesIn(row)
		row.ValueA, row.ValueB = rounded(s.A.Share), rounded(s.B.Share)
		if s.Why != "" {
			row.Statistic, row.Method, row.Note, row.Preferred = "difference", methodNone, s.Why, true
			row.ValueA, row.ValueB = nil, nil
			rows = append(rows, row)
			continue
		}
		row = s.in(row, "difference")
		row.Preferred, row.Note = true, s.Note
		if s.Tested {
			row.P = rounded(s.P)
		}
		rows = append(rows, seeded(row, c.Seed))
	}
	sum := c.Summary()
	if sum.N == 0 {
		return rows
	}
	base.GroupName, base.Method, base.Preferred, base.Voice = GroupAll, methodCount, true, string(c.Voice)
	base.N = int64(sum.N)
	for _, v := range []struct {
		statistic string
		value     float64
		n         int
	}{{"same_sign_share", float64(sum.SameSign) / float64(sum.N), sum.SameSign}, {"standing_share", float64(sum.Stand) / float64(sum.N), sum.Stand},
		{"median_difference", sum.Median, 0}, {"least_difference", sum.Least, 0}, {"greatest_difference", sum.Most, 0}} {
		row := base
		row.Statistic, row.Value, row.NPositive = v.statistic, stats.Rounded(v.value), int64(v.n)
		rows = append(rows, row)
	}
	return rows
}
