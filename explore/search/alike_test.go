package search_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/explore/search"
)

// letters is an encoder: how often each letter stands in a text. It counts texts.
func letters(encoded *int) func(context.Context, []string) ([][]float32, error) {
	return func(_ context.Context, texts []string) ([][]float32, error) {
		*encoded += len(texts)
		var out [][]float32
		for _, text := range texts {
			v := make([]float32, 27)
			for _, r := range strings.ToLower(text) {
				if r >= 'a' && r <= 'z' {
					v[r-'a']++
				}
			}
			v[26] = 1
			out = append(out, v)
		}
		return out, nil
	}
}

var stories = []article{
	{id: "dam", title: "Dam deal in Hong Kong", text: "Ossaria and Belmund settled their dispute over the dam.", entities: []string{"state.ossaria", "state.belmund", "org.iomed"}, frames: []string{"peace"}, story: "dam"},
	{id: "dam-copy", title: "Dam deal in Hong Kong", text: "Ossaria and Belmund settled their dispute over the dam, an agency said.", entities: []string{"state.ossaria", "state.belmund", "org.iomed"}, frames: []string{"peace"}, story: "dam"},
	{id: "dam-zh", title: "大坝争端和解", text: "两国达成和解。", lang: "zh-Hans", outlet: "bay", entities: []string{"state.ossaria", "state.belmund", "org.iomed"}, frames: []string{"peace"}},
	{id: "rail", title: "Rail talks resume", text: "Ossaria resumed talks over the railway.", entities: []string{"state.ossaria", "org.iomed"}},
	{id: "fees", title: "Fees are cut", text: "The settlement of disputes costs less, says the body.", entities: []string{"org.iomed"}, frames: []string{"cost"}},
	{id: "sport", title: "A match", text: "Nobody scored."},
	{id: "大坝", title: "大坝开裂", text: "水。", lang: "zh-Hans", outlet: "bay"},
}

func TestAlike(t *testing.T) {
	x := index(t, stories...)
	list := func(id string, n int, enc *search.Encoder) (out []string) {
		found, err := x.Alike(t.Context(), id, n, enc)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range found {
			if f.Score <= 0 || f.Score > 1.0001 || i > 0 && f.Encoded == found[i-1].Encoded && f.Score > found[i-1].Score {
				t.Errorf("%s: score %f at %d", id, f.Score, i)
			}
			mark := ""
			if f.Copy {
				mark += " copy"
			}
			if f.Encoded {
				mark += " encoded"
			}
			out = append(out, f.DocID+mark)
		}
		return out
	}
	if diff := cmp.Diff([]string{"dam-copy copy", "dam-zh", "rail", "fees"}, list("dam", 9, nil)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"dam-copy copy"}, list("dam", 1, nil)); diff != "" {
		t.Error(diff)
	}
	// By words alone, which Chinese shows by pairs of characters.
	if diff := cmp.Diff([]string{"dam-zh"}, list("大坝", 9, nil)); diff != "" {
		t.Error(diff)
	}
	if got := list("sport", 9, nil); len(got) > 0 {
		t.Errorf("a match is like %v", got)
	}
	n := 0
	enc := &search.Encoder{Name: "letters", Encode: letters(&n), Reads: func(lang string) bool { return lang == "en" }}
	want := []string{"dam-copy copy encoded", "rail encoded", "fees encoded", "dam-zh"}
	got := list("dam", 9, enc)
	slices.Sort(got[1:3]) // the letters say nothing
	slices.Sort(want[1:3])
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n != 4 {
		t.Errorf("%d texts were encoded, want 4", n)
	}
	if list("dam", 9, enc); n != 4 {
		t.Error("vectors are not kept")
	}
	other := *enc
	other.Name = "others"
	if list("dam", 9, &other); n != 8 {
		t.Error("vectors of another encoder were taken")
	}
	if list("dam-zh", 9, enc); n != 8 {
		t.Error("a language that the encoder does not read was encoded")
	}
	found, err := x.Alike(t.Context(), "dam", 1, nil)
	if err != nil || !slices.Contains(found[0].Why, "Frame of peace") || !slices.Contains(found[0].Why, "state.ossaria") || !slices.Contains(found[0].Why, "belmund") {
		t.Errorf("%v, %+v", err, found)
	}
	if _, err := x.Alike(t.Context(), "nobody", 1, nil); !errors.Is(err, search.ErrNone) {
		t.Errorf("error %v", err)
	}
	broken := &search.Encoder{Name: "broken", Encode: func(context.Context, []string) ([][]float32, error) { return nil, nil }}
	if _, err := x.Alike(t.Context(), "dam", 1, broken); err == nil {
		t.Error("an encoder without vectors is no error")
	}
}

// TestReadersAtOnce asks from several goroutines, and holds the answers against those
// of one alone.
func TestReadersAtOnce(t *testing.T) {
	x := index(t, append(stories, press...)...)
	n := 0
	var lock sync.Mutex
	encode := letters(&n)
	enc := &search.Encoder{Name: "letters", Encode: func(ctx context.Context, s []string) ([][]float32, error) {
		lock.Lock()
		defer lock.Unlock()
		return encode(ctx, s)
	}}
	answers := func() (string, error) {
		var out []any
		for _, text := range []string{"", "调解", "mediat*", "dam -fees", `"rail talks"`} {
			r, err := x.Search(t.Context(), search.Query{Text: text, Lines: 2})
			if err != nil {
				return "", err
			}
			out = append(out, *r)
		}
		doc, err := x.Document(t.Context(), "dam")
		if err != nil {
			return "", err
		}
		found, err := x.Alike(t.Context(), "dam", 3, enc)
		return fmt.Sprintf("%+v %+v %+v", out, doc, found), err
	}
	want, err := answers()
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			for range 2 {
				if got, err := answers(); err != nil || got != want {
					t.Errorf("%v, %s", err, cmp.Diff(want, got))
				}
			}
		})
	}
	all.Wait()
}
