package frontiertest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
)

// model takes a source through random steps - links found, items done, put back,
// processes that end with and without a flush - beside a plain account of what
// must be waiting, met and journalled.
func model(t *testing.T, open Open) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { walk(t, open, rand.New(rand.NewPCG(seed, 7))) })
	}
}

func walk(t *testing.T, open Open, rnd *rand.Rand) {
	dir := t.TempDir()
	s := open.must(t, dir)
	r := begin(t, s, "r")
	url := func(n int) string { return fmt.Sprintf("http://h%d.test/%d", n%3, n) }
	check(t, r.Seed([]frontier.Seed{{Links: []frontier.Link{{URL: url(0), Kind: frontier.KindStart}}}}))
	met := map[string]bool{}
	queue := map[frontier.Place]frontier.Item{}
	journal := map[string]bool{}
	var found []frontier.Link // of the current wave, in order of places
	var st frontier.SourceState
	advance := func() {
		links := found
		if st.Wave == 0 {
			links = []frontier.Link{{URL: url(0), Kind: frontier.KindStart}}
		}
		ord := 0
		for _, l := range links {
			if met[l.URL] {
				continue
			}
			met[l.URL] = true
			it := frontier.Item{Place: frontier.Place{Wave: st.Wave + 1, Ord: ord}, Host: l.URL[7:14], URL: l.URL, Kind: l.Kind, Via: "via", Attempt: 1}
			if st.Wave == 0 {
				it.Via = ""
			}
			queue[it.Place] = it
			ord++
		}
		found = nil
		check(t, r.Advance([]frontier.Turn{{State: &st}}, func(_ int, _ string, l frontier.Link) frontier.Admission {
			return frontier.Admission{Take: true, Host: l.URL[7:14]}
		}, func(int, string) {}))
		if st.Done != (ord == 0) {
			t.Fatalf("wave %d has %d items, done %t", st.Wave, ord, st.Done)
		}
	}
	for step := 0; step < 40 && !st.Done; step++ {
		if len(queue) == 0 {
			advance()
		}
		var batch frontier.Batch
		for ord := 0; len(queue) > 0 && ord < 50; ord++ {
			place := frontier.Place{Wave: st.Wave, Ord: ord}
			it, ok := queue[place]
			if !ok || rnd.IntN(3) == 0 {
				continue
			}
			if rnd.IntN(4) == 0 {
				it.Attempt++
				it.Due = int64(rnd.IntN(1000))
				queue[place] = it
				batch.Again = append(batch.Again, it)
				continue
			}
			delete(queue, place)
			batch.Done = append(batch.Done, it)
			batch.Captures = append(batch.Captures, corpus.Capture{Source: "s", URL: it.URL, FinalURL: it.URL, Attempt: it.Attempt, Outcome: corpus.OutcomeOK})
			journal[fmt.Sprint(it.URL, " ", it.Attempt)] = true
		}
		if len(queue) == 0 { // found in one place, so that the order is that of the account
			var links []frontier.Link
			for range rnd.IntN(6) {
				links = append(links, frontier.Link{URL: url(rnd.IntN(40)), Kind: frontier.KindPage})
			}
			found = links
			batch.Found = append(batch.Found, frontier.Found{Place: frontier.Place{Wave: st.Wave}, Via: "via", Links: links})
		}
		check(t, r.Commit(&batch))
		switch rnd.IntN(4) {
		case 0:
			check(t, r.Flush())
		case 1: // the process ends without a word; its log is there
			check(t, s.Close())
			s = open.must(t, dir)
			r = begin(t, s, "r")
			states, err := r.Sources(1)
			check(t, err)
			st = states[0]
		}
	}
	check(t, r.Flush())
	have := map[frontier.Place]frontier.Item{}
	for _, it := range waiting(t, r, "") {
		have[it.Place] = it
	}
	if diff := cmp.Diff(queue, have); diff != "" {
		t.Error(diff)
	}
	got := map[string]bool{}
	for c, err := range r.Captures() {
		check(t, err)
		got[fmt.Sprint(c.URL, " ", c.Attempt)] = true
	}
	if diff := cmp.Diff(journal, got); diff != "" {
		t.Error(diff)
	}
	for n := range 40 {
		if is, err := r.Met(url(n)); err != nil || is != met[url(n)] {
			t.Errorf("%s met: %t, %v", url(n), is, err)
		}
	}
}
