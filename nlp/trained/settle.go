package trained

import (
	"cmp"
	"math"
	"slices"

	"framewatch/corpus"
)

// setting is how a frame's scores are read.
type setting struct {
	calibration
	centre    float64 // of the rules' say
	threshold float64
	// better tells that the model agrees with the coders better than the rules do.
	// Where it does not, the rules code the languages that they have terms for.
	better bool
	// passing is the probability that texts in passing ask for; above 1 for a frame
	// that has not shown its precision there, which the rules then code.
	passing float64
}

// settle takes calibrations and thresholds from the scores of the texts that are
// in: one setting a frame.
func (v *validator) settle(in func(text int) bool, score func(frame, text int) float64) []setting {
	out := make([]setting, len(v.frames))
	own, every := make([][]judged, len(v.frames)), []judged(nil)
	for f := range v.frames {
		out[f].centre = v.centre(f, in)
		own[f] = v.own(f, in, score)
		for i, k := range own[f] {
			own[f][i].say = v.say(f, k.text, out[f].centre)
		}
		out[f].calibration = calibrate(own[f])
		for i, k := range own[f] {
			own[f][i].score = out[f].p(k.score, k.say)
		}
		every = append(every, own[f]...)
	}
	shared := bestF1(every)
	for f := range v.frames {
		out[f].threshold = threshold(own[f], shared)
		out[f].better = v.better(v.frames[f], own[f], out[f].threshold)
	}
	passing := v.passingTexts(in)
	for f := range v.frames {
		var known []judged
		for _, i := range passing {
			if label := v.labels[f][i].label; !math.IsNaN(label) {
				known = append(known, judged{score: out[f].p(score(f, i), v.say(f, i, out[f].centre)), label: label})
			}
		}
		out[f].passing = precise(known)
	}
	return out
}

// passingTexts are those that name the target in passing, as the coders say and as
// the rule does.
func (v *validator) passingTexts(in func(text int) bool) []int {
	var out []int
	for i := range v.texts {
		if t := &v.texts[i]; in(i) && t.Relevance == corpus.RelevancePassing && t.about() == corpus.RelevancePassing {
			out = append(out, i)
		}
	}
	return out
}

// better holds the model's F1 against that of the rules, on texts that these can
// read.
func (v *validator) better(frame string, own []judged, threshold float64) bool {
	var model, rules tally
	for _, k := range own {
		if hit, ok := v.texts[k.text].Rules[frame]; ok {
			model.share(k.label, k.score >= threshold)
			rules.share(k.label, hit)
		}
	}
	return model.f1() >= rules.f1()+margin
}

// own are a frame's scores with their labels: of texts of the kind that is to be
// coded, and of all where too few of these have the frame; texts in passing have a
// threshold of their own.
func (v *validator) own(f int, in func(int) bool, score func(frame, text int) float64) []judged {
	var all, kind []judged
	positives := 0.
	for i := range v.texts {
		label := v.labels[f][i].label
		if !in(i) || math.IsNaN(label) || v.texts[i].Relevance == corpus.RelevancePassing {
			continue
		}
		k := judged{score: score(f, i), label: label, text: i}
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
// was right; 2, more than any, where too little was found to tell.
func precise(found []judged) float64 {
	found = slices.SortedStableFunc(slices.Values(found), func(a, b judged) int { return cmp.Compare(b.score, a.score) })
	at, right := 2., 0.
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
