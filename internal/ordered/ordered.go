// Package ordered runs a function over a stream on several workers and hands the
// results on in the order of the input, with bounded memory: the shape of every
// stage that reads many documents, because two runs over the same input must
// write the same bytes.
package ordered

import (
	"context"
	"iter"

	"golang.org/x/sync/errgroup"
)

// Map calls work for each item of in on up to workers goroutines, and sink with
// each result in the order of in, from one goroutine. At most 2 x workers items
// are under way. It stops at the first error, of in, work, sink or ctx, and
// returns it after every goroutine has ended.
func Map[In, Out any](ctx context.Context, workers int, in iter.Seq2[In, error],
	work func(context.Context, In) (Out, error), sink func(Out) error) error {
	type slot chan Out
	workers = max(1, workers)
	g, ctx := errgroup.WithContext(ctx)
	jobs := make(chan func() error)
	queue := make(chan slot, 2*workers) // its length bounds what is under way
	for range workers {
		g.Go(func() error {
			for job := range jobs {
				if err := job(); err != nil {
					return err
				}
			}
			return nil
		})
	}
	g.Go(func() error {
		defer close(jobs)
		defer close(queue)
		for item, err := range in {
			if err != nil {
				return err
			}
			out := make(slot, 1)
			select {
			case queue <- out:
			case <-ctx.Done():
				return ctx.Err()
			}
			job := func() error {
				result, err := work(ctx, item)
				if err == nil {
					out <- result
				}
				return err
			}
			select {
			case jobs <- job:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	g.Go(func() error {
		for out := range queue {
			select {
			case result := <-out:
				if err := sink(result); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	return g.Wait()
}
