package disktest

import "framewatch/store/disk"

// Unreadable lets Fail decide what becomes of each call that only reads a file
// system: nil lets it through.
type Unreadable struct {
	disk.FS
	Fail func(op, name string) error
}

// Open may fail.
func (u *Unreadable) Open(name string) (disk.Reader, error) {
	if err := u.Fail("open", name); err != nil {
		return nil, err
	}
	return u.FS.Open(name)
}

// Stat may fail.
func (u *Unreadable) Stat(name string) (disk.Entry, error) {
	if err := u.Fail("stat", name); err != nil {
		return disk.Entry{}, err
	}
	return u.FS.Stat(name)
}

// List may fail.
func (u *Unreadable) List(name string) ([]disk.Entry, error) {
	if err := u.Fail("list", name); err != nil {
		return nil, err
	}
	return u.FS.List(name)
}

// Readlink may fail.
func (u *Unreadable) Readlink(name string) (string, error) {
	if err := u.Fail("readlink", name); err != nil {
		return "", err
	}
	return u.FS.Readlink(name)
}
