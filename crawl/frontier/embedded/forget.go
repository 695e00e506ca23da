package embedded

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/entry"
)

// forget deletes the entries of a lasting bucket that drop holds for, and keeps
// the checksum right.
func forget(tx *bbolt.Tx, bucket []byte, drop func(key, value []byte) (bool, error)) error {
	meta, b := tx.Bucket(bucketMeta), tx.Bucket(bucket)
	checksum, _ := decodeSum(meta.Get(keySum))
	var keys [][]byte
	err := b.ForEach(func(k, v []byte) error {
		yes, err := drop(k, v)
		if yes && err == nil {
			keys = append(keys, bytes.Clone(k))
			checksum.take(bucket, k, v)
		}
		return err
	})
	for _, k := range keys {
		err = errors.Join(err, b.Delete(k))
	}
	return errors.Join(err, meta.Put(keySum, checksum.encode()))
}

func forgetRuns(tx *bbolt.Tx) error {
	if err := tx.DeleteBucket(bucketRuns); err != nil {
		return fmt.Errorf("drop bucket %s: %w", bucketRuns, err)
	}
	if _, err := tx.CreateBucket(bucketRuns); err != nil {
		return fmt.Errorf("make bucket %s: %w", bucketRuns, err)
	}
	return nil
}

// KeepOnly forgets all runs under way and what was learnt of URLs in runs that
// keep does not hold for, and of sources after a time: it makes a copy of the
// store fit tables that end before. Such URLs are fetched as if for the first
// time.
func (s *Store) KeepOnly(keep func(run corpus.RunID) bool, until time.Time) error {
	err := s.db.Update(func(tx *bbolt.Tx) error {
		if err := forgetRuns(tx); err != nil {
			return err
		}
		err := forget(tx, bucketKnown, func(_, value []byte) (bool, error) {
			k, err := entry.DecodeKnown(value)
			return !keep(k.Run), err
		})
		if err != nil {
			return err
		}
		return forget(tx, bucketVisits, func(_, value []byte) (bool, error) {
			at, err := entry.DecodeTime(value)
			return at.After(until), err
		})
	})
	if err != nil {
		return fmt.Errorf("forget later runs: %w", err)
	}
	return nil
}

// Erase is for [frontier.Store].
func (s *Store) Erase(urls []string, moved map[string]frontier.Moved) error {
	gone := map[string]bool{}
	for _, u := range urls {
		d := entry.Digest(u)
		gone[string(d[:])] = true
	}
	err := s.db.Update(func(tx *bbolt.Tx) error {
		if err := forgetRuns(tx); err != nil {
			return err
		}
		err := forget(tx, bucketRobots, func(key, value []byte) (bool, error) {
			var r frontier.Robots
			err := json.Unmarshal(value, &r)
			return r.Names(urls), err
		})
		if err != nil {
			return err
		}
		put := map[string][]byte{}
		err = forget(tx, bucketKnown, func(key, value []byte) (bool, error) {
			k, err := entry.DecodeKnown(value)
			m, was := moved[k.WARCFile]
			if err != nil || !was || gone[string(key)] {
				return gone[string(key)], err
			}
			if at, ok := m.At[k.WARCOffset]; ok {
				k.WARCFile, k.WARCOffset = m.File, at
				put[string(key)] = entry.EncodeKnown(&k)
			}
			return true, nil
		})
		if err != nil {
			return err
		}
		meta := tx.Bucket(bucketMeta)
		checksum, _ := decodeSum(meta.Get(keySum))
		for k, v := range put {
			if err := tx.Bucket(bucketKnown).Put([]byte(k), v); err != nil {
				return err
			}
			checksum.add(bucketKnown, []byte(k), v)
		}
		return meta.Put(keySum, checksum.encode())
	})
	if err != nil {
		return fmt.Errorf("erase URLs: %w", err)
	}
	return nil
}

// Compact writes the store in a folder anew, so that nothing deleted is left in
// its free pages. The store must be closed.
func Compact(dir string) error {
	path := filepath.Join(dir, FileName)
	src, err := open(path, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return fmt.Errorf("compact crawl state: %w", err)
	}
	tmp := path + ".tmp"
	if err := os.Remove(tmp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return errors.Join(fmt.Errorf("compact crawl state: %w", err), src.Close())
	}
	dst, err := bbolt.Open(tmp, 0o644, &bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType, NoFreelistSync: true})
	if err != nil {
		return errors.Join(fmt.Errorf("compact crawl state: %w", err), src.Close())
	}
	const step = 64 << 10
	if err := errors.Join(bbolt.Compact(dst, src, step), dst.Close(), src.Close()); err != nil {
		return errors.Join(fmt.Errorf("compact crawl state: %w", err), os.Remove(tmp))
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("compact crawl state: %w", err)
	}
	return nil
}
