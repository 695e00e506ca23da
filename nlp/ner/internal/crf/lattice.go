package crf

import "math"

// Lattice is the working memory of one sequence: scores in, states or marginals
// out. It may be used again for the next sequence, but not by two goroutines.
type Lattice struct {
	space  *Space
	n      int       // places
	scores []float32 // n x states
	back   []uint8
	alpha  []float64
	beta   []float64
	scale  []float64
	psi    []float64
	gamma  []float64
	moves  []float64 // exp of the transitions
	own    []float64 // where Marginals keeps them
	looked looked
}

// NewLattice makes working memory.
func NewLattice(space *Space) *Lattice { return &Lattice{space: space} }

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// Reset begins a sequence of n places with the scores of base (n x states), or
// with zero where base is nil.
func (l *Lattice) Reset(n int, base []float32) {
	l.n = n
	l.scores = grow(l.scores, n*l.space.n)
	if base == nil {
		clear(l.scores)
	} else {
		copy(l.scores, base)
	}
}

// Scores are the scores of the places, places x states, to be copied.
func (l *Lattice) Scores() []float32 { return l.scores }

func (l *Lattice) row(i int) []float32 { return l.scores[i*l.space.n : (i+1)*l.space.n] }

const never = float32(-1e30)

// Best writes the best valid sequence under the transition scores moves (states
// x states) into states.
func (l *Lattice) Best(moves []float32, states []uint8) {
	n := l.space.n
	if l.n == 0 {
		return
	}
	l.back = grow(l.back, l.n*n)
	var last, now [256]float32
	for y := range n {
		last[y] = never
	}
	for _, y := range l.space.first {
		last[y] = l.scores[y]
	}
	for i := 1; i < l.n; i++ {
		row, back := l.row(i), l.back[i*n:(i+1)*n]
		open := n
		if surelyOutside(row) {
			open = 1
			for y := 1; y < n; y++ {
				now[y] = never
			}
		}
		for y := range open {
			best, from := never, uint8(0)
			for _, x := range l.space.before[y] {
				if s := last[x] + moves[int(x)*n+y]; s > best {
					best, from = s, x
				}
			}
			now[y], back[y] = best+row[y], from
		}
		last = now
	}
	best, y := 2*never, uint8(0)
	for _, x := range l.space.closed {
		if last[x] > best {
			best, y = last[x], x
		}
	}
	for i := l.n - 1; i > 0; i-- {
		states[i] = y
		y = l.back[i*n+int(y)]
	}
	states[0] = y
}

// Marginals computes the probability of every state at every place, places x
// states, by the forward-backward algorithm with scaling. The result is valid
// until the next call.
func (l *Lattice) Marginals(moves []float32) []float64 {
	l.own = exponentials(l.own, moves)
	return l.marginals(l.own)
}

// exponentials writes exp of every transition score into out, which grows as
// needed.
func exponentials(out []float64, moves []float32) []float64 {
	out = grow(out, len(moves))
	for i, m := range moves {
		out[i] = math.Exp(float64(m))
	}
	return out
}

func (l *Lattice) marginals(moves []float64) []float64 {
	n := l.space.n
	l.moves = moves
	l.alpha, l.beta = grow(l.alpha, l.n*n), grow(l.beta, l.n*n)
	l.psi, l.gamma = grow(l.psi, l.n*n), grow(l.gamma, l.n*n)
	l.scale = grow(l.scale, l.n)
	l.potentials()
	l.forward()
	l.backward()
	for i, a := range l.alpha {
		l.gamma[i] = a * l.beta[i] * l.scale[i/n]
	}
	return l.gamma
}

// potentials puts exp(score - the place's best score) into psi.
func (l *Lattice) potentials() {
	n := l.space.n
	for i := range l.n {
		row := l.row(i)
		if surelyOutside(row) {
			clear(l.psi[i*n : (i+1)*n])
			l.psi[i*n] = 1
			continue
		}
		top := row[0]
		for _, s := range row[1:] {
			top = max(top, s)
		}
		for y, s := range row {
			l.psi[i*n+y] = math.Exp(float64(s - top))
		}
	}
}

func (l *Lattice) forward() {
	n := l.space.n
	for i := range l.n {
		now, psi := l.alpha[i*n:(i+1)*n], l.psi[i*n:(i+1)*n]
		clear(now)
		if i == 0 {
			for _, y := range l.space.first {
				now[y] = psi[y]
			}
		} else {
			last := l.alpha[(i-1)*n : i*n]
			for y := range n {
				if psi[y] == 0 {
					continue
				}
				sum := 0.0
				for _, x := range l.space.before[y] {
					sum += last[x] * l.moves[int(x)*n+y]
				}
				now[y] = sum * psi[y]
			}
		}
		sum := tiny
		for _, a := range now {
			sum += a
		}
		l.scale[i] = sum
		for y := range now {
			now[y] /= sum
		}
	}
}

// tiny keeps a place that no valid sequence reaches from dividing by zero.
const tiny = 1e-300

// backward fills beta so that alpha*beta*scale is the marginal: beta holds one
// factor 1/scale of its own place.
func (l *Lattice) backward() {
	n := l.space.n
	for i := l.n - 1; i >= 0; i-- {
		now := l.beta[i*n : (i+1)*n]
		clear(now)
		if i == l.n-1 {
			// Only closed states may end the sequence; normalise by their share.
			sum := tiny
			for _, y := range l.space.closed {
				sum += l.alpha[i*n+int(y)]
			}
			for _, y := range l.space.closed {
				now[y] = 1 / (sum * l.scale[i])
			}
			continue
		}
		next, psi := l.beta[(i+1)*n:(i+2)*n], l.psi[(i+1)*n:(i+2)*n]
		for y := range n {
			v := next[y] * psi[y]
			if v == 0 {
				continue
			}
			for _, x := range l.space.before[y] {
				now[x] += v * l.moves[int(x)*n+y]
			}
		}
		for x := range now {
			now[x] /= l.scale[i]
		}
	}
}
