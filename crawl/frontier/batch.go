package frontier

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"framewatch/corpus"
)

var errNoBucket = berrors.ErrBucketNotFound

// Batch is a set of changes that are applied together. The archive position is
// part of it, so that records which no journal entry names can be dropped.
type Batch struct {
	Done     []Item // finished: they leave the queue
	Again    []Item // to be tried again, at their Due
	Found    []Found
	Captures []corpus.Capture
	Known    map[string]Known // by URL
	Robots   []Robots
	Hosts    []HostState
	Visits   []Visit
	Position Position
}

// Empty reports whether the batch changes nothing.
func (b *Batch) Empty() bool {
	return len(b.Done)+len(b.Again)+len(b.Found)+len(b.Captures)+len(b.Known)+len(b.Robots)+len(b.Hosts)+len(b.Visits) == 0
}

// Commit makes the batch survive this process; [Run.Flush] makes it survive the
// machine. Until then queries of the store do not see it.
func (r *Run) Commit(batch *Batch) error {
	ops, err := batch.ops()
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
func (b *Batch) ops() (ops []op, err error) {
	for i := range b.Done {
		ops = append(ops, op{bucket: opQueue, key: b.Done[i].key(), del: true})
	}
	for i := range b.Again {
		ops = append(ops, op{bucket: opQueue, key: b.Again[i].key(), value: b.Again[i].encode()})
	}
	for i := range b.Found {
		ops = append(ops, op{bucket: opFound, key: b.Found[i].key(nil), value: b.Found[i].encode()})
	}
	for i := range b.Captures {
		k, v := encodeCapture(&b.Captures[i])
		ops = append(ops, op{bucket: opJournal, key: k, value: v})
	}
	for url, k := range b.Known {
		d := digest(url)
		ops = append(ops, op{bucket: opKnown, key: d[:], value: k.encode()})
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
		ops = append(ops, op{bucket: opVisits, key: []byte(v.Source), value: appendTime(nil, v.At)})
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

// Admission is what to do with a link (see [Run.Advance]).
type Admission struct {
	Take    bool            // queue it
	Host    string          // the queue, when it is taken
	Capture *corpus.Capture // journal this instead: a link that may not be fetched
	Forget  bool            // do not remember that it was met
}

// Advance begins the next wave of a source: it goes through the links that the
// current wave found, in order, asks admit about each URL that is new to the
// run (with the page that named it), and queues what is admitted. state is the source's new state, which
// admit may change while it runs. added is called for each queued item.
//
// All links of a wave are judged together, because only then does a budget cut
// at the same place however the answers were interleaved.
func (r *Run) Advance(source int, state *SourceState, admit func(via string, l Link) Admission, added func(host string)) error {
	if err := r.Flush(); err != nil {
		return err
	}
	return r.update("advance", func(_ *bbolt.Tx, b *bbolt.Bucket) error {
		prefix := binary.BigEndian.AppendUint32(sourceKey(source), uint32(state.Wave))
		found := b.Bucket(bucketFound)
		next := Place{Source: source, Wave: state.Wave + 1}
		var keys [][]byte
		c := found.Cursor()
		for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
			f, err := decodeFound(v)
			if err == nil {
				err = takeLinks(b, source, f, &next, admit, added)
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
		state.Wave++
		state.Done = next.Ord == 0
		return putJSON(b.Bucket(bucketSources), sourceKey(source), state)
	})
}

// takeLinks admits the links of one page, unless a page with the same body came
// before it.
func takeLinks(b *bbolt.Bucket, source int, f Found, next *Place, admit func(string, Link) Admission, added func(string)) error {
	if f.SHA256 != "" {
		bodies, key := b.Bucket(bucketBodies), append(sourceKey(source), f.SHA256...)
		if bodies.Get(key) != nil {
			return nil
		}
		if err := bodies.Put(key, []byte{}); err != nil {
			return fmt.Errorf("remember body of %s: %w", f.Via, err)
		}
	}
	seen, queue := b.Bucket(bucketSeen), b.Bucket(bucketQueue)
	for _, l := range f.Links {
		d := digest(identity(l.URL))
		if seen.Get(d[:]) != nil {
			continue
		}
		a := admit(f.Via, l)
		if !a.Forget {
			if err := seen.Put(d[:], []byte{}); err != nil {
				return fmt.Errorf("remember %s: %w", l.URL, err)
			}
		}
		if a.Capture != nil {
			k, v := encodeCapture(a.Capture)
			if err := b.Bucket(bucketJournal).Put(k, v); err != nil {
				return fmt.Errorf("journal %s: %w", l.URL, err)
			}
		}
		if !a.Take {
			continue
		}
		it := Item{Place: *next, Host: a.Host, URL: l.URL, Kind: l.Kind, Depth: l.Depth, Via: f.Via, Attempt: 1}
		next.Ord++
		if err := queue.Put(it.key(), it.encode()); err != nil {
			return fmt.Errorf("queue %s: %w", l.URL, err)
		}
		added(a.Host)
	}
	return nil
}

// Skip leaves a source out of the run, unless it was begun already.
func (r *Run) Skip(source int) error {
	return r.update("skip a source", func(_ *bbolt.Tx, b *bbolt.Bucket) error {
		if b.Bucket(bucketSources).Get(sourceKey(source)) != nil {
			return nil
		}
		return putJSON(b.Bucket(bucketSources), sourceKey(source), SourceState{Done: true, Skipped: true})
	})
}

// Seed puts a source's first links where the first [Run.Advance] finds them.
// Seeding twice changes nothing.
func (r *Run) Seed(source int, links []Link) error {
	return r.update("seed", func(_ *bbolt.Tx, b *bbolt.Bucket) error {
		if b.Bucket(bucketSources).Get(sourceKey(source)) != nil {
			return nil
		}
		f := Found{Place: Place{Source: source}, Links: links}
		if err := b.Bucket(bucketFound).Put(f.key(nil), f.encode()); err != nil {
			return fmt.Errorf("keep seeds: %w", err)
		}
		return putJSON(b.Bucket(bucketSources), sourceKey(source), SourceState{})
	})
}

// Seen marks URLs as met, such as the targets of redirects.
func (r *Run) Seen(urls []string) error {
	if len(urls) == 0 {
		return nil
	}
	return r.update("mark as met", func(_ *bbolt.Tx, b *bbolt.Bucket) error {
		for _, u := range urls {
			d := digest(identity(u))
			if err := b.Bucket(bucketSeen).Put(d[:], []byte{}); err != nil {
				return fmt.Errorf("remember %s: %w", u, err)
			}
		}
		return nil
	})
}
