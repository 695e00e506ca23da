package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/entry"
)

// Run is the part of the store that belongs to one run: a [frontier.Run].
type Run struct {
	store *Store
	name  corpus.RunID
	id    int32
	at    frontier.Position
	done  bool
	// fetcher is the number of a process that fetches for another, 0 for who decides.
	fetcher int
}

// Begin is for [frontier.Store].
func (s *Store) Begin(id corpus.RunID, job string) (frontier.Run, error) {
	r := &Run{store: s, name: id}
	var begun string
	err := s.do(func(ctx context.Context) error {
		err := s.pool.QueryRow(ctx, `INSERT INTO runs (name, job, epoch) VALUES ($1, $2, $3)
			ON CONFLICT (name) DO UPDATE SET epoch = CASE WHEN runs.job = excluded.job THEN excluded.epoch ELSE runs.epoch END WHERE runs.epoch <= excluded.epoch
			RETURNING id, job, done, worker, seq, place`, []byte(id), job, s.lease.epoch).Scan(&r.id, &begun, &r.done, &r.at.Worker, &r.at.Seq, &r.at.Offset)
		if errors.Is(err, pgx.ErrNoRows) {
			return frontier.ErrTaken // a later epoch has it
		}
		return err
	})
	if err == nil && begun != job {
		err = frontier.ErrOtherJob
	}
	if err != nil {
		return nil, fmt.Errorf("begin run %s: %w", id, err)
	}
	return r, nil
}

// Find is for [frontier.Store].
func (s *Store) Find(id corpus.RunID) (found frontier.Run, ok bool, err error) {
	r := &Run{store: s, name: id}
	err = s.do(func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, "SELECT id, done, worker, seq, place FROM runs WHERE name = $1", []byte(id)).Scan(&r.id, &r.done, &r.at.Worker, &r.at.Seq, &r.at.Offset)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return r, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("find run %s: %w", id, err)
	}
	return r, true, nil
}

// Runs is for [frontier.Store].
func (s *Store) Runs() (ids []corpus.RunID, err error) {
	err = s.do(func(ctx context.Context) error {
		rows, err := s.pool.Query(ctx, "SELECT name FROM runs ORDER BY name")
		if err != nil {
			return err
		}
		ids, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (corpus.RunID, error) {
			var name []byte
			err := row.Scan(&name)
			return corpus.RunID(name), err
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list runs: %w", err)
	}
	return ids, nil
}

// fail names what could not be done.
func (r *Run) fail(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s of run %s: %w", what, r.name, err)
}

// Progress is for [frontier.Run].
func (r *Run) Progress() (at frontier.Position, done bool) { return r.at, r.done }

// Worker is for [frontier.Run]: the epoch, which no other process ever has. That of a
// fetcher is one among fetchers.
func (r *Run) Worker() int {
	if r.fetcher > 0 {
		return r.fetcher
	}
	return int(r.store.lease.epoch)
}

// Held is for [frontier.Run].
func (r *Run) Held() error { return r.store.held() }

// Durable is for [frontier.Run].
func (r *Run) Durable() bool { return true }

// Full is for [frontier.Run].
func (r *Run) Full() bool { return false }

// Flush is for [frontier.Run].
func (r *Run) Flush() error { return nil }

// Release is for [frontier.Run].
func (r *Run) Release() error { return nil }

// Close is for [frontier.Run].
func (r *Run) Close() error { return nil }

// Finish is for [frontier.Run].
func (r *Run) Finish() error {
	err := r.store.atLength(func(ctx context.Context) error {
		var b pgx.Batch
		b.Queue("SELECT hold($1, $2)", r.id, r.store.lease.epoch)
		b.Queue("UPDATE runs SET done = true WHERE id = $1", r.id)
		low := within(r.id, nil)
		for _, table := range []string{"queue", "seen", "found", "bodies"} {
			b.Queue("DELETE FROM "+table+" WHERE key >= $1 AND key < $2", low, ceiling(low))
		}
		b.Queue("DELETE FROM errands WHERE run = $1", r.id)
		b.Queue("DELETE FROM fetchers WHERE run = $1", r.id)
		return r.store.pool.SendBatch(ctx, &b).Close()
	})
	if err != nil {
		return r.fail("finish", err)
	}
	r.done = true
	return nil
}

// Drop is for [frontier.Run].
func (r *Run) Drop() error {
	return r.fail("drop", r.store.atLength(func(ctx context.Context) error {
		var b pgx.Batch
		b.Queue("DELETE FROM runs WHERE id = $1 AND epoch <= $2", r.id, r.store.lease.epoch)
		low := within(r.id, nil)
		for _, table := range ofRuns {
			// Only with the run: one that has been taken over is another's.
			b.Queue("DELETE FROM "+table+" WHERE key >= $1 AND key < $2 AND NOT EXISTS (SELECT FROM runs WHERE id = $3)", low, ceiling(low), r.id)
		}
		for _, table := range besides { // with what a process left that joined as its run was dropped
			b.Queue("DELETE FROM " + table + " WHERE NOT EXISTS (SELECT FROM runs WHERE id = run)")
		}
		return r.store.pool.SendBatch(ctx, &b).Close()
	}))
}

// pages yields the entries of a table of the run that begin with a prefix, in order
// of keys. No transaction stays open between them.
func (r *Run) pages(table string, prefix []byte, size int) iter.Seq2[pair, error] {
	return func(yield func(pair, error) bool) {
		after, end := within(r.id, prefix), ceiling(within(r.id, prefix))
		for first := true; ; first = false {
			above := ">"
			if first {
				above = ">="
			}
			part, err := r.store.pairs("SELECT key, value FROM "+table+" WHERE key "+above+" $1 AND key < $2 ORDER BY key LIMIT $3", after, end, size)
			if err != nil {
				yield(pair{}, err)
				return
			}
			for _, p := range part {
				if !yield(pair{p.key[4:], p.value}, nil) {
					return
				}
			}
			if len(part) < size {
				return
			}
			after = part[len(part)-1].key
		}
	}
}

// ceiling is the least key that is above all with a prefix; nil where none is.
func ceiling(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 0xff {
			end := append([]byte(nil), prefix[:i+1]...)
			end[i]++
			return end
		}
	}
	return nil
}

// Captures is for [frontier.Run].
func (r *Run) Captures() iter.Seq2[corpus.Capture, error] {
	return func(yield func(corpus.Capture, error) bool) {
		for p, err := range r.pages("journal", nil, page) {
			var c corpus.Capture
			if err == nil {
				c, err = entry.DecodeCapture(r.name, p.key, p.value)
			}
			if !yield(c, r.fail("read journal", err)) || err != nil {
				return
			}
		}
	}
}

// Sources is for [frontier.Run].
func (r *Run) Sources(n int) ([]frontier.SourceState, error) {
	out := make([]frontier.SourceState, n)
	values, err := r.sources()
	if err != nil {
		return nil, r.fail("read sources", err)
	}
	for i := range out {
		if v := values[string(entry.SourceKey(i))]; v != nil {
			if err := json.Unmarshal(v, &out[i]); err != nil {
				return nil, r.fail(fmt.Sprintf("decode source %d", i), err)
			}
		}
	}
	return out, nil
}

// sources has the states of sources, by key.
func (r *Run) sources() (map[string][]byte, error) {
	out := map[string][]byte{}
	for p, err := range r.pages("sources", nil, page) {
		if err != nil {
			return nil, err
		}
		out[string(p.key)] = p.value
	}
	return out, nil
}

// Hosts is for [frontier.Run].
func (r *Run) Hosts() (out []frontier.HostState, err error) {
	for p, err := range r.pages("hosts", nil, page) {
		h := frontier.HostState{Host: string(p.key)}
		if err == nil {
			err = json.Unmarshal(p.value, &h)
		}
		if err != nil {
			return nil, r.fail("read hosts", err)
		}
		out = append(out, h)
	}
	return out, nil
}

// Items is for [frontier.Run].
func (r *Run) Items(host string, f func(frontier.Item) bool) error {
	var prefix []byte
	size := page
	if host != "" {
		// As many as the crawler takes of a host, and those that are under way.
		prefix, size = append([]byte(host), 0), 64
	}
	for p, err := range r.pages("queue", prefix, size) {
		var it frontier.Item
		if err == nil {
			it, err = entry.DecodeItem(p.key, p.value)
		}
		if err != nil {
			return r.fail("read queue", err)
		}
		if !f(it) {
			return nil
		}
	}
	return nil
}

// there tells which keys a table of the run has.
func (r *Run) there(table string, keys [][]byte) (map[string]bool, error) {
	const most = 8192
	out := make(map[string]bool)
	for len(keys) > 0 {
		var part [][]byte
		for _, key := range keys[:min(len(keys), most)] {
			part = append(part, within(r.id, key))
		}
		keys = keys[len(part):]
		err := r.store.do(func(ctx context.Context) error {
			rows, err := r.store.pool.Query(ctx, "SELECT key FROM "+table+" WHERE key = ANY($1)", part)
			if err != nil {
				return err
			}
			var key []byte
			_, err = pgx.ForEachRow(rows, []any{&key}, func() error { out[string(key[4:])] = true; return nil })
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Unseen is for [frontier.Run].
func (r *Run) Unseen(links []frontier.Link) ([]frontier.Link, error) {
	if len(links) == 0 {
		return links, nil
	}
	keys := make([][]byte, len(links))
	for i, l := range links {
		d := entry.Digest(frontier.Identity(l.URL))
		keys[i] = d[:]
	}
	seen, err := r.there("seen", keys)
	if err != nil {
		return nil, r.fail("look up links", err)
	}
	kept := links[:0]
	for i, l := range links {
		if k := string(keys[i]); !seen[k] {
			seen[k] = true
			kept = append(kept, l)
		}
	}
	return kept, nil
}

// Met is for [frontier.Run].
func (r *Run) Met(url string) (bool, error) {
	left, err := r.Unseen([]frontier.Link{{URL: url}})
	return len(left) == 0 && err == nil, err
}
