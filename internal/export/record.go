package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/internal/erased"
	"framewatch/store/disk"
)

// RecordName is the file in the state folder that has what left the dataset. It
// holds IDs, which are digests, digests and days: no text, name or address.
const RecordName = "exports.json"

const maxRecord = 1 << 30

// Entry is one export, or the same one made several times.
type Entry struct {
	Digest  string  `json:"digest"` // of what it held and how: the same again is the same entry
	Level   string  `json:"level"`
	RunID   string  `json:"run_id"` // generation
	Context int     `json:"context,omitempty"`
	Limit   float64 `json:"limit"`
	Private bool    `json:"private,omitempty"`
	First   string  `json:"first"` // YYYY-MM-DD
	Last    string  `json:"last"`
	Times   int     `json:"times"`

	// The documents, as they differ from those of the entry before: a dataset that
	// is exported every night keeps each ID once.
	Added   []string `json:"added,omitempty"`
	Removed []string `json:"removed,omitempty"`

	Documents []string `json:"-"` // sorted
}

// Record is what left a dataset, the earliest first.
type Record struct {
	Entries []Entry `json:"exports"`
}

// LoadRecord reads the record in a state folder; without one it is empty.
func LoadRecord(stateDir string) (*Record, error) {
	fsys, err := disk.Open(stateDir)
	if err != nil {
		return nil, fmt.Errorf("read what was exported: %w", err)
	}
	return loadRecord(fsys)
}

func loadRecord(fsys disk.FS) (*Record, error) {
	r := &Record{}
	data, err := disk.ReadFile(fsys, RecordName, maxRecord)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err == nil {
		err = json.Unmarshal(data, r)
	}
	if err != nil {
		return nil, fmt.Errorf("read what was exported from %s: %w (put it back from a backup)", RecordName, err)
	}
	var docs []string
	for i := range r.Entries {
		e := &r.Entries[i]
		docs = apply(docs, e.Added, e.Removed)
		e.Documents = docs
	}
	return r, nil
}

// apply gives sorted IDs with some more and without others.
func apply(ids, added, removed []string) []string {
	out := slices.DeleteFunc(slices.Concat(ids, added), func(id string) bool {
		_, gone := slices.BinarySearch(removed, id)
		return gone
	})
	slices.Sort(out)
	return slices.Compact(out)
}

func without(ids, others []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		_, found := slices.BinarySearch(others, id)
		return found
	})
}

// note adds an export that is made now.
func (r *Record) note(p *Plan, day string) {
	h := sha256.New()
	fmt.Fprintf(h, "%s\xff%s\xff%d\xff%g\xff%d\n", p.Level, p.RunID, p.Context, p.Meter.Limit, len(p.Withheld))
	for _, id := range p.Documents {
		fmt.Fprintln(h, id)
	}
	digest := hex.EncodeToString(h.Sum(nil)[:16])
	for i := range r.Entries {
		if e := &r.Entries[i]; e.Digest == digest {
			e.Last = day
			e.Times++
			return
		}
	}
	e := Entry{Digest: digest, Level: p.Level.String(), RunID: p.RunID, Context: p.Context, Limit: p.Meter.Limit, Private: p.Private, First: day, Last: day, Times: 1, Documents: p.Documents}
	var before []string
	if n := len(r.Entries); n > 0 {
		before = r.Entries[n-1].Documents
	}
	e.Added, e.Removed = without(e.Documents, before), without(before, e.Documents)
	r.Entries = append(r.Entries, e)
}

// Keep adds an export to the record in a state folder, before its files are written:
// one too many is told later, and none too few. Two exports at a time wait for
// nothing: the second is refused.
func Keep(stateDir string, p *Plan, now time.Time) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("keep what is exported: %w", err)
		}
	}()
	fsys, err := disk.Open(stateDir)
	if err != nil {
		return err
	}
	lock, err := fsys.Lock("exports.lock")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	r, err := loadRecord(fsys)
	if err != nil {
		return err
	}
	r.note(p, now.UTC().Format(time.DateOnly))
	data, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	return disk.WriteFile(fsys, RecordName, append(data, '\n'))
}

// Held is an export with those of some documents that it held.
type Held struct {
	Number int      `json:"number"` // from 1, in the order of the record
	Digest string   `json:"digest"`
	Level  string   `json:"level"`
	RunID  string   `json:"run_id"`
	First  string   `json:"first"` // YYYY-MM-DD
	Last   string   `json:"last"`
	Times  int      `json:"times"`
	Held   int      `json:"documents"`        // how many it held
	Erased []string `json:"erased,omitempty"` // documents that were erased
	Masked []string `json:"masked,omitempty"` // documents in which a person was masked
}

func (e *Entry) held(number int) Held {
	return Held{Number: number, Digest: e.Digest, Level: e.Level, RunID: e.RunID, First: e.First, Last: e.Last, Times: e.Times, Held: len(e.Documents)}
}

// Since lists all exports with what was erased or masked of what they held.
func (r *Record) Since(gone *erased.List) []Held {
	out := make([]Held, len(r.Entries))
	for i, e := range r.Entries {
		h := e.held(i + 1)
		for _, id := range e.Documents {
			switch {
			case gone.Document(corpus.DocID(id)):
				h.Erased = append(h.Erased, id)
			case gone.IsMasked(corpus.DocID(id)):
				h.Masked = append(h.Masked, id)
			}
		}
		out[i] = h
	}
	return out
}

// Holding lists the exports that held any of some documents, which are sorted.
func (r *Record) Holding(ids []string) []Held {
	var out []Held
	for i, e := range r.Entries {
		h := e.held(i + 1)
		for _, id := range ids {
			if _, ok := slices.BinarySearch(e.Documents, id); ok {
				h.Erased = append(h.Erased, id)
			}
		}
		if len(h.Erased) > 0 {
			out = append(out, h)
		}
	}
	return out
}
