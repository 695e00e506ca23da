package encode

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"framewatch/nlp/encode/internal/pieces"
)

func load(t testing.TB) *Encoder {
	t.Helper()
	e, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func lines[T any](t testing.TB, path string) (out []T) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var v T
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

type sentence struct{ Lang, Text string }

// reference is what the reference implementation says of a sentence.
type reference struct {
	Pieces []int32
	Vector string
}

func cosine[T, U int8 | float32](x []T, y []U) float64 {
	var xy, xx, yy float64
	for i := range x {
		a, b := float64(x[i]), float64(y[i])
		xy, xx, yy = xy+a*b, xx+a*a, yy+b*b
	}
	return xy / math.Sqrt(xx*yy)
}

func TestVectorsAreThoseOfTheReference(t *testing.T) {
	e := load(t)
	sentences, references := lines[sentence](t, "testdata/sentences.jsonl"), lines[reference](t, "testdata/vectors.jsonl")
	if len(sentences) != len(references) || len(sentences) < 40 {
		t.Fatalf("%d sentences, %d references", len(sentences), len(references))
	}
	var texts []string
	for _, s := range sentences {
		texts = append(texts, s.Text)
	}
	cutter := pieces.NewCutter(e.pieces)
	for i, v := range e.Embed(texts) {
		if ids := e.cut(cutter, texts[i]); !slices.Equal(ids, references[i].Pieces) {
			t.Errorf("%s: pieces %v, want %v", texts[i], ids, references[i].Pieces)
		}
		raw, err := base64.StdEncoding.DecodeString(references[i].Vector)
		if err != nil {
			t.Fatal(err)
		}
		want := make([]int8, len(raw))
		for k, b := range raw {
			want[k] = int8(b)
		}
		if len(v) != Size || len(want) != Size {
			t.Fatalf("vectors of %d and %d numbers", len(v), len(want))
		}
		if c := cosine(v, want); c < 0.9998 {
			t.Errorf("%s: cosine %.5f", texts[i], c)
		}
		if c := cosine(v, v); math.Abs(c-1) > 1e-5 {
			t.Errorf("%s: length %v", texts[i], c)
		}
	}
}

func TestNeighboursDoNotChangeAVector(t *testing.T) {
	e := load(t)
	sentences := lines[sentence](t, "testdata/sentences.jsonl")
	var texts []string
	for _, s := range sentences {
		texts = append(texts, s.Text)
	}
	together := e.Embed(texts)
	var wait sync.WaitGroup
	for i, text := range texts {
		wait.Go(func() {
			if alone := e.Embed([]string{text})[0]; !slices.Equal(alone, together[i]) {
				t.Errorf("%s: another vector alone", text)
			}
		})
	}
	wait.Wait()
	if got := e.Embed(nil); len(got) != 0 {
		t.Errorf("%d vectors of nothing", len(got))
	}
}

func TestLongTextsAreReadToTheLimit(t *testing.T) {
	e := load(t)
	for name, text := range map[string]string{
		"many words":       strings.Repeat("harbour and ferry ", 200_000),
		"one word":         strings.Repeat("x", 3<<20),
		"long expansions":  strings.Repeat("ﷺ", MaxBytes),
		"no UTF-8":         strings.Repeat("\xff\x80", 1<<20),
		"cut characters":   "x" + strings.Repeat("語", MaxBytes),
		"spaces":           strings.Repeat(" ", 1<<20),
		"half characters":  strings.Repeat("\xe8\xaa", MaxBytes),
		"combining accent": "e" + strings.Repeat("\u0301", MaxBytes),
	} {
		ids := e.cut(pieces.NewCutter(e.pieces), text)
		if len(ids) > MaxPieces+2 || ids[0] != begins || ids[len(ids)-1] != ends {
			t.Errorf("%s: %d pieces from %d to %d", name, len(ids), ids[0], ids[len(ids)-1])
		}
		v := e.Embed([]string{text, text[:MaxBytes+utf8Slack(text)]})
		if c := cosine(v[0], v[1]); c < 0.99999 {
			t.Errorf("%s: what lies behind the limit is read (cosine %v)", name, c)
		}
	}
}

// utf8Slack is how far behind the limit a text may be cut without cutting what
// is read.
func utf8Slack(text string) int { return min(8, len(text)-MaxBytes) }

func FuzzEmbed(f *testing.F) {
	f.Add("The ferry left at dawn.")
	f.Add("\xff\xfe 語 \u0301")
	f.Fuzz(func(t *testing.T, text string) {
		e := load(t)
		v := e.Embed([]string{text})[0]
		if c := cosine(v, v); math.IsNaN(c) || len(v) != Size {
			t.Fatalf("vector %v", v)
		}
		var length float64
		for _, x := range v {
			length += float64(x) * float64(x)
		}
		if math.Abs(length-1) > 1e-4 {
			t.Fatalf("length %v", length)
		}
	})
}

func TestDamagedFilesAreRefused(t *testing.T) {
	for _, n := range []int{0, 1, 4, 1000, len(useData) / 20, len(useData) - 1} {
		if _, err := decode(useData[:n]); err == nil {
			t.Errorf("%d bytes of %d: no error", n, len(useData))
		}
	}
	damaged := slices.Clone(useData)
	for i := range 64 {
		damaged[1000+i*997] ^= 0x55
	}
	if _, err := decode(damaged); err == nil {
		t.Error("a changed head: no error")
	}
}
