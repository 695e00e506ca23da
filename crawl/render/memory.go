package render

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// memory sums up what a process and those that it started use of their own, in
// bytes; 0 where the system does not tell.
func memory(process int) (sum int64) {
	parents := map[int]int{}
	own := map[int]int64{}
	folders, _ := filepath.Glob("/proc/[0-9]*")
	for _, f := range folders {
		status, err := os.ReadFile(filepath.Join(f, "status"))
		if err != nil {
			continue // it has ended
		}
		pid, _ := strconv.Atoi(filepath.Base(f))
		parents[pid] = int(field(status, "PPid:"))
		own[pid] = 1024 * (field(status, "RssAnon:") + field(status, "RssShmem:"))
	}
	for pid := range own {
		for p, steps := pid, 0; p > 0 && steps < 64; p, steps = parents[p], steps+1 {
			if p == process {
				sum += own[pid]
				break
			}
		}
	}
	return sum
}

// field reads a number of a status file.
func field(status []byte, name string) (n int64) {
	if _, rest, ok := bytes.Cut(status, []byte("\n"+name)); ok {
		_, _ = fmt.Sscan(string(rest[:min(len(rest), 40)]), &n)
	}
	return n
}
