package imports

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"os"

	"framewatch/corpus"
	"framewatch/internal/streams"
)

// readArrow yields the pages of an Arrow stream (see [streams.Page]).
func readArrow(in *os.File, _ file, each func(Item) bool) error {
	pages, err := streams.Pages(context.Background(), in, "") // who reads the items looks at its own context for each
	if err != nil {
		return err
	}
	for g, err := range pages {
		if err != nil {
			return err
		}
		c := g.Page.Capture
		i := Item{URL: c.URL, Source: c.Source, FetchedAt: c.FetchedAt, Status: c.Status,
			ContentType: c.ContentType, Body: g.Page.Body}
		if g.Problem != "" {
			i.Problem = &Problem{g.Code, g.Problem}
		}
		if len(i.Body) > MaxBody {
			i.Body, i.Problem = nil, &Problem{"too-large", fmt.Sprintf("page of %d bytes, the limit is %d", len(i.Body), MaxBody)}
		}
		if !each(i) {
			return nil
		}
	}
	return nil
}

// WARC yields the pages of a WARC file as an import of that format finds them, for
// [streams.Extract]; source is the outlet that they are of. They are named by their
// records. A file that is cut is an error: what else it held nobody knows.
func WARC(ctx context.Context, in io.Reader, source corpus.SourceID) iter.Seq2[streams.Given, error] {
	return func(yield func(streams.Given, error) bool) {
		stopped := false
		err := warcItems(in, func(i Item) bool {
			i.Source = cmp.Or(i.Source, source)
			i = valid(i)
			g := streams.Given{ID: i.Record, Page: corpus.Page{Body: i.Body, Capture: corpus.Capture{Source: i.Source, URL: i.URL, FinalURL: i.URL,
				ContentType: i.ContentType, Status: i.Status, FetchedAt: i.FetchedAt, BodySHA256: corpus.SHA256(i.Body)}}}
			if i.Problem != nil {
				g.Code, g.Problem = i.Problem.Code, i.Problem.Message
			}
			stopped = !yield(g, ctx.Err()) || ctx.Err() != nil
			return !stopped
		})
		if err != nil && !stopped {
			yield(streams.Given{}, fmt.Errorf("read WARC file: %w", err))
		}
	}
}
