package limits_test

import (
	"math"
	"runtime/debug"
	"testing"
	"testing/fstest"

	"framewatch/internal/limits"
)

// files makes a file system of names and contents.
func files(of map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range of {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// TestGroup reads the limits of both versions of control groups, of the group and of
// those around it, within a container and outside.
func TestGroup(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  int64
	}{
		"no groups":       {nil, 0},
		"v2, unlimited":   {map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "max\n"}, 0},
		"v2, a container": {map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "536870912\n"}, 512 << 20},
		"v2, a unit": {map[string]string{"proc/self/cgroup": "0::/system.slice/framewatch.service\n", "sys/fs/cgroup/system.slice/framewatch.service/memory.max": "max\n",
			"sys/fs/cgroup/system.slice/framewatch.service/memory.high": "1073741824\n", "sys/fs/cgroup/system.slice/memory.max": "2147483648\n"}, 1 << 30},
		"v2, the slice has less": {map[string]string{"proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/b/memory.max": "4294967296\n", "sys/fs/cgroup/a/memory.max": "268435456\n"}, 256 << 20},
		"v1": {map[string]string{"proc/self/cgroup": "5:cpu,cpuacct:/\n4:memory:/lake/harbour\n0::/\n",
			"sys/fs/cgroup/memory/lake/harbour/memory.limit_in_bytes": "805306368\n", "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n"}, 768 << 20},
		"v1, within a container": {map[string]string{"proc/self/cgroup": "4:memory:/docker/0123\n", "sys/fs/cgroup/memory/memory.limit_in_bytes": "134217728\n"}, 128 << 20},
		"v1, unlimited":          {map[string]string{"proc/self/cgroup": "4:memory:/\n", "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n"}, 0},
		"a name with a colon":    {map[string]string{"proc/self/cgroup": "0::/a:b\n", "sys/fs/cgroup/a:b/memory.max": "134217728\n"}, 128 << 20},
		"nonsense":               {map[string]string{"proc/self/cgroup": "0\n::\n0::/../../x\n", "sys/fs/cgroup/memory.max": "much\n", "sys/fs/cgroup/x/memory.max": "-5\n"}, 0},
	} {
		if got := limits.Group(files(c.files)); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// TestApply: Go keeps to a share of what the group allows, and to what somebody has set.
func TestApply(t *testing.T) {
	group := files(map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "536870912\n"})
	before := debug.SetMemoryLimit(math.MaxInt64)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	t.Setenv("GOMEMLIMIT", "64GiB")
	limits.Apply(group)
	if n := limits.Memory(); n != 0 {
		t.Errorf("what was set by hand is %d now", n)
	}
	t.Setenv("GOMEMLIMIT", "")
	limits.Apply(files(nil))
	if n := limits.Memory(); n != 0 {
		t.Errorf("without a group: %d", n)
	}
	limits.Apply(group)
	if n := limits.Memory(); n != 384<<20 {
		t.Errorf("%d, want three quarters of 512 MiB", n)
	}
}

// TestFit: less memory never makes more workers, one works in any case, and all where
// nothing is limited.
func TestFit(t *testing.T) {
	before := debug.SetMemoryLimit(math.MaxInt64)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	if n := limits.Fit(64, 1<<40, 1<<40); n != 64 {
		t.Errorf("without a limit %d of 64", n)
	}
	last := 64
	for _, c := range []struct {
		limit int64
		want  int
	}{{100 << 30, 64}, {4 << 30, 40}, {1 << 30, 8}, {384 << 20, 2}, {300 << 20, 1}, {10 << 20, 1}, {1, 1}} {
		debug.SetMemoryLimit(c.limit)
		got := limits.Fit(64, 192<<20, 96<<20)
		if got != c.want || got > last {
			t.Errorf("%d bytes: %d workers, want %d", c.limit, got, c.want)
		}
		last = got
	}
}
