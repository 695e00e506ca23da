package sourcecheck

import (
	"context"
	"errors"
	"fmt"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
)

// NamesNone is said of a source whose lists name no article.
const NamesNone = "its lists name no article that link_patterns let through; correct link_patterns or name other lists"

// Judge says of each address of a source's entry what a check would say of it, by
// the answers that a crawl has had. Addresses that it was not asked for are not in
// the report, and so nothing but addresses is.
func Judge(ctx context.Context, src corpus.Source, answers *crawl.Replay, now time.Time) (Report, error) {
	k := newCheck(&Checker{now: func() time.Time { return now }}, src, answers, partsRead)
	var seen []sight
	for _, e := range k.entries() {
		s, err := k.look(ctx, e)
		if errors.Is(err, crawl.ErrNotAsked) {
			continue
		}
		if err != nil {
			return Report{}, fmt.Errorf("judge the lists of %s: %w", src.ID, err)
		}
		seen = append(seen, s)
	}
	k.sum(seen)
	return k.report, nil
}
