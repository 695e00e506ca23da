//go:build unix

package crawl_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/postgres"
	"framewatch/crawl/frontier/postgres/pgtest"
)

const (
	postgresEnv = "FRAMEWATCH_TEST_POSTGRES"
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

// TestPostgresKills crawls with several workers while workers and the server are
// killed and workers frozen, whoever is just asking, and holds, by what the outlets see
// and what is kept: nothing lost, nothing twice, one request to a host at a time, no gap
// broken. The journal is that of an undisturbed crawl with the store in a file.
func TestPostgresKills(t *testing.T) {
	if os.Getenv("FRAMEWATCH_SCALE") == "" {
		t.Skip("many kills: make scale-postgres")
	}
	const hosts, pages, kills, step = 40, 200, 100, 30 // step: requests between two calamities
	server := pgtest.Start(t)
	o := newOutlets(30*time.Millisecond, server.Address("kills"))
	setup, list := o.open(t, hosts, pages)
	calm := jobIn(t.TempDir(), "r", list...)
	o.calm(t, setup, calm)
	o.latency = 100 * time.Millisecond // so that who was killed has joined again before much is done
	o.slow = o.latency
	setup.Job = jobIn(t.TempDir(), "r", list...)
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
	o.suffer(t, server, setup, plan, rand.New(rand.NewPCG(18, 1)), step)
	o.judge(t, len(plan))
	if elsewhere, stored := o.compare(t, calm, setup.Job); elsewhere < stored/10 {
		t.Errorf("%d of %d pages were fetched for another process", elsewhere, stored)
	}
}

// TestKilledTogether is a short form of it that aims: at who decides while others have
// tasks of its in hand, at who has joined, at the server; each of the two is frozen once,
// until it was taken over, and woken. Some outlets are odd and some hostile.
func TestKilledTogether(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for leases to end; the race detector sees TestJoin")
	}
	const hosts, pages, step = 24, 20, 20
	server := pgtest.Start(t)
	o := newOutlets(30*time.Millisecond, server.Address("kills"))
	setup, list := o.open(t, hosts, pages)
	calm := jobIn(t.TempDir(), "r", list...)
	o.calm(t, setup, calm)
	o.latency, o.slow = 20*time.Millisecond, 400*time.Millisecond // pages last until all has happened
	setup.Job = jobIn(t.TempDir(), "r", list...)
	plan := []calamity{killJoined, killDeciding, freezeJoined, killServer, killDeciding, killJoined, freezeDeciding, killServer, killJoined, killDeciding}
	o.suffer(t, server, setup, plan, rand.New(rand.NewPCG(18, 2)), step)
	o.judge(t, len(plan))
	if elsewhere, stored := o.compare(t, calm, setup.Job); elsewhere == 0 {
		t.Errorf("none of %d pages was fetched for another process", stored)
	}
	s, err := postgres.Look(t.Context(), o.address)
	if err != nil || len(s.Runs) != 1 || !s.Runs[0].Done || s.Runs[0].Waiting+s.Runs[0].Results+len(s.Joined) > 0 || s.Decides != nil {
		t.Errorf("at the end it stands as %+v, %v", s, err)
	}
}
