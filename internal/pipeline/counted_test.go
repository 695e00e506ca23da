package pipeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/internal/config"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// expectCounted wants of each document, as URL and version, why it does not count;
// the comparison and the column agree on it.
func expectCounted(t *testing.T, cfg *config.Loaded, when string, want map[string]string) {
	t.Helper()
	d := open(t, cfg.Data)
	why, wrong, err := compare.Uncounted(t.Context(), d)
	if err != nil || len(wrong) > 0 {
		t.Errorf("%s: files that say something else: %v %v", when, wrong, err)
	}
	got := map[string]string{}
	for row, err := range store.Scan[store.DocumentRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		got[fmt.Sprintf("%s v%d", strings.TrimPrefix(row.URL, "http://a.test"), row.Version)] = row.NotCounted
		if row.NotCounted != why[row.DocID] || row.Counted != (row.NotCounted == "") {
			t.Errorf("%s: %s counted %v, not for %q; the rule says %q", when, row.URL, row.Counted, row.NotCounted, why[row.DocID])
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: why documents do not count (-want +got):\n%s", when, diff)
	}
}

// TestWhatCountsIsWrittenWithEachRun: an edit takes the earlier text out, whenever its
// row was written; what reads all pages or annotates all documents again, and a night
// without news, leave it so.
func TestWhatCountsIsWrittenWithEachRun(t *testing.T) {
	s := &site{pages: map[string]string{"/": front, "/news/1": report("Envoys sent", "The two lake states sent their envoys to the harbour town."),
		"/news/2": report("使节", "两个湖国向港城派出了使节，商谈渡轮的时刻表。")}}
	cfg := watched(t, s, ".story")
	result(t, cfg)
	expectCounted(t, cfg, "first run", map[string]string{"/news/1 v1": "", "/news/2 v1": ""})
	s.set("/news/1", report("Envoys sent", "The two lake states called their envoys home from the harbour town."))
	result(t, cfg)
	want := map[string]string{"/news/1 v1": "superseded", "/news/1 v2": "", "/news/2 v1": ""}
	expectCounted(t, cfg, "an edit", want)
	paths := func() (out []string) {
		for _, table := range []string{"documents", "frames", "entities", "blocs"} {
			for _, f := range open(t, cfg.Data).Files(table) {
				out = append(out, f.Path)
			}
		}
		return out
	}
	before := paths()
	result(t, cfg)
	if diff := cmp.Diff(before, paths()); diff != "" || len(before) < 4 {
		t.Errorf("a run without news has written files: %s", diff)
	}
	countsAgain(t)
	for what, again := range map[string]func(*pipeline.Pipeline) (*pipeline.Result, error){
		"annotate": func(p *pipeline.Pipeline) (*pipeline.Result, error) { return p.Annotate(t.Context()) },
		"extract":  func(p *pipeline.Pipeline) (*pipeline.Result, error) { return p.Extract(t.Context()) },
		"compare":  func(p *pipeline.Pipeline) (*pipeline.Result, error) { return p.Compare(t.Context()) },
	} {
		if _, err := again(pipeline.New(cfg, pipeline.Options{Command: what})); err != nil {
			t.Fatal(err)
		}
		expectCounted(t, cfg, what, want)
	}
	expectTable(t, cfg, "at the end", "/news/1 v1 12", "/news/1 v2 12", "/news/2 v1 12")
}

// TestListsAreThoseThatTheAnnotationsWereMadeBy: numbers that are computed again with
// other lists leave what tables say of frames and entities; the run that annotates by
// them replaces it.
func TestListsAreThoseThatTheAnnotationsWereMadeBy(t *testing.T) {
	s := &site{pages: map[string]string{"/": front, "/news/1": report("Envoys sent", "The two lake states sent their envoys to the harbour town."), "/news/2": report("使节", "两个湖国向港城派出了使节。")}}
	cfg := watched(t, s, ".story")
	result(t, cfg)
	label := func() string {
		for f, err := range store.Scan[store.FrameRow](t.Context(), open(t, cfg.Data)) {
			if err != nil {
				t.Fatal(err)
			}
			if f.Codebook == cfg.Codebooks[0].ID && f.Frame == cfg.Codebooks[0].Frames[0].ID {
				return f.LabelEN
			}
		}
		return ""
	}
	was := label()
	if was == "" {
		t.Fatal("the first frame has no label")
	}
	cfg.Codebooks = slices.Clone(cfg.Codebooks)
	cfg.Codebooks[0].Frames = slices.Clone(cfg.Codebooks[0].Frames)
	cfg.Codebooks[0].Frames[0].Label = map[string]string{"en": "Ferries", "zh-Hans": "渡轮"}
	if _, err := pipeline.New(cfg, pipeline.Options{Command: "compare"}).Compare(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := label(); got != was {
		t.Errorf("after numbers alone were computed: %q, want %q", got, was)
	}
	result(t, cfg)
	if got := label(); got != "Ferries" {
		t.Errorf("after annotation: %q", got)
	}
	expectTable(t, cfg, "at the end", "/news/1 v1 12", "/news/2 v1 12")
}
