package main

import (
	"math"
	"math/rand/v2"
	"sync"

	"framewatch/nlp/stance/internal/input"
	"framewatch/nlp/stance/internal/model"
)

// How the networks are fitted.
const (
	networks = 4
	units    = 48
	epochs   = 10
	group    = 200  // examples of a step
	decay    = .005 // of the weights, a step
	pace     = .001 // of Adam
	slow     = .9   // memory of the mean gradient
	slower   = .999 // of its square
	least    = 1e-8
)

// example is a mention as the networks read it, with its class.
type example struct {
	x     []float32
	grams []uint32
	class int
}

// layer is a matrix with all that Adam remembers of it.
type layer struct {
	w, g, m, v []float32
}

func newLayer(n int, fill func() float32) *layer {
	l := &layer{make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)}
	for i := range l.w {
		l.w[i] = fill()
	}
	return l
}

// step follows the gradient, which it clears.
func (l *layer) step(t int, pace float64, shrink float32) {
	rate := pace * math.Sqrt(1-math.Pow(slower, float64(t))) / (1 - math.Pow(slow, float64(t)))
	for i, g := range l.g {
		g += shrink * l.w[i]
		l.m[i] = slow*l.m[i] + (1-slow)*g
		l.v[i] = slower*l.v[i] + (1-slower)*g*g
		l.w[i] -= float32(rate) * l.m[i] / (float32(math.Sqrt(float64(l.v[i]))) + least)
		l.g[i] = 0
	}
}

// fitNetworks fits several networks that differ by chance, side by side.
func fitNetworks(examples []example) []model.Network {
	out := make([]model.Network, networks)
	var wg sync.WaitGroup
	for i := range out {
		wg.Go(func() { out[i] = fitNetwork(examples, uint64(i)) })
	}
	wg.Wait()
	return out
}

type fitting struct {
	hidden, bias, out, outBias *layer
	act, back                  []float32
}

func fitNetwork(examples []example, seed uint64) model.Network {
	rng := rand.New(rand.NewPCG(seed, 5)) //nolint:gosec // the same each time
	zero := func() float32 { return 0 }
	uniform := func(fan int) func() float32 {
		bound := math.Sqrt(6 / float64(fan))
		return func() float32 { return float32((2*rng.Float64() - 1) * bound) }
	}
	f := fitting{hidden: newLayer(units*input.Size, uniform(units+input.Size)), bias: newLayer(units, zero),
		out: newLayer(model.Classes*units, uniform(units+model.Classes)), outBias: newLayer(model.Classes, zero),
		act: make([]float32, units), back: make([]float32, units)}
	t := 0
	for range epochs {
		order := rng.Perm(len(examples))
		for from := 0; from < len(order); from += group {
			some := order[from:min(len(order), from+group)]
			for _, i := range some {
				f.learn(&examples[i], 1/float32(len(some)))
			}
			t++
			f.hidden.step(t, pace, decay)
			f.bias.step(t, pace, 0)
			f.out.step(t, pace, decay)
			f.outBias.step(t, pace, 0)
		}
	}
	return model.Network{Hidden: model.Quantise(units, input.Size, f.hidden.w), Bias: f.bias.w,
		Out: model.Quantise(model.Classes, units, f.out.w), OutBias: f.outBias.w}
}

// learn adds an example's gradient of the cross entropy.
func (f *fitting) learn(e *example, weight float32) {
	copy(f.act, f.bias.w)
	for u := range f.act {
		row := f.hidden.w[u*input.Size:][:input.Size]
		f.act[u] = max(f.act[u]+dot(row, e.x), 0)
		f.back[u] = 0
	}
	var scores [model.Classes]float32
	for k := range scores {
		scores[k] = f.outBias.w[k] + dot(f.out.w[k*units:][:units], f.act)
	}
	p := softmax(scores)
	for k := range p {
		d := weight * p[k]
		if k == e.class {
			d -= weight
		}
		f.outBias.g[k] += d
		for u, a := range f.act {
			f.out.g[k*units+u] += d * a
			f.back[u] += d * f.out.w[k*units+u]
		}
	}
	for u, d := range f.back {
		if f.act[u] == 0 {
			continue
		}
		f.bias.g[u] += d
		row := f.hidden.g[u*input.Size:][:input.Size]
		for i, x := range e.x {
			row[i] += d * x
		}
	}
}

func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
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

func softmax(scores [model.Classes]float32) (p [model.Classes]float32) {
	top, sum := max(scores[0], scores[1], scores[2]), float32(0)
	for i, s := range scores {
		p[i] = float32(math.Exp(float64(s - top)))
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}
