package nlp_test

import (
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/nlp/frame"
)

// TestUnmadeLayersSayWhy: a layer that does not apply to a text is no layer that
// found nothing.
func TestUnmadeLayersSayWhy(t *testing.T) {
	book := []frame.Codebook{{ID: "b", Version: "1", Languages: []string{"en", "zh-Hans"}, Frames: []frame.Frame{{ID: "f", Terms: map[string][]string{"en": {"mediation"}, "zh-Hans": {"调解"}}}}}}
	const english, chinese, german = "The envoys met at the quay on Monday to talk.", "使节们星期一在码头会面，讨论渡轮。", "Die Gesandten trafen sich am Montag am Kai und sprachen."
	for name, c := range map[string]struct {
		text  string
		ner   string
		books []frame.Codebook
		want  map[string]string
	}{
		"english":          {english, nlp.NERTagger, book, map[string]string{"claims": "off", "stance": "off"}},
		"chinese":          {chinese, nlp.NERTagger, book, map[string]string{"claims": "off", "stance": "off"}},
		"english and more": {german + "\n\n" + english, nlp.NERTagger, book, map[string]string{"claims": "off", "stance": "off"}},
		"german":           {german, nlp.NERTagger, book, map[string]string{"entities": "language", "frames": "language", "claims": "off", "stance": "off"}},
		"no codebook":      {chinese, nlp.NERTagger, nil, map[string]string{"frames": "off", "claims": "off", "stance": "off"}},
		"chinese by prose": {chinese, nlp.NERProse, book, map[string]string{"entities": "language", "claims": "off", "stance": "off"}},
		"no recogniser":    {english, nlp.NERNone, book, map[string]string{"entities": "off", "claims": "off", "stance": "off"}},
		"no text":          {"", nlp.NERTagger, book, map[string]string{"entities": "no_text", "frames": "no_text", "claims": "no_text", "stance": "no_text"}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := nlp.Default()
			cfg.NER = c.ner
			a, err := nlp.New(cfg, nlp.Resources{Codebooks: c.books}, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			notes, err := a.Annotate(t.Context(), corpus.Document{ID: "d", Text: c.text})
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for _, u := range notes.Unmade {
				got[u.Layer] = u.Code
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("unmade (-want +got):\n%s", diff)
			}
		})
	}
}
