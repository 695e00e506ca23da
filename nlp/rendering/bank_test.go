package rendering_test

import (
	"log/slog"
	"os"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/bilingual"
	"framewatch/nlp"
	"framewatch/nlp/link"

	"go.yaml.in/yaml/v3"
)

// bankAnnotator knows the bank of package bilingual by its right names, and the
// project's other bodies and states.
func bankAnnotator(t testing.TB) *nlp.Annotator {
	t.Helper()
	data, err := bilingual.Gazetteer()
	if err != nil {
		t.Fatal(err)
	}
	var bank link.Gazetteer
	if err := yaml.Unmarshal(data, &bank); err != nil {
		t.Fatal(err)
	}
	cfg := nlp.Default()
	cfg.Targets = []corpus.EntityID{bank.Entities[0].ID}
	a, err := nlp.New(cfg, nlp.Resources{Gazetteers: append(gazetteers(t, full)[1:], bank)}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestBank measures the pages about the second subject: what is missed and what is
// taken for it is told of dev alone, for rules are tuned on it.
func TestBank(t *testing.T) {
	a := bankAnnotator(t)
	for _, half := range []string{"dev", "held"} {
		pages, err := bilingual.Pages(half)
		if err != nil {
			t.Fatal(err)
		}
		var sums [2]tally
		for i, p := range pages {
			sums[2*i/len(pages)].add(score(t, a, p, half == "dev" && os.Getenv("VERBOSE") != ""))
		}
		t.Logf("%s, into Chinese: %s", half, sums[0])
		t.Logf("%s, into English: %s", half, sums[1])
	}
}
