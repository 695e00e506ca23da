package store

import "framewatch/store/disk"

// RowTypes lists the row types of all tables for tests.
var RowTypes = rowTypes

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
