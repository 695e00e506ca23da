package frontiertest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
)

// Freeze makes a store stand still, so that another can take it over.
type Freeze func(s frontier.Store)

// TakenOver holds for stores that another process can take over: from then on
// nothing that the first does has an effect, and it is told so.
func TakenOver(t *testing.T, open Open, freeze Freeze) {
	dir := t.TempDir()
	first, err := open(dir)
	check(t, err)
	old := begin(t, first, "r")
	check(t, old.Seed([]frontier.Seed{{Links: []frontier.Link{{URL: "http://a.test/"}, {URL: "http://a.test/2"}}}}))
	var st frontier.SourceState
	items := advance(t, old, &st, takeAll)
	capture := func(url, etag string) corpus.Capture {
		return corpus.Capture{Source: "s", URL: url, FinalURL: url, Attempt: 1, Outcome: corpus.OutcomeOK, ETag: etag}
	}
	at := frontier.Position{Worker: old.Worker(), Offset: 9}
	check(t, old.Commit(&frontier.Batch{Done: items[:1], Captures: []corpus.Capture{capture(items[0].URL, "first")}, Position: at}))
	check(t, old.Held())
	freeze(first)

	second := open.must(t, dir)
	if err := old.Held(); !errors.Is(err, frontier.ErrTaken) {
		t.Errorf("a process that was taken over is told %v", err)
	}
	run := begin(t, second, "r")
	if got, _ := run.Progress(); got != at {
		t.Errorf("it goes on at %+v, want %+v", got, at)
	}
	if run.Worker() <= old.Worker() {
		t.Errorf("worker %d takes over from worker %d", run.Worker(), old.Worker())
	}
	late := &frontier.Batch{Done: items[1:], Captures: []corpus.Capture{capture(items[1].URL, "late")}, Position: at,
		Known: map[string]frontier.Known{"http://a.test/2": {ETag: "late"}}, Visits: []frontier.Visit{{Source: "s", At: time.Unix(1764400000, 0).UTC()}}}
	for what, err := range map[string]error{
		"commit":  old.Commit(late),
		"advance": old.Advance([]frontier.Turn{{State: &st}}, takeAll, func(int, string) {}),
		"seed":    old.Seed(make([]frontier.Seed, 2)),
		"finish":  old.Finish(),
	} {
		if !errors.Is(err, frontier.ErrTaken) {
			t.Errorf("a late %s: %v", what, err)
		}
	}
	if _, err := first.Begin("r", "job"); !errors.Is(err, frontier.ErrTaken) {
		t.Errorf("a late beginning: %v", err)
	}
	check(t, old.Drop()) // it is not its own any more, so nothing happens
	if diff := cmp.Diff(items[1:], waiting(t, run, "")); diff != "" {
		t.Error(diff)
	}
	if _, ok, err := second.Known("http://a.test/2"); ok || err != nil {
		t.Error(ok, err)
	}
	if visited, err := second.Visited("s"); !visited.IsZero() || err != nil {
		t.Error(visited, err)
	}
	check(t, run.Commit(&frontier.Batch{Done: items[1:], Captures: []corpus.Capture{capture(items[1].URL, "second")}, Position: frontier.Position{Worker: run.Worker()}}))
	var etags []string
	for c, err := range run.Captures() {
		check(t, err)
		etags = append(etags, c.ETag)
	}
	if diff := cmp.Diff([]string{"first", "second"}, etags); diff != "" {
		t.Error(diff)
	}
}
