// Package atomicfile writes files in one step: whoever opens the path finds the
// old content or the new, whole, even after a crash or on a full disk. What is no
// file, such as a pipe, is written to as it is.
package atomicfile

import (
	"errors"
	"os"
	"time"
)

// Replace puts data in the place of a file that is there. The data is written
// aside in the same folder, brought to the disk and renamed, with the permissions
// of the old file; a symbolic link stays one, and what it leads to is replaced.
// After an error of writing the file is as it was, and nothing is left aside.
func Replace(path string, data []byte) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	return Write(path, data)
}

// Write does the same with a file that need not be there, and writes through a
// device or a pipe (see [Create]).
func Write(path string, data []byte) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Commit()
}

// patience is how long a pipe is waited for.
const patience = 10 * time.Second

// syncFolder makes the new name last through a loss of power. What cannot be
// synced, such as a folder on Windows, is left to the system: the file is whole
// either way.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = errors.Join(d.Sync(), d.Close())
	}
}
