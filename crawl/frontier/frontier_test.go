package frontier_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
)

func open(t *testing.T, dir string) *frontier.Store {
	t.Helper()
	s, err := frontier.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func begin(t *testing.T, s *frontier.Store, id corpus.RunID) *frontier.Run {
	t.Helper()
	r, err := s.Begin(id, "job")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func takeAll(string, frontier.Link) frontier.Admission {
	return frontier.Admission{Take: true, Host: "a.test"}
}

func urls(items []frontier.Item) (out []string) {
	for _, it := range items {
		out = append(out, it.URL)
	}
	return out
}

// advance begins a source's next wave and returns what it queued.
func advance(t *testing.T, r *frontier.Run, st *frontier.SourceState, admit func(string, frontier.Link) frontier.Admission) (out []frontier.Item) {
	t.Helper()
	n := 0
	check(t, r.Advance(0, st, admit, func(string) { n++ }))
	for _, it := range waiting(t, r, "") {
		if it.Wave == st.Wave {
			out = append(out, it)
		}
	}
	if len(out) != n {
		t.Fatalf("%d items queued, %d told of", len(out), n)
	}
	return out
}

func waiting(t *testing.T, r *frontier.Run, host string) []frontier.Item {
	t.Helper()
	var out []frontier.Item
	check(t, r.Items(host, func(it frontier.Item) bool { out = append(out, it); return true }))
	return out
}

// TestWaves follows a source through its waves, with a process that ends and
// begins again between the steps.
func TestWaves(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	r := begin(t, s, "r")
	check(t, r.Seed(0, []frontier.Link{{URL: "http://a.test/", Kind: "start"}, {URL: "http://a.test/", Kind: "start"}}))
	var st frontier.SourceState
	first := advance(t, r, &st, takeAll)
	if diff := cmp.Diff([]string{"http://a.test/"}, urls(first)); diff != "" {
		t.Fatal(diff)
	}
	capture := corpus.Capture{ID: corpus.NewCaptureID("r", "http://a.test/", 1), Run: "r", Source: "s", URL: "http://a.test/", FinalURL: "http://a.test/",
		Attempt: 1, FetchedAt: time.Unix(1, 0).UTC(), Status: 200, Outcome: corpus.OutcomeOK, Kind: "start"}
	check(t, r.Commit(&frontier.Batch{
		Done: first, Captures: []corpus.Capture{capture}, Position: frontier.Position{Seq: 1, Offset: 7},
		Found: []frontier.Found{{Place: first[0].Place, Via: "http://a.test/", SHA256: "b1", Links: []frontier.Link{
			{URL: "http://a.test/2?b=1&a=1"}, {URL: "http://a.test/"}, {URL: "http://a.test/1"}, {URL: "http://a.test/2?a=1&b=1"}}}},
		Known: map[string]frontier.Known{"http://a.test/": {ETag: "x"}},
	}))
	check(t, s.Close())

	s = open(t, dir)
	r = begin(t, s, "r")
	check(t, r.Seed(0, []frontier.Link{{URL: "http://a.test/other"}}))
	states, err := r.Sources(1)
	check(t, err)
	st = states[0]
	second := advance(t, r, &st, takeAll)
	if diff := cmp.Diff([]string{"http://a.test/2?b=1&a=1", "http://a.test/1"}, urls(second)); diff != "" {
		t.Fatal(diff)
	}
	if diff := cmp.Diff(second, waiting(t, r, "a.test")); diff != "" {
		t.Error(diff)
	}
	if at, done := r.Progress(); done || at != (frontier.Position{Seq: 1, Offset: 7}) {
		t.Error(at, done)
	}
	if k, ok, err := s.Known("http://a.test/"); err != nil || !ok || k.ETag != "x" {
		t.Error(k, ok, err)
	}
	for got, err := range r.Captures() {
		check(t, err)
		if diff := cmp.Diff(capture, got); diff != "" {
			t.Error(diff)
		}
	}
	check(t, s.Close()) // as a kill: what was committed is in the log
	s = open(t, dir)
	r = begin(t, s, "r")
	// The same body again adds nothing, and so the source is done.
	check(t, r.Commit(&frontier.Batch{Done: second, Found: []frontier.Found{
		{Place: second[0].Place, SHA256: "b1", Links: []frontier.Link{{URL: "http://a.test/new"}}}}}))
	third := advance(t, r, &st, takeAll)
	if len(third) != 0 || !st.Done {
		t.Error(urls(third), st)
	}
	check(t, r.Finish())
	check(t, r.Drop())
	check(t, r.Drop())
	if _, ok, err := s.Find("r"); ok || err != nil {
		t.Error(ok, err)
	}
}

func TestAdmission(t *testing.T) {
	s := open(t, t.TempDir())
	r := begin(t, s, "r")
	var links []frontier.Link
	for i := range 5 {
		links = append(links, frontier.Link{URL: fmt.Sprintf("http://a.test/%d", i)})
	}
	check(t, r.Seed(0, links))
	var st frontier.SourceState
	items := advance(t, r, &st, func(_ string, l frontier.Link) frontier.Admission {
		switch l.URL {
		case "http://a.test/1":
			return frontier.Admission{Capture: &corpus.Capture{Source: "s", URL: l.URL, Attempt: 1, Outcome: corpus.OutcomeNotFetched}}
		case "http://a.test/2":
			return frontier.Admission{Forget: true}
		case "http://a.test/3":
			st.Pages++
		}
		return frontier.Admission{Take: true, Host: "a.test"}
	})
	if diff := cmp.Diff([]string{"http://a.test/0", "http://a.test/3", "http://a.test/4"}, urls(items)); diff != "" {
		t.Error(diff)
	}
	states, err := r.Sources(1)
	check(t, err)
	if states[0].Pages != 1 {
		t.Error(states[0])
	}
	left, err := r.Unseen([]frontier.Link{{URL: "http://a.test/1"}, {URL: "http://a.test/2"}, {URL: "http://a.test/2"}})
	check(t, err)
	if diff := cmp.Diff([]frontier.Link{{URL: "http://a.test/2"}}, left); diff != "" {
		t.Error(diff)
	}
	if met, err := r.Met("http://a.test/1"); err != nil || !met {
		t.Error(met, err)
	}
	var outcomes []corpus.Outcome
	for c, err := range r.Captures() {
		check(t, err)
		outcomes = append(outcomes, c.Outcome)
	}
	if diff := cmp.Diff([]corpus.Outcome{corpus.OutcomeNotFetched}, outcomes); diff != "" {
		t.Error(diff)
	}
}

func TestHostsAndRetries(t *testing.T) {
	s := open(t, t.TempDir())
	r := begin(t, s, "r")
	check(t, r.Seed(0, []frontier.Link{{URL: "http://b.test/"}, {URL: "http://a.test/"}}))
	var st frontier.SourceState
	items := advance(t, r, &st, func(_ string, l frontier.Link) frontier.Admission {
		return frontier.Admission{Take: true, Host: l.URL[7:13]}
	})
	again := items[1]
	again.Attempt, again.Due = 2, 99
	check(t, r.Commit(&frontier.Batch{Again: []frontier.Item{again}, Hosts: []frontier.HostState{{Host: "b.test", Hold: 5, Down: "x"}},
		Robots: []frontier.Robots{{Host: "http://b.test", State: "parsed", Body: []byte("User-agent: *")}}}))
	check(t, r.Flush())
	if diff := cmp.Diff([]frontier.Item{items[0], again}, waiting(t, r, "")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]frontier.Item{again}, waiting(t, r, "b.test")); diff != "" {
		t.Error(diff)
	}
	hosts, err := r.Hosts()
	check(t, err)
	if diff := cmp.Diff([]frontier.HostState{{Host: "b.test", Hold: 5, Down: "x"}}, hosts); diff != "" {
		t.Error(diff)
	}
	if rb, ok, err := s.Robots("http://b.test"); err != nil || !ok || string(rb.Body) != "User-agent: *" {
		t.Error(rb, ok, err)
	}
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	begin(t, s, "r")
	if _, err := s.Begin("r", "other"); !errors.Is(err, frontier.ErrOtherJob) {
		t.Error(err)
	}
	if _, err := frontier.Open(dir); !errors.Is(err, frontier.ErrLocked) {
		t.Error(err)
	}
}
