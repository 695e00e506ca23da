package main

import (
	"fmt"
	"io"
	"slices"
	"time"

	"framewatch/internal/foreign"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// printEvents says what has begun and what has ended with the sources, each once,
// and counts what goes on.
func printEvents(w io.Writer, r *pipeline.Result) {
	for _, group := range []struct {
		title string
		has   func(pipeline.SourceEvent) bool
	}{
		{"Broken now", func(e pipeline.SourceEvent) bool { return e.Phase == store.PhaseBegan && e.Broken }},
		{"To look at", func(e pipeline.SourceEvent) bool { return e.Phase == store.PhaseBegan && !e.Broken }},
		{"Came back", func(e pipeline.SourceEvent) bool { return e.Phase == store.PhaseEnded && e.Broken }},
		{"No more to look at", func(e pipeline.SourceEvent) bool { return e.Phase == store.PhaseEnded && !e.Broken }},
	} {
		events := slices.DeleteFunc(slices.Clone(r.Events), func(e pipeline.SourceEvent) bool { return !group.has(e) })
		if len(events) == 0 {
			continue
		}
		fmt.Fprintf(w, "%s (%d, all in table source_events):\n", group.title, len(events))
		for _, e := range events {
			at := string(e.Source)
			if e.URL != "" {
				at += ": " + e.URL
			}
			fmt.Fprintf(w, "  %-10s %s: %s\n", e.Code, foreign.Line(at), foreign.Line(e.Message))
		}
	}
	for _, broken := range []bool{true, false} {
		sources := map[string]bool{}
		var since time.Time
		for _, e := range r.GoingOn {
			if e.Broken == broken {
				sources[string(e.Source)] = true
				if since.IsZero() || e.Since.Before(since) {
					since = e.Since
				}
			}
		}
		switch n := len(sources); {
		case n > 0 && broken:
			fmt.Fprintf(w, "%s\n", stillBroken(n, since))
		case n > 0:
			fmt.Fprintf(w, "%s still to look at since %s, see framewatch status\n", counted(n, "source"), since.Format(time.DateOnly))
		}
	}
}

// counted is a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
