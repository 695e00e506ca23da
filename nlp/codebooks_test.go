package nlp_test

import (
	"fmt"
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/nlp/frame"
)

// TestSeveralCodebooksAreAppliedSideBySide: hits in text order, codes by book, each
// with its codebook.
func TestSeveralCodebooksAreAppliedSideBySide(t *testing.T) {
	res, cfg := resources(), nlp.Default()
	cfg.Targets, cfg.NER = []corpus.EntityID{target}, nlp.NERNone
	res.Codebooks = append(res.Codebooks, frame.Codebook{ID: "mood", Version: "1", Frames: []frame.Frame{
		{ID: "trust", Terms: map[string][]string{"en": {"calm"}, "zh": {"平静"}}}, {ID: "war", Terms: map[string][]string{"en": {"war"}}}}})
	a, err := nlp.New(cfg, res, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"IOMed is calm and neutral. It was calm before.":           {"hit mood calm", "hit sample neutral", "hit mood calm", "code sample trust true", "code mood trust true", "code mood war false"},
		"国际调解院平静而中立。这里很平静。":                                        {"hit mood 平静", "hit sample 中立", "hit mood 平静", "code sample trust true", "code mood trust true"},
		"Жители посёлка вышли на набережную и долго ждали парома.": nil,
	} {
		got, err := a.Annotate(t.Context(), corpus.Document{ID: "d", Text: text})
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, h := range got.Frames {
			lines = append(lines, "hit "+h.Codebook+" "+h.Surface)
		}
		for _, c := range got.Codes {
			lines = append(lines, fmt.Sprint("code ", c.Codebook, " ", c.Frame, " ", c.Present))
		}
		if diff := cmp.Diff(want, lines); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}
