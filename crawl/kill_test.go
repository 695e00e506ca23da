package crawl_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/reason"
)

// TestMain lets the test binary be a crawling process that is killed, or one
// that is measured.
func TestMain(m *testing.M) {
	if setup := os.Getenv("FRAMEWATCH_TEST_CRAWL"); setup != "" {
		if err := child([]byte(setup)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1) //nolint:forbidigo // this is the main of a child process
		}
		return
	}
	if setup := os.Getenv(postgresEnv); setup != "" {
		if err := postgresChild([]byte(setup)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1) //nolint:forbidigo // as above
		}
		return
	}
	if setup := os.Getenv(benchEnv); setup != "" {
		if err := benchChild([]byte(setup)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1) //nolint:forbidigo // as above
		}
		return
	}
	m.Run()
	if err := endPlace(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

type childSetup struct {
	Hosts    map[string]string
	Job      crawl.Job
	FileSize uint64 // most bytes of a file, 0 for no limit
	Files    uint64 // most open files, 0 for no limit
}

func child(setup []byte) error {
	var s childSetup
	if err := json.Unmarshal(setup, &s); err != nil {
		return err
	}
	if s.FileSize > 0 {
		if err := limitFiles(s.FileSize); err != nil {
			return err
		}
	}
	if s.Files > 0 {
		if err := limitOpen(s.Files); err != nil {
			return err
		}
	}
	c, err := crawl.New(childConfig(s.Hosts), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	_, err = c.Run(context.Background(), s.Job)
	return err
}

func childConfig(hosts map[string]string) crawl.Config {
	cfg := crawl.Default()
	cfg.AllowNet, cfg.NoDelay, cfg.Workers, cfg.Hosts = []string{"127.0.0.0/8"}, true, childWorkers, hosts
	return cfg
}

// childWorkers is how many requests a process makes at once.
const childWorkers = 4

// kills is how often TestKill kills its crawl; `make soak` sets more.
func kills(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("FRAMEWATCH_KILLS"))
	if err != nil {
		return 3
	}
	t.Logf("%d kills", n)
	return n
}

// TestKill kills a crawling process again and again, lets it finish, and holds
// that the journal is that of an undisturbed crawl, that every page can be read
// back, and that no more was fetched twice than was in flight.
func TestKill(t *testing.T) {
	const pages, sources, forms = 150, 3, 5 // forms of a host's pages, which wait for their wave
	n := kills(t)
	s := newSite(t)
	hosts := map[string]string{}
	var list []corpus.Source
	var served, trigger atomic.Int64
	var process atomic.Pointer[os.Process]
	for i := range sources {
		host := fmt.Sprintf("%c.test", 'a'+i)
		hosts[host] = s.Listener.Addr().String()
		list = append(list, source(host, host, nil))
		s.page(host+"/", article(host, "/p/0", "/p/1"))
		for p := range pages {
			links := []string{fmt.Sprintf("/p/%d", (2*p+2)%pages), fmt.Sprintf("/p/%d", (2*p+3)%pages)}
			if p < forms {
				links = append(links, fmt.Sprintf("/p/%d?print=1", (2*p+2)%pages))
			}
			body := article(fmt.Sprint(host, p), links...)
			answer := func(body string) http.HandlerFunc {
				return func(w http.ResponseWriter, _ *http.Request) {
					// Killed by a count of requests: at any moment of the crawl, and at
					// no moment of the clock.
					if p := process.Load(); p != nil && served.Add(1) == trigger.Load() {
						_ = p.Kill()
					}
					_, _ = w.Write([]byte(body))
				}
			}
			s.handle(fmt.Sprintf("%s/p/%d", host, p), answer(body))
			s.handle(fmt.Sprintf("%s/p/%d?print=1", host, p), answer(fmt.Sprintf(`<link rel="canonical" href="/p/%d">`, p)+body))
		}
	}
	calm := jobIn(t.TempDir(), "r", list...)
	if err := runChild(t, hosts, calm); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	s.hits = nil
	s.mu.Unlock()
	dir := t.TempDir()
	rough := jobIn(dir, "r", list...)
	for k := range n {
		served.Store(0)
		trigger.Store(int64(1 + (k*37+11)%(pages*sources/(n+1))))
		if killed := killChild(t, hosts, rough, &process); !killed {
			t.Fatalf("kill %d did not happen", k)
		}
	}
	process.Store(nil)
	if err := runChild(t, hosts, rough); err != nil {
		t.Fatal(err)
	}
	want, got := captures(t, calm), captures(t, rough)
	differs := []string{"FetchedAt", "WARCOffset"}
	if os.Getenv(placeEnv) != "" { // there each worker has archives of its own
		differs = append(differs, "WARCFile")
	}
	ignore := cmpopts.IgnoreFields(corpus.Capture{}, differs...)
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		t.Errorf("captures differ: %.2000s", diff)
	}
	for _, c := range got {
		if !c.Outcome.Stored() {
			continue
		}
		if p, err := crawl.ReadPage(dir, c); err != nil || corpus.SHA256(p.Body) != c.BodySHA256 {
			t.Errorf("read %s back: %v", c.URL, err)
		}
	}
	twice := map[string]int{}
	over := 0
	for _, h := range s.hits {
		if twice[h.target]++; twice[h.target] > 1 {
			over++
		}
	}
	if limit := n * (childWorkers + sources + sources*forms); over > limit {
		t.Errorf("%d requests again after %d kills, at most %d were in flight or waiting", over, n, limit)
	}
	aliases := 0
	for _, c := range got {
		if c.ErrorCode == reason.Alias {
			aliases++
		}
	}
	if aliases != sources*forms {
		t.Errorf("%d forms of pages, want %d", aliases, sources*forms)
	}
}

func childCommand(t *testing.T, hosts map[string]string, job crawl.Job) *exec.Cmd {
	t.Helper()
	return childOf(t, childSetup{Hosts: hosts, Job: job})
}

func childOf(t *testing.T, s childSetup) *exec.Cmd {
	t.Helper()
	setup, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "FRAMEWATCH_TEST_CRAWL="+string(setup))
	cmd.Stderr = os.Stderr
	return cmd
}

func runChild(t *testing.T, hosts map[string]string, job crawl.Job) error {
	t.Helper()
	return childCommand(t, hosts, job).Run()
}

// killChild runs a crawl and reports whether it was killed before its end.
func killChild(t *testing.T, hosts map[string]string, job crawl.Job, process *atomic.Pointer[os.Process]) bool {
	t.Helper()
	cmd := childCommand(t, hosts, job)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	process.Store(cmd.Process)
	err := cmd.Wait()
	return err != nil && cmd.ProcessState.String() == "signal: killed"
}
