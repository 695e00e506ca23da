package postgres

import (
	"encoding/binary"
	"fmt"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/entry"
)

// wave is one Advance under way. What it needs to know is read at its beginning,
// and what it changes is written at its end: nobody else changes the run meanwhile.
type wave struct {
	changes
	found        map[string][]pair // by turn
	seen, bodies map[string]bool
}

// turnKey is what the found entries of a source's wave begin with.
func turnKey(t frontier.Turn) []byte {
	return binary.BigEndian.AppendUint32(entry.SourceKey(t.Source), uint32(t.State.Wave))
}

// Advance is for [frontier.Run].
func (r *Run) Advance(turns []frontier.Turn, admit frontier.Admit, added func(source int, host string)) error {
	w, err := r.load(turns)
	if err != nil {
		return r.fail("advance", err)
	}
	for _, t := range turns {
		for _, url := range t.Seen {
			w.meet(digestOf(url))
		}
		if err := w.advance(t, admit, added); err != nil {
			return r.fail("advance", err)
		}
	}
	return r.fail("advance", r.applyHeld(w.changes))
}

func digestOf(url string) []byte {
	d := entry.Digest(frontier.Identity(url))
	return d[:]
}

// load reads what the turns have found, and what of it is known to the run.
func (r *Run) load(turns []frontier.Turn) (*wave, error) {
	w := &wave{changes: changes{}, found: map[string][]pair{}}
	var from, to [][]byte
	for _, t := range turns {
		low := within(r.id, turnKey(t))
		from, to = append(from, low), append(to, ceiling(low))
	}
	pairs, err := r.store.pairs(`SELECT f.key, f.value FROM unnest($1::bytea[], $2::bytea[]) AS turn (low, high)
		JOIN found f ON f.key >= turn.low AND f.key < turn.high ORDER BY f.key`, from, to)
	if err != nil {
		return nil, fmt.Errorf("read links: %w", err)
	}
	var urls, bodies [][]byte
	for _, p := range pairs {
		p.key = p.key[4:]
		turn := string(p.key[:min(len(p.key), 6)])
		w.found[turn] = append(w.found[turn], p)
		f, err := entry.DecodeFound(p.value)
		if err != nil {
			return nil, err
		}
		for _, l := range f.Links {
			urls = append(urls, digestOf(l.URL))
		}
		if f.SHA256 != "" {
			bodies = append(bodies, append(p.key[:2:2], f.SHA256...))
		}
	}
	for _, t := range turns {
		for _, l := range t.Last {
			urls = append(urls, digestOf(l.URL))
		}
	}
	if w.seen, err = r.there("seen", urls); err == nil {
		w.bodies, err = r.there("bodies", bodies)
	}
	return w, err
}

func (w *wave) meet(digest []byte) {
	w.seen[string(digest)] = true
	w.put("seen", digest, nil)
}

func (w *wave) advance(t frontier.Turn, admit frontier.Admit, added func(source int, host string)) error {
	next := frontier.Place{Source: t.Source, Wave: t.State.Wave + 1}
	for _, p := range w.found[string(turnKey(t))] {
		f, err := entry.DecodeFound(p.value)
		if err != nil {
			return err
		}
		w.takeLinks(f, &next, admit, added)
		w.drop("found", p.key)
	}
	if next.Ord == 0 && !t.State.Last {
		t.State.Last = true
		w.takeLinks(frontier.Found{Via: frontier.ViaKnown, Links: t.Last}, &next, admit, added)
	}
	t.State.Wave++
	t.State.Done = next.Ord == 0
	return w.putJSON("sources", entry.SourceKey(t.Source), t.State)
}

// takeLinks admits the links of one page, unless a page with the same body came
// before it.
func (w *wave) takeLinks(f frontier.Found, next *frontier.Place, admit frontier.Admit, added func(source int, host string)) {
	if f.SHA256 != "" {
		key := append(entry.SourceKey(next.Source), f.SHA256...)
		if w.bodies[string(key)] {
			return
		}
		w.bodies[string(key)] = true
		w.put("bodies", key, nil)
	}
	for _, l := range f.Links {
		digest := digestOf(l.URL)
		if w.seen[string(digest)] {
			continue
		}
		a := admit(next.Source, f.Via, l)
		if !a.Forget {
			w.meet(digest)
		}
		if a.Capture != nil {
			w.put(entryOf(a))
		}
		if !a.Take {
			continue
		}
		it := frontier.Item{Place: *next, Host: a.Host, URL: l.URL, Kind: l.Kind, Depth: l.Depth, Via: f.Via, Attempt: 1}
		next.Ord++
		w.put("queue", entry.ItemKey(&it), entry.EncodeItem(&it))
		added(next.Source, a.Host)
	}
}

// entryOf is what the journal says of a link that is not fetched.
func entryOf(a frontier.Admission) (table string, key, value []byte) {
	key, value = entry.EncodeCapture(a.Capture)
	return "journal", key, value
}
