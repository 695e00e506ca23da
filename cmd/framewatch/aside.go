package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// newFile is a file that a command makes, and what writes it.
type newFile struct {
	path  string
	write func(io.Writer) error
}

// writeNew writes files that must not be there yet: all aside first, then each
// under its name, so that an interruption or a full disk leaves no half file. A
// name that is taken is a matter of usage, and nothing is written.
func writeNew(ctx context.Context, files []newFile) (err error) {
	for _, f := range files {
		if _, err := os.Lstat(f.path); !errors.Is(err, fs.ErrNotExist) {
			if err != nil {
				return fmt.Errorf("write %s: %w", f.path, err)
			}
			return usageError{fmt.Errorf("%s is there already, and may hold somebody's work: name another file", f.path)}
		}
	}
	var aside []string
	defer func() {
		for _, path := range aside {
			if gone := os.Remove(path); !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
	}()
	for _, f := range files {
		tmp := f.path + ".tmp"
		aside = append(aside, tmp)
		if err := writeFile(tmp, f.write); err != nil {
			return fmt.Errorf("write %s: %w", f.path, err)
		}
	}
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := os.Rename(aside[i], f.path); err != nil {
			return fmt.Errorf("write %s: %w", f.path, err)
		}
	}
	return nil
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
