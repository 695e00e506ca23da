//go:build unix

package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"framewatch/store"
)

// harbour is an outlet on a loopback address that has published so many articles.
type harbour struct {
	*httptest.Server
	published atomic.Int64
	asked     atomic.Int64
}

func newHarbour(t *testing.T) *harbour {
	t.Helper()
	h := &harbour{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.asked.Add(1)
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if id, ok := strings.CutPrefix(r.URL.Path, "/news/"); ok {
			_, _ = io.WriteString(w, notice(id))
			return
		}
		_, _ = io.WriteString(w, "<!doctype html><title>The Lake Herald</title>")
		for i := range h.published.Load() {
			fmt.Fprintf(w, `<a href="/news/%d">Notice %[1]d</a> `, i+1)
		}
	}))
	t.Cleanup(h.Close)
	return h
}

// notice is an invented article.
func notice(id string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><title>Notice %[1]s</title><article><h1>Notice %[1]s</h1>`, id)
	for i := range 8 {
		fmt.Fprintf(&b, "<p>Paragraph %d of notice %s: the envoys of the two lake states met in the harbour town, where a long table had been set up. 国际调解院第%[2]s次会议在港城举行。</p>", i, id)
	}
	return b.String() + "</article>"
}

// settings writes a source list with the outlet, and settings, into dir.
func (h *harbour) settings(t *testing.T, dir, more string) string {
	t.Helper()
	file := filepath.Join(dir, "framewatch.yaml")
	for name, text := range map[string]string{
		file: "data: " + filepath.Join(dir, "data") + "\nsources: [sources.yaml]\ncrawl: {allow_net: [127.0.0.0/8], no_delay: true}\n" + more,
		filepath.Join(dir, "sources.yaml"): fmt.Sprintf(`list: {id: t, version: "1"}
sources:
  - {id: herald, name: The Lake Herald, domain: 127.0.0.1, country: ZZ, owner_type: private_news, langs: [en, zh], link_patterns: [/news/], start: ["%s/"]}
`, h.URL),
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// daemon is a process of framewatch schedule and the lines that it writes.
type daemon struct {
	*exec.Cmd
	lines *bufio.Scanner
	said  strings.Builder
}

func startSchedule(t *testing.T, args ...string) *daemon {
	t.Helper()
	d := &daemon{Cmd: exec.CommandContext(t.Context(), "framewatch", append([]string{"schedule"}, args...)...)}
	for _, light := range lightly {
		d.Env = append(d.Environ(), light[0]+"="+light[1])
	}
	out, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	d.Stdout, d.Stderr, d.lines = w, w, bufio.NewScanner(out)
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	t.Cleanup(func() { _ = out.Close() })
	return d
}

// until reads lines to one with a text, false when the process ends before.
func (d *daemon) until(text string) (string, bool) {
	for d.lines.Scan() {
		fmt.Fprintln(&d.said, d.lines.Text())
		if strings.Contains(d.lines.Text(), text) {
			return d.lines.Text(), true
		}
	}
	return "", false
}

// TestKilledScheduleLosesNothing stops a schedule at random moments of its runs, by
// SIGTERM and by SIGKILL, and starts it again. Then every article is there once, and
// no check of the dataset finds fault. FRAMEWATCH_KILLS says how often (make soak:
// 100).
func TestKilledScheduleLosesNothing(t *testing.T) {
	kills := 6
	if n, err := strconv.Atoi(os.Getenv("FRAMEWATCH_KILLS")); err == nil {
		kills = n
	}
	h, dir := newHarbour(t), t.TempDir()
	file := h.settings(t, dir, "schedule: {shortest: 1s, longest: 1s, report: 1h}\n")
	rng, usual, interrupted := rand.New(rand.NewPCG(7, 11)), time.Second, 0
	for done := range kills {
		h.published.Add(2)
		d := startSchedule(t, "-c", file)
		if _, ok := d.until("Schedule of 1 sources"); !ok {
			t.Fatalf("it did not begin: %s", &d.said)
		}
		time.Sleep(time.Duration(rng.Int64N(int64(usual))))
		signal := []syscall.Signal{syscall.SIGTERM, syscall.SIGTERM, syscall.SIGKILL}[done%3]
		_ = d.Process.Signal(signal)
		_, _ = d.until("\x00") // to the end
		status := how(t, d.Cmd)
		switch code := status.ExitStatus(); {
		case signal == syscall.SIGKILL && status.Signal() == signal, code == exitOK:
		case code == exitInterrupted && strings.Contains(d.said.String(), "what was fetched is kept"):
			interrupted++
		default:
			t.Errorf("%v: %v\n%s", signal, status, &d.said)
		}
	}
	d := startSchedule(t, "-c", file)
	line, ok := d.until(" run ")
	for starts := 0; ok && !strings.Contains(line, fmt.Sprintf("%d in all", h.published.Load())); starts++ {
		// What was interrupted is brought to its end first; what has come since waits
		// for the next run.
		_ = d.Process.Signal(syscall.SIGTERM)
		_, _ = d.until("\x00")
		_ = how(t, d.Cmd)
		if starts > 5 {
			t.Fatalf("not all is there: %s", &d.said)
		}
		d = startSchedule(t, "-c", file)
		line, ok = d.until(" run ")
	}
	_ = d.Process.Signal(syscall.SIGTERM)
	_, _ = d.until("\x00")
	if status := how(t, d.Cmd); !ok || status.ExitStatus() != exitOK {
		t.Errorf("stopped between runs: %v\n%s", status, &d.said)
	}
	data := filepath.Join(dir, "data")
	if problems, _, err := store.Verify(t.Context(), data, nil); err != nil || len(problems) > 0 {
		t.Errorf("verify: %v %+v", err, problems)
	}
	ds, err := store.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for row, err := range store.Scan[store.DocumentRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		seen[row.URL]++
	}
	for i := range h.published.Load() {
		if n := seen[fmt.Sprintf("%s/news/%d", h.URL, i+1)]; n != 1 {
			t.Errorf("article %d stands %d times", i+1, n)
		}
	}
	t.Logf("%d of %d stops interrupted a run", interrupted, kills)
}

// TestScheduleAnswersWhileItRuns: metrics that Prometheus' own reader takes, and
// both probes, from the process that a unit would start.
func TestScheduleAnswersWhileItRuns(t *testing.T) {
	h, dir := newHarbour(t), t.TempDir()
	h.published.Store(2)
	d := startSchedule(t, "-c", h.settings(t, dir, ""), "--listen", "127.0.0.1:0")
	line, _ := d.until("Metrics: ")
	address := strings.TrimSuffix(strings.TrimPrefix(line, "Metrics: "), "/metrics")
	if _, ok := d.until(" run "); !ok {
		t.Fatalf("no run: %s", &d.said)
	}
	get := func(path string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	for _, probe := range []string{"/healthz", "/readyz"} {
		if code, body := get(probe); code != http.StatusOK {
			t.Errorf("%s: %d %s", probe, code, body)
		}
	}
	_, text := get("/metrics")
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for name, want := range map[string]float64{"framewatch_run_exit_code": 0, "framewatch_sources_broken": 0, "framewatch_sources": 1, "framewatch_dataset_held": 0} {
		if m := families[name].GetMetric(); len(m) != 1 || m[0].GetGauge().GetValue() != want {
			t.Errorf("%s: %v, want %v", name, m, want)
		}
	}
	_ = d.Process.Signal(syscall.SIGTERM)
	_, _ = d.until("\x00")
	if status := how(t, d.Cmd); status.ExitStatus() != exitOK {
		t.Errorf("%v\n%s", status, &d.said)
	}
}
