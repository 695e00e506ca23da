//go:build unix

package crawl_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/corpus"
	"framewatch/crawl"
)

// limitFiles makes writing beyond so many bytes of any file an error, as a disk
// that is full does.
func limitFiles(size uint64) error {
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: size, Max: size})
}

// TestFullDisk: a crawl that may not write on, into the state, the log or the
// archive, ends with an error that says so; the one after it, with room, ends as
// if nothing had been, and every page can be read back.
func TestFullDisk(t *testing.T) {
	if os.Getenv(placeEnv) != "" {
		t.Skip("the state is on a server")
	}
	s := newSite(t)
	hosts := map[string]string{}
	var list []corpus.Source
	noise := rand.New(rand.NewPCG(7, 7)) // so that pages stay large when they are packed
	for i := range 2 {
		host := fmt.Sprintf("%c.test", 'a'+i)
		hosts[host] = s.Listener.Addr().String()
		list = append(list, source(host[:1], host, nil))
		s.page(host+"/", article(host, "/p/0", "/p/1"))
		for p := range 30 {
			var text strings.Builder
			for range 4000 {
				text.WriteRune(rune(0x4e00 + noise.IntN(0x5000)))
			}
			s.page(fmt.Sprintf("%s/p/%d", host, p), article(fmt.Sprint(host, p), fmt.Sprintf("/p/%d", (2*p+2)%30), fmt.Sprintf("/p/%d", (2*p+3)%30))+text.String())
		}
	}
	calm := jobIn(t.TempDir(), "r", list...)
	if err := runChild(t, hosts, calm); err != nil {
		t.Fatal(err)
	}
	want := captures(t, calm)
	for _, size := range []uint64{4 << 10, 32 << 10, 50_000, 100_000, 200_000, 400_000} {
		dir := t.TempDir()
		job := jobIn(dir, "r", list...)
		var said bytes.Buffer
		cmd := childOf(t, childSetup{Hosts: hosts, Job: job, FileSize: size})
		cmd.Stderr = &said
		if err := cmd.Run(); err == nil {
			t.Fatalf("%d bytes are enough: the test shows nothing", size)
		}
		if !strings.Contains(said.String(), syscall.EFBIG.Error()) || strings.Contains(said.String(), "goroutine") {
			t.Errorf("%d bytes: the crawl says %q", size, said.String())
		}
		if err := runChild(t, hosts, job); err != nil {
			t.Errorf("%d bytes, then room: %v", size, err)
			continue
		}
		got := captures(t, job)
		ignore := cmpopts.IgnoreFields(corpus.Capture{}, "FetchedAt", "WARCOffset")
		if diff := cmp.Diff(want, got, ignore); diff != "" {
			t.Errorf("%d bytes, then room (-calm +full):\n%.2000s", size, diff)
		}
		for _, c := range got {
			if p, err := crawl.ReadPage(dir, c); c.Outcome.Stored() && (err != nil || corpus.SHA256(p.Body) != c.BodySHA256) {
				t.Errorf("%d bytes: read %s back: %v", size, c.URL, err)
			}
		}
	}
}
