//go:build linux

// Command scaleplan measures what docs/scale.md is made from, and makes it.
//
//	scaleplan -bin bin/framewatch        measure everything: about half an hour on two cores
//	scaleplan -bin bin/framewatch -only crawl    one part alone, beside what was measured before
//	scaleplan -page                      write docs/scale.md anew
//
// Everything that is measured runs in a process of its own, on invented hosts of this
// machine's loopback address, and is told by its CPU time; durations count only
// where they are those of waiting. It is run from the top of the repository.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"framewatch/internal/scaleplan/plan"
)

const page = "docs/scale.md"

// lab is what a measurement works with.
type lab struct {
	bin     string // framewatch
	self    string // this program
	scratch string // folder
	rounds  int
	// The one crawl to measure, and the one size of dataset; for all, none.
	name      string
	documents int
	log       io.Writer
}

// parts are what is measured, in their order.
var parts = []struct {
	name string
	run  func(*lab, context.Context, *plan.Measured) error
}{
	{"crawl", (*lab).crawls}, {"seeding", (*lab).seeding}, {"deciding", (*lab).deciding}, {"frontier", (*lab).frontier},
	{"reading", (*lab).reading}, {"stages", (*lab).stages}, {"bytes", (*lab).bytes},
}

func main() {
	if setup := os.Getenv(childEnv); setup != "" {
		if err := child(context.Background(), []byte(setup), os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "scaleplan:", err)
			os.Exit(1)
		}
		return
	}
	bin := flag.String("bin", "bin/framewatch", "binary to measure")
	only := flag.String("only", "", "measure this part alone: crawl, seeding, deciding, frontier, reading, stages, bytes")
	name := flag.String("crawl", "", "measure this crawl alone")
	documents := flag.Int("documents", 0, "measure the stages over this size of dataset alone")
	rounds := flag.Int("rounds", 3, "how often each crawl is repeated")
	machine := flag.String("machine", "", "kind of machine, for the page; default: as it was")
	write := flag.Bool("page", false, "write "+page+" and measure nothing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	var err error
	if !*write {
		err = measure(ctx, &lab{bin: *bin, rounds: *rounds, name: *name, documents: *documents, log: os.Stderr}, *only, *machine)
	} else {
		err = writePage()
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "scaleplan:", err)
		os.Exit(1)
	}
}

// measure measures the parts that are chosen and writes the file after each.
func measure(ctx context.Context, l *lab, only, machine string) (err error) {
	if l.bin, err = filepath.Abs(l.bin); err != nil {
		return err
	}
	if l.self, err = os.Executable(); err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	if l.scratch, err = os.MkdirTemp("", "framewatch-scale-"); err != nil {
		return err
	}
	defer os.RemoveAll(l.scratch)
	m, err := read()
	if err != nil {
		return err
	}
	if machine != "" {
		m.Machine = machine
	}
	for _, p := range parts {
		if only != "" && only != p.name {
			continue
		}
		if err := p.run(l, ctx, &m); err != nil {
			return fmt.Errorf("measure %s: %w", p.name, err)
		}
		m.Date = time.Now().UTC().Format(time.DateOnly)
		if err := save(m); err != nil {
			return err
		}
	}
	return nil
}

// read reads the measurements as they are now, which need not be those that this
// program was built with.
func read() (m plan.Measured, err error) {
	data, err := os.ReadFile(plan.Path)
	if err != nil {
		return m, fmt.Errorf("read measurements (run from the top of the repository): %w", err)
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("read %s: %w", plan.Path, err)
	}
	return m, nil
}

func save(m plan.Measured) error {
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fmt.Errorf("encode measurements: %w", err)
	}
	return os.WriteFile(plan.Path, append(data, '\n'), 0o644)
}

// writePage writes the page anew.
func writePage() error {
	m, err := read()
	if err != nil {
		return err
	}
	text, err := plan.Page(m)
	if err != nil {
		return err
	}
	return os.WriteFile(page, []byte(text), 0o644)
}
