package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
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
	holder string
	length time.Duration
	epoch  int64

	mu    sync.Mutex
	until time.Time // this process need not ask before
	taken bool
}

// take waits for the lease. A holder that renews it meanwhile lives, which is
// [frontier.ErrLocked]; one that does not is taken over when its time is up.
func (s *Store) take(ctx context.Context) error {
	s.lease.holder = rand.Text()
	var first time.Time // end of the holder's time, as first seen
	for {
		asked := time.Now()
		var until time.Time
		var left float64
		err := s.do(func(ctx context.Context) error {
			err := s.pool.QueryRow(ctx, `UPDATE lease SET epoch = epoch + (holder <> $1)::int, holder = $1, until = clock_timestamp() + $2
				WHERE until < clock_timestamp() OR holder = $1 RETURNING epoch`, s.lease.holder, s.lease.length).Scan(&s.lease.epoch)
			if !errors.Is(err, pgx.ErrNoRows) {
				return err
			}
			return s.pool.QueryRow(ctx, "SELECT until, extract(epoch FROM until - clock_timestamp())::float8 FROM lease").Scan(&until, &left)
		})
		switch {
		case err != nil:
			return err
		case until.IsZero():
			s.lease.until = asked.Add(s.lease.length)
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
		tag, err := s.pool.Exec(ctx, "UPDATE lease SET until = clock_timestamp() + $2 WHERE holder = $1", s.lease.holder, s.lease.length)
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
	s.lease.until = asked.Add(s.lease.length)
	return nil
}

// held reports whether the store is still this process's, and asks the server when
// that is not certain: after a sleep of the process or the machine, or a jump of
// the clock.
func (s *Store) held() error {
	s.lease.mu.Lock()
	taken, until := s.lease.taken, s.lease.until
	s.lease.mu.Unlock()
	if taken {
		return frontier.ErrTaken
	}
	// The machine's clock stands still while it sleeps, the wall's does not.
	now := time.Now()
	if now.Before(until) && now.Round(0).Before(until.Round(0)) {
		return nil
	}
	return s.renew()
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
