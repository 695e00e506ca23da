package zh_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"framewatch/corpus"
)

// TestEval measures word F1 for each source of the evaluation set; the floor
// is the project's goal for their mean.
func TestEval(t *testing.T) {
	dir := os.Getenv("FRAMEWATCH_EVAL")
	if dir == "" {
		t.Skip("FRAMEWATCH_EVAL is not set")
	}
	f, err := os.Open(filepath.Join(dir, "zh", "seg_dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	s := segmenter(t)
	type tally struct{ right, gold, found int }
	tallies := map[string]*tally{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var item struct {
			Src, Text string
			Words     []string
		}
		if err := json.Unmarshal(lines.Bytes(), &item); err != nil {
			t.Fatal(err)
		}
		c := tallies[item.Src]
		if c == nil {
			c = &tally{}
			tallies[item.Src] = c
		}
		gold := map[corpus.Span]bool{}
		at := 0
		for _, w := range item.Words {
			gold[corpus.Span{Start: at, End: at + len(w)}] = true
			at += len(w)
		}
		for _, span := range s.Segment(item.Text) {
			c.found++
			if gold[span] {
				c.right++
			}
		}
		c.gold += len(gold)
	}
	macro := 0.0
	for src, c := range tallies {
		f1 := 2 * float64(c.right) / float64(c.gold+c.found)
		t.Logf("%s: F1 %.4f", src, f1)
		macro += f1 / float64(len(tallies))
	}
	t.Logf("macro F1 %.4f", macro)
	if macro < 0.86 {
		t.Errorf("macro F1 %.4f is under 0.86", macro)
	}
}
