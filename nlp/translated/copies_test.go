package translated_test

import (
	"bufio"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"framewatch/internal/demosite"
	"framewatch/nlp/translated"
)

// article is an invented article of testdata/copies.jsonl: six stories in each of
// fifteen languages. Stories a and c are of one kind, in like words, with other
// names and numbers. The bounds of the package were chosen by a to d; e and f,
// whose translations leave out and move sentences, were written afterwards and
// changed nothing.
type article struct {
	Story, Lang, Day, Title string
	Sentences               []string
}

func articles(t *testing.T) map[string][]article {
	t.Helper()
	f, err := os.Open("testdata/copies.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string][]article{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var a article
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		out[a.Lang] = append(out[a.Lang], a)
	}
	return out
}

// text is the article as the pipeline has it, but that it knows no names.
func (a article) text() translated.Text {
	body := strings.Join(a.Sentences, "\n\n")
	published, _ := time.Parse(time.DateOnly, a.Day)
	return translated.Text{ID: a.Lang + " " + a.Story, Lang: a.Lang, Day: published, Numbers: translated.Numbers(a.Title+"\n"+body, a.Lang),
		Opening: translated.NewOpening(a.Title, body, a.Lang)}
}

// others are English articles on the same subject, all of the same days.
func others(t *testing.T) []translated.Text {
	t.Helper()
	site, err := demosite.New()
	if err != nil {
		t.Fatal(err)
	}
	var out []translated.Text
	for _, a := range site.Articles() {
		if a.Lang == "en" && a.CopyOf == "" {
			text := article{Story: a.ID, Lang: "en", Day: "2031-03-04", Title: a.Title, Sentences: a.Paragraphs}.text()
			out = append(out, text)
		}
	}
	return out
}

// partners lists the partners of each text.
func partners(texts []translated.Text) map[string][]string {
	x := translated.New(translated.Default())
	for _, text := range texts {
		x.Add(text)
	}
	out := map[string][]string{}
	for _, p := range x.Pairs() {
		out[p.A], out[p.B] = append(out[p.A], p.B), append(out[p.B], p.A)
	}
	return out
}

type score struct{ right, wrong, missed int }

func (s score) f1() float64 { return 2 * float64(s.right) / float64(2*s.right+s.wrong+s.missed) }

// measure counts, for the stories of a half in each other language, what is found
// among English articles: first with the originals among them, then without, where
// whatever is found is wrong.
func measure(all map[string][]article, half string, others []translated.Text) map[string]score {
	with, without := slices.Clone(others), slices.Clone(others)
	for lang, of := range all {
		for _, a := range of {
			with = append(with, a.text())
			if lang != "en" || !strings.Contains(half, a.Story) {
				without = append(without, a.text())
			}
		}
	}
	found, alone := partners(with), partners(without)
	english := func(id string) bool { return strings.HasPrefix(id, "en ") }
	scores := map[string]score{}
	for lang, of := range all {
		var s score
		for _, a := range of {
			if lang == "en" || !strings.Contains(half, a.Story) {
				continue
			}
			id := a.text().ID
			if slices.Contains(found[id], "en "+a.Story) {
				s.right++
			} else {
				s.missed++
			}
			for _, other := range slices.Concat(found[id], alone[id]) {
				if english(other) && other != "en "+a.Story {
					s.wrong++
				}
			}
		}
		scores[lang] = s
	}
	delete(scores, "en")
	return scores
}

func TestTranslatedCopiesAreFoundInEveryLanguageThatIsRead(t *testing.T) {
	all, others := articles(t), others(t)
	for name, half := range map[string]string{"chosen by": "abcd", "held out": "ef"} {
		var sum score
		// The two scripts of Chinese are one language here, so one is away at a time.
		traditional := map[string][]article{"en": all["en"], "zh-Hant": all["zh-Hant"]}
		rest := maps.Clone(all)
		delete(rest, "zh-Hant")
		scores := measure(rest, half, others)
		maps.Copy(scores, measure(traditional, half, others))
		if len(scores) != 14 {
			t.Fatalf("%d languages", len(scores))
		}
		for _, lang := range slices.Sorted(maps.Keys(scores)) {
			s := scores[lang]
			if s.f1() < 0.8 {
				t.Errorf("%s, %s: %+v", name, lang, s)
			}
			sum = score{sum.right + s.right, sum.wrong + s.wrong, sum.missed + s.missed}
		}
		t.Logf("%s: F1 %.3f, %+v", name, sum.f1(), sum)
		if sum.f1() < 0.9 {
			t.Errorf("%s: F1 %.3f", name, sum.f1())
		}
	}
}

func TestLanguagesThatAreNotReadAreNotCompared(t *testing.T) {
	for _, lang := range []string{"hi", "bn", "vi", "sw", "ur", "fa", "uk"} {
		if opening := translated.NewOpening("A title", "Some text.", lang); opening != nil {
			t.Errorf("%s is read", lang)
		}
	}
	original := articles(t)["en"][0].text()
	for lang, want := range map[string]int{"fr": 1, "vi": 0} {
		same := original
		same.ID, same.Lang, same.Numbers = "the same", lang, nil
		if got := partners([]translated.Text{original, same})["the same"]; len(got) != want {
			t.Errorf("%s: %v", lang, got)
		}
	}
}
