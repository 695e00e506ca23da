package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver, in Go: nothing is compiled or installed

	"framewatch/internal/atomicfile"
	"framewatch/store"
)

// Name is the file of the catalogue that a dataset keeps.
const Name = "catalog.ducklake"

// ErrForeign means that a file is no catalogue of this dataset, or that another
// program has written to it. It is left as it is.
var ErrForeign = errors.New("not a catalogue of this dataset")

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
// where there is none. The file is replaced in one step; where nothing has changed,
// it stays.
func Update(ctx context.Context, path string, d *store.Dataset) (res Result, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("update catalogue %s: %w", path, err)
		}
	}()
	kept, err := d.Kept()
	if err != nil {
		return res, err
	}
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return res, err
	}
	db, err := sql.Open("sqlite", ":memory:?_pragma=secure_delete(1)&_pragma=temp_store(2)")
	if err != nil {
		return res, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	c, err := db.Conn(ctx) // the one of this memory
	if err != nil {
		return res, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	b := &book{ctx: ctx, conn: c, dataset: d.Generation().Dataset}
	if err := b.work(old, kept); err != nil {
		return res, err
	}
	data := old
	if b.changed {
		if data, err = b.bytes(); err != nil {
			return res, err
		}
		if err := atomicfile.Write(path, data); err != nil {
			return res, err
		}
	}
	return b.result(len(data)), nil
}

// work changes the catalogue in one transaction.
func (b *book) work(old []byte, kept []*store.Dataset) (err error) {
	if err := b.take(old); err != nil {
		return err
	}
	if err := b.do("BEGIN"); err != nil {
		return err
	}
	if err := b.update(kept); err != nil {
		return err
	}
	return b.do("COMMIT")
}

// image is what the driver has to move a database into memory and out of it. It is
// changed in memory, and the file replaced, as readers and a writer of one SQLite
// file wait for one another: a notebook with an unfinished query would stop a run.
type image interface {
	Serialize() ([]byte, error)
	Deserialize([]byte) error
}

// take loads the bytes of a catalogue.
func (b *book) take(old []byte) error {
	if len(old) == 0 {
		return nil
	}
	err := b.conn.Raw(func(driver any) error { return driver.(image).Deserialize(old) })
	if err == nil {
		err = b.do("PRAGMA secure_delete = 1") // it is of the database that was there before
	}
	if err == nil {
		err = b.conn.QueryRowContext(b.ctx, "SELECT count(*) FROM sqlite_master").Scan(new(int))
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrForeign, err)
	}
	return nil
}

// bytes are the catalogue as a file.
func (b *book) bytes() (data []byte, err error) {
	err = b.conn.Raw(func(driver any) error {
		data, err = driver.(image).Serialize()
		return err
	})
	return data, err
}
