package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"framewatch/corpus"
	"framewatch/store/disk"
)

// Problem is one fault that [Verify] found.
type Problem struct {
	Path    string `json:"path,omitempty"`
	Table   string `json:"table,omitempty"`
	Code    string `json:"code"` // a stable word: missing-file, digest, unreadable, manifest, state, link, orphan, row-count, text, duplicate-key, dangling, offset, archive
	Message string `json:"message"`
}

// Part chooses the files that are read; presence and size are checked of all.
// nil stands for all files.
type Part func(name string) bool

func (p Part) has(name string) bool { return p == nil || p(name) }

// Verify checks a dataset against its manifests and against itself: manifests
// and state against one another; presence, size and digest of every file of the
// newest and of each kept generation, of its links and of the WARC files; valid
// text, row counts, unique keys, references between tables, and that every span
// lies in its text and covers what it says. What lies about and counts nowhere is
// told, too. With a part, only its files are read and tables are not held
// against one another, which takes all of them.
//
// It returns every fault; an error means that the check itself could not be
// done. The dataset is nil where manifests or state cannot be read. Memory
// follows the largest month, not the dataset. Tables that were found sound before
// and of which no file is new are not read again beyond their digests.
func Verify(ctx context.Context, dir string, part Part) ([]Problem, *Dataset, error) {
	d, err := look(dir)
	return verify(ctx, d, err, part, maxTexts)
}

// verify is [Verify] of a dataset, or of what came of looking for one, with so many
// bytes of texts at a time.
func verify(ctx context.Context, d *Dataset, err error, part Part, texts int) ([]Problem, *Dataset, error) {
	if errors.Is(err, ErrManifest) || errors.Is(err, errState) {
		v := &verifier{}
		v.broken(err)
		return v.problems, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	v := &verifier{d: d, part: part, texts: texts, unreadable: map[string]bool{}}
	if err := errors.Join(v.checkHistory(), v.checkFiles(ctx), v.checkLinks(ctx), v.checkOrphans()); err != nil {
		return nil, nil, err
	}
	if part == nil {
		if err := v.checkTables(ctx); err != nil {
			return nil, nil, err
		}
	}
	return v.problems, d, nil
}

type verifier struct {
	d          *Dataset
	part       Part
	texts      int // bytes of texts that are held at a time
	problems   []Problem
	unreadable map[string]bool // paths of files that are told already
}

func (v *verifier) add(p Problem) { v.problems = append(v.problems, p) }

// broken tells of manifests or state that cannot be read at all; the message
// names the file.
func (v *verifier) broken(err error) {
	code := "manifest"
	if errors.Is(err, errState) {
		code = "state"
	}
	v.add(Problem{Code: code, Message: err.Error()})
}

// checkHistory holds manifests, state and marker against one another. Each of
// them is written in one way only, so that any other byte is damage.
func (v *verifier) checkHistory() error {
	d := v.d
	state, err := readCommits(d.fsys)
	if err != nil {
		return err // it was read a moment ago
	}
	for i, m := range d.manifests {
		name := path.Join(manifestDir, m.RunID+".json")
		data, err := m.encode()
		switch {
		case err != nil:
			return err
		case digestOfBytes(data) != m.digest && m.SchemaVersion > deltaVersion:
			v.add(Problem{Path: name, Code: "manifest", Message: "it is not as a run writes it"})
		case state.found && !state.wrote(corpus.RunID(m.RunID)):
			v.add(Problem{Path: commitsName, Code: "state", Message: "it does not have run " + m.RunID + ", which has a manifest"})
		}
		if i > 0 && m.Previous != "" && m.Previous != d.manifests[i-1].digest && m.Seq == d.manifests[i-1].Seq+1 {
			v.add(Problem{Path: path.Join(manifestDir, d.manifests[i-1].RunID+".json"), Code: "manifest", Message: "it is not the one that " + name + " followed"})
		}
	}
	newest := d.newest()
	if newest.SchemaVersion <= deltaVersion {
		return nil // the next run makes state and marker
	}
	v.checkState(state)
	mark, err := readMarker(d.fsys)
	if data, encodeErr := mark.encode(); err == nil && encodeErr == nil {
		var stored []byte
		if stored, err = disk.ReadFile(d.fsys, markerName, maxMarker); err == nil && (string(stored) != string(data) || mark.ID != newest.Dataset) {
			err = fmt.Errorf("it does not name dataset %s as the manifests do", newest.Dataset)
		}
	}
	if err != nil {
		v.add(Problem{Path: markerName, Code: "state", Message: err.Error() + " (the next run sets it again once it is gone)"})
	}
	return nil
}

func (v *verifier) checkState(state commits) {
	newest := v.d.newest()
	bad := func(format string, a ...any) {
		v.add(Problem{Path: commitsName, Code: "state", Message: fmt.Sprintf(format, a...)})
	}
	data, err := state.encode()
	stored, readErr := disk.ReadFile(v.d.fsys, commitsName, maxCommits)
	switch {
	case errors.Is(readErr, fs.ErrNotExist):
		bad("it is not there; the next run makes it from the manifests")
	case err != nil || readErr != nil:
		bad("%v", errors.Join(err, readErr))
	case string(data) != string(stored):
		bad("it is not as a run writes it")
	case state.Pending != nil:
		return // a commit is under way, or was cut short: the next run ends it
	case state.Dataset != newest.Dataset || state.Last != newest.Seq || state.Digest != newest.digest:
		bad("it does not agree with %s/%s.json", manifestDir, newest.RunID)
	}
}

// checkRuns holds the state against table runs, and the rows of the newest run
// against what is there: it has just been written, so that all must be.
func (v *verifier) checkRuns(ctx context.Context) error {
	state, err := readCommits(v.d.fsys)
	if err != nil {
		return err
	}
	rows := map[string]map[string]int64{}
	for _, f := range v.d.Files((RunRow{}).Table()) {
		if v.unreadable[f.Path] {
			return nil
		}
	}
	for r, err := range Scan[RunRow](ctx, v.d) {
		if err != nil {
			return err
		}
		rows[r.RunID] = map[string]int64{}
		for _, t := range r.Rows {
			rows[r.RunID][t.Table] = t.Rows
		}
		if state.found && !state.wrote(corpus.RunID(r.RunID)) {
			v.add(Problem{Path: commitsName, Code: "state", Message: "it does not have run " + r.RunID + ", which stands in table runs"})
		}
	}
	for _, id := range state.Runs {
		if rows[id] == nil {
			v.add(Problem{Path: commitsName, Code: "state", Message: "it has run " + id + ", which does not stand in table runs"})
		}
	}
	type of struct{ run, table string }
	have := map[of]int64{}
	for _, f := range v.d.live {
		have[of{string(f.Run()), f.Table}] += f.Rows
	}
	// A run's files may hold more than it wrote: what it merged of others.
	newest := v.d.newest().RunID
	for _, table := range TableNames() {
		if n, wrote := have[of{newest, table}], rows[newest][table]; n < wrote {
			v.add(Problem{Table: table, Code: "row-count", Message: fmt.Sprintf("%d rows of run %s, which wrote %d", n, newest, wrote)})
		}
	}
	return nil
}
