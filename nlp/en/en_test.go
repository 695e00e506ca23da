package en_test

import (
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/jdkato/prose/v2"
	"golang.org/x/sync/errgroup"

	"framewatch/corpus"
	"framewatch/nlp/en"
)

func tagger(t testing.TB) *en.Tagger {
	t.Helper()
	tagger, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	return tagger
}

func TestTag(t *testing.T) {
	tests := []struct{ name, sentence, want string }{
		{"empty", "", ""},
		{"spaces", " \n ", ""},
		{"repeated words have their own tags", "They trade oil every day and the new trade deal failed.",
			"They/PRP trade/VBP oil/NN every/DT day/NN and/CC the/DT new/JJ trade/NN deal/NN failed/VBD ./."},
		{"curly quotes keep their offsets", "“It’s Lee’s plan,” he said.",
			"“/`` It/PRP ’s/VBZ Lee/NNP ’s/POS plan/NN ,/, ”/'' he/PRP said/VBD ./."},
		{"dash between words", "peace—talks failed", "peace/NN —/: talks/NNS failed/VBD"},
		{"parts that prose drops", "'s talks", "'s/POS talks/NNS"},
		{"numbers and addresses", "It rose 3.25 points, desk@lyra.example and lyra.example/news said.",
			"It/PRP rose/VBD 3.25/CD points/NNS ,/, desk@lyra.example/NN and/CC lyra.example/news/NN said/VBD ./."},
		{"pictures stand by themselves, a flag's two letters together", "Lyra🇭🇰 opens👍🏽!", "Lyra/NNP 🇭🇰/NNP opens/VBZ 👍🏽/NN !/."},
		{"invalid bytes are between tokens", "talks\xfffailed", "talks/NNS failed/VBD"},
	}
	tagger := tagger(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, tok := range tagger.Tag(test.sentence) {
				got = append(got, tok.Span.Of(test.sentence)+"/"+tok.POS)
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("Tag(%q) (-want +got):\n%s", test.sentence, diff)
			}
		})
	}
}

// TestTagLikeProse holds the tags against those of prose itself, on sentences
// that repeat no word.
func TestTagLikeProse(t *testing.T) {
	tagger := tagger(t)
	for _, sentence := range []string{
		"The mayor of Port Lyra said on Tuesday that her council would not sign another treaty without public hearings .",
		"Mediators from three states met behind closed doors , hoping they could settle an old dispute over fishing rights .",
		"Critics call it toothless ; supporters praise cheap , quick proceedings and quiet diplomacy .",
		"In 2031 nearly 400 cases were pending before regional courts .",
		"She quickly reopened talks after well-informed sources leaked confidential drafts .",
	} {
		doc, err := prose.NewDocument(sentence, prose.WithSegmentation(false), prose.WithExtraction(false))
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, tok := range doc.Tokens() {
			want = append(want, tok.Text+"/"+tok.Tag)
		}
		for _, tok := range tagger.Tag(sentence) {
			got = append(got, tok.Span.Of(sentence)+"/"+tok.POS)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Tag(%q) (-prose +got):\n%s", sentence, diff)
		}
	}
}

func TestBaseline(t *testing.T) {
	// The name stands at the end, where prose alone loses it.
	sentence := "“They” — he flew to Paris"
	got := tagger(t).Baseline(sentence)
	start := strings.Index(sentence, "Paris")
	want := []en.Entity{{Span: corpus.Span{Start: start, End: start + len("Paris")}, Label: corpus.LOC}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Baseline(%q) (-want +got):\n%s", sentence, diff)
	}
}

// check holds what Tag promises of its spans.
func check(t *testing.T, tagger *en.Tagger, text string) {
	t.Helper()
	last, valid := 0, utf8.ValidString(text)
	for _, tok := range tagger.Tag(text) {
		s := tok.Span
		if s.Start < last || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("%q: span %v after byte %d", text, s, last)
		}
		if valid && !utf8.ValidString(s.Of(text)) {
			t.Fatalf("%q: span %v is not on character boundaries", text, s)
		}
		if strings.ContainsFunc(text[last:s.Start], func(r rune) bool { return r > ' ' && r < 0x7f }) {
			t.Fatalf("%q was lost", text[last:s.Start])
		}
		last = s.End
	}
	if strings.ContainsFunc(text[last:], func(r rune) bool { return r > ' ' && r < 0x7f }) {
		t.Fatalf("%q was lost", text[last:])
	}
}

func TestTagKeepsEverything(t *testing.T) {
	tagger := tagger(t)
	check(t, tagger, strings.Repeat("IOMed (国际调解院) “didn’t” cost $1,200.5 — médiation/المنظمة 🕊️ :-) U.S. [x]' ", 20))
	if err := quick.Check(func(text string) bool { check(t, tagger, text); return true }, nil); err != nil {
		t.Error(err)
	}
}

// TestTagBounded runs texts on which prose alone takes quadratic time.
func TestTagBounded(t *testing.T) {
	tagger := tagger(t)
	for _, part := range []string{"a", ")", "n't", "'s ", "x ", "国", "\xff", "— ", "\x00", ":-)"} {
		check(t, tagger, strings.Repeat(part, 1<<15/len(part)))
	}
}

// TestTagConcurrently is for the race detector.
func TestTagConcurrently(t *testing.T) {
	tagger := tagger(t)
	sentence := "The new trade deal may fail, they trade and deal."
	want := tagger.Tag(sentence)
	var g errgroup.Group
	for range 4 {
		g.Go(func() error {
			for range 10 {
				if diff := cmp.Diff(want, tagger.Tag(sentence)); diff != "" {
					t.Error(diff)
				}
				tagger.Baseline(sentence)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
}

func FuzzTag(f *testing.F) {
	tagger := tagger(f)
	for _, seed := range []string{"don't", "'s 's", "(\"x\")", "é\"", ":-) a", "\xe5\x9b", "a—b “c”", "a a a b a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		check(t, tagger, text)
		for _, e := range tagger.Baseline(text) {
			if e.Span.Start < 0 || e.Span.End > len(text) || e.Span.Start >= e.Span.End {
				t.Fatalf("%q: entity at %v", text, e.Span)
			}
		}
	})
}
