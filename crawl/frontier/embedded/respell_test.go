package embedded_test

import (
	"bytes"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/embedded"
)

// older makes a store as a version before left it: with what is known of URLs and
// no word on their spelling.
func older(t *testing.T, known map[string]frontier.Known) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s, err := embedded.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Begin("r", "job")
	if err == nil {
		err = errors.Join(r.Commit(&frontier.Batch{Known: known}), r.Finish(), r.Drop(), r.Close(), s.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(filepath.Join(dir, embedded.FileName), 0o644, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(db.Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte("meta")).Delete([]byte("spelling")) }), db.Close())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func all(urls ...string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, u := range urls {
			if !yield(u, nil) {
				return
			}
		}
	}
}

// TestKnownPagesKeepTheirHistory: what a store of a version before knows of a URL
// that is spelled otherwise today is found under today's spelling, the later of
// two, and the store still checks.
func TestKnownPagesKeepTheirHistory(t *testing.T) {
	day := func(n int) time.Time { return time.Unix(1764400000, 0).UTC().AddDate(0, 0, n) }
	dir := older(t, map[string]frontier.Known{
		"http://a.test/%7Eana/":   {ETag: "moved", Fetched: day(1)},
		"http://a.test/%70":       {ETag: "earlier", Fetched: day(1)},
		"http://a.test/p":         {ETag: "later", Fetched: day(1), Checked: day(5)},
		"http://a.test/%71":       {ETag: "later too", Fetched: day(6)},
		"http://a.test/q":         {ETag: "earlier too", Fetched: day(2)},
		"http://a.test/plain":     {ETag: "plain"},
		"http://a.test/%E8%B0%88": {ETag: "谈"},
	})
	s, err := embedded.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if done, err := s.Respelled(); done || err != nil {
		t.Fatal(done, err)
	}
	plain := strings.NewReplacer("%7E", "~", "%70", "p", "%71", "q")
	now := func(old string) (string, bool) { to := plain.Replace(old); return to, to != old }
	urls := []string{"http://a.test/%7Eana/", "http://a.test/%70", "http://a.test/p", "http://a.test/%71", "http://a.test/q", "http://a.test/plain",
		"http://a.test/%E8%B0%88", "http://a.test/%7Enever-known"}
	if err := s.Respell(all(urls...), now); err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]string{"http://a.test/~ana/": "moved", "http://a.test/p": "later", "http://a.test/q": "later too",
		"http://a.test/plain": "plain", "http://a.test/%E8%B0%88": "谈", "http://a.test/%7Eana/": "", "http://a.test/%70": "", "http://a.test/%71": ""} {
		k, ok, err := s.Known(url)
		if err != nil || ok != (want != "") || k.ETag != want {
			t.Errorf("%s: %q, want %q (%v)", url, k.ETag, want, err)
		}
	}
	if done, err := s.Respelled(); !done || err != nil {
		t.Error(done, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, embedded.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := embedded.Check(bytes.NewReader(data), int64(len(data))); err != nil {
		t.Error(err)
	}
}

// TestAFailedRespellingChangesNothing: it is tried again by the next run.
func TestAFailedRespellingChangesNothing(t *testing.T) {
	dir := older(t, map[string]frontier.Known{"http://a.test/%70": {ETag: "x"}})
	s, err := embedded.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	broken := errors.New("a damaged table")
	err = s.Respell(func(yield func(string, error) bool) { _ = yield("http://a.test/%70", nil) && yield("", broken) },
		func(string) (string, bool) { return "http://a.test/p", true })
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	if done, err := s.Respelled(); done || err != nil {
		t.Error(done, err)
	}
	if k, ok, err := s.Known("http://a.test/%70"); k.ETag != "x" || !ok || err != nil {
		t.Error(k, ok, err)
	}
}
