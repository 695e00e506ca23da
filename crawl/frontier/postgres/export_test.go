package postgres

import (
	"context"

	"github.com/jackc/pgx/v5/pgconn"
)

// Patience is how long a server that is away, or says nothing, is waited for.
const Patience = patience

// Reach tries to open a store over a network of a test's.
func Reach(ctx context.Context, address string, dial pgconn.DialFunc) error {
	cfg, schema, err := settings(address)
	if err != nil {
		return err
	}
	cfg.ConnConfig.DialFunc = dial
	s, err := connectBy(ctx, cfg, schema, 0)
	if err == nil {
		s.pool.Close()
	}
	return err
}

// Do and AtLength carry out f as the store does with what is brief, and with what takes
// longer the more there is.
func Do(f func(context.Context) error) error { return new(Store).do(f) }

// AtLength is described with [Do].
func AtLength(f func(context.Context) error) error { return new(Store).atLength(f) }

// Freeze makes the store renew its lease no more, as one whose process stands still.
func (s *Store) Freeze() {
	s.once.Do(func() { close(s.stop); s.wait.Wait() })
}

// Thaw closes what [Store.Freeze] left open.
func (s *Store) Thaw() { s.pool.Close() }

// Uncertain reports whether the store would have to ask the server whose it is.
func (s *Store) Uncertain() bool {
	known, _ := s.lease.certain()
	return !known
}
