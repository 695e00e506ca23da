package frontier

import (
	"slices"

	"framewatch/corpus"
)

// Standing is how a store on a server is, as somebody sees it who holds nothing of it.
type Standing struct {
	Where   string      `json:"where"`             // server and schema
	Version string      `json:"version"`           // of the server
	Format  int         `json:"format"`            // of the tables; 0 where there are none yet
	Barred  bool        `json:"barred,omitempty"`  // there are none, and this user may not make them
	Later   bool        `json:"later,omitempty"`   // a later version of this program has made them
	Dataset string      `json:"dataset,omitempty"` // whose they are
	Bytes   int64       `json:"bytes"`             // of the schema on the server's disk
	Decides *Attending  `json:"decides"`           // who has the store; null where nobody does
	Runs    []Pending   `json:"runs"`              // that are not forgotten yet
	Joined  []Attending `json:"joined"`            // who fetches for the run under way
}

// Attending is a process that holds a lease.
type Attending struct {
	Who    string  `json:"who"`              // machine and process
	Left   float64 `json:"left_seconds"`     // of its lease; below 0 where it is not heard of any more
	Number int     `json:"number,omitempty"` // of one that has joined
	Room   int     `json:"room,omitempty"`   // how many errands it takes at a time
	Out    int     `json:"out,omitempty"`    // errands that it has in hand
}

// Pending is a run that the store remembers.
type Pending struct {
	Run      corpus.RunID `json:"run_id"`
	Done     bool         `json:"done"`     // fetched, and not yet in the tables
	Waiting  int          `json:"waiting"`  // URLs
	Captures int          `json:"captures"` // in its journal
	Results  int          `json:"results"`  // of those who have joined, not yet taken
}

// Crawling reports whether a process decides on a run that others can fetch for.
func (s *Standing) Crawling() bool {
	return s.Decides != nil && s.Decides.Alive() && slices.ContainsFunc(s.Runs, func(r Pending) bool { return !r.Done })
}

// Alive reports whether a process is heard of.
func (a Attending) Alive() bool { return a.Left > 0 }
