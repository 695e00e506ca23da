package trained

import "math"

// The settings of a fit, chosen by nested cross-validation on the shipped codes.
const (
	strength   = 10.  // of the examples' say against that of the prior
	sharpness  = 8.   // of the soft maximum over sentences
	peak       = .75  // share of the strongest sentence; the rest is the sentences' mean
	closeness  = .005 // of the gradient to none, for each unit of strength
	fitSteps   = 60
	furtherSay = .2 // of a text that is not of the kind to be coded, against one that is
)

// design holds what the models read of all texts: a vector for each sentence,
// less the mean of all.
type design struct {
	dims int
	x    []float64
	// teach and seen are, text by text, the sentences that teach and those by which
	// it is coded: from, to.
	teach, seen [][2]int
	mean        []float64
}

func newDesign(texts []Example) *design {
	d := &design{}
	n := 0
	add := func(vectors [][]float32) [2]int {
		for _, v := range vectors {
			d.dims = len(v)
			for _, c := range v {
				d.x = append(d.x, float64(c))
			}
		}
		n += len(vectors)
		return [2]int{n - len(vectors), n}
	}
	for _, t := range texts {
		d.teach = append(d.teach, add(t.Vectors))
		if t.Seen == nil {
			d.seen = append(d.seen, d.teach[len(d.teach)-1])
		} else {
			d.seen = append(d.seen, add(t.Seen))
		}
	}
	d.centre()
	return d
}

// centre takes the mean from the vectors. The bias, on which no prior weighs, takes
// up the difference: the solver only gets there sooner.
func (d *design) centre() {
	d.mean = make([]float64, d.dims)
	if d.dims == 0 {
		return
	}
	n := len(d.x) / d.dims
	for i := range n {
		addTo(d.mean, 1/float64(n), d.x[i*d.dims:(i+1)*d.dims])
	}
	for i := range n {
		addTo(d.x[i*d.dims:(i+1)*d.dims], -1, d.mean)
	}
}

func (d *design) sentence(i int) []float64 { return d.x[i*d.dims : (i+1)*d.dims] }

// linear is the model of one frame: a text's score is the bias and the pooled
// products of the weights with the sentences.
type linear struct {
	weights []float64
	further float64 // difference of the bias in texts that are not of the kind to be coded
	bias    float64
}

// cell is what a fit knows of one text: the share of its coders who saw the frame.
type cell struct {
	text    int
	label   float64
	further float64 // 1 for a text that is not of the kind to be coded
}

// fit finds the weights that explain the cells, under a normal prior on all but
// the bias. It starts from another model where one is near.
func (d *design) fit(cells []cell, from *linear) *linear {
	x := make([]float64, d.dims+2)
	if from != nil {
		copy(x, from.weights)
		x[d.dims], x[d.dims+1] = from.further, from.bias
	} else {
		sum := 0.
		for _, c := range cells {
			sum += c.label
		}
		x[d.dims+1] = logit((sum + .5) / (float64(len(cells)) + 1))
	}
	minimise(func(x, gradient []float64) float64 { return d.loss(cells, x, gradient) }, x, strength*closeness, fitSteps)
	return &linear{weights: x[:d.dims], further: x[d.dims], bias: x[d.dims+1]}
}

// loss is the cross-entropy of the cells and the prior, with its gradient.
func (d *design) loss(cells []cell, x, gradient []float64) float64 {
	weights, further, bias := x[:d.dims], x[d.dims], x[d.dims+1]
	value := (dot(weights, weights) + further*further) / 2
	copy(gradient, x)
	gradient[d.dims+1] = 0
	var scores, shares []float64
	for _, c := range cells {
		scores = d.along(scores[:0], weights, d.teach[c.text])
		pooled, s := pool(scores, shares)
		shares = s
		z := pooled + further*c.further + bias
		say := strength * (1 + (furtherSay-1)*c.further)
		value += say * (softplus(z) - c.label*z)
		g := say * (sigmoid(z) - c.label)
		for i, share := range shares {
			addTo(gradient[:d.dims], g*share, d.sentence(d.teach[c.text][0]+i))
		}
		gradient[d.dims] += g * c.further
		gradient[d.dims+1] += g
	}
	return value
}

// along appends the products of weights with sentences.
func (d *design) along(scores, weights []float64, sentences [2]int) []float64 {
	for i := sentences[0]; i < sentences[1]; i++ {
		scores = append(scores, dot(weights, d.sentence(i)))
	}
	return scores
}

// score is the text's score under a model.
func (d *design) score(m *linear, c cell) float64 {
	pooled, _ := pool(d.along(nil, m.weights, d.seen[c.text]), nil)
	return pooled + m.further*c.further + m.bias
}

// pool brings the scores of a text's sentences together: their mean, and a soft
// maximum (the logarithm of the mean of exponentials), so that one sentence can
// carry a frame. The second result is each sentence's share in the first's
// gradient; shares is room for it.
func pool(scores, shares []float64) (float64, []float64) {
	shares = shares[:0]
	if len(scores) == 0 {
		return 0, shares
	}
	top := math.Inf(-1)
	for _, s := range scores {
		top = max(top, s)
	}
	sum, exps, n := 0., 0., float64(len(scores))
	for _, s := range scores {
		e := math.Exp(sharpness * (s - top))
		shares = append(shares, e)
		sum += s
		exps += e
	}
	for i := range shares {
		shares[i] = peak*shares[i]/exps + (1-peak)/n
	}
	return peak*(top+math.Log(exps/n)/sharpness) + (1-peak)*sum/n, shares
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

// softplus is log(1+exp(z)) without overflow.
func softplus(z float64) float64 { return max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) }
