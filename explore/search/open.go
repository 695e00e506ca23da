package search

import (
	"context"
	"database/sql"

	"framewatch/store"
)

// Index is an open index; it may be used by several goroutines.
type Index struct {
	db    *sql.DB
	path  string
	table *table
	vectors
}

// Open opens the index file at path and makes or renews it where the dataset's
// rows are others than it was made from. A broken file, an older format or
// another dataset's is made anew. progress may be nil.
func Open(ctx context.Context, ds *store.Dataset, path string, progress func(done, of int)) (*Index, error) {
	if err := renew(ctx, ds, path, progress); err != nil {
		return nil, wrap(path, err)
	}
	db, err := read(path)
	if err != nil {
		return nil, wrap(path, err)
	}
	x := &Index{db: db, path: path}
	if x.table, err = loadTable(ctx, db); err != nil {
		_ = db.Close()
		return nil, wrap(path, err)
	}
	return x, nil
}

// Close closes the file.
func (x *Index) Close() error { return wrap(x.path, x.db.Close()) }
