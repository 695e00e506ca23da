package frontier

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"framewatch/corpus"
)

// Place is where an item stands in its run: sources one after the other, each
// in waves (the seeds are found in wave 0 and fetched in wave 1, what they name
// is fetched in wave 2), each wave in order of discovery. It is the same in
// every run over the same pages, whatever answers first.
type Place struct {
	Source int // index in the job
	Wave   int
	Ord    int
}

// Item is one URL to fetch.
type Item struct {
	Place
	Host    string // host[:port], the queue it waits in
	URL     string
	Kind    string
	Depth   int
	Via     string
	Attempt int
	Due     int64 // Unix milliseconds; 0 = at once
}

// Link is a URL that a page named.
type Link struct {
	URL   string
	Kind  string
	Depth int
}

// Found is what one item led to.
type Found struct {
	Place
	Via    string
	SHA256 string // of the body; a second page with the same body adds nothing
	Links  []Link
}

// SourceState is how far a source has come.
type SourceState struct {
	Wave    int  `json:"w"`
	Pages   int  `json:"p"` // taken from the source's budget
	Lists   int  `json:"l"` // feeds and sitemaps taken
	Dropped int  `json:"x"` // links beyond the budget
	Done    bool `json:"d"`
	Skipped bool `json:"s,omitempty"` // not due
}

// HostState is what must not be forgotten about a host within a run.
type HostState struct {
	Host     string `json:"-"`
	Hold     int64  `json:"h,omitempty"` // Unix milliseconds before which nothing is asked
	Failures int    `json:"f,omitempty"` // in a row
	Down     string `json:"d,omitempty"` // why the host is left for this run
}

// Position is a place in the run's archive files.
type Position struct {
	Seq    int   `json:"s"`
	Offset int64 `json:"o"`
}

// Run is the part of the store that belongs to one run.
//
// Queries are safe for concurrent use; what changes the run is for one
// goroutine.
type Run struct {
	store *Store
	id    []byte
	meta  runMeta
	log   wal

	commits int // for Release
}

type runMeta struct {
	Job      string   `json:"j"`
	Position Position `json:"p"`
	Done     bool     `json:"d"`
}

var keyMeta = []byte("meta")

// ErrOtherJob says that a run was begun with other sources than it is now to
// go on with.
var ErrOtherJob = errors.New("the run was begun with other sources")

// Begin returns the run with the given ID, new or as it was left. job is a
// digest of what the run is to do; it must be the same when the run goes on.
func (s *Store) Begin(id corpus.RunID, job string) (*Run, error) {
	r := &Run{store: s, id: []byte(id), meta: runMeta{Job: job}}
	err := s.db.Update(func(tx *bbolt.Tx) error {
		runs := tx.Bucket(bucketRuns)
		if b := runs.Bucket(r.id); b != nil {
			meta, err := readMeta(b)
			if err == nil && meta.Job != job {
				err = ErrOtherJob
			}
			r.meta = meta
			return err
		}
		b, err := runs.CreateBucket(r.id)
		if err != nil {
			return fmt.Errorf("make bucket: %w", err)
		}
		for _, name := range [][]byte{bucketQueue, bucketSeen, bucketFound, bucketBodies, bucketSources, bucketHosts, bucketJournal} {
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

// Find returns a run that exists; ok is false when it does not.
func (s *Store) Find(id corpus.RunID) (r *Run, ok bool, err error) {
	err = s.db.View(func(tx *bbolt.Tx) error {
		ok = tx.Bucket(bucketRuns).Bucket([]byte(id)) != nil
		return nil
	})
	if err != nil {
		return nil, false, fmt.Errorf("find run %s: %w", id, err)
	}
	return &Run{store: s, id: []byte(id)}, ok, nil
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

// Progress returns the archive position of the last commit and whether the run
// was finished.
func (r *Run) Progress() (at Position, done bool) { return r.meta.Position, r.meta.Done }

// Finish marks the run as finished and frees what only an unfinished run needs.
// Its journal stays until [Run.Drop].
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

// Drop forgets the run and its journal. A run that is not there is no error.
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

// Captures returns the journal ordered by source, URL and attempt.
func (r *Run) Captures() iter.Seq2[corpus.Capture, error] {
	return func(yield func(corpus.Capture, error) bool) {
		stopped := false
		err := r.view("read journal", func(b *bbolt.Bucket) error {
			c := b.Bucket(bucketJournal).Cursor()
			for k, v := c.First(); k != nil; k, v = c.Next() {
				capture, err := decodeCapture(corpus.RunID(r.id), k, v)
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

// Sources returns the state of each of n sources.
func (r *Run) Sources(n int) ([]SourceState, error) {
	out := make([]SourceState, n)
	err := r.view("read sources", func(b *bbolt.Bucket) error {
		for i := range out {
			if v := b.Bucket(bucketSources).Get(sourceKey(i)); v != nil {
				if err := json.Unmarshal(v, &out[i]); err != nil {
					return fmt.Errorf("decode source %d: %w", i, err)
				}
			}
		}
		return nil
	})
	return out, err
}

// Hosts returns the stored host states.
func (r *Run) Hosts() ([]HostState, error) {
	var out []HostState
	err := r.view("read hosts", func(b *bbolt.Bucket) error {
		return b.Bucket(bucketHosts).ForEach(func(k, v []byte) error {
			h := HostState{Host: string(k)}
			if err := json.Unmarshal(v, &h); err != nil {
				return fmt.Errorf("decode host %s: %w", k, err)
			}
			out = append(out, h)
			return nil
		})
	})
	return out, err
}

// Items calls f for the items of host that wait, in order, until f returns
// false. An empty host means all, hosts in order of name.
func (r *Run) Items(host string, f func(Item) bool) error {
	return r.view("read queue", func(b *bbolt.Bucket) error {
		c := b.Bucket(bucketQueue).Cursor()
		var prefix []byte
		if host != "" {
			prefix = append([]byte(host), 0)
		}
		for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
			it, err := decodeItem(k, v)
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

// Unseen keeps the links whose URL was not yet taken up in this run, each once.
func (r *Run) Unseen(links []Link) ([]Link, error) {
	kept := links[:0]
	here := make(map[[16]byte]bool, len(links))
	err := r.view("look up links", func(b *bbolt.Bucket) error {
		seen := b.Bucket(bucketSeen)
		for _, l := range links {
			d := digest(identity(l.URL))
			if !here[d] && seen.Get(d[:]) == nil {
				here[d] = true
				kept = append(kept, l)
			}
		}
		return nil
	})
	return kept, err
}

// Met reports whether url was taken up in this run.
func (r *Run) Met(url string) (met bool, err error) {
	err = r.view("look up "+url, func(b *bbolt.Bucket) error {
		d := digest(identity(url))
		met = b.Bucket(bucketSeen).Get(d[:]) != nil
		return nil
	})
	return met, err
}

// identity is the form in which a URL is met: the same parameters in another
// order are the same page. Only what is met depends on it; what is sent keeps
// its order.
func identity(url string) string {
	path, query, ok := strings.Cut(url, "?")
	if !ok || !strings.Contains(query, "&") {
		return url
	}
	params := strings.Split(query, "&")
	slices.Sort(params)
	return path + "?" + strings.Join(params, "&")
}

func sourceKey(source int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(source)) }
