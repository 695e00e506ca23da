//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"framewatch/internal/scaleplan/plan"
)

// childEnv tells a process of this program what to measure in itself.
const childEnv = "FRAMEWATCH_SCALEPLAN_CHILD"

// setup is what a child process measures.
type setup struct {
	Mode    string // see [child]
	Dir     string
	Addr    string // of the server
	Hosts   int
	Pages   int // of a host, at most
	Workers int
	Delay   float64
	Profile string // file
	URLs    int
	Seed    int
	Rounds  int
}

// measures are what a child process says of itself.
type measures struct {
	CPU, Seconds float64
	Requests     int
	Pages        int
	Sync         float64
	WARC, Store  int64
	Peak         int64
	Written      float64
	Stages       map[string]float64
	StageTotal   float64
	Reading      []plan.Reading
	Busy         float64 // see meter
	Waited       float64 // for answers to begin, seconds over all requests
}

// child is the main of a measured process.
func child(ctx context.Context, text []byte, out io.Writer) error {
	var s setup
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	do, ok := map[string]func(context.Context, setup) (measures, error){
		"crawl": childCrawl, "seed": childSeed, "frontier": childFrontier, "open": childOpen,
		"make": childMake, "reading": childReading, "compare": childCompare,
	}[s.Mode]
	if !ok {
		return fmt.Errorf("mode %q", s.Mode)
	}
	m, err := do(ctx, s)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(m)
}

// start runs a child process, under other programs if there are any.
func (l *lab) start(ctx context.Context, s setup, under ...string) (m measures, err error) {
	text, err := json.Marshal(s)
	if err != nil {
		return m, err
	}
	args := append(slices.Clone(under), l.self)
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	var stdout, stderr bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = append(os.Environ(), childEnv+"="+string(text)), &stdout, &stderr
	meter := begin()
	err = cmd.Run()
	busy, merr := meter.end()
	if err != nil || merr != nil {
		return m, fmt.Errorf("%s: %w: %s", s.Mode, errors.Join(err, merr), stderr.String())
	}
	if err := json.Unmarshal(stdout.Bytes(), &m); err != nil {
		return m, fmt.Errorf("%s says %q: %w", s.Mode, stdout.String(), err)
	}
	m.quiet(busy)
	return m, nil
}

// quiet turns CPU seconds of a busy machine into those of an idle one.
func (m *measures) quiet(busy float64) {
	m.Busy = busy
	m.CPU, m.StageTotal = m.CPU/busy, m.StageTotal/busy
	for name := range m.Stages {
		m.Stages[name] /= busy
	}
	for i := range m.Reading {
		r := &m.Reading[i]
		r.Extract, r.Portal, r.Annotate = r.Extract/busy, r.Portal/busy, r.Annotate/busy
	}
}

// Whose CPU time is asked for, see getrusage(2).
const (
	process = syscall.RUSAGE_SELF
	thread  = syscall.RUSAGE_THREAD
)

// used is the CPU time of this process.
func used() (float64, error) { return usedBy(process) }

func usedBy(who int) (float64, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		return 0, fmt.Errorf("ask for CPU time: %w", err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9, nil
}

// anonymous is the resident memory of this process without that of files, which the
// machine takes back when it needs it.
func anonymous() (int64, error) {
	kib, err := fromProc("status", "RssAnon:")
	return kib << 10, err
}

// fromProc reads a number of this process.
func fromProc(file, name string) (n int64, err error) {
	text, err := os.ReadFile("/proc/self/" + file)
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			_, err := fmt.Sscan(rest, &n)
			return n, err
		}
	}
	return 0, fmt.Errorf("/proc/self/%s has no %s", file, name)
}

// syncTime is how long the disk takes to force out a block, the median of some.
func syncTime(dir string) (float64, error) {
	f, err := os.Create(filepath.Join(dir, "probe"))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	var all []float64
	block := make([]byte, 4096)
	for range 21 {
		if _, err := f.Write(block); err != nil {
			return 0, err
		}
		began := time.Now()
		if err := f.Sync(); err != nil {
			return 0, err
		}
		all = append(all, time.Since(began).Seconds())
	}
	slices.Sort(all)
	return all[len(all)/2], errors.Join(os.Remove(f.Name()))
}

// sizeOf is the bytes of all files below a folder.
func sizeOf(dir string) (n int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	return n, err
}
