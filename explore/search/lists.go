package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"framewatch/store"
)

// lists are the small tables, as far as the index shows them.
type lists struct {
	names  []name
	digest string // of what decides about documents
	called string // digest of the names
}

// name is what people call a value of a facet, or an entity.
type name struct{ Kind, Value, Name string }

const nameEntity = "entity"

// readLists reads the lists and names their content, without the runs that wrote it.
func readLists(ctx context.Context, ds *store.Dataset) (*lists, error) {
	l := &lists{}
	h := sha256.New()
	out := json.NewEncoder(h)
	add := func(kind, value, called string) {
		if value != "" && called != "" {
			l.names = append(l.names, name{kind, value, called})
		}
	}
	err := eachOf(ctx, ds, func(r store.SourceRow) error {
		add(FacetOutlet, r.SourceID, r.Name)
		return out.Encode([]any{r.SourceID, r.Name, r.Country, r.Parent, r.Bloc})
	})
	if err == nil {
		err = eachOf(ctx, ds, func(r store.MembershipRow) error {
			r.RunID = ""
			return out.Encode(r)
		})
	}
	if err == nil {
		err = eachOf(ctx, ds, func(r store.BlocRow) error { add(FacetBloc, r.BlocID, r.NameEN); return nil })
	}
	if err == nil {
		err = eachOf(ctx, ds, func(r store.FrameRow) error { add(FacetFrame, r.Frame, r.LabelEN); return nil })
	}
	if err == nil {
		err = eachOf(ctx, ds, func(r store.EntityRow) error { add(nameEntity, r.EntityID, r.Name); return nil })
	}
	l.digest = hex.EncodeToString(h.Sum(nil))
	if err == nil {
		h.Reset()
		err = out.Encode(l.names)
		l.called = hex.EncodeToString(h.Sum(nil))
	}
	return l, err
}

func eachOf[T interface{ Table() string }](ctx context.Context, ds *store.Dataset, row func(T) error) error {
	var zero T
	for r, err := range store.Scan[T](ctx, ds) {
		if err == nil {
			err = row(r)
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", zero.Table(), err)
		}
	}
	return nil
}

func (l *lists) write(ctx context.Context, db execer) error {
	if _, err := db.ExecContext(ctx, "DELETE FROM names"); err != nil {
		return err
	}
	for _, n := range l.names { // of two with one value the later one holds
		if _, err := db.ExecContext(ctx, "INSERT OR REPLACE INTO names VALUES (?, ?, ?)", n.Kind, n.Value, n.Name); err != nil {
			return err
		}
	}
	return nil
}

// captureBatch is where pages are archived.
type captureBatch struct {
	Capture []string      `col:"capture_id"`
	Fetched []time.Time   `col:"fetched_at"`
	File    store.Symbols `col:"warc_file"`
	Offset  []int64       `col:"warc_offset"`
}

func (captureBatch) Table() string { return store.CaptureRow{}.Table() }

// archive notes where the pages of a month lie in the archive.
func (r *renewal) archive(ctx context.Context, month string) error {
	if _, err := r.tx.ExecContext(ctx, "DELETE FROM archived WHERE month = ?", month); err != nil {
		return err
	}
	insert, err := r.tx.PrepareContext(ctx, "INSERT OR REPLACE INTO archived VALUES (?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	files := slices.DeleteFunc(r.ds.Files(captureBatch{}.Table()), func(f store.File) bool { return f.Month() != month })
	for b, err := range store.ScanColumns[captureBatch](ctx, r.ds.Only(files...)) {
		if err != nil {
			return fmt.Errorf("read captures: %w", err)
		}
		for i, id := range b.Capture {
			if b.File.At(i) == "" {
				continue
			}
			if _, err := insert.ExecContext(ctx, strings.Clone(id), month, b.File.At(i), b.Offset[i], b.Fetched[i].UTC().Format(time.RFC3339)); err != nil {
				return err
			}
		}
	}
	return nil
}
