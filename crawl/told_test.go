package crawl_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"framewatch/crawl"
)

// records are the lines of a log as JSON, by their message.
func records(t *testing.T, log string) map[string][]map[string]any {
	t.Helper()
	out := map[string][]map[string]any{}
	for line := range strings.Lines(log) {
		var r map[string]any
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		m, _ := r["msg"].(string)
		out[m] = append(out[m], r)
	}
	return out
}

// TestTheLogHasWhatIsDecided of each source: begin and end with counts, refusals,
// second tries, long rests and a budget that is used up.
func TestTheLogHasWhatIsDecided(t *testing.T) {
	s, clock := newSite(t), newClock()
	s.now = clock.Now
	s.page("a.test/robots.txt", "User-agent: *\nDisallow: /private/\n")
	s.page("a.test/", article("Front page", "/1", "/2", "/private/1", "/private/2", "/busy"))
	s.page("a.test/1", article("港口一"))
	s.page("a.test/2", article("港口二"))
	busy := 0
	s.handle("a.test/busy", func(w http.ResponseWriter, _ *http.Request) {
		if busy++; busy == 1 {
			w.Header().Set("Retry-After", "45")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		_, _ = w.Write([]byte(article("Busy")))
	})
	s.page("b.test/robots.txt", "")
	s.page("b.test/", article("Front page", "/1", "/2", "/3"))
	for _, p := range []string{"1", "2", "3"} {
		s.page("b.test/"+p, article(p))
	}
	var log bytes.Buffer
	c, err := crawl.New(s.settings("a.test", "b.test"), slog.New(slog.NewJSONHandler(&log, nil)), crawl.WithClock(clock))
	if err != nil {
		t.Fatal(err)
	}
	few := source("b", "b.test", nil)
	few.MaxPages = 2
	run(t, c, jobIn(t.TempDir(), "r", source("a", "a.test", nil), few))
	got := records(t, log.String())
	for message, want := range map[string][]map[string]any{
		"source begins":  {{"source": "a"}, {"source": "b"}},
		"source is done": {{"source": "a", "stored": 4.0, "refused": 2.0}, {"source": "b"}},
		"robots refusal": {{"source": "a", "host": "a.test", "line": "Disallow: /private/"}},
		"asking again":   {{"url": "http://a.test/busy", "code": "status-429", "attempt": 2.0, "wait_seconds": 45.0}},
		"host rests":     {{"host": "a.test", "reason": "Retry-After", "seconds": 45.0}},
		"budget cut":     {{"source": "b", "max_pages": 2.0}},
	} {
		for _, w := range want {
			if !has(got[message], w) {
				t.Errorf("no %q with %v among %v", message, w, got[message])
			}
		}
	}
	if n := len(got["robots refusal"]); n != 1 {
		t.Errorf("one rule of a host was told %d times", n)
	}
}

// has reports whether one of the records has all that is wanted.
func has(records []map[string]any, want map[string]any) bool {
	for _, r := range records {
		all := true
		for k, v := range want {
			all = all && r[k] == v
		}
		if all {
			return true
		}
	}
	return false
}

// TestSilenceIsExplained: while a host does not answer, progress and log name it.
func TestSilenceIsExplained(t *testing.T) {
	s := newSite(t)
	release := make(chan struct{})
	var once sync.Once
	s.page("slow.test/robots.txt", "")
	s.handle("slow.test/", func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
		_, _ = w.Write([]byte(article("慢")))
	})
	var log bytes.Buffer
	c, err := crawl.New(s.settings("slow.test"), slog.New(slog.NewJSONHandler(&log, nil)), crawl.WithClock(newClock()), crawl.WithSilence(5*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	job := jobIn(t.TempDir(), "r", source("slow", "slow.test", nil))
	told := false
	job.Progress = func(p crawl.Progress) {
		if strings.HasPrefix(p.Note, "waiting: slow.test has not answered for ") {
			told = true
			once.Do(func() { close(release) })
		}
	}
	run(t, c, job)
	if !told || len(records(t, log.String())["waiting"]) == 0 {
		t.Errorf("told %v\n%s", told, log.String())
	}
}
