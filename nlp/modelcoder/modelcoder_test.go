package modelcoder_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/internal/invalid"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
	"framewatch/nlp/modelcoder"
)

func book() *frame.Codebook {
	text := func(s string) frame.Text { return frame.Text{"en": s} }
	return &frame.Codebook{ID: "tides", Version: "1", Frames: []frame.Frame{
		{ID: "cheap", Definition: text("It is said to cost little."), CodingRule: text("Only where a cost is named.")},
		{ID: "slow", Definition: text("It is said to be slow.")}, {ID: "trusted", Definition: text("It is trusted.")}}}
}

// recorded answers each text as it was once answered; texts of which it knows
// nothing are answered with a fault.
func recorded(t *testing.T, answers map[string]string) (*httptest.Server, *atomic.Int64, *[]string) {
	t.Helper()
	var asked atomic.Int64
	var bodies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		body, err := io.ReadAll(r.Body)
		if err != nil || r.URL.Path != "/v1/chat/completions" || r.Header.Get("Authorization") != "Bearer sesame" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		bodies = append(bodies, string(body))
		var q struct{ Messages []struct{ Content string } }
		if err := json.Unmarshal(body, &q); err != nil || len(q.Messages) != 2 {
			t.Errorf("question %s", body)
			return
		}
		for text, answer := range answers {
			if strings.Contains(q.Messages[1].Content, text) {
				content, err := json.Marshal(answer)
				if err != nil {
					t.Error(err)
				}
				fmt.Fprintf(w, `{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":%s},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100}}`, content)
				return
			}
		}
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(server.Close)
	return server, &asked, &bodies
}

func settings(t *testing.T, url string) modelcoder.Config {
	t.Helper()
	t.Setenv("TIDES_KEY", "sesame")
	cfg := modelcoder.Default()
	cfg.URL, cfg.Model, cfg.KeyEnv, cfg.Release = url+"/v1/", "tide-1", "TIDES_KEY", []string{"text", "title"}
	cfg.PriceIn, cfg.PriceOut, cfg.Retries = 1, 10, 0
	return cfg
}

func coder(t *testing.T, cfg modelcoder.Config, cache string) *modelcoder.Coder {
	t.Helper()
	c, err := modelcoder.New(cfg, "the Tide Office (潮汐院)", book(), cache)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func units(texts ...string) *codes.Set {
	set := &codes.Set{}
	for i, text := range texts {
		set.Units = append(set.Units, codes.Unit{ID: fmt.Sprint("u", i), Title: "Title", Text: text, Outlet: "Secret Gazette", Country: "KE",
			Codes: []codes.Code{{Coder: "anna", Present: []string{"slow"}}}})
	}
	return set
}

func TestTextsAreCodedByWhatTheyShow(t *testing.T) {
	server, _, _ := recorded(t, map[string]string{
		"costs little": `{"about":"main","stance":1,"frames":[{"frame":"cheap","evidence":"Costs  “little”, they say"}]}`,
		"收费低廉":         "```json\n{\"about\":\"main\",\"stance\":1,\"frames\":[{\"frame\":\"cheap\",\"evidence\":\"收费低廉\"},{\"frame\":\"slow\",\"evidence\":\"进展缓慢\"}]}\n```",
		"nothing":      `{"about":"passing","stance":0,"frames":[]}`,
		"unknown":      `{"about":"main","stance":0,"frames":[{"frame":"dear","evidence":"unknown"}]}`,
		"stanza":       `{"about":"main","stance":5,"frames":[]}`,
		"prose":        `I think it is slow.`,
	})
	c := coder(t, settings(t, server.URL), t.TempDir())
	got, result, err := c.Code(t.Context(), units("It costs little, they say.", "潮汐院收费低廉。", "There is nothing.", "unknown frame", "stanza", "prose", "no answer"))
	if err != nil {
		t.Fatal(err)
	}
	one, zero := 1, 0
	want := [][]codes.Code{
		{{Coder: "model:tide-1", About: "main", Stance: &one, Present: []string{"cheap"}, Note: "cheap: Costs  “little”, they say"}},
		{{Coder: "model:tide-1", About: "main", Stance: &one, Present: []string{"cheap"}, Coded: []string{"cheap", "trusted"},
			Note: "cheap: 收费低廉\nnot coded, as the text does not have the words given for it: slow"}},
		{{Coder: "model:tide-1", About: "passing", Stance: &zero}}, nil, nil, nil, nil}
	var have [][]codes.Code
	for _, u := range got.Units {
		have = append(have, u.Codes)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var failed []string
	for _, f := range result.Failed {
		failed = append(failed, f.Unit+": "+f.Err.Error())
	}
	for i, part := range []string{`u3: the answer has a frame "dear"`, "u4: the answer says stance 5", "u5: the answer is no JSON object", "u6: status 418"} {
		if i >= len(failed) || !strings.HasPrefix(failed[i], part) {
			t.Errorf("failures %q, want one that says %q", failed, part)
		}
	}
	if result.Asked != 6 || result.Kept != 0 || result.Cost != 6*(1000*1+100*10)/1e6 {
		t.Errorf("result %+v", result)
	}
}

func TestOnlyWhatIsReleasedIsSent(t *testing.T) {
	server, _, bodies := recorded(t, map[string]string{"harbour": `{"about":"no","frames":[]}`})
	cfg := settings(t, server.URL)
	cfg.Release = []string{"text"}
	set := units("A harbour.")
	set.Units[0].ID = "unit-identity"
	if _, _, err := coder(t, cfg, t.TempDir()).Code(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	for _, kept := range []string{"Secret Gazette", "KE", "Title", "anna", "unit-identity", "sesame"} {
		if strings.Contains((*bodies)[0], `\"`+kept) || strings.Contains((*bodies)[0], kept+`\"`) {
			t.Errorf("the question holds %q: %s", kept, (*bodies)[0])
		}
	}
	for _, told := range []string{"A harbour.", "潮汐院", "Only where a cost is named."} {
		if !strings.Contains((*bodies)[0], told) {
			t.Errorf("the question does not hold %q", told)
		}
	}
}

func TestNothingIsPaidTwice(t *testing.T) {
	server, asked, _ := recorded(t, map[string]string{"a": `{"about":"main","stance":0,"frames":[]}`})
	cache := t.TempDir()
	set := units("a", "a b")
	first, _, err := coder(t, settings(t, server.URL), cache).Code(t.Context(), set)
	if err != nil {
		t.Fatal(err)
	}
	c := coder(t, settings(t, server.URL), cache)
	if plan, err := c.Plan(set); err != nil || plan.Kept != 2 || plan.Most != 0 {
		t.Errorf("plan %+v, %v", plan, err)
	}
	again, result, err := c.Code(t.Context(), set)
	if err != nil || result.Asked != 0 || result.Kept != 2 || result.Cost != 0 || asked.Load() != 2 {
		t.Errorf("asked %d times, result %+v, %v", asked.Load(), result, err)
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("kept answers give other codes\n%s", diff)
	}
	// A file that was cut off is asked for again, and another model is another question.
	files, err := filepath.Glob(filepath.Join(cache, "*.json"))
	if err != nil || len(files) != 2 {
		t.Fatalf("files %v, %v", files, err)
	}
	if err := os.WriteFile(files[0], []byte(`{"model":"ti`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, result, err := c.Code(t.Context(), set); err != nil || result.Asked != 1 {
		t.Errorf("after a cut file %+v, %v", result, err)
	}
	other := settings(t, server.URL)
	other.Model = "tide-2"
	if plan, err := coder(t, other, cache).Plan(set); err != nil || plan.Kept != 0 || plan.Most <= 0 {
		t.Errorf("plan of another model %+v, %v", plan, err)
	}
}

func TestARunStopsBeforeItCostsTooMuch(t *testing.T) {
	server, asked, _ := recorded(t, map[string]string{"a": `{"about":"main","stance":0,"frames":[]}`})
	cfg, cache := settings(t, server.URL), t.TempDir()
	set := units("a", "a b", "a c", "a d")
	plan, err := coder(t, cfg, cache).Plan(set)
	if err != nil || asked.Load() != 0 {
		t.Fatalf("a plan asked %d times, %v", asked.Load(), err)
	}
	cfg.MaxCost = plan.Most/4 + .003 // the most of one, and what another one costs
	got, result, err := coder(t, cfg, cache).Code(t.Context(), set)
	if !errors.Is(err, modelcoder.ErrCost) || len(got.Units) != 2 || asked.Load() != 2 || result.Cost > cfg.MaxCost {
		t.Errorf("%d units, asked %d times, cost %g of %g, error %v", len(got.Units), asked.Load(), result.Cost, cfg.MaxCost, err)
	}
	if _, result, err := coder(t, cfg, cache).Code(t.Context(), set); err != nil || result.Kept != 2 || result.Asked != 2 {
		t.Errorf("the next run %+v, %v, want it to go on", result, err)
	}
}

func TestBusyModelsAreAskedAgain(t *testing.T) {
	var n atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch n.Add(1) {
		case 1:
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
		case 2:
			w.WriteHeader(http.StatusBadGateway)
		default:
			fmt.Fprint(w, `{"choices":[{"message":{"content":"{\"about\":\"no\",\"frames\":[]}"}}]}`)
		}
	}))
	defer server.Close()
	cfg := settings(t, server.URL)
	cfg.Retries = 2
	c := coder(t, cfg, t.TempDir())
	var waited []time.Duration
	modelcoder.SetWait(c, func(_ context.Context, d time.Duration) error { waited = append(waited, d); return nil })
	_, result, err := c.Code(t.Context(), units("a"))
	if err != nil || len(result.Failed) != 0 {
		t.Fatalf("%+v, %v", result, err)
	}
	if diff := cmp.Diff([]time.Duration{7 * time.Second, 2 * time.Second}, waited); diff != "" {
		t.Error(diff)
	}
	if result.Cost <= 0 {
		t.Error("an API that does not count costs nothing")
	}
}

func TestTheKeyStaysAtItsAddress(t *testing.T) {
	var leaked atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { leaked.Store(true) }))
	defer other.Close()
	server := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer server.Close()
	_, result, err := coder(t, settings(t, server.URL), t.TempDir()).Code(t.Context(), units("a"))
	if err != nil || len(result.Failed) != 1 || leaked.Load() {
		t.Errorf("%+v, %v; followed %v", result, err, leaked.Load())
	}
}

func TestStopsWhenInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // or the server does not see that the client has gone
		cancel()
		<-r.Context().Done()
	}))
	defer server.Close()
	got, _, err := coder(t, settings(t, server.URL), t.TempDir()).Code(ctx, units("a", "b"))
	if !errors.Is(err, context.Canceled) || len(got.Units) != 0 {
		t.Errorf("%d units, %v", len(got.Units), err)
	}
}

func TestSettings(t *testing.T) {
	cfg := modelcoder.Default()
	if err := cfg.Validate(); err != nil || cfg.On() {
		t.Errorf("the default: %v", err)
	}
	cfg.URL, cfg.Release, cfg.MaxAnswer, cfg.Retries, cfg.Timeout, cfg.MaxCost = "ftp://x", []string{"titel"}, 0, 99, 0, -1
	var paths []string
	for _, f := range invalid.Fields(cfg.Validate()) {
		paths = append(paths, f.Path)
	}
	want := []string{"max_answer", "max_cost", "model", "price_in", "price_out", "release", "release[0]", "retries", "timeout", "url"}
	if diff := cmp.Diff(want, paths, cmpopts.SortSlices(strings.Compare)); diff != "" {
		t.Error(diff)
	}
	if _, err := modelcoder.New(modelcoder.Default(), "x", book(), t.TempDir()); err == nil || !strings.Contains(err.Error(), "model_coder.url") {
		t.Errorf("without a model: %v", err)
	}
}

// TestASilentModelEndsTheRun: an API that takes questions and answers none is not
// waited for by all of them.
func TestASilentModelEndsTheRun(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done() // until who asks has gone
	}))
	t.Cleanup(server.Close)
	cfg := settings(t, server.URL)
	cfg.Timeout = 30 * time.Millisecond
	texts := make([]string, 200)
	for i := range texts {
		texts[i] = fmt.Sprint("text ", i)
	}
	_, result, err := coder(t, cfg, t.TempDir()).Code(t.Context(), units(texts...))
	if err == nil || !strings.Contains(err.Error(), "answers nobody") || len(result.Failed) < 4 || len(result.Failed) > 100 {
		t.Errorf("%v after %d of 200", err, len(result.Failed))
	}
}
