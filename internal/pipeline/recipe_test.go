package pipeline_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/imports"
	"framewatch/internal/pipeline"
	"framewatch/nlp/claim"
	"framewatch/nlp/frame"
	"framewatch/nlp/link"
	"framewatch/store"
)

// mixed is a folder of invented records in English and Chinese: some name the
// harbour council, some use the word tide, most do neither.
func mixed(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	line := func(id, date, title, text string) {
		fmt.Fprintf(&b, `{"id":%q,"url":"http://lake.test/%s","title":%q,"published":%q,"text":%q}`+"\n", id, id, title, date, text)
	}
	for i := range 40 {
		date := fmt.Sprintf("2026-%02d-%02d", 1+i%6, 1+i%27)
		switch i % 8 {
		case 0:
			line(fmt.Sprint("en", i), date, "Council meets", fmt.Sprintf("The Lake Harbour Council met %d times this spring. Its members from Kenya and France asked the International Organization for Mediation to help.", i+3))
		case 1:
			line(fmt.Sprint("zh", i), date, "湖港议会开会", fmt.Sprintf("湖港议会今年春天开会%d次。来自肯尼亚的成员请国际调解院提供帮助。", i+3))
		case 2:
			line(fmt.Sprint("en", i), date, "A tide of goodwill", fmt.Sprintf("A tide of goodwill, said Ada Moreno, lifts the International Organization for Mediation. She said it %d times.", i+3))
		default:
			line(fmt.Sprint("en", i), date, fmt.Sprintf("Ferry notice %d", i), fmt.Sprintf("Ferry %d leaves the quay at noon, the master says. Crates of fish, %d in all, go with it to the other shore.", i, 7*i+3))
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mixed.jsonl"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "mixed.jsonl")
}

// annotated imports the records into a new dataset.
func annotated(t *testing.T, file string) *config.Loaded {
	t.Helper()
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(t.TempDir(), "data"), "compare.bootstrap": 100}})
	if err != nil {
		t.Fatal(err)
	}
	load(t, cfg, file)
	return cfg
}

func load(t *testing.T, cfg *config.Loaded, files ...string) *pipeline.Result {
	t.Helper()
	r, err := pipeline.New(cfg, pipeline.Options{Command: "import"}).Import(t.Context(), imports.Options{Format: "jsonl", Paths: files, Source: "lake"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// withCouncil and withTide are lists in which one line is new.
func withCouncil(cfg *config.Loaded) {
	cfg.Gazetteers = append(slices.Clone(cfg.Gazetteers), link.Gazetteer{Header: link.Header{ID: "lake", Version: "1"}, Entities: []link.Entity{{ID: "org.lake-council", Label: corpus.ORG,
		Names: []link.Name{{Text: "Lake Harbour Council", Lang: "en", Variant: corpus.VariantOfficial}, {Text: "湖港議會", Lang: "zh-Hant", Variant: corpus.VariantOfficial}}}}})
}

func withTide(cfg *config.Loaded) {
	book := cfg.Codebooks[0]
	book.Frames = slices.Clone(book.Frames)
	first := book.Frames[0]
	first.Terms = maps.Clone(first.Terms)
	first.Terms["en"] = append(slices.Clone(first.Terms["en"]), "tide* of goodwill")
	first.Requires = nil
	book.Frames[0] = first
	cfg.Codebooks = []frame.Codebook{book}
}

// withFact is a register with one fact more: it touches what names the target.
func withFact(cfg *config.Loaded) {
	cfg.Registers = slices.Clone(cfg.Registers)
	facts := cfg.Registers[0].Facts
	cfg.Registers[0].Facts = append(slices.Clone(facts), claim.Fact{Kind: facts[0].Kind, Value: "38", From: "2026-01-01", Source: "https://lake.test/38"})
}

func withoutTarget(cfg *config.Loaded) { cfg.Annotate.NER = "none" }

// TestChangedListsTouchTheirDocumentsOnly, and leave the tables as if all had
// been annotated again.
func TestChangedListsTouchTheirDocumentsOnly(t *testing.T) {
	countsAgain(t)
	file := mixed(t)
	for name, c := range map[string]struct {
		change      func(*config.Loaded)
		least, most int // documents annotated again, of 40
	}{
		"a gazetteer entry, both scripts": {withCouncil, 10, 10},
		"a codebook term with a wildcard": {withTide, 5, 20},
		"a fact of the register":          {withFact, 15, 15},
		"a setting":                       {withoutTarget, 40, 40},
		"nothing":                         {func(*config.Loaded) {}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := annotated(t, file)
			before := annotationRuns(t, cfg)
			c.change(cfg)
			load(t, cfg, file)
			touched := 0
			for id, run := range annotationRuns(t, cfg) {
				if before[id] != run {
					touched++
				}
			}
			if touched < c.least || touched > c.most {
				t.Errorf("%d documents were annotated again, want %d to %d", touched, c.least, c.most)
			}
			whole := annotated(t, file)
			c.change(whole)
			if _, err := pipeline.New(whole, pipeline.Options{Command: "annotate"}).Annotate(t.Context()); err != nil {
				t.Fatal(err)
			}
			expectSame(t, cfg, whole)
		})
	}
}

// annotationRuns maps each document to the run that annotated it.
func annotationRuns(t *testing.T, cfg *config.Loaded) map[string]string {
	t.Helper()
	out := map[string]string{}
	for d, err := range store.Scan[store.DerivationRow](t.Context(), open(t, cfg.Data)) {
		if err != nil {
			t.Fatal(err)
		}
		if d.Layer == "annotations" {
			out[d.DocID] = d.RunID
		}
	}
	return out
}

// TestAChangedListWritesWhatItChanges: texts, sentences and words of documents
// that are annotated again stay in their files, and what was made from them.
func TestAChangedListWritesWhatItChanges(t *testing.T) {
	countsAgain(t)
	file := mixed(t)
	cfg := annotated(t, file)
	before := filesOf(t, cfg)
	withCouncil(cfg)
	load(t, cfg, file)
	after := filesOf(t, cfg)
	for _, table := range []string{"documents", "sentences", "term_counts", "quotes", "clauses", "document_frames"} {
		for _, f := range before[table] {
			// A new name is a word in a Chinese text, so that its months have other counts.
			if words := table == "documents" || table == "term_counts"; words && !strings.Contains(f, "2026-01") && !strings.Contains(f, "2026-03") && !strings.Contains(f, "2026-05") {
				continue
			}
			if !slices.Contains(after[table], f) {
				t.Errorf("%s was written again", f)
			}
		}
	}
	for _, table := range []string{"mentions", "derivations", "recipes", "estimates"} {
		if slices.Equal(before[table], after[table]) {
			t.Errorf("%s is as it was", table)
		}
	}
}

// expectSame compares what is derived from the documents; captures and
// failures tell of runs.
func expectSame(t *testing.T, a, b *config.Loaded) {
	t.Helper()
	diffs, err := store.Diff(t.Context(), open(t, a.Data), open(t, b.Data))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diffs {
		if !d.Equal() && d.Table != "captures" && d.Table != "failures" {
			t.Errorf("%s: %d rows only here, %d only there: %.300s %.300s", d.Table, d.OnlyA, d.OnlyB, d.ExampleA, d.ExampleB)
		}
	}
	for _, cfg := range []*config.Loaded{a, b} {
		problems, _, err := store.Verify(t.Context(), cfg.Data, nil)
		if err != nil || len(problems) > 0 {
			t.Errorf("%v %+v", err, problems)
		}
	}
}

// TestAnUnchangedEntryOfANewListVersionTouchesNothing: what counts is what the
// list says, not its version.
func TestAnUnchangedEntryOfANewListVersionTouchesNothing(t *testing.T) {
	countsAgain(t)
	file := mixed(t)
	cfg := annotated(t, file)
	before := annotationRuns(t, cfg)
	cfg.Gazetteers = slices.Clone(cfg.Gazetteers)
	cfg.Gazetteers[0].Header.Version += ".1"
	load(t, cfg, file)
	for id, run := range annotationRuns(t, cfg) {
		if before[id] != run {
			t.Fatalf("document %s was annotated again", id)
		}
	}
}

// TestNothingNewComputesNothing: names, groups and estimates keep their files
// when no row and no setting has changed.
func TestNothingNewComputesNothing(t *testing.T) {
	countsAgain(t)
	file := mixed(t)
	cfg := annotated(t, file)
	before := filesOf(t, cfg)
	load(t, cfg, file)
	after := filesOf(t, cfg)
	for _, table := range []string{"documents", "sentences", "mentions", "term_counts", "sources", "memberships", "events", "names", "syndication", "estimates", "recipes"} {
		if !slices.Equal(before[table], after[table]) {
			t.Errorf("%s was written again: %v, before %v", table, after[table], before[table])
		}
	}
	cfg.Compare.Confidence = 0.9
	load(t, cfg, file)
	changed := filesOf(t, cfg)
	if slices.Equal(changed["estimates"], after["estimates"]) {
		t.Error("another confidence leaves the estimates as they are")
	}
	if !slices.Equal(changed["names"], after["names"]) {
		t.Error("another confidence makes the names again")
	}
}

func filesOf(t *testing.T, cfg *config.Loaded) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, f := range open(t, cfg.Data).Files("") {
		out[f.Table] = append(out[f.Table], f.Path)
	}
	return out
}

// TestCompactionComputesNothing: merged files hold the same rows, so that the
// run after a compaction finds everything as it was.
func TestCompactionComputesNothing(t *testing.T) {
	countsAgain(t)
	file := mixed(t)
	cfg := annotated(t, file)
	more := filepath.Join(t.TempDir(), "more.jsonl")
	if err := os.WriteFile(more, []byte(`{"id":"x","url":"http://lake.test/x","title":"Late notice","published":"2026-01-09","text":"The ferry leaves late today, the master says, for want of a rope. 渡轮今天晚点离港。"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	load(t, cfg, more)
	whole := open(t, cfg.Data)
	if _, err := pipeline.New(cfg, pipeline.Options{Command: "dataset compact"}).Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := filesOf(t, cfg)
	for table, files := range after {
		months := map[string]bool{}
		for _, f := range files {
			months[filepath.Dir(f)] = true
		}
		if len(months) != len(files) && table != "runs" {
			t.Errorf("%s has %d files in %d months", table, len(files), len(months))
		}
	}
	diffs, err := store.Diff(t.Context(), whole, open(t, cfg.Data))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diffs {
		if !d.Equal() {
			t.Errorf("%s differs after the compaction: %+v", d.Table, d)
		}
	}
	load(t, cfg, file)
	again := filesOf(t, cfg)
	for table := range after {
		if table == "runs" || table == "captures" || table == "failures" {
			continue
		}
		if !slices.Equal(after[table], again[table]) {
			t.Errorf("%s was written again after a compaction", table)
		}
	}
	expectSame(t, cfg, cfg)
}
