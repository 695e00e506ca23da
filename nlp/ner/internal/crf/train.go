package crf

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Example is one sequence to learn from.
type Example struct {
	Features *Features
	Gold     []uint8
	Base     []float32 // scores from elsewhere that stay as they are, places x states; may be nil
	Weight   float32   // how much the example counts
}

// Settings are the settings of FTRL-Proximal and of the training.
type Settings struct {
	Rate     float64 // alpha: learning rate
	L1, L2   float64
	MinCount int // features of fewer places are left out
	Epochs   int
	Seed     uint64
}

// Trainer estimates a model's weights.
type Trainer struct {
	space   *Space
	set     Settings
	keys    []uint32 // sorted
	w, z, n []float32
	moves   []float32 // weights of transitions
	mz, mn  []float32
	fixed   bool // the transitions are another model's and stay as they are
	lattice *Lattice
	edge    []float64
}

// NewTrainer makes a trainer for the features of the examples. With a base its
// transitions are used as they are; it may be nil.
func NewTrainer(space *Space, examples []Example, base *Model, set Settings) *Trainer {
	t := &Trainer{space: space, set: set, keys: vocabulary(examples, set.MinCount), lattice: NewLattice(space)}
	size, moves := len(t.keys)*space.n, space.n*space.n
	t.w, t.z, t.n = make([]float32, size), make([]float32, size), make([]float32, size)
	t.moves, t.mz, t.mn = make([]float32, moves), make([]float32, moves), make([]float32, moves)
	t.edge = make([]float64, moves)
	if base != nil {
		t.fixed = true
		copy(t.moves, base.moves)
	}
	return t
}

// vocabulary lists the features of at least minCount places.
func vocabulary(examples []Example, minCount int) []uint32 {
	count := map[uint32]int32{}
	for _, e := range examples {
		for _, id := range e.Features.ids {
			count[id]++
		}
	}
	var keys []uint32
	for id, n := range count {
		if int(n) >= minCount {
			keys = append(keys, id)
		}
	}
	slices.Sort(keys)
	return keys
}

// Train goes over the examples in random order, Settings.Epochs times, and
// calls after with the number of each epoch; after may be nil.
func (t *Trainer) Train(examples []Example, after func(epoch int)) {
	rows := make([][]int32, len(examples))
	place := make(map[uint32]int32, len(t.keys))
	for i, k := range t.keys {
		place[k] = int32(i)
	}
	for i, e := range examples {
		rows[i] = make([]int32, len(e.Features.ids))
		for j, id := range e.Features.ids {
			r, ok := place[id]
			if !ok {
				r = -1
			}
			rows[i][j] = r
		}
	}
	rng := rand.New(rand.NewPCG(t.set.Seed, 1))
	for epoch := range t.set.Epochs {
		for _, i := range rng.Perm(len(examples)) {
			t.step(examples[i], rows[i])
		}
		if after != nil {
			after(epoch)
		}
	}
}

// least is the smallest gradient worth a step.
const least = 1e-3

func (t *Trainer) step(e Example, rows []int32) {
	n := t.space.n
	length := e.Features.Len()
	if length == 0 {
		return
	}
	l := t.lattice
	l.Reset(length, e.Base)
	for i := range length {
		row := l.row(i)
		for _, r := range t.rows(e, rows, i) {
			if r >= 0 {
				for y, w := range t.w[int(r)*n : (int(r)+1)*n] {
					row[y] += w
				}
			}
		}
	}
	gamma := l.Marginals(t.moves)
	for i := range length {
		for y := range n {
			g := gamma[i*n+y]
			if int(e.Gold[i]) == y {
				g--
			}
			if math.Abs(g) < least {
				continue
			}
			g *= float64(e.Weight)
			for _, r := range t.rows(e, rows, i) {
				if r >= 0 {
					k := int(r)*n + y
					t.w[k] = t.ftrl(&t.z[k], &t.n[k], t.w[k], g, t.set.L1)
				}
			}
		}
	}
	if !t.fixed {
		t.stepMoves(e)
	}
}

func (t *Trainer) rows(e Example, rows []int32, i int) []int32 {
	from := 0
	if i > 0 {
		from = e.Features.ends[i-1]
	}
	return rows[from:e.Features.ends[i]]
}

// stepMoves learns the transitions from the whole sequence at once.
func (t *Trainer) stepMoves(e Example) {
	n, l := t.space.n, t.lattice
	clear(t.edge)
	for i := 1; i < l.n; i++ {
		last, next, psi := l.alpha[(i-1)*n:i*n], l.beta[i*n:(i+1)*n], l.psi[i*n:(i+1)*n]
		for y := range n {
			v := next[y] * psi[y]
			if v < 1e-9 {
				continue
			}
			for _, x := range t.space.before[y] {
				t.edge[int(x)*n+y] += last[x] * l.moves[int(x)*n+y] * v
			}
		}
		t.edge[int(e.Gold[i-1])*n+int(e.Gold[i])]--
	}
	for k, g := range t.edge {
		if math.Abs(g) >= least {
			t.moves[k] = t.ftrl(&t.mz[k], &t.mn[k], t.moves[k], g*float64(e.Weight), 0)
		}
	}
}

// ftrl takes one step of FTRL-Proximal for one weight w with gradient g.
func (t *Trainer) ftrl(z, n *float32, w float32, g, l1 float64) float32 {
	old := float64(*n)
	now := old + g*g
	root := math.Sqrt(now)
	sum := float64(*z) + g - (root-math.Sqrt(old))/t.set.Rate*float64(w)
	*n, *z = float32(now), float32(sum)
	if math.Abs(sum) <= l1 {
		return 0
	}
	if sum > 0 {
		sum -= l1
	} else {
		sum += l1
	}
	return float32(-sum / ((1+root)/t.set.Rate + t.set.L2))
}

// Model returns what was learnt, in eight bits a weight.
func (t *Trainer) Model() *Model {
	n := t.space.n
	top := float32(1e-6)
	for _, w := range t.w {
		top = max(top, w, -w)
	}
	// A few huge weights must not coarsen all others.
	top = min(top, 6)
	m := &Model{space: t.space, scale: top / 127, moves: slices.Clone(t.moves)}
	for r, key := range t.keys {
		from := len(m.cells)
		for y, w := range t.w[r*n : (r+1)*n] {
			if q := max(-127, min(127, math.Round(float64(w/m.scale)))); q != 0 {
				m.cells = append(m.cells, cell{state: uint8(y), weight: int8(q)})
			}
		}
		if len(m.cells) > from {
			m.keys = append(m.keys, key)
			m.ends = append(m.ends, uint32(len(m.cells)))
		}
	}
	m.index()
	return m
}
