package bucket

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"gocloud.dev/blob"

	"framewatch/store/disk"
)

// A lock is a row of claims, NAME.000000001 and so on, of which the last counts.
// Who finds it released or stale makes the next, on condition that it is not
// there: of several that try one succeeds. A holder whose claim is not the last
// any more has lost the lock. Nothing but the conditional put is asked of the
// store for that.

// claim is what a claim says, and where it stands.
type claim struct {
	Owner    string    `json:"owner"` // tells claims apart
	Host     string    `json:"host"`
	PID      int       `json:"pid"`
	Started  time.Time `json:"started"`
	Renewed  time.Time `json:"renewed"`
	Released bool      `json:"released,omitempty"`

	name string // of the lock
	n    int
}

func (c *claim) file() string { return fmt.Sprintf("%s.%09d", c.name, c.n) }

const maxClaim = 1 << 16

// Lock claims a name. [disk.ErrLocked] tells whose it is.
func (f *FS) Lock(name string) (io.Closer, error) {
	if f.held() != nil {
		return nil, fmt.Errorf("%w: by this one", disk.ErrLocked)
	}
	last, err := f.last(name)
	if err != nil {
		return nil, err
	}
	now := f.o.Now().UTC()
	if last.n > 0 && !last.Released && now.Sub(last.Renewed) < f.o.Stale {
		return nil, fmt.Errorf("%w: process %d on %s since %s, heard of at %s; a run that is no more loses it %s after that",
			disk.ErrLocked, last.PID, last.Host, last.Started.Format(time.RFC3339), last.Renewed.Format(time.RFC3339), f.o.Stale)
	}
	var id [8]byte
	_, _ = rand.Read(id[:]) // crypto/rand.Read does not fail
	host, _ := os.Hostname()
	mine := &claim{Owner: hex.EncodeToString(id[:]), Host: host, PID: os.Getpid(), Started: now, Renewed: now, name: name, n: last.n + 1}
	data, err := json.Marshal(mine)
	if err != nil {
		return nil, err
	}
	err = f.putNew(mine.file(), data)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%w: it has just been taken", disk.ErrLocked)
	}
	if err != nil {
		return nil, err
	}
	// Whoever listed the claims long ago may have made one that had been removed.
	if err := f.expectLast(mine); err != nil {
		return nil, errors.Join(err, f.b.Delete(background(), mine.file()))
	}
	f.set(mine)
	f.removeBefore(mine)
	return f.keep(mine), nil
}

// last reads the claim that counts; without one its number is 0.
func (f *FS) last(name string) (*claim, error) {
	for try := 0; ; try++ {
		n, err := f.lastNumber(name)
		if err != nil || n == 0 {
			return &claim{name: name}, err
		}
		c := &claim{name: name, n: n}
		data, err := disk.ReadFile(f, c.file(), maxClaim)
		if errors.Is(err, fs.ErrNotExist) && try < 3 {
			continue // removed, as a later one has come
		}
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(data, c); err != nil {
			return nil, fmt.Errorf("%s is damaged: %w (remove it when no run is at work)", c.file(), err)
		}
		return c, nil
	}
}

func (f *FS) lastNumber(name string) (int, error) {
	last := 0
	err := f.each(&blob.ListOptions{Prefix: name + "."}, func(e *blob.ListObject) error {
		if n, err := strconv.Atoi(strings.TrimPrefix(e.Key, name+".")); err == nil {
			last = max(last, n)
		}
		return nil
	})
	return last, err
}

// expectLast is [disk.ErrLocked] when somebody has taken the lock over.
func (f *FS) expectLast(c *claim) error {
	n, err := f.lastNumber(c.name)
	if err == nil && n != c.n {
		err = fmt.Errorf("%w: this one was not heard of for too long", disk.ErrLocked)
	}
	return err
}

// removeBefore clears away claims that count no more; what stays does no harm.
func (f *FS) removeBefore(c *claim) {
	_ = f.each(&blob.ListOptions{Prefix: c.name + "."}, func(e *blob.ListObject) error {
		if n, err := strconv.Atoi(strings.TrimPrefix(e.Key, c.name+".")); err == nil && n < c.n {
			_ = f.b.Delete(background(), e.Key)
		}
		return nil
	})
}

func (f *FS) held() *claim {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hold
}

func (f *FS) set(c *claim) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hold = c
}

// guard comes before each change: a process that was stopped for long and wakes
// up must not write where another run is at work.
func (f *FS) guard() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.hold == nil || f.o.Now().Sub(f.hold.Renewed) < f.o.Stale/2 {
		return nil
	}
	return f.renew(f.hold)
}

// renew tells that the holder is at work. The caller has locked mu.
func (f *FS) renew(c *claim) error {
	if err := f.expectLast(c); err != nil {
		return err
	}
	now := *c
	now.Renewed = f.o.Now().UTC()
	data, err := json.Marshal(now)
	if err != nil {
		return err
	}
	if err := f.b.WriteAll(background(), c.file(), data, &blob.WriterOptions{ContentType: contentType}); err != nil {
		return wrap("renew", c.file(), err)
	}
	c.Renewed = now.Renewed
	return nil
}

// keep renews a claim until it is closed.
func (f *FS) keep(c *claim) io.Closer {
	ctx, stop := context.WithCancel(background())
	h := &holding{f: f, c: c, stop: stop}
	h.done.Go(func() {
		t := time.NewTicker(f.o.Renew)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
				f.mu.Lock()
				_ = f.renew(c) // guard tells, when it stays so
				f.mu.Unlock()
			}
		}
	})
	return h
}

// holding is a lock that is held.
type holding struct {
	f    *FS
	c    *claim
	stop context.CancelFunc
	done sync.WaitGroup
}

// Close releases the lock, unless it has been lost.
func (h *holding) Close() error {
	h.stop()
	h.done.Wait()
	if h.f.held() != h.c {
		return nil
	}
	h.f.set(nil)
	h.c.Released = true
	err := h.f.renew(h.c)
	if errors.Is(err, disk.ErrLocked) {
		return nil
	}
	return err
}
