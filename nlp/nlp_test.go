package nlp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/internal/jsonlines"
	"framewatch/nlp"
	"framewatch/nlp/frame"
	"framewatch/nlp/link"

	"github.com/google/go-cmp/cmp"
)

func resources() nlp.Resources {
	name := func(text, lang string, v corpus.Variant) link.Name {
		return link.Name{Text: text, Lang: lang, Variant: v}
	}
	return nlp.Resources{
		Gazetteers: []link.Gazetteer{{
			Header: link.Header{ID: "sample", Version: "1.0.0"},
			Entities: []link.Entity{
				{ID: "org.iomed", Label: corpus.ORG, Kind: "body", Country: "HK", Names: []link.Name{
					name("IOMed", "mul", corpus.VariantAbbreviation), name("International Organization for Mediation", "en", corpus.VariantOfficial),
					name("国际调解院", "zh-Hans", corpus.VariantOfficial)}},
				{ID: "country.KEN", Label: corpus.LOC, Kind: "state", Country: "KE", Names: []link.Name{name("Kenya", "en", corpus.VariantOfficial), name("肯尼亚", "zh-Hans", corpus.VariantOfficial)}},
				{ID: "person.achieng", Label: corpus.PER, Kind: "person", Country: "KE", Names: []link.Name{name("Mary Achieng", "en", corpus.VariantOfficial)},
					Holds: []link.Hold{{Office: "office.minister", From: "2025-01-01"}}},
			},
		}},
		Codebooks: []frame.Codebook{{
			ID: "sample", Version: "2.0.0", Languages: []string{"en", "zh-Hans"},
			Sets: []frame.Set{{ID: "TARGET", Entities: []corpus.EntityID{"org.iomed"}}},
			Frames: []frame.Frame{{ID: "trust", Terms: map[string][]string{"en": {"neutral*", "impartial*"}, "zh-Hans": {"中立"}},
				Requires: []frame.Requirement{{Set: "TARGET", WithinSentences: 1}}}},
		}},
	}
}

func newAnnotator(t testing.TB, ner string) *nlp.Annotator {
	t.Helper()
	cfg := nlp.Default()
	cfg.Targets = []corpus.EntityID{target}
	cfg.NER = ner
	a, err := nlp.New(cfg, resources(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var sample = corpus.Document{
	ID:    "doc",
	Title: "IOMed hears a lake dispute",
	Text: "“IOMed is neutral,” said Mary Achieng in Nairobi. She left. “It may not be impartial,” replied Tomás Villaverde, a lawyer.\n\n" +
		"国际调解院（IOMed）设在香港。肯尼亚外交部发言人李明说：“它是中立的机构，🕊️我们支持。”\n\n" +
		"The office has 12 rooms and 3 clerks.",
	Published: corpus.Date{Precision: corpus.PrecisionNone},
}

func TestAnnotate(t *testing.T) {
	doc := sample
	doc.Published.Precision = corpus.PrecisionDay
	doc.Published.Time = doc.Published.Time.AddDate(2025, 5, 0)
	got, err := newAnnotator(t, nlp.NERNone).Annotate(context.Background(), doc)
	if err != nil {
		t.Fatal(err)
	}
	if got.Lang != "en" || len(got.Langs) != 2 || got.Langs[1].Lang != "zh-Hans" {
		t.Errorf("language %s of %v", got.Lang, got.Langs)
	}
	if !strings.Contains(got.By, "sample@1.0.0") || !strings.Contains(got.By, "sample@2.0.0") {
		t.Errorf("by %q", got.By)
	}
	if s := got.Sentences[0]; !s.Headline || s.Paragraph != -1 || s.Lang != "en" {
		t.Errorf("headline %+v", s)
	}
	var lines []string
	for _, m := range got.Mentions {
		lines = append(lines, fmt.Sprint("mention ", m.Surface, " ", m.Label, " ", m.Entity))
	}
	for _, q := range got.Quotes {
		lines = append(lines, fmt.Sprint("quote ", q.Content[0].Of(doc.Text), " ", q.Speaker, " ", q.SpeakerCountry, " ", q.Office))
	}
	for _, f := range got.Frames {
		lines = append(lines, fmt.Sprint("frame ", f.Surface, " ", f.Voice, " ", f.SpeakerID, " ", f.Negated, " ", f.Distance))
	}
	want := []string{
		"mention IOMed ORG org.iomed", "mention IOMed ORG org.iomed", "mention Mary Achieng PER person.achieng", "mention Tomás Villaverde PER ",
		"mention 国际调解院 ORG org.iomed", "mention IOMed ORG org.iomed", "mention 肯尼亚 LOC country.KEN", "mention 李明 PER ",
		"quote “IOMed is neutral,” person.achieng KE office.minister", "quote “It may not be impartial,”   ",
		"quote “它是中立的机构，🕊️我们支持。”  KE ",
		"frame neutral direct_quote person.achieng false 0", "frame impartial direct_quote  true 1", "frame 中立 direct_quote  false 1",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("annotations (-want +got):\n%s", diff)
	}
	for _, term := range got.Terms {
		if strings.ContainsAny(term.Term, "0123456789，。“") || term.N < 1 {
			t.Errorf("term %+v", term)
		}
	}
}

func TestDeterministicAndConcurrent(t *testing.T) {
	a := newAnnotator(t, nlp.NERProse)
	want, err := a.Annotate(context.Background(), sample)
	if err != nil {
		t.Fatal(err)
	}
	check(t, &sample, &want)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			got, err := a.Annotate(context.Background(), sample)
			if err != nil || !cmp.Equal(want, got) {
				t.Errorf("another run differs (%v):\n%s", err, cmp.Diff(want, got))
			}
		})
	}
	wg.Wait()
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := newAnnotator(t, nlp.NERNone).Annotate(ctx, sample); err == nil {
		t.Error("annotated after the end")
	}
}

func TestConfig(t *testing.T) {
	if err := nlp.Default().Validate(); err != nil {
		t.Errorf("default: %v", err)
	}
	bad := nlp.Default()
	bad.Langs, bad.NER, bad.Service.Langs = []string{"xx"}, "spacy", []string{"en"}
	var got []string
	for _, f := range invalid.Fields(bad.Validate()) {
		got = append(got, f.Path)
	}
	if diff := cmp.Diff([]string{"langs[0]", "ner", "service.langs[0]"}, got); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

// garbage is text that breaks naive offsets and loops.
func garbage() []string {
	return []string{"", " ", "\x00\x01\x02", "\xff\xfe国", "a\r\n\r\nb", strings.Repeat("国", 3000), strings.Repeat("x", 30000), strings.Repeat("\"a ", 3000),
		strings.Repeat("“", 3000), strings.Repeat("'a ", 3000), strings.Repeat("« ", 3000), "IOMed\u200bs \U000e0001 国際調解院", "e\u0301\u0301 IOMed\ufeff", "IOMed 🕊️ said that 国际调解院 is neutral.",
		strings.Repeat("He said that she said that ", 500)}
}

func TestGarbage(t *testing.T) {
	a := newAnnotator(t, nlp.NERProse)
	for _, text := range garbage() {
		doc := corpus.Document{ID: "g", Title: text[:min(len(text), 50)], Text: text}
		got, err := a.Annotate(context.Background(), doc)
		if err != nil {
			t.Fatal(err)
		}
		check(t, &doc, &got)
	}
}

// jsonl runs lines through JSONL and decodes the answers.
func jsonl(t *testing.T, opt nlp.JSONLOptions, lines ...string) []map[string]any {
	t.Helper()
	var out bytes.Buffer
	err := nlp.JSONL(context.Background(), newAnnotator(t, nlp.NERNone), opt, strings.NewReader(strings.Join(lines, "\n")), &out)
	var unread *jsonlines.Unread
	if err != nil && !errors.As(err, &unread) {
		t.Fatal(err)
	}
	var answers []map[string]any
	for line := range strings.Lines(out.String()) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		answers = append(answers, m)
	}
	if n := strings.Count(out.String(), `"error":"line `); n > 0 && (unread == nil || unread.Lines != n) || n == 0 && unread != nil {
		t.Errorf("%d lines could not be read, and the error is %v", n, unread)
	}
	return answers
}

// TestJSONLPoints holds that positions are code points that slice the text as
// another program reads it.
func TestJSONLPoints(t *testing.T) {
	text := sample.Text
	in, err := json.Marshal(map[string]string{"id": "a", "text": text})
	if err != nil {
		t.Fatal(err)
	}
	answer := jsonl(t, nlp.JSONLOptions{Tokens: true}, string(in))[0]
	points := []rune(text)
	n := 0
	for _, layer := range []string{"entities", "tokens"} {
		for _, e := range answer[layer].([]any) {
			m := e.(map[string]any)
			if got := string(points[int(m["start"].(float64)):int(m["end"].(float64))]); got != m["text"] {
				t.Errorf("%s: %q is %q", layer, got, m["text"])
			}
			n++
		}
	}
	if n < 40 {
		t.Errorf("only %d entities and tokens", n)
	}
	for _, key := range []string{"id", "lang", "relevance", "sentences", "tokens", "entities", "frames", "document_frames", "quotes", "stance"} {
		if answer[key] == nil {
			t.Errorf("answer has no %s", key)
		}
	}
}

func TestJSONLOrderAndErrors(t *testing.T) {
	lines := []string{`{"id":"bad"`, ``, `{"id":7,"lang":"klingon","text":"nuqneH"}`, `{"id":"s","text":"\ud800 IOMed \udc00 IOMed"}`, "{\"id\":\"u\",\"text\":\"\xff IOMed\"}"}
	for i := range 50 {
		lines = append(lines, fmt.Sprintf(`{"id":%d,"title":"IOMed","text":"%s"}`, i, strings.Repeat("IOMed is neutral. ", 50-i)))
	}
	answers := jsonl(t, nlp.JSONLOptions{}, lines...)
	if len(answers) != len(lines)-1 {
		t.Fatalf("%d answers to %d lines", len(answers), len(lines)-1)
	}
	if answers[0]["error"] == nil || answers[1]["error"] == nil || answers[1]["id"] != 7.0 {
		t.Errorf("bad lines: %v, %v", answers[0], answers[1])
	}
	// Two lone surrogates are two code points.
	if e := answers[2]["entities"].([]any); len(e) != 2 || e[1].(map[string]any)["start"] != 10.0 {
		t.Errorf("after surrogates: %v", e)
	}
	if e := answers[3]["entities"].([]any); len(e) != 1 || e[0].(map[string]any)["start"] != 2.0 {
		t.Errorf("after a stray byte: %v", e)
	}
	for i := range 50 {
		a := answers[4+i]
		if a["id"] != float64(i) || a["tokens"] != nil || a["entities"].([]any)[0].(map[string]any)["in"] != "title" {
			t.Errorf("answer %d: %v", i, a)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestJSONLStops(t *testing.T) {
	a := newAnnotator(t, nlp.NERNone)
	in := strings.Repeat(`{"id":1,"text":"IOMed."}`+"\n", 300)
	if err := nlp.JSONL(context.Background(), a, nlp.JSONLOptions{}, strings.NewReader(in), broken{}); err == nil {
		t.Error("a broken writer is no error")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := nlp.JSONL(ctx, a, nlp.JSONLOptions{}, strings.NewReader(in), io.Discard); err == nil {
		t.Error("a cancelled context is no error")
	}
}

// TestStanceTowardsPlacesThatAreAskedFor: a line may ask of any place, whatever the
// settings say; what is not read is not neutral, and a place that is none an error.
func TestStanceTowardsPlacesThatAreAskedFor(t *testing.T) {
	answers := jsonl(t, nlp.JSONLOptions{},
		`{"id":"en","lang":"en","text":"Ada Moreno is a corrupt liar who ruined the harbour. Everybody praised Tom Okoro, a brilliant and honest hero.","targets":[{"start":0,"end":10},{"start":71,"end":80}]}`,
		`{"id":"zh","lang":"zh-Hans","text":"港口议会是一个腐败无能的骗局。","targets":[{"start":0,"end":4}]}`,
		`{"id":"hi","lang":"hi","text":"बंदरगाह परिषद भ्रष्ट है और उसने शहर को बर्बाद कर दिया है।","targets":[{"start":0,"end":7}]}`,
		`{"id":"none","lang":"en","text":"Short.","targets":[{"start":3,"end":90}]}`,
		`{"id":"unasked","lang":"en","text":"Ada Moreno is a corrupt liar."}`)
	for i, want := range []string{"Ada Moreno -1, Tom Okoro 1", "港口议会 -1", "बंदरगाह <nil>"} {
		var got []string
		for _, s := range answers[i]["stance"].([]any) {
			m := s.(map[string]any)
			got = append(got, fmt.Sprint(m["target"], " ", m["stance"]))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%v: stance %q, want %q", answers[i]["id"], got, want)
		}
	}
	if e, _ := answers[3]["error"].(string); !strings.Contains(e, "targets[0]: 3 to 90 is no place in a text of 6 code points") {
		t.Errorf("a place that is none: %v", answers[3])
	}
	if s := answers[4]["stance"].([]any); len(s) != 0 {
		t.Errorf("stance that nobody asked for: %v", s)
	}
}

// TestNotCodedIsToldFromAbsent: what a text says of each frame is yes, no, or that
// nothing reads its language; and who decided, by which sentence.
func TestNotCodedIsToldFromAbsent(t *testing.T) {
	answers := jsonl(t, nlp.JSONLOptions{},
		`{"id":"en","lang":"en","text":"The IOMed opened. Officials say the IOMed is neutral. It rained."}`,
		`{"id":"none","lang":"en","text":"The IOMed opened in May."}`,
		`{"id":"hi","lang":"hi","text":"IOMed हांगकांग में मई में खुला और यह अंतरराष्ट्रीय मध्यस्थता संगठन है।"}`)
	frames := map[string]map[string]any{}
	for _, a := range answers {
		for _, f := range a["document_frames"].([]any) {
			if f := f.(map[string]any); f["frame"] == "trust" {
				frames[a["id"].(string)] = f
			}
		}
		if r := a["relevance"].([]any); len(r) != 1 || r[0].(map[string]any)["relevance"] != "main" {
			t.Errorf("%s: relevance %v", a["id"], r)
		}
	}
	if f := frames["en"]; f["present"] != true || f["method"] != "rules" || fmt.Sprint(f["evidence"]) != "map[end:53 start:18]" {
		t.Errorf("a frame that is there: %v", f)
	}
	if f := frames["none"]; f["present"] != false || f["method"] != "rules" || f["evidence"] != nil {
		t.Errorf("a frame that is absent: %v", f)
	}
	if f := frames["hi"]; f == nil || f["present"] != nil || f["method"] != "not_coded" || f["p_present"] != nil {
		t.Errorf("a frame that nothing codes: %v", f)
	}
}
