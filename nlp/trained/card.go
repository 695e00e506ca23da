package trained

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"framewatch/corpus"
)

// Card says how well the codes of a cross-validation agree with each coder's.
type Card struct {
	Coders []string
	Langs  []string // groups of languages, all last
	// Cells are by coder, frame (empty: all of them) and group of languages.
	Cells map[CardKey]Agreement
	// Curve is micro F1 over all frames and languages against the first coder, by the
	// share of groups that taught.
	Curve []CurvePoint
	// Trained and Rules are the frames that the trained coder codes, and those that
	// stay with the rules.
	Trained, Rules []string
}

// CardKey names a figure of a card.
type CardKey struct{ Coder, Frame, Lang string }

// CurvePoint is a point of a learning curve.
type CurvePoint struct{ Share, F1 float64 }

// Agreement is how codes of the program agree with a coder's.
type Agreement struct {
	Texts, Positives  int // coded texts, and the coder's positive cells
	Precision, Recall float64
	F1, Low, High     float64 // with its interval of 95 %, from resampled groups
	RulesF1           float64 // of the rules alone on the same cells
	Gain              float64 // over the rules
	GainLow, GainHigh float64
}

// All is the name of the languages taken together, Others of those with few texts.
const (
	All    = "all"
	Others = "others"
)

const (
	ownRow     = 10 // texts from which a language has a row of its own
	resamples  = 1000
	confidence = .95
)

// tally counts cells: found and there, found and not there, there and not found.
type tally struct{ hit, wrong, missed float64 }

func (t *tally) add(there, found bool) {
	switch {
	case there && found:
		t.hit++
	case found:
		t.wrong++
	case there:
		t.missed++
	}
}

// share counts a cell whose label may lie between 0 and 1.
func (t *tally) share(label float64, found bool) {
	if found {
		t.hit += label
		t.wrong += 1 - label
	} else {
		t.missed += label
	}
}

func (t tally) f1() float64 { return 2 * t.hit / max(1, 2*t.hit+t.wrong+t.missed) }

// pair is the tallies of a group by the coder and by the rules.
type pair struct{ ours, rules tally }

// NewCard tells how a validation agrees with the coders of the texts that are of the
// kind to be coded, or of all where all are of another.
func NewCard(texts []Example, frames []string, v *Validation, curve []Curve) *Card {
	c := &Card{Cells: map[CardKey]Agreement{}, Trained: v.Frames}
	for _, f := range frames {
		if !slices.Contains(v.Frames, f) {
			c.Rules = append(c.Rules, f)
		}
	}
	judged := judgedTexts(texts)
	langs := languageGroups(texts, judged)
	counts := map[CardKey]map[string]*pair{}
	found := v.found()
	texted := map[CardKey]map[int]bool{}
	for _, i := range judged {
		for _, code := range texts[i].Codes {
			for _, f := range frames {
				there, coded := code.Value(f)
				if !coded {
					continue
				}
				for _, key := range keysOf(code.Coder, f, langs[i]) {
					if counts[key] == nil {
						counts[key], texted[key] = map[string]*pair{}, map[int]bool{}
					}
					p := counts[key][texts[i].Group]
					if p == nil {
						p = &pair{}
						counts[key][texts[i].Group] = p
					}
					p.ours.add(there, found[cellKey{i, f}])
					p.rules.add(there, texts[i].Rules[f])
					texted[key][i] = true
				}
			}
		}
	}
	for key, byGroup := range counts {
		a := agreement(byGroup)
		a.Texts = len(texted[key])
		c.Cells[key] = a
		if !slices.Contains(c.Coders, key.Coder) {
			c.Coders = append(c.Coders, key.Coder)
		}
		if !slices.Contains(c.Langs, key.Lang) {
			c.Langs = append(c.Langs, key.Lang)
		}
	}
	slices.Sort(c.Coders)
	slices.SortFunc(c.Langs, func(a, b string) int { return cmp.Or(cmp.Compare(rankOf(a), rankOf(b)), strings.Compare(a, b)) })
	c.draw(texts, frames, judged, append(curve, Curve{1, v}))
	return c
}

// rankOf puts languages first, then those with few texts, then all.
func rankOf(lang string) int { return slices.Index([]string{Others, All}, lang) }

// keysOf are the figures that a cell counts in.
func keysOf(coder, frame, lang string) []CardKey {
	return []CardKey{{coder, frame, lang}, {coder, frame, All}, {coder, "", lang}, {coder, "", All}}
}

type cellKey struct {
	text  int
	frame string
}

// found are the cells that are coded as present.
func (v *Validation) found() map[cellKey]bool {
	out := map[cellKey]bool{}
	for _, o := range v.Outcomes {
		if o.Present {
			out[cellKey{o.Text, o.Frame}] = true
		}
	}
	return out
}

// judgedTexts are the texts that a card speaks of.
func judgedTexts(texts []Example) []int {
	var every, kind []int
	for i, t := range texts {
		every = append(every, i)
		if !t.Further {
			kind = append(kind, i)
		}
	}
	if len(kind) > 0 {
		return kind
	}
	return every
}

// languageGroups gives each judged text its language, or Others where few texts
// share it.
func languageGroups(texts []Example, judged []int) map[int]string {
	size, out := map[string]int{}, map[int]string{}
	for _, i := range judged {
		out[i] = corpus.BaseLang(texts[i].Lang)
		size[out[i]]++
	}
	for i, l := range out {
		if size[l] < ownRow {
			out[i] = Others
		}
	}
	return out
}

// agreement adds up the groups, and resamples them for the intervals.
func agreement(byGroup map[string]*pair) Agreement {
	names := slices.Sorted(maps.Keys(byGroup))
	var all pair
	for _, n := range names {
		all.add(byGroup[n])
	}
	f, r := all.ours.f1(), all.rules.f1()
	a := Agreement{
		Positives: int(all.ours.hit + all.ours.missed), Precision: all.ours.hit / max(1, all.ours.hit+all.ours.wrong),
		Recall: all.ours.hit / max(1, all.ours.hit+all.ours.missed), F1: f, RulesF1: r, Gain: f - r,
	}
	random := rand.New(rand.NewPCG(1, uint64(len(names))))
	f1s, gains := make([]float64, resamples), make([]float64, resamples)
	for b := range resamples {
		var sum pair
		for range names {
			sum.add(byGroup[names[random.IntN(len(names))]])
		}
		f1s[b], gains[b] = sum.ours.f1(), sum.ours.f1()-sum.rules.f1()
	}
	a.Low, a.High = interval(f1s)
	a.GainLow, a.GainHigh = interval(gains)
	return a
}

func (p *pair) add(q *pair) {
	for _, t := range []struct{ to, from *tally }{{&p.ours, &q.ours}, {&p.rules, &q.rules}} {
		t.to.hit += t.from.hit
		t.to.wrong += t.from.wrong
		t.to.missed += t.from.missed
	}
}

// interval is the middle part of resampled figures.
func interval(v []float64) (low, high float64) {
	slices.Sort(v)
	tail := (1 - confidence) / 2
	return v[int(tail*float64(len(v)))], v[int(math.Ceil((1-tail)*float64(len(v))))-1]
}

// draw fills the learning curve.
func (c *Card) draw(texts []Example, frames []string, judged []int, curve []Curve) {
	for _, point := range curve {
		var sum tally
		found := point.found()
		for _, i := range judged {
			for _, code := range texts[i].Codes {
				if code.Coder != c.Coders[0] {
					continue
				}
				for _, f := range frames {
					if there, coded := code.Value(f); coded {
						sum.add(there, found[cellKey{i, f}])
					}
				}
			}
		}
		c.Curve = append(c.Curve, CurvePoint{point.Share, sum.f1()})
	}
}
