//go:build unix

package postgres_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/postgres"
	"framewatch/crawl/frontier/postgres/pgtest"
)

// table is a store whose run offers errands.
type table struct {
	t       *testing.T
	address string
	store   *postgres.Store
	run     *postgres.Run
}

func newTable(t *testing.T, address string) *table {
	t.Helper()
	s, err := postgres.Open(t.Context(), address, lease)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	r, err := s.Begin("r", "job")
	if err != nil {
		t.Fatal(err)
	}
	return &table{t, address, s, r.(*postgres.Run)}
}

func (b *table) offer(text string) {
	b.t.Helper()
	if err := b.run.Offer([]byte(text)); err != nil {
		b.t.Fatal(err)
	}
}

func (b *table) join(room int) *postgres.Joined {
	b.t.Helper()
	j, err := postgres.Join(b.t.Context(), b.address, lease, room)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = j.Close() })
	return j
}

func (b *table) exchange(back []int64, deal []frontier.Errand, have []int64) (fetchers []frontier.Fetcher, done []frontier.Errand) {
	b.t.Helper()
	fetchers, done, err := b.run.Exchange(back, deal, have)
	if err != nil {
		b.t.Fatal(err)
	}
	return fetchers, done
}

func numbers(errands []frontier.Errand) string {
	var out []int64
	for _, e := range errands {
		out = append(out, e.Number)
	}
	return fmt.Sprint(out)
}

func deal(fetcher int, numbers ...int64) (out []frontier.Errand) {
	for _, n := range numbers {
		out = append(out, frontier.Errand{Number: n, Fetcher: fetcher, Task: fmt.Append([]byte{0, 255}, "task ", n)})
	}
	return out
}

func TestErrands(t *testing.T) {
	server := pgtest.Start(t)
	t.Run("way", func(t *testing.T) { way(t, server) })
	t.Run("given up", func(t *testing.T) { givenUp(t, server) })
	t.Run("taken over", func(t *testing.T) { takenOver(t, server) })
}

// way follows errands from their being dealt out to the commit of what came of them,
// with a server that falls on the way.
func way(t *testing.T, server *pgtest.Server) {
	b := newTable(t, server.Address("way"))
	if _, err := postgres.Join(t.Context(), b.address, lease, 2); !errors.Is(err, postgres.ErrNothingOffered) {
		t.Errorf("joined what is not offered: %v", err)
	}
	b.offer("an offer")
	j := b.join(2)
	if string(j.Offer) != "an offer" || j.Run.Name() != "r" || j.Run.Worker() != j.ID {
		t.Errorf("joined %q of run %s as %d of %d", j.Offer, j.Run.Name(), j.Run.Worker(), j.ID)
	}
	fetchers, done := b.exchange(nil, deal(j.ID, 7, 8, 9), nil)
	if diff := cmp.Diff([]frontier.Fetcher{{Number: j.ID, Room: 2}}, fetchers); diff != "" || len(done) != 0 {
		t.Error(diff, done)
	}
	hand, err := j.Exchange(nil, frontier.Position{}, nil, 2)
	if err != nil || numbers(hand) != "[7 8]" || string(hand[1].Task) != string(deal(0, 8)[0].Task) {
		t.Fatal(numbers(hand), err)
	}
	server.Kill()
	back := make(chan error, 1)
	go func() { back <- server.Restart() }()
	at := frontier.Position{Seq: 1, Offset: 77}
	hand, err = j.Exchange([]frontier.Errand{{Number: 8, Result: []byte("eight")}}, at, []int64{7, 8}, 1)
	if err := errors.Join(err, <-back); err != nil || numbers(hand) != "[9]" {
		t.Fatal(numbers(hand), err)
	}
	if _, done = b.exchange(nil, nil, nil); numbers(done) != "[8]" || string(done[0].Result) != "eight" {
		t.Errorf("done: %+v", done)
	}
	if _, done = b.exchange(nil, nil, []int64{8}); len(done) != 0 {
		t.Errorf("done again: %+v", done)
	}
	c := corpus.Capture{Source: "s", URL: "http://a.test/", FinalURL: "http://a.test/", Attempt: 1}
	if err := b.run.Commit(&frontier.Batch{Captures: []corpus.Capture{c}, Errands: []int64{8}}); err != nil {
		t.Fatal(err)
	}
	left, err := b.run.Errands()
	if err != nil || numbers(left) != "[7 9]" || left[0].Result != nil {
		t.Errorf("left: %+v, %v", left, err)
	}
	if v, err := j.Look(); err != nil || v.Changed || v.Ended { // it may be vacant: the server was away
		t.Error(v, err)
	}
	if err := j.Leave(); err != nil {
		t.Fatal(err)
	}
	fetchers, done = b.exchange(nil, nil, nil)
	if len(fetchers) != 0 || numbers(done) != "[7 9]" || done[0].Result == nil || len(done[0].Result) != 0 {
		t.Errorf("given back: %+v by %v", done, fetchers)
	}
	b.exchange([]int64{7, 9}, nil, nil)
	all, err := b.run.Dismiss()
	if diff := cmp.Diff([]frontier.Fetcher{{Number: j.ID, At: at}}, all); diff != "" || err != nil {
		t.Error(diff, err)
	}
	b.offer("another offer")
	if v, err := j.Look(); err != nil || !v.Changed || v.Ended {
		t.Error(v, err)
	}
	if err := b.run.Finish(); err != nil {
		t.Fatal(err)
	}
	if v, err := j.Look(); err != nil || !v.Ended {
		t.Error(v, err)
	}
}

// givenUp: a fetcher that is not heard of is missed, is told so, and nothing of what
// it does counts.
func givenUp(t *testing.T, server *pgtest.Server) {
	b := newTable(t, server.Address("givenup"))
	b.offer("x")
	lives, silent := b.join(1), b.join(1)
	b.exchange(nil, deal(silent.ID, 1), nil)
	silent.Freeze()
	t.Cleanup(silent.Thaw)
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		fetchers, _ := b.exchange(nil, nil, nil)
		if len(fetchers) == 1 && fetchers[0].Number == lives.ID {
			break
		}
		if time.Since(began) > 20*lease {
			t.Fatalf("%v are heard of", fetchers)
		}
	}
	if err := silent.Run.Held(); !errors.Is(err, frontier.ErrTaken) {
		t.Errorf("it is told %v", err)
	}
	if _, err := silent.Exchange([]frontier.Errand{{Number: 1, Result: []byte("late")}}, frontier.Position{}, nil, 1); !errors.Is(err, frontier.ErrTaken) {
		t.Errorf("its late result: %v", err)
	}
	if _, done := b.exchange(nil, nil, nil); len(done) != 0 {
		t.Errorf("late results: %+v", done)
	}
	// Taken back and dealt out anew in one step.
	b.exchange([]int64{1}, deal(lives.ID, 2), nil)
	if hand, err := lives.Exchange(nil, frontier.Position{}, nil, 5); err != nil || numbers(hand) != "[2]" {
		t.Error(numbers(hand), err)
	}
}

// takenOver: who was taken over deals nothing out any more, and who goes on finds what
// it has left, with what has come of it meanwhile.
func takenOver(t *testing.T, server *pgtest.Server) {
	b := newTable(t, server.Address("takenover"))
	b.offer("x")
	j := b.join(2)
	b.exchange(nil, deal(j.ID, 1, 2), nil)
	b.store.Freeze()
	t.Cleanup(b.store.Thaw)
	second := newTable(t, b.address)
	for what, err := range map[string]error{
		"deal":    func() error { _, _, err := b.run.Exchange(nil, deal(j.ID, 3), nil); return err }(),
		"offer":   b.run.Offer([]byte("late")),
		"dismiss": func() error { _, err := b.run.Dismiss(); return err }(),
	} {
		if !errors.Is(err, frontier.ErrTaken) {
			t.Errorf("a late %s: %v", what, err)
		}
	}
	if hand, err := j.Exchange([]frontier.Errand{{Number: 2, Result: []byte("two")}}, frontier.Position{}, []int64{2}, 2); err != nil || numbers(hand) != "[1]" {
		t.Error(numbers(hand), err)
	}
	left, err := second.run.Errands()
	if err != nil || numbers(left) != "[1 2]" || left[0].Result != nil || string(left[1].Result) != "two" || left[0].Fetcher != j.ID {
		t.Errorf("left: %+v, %v", left, err)
	}
	if fetchers, _ := second.exchange(nil, nil, nil); len(fetchers) != 1 {
		t.Errorf("fetchers: %v", fetchers)
	}
}
