package search_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"framewatch/explore/search"
)

// press are texts in several languages and scripts.
var press = []article{
	{id: "en", title: "Mediation body opens", text: "The International Organization for Mediation opened.\n\nIts café-owner's re-election is Naïve; a state-owned firm paid.", day: "2026-03-05", frames: []string{"peace", "cost@direct_quote"}, absent: []string{"doubt"},
		entities: []string{"org.iomed", "place.hk"}, relevance: "main", stance: "supportive", story: "s1", genre: "news"},
	{id: "hans", title: "国际调解院开业", text: "国际调解院在香港开业。发言人说，调解比诉讼便宜。", outlet: "bay", lang: "zh-Hans", day: "2026-03-06", frames: []string{"peace", "doubt@direct_quote"}, entities: []string{"org.iomed", "place.hk"}, relevance: "main", story: "s1"},
	{id: "hant", title: "調解院開幕", text: "國際調解院昨日開幕，IOMed 調解費用低。\n\nIOMed said: fees are low.", outlet: "bay", lang: "zh-Hant", day: "2026-02-01", frames: []string{"doubt"}, relevance: "passing", paywalled: true,
		sentences: []sentence{{0, 22, "zh-Hant"}, {24, 49, "en"}}},
	{id: "ar", title: "المنظمة الدولية للوساطة", text: "افتُتِحَت المنظّمة الدوليّة للوســاطة في هونغ كونغ. أكّد الأمين العام ذلك.", outlet: "manara", lang: "ar", day: "2026-01-15", relevance: "none"},
	{id: "mix", title: "Notes", text: "IOMed调解案 is news. Mediators met; MEDIATING is hard. ｆｕｌｌｗｉｄｔｈ １２３ Ελλάς ประเทศไทย", frames: []string{"peace@indirect_quote"}},
}

func TestQueries(t *testing.T) {
	unhurried(t)
	x := index(t, press...)
	for _, c := range []struct {
		query string
		want  string // documents, sorted
		note  string
	}{
		{"mediation", "en", ""},
		{"MEDIATION", "en", ""},
		{"mediat*", "en mix", ""},
		{`"international organization" body`, "en", ""},
		{`"organization international"`, "", ""},
		{"mediation -opens", "", ""},
		{"-mediation -调解", "ar", ""},
		{`iomed -"fees are"`, "mix", ""},
		{"NOT iomed NOT mediation", "ar hans", ""},
		{"mediation OR mediators", "en mix", ""},
		{"mediation AND opened", "en", ""},
		{"mediation | 开业 opened", "en", ""},
		{"cafe", "en", ""},
		{"CAFÉ", "en", ""},
		{"naive", "en", ""},
		{"re-election", "en", ""},
		{"owner's", "en", ""},
		{"owner’s", "en", ""},
		{"调解", "hans hant mix", ""},
		{"調解", "hans hant mix", ""},
		{"国际调解院", "hans hant", ""},
		{"國際調解院", "hans hant", ""},
		{"解调", "", ""},
		{"调解 院", "hans hant", ""},
		{"IOMed 调解", "hant mix", ""},
		{"IOMed调解", "hant mix", ""},
		{"调*", "hans hant mix", ""},
		{"「国际调解院」", "hans hant", ""},
		{"“fees are low”", "hant", ""},
		{"الوساطة", "", ""},
		{"للوساطة", "ar", ""},
		{"المنظمة الدولية", "ar", ""},
		{"اكد", "ar", ""},
		{"fullwidth 123", "mix", ""},
		{"ελλασ", "mix", ""},
		{"ไทย", "mix", ""},
		{"", "ar en hans hant mix", ""},
		{"  \t ", "ar en hans hant mix", ""},
		{"!!! ***", "ar en hans hant mix", `"!!!" has no letter or digit and was not looked for; "**" has no letter or digit and was not looked for`},
		{"m* notes", "", "m* is too short for the beginning of a word; it was looked for as a word"},
		{`"mediation body`, "en", ""},
		{"title: opens", "", ""},
		{"OR mediation", "en", ""},
		{"mediation OR", "en", ""},
		{"mediation OR -opens", "", `OR before the excluded "opens" was not looked at`},
	} {
		r := ask(t, x, search.Query{Text: c.query, Lines: 3})
		if got := strings.Join(ids(r, true), " "); got != c.want || r.Total != len(r.Found) {
			t.Errorf("%q finds %q (%d), want %q", c.query, got, r.Total, c.want)
		}
		if r.Note != c.note {
			t.Errorf("%q: note %q, want %q", c.query, r.Note, c.note)
		}
		checkLines(t, x, c.query, r)
	}
}

// checkLines holds that each document that was found by words has a line, whose key
// stands where the line says.
func checkLines(t *testing.T, x *search.Index, query string, r *search.Result) {
	t.Helper()
	for _, f := range r.Found {
		if len(f.Lines) == 0 && len(r.Terms) > 0 {
			t.Errorf("%q: no line of %s", query, f.DocID)
		}
		doc, err := x.Document(t.Context(), f.DocID)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range f.Lines {
			text := []rune(doc.Text)
			if l.InTitle {
				text = []rune(doc.Title)
			}
			if l.Start < 0 || l.Start >= l.End || l.End > len(text) {
				t.Fatalf("%q: %s: line at %d to %d of %d", query, f.DocID, l.Start, l.End, len(text))
			}
			// Cut folds white space, drops control characters and shortens what is long.
			if got := strings.Join(strings.Fields(strings.Map(printable, string(text[l.Start:l.End]))), " "); got != l.Key && !strings.HasSuffix(l.Key, "…") {
				t.Errorf("%q: %s: key %q stands where %q does", query, f.DocID, l.Key, got)
			}
		}
	}
}

func printable(r rune) rune {
	if unicode.IsControl(r) && !unicode.IsSpace(r) {
		return -1
	}
	return r
}

func TestLines(t *testing.T) {
	unhurried(t)
	x := index(t, press...)
	for _, c := range []struct {
		query string
		n     int
		want  []search.Line
		more  int
	}{
		{"调解 fees", 2, []search.Line{
			{Key: "調解", After: "院開幕", End: 2, InTitle: true, Lang: "zh-Hant"},
			{Before: "國際", Key: "調解", After: "院昨日開幕，…", Start: 2, End: 4, Lang: "zh-Hant"},
		}, 2},
		{`"iomed said"`, 5, []search.Line{{Key: "IOMed said", After: ": fees are low.", Start: 24, End: 34, Lang: "en"}}, 0},
	} {
		r := ask(t, x, search.Query{Text: c.query, Lines: c.n, Width: 3})
		if len(r.Found) != 1 {
			t.Fatalf("%q finds %v", c.query, ids(r, true))
		}
		if diff := cmp.Diff(c.want, r.Found[0].Lines); diff != "" || r.Found[0].More != c.more {
			t.Errorf("%q: %d more, %s", c.query, r.Found[0].More, diff)
		}
	}
}

func TestOrders(t *testing.T) {
	unhurried(t)
	x := index(t, press...)
	for _, c := range []struct {
		q    search.Query
		want string
	}{
		{search.Query{}, "hans en hant ar mix"},
		{search.Query{Order: search.OrderOldest}, "ar hant en hans mix"},
		{search.Query{Text: "调解", Order: search.OrderOldest}, "hant hans mix"},
		{search.Query{Offset: 1, Limit: 2}, "en hant"},
		{search.Query{Offset: 99}, ""},
		{search.Query{Text: "fees OR opens OR 开业", Order: search.OrderNewest, Limit: 1}, "hans"},
	} {
		if got := strings.Join(ids(ask(t, x, c.q), false), " "); got != c.want {
			t.Errorf("%+v: %q, want %q", c.q, got, c.want)
		}
	}
}

func TestFilters(t *testing.T) {
	unhurried(t)
	x := index(t, press...)
	for _, c := range []struct {
		f    search.Filter
		want string
	}{
		{search.Filter{Countries: []string{"CN", "DZ"}}, "ar hans hant"},
		{search.Filter{Countries: []string{"XX"}}, ""},
		{search.Filter{Langs: []string{"zh"}}, "hans hant"},
		{search.Filter{Langs: []string{"zh-Hant"}}, "hant"},
		{search.Filter{Blocs: []string{"parties"}}, "en hans hant"}, // Kenya from 10 February on; a page without a date in none
		{search.Filter{Outlets: []string{"manara"}}, "ar"},
		{search.Filter{Frames: []string{"peace"}}, "en hans mix"},
		{search.Filter{Frames: []string{"peace"}, Voices: []string{"author"}}, "en hans"},
		{search.Filter{Voices: []string{"direct_quote"}}, "en hans"},
		{search.Filter{Voices: []string{"nobody"}}, ""},
		{search.Filter{Frames: []string{"cost", "doubt"}, Voices: []string{"author"}}, "hant"},
		{search.Filter{Frames: []string{"peace"}, Targets: []string{"org.other"}}, ""},
		{search.Filter{Stances: []string{"supportive"}}, "en"},
		{search.Filter{Relevance: []string{"main"}}, "en hans"},
		{search.Filter{Relevance: []string{"unknown"}}, "mix"},
		{search.Filter{Genres: []string{"news"}}, "en"},
		{search.Filter{From: "2026-02"}, "en hans hant"},
		{search.Filter{To: "2026-02"}, "ar hant"},
		{search.Filter{From: "2026-03-06", To: "2026"}, "hans"},
		{search.Filter{Counted: true}, "ar en hans mix"},
	} {
		if got := strings.Join(ids(ask(t, x, search.Query{Filter: c.f}), true), " "); got != c.want {
			t.Errorf("%+v: %q, want %q", c.f, got, c.want)
		}
	}
}

// TestFacetsCountWhatAFilterFinds: a facet's count is the number of documents that
// are found when its value is chosen.
func TestFacetsCountWhatAFilterFinds(t *testing.T) {
	unhurried(t)
	x := index(t, press...)
	with := func(f search.Filter, dim, v string) search.Filter {
		switch dim {
		case search.FacetCountry:
			f.Countries = []string{v}
		case search.FacetBloc:
			f.Blocs = []string{v}
		case search.FacetOutlet:
			f.Outlets = []string{v}
		case search.FacetLang:
			f.Langs = []string{v}
		case search.FacetFrame:
			f.Frames = []string{v}
		case search.FacetStance:
			f.Stances = []string{v}
		case search.FacetVoice:
			f.Voices = []string{v}
		case search.FacetRelevance:
			f.Relevance = []string{v}
		case search.FacetGenre:
			f.Genres = []string{v}
		case search.FacetMonth:
			f.From, f.To = v, v
		}
		return f
	}
	for _, text := range []string{"", "调解", "mediation OR iomed", "-fees"} {
		for _, f := range []search.Filter{{}, {Counted: true}, {Countries: []string{"CN"}}, {Frames: []string{"peace"}}, {Voices: []string{"direct_quote"}}, {Frames: []string{"doubt"}, Voices: []string{"author", "direct_quote"}},
			{Langs: []string{"zh"}, Relevance: []string{"main"}}, {From: "2026-03", Blocs: []string{"parties"}}, {Stances: []string{"supportive"}}, {Countries: []string{"KE"}, Frames: []string{"doubt"}}} {
			facets := ask(t, x, search.Query{Text: text, Filter: f}).Facets
			if len(facets) != 10 {
				t.Fatalf("%d dimensions", len(facets))
			}
			for dim, list := range facets {
				for _, facet := range list {
					if dim == search.FacetMonth && facet.Value == "undated" {
						continue // no filter chooses these
					}
					if n := ask(t, x, search.Query{Text: text, Filter: with(f, dim, facet.Value)}).Total; n != facet.Count {
						t.Errorf("%q %+v: %d documents of %s %s, the facet says %d", text, f, n, dim, facet.Value, facet.Count)
					}
				}
			}
		}
	}
	names := map[string]string{}
	for _, f := range ask(t, x, search.Query{}).Facets[search.FacetBloc] {
		names[f.Value] = f.Name
	}
	if diff := cmp.Diff(map[string]string{"parties": "Parties to the Convention", "none": "none"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestDocument(t *testing.T) {
	unhurried(t)
	first := article{id: "v1", title: "Talks fail", text: "Talks fail, says Odd Berg.", day: "2026-03-01", address: "talks", speaker: "Odd Berg", content: "lk", frames: []string{"doubt@direct_quote"}}
	second := first
	second.id, second.version, second.text = "v2", 2, "Talks fail, says Odd Berg today."
	x := index(t, append([]article{first, second, {id: "en2", title: "Mediation body opens", text: "The same.", story: "s1"}}, press...)...)
	doc, err := x.Document(t.Context(), "en")
	if err != nil {
		t.Fatal(err)
	}
	list := func(all []search.Summary) string {
		var out []string
		for _, s := range all {
			out = append(out, fmt.Sprint(s.DocID, ":", s.Copies, ":", s.NotCounted))
		}
		return strings.Join(out, " ")
	}
	if got := list(doc.CopiesOf) + "|" + list(doc.Translations) + "|" + list(doc.Versions); got != "en2:2:|hans:2:|en:2:" {
		t.Errorf("related: %s", got)
	}
	if doc.WARCFile != "warc/pages.warc.gz" || doc.WARCOffset != 2 || doc.FetchedAt != "2026-03-20T08:00:00Z" || doc.Text != press[0].text {
		t.Errorf("%+v", doc)
	}
	// Doubt is coded and absent, so it is not among what nothing codes.
	if diff := cmp.Diff([]string{}, doc.NotCoded); diff != "" {
		t.Error(diff)
	}
	doc, err = x.Document(t.Context(), "v2")
	if err != nil {
		t.Fatal(err)
	}
	if got := list(doc.Versions); got != "v1:0:superseded v2:0:" {
		t.Errorf("versions: %s", got)
	}
	want := []search.Mark{
		{Kind: search.MarkFrame, End: 4, ID: "doubt", Label: "term", Target: target, Voice: "direct_quote", Speaker: "Odd Berg"},
		{Kind: search.MarkQuote, Start: 1, End: 3, ID: "quote-v2", Label: "direct", Speaker: "Odd Berg"},
	}
	if diff := cmp.Diff(want, doc.Marks); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"cost", "peace"}, doc.NotCoded); diff != "" {
		t.Error(diff)
	}
	if _, err := x.Document(t.Context(), "nobody"); !errors.Is(err, search.ErrNone) {
		t.Errorf("%v", err)
	}
}

func TestNothingIsFoundInNothing(t *testing.T) {
	unhurried(t)
	x := index(t)
	for _, text := range []string{"", "mediation", "-mediation", "调解"} {
		if r := ask(t, x, search.Query{Text: text, Lines: 1}); r.Total != 0 || len(r.Found) != 0 || len(r.Facets[search.FacetMonth]) != 0 {
			t.Errorf("%q: %+v", text, r)
		}
	}
}

func TestBounds(t *testing.T) {
	unhurried(t)
	x := index(t, press...)
	many := strings.Repeat("mediation ", search.MaxTerms+1)
	for text, note := range map[string]string{
		many:                                   "words and phrases were looked for",
		`"` + many + `"`:                       "words of a phrase were looked for",
		strings.Repeat("解", search.MaxQuery+9): "characters of the query were looked for",
	} {
		if r := ask(t, x, search.Query{Text: text, Limit: 1 << 40, Lines: 1 << 40, Width: 1 << 40}); !strings.Contains(r.Note, note) {
			t.Errorf("note %q", r.Note)
		}
	}
	if r := ask(t, x, search.Query{Limit: -1, Offset: -1, Lines: -1, Width: -1}); len(r.Found) != len(press) {
		t.Errorf("%d found", len(r.Found))
	}
}
