package pipeline

import (
	"cmp"
	"context"
	"iter"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/store"
)

// articlePage is what tells where the page of an article is.
type articlePage struct {
	Source  store.Symbols `col:"source_id"`
	URL     store.Symbols `col:"url"`
	Final   store.Symbols `col:"final_url,null"`
	Article store.Symbols `col:"article_id,null"`
	Version []int64       `col:"version"`
	Blocked []bool        `col:"blocked"`
}

// Table names the table that ScanColumns reads.
func (articlePage) Table() string { return store.DocumentRow{}.Table() }

// knownPages yields the address of each article of the dataset at which it was
// read last. Only these are asked for again whether or not a list names them.
func (r *run) knownPages(ctx context.Context) iter.Seq2[crawl.KnownPage, error] {
	return func(yield func(crawl.KnownPage, error) bool) {
		type at struct {
			page    crawl.KnownPage
			version int64
		}
		var order []corpus.ArticleID
		pages := map[corpus.ArticleID]at{}
		for b, err := range store.ScanColumns[articlePage](ctx, r.dataset) {
			if err != nil {
				yield(crawl.KnownPage{}, err)
				return
			}
			for i := range b.Version {
				if b.Blocked[i] {
					continue
				}
				p := crawl.KnownPage{Source: corpus.SourceID(b.Source.At(i)), URL: today(cmp.Or(b.Final.At(i), b.URL.At(i)))}
				id := corpus.ArticleID(b.Article.At(i))
				if id == "" {
					id = corpus.NewArticleID(p.Source, b.URL.At(i))
				}
				before, ok := pages[id]
				if !ok {
					order = append(order, id)
				}
				if !ok || b.Version[i] >= before.version {
					pages[id] = at{p, b.Version[i]}
				}
			}
		}
		for _, id := range order {
			if !yield(pages[id].page, nil) {
				return
			}
		}
	}
}
