package limits

import (
	"io/fs"
	"math"
	"os"
	"path"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
)

// share is the part of a group's memory that Go may fill. The rest is for what Go does
// not count: files that are mapped, the kernel's buffers, children that read PDF files.
const share = 0.75

// Apply has Go keep to a share of what the control group allows, unless GOMEMLIMIT says
// what to keep to. root is the file system's root. It is called once, by main.
func Apply(root fs.FS) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	if group := Group(root); group > 0 {
		debug.SetMemoryLimit(int64(share * float64(group)))
	}
}

// Memory is how many bytes Go keeps to, however that was set; 0 for no limit.
func Memory() int64 {
	if n := debug.SetMemoryLimit(-1); n < math.MaxInt64 {
		return n
	}
	return 0
}

// Group is how many bytes the control group of this process and those around it allow,
// 0 where none limits them: memory.max and memory.high of cgroup v2, and
// memory.limit_in_bytes of v1. root is the file system's root.
func Group(root fs.FS) (least int64) {
	own, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(own)) {
		_, line, _ = strings.Cut(strings.TrimSpace(line), ":")
		controllers, at, _ := strings.Cut(line, ":")
		dir, files := "sys/fs/cgroup", []string{"memory.max", "memory.high"}
		switch {
		case strings.Contains(","+controllers+",", ",memory,"):
			dir, files = "sys/fs/cgroup/memory", []string{"memory.limit_in_bytes"}
		case controllers != "":
			continue
		}
		// Within a container the path may be that of the machine: then the top alone is there.
		for at = path.Clean("/" + at); ; at = path.Dir(at) {
			for _, f := range files {
				if n := bytesIn(root, path.Join(dir, at, f)); n > 0 && (least == 0 || n < least) {
					least = n
				}
			}
			if at == "/" {
				break
			}
		}
	}
	return least
}

// bytesIn reads a limit, 0 where there is none: "max", or as many bytes as no machine
// has.
func bytesIn(root fs.FS, name string) int64 {
	data, err := fs.ReadFile(root, name)
	if err != nil {
		return 0
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(data)), 10, 64)
	if err != nil || n >= 1<<60 {
		return 0
	}
	return n
}

// What reading and annotating take, measured: the models and tables of the annotator,
// and for each text under way what a long one (a megabyte) needs.
const (
	baseMemory = 192 << 20
	textMemory = 96 << 20
)

// Workers is how many texts are worked on side by side: one a processor, and no more
// than memory holds; one in any case.
func Workers() int { return Fit(runtime.GOMAXPROCS(0), baseMemory, textMemory) }

// Fit is how many of the workers that are wanted fit into memory, where the rest of the
// program takes base bytes and a worker each: one at least, all where nothing is limited.
func Fit(wanted int, base, each int64) int {
	limit := Memory()
	if limit == 0 {
		return wanted
	}
	return int(max(1, min(int64(wanted), (limit-base)/each)))
}
