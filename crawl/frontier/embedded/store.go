package embedded

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/entry"
)

// FileName is the store's file in the state folder.
const FileName = "crawl.db"

// format is raised when the buckets change; a store of another format is
// refused rather than misread.
const format = "2"

// Buckets of the store. Those of a run lie inside the bucket runs/RUN.
var (
	bucketMeta   = []byte("meta")
	bucketKnown  = []byte("known")  // URL digest -> Known
	bucketRobots = []byte("robots") // scheme://host -> Robots
	bucketVisits = []byte("visits") // source ID -> when a run that got something of it began with it
	bucketRuns   = []byte("runs")

	bucketQueue   = []byte("queue")   // host, source, wave, place -> Item
	bucketSeen    = []byte("seen")    // URL digest -> nothing
	bucketFound   = []byte("found")   // source, wave, place -> Found
	bucketBodies  = []byte("bodies")  // source, body digest -> nothing
	bucketSources = []byte("sources") // source -> SourceState
	bucketHosts   = []byte("hosts")   // host -> HostState
	bucketJournal = []byte("journal") // source, URL, attempt -> corpus.Capture

	topBuckets = [...][]byte{bucketMeta, bucketKnown, bucketRobots, bucketVisits, bucketRuns}
	runBuckets = [...][]byte{bucketQueue, bucketSeen, bucketFound, bucketBodies, bucketSources, bucketHosts, bucketJournal}
)

// Store is the state folder of a dataset. It is safe for concurrent use by the
// goroutines of one process.
type Store struct {
	db      *bbolt.DB
	logPath string
}

// Open opens or makes the store in dir. The error is [ErrLocked] when another
// process holds it.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make state folder: %w", err)
	}
	path := filepath.Join(dir, FileName)
	if err := create(path); err != nil {
		return nil, fmt.Errorf("make crawl state %s: %w", path, err)
	}
	db, err := open(path, &bbolt.Options{
		Timeout: time.Second, FreelistType: bbolt.FreelistMapType, NoFreelistSync: true,
		// Room in the address space only: growing the map has to wait for readers.
		InitialMmapSize: 256 << 20,
	})
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, fmt.Errorf("open %s: %w", path, frontier.ErrLocked)
	}
	if err != nil {
		return nil, fmt.Errorf("open crawl state %s: %w", path, err)
	}
	s := &Store{db: db, logPath: filepath.Join(dir, logName)}
	err = db.Update(prepare)
	if err == nil {
		err = s.replay()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare crawl state %s: %w", path, err), db.Close())
	}
	return s, nil
}

// Look opens the store in dir to be read only; ok is false where there is none.
// What a process that was killed left in its log is not seen.
func Look(dir string) (s *Store, ok bool, err error) {
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, false, nil
	}
	db, err := open(path, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, false, fmt.Errorf("open %s: %w", path, frontier.ErrLocked)
	}
	if err != nil {
		return nil, false, fmt.Errorf("open crawl state %s: %w", path, err)
	}
	return &Store{db: db}, true, nil
}

func prepare(tx *bbolt.Tx) error {
	for _, name := range topBuckets {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return fmt.Errorf("make bucket %s: %w", name, err)
		}
	}
	meta := tx.Bucket(bucketMeta)
	switch have := meta.Get([]byte("format")); {
	case have == nil:
		if err := errors.Join(meta.Put([]byte("format"), []byte(format)), meta.Put(keySpelling, []byte(spelling))); err != nil {
			return fmt.Errorf("set format: %w", err)
		}
	case string(have) != format:
		return fmt.Errorf("format %s, this program reads %s", have, format)
	}
	if meta.Get(keySum) == nil {
		return sumAll(tx)
	}
	return nil
}

// Close closes the store.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close crawl state: %w", err)
	}
	return nil
}

// Known is for [frontier.Store].
func (s *Store) Known(url string) (k frontier.Known, ok bool, err error) {
	key := entry.Digest(url)
	err = s.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketKnown).Get(key[:])
		if b == nil {
			return nil
		}
		ok = true
		k, err = entry.DecodeKnown(b)
		return err
	})
	if err != nil {
		return frontier.Known{}, false, fmt.Errorf("read what is known of %s: %w", url, err)
	}
	return k, ok, nil
}

// KnownOf is for [frontier.Store].
func (s *Store) KnownOf(urls iter.Seq[string], f func(url string, k frontier.Known)) error {
	err := s.db.View(func(tx *bbolt.Tx) error {
		known := tx.Bucket(bucketKnown)
		for url := range urls {
			key := entry.Digest(url)
			value := known.Get(key[:])
			if value == nil {
				continue
			}
			k, err := entry.DecodeKnown(value)
			if err != nil {
				return fmt.Errorf("%s: %w", url, err)
			}
			f(url, k)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read what is known of URLs: %w", err)
	}
	return nil
}

// Robots is for [frontier.Store].
func (s *Store) Robots(host string) (r frontier.Robots, ok bool, err error) {
	err = s.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketRobots).Get([]byte(host))
		if b == nil {
			return nil
		}
		ok = true
		return json.Unmarshal(b, &r)
	})
	if err != nil {
		return frontier.Robots{}, false, fmt.Errorf("read robots.txt of %s: %w", host, err)
	}
	r.Host = host
	return r, ok, nil
}

// Visited is for [frontier.Store].
func (s *Store) Visited(source corpus.SourceID) (at time.Time, err error) {
	err = s.db.View(func(tx *bbolt.Tx) error {
		if v := tx.Bucket(bucketVisits).Get([]byte(source)); v != nil {
			at, err = entry.DecodeTime(v)
			return err
		}
		return nil
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("read the last visit to source %s: %w", source, err)
	}
	return at, nil
}
