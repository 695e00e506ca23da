package pipeline_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/store"
)

// nights invents what crawls of three outlets met in some months: pages that are
// had, fail, move, are forbidden or come again, articles of them in versions, and
// an import.
func nights(r *rand.Rand) (captures []store.CaptureRow, documents []store.DocumentRow, targets []store.DocumentTargetRow) {
	outlets := []string{"meridian-wire", "lantern-bay", "thames-review"}
	day := func() time.Time {
		return time.Date(2026, 1, 1+r.IntN(120), r.IntN(24), r.IntN(60), r.IntN(60), 0, time.UTC)
	}
	capture := func(source, url, final string, at time.Time, outcome corpus.Outcome, code string) store.CaptureRow {
		c := store.CaptureRow{CaptureID: fmt.Sprintf("c%05d", len(captures)), SourceID: source, URL: url, FinalURL: final, Kind: "page", FetchedAt: at,
			Outcome: string(outcome), ErrorCode: code, RobotsState: "allowed"}
		captures = append(captures, c)
		return c
	}
	for i := range 160 {
		source := outlets[r.IntN(len(outlets))]
		url, final := fmt.Sprintf("https://%s.test/%d", source, i), ""
		if r.IntN(5) == 0 {
			final = url + "/moved"
		}
		for range r.IntN(3) {
			o := [][2]string{{"error", "timeout"}, {"error", "status-404"}, {"gone", "status-410"}, {"blocked", "challenge"}, {"not-fetched", "robots"}, {"skipped", "type"}}[r.IntN(6)]
			capture(source, url, "", day(), corpus.Outcome(o[0]), o[1])
		}
		if r.IntN(4) == 0 {
			continue
		}
		c := capture(source, url, final, day(), corpus.OutcomeOK, "")
		if r.IntN(3) == 0 {
			capture(source, cmp.Or(final, url), "", day(), corpus.OutcomeNotFetched, "not-due")
		}
		if r.IntN(6) == 0 {
			continue // no article
		}
		for v := range 1 + r.IntN(2) {
			d := store.DocumentRow{DocID: fmt.Sprintf("d%04d-%d", i, v), CaptureID: c.CaptureID, SourceID: source, URL: url, FinalURL: final, ArticleID: fmt.Sprintf("a%04d", i), Version: int64(v + 1),
				Lang: []string{"en", "zh-Hans"}[r.IntN(2)], Paywalled: r.IntN(8) == 0, Blocked: r.IntN(12) == 0, Month: c.FetchedAt.Format("2006-01")}
			if r.IntN(15) == 0 {
				d.Excluded = "a list"
			}
			if p := []string{"", "year", "month", "second"}[r.IntN(4)]; p != "" {
				d.PublishedAt, d.PublishedPrecision = day(), p
				d.Month = d.PublishedAt.Format("2006-01")
			}
			documents = append(documents, d)
			if r.IntN(10) > 0 {
				targets = append(targets, store.DocumentTargetRow{DocID: d.DocID, TargetID: "iomed", Relevance: []string{"main", "passing", "none"}[r.IntN(3)], Month: d.Month})
			}
		}
	}
	for i := range 5 {
		documents = append(documents, store.DocumentRow{DocID: fmt.Sprintf("i%d", i), SourceID: "archive", URL: fmt.Sprintf("https://archive.test/%d", i), Lang: "en", Version: 1, Month: "2026-02"})
		captures = append(captures, store.CaptureRow{CaptureID: fmt.Sprintf("i%d", i), SourceID: "archive", URL: fmt.Sprintf("https://archive.test/%d", i), Kind: "page", Outcome: "ok", FetchedAt: day()})
	}
	return captures, documents, targets
}

// recounted is table outlet_months counted item by item, each looking through all
// rows.
func recounted(captures []store.CaptureRow, documents []store.DocumentRow, targets []store.DocumentTargetRow) map[string]string {
	langs := map[string]string{"meridian-wire": "en", "lantern-bay": "zh-Hans", "thames-review": "en"}
	counts := map[string]map[string]int{}
	count := func(source, month, lang, what string) {
		key := source + " " + month + " " + lang
		if counts[key] == nil {
			counts[key] = map[string]int{}
		}
		counts[key][what]++
	}
	page := func(url string) string { return strings.TrimSuffix(url, "/moved") }
	items := map[string][]store.CaptureRow{}
	for _, c := range captures {
		if c.RobotsState != "" {
			items[page(c.URL)] = append(items[page(c.URL)], c)
		}
	}
	newest := map[string]store.DocumentRow{}
	for _, d := range documents {
		if d.Version > newest[d.URL].Version {
			newest[d.URL] = d
		}
	}
	for url, tries := range items {
		if _, read := newest[url]; read {
			continue
		}
		slices.SortFunc(tries, func(a, b store.CaptureRow) int { return a.FetchedAt.Compare(b.FetchedAt) })
		last, what := tries[len(tries)-1], ""
		switch {
		case slices.ContainsFunc(tries, func(c store.CaptureRow) bool { return c.Outcome == "ok" }):
			what = "fetched"
		case last.ErrorCode == "status-404" || last.Outcome == "gone":
			what = "gone"
		default:
			what = last.Outcome
		}
		for _, w := range []string{"listed", what} {
			count(last.SourceID, tries[0].FetchedAt.Format("2006-01"), langs[last.SourceID], w)
		}
	}
	for url, d := range newest {
		month := "undated"
		for _, c := range items[url] {
			month = min(month, c.FetchedAt.Format("2006-01"))
		}
		if d.PublishedPrecision == "month" || d.PublishedPrecision == "second" {
			month = d.PublishedAt.Format("2006-01")
		}
		what := []string{}
		if len(items[url]) > 0 {
			what = append(what, "listed", map[bool]string{true: "blocked", false: "fetched"}[d.Blocked])
		}
		if !d.Blocked && d.Excluded == "" {
			what = append(what, "articles")
			if d.Paywalled {
				what = append(what, "paywalled")
			}
			for _, t := range targets {
				if t.DocID == d.DocID && !d.Paywalled {
					what = append(what, "annotated", t.Relevance)
				}
			}
		}
		count(d.SourceID, month, d.Lang, "rows")
		for _, w := range what {
			count(d.SourceID, month, d.Lang, w)
		}
	}
	out := map[string]string{}
	for key, n := range counts {
		out[key] = fmt.Sprint(n["listed"], n["fetched"], n["blocked"], n["error"], n["gone"], n["skipped"], n["not-fetched"], n["articles"], n["paywalled"], n["annotated"], n["main"]+n["passing"], n["main"])
		if strings.HasPrefix(key, "archive ") {
			out[key] = fmt.Sprint("null ", n["articles"])
		}
	}
	return out
}

// TestOutletMonths adds what crawls met in random order and batches, computes after
// each, and recounts at the end.
func TestOutletMonths(t *testing.T) {
	for _, seed := range []uint64{1} {
		r := rand.New(rand.NewPCG(seed, 7))
		captures, documents, targets := nights(r)
		dir := filepath.Join(t.TempDir(), "data")
		d, err := store.Create(dir)
		if err != nil {
			t.Fatal(err)
		}
		shuffled := slices.Clone(captures)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		const batches = 3
		for n := range batches {
			if n > 0 {
				d = open(t, dir)
			}
			b, err := d.Begin(store.RunRow{RunID: fmt.Sprintf("20310101T0000%02dZ-0001", n), Command: "run"})
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			mine := func(i int) bool { return i%batches == n }
			for i, c := range shuffled {
				if mine(i) {
					err = cmp.Or(err, store.Append(b, c))
				}
			}
			for i, doc := range documents {
				if mine(i) {
					err = cmp.Or(err, store.Append(b, doc))
				}
			}
			for i, row := range targets {
				if mine(i) {
					err = cmp.Or(err, store.Append(b, row))
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := b.Commit(t.Context(), time.Date(2031, 1, 1, 0, n, 30, 0, time.UTC)); err != nil {
				t.Fatal(err)
			}
			overStages(t.Context(), t, dir, "outlet months")
		}
		got := map[string]string{}
		for row, err := range store.Scan[store.OutletMonthRow](t.Context(), open(t, dir)) {
			if err != nil {
				t.Fatal(err)
			}
			key := row.SourceID + " " + row.Published + " " + row.Lang
			if got[key] != "" {
				t.Errorf("%s stands twice", key)
			}
			if row.Listed == nil {
				got[key] = fmt.Sprint("null ", row.Articles)
				continue
			}
			got[key] = fmt.Sprint(*row.Listed, *row.Fetched, *row.Blocked, *row.Failed, *row.Gone, *row.Skipped, *row.NotAsked, row.Articles, row.Paywalled, *row.Annotated, *row.NamedIn, *row.MainIn)
			if *row.Listed != *row.Fetched+*row.Blocked+*row.Failed+*row.Gone+*row.Skipped+*row.NotAsked {
				t.Errorf("what became of the items does not add up: %s: %s", key, got[key])
			}
		}
		if len(got) < 20 {
			t.Errorf("only %d rows", len(got))
		}
		if diff := gocmp.Diff(recounted(captures, documents, targets), got); diff != "" {
			t.Errorf("seed %d (-recounted +table):\n%s", seed, diff)
		}
		before := paths(t, dir, "outlet_months")
		overStages(t.Context(), t, dir, "outlet months")
		if diff := gocmp.Diff(before, paths(t, dir, "outlet_months")); diff != "" {
			t.Errorf("nothing new, and the table is written again: %s", diff)
		}
	}
}
