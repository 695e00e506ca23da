//go:build unix

package postgres_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/postgres"
	"framewatch/crawl/frontier/postgres/pgtest"
)

func TestStanding(t *testing.T) {
	server := pgtest.Start(t)
	t.Run("formats", func(t *testing.T) { formats(t, server) })
	t.Run("look", func(t *testing.T) { look(t, server) })
	t.Run("erased for good", func(t *testing.T) { erasedForGood(t, server) })
	t.Run("nights", func(t *testing.T) { nights(t, server) })
	t.Run("a role with one schema", func(t *testing.T) { oneSchema(t, server) })
}

func connect(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	return conn
}

func execute(t *testing.T, conn *pgx.Conn, statements string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
}

// backTo makes the tables those that programs of earlier formats left, the last first.
var backTo = []string{
	"DROP FUNCTION hold_store; ALTER TABLE fetchers DROP COLUMN who; UPDATE meta SET value = '2' WHERE key = 'format'",
	"DROP TABLE errands, fetchers; DROP FUNCTION attend, hold_beside; DROP INDEX runs_epoch; ALTER TABLE runs DROP COLUMN offer; UPDATE meta SET value = '1' WHERE key = 'format'",
}

// formats: tables of an earlier program are brought to the form of today with what is in
// them, and can be looked at before; those of a later one are left alone.
func formats(t *testing.T, server *pgtest.Server) {
	b := newTable(t, server.Address("formats"))
	if err := b.run.Commit(&frontier.Batch{Known: map[string]frontier.Known{"http://a.test/": {ETag: "x"}}}); err != nil {
		t.Fatal(err)
	}
	conn := connect(t, b.address)
	for i := range backTo {
		if err := b.store.Close(); err != nil {
			t.Fatal(err)
		}
		for _, statements := range backTo[:i+1] {
			execute(t, conn, statements)
		}
		if s, err := postgres.Look(t.Context(), b.address); err != nil || s.Format != 2-i || s.Later || len(s.Runs) != 1 {
			t.Errorf("format %d looks as %+v, %v", 2-i, s, err)
		}
		b = newTable(t, b.address)
		if k, ok, err := b.store.Known("http://a.test/"); !ok || err != nil || k.ETag != "x" {
			t.Error(k, ok, err)
		}
		b.offer("x")
		j := b.join(1)
		if fetchers, _ := b.exchange(nil, nil, nil); len(fetchers) != 1 || fetchers[0].Number != j.ID {
			t.Errorf("fetchers: %v", fetchers)
		}
		if err := errors.Join(j.Leave(), j.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.store.Close(); err != nil {
		t.Fatal(err)
	}
	execute(t, conn, "UPDATE meta SET value = '99' WHERE key = 'format'")
	if s, err := postgres.Look(t.Context(), b.address); err != nil || !s.Later || s.Format != 99 {
		t.Errorf("a later format looks as %+v, %v", s, err)
	}
	if _, err := postgres.Open(t.Context(), b.address, lease); err == nil || !strings.Contains(err.Error(), "format 99") {
		t.Errorf("opened tables of a later format: %v", err)
	}
	execute(t, conn, "UPDATE meta SET value = 'x' WHERE key = 'format'")
	if _, err := postgres.Open(t.Context(), b.address, lease); err == nil || !strings.Contains(err.Error(), `format "x"`) {
		t.Errorf("opened tables of no format: %v", err)
	}
}

// look: who decides, who has joined, what waits and what is out can be seen by who holds
// nothing, and looking makes nothing.
func look(t *testing.T, server *pgtest.Server) {
	address := server.Address("look")
	if s, err := postgres.Look(t.Context(), address); err != nil || s.Format != 0 || s.Decides != nil || len(s.Runs)+len(s.Joined) > 0 || s.Version == "" {
		t.Errorf("an empty schema looks as %+v, %v", s, err)
	}
	var there bool
	if err := connect(t, address).QueryRow(t.Context(), "SELECT to_regnamespace('look') IS NOT NULL").Scan(&there); err != nil || there {
		t.Errorf("to look has made a schema: %t, %v", there, err)
	}
	b := newTable(t, address)
	if err := b.run.Seed([]frontier.Seed{{Links: []frontier.Link{{URL: "http://a.test/1"}, {URL: "http://a.test/2"}, {URL: "http://a.test/3"}}}}); err != nil {
		t.Fatal(err)
	}
	var st frontier.SourceState
	var first frontier.Item
	if err := b.run.Advance([]frontier.Turn{{State: &st}}, func(int, string, frontier.Link) frontier.Admission {
		return frontier.Admission{Take: true, Host: "a.test"}
	}, func(int, string) {}); err != nil {
		t.Fatal(err)
	}
	err := b.run.Items("", func(it frontier.Item) bool { first = it; return false })
	if err == nil {
		err = b.run.Commit(&frontier.Batch{Done: []frontier.Item{first}, Captures: []corpus.Capture{{Source: "s", URL: first.URL, FinalURL: first.URL, Attempt: 1}}})
	}
	if err != nil {
		t.Fatal(err)
	}
	b.offer("x")
	j := b.join(8)
	b.exchange(nil, deal(j.ID, 1, 2), nil)
	if _, err := j.Exchange([]frontier.Errand{{Number: 1, Result: []byte("one")}}, frontier.Position{}, nil, 8); err != nil {
		t.Fatal(err)
	}
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	who := fmt.Sprintf("%s/%d", host, os.Getpid())
	s, err := postgres.Look(t.Context(), address)
	if err != nil || s.Decides == nil {
		t.Fatalf("%+v, %v", s, err)
	}
	want := frontier.Standing{Format: 3, Decides: &frontier.Attending{Who: who}, Runs: []frontier.Pending{{Run: "r", Waiting: 2, Captures: 1, Results: 1}},
		Joined: []frontier.Attending{{Who: who, Number: j.ID, Room: 8, Out: 1}}}
	if diff := cmp.Diff(want, s, cmpopts.IgnoreFields(frontier.Standing{}, "Version", "Where", "Bytes"), cmpopts.IgnoreFields(frontier.Attending{}, "Left")); diff != "" {
		t.Error(diff)
	}
	if s.Bytes == 0 || s.Decides.Left > lease.Seconds() || s.Joined[0].Left > lease.Seconds() {
		t.Errorf("%d bytes, leases of %g s and %g s", s.Bytes, s.Decides.Left, s.Joined[0].Left)
	}
	if err := errors.Join(j.Leave(), b.store.Close()); err != nil {
		t.Fatal(err)
	}
	if s, err = postgres.Look(t.Context(), address); err != nil || s.Decides != nil || len(s.Joined) > 0 {
		t.Errorf("left by all it looks as %+v, %v", s, err)
	}
	server.Kill()
	if _, err := postgres.Look(t.Context(), address); err == nil {
		t.Error("a server that is away can be looked at")
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
}

// erasedForGood: of what was erased no file of the server's tables has a byte, whatever
// was in them, and what a process still has in hand does not come back.
func erasedForGood(t *testing.T, server *pgtest.Server) {
	const secret = "http://a.test/zephyrine-ferry-talks"
	b := newTable(t, server.Address("forgood"))
	b.offer(secret)
	j, late := b.join(2), b.join(2)
	task := frontier.Errand{Number: 1, Fetcher: j.ID, Task: []byte(secret)}
	b.exchange(nil, []frontier.Errand{task, {Number: 2, Fetcher: late.ID, Task: []byte(secret)}}, nil)
	if _, err := j.Exchange([]frontier.Errand{{Number: 1, Result: []byte(secret)}}, frontier.Position{}, nil, 1); err != nil {
		t.Fatal(err)
	}
	if err := b.run.Seed([]frontier.Seed{{Links: []frontier.Link{{URL: secret}}}}); err != nil {
		t.Fatal(err)
	}
	if err := b.run.Commit(&frontier.Batch{Captures: []corpus.Capture{{Source: "s", URL: secret, FinalURL: secret, Attempt: 1}}, Known: map[string]frontier.Known{secret: {ETag: secret}},
		Robots: []frontier.Robots{{Host: "http://a.test", Body: []byte("Disallow: /zephyrine-ferry-talks")}}}); err != nil {
		t.Fatal(err)
	}
	needle := []byte("zephyrine-ferry")
	if there, err := server.Holds(needle); err != nil || len(there) < 5 {
		t.Errorf("before, %v hold it, %v: the test would show nothing", there, err)
	}
	if err := b.store.Erase([]string{secret}, nil); err != nil {
		t.Fatal(err)
	}
	if there, err := server.Holds(needle); err != nil || len(there) > 0 {
		t.Errorf("%v still hold it, %v", there, err)
	}
	if _, err := late.Exchange([]frontier.Errand{{Number: 2, Result: []byte(secret)}}, frontier.Position{}, nil, 1); !errors.Is(err, frontier.ErrTaken) {
		t.Errorf("a late result: %v", err)
	}
	if v, err := late.Look(); err != nil || !v.Ended {
		t.Errorf("who has joined sees %+v, %v", v, err)
	}
	if err := b.run.Commit(&frontier.Batch{Known: map[string]frontier.Known{secret: {ETag: secret}}}); !errors.Is(err, frontier.ErrTaken) {
		t.Errorf("a late commit: %v", err)
	}
	if there, err := server.Holds(needle); err != nil || len(there) > 0 {
		t.Errorf("%v hold it again, %v", there, err)
	}
	for _, at := range []*postgres.Joined{j, late} {
		if err := at.Leave(); err != nil {
			t.Error(err)
		}
	}
	// One that was taken over erases nothing.
	b.store.Freeze()
	t.Cleanup(b.store.Thaw)
	second := newTable(t, b.address)
	if err := b.store.Erase([]string{secret}, nil); !errors.Is(err, frontier.ErrTaken) {
		t.Errorf("a late erasure: %v", err)
	}
	if runs, err := second.store.Runs(); len(runs) != 1 || err != nil {
		t.Error(runs, err)
	}
}

// nights: of runs that are over nothing stays on the server, be they ever so many.
func nights(t *testing.T, server *pgtest.Server) {
	b := newTable(t, server.Address("nights"))
	conn := connect(t, b.address)
	for night := range 3 {
		r, err := b.store.Begin(corpus.RunID(fmt.Sprint("night", night)), "job")
		if err != nil {
			t.Fatal(err)
		}
		b.run = r.(*postgres.Run)
		b.offer("x")
		j := b.join(2)
		b.exchange(nil, deal(j.ID, 1), nil)
		url := "http://a.test/"
		err = errors.Join(r.Seed([]frontier.Seed{{Links: []frontier.Link{{URL: url}}}}),
			r.Commit(&frontier.Batch{Captures: []corpus.Capture{{Source: "s", URL: url, FinalURL: url, Attempt: 1}}, Hosts: []frontier.HostState{{Host: "a.test"}}, Known: map[string]frontier.Known{url: {}}}),
			r.Finish())
		if err == nil && night == 2 { // a process may leave something behind after the end
			_, err = conn.Exec(t.Context(), "INSERT INTO fetchers (run, room, until) VALUES (7, 1, clock_timestamp())")
		}
		if err = errors.Join(err, r.Drop()); err != nil {
			t.Fatal(err)
		}
	}
	r, ok, err := b.store.Find("r") // that of the table
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if err := r.Drop(); err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]int{"known": 1, "robots": 0, "visits": 0, "runs": 0, "queue": 0, "seen": 0, "found": 0, "bodies": 0, "sources": 0, "hosts": 0, "journal": 0, "errands": 0, "fetchers": 0} {
		var n int
		if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil || n != want {
			t.Errorf("table %s has %d rows, want %d, %v", table, n, want, err)
		}
	}
}

// oneSchema: a role needs a schema that is its own, and may make no other; what the
// server has it wait for at most does not hold for it.
func oneSchema(t *testing.T, server *pgtest.Server) {
	admin := connect(t, server.Address("public"))
	execute(t, admin, "CREATE ROLE crawler LOGIN; CREATE SCHEMA harbour AUTHORIZATION crawler; ALTER ROLE crawler SET statement_timeout = 1; ALTER ROLE crawler SET default_transaction_isolation = 'serializable'")
	address := strings.Replace(server.Address("harbour"), "//test@", "//crawler@", 1)
	b := newTable(t, address)
	b.offer("x")
	j := b.join(1)
	b.exchange(nil, deal(j.ID, 1), nil)
	if err := errors.Join(j.Leave(), b.run.Commit(&frontier.Batch{Known: map[string]frontier.Known{"http://a.test/": {}}}), b.run.Finish(), b.store.Erase([]string{"http://a.test/"}, nil)); err != nil {
		t.Error(err)
	}
	if s, err := postgres.Look(t.Context(), address); err != nil || s.Decides == nil {
		t.Error(s, err)
	}
	other := strings.Replace(server.Address("elsewhere"), "//test@", "//crawler@", 1)
	if _, err := postgres.Open(t.Context(), other, time.Second); err == nil || !strings.Contains(err.Error(), "make schema elsewhere") {
		t.Errorf("a schema that it may not make: %v", err)
	}
}
