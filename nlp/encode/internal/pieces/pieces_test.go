package pieces_test

import (
	"errors"
	"slices"
	"testing"

	"framewatch/nlp/encode/internal/pieces"
	"framewatch/nlp/internal/pack"
)

// noReplacements is a table of the normaliser that has no keys.
var noReplacements = []byte{4, 0, 0, 0, 0, 0, 0, 0}

func vocabulary() []byte {
	words := []string{"<unk>", "<s>", "</s>", "▁", "a", "b", "ab", "▁a", "語", "ba"}
	scores := []float32{0, 0, 0, -1, -2, -2, -4, -3, -1, -3}
	return pieces.Append(nil, words, scores, noReplacements)
}

func TestPiecesOfTheLargestSumAreChosen(t *testing.T) {
	m, err := pieces.Read(&pack.Reader{Data: vocabulary()})
	if err != nil {
		t.Fatal(err)
	}
	if m.Size() != 10 {
		t.Errorf("%d pieces", m.Size())
	}
	cutter := pieces.NewCutter(m)
	for text, want := range map[string][]int32{
		"":          {0},
		"  ":        {0},
		"b":         {3, 5},
		"bba":       {3, 5, 9},    // b + ba is better than b + b + a
		"bab":       {3, 9, 5},    // and ba + b better than b + ab
		"a":         {7},          // likewise: ▁a ties with ▁ + a
		"bq":        {3, 5, 0},    // a character that no piece has
		"b  a ":     {3, 5, 7},    // spaces in a row are one, and none at the end
		"\xff\xffb": {3, 0, 5},    // a run of bytes that are no UTF-8 is one character
		"語語":        {3, 8, 8},    // characters of several bytes
		"b🙂":        {3, 5, 0},    // an unknown one of several bytes
		"ab":        {3, 6},       // ▁ + ab (-5) ties with ▁a + b (-5), and its last piece begins earlier
		"b a▁▁":     {3, 5, 7},    // the mark for spaces, typed
		"b語a":       {3, 5, 8, 4}, // no piece goes over it
	} {
		if got := cutter.Append([]int32{}, text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestDamagedModelsAreRefused(t *testing.T) {
	whole := vocabulary()
	for n := range whole {
		if _, err := pieces.Read(&pack.Reader{Data: whole[:n]}); !errors.Is(err, pack.ErrDamaged) {
			t.Fatalf("%d bytes of %d: %v", n, len(whole), err)
		}
	}
	for name, words := range map[string][]string{"twice": {"a", "b", "a"}, "empty": {"a", ""}} {
		data := pieces.Append(nil, words, make([]float32, len(words)), noReplacements)
		if _, err := pieces.Read(&pack.Reader{Data: data}); !errors.Is(err, pack.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(vocabulary(), "ab 語")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		m, err := pieces.Read(&pack.Reader{Data: data})
		if err != nil {
			return
		}
		for _, id := range pieces.NewCutter(m).Append(nil, text) {
			if id < 0 || int(id) >= m.Size() {
				t.Fatalf("piece %d of %d", id, m.Size())
			}
		}
	})
}
