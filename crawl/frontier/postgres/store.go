package postgres

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/entry"
)

// Schema is where the tables are, unless the address sets another by search_path.
const Schema = "framewatch"

// patience is how long a server that is away is waited for.
const patience = 30 * time.Second

// longest is how long the server may work on what concerns all of a run, or all that was
// ever crawled.
const longest = 12 * time.Hour

// Store is a schema of a PostgreSQL server, held by this process. It is safe for
// concurrent use by its goroutines.
type Store struct {
	pool  *pgxpool.Pool
	where string // for people
	lease lease
	stop  chan struct{}
	wait  sync.WaitGroup
	once  sync.Once
}

var _ frontier.Store = (*Store)(nil)

// CheckAddress reports an address that [Open] would refuse without asking a server.
func CheckAddress(address string) error {
	_, err := parse(address)
	return err
}

func parse(address string) (*pgxpool.Config, error) {
	if !strings.HasPrefix(address, "postgres://") && !strings.HasPrefix(address, "postgresql://") {
		return nil, errors.New("must begin with postgres://")
	}
	cfg, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, errors.New("is no address of a PostgreSQL server, such as postgres://user@host:5432/database") // pgx's own words may have the password
	}
	if u, err := url.Parse(address); err != nil || hasPassword(u) {
		return nil, errors.New("must not hold a password; put it into PGPASSWORD or a password file (PGPASSFILE)")
	}
	return cfg, nil
}

func hasPassword(u *url.URL) bool {
	_, in := u.User.Password()
	q := u.Query()
	return in || q.Has("password") || q.Has("sslpassword")
}

// Open opens or makes the store in the schema of a server, such as
// postgres://user@host/database?search_path=harbour. While another process holds it,
// the error is [frontier.ErrLocked]; one that is not heard of for as long as a lease
// is taken over. length is that of the lease, [DefaultLease] where it is 0.
func Open(ctx context.Context, address string, length time.Duration) (*Store, error) {
	s, err := connect(ctx, address, length)
	if err != nil {
		return nil, err
	}
	if err := s.take(ctx); err != nil {
		s.pool.Close()
		return nil, fmt.Errorf("open frontier in %s: %w", s.where, err)
	}
	s.wait.Go(func() { s.keep(s.stop) })
	return s, nil
}

// settings are those of connections to the server of an address, and its schema.
func settings(address string) (cfg *pgxpool.Config, schema string, err error) {
	if cfg, err = parse(address); err != nil {
		return nil, "", err
	}
	params := cfg.ConnConfig.RuntimeParams
	if schema = params["search_path"]; schema == "" {
		schema = Schema
	}
	params["search_path"] = pgx.Identifier{schema}.Sanitize()
	// Everything is asked for by its key, also before the server has counted what
	// there is: without this it reads all of a new table for a hundred keys.
	params["enable_seqscan"] = "off"
	// The price that this puts on tables of a few rows without a key, such as the lease,
	// makes the server compile a program for each such query: a tenth of a second.
	params["jit"] = "off"
	params["application_name"] = "framewatch crawl"
	// Of a role that is not ours alone: a wave of many links, or tables that are written
	// anew, take longer than what others may.
	params["statement_timeout"], params["lock_timeout"] = "0", "0"
	params["default_transaction_isolation"] = "read committed"
	// Workers ask often and briefly, and a connection is a process of the server.
	cfg.MaxConns, cfg.MinConns = 4, 0
	cfg.ConnConfig.ConnectTimeout = 5 * time.Second
	return cfg, schema, nil
}

// whereOf says where a schema is, for people.
func whereOf(cfg *pgxpool.Config, schema string) string {
	return fmt.Sprintf("schema %s of %s", schema, cfg.ConnConfig.Host)
}

// connect makes the tables, where they are not there; nobody holds the store yet.
func connect(ctx context.Context, address string, length time.Duration) (*Store, error) {
	cfg, schema, err := settings(address)
	if err != nil {
		return nil, err
	}
	return connectBy(ctx, cfg, schema, length)
}

func connectBy(ctx context.Context, cfg *pgxpool.Config, schema string, length time.Duration) (*Store, error) {
	if length == 0 {
		length = DefaultLease
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open frontier: %w", err)
	}
	s := &Store{pool: pool, where: whereOf(cfg, schema), lease: lease{length: length}, stop: make(chan struct{})}
	err = s.do(func(ctx context.Context) error {
		return pool.AcquireFunc(ctx, func(c *pgxpool.Conn) error { return prepare(ctx, c.Conn(), schema) })
	})
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open frontier in %s: %w", s.where, err)
	}
	return s, nil
}

// Claim makes the store a dataset's, by a name that nothing else has, unless it is
// another's that has something in it. It returns whose it is.
func (s *Store) Claim(dataset string) (owner string, err error) {
	err = s.do(func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `INSERT INTO meta (key, value) VALUES ('dataset', $1)
			ON CONFLICT (key) DO UPDATE SET value = CASE WHEN EXISTS (SELECT FROM known) OR EXISTS (SELECT FROM runs) THEN meta.value ELSE excluded.value END
			RETURNING value`, dataset).Scan(&owner)
	})
	if err != nil {
		return "", fmt.Errorf("claim the frontier for a dataset: %w", err)
	}
	return owner, nil
}

// Owner is the dataset whose the store is; empty where it is nobody's.
func (s *Store) Owner() (owner string, err error) {
	value, _, err := s.one("SELECT convert_to(value, 'UTF8') FROM meta WHERE key = 'dataset'")
	if err != nil {
		return "", fmt.Errorf("ask whose the frontier is: %w", err)
	}
	return string(value), nil
}

// Close gives the lease back and closes the store.
func (s *Store) Close() (err error) {
	s.once.Do(func() {
		close(s.stop)
		s.wait.Wait()
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		// One that was taken over has nothing to give back, and a server that is away
		// sees for itself when the time is up.
		if s.lease.epoch > 0 {
			_, err = s.pool.Exec(ctx, "UPDATE lease SET until = 'epoch' WHERE epoch = $1", s.lease.epoch)
		}
		if transient(err) {
			err = nil
		}
		s.pool.Close()
	})
	if err != nil {
		return fmt.Errorf("close frontier: %w", err)
	}
	return nil
}

// do carries out what may be done twice, and again while the server is away, as
// when it is restarted. Everything this package does is such: whole entries are put
// and deleted, under the epoch of this process.
func (s *Store) do(f func(ctx context.Context) error) error { return s.try(patience, f) }

// atLength is do for what takes longer the more there is. A server that is away is waited
// for no longer than by do.
func (s *Store) atLength(f func(ctx context.Context) error) error { return s.try(longest, f) }

func (s *Store) try(limit time.Duration, f func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	var away time.Time // since when
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		err := f(ctx)
		if pg := (*pgconn.PgError)(nil); errors.As(err, &pg) && pg.Code == codeTaken {
			return frontier.ErrTaken
		}
		if away.IsZero() {
			away = time.Now()
		}
		if !transient(err) || ctx.Err() != nil || time.Since(away) > patience {
			return named(err)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return named(err)
		}
	}
}

// named says of an error of a server what callers branch by.
func named(err error) error {
	var pg *pgconn.PgError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate), errors.As(err, &pg) && (strings.HasPrefix(pg.Code, "28") || pg.Code == "3D000" || pg.Code == "42501"):
		// Authorization, a database that is not there, and privileges.
		return fmt.Errorf("%w: %w", frontier.ErrServer, err)
	case transient(err):
		return fmt.Errorf("%w: %w", frontier.ErrAway, err)
	}
	return err
}

// transient reports whether an error is of a server that is away or ending.
func transient(err error) bool {
	var pg *pgconn.PgError
	switch {
	case err == nil || errors.Is(err, pgx.ErrNoRows) || errors.Is(err, entry.ErrDamaged) || errors.Is(err, frontier.ErrTaken):
		return false
	case errors.As(err, &pg):
		// Connection exceptions, operator intervention (shutdown, crash, starting up),
		// too many connections, and what two transactions do to each other.
		return strings.HasPrefix(pg.Code, "08") || strings.HasPrefix(pg.Code, "57P") || pg.Code == "53300" || pg.Code == "40001" || pg.Code == "40P01"
	}
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) {
		return false
	}
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || pgconn.SafeToRetry(err) || isNetwork(err)
}

// one reads an entry; ok is false where there is none.
func (s *Store) one(query string, args ...any) (value []byte, ok bool, err error) {
	err = s.do(func(ctx context.Context) error { return s.pool.QueryRow(ctx, query, args...).Scan(&value) })
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	return value, err == nil, err
}

// Known is for [frontier.Store].
func (s *Store) Known(url string) (k frontier.Known, ok bool, err error) {
	key := entry.Digest(url)
	value, ok, err := s.one("SELECT value FROM known WHERE key = $1", key[:])
	if ok {
		k, err = entry.DecodeKnown(value)
	}
	if err != nil {
		return frontier.Known{}, false, fmt.Errorf("read what is known of %s: %w", url, err)
	}
	return k, ok, nil
}

// page is how many entries are read at once.
const page = 1024

// KnownOf is for [frontier.Store].
func (s *Store) KnownOf(urls iter.Seq[string], f func(url string, k frontier.Known)) error {
	var names []string
	ask := func() error {
		keys := make([][]byte, len(names))
		for i, url := range names {
			d := entry.Digest(url)
			keys[i] = d[:]
		}
		values, err := s.values("SELECT key, value FROM known WHERE key = ANY($1)", keys)
		if err != nil {
			return err
		}
		for i, url := range names {
			value, ok := values[string(keys[i])]
			if !ok {
				continue
			}
			k, err := entry.DecodeKnown(value)
			if err != nil {
				return fmt.Errorf("%s: %w", url, err)
			}
			f(url, k)
		}
		names = names[:0]
		return nil
	}
	var err error
	for url := range urls {
		if names = append(names, url); len(names) == page {
			if err = ask(); err != nil {
				break
			}
		}
	}
	if err == nil {
		err = ask()
	}
	if err != nil {
		return fmt.Errorf("read what is known of URLs: %w", err)
	}
	return nil
}

// Robots is for [frontier.Store].
func (s *Store) Robots(host string) (r frontier.Robots, ok bool, err error) {
	value, ok, err := s.one("SELECT value FROM robots WHERE key = $1", []byte(host))
	if ok {
		err = json.Unmarshal(value, &r)
	}
	if err != nil {
		return frontier.Robots{}, false, fmt.Errorf("read robots.txt of %s: %w", host, err)
	}
	r.Host = host
	return r, ok, nil
}

// Visited is for [frontier.Store].
func (s *Store) Visited(source corpus.SourceID) (at time.Time, err error) {
	value, ok, err := s.one("SELECT value FROM visits WHERE key = $1", []byte(source))
	if ok {
		at, err = entry.DecodeTime(value)
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("read the last visit to source %s: %w", source, err)
	}
	return at, nil
}

// pair is an entry.
type pair struct{ key, value []byte }

// pairs reads entries in the order in which the query gives them.
func (s *Store) pairs(query string, args ...any) (out []pair, err error) {
	err = s.do(func(ctx context.Context) error {
		rows, err := s.pool.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (p pair, err error) {
			return p, row.Scan(&p.key, &p.value)
		})
		return err
	})
	return out, err
}

// values reads entries by their keys.
func (s *Store) values(query string, args ...any) (map[string][]byte, error) {
	pairs, err := s.pairs(query, args...)
	out := make(map[string][]byte, len(pairs))
	for _, p := range pairs {
		out[string(p.key)] = p.value
	}
	return out, err
}
