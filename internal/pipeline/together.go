package pipeline

import (
	"context"
	"errors"
	"fmt"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/store"
)

// ErrOthersCrawl says that another process crawls the dataset on a server, by its own
// list of sources, while this one was to crawl others.
var ErrOthersCrawl = errors.New("another process crawls the dataset, by its own list of sources: wait for its end, or help it with framewatch crawl without --source and --url")

// RunTogether is [Pipeline.Run], and CrawlTogether [Pipeline.Crawl] over the configured
// sources. While another process crawls the dataset, and the crawl's state is on a
// PostgreSQL server, they fetch for that one instead until its crawl is at its end
// (Result.Joined): it has the documents and the tables. They do all of their own work,
// from where it was left, when nobody decides any more.
func (p *Pipeline) RunTogether(ctx context.Context) (*Result, error) {
	return p.together(ctx, p.Run)
}

// CrawlTogether is described with [Pipeline.RunTogether].
func (p *Pipeline) CrawlTogether(ctx context.Context) (*Result, error) {
	return p.together(ctx, func(ctx context.Context) (*Result, error) { return p.Crawl(ctx, p.cfg.Sources) })
}

// CrawlOnly is [Pipeline.Crawl] over chosen sources, which joins nobody: the error is
// [ErrOthersCrawl], beside that of the lock, where it could have.
func (p *Pipeline) CrawlOnly(ctx context.Context, sources []corpus.Source) (*Result, error) {
	result, err := p.Crawl(ctx, sources)
	if !locked(err) {
		return result, err
	}
	dataset, derr := store.Create(p.cfg.Data)
	if derr != nil {
		return nil, err
	}
	if s, ok, serr := crawl.LookAt(ctx, dataset.StateDir(), ""); ok && serr == nil && s.Crawling() {
		err = fmt.Errorf("%w (%w)", ErrOthersCrawl, err)
	}
	return nil, err
}

// locked reports whether an error is that another process has the dataset.
func locked(err error) bool {
	return errors.Is(err, store.ErrLocked) || errors.Is(err, frontier.ErrLocked)
}

func (p *Pipeline) together(ctx context.Context, work func(context.Context) (*Result, error)) (*Result, error) {
	for {
		result, err := work(ctx)
		if !locked(err) {
			return result, err
		}
		joined, jerr := p.join(ctx)
		switch {
		case errors.Is(jerr, crawl.ErrNothingToJoin):
			return nil, err
		case errors.Is(jerr, frontier.ErrTaken):
			p.opt.Log.Warn("given up by the process that decides, as this one was not heard of; joining anew", "run", joined.Run)
		case jerr != nil:
			return nil, jerr
		case joined.Ended:
			return &Result{RunID: joined.Run, Data: p.cfg.Data, Joined: &joined}, nil
		}
	}
}

func (p *Pipeline) join(ctx context.Context) (done crawl.Joined, err error) {
	dataset, err := store.Create(p.cfg.Data) // it has no tables before its first run has ended
	if err != nil {
		return done, err
	}
	c, err := crawl.New(p.cfg.Crawl, p.opt.Log, crawl.WithClock(p.opt.Clock))
	if err != nil {
		return done, fmt.Errorf("start crawl: %w", err)
	}
	return c.Join(ctx, crawl.Job{StateDir: dataset.StateDir(), WARCDir: dataset.WARCDir(), Progress: func(at crawl.Progress) {
		p.opt.Progress(Progress{Step: "crawl", Done: at.Fetched, Total: at.Fetched + at.Waiting, Note: at.Note})
	}})
}
