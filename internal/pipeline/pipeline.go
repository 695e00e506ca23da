package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/extract"
	"framewatch/internal/atomicfile"
	"framewatch/internal/config"
	"framewatch/internal/erased"
	"framewatch/internal/health"
	"framewatch/internal/limits"
	"framewatch/internal/streams"
	"framewatch/nlp"
	"framewatch/store"
	"framewatch/store/catalog"
)

// Progress is how far a step has come.
type Progress struct {
	Step  string // crawl, extract, annotate, compare
	Done  int
	Total int    // 0 when not known
	Note  string // such as the outlet being read
}

// Options are what a pipeline needs beside its configuration.
type Options struct {
	Command  string // as it will stand in table runs
	Version  string // of the program
	Log      *slog.Logger
	Clock    crawl.Clock                // the system's where it is nil
	Due      func(corpus.SourceID) bool // which sources a run is about; nil for all
	Progress func(Progress)             // called from several goroutines; may be nil
	PDF      extract.PDFReader          // nil where PDF files are not read
	Parts    string                     // folder of what other machines have read and annotated (see package streams); empty where all is done here
	Made     func(data string)          // called before anything else is done where there was no dataset; may be nil
	First    func()                     // called before the first crawl of a dataset asks anything; may be nil
}

// Pipeline runs the stages over one dataset.
type Pipeline struct {
	cfg *config.Loaded
	opt Options
}

// New makes a pipeline; nothing is opened yet.
func New(cfg *config.Loaded, opt Options) *Pipeline {
	if opt.Clock == nil {
		opt.Clock = crawl.SystemClock()
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Made == nil {
		opt.Made = func(string) {}
	}
	if opt.First == nil {
		opt.First = func() {}
	}
	if opt.Progress == nil {
		opt.Progress = func(Progress) {}
	}
	return &Pipeline{cfg: cfg, opt: opt}
}

// Result is what a run did.
type Result struct {
	RunID     corpus.RunID      `json:"run_id"`
	Data      string            `json:"data"`
	Resumed   bool              `json:"resumed,omitempty"`
	Documents int               `json:"documents"` // new in this run
	Unchanged int               `json:"unchanged"` // seen again without change
	Reread    int               `json:"reread"`    // rows replaced, as other rules read the same page otherwise
	Total     int64             `json:"total"`     // documents of the dataset
	Rows      []store.TableRows `json:"rows"`
	Joined    *crawl.Joined     `json:"joined,omitempty"` // what was fetched for another process, which has the rest; nil for a run of this one
	Crawl     *crawl.Summary    `json:"-"`                // how the fetches ended; nil when there were none
	Studies   []*compare.Study  `json:"-"`                // what was compared, one a target, for the reports; nil when nothing was
	Sources   []SourceResult    `json:"sources"`
	Failures  []Failure         `json:"failures"`
	Events    []SourceEvent     `json:"events"`          // faults of sources that have begun or ended
	GoingOn   []SourceEvent     `json:"going_on"`        // those that began in an earlier run and go on
	Notes     []string          `json:"notes,omitempty"` // of the dataset: what was moved aside, what the next run will clean up
}

// Failure is one item that a stage could not handle.
type Failure struct {
	Stage   string          `json:"stage"`
	Source  corpus.SourceID `json:"source,omitempty"`
	URL     string          `json:"url,omitempty"`
	Code    string          `json:"code"`
	Message string          `json:"message"`
}

// run is one run under way: what every stage needs. What one stage alone needs
// is its own.
type run struct {
	p        *Pipeline
	dataset  *store.Dataset // as it was when the run began
	batch    *store.Batch
	id       corpus.RunID
	started  time.Time
	result   *Result
	sources  map[corpus.SourceID]*corpus.Source // not written while pages are read
	imported map[corpus.SourceID]*corpus.Source // outlets that only imported documents name
	bySource map[corpus.SourceID]*SourceResult
	stages   map[string]string // keys of the stages whose tables the last run left
	last     store.RunRow      // that run
	done     []store.StageRun

	reading     // articles
	targets     []corpus.Target
	corrections *corrections
	models      annotators
	parts       *streams.Parts // nil where all is done here
	ingredients []nlp.Ingredient
	ingested    bool // pages were read
	erased      *erased.List
	outcomes    map[corpus.CaptureID]captureNote
	kept        map[corpus.CaptureID]corpus.Capture // that were not sent again, and had no document
	health      map[corpus.SourceID]*sourceHealth
	history     map[corpus.SourceID]*health.History // of earlier runs; nil until it is needed
	runs        map[string]pastRun                  // likewise
	backfilled  bool
}

func newRun(p *Pipeline) *run {
	r := &run{p: p, sources: map[corpus.SourceID]*corpus.Source{}, imported: map[corpus.SourceID]*corpus.Source{}, bySource: map[corpus.SourceID]*SourceResult{},
		stages: map[string]string{}, outcomes: map[corpus.CaptureID]captureNote{}, kept: map[corpus.CaptureID]corpus.Capture{},
		health: map[corpus.SourceID]*sourceHealth{}, result: &Result{Data: p.cfg.Data}}
	r.targets = p.cfg.Targets()
	for i, s := range p.cfg.Sources {
		r.sources[s.ID] = &p.cfg.Sources[i]
	}
	return r
}

// begin locks the dataset and takes up the run that was interrupted, if any.
func (p *Pipeline) begin(ctx context.Context) (*run, error) {
	dataset, err := store.Create(p.cfg.Data)
	if err != nil {
		return nil, err
	}
	r := newRun(p)
	r.dataset = dataset
	if err := r.open(ctx); err != nil {
		if r.batch != nil {
			err = errors.Join(err, r.batch.Close())
		}
		return nil, err
	}
	return r, nil
}

func (r *run) open(ctx context.Context) (err error) {
	p := r.p
	r.id, r.started = corpus.NewRunID(p.opt.Clock.Now()), p.opt.Clock.Now().UTC()
	unfinished, err := readUnfinished(r.dataset)
	if err != nil {
		return err
	}
	if unfinished != nil {
		r.id, r.started, r.result.Resumed = unfinished.Run, unfinished.Started, true
	}
	r.result.RunID = r.id
	if unfinished == nil && r.dataset.Generation().RunID == "" {
		p.opt.Made(p.cfg.Data)
	}
	r.batch, err = r.dataset.Begin(store.RunRow{RunID: string(r.id), Command: p.opt.Command, Version: p.opt.Version,
		ConfigSHA256: p.cfg.ConfigSHA256, CodebookSHA256: p.cfg.CodebookSHA256, GazetteerSHA: p.cfg.GazetteersSHA256,
		Started: r.started})
	if err != nil {
		return err
	}
	r.dataset = r.batch.Base()
	if last := r.dataset.Generation().Ended; last.After(p.opt.Clock.Now()) {
		r.result.Notes = append(r.result.Notes, fmt.Sprintf("the last run ended at %s, which is yet to come: this machine's clock is wrong, or was. Dates to come put nothing off; what was noted with them keeps them", last.UTC().Format(time.RFC3339)))
	}
	if n := workers(); n < runtime.GOMAXPROCS(0) {
		p.opt.Log.Warn("fewer texts at once than there are processors: the process may not have more memory", "texts", n, "processors", runtime.GOMAXPROCS(0), "memory", limits.Memory())
	}
	p.opt.Log.Info("run begins", "run", r.id, "command", p.opt.Command, "data", p.cfg.Data, "resumed", r.result.Resumed, "sources", len(p.cfg.Sources))
	if r.erased, err = erased.Load(r.dataset.StateDir()); err != nil {
		return err
	}
	if err := removeArchives(r.dataset.Dir(), r.dataset.StateDir(), r.erased); err != nil {
		return err
	}
	return errors.Join(r.loadSources(ctx), r.loadStages(ctx), r.loadCorrections(ctx))
}

// unfinishedRun is what is remembered of a run that has begun to crawl.
type unfinishedRun struct {
	Run     corpus.RunID `json:"run_id"`
	Started time.Time    `json:"started"`
}

func unfinishedPath(d *store.Dataset) string { return filepath.Join(d.StateDir(), "run.json") }

// readUnfinished returns the run that was interrupted, nil when there is none.
// One whose manifest is there was committed and only not forgotten.
func readUnfinished(d *store.Dataset) (*unfinishedRun, error) {
	data, err := os.ReadFile(unfinishedPath(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read state: %w", err)
	}
	var u unfinishedRun
	if err := json.Unmarshal(data, &u); err != nil {
		return nil, fmt.Errorf("read state %s: %w (remove the file to start a new run)", unfinishedPath(d), err)
	}
	if _, err := corpus.ParseRunID(string(u.Run)); err != nil {
		return nil, fmt.Errorf("read state %s: %w (remove the file to start a new run)", unfinishedPath(d), err)
	}
	committed, err := d.Committed(u.Run)
	if err != nil || committed {
		return nil, err
	}
	return &u, nil
}

func (r *run) remember() error {
	data, err := json.Marshal(unfinishedRun{Run: r.id, Started: r.started})
	if err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	if err := atomicfile.Write(unfinishedPath(r.dataset), data); err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	return nil
}

func workers() int { return limits.Workers() }

// commit makes the run visible.
func (r *run) commit(ctx context.Context) (*Result, error) {
	r.batch.Stages(r.done...)
	m, err := r.batch.Commit(ctx, r.p.opt.Clock.Now().UTC())
	if err != nil {
		return nil, fmt.Errorf("commit run %s: %w", r.id, err)
	}
	if err := os.Remove(unfinishedPath(r.dataset)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("end run %s: %w", r.id, err)
	}
	r.result.Rows, r.result.Notes = r.batch.Rows(), append(r.result.Notes, r.batch.Notes()...)
	if err := catalog.Keep(ctx, r.p.cfg.Data, r.dataset); err != nil {
		r.result.Notes = append(r.result.Notes, fmt.Sprintf("%v; the next run does it, or framewatch dataset catalog", err))
	}
	for _, f := range m.Files {
		if f.Table == (store.DocumentRow{}).Table() {
			r.result.Total += f.Rows
		}
	}
	for _, s := range r.bySource {
		r.result.Sources = append(r.result.Sources, *s)
	}
	slices.SortFunc(r.result.Sources, func(a, b SourceResult) int { return compareIDs(a.ID, b.ID) })
	r.logResult()
	return r.result, nil
}

func (r *run) source(id corpus.SourceID) *SourceResult {
	s := r.bySource[id]
	if s == nil {
		s = &SourceResult{ID: id, Name: string(id)}
		if known := r.sources[id]; known != nil {
			s.Name = known.Name
		}
		r.bySource[id] = s
	}
	return s
}

// stageAnnotate names the stage in table failures.
const stageAnnotate = "annotate"

// fail notes an item that could not be handled, in the result and in table
// failures. A document without annotations is missing in every table that
// counts, so its outlet counts as failed.
func (r *run) fail(f Failure) error {
	r.result.Failures = append(r.result.Failures, f)
	return r.note(f)
}

// warn notes what is wrong with an outlet whose pages were read all the same; of a
// list, where it has an address.
func (r *run) warn(f Failure) {
	h := r.healthOf(f.Source)
	h.noted = append(h.noted, health.Noted{URL: f.URL, Fault: health.Fault{Code: f.Code, Message: f.Message}})
}

func (r *run) note(f Failure) error {
	if f.Source != "" {
		s := r.source(f.Source)
		s.Failures++
		if f.Stage == stageAnnotate {
			s.unannotated++
			s.fault(Fault{Code: FaultUnannotated, Message: fmt.Sprintf("%d documents could not be annotated; see table failures, and run framewatch extract when the cause is gone", s.unannotated)})
		}
	}
	return store.Append(r.batch, store.FailureRow{Stage: f.Stage, SourceID: string(f.Source), URL: f.URL, Code: f.Code,
		Message: f.Message, RunID: string(r.id), Month: r.started.Format("2006-01")})
}
