package embedded

import (
	"crypto/sha256"
	"encoding/binary"

	"go.etcd.io/bbolt"

	"framewatch/crawl/frontier/entry"
)

// keySum is where the checksum of what outlasts a run is kept.
var keySum = []byte("sum")

// sum is a checksum of a set of entries that does not depend on their order, so
// that a change of one entry changes it at the cost of that entry: the digests
// of all entries, added in four lanes.
type sum [4]uint64

// lasting are the buckets that a sum covers.
func lasting() map[byte][]byte {
	return map[byte][]byte{opKnown: bucketKnown, opRobots: bucketRobots, opVisits: bucketVisits}
}

func (s *sum) add(bucket, key, value []byte)  { s.change(bucket, key, value, false) }
func (s *sum) take(bucket, key, value []byte) { s.change(bucket, key, value, true) }

func (s *sum) change(bucket, key, value []byte, minus bool) {
	b := make([]byte, 0, len(bucket)+len(key)+len(value)+8)
	b = entry.AppendText(entry.AppendText(b, string(bucket)), string(key))
	d := sha256.Sum256(append(b, value...))
	for i := range s {
		n := binary.LittleEndian.Uint64(d[i*8:])
		if minus {
			n = -n
		}
		s[i] += n
	}
}

func (s *sum) encode() []byte {
	b := make([]byte, 0, 32)
	for _, n := range s {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	return b
}

func decodeSum(b []byte) (s sum, ok bool) {
	if len(b) != 32 {
		return s, false
	}
	for i := range s {
		s[i] = binary.LittleEndian.Uint64(b[i*8:])
	}
	return s, true
}

// sumAll makes the checksum of a store that has none yet.
func sumAll(tx *bbolt.Tx) error {
	var s sum
	for _, name := range lasting() {
		err := tx.Bucket(name).ForEach(func(k, v []byte) error {
			s.add(name, k, v)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return tx.Bucket(bucketMeta).Put(keySum, s.encode())
}
