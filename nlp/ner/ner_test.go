package ner_test

import (
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"framewatch/corpus"
	"framewatch/nlp/ner"
)

// names writes what was found as surface/LABEL.
func names(doc []ner.Sentence, found [][]ner.Entity) []string {
	var out []string
	for i, entities := range found {
		for _, e := range entities {
			out = append(out, e.Span.Of(doc[i].Text)+"/"+string(e.Label))
		}
	}
	return out
}

func TestTag(t *testing.T) {
	tests := []struct{ name, lang, text, want string }{
		{"empty", "en", "", ""},
		{"no names", "en", "The talks went on for three hours and ended without a result.", ""},
		{"person, body, place", "en", "Maria Fernandez of the Ministry of Fisheries flew to Jakarta.",
			"Maria Fernandez/PER Ministry of Fisheries/ORG Jakarta/LOC"},
		{"people", "en", "The Chinese delegation met in Geneva.", "Chinese/NORP Geneva/LOC"},
		{"hyphens", "en", "A Beijing-based company praised the deal.", "Beijing/LOC"},
		{"a name and its abbreviation agree", "en", "It was led by the Soko ni Tavuka ni Lewe (STL) for ten years.",
			"Soko ni Tavuka ni Lewe/ORG STL/ORG"},
		{"chinese", "zh", "外交部长王毅昨天在北京会见了法国客人。", "外交部/ORG 王毅/PER 北京/LOC 法国/LOC"},
		{"traditional", "zh-Hant", "王毅昨天在香港會見了美國客人。", "王毅/PER 香港/LOC 美國/LOC"},
		{"other language", "fr", "Le ministre est arrivé à Paris.", ""},
	}
	tagger, layers := load(t), newLayers(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			base, _, _ := strings.Cut(test.lang, "-")
			doc := layers.cut(test.text, base)
			for i := range doc {
				doc[i].Lang = test.lang
			}
			got := strings.Join(names(doc, tagger.Tag(doc)), " ")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Tag(%q) (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// check holds what Tag promises of its spans.
func check(t *testing.T, tagger *ner.Tagger, doc []ner.Sentence) {
	t.Helper()
	found := tagger.Tag(doc)
	if len(found) != len(doc) {
		t.Fatalf("%d results for %d sentences", len(found), len(doc))
	}
	for i, entities := range found {
		last := 0
		for _, e := range entities {
			text := doc[i].Text
			if e.Span.Start < last || e.Span.End <= e.Span.Start || e.Span.End > len(text) {
				t.Fatalf("%q: span %v after byte %d", text, e.Span, last)
			}
			if utf8.ValidString(text) && !utf8.ValidString(e.Span.Of(text)) {
				t.Fatalf("%q: span %v is not on character boundaries", text, e.Span)
			}
			if e.Score <= 0 || e.Score > 1 || e.Label == "" {
				t.Fatalf("%q: label %q with score %v", e.Span.Of(text), e.Label, e.Score)
			}
			last = e.Span.End
		}
	}
}

func TestOffsets(t *testing.T) {
	tagger, layers := load(t), newLayers(t)
	mixed := "IOMed (国际调解院) 秘书长 Teresa Cheng met “Prime Minister” O’Neill in Côte d’Ivoire — 香港. "
	for _, lang := range []string{"en", "zh"} {
		check(t, tagger, layers.cut(strings.Repeat(mixed, 20), lang))
		property := func(text string) bool { check(t, tagger, layers.cut(text, lang)); return true }
		if err := quick.Check(property, &quick.Config{MaxCount: 50}); err != nil {
			t.Error(err)
		}
	}
}

// TestLong runs texts without end, on which only linear time comes back.
func TestLong(t *testing.T) {
	tagger := load(t)
	for _, part := range []string{"A", "Li ", "the ", "国", "\xff", "-", "张三", "A-"} {
		text := strings.Repeat(part, 1<<16/len(part))
		doc := ner.Sentence{Text: text}
		for i := 0; i+len(part) <= len(text); i += len(part) {
			span := corpus.Span{Start: i, End: i + len(strings.TrimSpace(part))}
			doc.Tokens = append(doc.Tokens, corpus.Token{Span: span, POS: "NNP"})
		}
		whole := ner.Sentence{Text: text, Tokens: []corpus.Token{{Span: corpus.Span{End: len(text)}}}}
		for _, lang := range []string{"en", "zh"} {
			doc.Lang, whole.Lang = lang, lang
			check(t, tagger, []ner.Sentence{doc, whole})
		}
	}
}

// TestMemory shows the second pass: a bare family name is a person where the
// document has said so.
func TestMemory(t *testing.T) {
	tagger, layers := load(t), newLayers(t)
	doc := layers.cut("The visitor was greeted by Anita Brook, the envoy. Brook gave no details. Asked again, Brook declined.", "en")
	got := names(doc, tagger.Tag(doc))
	want := []string{"Anita Brook/PER", "Brook/PER", "Brook/PER"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestConcurrently is for the race detector, and holds that results do not
// depend on what else was tagged.
func TestConcurrently(t *testing.T) {
	tagger, layers := load(t), newLayers(t)
	doc := append(layers.cut("Peter Mensah left Accra for the African Union.", "en"), layers.cut("李强在上海会见外宾。", "zh")...)
	want := tagger.Tag(doc)
	var g errgroup.Group
	for range 4 {
		g.Go(func() error {
			for range 10 {
				if diff := cmp.Diff(want, tagger.Tag(doc)); diff != "" {
					t.Error(diff)
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
}

func FuzzTag(f *testing.F) {
	tagger := load(f)
	for _, seed := range []string{"Ms Li-Chen of U.N.", "国(guó)际", "\xff\xfe", "A/B–C", "ǅ İ ß", "'s The"} {
		f.Add(seed, uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, step uint8) {
		// Tokens of any length, cut anywhere, even inside characters.
		doc := ner.Sentence{Text: text}
		for i := 0; i < len(text); i += int(step) + 1 {
			end := min(len(text), i+int(step)+1)
			doc.Tokens = append(doc.Tokens, corpus.Token{Span: corpus.Span{Start: i, End: end}, POS: "NN"})
		}
		for _, lang := range []string{"en", "zh"} {
			doc.Lang = lang
			for _, entities := range tagger.Tag([]ner.Sentence{doc, doc}) {
				for _, e := range entities {
					if e.Span.Start < 0 || e.Span.End > len(text) || e.Span.Start >= e.Span.End {
						t.Fatalf("%q: span %v", text, e.Span)
					}
				}
			}
		}
	})
}

func BenchmarkTag(b *testing.B) {
	tagger, layers := load(b), newLayers(b)
	for lang, text := range map[string]string{
		"en": "The Ministry of Trade said on Monday that Maria Fernandez, its envoy to Jakarta, would meet officials of the African Union after the talks in Geneva ended without a result. ",
		"zh": "外交部发言人昨天在北京表示，中国愿同法国和联合国有关机构一道，继续推动谈判取得进展。王毅将于下周访问日内瓦。",
	} {
		b.Run(lang, func(b *testing.B) {
			doc := layers.cut(strings.Repeat(text, 30), lang)
			tokens := 0
			for _, s := range doc {
				tokens += len(s.Tokens)
			}
			for b.Loop() {
				tagger.Tag(doc)
			}
			b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
			b.ReportMetric(float64(len(text)*30)*float64(b.N)/b.Elapsed().Seconds()/1e6, "MB/s")
		})
	}
}
