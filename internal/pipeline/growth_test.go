package pipeline_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/invented"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// overStages computes names, copies and translations.
func overStages(ctx context.Context, tb testing.TB, dir string, stages ...string) {
	tb.Helper()
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": dir}})
	if err != nil {
		tb.Fatal(err)
	}
	if len(stages) == 0 {
		stages = []string{"names", "stories", "syndication"}
	}
	if _, err := pipeline.New(cfg, pipeline.Options{Command: "compare"}).Over(ctx, stages...); err != nil {
		tb.Fatal(err)
	}
}

// addArticles commits articles of a world, and takes others out.
func addArticles(tb testing.TB, dir string, number int, articles []invented.Article, gone ...invented.Article) {
	tb.Helper()
	d, err := store.Create(dir)
	if err != nil {
		tb.Fatal(err)
	}
	b, err := d.Begin(invented.Run(number))
	if err != nil {
		tb.Fatal(err)
	}
	defer b.Close()
	for _, a := range articles {
		if err := invented.Append(b, a); err != nil {
			tb.Fatal(err)
		}
	}
	docs := map[string]string{}
	for _, a := range gone {
		docs[string(a.Document.ID)] = store.MonthOf(a.Document)
	}
	if _, err := b.Drop(tb.Context(), docs, store.DocumentTables()...); err != nil {
		tb.Fatal(err)
	}
	if _, err := b.Commit(tb.Context(), time.Date(2031, 12, 1, 0, number, 0, 0, time.UTC)); err != nil {
		tb.Fatal(err)
	}
}

// digestOf is an article that holds the texts of others, printed after the last
// of them.
func digestOf(articles ...invented.Article) invented.Article {
	last := articles[len(articles)-1]
	d := invented.Article{Capture: last.Capture, Document: last.Document}
	var texts []string
	for _, a := range articles {
		texts = append(texts, a.Document.Text)
	}
	d.Document.URL += "/digest"
	d.Document.Title, d.Document.Text, d.Document.WireCredit = "", strings.Join(texts, "\n\n"), ""
	d.Document.TextSHA256 = corpus.SHA256([]byte(d.Document.Text))
	d.Document.ID, d.Document.Article = corpus.NewDocID(d.Document.Source, d.Document.URL, d.Document.TextSHA256), corpus.NewArticleID(d.Document.Source, d.Document.URL)
	d.Notes.Doc = d.Document.ID
	d.Capture.URL, d.Capture.FinalURL, d.Capture.BodySHA256 = d.Document.URL, d.Document.URL, d.Document.TextSHA256
	return d
}

// TestGrowthGivesWhatOneComputationGives adds articles in random order and
// batches, takes some out, brings some back, and computes after each batch: the
// tables must be those of one computation over what is there at the end.
func TestGrowthGivesWhatOneComputationGives(t *testing.T) {
	countsAgain(t)
	for _, seed := range []uint64{1, 2} {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			world, r := invented.New(seed), rand.New(rand.NewPCG(seed, 1))
			var all []invented.Article
			for i := range 4500 {
				// Five months, of many and of few documents.
				if day := world.Day(i); day.Year() == 2029 && day.Month() < 6 && (day.Month() != time.April || i%6 == 0) {
					all = append(all, world.Article(i))
				}
			}
			for i := range 14 { // digests of one month and of two
				all = append(all, digestOf(all[i*30], all[i*30+7], all[i*30+11]))
			}
			r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			dir := t.TempDir()
			grown, once := filepath.Join(dir, "grown"), filepath.Join(dir, "once")
			var gone, there []invented.Article
			for n, rest := 1, all; len(rest) > 0 || len(gone) > 0; n++ {
				k := min(len(rest), 1+r.IntN(160))
				batch := slices.Concat(rest[:k], gone)
				rest, gone = rest[k:], nil
				if len(rest) > 0 { // some of those that were there go for one round
					k := min(len(there), r.IntN(9))
					gone, there = there[:k], there[k:]
				}
				addArticles(t, grown, n, batch, gone...)
				there = slices.Concat(there, batch)
				overStages(t.Context(), t, grown)
			}
			addArticles(t, once, 1, there)
			overStages(t.Context(), t, once)
			diffs, err := store.Diff(t.Context(), open(t, grown), open(t, once))
			if err != nil {
				t.Fatal(err)
			}
			compared := int64(0)
			for _, d := range diffs {
				if d.Table == "captures" { // of all that was ever fetched
					continue
				}
				if compared += d.RowsB; !d.Equal() {
					t.Errorf("%s differs: %+v", d.Table, d)
				}
			}
			if compared < 10_000 {
				t.Errorf("only %d rows were compared", compared)
			}
		})
	}
}
