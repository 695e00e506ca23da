package report_test

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/internal/lazyregexp"
	"framewatch/report"
	"framewatch/store"
)

// told is the text of a card.
type told struct {
	question, answer, caveat, checks, href string
	missing                                bool
}

var (
	manyOfOne = lazyregexp.New(`\b1 (documents|quotations|stories|copies|outlets|claims|numbers|others|frames|countries|languages|places)\b|\b1 (?:document|outlet) have\b`)
)

// cardsOf reads the cards of a page by their numbers.
func cardsOf(page string) map[string]told {
	out := map[string]told{}
	_, section, _ := strings.Cut(page, `<section class="cards"`)
	section, _, _ = strings.Cut(section, "</section>")
	for _, item := range strings.Split(section, ` id="card-`)[1:] {
		number, body, _ := strings.Cut(item, `"`)
		c := told{missing: strings.HasSuffix(strings.Split(section, ` id="card-`+number+`"`)[0], `class="card missing"`)}
		text := func(pattern string) string {
			if m := regexp.MustCompile(`(?s)` + pattern).FindStringSubmatch(body); m != nil {
				return html.UnescapeString(m[1])
			}
			return ""
		}
		c.question, c.answer, c.caveat, c.href = text(`<h3><b>\d+</b> (.*?)</h3>`), text(`<p class="answer">(.*?)</p>`), text(`<p class="caveat">(.*?)</p>`), text(`class="more" href="(.*?)"`)
		for _, m := range regexp.MustCompile(`<li class="(\w+)"[^>]*><span aria-hidden="true">.*?</span> (\w+)<`).FindAllStringSubmatch(body, -1) {
			c.checks += m[2] + " " + m[1] + ";"
		}
		out[number] = c
	}
	return out
}

const (
	court = "org.court"
	lake  = "place.lake"
)

// several are documents of Chinese, Arabic and English outlets: copies of a wire, a
// body beside the target and one against it, a place of conflict, quotations with and
// without a country, and claims.
func several() comparetest.Set {
	s := comparetest.Set{Frames: []string{"dialogue", "doubt"}, Sources: []store.SourceRow{
		{SourceID: "bay", Name: "灯湾新闻", Country: "CN", OwnerType: "state_media"}, {SourceID: "lamp", Name: "صحيفة المنارة", Country: "DZ", OwnerType: "state_media"},
		{SourceID: "mill", Name: "The Mill", Country: "GB", OwnerType: "private_news"}, {SourceID: "quay", Name: "The Quay", Country: "KE", OwnerType: "private_news"}}}
	beside := "The Forum works with the Court at the lake."
	for i := range 24 {
		source := []string{"bay", "lamp", "mill", "quay"}[i%4]
		d := comparetest.Doc{Source: source, URL: fmt.Sprintf("https://%s.example/%d", source, i), Title: fmt.Sprintf("Day %d", i), Lang: "en", Relevance: "main",
			Published: fmt.Sprintf("2026-03-%02d", 1+i), Text: fmt.Sprintf("%s “We talk,” she said. It has %d members and words of its own: %s.", beside, i, strings.Repeat([]string{"alpha ", "beta ", "alpha beta ", "gamma "}[i%4], 3))}
		sentence := beside
		if i%6 == 0 {
			sentence = "Instead of the Court came the Forum at the lake."
			d.Text = strings.Replace(d.Text, beside, sentence, 1)
		}
		if i >= 20 {
			d.Story = "wire"
		}
		d.Marks = []comparetest.Mark{{Text: "Forum", Entity: comparetest.Target, In: sentence}, {Text: "Court", Entity: court, In: sentence}, {Text: "lake", Entity: lake, In: sentence},
			{Text: "We talk", Frame: "dialogue", Voice: "direct_quote", In: "“We talk,” she said."}}
		d.Quotes = []comparetest.Quote{{Content: "“We talk,”", Name: []string{"李明", "ليلى حداد", "", "Ann Otieno"}[i%4], Country: []string{"CN", "", "", "KE"}[i%4]}}
		d.Claims = []comparetest.Claim{{Target: comparetest.Target, Kind: "members", Verdict: []string{"supported", "outdated", "supported"}[i%3], Voice: "author"}}
		s.Docs = append(s.Docs, d)
	}
	return s
}

// TestAnswers holds what the cards of questions 4, 5, 6, 9, 10 and 11 say where there
// is much, little and nothing to say.
func TestAnswers(t *testing.T) {
	one := several()
	one.Docs = one.Docs[1:2]
	uncoded := several()
	uncoded.Frames = nil
	for i := range uncoded.Docs {
		d := &uncoded.Docs[i]
		d.Marks = d.Marks[:3]
	}
	old := several() // a dataset of a version without quotations and claims, and with the target only
	for i := range old.Docs {
		old.Docs[i].Quotes, old.Docs[i].Claims, old.Docs[i].Marks, old.Docs[i].Story = nil, nil, old.Docs[i].Marks[:1], ""
	}
	type card struct{ answer, checks string }
	for _, test := range []struct {
		name  string
		set   comparetest.Set
		cards map[string]card
	}{
		{"much", several(), map[string]card{
			"4":  {"24 quotations in 24 documents; country known for 50%. China (6) and Kenya (6) lead. Inside, most often: “Dialogue” (100%, interval", "copies none;outlets none;"},
			"5":  {"24 of 24 documents (100%, interval 81–100%) name it in a sentence with another body: 20 beside it (20 as a complement), 4 against; most often Lake Court (24).", "copies yes;outlets yes;"},
			"6":  {"1 story was copied 3 times; half of 3 copies with a known lag came within 2 days. 灯湾新闻 began 1 of the 1 with a known origin.", "copies none;outlets "},
			"9":  {"Of 4 outlets in English, ", "copies yes;outlets none;"},
			"10": {"24 of 24 documents (100%, interval 81–100%) name one, most often Long Lake (24); 24 in one sentence with the subject", "copies yes;outlets yes;"},
			"11": {"24 numbers are claimed in 24 documents (21 stories): 16 as the register has it on the day (67%, interval", "copies yes;outlets yes;"},
		}},
		{"one document", one, map[string]card{
			"4":  {"1 quotation in 1 document; country known for 0%. \u2068ليلى حداد\u2069 (1) leads.", "copies none;outlets none;"},
			"5":  {"1 of 1 document (100%, no interval) names it in a sentence with another body: 1 beside it (1 as a complement), none against; most often Lake Court (1).", "copies none;outlets none;"},
			"6":  {"No story has a copy", ""},
			"9":  {"In no language have two outlets 5 documents of their own", ""},
			"10": {"1 of 1 document (100%, no interval) names one, most often Long Lake (1)", "copies none;outlets none;"},
			"11": {"1 number is claimed in 1 document (1 story): none as the register has it", ""},
		}},
		{"not coded", uncoded, map[string]card{
			"4": {"24 quotations in 24 documents; country known for 50%. China (6) and Kenya (6) lead.", "copies none;"},
			"5": {"24 of 24 documents", "copies yes;"}, "6": {"1 story was copied 3 times", "copies none;"}, "9": {"Of 4 outlets in English, ", ""},
			"10": {"24 of 24 documents", ""}, "11": {"24 numbers are claimed", ""},
		}},
		{"old", old, map[string]card{
			"4": {"No quotation was found, or table quotes is of a version", ""}, "5": {"No document on the subject names one of the courts and bodies that are looked for (1).", ""},
			"6": {"No story has a copy", ""}, "10": {"No document on the subject names one of the places of conflict", ""}, "11": {"No number about the subject was read", ""},
		}},
		{"nothing", comparetest.Set{}, map[string]card{
			"4": {"No document counts", ""}, "5": {"No name is linked", ""}, "6": {"No document counts", ""}, "9": {"No document counts", ""}, "10": {"No name is linked", ""}, "11": {"No document counts", ""},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			asked := compare.Default()
			asked.Targets, asked.Conflicts, asked.Bootstrap = []string{comparetest.Target}, []string{lake}, 0
			cfg := report.Default()
			cfg.Bodies, cfg.Entities = []string{court}, map[string]report.Label{court: {EN: "Lake Court"}, lake: {EN: "Long Lake"}}
			written := write(t, test.set.Store(t), asked, cfg)
			check(t, written)
			if strings.Contains(written.page, "NaN") || strings.Contains(written.page, "%!") {
				t.Error("the page says NaN or has a fault of format")
			}
			for number, got := range cardsOf(written.page) {
				want, ours := test.cards[number]
				if !ours {
					continue
				}
				if !strings.HasPrefix(got.answer, want.answer) || !strings.HasPrefix(got.checks, want.checks) {
					t.Errorf("%s\n%q\n%q, want\n%q\n%q", number, got.answer, got.checks, want.answer, want.checks)
				}
				if bad := manyOfOne.FindString(got.answer + got.caveat); bad != "" {
					t.Errorf("%s: %q says %q", number, got.answer, bad)
				}
				if got.missing == (got.caveat != "" || got.href != "") && number != "4" {
					t.Errorf("%s: missing %v, caveat %q, leads to %q", number, got.missing, got.caveat, got.href)
				}
				for part, most := range map[string]int{got.question: 90, got.answer: 240, got.caveat: 140} {
					if n := utf8.RuneCountInString(part); n > most {
						t.Errorf("%s: %d characters, at most %d fit: %s", number, n, most, part)
					}
				}
			}
		})
	}
}
