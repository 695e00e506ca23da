//go:build unix

package postgres_test

import (
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/frontiertest"
	"framewatch/crawl/frontier/postgres"
	"framewatch/crawl/frontier/postgres/pgtest"
)

// lease is short, so that tests need not wait for long, and longer than a busy machine
// lets a process wait.
const lease = 3 * time.Second

// in gives each folder of the suite a schema.
func in(server *pgtest.Server, dir string) string {
	return server.Address(fmt.Sprintf("s%d", crc32.ChecksumIEEE([]byte(dir))))
}

func TestConforms(t *testing.T) {
	server := pgtest.Start(t)
	open := func(dir string) (frontier.Store, error) { return postgres.Open(t.Context(), in(server, dir), lease) }
	frontiertest.Test(t, open)
	t.Run("taken over", func(t *testing.T) {
		frontiertest.TakenOver(t, open, func(s frontier.Store) {
			s.(*postgres.Store).Freeze()
			t.Cleanup(s.(*postgres.Store).Thaw)
		})
	})
	t.Run("server restarts", func(t *testing.T) { restarts(t, server) })
	t.Run("claim", func(t *testing.T) { claim(t, server) })
}

// restarts: a server that is killed and comes back is waited for, and what it had
// said yes to is there.
func restarts(t *testing.T, server *pgtest.Server) {
	s, err := postgres.Open(t.Context(), server.Address("restarts"), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := s.Begin("r", "job")
	if err != nil {
		t.Fatal(err)
	}
	const n = 20
	back := make(chan error, 1)
	for i := range n {
		if i == n/2 {
			server.Kill()
			go func() { back <- server.Restart() }()
		}
		url := fmt.Sprintf("http://a.test/%02d", i)
		if err := r.Commit(&frontier.Batch{Captures: []corpus.Capture{{Source: "s", URL: url, FinalURL: url, Attempt: 1}}}); err != nil {
			t.Fatalf("commit %d: %v", i, err)
		}
	}
	if err := <-back; err != nil {
		t.Fatal(err)
	}
	got := 0
	for c, err := range r.Captures() {
		if err != nil || c.URL != fmt.Sprintf("http://a.test/%02d", got) {
			t.Fatal(c.URL, err)
		}
		got++
	}
	if got != n {
		t.Errorf("%d captures of %d", got, n)
	}
	if err := r.Held(); err != nil {
		t.Error(err)
	}
}

// claim: a schema with something in it stays the dataset's that made it.
func claim(t *testing.T, server *pgtest.Server) {
	s, err := postgres.Open(t.Context(), server.Address("claim"), lease)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i, step := range []struct{ asks, gets string }{{"a", "a"}, {"b", "b"}, {"b", "b"}, {"a", "b"}} {
		if i == 2 { // until now it was empty
			if _, err := s.Begin("r", "job"); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.Claim(step.asks); err != nil || got != step.gets {
			t.Errorf("step %d: %s claims, it is %s's (%v), want %s's", i, step.asks, got, err, step.gets)
		}
	}
}

func TestAddress(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://crawler@db.test:5432/frontier?search_path=harbour": "",
		"postgresql:///frontier?host=/run/postgresql":                  "",
		"mysql://db.test/frontier":                                     "must begin with postgres://",
		"/var/lib/frontier":                                            "must begin with postgres://",
		"postgres://crawler:sesame@db.test/frontier":                   "must not hold a password",
		"postgres://db.test/frontier?password=sesame":                  "must not hold a password",
		"postgres://db.test/frontier?sslpassword=sesame":               "must not hold a password",
		"postgres://crawler:sesame@db.test:port/frontier":              "is no address",
	} {
		err := postgres.CheckAddress(address)
		if got := fmt.Sprint(err); want == "" && err != nil || want != "" && !strings.Contains(got, want) || strings.Contains(got, "sesame") {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}
