//go:build unix

package main

import (
	"bufio"
	"bytes"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// start runs this program as a process of its own; what still runs at the end of
// the test is killed.
func start(t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "framewatch", args...)
	c.Dir = t.TempDir()
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, &out
}

// how tells how a process ended.
func how(t *testing.T, c *exec.Cmd) syscall.WaitStatus {
	t.Helper()
	var failed *exec.ExitError
	if err := c.Wait(); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return c.ProcessState.Sys().(syscall.WaitStatus)
}

func TestTheFirstSignalInterrupts(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		asked, release := make(chan struct{}, 100), make(chan struct{})
		site := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			asked <- struct{}{}
			select {
			case <-release:
			case <-r.Context().Done():
			}
		}))
		c, out := start(t, "crawl", "--url", site.URL+"/", "--allow-net", "127.0.0.0/8", "--data", "d")
		<-asked
		if err := c.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
		if status := how(t, c); status.ExitStatus() != exitInterrupted {
			t.Errorf("%v: status %v\n%s", s, status, out)
		}
		close(release)
		site.Close()
	}
}

// TestAnEarlySignalInterruptsToo: as soon as the package that takes signals is ready,
// which is before all that takes time, an end at any moment has the same exit code.
func TestAnEarlySignalInterruptsToo(t *testing.T) {
	release := make(chan struct{})
	site := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	defer site.Close()
	defer close(release)
	moments := rand.New(rand.NewPCG(16, 3))
	for range 12 {
		s := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM}[moments.IntN(2)]
		after := time.Duration(moments.IntN(400)) * time.Millisecond
		c := exec.CommandContext(t.Context(), "framewatch", "crawl", "--url", site.URL+"/", "--allow-net", "127.0.0.0/8", "--data", "d")
		c.Dir = t.TempDir()
		c.Env = append(os.Environ(), "GODEBUG=inittrace=1")
		trace, err := c.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(trace)
		for lines.Scan() && !strings.HasPrefix(lines.Text(), "init framewatch/internal/interrupt ") {
			if strings.HasPrefix(lines.Text(), "init framewatch/crawl") {
				t.Fatal("packages that take time are initialised before signals are taken")
			}
		}
		time.AfterFunc(after, func() { _ = c.Process.Signal(s) })
		var said strings.Builder
		for lines.Scan() {
			if !strings.HasPrefix(lines.Text(), "init ") {
				said.WriteString(lines.Text() + "\n")
			}
		}
		if status := how(t, c); status.ExitStatus() != exitInterrupted {
			t.Errorf("%v after %v: status %v\n%s", s, after, status, said.String())
		}
	}
}

// TestTheSecondSignalEndsTheProcess: a program that waits for a pipe does not see
// that it is interrupted, and signals after the first end it nonetheless.
func TestTheSecondSignalEndsTheProcess(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		pipe := filepath.Join(t.TempDir(), "pipe")
		if err := syscall.Mkfifo(pipe, 0o600); err != nil {
			t.Fatal(err)
		}
		c, out := start(t, "robots", "--file", pipe, "http://a.test/")
		w, err := os.OpenFile(pipe, os.O_WRONLY, 0) // waits until the program reads
		if err != nil {
			t.Fatal(err)
		}
		// The first may not have been noticed yet when the next comes.
		tick := time.NewTicker(20 * time.Millisecond)
		ended := make(chan syscall.WaitStatus)
		go func() { ended <- how(t, c) }()
		for running := true; running; {
			select {
			case <-tick.C:
				_ = c.Process.Signal(s) // it may have ended just now
			case status := <-ended:
				running = false
				if !status.Signaled() || status.Signal() != s {
					t.Errorf("%v: status %v\n%s", s, status, out)
				}
			}
		}
		tick.Stop()
		_ = w.Close()
	}
}

// TestASignalIsTheEndOfServe, which is a success: nothing was left undone.
func TestASignalIsTheEndOfServe(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		file := filepath.Join(t.TempDir(), "anna.csv")
		if err := os.WriteFile(file, []byte("id,text,coder,frame:peace_dialogue\nu1,A text.,anna,\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		c := exec.CommandContext(t.Context(), "framewatch", "serve", "--code", file, "--data", "none", "--listen", "127.0.0.1:0")
		c.Dir = t.TempDir()
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		said, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		address := regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+/`).FindString(said)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatalf("%q: %v", said, err)
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if err := c.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
		if status := how(t, c); resp.StatusCode != http.StatusOK || status.ExitStatus() != exitOK {
			t.Errorf("%v: the page has status %d, the end %v", s, resp.StatusCode, status)
		}
	}
}
