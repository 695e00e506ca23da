package extract_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"framewatch/extract"
)

// TestEval extracts the evaluation pages and logs what the set's own scorer
// says of them. It needs FRAMEWATCH_EVAL and python3.
func TestEval(t *testing.T) {
	eval := os.Getenv("FRAMEWATCH_EVAL")
	if eval == "" || testing.Short() {
		t.Skip("FRAMEWATCH_EVAL is not set, or the tests are to be short")
	}
	for _, set := range []string{"aeb", "zh", "meta"} {
		t.Run(set, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join(eval, "extract", set, "html", "*.html.gz"))
			if err != nil || len(files) == 0 {
				t.Fatalf("no pages: %v", err)
			}
			urls := evalURLs(t, filepath.Join(eval, "extract", set), set)
			var in strings.Builder
			for _, f := range files {
				id := strings.TrimSuffix(filepath.Base(f), ".html.gz")
				line, err := json.Marshal(map[string]string{"id": id, "url": urls[id], "html_path": f})
				if err != nil {
					t.Fatal(err)
				}
				in.Write(append(line, '\n'))
			}
			out, err := os.Create(filepath.Join(t.TempDir(), set+".jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			if err := extract.JSONL(t.Context(), newExtractor(t).WithFiles(os.Open), strings.NewReader(in.String()), out); err != nil {
				t.Fatal(err)
			}
			if err := out.Close(); err != nil {
				t.Fatal(err)
			}
			score, err := exec.CommandContext(t.Context(), "python3", filepath.Join(eval, "extract", "score.py"), set, out.Name()).CombinedOutput()
			if err != nil {
				t.Fatalf("score: %v\n%s", err, score)
			}
			t.Logf("%s", score)
		})
	}
}

// evalURLs maps a page's id to its address.
func evalURLs(t testing.TB, dir, set string) map[string]string {
	name := "ground-truth.json"
	if set == "meta" {
		name = "evaldata.json"
	}
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	var gold map[string]struct{ File, URL string }
	if err := json.Unmarshal(data, &gold); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for key, g := range gold {
		if set == "meta" {
			out[strings.TrimSuffix(filepath.Base(g.File), ".html.gz")] = key
		} else {
			out[key] = g.URL
		}
	}
	return out
}
