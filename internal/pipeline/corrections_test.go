package pipeline_test

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"framewatch/internal/config"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// Pages of the records of [mixed].
const (
	englishPage = "http://lake.test/en0"
	chinesePage = "http://lake.test/zh1"
)

func line(url string, c config.Correction) config.Correction {
	c.URL, c.Editor, c.Day, c.Reason, c.Place = url, "A. Moreno", "2026-07-01", "seen on the page", "corrections.yaml:7"
	return c
}

// under computes everything again with these lines in force.
func under(t *testing.T, cfg *config.Loaded, lines ...config.Correction) *pipeline.Result {
	t.Helper()
	cfg.Corrections = lines
	r, err := pipeline.New(cfg, pipeline.Options{Command: "compare"}).Compare(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func rowsIn[T store.Row](t *testing.T, cfg *config.Loaded) []T {
	t.Helper()
	var out []T
	for row, err := range store.Scan[T](t.Context(), open(t, cfg.Data)) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	return out
}

func documentAt(t *testing.T, cfg *config.Loaded, url string) store.DocumentRow {
	t.Helper()
	all := rowsIn[store.DocumentRow](t, cfg)
	i := slices.IndexFunc(all, func(d store.DocumentRow) bool { return d.URL == url })
	if i < 0 {
		t.Fatalf("no document at %s", url)
	}
	return all[i]
}

// TestCorrections holds for each kind, in English and Chinese, that the tables
// have it and say what stood before, and that no other document is annotated
// again; and for all of them that the result is that of having had the lines from
// the start, whatever the order of pages, and that lines that are gone leave
// nothing.
func TestCorrections(t *testing.T) {
	countsAgain(t)
	file := mixed(t)
	plain := annotated(t, file)
	tests := correctionCases(t, plain)
	before := annotationRuns(t, plain)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg := copyOf(t, plain)
			under(t, cfg, line(test.page, test.line))
			d := documentAt(t, cfg, test.page)
			test.check(t, cfg, d)
			rows := rowsIn[store.CorrectionRow](t, cfg)
			if len(rows) != 1 || rows[0].DocID != d.DocID || rows[0].Before != test.before || rows[0].After != test.after || rows[0].Status != "applied" || rows[0].Editor != "A. Moreno" {
				t.Errorf("table corrections: %+v", rows)
			}
			for id, run := range annotationRuns(t, cfg) {
				if before[id] != run && id != d.DocID {
					t.Errorf("document %s was annotated again", id)
				}
			}
		})
	}
	t.Run("all", func(t *testing.T) {
		other := map[string]string{"no article": "http://lake.test/en16", "no article, in Chinese": "http://lake.test/zh9"}
		lines := []config.Correction{line("http://lake.test/zh17", config.Correction{Date: "none"})}
		for _, test := range tests {
			lines = append(lines, line(cmp.Or(other[test.name], test.page), test.line))
		}
		cfg := copyOf(t, plain)
		under(t, cfg, lines...)
		first := importedUnder(t, file, lines...)
		expectSame(t, cfg, first)
		load(t, cfg, file) // the pages are met again
		expectSame(t, cfg, first)
		under(t, first, lines[:4]...)
		under(t, first, lines[2:]...)
		under(t, cfg)
		under(t, first)
		expectSame(t, cfg, plain)
		expectSame(t, first, plain)
	})
}

// copyOf is a copy of a dataset with its settings.
func copyOf(t *testing.T, cfg *config.Loaded) *config.Loaded {
	t.Helper()
	other := *cfg
	other.Data = filepath.Join(t.TempDir(), "data")
	copyFolder(t, cfg.Data, other.Data)
	return &other
}

// correctionCase is a line about a page, and what should come of it.
type correctionCase struct {
	name, page    string
	line          config.Correction
	before, after string
	check         func(t *testing.T, cfg *config.Loaded, d store.DocumentRow)
}

// linkedTo lists the entities of the mentions of a document whose surface has a
// piece of text.
func linkedTo(t *testing.T, cfg *config.Loaded, doc, surface string) string {
	t.Helper()
	var out []string
	for _, m := range rowsIn[store.MentionRow](t, cfg) {
		if m.DocID == doc && strings.Contains(m.Surface, surface) {
			out = append(out, m.EntityID)
		}
	}
	return strings.Join(slices.Compact(out), " ")
}

func correctionCases(t *testing.T, plain *config.Loaded) []correctionCase {
	t.Helper()
	outlet := string(plain.Sources[0].ID)
	return []correctionCase{
		{"date", englishPage, config.Correction{Date: "2026-09-30"}, "2026-01-01", "2026-09-30", func(t *testing.T, _ *config.Loaded, d store.DocumentRow) {
			if d.PublishedAt.Format("2006-01-02") != "2026-09-30" || d.Month != "2026-09" || d.PublishedFrom != "editor" {
				t.Errorf("%v in %s from %s", d.PublishedAt, d.Month, d.PublishedFrom)
			}
		}},
		{"time with offset", chinesePage, config.Correction{Date: "2026-03-01T02:00:00+08:00"}, "2026-02-02", "2026-03-01T02:00:00+08:00", func(t *testing.T, _ *config.Loaded, d store.DocumentRow) {
			if d.PublishedAt.Format("2006-01-02 15") != "2026-02-28 18" || d.PublishedOffset != "+08:00" || d.Month != "2026-02" {
				t.Errorf("%v %s in %s", d.PublishedAt, d.PublishedOffset, d.Month)
			}
		}},
		{"authors", chinesePage, config.Correction{Authors: []string{"林若溪", "陈明"}}, "", "林若溪; 陈明", func(t *testing.T, _ *config.Loaded, d store.DocumentRow) {
			if !slices.Equal(d.Authors, []string{"林若溪", "陈明"}) {
				t.Errorf("authors %v", d.Authors)
			}
		}},
		{"outlet", englishPage, config.Correction{Outlet: outlet}, "lake", outlet, func(t *testing.T, _ *config.Loaded, d store.DocumentRow) {
			if d.SourceID != outlet {
				t.Errorf("outlet %s", d.SourceID)
			}
		}},
		{"language", chinesePage, config.Correction{Lang: "zh-Hant"}, "zh-Hans", "zh-Hant", func(t *testing.T, _ *config.Loaded, d store.DocumentRow) {
			if d.Lang != "zh-Hant" {
				t.Errorf("language %s", d.Lang)
			}
		}},
		{"link to another entity", englishPage, config.Correction{Link: &config.LinkCorrection{Surface: "kenya", Entity: "country.FRA"}}, "country.KEN", "country.FRA",
			func(t *testing.T, cfg *config.Loaded, d store.DocumentRow) {
				if to := linkedTo(t, cfg, d.DocID, "Kenya"); to != "country.FRA" {
					t.Errorf("linked to %q", to)
				}
			}},
		{"link to another entity, in other characters", chinesePage, config.Correction{Link: &config.LinkCorrection{Surface: "肯尼亞", Entity: "country.FRA"}}, "country.KEN", "country.FRA",
			func(t *testing.T, cfg *config.Loaded, d store.DocumentRow) {
				if to := linkedTo(t, cfg, d.DocID, "肯尼亚"); to != "country.FRA" {
					t.Errorf("linked to %q", to)
				}
			}},
		{"link to none", englishPage, config.Correction{Link: &config.LinkCorrection{Surface: "International Organization for Mediation", Entity: "none"}}, "org.iomed", "none", func(t *testing.T, cfg *config.Loaded, d store.DocumentRow) {
			if to := linkedTo(t, cfg, d.DocID, "Mediation"); to != "" {
				t.Errorf("linked to %s", to)
			}
		}},
		{"a name that was no mention", chinesePage, config.Correction{Link: &config.LinkCorrection{Surface: "開會", Entity: "org.iomed"}}, "none", "org.iomed", func(t *testing.T, cfg *config.Loaded, d store.DocumentRow) {
			if to := linkedTo(t, cfg, d.DocID, "开会"); to != "org.iomed" {
				t.Errorf("linked to %q", to)
			}
		}},
		{"no article", englishPage, config.Correction{NoArticle: true}, "", "seen on the page", checkExcluded},
		{"no article, in Chinese", chinesePage, config.Correction{NoArticle: true}, "", "seen on the page", checkExcluded},
	}
}

func checkExcluded(t *testing.T, cfg *config.Loaded, d store.DocumentRow) {
	if d.Excluded != "seen on the page" || d.Text == "" {
		t.Errorf("excluded %q", d.Excluded)
	}
	for _, m := range rowsIn[store.MentionRow](t, cfg) {
		if m.DocID == d.DocID {
			t.Errorf("a mention of what is no article: %+v", m)
		}
	}
	for _, s := range rowsIn[store.SyndicationRow](t, cfg) {
		if s.DocID == d.DocID {
			t.Errorf("a story of what is no article: %+v", s)
		}
	}
	for _, e := range rowsIn[store.EstimateRow](t, cfg) {
		if e.Question == "coverage" && e.Dimension == "all" && e.Statistic == "documents" && e.Value != 39 {
			t.Errorf("%g documents are counted, want 39", e.Value)
		}
	}
}

// importedUnder is a new dataset that was made with the lines in force, of the
// records in the opposite order.
func importedUnder(t *testing.T, file string, lines ...config.Correction) *config.Loaded {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	records := strings.Split(strings.TrimSpace(string(data)), "\n")
	slices.Reverse(records)
	reversed := filepath.Join(t.TempDir(), "reversed.jsonl")
	if err := os.WriteFile(reversed, []byte(strings.Join(records, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(t.TempDir(), "data"), "compare.bootstrap": 100}})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Corrections = lines
	load(t, cfg, reversed)
	return cfg
}

// TestUselessCorrectionsAreTold: a page that no table has, and a name that a page
// does not have, are in the summary of every run with their place in the file.
func TestUselessCorrectionsAreTold(t *testing.T) {
	cfg := annotated(t, mixed(t))
	lines := []config.Correction{line("http://lake.test/nowhere", config.Correction{Date: "2026-01-01"}),
		line(englishPage, config.Correction{Link: &config.LinkCorrection{Surface: "Republic of Elsewhere", Entity: "none"}}),
		line(englishPage, config.Correction{SameStory: "http://lake.test/nowhere"})}
	for range 2 {
		r := under(t, cfg, lines...)
		want := []string{"corrections.yaml:7: correction of link: http://lake.test/en0 (Republic of Elsewhere): without effect",
			"corrections.yaml:7: correction of same_story: http://lake.test/en0 (http://lake.test/nowhere): no such page",
			"corrections.yaml:7: correction of date: http://lake.test/nowhere: no such page"}
		if diff := gocmp.Diff(want, r.Notes); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// TestPlanTellsOfCorrections counts the documents that a run would annotate again
// for lines that are new, changed or gone.
func TestPlanTellsOfCorrections(t *testing.T) {
	cfg := annotated(t, mixed(t))
	date := line(englishPage, config.Correction{Date: "2026-09-30"})
	under(t, cfg, date)
	for name, c := range map[string]struct {
		lines []config.Correction
		want  int
	}{
		"as they are": {[]config.Correction{date}, 0},
		"one more":    {[]config.Correction{date, line(chinesePage, config.Correction{NoArticle: true})}, 1},
		"another day": {[]config.Correction{line(englishPage, config.Correction{Date: "2026-09-29"})}, 1},
		"none":        {nil, 1},
	} {
		cfg.Corrections = c.lines
		plan, err := pipeline.New(cfg, pipeline.Options{}).Plan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if plan.Correct != c.want {
			t.Errorf("%s: %d documents, want %d", name, plan.Correct, c.want)
		}
	}
}

// TestCorrectionsSurvive a new version of the article, another extraction, and a
// page that has moved.
func TestCorrectionsSurvive(t *testing.T) {
	countsAgain(t)
	cfg := annotated(t, mixed(t))
	under(t, cfg, line(englishPage, config.Correction{Authors: []string{"Ada Moreno"}}), line(chinesePage, config.Correction{Outlet: string(cfg.Sources[0].ID)}))
	more := filepath.Join(t.TempDir(), "more.jsonl")
	if err := os.WriteFile(more, []byte(`{"id":"en0","url":"http://lake.test/en0","title":"Council meets again","published":"2026-01-09","text":"The council met again, the clerk says, and nobody came."}
{"id":"zh1","url":"http://lake.test/zh1","title":"湖港议会再次开会","published":"2026-02-09","text":"湖港议会再次开会，书记员说没有人来。"}
`), 0o600); err != nil {
		t.Fatal(err)
	}
	load(t, cfg, more)
	check := func() {
		t.Helper()
		n := 0
		for _, d := range rowsIn[store.DocumentRow](t, cfg) {
			switch {
			case d.URL == englishPage && slices.Equal(d.Authors, []string{"Ada Moreno"}), d.URL == chinesePage && d.SourceID == string(cfg.Sources[0].ID):
				n++
			case d.URL == englishPage, d.URL == chinesePage:
				t.Errorf("%s stands with %v of %s", d.URL, d.Authors, d.SourceID)
			}
		}
		if rows := rowsIn[store.CorrectionRow](t, cfg); n != 4 || len(rows) != 4 {
			t.Errorf("%d versions stand corrected, %d rows: %+v", n, len(rows), rows)
		}
	}
	check()
	if _, err := pipeline.New(cfg, pipeline.Options{Command: "extract"}).Extract(t.Context()); err != nil {
		t.Fatal(err)
	}
	check()
	if _, err := pipeline.New(cfg, pipeline.Options{Command: "annotate"}).Annotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	check()
}

// TestErasureTakesCorrectionsAlong: nothing of an erased page, and no name of an
// erased person, stays in what editors have said.
func TestErasureTakesCorrectionsAlong(t *testing.T) {
	countsAgain(t)
	cfg := annotated(t, mixed(t))
	lines := []config.Correction{line(englishPage, config.Correction{Date: "2026-09-30"}), line("http://lake.test/en2", config.Correction{Authors: []string{"Ada Moreno"}}),
		line("http://lake.test/en2", config.Correction{Link: &config.LinkCorrection{Surface: "Ada Moreno", Entity: "none"}})}
	under(t, cfg, lines...)
	p := pipeline.New(cfg, pipeline.Options{Command: "dataset erase"})
	if _, err := p.Erase(t.Context(), pipeline.Erasure{URL: englishPage}); err != nil {
		t.Fatal(err)
	}
	if rows := rowsIn[store.CorrectionRow](t, cfg); len(rows) != 2 || rows[0].Address == englishPage {
		t.Errorf("%+v", rows)
	}
	if _, err := p.ErasePerson(t.Context(), "Ada Moreno", false); err != nil {
		t.Fatal(err)
	}
	if rows := rowsIn[store.CorrectionRow](t, cfg); len(rows) != 0 {
		t.Errorf("%+v", rows)
	}
	for _, d := range rowsIn[store.DocumentRow](t, cfg) {
		if slices.Contains(d.Authors, "Ada Moreno") {
			t.Errorf("%s is by %v", d.URL, d.Authors)
		}
	}
}
