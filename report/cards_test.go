package report_test

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/store"
)

// heard are the cards of a page as a reader hears them, by number.
func heard(t *testing.T, page string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	tags, spaces := regexp.MustCompile(`<[^>]+>`), regexp.MustCompile(`\s+`)
	plain := func(s string) string {
		return strings.TrimSpace(spaces.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(s, " ")), " "))
	}
	for _, card := range regexp.MustCompile(`(?s)<li class="card(?: missing)?" id="card-(\d+)">(.*?)\n(?:<div class="foot"|</li>)`).FindAllStringSubmatch(page, -1) {
		for _, part := range regexp.MustCompile(`(?s)<h3>.*?</h3>|<p class="answer">.*?</p>|<li class="(?:yes|no|none)".*?</li>|<p class="caveat">.*?</p>`).FindAllString(card[2], -1) {
			out[card[1]] = append(out[card[1]], plain(part))
		}
	}
	if len(out) != 12 {
		t.Fatalf("%d cards, want 12", len(out))
	}
	return out
}

// handCodes take the program's codes of a frame for a person's, but for one story in
// ten that has it.
func handCodes(t *testing.T, ds *store.Dataset) *compare.HandCodes {
	t.Helper()
	var codes []compare.HandCode
	book, n := "", 0
	for r, err := range store.Scan[store.DocumentFrameRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Frame != "power_play" {
			continue
		}
		c := compare.HandCode{Doc: r.DocID, Frame: r.Frame, Probability: 1, Round: "one"}
		if r.Present {
			n++
			c.Value = float64(min(n%10, 1))
		}
		codes, book = append(codes, c), r.Codebook
	}
	hand, err := compare.NewHandCodes(book, codes)
	if err != nil {
		t.Fatal(err)
	}
	return hand
}

// paper is a small corpus in which each of n outlets a side prints so many documents.
// All of the first side's have the words a, those of the second the words b.
func paper(n, docs int, a, b string, frames ...string) comparetest.Set {
	s := comparetest.Set{Frames: frames}
	for i := range 2 * n {
		id, country, words := fmt.Sprintf("s%02d", i), "CN", a
		if i%2 == 1 {
			country, words = "KE", b
		}
		s.Sources = append(s.Sources, store.SourceRow{SourceID: id, Name: "Paper " + id, Country: country})
		for k := range docs {
			d := comparetest.Doc{Source: id, URL: fmt.Sprintf("https://%s.example/%d", id, k), Lang: "en", Published: fmt.Sprintf("2026-01-%02d", 1+i%28), Text: fmt.Sprintf("Letter %d of %s says %s today.", k, id, words)}
			if i == 1 && k == 0 { // one that has the words of both
				d.Text += " It says " + a + " too."
			}
			if i < 2 && k == 0 && len(frames) > 0 {
				d.Marks = []comparetest.Mark{{Text: "Letter", Frame: frames[0]}}
			}
			s.Docs = append(s.Docs, d)
		}
	}
	return s
}

// TestCards holds the sentences of cards to what the numbers carry: question, answer,
// checks and what cannot be concluded, as a reader hears them. -update writes them anew.
func TestCards(t *testing.T) {
	blocs := []compare.Sides{{A: "bloc=iomed-signatories", B: "bloc_ever!=iomed-signatories", Frame: "power_play"}}
	countries := []compare.Sides{{A: "country=CN", B: "country=KE", Frame: "力量博弈"}}
	empty := []compare.Sides{{A: "country=CN", B: "country=US"}}
	alone := comparetest.Set{Docs: []comparetest.Doc{{Source: "x", URL: "https://x.example/", Lang: "en", Text: "Alone."}}}
	var all strings.Builder
	for _, c := range []struct {
		name    string
		set     comparetest.Set
		asks    []compare.Sides
		hand    bool   // codes
		numbers string // of the cards to look at
	}{
		{"clear and corrected", comparetest.Invented(300), blocs, true, "1 3 7 12"},
		{"not shown", comparetest.Invented(40), blocs, false, "1 3"},
		{"words survive", paper(9, 2, "harmony and 和谐", "leverage"), countries, false, "1 2 3 7"},
		{"one outlet a side", paper(1, 8, "x", "y", "力量博弈"), countries, false, "1 2 12"},
		{"too few documents", paper(2, 2, "x", "y", "力量博弈"), countries, false, "1 8"},
		{"few outlets", paper(3, 3, "x", "y", "力量博弈"), countries, false, "1 8"},
		{"a side is empty", paper(3, 3, "x", "y", "力量博弈"), empty, false, "1 2"},
		{"no sides", paper(3, 3, "x", "y", "力量博弈"), nil, false, "1 12"},
		{"not coded", alone, nil, false, "1 2 3 7 8 12"},
	} {
		ds := c.set.Store(t)
		asked := questions()
		asked.Contrasts = c.asks
		if len(c.set.Sources) < 3 || c.set.Sources[0].SourceID == "s00" {
			asked.Targets = nil
		}
		if c.hand {
			asked.Hand = handCodes(t, ds)
		}
		written := write(t, ds, asked, settings())
		check(t, written)
		cards := heard(t, written.page)
		fmt.Fprintf(&all, "== %s\n", c.name)
		for number := range strings.FieldsSeq(c.numbers) {
			fmt.Fprintf(&all, "%s\n\n", strings.Join(cards[number], "\n"))
		}
	}
	golden(t, "cards.txt", all.String())
}
