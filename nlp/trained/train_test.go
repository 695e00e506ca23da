package trained_test

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp/codes"
	"framewatch/nlp/trained"
)

// words embeds a sentence as the sum of vectors that its words' spelling decides.
type words struct{}

func (words) Embed(sentences []string) [][]float32 {
	out := make([][]float32, len(sentences))
	for i, s := range sentences {
		sum, length := make([]float32, 32), 0.
		for w := range strings.FieldsSeq(strings.Trim(s, ".")) {
			h := fnv.New64a()
			h.Write([]byte(w))
			r := rand.New(rand.NewPCG(h.Sum64(), 0))
			for k := range sum {
				sum[k] += float32(r.NormFloat64())
			}
		}
		for _, x := range sum {
			length += float64(x) * float64(x)
		}
		for k := range sum {
			sum[k] /= float32(math.Sqrt(max(length, 1e-9)))
		}
		out[i] = sum
	}
	return out
}

var filler = strings.Fields("harbour ledger orchard winter bridge market kettle lantern meadow copper ribbon saddle violin garden cellar compass")

// invent makes texts of filler, a third of which have a sentence of each frame.
func invent(n int) []trained.Example {
	r := rand.New(rand.NewPCG(7, 7))
	out := make([]trained.Example, n)
	for i := range out {
		e := trained.Example{ID: fmt.Sprint("t", i), Lang: []string{"en", "fr"}[i%2], Group: fmt.Sprint("g", i/3), Relevance: corpus.RelevanceMain, Rules: map[string]bool{}}
		code := codes.Code{Coder: "anna"}
		var sentences []string
		for range 3 + r.IntN(3) {
			sentences = append(sentences, filler[r.IntN(len(filler))]+" "+filler[r.IntN(len(filler))])
		}
		for k, frame := range []string{"peace", "trade"} {
			if r.IntN(3) == 0 {
				sentences[r.IntN(len(sentences))] = []string{"dove treaty calm", "tariff cargo price"}[k]
				code.Present = append(code.Present, frame)
			}
			e.Rules[frame] = false
		}
		e.Vectors, e.Codes = words{}.Embed(sentences), []codes.Code{code}
		out[i] = e
	}
	return out
}

func job() trained.Job {
	return trained.Job{Codebook: "ports", Version: "1", Frames: []string{"peace", "trade", "rare"}, Encoder: "words", CodesSHA256: "00", Seed: 1}
}

// TestLearnsWhatOneSentenceShows: the sentence that carries a frame is one of
// several, in texts that the model never saw.
func TestLearnsWhatOneSentenceShows(t *testing.T) {
	texts := invent(120)
	m, v, err := trained.Train(context.Background(), texts, job())
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(m.Frames(), " "); got != "peace trade" {
		t.Fatalf("trained %s: a frame that nobody found stays with the rules", got)
	}
	card := trained.NewCard(texts, job().Frames, v, nil)
	if a := card.Cells[trained.CardKey{Coder: "anna", Lang: trained.All}]; a.F1 < .9 || a.RulesF1 != 0 || a.GainLow < .8 {
		t.Errorf("agreement %+v", a)
	}
}

func TestSameCodesGiveSameBytes(t *testing.T) {
	var files [][]byte
	for range 2 {
		m, _, err := trained.Train(context.Background(), invent(90), job())
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, m.File())
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("the files differ")
	}
}

// TestUnknownCellsTeachNothing: a frame that a coder did not look for changes no
// model, whatever else the text has; without any known cell it is not trained.
func TestUnknownCellsTeachNothing(t *testing.T) {
	texts := invent(90)
	with := append([]trained.Example{}, texts...)
	for i := range 30 {
		e := texts[i]
		e.ID, e.Group = e.ID+"b", fmt.Sprint("b", i)
		e.Codes = []codes.Code{{Coder: "ben", Present: e.Codes[0].Present, Coded: e.Codes[0].Present}}
		e.Further = true
		with = append(with, e)
	}
	for i := range with {
		c := with[i].Codes[0]
		known := []string{"peace"}
		var present []string
		for _, f := range c.Present {
			if f == "peace" {
				present = append(present, f)
			}
		}
		with[i].Codes = []codes.Code{{Coder: c.Coder, Present: present, Coded: known}}
	}
	m, v, err := trained.Train(context.Background(), with, job())
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(m.Frames(), " "); got != "peace" {
		t.Errorf("trained %s, want peace alone: nobody looked for trade", got)
	}
	card := trained.NewCard(with, job().Frames, v, nil)
	if _, ok := card.Cells[trained.CardKey{Coder: "anna", Frame: "trade", Lang: trained.All}]; ok {
		t.Error("the card judges cells that nobody coded")
	}
}

func TestTooFewCodesAreAnErrorWithRemedy(t *testing.T) {
	_, _, err := trained.Train(context.Background(), invent(9), job())
	if err == nil || !strings.Contains(err.Error(), "code more texts") {
		t.Errorf("error %v", err)
	}
}

func TestCardTellsWhatToCode(t *testing.T) {
	texts := invent(120)
	m, v, err := trained.Train(context.Background(), texts, job())
	if err != nil {
		t.Fatal(err)
	}
	curve, err := trained.LearningCurve(context.Background(), texts, job().Frames, 1)
	if err != nil {
		t.Fatal(err)
	}
	text := trained.NewCard(texts, job().Frames, v, curve).Markdown(m)
	for _, want := range []string{"Model " + m.Hash(), "| anna | all | 120 |", "| anna | fr | 60 |", "| peace | model |", "| rare | rules |", "| 25 % |", "| 100 % |", "rare: 8 more texts with it"} {
		if !strings.Contains(text, want) {
			t.Errorf("the card lacks %q:\n%s", want, text)
		}
	}
}
