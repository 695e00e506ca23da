package embedded

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

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
		s := step{run: b, admit: admit, added: added, seen: map[string]bool{}, bodies: map[string]bool{}}
		for _, t := range turns {
			for _, u := range t.Seen {
				d := entry.Digest(frontier.Identity(u))
				s.seen[string(d[:])] = true
			}
			if err := s.advance(t); err != nil {
				return err
			}
		}
		return s.put()
	})
}

// step is one Advance. What it puts is collected and put in order of keys: a page
// of the store is divided when the transaction ends, and until then a key in its
// midst moves all those behind it, which took most of the time where many sources,
// or one with many links, began together.
type step struct {
	run          *bbolt.Bucket
	admit        frontier.Admit
	added        func(source int, host string)
	seen, bodies map[string]bool // that this step adds, by key
	queue        []op
	journal      []op
}

func (s *step) put() error {
	for _, to := range []struct {
		name []byte
		ops  []op
	}{{bucketSeen, keysOf(s.seen)}, {bucketBodies, keysOf(s.bodies)}, {bucketQueue, s.queue}, {bucketJournal, s.journal}} {
		slices.SortStableFunc(to.ops, func(a, b op) int { return bytes.Compare(a.key, b.key) })
		for _, o := range to.ops {
			if err := s.run.Bucket(to.name).Put(o.key, o.value); err != nil {
				return fmt.Errorf("put into %s: %w", to.name, err)
			}
		}
	}
	return nil
}

func keysOf(set map[string]bool) []op {
	out := make([]op, 0, len(set))
	for k := range set {
		out = append(out, op{key: []byte(k), value: []byte{}})
	}
	return out
}

// has reports whether a bucket has a key, or will have when the step ends.
func (s *step) has(bucket []byte, soon map[string]bool, key []byte) bool {
	return soon[string(key)] || s.run.Bucket(bucket).Get(key) != nil
}

func (s *step) advance(t frontier.Turn) error {
	prefix := binary.BigEndian.AppendUint32(entry.SourceKey(t.Source), uint32(t.State.Wave))
	found := s.run.Bucket(bucketFound)
	next := frontier.Place{Source: t.Source, Wave: t.State.Wave + 1}
	var keys [][]byte
	c := found.Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		f, err := entry.DecodeFound(v)
		if err != nil {
			return err
		}
		s.takeLinks(f, &next)
		keys = append(keys, k)
	}
	for _, k := range keys {
		if err := found.Delete(k); err != nil {
			return fmt.Errorf("drop links: %w", err)
		}
	}
	if next.Ord == 0 && !t.State.Last {
		t.State.Last = true
		s.takeLinks(frontier.Found{Via: frontier.ViaKnown, Links: t.Last}, &next)
	}
	t.State.Wave++
	t.State.Done = next.Ord == 0
	return putJSON(s.run.Bucket(bucketSources), entry.SourceKey(t.Source), t.State)
}

// takeLinks admits the links of one page, unless a page with the same body came
// before it.
func (s *step) takeLinks(f frontier.Found, next *frontier.Place) {
	if f.SHA256 != "" {
		key := append(entry.SourceKey(next.Source), f.SHA256...)
		if s.has(bucketBodies, s.bodies, key) {
			return
		}
		s.bodies[string(key)] = true
	}
	for _, l := range f.Links {
		d := entry.Digest(frontier.Identity(l.URL))
		if s.has(bucketSeen, s.seen, d[:]) {
			continue
		}
		a := s.admit(next.Source, f.Via, l)
		if !a.Forget {
			s.seen[string(d[:])] = true
		}
		if a.Capture != nil {
			k, v := entry.EncodeCapture(a.Capture)
			s.journal = append(s.journal, op{key: k, value: v})
		}
		if !a.Take {
			continue
		}
		it := frontier.Item{Place: *next, Host: a.Host, URL: l.URL, Kind: l.Kind, Depth: l.Depth, Via: f.Via, Attempt: 1}
		next.Ord++
		s.queue = append(s.queue, op{key: entry.ItemKey(&it), value: entry.EncodeItem(&it)})
		s.added(next.Source, a.Host)
	}
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
