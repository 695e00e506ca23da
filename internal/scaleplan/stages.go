//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"framewatch/internal/config"
	"framewatch/internal/invented"
	"framewatch/internal/pipeline"
	"framewatch/internal/scaleplan/plan"
	"framewatch/store"
)

// stages measures what is done over all documents, on datasets of invented articles.
func (l *lab) stages(ctx context.Context, m *plan.Measured) error {
	for _, n := range plan.Sizes() {
		if l.documents > 0 && l.documents != n {
			continue
		}
		s, err := l.stagesAt(ctx, n)
		if err != nil {
			return fmt.Errorf("%d documents: %w", n, err)
		}
		fmt.Fprintf(l.log, "%d documents: CPU s %.3v, MiB", n, s.CPU)
		for name, b := range s.Peak {
			fmt.Fprintf(l.log, " %s %d", name, b>>20)
		}
		fmt.Fprintf(l.log, ", tables %d MB\n", s.Bytes/1e6)
		m.Stages = append(slices.DeleteFunc(m.Stages, func(old plan.Stages) bool { return old.Documents == n }), s)
		slices.SortFunc(m.Stages, func(a, b plan.Stages) int { return a.Documents - b.Documents })
		if err := save(*m); err != nil {
			return err
		}
	}
	return nil
}

// stagesAt measures one dataset: what is computed over it for the first time, a
// night that adds ten articles and one that adds none, the report, verify, and
// compact.
func (l *lab) stagesAt(ctx context.Context, n int) (s plan.Stages, err error) {
	s = plan.Stages{Documents: n, CPU: map[string]float64{}, Peak: map[string]int64{}}
	dir := filepath.Join(l.scratch, "stages")
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	data, settings := filepath.Join(dir, "data"), filepath.Join(dir, "night.yaml")
	server := httptest.NewServer(invented.New(1).Site(invented.Night(1, 10)))
	defer server.Close()
	if err := arrange(dir, settings, server.URL); err != nil {
		return s, err
	}
	if _, err := l.start(ctx, setup{Mode: "make", Dir: dir, URLs: n}); err != nil {
		return s, err
	}
	// First: the commits of the others merge and sort what is small.
	if s.CPU["compact"], s.Peak["compact"], err = l.framewatch(ctx, "dataset", "compact", "--data", data, "-c", settings); err != nil {
		return s, err
	}
	// Before a run adds lists, which know nothing of what the texts invent.
	if s.CPU["verify"], s.Peak["verify"], err = l.framewatch(ctx, "dataset", "verify", data); err != nil {
		return s, err
	}
	over, err := l.start(ctx, setup{Mode: "compare", Dir: dir})
	if err != nil {
		return s, err
	}
	s.Peak["over"] = over.Peak
	for name, seconds := range over.Stages {
		s.CPU[name] = seconds
	}
	s.CPU["open and commit"] = over.CPU - over.StageTotal
	if s.Bytes, err = tablesSize(data); err != nil {
		return s, err
	}
	for _, step := range []struct {
		name string
		args []string
	}{
		{"night of 10", []string{"run", "--allow-net", "127.0.0.0/8", "--no-delay"}},
		{"night of none", []string{"run", "--allow-net", "127.0.0.0/8", "--no-delay"}},
		{"report", []string{"report", "-o", filepath.Join(dir, "report.html")}},
	} {
		if s.CPU[step.name], s.Peak[step.name], err = l.framewatch(ctx, append(step.args, "--data", data, "-c", settings)...); err != nil {
			return s, err
		}
	}
	return s, nil
}

// framewatch runs the binary and tells what it took, the CPU as of an idle machine.
func (l *lab) framewatch(ctx context.Context, args ...string) (cpu float64, peak int64, err error) {
	cmd := exec.CommandContext(ctx, l.bin, args...)
	meter := begin()
	out, err := cmd.CombinedOutput()
	busy, merr := meter.end()
	if err != nil || merr != nil {
		return 0, 0, fmt.Errorf("framewatch %s: %w: %s", strings.Join(args, " "), errors.Join(err, merr), out[max(0, len(out)-500):])
	}
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		peak = u.Maxrss << 10 // kilobytes on Linux
	}
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds() / busy, peak, nil
}

// tablesSize is the bytes of the tables' files that count.
func tablesSize(data string) (n int64, err error) {
	d, err := store.Open(data)
	if err != nil {
		return 0, err
	}
	for _, table := range store.TableNames() {
		for _, f := range d.Files(table) {
			n += f.Bytes
		}
	}
	return n, nil
}

// arrange writes the settings and the one source of a night.
func arrange(dir, settings, url string) error {
	return errors.Join(os.MkdirAll(dir, 0o755),
		os.WriteFile(settings, []byte("sources: [sources.yaml]\ncrawl:\n  revisit: {share: 0}\n"), 0o644),
		os.WriteFile(filepath.Join(dir, "sources.yaml"), []byte(invented.SourceList(url)), 0o644))
}

// childMake makes a dataset of invented articles, with the settings' digests, so
// that the first night does not take them for made by other rules.
func childMake(ctx context.Context, s setup) (m measures, err error) {
	cfg, err := config.Load(config.Options{File: filepath.Join(s.Dir, "night.yaml")})
	if err != nil {
		return m, err
	}
	run := invented.Run(0)
	run.CodebookSHA256, run.GazetteerSHA = cfg.CodebookSHA256, cfg.GazetteersSHA256
	return m, invented.New(1).Write(ctx, filepath.Join(s.Dir, "data"), s.URLs, run)
}

// cpuClock is a clock that goes on as this process computes: what the pipeline
// writes down as a stage's seconds are seconds of CPU then.
type cpuClock struct {
	from time.Time
	err  error
}

// Now is for the pipeline.
func (c *cpuClock) Now() time.Time {
	seconds, err := used()
	c.err = errors.Join(c.err, err)
	return c.from.Add(time.Duration(seconds * float64(time.Second)))
}

// After is for the crawler, which has nothing to do here.
func (c *cpuClock) After(time.Duration) <-chan time.Time { return make(chan time.Time) }

// childCompare computes everything over all documents.
func childCompare(ctx context.Context, s setup) (m measures, err error) {
	cfg, err := config.Load(config.Options{File: filepath.Join(s.Dir, "night.yaml"), Flags: map[string]any{"data": filepath.Join(s.Dir, "data")}})
	if err != nil {
		return m, err
	}
	before, err := used()
	if err != nil {
		return m, err
	}
	clock := &cpuClock{from: time.Now()}
	result, err := pipeline.New(cfg, pipeline.Options{Command: "compare", Clock: clock}).Compare(ctx)
	if err = errors.Join(err, clock.err); err != nil {
		return m, err
	}
	after, err := used()
	if err != nil {
		return m, err
	}
	m.CPU, m.Stages = after-before, map[string]float64{}
	if m.Peak, err = fromProc("status", "VmHWM:"); err != nil {
		return m, err
	}
	m.Peak <<= 10
	d, err := store.Open(cfg.Data)
	if err != nil {
		return m, err
	}
	for row, err := range store.Scan[store.RunRow](ctx, d) {
		if err != nil {
			return m, err
		}
		if row.RunID != string(result.RunID) {
			continue
		}
		for _, stage := range row.Stages {
			// Windows of stories are one step; so are the two of syndication.
			name := stage.Stage
			for _, prefix := range []string{"stories", "syndication"} {
				if strings.HasPrefix(name, prefix) {
					name = prefix
				}
			}
			m.Stages[name] += stage.Seconds
			m.StageTotal += stage.Seconds
		}
	}
	return m, nil
}

// bytes measures what documents take on disk, in a dataset of the demo.
func (l *lab) bytes(ctx context.Context, m *plan.Measured) error {
	out := filepath.Join(l.scratch, "demo")
	if _, _, err := l.framewatch(ctx, "demo", "--out", out); err != nil {
		return err
	}
	data := filepath.Join(out, "data")
	d, err := store.Open(data)
	if err != nil {
		return err
	}
	b := plan.DatasetBytes{Documents: int(d.Rows(store.DocumentRow{}.Table())), Captures: int(d.Rows(store.CaptureRow{}.Table()))}
	if b.Tables, err = tablesSize(data); err != nil {
		return err
	}
	if b.Archive, err = sizeOf(d.WARCDir()); err != nil {
		return err
	}
	m.Bytes = b
	fmt.Fprintf(l.log, "demo: %d documents, tables %d B, archive %d B for %d captures\n", b.Documents, b.Tables, b.Archive, b.Captures)
	return nil
}
