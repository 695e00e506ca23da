package trace

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"crypto/sha256"

	"framewatch/store"
)

// rows finds rows of documents: which file a document is in is learnt from one pass
// over the IDs, and then the files of its month are read, each once for all that are
// wanted of it.
type rows struct {
	t      *tracer
	places map[string]store.File // of documents
}

// placed tells in which file each document is.
func (r *rows) placed(ctx context.Context) (map[string]store.File, error) {
	if r.places != nil {
		return r.places, nil
	}
	places := map[string]store.File{}
	for _, f := range r.t.ds.Files(store.DocumentRow{}.Table()) {
		for b, err := range store.ScanColumns[documentIDs](ctx, r.t.ds.Only(f)) {
			if err != nil {
				return nil, fmt.Errorf("%s: %w (%s)", f.Path, err, mendTable)
			}
			for _, id := range b.ID {
				places[id] = f
			}
		}
	}
	r.places = places
	return places, nil
}

// each yields the rows of T's table in some months that are wanted, with their file.
func each[T interface{ Table() string }](ctx context.Context, t *tracer, months []string, wanted func(*T) bool, yield func(T, store.File)) error {
	var zero T
	for _, f := range t.ds.Files(zero.Table()) {
		if months != nil && !slices.Contains(months, f.Month()) {
			continue
		}
		if err := eachIn(ctx, t, f, wanted, yield); err != nil {
			return err
		}
	}
	return nil
}

// eachIn is each of one file.
func eachIn[T interface{ Table() string }](ctx context.Context, t *tracer, f store.File, wanted func(*T) bool, yield func(T, store.File)) error {
	for row, err := range store.Scan[T](ctx, t.ds.Only(f)) {
		if err != nil {
			return fmt.Errorf("%s: %w (%s)", f.Path, err, mendTable)
		}
		if wanted(&row) {
			t.files[f.Path] = true
			yield(row, f)
		}
	}
	return nil
}

// one finds the row that is wanted in a file.
func one[T interface{ Table() string }](ctx context.Context, t *tracer, f store.File, wanted func(*T) bool) (out T, err error) {
	ok := false
	err = eachIn(ctx, t, f, func(row *T) bool { return !ok && wanted(row) }, func(row T, _ store.File) { out, ok = row, true })
	if err == nil && !ok {
		err = fmt.Errorf("%w: it is no more in %s", ErrUnknown, f.Path)
	}
	return out, err
}

// checkFiles holds the files of tables from which rows were taken against the
// manifest.
func (t *tracer) checkFiles(ctx context.Context) error {
	for _, f := range t.ds.Files("") {
		if !t.files[f.Path] {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		l := Link{What: "file", Verdict: OK, Why: f.Path + " has the digest that the manifest has"}
		sum, err := t.digest(f.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			l.Verdict, l.Why = NotChecked, f.Path+" was replaced by a later run meanwhile"
		case err != nil:
			l.Verdict, l.File, l.Do, l.Why = Broken, f.Path, mendTable, err.Error()
		case sum != f.SHA256:
			l.Verdict, l.File, l.Do, l.Why = Broken, f.Path, mendTable, f.Path+" has another digest than the manifest has"
		}
		t.out.Files = append(t.out.Files, l)
	}
	return nil
}

func (t *tracer) digest(name string) (string, error) {
	f, err := t.ds.FS().Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)), err
}
