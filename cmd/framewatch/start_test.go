package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// What may be allocated before main, in bytes: by all packages, and by one of
// this project. 95 MB for one library's tables of dates was once the price of
// "framewatch --version".
const (
	mostBeforeMain = 7 << 20
	mostByOneOfUs  = 512 << 10
)

var initLine = regexp.MustCompile(`(?m)^init (\S+) @.* (\d+) bytes, (\d+) allocs$`)

// TestStartBuildsNothing counts what the initialisation of packages allocates,
// which a run on any machine does alike: tables and regular expressions are made
// when something asks for them.
func TestStartBuildsNothing(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "framewatch", "--version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace strings.Builder
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	all, ours := 0, 0
	for _, m := range initLine.FindAllStringSubmatch(trace.String(), -1) {
		bytes, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		all += bytes
		if m[1] == "main" || strings.HasPrefix(m[1], "framewatch/") {
			ours++
			if bytes > mostByOneOfUs {
				t.Errorf("package %s allocates %d bytes before main, more than %d: make its tables when first asked for (sync.OnceValue, internal/lazyregexp)", m[1], bytes, mostByOneOfUs)
			}
		}
	}
	if ours == 0 {
		t.Fatalf("no package of this project in the trace:\n%s", trace.String())
	}
	if all > mostBeforeMain {
		t.Errorf("packages allocate %d bytes before main, more than %d:\n%s", all, mostBeforeMain, trace.String())
	}
}

// BenchmarkStart measures "framewatch --version" beside a program that does
// nothing, each in a process of its own: CPU in milliseconds and peak memory in
// MiB. Files that the linker wrote lie in the page cache in large pieces, which a
// start maps whole, so what is measured is a copy, as an installed program is.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	build := func(name, pkg string) string {
		linked, copied := filepath.Join(dir, name+".linked"), filepath.Join(dir, name)
		out, err := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", linked, pkg).CombinedOutput()
		if err != nil {
			b.Fatalf("build %s: %v\n%s", pkg, err, out)
		}
		data, err := os.ReadFile(linked)
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(copied, data, 0o700); err != nil {
			b.Fatal(err)
		}
		return copied
	}
	empty := filepath.Join(dir, "empty.go")
	if err := os.WriteFile(empty, []byte("package main\n\nfunc main() {}\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	nothing, framewatch := build("nothing", empty), build("framewatch", ".")
	var least, idle child
	for b.Loop() {
		for range 5 {
			least, idle = lesser(least, runChild(b, nil, framewatch, "--version")), lesser(idle, runChild(b, nil, nothing))
		}
	}
	b.ReportMetric(float64(least.cpu.Microseconds())/1000, "version-cpu-ms")
	b.ReportMetric(least.peak, "version-MiB")
	b.ReportMetric(float64(idle.cpu.Microseconds())/1000, "nothing-cpu-ms")
	b.ReportMetric(idle.peak, "nothing-MiB")
}
