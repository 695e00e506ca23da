package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"framewatch/internal/lazyregexp"
	"framewatch/report"
	"framewatch/store/disk"
)

// reportPattern is the name of a report in a dataset's folder, or of one that was
// being written.
var reportPattern = lazyregexp.New(`^report[A-Za-z0-9._-]*\.html(\.tmp)?$`)

// clearCopies removes what an erasure must not leave beside the tables: what was
// moved aside, and the reports and the explorer's index, which quote texts.
func (r *run) clearCopies(out *Erased) error {
	if err := r.batch.ClearTrash(); err != nil {
		return fmt.Errorf("empty the trash: %w", err)
	}
	if err := os.RemoveAll(r.dataset.IndexDir()); err != nil {
		return fmt.Errorf("remove the explorer's index: %w", err)
	}
	fsys, err := disk.Open(r.dataset.Dir())
	if err != nil {
		return err
	}
	entries, err := fsys.List(".")
	if err != nil {
		return fmt.Errorf("list the dataset's folder: %w", err)
	}
	for _, e := range entries {
		if e.Kind != disk.Regular || !reportPattern.MatchString(e.Name) {
			continue
		}
		ours, err := isReport(fsys, e.Name)
		if err == nil && ours {
			err = fsys.Remove(e.Name)
			out.Reports = append(out.Reports, e.Name)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove report: %w", err)
		}
	}
	return nil
}

// isReport reports whether a file is a page of this program.
func isReport(fsys disk.FS, name string) (bool, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, report.Head))
	return bytes.Contains(head, []byte(report.Mark)), err
}
