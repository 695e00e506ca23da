package plan

import (
	"errors"
	"slices"
)

// Sizes are the numbers of documents over which stages are measured.
func Sizes() []int { return []int{1000, 3000, heldOutSize, 10_000, 100_000} }

// heldOutSize is a size to which no cost is fitted.
const heldOutSize = 6000

// steps are what is measured over all documents, in the order of tables. A night is
// framewatch run, whole.
var steps = []string{"names", "stories", "syndication", "outlet months", "estimates", "report", "night of none", "night of 10", "verify"}

// Line is a cost that is a constant and a part for each document.
type Line struct{ Start, Each float64 }

// At is the cost for so many documents.
func (l Line) At(n float64) float64 { return l.Start + l.Each*n }

// lineOf fits a line to measured sizes, without that which is held out.
func lineOf(m Measured, value func(Stages) float64) (Line, error) {
	var features [][]float64
	var values []float64
	for _, s := range m.Stages {
		if s.Documents != heldOutSize {
			features, values = append(features, []float64{1, float64(s.Documents)}), append(values, value(s))
		}
	}
	if len(features) < 2 || slices.Contains(values, 0) {
		return Line{}, errors.New(Path + " has too few sizes of datasets: run make scale-plan")
	}
	c := fit(features, values)
	return Line{c[0], c[1]}, nil
}

// stagesAt are the measurements of a size.
func (m Measured) stagesAt(documents int) (Stages, error) {
	i := slices.IndexFunc(m.Stages, func(s Stages) bool { return s.Documents == documents })
	if i < 0 {
		return Stages{}, errors.New(Path + " lacks a size of dataset: run make scale-plan")
	}
	return m.Stages[i], nil
}
