// Package metrics says how runs go in the form that Prometheus reads: for a scrape of
// a process that stays, and as a file for the textfile collector of node_exporter
// after a run that ends.
//
// In goes a [Snapshot], out come lines of text (exposition format 0.0.4) in a fixed
// order. Label values are ids of sources and words of fixed lists, so that there are
// no more series than sources times a small number, whatever pages say.
package metrics

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/prometheus/common/expfmt"

	"framewatch/corpus"
)

// ContentType is the media type of what [Snapshot.Text] gives.
const ContentType = string(expfmt.FmtText)

// Run is how one run ended.
type Run struct {
	Began, Ended time.Time
	Code         int   // exit code
	New          int   // documents
	Unchanged    int   // documents
	Requests     int   // attempts
	Bytes        int64 // of bodies, decoded
	Failures     map[Reason]int
}

// Reason is why something could not be read.
type Reason struct{ Stage, Code string }

// Source is how a source stands.
type Source struct {
	ID      corpus.SourceID
	Success time.Time // last run in which something of it could be read; zero for none
	New     int       // documents that were new at the last visit
	Broken  bool      // counts as failed
	Due     time.Time // next visit; zero: at once
}

// Schedule is how a process that stays stands.
type Schedule struct {
	Running  bool
	Busy     bool // another process has the dataset
	Waiting  int  // addresses known and not yet asked for, of the run under way
	Next     time.Time
	Runs     map[int]int // by exit code, since the process began
	Failures int         // runs in a row that ended with an error
}

// Snapshot is everything that is told. What is nil or zero is not known, and left out.
type Snapshot struct {
	Version   string
	Success   time.Time // end of the last run whose documents are in the dataset
	Documents int64     // of the dataset
	Last      *Run
	Sources   []Source
	Schedule  *Schedule
}

// Text gives the lines.
func (s Snapshot) Text() ([]byte, error) {
	f := &families{}
	f.gauge("framewatch_build_info", "Always 1; the label is the version of the program.", 1, "version", s.Version)
	f.time("framewatch_last_success_timestamp_seconds", "When a run last put its documents into the dataset (exit code 0, 3 or 4).", s.Success)
	f.gauge("framewatch_documents", "Documents of the dataset.", float64(s.Documents))
	if s.Last != nil {
		s.Last.add(f)
	}
	s.sources(f)
	if s.Schedule != nil {
		s.Schedule.add(f)
	}
	var out bytes.Buffer
	for _, each := range f.all {
		if _, err := expfmt.MetricFamilyToText(&out, each); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

func (r *Run) add(f *families) {
	f.time("framewatch_run_end_timestamp_seconds", "When the last run ended, however it did.", r.Ended)
	f.gauge("framewatch_run_duration_seconds", "How long the last run took.", r.Ended.Sub(r.Began).Seconds())
	f.gauge("framewatch_run_exit_code", "How the last run ended: 0 done, 1 internal error, 2 wrong configuration, 3 a source failed, 4 nothing collected, 5 another run held the dataset, 130 interrupted.", float64(r.Code))
	f.gauge("framewatch_run_documents", "Documents of the last run.", float64(r.New), "state", "new")
	f.gauge("framewatch_run_documents", "", float64(r.Unchanged), "state", "unchanged")
	f.gauge("framewatch_run_requests", "Attempts at addresses in the last run.", float64(r.Requests))
	f.gauge("framewatch_run_bytes", "Bytes of bodies that the last run got, decoded.", float64(r.Bytes))
	for _, why := range slices.SortedFunc(maps.Keys(r.Failures), func(a, b Reason) int { return cmp.Or(cmp.Compare(a.Stage, b.Stage), cmp.Compare(a.Code, b.Code)) }) {
		f.gauge("framewatch_run_failures", "What the last run could not read, by stage and reason (table failures).", float64(r.Failures[why]), "stage", why.Stage, "code", why.Code)
	}
}

func (s Snapshot) sources(f *families) {
	broken := 0
	for _, src := range s.Sources {
		id := string(src.ID)
		f.time("framewatch_source_last_success_timestamp_seconds", "When something of the source could last be read.", src.Success, "source", id)
		f.gauge("framewatch_source_new_documents", "Documents that were new at the last visit.", float64(src.New), "source", id)
		f.gauge("framewatch_source_broken", "1 while the source counts as failed.", one(src.Broken), "source", id)
		if s.Schedule != nil {
			f.time("framewatch_source_due_timestamp_seconds", "When the source is asked next.", src.Due, "source", id)
		}
		if src.Broken {
			broken++
		}
	}
	f.gauge("framewatch_sources", "Sources of the settings.", float64(len(s.Sources)))
	f.gauge("framewatch_sources_broken", "Of them, those that count as failed.", float64(broken))
}

func (s *Schedule) add(f *families) {
	f.gauge("framewatch_run_in_progress", "1 while a run is under way.", one(s.Running))
	f.gauge("framewatch_dataset_held", "1 while another process holds the dataset.", one(s.Busy))
	f.gauge("framewatch_crawl_queue", "Addresses that the run under way knows and has not asked for.", float64(s.Waiting))
	f.gauge("framewatch_failed_runs_in_a_row", "Runs in a row, up to the last, that ended with an error.", float64(s.Failures))
	f.time("framewatch_next_run_timestamp_seconds", "When the next run may begin.", s.Next)
	for _, code := range slices.Sorted(maps.Keys(s.Runs)) {
		f.counter("framewatch_runs_total", "Runs since the process began, by exit code.", float64(s.Runs[code]), "code", word(code))
	}
}
