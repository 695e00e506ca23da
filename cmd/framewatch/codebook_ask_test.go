package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// TestAModelIsOneCoderMore goes from a sample to its score with a model that was
// recorded.
func TestAModelIsOneCoderMore(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		var q struct{ Messages []struct{ Content string } }
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			t.Error(err)
			return
		}
		answer := `{"about":"main","stance":0,"frames":[]}`
		switch text := q.Messages[1].Content; {
		case strings.Contains(text, "hub"):
			answer = `{"about":"main","stance":1,"frames":[{"frame":"hong_kong_hub","evidence":"a hub for quarrels"}]}`
		case strings.Contains(text, "枢纽"):
			answer = `{"about":"main","stance":1,"frames":[{"frame":"hong_kong_hub","evidence":"争端解决枢纽"}]}`
		case strings.Contains(text, "mumble"):
			answer = `mumble`
		}
		content, err := json.Marshal(answer)
		if err != nil {
			t.Error(err)
		}
		fmt.Fprintf(w, `{"choices":[{"message":{"content":%s}}],"usage":{"prompt_tokens":100,"completion_tokens":10}}`, content)
	}))
	defer server.Close()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(want int, args ...string) (string, string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		if code := execute(t.Context(), append(args, "-c", path("fw.yaml")), strings.NewReader(""), &stdout, &stderr); code != want {
			t.Fatalf("%v: exit %d, want %d\n%s%s", args, code, want, stdout.String(), stderr.String())
		}
		return stdout.String(), stderr.String()
	}
	write("fw.yaml", fmt.Sprintf("data: %q\nmodel_coder:\n  url: %s/v1\n  model: tide-1\n  release: [text]\n  price_in: 2\n  price_out: 8\n", path("data"), server.URL))
	write("sample.jsonl", `{"id":"u1","lang":"en","text":"IOMed makes the city a hub for quarrels.","codes":[{"coder":"anna","about":"main","frames":["hong_kong_hub"]}]}
{"id":"u2","lang":"zh-Hans","text":"国际调解院使香港成为争端解决枢纽。","codes":[{"coder":"anna","about":"main","frames":["hong_kong_hub"]}]}
{"id":"u3","lang":"en","text":"IOMed met.","codes":[{"coder":"anna","about":"main","frames":[]}]}
`)
	plan, _ := run(exitOK, "codebook", "ask", path("sample.jsonl"), "--dry-run", "--cache", path("cache"))
	if !strings.Contains(plan, "model:tide-1 would code 3 texts") || asked.Load() != 0 {
		t.Errorf("the plan asked %d times and says %s", asked.Load(), plan)
	}
	if _, stderr := run(exitSource, "codebook", "ask", path("sample.jsonl"), "--out", path("poor.jsonl"), "--cache", path("cache"), "--max-cost", "0.0001"); !strings.Contains(stderr, "max_cost") || asked.Load() != 0 {
		t.Errorf("asked %d times with no money: %s", asked.Load(), stderr)
	}
	run(exitOK, "codebook", "ask", path("sample.jsonl"), "--out", path("model.jsonl"), "--cache", path("cache"))
	run(exitUsage, "codebook", "ask", path("sample.jsonl"), "--out", path("model.jsonl"), "--cache", path("cache"))
	if _, stderr := run(exitOK, "codebook", "ask", path("sample.jsonl"), "--out", path("again.csv"), "--cache", path("cache")); !strings.Contains(stderr, "3 of them from the cache; cost 0") || asked.Load() != 3 {
		t.Errorf("asked %d times: %s", asked.Load(), stderr)
	}
	score, _ := run(exitOK, "codebook", "score", "--codes", path("sample.jsonl"), "--codes", path("model.jsonl"), "--annotate", "--frame", "hong_kong_hub")
	if !strings.Contains(score, "model:tide-1") {
		t.Errorf("the model is not held against people:\n%s", score)
	}

	write("odd.jsonl", `{"id":"u9","text":"IOMed may mumble."}`)
	if _, stderr := run(exitSource, "codebook", "ask", path("odd.jsonl"), "--out", path("odd.out.jsonl"), "--cache", path("cache")); !strings.Contains(stderr, "u9: the answer is no JSON object") || !strings.Contains(stderr, "1 of 1 texts have no codes") {
		t.Errorf("a text without codes: %s", stderr)
	}
	if _, err := os.Stat(path("odd.out.jsonl")); err == nil {
		t.Error("a file without codes was written")
	}
	write("fw.yaml", "model_coder: {url: 'http://127.0.0.1:1/v1', modell: x}\n")
	if _, stderr := run(exitUsage, "codebook", "ask", path("sample.jsonl"), "--out", path("x.jsonl")); !strings.Contains(stderr, `did you mean "model_coder.model"`) && !strings.Contains(stderr, `did you mean "model"`) {
		t.Errorf("a typo: %s", stderr)
	}
	write("fw.yaml", "data: x\n")
	if _, stderr := run(exitUsage, "codebook", "ask", path("sample.jsonl"), "--out", path("x.jsonl")); !strings.Contains(stderr, "no model is set") {
		t.Errorf("without a model: %s", stderr)
	}
}
