package encode

import (
	"math"
	"slices"

	"framewatch/nlp/encode/internal/matmul"
)

// Sizes of the network.
const (
	wide   = Size // of a piece's vector
	narrow = 256  // of a branch
	hidden = 320
)

// branch looks at windows of so many pieces, of which so many before the piece
// in the middle.
type branch struct {
	window, before int
	project        *matmul.Weights
	first, second  *matmul.Weights
	bias1, bias2   []float32
}

const branches = 3

const (
	mixed    = branches * narrow // the branches, side by side
	features = wide + mixed      // a piece's vector and what the branches make of it
	// gap is how many empty rows stand between sentences, so that no window
	// reaches into another: the most that a window has on either side.
	gap = 2
)

// network is two convolutions over the vectors of the pieces, in three widths of
// window, then a sum over the pieces, then four layers.
type network struct {
	branches           [branches]branch
	bias, gain1, bias1 []float32 // of the branches' input, side by side
	gain2, bias2       []float32 // of the features
	merge              *matmul.Weights
	mergeBias          []float32
	d0, d1, d2, d3     *matmul.Weights
	p1, p3             *matmul.Weights
	epsilon            float32
}

func newNetwork(byName map[string]tensor) (*network, error) {
	t := &tensors{byName: byName}
	n := &network{
		gain2: t.vector("ln_g", features), bias2: t.vector("ln_b", features),
		merge: t.weights("cnn_W", features, Size), mergeBias: t.vector("cnn_b", Size),
		d0: t.weights("d0", Size, hidden), d1: t.weights("d1", hidden, hidden), p1: t.weights("p1", Size, hidden),
		d2: t.weights("d2", hidden, Size), d3: t.weights("d3", Size, Size), p3: t.weights("p3", hidden, Size),
		epsilon: t.vector("eps", 1)[0],
	}
	for i, window := range [branches]int{2, 3, 5} {
		name := string(rune('0' + window))
		n.branches[i] = branch{window: window, before: (window - 1) / 2, project: t.weights("proj"+name, wide, narrow),
			first: t.weights("w1_"+name, window*narrow, narrow), second: t.weights("w2_"+name, window*narrow, narrow),
			bias1: t.vector("b1_"+name, narrow), bias2: t.vector("b2_"+name, narrow)}
		n.bias = append(n.bias, t.vector("proj_b"+name, narrow)...)
		n.gain1 = append(n.gain1, t.vector("ln_g"+name, narrow)...)
		n.bias1 = append(n.bias1, t.vector("ln_b"+name, narrow)...)
	}
	return n, t.err
}

// batch is the memory that some sentences need, one row a piece.
type batch struct {
	rows  int   // computed; a multiple of matmul.Rows
	start []int // of each sentence
	ends  []int
	// features are features wide, mixed mixed wide, input and middle narrow.
	features, mixed, input, middle []float32
	levels                         [wide]byte
}

// lay gives each sentence its rows, with gaps around it.
func (b *batch) lay(sentences [][]int32) {
	b.start, b.ends = b.start[:0], b.ends[:0]
	row := gap
	for _, ids := range sentences {
		b.start, b.ends = append(b.start, row), append(b.ends, row+len(ids))
		row += len(ids) + gap
	}
	b.rows = roundUp(row - 2*gap)
	all := gap + b.rows + gap
	b.features, b.mixed = zeros(b.features, all*features), zeros(b.mixed, all*mixed)
	b.input, b.middle = zeros(b.input, all*narrow), zeros(b.middle, all*narrow)
}

func roundUp(rows int) int { return (rows + matmul.Rows - 1) / matmul.Rows * matmul.Rows }

func zeros(s []float32, n int) []float32 {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

// pieces calls what with the row of every piece.
func (b *batch) pieces(what func(row int)) {
	for i, start := range b.start {
		for row := start; row < b.ends[i]; row++ {
			what(row)
		}
	}
}

// run computes the vectors of sentences, given the IDs of their pieces.
func (n *network) run(b *batch, t *table, sentences [][]int32) [][]float32 {
	b.lay(sentences)
	for i, ids := range sentences {
		for k, id := range ids {
			t.row(b.features[(b.start[i]+k)*features:][:wide], b.levels[:], id)
		}
	}
	for i := range n.branches {
		n.branches[i].project.AddTo(b.mixed[gap*mixed+i*narrow:], mixed, b.features[gap*features:], features, b.rows)
	}
	b.pieces(func(row int) {
		x := b.mixed[row*mixed:][:mixed]
		add(x, n.bias)
		normalize(x, n.gain1, n.bias1, n.epsilon)
	})
	for i := range n.branches {
		n.branches[i].run(b, i)
	}
	b.pieces(func(row int) { normalize(b.features[row*features:][:features], n.gain2, n.bias2, n.epsilon) })
	return n.finish(n.sums(b), b)
}

// run computes what the branch makes of its part of b.mixed, and writes it
// behind the vectors of the pieces.
func (br *branch) run(b *batch, i int) {
	b.pieces(func(row int) { copy(b.input[row*narrow:][:narrow], b.mixed[row*mixed+i*narrow:]) })
	clear(b.middle)
	// A window is so many rows in a row: the rows of this product overlap.
	from := (gap - br.before) * narrow
	br.first.AddTo(b.middle[gap*narrow:], narrow, b.input[from:], narrow, b.rows)
	b.between(func(row int) { clear(b.middle[row*narrow:][:narrow]) })
	b.pieces(func(row int) {
		rectify(b.middle[row*narrow:][:narrow], br.bias1, b.input[row*narrow:][:narrow])
	})
	column := wide + i*narrow
	br.second.AddTo(b.features[gap*features+column:], features, b.middle[from:], narrow, b.rows)
	b.pieces(func(row int) {
		rectify(b.features[row*features+column:][:narrow], br.bias2, b.middle[row*narrow:][:narrow])
	})
}

// between calls what with the rows behind each sentence, which hold what is of
// no sentence.
func (b *batch) between(what func(row int)) {
	for i, end := range b.ends {
		next := gap + b.rows
		if i+1 < len(b.start) {
			next = b.start[i+1]
		}
		for row := end; row < next; row++ {
			what(row)
		}
	}
}

// sums adds the features of the pieces of each sentence.
func (n *network) sums(b *batch) []float32 {
	out := make([]float32, roundUp(len(b.start))*features)
	for i, start := range b.start {
		for row := start; row < b.ends[i]; row++ {
			add(out[i*features:][:features], b.features[row*features:][:features])
		}
	}
	return out
}

// finish makes the vectors of the sentences from the sums of their pieces.
func (n *network) finish(sums []float32, b *batch) [][]float32 {
	rows := roundUp(len(b.start))
	layer := func(from []float32, w *matmul.Weights, onto []float32) []float32 {
		if onto == nil {
			onto = make([]float32, rows*w.Out)
		}
		w.AddTo(onto, w.Out, from, w.In, rows)
		return onto
	}
	mean := layer(sums, n.merge, nil)
	for i, start := range b.start {
		size := float32(b.ends[i] - start)
		root := 1 / float32(math.Sqrt(float64(size)))
		for k := range Size {
			mean[i*Size+k] = (mean[i*Size+k] + size*n.mergeBias[k]) * root
		}
	}
	y0 := positive(layer(mean, n.d0, nil))
	y1 := positive(layer(y0, n.d1, layer(mean, n.p1, nil)))
	y2 := positive(layer(y1, n.d2, nil))
	z := layer(y2, n.d3, layer(y1, n.p3, nil))
	out := make([][]float32, len(b.start))
	for i := range out {
		out[i] = slices.Clone(z[i*Size:][:Size])
		unit(out[i], n.epsilon)
	}
	return out
}

func add(x, y []float32) {
	for i, v := range y[:len(x)] {
		x[i] += v
	}
}

// rectify adds a bias, cuts off what is below zero, and adds what went in.
func rectify(x, bias, input []float32) {
	bias, input = bias[:len(x)], input[:len(x)]
	for i, v := range x {
		x[i] = max(v+bias[i], 0) + input[i]
	}
}

func positive(x []float32) []float32 {
	for i, v := range x {
		x[i] = max(v, 0)
	}
	return x
}

// normalize gives x a mean of zero and a variance of one, then other ones (layer
// normalisation; Ba, Kiros and Hinton 2016).
func normalize(x, gain, bias []float32, epsilon float32) {
	gain, bias = gain[:len(x)], bias[:len(x)]
	var sum, squares float32
	for _, v := range x {
		sum += v
	}
	mean := sum / float32(len(x))
	for i, v := range x {
		v -= mean
		x[i] = v
		squares += v * v
	}
	by := 1 / float32(math.Sqrt(float64(squares/float32(len(x))+epsilon)))
	for i, v := range x {
		x[i] = v*by*gain[i] + bias[i]
	}
}

// unit squeezes x and gives it length one.
func unit(x []float32, epsilon float32) {
	var squares float32
	for i, v := range x {
		v = float32(math.Tanh(float64(v)))
		x[i] = v
		squares += v * v
	}
	by := 1 / float32(math.Sqrt(float64(max(squares, epsilon))))
	for i := range x {
		x[i] *= by
	}
}
