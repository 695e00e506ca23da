package trace

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/internal/erased"
	"framewatch/store"
)

// Verdict is what a check of a link has come to.
type Verdict string

// The verdicts.
const (
	OK         Verdict = "ok"
	Broken     Verdict = "broken"
	NotChecked Verdict = "not_checked"
)

// Link is a step that was checked.
type Link struct {
	// What is a stable word: file, text-digest, doc-id, extraction, capture, record,
	// record-digest, body-digest, address, span, surface, sentence, clause, mention,
	// quote, decision, row, counts or value.
	What    string  `json:"what"`
	Verdict Verdict `json:"verdict"`
	Why     string  `json:"why"`            // what was found, for people
	File    string  `json:"file,omitempty"` // of the dataset, of a link that is broken
	Do      string  `json:"do,omitempty"`   // what mends it
}

// Fact is something that is known of a node.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Node is a thing on the way, with what it rests on below it.
type Node struct {
	// Kind is estimate, figure, document, decision, hit, clause, sentence, mention,
	// quote, claim, stance, article, capture, record or run.
	Kind  string  `json:"kind"`
	ID    string  `json:"id,omitempty"`
	Says  string  `json:"says,omitempty"` // in a line; what is quoted is foreign text
	Lang  string  `json:"lang,omitempty"` // of Says, where it is foreign
	Facts []Fact  `json:"facts,omitempty"`
	Links []Link  `json:"links,omitempty"`
	From  []*Node `json:"from,omitempty"`
}

// Trace is the chain of an ID.
type Trace struct {
	ID      string  `json:"id"`
	Kind    string  `json:"kind"`
	Dataset string  `json:"dataset"` // its generation: the run that was committed last
	Root    *Node   `json:"root"`
	Files   []Link  `json:"files"` // of tables, held against the manifest
	Made    []*Node `json:"made"`  // the runs that wrote what is above, with their versions
	// Documents is how many are behind the number, Shown how many of them are below
	// Root, from the first positive one on.
	Documents  int `json:"documents"`
	Shown      int `json:"shown"`
	OK         int `json:"ok"`
	Broken     int `json:"broken"`
	NotChecked int `json:"not_checked"`
}

// Figure is a number of a report.
type Figure struct {
	Row     store.EstimateRow // names it, and has its value as it is now
	What    string            // where it stands and what it is
	Printed []string          // as the page has it
	// Of is the estimate of which the report has made it, whose documents are behind it,
	// and Behind are those documents where it is made of none. Both are nil for a number
	// that can be computed again by itself.
	Of     *store.EstimateRow
	Behind *compare.Behind
}

// Again computes the number of a row again from its key columns, with what is behind
// it.
type Again func(context.Context, *compare.Corpus, store.EstimateRow) (store.EstimateRow, *compare.Behind, error)

// Options are what a trace needs beside the dataset.
type Options struct {
	// Limit is how many documents behind a number are followed to the end; 0 = all.
	Limit int
	// Corpus is the dataset as package compare sees it, loaded when it is first needed;
	// nil loads it from the dataset.
	Corpus func(context.Context) (*compare.Corpus, error)
	// Figures are those of the report, looked at for IDs that no table has. It may be nil.
	Figures func(context.Context) ([]Figure, error)
	// Others compute numbers again that are not package compare's, by question.
	Others map[string]Again
	// Extract reads an archived page again, and Rules names the rules by which pages of
	// a source are read now, as table derivations does. Without them it is not tried.
	Extract func(context.Context, corpus.Page) (corpus.Document, error)
	Rules   func(corpus.SourceID) string
	// Program is the version that checks.
	Program string
}

// What an ID may fail by.
var (
	// ErrUnknown means that nothing in the dataset has the ID.
	ErrUnknown = errors.New("nothing has this ID")
	// ErrAmbiguous means that several things have IDs that begin so.
	ErrAmbiguous = errors.New("several IDs begin so")
	// ErrForm means that it can be no ID.
	ErrForm = errors.New("not an ID: want at least 8 of the digits 0 to 9 and a to f")
)

// ErasedError means that what had the ID was removed on request.
type ErasedError struct{ ID, Day string }

func (e *ErasedError) Error() string { return fmt.Sprintf("%s was erased on %s", e.ID, e.Day) }

// Of follows an ID, or the beginning of one that no other has.
func Of(ctx context.Context, ds *store.Dataset, id string, opt Options) (*Trace, error) {
	t, err := begin(ctx, ds, opt)
	if err != nil {
		return nil, err
	}
	at, err := t.find(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("trace %s: %w", id, err)
	}
	if err := at.follow(ctx); err != nil {
		return nil, fmt.Errorf("trace %s: %w", id, err)
	}
	return t.end(ctx)
}

// OfRow follows a number that is in no table, such as one of framewatch compare, whose
// row is given.
func OfRow(ctx context.Context, ds *store.Dataset, row store.EstimateRow, opt Options) (*Trace, error) {
	t, err := begin(ctx, ds, opt)
	if err != nil {
		return nil, err
	}
	t.out.ID, t.out.Kind = row.ID(), "estimate"
	if err := t.number(ctx, row, nil, given); err != nil {
		return nil, fmt.Errorf("trace %s: %w", row.ID(), err)
	}
	return t.end(ctx)
}

// tracer is a trace under way.
type tracer struct {
	ds     *store.Dataset
	opt    Options
	out    *Trace
	erased *erased.List
	corpus *compare.Corpus
	rows   *rows
	runs   []string        // whose versions are told, in order
	files  map[string]bool // of tables, that rows were read from
}

func begin(_ context.Context, ds *store.Dataset, opt Options) (*tracer, error) {
	t := &tracer{ds: ds, opt: opt, out: &Trace{Dataset: ds.Generation().RunID}, files: map[string]bool{}}
	t.rows = &rows{t: t}
	var err error
	if t.erased, err = erased.Load(ds.StateDir()); err != nil {
		return nil, err
	}
	return t, nil
}

// end checks the files that were read, tells the versions and counts the verdicts.
func (t *tracer) end(ctx context.Context) (*Trace, error) {
	if err := t.made(ctx); err != nil {
		return nil, err
	}
	if err := t.checkFiles(ctx); err != nil {
		return nil, err
	}
	t.count(t.out.Files)
	t.each(t.out.Root, func(n *Node) { t.count(n.Links) })
	return t.out, nil
}

// each visits a node and all below it, each once: nodes may share what they rest on.
func (t *tracer) each(n *Node, visit func(*Node)) {
	seen := map[*Node]bool{}
	var walk func(*Node)
	walk = func(n *Node) {
		if n == nil || seen[n] {
			return
		}
		seen[n] = true
		visit(n)
		for _, f := range n.From {
			walk(f)
		}
	}
	walk(n)
}

func (t *tracer) count(links []Link) {
	for _, l := range links {
		switch l.Verdict {
		case OK:
			t.out.OK++
		case Broken:
			t.out.Broken++
		case NotChecked:
			t.out.NotChecked++
		}
	}
}

// ran notes that a run's versions are to be told.
func (t *tracer) ran(run string) {
	if run != "" && !slices.Contains(t.runs, run) {
		t.runs = append(t.runs, run)
	}
}

func (n *Node) link(l Link) { n.Links = append(n.Links, l) }

func (n *Node) ok(what, format string, a ...any) {
	n.link(Link{What: what, Verdict: OK, Why: fmt.Sprintf(format, a...)})
}

func (n *Node) unchecked(what, format string, a ...any) {
	n.link(Link{What: what, Verdict: NotChecked, Why: fmt.Sprintf(format, a...)})
}

// broken tells of a link that does not hold, with the file to look at and what mends
// it.
func (n *Node) broken(what, file, do, format string, a ...any) {
	n.link(Link{What: what, Verdict: Broken, Why: fmt.Sprintf(format, a...), File: file, Do: do})
}

// fact adds what is known; an empty value is not told.
func (n *Node) fact(name, value string) {
	if value != "" {
		n.Facts = append(n.Facts, Fact{name, value})
	}
}

// What mends a table, an archive and a number.
const (
	mendTable   = "framewatch dataset verify tells what else is wrong; put the file back from a backup, or make the tables anew with framewatch dataset rebuild"
	mendArchive = "framewatch dataset verify tells what else is wrong; put the file back from a backup"
	mendNumber  = "framewatch dataset verify tells whether a table is damaged; framewatch dataset rebuild makes all tables anew, and framewatch compare gives the number now"
)
