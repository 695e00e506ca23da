package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"framewatch/store/table"
)

// Problem is one fault that [Verify] found.
type Problem struct {
	Path    string `json:"path,omitempty"`
	Table   string `json:"table,omitempty"`
	Code    string `json:"code"` // missing-file, digest, unreadable, row-count, duplicate-key, dangling, orphan, missing-warc
	Message string `json:"message"`
}

// Verify checks a dataset against its manifests and against itself: each file's
// presence, size and digest, that it can be read with the present schema, row
// counts, unique keys, that every doc_id, sentence_id and source_id that is
// referred to exists, that WARC files of captures exist, and that no file lies
// about that no run counts. It returns every fault; an error means that the
// check itself could not be done.
func Verify(ctx context.Context, d *Dataset) ([]Problem, error) {
	v := &verifier{d: d, ids: map[string]map[string]bool{}}
	for _, f := range d.live {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		v.checkFile(f)
	}
	for _, t := range rowTypes() {
		if err := v.checkTable(ctx, t); err != nil {
			return nil, err
		}
	}
	left, err := orphans(d.dir, d.live)
	if err != nil {
		return nil, err
	}
	for _, p := range left {
		v.add(Problem{Path: p, Code: "orphan", Message: "in no manifest: left by a run that did not finish; the next run removes it"})
	}
	return v.problems, nil
}

type verifier struct {
	d        *Dataset
	problems []Problem
	ids      map[string]map[string]bool // table -> values of its id column
	broken   map[string]bool            // paths that cannot be read
}

func (v *verifier) add(p Problem) { v.problems = append(v.problems, p) }

func (v *verifier) checkFile(f File) {
	sum, size, err := digest(filepath.Join(v.d.dir, filepath.FromSlash(f.Path)))
	switch {
	case errors.Is(err, os.ErrNotExist):
		v.add(Problem{Path: f.Path, Table: f.Table, Code: "missing-file", Message: "named in the manifest but not there"})
	case err != nil:
		v.add(Problem{Path: f.Path, Table: f.Table, Code: "unreadable", Message: err.Error()})
	case sum != f.SHA256:
		v.add(Problem{Path: f.Path, Table: f.Table, Code: "digest",
			Message: fmt.Sprintf("%d bytes with SHA-256 %s, the manifest has %d bytes with %s", size, sum, f.Bytes, f.SHA256)})
	default:
		return
	}
	if v.broken == nil {
		v.broken = map[string]bool{}
	}
	v.broken[f.Path] = true
}

func digest(name string) (sum string, size int64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), size, err
}

// references maps a column to the table and column that it points to.
var references = map[string]string{"doc_id": "documents", "sentence_id": "sentences", "source_id": "sources"}

// idColumn is the column of a referred table that others point to.
var idColumn = map[string]string{"documents": "doc_id", "sentences": "sentence_id", "sources": "source_id"}

// checkTable reads a table once, in the order of [TableNames], so that what it
// refers to has been read before.
func (v *verifier) checkTable(ctx context.Context, t reflect.Type) error {
	name := tableName(t)
	cols, err := table.ColumnsOf(t)
	if err != nil {
		return err
	}
	keys := map[string]bool{}
	dangling := map[string]int{}
	duplicates := 0
	for _, f := range v.d.Files(name) {
		if v.broken[f.Path] {
			continue
		}
		var n int64
		err := eachRow(ctx, filepath.Join(v.d.dir, filepath.FromSlash(f.Path)), t, func(row reflect.Value) bool {
			n++
			if k := keyOf(cols, row); k != "" {
				if keys[k] {
					duplicates++
				}
				keys[k] = true
			}
			v.checkReferences(name, cols, row, dangling)
			return true
		})
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			v.add(Problem{Path: f.Path, Table: name, Code: "unreadable", Message: err.Error()})
			continue
		}
		if n != f.Rows {
			v.add(Problem{Path: f.Path, Table: name, Code: "row-count", Message: fmt.Sprintf("%d rows, the manifest has %d", n, f.Rows)})
		}
	}
	if duplicates > 0 {
		v.add(Problem{Table: name, Code: "duplicate-key", Message: fmt.Sprintf("%d rows repeat a key", duplicates)})
	}
	for _, what := range slices.Sorted(maps.Keys(dangling)) {
		v.add(Problem{Table: name, Code: "dangling", Message: fmt.Sprintf("%d rows with a %s", dangling[what], what)})
	}
	return nil
}

// checkReferences notes what a row refers to and does not exist, and remembers
// its own ID for the tables that follow.
func (v *verifier) checkReferences(table string, cols []table.Column, row reflect.Value, dangling map[string]int) {
	for _, c := range cols {
		value := row.Field(c.Index)
		if c.Name == idColumn[table] {
			if v.ids[table] == nil {
				v.ids[table] = map[string]bool{}
			}
			v.ids[table][value.String()] = true
			continue
		}
		if to, ok := references[c.Name]; ok && value.String() != "" && !v.ids[to][value.String()] {
			// A failure may concern an outlet that a list no longer has.
			if table != "failures" {
				dangling[c.Name+" that table "+to+" does not have"]++
			}
		}
		if c.Name == "warc_file" && value.String() != "" {
			v.checkWARC(value.String(), dangling)
		}
	}
}

func (v *verifier) checkWARC(name string, dangling map[string]int) {
	known := v.ids["warc"]
	if known == nil {
		known = map[string]bool{}
		v.ids["warc"] = known
	}
	exists, seen := known[name]
	if !seen {
		_, err := os.Stat(filepath.Join(v.d.dir, filepath.FromSlash(name)))
		exists = err == nil
		known[name] = exists
	}
	if !exists {
		dangling["warc_file that is not there ("+name+")"]++
	}
}

// keyOf joins the key columns of a row; empty when the table has no key.
func keyOf(cols []table.Column, row reflect.Value) string {
	var parts []string
	for _, c := range cols {
		if c.Key {
			parts = append(parts, row.Field(c.Index).String())
		}
	}
	return strings.Join(parts, "\x00")
}
