package bucket_test

import (
	"errors"
	"io"
	"io/fs"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"

	"framewatch/store/disk"
	"framewatch/store/disk/bucket"
	"framewatch/store/disk/bucket/s3"
	"framewatch/store/disk/bucket/s3test"
	"framewatch/store/disk/disktest"
)

func TestABucketInMemoryConforms(t *testing.T) {
	disktest.Conformance(t, disktest.Traits{Replaces: true}, func(*testing.T) disk.FS {
		return bucket.New(memblob.OpenBucket(nil), bucket.Default())
	})
}

func TestAPrefixOfABucketConforms(t *testing.T) {
	disktest.Conformance(t, disktest.Traits{Replaces: true}, func(t *testing.T) disk.FS {
		b := memblob.OpenBucket(nil)
		if err := b.WriteAll(t.Context(), "set-b/foreign", []byte("x"), nil); err != nil {
			t.Fatal(err)
		}
		return bucket.New(blob.PrefixedBucket(b, "set/"), bucket.Default())
	})
}

func TestAnS3BucketConforms(t *testing.T) {
	disktest.Conformance(t, disktest.Traits{Replaces: true}, func(t *testing.T) disk.FS {
		c, err := s3test.New().Config()
		if err != nil {
			t.Fatal(err)
		}
		return bucket.New(s3.Open(c), bucket.Default())
	})
}

// TestAFileThatWasNotSyncedNeverWas: what a failed writer closes leaves nothing.
func TestAFileThatWasNotSyncedNeverWas(t *testing.T) {
	f := bucket.New(memblob.OpenBucket(nil), bucket.Default())
	w, err := f.Create("half")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"one", "two"} {
		if _, err := io.WriteString(w, p); err != nil {
			t.Fatal(err)
		}
		if e, err := f.Stat("half"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("it is seen while it is written: %v, %v", e, err)
		}
		if p == "one" {
			if err := w.Sync(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if e, err := f.Stat("half"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is there: %v, %v", e, err)
	}
}

// clock is a clock that is set by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// processes are views of one bucket, each with its own memory of what it holds.
func processes(n int) (*clock, []*bucket.FS) {
	c := &clock{now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
	o := bucket.Default()
	o.Now = c.read
	b := memblob.OpenBucket(nil)
	out := make([]*bucket.FS, n)
	for i := range out {
		out[i] = bucket.New(b, o)
	}
	return c, out
}

func TestOfManyOneHoldsTheLock(t *testing.T) {
	for range 20 {
		_, all := processes(16)
		var wait sync.WaitGroup
		held := make(chan io.Closer, len(all))
		for _, f := range all {
			wait.Go(func() {
				l, err := f.Lock("lock")
				if err == nil {
					held <- l
				} else if !errors.Is(err, disk.ErrLocked) {
					t.Errorf("lock: %v, want ErrLocked", err)
				}
			})
		}
		wait.Wait()
		if len(held) != 1 {
			t.Fatalf("%d hold the lock", len(held))
		}
		if err := (<-held).Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAStaleLockIsTakenOver, and its holder, should it wake up, changes nothing.
func TestAStaleLockIsTakenOver(t *testing.T) {
	c, all := processes(3)
	a, b := all[0], all[1]
	held, err := a.Lock("lock")
	if err != nil {
		t.Fatal(err)
	}
	c.advance(9 * time.Minute)
	if _, err := b.Lock("lock"); !errors.Is(err, disk.ErrLocked) || !strings.Contains(err.Error(), "2026-03-01T00:00:00Z") {
		t.Errorf("before it is stale: %v, want ErrLocked and since when", err)
	}
	c.advance(2 * time.Minute)
	taken, err := b.Lock("lock")
	if err != nil {
		t.Fatalf("take over a stale lock: %v", err)
	}
	for what, err := range map[string]error{"put": a.Put("x", nil), "put new": a.PutNew("x", nil), "remove": a.Remove("x"), "rename": a.Rename("x", "y"), "close": held.Close()} {
		if what != "close" && !errors.Is(err, disk.ErrLocked) || what == "close" && err != nil {
			t.Errorf("%s by who has lost the lock: %v", what, err)
		}
	}
	if _, err := all[2].Lock("lock"); !errors.Is(err, disk.ErrLocked) {
		t.Errorf("a third: %v, want ErrLocked", err)
	}
	if err := taken.Close(); err != nil {
		t.Error(err)
	}
	if _, err := all[2].Lock("lock"); err != nil {
		t.Errorf("after the release: %v", err)
	}
}

// TestALongRunKeepsItsLock: each change renews what has become old.
func TestALongRunKeepsItsLock(t *testing.T) {
	c, all := processes(2)
	if _, err := all[0].Lock("lock"); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		c.advance(8 * time.Minute)
		if err := all[0].Put("x", nil); err != nil {
			t.Fatal(err)
		}
		c.advance(4 * time.Minute)
		if _, err := all[1].Lock("lock"); !errors.Is(err, disk.ErrLocked) {
			t.Fatalf("a second holder: %v, want ErrLocked", err)
		}
		c.advance(-3 * time.Minute)
	}
}

func TestURLs(t *testing.T) {
	keys := func(name string) string {
		return map[string]string{"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}[name]
	}
	for address, want := range map[string]string{
		"s3://b":                    "",
		"s3://b/p/q/?region=x":      "",
		"s3:b/p":                    "write s3://BUCKET/PREFIX",
		"s3:///p":                   "write s3://BUCKET/PREFIX",
		"s3://b/p/../q":             "is no path",
		"s3://key:secret@b/p":       "no user",
		"s3://b/p?colour=red":       "colour",
		"gs://b/p":                  "-tags gcs",
		"azblob://b/p":              "-tags azure",
		"ftp://b/p":                 "none of s3://",
		"s3://b/p?endpoint=ftp://h": "endpoint",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		_, err = bucket.Open(u, keys)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret@") {
			t.Errorf("%s: the message tells the secret", address)
		}
	}
}
