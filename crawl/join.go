package crawl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"framewatch/corpus"
	"framewatch/crawl/fetch"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/postgres"
	"framewatch/crawl/render"
	"framewatch/crawl/robots"
	"framewatch/crawl/warc"
)

// ErrNothingToJoin says that no crawl of a dataset is under way that another process
// could fetch for.
var ErrNothingToJoin = errors.New("no crawl is under way that could be joined")

// Joined is what a process did for another that decides.
type Joined struct {
	Run     corpus.RunID `json:"run"`
	Fetched int          `json:"fetched"` // requests whose results were taken
	// Ended says that the run came to its end; else nobody decides any more, or somebody
	// else does under other settings: who begins it again takes it over or joins anew.
	Ended bool `json:"ended"`
}

// Join fetches for the process that has a run of the dataset under way, where its
// state is on a PostgreSQL server, until the run is at its end or nobody decides. Of
// job only the folders are used, and Progress: sources and settings come from who
// decides, but for what the machine may reach, how much it does at once, and the user
// agent, whose token must be the same. Where no run is under way for as long as a lease
// the error is [ErrNothingToJoin], and [frontier.ErrTaken] where this process was given
// up, as it was not heard of; it may join anew.
func (c *Crawler) Join(ctx context.Context, job Job) (done Joined, err error) {
	p, err := readPlace(job.StateDir)
	if err := errors.Join(err, c.named()); err != nil {
		return done, err
	}
	if p.Postgres != "" && c.cfg.Frontier != "" {
		p.Postgres, p.elsewhere = c.cfg.Frontier, true
	}
	if p.Postgres == "" {
		return done, fmt.Errorf("%w: the state of the dataset is a file, which one process has", ErrNothingToJoin)
	}
	length := c.lease
	if length == 0 {
		length = postgres.DefaultLease
	}
	var joined *postgres.Joined
	for began := time.Now(); joined == nil; {
		joined, err = postgres.Join(ctx, p.Postgres, c.lease, errandDepth*c.cfg.Workers)
		switch {
		case errors.Is(err, postgres.ErrNothingOffered) && time.Since(began) < length:
			select { // who decides may have begun a moment ago
			case <-time.After(length / 20):
			case <-ctx.Done():
				return done, context.Cause(ctx)
			}
		case errors.Is(err, postgres.ErrNothingOffered):
			return done, fmt.Errorf("%w (%w)", ErrNothingToJoin, err)
		case err != nil:
			return done, err
		}
	}
	v, err := c.help(ctx, p, joined, job, &done)
	if done.Ended = v.Ended; err != nil && !v.Ended {
		return done, fmt.Errorf("fetch for run %s: %w", done.Run, err)
	}
	return done, nil
}

// help carries errands out until there is a reason to stop.
func (c *Crawler) help(ctx context.Context, p place, joined *postgres.Joined, job Job, done *Joined) (v frontier.Vicinity, err error) {
	// Whatever the reason, nothing is dealt out to a process that is not there.
	defer func() { err = errors.Join(err, joined.Leave(), joined.Close()) }()
	if err := p.claim(joined.Store); err != nil {
		return v, err
	}
	job.Run, done.Run = joined.Run.Name(), joined.Run.Name()
	c, scopes, err := c.under(joined.Offer)
	if err != nil {
		return v, err
	}
	archive, err := c.archive(job, fetcherSeries(job.Run, joined.ID), warc.Position{})
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	defer c.holds.add(joined.Run)()
	encoders, err := c.encoders()
	if err != nil {
		return v, err
	}
	c.log.Info("fetching for another process", "run", job.Run, "as", joined.ID)
	room := errandDepth * c.cfg.Workers
	h := &helper{c: c, job: job, scopes: scopes, joined: joined, archive: archive, tasks: make(chan *task, room), results: make(chan *result, room), hand: map[int64]bool{}, done: done}
	g, gctx := errgroup.WithContext(ctx)
	met := newMet()
	c.hands(gctx, g, h.tasks, h.results, func() *worker {
		return &worker{cfg: c.cfg, job: job, clock: c.clock, guard: c.guard, store: joined, run: joined.Run, encoders: encoders,
			client: fetch.NewClient(gctx, c.cfg.UserAgent, c.transport), reader: c.cfg.reader(), met: met}
	})
	g.Go(func() (err error) {
		defer close(h.tasks)
		v, err = h.work(gctx)
		return err
	})
	err = g.Wait()
	if errors.Is(err, frontier.ErrTaken) {
		v, looked := joined.Look()
		return v, errors.Join(err, looked)
	}
	return v, errors.Join(err, h.exchange(0)) // what was fetched until now is kept
}

// under makes the crawler that fetches under an offer.
func (c *Crawler) under(data []byte) (*Crawler, []*scope, error) {
	var o offer
	if err := json.Unmarshal(data, &o); err != nil {
		return nil, nil, fmt.Errorf("read what the run offers: %w", err)
	}
	if o.Format != errandFormat {
		return nil, nil, fmt.Errorf("%w: the process that decides is of another version of this program (errands of form %d, here %d)", ErrFrontier, o.Format, errandFormat)
	}
	if theirs, ours := robots.Token(o.Config.UserAgent), robots.Token(c.cfg.UserAgent); theirs != ours {
		return nil, nil, fmt.Errorf("%w: it is crawled as %s, and this process is %s: robots.txt may say other things to each (crawl.user_agent)", ErrFrontier, theirs, ours)
	}
	own, cfg := c.cfg, o.Config
	cfg.UserAgent, cfg.Workers, cfg.AllowNet, cfg.Resolver, cfg.NoDelay, cfg.Hosts, cfg.Frontier = own.UserAgent, own.Workers, own.AllowNet, own.Resolver, own.NoDelay, own.Hosts, own.Frontier
	cfg.Render = render.Default() // pages are rendered by who decides
	if err := cfg.Validate(); err != nil {
		return nil, nil, fmt.Errorf("settings of the run: %w", err)
	}
	scopes := make([]*scope, len(o.Sources))
	for i, src := range o.Sources {
		s, err := newScope(i, src, cfg)
		if err != nil {
			return nil, nil, err
		}
		scopes[i] = s
	}
	out := *c
	if out.cfg = cfg; out.dials {
		out.dial() // it may wait for other times
	}
	return &out, scopes, nil
}

// helper takes errands from rows to workers, and results back.
type helper struct {
	c       *Crawler
	job     Job
	scopes  []*scope
	joined  *postgres.Joined
	archive *warc.Writer
	tasks   chan *task
	results chan *result
	hand    map[int64]bool // errands here
	done    *Joined
}

// work goes on until the run has ended, its offer changes, or nobody decides and all
// that is in hand is done.
func (h *helper) work(ctx context.Context) (v frontier.Vicinity, err error) {
	look := max(h.joined.Length()/6, errandBeat)
	for looked := time.Now(); ; {
		if time.Since(looked) >= look {
			if v, err = h.joined.Look(); err != nil {
				return v, err
			}
			if looked = time.Now(); v.Ended || len(h.hand) == 0 && (v.Vacant || v.Changed) {
				return v, nil
			}
		}
		room := cap(h.tasks) - len(h.hand)
		if v.Changed || v.Vacant {
			room = 0
		}
		if err := h.exchange(room); err != nil {
			return v, err
		}
		select {
		case <-time.After(errandBeat):
		case <-ctx.Done():
			return v, context.Cause(ctx)
		}
	}
}

// exchange hands in what is done, and takes up to room errands.
func (h *helper) exchange(room int) error {
	done, err := h.finished()
	if err != nil {
		return err
	}
	at := h.archive.At()
	errands, err := h.joined.Exchange(done, frontier.Position{Seq: at.Seq, Offset: at.Offset}, slices.Collect(maps.Keys(h.hand)), room)
	if err != nil {
		return err
	}
	for _, e := range done {
		delete(h.hand, e.Number)
	}
	if h.done.Fetched += len(done); len(done) > 0 && h.job.Progress != nil {
		h.job.Progress(Progress{Fetched: h.done.Fetched, Waiting: len(h.hand) + len(errands), Note: "for the process that decides on the run"})
	}
	for _, e := range errands {
		t, err := decodeTask(e.Task, h.scopes)
		if err != nil {
			return err
		}
		t.errand = e.Number
		h.hand[e.Number] = true
		h.tasks <- t // there is room for all
	}
	return nil
}

// finished writes the records of results that are there, and forces them to disk:
// what a result names must be there for good before it counts.
func (h *helper) finished() (done []frontier.Errand, err error) {
	for len(h.results) > 0 {
		r := <-h.results
		if r.err != nil {
			return nil, r.err
		}
		if r.cancelled {
			continue
		}
		if len(r.archive) > 0 {
			if err := h.joined.Run.Held(); err != nil {
				return nil, err // what it would write was cut off, or will be
			}
			at, err := h.archive.Append(r.archive...)
			if err != nil {
				return nil, err
			}
			if r.next == "" { // a capture names the record of its last answer
				r.capture.WARCFile = archiveName(h.job.WARCDir, warc.FileName(fetcherSeries(h.job.Run, h.joined.ID), at.Seq))
				r.capture.WARCOffset = at.Offset
			}
		}
		e := frontier.Errand{Number: r.task.errand}
		if e.Result, err = r.encode(); err != nil {
			return nil, err
		}
		done = append(done, e)
	}
	if len(done) > 0 {
		err = h.archive.Sync()
	}
	return done, err
}
