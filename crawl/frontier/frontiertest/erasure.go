package frontiertest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
)

// erasure: what is known of URLs goes, what stays follows its record, and of runs that
// were left behind, finished or not, nothing is kept that could name a URL.
func erasure(t *testing.T, open Open) {
	dir := t.TempDir()
	s := open.must(t, dir)
	const n, erased = 2500, 20 // more than a store reads at once
	at := time.Unix(1764400000, 0).UTC()
	known := map[string]frontier.Known{}
	var urls []string
	for i := range n {
		urls = append(urls, fmt.Sprintf("http://a.test/page/%d", i))
		known[urls[i]] = frontier.Known{ETag: fmt.Sprint(i), WARCFile: fmt.Sprintf("warc/%d.warc.gz", i%3), WARCOffset: int64(i)}
	}
	moved := map[string]frontier.Moved{"warc/1.warc.gz": {File: "warc/new.warc.gz", At: map[int64]int64{}}}
	for i := 1; i < n; i += 6 { // every other record of the file; the rest is there no more
		moved["warc/1.warc.gz"].At[int64(i)] = int64(i) + 1000
	}
	want := map[string]frontier.Known{}
	for i, url := range urls {
		k := known[url]
		if to, ok := moved["warc/1.warc.gz"].At[k.WARCOffset]; ok {
			k.WARCFile, k.WARCOffset = "warc/new.warc.gz", to
		} else if i%3 == 1 {
			continue
		}
		if i >= erased {
			want[url] = k
		}
	}
	robots := []frontier.Robots{
		{Host: "http://a.test", State: frontier.RobotsParsed, Body: []byte("User-agent: *\nDisallow: /page/7\n")},
		{Host: "http://b.test", State: frontier.RobotsParsed, Body: []byte("User-agent: *\nDisallow: /p\n")},
	}
	for _, id := range []corpus.RunID{"finished", "left"} {
		r := begin(t, s, id)
		check(t, r.Seed([]frontier.Seed{{Links: []frontier.Link{{URL: urls[0], Kind: frontier.KindPage}, {URL: urls[1]}}}}))
		var st frontier.SourceState
		items := advance(t, r, &st, takeAll)
		check(t, r.Commit(&frontier.Batch{Done: items[:1], Known: known, Robots: robots, Visits: []frontier.Visit{{Source: "s", At: at}}, Hosts: []frontier.HostState{{Host: "a.test", Hold: 5}},
			Captures: []corpus.Capture{{Source: "s", URL: urls[0], FinalURL: urls[0], Attempt: 1, Outcome: corpus.OutcomeOK}},
			Found:    []frontier.Found{{Place: items[0].Place, Via: urls[0], Links: []frontier.Link{{URL: urls[2]}}}}}))
		if id == "finished" {
			check(t, r.Finish())
		}
		check(t, r.Close())
	}
	runs, err := s.Runs()
	check(t, err)
	if diff := cmp.Diff([]corpus.RunID{"finished", "left"}, runs); diff != "" {
		t.Error(diff)
	}
	check(t, s.Erase(urls[:erased], moved))
	check(t, s.Close())
	s = open.must(t, dir)
	got := map[string]frontier.Known{}
	check(t, s.KnownOf(slices.Values(urls), func(url string, k frontier.Known) { got[url] = k }))
	if diff := cmp.Diff(want, got); diff != "" || len(want) < n/2 || len(want) > n*9/10 {
		t.Errorf("%d of %d left: %.1000s", len(want), n, diff)
	}
	if runs, err := s.Runs(); len(runs) > 0 || err != nil {
		t.Errorf("runs %v are left, %v", runs, err)
	}
	for i, r := range robots {
		if _, ok, err := s.Robots(r.Host); ok != (i == 1) || err != nil {
			t.Errorf("robots.txt of %s is there: %t, %v", r.Host, ok, err)
		}
	}
	if visited, err := s.Visited("s"); !visited.Equal(at) || err != nil {
		t.Error(visited, err)
	}
	// It is as a store in which the runs never were.
	r := begin(t, s, "left")
	check(t, r.Seed([]frontier.Seed{{Links: []frontier.Link{{URL: urls[1]}}}}))
	var st frontier.SourceState
	if items := advance(t, r, &st, takeAll); len(items) != 1 {
		t.Errorf("%d items wait", len(items))
	}
	for c, err := range r.Captures() {
		t.Errorf("capture of %s, %v", c.URL, err)
	}
	hosts, err := r.Hosts()
	if len(hosts) > 0 || err != nil {
		t.Error(hosts, err)
	}
}
