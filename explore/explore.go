package explore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"framewatch/compare"
	"framewatch/explore/coding"
	"framewatch/report"
	"framewatch/store"
)

// Options are what an explorer knows beside its dataset.
type Options struct {
	// Compare is the selection, the sampling and the limits of comparisons.
	Compare compare.Config
	// Report has the names of target, frames and blocs.
	Report report.Config
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
	ds      *store.Dataset
	opt     Options
	pages   templates
	style   []byte
	log     *slog.Logger
	handler http.Handler
}

// New makes an explorer of the dataset as it is now. Without a dataset, nil, there
// are only the pages of hand coding, which need none.
func New(ds *store.Dataset, opt Options) (*Explorer, error) {
	if ds == nil && opt.Coding == nil {
		return nil, errors.New("make explorer: neither a dataset nor a file to code")
	}
	e := &Explorer{ds: ds, opt: opt, log: opt.Log}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
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
