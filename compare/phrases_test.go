package compare_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/store"
)

// phrased has stories of six outlets on each side; sentence(i) is what story i
// of the east says beside what both sides say.
func phrased(lang string, east, both func(i int) string) comparetest.Set {
	s := comparetest.Set{Frames: []string{"any"}}
	for o := range 12 {
		side := []string{"east", "west"}[o%2]
		id := fmt.Sprintf("%s-%d", side, o)
		s.Sources = append(s.Sources, store.SourceRow{SourceID: id, Name: "Lodestar Wire", Country: map[string]string{"east": "KE", "west": "FR"}[side], OwnerType: "private_news"})
		for i := range 4 {
			text := both(4*o + i)
			if side == "east" {
				text += "\n" + east(4*o+i)
			}
			s.Docs = append(s.Docs, comparetest.Doc{Source: id, URL: fmt.Sprintf("https://%s.example/%d", id, i), Lang: lang, Published: "2025-06-01",
				Title: "t", Text: text})
		}
	}
	return s
}

func phraseWords(t *testing.T, s comparetest.Set, lang string, change func(*compare.KeynessSpec)) (*compare.KeynessResult, []string) {
	t.Helper()
	spec := keynessSpec(t)
	spec.Lang, spec.MinCount, spec.Phrases = lang, 5, 4
	if change != nil {
		change(&spec)
	}
	r, err := compare.Keyness(t.Context(), s.Store(t), spec)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, w := range r.Words {
		if w.MarksA && w.Survives {
			words = append(words, fmt.Sprintf("%s %d/%d", w.Term, w.Count.A, w.Count.B))
		}
	}
	slices.Sort(words)
	return r, words
}

// TestPhrases: a phrase takes the place of its words where they never stand
// alone; it does not cross punctuation, begin or end in a function word, or name
// who prints it, and passes over joining words only; in Chinese it is written without spaces.
func TestPhrases(t *testing.T) {
	filler := []string{"amber", "birch", "cedar", "dogwood"}
	for _, c := range []struct {
		name, lang string
		east, both func(i int) string
		want       []string
	}{
		{"english", "en",
			func(i int) string { return "Hong Kong and the rule of law, " + filler[i%4] + ". Lodestar Wire" },
			func(i int) string {
				return "Plain " + filler[i%4] + " talk of law " + filler[(i+1)%4] + " goes on, and rule is rule. Wire " + filler[i%3] + ". Lodestar Wire"
			},
			[]string{"hong kong 24/0", "rule of law 24/0"}},
		{"chinese", "zh-Hans",
			func(i int) string { return []string{"甲乙", "丙丁", "戊己"}[i%3] + "，香港调解，法治。" },
			func(i int) string {
				return []string{"甲乙", "丙丁", "戊己"}[i%3] + "，寅卯辰巳，庚辛壬癸。"
			},
			[]string{"法治 24/0", "香港调解 24/0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, words := phraseWords(t, phrased(c.lang, c.east, c.both), strings.Split(c.lang, "-")[0], nil)
			if diff := cmp.Diff(c.want, words); diff != "" {
				t.Errorf("phrases that mark the east (-want +got)\n%s", diff)
			}
		})
	}
}

// TestPhrasesKeepWordsThatStandAlone: words that also stand outside a phrase are
// tested beside it, and single words are all there is where phrases are not asked
// for.
func TestPhrasesKeepWordsThatStandAlone(t *testing.T) {
	set := phrased("en", func(i int) string {
		if i%2 == 0 {
			return "Harbour bell. The bell is old."
		}
		return "Harbour bell."
	}, func(i int) string { return "Plain talk goes on." })
	_, both := phraseWords(t, set, "en", nil)
	if want := []string{"bell 36/0", "harbour bell 24/0", "old 12/0"}; !slices.Equal(both, want) {
		t.Errorf("%v, want %v", both, want)
	}
	_, words := phraseWords(t, set, "en", func(s *compare.KeynessSpec) { s.Phrases = 1 })
	if !slices.Contains(words, "harbour 24/0") || slices.Contains(words, "harbour bell 24/0") {
		t.Errorf("single words: %v", words)
	}
}

// TestFunctionWords: one that survives is shown only where it is asked for, in
// English and Chinese alike; the result says that there is one, and where a
// language has no list.
func TestFunctionWords(t *testing.T) {
	for _, c := range []struct{ lang, east, both, word string }{
		{"en", "Whose keel? Whose oar? Whose mast?", "Plain talk.", "whose"},
		{"zh-Hans", "我们，我们，我们。", "庚辛，壬癸。", "我们"},
	} {
		set := phrased(c.lang, func(int) string { return c.east }, func(int) string { return c.both })
		lang := strings.Split(c.lang, "-")[0]
		hidden, words := phraseWords(t, set, lang, nil)
		if slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, c.word+" ") }) || hidden.Functions != 1 {
			t.Errorf("%s: %v and %d function words; %s is one and not asked for", c.lang, words, hidden.Functions, c.word)
		}
		asked, words := phraseWords(t, set, lang, func(s *compare.KeynessSpec) { s.FunctionWords = true })
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, c.word+" ") }) {
			t.Errorf("%s: %v; %s survives and is asked for", c.lang, words, c.word)
		}
		if asked.Tested != hidden.Tested || asked.Unlisted {
			t.Errorf("%s: %d words tested, or %d; what is shown changes no test", c.lang, asked.Tested, hidden.Tested)
		}
	}
	set := phrased("sw", func(int) string { return "bahari" }, func(int) string { return "pwani" })
	if r, _ := phraseWords(t, set, "sw", nil); !r.Unlisted || !strings.Contains(r.Verdict(), "no list") {
		t.Errorf("%+v: want word that Swahili has no list", r.Verdict())
	}
}

// TestKeynessWithoutEvidence: one document on a side has no interval and tells
// nothing from chance, and the verdict says so.
func TestKeynessWithoutEvidence(t *testing.T) {
	set := phrased("en", func(int) string { return "amber amber amber" }, func(int) string { return "plain talk" })
	kept := 0
	set.Docs = slices.DeleteFunc(set.Docs, func(d comparetest.Doc) bool {
		if strings.HasPrefix(d.Source, "west") {
			kept++
			return kept > 1
		}
		return false
	})
	r, _ := phraseWords(t, set, "en", nil)
	if r.Surviving != 0 || len(r.Words) == 0 || !strings.HasPrefix(r.Verdict(), fmt.Sprintf("none of %d words", r.Tested)) || !strings.Contains(r.Verdict(), "one story") {
		t.Errorf("%d survive: %s", r.Surviving, r.Verdict())
	}
	for _, w := range r.Words {
		if w.LogRatio.Method != "" || w.P != 1 {
			t.Errorf("%s: p = %v, interval by %q; want neither", w.Term, w.P, w.LogRatio.Method)
		}
	}
	for _, row := range r.Rows() {
		if row.CILo != nil || row.Statistic == "log_ratio" && row.Note == "" {
			t.Errorf("row %+v", row)
		}
	}
}
