package neardup_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"framewatch/nlp/neardup"
)

// TestEval measures pair F1 of the clusters on the evaluation set; the floor is
// the project's goal.
func TestEval(t *testing.T) {
	dir := os.Getenv("FRAMEWATCH_EVAL")
	if dir == "" || testing.Short() {
		t.Skip("FRAMEWATCH_EVAL is not set, or the tests are to be short")
	}
	data, err := os.ReadFile(filepath.Join(dir, "neardup", "docs.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	gold := map[string]string{}
	x := neardup.New(neardup.Default())
	for line := range bytes.Lines(data) {
		var item struct{ ID, Text, Cluster string }
		if err := json.Unmarshal(line, &item); err != nil {
			t.Fatal(err)
		}
		gold[item.ID] = item.Cluster
		x.Add(item.ID, item.Text)
	}
	pairs := func(n int) int { return n * (n - 1) / 2 }
	right, found, all := 0, 0, 0
	sizes := map[string]int{}
	for _, c := range gold {
		sizes[c]++
	}
	for _, n := range sizes {
		all += pairs(n)
	}
	for _, c := range x.Clusters() {
		same := map[string]int{}
		for _, m := range c.Members {
			same[gold[m.ID]]++
		}
		for _, n := range same {
			right += pairs(n)
		}
		found += pairs(len(c.Members))
	}
	f1 := 2 * float64(right) / float64(found+all)
	t.Logf("precision %.4f, recall %.4f, F1 %.4f", float64(right)/float64(found), float64(right)/float64(all), f1)
	if f1 < 0.95 {
		t.Errorf("pair F1 %.4f is under 0.95", f1)
	}
}
