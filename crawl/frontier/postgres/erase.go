package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/entry"
)

// ofRuns has the tables of runs, whose rows go with their run; those whose keys begin
// with its number, and the others.
var (
	ofRuns  = []string{"queue", "seen", "found", "bodies", "sources", "hosts", "journal"}
	besides = []string{"errands", "fetchers"}
)

// Erase is for [frontier.Store]. The tables are written anew, so that nothing deleted is
// left in them; what the server's log and its backups hold is its owner's business.
func (s *Store) Erase(urls []string, moved map[string]frontier.Moved) error {
	if err := s.erase(urls, moved); err != nil {
		return fmt.Errorf("erase URLs: %w", err)
	}
	return nil
}

func (s *Store) erase(urls []string, moved map[string]frontier.Moved) error {
	// The runs first: a process that fetches for one of them is given up with it, so
	// that no result comes back later.
	err := s.atLength(func(ctx context.Context) error {
		var b pgx.Batch
		b.Queue("SELECT hold_store($1)", s.lease.epoch)
		for _, table := range slices.Concat([]string{"runs"}, ofRuns, besides) {
			b.Queue("DELETE FROM " + table)
		}
		return s.pool.SendBatch(ctx, &b).Close()
	})
	if err != nil {
		return err
	}
	gone := map[string]bool{}
	for _, u := range urls {
		d := entry.Digest(u)
		gone[string(d[:])] = true
	}
	err = s.rewrite("known", func(p pair) ([]byte, error) {
		k, err := entry.DecodeKnown(p.value)
		m, was := moved[k.WARCFile]
		at, there := m.At[k.WARCOffset]
		switch {
		case err != nil || gone[string(p.key)] || was && !there:
			return nil, err
		case was:
			k.WARCFile, k.WARCOffset = m.File, at
			return entry.EncodeKnown(&k), nil
		}
		return p.value, nil
	})
	if err == nil {
		err = s.rewrite("robots", func(p pair) ([]byte, error) {
			var r frontier.Robots
			if err := json.Unmarshal(p.value, &r); err != nil {
				return nil, err
			}
			if r.Names(urls) {
				return nil, nil
			}
			return p.value, nil
		})
	}
	if err != nil {
		return err
	}
	for _, table := range slices.Concat([]string{"known", "robots", "runs"}, ofRuns, besides) {
		err := s.atLength(func(ctx context.Context) error {
			_, err := s.pool.Exec(ctx, "VACUUM (FULL) "+table)
			return err
		})
		if err != nil {
			return fmt.Errorf("write table %s anew: %w", table, err)
		}
	}
	return nil
}

// rewrite goes through a lasting table, a page at a time, and puts in place of each
// value what change makes of it, or deletes it where that is nil.
func (s *Store) rewrite(table string, change func(p pair) ([]byte, error)) error {
	for after := []byte{}; ; {
		part, err := s.pairs("SELECT key, value FROM "+table+" WHERE key > $1 ORDER BY key LIMIT $2", after, page)
		if err != nil {
			return err
		}
		c := changes{}
		for _, p := range part {
			value, err := change(p)
			switch {
			case err != nil:
				return err
			case value == nil:
				c.drop(table, p.key)
			case string(value) != string(p.value):
				c.put(table, p.key, value)
			}
		}
		err = s.do(func(ctx context.Context) error {
			var b pgx.Batch
			b.Queue("SELECT hold_store($1)", s.lease.epoch)
			c.queue(&b, 0)
			return s.pool.SendBatch(ctx, &b).Close()
		})
		if err != nil {
			return err
		}
		if len(part) < page {
			return nil
		}
		after = part[len(part)-1].key
	}
}
