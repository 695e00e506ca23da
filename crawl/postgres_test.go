//go:build unix

package crawl_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/postgres/pgtest"
)

const (
	postgresEnv = "FRAMEWATCH_TEST_POSTGRES"
	killsLease  = 2 * time.Second
)

type postgresSetup struct {
	Hosts        map[string]string
	Job          crawl.Job
	Frontier     string
	Lease, Delay time.Duration
}

// postgresChild is the main of a worker: it fetches for who has the run, takes it over
// when that one is gone, and ends when the run has.
func postgresChild(setup []byte) error {
	var s postgresSetup
	if err := json.Unmarshal(setup, &s); err != nil {
		return err
	}
	cfg := childConfig(s.Hosts)
	cfg.Frontier, cfg.NoDelay, cfg.Delay = s.Frontier, false, s.Delay
	cfg.UserAgent = fmt.Sprintf("Framewatch/0.1 (worker %d)", os.Getpid())
	c, err := crawl.New(cfg, slog.New(slog.DiscardHandler), crawl.WithLease(s.Lease))
	if err != nil {
		return err
	}
	for {
		if _, err := c.Run(context.Background(), s.Job); !errors.Is(err, frontier.ErrLocked) {
			return err
		}
		done, err := c.Join(context.Background(), s.Job)
		if errors.Is(err, crawl.ErrNothingToJoin) { // or somebody has just taken it over
			continue
		}
		if err != nil || done.Ended {
			return err
		}
	}
}

// outlets are the servers that are crawled, and what they see of the crawler.
type outlets struct {
	mu       sync.Mutex
	delay    time.Duration
	latency  time.Duration
	requests int
	busy     map[string]bool      // by host
	ended    map[string]time.Time // by host, the last answer
	asked    map[string]int       // by host and path
	frozen   map[int]bool         // workers that were taken over
	faults   []string
	late     int // requests of workers that were taken over
	trigger  int // after how many requests something happens
	event    func(worker int)
}

func (o *outlets) serve(w http.ResponseWriter, r *http.Request) {
	var worker int
	_, _ = fmt.Sscanf(r.UserAgent(), "Framewatch/0.1 (worker %d)", &worker)
	if event := o.enter(r, worker); event != nil {
		event(worker)
	}
	defer o.leave(r)
	time.Sleep(o.latency) // so that who was killed has joined again before much is done
	var n int
	switch _, err := fmt.Sscanf(r.URL.Path, "/p/%d", &n); {
	case r.URL.Path == "/robots.txt":
		_, _ = w.Write([]byte("User-agent: *\nDisallow: /private/\n"))
	case r.URL.Path == "/":
		_, _ = w.Write([]byte(article(r.Host, "/p/0", "/p/1", "/private/x")))
	case err == nil:
		_, _ = w.Write([]byte(article(fmt.Sprint(r.Host, n), "/private/y", fmt.Sprintf("/p/%d", 2*n+2), fmt.Sprintf("/p/%d", 2*n+3))))
	default:
		http.NotFound(w, r)
	}
}

func (o *outlets) enter(r *http.Request, worker int) (event func(int)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := time.Now()
	if o.busy[r.Host] {
		o.faults = append(o.faults, fmt.Sprintf("worker %d asks %s while another does", worker, r.Host))
	}
	if gap := now.Sub(o.ended[r.Host]); gap < o.delay {
		o.faults = append(o.faults, fmt.Sprintf("worker %d asks %s%s %s after the last answer", worker, r.Host, r.URL.Path, gap))
	}
	if o.frozen[worker] {
		o.late++
	}
	o.busy[r.Host] = true
	o.asked[r.Host+r.URL.Path]++
	if o.requests++; o.requests == o.trigger {
		return o.event
	}
	return nil
}

func (o *outlets) leave(r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.busy[r.Host], o.ended[r.Host] = false, time.Now()
}

// next sets what happens at a request some way ahead.
func (o *outlets) next(ahead int, event func(worker int)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.trigger, o.event = o.requests+1+ahead, event
}

// calamity is one thing that goes wrong.
type calamity string

const (
	killWorker   calamity = "worker killed"
	killServer   calamity = "server killed"
	freezeWorker calamity = "worker frozen past its lease"
)

// TestPostgresKills crawls with several workers while workers and the server are
// killed and workers frozen, and holds, by what the outlets see and what is kept:
// nothing lost, nothing twice, one request to a host at a time, no gap broken. The
// journal is that of an undisturbed crawl with the store in a file.
func TestPostgresKills(t *testing.T) {
	// A lease that ends while a busy machine lets its worker wait is a takeover more,
	// and no test of CI may rest on how busy the machine is.
	if os.Getenv("FRAMEWATCH_SCALE") == "" {
		t.Skip("many kills: make scale-postgres")
	}
	const hosts, pages, kills, step = 40, 200, 100, 30 // step: requests between two calamities
	server := pgtest.Start(t)
	o := &outlets{delay: 30 * time.Millisecond, busy: map[string]bool{}, ended: map[string]time.Time{}, asked: map[string]int{}, frozen: map[int]bool{}}
	site := httptest.NewServer(http.HandlerFunc(o.serve))
	t.Cleanup(site.Close)
	setup := postgresSetup{Hosts: map[string]string{}, Frontier: server.Address("kills"), Lease: killsLease, Delay: o.delay}
	var list []corpus.Source
	for i := range hosts {
		host := fmt.Sprintf("h%02d.test", i)
		setup.Hosts[host] = site.Listener.Addr().String()
		list = append(list, source(host, host, func(src *corpus.Source) { src.MaxPages = pages }))
	}
	calm := jobIn(t.TempDir(), "r", list...)
	if err := runChild(t, setup.Hosts, calm); err != nil {
		t.Fatal(err)
	}
	o.mu.Lock()
	o.faults, o.asked = nil, map[string]int{} // the calm run was without gaps
	o.requests, o.latency = 0, 100*time.Millisecond
	o.mu.Unlock()
	dir := t.TempDir()
	setup.Job = jobIn(dir, "r", list...)
	happened := make(chan calamity, 2*kills)
	rnd := rand.New(rand.NewPCG(18, 1))
	var arm func(left []calamity)
	arm = func(left []calamity) {
		if len(left) == 0 {
			return
		}
		o.next(rnd.IntN(2*step), func(worker int) {
			o.strike(t, left[0], worker, server, func() {
				happened <- left[0]
				arm(left[1:])
			})
		})
	}
	plan := []calamity{killWorker, freezeWorker}
	for k := 1; k < kills; k++ {
		plan = append(plan, killWorker)
		if k%5 == 4 {
			plan[len(plan)-1] = killServer
		}
		if k%10 == 9 {
			plan = append(plan, freezeWorker)
		}
	}
	arm(plan)
	superviseAll(t, setup)
	close(happened)
	count := map[calamity]int{}
	for c := range happened {
		count[c]++
	}
	t.Logf("%v over %d requests", count, o.requests)
	if n := count[killWorker] + count[killServer] + count[freezeWorker]; n != len(plan) {
		t.Errorf("%d of %d calamities happened: too few pages", n, len(plan))
	}
	for _, f := range o.faults {
		t.Error(f)
	}
	// One may be on its way when its worker is frozen, or between the last look at the
	// lease and the system call; a worker that goes on would make many.
	t.Logf("%d requests of workers that were taken over", o.late)
	if o.late > count[freezeWorker] {
		t.Errorf("%d requests of %d workers that were taken over", o.late, count[freezeWorker])
	}
	compareCrawls(t, o, dir, calm, setup.Job, len(plan))
}

func compareCrawls(t *testing.T, o *outlets, dir string, calm, rough crawl.Job, calamities int) {
	t.Helper()
	want, got := captures(t, calm), captures(t, rough)
	ignore := cmpopts.IgnoreFields(corpus.Capture{}, "FetchedAt", "WARCFile", "WARCOffset")
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		t.Errorf("captures differ: %.2000s", diff)
	}
	stored, elsewhere := 0, 0
	for _, c := range got {
		if !c.Outcome.Stored() {
			continue
		}
		if stored++; strings.Contains(c.WARCFile, "-f") {
			elsewhere++
		}
		if p, err := crawl.ReadPage(dir, c); err != nil || corpus.SHA256(p.Body) != c.BodySHA256 {
			t.Errorf("read %s back: %v", c.URL, err)
		}
	}
	over, robots := 0, 0
	for target, n := range o.asked {
		over += n - 1
		if strings.HasSuffix(target, "/robots.txt") {
			robots += n - 1
		}
	}
	t.Logf("%d stored, %d of them fetched for another process, %d asked for again after %d calamities, of these %d robots.txt", stored, elsewhere, over, calamities, robots)
	if elsewhere < stored/10 {
		t.Errorf("%d of %d pages were fetched for another process", elsewhere, stored)
	}
	const inHand = 4 + 32 + 4 // with the workers, waiting for their commit, and in it
	if limit := inHand * calamities; over > limit {
		t.Errorf("%d requests again, at most %d were in hand", over, limit)
	}
}

// strike makes a calamity happen to who is just asking, and calls done when it is
// over.
func (o *outlets) strike(t *testing.T, c calamity, worker int, server *pgtest.Server, done func()) {
	switch c {
	case killWorker:
		_ = syscall.Kill(worker, syscall.SIGKILL)
		done()
	case killServer:
		server.Kill()
		go func() {
			if err := server.Restart(); err != nil {
				t.Error(err)
			}
			done()
		}()
	case freezeWorker:
		_ = syscall.Kill(worker, syscall.SIGSTOP)
		go func() {
			began := time.Now()
			for time.Since(began) < 2*killsLease || !settled(t, server) {
				if time.Sleep(5 * time.Millisecond); t.Context().Err() != nil {
					break
				}
			}
			o.mu.Lock()
			o.frozen[worker] = true
			o.mu.Unlock()
			_ = syscall.Kill(worker, syscall.SIGCONT)
			done()
		}()
	}
}

// settled reports whether somebody decides, and has given up who was not heard of.
func settled(t *testing.T, server *pgtest.Server) (yes bool) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), server.Address("kills"))
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close(context.Background()) }()
	err = conn.QueryRow(t.Context(), `SELECT until > clock_timestamp() AND NOT EXISTS (SELECT FROM fetchers WHERE until > '-infinity' AND until < clock_timestamp()) FROM lease`).Scan(&yes)
	return yes && err == nil
}

// superviseAll runs three workers and begins each again when it is gone, until the
// run is at its end.
func superviseAll(t *testing.T, setup postgresSetup) {
	t.Helper()
	data, err := json.Marshal(setup)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			for t.Context().Err() == nil {
				cmd := exec.CommandContext(t.Context(), os.Args[0])
				cmd.Env = append(os.Environ(), postgresEnv+"="+string(data))
				var said bytes.Buffer
				cmd.Stderr = &said
				err := cmd.Run()
				if err == nil {
					return
				}
				// A worker that was taken over ends with that; any other end but a kill is
				// a fault.
				if cmd.ProcessState.String() != "signal: killed" && !strings.Contains(said.String(), frontier.ErrTaken.Error()) {
					t.Errorf("worker: %v: %s", err, said.String())
					return
				}
			}
		})
	}
	wait.Wait()
}
