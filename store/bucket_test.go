package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"framewatch/store"
	"framewatch/store/disk"
	"framewatch/store/disk/bucket"
	"framewatch/store/disk/bucket/s3"
	"framewatch/store/disk/bucket/s3test"
)

// process is how one process sees the bucket of a server, at a time by its own
// clock.
func process(t *testing.T, s *s3test.Server, now time.Time) disk.FS {
	t.Helper()
	c, err := s.Config()
	if err != nil {
		t.Fatal(err)
	}
	c.Attempts = 1
	o := bucket.Default()
	o.Now = func() time.Time { return now }
	return bucket.New(s3.Open(c), o)
}

// day is the clock of run n: long after the claim of the one before is stale.
func day(n int) time.Time { return start.Add(time.Duration(n) * 24 * time.Hour) }

// inBucket is a server after some runs, and how many requests the next makes.
type inBucket struct {
	server *s3test.Server
	docs   map[string]bool
	runs   int
	calls  int64
}

// bucketHistories are those of 0 to n-1 runs.
func bucketHistories(t *testing.T, n int) []inBucket {
	t.Helper()
	s := s3test.New()
	h := &history{docs: map[string]bool{}}
	var out []inBucket
	for runs := range n {
		b := inBucket{server: clone(t, s), docs: h.docs, runs: runs}
		before := s.Calls()
		h.fsys = process(t, s, day(runs+1))
		if err := h.run(runs + 1); err != nil {
			t.Fatal(err)
		}
		h.docs, b.calls = h.after, s.Calls()-before
		out = append(out, b)
	}
	return out
}

func clone(t *testing.T, s *s3test.Server) *s3test.Server {
	t.Helper()
	c, err := s.Clone()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCrashesOverABucket: a process stops at a random request of a random run,
// before the server has heard it or after. What was put stays. Each run is there
// whole or not at all, and the next one goes on.
func TestCrashesOverABucket(t *testing.T) {
	oneByOne(t)
	rng := rand.New(rand.NewPCG(5, 3))
	bases, whole, cut := bucketHistories(t, 5), 0, 0
	for range rounds(200) {
		base := bases[rng.IntN(len(bases))]
		s, n := clone(t, base.server), base.runs+1
		at, heard := 1+rng.Int64N(base.calls+3), rng.IntN(2) == 1
		s.Fail = func(call int64, _ *http.Request) (before, after error) {
			switch {
			case call == at && heard:
				return nil, errPower
			case call >= at:
				return errPower, nil
			}
			return nil, nil
		}
		h := &history{fsys: process(t, s, day(n)), docs: base.docs}
		err := h.run(n)
		s.Fail = nil
		left := process(t, s, day(n+1))
		if _, openErr := store.OpenOn(left); openErr == nil && n > 1 {
			docs := expectWhole(t, left, h.docs, h.after)
			if err == nil && !equalSets(docs, h.after) {
				t.Fatalf("the run was committed, and is lost")
			}
			if equalSets(docs, h.after) {
				whole++
			} else {
				cut++
			}
		} else if n > 1 {
			t.Fatalf("at request %d: %v", at, openErr)
		}
		h.fsys = left
		if err := h.run(n + 1); err != nil {
			t.Fatalf("the run after a crash at request %d: %v", at, err)
		}
		expectWhole(t, left, afterRun(base.docs, n+1), afterRun(afterRun(base.docs, n), n+1))
		expectNoOrphans(t, left)
	}
	if whole == 0 || cut == 0 {
		t.Errorf("%d crashes came after the commit and %d before: the test covers one side only", whole, cut)
	}
}

// expectNoOrphans checks that each file of a table is in a manifest.
func expectNoOrphans(t *testing.T, fsys disk.FS) {
	t.Helper()
	var manifests bytes.Buffer
	err := disk.Walk(fsys, "_manifest", func(name string, _ disk.Entry) error {
		data, err := disk.ReadFile(fsys, name, 1<<20)
		manifests.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"documents", "sources", "runs"} {
		_ = disk.Walk(fsys, table, func(name string, _ disk.Entry) error {
			if !strings.Contains(manifests.String(), `"`+name+`"`) {
				t.Errorf("%s is in no manifest", name)
			}
			return nil
		})
	}
	if entries, err := fsys.List("_staging"); err == nil {
		t.Errorf("the staging folder holds %v", entries)
	}
}

// TestEveryRequestMayFail: each request that changes something fails in turn,
// before the server has heard it or after. An error means that nothing was
// committed, success that all was.
func TestEveryRequestMayFail(t *testing.T) {
	oneByOne(t)
	base := bucketHistories(t, 3)[2]
	for _, heard := range []bool{false, true} {
		t.Run(fmt.Sprintf("heard %v", heard), func(t *testing.T) {
			for at := int64(1); at <= base.calls; at++ {
				s := clone(t, base.server)
				s.Fail = func(call int64, _ *http.Request) (before, after error) {
					switch {
					case call != at:
						return nil, nil
					case heard:
						return nil, errPower
					}
					return errPower, nil
				}
				h := &history{fsys: process(t, s, day(3)), docs: base.docs}
				err := h.run(3)
				if err != nil && !errors.Is(err, errPower) {
					t.Fatalf("request %d: %v does not wrap its cause", at, err)
				}
				want := h.docs
				if err == nil {
					want = h.after
				}
				s.Fail = nil
				h.fsys = process(t, s, day(4))
				expectWhole(t, h.fsys, want)
				h.docs = want
				if err := h.run(4); err != nil {
					t.Fatalf("the run after a fault at request %d: %v", at, err)
				}
				expectWhole(t, h.fsys, h.after)
				expectNoOrphans(t, h.fsys)
			}
		})
	}
	if base.calls < 15 {
		t.Errorf("a run makes %d requests only: is the fault met?", base.calls)
	}
}

// TestWritersOfOneBucket: of runs at the same time those that get the lock
// commit all, the others nothing and say why.
func TestWritersOfOneBucket(t *testing.T) {
	s := s3test.New()
	if err := (&history{fsys: process(t, s, day(1)), docs: map[string]bool{}}).run(1); err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"doc-1-0/2026-03": true, "doc-1-1/2026-04": true}
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 12 {
		n := 2 + 3*i // no run that replaces
		fsys := process(t, s, day(2))
		all.Go(func() {
			err := (&history{fsys: fsys, docs: map[string]bool{}}).run(n)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				want = afterRun(want, n)
			case !errors.Is(err, store.ErrLocked):
				t.Errorf("run %d: %v, want ErrLocked", n, err)
			}
		})
	}
	all.Wait()
	if len(want) == 2 {
		t.Error("nobody got the lock")
	}
	expectWhole(t, process(t, s, day(3)), want)
}

// TestAWriterThatSleptTooLong has lost its lock to another one, and does not
// know it: its clock stood still, too. It commits nothing.
func TestAWriterThatSleptTooLong(t *testing.T) {
	for _, keep := range []time.Duration{0, time.Hour} {
		s := s3test.New()
		if err := (&history{fsys: process(t, s, day(1)), docs: map[string]bool{}}).run(1); err != nil {
			t.Fatal(err)
		}
		begin := func(n int) *store.Batch {
			d, err := store.CreateOn(process(t, s, day(n)))
			if err != nil {
				t.Fatal(err)
			}
			b, err := d.Begin(store.RunRow{RunID: run(n), Command: "test", Started: start})
			if err != nil {
				t.Fatal(err)
			}
			b.KeepFor(keep)
			if err := store.Append(b, store.DocumentRow{DocID: run(n), URL: "u", SourceID: "harbour", Month: "2026-05", RunID: run(n)}); err != nil {
				t.Fatal(err)
			}
			return b
		}
		slow, quick := begin(2), begin(3)
		if _, err := quick.Commit(tctx, day(3)); err != nil {
			t.Fatal(err)
		}
		if _, err := slow.Commit(tctx, day(4)); !errors.Is(err, store.ErrLocked) {
			t.Errorf("the slow writer: %v, want ErrLocked", err)
		}
		after := process(t, s, day(5))
		expectWhole(t, after, map[string]bool{"doc-1-0/2026-03": true, "doc-1-1/2026-04": true, run(3) + "/u": true})
		h := &history{fsys: after, docs: map[string]bool{"doc-1-0/2026-03": true, "doc-1-1/2026-04": true, run(3) + "/u": true}}
		if err := h.run(4); err != nil {
			t.Fatal(err)
		}
		expectWhole(t, after, h.after)
		expectNoOrphans(t, after)
	}
}

// atURL serves a bucket on loopback and returns a dataset's URL without its end.
func atURL(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(s3test.New())
	t.Cleanup(server.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "key")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	return "s3://" + s3test.Bucket + "/a/set?region=eu-central-1&endpoint=" + server.URL + "&state="
}

// TestADatasetAtAURL: two machines write and read it, and bodies of captures
// come along.
func TestADatasetAtAURL(t *testing.T) {
	at := atURL(t)
	here, there := filepath.Join(t.TempDir(), "here"), t.TempDir()
	if _, err := store.Open(at + here); !errors.Is(err, store.ErrNoDataset) {
		t.Errorf("open an empty bucket: %v, want ErrNoDataset", err)
	}
	d, err := store.Create(at + here)
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Begin(store.RunRow{RunID: run(1), Command: "test", Started: start})
	if err != nil {
		t.Fatal(err)
	}
	name := "warc/run-00000.warc.gz"
	put(t, b.Base().Dir(), name, "body")
	if err := store.Append(b, store.SourceRow{SourceID: "harbour", RunID: run(1)}); err != nil {
		t.Fatal(err)
	}
	if err := store.Append(b, store.CaptureRow{CaptureID: "c", SourceID: "harbour", WARCFile: name, RunID: run(1), FetchedAt: start}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), start); err != nil {
		t.Fatal(err)
	}
	write(t, at+there, run(2), documents(3))
	expectProblems(t, at+there)

	other := open(t, at+there)
	if n := other.Rows("documents"); n != 3 {
		t.Errorf("%d documents, want 3", n)
	}
	for range 2 {
		if err := other.Fetch(name); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(filepath.Join(other.WARCDir(), "run-00000.warc.gz")); string(got) != "body" {
		t.Errorf("the body is %q (%v)", got, err)
	}
	for _, bad := range []string{"warc/../x", "_state/lock", "/etc/passwd", "warc/none.warc.gz"} {
		if err := other.Fetch(bad); err == nil {
			t.Errorf("fetched %s", bad)
		}
	}
}

// TestAURLIsNoFolder: what cannot be opened is told, and nothing is made.
func TestAURLIsNoFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, address := range []string{"gs://b/p", "azblob://b/p", "ftp://h/p", "s3:b/p", "s3:", "S3://b/p?x=y", "file:///tmp/x", "mem://", "https://h/p", "s3://u:p@b/p"} {
		if _, err := store.Create(address); !errors.Is(err, store.ErrAddress) {
			t.Errorf("create %s: %v, want ErrAddress", address, err)
		}
		if _, err := store.Open(address); !errors.Is(err, store.ErrAddress) {
			t.Errorf("open %s: %v, want ErrAddress", address, err)
		}
	}
	if left, err := os.ReadDir("."); len(left) != 0 || err != nil {
		t.Errorf("the folder holds %v (%v)", left, err)
	}
	if _, err := store.Create("a:b"); err != nil {
		t.Errorf("a folder with a colon in its name: %v", err)
	}
}

// TestAPrefixOfSomebodyElseIsRefused, as a folder is.
func TestAPrefixOfSomebodyElseIsRefused(t *testing.T) {
	s := s3test.New()
	fsys := process(t, s, day(1))
	if err := disk.WriteFile(fsys, "thesis.docx", []byte("mine")); err != nil {
		t.Fatal(err)
	}
	if _, err := store.CreateOn(fsys); !errors.Is(err, store.ErrForeign) {
		t.Errorf("create: %v, want ErrForeign", err)
	}
}
