package datasetcheck

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/embedded"
	"framewatch/store"
	"framewatch/store/disk"
)

// Result is what a check found.
type Result struct {
	Problems []store.Problem
	Dataset  *store.Dataset // nil where manifests or state cannot be read
	Notes    []string       // what could not be checked, and why
}

// Verify checks the dataset in dir, or of its files' contents a part (see
// [store.Verify]).
func Verify(ctx context.Context, dir string, part store.Part) (*Result, error) {
	problems, d, err := store.Verify(ctx, dir, part)
	if err != nil {
		return nil, err
	}
	r := &Result{Problems: problems, Dataset: d}
	if d == nil {
		return r, nil
	}
	// Of a dataset in a bucket the state is on the machine that crawls.
	switch state, err := disk.Open(d.Dir()); {
	case err == nil:
		r.checkState(state, d.Dir())
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("open %s: %w", d.Dir(), err)
	}
	if err := r.checkArchives(ctx, d.FS(), part); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Result) add(path, code, format string, a ...any) {
	r.Problems = append(r.Problems, store.Problem{Path: path, Code: code, Message: fmt.Sprintf(format, a...)})
}

// Names of what stages keep in the state folder.
const (
	stateFolder = "_state/"
	runName     = stateFolder + "run.json"
	logName     = stateFolder + "crawl.log"
	serverName  = "frontier.json" // crawl.FrontierFile
	maxLog      = 1 << 30
)

// checkState checks what the crawler remembers, and whether it fits the run that
// is under way.
func (r *Result) checkState(fsys disk.FS, dir string) {
	run, err := unfinished(fsys)
	if err != nil {
		r.add(runName, "state", "%v", err)
	}
	if log, err := disk.ReadFile(fsys, logName, maxLog); err == nil {
		err = embedded.CheckLog(log)
		if err != nil {
			r.add(logName, "state", "%v", err)
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		r.add(logName, "state", "%v", err)
	}
	if _, err := fsys.Stat(stateFolder + serverName); err == nil {
		r.Notes = append(r.Notes, "the crawl state is on the server that "+stateFolder+serverName+" names, and was not checked")
	}
	const name = stateFolder + embedded.FileName
	e, err := fsys.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return // nothing was crawled
	}
	if err != nil || e.Kind != disk.Regular {
		r.add(name, "state", "%v", errors.Join(err, disk.ErrNotRegular))
		return
	}
	release, err := embedded.Hold(dir + "/_state")
	if errors.Is(err, frontier.ErrLocked) {
		r.Notes = append(r.Notes, name+" was not checked: a crawl is under way")
		return
	}
	if err != nil {
		r.add(name, "state", "%v", err)
		return
	}
	defer release()
	f, err := fsys.Open(name)
	if err != nil {
		r.add(name, "state", "%v", err)
		return
	}
	defer f.Close()
	runs, err := embedded.Check(f, e.Size)
	if err != nil {
		r.add(name, "state", "%v", err)
	}
	for _, id := range runs {
		if committed, err := r.Dataset.Committed(corpus.RunID(id)); err == nil && !committed && id != run {
			r.add(name, "state", "it has the unfinished run %s, which %s does not name", id, runName)
		}
	}
}

// unfinished is the run that waits to go on, if any.
func unfinished(fsys disk.FS) (string, error) {
	data, err := disk.ReadFile(fsys, runName, 1<<16)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var u struct {
		Run     string    `json:"run_id"`
		Started time.Time `json:"started"`
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&u); err != nil {
		return "", err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return "", errors.New("something follows what it says")
	}
	_, err = corpus.ParseRunID(u.Run)
	return u.Run, err
}

// archiveFiles lists the WARC files that are finished: those that the manifest
// names, or what lies there where no manifest says.
func archiveFiles(d *store.Dataset, fsys disk.FS) ([]string, error) {
	var names []string
	for _, a := range d.Generation().WARC {
		names = append(names, a.Path)
	}
	if len(names) > 0 {
		return names, nil
	}
	err := disk.Walk(fsys, "warc", func(name string, e disk.Entry) error {
		if e.Kind == disk.Regular && strings.HasSuffix(name, ".warc.gz") {
			names = append(names, name)
		}
		return nil
	})
	slices.Sort(names)
	return names, err
}
