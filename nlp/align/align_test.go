package align_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"framewatch/nlp/align"

	"github.com/google/go-cmp/cmp"
)

// sentence makes a sentence of words that mean what they say, for tests in
// which both languages are the same.
func sentence(paragraph int, text string) align.Sentence {
	s := align.Sentence{Length: len(text), Paragraph: paragraph}
	for w := range strings.FieldsSeq(text) {
		s.Words = append(s.Words, align.Word{Text: w, Keys: []align.Key{{Text: w, Weight: 1}}})
	}
	return s
}

func shape(beads []align.Bead) string {
	var parts []string
	for _, b := range beads {
		parts = append(parts, fmt.Sprintf("%d-%d", b.Source.Len(), b.Target.Len()))
	}
	return strings.Join(parts, " ")
}

func TestAlign(t *testing.T) {
	goats, wells, judges, tea := "goats crossed a spring in april", "wells were deep and ropes short", "no judge came to that valley all year", "they drank tea"
	tests := []struct {
		name           string
		source, target []string
		want           string
	}{
		{"one to one", []string{goats, wells, judges}, []string{goats, wells, judges}, "1-1 1-1 1-1"},
		{"left out", []string{goats, wells, judges}, []string{goats, judges}, "1-1 1-0 1-1"},
		{"added", []string{goats, judges}, []string{goats, wells, judges}, "1-1 0-1 1-1"},
		{"merged", []string{goats, wells, judges}, []string{goats, wells + " " + judges}, "1-1 2-1"},
		{"split", []string{goats + " " + wells, judges}, []string{goats, wells, judges}, "1-2 1-1"},
		{"nothing in common", []string{goats, tea}, []string{"xylem phloem bark", "root"}, "1-1 1-1"},
		{"empty", []string{goats}, nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var source, target []align.Sentence
			for _, s := range test.source {
				source = append(source, sentence(0, s))
			}
			for _, s := range test.target {
				target = append(target, sentence(0, s))
			}
			if diff := cmp.Diff(test.want, shape(align.Align(source, target))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAlignByMeaning aligns sentences that share no word and whose vectors are axes,
// or lie between two.
func TestAlignByMeaning(t *testing.T) {
	axes := func(which ...int) []float32 {
		v := make([]float32, 8)
		for _, k := range which {
			v[k] = float32(1 / math.Sqrt(float64(len(which))))
		}
		return v
	}
	tests := []struct {
		name           string
		source, target [][]float32
		want           string
		known          bool // what the first bead means
	}{
		{"one to one", [][]float32{axes(0), axes(1), axes(2)}, [][]float32{axes(0), axes(1), axes(2)}, "1-1 1-1 1-1", true},
		{"left out", [][]float32{axes(0), axes(1), axes(2)}, [][]float32{axes(0), axes(2)}, "1-1 1-0 1-1", true},
		{"added", [][]float32{axes(0), axes(2)}, [][]float32{axes(0), axes(1), axes(2)}, "1-1 0-1 1-1", true},
		{"merged", [][]float32{axes(0), axes(1), axes(2)}, [][]float32{axes(0, 1), axes(2)}, "2-1 1-1", true},
		{"split", [][]float32{axes(0, 1, 2), axes(3)}, [][]float32{axes(0), axes(1), axes(2), axes(3)}, "1-3 1-1", true},
		{"one is not known", [][]float32{axes(0), axes(1), axes(2)}, [][]float32{axes(2), nil, axes(0)}, "1-1 1-1 1-1", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := func(word string, vectors [][]float32) []align.Sentence {
				out := make([]align.Sentence, len(vectors))
				for i, v := range vectors {
					out[i] = sentence(0, fmt.Sprintf("%s%d some words of no meaning", word, i))
					out[i].Words, out[i].Vector = nil, v
				}
				return out
			}
			beads := align.Align(text("s", test.source), text("t", test.target))
			if diff := cmp.Diff(test.want, shape(beads)); diff != "" {
				t.Error(diff)
			}
			for _, b := range beads {
				if b.Source.Len()*b.Target.Len() > 0 && test.known != (b.Cosine > .9) && b.Source.From == 0 {
					t.Errorf("%v has cosine %v", b, b.Cosine)
				}
			}
		})
	}
}

// TestAlignCovers holds that every sentence is in one bead, in order, also
// where the search is confined to a band.
func TestAlignCovers(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 40}, {40, 1}, {300, 290}, {4000, 3000}} {
		source, target := make([]align.Sentence, size[0]), make([]align.Sentence, size[1])
		for i := range source {
			source[i] = sentence(i/3, fmt.Sprintf("w%d shared", i))
			source[i].Vector = []float32{float32(i % 2), float32(1 - i%2)}
		}
		for j := range target {
			target[j] = sentence(j/3, fmt.Sprintf("w%d shared", j))
			target[j].Vector = []float32{float32(j % 2), float32(1 - j%2)}
		}
		i, j := 0, 0
		for _, b := range align.Align(source, target) {
			if b.Source.From != i || b.Target.From != j {
				t.Fatalf("%v: bead %v after %d, %d", size, b, i, j)
			}
			i, j = b.Source.To, b.Target.To
		}
		if i != size[0] || j != size[1] {
			t.Errorf("%v: beads end at %d, %d", size, i, j)
		}
	}
}

func TestLearn(t *testing.T) {
	var source, target []align.Sentence
	for i := range 12 {
		s, x := sentence(0, fmt.Sprintf("s%d", i)), sentence(0, fmt.Sprintf("t%d", i))
		if i%3 == 0 {
			s.Words = append(s.Words, align.Word{Text: "goat", Keys: []align.Key{{Text: "goat", Weight: 1}}})
			x.Words = append(x.Words, align.Word{Text: "山羊", Keys: []align.Key{{Text: "none", Weight: 1}}})
		}
		source, target = append(source, s), append(target, x)
	}
	beads := make([]align.Bead, 12)
	for i := range beads {
		beads[i] = align.Bead{Source: align.Range{From: i, To: i + 1}, Target: align.Range{From: i, To: i + 1}}
	}
	want := map[string]map[string]float64{"山羊": {"goat": 1}}
	if diff := cmp.Diff(want, align.Learn(beads, source, target)); diff != "" {
		t.Error(diff)
	}
}

func TestStem(t *testing.T) {
	for _, group := range []string{"mediate mediation mediator mediators mediating", "organization organise organized", "country countries", "establish established establishment"} {
		words := strings.Fields(group)
		for _, w := range words[1:] {
			if align.Stem(w) != align.Stem(words[0]) {
				t.Errorf("%s is %s, %s is %s", w, align.Stem(w), words[0], align.Stem(words[0]))
			}
		}
	}
	if align.Stem("medical") == align.Stem("mediation") || align.Stem("the") != "" {
		t.Error("medical or the")
	}
}

func TestLexicon(t *testing.T) {
	l, err := align.LoadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	has := func(word, english string) bool {
		for _, s := range l.Senses(word) {
			if s.Stem == align.Stem(english) {
				return true
			}
		}
		return false
	}
	for word, english := range map[string]string{"调解": "mediation", "争端": "dispute", "总部": "headquarters", "国际": "international", "山羊": "goat"} {
		if !has(word, english) {
			t.Errorf("%s is not %s but %v", word, english, l.Senses(word))
		}
	}
	if l.Senses("") != nil || l.Senses("zzz") != nil || l.Senses("\xff") != nil || !l.Verb("加入") || l.Verb("国际") {
		t.Error("words that are none")
	}
}

func TestNumbers(t *testing.T) {
	tests := []struct {
		text string
		want []float64
	}{
		{"Article 41 and 1,200 goats", []float64{41, 1200}},
		{"HK$1.2 million, 18 bn", []float64{1.2e6, 18e9}},
		{"thirty-three states, two hundred and five boats", []float64{33, 205}},
		{"on October 20, 2025", []float64{20, 2025, 10}},
		{"第41条,120万卢比,9600万港元", []float64{41, 1.2e6, 9.6e7}},
		{"十一宗、一亿三千八百万、二〇二五年、两百零五", []float64{11, 1.38e8, 2025, 205}},
		{"no number", nil},
	}
	for _, test := range tests {
		var got []float64
		for _, n := range align.Numbers(test.text) {
			got = append(got, n.Value)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
	}
}

func FuzzNumbers(f *testing.F) {
	for _, s := range []string{"1,000,000 m", "九千九百九十九万亿", "one hundred hundred thousand", "1.5.5", "\xff1\xff万", strings.Repeat("亿", 99), "第３７０条"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, n := range align.Numbers(s) {
			if n.Span.Start < 0 || n.Span.End > len(s) || n.Span.Len() <= 0 || utf8.ValidString(s) && !utf8.ValidString(n.Span.Of(s)) {
				t.Fatalf("%q: number at %v", s, n.Span)
			}
		}
	})
}
