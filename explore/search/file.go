package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver, in Go: nothing is compiled or installed
)

// format is the version of the file and of all that decides what is in it: tables,
// tokens, records. A file of another one is made anew.
const format = "framewatch explorer index 1"

// schema of the file. Table words is contentless: it holds positions, the text
// itself is in bodies as the page has it.
const schema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE parts (name TEXT PRIMARY KEY, origin TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE names (kind TEXT, value TEXT, name TEXT NOT NULL, PRIMARY KEY (kind, value)) WITHOUT ROWID;
CREATE TABLE docs (n INTEGER PRIMARY KEY, doc_id TEXT NOT NULL UNIQUE, month TEXT NOT NULL, digest BLOB NOT NULL, facts TEXT NOT NULL);
CREATE TABLE bodies (n INTEGER PRIMARY KEY, card TEXT NOT NULL, title TEXT NOT NULL, langs TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE details (n INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE archived (capture_id TEXT PRIMARY KEY, month TEXT NOT NULL, file TEXT NOT NULL, place INTEGER NOT NULL, fetched TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX archived_month ON archived (month);
CREATE VIRTUAL TABLE words USING fts5(title, text, content='', contentless_delete=1, tokenize='ascii');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
INSERT INTO words(words, rank) VALUES ('rank', 'bm25(4.0, 1.0)');
`

// source names a file for the driver. Its path may hold what a URI takes for
// something else.
func source(path string, params ...string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	name := filepath.ToSlash(abs)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // C:/…
	}
	u := url.URL{Path: name}
	return "file:" + u.EscapedPath() + "?" + strings.Join(params, "&"), nil
}

// readers bounds how many ask at once, each with its own cache of pages.
const readers = 8

// read opens a file that nobody writes: it is replaced, not changed.
func read(path string) (*sql.DB, error) {
	name, err := source(path, "mode=ro", "immutable=1", "_pragma=query_only(1)", "_pragma=cache_size(-8000)", "_pragma=temp_store(2)")
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", name)
	if err == nil {
		db.SetMaxOpenConns(readers)
	}
	return db, err
}

// write opens a file aside, which nobody reads and which is thrown away where it
// does not become whole: it needs no journal. What is deleted in it is overwritten.
func write(path string) (*sql.DB, error) {
	name, err := source(path, "_pragma=secure_delete(1)", "_pragma=journal_mode(off)", "_pragma=synchronous(off)", "_pragma=locking_mode(exclusive)", "_pragma=cache_size(-8000)", "_pragma=temp_store(2)")
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", name)
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// whole reports whether the file has all of its pages: one that was cut would be
// found out in the middle of an answer.
func whole(ctx context.Context, db *sql.DB, path string) bool {
	var pages, size int64
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	err = errors.Join(db.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages), db.QueryRowContext(ctx, "PRAGMA page_size").Scan(&size))
	return err == nil && pages*size == info.Size()
}

// copyFile copies the old state aside, so that a change begins with it.
func copyFile(from, to string) (err error) {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Close())
}

// publish puts a file in its place, on the disk before its name says so.
func publish(from, to string) error {
	f, err := os.OpenFile(from, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(to)); err == nil {
		_ = dir.Sync() // not all systems can
		_ = dir.Close()
	}
	return nil
}

func setMeta(ctx context.Context, db execer, key, value string) error {
	_, err := db.ExecContext(ctx, "INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value)
	return err
}

func metaOf(ctx context.Context, db *sql.DB, key string) (string, error) {
	var value string
	err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// each runs a query and hands its rows on.
func each(ctx context.Context, db *sql.DB, query string, args []any, row func(scan func(...any) error) error) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

func wrap(path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("index %s: %w", path, err)
}
