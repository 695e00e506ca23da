package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/embedded"
	"framewatch/internal/datasetcheck"
	"framewatch/store"
	"framewatch/store/disk"
)

var (
	// ErrNotEmpty means that a folder to restore to holds something.
	ErrNotEmpty = errors.New("the folder is not empty")
	// ErrInside means that one of two folders lies in the other.
	ErrInside = errors.New("one folder lies in the other")
)

// Backup copies the newest generation of the dataset in dir to dest: an empty or
// new folder, or an earlier backup of the same dataset, to which only what is new
// is copied.
func Backup(ctx context.Context, dir, dest string) (*store.Copied, error) {
	if err := apart(dir, dest); err != nil {
		return nil, err
	}
	const tries = 5 // a run with a short memory may drop the generation meanwhile
	for try := 1; ; try++ {
		d, err := store.Open(dir)
		if err != nil {
			return nil, err
		}
		c, err := d.CopyTo(ctx, dest, copyState(ctx, d))
		if err == nil || try == tries || !errors.Is(err, fs.ErrNotExist) {
			return c, err
		}
	}
}

// Restore copies a backup into an empty folder and verifies the result.
func Restore(ctx context.Context, src, dest string) (*store.Copied, error) {
	entries, err := os.ReadDir(dest)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("restore to %s: %w", dest, err)
	}
	if len(entries) > 0 {
		return nil, fmt.Errorf("restore to %s: %w", dest, ErrNotEmpty)
	}
	c, err := Backup(ctx, src, dest)
	if err != nil {
		return nil, err
	}
	r, err := datasetcheck.Verify(ctx, dest, nil)
	if err != nil {
		return nil, err
	}
	if len(r.Problems) > 0 {
		return nil, fmt.Errorf("restore to %s: %w: %s %s: %s (%d problems; framewatch dataset verify lists them)",
			dest, store.ErrDamaged, r.Problems[0].Code, r.Problems[0].Path, r.Problems[0].Message, len(r.Problems))
	}
	return c, nil
}

// apart refuses a copy into itself.
func apart(a, b string) error {
	a, errA := filepath.Abs(a)
	b, errB := filepath.Abs(b)
	if err := errors.Join(errA, errB); err != nil {
		return err
	}
	within := func(x, y string) bool {
		return strings.HasPrefix(x+string(filepath.Separator), y+string(filepath.Separator))
	}
	if within(a, b) || within(b, a) {
		return fmt.Errorf("copy %s to %s: %w", a, b, ErrInside)
	}
	return nil
}

// beside are the lists that must go wherever the documents go: what was erased, and
// what was exported.
var beside = []string{"erased.json", "exports.json"}

// copyState copies what the crawler knows, what was erased and what was exported.
func copyState(ctx context.Context, d *store.Dataset) func(c *store.Copied, dest string) error {
	return func(c *store.Copied, dest string) error {
		from, err := disk.Open(d.StateDir())
		if err != nil {
			return err
		}
		to, err := disk.Open(dest)
		if err != nil {
			return err
		}
		for _, name := range beside {
			list, err := disk.ReadFile(from, name, 1<<30)
			if err == nil {
				err = disk.WriteFile(to, name, list)
			}
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		data, err := crawlState(ctx, from, d.StateDir())
		if err != nil || data == nil {
			return err
		}
		if err := disk.WriteFile(to, embedded.FileName, data); err != nil {
			return err
		}
		s, err := embedded.Open(dest)
		if err != nil {
			return err
		}
		err = s.KeepOnly(func(run corpus.RunID) bool { return slices.Contains(c.Runs, string(run)) }, c.Ended)
		return errors.Join(err, s.Close())
	}
}

// crawlState reads the crawler's store as of one moment. While a crawl has it,
// it is read until a copy is whole, which the checksums in it tell: the crawler
// writes to it once in a while only.
func crawlState(ctx context.Context, from disk.FS, dir string) ([]byte, error) {
	const tries, pause = 100, 50 * time.Millisecond
	var last error
	for range tries {
		data, err := readHeld(from, dir)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil // nothing was crawled
		}
		if err != nil {
			return nil, err
		}
		if _, last = embedded.Check(bytes.NewReader(data), int64(len(data))); last == nil {
			return data, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
	return nil, fmt.Errorf("copy crawl state: %w", last)
}

func readHeld(from disk.FS, dir string) ([]byte, error) {
	f, err := from.Open(embedded.FileName)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	release, err := embedded.Hold(dir)
	if err != nil && !errors.Is(err, frontier.ErrLocked) {
		return nil, err
	}
	if release != nil {
		defer release()
	}
	data, err := io.ReadAll(io.LimitReader(f, 16<<30))
	if err != nil {
		return nil, fmt.Errorf("copy crawl state: %w", err)
	}
	return data, nil
}
