package pipeline

import (
	"context"
	"log/slog"
	"math"

	"framewatch/store"
)

// logResult logs what a run has come to: each outlet, each fault that began, ended or
// goes on with what was learnt to expect, each table that was written. What somebody
// should look at is a warning.
func (r *run) logResult() {
	log := r.p.opt.Log
	for _, s := range r.result.Sources {
		level, args := slog.LevelInfo, []any{"source", s.ID, "captures", s.Captures, "documents", s.Documents, "failures", s.Failures}
		if s.NotDue {
			args = append(args, "not_due", true)
		}
		if s.Outside != "" {
			args = append(args, "valid", s.Outside)
		}
		if p := s.Problem(); p != "" {
			level, args = slog.LevelWarn, append(args, "problem", p)
		}
		log.Log(context.Background(), level, "source is judged", args...)
	}
	for _, e := range r.result.Events {
		level := slog.LevelInfo
		if e.Broken && e.Phase == store.PhaseBegan {
			level = slog.LevelWarn
		}
		log.Log(context.Background(), level, "fault of a source", eventArgs(e)...)
	}
	for _, e := range r.result.GoingOn {
		log.Info("fault of a source goes on", eventArgs(e)...)
	}
	for _, t := range r.result.Rows {
		log.Info("table is written", "table", t.Table, "rows", t.Rows)
	}
	log.Info("run is committed", "run", r.id, "documents", r.result.Documents, "unchanged", r.result.Unchanged, "in_all", r.result.Total,
		"failures", len(r.result.Failures), "seconds", rounded(r.p.opt.Clock.Now().Sub(r.started).Seconds()))
}

func eventArgs(e SourceEvent) []any {
	return []any{"source", e.Source, "phase", e.Phase, "code", e.Code, "url", e.URL, "since", e.Since, "message", e.Message, "expected", e.Expected, "observed", e.Observed}
}

// rounded is a time in seconds to the millisecond.
func rounded(seconds float64) float64 { return math.Round(seconds*1e3) / 1e3 }
