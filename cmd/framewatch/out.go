package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"framewatch/internal/atomicfile"
)

// toStdout is the path by which a flag names standard output.
const toStdout = "-"

// checkOut refuses a file that a flag names and that could not be written, before
// hours of work whose result would have no place.
func checkOut(flag, path string) error {
	if path == "" || path == toStdout {
		return nil
	}
	if err := atomicfile.Check(path); err != nil {
		return usageError{fmt.Errorf("--%s %s: %w", flag, path, err)}
	}
	return nil
}

// writeOut writes a file anew, whole or not at all, or standard output.
func (g *global) writeOut(path string, data []byte) error {
	var err error
	if path == toStdout {
		_, err = g.stdout.Write(data)
	} else {
		err = atomicfile.Write(path, data)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// newFile is a file that a command makes, and what writes it.
type newFile struct {
	path  string
	write func(io.Writer) error
}

// checkNew refuses a file that is there already, or could not be written.
func checkNew(flag string, paths ...string) error {
	for _, path := range paths {
		if err := checkFree(path); err != nil {
			return err
		}
		if err := checkOut(flag, path); err != nil {
			return err
		}
	}
	return nil
}

// checkFree refuses a file that is there already. What cannot be looked at is told
// when it is written.
func checkFree(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return usageError{fmt.Errorf("%s is there already, and may hold somebody's work: name another file", path)}
	}
	return nil
}

// writeNew writes files that must not be there yet: all aside first, then each
// under its name, so that an interruption or a full disk leaves no half file. A
// name that is taken is a matter of usage, and nothing is written.
func writeNew(ctx context.Context, files []newFile) error {
	for _, f := range files {
		if err := checkFree(f.path); err != nil {
			return err
		}
	}
	aside := make([]*atomicfile.File, len(files))
	defer func() {
		for _, f := range aside {
			f.Discard()
		}
	}()
	for i, f := range files {
		var err error
		if aside[i], err = atomicfile.Create(f.path); err == nil {
			err = f.write(aside[i])
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", f.path, err)
		}
	}
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := aside[i].Commit(); err != nil {
			return fmt.Errorf("write %s: %w", f.path, err)
		}
	}
	return nil
}
