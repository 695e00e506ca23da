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
	learnt := f.kind != "silent" && f.kind != "cut" || !f.from.Before(day(30)) // thirty days are the least history
	if learnt && len(began) == 0 && f.from.Add(f.noticed()).Before(end) && f.to.Sub(f.from) > f.noticed()/9 && !slices.Contains(unsaid, f.kind) {
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

// checkArticleEvents holds that what became of an article's page is told once, where
// it is known for sure, and that nothing is called gone that is there.
func (w *world) checkArticleEvents(t *testing.T, dir string) {
	t.Helper()
	d, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	type key struct {
		a     *article
		event string
	}
	told := map[key][]store.ArticleEventRow{}
	for e, err := range store.Scan[store.ArticleEventRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		k := key{w.at(document{Source: e.SourceID, URL: e.URL}), e.Event}
		told[k] = append(told[k], e)
	}
	end, events := w.clock.Now(), 0
	for _, o := range w.outlets {
		for _, a := range o.articles {
			gone, back := told[key{a, store.EventGone}], told[key{a, store.EventReturned}]
			events += len(gone)
			met := !a.firstSeen.IsZero() && a.firstSeen.Before(a.gone)
			for _, e := range gone {
				if a.gone.IsZero() || e.NoticedAt.Before(a.gone) || e.HTTPStatus != int64(a.status) {
					t.Errorf("%s %s is called gone on %s, and was from %s: %+v", o.id, a.slug(), e.NoticedAt.Format(time.DateOnly), a.gone.Format(time.DateOnly), e)
				}
			}
			if want := met && due(a.firstSeen, a.gone).Add(confirmed).Before(end) && (a.returned.IsZero() || due(a.firstSeen, a.gone).Add(confirmed).Before(a.returned)); len(gone) > 1 || want && len(gone) == 0 {
				t.Errorf("%s %s was gone from %s (%d), first seen on %s, and is called so %d times", o.id, a.slug(), a.gone.Format(time.DateTime), a.status, a.firstSeen.Format(time.DateOnly), len(gone))
			}
			moves := told[key{a, store.EventMoved}]
			// One that is back at another address has moved: the newest row says so.
			there := len(back) > 0 || len(gone) > 0 && slices.ContainsFunc(moves, func(e store.ArticleEventRow) bool { return e.NoticedAt.After(gone[0].NoticedAt) })
			if len(back) > len(gone) || len(back) > 0 && a.returned.IsZero() || len(gone) > 0 && !there && !a.returned.IsZero() && due(a.gone, a.returned).Add(confirmed).Before(end) {
				t.Errorf("%s %s: gone %d times, returned %d times, on %s, and moved as %+v", o.id, a.slug(), len(gone), len(back), a.returned.Format(time.DateOnly), moves)
			}
			most := 0
			if !a.moved.IsZero() {
				most++
			}
			if o.rebuilt(end) {
				most++
			}
			if len(moves) > most {
				t.Errorf("%s %s moved %d times at most, and is said to have %d times: %+v", o.id, a.slug(), most, len(moves), moves)
			}
		}
	}
	t.Logf("%d articles were called gone", events)
	if events == 0 {
		t.Error("no article was called gone")
	}
}

// confirmed is how long after the first 404 the one that confirms it comes at the
// latest.
const confirmed = 4 * 24 * time.Hour
