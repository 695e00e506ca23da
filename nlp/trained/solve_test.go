package trained

import (
	"math"
	"testing"
)

// TestFitAgreesWithAnotherProgram: on texts of one sentence the model is plain
// logistic regression, whose weights scikit-learn 1.9 gave (C=10); the solver stops a little before.
func TestFitAgreesWithAnotherProgram(t *testing.T) {
	texts, labels := sentencesOfOne()
	d := newDesign(texts)
	var cells []cell
	for i, label := range labels {
		cells = append(cells, cell{text: i, label: label})
	}
	m := d.fit(cells, nil)
	want := []float64{3.8926, .1364, -.4177}
	for i, w := range want {
		if math.Abs(m.weights[i]-w) > .02 {
			t.Errorf("weight %d is %.4f, want %.4f", i, m.weights[i], w)
		}
	}
	if bias := m.bias - dot(m.weights, d.mean); math.Abs(bias-(-1.0841)) > .02 {
		t.Errorf("bias is %.4f", bias)
	}
}

func sentencesOfOne() ([]Example, []float64) {
	var texts []Example
	for _, v := range [][]float32{{.9, .1, .2}, {.8, .3, -.1}, {.2, .9, .4}, {-.3, .7, .1}, {.6, .5, -.4}, {-.5, -.2, .9}, {.1, -.8, .3}, {.4, .2, .7}} {
		texts = append(texts, Example{Vectors: [][]float32{v}})
	}
	return texts, []float64{1, 1, 0, 0, 1, 0, 0, 1}
}

// TestLossHasItsGradient: the gradient is the slope of the loss, in texts of several
// sentences, with labels between 0 and 1 and texts that only teach.
func TestLossHasItsGradient(t *testing.T) {
	texts := []Example{
		{Vectors: [][]float32{{.3, -.2}, {.9, .1}, {-.4, .5}}}, {Vectors: [][]float32{{.1, .7}}},
		{Vectors: [][]float32{{-.6, .2}, {.2, .2}}}, {},
	}
	d := newDesign(texts)
	cells := []cell{{0, 1, 0}, {1, .5, 0}, {2, 0, 1}, {3, 1, 1}}
	x := []float64{.7, -1.1, .4, -.2}
	gradient, unused := make([]float64, len(x)), make([]float64, len(x))
	d.loss(cells, x, gradient)
	const h = 1e-6
	for i := range x {
		at := x[i]
		x[i] = at + h
		up := d.loss(cells, x, unused)
		x[i] = at - h
		down := d.loss(cells, x, unused)
		x[i] = at
		if slope := (up - down) / (2 * h); math.Abs(slope-gradient[i]) > 1e-5 {
			t.Errorf("parameter %d: gradient %.6f, slope %.6f", i, gradient[i], slope)
		}
	}
}

// TestMinimiseFindsTheMinimum of a function with a long bent valley (Rosenbrock's),
// which is at 1, 1.
func TestMinimiseFindsTheMinimum(t *testing.T) {
	x := []float64{-1.2, 1}
	minimise(func(x, g []float64) float64 {
		a, b := 1-x[0], x[1]-x[0]*x[0]
		g[0], g[1] = -2*a-400*x[0]*b, 200*b
		return a*a + 100*b*b
	}, x, 1e-8, 200)
	if math.Abs(x[0]-1) > 1e-6 || math.Abs(x[1]-1) > 1e-6 {
		t.Errorf("minimum at %v", x)
	}
}

// TestPoolKeepsShifts: adding to every sentence adds as much to the text, on which
// the bias of a written model rests; and the strongest sentence weighs most.
func TestPoolKeepsShifts(t *testing.T) {
	a, shares := pool([]float64{-1, 2, .5}, nil)
	b, _ := pool([]float64{9, 12, 10.5}, nil)
	if math.Abs(b-a-10) > 1e-12 {
		t.Errorf("%v and %v do not lie 10 apart", a, b)
	}
	if shares[1] < .7 || math.Abs(shares[0]+shares[1]+shares[2]-1) > 1e-12 {
		t.Errorf("shares %v", shares)
	}
}
