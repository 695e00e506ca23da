package crawl

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/urlid"
)

// The kinds of a capture, see crawl/frontier.
const (
	KindPage    = frontier.KindPage
	KindStart   = frontier.KindStart
	KindFeed    = frontier.KindFeed
	KindSitemap = frontier.KindSitemap
	KindRobots  = frontier.KindRobots
	KindListing = frontier.KindListing
	KindArchive = frontier.KindArchive
)

// Job is one run over some sources.
type Job struct {
	Run      corpus.RunID
	StateDir string // where the crawler remembers; one run at a time
	WARCDir  string // where bodies go; a capture names its file relative to the folder above
	Sources  []corpus.Source
	// Erased, when set, holds for URLs that must not be asked for again. It is
	// called from several goroutines.
	Erased func(url string) bool `json:"-"`
	// Rest has the sources that are passed over, beside those crawled less than
	// Config.MinInterval ago. A run that goes on keeps to those it began with.
	Rest map[corpus.SourceID]bool `json:"-"`
	// Known, when set, yields the pages that are to be asked for again on schedule,
	// whatever names them: the addresses of articles.
	Known iter.Seq2[KnownPage, error] `json:"-"`
	// Alone says that no other run is there which somebody will read or go on with:
	// what the state still has of one, as after a kill at a bad moment, is forgotten.
	Alone bool `json:"-"`
	// Progress, when set, is called after every step with where the run stands.
	// It must return soon.
	Progress func(Progress) `json:"-"`
}

// erased reports whether a URL must not be asked for.
func (j Job) erased(url string) bool { return j.Erased != nil && j.Erased(url) }

// Progress is where a run stands.
type Progress struct {
	Fetched     int // requests made by this process
	Waiting     int // URLs known and not yet done
	Sources     int
	SourcesDone int
	Note        string // what is waited for, where nothing has happened for 10 s
}

// Summary says how a run ended. It is the content of `crawl --summary FILE`.
type Summary struct {
	Run      corpus.RunID           `json:"run"`
	Captures int                    `json:"captures"`
	Stored   int                    `json:"stored"` // captures with a body
	Bytes    int64                  `json:"bytes"`  // of bodies, decoded
	Outcomes map[corpus.Outcome]int `json:"outcomes"`
	Starts   []StartLine            `json:"starts"`
	Sources  []SourceLine           `json:"sources"`
	// Discovered has the sources whose feeds and sitemaps all failed.
	Discovered []Discovered `json:"discovered,omitempty"`
}

// StartLine is how the last attempt at one start URL, feed or sitemap ended. A
// start whose host was given up during the run is an error with the reason,
// even if its own page was had: what it leads to is missing.
type StartLine struct {
	Source    corpus.SourceID `json:"source"`
	URL       string          `json:"url"`
	Outcome   corpus.Outcome  `json:"outcome"`
	ErrorCode string          `json:"error_code,omitempty"`
	Message   string          `json:"message,omitempty"`
	Status    int             `json:"status,omitempty"`
	FinalURL  string          `json:"final_url,omitempty"`
}

// SourceLine is how the last attempts at a source's URLs ended.
type SourceLine struct {
	Source   corpus.SourceID        `json:"source"`
	Outcomes map[corpus.Outcome]int `json:"outcomes"`
	Stored   int                    `json:"stored"`
	Pages    int                    `json:"pages"`             // URLs that may be articles and that lists and pages name, whatever became of them
	Known    int                    `json:"known,omitempty"`   // URLs asked for as they are known and due, though nothing names them
	Read     int                    `json:"read"`              // of both, those whose body came or is stored
	Dropped  int                    `json:"dropped"`           // links beyond the budget
	NotDue   bool                   `json:"not_due,omitempty"` // passed over: its time has not come
}

// URLList is the ListID of sources that stand for one URL.
const URLList = "url"

// URLSource makes a source out of a start URL with default settings: the page
// itself and pages that it leads to, on the same host.
func URLSource(rawURL string) (corpus.Source, error) {
	start, err := urlid.Normalise(rawURL, "")
	if err != nil {
		return corpus.Source{}, err
	}
	_, host, _ := urlid.Split(start)
	return corpus.Source{
		ID: corpus.SourceID(host), Name: host, Domain: host, Country: "ZZ", ListID: URLList, Start: []string{start},
	}, nil
}

// digest names the job's content, so that a run goes on only with the sources
// it began with.
func (j Job) digest() (string, error) {
	b, err := json.Marshal(j.Sources)
	if err != nil {
		return "", fmt.Errorf("encode sources: %w", err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16]), nil
}

// had reports whether the body of a page came, or is there from an earlier run.
func had(c corpus.Capture) bool {
	return c.Outcome.Stored() && c.Outcome != corpus.OutcomeBlocked || c.Outcome == corpus.OutcomeNotModified || c.ErrorCode == CodeNotDue
}

// summarise reads the journal: for each URL the last attempt counts, for the
// outcome counts of the whole run every attempt. down gives the hosts that were
// given up, with the reason.
func summarise(job Job, captures iter.Seq2[corpus.Capture, error], states []frontier.SourceState, down map[string]string) (Summary, error) {
	s := Summary{Run: job.Run, Outcomes: map[corpus.Outcome]int{}}
	lines := map[corpus.SourceID]*SourceLine{}
	starts := map[string]corpus.Capture{}
	found := map[corpus.SourceID]*lists{}
	byURL := map[corpus.SourceID]bool{}
	for i, src := range job.Sources {
		byURL[src.ID] = src.ListID == URLList
		if states[i].Dead {
			found[src.ID] = &lists{}
		}
	}
	var last corpus.Capture
	settle := func() {
		if last.URL == "" || last.Kind == KindRobots {
			return
		}
		line := lines[last.Source]
		if line == nil {
			line = &SourceLine{Source: last.Source, Outcomes: map[corpus.Outcome]int{}}
			lines[last.Source] = line
		}
		line.Outcomes[last.Outcome]++
		switch {
		case last.Via == frontier.ViaKnown:
			line.Known++
		case last.Kind == KindPage:
			line.Pages++
		}
		if (last.Kind == KindPage || last.Kind == KindStart && byURL[last.Source]) && had(last) {
			line.Read++
		}
		found[last.Source].add(&last)
		if last.Kind == KindArchive {
			return // how an archive answers says nothing about the source
		}
		if last.Outcome.Stored() {
			line.Stored++
		}
		if last.Via == "" {
			starts[last.URL] = last
		}
	}
	for c, err := range captures {
		if err != nil {
			return Summary{}, err
		}
		s.Captures++
		s.Bytes += c.Bytes
		s.Outcomes[c.Outcome]++
		if c.Outcome.Stored() {
			s.Stored++
		}
		if c.URL != last.URL || c.Source != last.Source {
			settle()
		}
		last = c
	}
	settle()
	for i, src := range job.Sources {
		if states[i].Dead {
			s.Discovered = append(s.Discovered, found[src.ID].discovered(src.ID))
		}
		line := lines[src.ID]
		if line == nil && states[i].Skipped {
			line = &SourceLine{Source: src.ID, Outcomes: map[corpus.Outcome]int{}}
		}
		if line != nil {
			line.Dropped, line.NotDue = states[i].Dropped, states[i].Skipped
			s.Sources = append(s.Sources, *line)
			delete(lines, src.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(lines)) {
		s.Sources = append(s.Sources, *lines[id])
	}
	for _, url := range slices.Sorted(maps.Keys(starts)) {
		c := starts[url]
		if _, host, _ := urlid.Split(c.FinalURL); down[host] != "" && c.Outcome.Stored() {
			c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeError, down[host], "the host was given up during the run"
		}
		s.Starts = append(s.Starts, StartLine{Source: c.Source, URL: c.URL, Outcome: c.Outcome, ErrorCode: c.ErrorCode,
			Message: c.Message, Status: c.Status, FinalURL: c.FinalURL})
	}
	return s, nil
}
