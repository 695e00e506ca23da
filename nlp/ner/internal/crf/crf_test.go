package crf_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/nlp/ner/internal/crf"
)

// toy is a language in which a feature names the state.
func toy(space *crf.Space) []crf.Example {
	var out []crf.Example
	rng := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		e := crf.Example{Features: &crf.Features{}, Weight: 1, Gold: make([]uint8, 6)}
		from := rng.IntN(5)
		space.Mark(e.Gold, crf.Chunk{From: from, To: from + 1 + rng.IntN(2), Label: rng.IntN(2)})
		for _, y := range e.Gold {
			label, _ := space.Split(y)
			e.Features.Add(uint32(label+2) << 20)
			e.Features.Add(7)
			e.Features.Next()
		}
		out = append(out, e)
	}
	return out
}

func train(space *crf.Space, examples []crf.Example) *crf.Model {
	trainer := crf.NewTrainer(space, examples, nil, crf.Settings{Rate: 0.5, L1: 0.1, L2: 0.1, MinCount: 1, Epochs: 5, Seed: 3})
	trainer.Train(examples, nil)
	return trainer.Model()
}

func TestTrain(t *testing.T) {
	space := crf.NewSpace([]corpus.Label{corpus.PER, corpus.ORG})
	examples := toy(space)
	model := train(space, examples)
	if diff := cmp.Diff(model.Encode(), train(space, examples).Encode()); diff != "" {
		t.Error("training twice gives two models")
	}
	read, err := crf.Decode(model.Encode())
	if err != nil {
		t.Fatal(err)
	}
	lattice := crf.NewLattice(space)
	for _, e := range examples {
		lattice.Reset(e.Features.Len(), nil)
		read.Score(e.Features, lattice)
		states := make([]uint8, e.Features.Len())
		lattice.Best(read.Moves(), states)
		if diff := cmp.Diff(e.Gold, states); diff != "" {
			t.Fatalf("(-gold +got):\n%s", diff)
		}
	}
}

// TestLattice compares both algorithms with all sequences written out.
func TestLattice(t *testing.T) {
	space := crf.NewSpace([]corpus.Label{corpus.PER, corpus.ORG})
	n, length := space.Len(), 3
	rng := rand.New(rand.NewPCG(4, 4))
	scores, moves := make([]float32, n*length), make([]float32, n*n)
	for i := range scores {
		scores[i] = rng.Float32()*6 - 3
	}
	for i := range moves {
		moves[i] = rng.Float32()*2 - 1
	}
	want, total := make([]float64, n*length), 0.0
	best, bestScore := []uint8(nil), math.Inf(-1)
	seq := make([]uint8, length)
	var walk func(i int)
	walk = func(i int) {
		if i < length {
			for y := range n {
				seq[i] = uint8(y)
				walk(i + 1)
			}
			return
		}
		if !valid(space, seq) {
			return
		}
		sum := 0.0
		for k, y := range seq {
			sum += float64(scores[k*n+int(y)])
			if k > 0 {
				sum += float64(moves[int(seq[k-1])*n+int(y)])
			}
		}
		p := math.Exp(sum)
		total += p
		for k, y := range seq {
			want[k*n+int(y)] += p
		}
		if sum > bestScore {
			best, bestScore = append([]uint8(nil), seq...), sum
		}
	}
	walk(0)
	lattice := crf.NewLattice(space)
	lattice.Reset(length, scores)
	got := make([]uint8, length)
	lattice.Best(moves, got)
	if diff := cmp.Diff(best, got); diff != "" {
		t.Errorf("Best (-want +got):\n%s", diff)
	}
	for i, p := range lattice.Marginals(moves) {
		if math.Abs(p-want[i]/total) > 1e-6 {
			t.Fatalf("marginal %d is %v, want %v", i, p, want[i]/total)
		}
	}
}

// valid reports whether every chunk that is opened is closed, with one label.
func valid(space *crf.Space, seq []uint8) bool {
	open := -1
	for _, y := range seq {
		label, part := space.Split(y)
		goesOn := y != 0 && (part == crf.Inside || part == crf.End)
		if goesOn != (open >= 0) || goesOn && label != open {
			return false
		}
		open = -1
		if y != 0 && (part == crf.Begin || part == crf.Inside) {
			open = label
		}
	}
	return open < 0
}

func TestTable(t *testing.T) {
	table, err := crf.DecodeTable(crf.NewTable(map[uint32]uint16{3: 1, 1 << 31: 900, math.MaxUint32: 2}).Encode())
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[uint32]uint16{3: 1, 1 << 31: 900, math.MaxUint32: 2, 4: 0, 0: 0} {
		if got := table.Get(key); got != want {
			t.Errorf("Get(%d) = %d, want %d", key, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	space := crf.NewSpace([]corpus.Label{corpus.PER, corpus.ORG})
	f.Add(train(space, toy(space)[:20]).Encode())
	f.Add(crf.NewTable(map[uint32]uint16{3: 1, 9: 300}).Encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := crf.Decode(data); err == nil {
			lattice, feats := crf.NewLattice(m.Space()), &crf.Features{}
			feats.Add(7)
			feats.Next()
			lattice.Reset(1, nil)
			m.Score(feats, lattice)
			lattice.Best(m.Moves(), make([]uint8, 1))
		}
		if table, err := crf.DecodeTable(data); err == nil {
			table.Get(3)
		}
	})
}
