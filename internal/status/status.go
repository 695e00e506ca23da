package status

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/internal/health"
	"framewatch/store"
)

// Status is how a dataset and its sources are.
type Status struct {
	Data       string     `json:"data"`
	At         time.Time  `json:"at"`
	Bytes      int64      `json:"bytes"`            // of tables and archive files
	Files      int        `json:"files"`            // of tables
	Documents  int64      `json:"documents"`        // rows of table documents
	Runs       int64      `json:"runs"`             // that were committed
	LastRun    *Run       `json:"last_run"`         // null where there is none
	LastVerify *time.Time `json:"verified"`         // when a verification of the whole dataset last found nothing wrong; null where none has
	Broken     int        `json:"broken"`           // sources
	ToLookAt   int        `json:"to_look_at"`       // other ones with a warning
	Weeks      []string   `json:"weeks"`            // Mondays, UTC, the running week last; the columns of sources.weeks
	Sources    []Source   `json:"sources"`          // broken ones first, then those to look at
	Server     *Server    `json:"server,omitempty"` // where the crawl state is on one
}

// Server is how the crawl state on a server is, or why that is not known.
type Server struct {
	crawl.Standing
	Fault string `json:"fault,omitempty"`
}

// ServerOf asks the server that has the crawl state of a dataset, by its state folder;
// nil where it is a file.
func ServerOf(ctx context.Context, stateDir string) *Server {
	s, ok, err := crawl.LookAt(ctx, stateDir, "")
	if !ok && err == nil {
		return nil
	}
	out := &Server{Standing: s}
	if err != nil {
		out.Fault = err.Error()
	}
	return out
}

// Run is the run that was committed last.
type Run struct {
	ID      string    `json:"run_id"`
	Command string    `json:"command"`
	Started time.Time `json:"started"`
	Ended   time.Time `json:"ended"`
	Age     float64   `json:"age_seconds"` // since it ended
}

// States of a source.
const (
	Broken   = "broken"   // runs end with 3
	Look     = "look"     // it is read, and somebody should look at it
	OK       = "ok"       // read, as far as is known
	New      = "new"      // in the lists, and never asked
	Imported = "imported" // documents came from elsewhere
	Unlisted = "unlisted" // it was asked once, and is in no list any more
)

// Source is how a source is.
type Source struct {
	ID          string     `json:"source_id"`
	Name        string     `json:"name"`
	State       string     `json:"state"`
	Asked       bool       `json:"asked"`        // whether a run is known to have asked it; older versions did not note it
	LastSuccess *time.Time `json:"last_success"` // begin of the last run that got articles of it, or found its lists in order and nothing in them; null where none did
	LastArticle *time.Time `json:"last_article"` // and of the last one that found a new article
	Weeks       []int      `json:"weeks"`        // articles by week of publication, where that is not known of the run that met them
	NextDue     *time.Time `json:"next_due"`     // before which runs pass it over; null where the next run asks it
	Warnings    []Warning  `json:"warnings"`
}

// Warning is a fault that goes on.
type Warning struct {
	Code     string    `json:"code"`
	URL      string    `json:"url,omitempty"`
	Since    time.Time `json:"since"`
	Broken   bool      `json:"broken"`
	Message  string    `json:"message"`
	Expected string    `json:"expected,omitempty"`
	Observed string    `json:"observed,omitempty"`
}

// Options are what a status is made with.
type Options struct {
	Data        string          // as the user named it
	Sources     []corpus.Source // of the source lists
	MinInterval time.Duration   // crawl.min_interval
	Now         time.Time
}

// NWeeks is how many weeks a status goes back.
const NWeeks = 12

// Of reads the status of a dataset.
func Of(ctx context.Context, d *store.Dataset, opt Options) (*Status, error) {
	now := opt.Now.UTC()
	s := &Status{Data: opt.Data, At: now, Documents: d.Rows(store.DocumentRow{}.Table()), Runs: d.Rows(store.RunRow{}.Table()), LastVerify: d.LastVerify(), Sources: []Source{}}
	for _, f := range d.Files("") {
		s.Files++
		s.Bytes += f.Bytes
	}
	for _, a := range d.Generation().WARC {
		s.Bytes += a.Bytes
	}
	monday := mondayOf(now)
	for i := range NWeeks {
		s.Weeks = append(s.Weeks, monday.AddDate(0, 0, 7*(i-NWeeks+1)).Format(time.DateOnly))
	}
	starts, err := startsOf(ctx, d)
	if err != nil {
		return nil, err
	}
	if g := d.Generation(); g.RunID != "" {
		s.LastRun = &Run{g.RunID, g.Command, g.Started.UTC(), g.Ended.UTC(), now.Sub(g.Ended).Seconds()}
	}
	history, err := health.Load(ctx, d, now)
	if err != nil {
		return nil, err
	}
	articles, err := articlesOf(ctx, d, starts, monday)
	if err != nil {
		return nil, err
	}
	names, err := namesOf(ctx, d)
	if err != nil {
		return nil, err
	}
	listed := map[corpus.SourceID]bool{}
	for _, src := range opt.Sources {
		listed[src.ID], names[src.ID] = true, src.Name
	}
	for _, id := range slices.Sorted(maps.Keys(names)) {
		h := cmp.Or(history[id], &health.History{})
		src := sourceOf(id, names[id], h, listed[id], articles[id], opt.MinInterval, now)
		switch src.State {
		case Broken:
			s.Broken++
		case Look:
			s.ToLookAt++
		}
		s.Sources = append(s.Sources, src)
	}
	s.Server = ServerOf(ctx, d.StateDir())
	slices.SortStableFunc(s.Sources, func(a, b Source) int {
		return cmp.Or(cmp.Compare(rank(a.State), rank(b.State)), strings.Compare(a.ID, b.ID))
	})
	return s, nil
}

func rank(state string) int {
	return slices.Index([]string{Broken, Look, OK, New, Imported, Unlisted}, state)
}

func sourceOf(id corpus.SourceID, name string, h *health.History, listed bool, weeks []int, interval time.Duration, now time.Time) Source {
	s := Source{ID: string(id), Name: name, State: OK, Weeks: weeks, Warnings: []Warning{}}
	if s.Weeks == nil {
		s.Weeks = make([]int, NWeeks)
	}
	for _, r := range h.Runs {
		at := r.Started.UTC()
		s.Asked = s.Asked || r.Lists > 0
		if succeeded(r, h.Events) {
			s.LastSuccess = &at
		}
		if r.Documents > 0 {
			s.LastArticle = &at
		}
	}
	for _, e := range health.Open(h.Events) {
		s.Warnings = append(s.Warnings, Warning{e.Code, e.URL, e.NoticedAt.UTC(), e.Broken, e.Message, e.Expected, e.Observed})
		if e.Broken {
			s.State = Broken
		} else if s.State == OK {
			s.State = Look
		}
	}
	due := health.RestUntil(h.Runs)
	if interval > 0 && s.LastSuccess != nil && s.LastSuccess.Add(interval).After(due) {
		due = s.LastSuccess.Add(interval)
	}
	if due = due.UTC(); due.After(now) {
		s.NextDue = &due
	}
	switch {
	case !listed && s.Asked:
		s.State, s.NextDue = Unlisted, nil
	case !listed:
		s.State, s.NextDue = Imported, nil
	case !s.Asked && s.State == OK && s.LastArticle == nil && !slices.ContainsFunc(s.Weeks, func(n int) bool { return n > 0 }):
		s.State = New
	}
	return s
}

// succeeded holds for runs that got articles of a source, and for those that found its
// lists in order.
func succeeded(r store.SourceRunRow, events []store.SourceEventRow) bool {
	if r.Lists == 0 {
		return false
	}
	if r.Documents+r.Versions+r.Unchanged > 0 {
		return true
	}
	then := events
	for i, e := range events {
		if e.NoticedAt.After(r.Started) {
			then = events[:i]
			break
		}
	}
	return !slices.ContainsFunc(health.Open(then), func(e store.SourceEventRow) bool { return e.Broken })
}

// runRow is what is read of a run.
type runRow struct {
	ID      string    `col:"run_id"`
	Started time.Time `col:"started"`
}

func (runRow) Table() string { return store.RunRow{}.Table() }

// startsOf tells when each run began.
func startsOf(ctx context.Context, d *store.Dataset) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	for r, err := range store.Scan[runRow](ctx, d) {
		if err != nil {
			return nil, err
		}
		out[r.ID] = r.Started
	}
	return out, nil
}

// nameRow is what is read of a source.
type nameRow struct {
	ID   string `col:"source_id"`
	Name string `col:"name"`
	List string `col:"list_id,null"`
}

func (nameRow) Table() string { return store.SourceRow{}.Table() }

// namesOf are the sources that the dataset knows, but for single addresses.
func namesOf(ctx context.Context, d *store.Dataset) (map[corpus.SourceID]string, error) {
	out := map[corpus.SourceID]string{}
	for r, err := range store.Scan[nameRow](ctx, d) {
		if err != nil {
			return nil, err
		}
		if r.List != crawl.URLList {
			out[corpus.SourceID(r.ID)] = r.Name
		}
	}
	return out, nil
}

// articleRow is what is read of an article.
type articleRow struct {
	Source    store.Symbols `col:"source_id"`
	Published []time.Time   `col:"published_at,null"`
	Version   []int64       `col:"version"`
	Run       store.Symbols `col:"run_id"`
}

// Table names the table that ScanColumns reads.
func (articleRow) Table() string { return store.DocumentRow{}.Table() }

// articlesOf counts articles by source and week; monday begins the last one.
func articlesOf(ctx context.Context, d *store.Dataset, starts map[string]time.Time, monday time.Time) (map[corpus.SourceID][]int, error) {
	first := monday.AddDate(0, 0, 7*(1-NWeeks))
	out := map[corpus.SourceID][]int{}
	var files []store.File
	for _, f := range d.Files(store.DocumentRow{}.Table()) {
		if f.Month() >= first.Format("2006-01") {
			files = append(files, f)
		}
	}
	for b, err := range store.ScanColumns[articleRow](ctx, d.Only(files...)) {
		if err != nil {
			return nil, err
		}
		for i, at := range b.Published {
			if at.IsZero() {
				at = starts[b.Run.At(i)]
			}
			week := mondayOf(at.UTC()).Sub(first).Hours() / (7 * 24)
			if b.Version[i] > 1 || week < 0 || week >= NWeeks {
				continue
			}
			id := corpus.SourceID(b.Source.At(i))
			if out[id] == nil {
				out[id] = make([]int, NWeeks)
			}
			out[id][int(week)]++
		}
	}
	return out, nil
}

// mondayOf begins the week of a moment, UTC.
func mondayOf(at time.Time) time.Time {
	at = at.Truncate(24 * time.Hour)
	return at.AddDate(0, 0, -(int(at.Weekday())+6)%7)
}
