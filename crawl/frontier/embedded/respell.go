package embedded

import (
	"bytes"
	"fmt"
	"iter"

	"go.etcd.io/bbolt"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/entry"
)

// keySpelling is where the rules are noted by which the URLs of known pages are
// spelled; a store without it is of a version before them.
var keySpelling = []byte("spelling")

// spelling is raised when crawl/urlid makes another identity of a URL than it did.
const spelling = "1"

// Respelled reports whether known pages stand under the identities of today.
func (s *Store) Respelled() (ok bool, err error) {
	err = s.db.View(func(tx *bbolt.Tx) error {
		ok = string(tx.Bucket(bucketMeta).Get(keySpelling)) == spelling
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("read crawl state: %w", err)
	}
	return ok, nil
}

// Respell moves what is known of pages to the identities that now gives their
// URLs. The store keeps digests of URLs only, so urls must give those that earlier
// runs met, such as those of a dataset's captures. Where two spellings of a page
// are known the one that was seen last stays.
func (s *Store) Respell(urls iter.Seq2[string, error], now func(old string) (url string, changed bool)) error {
	moves := map[[16]byte][16]byte{}
	for url, err := range urls {
		if err != nil {
			return err
		}
		if to, changed := now(url); changed {
			moves[entry.Digest(url)] = entry.Digest(to)
		}
	}
	err := s.db.Update(func(tx *bbolt.Tx) error {
		meta, known := tx.Bucket(bucketMeta), tx.Bucket(bucketKnown)
		checksum, _ := decodeSum(meta.Get(keySum))
		for from, to := range moves {
			value := bytes.Clone(known.Get(from[:]))
			if value == nil {
				continue
			}
			checksum.take(bucketKnown, from[:], value)
			if err := known.Delete(from[:]); err != nil {
				return err
			}
			if there := bytes.Clone(known.Get(to[:])); there != nil {
				if later, err := seenLater(there, value); err != nil || later {
					if err != nil {
						return err
					}
					continue
				}
				checksum.take(bucketKnown, to[:], there)
			}
			if err := known.Put(to[:], value); err != nil {
				return err
			}
			checksum.add(bucketKnown, to[:], value)
		}
		if err := meta.Put(keySum, checksum.encode()); err != nil {
			return err
		}
		return meta.Put(keySpelling, []byte(spelling))
	})
	if err != nil {
		return fmt.Errorf("respell known pages: %w", err)
	}
	return nil
}

// seenLater reports whether the first of two entries was sent or confirmed later.
func seenLater(a, b []byte) (bool, error) {
	x, err := entry.DecodeKnown(a)
	if err != nil {
		return false, err
	}
	y, err := entry.DecodeKnown(b)
	if err != nil {
		return false, err
	}
	at := func(k frontier.Known) int64 { return max(k.Checked.UnixMicro(), k.Fetched.UnixMicro()) }
	return at(x) > at(y), nil
}
