package trained_test

import (
	"errors"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp/frame"
	"framewatch/nlp/trained"
)

var harbour = corpus.Target{ID: "org.harbour", Set: []corpus.EntityID{"org.harbour"}}

func ports() frame.Codebook {
	return frame.Codebook{ID: "ports", Version: "1", Frames: []frame.Frame{{ID: "peace"}, {ID: "trade"}, {ID: "rare"}, {ID: "report", Residual: true}}}
}

// annotated is a document of sentences, of which some name the target.
func annotated(lang string, sentences []string, naming ...int) (*corpus.Document, *corpus.Annotations) {
	doc, a := &corpus.Document{ID: "d"}, &corpus.Annotations{Lang: lang}
	for _, s := range sentences {
		start := len(doc.Text)
		doc.Text += s
		a.Sentences = append(a.Sentences, corpus.Sentence{Span: corpus.Span{Start: start, End: len(doc.Text)}, Lang: lang})
		doc.Text += " "
	}
	for _, i := range naming {
		a.Mentions = append(a.Mentions, corpus.Mention{Sentence: i, Entity: harbour.ID})
	}
	return doc, a
}

func coder(t *testing.T) *trained.Coder {
	t.Helper()
	c, err := trained.NewCoder(model(t), ports(), "words", func(lang string) bool { return lang != "xx" }, func() (trained.Embedder, error) { return words{}, nil })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func byFrame(codes []corpus.FrameCode) map[string]corpus.FrameCode {
	out := map[string]corpus.FrameCode{}
	for _, c := range codes {
		out[c.Frame] = c
	}
	return out
}

// TestCodesLanguagesWithoutTerms: the rules say nothing, the model does, and points
// at the sentence; the residual frame goes where another came.
func TestCodesLanguagesWithoutTerms(t *testing.T) {
	c := coder(t)
	doc, a := annotated("sv", []string{"harbour ledger.", "winter bridge.", "tariff cargo price.", "kettle lantern."}, 0, 1, 2)
	codes, err := c.Codes(doc, a, harbour, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := byFrame(codes)
	if trade := got["trade"]; !trade.Present || trade.Sentence != 2 || trade.P == nil || *trade.P < .5 || trade.Method != c.By() || !strings.HasPrefix(trade.Method, "trained@") {
		t.Errorf("trade %+v", trade)
	}
	if got["peace"].Present || got["report"].Present || got["peace"].Sentence != -1 {
		t.Errorf("codes %+v", codes)
	}
	if _, coded := got["rare"]; coded {
		t.Error("a frame that neither rules nor model can code is coded")
	}
}

func TestWhatTheModelCannotReadStaysWithTheRules(t *testing.T) {
	c := coder(t)
	rules := []corpus.FrameCode{{Frame: "peace", Present: true, Method: "rules"}, {Frame: "trade", Method: "rules"}, {Frame: "report", Method: "rules"}}
	for name, d := range map[string]struct {
		lang   string
		naming []int
	}{
		"another language": {"xx", []int{0, 1, 2}},
		"no target":        {"en", nil},
		"in passing":       {"en", []int{5}}, // nothing that taught was of that kind
	} {
		doc, a := annotated(d.lang, []string{"tariff cargo price.", "a b.", "c d.", "e f.", "g h.", "i j.", "k l.", "m n."}, d.naming...)
		codes, err := c.Codes(doc, a, harbour, rules)
		if err != nil {
			t.Fatal(err)
		}
		if got := byFrame(codes); !got["peace"].Present || got["trade"].Present || got["peace"].Method != "rules" {
			t.Errorf("%s: codes %+v", name, codes)
		}
	}
}

// TestResidualFrameIsLookedAtAgain: where the model takes a frame away, nothing else
// is left.
func TestResidualFrameIsLookedAtAgain(t *testing.T) {
	c := coder(t)
	doc, a := annotated("en", []string{"harbour ledger.", "winter bridge.", "kettle lantern."}, 0, 1, 2)
	rules := []corpus.FrameCode{{Frame: "trade", Present: false, Method: "rules"}, {Frame: "rare", Present: false, Method: "rules"}, {Frame: "report", Present: false, Method: "rules"}}
	codes, err := c.Codes(doc, a, harbour, rules)
	if err != nil {
		t.Fatal(err)
	}
	if got := byFrame(codes); !got["report"].Present || got["rare"].Method != "rules" {
		t.Errorf("codes %+v", codes)
	}
	rules[1].Present = true
	if codes, err = c.Codes(doc, a, harbour, rules); err != nil || byFrame(codes)["report"].Present {
		t.Errorf("with another frame: codes %+v, error %v", codes, err)
	}
}

func TestEncoderThatCannotBeLoadedIsAnError(t *testing.T) {
	want := errors.New("weights are cut")
	c, err := trained.NewCoder(model(t), ports(), "words", func(string) bool { return true }, func() (trained.Embedder, error) { return nil, want })
	if err != nil {
		t.Fatal(err)
	}
	doc, a := annotated("en", []string{"a b."}, 0)
	if _, err := c.Codes(doc, a, harbour, nil); !errors.Is(err, want) {
		t.Errorf("error %v", err)
	}
}
