package schedule

import (
	"context"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/store"
)

// capture is what history needs of one.
type capture struct {
	Source  string    `col:"source_id"`
	Run     string    `col:"run_id"`
	Kind    string    `col:"kind"`
	At      time.Time `col:"fetched_at"`
	Outcome string    `col:"outcome"`
}

func (capture) Table() string { return store.CaptureRow{}.Table() }

// document is what history needs of one.
type document struct {
	Source string `col:"source_id"`
	Run    string `col:"run_id"`
}

func (document) Table() string { return store.DocumentRow{}.Table() }

// command is what history needs of a run.
type command struct {
	Run     string `col:"run_id"`
	Command string `col:"command"`
}

func (command) Table() string { return store.RunRow{}.Table() }

type visitKey struct{ source, run string }

// History reads from a dataset what its runs found at each source, in no order.
func History(ctx context.Context, d *store.Dataset) ([]Visit, error) {
	imports := map[string]bool{} // they ask no outlet
	for r, err := range store.Scan[command](ctx, d) {
		if err != nil {
			return nil, err
		}
		imports[r.Run] = strings.HasPrefix(r.Command, "import")
	}
	var visits []Visit
	at := map[visitKey]int{}
	for c, err := range store.Scan[capture](ctx, d) {
		if err != nil {
			return nil, err
		}
		if imports[c.Run] || c.Source == "" {
			continue
		}
		k := visitKey{c.Source, c.Run}
		i, ok := at[k]
		if !ok {
			i = len(visits)
			at[k], visits = i, append(visits, Visit{Source: corpus.SourceID(c.Source), At: c.At, Failed: true})
		}
		v := &visits[i]
		if c.At.Before(v.At) {
			v.At = c.At
		}
		if o := corpus.Outcome(c.Outcome); c.Kind != "robots" && (o.Stored() && o != corpus.OutcomeBlocked || o == corpus.OutcomeNotModified) {
			v.Failed = false
		}
	}
	for doc, err := range store.Scan[document](ctx, d) {
		if err != nil {
			return nil, err
		}
		if i, ok := at[visitKey{doc.Source, doc.Run}]; ok {
			visits[i].New++
		}
	}
	return visits, nil
}
