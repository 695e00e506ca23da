package erased

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/store/disk"
)

// FileName is the list's file in the state folder.
const FileName = "erased.json"

const maxList = 1 << 30

// Entry is what is kept of one article.
type Entry struct {
	Day string   `json:"day"` // YYYY-MM-DD on which it was erased
	URL string   `json:"url"` // digest of the address
	IDs []string `json:"doc_ids,omitempty"`
}

// List is what was erased from a dataset.
type List struct {
	Entries []Entry  `json:"erased"`
	Masked  []string `json:"masked,omitempty"` // doc_ids in which a person was masked: they are not read from their pages again
	Remove  []string `json:"remove,omitempty"` // archive files that are replaced and not removed yet

	urls map[string]bool
	ids  map[string]bool
}

// Load reads the list in a state folder; without one it is empty.
func Load(stateDir string) (*List, error) {
	l := &List{urls: map[string]bool{}, ids: map[string]bool{}}
	fsys, err := disk.Open(stateDir)
	if err != nil {
		return nil, fmt.Errorf("read what was erased: %w", err)
	}
	data, err := disk.ReadFile(fsys, FileName, maxList)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err == nil {
		err = json.Unmarshal(data, l)
	}
	if err != nil {
		// Without it, erased articles would come back.
		return nil, fmt.Errorf("read what was erased from %s/%s: %w (put it back from a backup)", stateDir, FileName, err)
	}
	for _, e := range l.Entries {
		l.note(e)
	}
	return l, nil
}

func (l *List) note(e Entry) {
	l.urls[e.URL] = true
	for _, id := range e.IDs {
		l.ids[id] = true
	}
}

// Save writes the list.
func (l *List) Save(stateDir string) error {
	fsys, err := disk.Open(stateDir)
	if err == nil {
		var data []byte
		if data, err = json.MarshalIndent(l, "", " "); err == nil {
			err = disk.WriteFile(fsys, FileName, append(data, '\n'))
		}
	}
	if err != nil {
		return fmt.Errorf("write what was erased: %w", err)
	}
	return nil
}

func key(url string) string { return corpus.SHA256([]byte("framewatch erased\xff" + url)) }

// Add notes an address and the documents that were read from it.
func (l *List) Add(day time.Time, url string, ids ...corpus.DocID) {
	e := Entry{Day: day.UTC().Format(time.DateOnly), URL: key(url)}
	for _, id := range ids {
		e.IDs = append(e.IDs, string(id))
	}
	slices.Sort(e.IDs)
	if !l.urls[e.URL] {
		l.Entries = append(l.Entries, e)
	}
	l.note(e)
}

// Mask notes a document in which a person was masked.
func (l *List) Mask(id corpus.DocID) {
	if !l.IsMasked(id) {
		l.Masked = append(l.Masked, string(id))
		slices.Sort(l.Masked)
	}
}

// IsMasked reports whether a person was masked in a document.
func (l *List) IsMasked(id corpus.DocID) bool {
	_, ok := slices.BinarySearch(l.Masked, string(id))
	return ok
}

// URL reports whether an address was erased.
func (l *List) URL(url string) bool { return len(l.urls) > 0 && l.urls[key(url)] }

// Document reports whether a document was erased.
func (l *List) Document(id corpus.DocID) bool { return l.ids[string(id)] }

// Day is when an address was erased, YYYY-MM-DD; empty where it was not.
func (l *List) Day(url string) string {
	if !l.URL(url) {
		return ""
	}
	for _, e := range l.Entries {
		if e.URL == key(url) {
			return e.Day
		}
	}
	return ""
}
