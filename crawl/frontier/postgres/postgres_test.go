//go:build unix

package postgres_test

import (
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/embedded"
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
	t.Run("erase", func(t *testing.T) { erase(t, server) })
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

// erase: what is known of URLs goes, and what stays follows its record, as in the
// store in a file.
func erase(t *testing.T, server *pgtest.Server) {
	there, err := postgres.Open(t.Context(), server.Address("erase"), lease)
	if err != nil {
		t.Fatal(err)
	}
	defer there.Close()
	file, err := embedded.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	const n = 2500 // more than are read at once
	known := map[string]frontier.Known{}
	var urls []string
	for i := range n {
		urls = append(urls, fmt.Sprintf("http://a.test/%d", i))
		known[urls[i]] = frontier.Known{ETag: fmt.Sprint(i), WARCFile: fmt.Sprintf("warc/%d.warc.gz", i%3), WARCOffset: int64(i)}
	}
	moved := map[string]frontier.Moved{"warc/1.warc.gz": {File: "warc/new.warc.gz", At: map[int64]int64{}}}
	for i := 1; i < n; i += 6 { // every other record of the file; the rest is there no more
		moved["warc/1.warc.gz"].At[int64(i)] = int64(i) + 1000
	}
	var left []map[string]frontier.Known
	for _, s := range []interface {
		frontier.Store
		Erase(urls []string, moved map[string]frontier.Moved) error
	}{file, there} {
		r, err := s.Begin("r", "job")
		if err == nil {
			err = errors.Join(r.Commit(&frontier.Batch{Known: known}), r.Close())
		}
		if err == nil {
			err = s.Erase(urls[:20], moved)
		}
		got := map[string]frontier.Known{}
		if err == nil {
			err = s.KnownOf(slices.Values(urls), func(url string, k frontier.Known) { got[url] = k })
		}
		if err != nil {
			t.Fatal(err)
		}
		left = append(left, got)
	}
	if diff := cmp.Diff(left[0], left[1]); diff != "" || len(left[0]) < n/2 || len(left[0]) > n*9/10 {
		t.Errorf("%d of %d left: %.1000s", len(left[0]), n, diff)
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
		"postgres://crawler:sesame@db.test:port/frontier":              "is no address",
	} {
		err := postgres.CheckAddress(address)
		if got := fmt.Sprint(err); want == "" && err != nil || want != "" && !strings.Contains(got, want) || strings.Contains(got, "sesame") {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}
