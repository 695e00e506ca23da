package embedded

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/entry"
)

var errNoBucket = berrors.ErrBucketNotFound

// Commit is for [frontier.Run].
func (r *Run) Commit(batch *frontier.Batch) error {
	ops, err := batchOps(batch)
	if err == nil && batch.Position != r.meta.Position {
		r.meta.Position = batch.Position
		ops, err = appendJSON(ops, opMeta, keyMeta, r.meta)
	}
	if err == nil {
		err = r.log.write(r.id, ops)
	}
	if err != nil {
		return fmt.Errorf("commit batch of run %s: %w", r.id, err)
	}
	return nil
}

// ops lists the batch's changes in order.
func batchOps(b *frontier.Batch) (ops []op, err error) {
	for i := range b.Done {
		ops = append(ops, op{bucket: opQueue, key: entry.ItemKey(&b.Done[i]), del: true})
	}
	for i := range b.Again {
		ops = append(ops, op{bucket: opQueue, key: entry.ItemKey(&b.Again[i]), value: entry.EncodeItem(&b.Again[i])})
	}
	for i := range b.Found {
		ops = append(ops, op{bucket: opFound, key: entry.PlaceKey(b.Found[i].Place, nil), value: entry.EncodeFound(&b.Found[i])})
	}
	for i := range b.Captures {
		k, v := entry.EncodeCapture(&b.Captures[i])
		ops = append(ops, op{bucket: opJournal, key: k, value: v})
	}
	for url, k := range b.Known {
		d := entry.Digest(url)
		ops = append(ops, op{bucket: opKnown, key: d[:], value: entry.EncodeKnown(&k)})
	}
	for _, h := range b.Robots {
		if ops, err = appendJSON(ops, opRobots, []byte(h.Host), h); err != nil {
			return nil, err
		}
	}
	for _, h := range b.Hosts {
		if ops, err = appendJSON(ops, opHosts, []byte(h.Host), h); err != nil {
			return nil, err
		}
	}
	for _, v := range b.Visits {
		ops = append(ops, op{bucket: opVisits, key: []byte(v.Source), value: entry.AppendTime(nil, v.At)})
	}
	return ops, nil
}

func appendJSON(ops []op, bucket byte, key []byte, v any) ([]op, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	return append(ops, op{bucket: bucket, key: key, value: data}), nil
}

// Advance is for [frontier.Run].
func (r *Run) Advance(turns []frontier.Turn, admit frontier.Admit, added func(source int, host string)) error {
	if err := r.Flush(); err != nil {
		return err
	}
	return r.update("advance", func(_ *bbolt.Tx, b *bbolt.Bucket) error {
		for _, t := range turns {
			if err := mark(b.Bucket(bucketSeen), t.Seen); err != nil {
				return err
			}
			if err := advance(b, t, admit, added); err != nil {
				return err
			}
		}
		return nil
	})
}

func advance(b *bbolt.Bucket, t frontier.Turn, admit frontier.Admit, added func(source int, host string)) error {
	prefix := binary.BigEndian.AppendUint32(entry.SourceKey(t.Source), uint32(t.State.Wave))
	found := b.Bucket(bucketFound)
	next := frontier.Place{Source: t.Source, Wave: t.State.Wave + 1}
	var keys [][]byte
	c := found.Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		f, err := entry.DecodeFound(v)
		if err == nil {
			err = takeLinks(b, f, &next, admit, added)
		}
		if err != nil {
			return err
		}
		keys = append(keys, k)
	}
	for _, k := range keys {
		if err := found.Delete(k); err != nil {
			return fmt.Errorf("drop links: %w", err)
		}
	}
	if next.Ord == 0 && !t.State.Last {
		t.State.Last = true
		if err := takeLinks(b, frontier.Found{Via: frontier.ViaKnown, Links: t.Last}, &next, admit, added); err != nil {
			return err
		}
	}
	t.State.Wave++
	t.State.Done = next.Ord == 0
	return putJSON(b.Bucket(bucketSources), entry.SourceKey(t.Source), t.State)
}

// takeLinks admits the links of one page, unless a page with the same body came
// before it.
func takeLinks(b *bbolt.Bucket, f frontier.Found, next *frontier.Place, admit frontier.Admit, added func(source int, host string)) error {
	if f.SHA256 != "" {
		bodies, key := b.Bucket(bucketBodies), append(entry.SourceKey(next.Source), f.SHA256...)
		if bodies.Get(key) != nil {
			return nil
		}
		if err := bodies.Put(key, []byte{}); err != nil {
			return fmt.Errorf("remember body of %s: %w", f.Via, err)
		}
	}
	seen, queue := b.Bucket(bucketSeen), b.Bucket(bucketQueue)
	for _, l := range f.Links {
		d := entry.Digest(frontier.Identity(l.URL))
		if seen.Get(d[:]) != nil {
			continue
		}
		a := admit(next.Source, f.Via, l)
		if !a.Forget {
			if err := seen.Put(d[:], []byte{}); err != nil {
				return fmt.Errorf("remember %s: %w", l.URL, err)
			}
		}
		if a.Capture != nil {
			k, v := entry.EncodeCapture(a.Capture)
			if err := b.Bucket(bucketJournal).Put(k, v); err != nil {
				return fmt.Errorf("journal %s: %w", l.URL, err)
			}
		}
		if !a.Take {
			continue
		}
		it := frontier.Item{Place: *next, Host: a.Host, URL: l.URL, Kind: l.Kind, Depth: l.Depth, Via: f.Via, Attempt: 1}
		next.Ord++
		if err := queue.Put(entry.ItemKey(&it), entry.EncodeItem(&it)); err != nil {
			return fmt.Errorf("queue %s: %w", l.URL, err)
		}
		added(next.Source, a.Host)
	}
	return nil
}

// Seed is for [frontier.Run].
func (r *Run) Seed(seeds []frontier.Seed) error {
	return r.update("seed", func(_ *bbolt.Tx, b *bbolt.Bucket) error {
		sources, found := b.Bucket(bucketSources), b.Bucket(bucketFound)
		for i, s := range seeds {
			key := entry.SourceKey(i)
			if sources.Get(key) != nil {
				continue
			}
			if !s.Skip {
				f := frontier.Found{Place: frontier.Place{Source: i}, Links: s.Links}
				if err := found.Put(entry.PlaceKey(f.Place, nil), entry.EncodeFound(&f)); err != nil {
					return fmt.Errorf("keep seeds: %w", err)
				}
			}
			if err := putJSON(sources, key, frontier.SourceState{Done: s.Skip, Skipped: s.Skip}); err != nil {
				return err
			}
		}
		return nil
	})
}

// mark remembers URLs as met.
func mark(seen *bbolt.Bucket, urls []string) error {
	for _, u := range urls {
		d := entry.Digest(frontier.Identity(u))
		if err := seen.Put(d[:], []byte{}); err != nil {
			return fmt.Errorf("remember %s: %w", u, err)
		}
	}
	return nil
}
