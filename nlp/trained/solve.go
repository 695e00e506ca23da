package trained

import "math"

// The settings of the solver.
const (
	memory   = 8    // pairs of steps and gradients that stand for the curvature
	armijo   = 1e-4 // share of the promised descent that a step must bring
	halvings = 30   // of a step that brings none
)

// minimise moves x to a minimum of f by L-BFGS (Liu and Nocedal 1989: On the
// limited memory BFGS method for large scale optimization): in at most that many
// steps, or until no entry of the gradient is above tolerance. F returns its value at x and writes its gradient. The same input gives
// the same x to the last bit.
func minimise(f func(x, gradient []float64) float64, x []float64, tolerance float64, steps int) {
	n := len(x)
	gradient, next, nextGradient, direction := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	value := f(x, gradient)
	var past history
	for range steps {
		if largest(gradient) < tolerance {
			return
		}
		past.direction(gradient, direction)
		slope := dot(direction, gradient)
		step := 1.
		if len(past.steps) == 0 {
			step = min(1, 1/math.Sqrt(dot(gradient, gradient)))
		}
		nextValue, ok := 0., false
		for range halvings {
			for i := range next {
				next[i] = x[i] + step*direction[i]
			}
			nextValue = f(next, nextGradient)
			if ok = nextValue <= value+armijo*step*slope; ok {
				break
			}
			step /= 2
		}
		if !ok {
			return
		}
		past.add(x, next, gradient, nextGradient)
		copy(x, next)
		copy(gradient, nextGradient)
		value = nextValue
	}
}

// history holds the last steps of a descent and what they did to the gradient.
type history struct {
	steps, changes [][]float64
	products       []float64 // of each step with its change
}

// add keeps a step, unless the curvature along it is not positive.
func (h *history) add(x, next, gradient, nextGradient []float64) {
	step, change := make([]float64, len(x)), make([]float64, len(x))
	for i := range x {
		step[i], change[i] = next[i]-x[i], nextGradient[i]-gradient[i]
	}
	product := dot(step, change)
	if product <= 1e-12*dot(change, change) {
		return
	}
	if len(h.steps) == memory {
		h.steps, h.changes, h.products = h.steps[1:], h.changes[1:], h.products[1:]
	}
	h.steps, h.changes, h.products = append(h.steps, step), append(h.changes, change), append(h.products, product)
}

// direction writes the way down from a place with that gradient.
func (h *history) direction(gradient, out []float64) {
	for i, g := range gradient {
		out[i] = -g
	}
	last := len(h.steps) - 1
	if last < 0 {
		return
	}
	var along [memory]float64
	for i := last; i >= 0; i-- {
		along[i] = dot(h.steps[i], out) / h.products[i]
		addTo(out, -along[i], h.changes[i])
	}
	scale := h.products[last] / dot(h.changes[last], h.changes[last])
	for i := range out {
		out[i] *= scale
	}
	for i := range h.steps {
		addTo(out, along[i]-dot(h.changes[i], out)/h.products[i], h.steps[i])
	}
}

// dot is the inner product; four sums side by side keep the processor busy.
func dot(a, b []float64) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}

// addTo adds scale times b to a.
func addTo(a []float64, scale float64, b []float64) {
	b = b[:len(a)]
	for i := range a {
		a[i] += scale * b[i]
	}
}

func largest(v []float64) float64 {
	out := 0.
	for _, x := range v {
		out = max(out, math.Abs(x))
	}
	return out
}
