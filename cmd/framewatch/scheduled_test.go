package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/jumpclock"
	"framewatch/internal/notify"
	"framewatch/internal/schedule"
	"framewatch/store"
)

// press is some outlets on a loopback address, each with a gap between two articles,
// some of which are down for a while. They and the schedule have one clock.
type press struct {
	clock *jumpclock.Clock
	gap   map[string]time.Duration
	down  map[string][2]time.Time

	mu     sync.Mutex
	fronts map[string]int // requests for the front page
}

func (p *press) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, now := strings.TrimSuffix(r.Host, ".test"), p.clock.Now()
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	if d, ok := p.down[id]; ok && !now.Before(d[0]) && now.Before(d[1]) {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if r.URL.Path != "/" {
		if n, ok := strings.CutPrefix(r.URL.Path, "/news/"); ok {
			_, _ = io.WriteString(w, notice(id+" "+n))
			return
		}
		w.WriteHeader(http.StatusNotFound)
		return
	}
	p.mu.Lock()
	p.fronts[id]++
	p.mu.Unlock()
	fmt.Fprintf(w, "<!doctype html><title>%s</title>", id)
	for n := p.published(id, now); n > 0; n-- {
		fmt.Fprintf(w, `<a href="/news/%d">Notice %[1]d</a> `, n)
	}
}

var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// published counts an outlet's articles; three were there before.
func (p *press) published(id string, now time.Time) int { return 3 + int(now.Sub(monday)/p.gap[id]) }

// newPress gives the schedule of a press and the work that it drives.
func newPress(t *testing.T, p *press, change func(*config.Loaded)) (*schedule.Scheduler, *scheduled) {
	t.Helper()
	for _, light := range lightly {
		t.Setenv(light[0], light[1])
	}
	p.clock, p.fronts = jumpclock.New(monday), map[string]int{}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": t.TempDir(), "compare.bootstrap": 100, "crawl.retries": 1}})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Sources, cfg.Crawl.Hosts = nil, map[string]string{}
	for _, id := range []string{"agency", "daily", "weekly"} {
		if p.gap[id] == 0 {
			continue
		}
		host := id + ".test"
		cfg.Crawl.Hosts[host] = server.Listener.Addr().String()
		cfg.Sources = append(cfg.Sources, corpus.Source{ID: corpus.SourceID(id), Name: id, Domain: host, Country: "ZZ", OwnerType: corpus.PrivateNews, Start: []string{"http://" + host + "/"}})
	}
	change(cfg)
	g := &global{stdout: io.Discard, stderr: io.Discard, logFormat: "text"}
	work, err := newScheduled(&cobra.Command{Use: "schedule"}, g, cfg)
	if err != nil {
		t.Fatal(err)
	}
	work.opt.Clock = p.clock
	return schedule.New(cfg.Schedule, work, schedule.Options{Sources: sourceIDs(cfg), Clock: p.clock}), work
}

// until ticks as often as anything can be due.
func (p *press) until(t *testing.T, s *schedule.Scheduler, end time.Time) {
	t.Helper()
	for p.clock.Now().Before(end) {
		s.Tick(t.Context())
		p.clock.Advance(5 * time.Minute)
	}
}

// TestScheduledWeek crawls three outlets of different rates for a week, one of which
// is down for a day: each is asked about as often as it publishes, nothing is missed
// and nothing doubled.
func TestScheduledWeek(t *testing.T) {
	broke, mended := monday.Add(60*time.Hour), monday.Add(84*time.Hour)
	p := &press{gap: map[string]time.Duration{"agency": 4 * time.Hour, "daily": 15 * time.Hour, "weekly": 100 * time.Hour},
		down: map[string][2]time.Time{"daily": {broke, mended}}}
	s, work := newPress(t, p, func(cfg *config.Loaded) {
		cfg.Schedule = schedule.Config{Shortest: 8 * time.Hour, Longest: 36 * time.Hour, Report: 72 * time.Hour}
	})
	p.until(t, s, monday.Add(7*24*time.Hour))
	ds, err := store.Open(work.cfg.Data)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for d, err := range store.Scan[store.DocumentRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		seen[d.URL]++
	}
	visits, err := schedule.History(t.Context(), ds, p.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	last := map[corpus.SourceID]time.Time{}
	for _, v := range visits {
		if !v.Failed {
			last[v.Source] = v.At
		}
	}
	for id := range p.gap {
		n := p.published(id, last[corpus.SourceID(id)])
		for i := range n {
			if url := fmt.Sprintf("http://%s.test/news/%d", id, i+1); seen[url] != 1 {
				t.Errorf("%s stands %d times", url, seen[url])
			}
		}
		if age := p.clock.Now().Sub(last[corpus.SourceID(id)]); age > 37*time.Hour {
			t.Errorf("%s was read last %s ago", id, age)
		}
	}
	if f := p.fronts; f["agency"] < 18 || f["agency"] > 22 || f["daily"] < 7 || f["daily"] > 16 || f["weekly"] < 4 || f["weekly"] > 8 {
		t.Errorf("front pages were asked for %v times", f)
	}
	if problems, _, err := store.Verify(t.Context(), work.cfg.Data, nil); err != nil || len(problems) > 0 {
		t.Errorf("verify: %v %+v", err, problems)
	}
	reports := 0
	for r, err := range store.Scan[store.RunRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		for _, stage := range r.Stages {
			if stage.Stage == "estimates" && stage.Done {
				reports++
			}
		}
	}
	if reports != 3 {
		t.Errorf("compared %d times in a week, want once in three days", reports)
	}
	if snap := work.snapshot(s.State()); snap.Last == nil || len(snap.Sources) != 3 || snap.Documents != int64(len(seen)) || snap.Sources[1].Broken {
		t.Errorf("%+v", snap)
	}
}

// TestWebhookIsToldOfAFaultOnce at its begin and once at its end.
func TestWebhookIsToldOfAFaultOnce(t *testing.T) {
	var mu sync.Mutex
	var told []notify.Change
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		var m notify.Message
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil || m.Run == "" {
			t.Errorf("%v %+v", err, m)
		}
		told = append(told, m.Changes...)
	}))
	t.Cleanup(receiver.Close)
	p := &press{gap: map[string]time.Duration{"agency": 4 * time.Hour, "daily": 15 * time.Hour},
		down: map[string][2]time.Time{"agency": {monday.Add(10 * time.Hour), monday.Add(40 * time.Hour)}}}
	s, work := newPress(t, p, func(cfg *config.Loaded) {
		cfg.Schedule = schedule.Config{Shortest: 8 * time.Hour, Longest: 12 * time.Hour, Report: 1000 * time.Hour}
		cfg.Notify.Webhook = receiver.URL
	})
	p.until(t, s, monday.Add(38*time.Hour))
	if snap := work.snapshot(s.State()); !snap.Sources[0].Broken || snap.Sources[1].Broken || snap.Last.Code != exitSource && snap.Last.Code != exitOK {
		t.Errorf("while it is down: %+v", snap)
	}
	p.until(t, s, monday.Add(64*time.Hour))
	var phases []string
	for _, c := range told {
		phases = append(phases, fmt.Sprintf("%s %s", c.Source, c.Phase))
		if c.Message == "" || c.Noticed.IsZero() || c.Code != told[0].Code || !c.Broken {
			t.Errorf("%+v", c)
		}
	}
	if got := strings.Join(phases, ", "); got != "agency began, agency ended" {
		t.Errorf("told: %s", got)
	}
	if snap := work.snapshot(s.State()); snap.Sources[0].Broken {
		t.Errorf("when it is back: %+v", snap)
	}
}
