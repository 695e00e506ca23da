package plan

import (
	"errors"
	"math"
	"slices"
)

// Sizes are the numbers of documents over which stages are measured.
func Sizes() []int { return []int{1000, 3000, heldOutSize, fittedSize, largestSize} }

// No line is fitted to what lies between the fitted sizes, nor to what lies beyond them,
// so that each shows how far off a line is there.
const (
	heldOutSize = 6000
	fittedSize  = 10_000 // the largest to which lines are fitted
	largestSize = 100_000
)

// steps are what is measured over all documents, in the order of tables. A night is
// framewatch run, whole.
var steps = []string{"names", "stories", "syndication", "outlet months", "estimates", "report", "night of none", "night of 10", "verify"}

// Line is a cost that is a constant and a part for each document.
type Line struct{ Start, Each float64 }

// At is the cost for so many documents.
func (l Line) At(n float64) float64 { return l.Start + l.Each*n }

// lineOf fits a line to measured sizes, without those that are held out.
func lineOf(m Measured, value func(Stages) float64) (Line, error) {
	var features [][]float64
	var values []float64
	for _, s := range m.Stages {
		if s.Documents != heldOutSize && s.Documents <= fittedSize {
			features, values = append(features, []float64{1, float64(s.Documents)}), append(values, value(s))
		}
	}
	if len(features) < 2 || slices.Contains(values, 0) {
		return Line{}, errors.New(Path + " has too few sizes of datasets: run make scale-plan")
	}
	c := fit(features, values)
	return Line{c[0], c[1]}, nil
}

// Beyond is how a cost goes on after the two largest sizes that were measured.
type Beyond struct{ near, far, nearValue, farValue float64 }

func beyond(m Measured, value func(Stages) float64) (Beyond, error) {
	near, err := m.stagesAt(fittedSize)
	if err != nil {
		return Beyond{}, err
	}
	far, err := m.stagesAt(largestSize)
	if err != nil {
		return Beyond{}, err
	}
	return Beyond{fittedSize, largestSize, value(near), value(far)}, nil
}

// Power is that of the documents with which the cost grew between the two sizes.
func (b Beyond) Power() float64 { return math.Log(b.farValue/b.nearValue) / math.Log(b.far/b.near) }

// At is the cost for so many documents: by the power that was seen where it is above 1,
// else by the line through both sizes, as what is there for any number of documents
// makes a power look small.
func (b Beyond) At(n float64) float64 {
	if p := b.Power(); p > 1 {
		return b.farValue * math.Pow(n/b.far, p)
	}
	return b.farValue + b.each()*(n-b.far)
}

// Until is how many documents a cost is reached with.
func (b Beyond) Until(value float64) float64 {
	if p := b.Power(); p > 1 {
		return b.far * math.Pow(value/b.farValue, 1/p)
	}
	return b.far + (value-b.farValue)/b.each()
}

func (b Beyond) each() float64 { return (b.farValue - b.nearValue) / (b.far - b.near) }

// stagesAt are the measurements of a size.
func (m Measured) stagesAt(documents int) (Stages, error) {
	i := slices.IndexFunc(m.Stages, func(s Stages) bool { return s.Documents == documents })
	if i < 0 {
		return Stages{}, errors.New(Path + " lacks a size of dataset: run make scale-plan")
	}
	return m.Stages[i], nil
}
