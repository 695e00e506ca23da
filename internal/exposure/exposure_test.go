package exposure_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/exposure"
)

func Example() {
	text := exposure.NewText("1", "en", "Ferry talks resume", "The operators will meet a mediator on Tuesday.")
	hit := text.Range(false, 24, 32) // a mediator
	g := exposure.NewGroup([]*exposure.Text{text}, []exposure.Piece{
		{Words: []exposure.Range{text.Title()}, Rank: 2, ID: "title", Parent: -1},
		{Words: []exposure.Range{hit}, Rank: 1, ID: "hit", Parent: -1},
	})
	fmt.Println(g.Articles())
	g.Fit(0.3)
	fmt.Println(g.Articles(), g.Dropped(0), g.Dropped(1))
	// Output:
	// [{1 en 11 5}]
	// [{1 en 11 3}] false true
}

func TestWordsOfAStretch(t *testing.T) {
	for _, c := range []struct {
		name, text string
		start, end int // of these bytes
		want       int
	}{
		{"a word is whole or not there", "one two three", 5, 9, 2},
		{"marks and spaces are no words", "one, two", 3, 5, 0},
		{"a Chinese word counts by its characters", "国际调解院成立", 6, 15, 3},
		{"a part of a character is the character", "国际", 1, 2, 1},
		{"mixed", "国际 court 2025", 3, 11, 2},
		{"nothing", "one", 0, 0, 0},
	} {
		x := exposure.NewText("d", "en", "a title", c.text)
		if r := x.Range(false, c.start, c.end); r.Len() != c.want || r.Len() > 0 && r.From < 2 {
			t.Errorf("%s: words %v, want %d behind the headline", c.name, r, c.want)
		}
	}
}

func TestAddressesNameHeadlines(t *testing.T) {
	for _, c := range []struct {
		title, path string
		want        int
	}{
		{"Ferry talks resume in the south", "/2026/03/ferry-talks_resume.html", 3},
		{"Ferry talks resume", "/news/12345", 0},
		{"国际调解院成立", "/新闻/国际调解院", 5},
		{"国际调解院成立", "/a/guoji-tiaojieyuan", 0},
	} {
		n := 0
		for _, r := range exposure.NewText("d", "", c.title, "").Named(c.path) {
			n += r.Len()
		}
		if n != c.want {
			t.Errorf("%q in %q: %d words, want %d", c.title, c.path, n, c.want)
		}
	}
}

// story is a text of distinct words, so that runs in common are no chance.
func story(lang string, from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		if lang == "zh" {
			b.WriteRune(rune(0x4e00 + i))
		} else {
			fmt.Fprintf(&b, "w%d ", i)
		}
	}
	return b.String()
}

// TestCopiesAddUp: what one outlet's copy shows is shown of the other's, too, and
// what is only alike in a few words is not.
func TestCopiesAddUp(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		t.Run(lang, func(t *testing.T) {
			a := exposure.NewText("a", lang, "", story(lang, 0, 100))
			b := exposure.NewText("b", lang, "", story(lang, 500, 520)+story(lang, 0, 100)) // with another opening
			other := exposure.NewText("c", lang, "", story(lang, 0, 3)+story(lang, 700, 797))
			g := exposure.NewGroup([]*exposure.Text{a, b, other}, []exposure.Piece{
				{Text: 0, Words: []exposure.Range{{From: 0, To: 10}}, ID: "1", Parent: -1},
				{Text: 1, Words: []exposure.Range{{From: 0, To: 5}, {From: 60, To: 80}}, ID: "2", Parent: -1},
			})
			want := []exposure.Article{{DocID: "a", Lang: lang, Tokens: 100, Exposed: 30}, {DocID: "b", Lang: lang, Tokens: 120, Exposed: 35}, {DocID: "c", Lang: lang, Tokens: 100}}
			if diff := cmp.Diff(want, g.Articles()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFitting: whatever the pieces and the order in which they come, no article is
// over the limit after it, the same pieces are dropped, the lowest rank goes before
// others, and a piece does not stay without the one that it belongs to.
func TestFitting(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		lang := []string{"en", "zh"}[seed%2]
		texts := []*exposure.Text{exposure.NewText("a", lang, "", story(lang, 0, 100)), exposure.NewText("b", lang, "", story(lang, 40, 140)), exposure.NewText("c", lang, "", story(lang, 300, 330))}
		var pieces []exposure.Piece
		for i := range 40 {
			x := r.IntN(len(texts))
			from := r.IntN(texts[x].Words())
			p := exposure.Piece{Text: x, Words: []exposure.Range{{From: from, To: min(texts[x].Words(), from+1+r.IntN(8))}}, Rank: r.IntN(3), ID: fmt.Sprint(i), Parent: -1}
			pieces = append(pieces, p)
		}
		limit := r.Float64() / 2
		dropped := func(order []int) map[string]bool {
			list := make([]exposure.Piece, len(order))
			for i, o := range order {
				list[i] = pieces[o]
			}
			g := exposure.NewGroup(texts, slices.Clone(list))
			g.Fit(limit)
			out := map[string]bool{}
			for i := range list {
				out[list[i].ID] = g.Dropped(i)
			}
			for _, a := range g.Articles() {
				if a.Share() > limit {
					t.Fatalf("seed %d: %v is over %v", seed, a, limit)
				}
			}
			return out
		}
		first := dropped(r.Perm(len(pieces)))
		if diff := cmp.Diff(first, dropped(r.Perm(len(pieces)))); diff != "" {
			t.Fatalf("seed %d: another order drops others: %s", seed, diff)
		}
	}
}

func TestPartsGoWithTheirWhole(t *testing.T) {
	text := exposure.NewText("a", "en", "", story("en", 0, 20))
	g := exposure.NewGroup([]*exposure.Text{text}, []exposure.Piece{
		{Words: []exposure.Range{{From: 0, To: 2}}, Rank: 1, ID: "row", Parent: -1},
		{Words: []exposure.Range{{From: 2, To: 3}}, Rank: -1, ID: "row1", Parent: 0},
		{Words: []exposure.Range{{From: 3, To: 4}}, Rank: -2, ID: "row2", Parent: 1},
	})
	g.Drop(func(p *exposure.Piece) bool { return p.ID == "row" })
	if a := g.Articles()[0]; a.Exposed != 0 || !g.Dropped(2) {
		t.Errorf("%+v is left of a row that was dropped", a)
	}
}

func TestMeterTable(t *testing.T) {
	m := exposure.Meter{Limit: 0.15, Articles: []exposure.Article{
		{DocID: "1", Lang: "en", Tokens: 100, Exposed: 10}, {DocID: "2", Lang: "en", Tokens: 100, Exposed: 15},
		{DocID: "3", Lang: "en", Tokens: 100, Exposed: 30}, {DocID: "4", Lang: "zh-Hans", Tokens: 0},
	}}
	want := []exposure.Line{
		{Lang: "all", Articles: 4, Median: 0.1, P90: 0.3, Max: 0.3, Over: 1},
		{Lang: "en", Articles: 3, Median: 0.15, P90: 0.3, Max: 0.3, Over: 1},
		{Lang: "zh-Hans", Articles: 1},
	}
	if diff := cmp.Diff(want, m.Table()); diff != "" {
		t.Error(diff)
	}
	if over := m.Over(); len(over) != 1 || over[0].DocID != "3" {
		t.Errorf("over the limit: %v; an article at the limit is not", over)
	}
}
