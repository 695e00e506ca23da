package nlp_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"framewatch/corpus"
	"framewatch/nlp"
)

// goldFolder holds the gold of quotations and of minimal pairs; its README
// states the coding rules.
const goldFolder = "clause/testdata/"

// goldSpan is a stretch of a gold article, in code points.
type goldSpan struct {
	Text  string
	Start int
}

type goldQuote struct {
	Kind     string
	In       corpus.Field
	Content  []goldSpan
	Source   goldSpan
	Speaker  string
	Optional bool
}

type goldArticle struct {
	ID, Title, Text string
	Quotes          []goldQuote
}

// readGold reads the JSON lines of a gold file.
func readGold[T any](t *testing.T, name string) []T {
	t.Helper()
	f, err := os.Open(goldFolder + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var item T
		if err := json.Unmarshal(lines.Bytes(), &item); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out = append(out, item)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// goldFloors are the figures that the gold may not fall under.
func goldFloors(t *testing.T) map[string]float64 {
	t.Helper()
	if testing.Short() {
		t.Skip("measures some hundred articles")
	}
	data, err := os.ReadFile(goldFolder + "floors.json")
	if err != nil {
		t.Fatal(err)
	}
	floors := map[string]float64{}
	if err := json.Unmarshal(data, &floors); err != nil {
		t.Fatal(err)
	}
	return floors
}

// reach checks a figure against its floor, which has to exist.
func reach(t *testing.T, floors map[string]float64, name string, got float64) {
	t.Helper()
	floor, ok := floors[name]
	t.Logf("%-34s %.3f  floor %.3f", name, got, floor)
	if !ok {
		t.Errorf("%s has no floor in %sfloors.json", name, goldFolder)
	}
	if got < floor {
		t.Errorf("%s is %.4f, its floor %.4f", name, got, floor)
	}
}

// letter is the place of a letter or digit: a code point of the title or the text.
type letter struct {
	in corpus.Field
	at int
}

type letters map[letter]bool

func (l letters) add(in corpus.Field, at int, text string) {
	for i, r := range []rune(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			l[letter{in, at + i}] = true
		}
	}
}

func (l letters) shared(other letters) int {
	n := 0
	for k := range l {
		if other[k] {
			n++
		}
	}
	return n
}

func (l letters) overlap(other letters) float64 {
	return 2 * float64(l.shared(other)) / max(1, float64(len(l)+len(other)))
}

// saidWords are a quotation's words and source as letters; names are what a
// predicted speaker is called.
type saidWords struct {
	content, source letters
	names           []string
}

func goldWords(q goldQuote) saidWords {
	in := corpus.InText
	if q.In == corpus.InTitle {
		in = corpus.InTitle
	}
	w := saidWords{content: letters{}, source: letters{}}
	for _, s := range q.Content {
		w.content.add(in, s.Start, s.Text)
	}
	w.source.add(in, q.Source.Start, q.Source.Text)
	return w
}

func predictedWords(doc *corpus.Document, a *corpus.Annotations, q corpus.Quote) saidWords {
	text, in := doc.Text, corpus.InText
	if q.In == corpus.InTitle {
		text, in = doc.Title, corpus.InTitle
	}
	offsets := corpus.NewOffsets(text)
	w := saidWords{content: letters{}, source: letters{}}
	for _, s := range q.Content {
		w.content.add(in, offsets.Points(s).Start, s.Of(text))
	}
	for _, s := range q.Source {
		w.source.add(in, offsets.Points(s).Start, s.Of(text))
		w.names = append(w.names, s.Of(text))
	}
	if q.SpeakerName != "" {
		w.names = append(w.names, q.SpeakerName)
	}
	for _, m := range a.Mentions {
		if q.Speaker != "" && m.Entity == q.Speaker {
			w.names = append(w.names, m.Surface)
		}
	}
	return w
}

// quoteCount counts what a half of the gold comes to.
type quoteCount struct {
	found, wrong, missed, speakers int
}

func (c quoteCount) content() float64 {
	return 2 * float64(c.found) / max(1, float64(2*c.found+c.wrong+c.missed))
}

func (c quoteCount) speaker() float64 { return float64(c.speakers) / max(1, float64(c.found)) }

// endToEnd is F1 of quotations with the words and the speaker right.
func (c quoteCount) endToEnd() float64 {
	return 2 * float64(c.speakers) / max(1, float64(2*c.found+c.wrong+c.missed))
}

// rightSpeaker says whether the predicted speaker is the gold one. Where the
// article names nobody, the source has to be the gold one, and so has the name.
func rightSpeaker(q goldQuote, gold, got saidWords, linked string) bool {
	if q.Speaker != "" {
		return slices.ContainsFunc(got.names, func(n string) bool { return strings.Contains(n, q.Speaker) })
	}
	return gold.source.overlap(got.source) >= 0.5 && (linked == "" || strings.Contains(q.Source.Text, linked))
}

// count matches predictions with the gold of an article: one to one, best first,
// from half of the letters. Kind limits the gold, as a prediction of gold of
// another kind counts neither way; so does a piece of gold that is matched.
func count(q []goldQuote, gold, got []saidWords, names []string, kind string) quoteCount {
	var c quoteCount
	matched, used := make([]bool, len(gold)), make([]bool, len(got))
	for {
		best, g, p := 0.0, -1, -1
		for i := range gold {
			for k := range got {
				if !matched[i] && !used[k] {
					if f := gold[i].content.overlap(got[k].content); f > best {
						best, g, p = f, i, k
					}
				}
			}
		}
		if best < 0.5 {
			break
		}
		matched[g], used[p] = true, true
		if q[g].Optional || kind != "" && q[g].Kind != kind {
			continue
		}
		c.found++
		if rightSpeaker(q[g], gold[g], got[p], names[p]) {
			c.speakers++
		}
	}
	neutral := letters{}
	for i := range gold {
		counts := !q[i].Optional && (kind == "" || q[i].Kind == kind)
		if counts && !matched[i] {
			c.missed++
		}
		if matched[i] || !counts {
			for l := range gold[i].content {
				neutral[l] = true
			}
		}
	}
	for k := range got {
		if !used[k] && float64(got[k].content.shared(neutral)) < 0.8*float64(len(got[k].content)) {
			c.wrong++
		}
	}
	return c
}

// scoreHalf annotates the articles of a half; direct and all are what it comes to.
func scoreHalf(t *testing.T, a *nlp.Annotator, articles []goldArticle) (direct, all quoteCount) {
	t.Helper()
	for _, art := range articles {
		doc := corpus.Document{ID: corpus.DocID(art.ID), Title: art.Title, Text: art.Text}
		found, err := a.Annotate(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		var gold, got []saidWords
		var names []string
		for _, q := range art.Quotes {
			gold = append(gold, goldWords(q))
		}
		for _, q := range found.Quotes {
			got, names = append(got, predictedWords(&doc, &found, q)), append(names, q.SpeakerName)
		}
		for kind, sum := range map[string]*quoteCount{"direct": &direct, "": &all} {
			c := count(art.Quotes, gold, got, names, kind)
			sum.found, sum.wrong, sum.missed, sum.speakers = sum.found+c.found, sum.wrong+c.wrong, sum.missed+c.missed, sum.speakers+c.speakers
			if kind == "" && (c.wrong+c.missed > 0 || c.speakers < c.found) {
				t.Logf("%s: %d found, %d of them with the right speaker, %d missed, %d wrong", art.ID, c.found, c.speakers, c.missed, c.wrong)
			}
		}
	}
	return direct, all
}

func TestGoldArticlesHoldTheirQuotations(t *testing.T) {
	for _, half := range []string{"a", "b"} {
		for _, art := range readGold[goldArticle](t, "quotes-zh-"+half+".jsonl") {
			for _, q := range art.Quotes {
				text := art.Text
				if q.In == corpus.InTitle {
					text = art.Title
				}
				for _, s := range append(slices.Clone(q.Content), q.Source) {
					if runes := []rune(text); s.Text == "" || s.Start < 0 || !strings.HasPrefix(string(runes[min(s.Start, len(runes)):]), s.Text) {
						t.Errorf("%s: %q does not stand at %d", art.ID, s.Text, s.Start)
					}
				}
			}
		}
	}
}

func TestChineseQuotationsReachTheirFloors(t *testing.T) {
	a, floors := configured(t), goldFloors(t)
	for _, half := range []string{"a", "b"} {
		t.Run(half, func(t *testing.T) {
			direct, all := scoreHalf(t, a, readGold[goldArticle](t, "quotes-zh-"+half+".jsonl"))
			for kind, c := range map[string]quoteCount{"direct": direct, "all": all} {
				name := "quotes-zh/" + half + "/" + kind
				reach(t, floors, name+"/content_f1", c.content())
				t.Logf("%-34s %.3f of those found", name+"/speaker", c.speaker()) // falls where more are found: end to end is pinned
				reach(t, floors, name+"/e2e_f1", c.endToEnd())
			}
		})
	}
}
