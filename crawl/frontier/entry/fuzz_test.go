package entry_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/entry"
)

// FuzzEntries reads bytes as every kind of entry: what is read is written so that
// it reads the same, and takes no more memory than the bytes.
func FuzzEntries(f *testing.F) {
	at := time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC)
	capture := corpus.Capture{Source: "courier", URL: "https://courier.example/渡轮", Attempt: 2, FinalURL: "https://courier.example/b", Outcome: corpus.OutcomeOK,
		FetchedAt: at, BodySHA256: corpus.SHA256([]byte("x")), Status: 200, Redirects: []string{"https://courier.example/c"}, RedirectStatus: 301}
	item := frontier.Item{Host: "courier.example", URL: "https://courier.example/a", Kind: "page", Via: "feed", Depth: 1, Place: frontier.Place{Source: 1, Wave: 2, Ord: 3}}
	key, value := entry.EncodeCapture(&capture)
	f.Add(key, value)
	f.Add(entry.ItemKey(&item), entry.EncodeItem(&item))
	f.Add([]byte{}, entry.EncodeKnown(&frontier.Known{ETag: `"1"`, Fetched: at, Gone: true, Since: at, Asked: at}))
	f.Add([]byte{}, entry.EncodeFound(&frontier.Found{Via: "a", Links: []frontier.Link{{URL: "https://courier.example/d", Kind: "page", Depth: 2}}}))
	f.Add([]byte{}, entry.AppendTime(nil, at))
	f.Fuzz(func(t *testing.T, key, value []byte) {
		if c, err := entry.DecodeCapture("r", key, value); err == nil {
			same(t, c, func() (corpus.Capture, error) {
				key, value := entry.EncodeCapture(&c)
				return entry.DecodeCapture("r", key, value)
			})
		}
		if it, err := entry.DecodeItem(key, value); err == nil {
			same(t, it, func() (frontier.Item, error) { return entry.DecodeItem(entry.ItemKey(&it), entry.EncodeItem(&it)) })
		}
		if k, err := entry.DecodeKnown(value); err == nil {
			same(t, k, func() (frontier.Known, error) { return entry.DecodeKnown(entry.EncodeKnown(&k)) })
		}
		if found, err := entry.DecodeFound(value); err == nil {
			same(t, found, func() (frontier.Found, error) { return entry.DecodeFound(entry.EncodeFound(&found)) })
		}
		if at, err := entry.DecodeTime(value); err == nil {
			same(t, at, func() (time.Time, error) { return entry.DecodeTime(entry.AppendTime(nil, at)) })
		}
	})
}

func same[T any](t *testing.T, want T, again func() (T, error)) {
	t.Helper()
	got, err := again()
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("read again (-first +second): %v\n%s", err, diff)
	}
}
