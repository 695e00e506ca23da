package explore

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"framewatch/compare"
	"framewatch/internal/trace"
	"framewatch/report"
)

const (
	// tracePath is the address below which an ID is traced.
	tracePath = "/trace/"
	// tracedFirst documents behind a number are shown, and tracedMost where more are
	// asked for: all of many would keep others waiting.
	tracedFirst, tracedMost = 3, 40
)

// tracePage is the chain of an ID.
type tracePage struct {
	Trace *trace.Trace
	Root  tracedNode
	Made  []tracedNode
	More  string // link to the same with more documents
	Lines []tracedLink
}

// tracedNode is a node as the page shows it.
type tracedNode struct {
	*trace.Node
	Dir     string
	Href    string // of its own trace
	Article string // of a document
	Links   []tracedLink
	From    []tracedNode
}

// tracedLink is a link with its verdict for the eye and for the ear.
type tracedLink struct {
	trace.Link
	Sign, Said, Class string
}

func linkViews(list []trace.Link) []tracedLink {
	out := make([]tracedLink, len(list))
	for i, l := range list {
		out[i] = tracedLink{l, "✓", "holds", "yes"}
		switch l.Verdict {
		case trace.Broken:
			out[i].Sign, out[i].Said, out[i].Class = "✗", "broken", "no"
		case trace.NotChecked:
			out[i].Sign, out[i].Said, out[i].Class = "–", "not checked", "none"
		case trace.OK:
		}
	}
	return out
}

// nodeView is a node and all below it; that of the page itself has no link.
func nodeView(n *trace.Node, here string) tracedNode {
	v := tracedNode{Node: n, Dir: report.Direction(n.Lang), Links: linkViews(n.Links)}
	switch n.Kind {
	case "decision", "record", "run", "estimate", "figure":
	default:
		if n.ID != here {
			v.Href = tracePath + url.PathEscape(n.ID)
		}
	}
	if n.Kind == "document" {
		v.Article = articleAddress(n.ID)
	}
	for _, f := range n.From {
		v.From = append(v.From, nodeView(f, here))
	}
	return v
}

func (e *Explorer) trace(w http.ResponseWriter, r *http.Request) {
	tr, err := e.traced(r.Context(), r.PathValue("id"), r.URL.Query().Has("more"))
	if err != nil {
		e.fail(w, r, err)
		return
	}
	p := tracePage{Trace: tr, Root: nodeView(tr.Root, tr.ID), Lines: linkViews(tr.Files)}
	for _, n := range tr.Made {
		p.Made = append(p.Made, nodeView(n, ""))
	}
	if tr.Documents > tr.Shown && tr.Shown < tracedMost {
		p.More = tracePath + url.PathEscape(tr.ID) + "?more=1"
	}
	e.show(w, r, http.StatusOK, "trace", view{Title: "Trace of " + tr.Kind + " " + tr.ID[:min(len(tr.ID), 16)], Here: "/search", Body: p})
}

// traced follows an ID, in turn with others who compute.
func (e *Explorer) traced(ctx context.Context, id string, more bool) (*trace.Trace, error) {
	release, err := e.takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	opt := e.opt.Trace
	opt.Limit = tracedFirst
	if more {
		opt.Limit = tracedMost
	}
	opt.Corpus = func(context.Context) (*compare.Corpus, error) { return e.corpus, nil }
	opt.Figures = e.figures
	tr, err := trace.Of(ctx, e.ds, id, opt)
	var erased *trace.ErasedError
	switch {
	case errors.As(err, &erased):
		return nil, problem{http.StatusGone, fmt.Sprintf("This was erased on %s, on request.", erased.Day)}
	case errors.Is(err, trace.ErrForm):
		return nil, problem{http.StatusNotFound, "This is no ID: at least 8 of the digits 0 to 9 and a to f are wanted."}
	case errors.Is(err, trace.ErrAmbiguous):
		return nil, problem{http.StatusNotFound, "Several IDs begin so: more of its digits are needed."}
	case errors.Is(err, trace.ErrUnknown):
		return nil, problem{http.StatusNotFound, "Nothing in this dataset has this ID. Rows that a later run replaced have other IDs, and so have numbers of other settings."}
	case err != nil && strings.Contains(err.Error(), ".parquet"):
		e.log.Error("not traced", "id", id, "error", err)
		return nil, problem{http.StatusInternalServerError, "A table of the dataset cannot be read; framewatch dataset verify says which."}
	}
	return tr, err
}

// figures are those of the report that the explorer shows, computed once.
func (e *Explorer) figures(ctx context.Context) ([]trace.Figure, error) {
	if e.figured != nil {
		return e.figured, nil
	}
	study, err := e.corpus.Study(ctx, e.ds, e.opt.Compare)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	list, err := report.Figures(ctx, e.ds, study, e.opt.Report)
	if err != nil {
		return nil, err
	}
	e.figured = FiguresOf(e.corpus, list)
	return e.figured, nil
}

// FiguresOf are a report's figures as package trace takes them.
func FiguresOf(c *compare.Corpus, list []report.Figure) []trace.Figure {
	out := make([]trace.Figure, len(list))
	for i, f := range list {
		out[i] = trace.Figure{Row: f.Row, What: fmt.Sprintf("question %d of the report: %s", f.Card, f.What), Printed: f.Printed, Of: f.Of}
		if f.Members != nil {
			out[i].Behind = c.Behind(f.Members)
		}
	}
	return out
}
