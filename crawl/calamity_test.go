//go:build unix

package crawl_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/postgres"
	"framewatch/crawl/frontier/postgres/pgtest"
)

// calamity is one thing that goes wrong. Those of a worker are of whoever is just asking.
type calamity string

const (
	killWorker     calamity = "worker killed"
	killJoined     calamity = "who has joined killed"
	killDeciding   calamity = "who decides killed"
	killServer     calamity = "server killed"
	freezeWorker   calamity = "worker frozen past its lease"
	freezeJoined   calamity = "who has joined frozen past its lease"
	freezeDeciding calamity = "who decides frozen past its lease"
)

const (
	// killsLease is short, so that a test need not wait for long, and longer than a busy
	// machine lets a process wait.
	killsLease = 3 * time.Second
	glance     = 10 * time.Millisecond
)

// suffer runs three workers on a job until it is at its end, while a plan happens to
// them: the next calamity up to twice step requests after one is over.
func (o *outlets) suffer(t *testing.T, server *pgtest.Server, setup postgresSetup, plan []calamity, rnd *rand.Rand, step int) {
	t.Helper()
	var striking sync.WaitGroup
	var arm func(left []calamity)
	arm = func(left []calamity) {
		if len(left) == 0 {
			return
		}
		o.next(rnd.IntN(2*step), func(worker int) {
			striking.Go(func() {
				o.storm(1)
				happened := o.strike(t, left[0], worker, server)
				o.storm(-1)
				if happened {
					o.mu.Lock()
					o.happened[left[0]]++
					o.mu.Unlock()
					arm(left[1:])
				}
			})
		})
	}
	arm(plan)
	o.supervise(t, setup)
	striking.Wait()
}

func (o *outlets) storm(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.storms += n
}

// strike makes a calamity happen, and returns when it is over; false where the run was
// over before.
func (o *outlets) strike(t *testing.T, c calamity, worker int, server *pgtest.Server) bool {
	t.Helper()
	switch c {
	case killServer:
		server.Kill()
		if err := server.Restart(); err != nil {
			t.Error(err)
		}
		return true
	case killWorker, killJoined, killDeciding:
		if worker = o.victim(t, c, worker); worker == 0 {
			return false
		}
		_ = syscall.Kill(worker, syscall.SIGKILL)
		o.isGone(worker)
		if c == killDeciding {
			o.await(t, func(s frontier.Standing) bool { return s.Crawling() && pidOf(*s.Decides) != worker })
		}
	default:
		for {
			if worker = o.victim(t, c, worker); worker == 0 {
				return false
			}
			if o.freeze(t, worker) {
				return true
			}
		}
	}
	return true
}

// freeze stops a worker until nothing that it has counts any more, and wakes it. It is
// false where the worker is told nothing of that, as it had given its part back just when
// it was stopped.
func (o *outlets) freeze(t *testing.T, worker int) bool {
	t.Helper()
	_ = syscall.Kill(worker, syscall.SIGSTOP)
	o.await(t, func(s frontier.Standing) bool { return s.Decides != nil && s.Decides.Alive() && !holds(s, worker) })
	o.mu.Lock()
	o.woken[worker] = 0
	o.mu.Unlock()
	_ = syscall.Kill(worker, syscall.SIGCONT)
	for ; t.Context().Err() == nil; time.Sleep(glance) {
		s, err := postgres.Look(t.Context(), o.address)
		o.mu.Lock()
		switch {
		case o.gone[worker], o.over:
			o.mu.Unlock()
			return true
		case err == nil && holds(s, worker):
			delete(o.woken, worker)
			o.mu.Unlock()
			return false
		}
		o.mu.Unlock()
	}
	return true
}

// victim is whom a calamity is to strike, while tasks are with who has joined: who is
// asking, or who has a part in the crawl. It is 0 where the run is over.
func (o *outlets) victim(t *testing.T, c calamity, asking int) (worker int) {
	t.Helper()
	if c == killWorker || c == freezeWorker {
		return asking
	}
	_, _ = o.await(t, func(s frontier.Standing) bool {
		o.mu.Lock()
		defer o.mu.Unlock()
		joined := slices.IndexFunc(s.Joined, func(j frontier.Attending) bool { return j.Out > 0 && !o.gone[pidOf(j)] })
		switch {
		case !s.Crawling() || joined < 0:
			worker = 0
		case c == killJoined || c == freezeJoined:
			worker = pidOf(s.Joined[joined])
		default:
			worker = pidOf(*s.Decides)
		}
		return worker != 0 && !o.gone[worker]
	})
	return worker
}

// holds reports whether a worker decides or has joined.
func holds(s frontier.Standing, worker int) bool {
	return s.Decides != nil && pidOf(*s.Decides) == worker || slices.ContainsFunc(s.Joined, func(j frontier.Attending) bool { return pidOf(j) == worker })
}

// await looks at the frontier until something is so; false where the run is over before.
func (o *outlets) await(t *testing.T, so func(frontier.Standing) bool) (s frontier.Standing, ok bool) {
	t.Helper()
	for ; t.Context().Err() == nil; time.Sleep(glance) {
		s, err := postgres.Look(t.Context(), o.address)
		if err != nil {
			continue
		}
		if done := len(s.Runs) > 0 && s.Runs[0].Done; done || so(s) {
			return s, !done
		}
	}
	return s, false
}

func pidOf(a frontier.Attending) (pid int) {
	_, number, _ := strings.Cut(a.Who, "/")
	_, _ = fmt.Sscan(number, &pid)
	return pid
}

// supervise runs three workers and begins each again when it is gone, until the run is
// at its end.
func (o *outlets) supervise(t *testing.T, setup postgresSetup) {
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
				if err := cmd.Run(); err == nil {
					return
				} else if taken := strings.Contains(said.String(), frontier.ErrTaken.Error()); taken {
					o.takenOver(cmd.Process.Pid)
				} else if cmd.ProcessState.String() != "signal: killed" {
					// Any other end is a fault.
					t.Errorf("worker: %v: %s", err, said.String())
					return
				}
			}
		})
	}
	wait.Wait()
	o.mu.Lock()
	o.over = true
	o.mu.Unlock()
}

// takenOver notes a worker that ended with that.
func (o *outlets) takenOver(worker int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.gone[worker] = true
	if _, woken := o.woken[worker]; !woken {
		o.silent[worker] = true
	}
}
