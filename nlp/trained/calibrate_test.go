package trained

import (
	"math"
	"math/rand/v2"
	"testing"

	"framewatch/corpus"
)

// TestCalibrationGivesFrequencies: of texts with a probability near p, a share near p
// has the frame, however far off the scores were.
func TestCalibrationGivesFrequencies(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var known []judged
	for range 4000 {
		score, say := 4*r.NormFloat64(), 0.
		if r.IntN(3) == 0 {
			say = 1
		}
		label := 0.
		if r.Float64() < sigmoid(.5*score+2*say-1) {
			label = 1
		}
		known = append(known, judged{score: score, say: say, label: label})
	}
	c := calibrate(known)
	var sum, hits, n [5]float64
	for _, k := range known {
		p := c.p(k.score, k.say)
		b := min(4, int(5*p))
		sum[b] += p
		hits[b] += k.label
		n[b]++
	}
	for b := range n {
		if math.Abs(sum[b]-hits[b])/n[b] > .03 {
			t.Errorf("of texts with probability %.2f a share of %.2f has the frame", sum[b]/n[b], hits[b]/n[b])
		}
	}
	if few := calibrate([]judged{{score: 2, label: 1}}); math.Abs(few.slope-1) > .2 {
		t.Errorf("one text moves the slope to %.2f", few.slope)
	}
}

func TestThreshold(t *testing.T) {
	own := []judged{{score: .9, label: 1}, {score: .8, label: 1}, {score: .6, label: 0}, {score: .5, label: 1}, {score: .2, label: 0}, {score: .1, label: 0}}
	if got := bestF1(own); math.Abs(got-.35) > 1e-12 {
		t.Errorf("best threshold %v, want half-way between .5 and .2", got)
	}
	if got := threshold(own, .8); math.Abs(got-(3*.35+shrink*.8)/(3+shrink)) > 1e-12 {
		t.Errorf("threshold %v", got)
	}
	if got := threshold([]judged{{score: .9}}, .4); got != .4 {
		t.Errorf("a frame without positives has threshold %v, want that of all", got)
	}
	if got := bestF1([]judged{{score: .5, label: 1}, {score: .5, label: 0}, {score: .5, label: 1}}); got != .5 {
		t.Errorf("equal scores are cut at %v", got)
	}
}

// TestPassingTextsAskForProof: a frame that was right too seldom, or found too
// seldom to tell, is never found in passing.
func TestPassingTextsAskForProof(t *testing.T) {
	run := func(labels ...float64) []judged {
		var out []judged
		for i, l := range labels {
			out = append(out, judged{score: .9 - .1*float64(i), label: l})
		}
		return out
	}
	for _, c := range []struct {
		name  string
		found []judged
		want  float64
	}{
		{"eight of eight", run(1, 1, 1, 1, 1, 1, 1, 1), .2},
		{"seven of seven are too few", run(1, 1, 1, 1, 1, 1, 1), 2},
		{"five of eight", run(1, 0, 1, 0, 1, 1, 1, 0), 2},
		{"six of eight", run(1, 1, 0, 1, 1, 1, 0, 1), .2},
	} {
		if got := precise(c.found); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestPassingTextsAreScoredAsTheCoderDoes: what further texts have in common beside
// their words is no part of the score of one in passing.
func TestPassingTextsAreScoredAsTheCoderDoes(t *testing.T) {
	texts := []Example{{Further: true}, {Further: true, Relevance: corpus.RelevancePassing}, {}}
	for i := range texts {
		texts[i].Vectors = [][]float32{{.6, .8}}
	}
	v, by := &validator{texts: texts, design: newDesign(texts)}, &linear{weights: []float64{1, 1}, further: -2, bias: 1}
	kind := v.score(2, by)
	if further, passing := v.score(0, by), v.score(1, by); math.Abs(further-(kind-2)) > 1e-9 || passing != kind {
		t.Errorf("further %v, further in passing %v, of the kind %v", further, passing, kind)
	}
}
