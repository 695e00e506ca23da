package search_test

import (
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"framewatch/explore/search"
	"framewatch/internal/invented"
	"framewatch/nlp/zh"
	"framewatch/store"
)

// TestEveryStringIsFound takes strings out of invented texts, and holds what a
// phrase query finds against a scan of all of them.
func TestEveryStringIsFound(t *testing.T) {
	unhurried(t)
	dir := filepath.Join(t.TempDir(), "data")
	if err := invented.New(5).Write(t.Context(), dir, 120, invented.Run(1)); err != nil {
		t.Fatal(err)
	}
	ds, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	x := open(t, ds, filepath.Join(t.TempDir(), "index.db"))
	texts := map[string][2]string{} // title and text
	var all []string
	for row, err := range store.Scan[store.DocumentRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		texts[row.DocID] = [2]string{row.Title, row.Text}
		all = append(all, row.Text)
	}
	slices.Sort(all)
	r := rand.New(rand.NewPCG(1, 2))
	han, words := 0, 0
	for range 150 {
		text := all[r.IntN(len(all))]
		query, found := pick(r, text)
		if found == nil {
			continue
		}
		if unicode.Is(unicode.Han, []rune(query)[0]) {
			han++
		} else {
			words++
		}
		want := []string{}
		for id, t := range texts {
			if found(t[0]) || found(t[1]) {
				want = append(want, id)
			}
		}
		slices.Sort(want)
		res := ask(t, x, search.Query{Text: `"` + query + `"`, Limit: search.MaxLimit, Lines: 1})
		if got := ids(res, true); !slices.Equal(got, want) {
			t.Errorf("%q finds %d documents, a scan %d", query, len(got), len(want))
		}
		checkLines(t, x, query, res)
	}
	if han < 20 || words < 20 {
		t.Errorf("%d strings of Han characters and %d of words", han, words)
	}
}

// pick is a run of one to six Han characters, or of one to four words, of a text,
// and how a scan finds it; none where the text has something else at the place.
func pick(r *rand.Rand, text string) (string, func(string) bool) {
	runes := []rune(text)
	at := r.IntN(len(runes))
	if unicode.Is(unicode.Han, runes[at]) {
		end := at
		for end < len(runes) && end-at < 1+r.IntN(6) && unicode.Is(unicode.Han, runes[end]) {
			end++
		}
		query := string(runes[at:max(end, at+1)])
		return query, func(s string) bool { // in either script
			return strings.Contains(s, query) || strings.Contains(zh.ToSimplified(s), zh.ToSimplified(query))
		}
	}
	list := regexp.MustCompile(`[A-Za-z]+(?: [A-Za-z]+){0,3}`).FindAllString(string(runes[at:]), 2)
	if len(list) < 2 {
		return "", nil
	}
	// The second one begins with a whole word.
	boundary := regexp.MustCompile(`(?i)(?:^|[^\pL\pN])` + regexp.QuoteMeta(list[1]) + `(?:$|[^\pL\pN])`)
	return list[1], boundary.MatchString
}

// hostile are queries of readers who know FTS5, SQL or neither.
var hostile = []string{`"`, `""`, `"""`, `'; DROP TABLE docs; --`, `NEAR(a b, 3)`, `title:x`, `{title text}: x`, `^word`, `a AND`, `(`, `) OR (`, `a NOT b NOT`, `-`, `--`, `- -x`, `-"`, `-"" x*`, `*`, `**a**`, `a*b*`, `"a*"`, `"a"*`,
	`OR OR OR`, `NOT`, "\x00", "a\x00b", "\xff\xfe", "a\u0301\u0301", "\u0301", "调\u0301解", "\u202e", "\U0001F600 \U00020000", strings.Repeat("(", 500), strings.Repeat(`"a" OR `, 200), strings.Repeat("-x ", 200), "ﬁ ﷺ ㎏ ½ ⅷ",
	"a + b", "a . b", "words MATCH 'x'", `\"x\"`, "“a”b「c」d", "ɑ*", "İstanbul ı ẞ", strings.Repeat("ab", 600)}

// FuzzQuery: no text is an error, and what is found by words has lines.
func FuzzQuery(f *testing.F) {
	unhurried(f)
	for _, q := range append(hostile, "mediation", "调解 -院", `"a b" OR c*`) {
		f.Add(q)
	}
	dir := filepath.Join(f.TempDir(), "data")
	if err := invented.New(5).Write(f.Context(), dir, 20, invented.Run(1)); err != nil {
		f.Fatal(err)
	}
	ds, err := store.Open(dir)
	if err != nil {
		f.Fatal(err)
	}
	x, err := search.Open(f.Context(), ds, filepath.Join(f.TempDir(), "index.db"), nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = x.Close() })
	all := ask(f, x, search.Query{}).Total
	f.Fuzz(func(t *testing.T, text string) {
		r := ask(t, x, search.Query{Text: text, Lines: 2})
		if r.Total > all || len(r.Found) > r.Total {
			t.Errorf("%q finds %d of %d", text, r.Total, all)
		}
		checkLines(t, x, text, r)
	})
}

// FuzzTexts: whatever a page holds, each of its words and characters is found, and
// the line stands where it says.
func FuzzTexts(f *testing.F) {
	unhurried(f)
	f.Add(strings.Join(hostile[:20], " "), strings.Join(hostile, "\n"))
	f.Add("a\x00b", "\u0301 a\u0301\u0301 调\u0301解 \U00020000")
	f.Add("Naïve ﬁsh", "a-b c's 调解院\n\nx")
	f.Fuzz(func(t *testing.T, title, text string) {
		title, text = strings.ToValidUTF8(title, "?"), strings.ToValidUTF8(text, "?")
		x := index(t, article{id: "one", title: title, text: text})
		for word := range strings.FieldsFuncSeq(title+" "+text, unicode.IsSpace) {
			r := ask(t, x, search.Query{Text: `"` + strings.ReplaceAll(word, `"`, " ") + `"`, Lines: 2})
			if r.Note == "" && r.Total != 1 {
				t.Errorf("%q is not found in %q, %q", word, title, text)
			}
			checkLines(t, x, word, r)
		}
	})
}
