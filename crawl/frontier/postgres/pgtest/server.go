//go:build unix

package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a server of one test process.
type Server struct {
	dir, bin string
	as       *syscall.Credential
	process  *exec.Cmd
	log      bytes.Buffer
	ended    chan struct{}
}

// binaries is the folder with the server's programs, the newest version first.
func binaries() (string, bool) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), true
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", false
	}
	return filepath.Dir(found[len(found)-1]), true
}

// ErrMissing says that no server is installed.
var ErrMissing = errors.New("PostgreSQL is not installed (Debian's package postgresql): its frontier is not tested")

// Start makes and starts a server, which ends with the test.
func Start(tb testing.TB) *Server {
	tb.Helper()
	s, err := New()
	if errors.Is(err, ErrMissing) && os.Getenv("FRAMEWATCH_NEEDS_POSTGRES") == "" {
		tb.Skip(err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Remove(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// New makes and starts a server, which is there until [Server.Remove].
func New() (s *Server, err error) {
	bin, ok := binaries()
	if !ok {
		return nil, ErrMissing
	}
	dir, err := os.MkdirTemp("", "pg") // a socket's path must be short
	if err != nil {
		return nil, err
	}
	s = &Server{dir: dir, bin: bin}
	if os.Getuid() == 0 {
		err = s.unprivileged()
	}
	if err == nil {
		initdb := s.command("initdb", "-D", s.data(), "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
		if out, ierr := initdb.CombinedOutput(); ierr != nil {
			err = fmt.Errorf("initdb: %w: %s", ierr, out)
		}
	}
	if err == nil {
		err = s.Restart()
	}
	if err != nil {
		return nil, errors.Join(err, s.Remove())
	}
	return s, nil
}

// Remove ends the server and removes what it had.
func (s *Server) Remove() error {
	s.Kill()
	for range 100 { // its children write until they see that it is gone
		if os.RemoveAll(s.dir) == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return os.RemoveAll(s.dir)
}

// unprivileged makes the server run as a user without rights: it refuses to run as
// root.
func (s *Server) unprivileged() error {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		s.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return os.Chown(s.dir, int(uid), int(gid))
	}
	return errors.New("no user postgres or nobody to run a server as")
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), filepath.Join(s.bin, name), args...) //nolint:gosec // a program of the server, found in its folder
	cmd.Dir = s.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as, Setpgid: true}
	return cmd
}

// Address is that of a schema of the server.
func (s *Server) Address(schema string) string {
	return "postgres://test@/postgres?host=" + url.QueryEscape(s.dir) + "&search_path=" + schema
}

// PID is that of the server's first process; its others are its children.
func (s *Server) PID() int { return s.process.Process.Pid }

// Restart starts the server, which must not run, and waits until it answers.
func (s *Server) Restart() error {
	deadline := time.Now().Add(time.Minute)
	for {
		s.log.Reset()
		s.process = s.command("postgres", "-D", s.data(), "-k", s.dir, "-c", "listen_addresses=", "-c", "shared_buffers=32MB")
		s.process.Stderr = &s.log
		if err := s.process.Start(); err != nil {
			return fmt.Errorf("start server: %w", err)
		}
		s.ended = make(chan struct{})
		go func() { _ = s.process.Wait(); close(s.ended) }()
		for s.runs() {
			if s.answers() {
				return nil
			}
			if time.Now().After(deadline) {
				return errors.New("server does not answer")
			}
			time.Sleep(20 * time.Millisecond)
		}
		// Children of one that was killed may still hold its memory.
		if time.Now().After(deadline) {
			return fmt.Errorf("server ended: %s", strings.TrimSpace(s.log.String()))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (s *Server) runs() bool {
	select {
	case <-s.ended:
		return false
	default:
		return true
	}
}

func (s *Server) answers() bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.Address("public"))
	if err != nil {
		return false
	}
	return conn.Close(ctx) == nil
}

// Holds lists the files of the server's tables that have some bytes somewhere.
func (s *Server) Holds(needle []byte) (files []string, err error) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, s.Address("public"))
	if err != nil {
		return nil, err
	}
	_, err = conn.Exec(ctx, "CHECKPOINT") // writes what is in memory, and removes files that were replaced
	if err = errors.Join(err, conn.Close(ctx)); err != nil {
		return nil, err
	}
	base := os.DirFS(filepath.Join(s.data(), "base"))
	return files, fs.WalkDir(base, ".", func(path string, e fs.DirEntry, err error) error {
		var data []byte
		if err == nil && e.Type().IsRegular() {
			data, err = fs.ReadFile(base, path)
		}
		if errors.Is(err, fs.ErrNotExist) { // the server works on
			return nil
		}
		if bytes.Contains(data, needle) {
			files = append(files, path)
		}
		return err
	})
}

// CPU is the processor time that the server has taken, with its children; 0 where
// the system does not say.
func (s *Server) CPU() time.Duration {
	const tick = 10 * time.Millisecond // USER_HZ of Linux, for programs
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	total := 0
	for _, path := range stats {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended meanwhile
		}
		_, rest, _ := strings.Cut(string(data), ") ")
		f := strings.Fields(rest)
		if len(f) < 15 {
			continue
		}
		n := func(i int) int { v, _ := strconv.Atoi(f[i]); return v }
		switch strconv.Itoa(s.PID()) {
		case filepath.Base(filepath.Dir(path)):
			total += n(11) + n(12) + n(13) + n(14) // its own, and of children that have ended
		case f[1]:
			total += n(11) + n(12)
		}
	}
	return time.Duration(total) * tick
}

// Kill ends the server as a loss of power would: nothing is told to anybody.
func (s *Server) Kill() {
	if s.process == nil || s.process.Process == nil {
		return
	}
	_ = s.process.Process.Kill()
	<-s.ended
}
