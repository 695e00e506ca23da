package embedded

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"slices"

	"go.etcd.io/bbolt"

	"framewatch/corpus"
	"framewatch/crawl/frontier/entry"
)

// Results arrive one by one, and a transaction of the store for each would cost
// more than the fetch. So a batch is first appended to a log file, which a
// killed process leaves behind whole, and applied to the store with others. A
// log found at the next start is applied before anything else. All changes are
// puts and deletes of whole entries, so applying a log twice is harmless.

// logName is the log file in the state folder.
const logName = "crawl.log"

// flushAfter is how many changes are applied together.
const flushAfter = 1024

// op is one change of one bucket.
type op struct {
	bucket byte
	key    []byte
	value  []byte
	del    bool
}

// The buckets that batches change; the numbers stand in log files.
const (
	opQueue = iota
	opFound
	opJournal
	opHosts
	opMeta
	opKnown
	opRobots
	opVisits
)

// target finds an op's bucket.
func target(tx *bbolt.Tx, run *bbolt.Bucket, number byte) *bbolt.Bucket {
	switch number {
	case opQueue:
		return run.Bucket(bucketQueue)
	case opFound:
		return run.Bucket(bucketFound)
	case opJournal:
		return run.Bucket(bucketJournal)
	case opHosts:
		return run.Bucket(bucketHosts)
	case opMeta:
		return run
	case opKnown:
		return tx.Bucket(bucketKnown)
	case opRobots:
		return tx.Bucket(bucketRobots)
	case opVisits:
		return tx.Bucket(bucketVisits)
	}
	return nil
}

// wal is the log of one run.
type wal struct {
	file    *os.File
	pending []op
	buf     []byte
}

// write appends the changes to the log as one record: length, checksum, run,
// changes.
func (w *wal) write(run []byte, ops []op) error {
	b := slices.Grow(w.buf[:0], 1<<10)[:8] // length and checksum come last
	b = entry.AppendText(b, string(run))
	for _, o := range ops {
		kind := o.bucket << 1
		if o.del {
			kind |= 1
		}
		b = append(b, kind)
		b = binary.AppendUvarint(b, uint64(len(o.key)))
		b = append(b, o.key...)
		b = binary.AppendUvarint(b, uint64(len(o.value)))
		b = append(b, o.value...)
	}
	binary.LittleEndian.PutUint32(b, uint32(len(b)-8))
	binary.LittleEndian.PutUint32(b[4:], crc32.ChecksumIEEE(b[8:]))
	if w.buf = b; cap(b) > 4<<20 {
		w.buf = nil
	}
	if _, err := w.file.Write(b); err != nil {
		return fmt.Errorf("write crawl log: %w", err)
	}
	w.pending = append(w.pending, ops...)
	return nil
}

// readLog calls f for each whole record. A torn record at the end is what a
// kill leaves; what it was about is fetched again.
func readLog(path string, f func(run corpus.RunID, ops []op) error) error {
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read crawl log: %w", err)
	}
	for len(data) >= 8 {
		size := int(binary.LittleEndian.Uint32(data))
		if size > len(data)-8 || crc32.ChecksumIEEE(data[8:8+size]) != binary.LittleEndian.Uint32(data[4:]) {
			return nil
		}
		d := entry.Decoder{B: data[8 : 8+size]}
		data = data[8+size:]
		run := corpus.RunID(d.Text())
		var ops []op
		for len(d.B) > 0 && !d.Bad {
			kind := d.B[0]
			d.B = d.B[1:]
			ops = append(ops, op{bucket: kind >> 1, del: kind&1 == 1, key: []byte(d.Text()), value: []byte(d.Text())})
		}
		if err := d.Err("crawl log"); err != nil {
			return err
		}
		if err := f(run, ops); err != nil {
			return err
		}
	}
	return nil
}

// replay applies the log that an earlier process left.
func (s *Store) replay() error {
	pending := map[corpus.RunID][]op{}
	var order []corpus.RunID
	err := readLog(s.logPath, func(run corpus.RunID, ops []op) error {
		if pending[run] == nil {
			order = append(order, run)
		}
		pending[run] = append(pending[run], ops...)
		return nil
	})
	if err != nil {
		return err
	}
	for _, run := range order {
		if err := s.apply([]byte(run), pending[run]); err != nil {
			return err
		}
	}
	if err := os.Remove(s.logPath); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("drop crawl log: %w", err)
	}
	return nil
}

// apply makes changes in one transaction, the last of each key, in order of
// keys, which touches each page of the store once.
func (s *Store) apply(run []byte, ops []op) error {
	slices.SortStableFunc(ops, func(a, b op) int {
		if a.bucket != b.bucket {
			return int(a.bucket) - int(b.bucket)
		}
		return bytes.Compare(a.key, b.key)
	})
	err := s.db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketRuns).Bucket(run)
		if b == nil {
			return nil // the run was dropped
		}
		checksum, summed := decodeSum(tx.Bucket(bucketMeta).Get(keySum))
		lanes := lasting()
		for i, o := range ops {
			if i+1 < len(ops) && ops[i+1].bucket == o.bucket && bytes.Equal(ops[i+1].key, o.key) {
				continue
			}
			to := target(tx, b, o.bucket)
			if to == nil {
				return fmt.Errorf("change of bucket %d: %w", o.bucket, entry.ErrDamaged)
			}
			if name := lanes[o.bucket]; name != nil {
				if old := to.Get(o.key); old != nil {
					checksum.take(name, o.key, old)
				}
				if !o.del {
					checksum.add(name, o.key, o.value)
				}
			}
			var err error
			if o.del {
				err = to.Delete(o.key)
			} else {
				err = to.Put(o.key, o.value)
			}
			if err != nil {
				return fmt.Errorf("apply change: %w", err)
			}
		}
		if !summed {
			return sumAll(tx)
		}
		return tx.Bucket(bucketMeta).Put(keySum, checksum.encode())
	})
	if err != nil {
		return fmt.Errorf("apply %d changes of run %s: %w", len(ops), run, err)
	}
	return nil
}

// Full is for [frontier.Run].
func (r *Run) Full() bool { return len(r.log.pending) >= flushAfter }

// Flush is for [frontier.Run].
func (r *Run) Flush() error {
	if len(r.log.pending) == 0 {
		return nil
	}
	if err := r.store.apply(r.id, r.log.pending); err != nil {
		return err
	}
	clear(r.log.pending)
	r.log.pending = r.log.pending[:0]
	if err := r.log.file.Truncate(0); err != nil {
		return fmt.Errorf("empty crawl log: %w", err)
	}
	if _, err := r.log.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("empty crawl log: %w", err)
	}
	return r.store.release()
}

// releaseAfter is after how many calls memory is given back.
const releaseAfter = 32

// Release is for [frontier.Run]: it gives back the memory in which parts of the
// store were read.
func (r *Run) Release() error {
	if r.commits++; r.commits%releaseAfter != 0 {
		return nil
	}
	return r.store.release()
}

// Close is for [frontier.Run].
func (r *Run) Close() error {
	err := r.Flush()
	if r.log.file != nil {
		if cerr := r.log.file.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("close crawl log: %w", cerr)
		}
		r.log.file = nil
	}
	return err
}
