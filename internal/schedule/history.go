package schedule

import (
	"context"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/internal/health"
	"framewatch/store"
)

// sourceRun is what history needs of a run's row about a source.
type sourceRun struct {
	Source   string    `col:"source_id"`
	Run      string    `col:"run_id"`
	Started  time.Time `col:"started"`
	Lists    int64     `col:"n_lists"`
	Failed   int64     `col:"n_lists_failed"`
	Answered int64     `col:"n_answered"`
	Fresh    int64     `col:"n_fresh"`
	Versions int64     `col:"n_versions"`
}

func (sourceRun) Table() string { return store.SourceRunRow{}.Table() }

// History reads from a dataset what its runs found at each source in the months that
// tell how often it changes, oldest first. What is dated after now is left out.
func History(ctx context.Context, d *store.Dataset, now time.Time) ([]Visit, error) {
	first := now.Add(-memory).AddDate(0, -1, 0).Format("2006-01")
	files := slices.DeleteFunc(d.Files(sourceRun{}.Table()), func(f store.File) bool { return f.Month() < first })
	var visits []Visit
	of := map[string][]store.SourceRunRow{}
	for row, err := range store.Scan[sourceRun](ctx, d.Only(files...)) {
		if err != nil {
			return nil, err
		}
		if row.Lists == 0 || row.Started.After(now) {
			continue // nothing was asked of it, as in imports; or by a clock that was ahead
		}
		visits = append(visits, Visit{Source: corpus.SourceID(row.Source), At: row.Started, New: int(row.Fresh + row.Versions),
			Failed: row.Failed == row.Lists && row.Answered == 0})
		of[row.Source] = append(of[row.Source], store.SourceRunRow{Started: row.Started, Lists: row.Lists, ListsFailed: row.Failed, Answered: row.Answered})
	}
	slices.SortStableFunc(visits, func(a, b Visit) int { return a.At.Compare(b.At) })
	rested := map[corpus.SourceID]bool{}
	for i := range slices.Backward(visits) {
		v := &visits[i]
		if rows := of[string(v.Source)]; !rested[v.Source] {
			rested[v.Source] = true
			slices.SortStableFunc(rows, func(a, b store.SourceRunRow) int { return a.Started.Compare(b.Started) })
			v.Rest = health.RestUntil(rows)
		}
	}
	return visits, nil
}
