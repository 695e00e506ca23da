package search

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/klauspost/compress/s2"

	"framewatch/compare"
	"framewatch/store"
)

// known is a document of the old state.
type known struct {
	n      int64
	month  string
	digest []byte
	seen   bool
}

// renewal is the making of a state.
type renewal struct {
	ds       *store.Dataset
	lists    *lists
	corpus   *compare.Corpus
	db       *sql.DB
	tx       *sql.Tx
	insert   inserts
	old      map[string]*known
	next     int64
	gone     int // documents that were replaced or removed
	done, of int
	progress func(done, of int)
}

type inserts struct{ doc, body, detail, words *sql.Stmt }

// renew writes the file at path anew where it is not of the dataset's state. One
// process at a time does: others wait, and then find it done.
func renew(ctx context.Context, ds *store.Dataset, path string, progress func(done, of int)) (err error) {
	l, err := readLists(ctx, ds)
	if err != nil {
		return err
	}
	want := stateOf(ds, l)
	if have := stateAt(ctx, path); have != nil && maps.Equal(have, want) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	lock := flock.New(path + ".lock")
	if _, err := lock.TryLockContext(ctx, 100*time.Millisecond); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	have := stateAt(ctx, path)
	if have != nil && maps.Equal(have, want) {
		return nil
	}
	aside := path + ".new"
	if err := remove(aside); err != nil { // of a process that was killed
		return err
	}
	defer func() { err = errors.Join(err, remove(aside)) }()
	r := &renewal{ds: ds, lists: l, old: map[string]*known{}, next: 1, progress: progress}
	if err := r.write(ctx, path, aside, have, want); err != nil {
		return err
	}
	return errors.Join(publish(aside, path), prune(ctx, path))
}

func remove(path string) error {
	for _, name := range []string{path, path + "-journal"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// write makes the new state aside: from the old one where some of it is left.
func (r *renewal) write(ctx context.Context, path, aside string, have, want state) (err error) {
	same := 0
	for name, origin := range want {
		if have[name] == origin {
			same++
		}
	}
	fresh := same == 0
	if !fresh {
		if err := copyFile(path, aside); err != nil {
			return err
		}
	}
	if r.db, err = write(aside); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.db.Close()) }()
	if fresh {
		have = nil
		if _, err := r.db.ExecContext(ctx, schema); err != nil {
			return err
		}
	}
	if r.corpus, err = compare.Load(ctx, only(r.ds, store.DocumentRow{}.Table(), store.SourceRow{}.Table(), store.MembershipRow{}.Table(), store.SyndicationRow{}.Table())); err != nil {
		return err
	}
	if err := r.recall(ctx); err != nil {
		return err
	}
	if err := r.months(ctx, have, want); err != nil {
		return err
	}
	if fresh || r.gone > 0 {
		// One segment: faster to search, and without a trace of what is gone.
		if _, err := r.db.ExecContext(ctx, "INSERT INTO words(words) VALUES ('optimize')"); err != nil {
			return err
		}
	}
	return r.shrink(ctx)
}

// only is the dataset with the files of some tables.
func only(ds *store.Dataset, tables ...string) *store.Dataset {
	return ds.Only(slices.DeleteFunc(ds.Files(""), func(f store.File) bool { return !slices.Contains(tables, f.Table) })...)
}

// recall reads which documents the old state has.
func (r *renewal) recall(ctx context.Context) error {
	return each(ctx, r.db, "SELECT n, doc_id, month, digest FROM docs", nil, func(scan func(...any) error) error {
		var k known
		var id string
		err := scan(&k.n, &id, &k.month, &k.digest)
		r.old[id] = &k
		r.next = max(r.next, k.n+1)
		return err
	})
}

// months indexes what changed. Each month is a transaction.
func (r *renewal) months(ctx context.Context, have, want state) error {
	var changed, captures []string
	all := have[partLists] != want[partLists] // an outlet's country, say, may be another one in all documents
	for _, name := range slices.Sorted(maps.Keys(want)) {
		month, isCapture := strings.CutPrefix(name, partCapture)
		switch {
		case name == partLists || name == partNames:
		case isCapture && have[name] != want[name]:
			captures = append(captures, month)
		case !isCapture && (all || have[name] != want[name]):
			changed = append(changed, name)
			r.of += int(r.month(name).Rows(documentRow{}.Table()))
		}
	}
	for _, month := range changed {
		if err := r.inTx(ctx, func() error { return r.indexMonth(ctx, month) }); err != nil {
			return err
		}
	}
	return r.inTx(ctx, func() error {
		for _, month := range captures {
			if err := r.archive(ctx, month); err != nil {
				return err
			}
		}
		return r.finish(ctx, have, want, changed)
	})
}

// month is the dataset with the files of a month.
func (r *renewal) month(month string) *store.Dataset {
	tables := partTables()
	return r.ds.Only(slices.DeleteFunc(r.ds.Files(""), func(f store.File) bool { return f.Month() != month || !slices.Contains(tables, f.Table) })...)
}

func (r *renewal) inTx(ctx context.Context, do func() error) (err error) {
	if r.tx, err = r.db.BeginTx(ctx, nil); err != nil {
		return err
	}
	if err = r.insert.prepare(ctx, r.tx); err == nil {
		err = do()
	}
	if err != nil {
		return errors.Join(err, r.tx.Rollback())
	}
	return r.tx.Commit()
}

func (s *inserts) prepare(ctx context.Context, tx *sql.Tx) error {
	for at, query := range map[**sql.Stmt]string{
		&s.doc:    "INSERT INTO docs VALUES (?, ?, ?, ?, ?)",
		&s.body:   "INSERT INTO bodies VALUES (?, ?, ?, ?, ?)",
		&s.detail: "INSERT INTO details VALUES (?, ?)",
		&s.words:  "INSERT INTO words(rowid, title, text) VALUES (?, ?, ?)",
	} {
		stmt, err := tx.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		*at = stmt
	}
	return nil
}

func (r *renewal) indexMonth(ctx context.Context, month string) error {
	ds := r.month(month)
	p := part{of: int(ds.Rows(documentRow{}.Table()))/partDocs + 1, corpus: r.corpus}
	for p.number = range p.of {
		records, err := p.gather(ctx, ds)
		if err != nil {
			return err
		}
		for _, rec := range records {
			if err := r.put(ctx, month, rec); err != nil {
				return err
			}
		}
	}
	return nil
}

// put writes a record where it is another one than the one that is there.
func (r *renewal) put(ctx context.Context, month string, rec *record) error {
	r.done++
	if r.progress != nil {
		r.progress(r.done, r.of)
	}
	parts, digest, err := rec.encode()
	if err != nil {
		return err
	}
	old, met := r.old[rec.Card.DocID]
	if met {
		old.seen = true
		if old.month == month && bytes.Equal(old.digest, digest) {
			return nil
		}
		if err := r.drop(ctx, old.n); err != nil {
			return err
		}
	} else {
		old = &known{n: r.next, seen: true}
		r.next++
		r.old[rec.Card.DocID] = old
	}
	n := old.n
	old.month, old.digest = month, digest
	_, err = r.insert.doc.ExecContext(ctx, n, rec.Card.DocID, month, digest, parts.facts)
	if err == nil {
		_, err = r.insert.body.ExecContext(ctx, n, parts.card, rec.Card.Title, parts.langs, rec.Text)
	}
	if err == nil {
		_, err = r.insert.detail.ExecContext(ctx, n, parts.detail)
	}
	if err == nil {
		_, err = r.insert.words.ExecContext(ctx, n, string(spaced(nil, rec.Card.Title)), string(spaced(nil, rec.Text)))
	}
	return err
}

// encoded is a record as the file has it.
type encoded struct {
	card, facts, langs string
	detail             []byte
}

func (rec *record) encode() (out encoded, digest []byte, err error) {
	var texts [4][]byte
	for i, v := range []any{rec.Card, rec.Facts, rec.Langs, rec.Detail} {
		data, err := json.Marshal(v)
		if err != nil {
			return out, nil, fmt.Errorf("document %s: %w", rec.Card.DocID, err)
		}
		texts[i] = data
	}
	h := sha256.New()
	for _, part := range append(texts[:], []byte(rec.Text)) {
		fmt.Fprintf(h, "%d\n", len(part))
		_, _ = h.Write(part)
	}
	return encoded{string(texts[0]), string(texts[1]), string(texts[2]), s2.Encode(nil, texts[3])}, h.Sum(nil)[:16], nil
}

func (r *renewal) drop(ctx context.Context, n int64) error {
	r.gone++
	for _, query := range []string{"DELETE FROM docs WHERE n = ?", "DELETE FROM bodies WHERE n = ?", "DELETE FROM details WHERE n = ?", "DELETE FROM words WHERE rowid = ?"} {
		if _, err := r.tx.ExecContext(ctx, query, n); err != nil {
			return err
		}
	}
	return nil
}

// finish removes what is gone and notes the state.
func (r *renewal) finish(ctx context.Context, have, want state, changed []string) error {
	for id, k := range r.old {
		_, stays := want[k.month]
		if k.seen || stays && !slices.Contains(changed, k.month) {
			continue
		}
		if err := r.drop(ctx, k.n); err != nil {
			return fmt.Errorf("document %s: %w", id, err)
		}
	}
	for name := range have {
		if month, ok := strings.CutPrefix(name, partCapture); ok && want[name] == "" {
			if _, err := r.tx.ExecContext(ctx, "DELETE FROM archived WHERE month = ?", month); err != nil {
				return err
			}
		}
	}
	if err := r.lists.write(ctx, r.tx); err != nil {
		return err
	}
	if _, err := r.tx.ExecContext(ctx, "DELETE FROM parts"); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, err := r.tx.ExecContext(ctx, "INSERT INTO parts VALUES (?, ?)", name, want[name]); err != nil {
			return err
		}
	}
	return setMeta(ctx, r.tx, "format", format)
}

// shrink gives back the pages of what is gone where they are many; they are blank.
func (r *renewal) shrink(ctx context.Context) error {
	var free, pages int64
	if err := errors.Join(r.db.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&free), r.db.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages)); err != nil {
		return err
	}
	if free*4 < pages {
		return nil
	}
	_, err := r.db.ExecContext(ctx, "VACUUM")
	return err
}
