package crawl

// WithoutArchive keeps a crawler from writing WARC files, so that what they cost
// can be measured.
func WithoutArchive() Option { return func(c *Crawler) { c.bare = true } }
