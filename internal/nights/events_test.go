package nights

import (
	"slices"
	"testing"
	"time"

	"framewatch/store"
)

// What is told of a planted fault, and when.
var (
	// unsaid are faults of which nothing need be told of the source: their pages'
	// failures are in table failures, and nothing else is the matter.
	unsaid = []string{"mass404"}
	// noticed is how long after its begin or end a fault is told at the latest: of a
	// list in the next night or the one after, of a source that rests as it is down a
	// night later, of silence and of changes of texts when chance explains them no more.
	noticed = map[string]time.Duration{"silent": 45 * 24 * time.Hour, "cut": 45 * 24 * time.Hour}
)

func (f fault) noticed() time.Duration {
	if d, ok := noticed[f.kind]; ok {
		return d
	}
	return 3 * 24 * time.Hour
}

// checkFaults holds that each planted fault is told once when it begins and once when
// it ends, and that nothing else is told.
func (w *world) checkFaults(t *testing.T, dir string) {
	t.Helper()
	d, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	of := map[string][]store.SourceEventRow{}
	for e, err := range store.Scan[store.SourceEventRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		of[e.SourceID] = append(of[e.SourceID], e)
	}
	told := 0
	for _, o := range w.outlets {
		events := of[o.id]
		slices.SortFunc(events, func(a, b store.SourceEventRow) int { return a.NoticedAt.Compare(b.NoticedAt) })
		for _, e := range events {
			t.Logf("%s %-15s %-5s %s %s %s", e.NoticedAt.Format(time.DateOnly), e.SourceID, e.Phase, e.Code, e.URL, e.Message)
		}
		for _, f := range o.faults {
			var n int
			n, events = o.checkFault(t, f, events, w.clock.Now())
			told += n
		}
		for _, e := range events {
			t.Errorf("%s: told for nothing on %s: %s %s %s: %s", o.id, e.NoticedAt.Format(time.DateOnly), e.Phase, e.Code, e.URL, e.Message)
		}
	}
	if told == 0 {
		t.Error("no fault was told")
	}
}

// checkFault takes the events of a planted fault out of those of its outlet, the
// oldest first, and says how many begins there were.
func (o *outlet) checkFault(t *testing.T, f fault, events []store.SourceEventRow, end time.Time) (told int, rest []store.SourceEventRow) {
	t.Helper()
	type key struct{ code, url string }
	began, ended := map[key]int{}, map[key]int{}
	for _, e := range events {
		k := key{e.Code, e.URL}
		switch {
		case e.Phase == store.PhaseBegan && !e.NoticedAt.Before(f.from) && e.NoticedAt.Before(f.to.Add(24*time.Hour)):
			began[k]++
		case e.Phase == store.PhaseEnded && ended[k] < began[k] && !e.NoticedAt.Before(f.from):
			ended[k]++
			if late := e.NoticedAt.Sub(f.to.Add(f.noticed())); late > 0 {
				t.Errorf("%s: that %s is over was told %s late", o.id, f.kind, late)
			}
		default:
			rest = append(rest, e)
		}
	}
	if len(began) == 0 && f.from.Add(f.noticed()).Before(end) && f.to.Sub(f.from) > f.noticed()/9 && !slices.Contains(unsaid, f.kind) {
		t.Errorf("%s: %s from %s to %s was not told", o.id, f.kind, f.from.Format(time.DateOnly), f.to.Format(time.DateOnly))
	}
	for k, n := range began {
		if n != 1 {
			t.Errorf("%s: begin of %s was told %d times as %s %s", o.id, f.kind, n, k.code, k.url)
		}
		if ended[k] != 1 && f.to.Add(f.noticed()).Before(end) {
			t.Errorf("%s: end of %s was told %d times as %s %s", o.id, f.kind, ended[k], k.code, k.url)
		}
	}
	return len(began), rest
}
