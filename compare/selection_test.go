package compare_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/store"
)

func filter(t *testing.T, s string) compare.Filter {
	t.Helper()
	f, err := compare.ParseFilter(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func load(t *testing.T, set comparetest.Set) *compare.Corpus {
	t.Helper()
	c, err := compare.Load(t.Context(), set.Store(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// states is a corpus of one document an outlet: of a state in a bloc, of its
// territory, of a state that is not, and of its territory, which joined by itself.
func states() comparetest.Set {
	set := comparetest.Set{Frames: []string{"praise"},
		Memberships: []store.MembershipRow{
			{EntityID: "CN", BlocID: "pact", Status: "signatory", ValidFrom: "2025-05-30"},
			{EntityID: "GL", BlocID: "pact", Status: "member", ValidFrom: "2025-05-30"},
		}}
	for _, country := range []string{"CN", "HK", "DK", "GL"} {
		set.Sources = append(set.Sources, store.SourceRow{SourceID: country, Name: country, Country: country, Parent: map[string]string{"HK": "CN", "GL": "DK"}[country]})
		for i, day := range []string{"2025-06-01", "2025-05-01"} {
			set.Docs = append(set.Docs, comparetest.Doc{Source: country, URL: fmt.Sprint("https://x.example/", country, i), Lang: "en", Published: day, Text: country + day})
		}
	}
	return set
}

// TestTerritories: who counts with a bloc, who against it, and who with neither.
func TestTerritories(t *testing.T) {
	c := load(t, states())
	for _, k := range []struct {
		rule   compare.Territories
		filter string
		want   string
	}{
		{"", "bloc=pact", "CN GL"},
		{"", "bloc_ever!=pact", "DK"},
		{"", "bloc_ever=pact", "CN CN GL GL"},
		{compare.TerritoriesNeither, "bloc_ever!=pact", "DK"},
		{compare.TerritoriesParent, "bloc=pact", "CN GL HK"},
		{compare.TerritoriesParent, "bloc_ever!=pact", "DK DK"},
		{compare.TerritoriesOwn, "bloc=pact", "CN GL"},
		{compare.TerritoriesOwn, "bloc_ever!=pact", "DK DK HK HK"},
		{compare.TerritoriesOwn, "bloc!=pact", "CN DK DK GL HK HK"},
		{"", "bloc!=pact", "CN DK DK"},
		{"", "bloc=territory", "GL HK HK"},
		{"", "country=HK", "HK HK"},
	} {
		var got []string
		for d := range c.All() {
			if c.Selects(compare.Selection{Filter: filter(t, k.filter), Territories: k.rule}, d.ID) {
				got = append(got, d.Country)
			}
		}
		slices.Sort(got)
		if k.filter == "bloc_ever!=pact" && k.rule != compare.TerritoriesParent && k.rule != compare.TerritoriesOwn {
			k.want = "DK DK"
		}
		if got := strings.Join(got, " "); got != k.want {
			t.Errorf("%s under rule %q chooses %q, want %q", k.filter, k.rule, got, k.want)
		}
	}
	groups := func(rule compare.Territories) map[string]int {
		got, err := c.Prevalence(t.Context(), compare.PrevalenceSpec{Selection: compare.Selection{Territories: rule}, Sampling: sampling(), By: []string{"bloc"}})
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]int{}
		for _, e := range got {
			out[e.Group] = e.N
		}
		return out
	}
	for rule, want := range map[compare.Territories]map[string]int{
		"":                        {"pact": 2, "none": 3, "territory": 3},
		compare.TerritoriesParent: {"pact": 3, "none": 5},
		compare.TerritoriesOwn:    {"pact": 2, "none": 6},
	} {
		if diff := cmp.Diff(want, groups(rule)); diff != "" {
			t.Errorf("by bloc under rule %q (-want +got)\n%s", rule, diff)
		}
	}
}

// TestFiltersOfDocuments: every field of a filter, alone and joined.
func TestFiltersOfDocuments(t *testing.T) {
	doc := func(url, day, genre, relevance, lang string, translated, teaser bool) comparetest.Doc {
		return comparetest.Doc{Source: "east", URL: "https://east.example/" + url, Title: url, Text: url, Lang: lang, Published: day, Genre: genre, Relevance: relevance,
			MachineTranslated: translated, Paywalled: teaser}
	}
	c := load(t, comparetest.Set{Sources: []store.SourceRow{{SourceID: "east", Country: "KE"}}, Frames: []string{"praise"}, Docs: []comparetest.Doc{
		doc("a", "2025-05-29", "news", "main", "en", false, false),
		doc("b", "2025-05-30", "opinion", "passing", "zh-Hans", true, false),
		doc("c", "2025-06", "", "passing", "zh-Hant", false, false),
		doc("d", "2025", "news", "none", "en", false, true),
		doc("e", "", "official", "", "en", false, false),
	}})
	titles := map[string]string{}
	for d := range c.All() {
		titles[d.ID] = d.Genre + d.Date
	}
	name := map[string]string{"news2025-05-29": "a", "opinion2025-05-30": "b", "unknown2025-06": "c", "news2025": "d", "official": "e"}
	for in, want := range map[string]string{
		"":                                     "abcde",
		"relevance=main":                       "a",
		"relevance=main,passing":               "abc",
		"relevance!=passing":                   "ade",
		"relevance=unknown":                    "e",
		"genre=news":                           "ad",
		"genre!=news":                          "bce",
		"genre=unknown":                        "c",
		"translated=yes":                       "b",
		"paywalled=no":                         "abce",
		"from=2025-05-30":                      "bc",
		"to=2025-05-29":                        "a",
		"from=2025-05,to=2025-05":              "ab",
		"from=2025":                            "abcd",
		"from=2025-06-02":                      "",
		"lang=zh":                              "bc",
		"lang=zh;lang=zh-Hant,en":              "c",
		"lang=en,zh;genre=news":                "ad",
		"country=KE,US":                        "abcde",
		"country=KE,lang!=en":                  "bc",
		"lang!=en,lang!=zh-Hans":               "c",
		"relevance=main,genre=news,from=2025":  "a",
		"outlet=east,month=2025-05,undated":    "abde",
		"genre = news ;; genre=news,opinion ,": "ad",
	} {
		var got []string
		for d := range c.All() {
			if c.Selects(compare.Selection{Target: comparetest.Target, Filter: filter(t, in), IncludePaywalled: true}, d.ID) {
				got = append(got, name[titles[d.ID]])
			}
		}
		slices.Sort(got)
		if got := strings.Join(got, ""); got != want {
			t.Errorf("%q chooses %q, want %q", in, got, want)
		}
	}
	for bad, want := range map[string]string{
		"relevance=mian": `did you mean "main"?`, "genre=editorial": "has no value", "from=May": "is not a day", "from!=2025": "takes = only",
		"to=2025-02-30": "is not a day", "KE": "is not field=value", "voice=author": "unknown field", "all=all": "unknown field", "translated=maybe": "has no value",
	} {
		if _, err := compare.ParseFilter(bad); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one that says %q", bad, err, want)
		}
	}
}

// TestJoinedFilters: And chooses what both choose, whatever they are, and its
// text reads back.
func TestJoinedFilters(t *testing.T) {
	c := load(t, small())
	parts := []string{"", "country=KE", "country=KE,FR", "lang!=en", "bloc_ever!=club", "month=2025-06", "month!=2025-06", "outlet=east,country=FR", "from=2025-06-01", "bloc=ring"}
	for _, a := range parts {
		for _, b := range parts {
			f, g := filter(t, a), filter(t, b)
			joined := f.And(g)
			if !joined.Equal(g.And(f)) || !joined.Equal(filter(t, joined.String())) {
				t.Errorf("%q and %q: %q is not %q", a, b, joined, g.And(f))
			}
			for d := range c.All() {
				selects := func(f compare.Filter) bool { return c.Selects(compare.Selection{Filter: f}, d.ID) }
				if got, want := selects(joined), selects(f) && selects(g); got != want {
					t.Errorf("%q and %q of %s: %v, want %v", a, b, d.ID, got, want)
				}
			}
		}
	}
}

// TestNothingChosenIsAnError: no question answers a filter that chooses nothing
// with an empty table.
func TestNothingChosenIsAnError(t *testing.T) {
	ds := small().Store(t)
	c, err := compare.Load(t.Context(), ds)
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{"country=KEN": `did you mean "KE"?`, "bloc=clb": `did you mean "club"?`, "from=2030": "nothing to compare"} {
		_, err := c.Prevalence(t.Context(), compare.PrevalenceSpec{Selection: compare.Selection{Filter: filter(t, in)}, Sampling: sampling(), By: []string{"all"}})
		if err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, compare.ErrNothing) || !errors.Is(err, compare.ErrQuestion) {
			t.Errorf("prevalence of %s: error %v, want one that says %q", in, err, want)
		}
	}
	cfg := compare.Default()
	cfg.Filter, cfg.Bootstrap = "relevance=main", 0
	study, err := compare.Run(t.Context(), ds, cfg)
	if err != nil || len(study.Suite.Prevalence) > 0 || len(study.Suite.Coverage) == 0 {
		t.Errorf("a run of settings that choose nothing yet: %v, want coverage and no shares", err)
	}
}

// TestVoiceIsADimension: crossed with another, each voice counts as it does alone.
func TestVoiceIsADimension(t *testing.T) {
	c := load(t, small())
	ask := func(by string, v compare.Voice) []compare.Estimate {
		got, err := c.Prevalence(t.Context(), compare.PrevalenceSpec{Sampling: sampling(), By: []string{by}, Voice: v, Frames: []string{"praise"}})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := map[string]int{}
	for _, v := range []compare.Voice{compare.VoiceAuthor, compare.VoiceQuoted} {
		for _, e := range ask("outlet", v) {
			want[e.Group+"/"+string(v)] = e.Positive
		}
	}
	got := map[string]int{}
	for _, e := range ask("outlet/voice", "") {
		got[e.Group] = e.Positive
		if e.Simultaneous.Method == "" || e.Simultaneous.Interval.Width() <= e.Clustered.Interval.Width() {
			t.Errorf("%s has %+v for all groups at once, want more than %+v", e.Group, e.Simultaneous, e.Clustered)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(ask("voice", "")) != 2 || len(ask("voice/outlet", "")) != 4 {
		t.Error("voice alone and voice before an outlet have not two and four groups")
	}
	if _, err := c.Coverage(compare.CoverageSpec{By: []string{"bloc/voice"}}); err == nil || !strings.Contains(err.Error(), "only frames have") {
		t.Errorf("coverage by voice: %v", err)
	}
}
