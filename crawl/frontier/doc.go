// Package frontier says what the crawler remembers: what is still to be fetched,
// what was met, what is known about each URL from earlier runs, and the journal
// of a run's captures. Items and results go in, in batches that are applied
// wholly or not at all; the next items of a host come out.
//
// It holds the nouns and the interface of a [Store]; crawl/frontier/embedded is
// one in a file beside the dataset, crawl/frontier/frontiertest what every one
// must do. A process may be killed at any moment: an item stays in the queue until
// the batch with its result is committed, so a run that is begun again under the
// same ID goes on where the last commit left it. A store decides nothing: which
// links are wanted, when a host may be asked and what a result means is the
// crawler's business.
package frontier
