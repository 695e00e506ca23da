package sample

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"framewatch/internal/invalid"
)

// Design is how units are drawn.
type Design string

// The designs.
const (
	// Simple draws so many of all units, each set of them with one probability.
	Simple Design = "simple"
	// Stratified draws so in each stratum; small strata are drawn from more than
	// their share, by the root of their size (Bankier 1988, power allocation), so
	// that each can be told about.
	Stratified Design = "stratified"
	// Information draws units with probability in proportion to what their codes
	// are expected to tell, in systematic order of a random list (Madow 1949).
	Information Design = "information"
)

// Designs lists the names of designs.
func Designs() []string { return []string{string(Simple), string(Stratified), string(Information)} }

// Unit is something that may be drawn.
type Unit struct {
	ID string
	// Levels place it in a stratum, the coarsest first: language, side, predicted
	// label.
	Levels []string
	// Information is what its code is expected to tell, on any scale from 0.
	Information float64
}

// Spec says how to draw.
type Spec struct {
	Design Design `json:"design"`
	N      int    `json:"n"`    // units to draw; all where there are fewer
	Seed   int64  `json:"seed"` // of the random numbers
}

// Stratum is a part of the units of which so many were drawn.
type Stratum struct {
	Name       string `json:"name"`
	Population int    `json:"population"`
	Drawn      int    `json:"drawn"`
}

// Drawn is a unit of the sample.
type Drawn struct {
	ID          string
	Stratum     string // empty where the design has none
	Probability float64
}

// Sample is what was drawn, in random order, so that its order tells coders
// nothing.
type Sample struct {
	Drawn  []Drawn
	Strata []Stratum // by name; one for designs without strata
	// Probabilities are those of every unit by ID, drawn or not.
	Probabilities map[string]float64
}

// pcgStream is the second half of the generator's state; any constant will do.
const pcgStream = 0x5851f42d4c957f2d

// Draw draws a sample.
func Draw(units []Unit, spec Spec) (*Sample, error) {
	if spec.N < 1 {
		return nil, fmt.Errorf("draw %d units: at least 1 must be", spec.N)
	}
	units = slices.Clone(units)
	slices.SortFunc(units, func(a, b Unit) int { return cmp.Compare(a.ID, b.ID) })
	for i := 1; i < len(units); i++ {
		if units[i].ID == units[i-1].ID {
			return nil, fmt.Errorf("unit %s is there twice", units[i].ID)
		}
	}
	rng := rand.New(rand.NewPCG(uint64(spec.Seed), pcgStream))
	out := &Sample{Probabilities: map[string]float64{}}
	switch spec.Design {
	case Simple:
		out.within(rng, "", units, min(spec.N, len(units)))
	case Stratified:
		out.stratified(rng, units, spec.N)
	case Information:
		out.information(rng, units, spec.N)
	default:
		return nil, fmt.Errorf("unknown design %q%s", spec.Design, invalid.Suggest(string(spec.Design), Designs()))
	}
	rng.Shuffle(len(out.Drawn), func(i, j int) { out.Drawn[i], out.Drawn[j] = out.Drawn[j], out.Drawn[i] })
	return out, nil
}

// within draws n units of a stratum, each set of n with one probability.
func (s *Sample) within(rng *rand.Rand, name string, units []Unit, n int) {
	order := rng.Perm(len(units))
	for i, at := range order {
		p := float64(n) / float64(len(units))
		s.Probabilities[units[at].ID] = p
		if i < n {
			s.Drawn = append(s.Drawn, Drawn{units[at].ID, name, p})
		}
	}
	s.Strata = append(s.Strata, Stratum{name, len(units), n})
}

func (s *Sample) stratified(rng *rand.Rand, units []Unit, n int) {
	strata := divide(units, n)
	names := slices.Sorted(maps.Keys(strata))
	sizes := make([]int, len(names))
	for i, name := range names {
		sizes[i] = len(strata[name])
	}
	for i, drawn := range allocate(sizes, n) {
		s.within(rng, names[i], strata[names[i]], drawn)
	}
}

// Any stands in the name of a stratum for levels that were brought together.
const Any = "*"

// divide places units in strata. Those that would be too small are brought
// together, the finest level first, until n suffices for two units of each, which
// its variance needs to be known. It looks at the units only, never at a draw, so
// that probabilities are known before.
func divide(units []Unit, n int) map[string][]Unit {
	const least = 4
	for size := least; ; size *= 2 {
		strata := map[string][]Unit{}
		for _, u := range units {
			name := strings.Join(u.Levels, "/")
			strata[name] = append(strata[name], u)
		}
		for level := depth(units) - 1; level >= 0; level-- {
			strata = joined(strata, level, size)
		}
		if 2*len(strata) <= n || len(strata) <= 1 || size > len(units) {
			return strata
		}
	}
}

func depth(units []Unit) int {
	if len(units) == 0 {
		return 0
	}
	return len(units[0].Levels)
}

// joined brings strata of fewer than size units together over the levels from
// level on.
func joined(strata map[string][]Unit, level, size int) map[string][]Unit {
	out := map[string][]Unit{}
	for name, units := range strata {
		if len(units) < size {
			levels := slices.Clone(units[0].Levels)
			for i := level; i < len(levels); i++ {
				levels[i] = Any
			}
			name = strings.Join(levels, "/")
		}
		out[name] = append(out[name], units...)
	}
	for _, units := range out { // the order of a map is none
		slices.SortFunc(units, func(a, b Unit) int { return cmp.Compare(a.ID, b.ID) })
	}
	return out
}

// allocate says how many to draw from strata of given sizes: two each if n
// suffices, the rest by the root of the size.
func allocate(sizes []int, n int) []int {
	out := make([]int, len(sizes))
	total := 0
	for i, size := range sizes {
		out[i] = min(1, size)
		total += out[i]
	}
	for pass := range 2 { // first to two each, then by size
		for total < n {
			best, most := -1, 0.0
			for i, size := range sizes {
				if out[i] >= size || pass == 0 && out[i] > 1 {
					continue
				}
				if worth := math.Sqrt(float64(size)) / float64(out[i]+1); worth > most {
					best, most = i, worth
				}
			}
			if best < 0 {
				break
			}
			out[best]++
			total++
		}
	}
	return out
}

// information draws by systematic sampling along a list in random order: a unit
// of probability p takes up p of it, and every whole step from a random start
// draws one.
func (s *Sample) information(rng *rand.Rand, units []Unit, n int) {
	probabilities := proportional(units, n)
	at, next := 0.0, rng.Float64()
	for _, i := range rng.Perm(len(units)) {
		p := probabilities[i]
		s.Probabilities[units[i].ID] = p
		at += p
		if at > next || p == 1 {
			s.Drawn = append(s.Drawn, Drawn{units[i].ID, "", p})
			next++
		}
	}
	s.Strata = append(s.Strata, Stratum{"", len(units), len(s.Drawn)})
}

// floor is the share of the mean information that every unit is given, so that
// none is out of reach and no weight is boundless.
const floor = 0.1

// proportional gives inclusion probabilities in proportion to information, which
// sum to n; units that would get more than 1 are certain.
func proportional(units []Unit, n int) []float64 {
	out := make([]float64, len(units))
	if n >= len(units) {
		for i := range out {
			out[i] = 1
		}
		return out
	}
	mean := 0.0
	for _, u := range units {
		mean += u.Information / float64(len(units))
	}
	size := func(i int) float64 {
		if mean == 0 {
			return 1
		}
		return units[i].Information + floor*mean
	}
	for certain := 0; ; {
		sum := 0.0
		for i, p := range out {
			if p != 1 {
				sum += size(i)
			}
		}
		more := 0
		for i, p := range out {
			if p == 1 {
				continue
			}
			if out[i] = float64(n-certain) * size(i) / sum; out[i] >= 1 {
				out[i] = 1
				more++
			}
		}
		if certain += more; more == 0 {
			return out
		}
	}
}
