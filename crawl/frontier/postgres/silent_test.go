package postgres_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/postgres"
	"framewatch/internal/patient/pipenet"
)

// TestASilentServerIsGivenUp: one that takes connections and says nothing, and one that
// is not there, are waited for as long as one that is restarted, and no longer.
func TestASilentServerIsGivenUp(t *testing.T) {
	for name, listens := range map[string]bool{"takes connections": true, "answers nothing": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var n pipenet.Net
				if listens {
					l := n.Listen("127.0.0.1:5432")
					defer func() { _ = l.Close() }()
					go func() {
						for c, err := l.Accept(); err == nil; c, err = l.Accept() {
							go func(c net.Conn) { _, _ = io.Copy(io.Discard, c); _ = c.Close() }(c)
						}
					}()
				}
				began := time.Now()
				err := postgres.Reach(t.Context(), "postgres://u@127.0.0.1:5432/d?sslmode=disable", n.DialContext)
				if took := time.Since(began); err == nil || took > postgres.Patience+10*time.Second || strings.Contains(err.Error(), "password") {
					t.Errorf("given up after %s: %v", took, err)
				}
				time.Sleep(time.Minute) // until what was begun has noticed
			})
		})
	}
}

// TestWhatTakesLongIsNoServerThatIsAway: a table of everything may be written anew for
// hours, and so may the rows of a large run be deleted; a server that is away in the middle of that is waited for as always.
func TestWhatTakesLongIsNoServerThatIsAway(t *testing.T) {
	working := func(ctx context.Context) error {
		select {
		case <-time.After(10 * postgres.Patience):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	ending := func(context.Context) error { return &pgconn.PgError{Code: "57P01"} }
	for name, c := range map[string]struct {
		by    func(func(context.Context) error) error
		f     func(context.Context) error
		least time.Duration
		fails bool
	}{
		"a long work":                {postgres.AtLength, working, 10 * postgres.Patience, false},
		"a long work, where none is": {postgres.Do, working, postgres.Patience, true},
		"away, of a long work":       {postgres.AtLength, ending, postgres.Patience - time.Second, true},
		"away":                       {postgres.Do, ending, postgres.Patience - time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				err := c.by(c.f)
				took := time.Since(began)
				if (err != nil) != c.fails || took < c.least || took > c.least+3*time.Second {
					t.Errorf("%v after %s, want an error: %t, after %s", err, took, c.fails, c.least)
				}
				if c.fails && !errors.Is(err, frontier.ErrAway) {
					t.Errorf("%v is not that the server is away", err)
				}
			})
		})
	}
}
