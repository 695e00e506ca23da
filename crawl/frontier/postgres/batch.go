package postgres

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/entry"
)

// changes are puts and deletes of whole entries, by table and key; a nil value
// deletes. Carrying them out twice is harmless.
type changes map[string]map[string][]byte

func (c changes) put(table string, key, value []byte) {
	if c[table] == nil {
		c[table] = map[string][]byte{}
	}
	if value == nil {
		value = []byte{}
	}
	c[table][string(key)] = value
}

func (c changes) drop(table string, key []byte) {
	c.put(table, key, nil)
	c[table][string(key)] = nil
}

func (c changes) putJSON(table string, key []byte, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode %T: %w", v, err)
	}
	c.put(table, key, data)
	return nil
}

// within is a key in a table of runs.
func within(run int32, key []byte) []byte {
	return append(binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(key)), uint32(run)), key...)
}

// entries is how many entries change.
func (c changes) entries() (n int) {
	for _, of := range c {
		n += len(of)
	}
	return n
}

// lasting has the tables that outlive runs.
var lasting = []string{"known", "robots", "visits"}

// queue adds the statements that carry the changes out: keys in order, so that two
// transactions never wait for each other in a circle.
func (c changes) queue(b *pgx.Batch, run int32) {
	const most = 8192
	for _, table := range slices.Sorted(maps.Keys(c)) {
		var gone, keys, values [][]byte
		for _, key := range slices.Sorted(maps.Keys(c[table])) {
			full := []byte(key)
			if !slices.Contains(lasting, table) {
				full = within(run, full)
			}
			if value := c[table][key]; value == nil {
				gone = append(gone, full)
			} else {
				keys, values = append(keys, full), append(values, value)
			}
		}
		for part := range slices.Chunk(gone, most) {
			b.Queue("DELETE FROM "+table+" WHERE key = ANY($1)", part)
		}
		for i := 0; i < len(keys); i += most {
			k, v := keys[i:min(i+most, len(keys))], values[i:min(i+most, len(keys))]
			b.Queue("INSERT INTO "+table+" (key, value) SELECT * FROM unnest($1::bytea[], $2::bytea[]) ON CONFLICT (key) DO UPDATE SET value = excluded.value", k, v)
		}
	}
}

// apply carries changes out in one transaction, if the run is still this process's.
// first is the statement that makes sure of it; errands are those whose results the
// changes are, which go with it.
func (r *Run) apply(c changes, errands []int64, first string, args ...any) error {
	// A wave may be a million links; the server does some twenty thousand a second.
	return r.store.try(patience+time.Duration(c.entries())*time.Millisecond, func(ctx context.Context) error {
		var b pgx.Batch // a new one each time: it keeps names of statements that one connection knows
		b.Queue(first, args...)
		c.queue(&b, r.id)
		if len(errands) > 0 {
			b.Queue("DELETE FROM errands WHERE run = $1 AND number = ANY($2)", r.id, errands)
		}
		return r.store.pool.SendBatch(ctx, &b).Close()
	})
}

func (r *Run) applyHeld(c changes) error {
	return r.apply(c, nil, "SELECT hold($1, $2)", r.id, r.store.lease.epoch)
}

// Commit is for [frontier.Run].
func (r *Run) Commit(b *frontier.Batch) error {
	c, err := batchChanges(b)
	if err == nil {
		err = r.apply(c, b.Errands, "SELECT progress($1, $2, $3, $4, $5)", r.id, r.store.lease.epoch, b.Position.Worker, b.Position.Seq, b.Position.Offset)
	}
	if err != nil {
		return r.fail("commit batch", err)
	}
	r.at = b.Position
	return nil
}

func batchChanges(b *frontier.Batch) (changes, error) {
	c := changes{}
	for i := range b.Again { // one may be done by now
		c.put("queue", entry.ItemKey(&b.Again[i]), entry.EncodeItem(&b.Again[i]))
	}
	for i := range b.Done {
		c.drop("queue", entry.ItemKey(&b.Done[i]))
	}
	for i := range b.Found {
		c.put("found", entry.PlaceKey(b.Found[i].Place, nil), entry.EncodeFound(&b.Found[i]))
	}
	for i := range b.Captures {
		k, v := entry.EncodeCapture(&b.Captures[i])
		c.put("journal", k, v)
	}
	for url, k := range b.Known {
		d := entry.Digest(url)
		c.put("known", d[:], entry.EncodeKnown(&k))
	}
	for _, h := range b.Robots {
		if err := c.putJSON("robots", []byte(h.Host), h); err != nil {
			return nil, err
		}
	}
	for _, h := range b.Hosts {
		if err := c.putJSON("hosts", []byte(h.Host), h); err != nil {
			return nil, err
		}
	}
	for _, v := range b.Visits {
		c.put("visits", []byte(v.Source), entry.AppendTime(nil, v.At))
	}
	return c, nil
}

// Seed is for [frontier.Run].
func (r *Run) Seed(seeds []frontier.Seed) error {
	there, err := r.sources()
	if err != nil {
		return r.fail("seed", err)
	}
	c := changes{}
	for i, s := range seeds {
		key := entry.SourceKey(i)
		if there[string(key)] != nil {
			continue
		}
		if !s.Skip {
			f := frontier.Found{Place: frontier.Place{Source: i}, Links: s.Links}
			c.put("found", entry.PlaceKey(f.Place, nil), entry.EncodeFound(&f))
		}
		if err := c.putJSON("sources", key, frontier.SourceState{Done: s.Skip, Skipped: s.Skip}); err != nil {
			return r.fail("seed", err)
		}
	}
	return r.fail("seed", r.applyHeld(c))
}
