package disk

import (
	"errors"
	"io/fs"
	"path"
	"slices"
)

// EntriesOf describes the names in a folder; one that has gone meanwhile is left
// out.
func EntriesOf(stat func(name string) (Entry, error), folder string, names []string) ([]Entry, error) {
	slices.Sort(names)
	entries := make([]Entry, 0, len(names))
	for _, n := range names {
		e, err := stat(path.Join(folder, n))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}
