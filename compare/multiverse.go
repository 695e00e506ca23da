package compare

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// multiverse makes specifications.
type multiverse struct {
	corpus *Corpus
	spec   CurveSpec
	facts  []frameFact
	sides  [2][]int32 // by the settings

	median  int32 // see medianDay
	divided bool
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
		if m.divided {
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

// medianDay is that of the dated documents of both sides; false where they have one
// day or none.
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

// chosen are the selection, the sides and what counts as present under some choices.
func (m *multiverse) chosen(choices []Choice) (selection Selection, sides [2][]int32, want frameFact, err error) {
	selection = m.spec.Selection
	voice, terms := m.voice(choices), false
	for _, c := range choices {
		switch c.Name {
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
	if want, err = voice.fact(); err != nil {
		return selection, sides, want, err
	}
	if terms && voice == VoiceAll {
		want = factTerms
	}
	corpus, err := m.corpus.under(selection)
	if err != nil {
		return selection, sides, want, err
	}
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
	return selection, sides, want, nil
}

// specification computes the difference under some choices.
func (m *multiverse) specification(choices []Choice) (Specification, error) {
	out := Specification{Choices: choices}
	selection, sides, want, err := m.chosen(choices)
	if err != nil {
		return out, err
	}
	corpus, err := m.corpus.under(selection)
	if err != nil {
		return out, err
	}
	for side := range sides {
		corpus.storyByStory(sides[side])
	}
	voice := m.voice(choices)
	d := Difference{Frame: m.spec.Frame, Seed: m.spec.Seed}
	sampling := m.spec.Sampling
	if err := d.fill(corpus, sides, m.facts, want, ContrastSpec{Selection: selection, Sampling: sampling, A: m.spec.A, B: m.spec.B, Codebook: m.spec.Codebook, Voice: voice, MinDocs: m.spec.MinDocs}, false); err != nil {
		return out, err
	}
	out.A, out.B, out.Contrasted = d.A, d.B, d.Shares
	if slices.ContainsFunc(choices, func(c Choice) bool { return c.Name == choiceCopies }) {
		out.Contrasted = d.PerStory
		out.A.Share, out.B.Share = d.A.PerStory.Value, d.B.PerStory.Value
	}
	if min(d.A.N, d.B.N) < max(1, m.spec.MinDocs) {
		out.Why = fmt.Sprintf("%d and %d documents: fewer than %d on a side", d.A.N, d.B.N, max(1, m.spec.MinDocs))
	}
	out.Tested = out.Method != "" && d.A.Positive+d.B.Positive > 0
	return out, nil
}

// corrected is the settings' own specification, corrected by hand codes; false
// where there are none of this codebook, or a voice is asked for, which hand codes do
// not tell.
func (m *multiverse) corrected(ctx context.Context, settings Specification) (Specification, bool, error) {
	out := Specification{Choices: []Choice{{choiceCoder, "corrected"}}, A: settings.A, B: settings.B}
	if m.spec.Hand == nil || m.spec.Hand.Codebook != m.spec.Codebook || m.spec.Voice != VoiceAll {
		return out, false, nil
	}
	all, err := m.corpus.CorrectContrast(ctx, ContrastSpec{Selection: m.spec.Selection, Sampling: m.spec.Sampling, A: m.spec.A, B: m.spec.B,
		Codebook: m.spec.Codebook, Frames: []string{m.spec.Frame}, Voice: VoiceAll, MinDocs: m.spec.MinDocs}, m.spec.Hand)
	if err != nil || len(all.List) == 0 {
		return out, false, err
	}
	one := all.List[0]
	best, ok := one.Best()
	if !ok {
		out.Why = one.Refused
		return out, true, nil
	}
	out.Measure, out.P, out.Note = best.Measure, 1, best.Assumption
	out.A.Share, out.B.Share = best.A, best.B
	return out, true, nil
}

// within reports whether a document lies in the window that was chosen.
func (m *multiverse) within(choices []Choice, d *doc) bool {
	at := slices.IndexFunc(choices, func(c Choice) bool { return c.Name == choiceWindow })
	if at < 0 {
		return true
	}
	switch choices[at].Value {
	case "until_median":
		return d.level == levelDay && d.day <= m.median
	case "after_median":
		return d.level == levelDay && d.day > m.median
	}
	return d.level == levelDay
}
