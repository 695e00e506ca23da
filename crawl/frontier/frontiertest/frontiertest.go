// Package frontiertest holds what every [frontier.Store] must do: a store's tests
// call [Test].
package frontiertest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
)

// Open opens or makes the store in a folder.
type Open func(dir string) (frontier.Store, error)

// Test runs the suite over stores that open makes.
func Test(t *testing.T, open Open) {
	t.Run("waves", func(t *testing.T) { waves(t, open) })
	t.Run("admission", func(t *testing.T) { admission(t, open) })
	t.Run("turns", func(t *testing.T) { turns(t, open) })
	t.Run("last links", func(t *testing.T) { last(t, open) })
	t.Run("seeds", func(t *testing.T) { seeds(t, open) })
	t.Run("hosts and retries", func(t *testing.T) { hostsAndRetries(t, open) })
	t.Run("what lasts", func(t *testing.T) { lasts(t, open) })
	t.Run("erasure", func(t *testing.T) { erasure(t, open) })
	t.Run("refusals", func(t *testing.T) { refusals(t, open) })
	t.Run("a model", func(t *testing.T) { model(t, open) })
}

func (open Open) must(t *testing.T, dir string) frontier.Store {
	t.Helper()
	s, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func begin(t *testing.T, s frontier.Store, id corpus.RunID) frontier.Run {
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

func takeAll(int, string, frontier.Link) frontier.Admission {
	return frontier.Admission{Take: true, Host: "a.test"}
}

func urls(items []frontier.Item) (out []string) {
	for _, it := range items {
		out = append(out, it.URL)
	}
	return out
}

// advance begins a source's next wave and returns what it queued.
func advance(t *testing.T, r frontier.Run, st *frontier.SourceState, admit frontier.Admit) (out []frontier.Item) {
	t.Helper()
	n := 0
	check(t, r.Advance([]frontier.Turn{{State: st}}, admit, func(int, string) { n++ }))
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

func waiting(t *testing.T, r frontier.Run, host string) []frontier.Item {
	t.Helper()
	var out []frontier.Item
	check(t, r.Items(host, func(it frontier.Item) bool { out = append(out, it); return true }))
	return out
}

// waves follows a source through its waves, with a process that ends and
// begins again between the steps.
func waves(t *testing.T, open Open) {
	dir := t.TempDir()
	s := open.must(t, dir)
	r := begin(t, s, "r")
	check(t, r.Seed([]frontier.Seed{{Links: []frontier.Link{{URL: "http://a.test/", Kind: "start"}, {URL: "http://a.test/", Kind: "start"}}}}))
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

	s = open.must(t, dir)
	r = begin(t, s, "r")
	check(t, r.Seed([]frontier.Seed{{Links: []frontier.Link{{URL: "http://a.test/other"}}}}))
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
	s = open.must(t, dir)
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

func admission(t *testing.T, open Open) {
	s := open.must(t, t.TempDir())
	r := begin(t, s, "r")
	var links []frontier.Link
	for i := range 5 {
		links = append(links, frontier.Link{URL: fmt.Sprintf("http://a.test/%d", i)})
	}
	check(t, r.Seed([]frontier.Seed{{Links: links}}))
	var st frontier.SourceState
	items := advance(t, r, &st, func(_ int, _ string, l frontier.Link) frontier.Admission {
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

func hostsAndRetries(t *testing.T, open Open) {
	s := open.must(t, t.TempDir())
	r := begin(t, s, "r")
	check(t, r.Seed([]frontier.Seed{{Links: []frontier.Link{{URL: "http://b.test/"}, {URL: "http://a.test/"}}}}))
	var st frontier.SourceState
	items := advance(t, r, &st, func(_ int, _ string, l frontier.Link) frontier.Admission {
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

func refusals(t *testing.T, open Open) {
	dir := t.TempDir()
	s := open.must(t, dir)
	begin(t, s, "r")
	if _, err := s.Begin("r", "other"); !errors.Is(err, frontier.ErrOtherJob) {
		t.Error(err)
	}
	if _, err := open(dir); !errors.Is(err, frontier.ErrLocked) {
		t.Error(err)
	}
}

// turns: several sources step on at once as if one after the other, and what a
// redirect led to is met before.
func turns(t *testing.T, open Open) {
	s := open.must(t, t.TempDir())
	r := begin(t, s, "r")
	link := func(url string) frontier.Link { return frontier.Link{URL: url, Kind: frontier.KindStart} }
	check(t, r.Seed([]frontier.Seed{{Links: []frontier.Link{link("http://a.test/1"), link("http://a.test/2")}}, {Links: []frontier.Link{link("http://a.test/1"), link("http://b.test/1")}}}))
	states := make([]frontier.SourceState, 2)
	var added []string
	admit := func(source int, _ string, l frontier.Link) frontier.Admission {
		states[source].Pages++
		return frontier.Admission{Take: true, Host: l.URL[7:13]}
	}
	check(t, r.Advance([]frontier.Turn{{Source: 0, State: &states[0], Seen: []string{"http://a.test/2"}}, {Source: 1, State: &states[1]}}, admit,
		func(source int, host string) { added = append(added, fmt.Sprint(source, " ", host)) }))
	if diff := cmp.Diff([]string{"0 a.test", "1 b.test"}, added); diff != "" {
		t.Error(diff)
	}
	stored, err := r.Sources(2)
	check(t, err)
	if diff := cmp.Diff([]frontier.SourceState{{Wave: 1, Pages: 1}, {Wave: 1, Pages: 1}}, stored); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(states, stored); diff != "" {
		t.Error(diff)
	}
}

// seeds: a source that was begun or left out stays so, whatever it is seeded with
// again, in runs of many sources too.
func seeds(t *testing.T, open Open) {
	dir := t.TempDir()
	s := open.must(t, dir)
	r := begin(t, s, "r")
	many := make([]frontier.Seed, 300)
	for i := range many {
		many[i] = frontier.Seed{Links: []frontier.Link{{URL: fmt.Sprintf("http://h%d.test/", i)}}, Skip: i%3 == 0}
	}
	check(t, r.Seed(many))
	check(t, r.Close())
	check(t, s.Close())
	s = open.must(t, dir)
	r = begin(t, s, "r")
	for i := range many {
		many[i] = frontier.Seed{Links: []frontier.Link{{URL: "http://other.test/"}}, Skip: i%2 == 0}
	}
	check(t, r.Seed(many))
	states, err := r.Sources(len(many))
	check(t, err)
	for i, st := range states {
		if skipped := i%3 == 0; st.Skipped != skipped || st.Done != skipped {
			t.Errorf("source %d: %+v", i, st)
		}
	}
	var turns []frontier.Turn
	for i := range states {
		if !states[i].Done {
			turns = append(turns, frontier.Turn{Source: i, State: &states[i]})
		}
	}
	check(t, r.Advance(turns, func(_ int, _ string, l frontier.Link) frontier.Admission {
		return frontier.Admission{Take: true, Host: l.URL}
	}, func(int, string) {}))
	if got := waiting(t, r, ""); len(got) != 200 || got[0].URL == "http://other.test/" {
		t.Errorf("%d items, the first %+v", len(got), got[0])
	}
}

// lasts: what is known of URLs, hosts and sources outlives a run and its process,
// to the microsecond, also what is odd.
func lasts(t *testing.T, open Open) {
	dir := t.TempDir()
	s := open.must(t, dir)
	r := begin(t, s, "r")
	at := time.Unix(1764400000, 123000).UTC()
	known := map[string]frontier.Known{
		"http://a.test/": {ETag: `"é国"`, LastModified: "x", BodySHA256: strings.Repeat("0f", 32), Fetched: at, WARCFile: "warc/x.warc.gz", WARCOffset: 1 << 40,
			ContentType: "text/html", Run: "r", Checked: at.Add(time.Hour), Gone: true,
			Since: at.Add(2 * time.Hour), Asked: at.Add(3 * time.Hour)},
		"http://a.test/\x00?": {Run: "r", Moved: true, BodySHA256: "no digest"},
		"http://例.test/国?a=b": {},
	}
	robots := frontier.Robots{Host: "https://a.test:8443", Run: "r", Fetched: at, State: frontier.RobotsNone, Code: "status-404", Body: []byte{0, 255}, ETag: "e"}
	check(t, r.Commit(&frontier.Batch{Known: known, Robots: []frontier.Robots{robots}, Visits: []frontier.Visit{{Source: "s", At: at}}}))
	check(t, r.Finish())
	check(t, r.Drop())
	check(t, r.Close())
	check(t, s.Close())
	s = open.must(t, dir)
	for url, want := range known {
		got, ok, err := s.Known(url)
		check(t, err)
		if diff := cmp.Diff(want, got); !ok || diff != "" {
			t.Error(url, ok, diff)
		}
	}
	together := map[string]frontier.Known{}
	check(t, s.KnownOf(slices.Values([]string{"http://a.test/other", "http://a.test/", "http://例.test/国?a=b", "http://a.test/\x00?"}),
		func(url string, k frontier.Known) { together[url] = k }))
	if diff := cmp.Diff(known, together); diff != "" {
		t.Error(diff)
	}
	if _, ok, err := s.Known("http://a.test/other"); ok || err != nil {
		t.Error(ok, err)
	}
	got, ok, err := s.Robots(robots.Host)
	check(t, err)
	if diff := cmp.Diff(robots, got); !ok || diff != "" {
		t.Error(ok, diff)
	}
	if visited, err := s.Visited("s"); err != nil || !visited.Equal(at) {
		t.Error(visited, err)
	}
	if visited, err := s.Visited("other"); err != nil || !visited.IsZero() {
		t.Error(visited, err)
	}
}
