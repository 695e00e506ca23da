package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"framewatch/store"
	"framewatch/store/disk"
	"framewatch/store/disk/disktest"
)

// rounds is how often a test of chance is repeated: the number that CI has time
// for, times FRAMEWATCH_SOAK in make soak, and a tenth where tests are to be short.
func rounds(n int) int {
	if testing.Short() {
		return min(n, max(8, n/10))
	}
	if k, err := strconv.Atoi(os.Getenv("FRAMEWATCH_SOAK")); err == nil && k > 0 {
		return n * k
	}
	return n
}

// oneByOne ends a test where tests are to be short: it does the same thing many times,
// one after the other.
func oneByOne(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("repeats, one by one")
	}
}

// history writes runs one after another on a file system. Each adds documents in
// two months and replaces the sources, every third replaces the documents of a
// month, so that all kinds of change are met.
type history struct {
	fsys  disk.FS
	docs  map[string]bool // what the last run that committed left
	after map[string]bool // what the run under way will leave
}

func (h *history) run(n int) error {
	d, err := store.CreateOn(h.fsys)
	if err != nil {
		return err
	}
	b, err := d.Begin(store.RunRow{RunID: run(n), Command: "test", Started: start})
	if err != nil {
		return err
	}
	defer b.Close()
	b.KeepFor(time.Duration(n%2) * 36 * time.Hour)
	h.after = map[string]bool{}
	for k := range h.docs {
		h.after[k] = true
	}
	if n%3 == 0 {
		b.ReplaceMonth("documents", "2026-03")
		for k := range h.after {
			if strings.HasSuffix(k, "/2026-03") {
				delete(h.after, k)
			}
		}
	}
	for i, month := range []string{"2026-03", "2026-04"} {
		id := fmt.Sprintf("doc-%d-%d", n, i)
		h.after[id+"/"+month] = true
		err := store.Append(b, store.DocumentRow{DocID: id, URL: month, SourceID: "harbour", Lang: "zh", Text: "国际调解院", Month: month, RunID: run(n)})
		if err != nil {
			return err
		}
	}
	b.Replace("sources")
	if err := store.Append(b, store.SourceRow{SourceID: "harbour", Name: run(n), RunID: run(n)}); err != nil {
		return err
	}
	_, err = b.Commit(tctx, start.Add(time.Duration(n)*24*time.Hour))
	return err
}

// seen is what a reader finds: by the manifest, and by a glob over current.
func seen(t *testing.T, fsys disk.FS) (docs, current map[string]bool) {
	t.Helper()
	docs = map[string]bool{}
	d, err := store.OpenOn(fsys)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	for r, err := range store.Scan[store.DocumentRow](tctx, d) {
		if err != nil {
			t.Fatalf("scan: %v", err)
		}
		if docs[r.DocID+"/"+r.URL] {
			t.Errorf("document %s stands twice", r.DocID)
		}
		docs[r.DocID+"/"+r.URL] = true
	}
	sources := 0
	for _, err := range store.Scan[store.SourceRow](tctx, d) {
		if err != nil {
			t.Fatalf("scan: %v", err)
		}
		sources++
	}
	if sources > 1 {
		t.Errorf("%d rows of sources, want the last run's one", sources)
	}
	return docs, linksOf(fsys)
}

// linksOf lists the run parts that a glob over current finds, nil when there is
// no such link.
func linksOf(fsys disk.FS) map[string]bool {
	to, err := fsys.Readlink("current")
	if err != nil {
		return nil
	}
	links := map[string]bool{}
	_ = disk.Walk(fsys, to, func(name string, _ disk.Entry) error {
		if strings.HasSuffix(name, ".parquet") {
			links[strings.TrimPrefix(name, to)] = true
		}
		return nil
	})
	return links
}

// expectWhole checks that a generation is one, by every way of reading it.
func expectWhole(t *testing.T, fsys disk.FS, allowed ...map[string]bool) map[string]bool {
	t.Helper()
	docs, links := seen(t, fsys)
	if !slices.ContainsFunc(allowed, func(w map[string]bool) bool { return equalSets(w, docs) }) {
		t.Fatalf("documents %v, want one of %v", docs, allowed)
	}
	if links == nil {
		return docs
	}
	// The generation that current shows is a whole one: as its manifest says.
	to, _ := fsys.Readlink("current")
	_, id, _ := strings.Cut(path.Base(to), "-")
	data, err := disk.ReadFile(fsys, "_manifest/"+id+".json", 1<<20)
	if err != nil {
		t.Fatalf("current shows %s: %v", to, err)
	}
	for _, want := range []string{"documents/", "sources/"} {
		inManifest := strings.Count(string(data), `"path": "`+want)
		n := 0
		for l := range links {
			if strings.HasPrefix(l, "/"+want) {
				n++
			}
		}
		if n != inManifest {
			t.Errorf("current shows %d files of %s, its manifest has %d", n, want, inManifest)
		}
	}
	return docs
}

func equalSets(a, b map[string]bool) bool {
	if len(a) != len(b) {
		return false
	}
	for k := range a {
		if !b[k] {
			return false
		}
	}
	return true
}

// base is a history of some runs, and how many calls the next one will make.
type base struct {
	history
	runs  int
	calls int64
}

// histories are those of 0 to n-1 runs.
func histories(t *testing.T, n int) []base {
	t.Helper()
	mem := disktest.NewMem()
	h := &history{fsys: mem, docs: map[string]bool{}}
	var out []base
	for runs := range n {
		b := base{history: history{fsys: mem.Crash(100, rand.New(rand.NewPCG(1, 1))), docs: h.docs}, runs: runs}
		counted := &disktest.Faulty{FS: mem, Fail: func(int64, string, string) error { return nil }}
		h.fsys = counted
		if err := h.run(runs + 1); err != nil {
			t.Fatal(err)
		}
		h.docs, b.calls = h.after, counted.Calls()
		out = append(out, b)
	}
	return out
}

var errPower = errors.New("power lost")

// TestPowerLoss: power goes at a random call of a random run, and what was not
// synced is gone, or half of it is. Each run is there whole or not at all, and
// the next one goes on. Of every four crashes one comes at the run's end, about
// its commit: in a short test chance alone may leave that side out.
func TestPowerLoss(t *testing.T) {
	oneByOne(t)
	rng := rand.New(rand.NewPCG(7, 11))
	bases, whole, gone := histories(t, 5), 0, 0
	for round := range rounds(200) {
		base := bases[rng.IntN(len(bases))]
		mem, runs := base.fsys.(*disktest.Mem).Crash(100, rng), base.runs+1
		percent := []int{0, 0, 50, 100}[rng.IntN(4)]
		var left *disktest.Mem
		at := 1 + rng.Int64N(base.calls+5)
		if round%4 == 0 {
			at = base.calls - 5 + rng.Int64N(10)
		}
		h := &history{docs: base.docs}
		h.fsys = &disktest.Faulty{FS: mem, Fail: func(call int64, _, _ string) error {
			if call == at {
				left = mem.Crash(percent, rng)
			}
			if call >= at {
				return errPower
			}
			return nil
		}}
		err := h.run(runs)
		told := left == nil // the run ended, and told so, before the power went
		if told {
			left = mem.Crash(percent, rng)
		}
		before := h.docs
		h.fsys = left
		if _, openErr := store.OpenOn(left); openErr == nil && runs > 1 {
			docs := expectWhole(t, left, before, h.after)
			if told && err == nil && !equalSets(docs, h.after) {
				t.Fatalf("the run was committed, and is lost")
			}
		} else if runs > 1 {
			t.Fatalf("at call %d, %d %% kept: %v", at, percent, openErr)
		}
		// The next run completes or takes back what was begun.
		if err := h.run(runs + 1); err != nil {
			t.Fatalf("the run after a crash at call %d: %v", at, err)
		}
		docs, links := seen(t, left)
		if docs[fmt.Sprintf("doc-%d-1/2026-04", runs)] { // no later run replaces this month
			whole++
		} else {
			gone++
		}
		if links == nil {
			t.Fatal("no current after the next run")
		}
		expectWhole(t, left, afterRun(before, runs+1), afterRun(afterRun(before, runs), runs+1))
	}
	if whole == 0 || gone == 0 {
		t.Errorf("%d crashes came after a commit and %d before one: the test covers one side only", whole, gone)
	}
}

// afterRun is what history.run leaves of a state.
func afterRun(docs map[string]bool, n int) map[string]bool {
	out := map[string]bool{}
	for k := range docs {
		if n%3 != 0 || !strings.HasSuffix(k, "/2026-03") {
			out[k] = true
		}
	}
	out[fmt.Sprintf("doc-%d-0/2026-03", n)] = true
	out[fmt.Sprintf("doc-%d-1/2026-04", n)] = true
	return out
}

// TestEveryCallMayFail: a full disk, a bad sector or a short write at each call
// in turn. An error means that nothing was committed, success that all was, and
// the run after it goes on either way.
func TestEveryCallMayFail(t *testing.T) {
	oneByOne(t)
	for _, fault := range []error{syscall.ENOSPC, syscall.EIO} {
		t.Run(fault.Error(), func(t *testing.T) {
			base, rng := histories(t, 3)[2], rand.New(rand.NewPCG(1, 1))
			for at := int64(1); ; at++ {
				mem := base.fsys.(*disktest.Mem).Crash(100, rng)
				h := &history{fsys: mem, docs: base.docs}
				faulty := &disktest.Faulty{FS: mem, Fail: func(call int64, op, name string) error {
					if call == at {
						return fmt.Errorf("%s %s: %w", op, name, fault)
					}
					return nil
				}}
				h.fsys = faulty
				err := h.run(3)
				h.fsys = mem
				if err != nil && !errors.Is(err, fault) {
					t.Fatalf("call %d: %v does not wrap its cause", at, err)
				}
				want := h.docs
				if err == nil {
					want = h.after
				}
				expectWhole(t, mem, want)
				h.docs = want
				if err := h.run(4); err != nil {
					t.Fatalf("the run after a fault at call %d: %v", at, err)
				}
				expectWhole(t, mem, h.after)
				if faulty.Calls() < at {
					if at < 50 {
						t.Errorf("a run makes %d calls only: is the fault met?", at)
					}
					return
				}
			}
		})
	}
}

// TestFullDiskLastsLonger: every call fails from some point on, as on a disk
// that stays full, and the data that was there stays readable.
func TestFullDiskLastsLonger(t *testing.T) {
	oneByOne(t)
	base, rng := histories(t, 2)[1], rand.New(rand.NewPCG(1, 1))
	for at := int64(1); at < base.calls; at += 3 {
		mem := base.fsys.(*disktest.Mem).Crash(100, rng)
		h := &history{docs: base.docs}
		h.fsys = &disktest.Faulty{FS: mem, Fail: func(call int64, _, _ string) error {
			if call >= at {
				return syscall.ENOSPC
			}
			return nil
		}}
		err := h.run(2)
		want := h.docs
		if err == nil {
			want = h.after
		}
		expectWhole(t, mem, want)
	}
}
