package compare_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/store"
)

// askedSet is a corpus in two languages whose answers can be counted by hand.
func askedSet() comparetest.Set {
	mention := func(name, in string) comparetest.Mark {
		return comparetest.Mark{Text: name, Entity: body, In: in}
	}
	doc := func(source, url, lang, date, story, text string, marks ...comparetest.Mark) comparetest.Doc {
		return comparetest.Doc{Source: source, URL: "https://" + source + ".example/" + url, Title: "Letters", Lang: lang, Published: date, Story: story, Text: text, Marks: marks}
	}
	const rival, like = "The Body is a rival of the Court by the lake.", "The Body works alongside the Court."
	const rivalZH, likeZH = "该机构意在取代法院。", "该机构与法院相辅相成。"
	court := func(name, in string) comparetest.Mark {
		return comparetest.Mark{Text: name, Entity: "org.court", In: in}
	}
	lake := func(name, in string) comparetest.Mark {
		return comparetest.Mark{Text: name, Entity: "place.lake", In: in}
	}
	en := doc("east", "a", "en", "2025-05-20", "wire", rival+" “We praise harmony”, said Ada Quill. “Rain”, she said.", mention("Body", rival), court("Court", rival), lake("lake", rival),
		comparetest.Mark{Text: "rival", Frame: "blame", In: rival}, comparetest.Mark{Text: "harmony", Frame: "praise", Voice: "direct_quote"})
	en.Quotes = []comparetest.Quote{{Content: "We praise harmony", SpeakerID: "per.ada", Country: "KE", Office: "minister"}, {Content: "Rain"}}
	en.Claims = []comparetest.Claim{{Target: body, Kind: "members", Verdict: "supported", Voice: "author"}, {Target: body, Kind: "members", Verdict: "outdated", Voice: "direct_quote"}}
	copied := en
	copied.Source, copied.URL, copied.Published = "west", "https://west.example/a", "2025-06-01"
	zh := doc("harbour", "z", "zh-Hans", "2025-06-02", "", rivalZH+"李明说：“我们赞扬和谐”。", mention("该机构", rivalZH), court("法院", rivalZH),
		comparetest.Mark{Text: "取代", Frame: "blame", In: rivalZH}, comparetest.Mark{Text: "和谐", Frame: "praise", Voice: "direct_quote"})
	zh.Quotes = []comparetest.Quote{{Content: "我们赞扬和谐", Name: "李明", Country: "CN"}}
	plain := doc("east", "b", "en", "2025-06-03", "", like, mention("Body", like), court("Court", like))
	plainZH := doc("harbour", "y", "zh-Hans", "2025-05-28", "", likeZH, mention("该机构", likeZH), court("法院", likeZH))
	silent := doc("west", "s", "sw", "2025-06-05", "", "Body badala ya Court.", mention("Body", "Body badala ya Court."), court("Court", "Body badala ya Court."))
	silent.Uncoded = true
	wrong := doc("west", "w", "en", "2025-06", "", "The Bodie met by a lake.", comparetest.Mark{Text: "Bodie", Entity: body, Variant: "mistranslation"}, lake("lake", ""))
	return comparetest.Set{
		Sources: []store.SourceRow{{SourceID: "east", Name: "The East", Country: "KE", OwnerType: "state_media"},
			{SourceID: "west", Name: "The West", Country: "FR", OwnerType: "private_news"},
			{SourceID: "harbour", Name: "海港", Country: "HK", OwnerType: "private_news"}},
		Events: []store.EventRow{{EventID: "signing", Date: "2025-05-30", LabelEN: "Signed", SourceURL: "https://events.example/1"},
			{EventID: "later", Date: "2026-01-01", LabelEN: "Later", SourceURL: "https://events.example/2"}},
		Frames: []string{"blame", "praise"},
		Docs:   []comparetest.Doc{en, copied, zh, plain, plainZH, silent, wrong},
	}
}

func questionSpec(by ...string) compare.QuestionSpec {
	return compare.QuestionSpec{Selection: compare.Selection{Targets: []string{body}}, Sampling: sampling(), By: by, Window: 14, Lang: "en", Words: 5,
		With: []string{"org.court", "place.lake", "place.nowhere"}}
}

// TestAnswers counts by hand.
func TestAnswers(t *testing.T) {
	ds := askedSet().Store(t)
	for _, c := range []struct {
		question string
		by       string
		want     map[string]float64 // group, item and statistic
		missing  []string
	}{
		{"speakers", "all", map[string]float64{
			"all||quotes": 5, "per.ada||quotes": 2, "per.ada||documents": 2, "per.ada||stories": 1, "per.ada||outlets": 2, "李明||share": .2,
			"unknown speaker||quotes": 2, "unknown speaker||share": .4, "per.ada|praise|share": 1, "李明|praise|quotes": 1, "all|praise|quotes": 3,
			"all|blame|quotes": 0, "all|praise|share": .6, "KE||quotes": 2, "CN||quotes": 1, "minister||quotes": 2, "unknown||quotes": 3}, nil},
		{"speakers", "country", map[string]float64{"KE/per.ada||quotes": 1, "KE/per.ada||share": .5, "HK/李明||share": 1, "FR||quotes": 2, "HK/CN|praise|share": 1}, nil},
		{"claims", "all", map[string]float64{"all|members|claims": 4, "all|members: supported|claims": 2, "all|members: outdated|share": .5,
			"all|members|documents": 2, "all|members|stories": 1, "author|members: supported|share": 1, "direct_quote|members|claims": 2}, nil},
		{"beside", "lang", map[string]float64{"en|org.court|documents": 3, "en|org.court: against|documents": 2, "en|org.court: beside|documents": 1,
			"en|org.court: complement|documents": 1, "en|org.court: against|share": 2. / 3, "zh-Hans|org.court: against|share": .5,
			"zh-Hans|org.court: complement|share": .5, "zh-Hans|org.court|share": 1, "sw|org.court|documents": 1, "sw|org.court: beside|documents": 0},
			[]string{"sw|org.court: against|share", "sw|org.court: beside|share"}},
		{"links", "all", map[string]float64{"all||documents": 7, "all|any|documents": 7, "all|place.lake|documents": 3, "all|place.lake|share": 3. / 7,
			"all|place.lake: same sentence|documents": 2, "all|place.lake: same sentence|stories": 1, "all|place.lake: same sentence|share": 2. / 3,
			"author|place.lake: same sentence|documents": 2, "all|place.lake: blame|share": 1, "all|org.court: blame|share": .6}, nil},
		{"travel", "outlet", map[string]float64{"east||stories": 1, "east||copies": 1, "east||lag_days": 12, "east||similarity": 1, "east||length_ratio": 1,
			"east||frames_gained": 0}, []string{"east|blame|share_gained"}},
		{"naming", "outlet", map[string]float64{"west||documents": 3, "west|only wrong names|documents": 1, "west|only wrong names|share": 1. / 3,
			"harbour|wrong names|documents": 0, "west|mistranslation: Bodie|mentions": 1}, nil},
		{"events", "", map[string]float64{"signing||documents_before": 2, "signing||documents_after": 4, "signing|blame|share_before": .5,
			"signing|blame|share_after": 2. / 3, "signing|blame|difference": 2./3 - .5, "signing|praise|share_after": 2. / 3}, nil},
		{"alike", "", map[string]float64{"east|west|jsd": 0, "west|east|cosine": 0}, nil},
	} {
		t.Run(c.question+" "+c.by, func(t *testing.T) {
			spec := questionSpec(c.by)
			if c.by == "" {
				spec.By = nil
			}
			if c.question == "alike" {
				spec.Filter = filterOf(t, "outlet!=harbour")
			}
			reply, err := compare.Ask(t.Context(), ds, c.question, spec)
			if err != nil {
				t.Fatal(err)
			}
			got, missing := map[string]float64{}, map[string]string{}
			for _, a := range reply.Answers {
				key := a.GroupName + "|" + a.Item + "|" + a.Statistic
				if a.Missing {
					missing[key] = a.Note
					continue
				}
				got[key] = a.Value
			}
			for key, want := range c.want {
				value, ok := got[key]
				if c.question == "alike" { // two invented letters differ, whatever the number
					ok = ok && value > 0 && value < 1
					value = want
				}
				if !ok || math.Abs(value-want) > 1e-12 {
					t.Errorf("%s is %v (there: %v), want %v", key, value, ok, want)
				}
			}
			for _, key := range c.missing {
				if missing[key] == "" {
					t.Errorf("%s has no reason for being null", key)
				}
			}
		})
	}
}

func filterOf(t *testing.T, s string) compare.Filter {
	t.Helper()
	f, err := compare.ParseFilter(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestAnswersStand: numbers are finite, do not depend on the order of documents,
// and rows can be computed again.
func TestAnswersStand(t *testing.T) {
	set := askedSet()
	ds := set.Store(t)
	slices.Reverse(set.Docs)
	slices.Reverse(set.Sources)
	turned := set.Store(t)
	for _, q := range compare.Questions() {
		spec := questionSpec("all", "lang")
		if q.Name == "alike" {
			spec.Filter = filterOf(t, "outlet!=harbour")
		}
		reply, err := compare.Ask(t.Context(), ds, q.Name, spec)
		if err != nil {
			t.Fatal(err)
		}
		again, err := compare.Ask(t.Context(), turned, q.Name, spec)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(reply.Rows(), again.Rows()); diff != "" {
			t.Errorf("%s depends on the order of documents (-first +turned)\n%s", q.Name, diff)
		}
		if len(reply.Rows()) == 0 {
			t.Errorf("%s has no rows", q.Name)
		}
		keys, every := map[[5]string]bool{}, 1+len(reply.Rows())/9
		for i, row := range reply.Rows() {
			for _, v := range []*float64{&row.Value, row.SE, row.CILo, row.CIHi} {
				if v != nil && (math.IsNaN(*v) || math.IsInf(*v, 0)) {
					t.Errorf("%s: %s of %s %s is %v", q.Name, row.Statistic, row.GroupName, row.Item, *v)
				}
			}
			key := [5]string{row.Dimension, row.GroupName, row.Item, row.Statistic, row.Method}
			if keys[key] {
				t.Errorf("%s has %q twice", q.Name, key)
			}
			keys[key] = true
			if i%every > 0 {
				continue
			}
			computed, err := compare.Recompute(t.Context(), ds, row)
			if diff := cmp.Diff(row, computed); err != nil || diff != "" {
				t.Errorf("%s: %v (-row +again)\n%s", q.Name, err, diff)
			}
		}
	}
}

// TestChangePoints: a frame that every story has from a month on changes there, and
// copies of a story make no change.
func TestChangePoints(t *testing.T) {
	set := askedSet()
	set.Docs = nil
	for month := range 8 {
		for i := range 6 {
			d := comparetest.Doc{Source: "east", URL: fmt.Sprintf("https://east.example/%d/%d", month, i), Lang: "en", Published: fmt.Sprintf("2025-%02d-10", month+1),
				Text: fmt.Sprintf("The Body spoke of harmony and doubt, %d and %d.", month, i), Marks: []comparetest.Mark{{Text: "Body", Entity: body}}}
			if month >= 5 {
				d.Marks = append(d.Marks, comparetest.Mark{Text: "harmony", Frame: "praise"})
			}
			if month == 2 || i == 0 {
				d.Story = fmt.Sprintf("wire-%d", month)
				d.Marks = append(d.Marks, comparetest.Mark{Text: "doubt", Frame: "blame"})
			}
			set.Docs = append(set.Docs, d)
		}
	}
	reply, err := compare.Ask(t.Context(), set.Store(t), "events", questionSpec())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, a := range reply.Answers {
		if a.Dimension == "month" {
			got[a.GroupName+" "+a.Item+" "+a.Statistic] = a.Value
		}
	}
	want := map[string]float64{"all blame change_points": 0, "all praise change_points": 1, "2025-06 praise rate_before": 0, "2025-06 praise rate_after": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestQuestionsRefuse: what cannot be asked is a mistake of whoever asks, and
// says what there is.
func TestQuestionsRefuse(t *testing.T) {
	ds := askedSet().Store(t)
	change := func(f func(*compare.QuestionSpec)) compare.QuestionSpec {
		s := questionSpec("all")
		f(&s)
		return s
	}
	for _, c := range []struct {
		question string
		spec     compare.QuestionSpec
		want     string
	}{
		{"speeches", questionSpec("all"), "unknown question"},
		{"speaker", questionSpec("all"), `did you mean "speakers"?`},
		{"speakers", questionSpec("contry"), `did you mean "country"?`},
		{"events", change(func(s *compare.QuestionSpec) { s.Frames = []string{"blam"} }), `did you mean "blame"?`},
		{"events", change(func(s *compare.QuestionSpec) { s.Events = []string{"sining"} }), `did you mean "signing"?`},
		{"events", change(func(s *compare.QuestionSpec) { s.Window = 0 }), "at least 1"},
		{"events", change(func(s *compare.QuestionSpec) { s.MinDocs = 50 }), "2025-05-20 to 2025-06-05"},
		{"links", change(func(s *compare.QuestionSpec) { s.With = nil }), "--with"},
		{"links", change(func(s *compare.QuestionSpec) { s.With = []string{"place.moon"} }), "none of the 7 documents names place.moon"},
		{"beside", change(func(s *compare.QuestionSpec) { s.Cues = "0.0.1#00000000" }), "this version of the program has"},
		{"claims", change(func(s *compare.QuestionSpec) { s.Filter = filterOf(t, "country=HK") }), "none of the 2 documents states"},
		{"speakers", change(func(s *compare.QuestionSpec) { s.Filter = filterOf(t, "country=FRA") }), `did you mean "FR"?`},
		{"travel", change(func(s *compare.QuestionSpec) { s.Filter = filterOf(t, "country=HK,lang=en") }), "country=HK chooses 2, lang=en chooses 4"},
		{"travel", change(func(s *compare.QuestionSpec) { s.Filter = filterOf(t, "outlet=east") }), "a story of its own"},
		{"alike", change(func(s *compare.QuestionSpec) { s.Lang = "fr" }), "two are needed"},
		{"naming", change(func(s *compare.QuestionSpec) { s.Targets = nil }), "no target"},
		{"speakers", change(func(s *compare.QuestionSpec) { s.MinDocs = 50 }), "--min-docs"},
	} {
		_, err := compare.Ask(t.Context(), ds, c.question, c.spec)
		if err == nil || !errors.Is(err, compare.ErrQuestion) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v (asked %v), want one of what was asked that says %q", c.question, err, errors.Is(err, compare.ErrQuestion), c.want)
		}
	}
	some, err := compare.Ask(t.Context(), ds, "links", change(func(s *compare.QuestionSpec) { s.By, s.MinDocs = []string{"lang"}, 2 }))
	if err != nil || !slices.ContainsFunc(some.Notes, func(n string) bool { return strings.Contains(n, "lang sw") }) {
		t.Errorf("notes %q (%v), want one that names the group left out", some.Notes, err)
	}
}

// TestSumsOfTables recounts the tables of a larger corpus without the package's
// machinery.
func TestSumsOfTables(t *testing.T) {
	set := comparetest.Invented(120)
	for i := range set.Docs {
		d := &set.Docs[i]
		said := fmt.Sprintf("“%s %d.”", []string{"Ferries leave at noon", "渡轮中午开走", "Rain"}[i%3], i)
		d.Text += "\n\n" + said
		d.Quotes = []comparetest.Quote{{Content: said, Name: []string{"Ada Quill", "李明", ""}[i%3], Country: []string{"KE", "CN", ""}[i%3]}}
		d.Claims = []comparetest.Claim{{Target: comparetest.Target, Kind: []string{"members", "day"}[i%2], Verdict: []string{"supported", "unknown", "outdated"}[i%3], Voice: "author"}}
		if i%4 == 0 {
			d.Text += "\n\nThe lake. 湖。"
			d.Marks = append(d.Marks, comparetest.Mark{Text: "The lake", Entity: "place.lake"})
		}
	}
	ds := set.Store(t)
	c, err := compare.Load(t.Context(), ds)
	if err != nil {
		t.Fatal(err)
	}
	selection := compare.Selection{Targets: []string{comparetest.Target}}
	counts := func(id string) bool { return c.Selects(selection, id) }
	want := map[string]float64{}
	seen := map[string]bool{}
	once := func(key, what string, by ...string) {
		for _, b := range append(by, "all") {
			if k := key + b + what; !seen[k] {
				seen[k] = true
				want[strings.Replace(key, "GROUP", b, 1)]++
			}
		}
	}
	for row, err := range store.Scan[store.QuoteRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		if d, ok := c.Doc(row.DocID); ok && counts(row.DocID) {
			once("speakers|GROUP||quotes", row.QuoteID, d.Country)
			once("speakers|GROUP||stories", d.Story, d.Country)
			if row.SpeakerName == "" {
				want["speakers|unknown speaker||quotes"]++
			} else {
				want["speakers|"+row.SpeakerName+"||quotes"]++
			}
		}
	}
	for row, err := range store.Scan[store.ClaimRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		if d, ok := c.Doc(row.DocID); ok && counts(row.DocID) {
			once("claims|GROUP|"+row.Kind+"|claims", row.ClaimID, d.Country)
			once("claims|GROUP|"+row.Kind+": "+row.Verdict+"|outlets", d.Source, d.Country)
		}
	}
	for row, err := range store.Scan[store.MentionRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		if d, ok := c.Doc(row.DocID); ok && counts(row.DocID) && row.EntityID == "place.lake" {
			once("links|GROUP|place.lake|documents", row.DocID, d.Country)
			once("links|GROUP|place.lake|stories", d.Story, d.Country)
		}
	}
	members := map[string]int{}
	for d := range c.All() {
		if counts(d.ID) {
			members[d.Story]++
			once("naming|GROUP||documents", d.ID, d.Country)
			if len(d.Date) == len("2025-05-30") && d.Date >= "2025-05-30" && d.Date < "2025-06-13" {
				want["events|signing||documents_after"]++
			}
			if len(d.Date) == len("2025-05-30") && d.Date >= "2025-05-16" && d.Date < "2025-05-30" {
				want["events|signing||documents_before"]++
			}
		}
	}
	for _, n := range members {
		if n > 1 {
			want["travel|all||stories"]++
			want["travel|all||copies"] += float64(n - 1)
		}
	}
	got := map[string]float64{}
	for _, q := range compare.Questions() {
		spec := questionSpec("all", "country")
		spec.Targets, spec.With = selection.Targets, []string{"place.lake"}
		reply, err := compare.Ask(t.Context(), ds, q.Name, spec)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range reply.Answers {
			if !a.Missing {
				got[q.Name+"|"+a.GroupName+"|"+a.Item+"|"+a.Statistic] = a.Value
			}
		}
	}
	for key, n := range want {
		if got[key] != n {
			t.Errorf("%s is %v, recounted %v", key, got[key], n)
		}
	}
	if len(want) < 60 {
		t.Errorf("only %d numbers were recounted", len(want))
	}
}
