package trace

import (
	"context"
	"fmt"
	"strings"

	"framewatch/store"
)

// made tells with which versions the runs were made that wrote what the trace shows.
func (t *tracer) made(ctx context.Context) error {
	wanted := map[string]bool{}
	for _, r := range t.runs {
		wanted[r] = true
	}
	rows := map[string]store.RunRow{}
	if err := each(ctx, t, nil, func(r *store.RunRow) bool { return wanted[r.RunID] }, func(r store.RunRow, _ store.File) { rows[r.RunID] = r }); err != nil {
		return err
	}
	for _, id := range t.runs {
		n := &Node{Kind: "run", ID: id}
		t.out.Made = append(t.out.Made, n)
		r, ok := rows[id]
		if !ok {
			n.broken("run", "runs", mendTable, "table runs does not have it")
			t.count(n.Links)
			continue
		}
		n.Says = r.Command
		n.fact("program", r.Version)
		n.fact("ended", r.Ended.UTC().Format("2006-01-02 15:04:05 UTC"))
		n.fact("settings", "sha256 "+r.ConfigSHA256)
		if r.CodebookSHA256 != "" {
			n.fact("codebooks", "sha256 "+r.CodebookSHA256)
		}
		if r.GazetteerSHA != "" {
			n.fact("gazetteers", "sha256 "+r.GazetteerSHA)
		}
		for _, s := range r.Stages {
			if s.Stage == "estimates" {
				n.fact("estimates", fmt.Sprintf("rules and rows %s", strings.TrimSpace(s.Key)))
			}
		}
	}
	return nil
}
