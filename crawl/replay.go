package crawl

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
)

// ErrNotAsked says that a run has no answer of an address: it was never asked for,
// by a budget or by the clock.
var ErrNotAsked = errors.New("the run did not ask for the address")

// Replay gives again what a run was answered by feeds, sitemaps, start pages and
// listings, as a [Prober] would have been: by the bodies that are stored, which for
// an answer "not modified" are those of an earlier run. It makes no request. It is
// safe for concurrent use.
type Replay struct {
	cfg     Config
	dataset string
	answers map[string]replayed // by URL
}

// replayed is the last attempt at an address, and where the body lies that it
// confirmed.
type replayed struct {
	capture corpus.Capture
	kept    *frontier.Known
}

// NewReplay reads the journal of a run, which must not have been dropped.
func NewReplay(cfg Config, stateDir string, run corpus.RunID) (p *Replay, err error) {
	store, err := openState(stateDir)
	if err != nil {
		return nil, fmt.Errorf("read answers of run %s: %w", run, err)
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	journal, ok, err := store.Find(run)
	if err == nil && !ok {
		err = errors.New("no such run")
	}
	if err != nil {
		return nil, fmt.Errorf("read answers of run %s: %w", run, err)
	}
	p = &Replay{cfg: cfg, dataset: filepath.Dir(filepath.Clean(stateDir)), answers: map[string]replayed{}}
	for c, err := range journal.Captures() {
		if err != nil {
			return nil, fmt.Errorf("read answers of run %s: %w", run, err)
		}
		if c.Kind == KindStart || isList(c.Kind) {
			p.answers[c.URL] = replayed{capture: c} // attempts come in their order
		}
	}
	for url, a := range p.answers {
		if a.capture.Outcome != corpus.OutcomeNotModified {
			continue
		}
		for _, name := range []string{a.capture.FinalURL, url} {
			k, ok, err := store.Known(name)
			if err != nil {
				return nil, fmt.Errorf("find stored body of %s: %w", name, err)
			}
			if ok && k.WARCFile != "" {
				a.kept = &k
				p.answers[url] = a
				break
			}
		}
	}
	return p, nil
}

// Visit gives the answer of an address of src as [Prober.Visit] does, whatever kind
// it was asked for as. The error is [ErrNotAsked], or of a source or URL that cannot
// be crawled at all.
func (p *Replay) Visit(_ context.Context, src corpus.Source, kind, rawURL string) (Visit, error) {
	s, err := newScope(0, src, p.cfg)
	if err != nil {
		return Visit{}, err
	}
	url, err := urlid.Normalise(rawURL, "")
	if err != nil {
		return Visit{}, err
	}
	a, ok := p.answers[url]
	if !ok || unjudged(a.capture.ErrorCode) {
		return Visit{}, fmt.Errorf("%s: %w", url, ErrNotAsked)
	}
	c := a.capture
	file, offset := c.WARCFile, c.WARCOffset
	if a.kept != nil {
		file, offset, c.ContentType = a.kept.WARCFile, a.kept.WARCOffset, a.kept.ContentType
	}
	r := &result{capture: c}
	if file == "" || !c.Outcome.Stored() && a.kept == nil || c.Outcome == corpus.OutcomeBlocked {
		return visit(r, nil), nil
	}
	body, damage, err := readBody(p.dataset, file, offset, p.cfg.MaxBody)
	if err != nil {
		r.capture.Outcome, r.capture.ErrorCode, r.capture.Message = corpus.OutcomeError, reason.Archive, err.Error()
		return visit(r, nil), nil //nolint:nilerr // it is what became of the address
	}
	c.Kind, c.ErrorCode, c.Message = kind, "", ""
	got := p.cfg.reader().Page(&s.Rules, c, read.Answer{Status: http.StatusOK, Header: http.Header{}, Body: body, MaxBody: p.cfg.MaxBody, Damage: damage})
	r.capture, r.links = got.Capture, got.Links
	if code := a.capture.ErrorCode; r.capture.Outcome == corpus.OutcomeOK && code != "" && code != reason.Archive && !reason.OfList(code) {
		r.capture.Outcome, r.capture.ErrorCode, r.capture.Message = corpus.OutcomeFlagged, code, a.capture.Message
	}
	return visit(r, &sight{body: body, entries: got.Entries, newest: got.Newest}), nil
}

// unjudged reports whether an address was left out for what has nothing to do with
// it.
func unjudged(code string) bool {
	switch code {
	case reason.BudgetBytes, reason.BudgetTime, reason.BudgetLists, reason.NotDue, reason.Erased, reason.Alias:
		return true
	}
	return false
}
