package embedded

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"

	"go.etcd.io/bbolt"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/entry"
)

// Run is the part of the store that belongs to one run: a [frontier.Run].
type Run struct {
	store *Store
	id    []byte
	meta  runMeta
	log   wal

	commits int // for Release
}

type runMeta struct {
	Job      string            `json:"j"`
	Position frontier.Position `json:"p"`
	Done     bool              `json:"d"`
}

var keyMeta = []byte("meta")

var _ frontier.Store = (*Store)(nil)

// Begin is for [frontier.Store].
func (s *Store) Begin(id corpus.RunID, job string) (frontier.Run, error) {
	r := &Run{store: s, id: []byte(id), meta: runMeta{Job: job}}
	err := s.db.Update(func(tx *bbolt.Tx) error {
		runs := tx.Bucket(bucketRuns)
		if b := runs.Bucket(r.id); b != nil {
			meta, err := readMeta(b)
			if err == nil && meta.Job != job {
				err = frontier.ErrOtherJob
			}
			r.meta = meta
			return err
		}
		b, err := runs.CreateBucket(r.id)
		if err != nil {
			return fmt.Errorf("make bucket: %w", err)
		}
		for _, name := range runBuckets {
			if _, err := b.CreateBucket(name); err != nil {
				return fmt.Errorf("make bucket %s: %w", name, err)
			}
		}
		return putJSON(b, keyMeta, r.meta)
	})
	if err == nil {
		r.log.file, err = os.OpenFile(s.logPath, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	}
	if err != nil {
		return nil, fmt.Errorf("begin run %s: %w", id, err)
	}
	return r, nil
}

// Find is for [frontier.Store].
func (s *Store) Find(id corpus.RunID) (r frontier.Run, ok bool, err error) {
	err = s.db.View(func(tx *bbolt.Tx) error {
		ok = tx.Bucket(bucketRuns).Bucket([]byte(id)) != nil
		return nil
	})
	if err != nil {
		return nil, false, fmt.Errorf("find run %s: %w", id, err)
	}
	return &Run{store: s, id: []byte(id)}, ok, nil
}

// Runs is for [frontier.Store].
func (s *Store) Runs() (ids []corpus.RunID, err error) {
	err = s.db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketRuns).ForEachBucket(func(id []byte) error {
			ids = append(ids, corpus.RunID(id))
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("list runs: %w", err)
	}
	return ids, nil
}

func readMeta(b *bbolt.Bucket) (m runMeta, err error) {
	return m, json.Unmarshal(b.Get(keyMeta), &m)
}

func putJSON(b *bbolt.Bucket, key []byte, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode %T: %w", v, err)
	}
	return b.Put(key, data)
}

func (r *Run) view(what string, f func(b *bbolt.Bucket) error) error {
	err := r.store.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketRuns).Bucket(r.id)
		if b == nil {
			return errors.New("no such run")
		}
		return f(b)
	})
	if err != nil {
		return fmt.Errorf("%s of run %s: %w", what, r.id, err)
	}
	return nil
}

func (r *Run) update(what string, f func(tx *bbolt.Tx, b *bbolt.Bucket) error) error {
	err := r.store.db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketRuns).Bucket(r.id)
		if b == nil {
			return errors.New("no such run")
		}
		return f(tx, b)
	})
	if err != nil {
		return fmt.Errorf("%s of run %s: %w", what, r.id, err)
	}
	return nil
}

// Progress is for [frontier.Run].
func (r *Run) Progress() (at frontier.Position, done bool) { return r.meta.Position, r.meta.Done }

// Worker is for [frontier.Run]: whoever opens the file goes on in the same archive,
// since the file's lock lasts as long as the process that had it.
func (r *Run) Worker() int { return 0 }

// Held is for [frontier.Run].
func (r *Run) Held() error { return nil }

// Durable is for [frontier.Run].
func (r *Run) Durable() bool { return false }

// Finish is for [frontier.Run].
func (r *Run) Finish() error {
	if err := r.Flush(); err != nil {
		return err
	}
	r.meta.Done = true
	return r.update("finish", func(_ *bbolt.Tx, b *bbolt.Bucket) error {
		for _, name := range [][]byte{bucketQueue, bucketSeen, bucketFound, bucketBodies} {
			if err := b.DeleteBucket(name); err != nil && !errors.Is(err, errNoBucket) {
				return fmt.Errorf("drop bucket %s: %w", name, err)
			}
			if _, err := b.CreateBucket(name); err != nil {
				return fmt.Errorf("make bucket %s: %w", name, err)
			}
		}
		return putJSON(b, keyMeta, r.meta)
	})
}

// Drop is for [frontier.Run].
func (r *Run) Drop() error {
	err := r.store.db.Update(func(tx *bbolt.Tx) error {
		err := tx.Bucket(bucketRuns).DeleteBucket(r.id)
		if errors.Is(err, errNoBucket) {
			return nil
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("drop run %s: %w", r.id, err)
	}
	return nil
}

// Captures is for [frontier.Run].
func (r *Run) Captures() iter.Seq2[corpus.Capture, error] {
	return func(yield func(corpus.Capture, error) bool) {
		stopped := false
		err := r.view("read journal", func(b *bbolt.Bucket) error {
			c := b.Bucket(bucketJournal).Cursor()
			for k, v := c.First(); k != nil; k, v = c.Next() {
				capture, err := entry.DecodeCapture(corpus.RunID(r.id), k, v)
				if err != nil {
					return err
				}
				if !yield(capture, nil) {
					stopped = true
					return nil
				}
			}
			return nil
		})
		if err != nil && !stopped {
			yield(corpus.Capture{}, err)
		}
	}
}

// Sources is for [frontier.Run].
func (r *Run) Sources(n int) ([]frontier.SourceState, error) {
	out := make([]frontier.SourceState, n)
	err := r.view("read sources", func(b *bbolt.Bucket) error {
		for i := range out {
			if v := b.Bucket(bucketSources).Get(entry.SourceKey(i)); v != nil {
				if err := json.Unmarshal(v, &out[i]); err != nil {
					return fmt.Errorf("decode source %d: %w", i, err)
				}
			}
		}
		return nil
	})
	return out, err
}

// Hosts is for [frontier.Run].
func (r *Run) Hosts() ([]frontier.HostState, error) {
	var out []frontier.HostState
	err := r.view("read hosts", func(b *bbolt.Bucket) error {
		return b.Bucket(bucketHosts).ForEach(func(k, v []byte) error {
			h := frontier.HostState{Host: string(k)}
			if err := json.Unmarshal(v, &h); err != nil {
				return fmt.Errorf("decode host %s: %w", k, err)
			}
			out = append(out, h)
			return nil
		})
	})
	return out, err
}

// Items is for [frontier.Run].
func (r *Run) Items(host string, f func(frontier.Item) bool) error {
	return r.view("read queue", func(b *bbolt.Bucket) error {
		c := b.Bucket(bucketQueue).Cursor()
		var prefix []byte
		if host != "" {
			prefix = append([]byte(host), 0)
		}
		for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
			it, err := entry.DecodeItem(k, v)
			if err != nil {
				return err
			}
			if !f(it) {
				return nil
			}
		}
		return nil
	})
}

// Unseen is for [frontier.Run].
func (r *Run) Unseen(links []frontier.Link) ([]frontier.Link, error) {
	kept := links[:0]
	here := make(map[[16]byte]bool, len(links))
	err := r.view("look up links", func(b *bbolt.Bucket) error {
		seen := b.Bucket(bucketSeen)
		for _, l := range links {
			d := entry.Digest(frontier.Identity(l.URL))
			if !here[d] && seen.Get(d[:]) == nil {
				here[d] = true
				kept = append(kept, l)
			}
		}
		return nil
	})
	return kept, err
}

// Met is for [frontier.Run].
func (r *Run) Met(url string) (met bool, err error) {
	err = r.view("look up "+url, func(b *bbolt.Bucket) error {
		d := entry.Digest(frontier.Identity(url))
		met = b.Bucket(bucketSeen).Get(d[:]) != nil
		return nil
	})
	return met, err
}
