package postgres

import (
	"context"
	"fmt"
	"slices"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/entry"
)

// Erase forgets what is known of URLs and follows records that have moved, by the
// old file's name; what led to a record that is there no more is fetched again. The
// table is written anew, so that nothing deleted is left in it; what the server's
// log and its backups hold is its owner's business.
func (s *Store) Erase(urls []string, moved map[string]frontier.Moved) error {
	gone := map[string]bool{}
	for _, u := range urls {
		d := entry.Digest(u)
		gone[string(d[:])] = true
	}
	after := []byte{}
	for {
		part, err := s.pairs("SELECT key, value FROM known WHERE key > $1 ORDER BY key LIMIT $2", after, page)
		if err != nil {
			return fmt.Errorf("erase URLs: %w", err)
		}
		var drop, keys, values [][]byte
		for _, p := range part {
			k, err := entry.DecodeKnown(p.value)
			if err != nil {
				return fmt.Errorf("erase URLs: %w", err)
			}
			m, was := moved[k.WARCFile]
			at, there := m.At[k.WARCOffset]
			switch {
			case gone[string(p.key)] || was && !there:
				drop = append(drop, p.key)
			case was:
				k.WARCFile, k.WARCOffset = m.File, at
				keys, values = append(keys, p.key), append(values, entry.EncodeKnown(&k))
			}
		}
		if err := s.replaceKnown(drop, keys, values); err != nil {
			return fmt.Errorf("erase URLs: %w", err)
		}
		if len(part) < page {
			break
		}
		after = slices.Clone(part[len(part)-1].key)
	}
	return s.do(func(ctx context.Context) error {
		// Results that wait for a run to go on name places of records too.
		if _, err := s.pool.Exec(ctx, "UPDATE errands SET result = '' WHERE result IS NOT NULL"); err != nil {
			return fmt.Errorf("give errands back: %w", err)
		}
		for _, table := range []string{"known", "errands"} {
			if _, err := s.pool.Exec(ctx, "VACUUM (FULL) "+table); err != nil {
				return fmt.Errorf("write table %s anew: %w", table, err)
			}
		}
		return nil
	})
}

func (s *Store) replaceKnown(drop, keys, values [][]byte) error {
	return s.do(func(ctx context.Context) error {
		if len(drop) > 0 {
			if _, err := s.pool.Exec(ctx, "DELETE FROM known WHERE key = ANY($1)", drop); err != nil {
				return err
			}
		}
		if len(keys) == 0 {
			return nil
		}
		_, err := s.pool.Exec(ctx, "UPDATE known SET value = n.value FROM unnest($1::bytea[], $2::bytea[]) AS n (key, value) WHERE known.key = n.key", keys, values)
		return err
	})
}
