package pipeline

import (
	"context"
	"log/slog"
	"math"
)

// tell logs what a run has come to: each outlet, each table that was written, and
// what somebody should look at as a warning.
func (r *run) tell() {
	log := r.p.opt.Log
	for _, s := range r.result.Sources {
		level, args := slog.LevelInfo, []any{"source", s.ID, "captures", s.Captures, "documents", s.Documents, "failures", s.Failures}
		if s.NotDue {
			args = append(args, "not_due", true)
		}
		if s.Problem != "" {
			level, args = slog.LevelWarn, append(args, "problem", s.Problem)
		}
		log.Log(context.Background(), level, "source is judged", args...)
	}
	for _, f := range r.result.Health {
		log.Warn("source to look at", "source", f.Source, "code", f.Code, "url", f.URL, "message", f.Message)
	}
	for _, t := range r.result.Rows {
		log.Info("table is written", "table", t.Table, "rows", t.Rows)
	}
	log.Info("run is committed", "run", r.id, "documents", r.result.Documents, "unchanged", r.result.Unchanged, "in_all", r.result.Total,
		"failures", len(r.result.Failures), "seconds", rounded(r.p.opt.Clock.Now().Sub(r.started).Seconds()))
}

// rounded is a time in seconds to the millisecond.
func rounded(seconds float64) float64 { return math.Round(seconds*1e3) / 1e3 }
