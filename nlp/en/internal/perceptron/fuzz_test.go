package perceptron_test

import (
	"encoding/binary"
	"testing"

	"framewatch/nlp/en/internal/perceptron"
	"framewatch/nlp/internal/pack"
)

// FuzzDecode reads a data file of any content: it is a model or an error.
func FuzzDecode(f *testing.F) {
	text := func(b []byte, s string) []byte { return append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	b := text(text([]byte{2}, "NN"), "VB")    // two labels
	b = append(text(append(b, 1), "boat"), 0) // a word that is always the first
	b = append(b, 1, 7, 1, 1, 4)              // a feature with a weight for the second
	f.Add(b)
	f.Add([]byte{0, 0, 0})
	f.Add([]byte{255, 255, 255, 255, 15})
	f.Fuzz(func(t *testing.T, raw []byte) {
		data, err := pack.Write(raw, perceptron.Format)
		if err != nil {
			t.Fatal(err)
		}
		if m, err := perceptron.Decode(data); (m == nil) == (err == nil) {
			t.Errorf("model %v, error %v", m, err)
		}
	})
}
