package crawl

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"framewatch/corpus"
	"framewatch/crawl/fetch"
	"framewatch/crawl/frontier"
	"framewatch/crawl/guard"
	"framewatch/crawl/warc"
)

// Clock is where the crawler takes the time from and how it waits; tests put in
// one that does not wait.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// SystemClock is the time that it is.
func SystemClock() Clock { return systemClock{} }

type systemClock struct{}

func (systemClock) Now() time.Time                         { return time.Now() }
func (systemClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// Option changes a [Crawler] beyond its settings.
type Option func(*Crawler)

// WithClock makes the crawler use another clock for pace and dates. Limits on
// one exchange keep to real time.
func WithClock(c Clock) Option { return func(cr *Crawler) { cr.clock = c } }

// WithTransport makes the crawler fetch through another transport, such as one
// that serves from memory. Address checks are then the transport's business.
func WithTransport(t http.RoundTripper) Option { return func(cr *Crawler) { cr.transport = t } }

// Crawler runs jobs under one set of settings. It may run several jobs, each
// with a state folder of its own.
type Crawler struct {
	cfg       Config
	log       *slog.Logger
	clock     Clock
	guard     *guard.Guard
	transport http.RoundTripper
	bare      bool // write no archive; benchmarks measure what it costs
	silence   time.Duration
	dials     bool // over connections of its own
	holds     *holds
	lease     time.Duration // of a frontier on a server; 0 = its default
}

// New checks the settings and makes a crawler. log gets what happens in a
// crawl that no capture tells.
func New(cfg Config, log *slog.Logger, opts ...Option) (*Crawler, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("crawl settings: %w", err)
	}
	g, err := guard.New(cfg.AllowNet, cfg.Hosts, cfg.Resolver)
	if err != nil {
		return nil, fmt.Errorf("crawl settings: %w", err)
	}
	if Contact(cfg.UserAgent) == "" {
		g.Close(ErrContact.Error())
	}
	wanted := cfg.Workers
	var why string
	if cfg.Workers, why, err = cfg.Fit(); err != nil {
		return nil, err
	}
	if cfg.Workers < wanted {
		log.Warn("fewer workers than crawl.workers", "workers", cfg.Workers, "wanted", wanted, "why", why)
	}
	c := &Crawler{cfg: cfg, log: log, clock: systemClock{}, guard: g, holds: &holds{}, silence: quietAfter}
	for _, o := range opts {
		o(c)
	}
	if c.transport == nil {
		c.dial()
	}
	return c, nil
}

// dial makes the connections of a crawler that was given none.
func (c *Crawler) dial() {
	t := fetch.NewTransport(c.guard, c.cfg.Workers, c.cfg.HeaderTimeout)
	t.DialContext = c.holds.over(t.DialContext)
	c.transport, c.dials = t, true
}

// Resolve reports why a host has no address, by the name server that is asked before
// a page is: nil where it has one.
func (c *Crawler) Resolve(ctx context.Context, host string) error { return c.guard.Resolve(ctx, host) }

// Run carries out a job and says how it ended. When ctx ends first, what was
// fetched so far is kept and the error is ctx's; Run with the same Job then goes
// on, as it does after a crash. A job that was already finished is only
// summarised.
func (c *Crawler) Run(ctx context.Context, job Job) (sum Summary, err error) {
	if len(job.Sources) > frontier.MaxSources {
		return Summary{}, fmt.Errorf("run %s: %d sources: a run has %d at most", job.Run, len(job.Sources), frontier.MaxSources)
	}
	scopes := make([]*scope, len(job.Sources))
	var errs []error
	for i, src := range job.Sources {
		sc, err := newScope(i, src, c.cfg)
		scopes[i], errs = sc, append(errs, err)
	}
	if err := errors.Join(append(errs, c.named(job.Sources...))...); err != nil {
		return Summary{}, err
	}
	store, err := c.openFor(job.StateDir)
	if err != nil {
		return Summary{}, fmt.Errorf("run %s: %w", job.Run, err)
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	digest, err := job.digest()
	if err != nil {
		return Summary{}, fmt.Errorf("run %s: %w", job.Run, err)
	}
	run, err := store.Begin(job.Run, digest)
	if err != nil {
		return Summary{}, err
	}
	if job.Alone {
		if err := dropOthers(store, job.Run); err != nil {
			return Summary{}, err
		}
	}
	at, done := run.Progress()
	if !done {
		if err := c.crawl(ctx, job, store, run, scopes, at); err != nil {
			return Summary{}, fmt.Errorf("run %s: %w", job.Run, err)
		}
	}
	return c.summary(job, run)
}

// dropOthers forgets all runs but one.
func dropOthers(store frontier.Store, keep corpus.RunID) error {
	runs, err := store.Runs()
	if err != nil {
		return err
	}
	for _, id := range runs {
		if id == keep {
			continue
		}
		other, ok, err := store.Find(id)
		if err == nil && ok {
			err = other.Drop()
		}
		if err != nil {
			return fmt.Errorf("forget run %s, which is over: %w", id, err)
		}
	}
	return nil
}

// crawl works until nothing is left to do.
func (c *Crawler) crawl(ctx context.Context, job Job, store frontier.Store, run frontier.Run, scopes []*scope, at frontier.Position) (err error) {
	from, err := takeArchive(job, at, run.Worker())
	if err != nil {
		return err
	}
	archive, err := c.archive(job, archiveSeries(job.Run, run.Worker()), from)
	if err != nil {
		return err
	}
	// The archive first: the store must not name records that are not on disk.
	defer func() { err = errors.Join(err, archive.Close(), run.Close()) }()
	defer c.holds.add(run)()
	l := newLoop(c, job, store, run, scopes, archive)
	if err := l.resume(); err != nil {
		return err
	}
	if err := l.far.offer(); err != nil {
		return err
	}
	encoders, err := c.encoders()
	if err != nil {
		return err
	}
	browsers, err := c.browsers(ctx, l)
	if err != nil {
		return err
	}
	defer func() {
		for _, b := range browsers {
			b.Close()
		}
	}()
	g, gctx := errgroup.WithContext(ctx)
	for _, b := range browsers {
		w := c.worker(gctx, job, store, run, l, encoders)
		g.Go(func() error {
			for r := range l.renders {
				l.results <- w.render(gctx, b, r)
			}
			return nil
		})
	}
	c.hands(gctx, g, l.tasks, l.results, func() *worker { return c.worker(gctx, job, store, run, l, encoders) })
	fctx, stop := context.WithCancel(gctx)
	defer stop()
	if l.far != nil {
		g.Go(func() error { return l.far.serve(fctx) })
	}
	g.Go(func() error {
		defer stop()
		defer close(l.tasks)
		defer close(l.renders)
		return l.work(gctx)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	if err := archive.Sync(); err != nil {
		return err
	}
	if err := l.far.dismiss(); err != nil {
		return err
	}
	if t, ok := c.transport.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
	return run.Finish()
}

// encoders are for the workers of a crawl to share.
func (c *Crawler) encoders() (chan *warc.Encoder, error) {
	encoders := make(chan *warc.Encoder, min(c.cfg.Workers, runtime.GOMAXPROCS(0)))
	for range cap(encoders) {
		enc, err := warc.NewEncoder()
		if err != nil {
			return nil, err
		}
		encoders <- enc
	}
	return encoders, nil
}

// hands are the goroutines that carry tasks out, for this process or for another that
// decides.
func (c *Crawler) hands(ctx context.Context, g *errgroup.Group, tasks <-chan *task, results chan<- *result, worker func() *worker) {
	for range c.cfg.Workers {
		w := worker()
		g.Go(func() error {
			for t := range tasks {
				results <- w.do(ctx, t)
			}
			return nil
		})
	}
}

func (c *Crawler) worker(ctx context.Context, job Job, store frontier.Store, run frontier.Run, l *loop, encoders chan *warc.Encoder) *worker {
	return &worker{
		cfg: c.cfg, job: job, clock: c.clock, guard: c.guard, store: store, run: run, encoders: encoders,
		client: fetch.NewClient(ctx, c.cfg.UserAgent, c.transport), reader: c.cfg.reader(), met: l.met, bare: c.bare, asks: l.asks, loaded: l.loaded,
	}
}

func (c *Crawler) summary(job Job, run frontier.Run) (Summary, error) {
	states, err := run.Sources(len(job.Sources))
	if err != nil {
		return Summary{}, err
	}
	hosts, err := run.Hosts()
	if err != nil {
		return Summary{}, err
	}
	down := map[string]string{}
	for _, h := range hosts {
		down[h.Host] = h.Down
	}
	return summarise(job, run.Captures(), states, down)
}

// archive is a series of WARC files, which go on at a position.
func (c *Crawler) archive(job Job, series string, from warc.Position) (*warc.Writer, error) {
	return warc.NewWriter(job.WARCDir, series, from, 0, c.clock.Now,
		warc.Field{Name: "software", Value: c.cfg.UserAgent}, warc.Field{Name: "format", Value: "WARC File Format 1.1"},
		warc.Field{Name: "isPartOf", Value: string(job.Run)}, warc.Field{Name: "robots", Value: "obey"})
}

// takeArchive is where a worker goes on in its archive. What another wrote that it
// did not commit is dropped; it may write on meanwhile, but in files that no
// capture names.
func takeArchive(job Job, at frontier.Position, worker int) (warc.Position, error) {
	if at.Worker == worker {
		return warc.Position{Seq: at.Seq, Offset: at.Offset}, nil
	}
	for other := max(at.Worker, 1); other < worker; other++ {
		var end warc.Position
		if other == at.Worker {
			end = warc.Position{Seq: at.Seq, Offset: at.Offset}
		}
		if err := warc.DropAfter(job.WARCDir, archiveSeries(job.Run, other), end); err != nil {
			return warc.Position{}, err
		}
	}
	return warc.Position{}, nil
}

// archiveSeries makes a file name of a run ID and the worker's number.
func archiveSeries(id corpus.RunID, worker int) string {
	if worker == 0 {
		return series(string(id))
	}
	return series(fmt.Sprintf("%s-w%d", id, worker))
}

// fetcherSeries is that of a process that fetches for another.
func fetcherSeries(id corpus.RunID, number int) string {
	return series(fmt.Sprintf("%s-f%d", id, number))
}

func series(run string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, run)
}
