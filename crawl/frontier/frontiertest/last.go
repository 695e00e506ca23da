package frontiertest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/frontier"
)

// last: the last links are queued once, when a wave has nothing else, and those
// that were met are not.
func last(t *testing.T, open Open) {
	dir := t.TempDir()
	s := open.must(t, dir)
	r := begin(t, s, "r")
	link := func(n int) frontier.Link { return frontier.Link{URL: fmt.Sprintf("http://a.test/%d", n)} }
	check(t, r.Seed([]frontier.Seed{{Links: []frontier.Link{link(1), link(2)}}}))
	var st frontier.SourceState
	step := func() (out []string) {
		t.Helper()
		var vias []string
		check(t, r.Advance([]frontier.Turn{{State: &st, Last: []frontier.Link{link(2), link(3)}}}, func(_ int, via string, l frontier.Link) frontier.Admission {
			out, vias = append(out, l.URL), append(vias, via)
			return frontier.Admission{Take: true, Host: "a.test"}
		}, func(int, string) {}))
		for _, via := range vias {
			if (via == frontier.ViaKnown) != (st.Wave == 2) {
				t.Errorf("wave %d comes via %q", st.Wave, via)
			}
		}
		return out
	}
	if got := step(); len(got) != 2 || st.Last {
		t.Error(got, st)
	}
	if diff := cmp.Diff([]string{"http://a.test/3"}, step()); diff != "" || !st.Last || st.Done {
		t.Error(diff, st)
	}
	check(t, r.Close())
	check(t, s.Close())
	s = open.must(t, dir)
	r = begin(t, s, "r")
	states, err := r.Sources(1)
	check(t, err)
	if st = states[0]; !st.Last {
		t.Error("it is not remembered that the last links were gone through")
	}
	if got := step(); len(got) != 0 || !st.Done {
		t.Error(got, st)
	}
}
