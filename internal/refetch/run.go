package refetch

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/urlid"
	"framewatch/extract"
	"framewatch/internal/datapackage"
)

// Options are what texts are fetched and read with.
type Options struct {
	Crawler   *crawl.Crawler
	Extractor *extract.Extractor
	Sources   []corpus.Source           // of the settings: their selectors read the pages of their outlets
	Workers   int                       // hosts that are asked at once
	Progress  func(done, addresses int) // may be nil
}

// Summary says what came of a package.
type Summary struct {
	Documents int             `json:"documents"`
	Addresses int             `json:"addresses"`
	Asked     int             `json:"asked"`    // addresses of this call; the others were known from an earlier one
	Verdicts  map[Verdict]int `json:"verdicts"` // documents
	// OtherDates are documents of the same text whose page gives another day of
	// publication than the package.
	OtherDates int `json:"other_dates"`
}

// Run asks for every document of a package and writes into the folder dir what came
// (see [Files]). When ctx ends first, what is known is kept, the error is ctx's, and
// the same call goes on.
func Run(ctx context.Context, pkg *datapackage.Reader, dir string, opt Options) (sum Summary, err error) {
	all, err := addresses(ctx, pkg)
	if err != nil {
		return sum, err
	}
	j, err := openJournal(dir, pkg.Digest, len(all))
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, j.file.Close()) }()
	known := len(j.known)
	if err := askAll(ctx, all, j, opt); err != nil {
		return sum, err
	}
	if sum, err = write(dir, all, j); err != nil {
		return sum, err
	}
	sum.Asked = len(all) - known
	return sum, nil
}

// askAll asks for what is not known yet: one host by one worker after the other, so
// that none waits while another's turn is.
func askAll(ctx context.Context, all []address, j *journal, opt Options) error {
	k := &asker{prober: opt.Crawler.Prober(), extractor: opt.Extractor, sources: map[corpus.SourceID]corpus.Source{}}
	for _, s := range opt.Sources {
		k.sources[s.ID] = s
	}
	queues := queues(all, j.known)
	hosts := make(chan []int)
	var mu sync.Mutex // of the journal
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(hosts)
		for _, q := range queues {
			select {
			case hosts <- q:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		return nil
	})
	for range max(1, opt.Workers) {
		g.Go(func() error {
			for q := range hosts {
				for _, n := range q {
					f, err := k.ask(ctx, n, &all[n])
					if err != nil {
						return err
					}
					mu.Lock()
					if err = j.note(f); err == nil && opt.Progress != nil {
						opt.Progress(len(j.known), len(all))
					}
					mu.Unlock()
					if err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// queues are the addresses that are to be asked, by host, in the order of the
// package.
func queues(all []address, known map[int]noted) [][]int {
	at := map[string]int{}
	var out [][]int
	for n := range all {
		if _, ok := known[n]; ok {
			continue
		}
		host := ""
		if all[n].url != "" {
			_, host, _ = urlid.Split(all[n].url)
		}
		i, ok := at[host]
		if !ok {
			i = len(out)
			at[host], out = i, append(out, nil)
		}
		out[i] = append(out[i], n)
	}
	return out
}
