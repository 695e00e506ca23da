package model_test

import (
	"math"
	"testing"

	"framewatch/nlp/stance/internal/model"
)

const features = 5

// small is a model with little in it.
func small() *model.File {
	numbers := func(n int) []float32 {
		out := make([]float32, n)
		for i := range out {
			out[i] = float32(math.Sin(float64(i)))
		}
		return out
	}
	const units, inputs, grams = 3, 7, 16
	return &model.File{
		Words: model.Quantise(model.WordAxes, model.Size, numbers(model.WordAxes*model.Size)), Texts: model.Quantise(model.TextAxes, model.Size, numbers(model.TextAxes*model.Size)),
		Networks: []model.Network{{Hidden: model.Quantise(units, inputs, numbers(units*inputs)), Bias: numbers(units), Out: model.Quantise(model.Classes, units, numbers(model.Classes*units)), OutBias: numbers(model.Classes)}},
		Lexicon:  model.Lexicon{Bias: numbers(model.Classes), Weights: model.Quantise(model.Classes, grams, numbers(model.Classes*grams))},
		Document: model.Document{Bias: numbers(model.Classes), Weights: model.Quantise(model.Classes, features, numbers(model.Classes*features))},
	}
}

func TestAModelJudgesTheSameOnceItIsRead(t *testing.T) {
	f := small()
	data, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	read, err := model.Decode(data, features)
	if err != nil {
		t.Fatal(err)
	}
	x, grams := []float32{1, 0, -1, 2, 0, 1, .5}, []uint32{3, 15}
	p := f.Judge(x, grams, true, true)
	if got := read.Judge(x, grams, true, true); got != p {
		t.Errorf("judged as %v, then as %v", p, got)
	}
	if sum := p[0] + p[1] + p[2]; sum < .999 || sum > 1.001 {
		t.Errorf("probabilities %v", p)
	}
	if a, b := f.Document.Probabilities(x[:features]), read.Document.Probabilities(x[:features]); a != b {
		t.Errorf("a document is judged as %v, then as %v", a, b)
	}
}

func TestADamagedModelIsAnError(t *testing.T) {
	data, err := small().Encode()
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(data) {
		if n%97 != 0 {
			continue
		}
		if _, err := model.Decode(data[:n], features); err == nil {
			t.Errorf("the first %d of %d bytes are read", n, len(data))
		}
	}
	if _, err := model.Decode(data, features+1); err == nil {
		t.Error("a model of documents with other features is read")
	}
}
