package frontier

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"framewatch/corpus"
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

// KeepOnly forgets all runs under way and what was learnt of URLs in runs that
// keep does not hold for, and of sources after a time: it makes a copy of the
// store fit tables that end before. Such URLs are fetched as if for the first
// time.
func (s *Store) KeepOnly(keep func(run corpus.RunID) bool, until time.Time) error {
	err := s.db.Update(func(tx *bbolt.Tx) error {
		if err := tx.DeleteBucket(bucketRuns); err != nil {
			return err
		}
		if _, err := tx.CreateBucket(bucketRuns); err != nil {
			return err
		}
		err := forget(tx, bucketKnown, func(_, value []byte) (bool, error) {
			k, err := decodeKnown(value)
			return !keep(k.Run), err
		})
		if err != nil {
			return err
		}
		return forget(tx, bucketVisits, func(_, value []byte) (bool, error) {
			d := decoder{b: value}
			at := d.time()
			return at.After(until), d.err("visit")
		})
	})
	if err != nil {
		return fmt.Errorf("forget later runs: %w", err)
	}
	return nil
}
