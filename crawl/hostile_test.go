package crawl_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/internal/charset"
)

// hostileCase is a case of the catalogue of hostile servers, as its /expected
// lists it.
type hostileCase struct {
	Name, Group, URL, Outcome, Text string
}

// accepted are the outcomes that the catalogue takes for the one that it wants.
var accepted = map[string][]corpus.Outcome{
	"ok":           {"ok", "ok-flagged"},
	"ok-truncated": {"ok-truncated", "ok-flagged"},
	"ok-flagged":   {"ok-flagged", "ok", "ok-truncated", "error", "blocked", "skipped"},
	"error":        {"error", "blocked", "skipped"},
	"blocked":      {"blocked", "skipped", "not-fetched"},
	"skipped":      {"skipped", "blocked", "error", "ok-flagged"},
	"not-fetched":  {"not-fetched", "blocked", "skipped"},
}

// lenient are cases for which the catalogue takes more.
var lenient = map[string][]corpus.Outcome{
	"json-ld-only": {"ok", "ok-flagged", "skipped"}, "deep-100k": {"error"}, "deflate-raw": {"ok-flagged", "error"},
	"gzip-twice": {"ok-truncated", "ok-flagged"}, "header-many": {"error"},
}

const hostilePort = 18099

// TestHostile runs the catalogue of hostile servers: one crawl a case, judged
// by the journal and by what the servers saw.
func TestHostile(t *testing.T) {
	eval := os.Getenv("FRAMEWATCH_EVAL")
	if eval == "" || testing.Short() {
		t.Skip("FRAMEWATCH_EVAL names no evaluation folder, or the tests are to be short")
	}
	base := startHostile(t, filepath.Join(eval, "hostile"))
	var expected struct{ Cases []hostileCase }
	getJSON(t, base+"/expected", &expected)
	var mu sync.Mutex
	faults, dirs := map[string]string{}, map[string]string{}
	var g errgroup.Group
	g.SetLimit(12)
	for _, c := range expected.Cases {
		dirs[c.Name] = t.TempDir()
	}
	for _, c := range expected.Cases {
		g.Go(func() error {
			fault := tryHostile(t.Context(), c, dirs[c.Name])
			mu.Lock()
			defer mu.Unlock()
			faults[c.Name] = fault
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	var judged struct{ Cases map[string]string }
	getJSON(t, base+"/judge", &judged)
	passed := 0
	for _, c := range expected.Cases {
		fault := faults[c.Name]
		if v := judged.Cases[c.Name]; strings.HasPrefix(v, "FAIL") {
			fault += " " + v
		}
		if fault != "" {
			t.Errorf("%s/%s: %s", c.Group, c.Name, fault)
			continue
		}
		passed++
	}
	t.Logf("%d of %d cases pass", passed, len(expected.Cases))
	t.Run("second run", func(t *testing.T) { trySecondRun(t, base, expected.Cases, dirs) })
	t.Run("rebinding", func(t *testing.T) { tryRebinding(t, base) })
}

// trySecondRun crawls again what is to be judged by a second visit, with the
// memory of the first.
func trySecondRun(t *testing.T, base string, cases []hostileCase, dirs map[string]string) {
	want := map[string]string{
		"etag": "not-modified ", "lastmod-only": "not-modified ", "edited": "ok ", "plain": "not-modified ", "robots-changes": "not-fetched robots",
	}
	tried := 0
	for _, c := range cases {
		if want[c.Name] == "" {
			if c.Group == "again" {
				t.Errorf("%s: nothing is known of the second run", c.Name)
			}
			continue
		}
		tried++
		first := startCapture(t, jobIn(dirs[c.Name], "r"), c.URL)
		sum, job := crawlHostile(t, c, dirs[c.Name], "r2", nil)
		second := startCapture(t, job, c.URL)
		if got := fmt.Sprintf("%s %s", sum.Starts[0].Outcome, sum.Starts[0].ErrorCode); got != want[c.Name] {
			t.Errorf("%s: %s, want %s", c.Name, got, want[c.Name])
		}
		if changed := first.BodySHA256 != second.BodySHA256; changed != (c.Name == "edited" || c.Name == "robots-changes") {
			t.Errorf("%s: body %s, then %s", c.Name, first.BodySHA256, second.BodySHA256)
		}
	}
	if tried != len(want) {
		t.Errorf("%d of %d cases tried", tried, len(want))
	}
	var judged struct{ Cases map[string]string }
	getJSON(t, base+"/judge", &judged)
	for name := range want {
		// The judge counts over both runs what it allows for one: robots-changes is
		// met twice, and plain is what two other cases lead to as well. Their
		// outcomes were checked above.
		if name == "robots-changes" || name == "plain" {
			continue
		}
		if v := judged.Cases[name]; strings.HasPrefix(v, "FAIL") {
			t.Errorf("%s: %s", name, v)
		}
	}
}

// tryRebinding asks for a name that resolves to an allowed address at first and
// to a forbidden one from then on.
func tryRebinding(t *testing.T, base string) {
	c := hostileCase{Name: "ssrf-rebind", URL: fmt.Sprintf("http://rebind.test:%d/case/plain", hostilePort)}
	resolver := func(cfg *crawl.Config) { cfg.Resolver = fmt.Sprintf("127.0.0.1:%d", hostilePort+2) }
	dir := t.TempDir()
	for _, run := range []corpus.RunID{"r", "r2"} {
		sum, job := crawlHostile(t, c, dir, run, resolver)
		for capture, err := range crawl.Captures(job.StateDir, job.Run) {
			if err != nil {
				t.Fatal(err)
			}
			if !capture.Outcome.Stored() {
				continue
			}
			page, err := crawl.ReadPage(dir, capture)
			if err != nil || strings.Contains(string(page.Body), "INTERNAL SECRET") {
				t.Errorf("%s: read from the forbidden address (%v)", capture.URL, err)
			}
		}
		if start := sum.Starts[0]; run == "r2" && (start.Outcome != corpus.OutcomeNotFetched || start.ErrorCode != "address") {
			t.Errorf("%s %s, want not-fetched address", start.Outcome, start.ErrorCode)
		}
	}
	metadata := hostileCase{Name: "metadata", URL: fmt.Sprintf("http://metadata.test:%d/", hostilePort)}
	sum, _ := crawlHostile(t, metadata, t.TempDir(), "r", resolver)
	if start := sum.Starts[0]; start.Outcome != corpus.OutcomeNotFetched || start.ErrorCode != "address" {
		t.Errorf("metadata.test: %s %s, want not-fetched address", start.Outcome, start.ErrorCode)
	}
	var judged struct{ Cases map[string]string }
	getJSON(t, base+"/judge", &judged)
	for name, v := range judged.Cases {
		if strings.Contains(name, "rebind") && strings.HasPrefix(v, "FAIL") {
			t.Errorf("%s: %s", name, v)
		}
	}
}

// crawlHostile runs one crawl of a case.
func crawlHostile(t *testing.T, c hostileCase, dir string, run corpus.RunID, change func(*crawl.Config)) (crawl.Summary, crawl.Job) {
	t.Helper()
	cfg := hostileConfig(c)
	if change != nil {
		change(&cfg)
	}
	cr, err := crawl.New(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	src, err := crawl.URLSource(c.URL)
	if err != nil {
		t.Fatal(err)
	}
	job := jobIn(dir, run, src)
	sum, err := cr.Run(t.Context(), job)
	if err != nil || len(sum.Starts) != 1 {
		t.Fatalf("%s: %v, %d lines for the start URL", c.Name, err, len(sum.Starts))
	}
	return sum, job
}

// startCapture is what the journal of a run says of its start page.
func startCapture(t *testing.T, job crawl.Job, url string) (last corpus.Capture) {
	t.Helper()
	for capture, err := range crawl.Captures(job.StateDir, job.Run) {
		if err != nil {
			t.Fatal(err)
		}
		if capture.URL == url && capture.Via == "" {
			last = capture
		}
	}
	return last
}

func hostileConfig(c hostileCase) crawl.Config {
	cfg := crawl.Default()
	cfg.AllowNet, cfg.MaxPages, cfg.NoDelay = []string{"127.0.0.0/25"}, 50, c.Group != "pace"
	return cfg
}

// tryHostile crawls one case and says what the journal should not.
func tryHostile(ctx context.Context, c hostileCase, dir string) string {
	cr, err := crawl.New(hostileConfig(c), slog.New(slog.DiscardHandler))
	if err != nil {
		return err.Error()
	}
	src, err := crawl.URLSource(c.URL)
	if err != nil {
		return err.Error()
	}
	job := jobIn(dir, "r", src)
	began := time.Now()
	sum, err := cr.Run(ctx, job)
	if err != nil {
		return err.Error()
	}
	if took := time.Since(began); took > 65*time.Second {
		return fmt.Sprintf("took %s", took)
	}
	if len(sum.Starts) != 1 {
		return fmt.Sprintf("%d lines for the start URL", len(sum.Starts))
	}
	if got := sum.Starts[0].Outcome; !slices.Contains(append(lenient[c.Name], accepted[c.Outcome]...), got) {
		return fmt.Sprintf("outcome %s, want %s", got, c.Outcome)
	}
	if c.Text == "" {
		return ""
	}
	for capture, err := range crawl.Captures(job.StateDir, job.Run) {
		if err != nil {
			return err.Error()
		}
		if !capture.Outcome.Stored() || capture.Kind == crawl.KindRobots {
			continue
		}
		page, err := crawl.ReadPage(dir, capture)
		if err != nil {
			return err.Error()
		}
		if text, _ := charset.Decode(page.Body, page.ContentType); strings.Contains(string(text), c.Text) {
			return ""
		}
	}
	return "the text is in no stored page"
}

// startHostile builds and starts the catalogue's server and returns its URL.
func startHostile(t *testing.T, folder string) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "hostile")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", bin, ".")
	build.Dir = folder
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the catalogue: %v\n%s", err, out)
	}
	server := exec.CommandContext(t.Context(), bin, "-port", fmt.Sprint(hostilePort), "-max", "75")
	stderr, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	if _, err := stderr.Read(make([]byte, 1)); err != nil { // it says when it listens
		t.Fatal(err)
	}
	return fmt.Sprintf("http://127.0.0.1:%d", hostilePort)
}

func getJSON(t *testing.T, url string, into any) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}
