package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"framewatch/crawl/frontier"
)

// DefaultLease is how long a process may be silent before it is taken over. It is
// renewed three times as often.
const DefaultLease = 30 * time.Second

// lease is this process's hold on the store. The server's clock decides when it
// ends; this process's only says when to ask.
type lease struct {
	length  time.Duration
	renewal string // statement, of who ($1) and length ($2)
	who     any
	epoch   int64 // of who decides

	asking sync.Mutex // one renewal at a time: those who wait for it need none of their own
	mu     sync.Mutex
	until  time.Time // this process need not ask before
	taken  bool
}

// renewed notes that the server had the lease begin anew some time after asked. What
// this process may be certain of ends before it by as much as one renewal: between a
// look at the clock and what follows from it a busy machine may let a process wait.
func (l *lease) renewed(asked time.Time) { l.until = asked.Add(l.length * 2 / 3) }

// who names this process for people.
func who() string {
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	return fmt.Sprintf("%s/%d", host, os.Getpid())
}

// attend begins a lease that nobody else can have.
func (s *Store) attend(begin func(ctx context.Context) error) error {
	asked := time.Now()
	err := s.do(begin)
	s.lease.renewed(asked)
	return err
}

// take waits for the lease. A holder that renews it meanwhile lives, which is
// [frontier.ErrLocked]; one that does not is taken over when its time is up.
func (s *Store) take(ctx context.Context) error {
	holder := who() + " " + rand.Text()
	s.lease.renewal, s.lease.who = "UPDATE lease SET until = clock_timestamp() + $2 WHERE holder = $1", holder
	var first time.Time // end of the holder's time, as first seen
	for {
		asked := time.Now()
		var until time.Time
		var left float64
		err := s.do(func(ctx context.Context) error {
			err := s.pool.QueryRow(ctx, `UPDATE lease SET epoch = epoch + (holder <> $1)::int, holder = $1, until = clock_timestamp() + $2
				WHERE until < clock_timestamp() OR holder = $1 RETURNING epoch`, holder, s.lease.length).Scan(&s.lease.epoch)
			if !errors.Is(err, pgx.ErrNoRows) {
				return err
			}
			return s.pool.QueryRow(ctx, "SELECT until, extract(epoch FROM until - clock_timestamp())::float8 FROM lease").Scan(&until, &left)
		})
		switch {
		case err != nil:
			return err
		case until.IsZero():
			s.lease.renewed(asked)
			return nil
		case first.IsZero():
			first = until
		case !until.Equal(first):
			return fmt.Errorf("%w (its lease runs until %s)", frontier.ErrLocked, until.UTC().Format(time.RFC3339))
		}
		// Looked at often enough to see a holder that lives renew it, and soon.
		pause := min(s.lease.length/4, time.Duration(left*float64(time.Second)))
		select {
		case <-time.After(max(pause, 10*time.Millisecond)):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// renew asks for more time. It may come late: as long as nobody has taken the
// store over, it is still this process's.
func (s *Store) renew() error {
	asked := time.Now()
	rows := int64(0)
	err := s.do(func(ctx context.Context) error {
		tag, err := s.pool.Exec(ctx, s.lease.renewal, s.lease.who, s.lease.length)
		rows = tag.RowsAffected()
		return err
	})
	s.lease.mu.Lock()
	defer s.lease.mu.Unlock()
	switch {
	case err != nil:
		return fmt.Errorf("renew lease: %w", err)
	case rows == 0:
		s.lease.taken = true
		return frontier.ErrTaken
	}
	s.lease.renewed(asked)
	return nil
}

// held reports whether the store is still this process's, and asks the server when
// that is not certain: after a sleep of the process or the machine, or a jump of
// the clock.
func (s *Store) held() error {
	for {
		if known, err := s.lease.certain(); known {
			return err
		}
		if err := s.ask(); err != nil {
			return err
		}
		// The answer may have waited for this process for long: it says what was true
		// when the server gave it.
	}
}

// ask renews the lease unless somebody else just has.
func (s *Store) ask() error {
	s.lease.asking.Lock()
	defer s.lease.asking.Unlock()
	if known, err := s.lease.certain(); known {
		return err
	}
	return s.renew()
}

// certain reports whether this process knows without asking whose the lease is.
func (l *lease) certain() (known bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.taken {
		return true, frontier.ErrTaken
	}
	// The machine's clock stands still while it sleeps, the wall's does not.
	now := time.Now()
	return now.Before(l.until) && now.Round(0).Before(l.until.Round(0)), nil
}

// keep renews the lease until stop is closed. What fails is asked for again next
// time; held judges.
func (s *Store) keep(stop <-chan struct{}) {
	tick := time.NewTicker(s.lease.length / 3)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := s.renew(); errors.Is(err, frontier.ErrTaken) {
				return
			}
		case <-stop:
			return
		}
	}
}
