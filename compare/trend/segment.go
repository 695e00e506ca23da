package trend

import (
	"errors"
	"fmt"
	"math"
)

// Segmented is the best division of a series into a number of segments. Breaks are
// the indices (from 0) at which a new segment begins; Means has a value for each
// segment, a count per unit of exposure under [Poisson].
type Segmented struct {
	Breaks []int
	Means  []float64
	// Loss is what the division minimises: the deviance under [Poisson], the sum of
	// squared residuals under [LeastSquares].
	Loss          float64
	LogLikelihood float64
	// BIC is -2·LogLikelihood + ln(n)·p, with p counting means, breaks and, under
	// least squares, the variance (Yao 1988; Bai & Perron 2003, section 5). Where
	// the segments leave no residual the likelihood of least squares has no
	// maximum, and LogLikelihood and BIC are NaN.
	BIC float64
}

// Model is what a segment is.
type Model int

const (
	// Poisson counts have one rate per unit of exposure within a segment.
	Poisson Model = iota
	// LeastSquares values have one mean and all segments one variance.
	LeastSquares
)

// slack is by how much of the whole loss a division must be better than one found
// before: less is rounding, and would decide otherwise on another machine.
const slack = 1e-11

// Segment finds, for every number of breaks from 0 to most, the division of values
// with the least loss, exactly, by dynamic programming over all divisions in
// segments of at least shortest values (Bai & Perron 2003, section 3; Jackson et
// al. 2005). Of equal ones it takes that whose breaks come first. exposure is what
// each count would be proportional to (documents, days); nil is 1 each. The result
// is by number of breaks and ends where no more fit.
func Segment(values, exposure []float64, model Model, shortest, most int) ([]Segmented, error) {
	n := len(values)
	if exposure == nil {
		exposure = make([]float64, n)
		for i := range exposure {
			exposure[i] = 1
		}
	}
	if err := usable(values, exposure, model, shortest, most); err != nil {
		return nil, err
	}
	s := newSeries(values, exposure, model)
	most = min(most, n/shortest-1)
	// best[m][t] is the least loss of the first t values in m+1 segments, of which
	// the last begins at from[m][t].
	best, from := make([][]float64, most+1), make([][]int, most+1)
	least := slack * s.loss(0, n)
	for m := range best {
		best[m], from[m] = make([]float64, n+1), make([]int, n+1)
		for t := range best[m] {
			best[m][t] = math.Inf(1)
			if m == 0 {
				if t >= shortest {
					best[0][t] = s.loss(0, t)
				}
				continue
			}
			for b := m * shortest; b <= t-shortest; b++ {
				if loss := best[m-1][b] + s.loss(b, t); loss < best[m][t]-least || math.IsInf(best[m][t], 1) {
					best[m][t], from[m][t] = loss, b
				}
			}
		}
	}
	out := make([]Segmented, most+1)
	for m := range out {
		breaks := make([]int, m)
		for i, t := m, n; i > 0; i-- {
			t = from[i][t]
			breaks[i-1] = t
		}
		out[m] = s.divided(breaks)
	}
	return out, nil
}

// Chosen is the index of the division with the lowest BIC, the one with fewer
// breaks of equal ones; where none is defined it is the first without any loss.
func Chosen(of []Segmented) int {
	at := 0
	for i, s := range of {
		if math.IsNaN(s.BIC) {
			return i // nothing is left to explain
		}
		if s.BIC < of[at].BIC-1e-9 {
			at = i
		}
	}
	return at
}

func usable(values, exposure []float64, model Model, shortest, most int) error {
	if shortest < 1 || most < 0 {
		return fmt.Errorf("segments of at least %d values and %d breaks: want at least 1 and 0", shortest, most)
	}
	if len(values) < shortest {
		return fmt.Errorf("%d values: want at least one segment of %d", len(values), shortest)
	}
	if len(exposure) != len(values) {
		return fmt.Errorf("%d exposures for %d values", len(exposure), len(values))
	}
	for i, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("value %d is not a number", i+1)
		}
		if model == Poisson && (v < 0 || v != math.Trunc(v)) {
			return fmt.Errorf("value %d is %v: a Poisson count is a whole number from 0", i+1, v)
		}
		if e := exposure[i]; model == Poisson && (!(e >= 0) || math.IsInf(e, 0) || e == 0 && v > 0) {
			return fmt.Errorf("exposure %d is %v for a count of %v: want more than 0", i+1, e, v)
		}
		if model == LeastSquares && exposure[i] != 1 {
			return errors.New("exposure belongs to Poisson counts: divide the values by it first")
		}
	}
	return nil
}

// series holds running sums, so that the loss of any segment costs the same.
type series struct {
	model            Model
	values, exposure []float64
	sum, squares     []float64 // of values; least squares: less their mean
	exposed          []float64
	saturated        []float64 // Poisson: of v·ln(v/e)
	mean             float64
}

func newSeries(values, exposure []float64, model Model) *series {
	n := len(values)
	s := &series{model: model, values: values, exposure: exposure, sum: make([]float64, n+1), squares: make([]float64, n+1),
		exposed: make([]float64, n+1), saturated: make([]float64, n+1)}
	if model == LeastSquares {
		// The mean of all is taken off so that squares of large values do not swallow
		// the differences between segments.
		for _, v := range values {
			s.mean += v / float64(n)
		}
	}
	for i, v := range values {
		s.sum[i+1] = s.sum[i] + v - s.mean
		s.squares[i+1] = s.squares[i] + (v-s.mean)*(v-s.mean)
		s.exposed[i+1] = s.exposed[i] + exposure[i]
		s.saturated[i+1] = s.saturated[i]
		if model == Poisson && v > 0 {
			s.saturated[i+1] += v * math.Log(v/exposure[i])
		}
	}
	return s
}

// loss of the values from a up to b, which are not counted.
func (s *series) loss(a, b int) float64 {
	total := s.sum[b] - s.sum[a]
	if s.model == LeastSquares {
		return max(0, s.squares[b]-s.squares[a]-total*total/float64(b-a))
	}
	if total == 0 {
		return 0
	}
	return max(0, 2*(s.saturated[b]-s.saturated[a]-total*math.Log(total/(s.exposed[b]-s.exposed[a]))))
}

// divided measures a division anew from its values, without running sums.
func (s *series) divided(breaks []int) Segmented {
	out := Segmented{Breaks: breaks}
	n := len(s.values)
	start := 0
	for i := range len(breaks) + 1 {
		end := n
		if i < len(breaks) {
			end = breaks[i]
		}
		total, exposed := 0.0, 0.0
		for j := start; j < end; j++ {
			total += s.values[j]
			exposed += s.exposure[j]
		}
		mean := 0.0
		if exposed > 0 {
			mean = total / exposed
		}
		out.Means = append(out.Means, mean)
		for j := start; j < end; j++ {
			out.Loss += s.lossOf(j, mean)
			if s.model == Poisson {
				out.LogLikelihood += logPoisson(s.values[j], s.exposure[j]*mean)
			}
		}
		start = end
	}
	m := float64(len(breaks))
	parameters := 2*m + 1
	if s.model == LeastSquares {
		parameters++
		out.LogLikelihood = -float64(n) / 2 * (math.Log(2*math.Pi*out.Loss/float64(n)) + 1)
		whole := s.squares[n]
		if out.Loss <= slack*whole || whole == 0 {
			out.LogLikelihood = math.NaN()
		}
	}
	out.BIC = -2*out.LogLikelihood + math.Log(float64(n))*parameters
	return out
}

// lossOf is the share of one value in the loss of a segment with this mean.
func (s *series) lossOf(j int, mean float64) float64 {
	v := s.values[j]
	if s.model == LeastSquares {
		return (v - mean) * (v - mean)
	}
	expected := s.exposure[j] * mean
	if v == 0 {
		return 2 * expected
	}
	return 2 * (v*math.Log(v/expected) - v + expected)
}

// logPoisson is the logarithm of the probability of a count.
func logPoisson(v, expected float64) float64 {
	if expected == 0 {
		return 0 // the count is 0 too
	}
	factorial, _ := math.Lgamma(v + 1)
	return v*math.Log(expected) - expected - factorial
}
