package pipeline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/compare/stats"
	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/nlp"
	"framewatch/store"
)

// onTwo is a file of invented records in English and Chinese, of which some are
// about IOMed, some about a development bank and some about both.
func onTwo(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for i := range 36 {
		title, text := "Ferry notice", fmt.Sprintf("Ferry %d leaves at noon. Crates of fish, %d in all, go with it.", i, 7*i+3)
		switch i % 6 {
		case 0:
			title, text = "IOMed opens", fmt.Sprintf("IOMed fills a gap left by the %d courts of the lake. “IOMed works alongside them,” said Ada Moreno.", i+2)
		case 1:
			title, text = "国际调解院开放", fmt.Sprintf("国际调解院填补空白，湖边第%d个大厅开放。", i+2)
		case 2:
			title, text = "The bank lends", fmt.Sprintf("The New Development Bank fills a gap for %d towns by the lake. Tom Okoro said that the BRICS Bank is soft power.", i+2)
		case 3:
			title, text = "新开发银行放贷", fmt.Sprintf("新开发银行是湖边%d个城镇的软实力。", i+2)
		case 4:
			title, text = "Two houses by the lake", fmt.Sprintf("IOMed fills a gap, say %d mediators.\n\nRain fell. The ferries left late. The quay was empty. The lamps went out. Nobody stayed.\n\nThe New Development Bank is soft power.", i+2)
		}
		fmt.Fprintf(&b, `{"id":"r%d","url":"http://lake.test/%d","title":%q,"published":"2026-%02d-%02d","text":%q}`+"\n", i, i, title, 1+i%3, 1+i%27, text)
	}
	file := filepath.Join(t.TempDir(), "two.jsonl")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// about makes a dataset of the records for some targets.
func about(t *testing.T, file string, targets ...corpus.EntityID) *config.Loaded {
	t.Helper()
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(t.TempDir(), "data"), "compare.bootstrap": 100, "compare.min_docs": 1}})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Annotate.Targets, cfg.Annotate.Frames = targets, nlp.FramesRules // a trained coder weighs terms
	load(t, cfg, file)
	return cfg
}

// estimates are the numbers about a target, by all that names them.
func estimates(t *testing.T, cfg *config.Loaded, target string) map[string]store.EstimateRow {
	t.Helper()
	out := map[string]store.EstimateRow{}
	for e, err := range store.Scan[store.EstimateRow](t.Context(), open(t, cfg.Data)) {
		if err != nil {
			t.Fatal(err)
		}
		if e.TargetID == target {
			e.RunID = ""
			out[strings.Join([]string{e.Question, e.Spec, e.Dimension, e.GroupName, e.Item, e.Statistic, e.Method}, "|")] = e
		}
	}
	return out
}

// share is the prevalence of a frame over all documents.
func share(of map[string]store.EstimateRow, frame string) (value float64, n int64) {
	for _, e := range of {
		if e.Question == "prevalence" && e.Dimension == "all" && e.Item == frame && e.Statistic == "share" && e.Method == "wilson" && strings.Contains(e.Spec, `"voice":"all"`) {
			return e.Value, e.N
		}
	}
	return -1, 0
}

// TestNumbersOfATargetAreTheSameBesideAnother, and those of two differ as their
// texts do.
func TestNumbersOfATargetAreTheSameBesideAnother(t *testing.T) {
	countsAgain(t)
	const iomed, bank = "org.iomed", "org.ndb"
	file := onTwo(t)
	both := about(t, file, iomed, bank)
	for _, id := range []corpus.EntityID{iomed, bank} {
		alone := about(t, file, id)
		if diff := cmp.Diff(estimates(t, alone, string(id)), estimates(t, both, string(id))); diff != "" {
			t.Errorf("%s beside another: %s", id, diff)
		}
	}
	if n := len(estimates(t, both, "")); n > 0 {
		t.Errorf("%d numbers of no target", n)
	}
	for _, c := range []struct {
		target, frame string
		share         float64
	}{{iomed, "institutional_gap", 1}, {iomed, "strategic_power_play", 0}, {bank, "institutional_gap", 1. / 3}, {bank, "strategic_power_play", 1}} {
		if got, n := share(estimates(t, both, c.target), c.frame); got != stats.Rounded(c.share) || n != 18 {
			t.Errorf("%s of %s: %v of %d documents, want %v of 18", c.frame, c.target, got, n, c.share)
		}
	}
	for key, e := range estimates(t, both, bank) {
		if again, err := compare.Recompute(t.Context(), open(t, both.Data), e); err != nil || cmp.Diff(e, again) != "" {
			t.Fatalf("recompute %s: %v %s", key, err, cmp.Diff(e, again))
		}
		break
	}
	// A target that leaves the settings takes its rows along.
	both.Annotate.Targets = []corpus.EntityID{iomed}
	load(t, both)
	expectSame(t, about(t, file, iomed), both)
}
