package coding_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/compare/sample"
	"framewatch/internal/coding"
	"framewatch/internal/invented"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
	"framewatch/store"
)

// bookOf is a codebook with the frames of a dataset made for tests.
func bookOf(id string, frames ...string) frame.Codebook {
	book := frame.Codebook{ID: id, Version: "1"}
	for _, f := range frames {
		book.Frames = append(book.Frames, frame.Frame{ID: f, Label: map[string]string{"en": f, "zh-Hans": "框架"},
			Definition: frame.Text{"en": "=What " + f + " is."}, Examples: frame.Examples{Include: frame.Lists{"en": {"Yes."}}, Exclude: frame.Lists{"en": {"No."}}}})
	}
	return book
}

func spec(design sample.Design, n int, seed int64) coding.Spec {
	return coding.Spec{Spec: sample.Spec{Design: design, N: n, Seed: seed}, Unit: codes.UnitDocument, Book: bookOf(comparetest.Codebook, comparetest.Frames()...),
		By: "bloc", Selection: compare.Selection{Targets: []string{comparetest.Target}}}
}

func draw(t *testing.T, ds *store.Dataset, s coding.Spec) *coding.Sample {
	t.Helper()
	out, err := coding.Draw(t.Context(), ds, s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestStoriesAreDrawnOnce(t *testing.T) {
	set := comparetest.Invented(120)
	ds := set.Store(t)
	c, err := compare.Load(t.Context(), ds)
	if err != nil {
		t.Fatal(err)
	}
	for _, design := range sample.Designs() {
		for seed := range int64(4) {
			got := draw(t, ds, spec(sample.Design(design), 50, seed))
			if len(got.Keys) != 50 || len(got.Set.Units) != 50 || got.Manifest.Drawn != 50 {
				t.Fatalf("%s: %d keys, %d units", design, len(got.Keys), len(got.Set.Units))
			}
			stories := map[string]bool{}
			for i, k := range got.Keys {
				d, ok := c.Doc(k.Doc)
				if !ok || stories[d.Story] || k.Story != d.Story || k.Lang != d.Lang || k.ID != got.Set.Units[i].ID {
					t.Fatalf("%s: story %s again, or key %+v of another document", design, d.Story, k)
				}
				stories[d.Story] = true
			}
		}
	}
}

// TestCodersSeeNoSource looks for everything that a coder must not know in the
// file that coders get.
func TestCodersSeeNoSource(t *testing.T) {
	got := draw(t, comparetest.Invented(60).Store(t), spec(sample.Stratified, 30, 1))
	for _, name := range []string{"a.csv", "a.jsonl"} {
		var b bytes.Buffer
		if err := codes.Write(name, &b, got.Set); err != nil {
			t.Fatal(err)
		}
		for _, k := range got.Keys {
			for _, secret := range []string{k.Doc, k.Outlet, k.URL, k.Story, k.Stratum} {
				if strings.Contains(b.String(), secret) {
					t.Errorf("%s tells %q", name, secret)
				}
			}
		}
		for _, column := range []string{"outlet", "country", "inclusion_probability", "published"} {
			if strings.Contains(b.String(), column) {
				t.Errorf("%s has a column %s", name, column)
			}
		}
	}
}

func TestTheSameSeedDrawsTheSame(t *testing.T) {
	ds := comparetest.Invented(60).Store(t)
	for _, design := range sample.Designs() {
		a, b, c := draw(t, ds, spec(sample.Design(design), 20, 7)), draw(t, ds, spec(sample.Design(design), 20, 7)), draw(t, ds, spec(sample.Design(design), 20, 8))
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%s: %s", design, diff)
		}
		if cmp.Equal(a.Keys, c.Keys) {
			t.Errorf("%s: another seed draws the same", design)
		}
	}
}

// TestWeightedSharesMatchTheStories draws many samples and holds the mean of the
// weighted number of stories, and of those in English, against the population's.
func TestWeightedSharesMatchTheStories(t *testing.T) {
	ds := comparetest.Invented(40).Store(t)
	all := draw(t, ds, spec(sample.Simple, 1000, 1))
	stories, english := float64(len(all.Keys)), 0.0
	for _, k := range all.Keys {
		if k.Probability != 1 {
			t.Fatalf("a census draws with probability %v", k.Probability)
		}
		if k.Lang == "en" {
			english++
		}
	}
	const draws = 24
	for _, design := range sample.Designs() {
		var n, en, square float64
		for seed := range int64(draws) {
			one := 0.0
			for _, k := range draw(t, ds, spec(sample.Design(design), 15, seed)).Keys {
				n += 1 / k.Probability / draws
				if k.Lang == "en" {
					one += 1 / k.Probability
				}
			}
			en += one / draws
			square += one * one / draws
		}
		if se := math.Sqrt((square - en*en) / draws); math.Abs(en-english) > 5*se+1e-9 {
			t.Errorf("%s: %v English stories on average, want %v (se %v)", design, en, english, se)
		}
		if design != string(sample.Information) && math.Abs(n-stories) > 1e-9 {
			t.Errorf("%s: weights sum to %v, want %v", design, n, stories)
		}
	}
}

func TestSentencesAreOfTheirDocuments(t *testing.T) {
	dir := t.TempDir()
	if err := invented.New(3).Write(context.Background(), dir, 45, invented.Run(1)); err != nil {
		t.Fatal(err)
	}
	ds, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var frames []string
	for _, f := range invented.Frames() {
		frames = append(frames, f.Frame)
	}
	s := spec(sample.Stratified, 30, 1)
	s.Unit, s.Selection, s.Book = codes.UnitSentence, compare.Selection{}, bookOf(invented.Frames()[0].Codebook, frames...)
	got := draw(t, ds, s)
	texts := map[string]string{}
	for row, err := range store.Scan[store.DocumentRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		texts[row.DocID] = row.Title + "\n" + row.Text
	}
	stories := map[string]bool{}
	for i, k := range got.Keys {
		u := got.Set.Units[i]
		if u.Text == "" || !strings.Contains(texts[k.Doc], u.Text) || u.Kind != codes.UnitSentence || stories[k.Story] {
			t.Errorf("unit %+v of %+v", u, k)
		}
		stories[k.Story] = true
		if k.WithinStory <= 0 || k.WithinStory > 1 || k.Probability > k.WithinStory {
			t.Errorf("probabilities of %+v", k)
		}
	}
	if len(got.Keys) != 30 {
		t.Errorf("%d sentences", len(got.Keys))
	}
}

func TestKeysAreReadAsWritten(t *testing.T) {
	got := draw(t, comparetest.Invented(40).Store(t), spec(sample.Information, 20, 1))
	var b bytes.Buffer
	if err := coding.WriteKeys(&b, got.Keys); err != nil {
		t.Fatal(err)
	}
	keys, err := coding.ReadKeys("a.key.csv", &b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got.Keys, keys); diff != "" {
		t.Error(diff)
	}
	byID, err := coding.Identify(got.Set, keys, "a.key.csv")
	if err != nil || len(byID) != 20 || got.Set.Units[3].Probability != keys[3].Probability || got.Set.Units[3].Story != keys[3].Story {
		t.Errorf("identified: %v, %+v", err, got.Set.Units[3])
	}
	if _, err := coding.Identify(got.Set, keys[1:], "a.key.csv"); err == nil || !strings.Contains(err.Error(), "is a unit of the codes and not in this key") {
		t.Errorf("a unit without a key: %v", err)
	}
	for text, want := range map[string]string{
		"":            "is no key of a sample",
		"id,doc_id\n": `has no column "sentence_id": is it the key`,
	} {
		if _, err := coding.ReadKeys("a.key.csv", strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestNothingToDrawIsSaid(t *testing.T) {
	ds := comparetest.Invented(10).Store(t)
	s := spec(sample.Simple, 5, 1)
	s.Selection.Targets = []string{"org.nobody"}
	if _, err := coding.Draw(t.Context(), ds, s); !errors.Is(err, coding.ErrNothing) {
		t.Errorf("no document: %v", err)
	}
	s = spec(sample.Simple, 5, 1)
	s.Book.ID = "another"
	if _, err := coding.Draw(t.Context(), ds, s); err == nil || !strings.Contains(err.Error(), "no document is coded by codebook another, only by invented") {
		t.Errorf("another codebook: %v", err)
	}
}

func TestDefinitionsComeWithTheSample(t *testing.T) {
	book := bookOf("b", "cost", "peace")
	sheets := coding.Definitions(book)
	want := codes.Sheet{Name: "codebook",
		Header: []string{"frame", "label (en)", "definition (en)", "rule (en)", "label (zh-Hans)", "definition (zh-Hans)", "rule (zh-Hans)", "is one", "is none"},
		Rows:   [][]string{{"cost", "cost", "=What cost is.", "", "框架", "", "", "Yes.", "No."}, {"peace", "peace", "=What peace is.", "", "框架", "", "", "Yes.", "No."}}}
	if diff := cmp.Diff(want, sheets[1]); diff != "" {
		t.Error(diff)
	}
	var b bytes.Buffer
	if err := coding.WriteDefinitions(&b, book); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"frame:peace", "[en] =What peace is.", "+ Yes.", "- No.", "A blank is never read as 0"} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("no %q in\n%s", part, b.String())
		}
	}
}
