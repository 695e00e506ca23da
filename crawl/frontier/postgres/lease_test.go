//go:build unix

package postgres_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/postgres"
	"framewatch/crawl/frontier/postgres/pgtest"
)

// slowLine is a way to a server on which answers to renewals can be held back.
type slowLine struct {
	mu   sync.Mutex
	open *sync.Cond
	held bool
	came chan struct{} // gets one for each answer that is held back
}

// through makes the way and gives the address of a schema over it.
func through(t *testing.T, address string) (*slowLine, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	dir, err := os.MkdirTemp("", "pgl") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	const socket = ".s.PGSQL.5432"
	there := filepath.Join(q.Get("host"), socket)
	listener, err := net.Listen("unix", filepath.Join(dir, socket))
	if err != nil {
		t.Fatal(err)
	}
	l := &slowLine{came: make(chan struct{}, 64)}
	l.open = sync.NewCond(&l.mu)
	t.Cleanup(func() { l.hold(false); _ = listener.Close(); _ = os.RemoveAll(dir) })
	go func() {
		for {
			in, err := listener.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("unix", there)
			if err != nil {
				_ = in.Close()
				continue
			}
			go func() { _, _ = io.Copy(out, in); _ = out.Close() }()
			go func() { _, _ = io.Copy(in, l.answers(out)); _ = in.Close() }()
		}
	}()
	q.Set("host", dir)
	u.RawQuery = q.Encode()
	return l, u.String()
}

func (l *slowLine) hold(held bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.held = held
	l.open.Broadcast()
}

type answers struct {
	io.Reader
	line *slowLine
}

func (l *slowLine) answers(r io.Reader) io.Reader { return answers{r, l} }

func (a answers) Read(b []byte) (int, error) {
	n, err := a.Reader.Read(b)
	a.line.mu.Lock()
	defer a.line.mu.Unlock()
	// The pool asks other things of its own, such as whether a connection lives.
	for first := true; a.line.held && bytes.Contains(b[:n], []byte("UPDATE 1")); first = false {
		if first {
			a.line.came <- struct{}{}
		}
		a.line.open.Wait()
	}
	return n, err
}

// TestALateYesIsNone: a process that is frozen while the server renews its lease
// reads a yes when it wakes, and must not take it for one that holds now.
func TestALateYesIsNone(t *testing.T) {
	const length = time.Second
	server := pgtest.Start(t)
	direct := server.Address("late")
	line, slow := through(t, direct)
	first, err := postgres.Open(t.Context(), slow, length)
	if err != nil {
		t.Fatal(err)
	}
	run, err := first.Begin("r", "job")
	if err != nil {
		t.Fatal(err)
	}
	first.Freeze()
	t.Cleanup(first.Thaw)
	for err == nil && !first.Uncertain() {
		time.Sleep(length / 50) // until it would ask the server
	}
	line.hold(true)
	said := make(chan error, 1)
	go func() { said <- run.Held() }()
	<-line.came // the server has said yes
	second, err := postgres.Open(t.Context(), direct, length)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	line.hold(false)
	if err := <-said; !errors.Is(err, frontier.ErrTaken) {
		t.Errorf("a process that was taken over after the server's yes is told %v", err)
	}
}
