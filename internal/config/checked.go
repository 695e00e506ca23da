package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/atomicfile"
)

// Checked is what a sources check saw at one address of a list.
type Checked struct {
	Source  corpus.SourceID
	Field   string // of the entry: feeds, sitemaps, start, wordpress, search
	URL     string // as the list has it
	Day     string // YYYY-MM-DD
	Answer  corpus.Answer
	Entries int    // items, addresses or links
	Newest  string // YYYY-MM-DD; empty where none has a date
}

// note fills the fields of an address. What an address held when it was last in
// order stays beside a check that saw it otherwise.
func (c Checked) note(a *Address) {
	a.Checked, a.Answer = c.Day, string(c.Answer)
	if c.Answer == corpus.AnswerOK {
		a.Verified, a.Entries = c.Day, cmp.Or(c.Entries, a.Entries)
		a.Newest = cmp.Or(c.Newest, a.Newest)
	}
}

// Writable says whether the lists that hold sources are files, as
// [Loaded.WriteChecks] needs them, and not part of the binary.
func (l *Loaded) Writable(sources []corpus.Source) error {
	for _, f := range l.lists {
		within := slices.ContainsFunc(sources, func(s corpus.Source) bool { return s.ListID == f.list.List.ID })
		if within && strings.HasPrefix(f.shown, builtin) {
			return fmt.Errorf("%s is part of the binary and cannot be written; copy the list into a file and name that in sources", f.shown)
		}
	}
	return nil
}

// WriteChecks notes in the source lists what was seen at their addresses. An
// address that is a URL alone becomes a mapping; comments, order and style of all
// else stay. Each list is read anew, so that what an editor changed in the meantime
// stays too, and replaced as a whole: whatever fails leaves the file as it was.
func (l *Loaded) WriteChecks(checks []Checked) error {
	for _, f := range l.lists {
		if err := writeChecks(f.shown, checks); err != nil {
			return fmt.Errorf("note checks in %s: %w", f.shown, err)
		}
	}
	return nil
}

func writeChecks(path string, checks []Checked) error {
	if strings.HasPrefix(path, builtin) {
		return nil // see Writable
	}
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	list, err := readList(path, old)
	if err != nil {
		return err
	}
	data, err := noted(old, checks)
	if err != nil || bytes.Equal(data, old) {
		return err
	}
	// The file is the proof: it must say what it said, and the checks.
	got, err := readList(path, data)
	if err != nil {
		return fmt.Errorf("the edited file would be broken; write its addresses in a simpler form: %w", err)
	}
	noteAll(list, checks)
	if !reflect.DeepEqual(got, list) {
		return errors.New("an edit would change more than the checks; write its addresses in a simpler form")
	}
	return atomicfile.Replace(path, data)
}

// readList reads a source list strictly.
func readList(path string, data []byte) (SourceList, error) {
	var list SourceList
	root, wrong := parse(path, data)
	if wrong == nil {
		wrong = check(path, root, reflect.TypeFor[SourceList]())
	}
	if wrong != nil {
		return list, wrong
	}
	return list, root.Decode(&list)
}

// noteAll notes checks in the decoded list.
func noteAll(list SourceList, checks []Checked) {
	at := byAddress(checks)
	for _, s := range list.Sources {
		for _, f := range s.fields() {
			for i := range f.addresses {
				if c, ok := at[addressKey{s.ID, f.name, f.addresses[i].URL}]; ok {
					c.note(&f.addresses[i])
				}
			}
		}
	}
}

// addressKey tells the addresses of a list apart.
type addressKey struct{ source, field, url string }

func byAddress(checks []Checked) map[addressKey]Checked {
	out := map[addressKey]Checked{}
	for _, c := range checks {
		out[addressKey{string(c.Source), c.Field, c.URL}] = c
	}
	return out
}
