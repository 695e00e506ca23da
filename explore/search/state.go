package search

import (
	"context"
	"database/sql"

	"framewatch/store"
)

// Names of what the index is made from, beside the months.
const (
	partLists   = "lists"     // sources and memberships
	partNames   = "names"     // of outlets, frames, blocs and entities
	partCapture = "captures/" // and a month
)

// state names the rows that an index is made from, by part: see [store.Origin].
type state map[string]string

// stateOf is the state of a dataset. Small tables are written anew by each run, so
// their content names them.
func stateOf(ds *store.Dataset, l *lists) state {
	out := state{partLists: l.digest, partNames: l.called}
	files := map[string][]store.File{}
	for _, table := range partTables() {
		for _, f := range ds.Files(table) {
			files[f.Month()] = append(files[f.Month()], f)
		}
	}
	for _, f := range ds.Files(captureBatch{}.Table()) {
		files[partCapture+f.Month()] = append(files[partCapture+f.Month()], f)
	}
	for name, of := range files {
		out[name] = store.Origin(of)
	}
	return out
}

func readState(ctx context.Context, db *sql.DB) (state, error) {
	out := state{}
	return out, each(ctx, db, "SELECT name, origin FROM parts", nil, func(scan func(...any) error) error {
		var name, origin string
		err := scan(&name, &origin)
		out[name] = origin
		return err
	})
}

// stateAt is the state of a file, nil where there is none that can be used.
func stateAt(ctx context.Context, path string) state {
	db, err := read(path)
	if err != nil {
		return nil
	}
	defer db.Close()
	if !whole(ctx, db, path) {
		return nil
	}
	if f, err := metaOf(ctx, db, "format"); err != nil || f != format {
		return nil
	}
	have, err := readState(ctx, db)
	if err != nil {
		return nil
	}
	return have
}
