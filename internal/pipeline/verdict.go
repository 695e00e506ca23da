package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/urlid"
	"framewatch/internal/sourcecheck"
)

// Codes of a source's faults.
const (
	FaultFloor       = "floor"       // fewer documents than min_articles
	FaultUnfetched   = "unfetched"   // nothing could be fetched
	FaultUnnamed     = "unnamed"     // its lists named no page
	FaultUnannotated = "unannotated" // documents could not be annotated
)

// Fault is one reason why a run counts a source as failed.
type Fault struct {
	Code    string `json:"code"`
	URL     string `json:"url,omitempty"` // of the list; empty where the source as a whole is meant
	Message string `json:"message"`

	Since time.Time `json:"since,omitzero"` // when an earlier run noticed it first; zero where this one does
}

// SourceResult is one outlet's part of a run.
type SourceResult struct {
	ID        corpus.SourceID `json:"id"`
	Name      string          `json:"name"`
	Captures  int             `json:"captures"`  // attempts
	Documents int             `json:"documents"` // new and unchanged
	Failures  int             `json:"failures"`
	NotDue    bool            `json:"not_due,omitempty"`   // passed over: crawled less than crawl.min_interval ago
	Outside   string          `json:"outside,omitempty"`   // not asked: the days for which its entry holds, where the run's is none of them
	RestUntil time.Time       `json:"rest_until,omitzero"` // passed over, as it has failed for long: when it is asked again
	Faults    []Fault         `json:"faults,omitempty"`    // why the run counts it as failed

	unannotated int
}

// Problem says in one line why the run counts the source as failed; empty where
// it does not.
func (s SourceResult) Problem() string {
	said := make([]string, len(s.Faults))
	for i, f := range s.Faults {
		said[i] = f.Message
	}
	return strings.Join(said, "; ")
}

// MarshalJSON adds the problem as one line, as summaries have always had it.
func (s SourceResult) MarshalJSON() ([]byte, error) {
	type plain SourceResult
	return json.Marshal(struct {
		plain
		Problem string `json:"problem,omitempty"`
	}{plain(s), s.Problem()})
}

// fault notes a reason; one of the same code and address takes the place of the
// earlier.
func (s *SourceResult) fault(f Fault) {
	same := func(o Fault) bool { return o.Code == f.Code && o.URL == f.URL }
	if i := slices.IndexFunc(s.Faults, same); i >= 0 {
		s.Faults[i] = f
		return
	}
	s.Faults = append(s.Faults, f)
}

// Failed lists the sources that the run counts as failed.
func (r *Result) Failed() []SourceResult {
	var out []SourceResult
	for _, s := range r.Sources {
		if len(s.Faults) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// inForce keeps the sources whose entry holds on the day on which the run began. The
// others are told of, and nothing is asked of them: what they publish would be
// counted under an owner or a country that is not theirs.
func (r *run) inForce(sources []corpus.Source) []corpus.Source {
	day := r.started.Format(time.DateOnly)
	var out []corpus.Source
	for _, s := range sources {
		switch {
		case s.ValidFrom > day:
			r.source(s.ID).Outside = "from " + s.ValidFrom
		case s.ValidTo != "" && s.ValidTo < day:
			r.source(s.ID).Outside = "to " + s.ValidTo
		default:
			out = append(out, s)
		}
	}
	return out
}

// Unread lists the items of an import that could not be read. What was removed on
// request was not wanted.
func (r *Result) Unread() (unread []Failure) {
	for _, f := range r.Failures {
		if f.Stage == stageImport && f.Code != codeErased {
			unread = append(unread, f)
		}
	}
	return unread
}

// judgeSources says which outlets failed: those of which an address of the entry is
// of no use, by the rules of a sources check; those that gave nothing where something
// was asked for; and those that gave fewer documents than their floor, where
// documents were read at all. Nothing was asked of those that were passed over. It
// returns the addresses of which it has told what is wrong.
func (r *run) judgeSources(ctx context.Context) (judged map[string]bool, err error) {
	if r.result.Crawl == nil {
		return nil, nil
	}
	answers, err := crawl.NewReplay(r.p.cfg.Crawl, r.dataset.StateDir(), r.id)
	if err != nil {
		return nil, err
	}
	judged = map[string]bool{}
	now := r.p.opt.Clock.Now()
	for _, line := range r.result.Crawl.Sources {
		s, known := r.source(line.Source), r.sources[line.Source]
		if s.NotDue = line.NotDue; s.NotDue || known == nil {
			continue
		}
		lists, err := sourcecheck.Judge(ctx, *known, answers, now)
		if err != nil {
			return nil, err
		}
		for _, l := range lists.Lists {
			if url, err := urlid.Normalise(l.URL, ""); err == nil && l.Answer != corpus.AnswerOK {
				judged[attempted(s.ID, url)] = true
			}
		}
		if err := r.judgeLists(s, known, lists); err != nil {
			return nil, err
		}
		r.judgeYield(s, known, line, lists)
	}
	return judged, nil
}

// judgeLists takes over what was found of a source's lists. Invented outlets publish
// nothing new, and so are never stale.
func (r *run) judgeLists(s *SourceResult, known *corpus.Source, lists sourcecheck.Report) error {
	for _, f := range lists.Findings {
		if known.Demo && f.Code == string(corpus.AnswerStale) {
			continue
		}
		failure := Failure{Stage: "crawl", Source: s.ID, URL: f.URL, Code: f.Code, Message: f.Part + ": " + f.Message}
		if f.Level != sourcecheck.Fail {
			r.warn(failure)
			continue
		}
		if err := r.fail(failure); err != nil {
			return err
		}
		s.fault(Fault{Code: f.Code, URL: f.URL, Message: failure.Message})
	}
	return nil
}

// judgeYield looks at what a source gave as a whole, where its lists do not say
// already why that is too little.
func (r *run) judgeYield(s *SourceResult, known *corpus.Source, line crawl.SourceLine, lists sourcecheck.Report) {
	switch {
	case len(s.Faults) > 0 && line.Pages == 0:
	case line.Stored+line.Outcomes[corpus.OutcomeNotModified] == 0:
		s.fault(Fault{Code: FaultUnfetched, Message: "nothing could be fetched"})
	case line.Pages == 0 && lists.Named() == 0 && known.ListID != crawl.URLList:
		s.fault(Fault{Code: FaultUnnamed, Message: sourcecheck.NamesNone})
	case r.ingested && s.Documents < known.MinArticles:
		s.fault(Fault{Code: FaultFloor, Message: fmt.Sprintf("%d documents, its floor is %d (min_articles)", s.Documents, known.MinArticles)})
	}
}
