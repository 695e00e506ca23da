package trained

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"framewatch/corpus"
)

// The rules of training.
const (
	// MinPositives is the number of texts with a frame, and of texts without it,
	// from which it is trained; others stay with the rules.
	MinPositives = 8

	folds         = 5
	passingGoal   = .75 // precision asked for in texts that name the target in passing
	ownPositives  = 4   // texts of the kind to be coded from which they alone set a threshold
	passingProven = 5   // such texts that must have shown it
)

// validator holds the texts, in folds, and the frames to train.
type validator struct {
	texts  []Example
	design *design
	frames []string
	labels [][]judged // by frame and text; the label is NaN where it is not known
	fold   []int
}

func newValidator(texts []Example, frames []string, seed uint64) *validator {
	v := &validator{texts: texts, design: newDesign(texts), fold: newFolds(groupNames(texts), folds, seed)}
	for _, f := range frames {
		labels, positives, negatives := make([]judged, len(texts)), 0., 0.
		for i := range texts {
			labels[i].label = math.NaN()
			if share, coded := texts[i].label(f); coded {
				labels[i].label = share
				positives += share
				negatives += 1 - share
			}
		}
		if positives >= MinPositives && negatives >= MinPositives {
			v.frames, v.labels = append(v.frames, f), append(v.labels, labels)
		}
	}
	return v
}

// none is no fold.
const none = -1

// cells are what may teach a model of a frame: the known cells of texts that are
// kept and stand in neither of two folds.
func (v *validator) cells(frame, without, and int, kept []bool) []cell {
	var out []cell
	for i := range v.texts {
		label := v.labels[frame][i].label
		if !kept[i] || v.fold[i] == without || v.fold[i] == and || math.IsNaN(label) {
			continue
		}
		out = append(out, cell{text: i, label: label, further: v.further(i)})
	}
	return out
}

// centred puts in the rules' say, less its mean over the cells that have one, so
// that a text in a language without terms says nothing for or against a frame.
func (v *validator) centred(frame string, cells []cell) float64 {
	sum, n := 0., 0.
	for _, c := range cells {
		if hit, ok := v.texts[c.text].Rules[frame]; ok {
			n++
			if hit {
				sum++
			}
		}
	}
	centre := sum / max(n, 1)
	for i := range cells {
		cells[i].rules = v.rulesOf(frame, cells[i].text, centre)
	}
	return centre
}

func (v *validator) rulesOf(frame string, text int, centre float64) float64 {
	hit, ok := v.texts[text].Rules[frame]
	switch {
	case !ok:
		return 0
	case hit:
		return 1 - centre
	}
	return -centre
}

func (v *validator) further(text int) float64 {
	if v.texts[text].Further {
		return 1
	}
	return 0
}

// learnt is a model with the centre of the rules' say.
type learnt struct {
	model  *linear
	centre float64
}

func (v *validator) learn(frame, without, and int, kept []bool, from *linear) learnt {
	cells := v.cells(frame, without, and, kept)
	centre := v.centred(v.frames[frame], cells)
	return learnt{v.design.fit(cells, from), centre}
}

func (v *validator) score(frame, text int, by learnt) float64 {
	return v.design.score(by.model, cell{text: text, rules: v.rulesOf(v.frames[frame], text, by.centre), further: v.further(text)})
}

// outOfFold are the scores of a frame by models that did not learn from the text.
type outOfFold struct {
	full learnt
	// single[i] is by a model that did without text i's fold.
	single []float64
	// without[j][i] is by a model that did without fold j and text i's: what
	// calibration and threshold are taken from when fold j is to be predicted.
	without [folds][]float64
}

// scores fits the models of a frame: one on all, one without each fold and one
// without each two, which serves both of them.
func (v *validator) scores(frame int, kept []bool) *outOfFold {
	out := &outOfFold{full: v.learn(frame, none, none, kept, nil), single: make([]float64, len(v.texts))}
	for j := range folds {
		out.without[j] = make([]float64, len(v.texts))
	}
	for j := range folds {
		one := v.learn(frame, j, none, kept, out.full.model)
		v.fill(frame, j, one, out.single)
		for k := range j {
			two := v.learn(frame, j, k, kept, one.model)
			v.fill(frame, k, two, out.without[j])
			v.fill(frame, j, two, out.without[k])
		}
	}
	return out
}

// fill writes the scores of the texts of a fold.
func (v *validator) fill(frame, fold int, by learnt, to []float64) {
	for i := range v.texts {
		if v.fold[i] == fold {
			to[i] = v.score(frame, i, by)
		}
	}
}

// scoresOf fits the models of all frames, side by side.
func (v *validator) scoresOf(ctx context.Context, kept []bool) ([]*outOfFold, error) {
	out := make([]*outOfFold, len(v.frames))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for f := range v.frames {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			out[f] = v.scores(f, kept)
			return nil
		})
	}
	return out, g.Wait()
}

// setting is how a frame's scores are read.
type setting struct {
	calibration
	threshold float64
}

// settle takes calibrations and thresholds from the scores of the texts that are
// in: one setting a frame, and the probability that texts in passing ask for.
func (v *validator) settle(in func(text int) bool, score func(frame, text int) float64) ([]setting, float64) {
	out := make([]setting, len(v.frames))
	own, every := make([][]judged, len(v.frames)), []judged(nil)
	for f := range v.frames {
		own[f] = v.own(f, in, score)
		out[f].calibration = calibrate(own[f])
		for i := range own[f] {
			own[f][i].score = out[f].p(own[f][i].score)
		}
		every = append(every, own[f]...)
	}
	shared := bestF1(every)
	for f := range v.frames {
		out[f].threshold = threshold(own[f], shared)
	}
	var passing []judged
	for f := range v.frames {
		for i := range v.texts {
			label := v.labels[f][i].label
			if !in(i) || math.IsNaN(label) || v.texts[i].Relevance != corpus.RelevancePassing {
				continue
			}
			if p := out[f].p(score(f, i)); p >= out[f].threshold {
				passing = append(passing, judged{p, label})
			}
		}
	}
	return out, precise(passing)
}

// own are a frame's scores with their labels: of texts of the kind that is to be
// coded, and of all where too few of these have the frame.
func (v *validator) own(f int, in func(int) bool, score func(frame, text int) float64) []judged {
	var all, kind []judged
	positives := 0.
	for i := range v.texts {
		label := v.labels[f][i].label
		if !in(i) || math.IsNaN(label) {
			continue
		}
		k := judged{score(f, i), label}
		all = append(all, k)
		if !v.texts[i].Further {
			kind = append(kind, k)
			positives += label
		}
	}
	if positives >= ownPositives {
		return kind
	}
	return all
}

// precise is the lowest probability from which enough of what was found in passing
// was right; infinite where too little was found to tell.
func precise(found []judged) float64 {
	found = slices.SortedStableFunc(slices.Values(found), func(a, b judged) int { return cmp.Compare(b.score, a.score) })
	at, right := math.Inf(1), 0.
	for i, k := range found {
		right += k.label
		if i+1 < len(found) && found[i+1].score == k.score {
			continue
		}
		if n := float64(i + 1); i+1 >= passingProven && right/n >= passingGoal {
			at = k.score
		}
	}
	return at
}
