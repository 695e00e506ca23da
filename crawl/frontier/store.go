package frontier

import (
	"iter"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
)

// Store is the crawler's memory. It is safe for concurrent use by the goroutines
// of one process, and held by one process at a time ([ErrLocked]). Where another can
// take it from a process that is not heard of, what that one commits afterwards is
// refused as a whole ([ErrTaken]).
type Store interface {
	// Begin returns the run with the given ID, new or as it was left. job is a
	// digest of what the run is to do; it must be the same when the run goes on,
	// else the error is [ErrOtherJob].
	Begin(id corpus.RunID, job string) (Run, error)
	// Find returns a run that exists; ok is false when it does not.
	Find(id corpus.RunID) (r Run, ok bool, err error)
	// Known returns what is known about url; ok is false for a URL never stored.
	Known(url string) (k Known, ok bool, err error)
	// KnownOf calls f for those of the URLs about which something is known, in their
	// order. f must not use the store.
	KnownOf(urls iter.Seq[string], f func(url string, k Known)) error
	// Robots returns the stored robots.txt of a host (scheme://host[:port]).
	Robots(host string) (r Robots, ok bool, err error)
	// Visited returns when the last run that got something of a source began with
	// it; zero when there was none.
	Visited(source corpus.SourceID) (at time.Time, err error)
	// Runs returns the runs that exist, in order of their IDs.
	Runs() ([]corpus.RunID, error)
	// Erase forgets URLs: what is known of them, each robots.txt that names one, and all
	// runs, whose queues and journals name what they will. What is known of other URLs
	// follows its record where that has moved, by the old file's name; what led to a
	// record that is there no more is fetched again.
	Erase(urls []string, moved map[string]Moved) error
	Close() error
}

// Run is the part of a store that belongs to one run. What it answers is safe for
// concurrent use; what changes it is for one goroutine.
type Run interface {
	// Progress returns the archive position of the last commit and whether the run
	// was finished.
	Progress() (at Position, done bool)
	// Worker is the number in whose archive files this process writes: a process
	// that was taken over may write on in its own, and spoils no others. It is 0 in a
	// store that cannot be taken over.
	Worker() int
	// Held returns [ErrTaken] when the run is no longer this process's. It is asked
	// before every request, so that no two ask a host at once.
	Held() error
	// Durable reports whether what is committed survives the machine too, so that the
	// archive must have been forced to disk before a Commit, and a Flush has nothing
	// to do.
	Durable() bool
	// Sources returns the state of each of n sources, and Hosts those of hosts.
	Sources(n int) ([]SourceState, error)
	Hosts() ([]HostState, error)
	// Items calls f for the items of host that wait, in order of their places,
	// until f returns false. An empty host means all, hosts in order of name.
	Items(host string, f func(Item) bool) error
	// Unseen keeps the links whose URL was not yet taken up in this run, each once.
	// The list is changed in place.
	Unseen(links []Link) ([]Link, error)
	// Met reports whether url was taken up in this run.
	Met(url string) (met bool, err error)
	// Captures returns the journal ordered by source, URL and attempt.
	Captures() iter.Seq2[corpus.Capture, error]

	// Seed gives each source, in order, its first links, where the first Advance
	// finds them, all in one step. A source that was seeded before stays as it is.
	Seed(seeds []Seed) error
	// Advance begins the next wave of some sources in one step, in the order of
	// turns: it goes through the links that a source's current wave found, in order,
	// asks admit about each URL that is new to the run, and queues what is admitted.
	// added is called for each queued item.
	//
	// All links of a wave are judged together, because only then does a budget cut
	// at the same place however the answers were interleaved.
	Advance(turns []Turn, admit Admit, added func(source int, host string)) error
	// Commit makes a batch survive this process, and Flush what was committed the
	// machine. Until then queries need not see it. The archive must have been forced
	// to disk before a Flush. Full reports whether one is due.
	Commit(batch *Batch) error
	Full() bool
	Flush() error
	// Release is to be called after a commit that no Flush follows.
	Release() error
	// Finish marks the run as finished and frees what only an unfinished run needs.
	// Its journal stays until Drop, which forgets the run; dropping one that is not
	// there is no error.
	Finish() error
	Drop() error
	// Close flushes the run.
	Close() error
}

// Seed is what a source begins with.
type Seed struct {
	Links []Link
	Skip  bool // not due: the source is left out of the run
}

// Turn is one source's step to its next wave.
type Turn struct {
	Source int
	// State is the source's state, which Advance moves on: admit may change its
	// counts while it runs.
	State *SourceState
	Seen  []string // URLs to mark as met before, such as targets of redirects
	// Last are links to go through once, in the first wave for which nothing else is
	// left to queue; they are via [ViaKnown].
	Last []Link
}

// Admit decides on a link that is new to the run, with the page that named it.
type Admit func(source int, via string, l Link) Admission

// MaxSources is how many sources one run can have.
const MaxSources = 1 << 16

// Identity is the form in which a URL is met: the same parameters in another
// order are the same page. Only what is met depends on it; what is sent keeps
// its order.
func Identity(url string) string {
	path, query, ok := strings.Cut(url, "?")
	if !ok || !strings.Contains(query, "&") {
		return url
	}
	params := strings.Split(query, "&")
	slices.Sort(params)
	return path + "?" + strings.Join(params, "&")
}
