package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver, in Go: nothing is compiled or installed

	"framewatch/store"
)

// Name is the file of the catalogue that a dataset keeps.
const Name = "catalog.ducklake"

// Errors that callers tell apart.
var (
	// ErrForeign means that a file is no catalogue of this dataset, or that another
	// program has written to it. It is left as it is.
	ErrForeign = errors.New("not a catalogue of this dataset")
	// ErrBusy means that the catalogue was being read or written all the time.
	ErrBusy = errors.New("the catalogue is in use")
)

// Result is what an update did.
type Result struct {
	Snapshots int // that the catalogue has
	Tables    int
	Files     int   // of the newest snapshot
	Bytes     int64 // of the catalogue
	Added     int   // snapshots
	Expired   int   // snapshots
	Anew      bool  // the history of the dataset was another one, so that all was written anew
}

// PathOf is where the catalogue of a dataset is kept: in its folder, or in the
// working folder of one in a bucket.
func PathOf(d *store.Dataset) string { return filepath.Join(d.Dir(), Name) }

// Keep updates the catalogue that a dataset keeps; where there is none it does
// nothing. d may be an earlier generation.
func Keep(ctx context.Context, dir string, d *store.Dataset) error {
	path := PathOf(d)
	switch _, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("update catalogue: %w", err)
	}
	newest, err := store.Open(dir)
	if err == nil {
		_, err = Update(ctx, path, newest)
	}
	return err
}

// Update brings the catalogue in a file to the state of a dataset, and makes it
// where there is none. It is one transaction; where nothing has changed, the file
// stays as it is.
func Update(ctx context.Context, path string, d *store.Dataset) (res Result, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("update catalogue %s: %w", path, explain(err))
		}
	}()
	kept, err := d.Kept()
	if err != nil {
		return res, err
	}
	db, err := open(path)
	if err != nil {
		return res, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return res, err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	b := &book{ctx: ctx, tx: tx, dataset: d.Generation().Dataset}
	if err := b.update(kept); err != nil {
		return res, err
	}
	if b.changed {
		if err := tx.Commit(); err != nil {
			return res, err
		}
	}
	return b.result(path)
}

// explain gives SQLite's words for what a user can mend.
func explain(err error) error {
	switch text := err.Error(); {
	case strings.Contains(text, "SQLITE_BUSY"):
		return fmt.Errorf("%w: a reader holds a transaction open, or another update is under way: %w", ErrBusy, err)
	case strings.Contains(text, "SQLITE_NOTADB"):
		return fmt.Errorf("%w: %w", ErrForeign, err)
	}
	return err
}

// open opens the file for one writer. Its journal is a file that goes with the
// transaction: a catalogue is one file, and can be read where nothing can be
// written, which a write-ahead log would not allow.
func open(path string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	name := filepath.ToSlash(abs)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // C:/…
	}
	u := url.URL{Path: name}
	db, err := sql.Open("sqlite", "file:"+u.EscapedPath()+"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=secure_delete(1)&_pragma=journal_mode(delete)&_pragma=synchronous(full)&_pragma=temp_store(2)")
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}
