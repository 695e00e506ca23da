package pipeline

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl"
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
}

// SourceResult is one outlet's part of a run.
type SourceResult struct {
	ID        corpus.SourceID `json:"id"`
	Name      string          `json:"name"`
	Captures  int             `json:"captures"`  // attempts
	Documents int             `json:"documents"` // new and unchanged
	Failures  int             `json:"failures"`
	NotDue    bool            `json:"not_due,omitempty"` // passed over: crawled less than crawl.min_interval ago
	Faults    []Fault         `json:"faults,omitempty"`  // why the run counts it as failed

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

// judgeSources says which outlets failed: those that gave fewer documents than
// their floor, where documents were read at all, and those that gave nothing
// where something was asked for. Nothing was asked of those that were passed
// over.
func (r *run) judgeSources() {
	if r.result.Crawl == nil {
		return
	}
	for _, s := range r.result.Crawl.Sources {
		r.source(s.Source).NotDue = s.NotDue
	}
	for _, s := range r.result.Crawl.Sources {
		if s.NotDue {
			continue
		}
		switch known := r.sources[s.Source]; {
		case s.Stored+s.Outcomes[corpus.OutcomeNotModified] == 0:
			r.source(s.Source).fault(Fault{Code: FaultUnfetched, Message: "nothing could be fetched: " + why(r.result.Crawl.Starts, s.Source)})
		case s.Pages == 0 && (known == nil || known.ListID != crawl.URLList):
			r.source(s.Source).fault(Fault{Code: FaultUnnamed, Message: "no page was named: " + whyNoPage(r.result.Crawl.Starts, s.Source)})
		}
	}
	for _, s := range r.bySource {
		known := r.sources[s.ID]
		if known != nil && r.ingested && !s.NotDue && s.Documents < known.MinArticles {
			s.fault(Fault{Code: FaultFloor, Message: fmt.Sprintf("%d documents, its floor is %d (min_articles)", s.Documents, known.MinArticles)})
		}
	}
}

// whyNoPage says how the addresses ended that should have named a source's pages.
func whyNoPage(starts []crawl.StartLine, id corpus.SourceID) string {
	var parts []string
	for _, s := range starts {
		if s.Source != id {
			continue
		}
		if what := s.ErrorCode; what != "" {
			parts = append(parts, s.URL+" is "+what)
		} else {
			parts = append(parts, s.URL+" has no link to a page of the source")
		}
	}
	return strings.Join(parts, ", ")
}

// why says how a source's first start page ended.
func why(starts []crawl.StartLine, id corpus.SourceID) string {
	for _, s := range starts {
		if s.Source == id {
			return fmt.Sprintf("%s: %s %s %s", s.URL, s.Outcome, s.ErrorCode, s.Message)
		}
	}
	return "no start page, feed or sitemap was reached"
}
