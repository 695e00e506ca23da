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
}

// Choice is a decision and what was decided.
type Choice struct{ Name, Value string }

// Decisions of a [Specification]; the first value of each is the default.
const (
	choiceCopies      = "copies"      // each_document or one_vote_a_story
	choiceRelevance   = "relevance"   // all or main
	choiceVoice       = "voice"       // all, author or quoted
	choiceTerritories = "territories" // see [Territories]
	choiceCoder       = "coder"       // as_coded, or terms: those of the codebook alone, without the trained coder
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
	m := multiverse{spec: spec, facts: cb.facts[frames[0]]}
	if m.sides, err = seen.sides(spec.Selection, spec.A, spec.B); err != nil {
		return nil, fmt.Errorf("curve: %w", err)
	}
	m.corpus = seen
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
	slices.SortStableFunc(out.Specifications, func(x, y Specification) int { return cmp.Compare(x.Value, y.Value) })
	return out, nil
}

// multiverse makes specifications.
type multiverse struct {
	corpus *Corpus
	spec   CurveSpec
	facts  []frameFact
	sides  [2][]int32 // by the settings
}

// values are those of a decision that can make a difference here, the settings'
// own first.
func (m *multiverse) values(choice string) []string {
	both := slices.Concat(m.sides[0], m.sides[1])
	any := func(of func(d *doc) bool) bool {
		return slices.ContainsFunc(both, func(i int32) bool { return of(&m.corpus.docs[i]) })
	}
	switch choice {
	case choiceCopies:
		return []string{"each_document", "one_vote_a_story"}
	case choiceRelevance:
		if any(func(d *doc) bool { return m.corpus.relevanceOf(d) == "passing" }) {
			return []string{"all", "main"}
		}
	case choiceVoice:
		return slices.Compact(slices.Insert(slices.DeleteFunc([]string{"all", "author", "quoted"}, func(v string) bool { return v == string(m.spec.Voice) }), 0, string(m.spec.Voice)))
	case choiceTerritories:
		if !strings.Contains(m.spec.A.String()+m.spec.B.String(), "bloc") || !slices.ContainsFunc(m.corpus.docs, func(d doc) bool { return d.parentBlocs != noBlocs }) {
			return nil
		}
		own := string(m.spec.Territories)
		return slices.Insert(slices.DeleteFunc(TerritoryRules(), func(r string) bool { return r == own }), 0, own)
	case choiceCoder:
		if any(func(d *doc) bool {
			f := m.facts[d.at]
			return f&factCoded != 0 && (f&factPresent != 0) != (f&factTerms != 0)
		}) {
			return []string{"as_coded", "terms"}
		}
	case choiceLang:
		if langs := m.corpus.sharedLanguages(m.spec.Selection, [2]Filter{m.spec.A, m.spec.B}, max(1, m.spec.MinDocs)); len(langs) > 1 {
			return append([]string{"all"}, langs...)
		}
	case choiceGenre:
		if any(func(d *doc) bool { return m.corpus.genres[d.genre] != "news" }) {
			return []string{"all", "news"}
		}
	case choiceTranslated:
		if any(func(d *doc) bool { return d.flags&flagMachine != 0 }) {
			return []string{"in", "out"}
		}
	case choiceTeasers:
		if !m.spec.IncludePaywalled && slices.ContainsFunc(m.corpus.docs, func(d doc) bool { return d.flags&flagPaywalled != 0 }) {
			return []string{"out", "in"}
		}
	case choiceWindow:
		if _, ok := m.medianDay(); ok {
			return []string{"all", "dated", "until_median", "after_median"}
		}
	case choiceOutlet:
		outlets := map[string]bool{}
		for _, i := range both {
			outlets[m.corpus.sources[m.corpus.docs[i].source].id] = true
		}
		return append([]string{"all"}, sorted(outlets)...)
	}
	return nil
}

// medianDay is that of the dated documents of both sides.
func (m *multiverse) medianDay() (day int32, ok bool) {
	var days []int32
	for _, i := range slices.Concat(m.sides[0], m.sides[1]) {
		if d := &m.corpus.docs[i]; d.level == levelDay {
			days = append(days, d.day)
		}
	}
	if len(days) == 0 {
		return 0, false
	}
	slices.Sort(days)
	return days[(len(days)-1)/2], days[0] != days[len(days)-1]
}

// all lists the choices of every specification, the settings' own first.
func (m *multiverse) all() [][]Choice {
	out := [][]Choice{nil}
	for _, name := range crossed {
		values := m.values(name)
		for _, before := range slices.Clone(out) {
			if name == choiceCoder && m.voice(before) != VoiceAll {
				continue // a voice is told by terms alone
			}
			for i := 1; i < len(values); i++ {
				out = append(out, append(slices.Clone(before), Choice{name, values[i]}))
			}
		}
	}
	for _, name := range []string{choiceLang, choiceGenre, choiceTranslated, choiceTeasers, choiceWindow, choiceOutlet} {
		values := m.values(name)
		for i := 1; i < len(values); i++ {
			out = append(out, []Choice{{name, values[i]}})
		}
	}
	return out
}

// voice is the settings' or the one that was chosen.
func (m *multiverse) voice(choices []Choice) Voice {
	for _, c := range choices {
		if c.Name == choiceVoice {
			return Voice(c.Value)
		}
	}
	return m.spec.Voice
}

// specification computes the difference under some choices.
func (m *multiverse) specification(choices []Choice) (Specification, error) {
	out := Specification{Choices: choices}
	selection, voice, perStory, terms := m.spec.Selection, m.voice(choices), false, false
	for _, c := range choices {
		switch c.Name {
		case choiceCopies:
			perStory = true
		case choiceRelevance, choiceLang, choiceGenre:
			selection.Filter = selection.Filter.And(Filter{[]clause{{c.Name, false, []string{c.Value}}}})
		case choiceTerritories:
			selection.Territories = Territories(c.Value)
		case choiceCoder:
			terms = true
		case choiceTranslated:
			selection.Filter = selection.Filter.And(Filter{[]clause{{"translated", true, []string{"yes"}}}})
		case choiceTeasers:
			selection.IncludePaywalled = true
		case choiceOutlet:
			selection.Filter = selection.Filter.And(Filter{[]clause{{"outlet", true, []string{c.Value}}}})
		}
	}
	want, err := voice.fact()
	if err != nil {
		return out, err
	}
	if terms && voice == VoiceAll {
		want = factTerms
	}
	corpus, err := m.corpus.under(selection)
	if err != nil {
		return out, err
	}
	var sides [2][]int32
	for _, i := range corpus.selected(selection) {
		d := &corpus.docs[i]
		if !m.within(choices, d) {
			continue
		}
		for side, f := range []Filter{m.spec.A, m.spec.B} {
			if corpus.matches(f, d) {
				sides[side] = append(sides[side], i)
			}
		}
	}
	for side := range sides {
		corpus.storyByStory(sides[side])
	}
	d := Difference{Frame: m.spec.Frame, Seed: m.spec.Seed}
	sampling := m.spec.Sampling
	if err := d.fill(corpus, sides, m.facts, want, ContrastSpec{Selection: selection, Sampling: sampling, A: m.spec.A, B: m.spec.B, Codebook: m.spec.Codebook, Voice: voice, MinDocs: m.spec.MinDocs}, false); err != nil {
		return out, err
	}
	out.A, out.B, out.Contrasted = d.A, d.B, d.Shares
	if perStory {
		out.Contrasted = d.PerStory
		out.A.Share, out.B.Share = d.A.PerStory.Value, d.B.PerStory.Value
	}
	if min(d.A.N, d.B.N) < max(1, m.spec.MinDocs) {
		out.Why = fmt.Sprintf("%d and %d documents: fewer than %d on a side", d.A.N, d.B.N, max(1, m.spec.MinDocs))
	}
	out.Tested = out.Method != "" && d.A.Positive+d.B.Positive > 0
	return out, nil
}

// within reports whether a document lies in the window that was chosen.
func (m *multiverse) within(choices []Choice, d *doc) bool {
	at := slices.IndexFunc(choices, func(c Choice) bool { return c.Name == choiceWindow })
	if at < 0 {
		return true
	}
	median, _ := m.medianDay()
	switch choices[at].Value {
	case "until_median":
		return d.level == levelDay && d.day <= median
	case "after_median":
		return d.level == levelDay && d.day > median
	}
	return d.level == levelDay
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
