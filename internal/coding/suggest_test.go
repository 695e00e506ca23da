package coding_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/compare/comparetest"
	"framewatch/compare/sample"
	"framewatch/corpus"
	"framewatch/internal/coding"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
)

// cutter is an annotator that cuts sentences at full stops and words at spaces.
type cutter struct{}

func (cutter) Annotate(_ context.Context, d corpus.Document) (corpus.Annotations, error) {
	out := corpus.Annotations{Lang: d.Lang}
	at := 0
	for sentence := range strings.SplitAfterSeq(d.Text, ".") {
		out.Sentences = append(out.Sentences, corpus.Sentence{Lang: d.Lang, Span: corpus.Span{Start: at, End: at + len(sentence)}})
		for w := range strings.FieldsSeq(sentence) {
			word := strings.TrimSuffix(w, ".")
			out.Tokens = append(out.Tokens, corpus.Token{Sentence: len(out.Sentences) - 1, Norm: strings.ToLower(word), Word: word != ""})
		}
		at += len(sentence)
	}
	return out, nil
}

// concepts is an embedder in which words of one meaning have one direction.
func concepts(sentences []string) [][]float32 {
	words := map[string]int{"cheap": 0, "billig": 0, "便 宜": 0, "peace": 1, "frieden": 1}
	out := make([][]float32, len(sentences))
	for i, s := range sentences {
		out[i] = make([]float32, 3)
		at := 2
		for w, k := range words {
			if strings.Contains(strings.ToLower(s), w) {
				at = k
			}
		}
		out[i][at] = 1
	}
	return out
}

func suggestSpec() coding.SuggestSpec {
	return coding.SuggestSpec{Top: 5, Sentences: 100, Annotator: cutter{}, Embedder: coding.Embedder{Embed: concepts, Reads: func(l string) bool { return l != "sw" }},
		Book: frame.Codebook{ID: "b", Frames: []frame.Frame{{ID: "cost", Terms: map[string][]string{"en": {"cheap*"}}, Examples: frame.Examples{Include: frame.Lists{"en": {"It is cheap."}}}},
			{ID: "quiet"}, {ID: "rest", Residual: true}}}}
}

func TestTermsAreKeyInCodedTexts(t *testing.T) {
	set := &codes.Set{}
	add := func(n int, lang, text string, frames ...string) {
		for range n {
			id := string(rune('a'+len(set.Units)/26)) + string(rune('a'+len(set.Units)%26))
			set.Units = append(set.Units, codes.Unit{ID: id, Lang: lang, Text: text + " Of " + id + ".", Codes: []codes.Code{{Coder: "c", Present: frames}}})
		}
	}
	add(8, "en", "The low fees of it. The cheap way.", "cost")
	add(2, "en", "The rain came.", "cost")
	add(20, "en", "The rain came. It stayed.")
	add(6, "zh", "他 的 低 价 好.", "cost")
	add(9, "zh", "他 的 雨.")
	add(2, "fr", "Le prix bas.", "cost")
	add(5, "fr", "Le temps.")
	for range 5 { // copies of one story are one text
		set.Units = append(set.Units, codes.Unit{ID: "copy" + string(rune('a'+len(set.Units))), Story: "s", Lang: "en", Text: "Sunny offer.", Codes: []codes.Code{{Coder: "c", Present: []string{"cost"}}}})
	}
	got, err := coding.KeyTerms(t.Context(), set, suggestSpec())
	if err != nil {
		t.Fatal(err)
	}
	want := []coding.Term{{Frame: "cost", Lang: "en", Term: "low fees", From: coding.FromCodes, Present: 8, PresentIn: 11, AbsentIn: 20},
		{Frame: "cost", Lang: "zh", Term: "低价好", From: coding.FromCodes, Present: 6, PresentIn: 6, AbsentIn: 9}}
	if diff := cmp.Diff(want, got.Terms, cmpopts.IgnoreFields(coding.Term{}, "G2", "LogRatio")); diff != "" {
		t.Error(diff)
	}
	for _, term := range got.Terms {
		if term.G2 < 10.83 || term.LogRatio <= 0 {
			t.Errorf("%+v marks nothing", term)
		}
	}
	if diff := cmp.Diff([]string{"cost: too few texts in fr for keyness: 2 of 3"}, got.Notes); diff != "" {
		t.Error(diff)
	}
}

func TestNeighboursCrossLanguages(t *testing.T) {
	var sentences []coding.Passage
	add := func(n int, lang, text string) {
		for range n {
			sentences = append(sentences, coding.Passage{Lang: lang, Text: text, Doc: "d"})
		}
	}
	add(6, "de", "Günstige Verfahren sind billig.")
	add(90, "de", "Es regnet heute.")
	add(3, "en", "A cheap way.")
	add(4, "sw", "Ni billig sana.")
	got, err := coding.Neighbours(t.Context(), sentences, &codes.Set{}, suggestSpec())
	if err != nil {
		t.Fatal(err)
	}
	langs := map[string]int{}
	for _, p := range got.Passages {
		if p.Frame != "cost" || p.Similarity != 1 {
			t.Errorf("passage %+v", p)
		}
		langs[p.Lang]++
	}
	if diff := cmp.Diff(map[string]int{"de": 5, "en": 3}, langs); diff != "" {
		t.Errorf("passages: %s", diff)
	}
	if len(got.Terms) != 1 || got.Terms[0].Term != "günstige verfahren sind billig" || got.Terms[0].From != coding.FromNeighbours || got.Terms[0].PresentIn != 6 {
		t.Errorf("terms %+v", got.Terms)
	}
	if len(got.Notes) != 1 || !strings.HasPrefix(got.Notes[0], "quiet: no example") {
		t.Errorf("notes %v", got.Notes)
	}
}

func TestCodedSentencesAreExamples(t *testing.T) {
	set := &codes.Set{Units: []codes.Unit{{ID: "u", Kind: codes.UnitSentence, Text: "Frieden.", Codes: []codes.Code{{Coder: "c", Present: []string{"quiet"}}}}}}
	got, err := coding.Neighbours(t.Context(), []coding.Passage{{Lang: "en", Text: "Peace at last."}, {Lang: "en", Text: "Rain."}}, set, suggestSpec())
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Passages) != 1 || got.Passages[0].Text != "Peace at last." || got.Passages[0].Frame != "quiet" {
		t.Errorf("passages %+v", got.Passages)
	}
}

func TestLessonsAreWhatIsLeastSure(t *testing.T) {
	ds := comparetest.Invented(40).Store(t)
	s := spec(sample.Simple, 1, 1)
	got, err := coding.Lessons(t.Context(), ds, s, nil, 3)
	if err != nil {
		t.Fatal(err)
	}
	langs := map[string]int{}
	for i, l := range got {
		if langs[l.Lang]++; i > 0 && l.Lang == got[i-1].Lang && l.Information > got[i-1].Information {
			t.Errorf("%+v after %+v", l, got[i-1])
		}
		if l.Title == "" || l.URL == "" || len(l.Frames) != 3 {
			t.Errorf("lesson %+v", l)
		}
	}
	if langs["en"] != 3 {
		t.Errorf("lessons by language %v", langs)
	}
	again, err := coding.Lessons(t.Context(), ds, s, map[string]bool{got[0].Doc: true}, 3)
	if err != nil || again[0].Doc == got[0].Doc {
		t.Errorf("a coded document is to be coded again: %v, %v", again, err)
	}
}

func TestSentencesOfADatasetAreReadWithTheirText(t *testing.T) {
	ds, s := withSentences(t)
	sentences, err := coding.Sentences(t.Context(), ds, s, 60)
	if err != nil || len(sentences) != 120 {
		t.Errorf("%d sentences of two languages, %v", len(sentences), err)
	}
	for _, p := range sentences {
		if p.Text == "" || p.Lang == "" || p.Doc == "" {
			t.Errorf("sentence %+v", p)
		}
	}
}
