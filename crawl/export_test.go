package crawl

import "time"

// FitWorkers is how many workers run where so many files may be open.
var FitWorkers = fitWorkers

// WithoutArchive keeps a crawler from writing WARC files, so that what they cost
// can be measured.
func WithoutArchive() Option { return func(c *Crawler) { c.bare = true } }

// WithSilence makes a crawler explain a shorter silence, which a test can wait for.
func WithSilence(d time.Duration) Option { return func(c *Crawler) { c.silence = d } }

// WithLease makes a frontier on a server be taken over sooner.
func WithLease(d time.Duration) Option { return func(c *Crawler) { c.lease = d } }
