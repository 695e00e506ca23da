package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/health"
	"framewatch/internal/jumpclock"
	"framewatch/internal/notify"
	"framewatch/internal/pipeline"
	"framewatch/internal/schedule"
	"framewatch/store"
)

// wrongClock is the clock of a machine that is not always right. Waiting moves time
// itself on.
type wrongClock struct {
	truth *jumpclock.Clock
	zone  *time.Location
	off   atomic.Int64
}

func (c *wrongClock) Now() time.Time {
	return c.truth.Now().Add(time.Duration(c.off.Load())).In(c.zone)
}

func (c *wrongClock) After(d time.Duration) <-chan time.Time { return c.truth.After(d) }

// town is two outlets, a schedule over them and what goes wrong with the network, the
// machine, and whom the schedule tells of faults.
type town struct {
	dir    string
	clock  *wrongClock
	ends   time.Time // after it nothing more is published
	web    *httptest.Server
	hook   *httptest.Server
	names  net.PacketConn
	cfg    *config.Loaded
	sched  *schedule.Scheduler
	work   *scheduled
	log    *sharedLog
	alone  atomic.Int32
	filler string // takes up what room a small disk has; empty where there is none

	mu       sync.Mutex
	draw     *rand.Rand
	trouble  string
	requests int                  // since the trouble began
	at       int                  // the request at which it strikes
	strike   func()               // what it then does
	injected int                  // answers that were spoilt
	begun    bool                 // the first page among them
	read     map[string]time.Time // when a front page was last sent whole
	told     map[string]bool      // IDs of changes that the webhook has been told of
	deaf     string               // how the webhook's receiver fails
}

// sharedLog is written by runs and read by the test.
type sharedLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *sharedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// take returns what was written since the last call.
func (l *sharedLog) take() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.text.Reset()
	return l.text.String()
}

// gaps lie between two articles of an outlet.
var gaps = map[string]time.Duration{"agency": 8 * time.Hour, "daily": 20 * time.Hour}

func (w *town) published(id string) int {
	now := w.clock.truth.Now()
	if now.After(w.ends) {
		now = w.ends
	}
	return 3 + int(now.Sub(springTime)/gaps[id])
}

// springTime is two days before clocks are put forward in Europe.
var springTime = time.Date(2026, 3, 27, 1, 0, 0, 0, time.UTC)

func newTown(t *testing.T, seed uint64, nights int) *town {
	t.Helper()
	for _, light := range lightly {
		t.Setenv(light[0], light[1])
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		zone = time.UTC
	}
	w := &town{dir: t.TempDir(), clock: &wrongClock{truth: jumpclock.New(springTime), zone: zone}, ends: springTime.Add(time.Duration(nights) * 24 * time.Hour),
		log: &sharedLog{}, draw: rand.New(rand.NewPCG(seed, 18)), read: map[string]time.Time{}, told: map[string]bool{}}
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=192m", "tmpfs", w.dir).Run(); err == nil {
		t.Cleanup(func() { _ = exec.Command("umount", "-l", w.dir).Run() })
		w.filler = filepath.Join(w.dir, "filler")
	}
	w.web = httptest.NewServer(w)
	t.Cleanup(w.web.Close)
	w.hook = httptest.NewServer(http.HandlerFunc(w.hear))
	t.Cleanup(w.hook.Close)
	w.names = startNoNames(t)
	w.cfg, err = config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(w.dir, "data"), "compare.bootstrap": 100, "crawl.retries": 2,
		"crawl.min_interval": time.Hour, "crawl.resolver": w.names.LocalAddr().String()}})
	if err != nil {
		t.Fatal(err)
	}
	w.cfg.Sources = nil
	for _, id := range []string{"agency", "daily"} {
		w.cfg.Sources = append(w.cfg.Sources, corpus.Source{ID: corpus.SourceID(id), Name: id, Domain: id + ".test", Country: "ZZ", OwnerType: corpus.PrivateNews, Start: []string{"http://" + id + ".test/"}})
	}
	w.cfg.Schedule = schedule.Config{Shortest: 6 * time.Hour, Longest: 8 * time.Hour, Report: 8 * 24 * time.Hour}
	w.cfg.Notify = notify.Config{Webhook: w.hook.URL, Timeout: 10 * time.Second, Tries: 1}
	w.mend()
	w.start(t)
	return w
}

// start is the start of the process: after a restart of the machine too.
func (w *town) start(t *testing.T) {
	t.Helper()
	g := &global{stdout: io.Discard, stderr: w.log, logFormat: "text"}
	work, err := newScheduled(&cobra.Command{Use: "schedule"}, g, w.cfg)
	if err != nil {
		t.Fatal(err)
	}
	work.opt.Clock, work.opt.Log = w.clock, slog.New(slog.NewTextHandler(w.log, nil))
	reported, err := reportedAt(w.cfg)
	if err != nil {
		t.Fatal(err)
	}
	w.work = work
	w.sched = schedule.New(w.cfg.Schedule, &single{work, w, t}, schedule.Options{Sources: sourceIDs(w.cfg), Least: w.cfg.Crawl.MinInterval, Reported: reported, Clock: w.clock, Log: work.opt.Log})
}

// single is a schedule's work that must never be under way twice.
type single struct {
	*scheduled
	w *town
	t *testing.T
}

// Run is for [schedule.Work].
func (s *single) Run(ctx context.Context, job schedule.Job) error {
	if !s.w.alone.CompareAndSwap(0, 1) {
		s.t.Error("a run began beside another")
	}
	defer s.w.alone.Store(0)
	return s.scheduled.Run(ctx, job)
}

// startNoNames is a name server that is in trouble itself.
func startNoNames(t *testing.T) net.PacketConn {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if n > 3 {
				buf[2], buf[3] = buf[2]|0x80, 0x80|2 // SERVFAIL
				_, _ = conn.WriteTo(buf[:n], from)
			}
		}
	}()
	return conn
}

// ServeHTTP answers for both outlets, as far as the night's trouble lets it.
func (w *town) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	id := strings.TrimSuffix(r.Host, ".test")
	spoil := w.next(r.URL.Path)
	status, body := http.StatusOK, ""
	if n, ok := strings.CutPrefix(r.URL.Path, "/news/"); ok {
		body = notice(id + " " + n)
	} else if r.URL.Path == "/" {
		body = "<!doctype html><title>" + id + "</title>"
		for n := w.published(id); n > 0; n-- {
			body += fmt.Sprintf(`<a href="/news/%d">Notice %[1]d</a> `, n)
		}
	} else {
		status, body = http.StatusNotFound, "there is none"
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.Header().Set("Connection", "close") // what breaks on a connection that has served is asked for again unseen
	switch spoil {
	case "reset":
		if conn, _, err := http.NewResponseController(rw).Hijack(); err == nil {
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			_ = conn.Close()
		}
		return
	case "down":
		http.Error(rw, "out of order", http.StatusServiceUnavailable)
		return
	case "silent":
		<-r.Context().Done() // until who asks has had enough
		return
	case "stall":
		rw.Header().Set("Content-Length", strconv.Itoa(len(body)))
		rw.WriteHeader(status)
		_, _ = io.WriteString(rw, body[:len(body)/2])
		_ = http.NewResponseController(rw).Flush()
		<-r.Context().Done()
		return
	}
	rw.WriteHeader(status)
	_, _ = io.WriteString(rw, body)
	if r.URL.Path == "/" {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.read[id] = w.clock.truth.Now()
	}
}

// next counts a request and says how its answer is spoilt. The first page is in any
// case.
func (w *town) next(path string) (spoil string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.requests++
	if w.strike != nil && w.requests == w.at {
		w.strike()
	}
	switch w.trouble {
	case "reset", "down", "silent", "stall":
		if page := path != "/robots.txt"; w.draw.IntN(6) == 0 || page && !w.begun {
			w.begun = w.begun || page
			w.injected++
			return w.trouble
		}
	}
	return ""
}

// hear is the webhook's receiver.
func (w *town) hear(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	w.mu.Lock()
	deaf := w.deaf
	w.mu.Unlock()
	switch deaf {
	case "busy":
		http.Error(rw, "later", http.StatusServiceUnavailable)
		return
	case "silent":
		<-r.Context().Done()
		return
	}
	var m notify.Message
	if err != nil || json.Unmarshal(body, &m) != nil {
		return // who sent it has gone
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range m.Changes {
		w.told[c.ID] = true
	}
}

// mend ends all trouble.
func (w *town) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trouble, w.deaf, w.strike, w.requests, w.injected, w.begun = "", "", nil, 0, 0, false
	w.clock.off.Store(0)
	w.cfg.Crawl.HeaderTimeout, w.cfg.Crawl.StallTimeout = 20*time.Second, 20*time.Second
	w.cfg.Notify.Timeout = 10 * time.Second
	w.cfg.Crawl.Hosts = map[string]string{}
	for _, s := range w.cfg.Sources {
		w.cfg.Crawl.Hosts[s.Domain] = w.web.Listener.Addr().String()
	}
}

// begin brings a trouble about, which strikes at a request of the next run where it
// strikes within one.
func (w *town) begin(trouble string, strike func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trouble, w.requests, w.at, w.strike = trouble, 0, 1+w.draw.IntN(8), strike
}

// pass lets time go by, and looks as often as anything can be due.
func (w *town) pass(ctx context.Context, d time.Duration) {
	for end := w.clock.truth.Now().Add(d); w.clock.truth.Now().Before(end); w.clock.truth.Advance(10 * time.Minute) {
		w.sched.Tick(ctx)
	}
}

// runs counts the runs that were committed.
func (w *town) runs(t *testing.T) int64 {
	t.Helper()
	ds, err := store.Open(w.cfg.Data)
	if errors.Is(err, store.ErrNoDataset) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	return ds.Rows(store.RunRow{}.Table())
}

const hour = time.Hour

// far are steps of a clock that is set wrongly.
var far = []time.Duration{7 * hour, 30 * hour, 45 * 24 * hour, 3000 * 24 * hour}

// troubles are what goes wrong in a night, and how the test sees that it was told.
// They begin when the outlets are due, and are over when the function returns.
var troubles = map[string]func(t *testing.T, w *town){
	"reset": func(t *testing.T, w *town) { w.network(t, "reset") },
	"down":  func(t *testing.T, w *town) { w.network(t, "down") },
	"silent": func(t *testing.T, w *town) {
		w.cfg.Crawl.HeaderTimeout = 200 * time.Millisecond
		w.network(t, "silent")
	},
	"stall": func(t *testing.T, w *town) {
		w.cfg.Crawl.StallTimeout = 200 * time.Millisecond
		w.network(t, "stall")
	},
	"names": func(t *testing.T, w *town) {
		w.cfg.Crawl.Hosts = map[string]string{}
		w.begin("names", nil)
		w.pass(t.Context(), 9*hour)
		if last := w.work.last; last == nil || last.Code == exitOK || len(last.Failures) == 0 {
			t.Errorf("no name has an address: the last run is %+v", last)
		}
	},
	"webhook is busy":   func(t *testing.T, w *town) { w.webhook(t, "busy") },
	"webhook is silent": func(t *testing.T, w *town) { w.webhook(t, "silent") },
	"held": func(t *testing.T, w *town) {
		ds, err := store.Open(w.cfg.Data)
		if err != nil {
			t.Fatal(err)
		}
		other, err := ds.Begin(store.RunRow{RunID: string(corpus.NewRunID(w.clock.Now())), Command: "another", Started: w.clock.Now()})
		if err != nil {
			t.Fatal(err)
		}
		before := w.runs(t)
		w.pass(t.Context(), 9*hour)
		if st := w.sched.State(); !st.Busy || w.runs(t) != before || strings.Count(w.log.take(), "another process has the dataset") != 1 {
			t.Errorf("another run holds the dataset: %+v, %d runs", st, w.runs(t)-before)
		}
		if err := other.Close(); err != nil {
			t.Fatal(err)
		}
	},
	"killed": func(t *testing.T, w *town) {
		ctx, kill := context.WithCancel(t.Context())
		defer kill()
		before := w.runs(t)
		w.begin("killed", kill)
		w.pass(ctx, 9*hour)
		if got := w.work.runs[exitInterrupted]; ctx.Err() == nil || got != 1 || w.runs(t) != before {
			t.Errorf("stopped in the middle of a run: exit codes %v, %d runs were committed", w.work.runs, w.runs(t)-before)
		}
		w.start(t)
	},
	"restart": func(t *testing.T, w *town) {
		w.pass(t.Context(), hour)
		w.start(t)
		before := w.runs(t)
		w.pass(t.Context(), 10*time.Minute)
		if n := w.runs(t) - before; n > 1 {
			t.Errorf("%d runs after a restart", n)
		}
	},
	"asleep": func(t *testing.T, w *town) {
		w.clock.truth.Advance(80 * hour)
		before := w.runs(t)
		w.pass(t.Context(), 4*hour)
		if n := w.runs(t) - before; n != 1 {
			t.Errorf("%d runs in the four hours after three days of sleep, want one", n)
		}
	},
	"clock ahead":  func(t *testing.T, w *town) { w.wrong(t, far[w.draw.IntN(len(far))]) },
	"years ahead":  func(t *testing.T, w *town) { w.wrong(t, 3000*24*hour) },
	"clock behind": func(t *testing.T, w *town) { w.wrong(t, -far[w.draw.IntN(len(far))]) },
	"clock put forward in a run": func(t *testing.T, w *town) {
		w.begin("clock", func() { w.clock.off.Store(int64(far[w.draw.IntN(len(far))])) })
		w.pass(t.Context(), 9*hour)
	},
	"clock put back in a run": func(t *testing.T, w *town) {
		// Not far: times of this clock lack what those of a machine have beside the wall's,
		// by which waiting is measured.
		w.clock.off.Store(int64(far[0]))
		w.begin("clock", func() { w.clock.off.Store(0) })
		w.pass(t.Context(), 9*hour)
	},
	"full disk": func(t *testing.T, w *town) {
		if w.filler == "" {
			t.Log("a small file system cannot be mounted here")
			return
		}
		w.fill(t, []int64{0, 3 << 10, 20 << 10, 90 << 10}[w.draw.IntN(4)])
		before := w.runs(t)
		w.log.take()
		w.pass(t.Context(), 9*hour)
		st := w.sched.State()
		if said := w.log.take(); w.runs(t) == before && (st.Failures == 0 || w.work.last.Code != exitInternal || !strings.Contains(said, syscall.ENOSPC.Error())) {
			t.Errorf("the disk is full: %+v, the last run %+v\n%s", st, w.work.last, said)
		}
		if err := os.Remove(w.filler); err != nil {
			t.Fatal(err)
		}
	},
}

// covered are kinds that others show in most of what they show.
var covered = []string{"down", "webhook is busy", "clock ahead", "restart"}

// network has answers spoilt for a quarter of a day.
func (w *town) network(t *testing.T, how string) {
	t.Helper()
	w.begin(how, nil)
	before := w.spoilt(t)
	w.pass(t.Context(), 9*hour)
	if n := w.spoilt(t) - before; n == 0 || n > w.injected {
		t.Errorf("%s: %d answers were spoilt, and %d rows say so", how, w.injected, n)
	}
}

// spoilt counts the rows of table captures that say that an answer did not come whole.
func (w *town) spoilt(t *testing.T) (n int) {
	t.Helper()
	ds, err := store.Open(w.cfg.Data)
	if err != nil {
		t.Fatal(err)
	}
	for c, err := range store.Scan[store.CaptureRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		if o := corpus.Outcome(c.Outcome); o == corpus.OutcomeError || o == corpus.OutcomeTruncated {
			n++
		}
	}
	return n
}

// webhook has the receiver of news fail while there are some.
func (w *town) webhook(t *testing.T, how string) {
	t.Helper()
	w.cfg.Notify.Timeout = 200 * time.Millisecond
	w.mu.Lock()
	w.deaf = how
	told := len(w.told)
	w.mu.Unlock()
	w.log.take()
	w.network(t, "down")
	if said := w.log.take(); len(w.told) != told || strings.Contains(said, "a run ended with a verdict") && !strings.Contains(said, "the webhook was not told") {
		t.Errorf("the webhook is %s, and the log says: %s", how, said)
	}
}

// wrong sets the clock wrongly, and right again after some runs.
func (w *town) wrong(t *testing.T, off time.Duration) {
	t.Helper()
	w.clock.off.Store(int64(off))
	w.pass(t.Context(), 9*hour)
	w.clock.off.Store(0)
	w.log.take()
	w.pass(t.Context(), 9*hour)
	if said := w.log.take(); off > 30*24*hour && !strings.Contains(said, "yet to come") {
		t.Errorf("the clock was put back by %s, and nothing says so: %s", off, said)
	}
}

// fill takes up the room of the disk but for so many bytes.
func (w *town) fill(t *testing.T, left int64) {
	t.Helper()
	f, err := os.Create(w.filler)
	if err != nil {
		t.Fatal(err)
	}
	size, part := int64(0), make([]byte, 64<<10)
	for err == nil {
		var n int
		n, err = f.Write(part)
		size += int64(n)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(max(0, size-left)), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestScheduleThroughFaults drives a schedule through nights in each of which something
// goes wrong, one after the other in an order by chance. Each trouble is told; in the rest of its
// night every outlet is read again, and no run more than is due begins. In the end there is what
// one run by hand finds, once each; nothing counts as gone or broken, nothing is
// locked, and the webhook has been told of all that the tables say. FRAMEWATCH_NIGHTS
// says how many nights (make soak: 200), FRAMEWATCH_TROUBLES of what kinds.
func TestScheduleThroughFaults(t *testing.T) {
	var kinds []string
	long := os.Getenv("FRAMEWATCH_NIGHTS") != ""
	for kind := range troubles {
		if long || !slices.Contains(covered, kind) {
			kinds = append(kinds, kind)
		}
	}
	if k := os.Getenv("FRAMEWATCH_TROUBLES"); k != "" {
		kinds = strings.Split(k, ",")
	}
	slices.Sort(kinds)
	nights := len(kinds)
	seed := uint64(1)
	if n, err := strconv.Atoi(os.Getenv("FRAMEWATCH_NIGHTS")); err == nil {
		nights, seed = n, uint64(n)
	}
	w := newTown(t, seed, 2*nights+3)
	w.pass(t.Context(), 24*hour)
	order := []string{}
	for len(order) < nights {
		for _, i := range w.draw.Perm(len(kinds)) {
			order = append(order, kinds[i])
		}
	}
	for night, kind := range order[:nights] {
		began, now := w.work.last.Ended, time.Now()
		troubles[kind](t, w)
		w.mend()
		mended, before := w.clock.truth.Now(), w.runs(t)
		w.pass(t.Context(), 15*hour)
		for id := range gaps {
			if at := w.read[id]; !at.After(mended.Add(-time.Minute)) {
				t.Errorf("night %d: %s was over on %s, and %s was last read on %s", night, kind, mended.Format(time.DateTime), id, at.Format(time.DateTime))
			}
		}
		if n := w.runs(t) - before; n < 1 || n > 3 {
			t.Errorf("night %d: %d runs in 15 hours after %s, want one to three", night, n, kind)
		}
		if st := w.sched.State(); st.Failures > 0 || st.Busy || st.Running {
			t.Errorf("night %d: after %s: %+v", night, kind, st)
		}
		t.Logf("night %2d: %-26s (last run before ended %s) %v", night, kind, began.Format(time.DateTime), time.Since(now).Round(time.Millisecond))
	}
	w.clock.truth.AdvanceTo(w.ends)
	w.pass(t.Context(), 26*hour)
	w.check(t)
}

// check holds the dataset against that of one undisturbed run.
func (w *town) check(t *testing.T) {
	t.Helper()
	calm := *w.cfg
	calm.Data = filepath.Join(t.TempDir(), "calm")
	if _, err := pipeline.New(&calm, pipeline.Options{Command: "run", Clock: jumpclock.New(w.ends)}).Collect(t.Context()); err != nil {
		t.Fatal(err)
	}
	want, got := documentsOf(t, calm.Data), documentsOf(t, w.cfg.Data)
	if diff := cmp.Diff(want, got); diff != "" || len(want) < 20 {
		t.Errorf("%d documents (-calm +troubled):\n%.2000s", len(want), diff)
	}
	problems, ds, err := store.Verify(t.Context(), w.cfg.Data, nil)
	if err != nil || len(problems) > 0 {
		t.Fatalf("verify: %v %+v", err, problems)
	}
	if held, err := ds.Held(); err != nil || held {
		t.Errorf("the dataset is held: %v", err)
	}
	for e, err := range store.Scan[store.ArticleEventRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		t.Errorf("no article was taken down, and one is %s: %+v", e.Event, e)
	}
	history, err := health.Load(t.Context(), ds, w.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	changes := 0
	for id, h := range history {
		for _, e := range health.Open(h.Events) {
			t.Errorf("%s: still open: %+v", id, e)
		}
		for _, e := range h.Events {
			changes++
			if c := changeOf(e); !w.told[c.ID] {
				t.Errorf("the webhook was never told of %s", c.ID)
			}
		}
	}
	if changes == 0 {
		t.Error("nothing was told: the test shows nothing")
	}
}

// documentsOf are the documents of a dataset: how many of each address and text.
func documentsOf(t *testing.T, data string) map[string]int {
	t.Helper()
	ds, err := store.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for d, err := range store.Scan[store.DocumentRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		out[fmt.Sprintf("%s version %d %s", d.URL, d.Version, corpus.SHA256([]byte(d.Text)))]++
	}
	return out
}
