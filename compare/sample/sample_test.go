package sample_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare/sample"
)

// population makes units in strata of very different sizes.
func population(n int, seed uint64) []sample.Unit {
	rng := rand.New(rand.NewPCG(seed, 1))
	var out []sample.Unit
	for i := range n {
		langs, labels := []string{"en", "en", "en", "zh", "fr"}, []string{"none", "none", "cost", "peace", "rare"}
		u := sample.Unit{ID: fmt.Sprintf("u%04d", i), Levels: []string{langs[rng.IntN(5)], []string{"a", "b"}[rng.IntN(2)], labels[min(rng.IntN(5), rng.IntN(6))]}}
		if rng.IntN(3) > 0 {
			u.Information = math.Exp(3 * rng.NormFloat64())
		}
		out = append(out, u)
	}
	return out
}

func TestProbabilitiesSumToTheSample(t *testing.T) {
	for _, design := range sample.Designs() {
		for seed := range uint64(40) {
			units := population(5+int(seed)*7, seed)
			n := 1 + int(seed)*3
			s, err := sample.Draw(units, sample.Spec{Design: sample.Design(design), N: n, Seed: int64(seed)})
			if err != nil {
				t.Fatal(err)
			}
			sum := 0.0
			for id, p := range s.Probabilities {
				if p <= 0 || p > 1 {
					t.Fatalf("%s: unit %s has probability %v", design, id, p)
				}
				sum += p
			}
			if want := float64(min(n, len(units))); math.Abs(sum-want) > 1e-9 || len(s.Drawn) != min(n, len(units)) || len(s.Probabilities) != len(units) {
				t.Errorf("%s, %d of %d: probabilities sum to %v, %d drawn", design, n, len(units), sum, len(s.Drawn))
			}
			seen := map[string]bool{}
			for _, d := range s.Drawn {
				if seen[d.ID] || s.Probabilities[d.ID] != d.Probability {
					t.Errorf("%s: %v drawn twice or with another probability", design, d)
				}
				seen[d.ID] = true
			}
		}
	}
}

// TestWeightedTotalsAreUnbiased draws many samples of a small population: each
// unit comes as often as its probability says, and the mean of the weighted totals
// is the population's, both within five standard errors.
func TestWeightedTotalsAreUnbiased(t *testing.T) {
	units := population(24, 3)
	value := func(id string) float64 { return float64(id[len(id)-1]-'0') * float64(len(id)) }
	total := 0.0
	for _, u := range units {
		total += value(u.ID)
	}
	const draws = 8000
	for _, design := range sample.Designs() {
		times := map[string]float64{}
		var probabilities map[string]float64
		mean, square := 0.0, 0.0
		for seed := range int64(draws) {
			s, err := sample.Draw(units, sample.Spec{Design: sample.Design(design), N: 9, Seed: seed})
			if err != nil {
				t.Fatal(err)
			}
			if probabilities == nil {
				probabilities = s.Probabilities
			}
			if !maps.Equal(probabilities, s.Probabilities) {
				t.Fatalf("%s: probabilities depend on the seed: %v, %v", design, probabilities, s.Probabilities)
			}
			weighted := 0.0
			for _, d := range s.Drawn {
				times[d.ID]++
				weighted += value(d.ID) / d.Probability
			}
			mean += weighted / draws
			square += weighted * weighted / draws
		}
		if se := math.Sqrt((square - mean*mean) / draws); math.Abs(mean-total) > 5*se+1e-9 {
			t.Errorf("%s: weighted totals %v on average, want %v (standard error %v)", design, mean, total, se)
		}
		for id, p := range probabilities {
			if se := math.Sqrt(p * (1 - p) / draws); math.Abs(times[id]/draws-p) > 5*se+1e-12 {
				t.Errorf("%s: %s drawn %v of the time, want %v", design, id, times[id]/draws, p)
			}
		}
	}
}

func TestOrderDoesNotMatterAndTheSeedDoes(t *testing.T) {
	units := population(60, 5)
	shuffled := slices.Clone(units)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	for _, design := range sample.Designs() {
		spec := sample.Spec{Design: sample.Design(design), N: 20, Seed: 4}
		a, errA := sample.Draw(units, spec)
		b, errB := sample.Draw(shuffled, spec)
		spec.Seed++
		c, errC := sample.Draw(units, spec)
		if errA != nil || errB != nil || errC != nil {
			t.Fatal(errA, errB, errC)
		}
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%s: the order of the units changes the sample: %s", design, diff)
		}
		if cmp.Equal(a.Drawn, c.Drawn) {
			t.Errorf("%s: another seed draws the same", design)
		}
	}
}

func TestEachStratumIsDrawnFrom(t *testing.T) {
	s, err := sample.Draw(population(400, 2), sample.Spec{Design: sample.Stratified, N: 60, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	drawn, population := 0, 0
	for _, stratum := range s.Strata {
		if stratum.Drawn < min(2, stratum.Population) || stratum.Drawn > stratum.Population {
			t.Errorf("stratum %v", stratum)
		}
		drawn += stratum.Drawn
		population += stratum.Population
	}
	if drawn != 60 || population != 400 || len(s.Strata) < 6 {
		t.Errorf("%d of %d in %d strata", drawn, population, len(s.Strata))
	}
}

func TestSmallStrataAreBroughtTogether(t *testing.T) {
	var units []sample.Unit
	for i := range 40 {
		units = append(units, sample.Unit{ID: fmt.Sprint("big", i), Levels: []string{"en", "none"}})
	}
	for i := range 3 {
		units = append(units, sample.Unit{ID: fmt.Sprint("rare", i), Levels: []string{"en", fmt.Sprint("frame", i)}},
			sample.Unit{ID: fmt.Sprint("fr", i), Levels: []string{"fr", "none"}})
	}
	s, err := sample.Draw(units, sample.Spec{Design: sample.Stratified, N: 10, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := []sample.Stratum{{Name: "*/*", Population: 6, Drawn: 3}, {Name: "en/none", Population: 40, Drawn: 7}}
	if diff := cmp.Diff(want, s.Strata); diff != "" {
		t.Error(diff)
	}
}

func TestInformationDrawsWhatTellsMost(t *testing.T) {
	units := []sample.Unit{{ID: "a", Information: 100}, {ID: "b", Information: 1}, {ID: "c", Information: 1}, {ID: "d"}}
	s, err := sample.Draw(units, sample.Spec{Design: sample.Information, N: 2, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	p := s.Probabilities
	if p["a"] != 1 || p["b"] != p["c"] || p["b"] <= p["d"] || p["d"] <= 0 {
		t.Errorf("probabilities %v", p)
	}
}

func TestRefusesWhatCannotBeDrawn(t *testing.T) {
	twice := []sample.Unit{{ID: "a"}, {ID: "b"}, {ID: "a"}}
	for _, c := range []struct {
		units []sample.Unit
		spec  sample.Spec
		want  string
	}{
		{nil, sample.Spec{Design: sample.Simple}, "at least 1"},
		{twice, sample.Spec{Design: sample.Simple, N: 1}, "unit a is there twice"},
		{nil, sample.Spec{Design: "stratfied", N: 1}, `did you mean "stratified"?`},
	} {
		if _, err := sample.Draw(c.units, c.spec); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.spec, err, c.want)
		}
	}
	for _, design := range sample.Designs() {
		if s, err := sample.Draw(nil, sample.Spec{Design: sample.Design(design), N: 5}); err != nil || len(s.Drawn) != 0 {
			t.Errorf("%s from nothing: %v, %v", design, s, err)
		}
	}
}
