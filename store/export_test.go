package store

import (
	"context"
	"reflect"
	"slices"

	"framewatch/store/disk"
)

// RowTypes lists the row types of all tables for tests.
var RowTypes = rowTypes

// OpenTable is how every table of a dataset is opened.
var OpenTable = openTable

// CreateOn is Create on another file system than the machine's.
func CreateOn(fsys disk.FS) (*Dataset, error) { return create("mem", fsys) }

// OpenOn is Open on another file system than the machine's.
func OpenOn(fsys disk.FS) (*Dataset, error) {
	d, err := lookAt("mem", fsys)
	if err == nil {
		err = d.present()
	}
	return d, err
}

// VerifyOn is Verify on another file system than the machine's.
func VerifyOn(ctx context.Context, fsys disk.FS, part Part) ([]Problem, error) {
	d, err := lookAt("mem", fsys)
	problems, _, err := verify(ctx, d, err, part, maxTexts)
	return problems, err
}

// VerifyInParts is VerifyOn with fewer bytes of texts at a time.
func VerifyInParts(ctx context.Context, fsys disk.FS, texts int) ([]Problem, error) {
	d, err := lookAt("mem", fsys)
	problems, _, err := verify(ctx, d, err, nil, texts)
	return problems, err
}

// Reseal changes the newest manifest, and all that has its digest, as if the run
// had written it so.
func Reseal(fsys disk.FS, change func(*Manifest)) error {
	manifests, err := readManifests(fsys)
	if err != nil {
		return err
	}
	m := manifests[len(manifests)-1]
	m.Files, m.WARC = slices.Clone(m.Files), slices.Clone(m.WARC)
	change(&m)
	data, err := m.encode()
	if err != nil {
		return err
	}
	state, err := readCommits(fsys)
	if err != nil {
		return err
	}
	m.digest = digestOfBytes(data)
	state.Digest = m.digest
	for _, write := range []func() error{
		func() error { return disk.WriteFile(fsys, manifestOf(m.RunID), data) },
		func() error { return disk.WriteFile(fsys, copyOf(m), data) },
		func() error { return state.write(fsys) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// Replace puts a file of the newest generation anew and lets the manifest say so.
func Replace(fsys disk.FS, name string, data []byte) error {
	return Reseal(fsys, func(m *Manifest) {
		for i := range m.Files {
			if f := &m.Files[i]; f.Path == name {
				f.Bytes, f.SHA256 = int64(len(data)), digestOfBytes(data)
			}
		}
		for _, at := range []string{name, linkOf(*m, name)} {
			if err := disk.WriteFile(fsys, at, data); err != nil {
				panic(err)
			}
		}
	})
}

// TableDocs is what the reference of the tables says of each.
var TableDocs = tableDocs

// EachRow calls fn with each row of a file, as a value of a type that is known at run
// time only.
func EachRow(ctx context.Context, d *Dataset, f File, t reflect.Type, fn func(reflect.Value) bool) error {
	return d.eachRow(ctx, f, t, fn)
}
