package digest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"framewatch/store"
)

// Sources are the faults of sources that began or ended in the period.
type Sources struct {
	Known  bool          `json:"known"`  // the dataset has a history of its sources
	From   *time.Time    `json:"from"`   // since when, where that is within the period
	Events []SourceEvent `json:"events"` // by time
	On     int           `json:"go_on"`  // faults that began before the period and go on
}

// SourceEvent is one of them.
type SourceEvent struct {
	Source   string    `json:"source_id"`
	Outlet   string    `json:"outlet"`
	Code     string    `json:"code"`
	URL      string    `json:"url,omitempty"`
	Phase    string    `json:"phase"`    // began or ended
	Broken   bool      `json:"broken"`   // or somebody should look at it
	Accepted bool      `json:"accepted"` // of an end: what came is taken for usual
	At       time.Time `json:"noticed_at"`
	Message  string    `json:"message"`
}

type (
	sourceRow struct {
		ID   string `col:"source_id"`
		Name string `col:"name"`
	}
	startedRow struct {
		Run     string    `col:"run_id"`
		Started time.Time `col:"started"`
	}
)

func (sourceRow) Table() string  { return store.SourceRow{}.Table() }
func (startedRow) Table() string { return store.SourceRunRow{}.Table() }

// sources reads what happened to sources.
func (m *maker) sources(ctx context.Context) error {
	s := &m.d.Sources
	var first time.Time
	for r, err := range store.Scan[startedRow](ctx, m.ds) {
		if err != nil {
			return err
		}
		if !s.Known || r.Started.Before(first) {
			s.Known, first = true, r.Started.UTC()
		}
	}
	if s.Known && m.when(first) == within && m.earlierRun(first) {
		s.From = &first
	}
	names := map[string]string{}
	for r, err := range store.Scan[sourceRow](ctx, m.ds) {
		if err != nil {
			return err
		}
		names[r.ID] = r.Name
	}
	type fault struct{ source, code, url string }
	open := map[fault]bool{}
	for e, err := range store.Scan[store.SourceEventRow](ctx, m.ds) {
		if err != nil {
			return err
		}
		s.Known = true
		at, noted := m.ended[e.RunID]
		if !noted {
			at = e.NoticedAt
		}
		switch m.when(at) {
		case within:
			s.Events = append(s.Events, SourceEvent{Source: e.SourceID, Outlet: cmp.Or(names[e.SourceID], e.SourceID), Code: e.Code, URL: e.URL, Phase: e.Phase,
				Broken: e.Broken, Accepted: e.Accepted, At: e.NoticedAt.UTC(), Message: e.Message})
			delete(open, fault{e.SourceID, e.Code, e.URL})
		case before:
			if e.Phase == store.PhaseBegan {
				open[fault{e.SourceID, e.Code, e.URL}] = true
			} else {
				delete(open, fault{e.SourceID, e.Code, e.URL})
			}
		case after:
		}
	}
	s.On = len(open)
	slices.SortStableFunc(s.Events, func(a, b SourceEvent) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Outlet, b.Outlet), strings.Compare(a.Source, b.Source), strings.Compare(a.URL, b.URL), -strings.Compare(a.Phase, b.Phase), strings.Compare(a.Code, b.Code))
	})
	return nil
}

// earlierRun reports whether a run ended before a moment.
func (m *maker) earlierRun(at time.Time) bool {
	for _, ended := range m.ended {
		if ended.Before(at) {
			return true
		}
	}
	return false
}
