package main

import (
	"math"
	"math/rand/v2"

	"framewatch/nlp/stance/internal/model"
)

// rounds of the iteration that finds the axes.
const rounds = 40

// axes are the directions in which vectors differ most (principal components,
// by orthogonal iteration), as rows.
func axes(vectors [][]float32, n int) model.Matrix {
	cov := covariance(vectors)
	rng := rand.New(rand.NewPCG(7, 11)) //nolint:gosec // the same each time
	basis := make([][]float64, n)
	for i := range basis {
		basis[i] = make([]float64, model.Size)
		for k := range basis[i] {
			basis[i][k] = rng.NormFloat64()
		}
	}
	for range rounds {
		for i, b := range basis {
			next := make([]float64, model.Size)
			for r := range next {
				for c, x := range b {
					next[r] += cov[r][c] * x
				}
			}
			basis[i] = next
		}
		orthonormal(basis)
	}
	data := make([]float32, 0, n*model.Size)
	for _, b := range basis {
		for _, x := range b {
			data = append(data, float32(x))
		}
	}
	return model.Quantise(n, model.Size, data)
}

func covariance(vectors [][]float32) [][]float64 {
	mean := make([]float64, model.Size)
	for _, v := range vectors {
		for i, x := range v {
			mean[i] += float64(x) / float64(len(vectors))
		}
	}
	cov := make([][]float64, model.Size)
	for i := range cov {
		cov[i] = make([]float64, model.Size)
	}
	d := make([]float64, model.Size)
	for _, v := range vectors {
		for i, x := range v {
			d[i] = float64(x) - mean[i]
		}
		for i, a := range d {
			row := cov[i]
			for k, b := range d {
				row[k] += a * b
			}
		}
	}
	return cov
}

// orthonormal makes a basis orthonormal, in order (Gram and Schmidt).
func orthonormal(basis [][]float64) {
	for i, b := range basis {
		for _, a := range basis[:i] {
			dot := 0.
			for k := range a {
				dot += a[k] * b[k]
			}
			for k := range a {
				b[k] -= dot * a[k]
			}
		}
		sum := 0.
		for _, x := range b {
			sum += x * x
		}
		for k := range b {
			b[k] /= math.Sqrt(sum)
		}
	}
}
