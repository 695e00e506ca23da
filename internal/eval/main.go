// Command eval measures the framewatch binary on the evaluation sets and prints
// each figure beside its goal. The sets stay where they are: FRAMEWATCH_EVAL
// names their folder, and nothing of them is kept here.
//
// With -check a figure under its floor in floors.json is a failure; with -raise
// floors are lifted to what was measured. A floor is lowered only by hand, with
// the reason in the commit.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"framewatch/internal/ordered"
)

const floorsFile = "internal/eval/floors.json"

// figure is one measured number; goal 0 means that there is none yet.
type figure struct {
	name  string
	value float64
	goal  float64
}

// group measures figures that share their runs of the binary.
type group struct {
	name string
	run  func(context.Context, *lab) ([]figure, error)
}

// lab is what a measurement works with.
type lab struct {
	env               []string // of the binary, besides its own
	bin, python, sets string
	scratch           string
	verbose           bool
}

func main() {
	bin := flag.String("bin", "bin/framewatch", "binary to measure")
	python := flag.String("python", "python3", "interpreter for the scorers and runners (with pyarrow)")
	check := flag.Bool("check", false, "fail when a figure is under its floor")
	raise := flag.Bool("raise", false, "lift the floors to what was measured")
	only := flag.String("only", "", "measure this group alone")
	verbose := flag.Bool("v", false, "say which items fail, where a group has some that rules may be tuned on")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	l := &lab{bin: *bin, python: *python, sets: os.Getenv("FRAMEWATCH_EVAL"), verbose: *verbose}
	err := run(ctx, l, os.Stdout, *only, *check, *raise)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "eval:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, l *lab, w io.Writer, only string, check, raise bool) (err error) {
	if l.sets == "" {
		return errors.New("FRAMEWATCH_EVAL does not name the folder of evaluation sets")
	}
	if l.bin, err = filepath.Abs(l.bin); err != nil {
		return err
	}
	if strings.ContainsRune(l.python, filepath.Separator) { // it is run in other folders
		if l.python, err = filepath.Abs(l.python); err != nil {
			return err
		}
	}
	if l.scratch, err = os.MkdirTemp("", "framewatch-eval-"); err != nil {
		return err
	}
	defer os.RemoveAll(l.scratch)
	floors, err := readFloors()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%-34s %9s %9s %9s\n", "figure", "measured", "goal", "floor")
	var under []error
	var chosen []group
	for _, g := range groups() {
		if only == "" || g.name == only {
			chosen = append(chosen, g)
		}
	}
	err = measured(ctx, l, chosen, func(m measurement) error {
		for _, f := range m.figures {
			floor, pinned := floors[f.name]
			fmt.Fprintf(w, "%-34s %9.4f %9s %9s%s\n", f.name, f.value, orDash(f.goal, f.goal != 0), orDash(floor, pinned), mark(f))
			if pinned && f.value < floor {
				under = append(under, fmt.Errorf("%s is %.4f, its floor is %.4f", f.name, f.value, floor))
			}
			// Floors keep a little room for changes that matter to nobody.
			floors[f.name] = max(floor, math.Floor(f.value*1000)/1000)
		}
		fmt.Fprintf(os.Stderr, "%s took %.0f s\n", m.of, m.took.Seconds())
		return nil
	})
	if err != nil {
		return err
	}
	if raise {
		return writeFloors(floors)
	}
	if check {
		return errors.Join(under...)
	}
	return nil
}

// measurement is what one group gave.
type measurement struct {
	of      string
	figures []figure
	took    time.Duration
}

// measured measures groups, two at a time as most keep one core busy, and tells of
// them in their order; it stops at the first that fails.
func measured(ctx context.Context, l *lab, groups []group, tell func(measurement) error) error {
	each := func(yield func(group, error) bool) {
		for _, g := range groups {
			if !yield(g, nil) {
				return
			}
		}
	}
	return ordered.Map(ctx, 2, each, func(ctx context.Context, g group) (measurement, error) {
		start := time.Now()
		figures, err := g.run(ctx, l)
		if err != nil {
			return measurement{}, fmt.Errorf("measure %s: %w", g.name, err)
		}
		return measurement{g.name, figures, time.Since(start)}, nil
	}, tell)
}

func orDash(v float64, known bool) string {
	if !known {
		return "-"
	}
	return fmt.Sprintf("%.3f", v)
}

func mark(f figure) string {
	switch {
	case f.goal == 0:
		return ""
	case f.value >= f.goal:
		return "  reached"
	}
	return "  below"
}

func readFloors() (map[string]float64, error) {
	data, err := os.ReadFile(floorsFile)
	if err != nil {
		return nil, fmt.Errorf("read floors (run from the top of the repository): %w", err)
	}
	floors := map[string]float64{}
	if err := json.Unmarshal(data, &floors); err != nil {
		return nil, fmt.Errorf("read %s: %w", floorsFile, err)
	}
	return floors, nil
}

func writeFloors(floors map[string]float64) error {
	data, err := json.MarshalIndent(floors, "", "  ") // keys come out sorted
	if err != nil {
		return err
	}
	return os.WriteFile(floorsFile, append(data, '\n'), 0o644)
}

func groups() []group {
	return slices.Concat(extractGroups(), nlpGroups(), []group{{"dedupe", dedupe}, {"robots", robots}, {"stats", statistics}}, runnerGroups())
}
