package trained

import (
	"context"
	"math"
	"runtime"

	"golang.org/x/sync/errgroup"

	"framewatch/corpus"
)

// The rules of training.
const (
	// MinPositives is the number of texts with a frame, and of texts without it,
	// from which it is trained; others stay with the rules. Texts that only teach are
	// not counted beside others.
	MinPositives = 8

	folds         = 5
	passingGoal   = .75 // precision asked for in texts that name the target in passing
	margin        = 0   // of F1 by which a model must beat the rules
	ownPositives  = 4   // texts of the kind to be coded from which they alone set a threshold
	passingProven = 8   // such texts that must have shown it
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
	counted := judgedTexts(texts)
	for _, f := range frames {
		labels, positives, negatives := make([]judged, len(texts)), 0., 0.
		for i := range texts {
			labels[i].label = math.NaN()
			if share, coded := texts[i].label(f); coded {
				labels[i].label = share
			}
		}
		for _, i := range counted {
			if share := labels[i].label; !math.IsNaN(share) {
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

// say is what the rules say of a text, less the share of texts in which they find
// the frame, so that a text in a language without terms says nothing for or
// against it.
func (v *validator) say(frame, text int, centre float64) float64 {
	return sayOf(v.texts[text].Rules, v.frames[frame], centre)
}

func sayOf(rules map[string]bool, frame string, centre float64) float64 {
	hit, ok := rules[frame]
	switch {
	case !ok:
		return 0
	case hit:
		return 1 - centre
	}
	return -centre
}

// centre is the share of texts, of those that the rules can read, in which they find
// a frame.
func (v *validator) centre(frame int, in func(text int) bool) float64 {
	sum, n := 0., 0.
	for i, t := range v.texts {
		if hit, ok := t.Rules[v.frames[frame]]; ok && in(i) {
			if n++; hit {
				sum++
			}
		}
	}
	return sum / max(n, 1)
}

func (v *validator) further(text int) float64 {
	if v.texts[text].Further {
		return 1
	}
	return 0
}

func (v *validator) learn(frame, without, and int, kept []bool, from *linear) *linear {
	return v.design.fit(v.cells(frame, without, and, kept), from)
}

// score is a text's score. A text in passing is scored as the coder will score such
// texts, who knows none that is further: what is asked of it in passing rests on
// further texts alone, and their other base rate would make it too little.
func (v *validator) score(text int, by *linear) float64 {
	c := cell{text: text, further: v.further(text)}
	if v.texts[text].Relevance == corpus.RelevancePassing {
		c.further = 0
	}
	return v.design.score(by, c)
}

// outOfFold are the scores of a frame by models that did not learn from the text.
type outOfFold struct {
	full *linear
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
		one := v.learn(frame, j, none, kept, out.full)
		v.fill(j, one, out.single)
		for k := range j {
			two := v.learn(frame, j, k, kept, one)
			v.fill(k, two, out.without[j])
			v.fill(j, two, out.without[k])
		}
	}
	return out
}

// fill writes the scores of the texts of a fold.
func (v *validator) fill(fold int, by *linear, to []float64) {
	for i := range v.texts {
		if v.fold[i] == fold {
			to[i] = v.score(i, by)
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
