package modelcoder_test

import (
	"slices"
	"strings"
	"testing"

	"framewatch/nlp/codes"
	"framewatch/nlp/modelcoder"
)

// FuzzAnswer takes what a model says: it is an error, or codes of the codebook
// alone with words that stand in the text.
func FuzzAnswer(f *testing.F) {
	f.Add(`{"about":"main","stance":1,"frames":[{"frame":"cheap","evidence":"the tide is dear"}]}`)
	f.Add("```json\n{\"about\":\"no\"}\n```")
	f.Add(`{"about":"passing","stance":-9}`)
	cfg := modelcoder.Default()
	cfg.URL, cfg.Model, cfg.Release = "http://127.0.0.1:1/v1/", "tide-1", []string{"text", "title"}
	cfg.PriceIn, cfg.PriceOut = 1, 10
	c, err := modelcoder.New(cfg, "the Tide Office (潮汐院)", book(), f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	known := modelcoder.Frames(c)
	unit := codes.Unit{ID: "u1", Title: "潮汐院开放", Text: "The tide is dear to the port. 潮汐院 serves all."}
	f.Fuzz(func(t *testing.T, answer string) {
		code, err := modelcoder.Read(c, &unit, answer)
		if err != nil {
			return
		}
		if code.Stance != nil && (*code.Stance < -1 || *code.Stance > 1) {
			t.Errorf("stance %d", *code.Stance)
		}
		for _, frame := range slices.Concat(code.Present, code.Coded) {
			if !slices.Contains(known, frame) {
				t.Errorf("frame %q is not in the codebook", frame)
			}
		}
		if len(code.Note) > 4*(len(answer)+len(strings.Join(known, " "))+100) {
			t.Errorf("a note of %d bytes", len(code.Note))
		}
	})
}
