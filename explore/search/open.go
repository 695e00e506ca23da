package search

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"sync"

	"framewatch/store"
)

// Index is an open index; it may be used by several goroutines.
type Index struct {
	db      *sql.DB
	path    string
	table   *table
	opening sync.Mutex // of vectors
	vectors vectors
}

// Open opens the index file at path and makes or renews it where the dataset's
// rows are others than it was made from. A broken file, an older format or
// another dataset's is made anew. progress may be nil.
//
// The file's place is index.db in [store.Dataset.IndexDir], which an erasure empties.
// An index that is open when a run or an erasure ends goes on with the state that it
// has: whoever keeps one open opens it again when the dataset's generation is another.
func Open(ctx context.Context, ds *store.Dataset, path string, progress func(done, of int)) (*Index, error) {
	if err := renew(ctx, ds, path, progress); err != nil {
		// What a statement says of a context that ended is not that it did.
		return nil, wrap(path, cmp.Or(ctx.Err(), err))
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
func (x *Index) Close() error {
	x.opening.Lock()
	defer x.opening.Unlock()
	err := x.db.Close()
	if x.vectors.db != nil {
		err = errors.Join(err, x.vectors.db.Close())
		x.vectors.db = nil
	}
	return wrap(x.path, err)
}
