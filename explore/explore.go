package explore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/explore/coding"
	"framewatch/explore/search"
	"framewatch/internal/trace"
	"framewatch/report"
	"framewatch/store"
)

// Index answers searches; [search.Index] is the one that there is.
type Index interface {
	Search(ctx context.Context, q search.Query) (*search.Result, error)
	Document(ctx context.Context, id string) (*search.Document, error)
	Alike(ctx context.Context, id string, n int, enc *search.Encoder) ([]search.Found, error)
}

// Options are what an explorer knows beside its dataset.
type Options struct {
	// Compare is the selection, the sampling and the limits of comparisons, and the
	// target that pages are about.
	Compare compare.Config
	// Codebook is the codebook whose frames are compared; empty takes the first of
	// the dataset.
	Codebook string
	// Report has the names of target, frames and blocs.
	Report report.Config
	// Page reads an archived page. Nil where no archive is kept.
	Page func(corpus.Capture) (corpus.Page, error)
	// Trace is how archived pages are read again, and what else a trace needs beside the
	// dataset and its report.
	Trace trace.Options
	// Encoder makes likeness one of meaning, across languages; it may be nil.
	Encoder *search.Encoder
	// Hosts are names, with their port where it is not the listener's, under which
	// the explorer may be asked for beside this machine's own.
	Hosts []string
	// Coding is a coder's work on a file of hand codes, which has pages of its own.
	// Nil has none.
	Coding *coding.Session
	// Log takes what went wrong, which no page shows. Nil takes nothing.
	Log *slog.Logger
}

// Explorer is the handler of all pages over one generation of a dataset.
type Explorer struct {
	ds       *store.Dataset
	index    Index
	opt      Options
	corpus   *compare.Corpus
	names    report.Names
	entities map[string]string         // names by ID
	values   map[string]map[string]int // documents by dimension and value
	langs    []string                  // languages of documents without script or region, the most frequent first
	targets  []string                  // the target alone where the dataset has several; else none
	codebook string                    // empty where nothing is coded
	turn     chan struct{}             // of who computes
	reported map[string][]byte         // files of the report, once it was asked for; whose turn it is may touch it
	figured  []trace.Figure            // its figures, likewise
	pages    templates
	style    []byte
	log      *slog.Logger
	handler  http.Handler
	overview *overview
	demo     string // says so where outlets are invented
}

// New makes an explorer of the dataset as it is now, and loads what comparisons
// need of it. Without a dataset, nil, there are only the pages of hand coding, which
// need none.
func New(ctx context.Context, ds *store.Dataset, index Index, opt Options) (*Explorer, error) {
	if ds == nil && opt.Coding == nil {
		return nil, errors.New("make explorer: neither a dataset nor a file to code")
	}
	e := &Explorer{ds: ds, index: index, opt: opt, log: opt.Log, codebook: opt.Codebook, entities: map[string]string{}, turn: make(chan struct{}, 1)}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	if ds != nil {
		if err := e.load(ctx); err != nil {
			return nil, fmt.Errorf("make explorer: %w", err)
		}
	}
	var err error
	if e.pages, e.style, err = parse(e.entries()); err != nil {
		return nil, fmt.Errorf("make explorer: %w", err)
	}
	mux := http.NewServeMux()
	e.routes(mux)
	e.handler = e.guarded(mux)
	return e, nil
}

func (e *Explorer) load(ctx context.Context) (err error) {
	if e.corpus, err = compare.Load(ctx, e.ds); err != nil {
		return err
	}
	for row, err := range store.Scan[store.EntityRow](ctx, e.ds) {
		if err != nil {
			return fmt.Errorf("read entities: %w", err)
		}
		e.entities[row.EntityID] = row.Name
	}
	e.names = report.NewNames(e.opt.Report, e.corpus)
	e.values = valuesIn(e.corpus)
	if targets := e.corpus.Targets(); len(targets) > 1 && e.opt.Compare.Target != "" {
		e.targets = []string{e.opt.Compare.Target}
	}
	if books := e.corpus.Codebooks(); !slices.Contains(books, e.codebook) {
		e.codebook = ""
		if len(books) > 0 {
			e.codebook = books[0]
		}
	}
	bases := map[string]int{}
	for lang, n := range e.values["lang"] {
		if base := corpus.BaseLang(lang); base != "und" {
			bases[base] += n
		}
	}
	e.langs = slices.SortedFunc(maps.Keys(bases), func(a, b string) int { return byCount(bases, a, b) })
	e.survey()
	return nil
}

func (e *Explorer) ServeHTTP(w http.ResponseWriter, r *http.Request) { e.handler.ServeHTTP(w, r) }

// routes binds each address to what answers it. A pattern names its method, so
// that any other is refused: pages are read, only codes are written.
func (e *Explorer) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /style.css", e.styleSheet)
	mux.HandleFunc("GET /", e.notFound)
	if e.opt.Coding != nil {
		e.codeRoutes(mux)
	}
	if e.ds == nil {
		mux.Handle("GET /{$}", http.RedirectHandler(codeHome, http.StatusSeeOther))
		return
	}
	mux.HandleFunc("GET /{$}", e.home)
	mux.HandleFunc("GET /search", e.searchPage)
	mux.HandleFunc("GET /export.csv", e.exportCSV)
	mux.HandleFunc("GET /export.jsonl", e.exportLines)
	mux.HandleFunc("GET /article/{id}", e.articlePage)
	mux.HandleFunc("GET /alike/{id}", e.alike)
	mux.HandleFunc("GET /archive/{id}", e.archive)
	mux.HandleFunc("GET /compare-versions/{a}/{b}", e.versions)
	mux.HandleFunc("GET "+tracePath+"{id}", e.trace)
	mux.HandleFunc("GET /groups", e.groups)
	mux.HandleFunc("GET /"+reportPage, e.report)
	mux.HandleFunc("GET /"+report.LinesName(reportPage), e.report)
}

func (e *Explorer) styleSheet(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(e.style) // the reader may have gone
}

func (e *Explorer) notFound(w http.ResponseWriter, r *http.Request) {
	e.fail(w, r, problem{http.StatusNotFound, "There is no such page."})
}

// problem is what went wrong in words for the reader, with its status.
type problem struct {
	status int
	text   string
}

func (p problem) Error() string { return p.text }

// fail shows an error. Only a problem has words for the reader; of any other the
// page says that it happened, and the log what it was.
func (e *Explorer) fail(w http.ResponseWriter, r *http.Request, err error) {
	var p problem
	switch {
	case errors.As(err, &p):
	case errors.Is(err, context.Canceled):
		return // nobody waits for the answer
	default:
		e.log.Error("page failed", "path", r.URL.Path, "error", err)
		p = problem{http.StatusInternalServerError, "This page could not be made. The program's log says why."}
	}
	e.show(w, r, p.status, "problem", view{Title: http.StatusText(p.status), Body: p.text})
}
