// Package atomicfile replaces files in one step: whoever opens the path finds the
// old content or the new, whole, even after a crash or on a full disk.
package atomicfile

import (
	"errors"
	"os"
	"path/filepath"
)

// Replace puts data in the place of a file that is there. The data is written
// aside in the same folder, brought to the disk and renamed, with the permissions
// of the old file; a symbolic link stays one, and what it leads to is replaced.
// After an error of writing the file is as it was, and nothing is left aside.
func Replace(path string, data []byte) (err error) {
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// syncFolder makes the new name last through a loss of power. What cannot be
// synced, such as a folder on Windows, is left to the system: the file is whole
// either way.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = errors.Join(d.Sync(), d.Close())
	}
}
