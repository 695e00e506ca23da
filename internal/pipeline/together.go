package pipeline

import (
	"context"
	"errors"
	"fmt"

	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/store"
)

// CrawlTogether is [Pipeline.Crawl] over the configured sources. While another process
// crawls the dataset, and the crawl's state is on a PostgreSQL server, it fetches for
// that one instead until the run is at its end (Result.Joined), and takes the run over
// when nobody decides any more.
func (p *Pipeline) CrawlTogether(ctx context.Context) (*Result, error) {
	for {
		result, err := p.Crawl(ctx, p.cfg.Sources)
		if !errors.Is(err, store.ErrLocked) && !errors.Is(err, frontier.ErrLocked) {
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
