package nlp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/nlp/service"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// served is an annotator that asks h for layers.
func served(t *testing.T, h http.HandlerFunc, layers ...string) *nlp.Annotator {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	cfg := nlp.Default()
	cfg.Targets = []corpus.EntityID{target}
	cfg.Service.URL, cfg.Service.Layers, cfg.Service.Langs = s.URL, layers, []string{"en"}
	a, err := nlp.New(cfg, resources(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestFramewatchServesItself replaces every layer by the answers of another
// annotator: nothing may change but who found it.
func TestFramewatchServesItself(t *testing.T) {
	plain := newAnnotator(t, nlp.NERTagger)
	want, err := plain.Annotate(t.Context(), sample)
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	a := served(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		if err := nlp.JSONL(r.Context(), plain, nlp.JSONLOptions{Tokens: true}, r.Body, w); err != nil {
			t.Error(err)
		}
	}, service.Sentences, service.Tokens, service.Entities, service.Quotes, service.Frames)
	doc := sample
	got, err := a.Annotate(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	check(t, &doc, &got)
	if !strings.Contains(got.By, "http://127.0.0.1") {
		t.Errorf("by %q", got.By)
	}
	ignore := cmp.Options{cmpopts.IgnoreFields(corpus.Annotations{}, "By"), cmpopts.IgnoreFields(corpus.Mention{}, "ID", "Score", "Evidence"),
		cmpopts.IgnoreFields(corpus.FrameHit{}, "Method", "Quote"), cmpopts.IgnoreFields(corpus.Quote{}, "ID", "VerbClass"), cmpopts.IgnoreFields(corpus.Clause{}, "Quote", "VerbClass"), cmpopts.EquateEmpty()}
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		t.Errorf("(-own +served):\n%s", diff)
	}
	for _, h := range got.Frames {
		if h.Quote != "" && !slices.ContainsFunc(got.Quotes, func(q corpus.Quote) bool { return q.ID == h.Quote }) {
			t.Errorf("a hit in quotation %s, which is none of %d", h.Quote, len(got.Quotes))
		}
	}
	// A document in no language of the service is not sent.
	asked = 0
	if _, err := a.Annotate(t.Context(), corpus.Document{ID: "z", Text: "国际调解院设在香港。"}); err != nil || asked > 0 {
		t.Errorf("asked %d times, error %v", asked, err)
	}
}

// TestServedEntities holds how a service's names meet those of the gazetteers.
func TestServedEntities(t *testing.T) {
	text := "The University of Kenya wrote to the IOMed Secretariat. Kojo Annan 同意。\n\n肯尼亚外交部长李明说。"
	a := served(t, func(w http.ResponseWriter, _ *http.Request) {
		var names []map[string]any
		for name, label := range map[string]string{"University of Kenya": "ORG", "IOMed Secretariat": "ORG", "Kojo Annan": "PER", "李明": "PER"} {
			before, _, _ := strings.Cut(text, name)
			at := len([]rune(before))
			names = append(names, map[string]any{"start": at, "end": at + len([]rune(name)), "label": label, "text": name})
		}
		if err := json.NewEncoder(w).Encode(map[string]any{"id": "doc", "entities": names}); err != nil {
			t.Error(err)
		}
	}, service.Entities)
	doc := corpus.Document{ID: "doc", Text: text}
	out, err := a.Annotate(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	check(t, &doc, &out)
	var got []string
	for _, m := range out.Mentions {
		by, _, _ := strings.Cut(m.Evidence, " ")
		got = append(got, fmt.Sprintf("%s/%s/%s/%s", m.Surface, m.Label, m.Entity, by))
	}
	// In the Chinese paragraph the own tagger goes on.
	want := []string{"University of Kenya/ORG//service", "IOMed/ORG/org.iomed/gazetteer", "Kojo Annan/PER//service", "肯尼亚外交部/ORG//tagger"}
	if diff := cmp.Diff(want, got[:min(len(want), len(got))]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, g := range got[len(want):] {
		if strings.HasSuffix(g, "/service") {
			t.Errorf("%s in a language that is not the service's", g)
		}
	}
}

// TestServedGaps holds that text which a service leaves out is not lost.
func TestServedGaps(t *testing.T) {
	a := served(t, func(w http.ResponseWriter, _ *http.Request) {
		// The second sentence reaches over the paragraph's end; the first is left out.
		_, _ = io.WriteString(w, `{"id":"doc","sentences":[{"start":20,"end":60}],"tokens":[{"start":20,"end":22,"pos":"PRP"},{"start":22,"end":23,"pos":"_SP"}]}`)
	}, service.Sentences, service.Tokens)
	doc := corpus.Document{ID: "doc", Text: "The talks are over. We went home in the rain.\n\nThe second paragraph is here."}
	out, err := a.Annotate(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	check(t, &doc, &out)
	var got []string
	for _, s := range out.Sentences {
		got = append(got, s.Span.Of(doc.Text))
	}
	want := []string{"The talks are over.", "We went home in the rain.", "The second pa", "ragraph is here."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	words := 0
	for _, k := range out.Tokens {
		if k.Word {
			words++
		}
	}
	if words != 16 {
		t.Errorf("%d words", words)
	}
}

func TestServedFrames(t *testing.T) {
	a := served(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"id":"doc","frames":[{"start":0,"end":3,"frame":"doom","term":"The"}]}`)
	}, service.Frames)
	_, err := a.Annotate(t.Context(), corpus.Document{ID: "doc", Text: "The talks are over."})
	if err == nil || !strings.Contains(err.Error(), `frame "doom" is not in codebook sample`) {
		t.Errorf("error %v", err)
	}
}

// TestJSONLWithoutService holds that a dead service is an error for every line
// and for the whole.
func TestJSONLWithoutService(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	cfg := nlp.Default()
	cfg.Service.URL, cfg.Service.Retries = s.URL, 0
	a, err := nlp.New(cfg, resources(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	in := `{"id":1,"text":"The talks are over."}` + "\n" + `{"id":2,"text":"--"}` + "\n" + `{"id":3,"text":"We went home."}` + "\n"
	err = nlp.JSONL(context.Background(), a, nlp.JSONLOptions{}, strings.NewReader(in), &out)
	if err == nil || !strings.Contains(err.Error(), "2 documents were not annotated") {
		t.Errorf("error %v", err)
	}
	if got := strings.Count(out.String(), `: annotate: annotator service`); got != 2 || strings.Count(out.String(), "\n") != 3 {
		t.Errorf("answers:\n%s", out.String())
	}
}
