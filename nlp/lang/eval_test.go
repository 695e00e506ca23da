package lang_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"framewatch/nlp/lang"
)

// TestEval measures the identifier on the evaluation set; the floors are the
// goals of the project. With FRAMEWATCH_PRED set it also writes predictions
// for the set's own scorer there.
func TestEval(t *testing.T) {
	dir := os.Getenv("FRAMEWATCH_EVAL")
	if dir == "" {
		t.Skip("FRAMEWATCH_EVAL is not set")
	}
	f, err := os.Open(filepath.Join(dir, "langid", "langid.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	id, err := lang.New(lang.Default())
	if err != nil {
		t.Fatal(err)
	}
	type tally struct{ right, n int }
	tallies := map[string]map[string]*tally{} // kind, language
	pred := predictions(t)
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var item struct{ ID, Lang, Kind, Text string }
		if err := json.Unmarshal(lines.Bytes(), &item); err != nil {
			t.Fatal(err)
		}
		got := id.Detect(item.Text)
		pred(item.ID, got)
		if tallies[item.Kind] == nil {
			tallies[item.Kind] = map[string]*tally{}
		}
		c := tallies[item.Kind][item.Lang]
		if c == nil {
			c = &tally{}
			tallies[item.Kind][item.Lang] = c
		}
		c.n++
		if got.Lang == item.Lang || item.Lang == "zh" && (got.Lang == "zh-Hans" || got.Lang == "zh-Hant") {
			c.right++
		}
	}
	for kind, floor := range map[string]float64{"sentence": .985, "short": .975, "paragraph": .99} {
		var shares []float64
		for _, c := range tallies[kind] {
			shares = append(shares, float64(c.right)/float64(c.n))
		}
		slices.Sort(shares)
		macro := 0.0
		for _, s := range shares {
			macro += s / float64(len(shares))
		}
		t.Logf("%s: macro accuracy %.4f over %d languages", kind, macro, len(shares))
		if macro < floor {
			t.Errorf("%s: macro accuracy %.4f is under %.3f", kind, macro, floor)
		}
	}
}

// predictions returns a function that writes one result to FRAMEWATCH_PRED.
func predictions(t *testing.T) func(id string, r lang.Result) {
	path := os.Getenv("FRAMEWATCH_PRED")
	if path == "" {
		return func(string, lang.Result) {}
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	enc := json.NewEncoder(f)
	return func(id string, r lang.Result) {
		if err := enc.Encode(map[string]string{"id": id, "lang": r.Lang, "script": r.Script}); err != nil {
			t.Error(err)
		}
	}
}
