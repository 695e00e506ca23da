package compare_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/compare/stats"
	"framewatch/store"
)

const body = "org.invented"

// small is a corpus whose numbers can be counted by hand.
func small() comparetest.Set {
	mention := comparetest.Mark{Text: "the Body", Entity: body}
	frame := comparetest.Mark{Text: "harmony", Frame: "praise"}
	quoted := comparetest.Mark{Text: "harmony", Frame: "praise", Voice: "direct_quote", Speaker: "Ada Quill"}
	negated := comparetest.Mark{Text: "harmony", Frame: "praise", Negated: true}
	doc := func(source, url, date, story string, marks ...comparetest.Mark) comparetest.Doc {
		return comparetest.Doc{Source: source, URL: "https://" + source + ".example/" + url, Lang: "en", Published: date, Story: story,
			Title: "On the Body", Text: "Today the Body spoke of harmony at " + url + ".", Marks: marks}
	}
	blocked := doc("east", "blocked", "2025-06-01", "", mention, frame)
	blocked.Blocked = true
	teaser := doc("east", "teaser", "2025-06-01", "", mention, frame)
	teaser.Paywalled = true
	old := doc("east", "a", "2025-06-01", "", mention)
	old.Text += " Old."
	newer := doc("east", "a", "2025-06-01", "", mention, frame)
	newer.Version = 2
	uncoded := doc("east", "uncoded", "2025-06-02", "", mention)
	uncoded.Uncoded = true
	return comparetest.Set{
		Sources: []store.SourceRow{
			{SourceID: "east", Name: "The East", Country: "KE", OwnerType: "state_media", Bloc: []string{"club", "listed"}},
			{SourceID: "west", Name: "The West", Country: "FR", OwnerType: "private_news"},
		},
		Memberships: []store.MembershipRow{
			{EntityID: "KE", BlocID: "club", Status: "signatory", ValidFrom: "2025-06-01"},
			{EntityID: "KE", BlocID: "ring", Status: "member", ValidFrom: "1990", ValidTo: "2025-06-03"},
			{EntityID: "KE", BlocID: "circle", Status: "observer", ValidFrom: "1990"},
		},
		Frames: []string{"blame", "praise"},
		Docs: []comparetest.Doc{blocked, teaser, old, newer, uncoded,
			doc("east", "b", "2025-06-03", "wire", mention, frame),
			doc("east", "c", "2025-05-31", "", mention, quoted),
			doc("east", "undated", "", "", mention, negated),
			doc("west", "b", "2025-06-03", "wire", mention, frame),
			doc("west", "d", "2025-06-04", "", mention),
			doc("west", "e", "2025", "", mention),
			doc("west", "offtopic", "2025-06-04", "", frame),
		},
	}
}

func sampling() compare.Sampling { return compare.Sampling{Confidence: .95, Bootstrap: 200, Seed: 1} }

func TestPrevalenceCounts(t *testing.T) {
	ds := small().Store(t)
	type row struct {
		By, Group                 string
		N, Positive, Stories, Pos int
	}
	for _, c := range []struct {
		name string
		spec compare.PrevalenceSpec
		want []row
	}{
		{"everything that counts", compare.PrevalenceSpec{By: []string{"all"}},
			[]row{{"all", "all", 8, 5, 7, 4}}},
		{"target, by country and language", compare.PrevalenceSpec{Selection: compare.Selection{Targets: []string{body}}, By: []string{"country", "lang"}},
			[]row{{"country", "FR", 3, 1, 3, 1}, {"country", "KE", 4, 3, 4, 3}, {"lang", "en", 7, 4, 6, 3}}},
		{"any of several targets", compare.PrevalenceSpec{Selection: compare.Selection{Targets: []string{"org.nowhere", body}}, By: []string{"owner_type"}},
			[]row{{"owner_type", "private_news", 3, 1, 3, 1}, {"owner_type", "state_media", 4, 3, 4, 3}}},
		{"a target that nobody mentions", compare.PrevalenceSpec{Selection: compare.Selection{Targets: []string{"org.nowhere"}}, By: []string{"all"}}, nil},
		{"teasers on request", compare.PrevalenceSpec{Selection: compare.Selection{IncludePaywalled: true}, By: []string{"all"}},
			[]row{{"all", "all", 9, 6, 8, 5}}},
		{"author's voice", compare.PrevalenceSpec{Voice: compare.VoiceAuthor, By: []string{"all"}},
			[]row{{"all", "all", 8, 4, 7, 3}}},
		{"quoted voice", compare.PrevalenceSpec{Voice: compare.VoiceQuoted, By: []string{"all"}},
			[]row{{"all", "all", 8, 1, 7, 1}}},
		{"blocs on the day, and what the list adds", compare.PrevalenceSpec{By: []string{"bloc"}},
			[]row{{"bloc", "club", 3, 2, 3, 2}, {"bloc", "listed", 4, 3, 4, 3}, {"bloc", "none", 4, 2, 4, 2}, {"bloc", "ring", 2, 2, 2, 2}}},
		{"months and what has none", compare.PrevalenceSpec{By: []string{"month"}},
			[]row{{"month", "2025-05", 1, 1, 1, 1}, {"month", "2025-06", 5, 4, 4, 3}, {"month", "undated", 2, 0, 2, 0}}},
		{"crossed", compare.PrevalenceSpec{By: []string{"outlet/month"}, MinDocs: 2},
			[]row{{"outlet/month", "east/2025-06", 2, 2, 2, 2}, {"outlet/month", "west/2025-06", 3, 2, 3, 2}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.spec.Sampling, c.spec.Frames = sampling(), []string{"praise"}
			got, err := compare.Prevalence(t.Context(), ds, c.spec)
			if err != nil {
				t.Fatal(err)
			}
			var rows []row
			for _, e := range got {
				rows = append(rows, row{e.By, e.Group, e.N, e.Positive, e.Stories, e.PositiveStories})
			}
			if diff := cmp.Diff(c.want, rows); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestNotCodedIsNotAbsent: a document of which it is not known whether a frame is
// in it is in no share, and is told.
func TestNotCodedIsNotAbsent(t *testing.T) {
	set := small()
	c, err := compare.Load(t.Context(), set.Store(t))
	if err != nil {
		t.Fatal(err)
	}
	for i := range set.Docs {
		set.Docs[i].Uncoded = set.Docs[i].Uncoded || set.Docs[i].Source == "west"
	}
	less, err := compare.Load(t.Context(), set.Store(t))
	if err != nil {
		t.Fatal(err)
	}
	type numbers struct {
		Group                 string
		N, Positive, NotCoded int
	}
	prevalence := func(c *compare.Corpus) (out []numbers) {
		got, err := c.Prevalence(t.Context(), compare.PrevalenceSpec{Sampling: sampling(), By: []string{"outlet"}, Frames: []string{"praise"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range got {
			out = append(out, numbers{e.Group, e.N, e.Positive, e.NotCoded})
			if row := e.Rows()[0]; row.NNotCoded == nil || int(*row.NNotCoded) != e.NotCoded {
				t.Errorf("row of %s says %v are not coded, want %d", e.Group, row.NNotCoded, e.NotCoded)
			}
		}
		return out
	}
	if diff := cmp.Diff([]numbers{{"east", 4, 3, 1}, {"west", 4, 2, 0}}, prevalence(c)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]numbers{{"east", 4, 3, 1}}, prevalence(less)); diff != "" {
		t.Errorf("without codes of the west (-want +got)\n%s", diff)
	}
	counts, err := less.Coverage(compare.CoverageSpec{By: []string{"outlet"}})
	if err != nil {
		t.Fatal(err)
	}
	if west := counts[1]; west.Documents != 4 || west.Coded != 0 {
		t.Errorf("the west has %d documents, of which %d are coded; want 4 and none", west.Documents, west.Coded)
	}
	a, errA := compare.ParseFilter("country=KE")
	b, errB := compare.ParseFilter("country=FR")
	differences, err := c.Contrast(t.Context(), compare.ContrastSpec{Sampling: sampling(), A: a, B: b, Frames: []string{"praise"}})
	if err := errors.Join(errA, errB, err); err != nil {
		t.Fatal(err)
	}
	if d := differences[0]; d.A.NotCoded != 1 || d.B.NotCoded != 0 || d.A.N != 4 {
		t.Errorf("sides have %d and %d documents not coded beside %d coded ones, want 1, 0 and 4", d.A.NotCoded, d.B.NotCoded, d.A.N)
	}
}

// TestPrevalenceIntervals checks that an estimate carries the numbers of
// package stats.
func TestPrevalenceIntervals(t *testing.T) {
	ds := small().Store(t)
	got, err := compare.Prevalence(t.Context(), ds, compare.PrevalenceSpec{Sampling: sampling(), By: []string{"all"}})
	if err != nil {
		t.Fatal(err)
	}
	blame, praise := got[0], got[1]
	wilson, err := stats.Wilson(5, 8, .95)
	if err != nil {
		t.Fatal(err)
	}
	// The first story is in both outlets, 0 and 1.
	parts := []stats.Part{{Story: 0, Outlet: 0, K: 1, N: 1}, {Story: 0, Outlet: 1, K: 1, N: 1}, {Story: 1, Outlet: 0, K: 1, N: 1}, {Story: 2, Outlet: 0, K: 1, N: 1},
		{Story: 3, Outlet: 1, K: 1, N: 1}, {Story: 4, Outlet: 0, N: 1}, {Story: 5, Outlet: 1, N: 1}, {Story: 6, Outlet: 1, N: 1}}
	measure := func(c stats.Clustered, method string, clusters int) compare.Measure {
		return compare.Measure{Value: c.Value, SE: c.SE, Interval: c.Interval, Method: method, Clusters: clusters}
	}
	docs, stories := stats.Shares(parts, stats.ByStory, .95)
	docsBoth, storiesBoth := stats.Shares(parts, stats.TwoWay, .95)
	resampled, _ := stats.Resampling{B: 200, Seed: 1, Confidence: .95}.Shares([]stats.Cluster{
		{K: 2, N: 2}, {K: 1, N: 1}, {K: 1, N: 1}, {K: 1, N: 1}, {K: 0, N: 1}, {K: 0, N: 1}, {K: 0, N: 1}})
	want := compare.Estimate{Frame: "praise", NotCoded: 1, Outlets: 2, Share: 5.0 / 8, Wilson: wilson,
		Clustered: measure(docs, "cluster_story", 7), PerStory: measure(stories, "cluster_story", 7),
		TwoWay: measure(docsBoth, "cluster_story_outlet", 2), PerStoryTwoWay: measure(storiesBoth, "cluster_story_outlet", 2),
		Bootstrap:    compare.Measure{Value: resampled.Value, SE: resampled.SE, Interval: resampled.Interval, Method: "bootstrap"},
		DesignEffect: stats.DesignEffect(docs.SE, 5.0/8, 8)}
	ignore := cmpopts.IgnoreFields(compare.Estimate{}, "Spec", "Codebook", "Voice", "By", "Group", "N", "Positive", "Stories", "PositiveStories", "Seed")
	if diff := cmp.Diff(want, praise, ignore, cmpopts.EquateApprox(1e-12, 0)); diff != "" {
		t.Errorf("praise (-want +got)\n%s", diff)
	}
	if m := blame.Clustered; m.Interval.Lo != 0 || m.Interval.Hi < .3 || blame.Bootstrap.Method != "" {
		t.Errorf("a frame that is nowhere: %+v, want an interval from 0 with a width, and none by resampling what does not vary", blame)
	}
	for _, e := range got {
		quoted := map[string]int{}
		for _, row := range e.Rows() {
			if row.Preferred {
				quoted[row.Statistic]++
			}
			if row.Item == "blame" && row.Statistic == "design_effect" {
				t.Error("a frame that is nowhere has a design effect")
			}
		}
		if quoted["share"] != 1 || quoted["weighted_share"] != 1 {
			t.Errorf("rows of %s prefer %v, want one of each statistic", e.Frame, quoted)
		}
	}
}

func TestPrevalenceRefuses(t *testing.T) {
	ds := small().Store(t)
	for _, c := range []struct {
		spec compare.PrevalenceSpec
		want string
	}{
		{compare.PrevalenceSpec{By: []string{"contry"}}, `did you mean "country"?`},
		{compare.PrevalenceSpec{By: []string{"lang/lang"}}, "with itself"},
		{compare.PrevalenceSpec{By: []string{"lang/month/bloc/genre"}}, "at most 3"},
		{compare.PrevalenceSpec{By: []string{"all"}, Selection: compare.Selection{Territories: "parnt"}}, `did you mean "parent"?`},
		{compare.PrevalenceSpec{By: []string{"all"}, Voice: "quotd"}, `did you mean "quoted"?`},
		{compare.PrevalenceSpec{By: []string{"all"}, Codebook: "inventd"}, `did you mean "invented"?`},
		{compare.PrevalenceSpec{By: []string{"all"}, Frames: []string{"prise"}}, `did you mean "praise"?`},
	} {
		c.spec.Sampling = sampling()
		if _, err := compare.Prevalence(t.Context(), ds, c.spec); err == nil || !strings.Contains(err.Error(), c.want) || !errors.Is(err, compare.ErrQuestion) {
			t.Errorf("%+v: error %v, want one about the question that says %q", c.spec, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := compare.Prevalence(ctx, ds, compare.PrevalenceSpec{Sampling: sampling(), By: []string{"all"}}); err == nil {
		t.Error("a cancelled context gave no error")
	}
}

func TestContrast(t *testing.T) {
	ds := small().Store(t)
	filter := func(s string) compare.Filter {
		f, err := compare.ParseFilter(s)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	got, err := compare.Contrast(t.Context(), ds, compare.ContrastSpec{Sampling: sampling(), A: filter("country=KE"), B: filter("country=FR"), Frames: []string{"praise"}})
	if err != nil {
		t.Fatal(err)
	}
	d := got[0]
	if d.A.Positive != 3 || d.A.N != 4 || d.B.Positive != 2 || d.B.N != 4 || d.Stories != 7 {
		t.Errorf("sides %d/%d and %d/%d in %d stories, want 3/4, 2/4 and 7 (one story is on both sides)", d.A.Positive, d.A.N, d.B.Positive, d.B.N, d.Stories)
	}
	if d.Shares.Value != .25 || d.Shares.Method != "cluster_story" || !strings.Contains(d.Shares.Note, "one outlet") || d.Shares.Interval.Lo >= d.Shares.Interval.Hi {
		t.Errorf("difference %+v, want 0.25 with an interval over stories that says it is of one outlet a side", d.Shares)
	}
	none, err := compare.Contrast(t.Context(), ds, compare.ContrastSpec{Sampling: sampling(), A: filter("country=KE"), B: filter("country=FR"), Frames: []string{"blame"}})
	if err != nil {
		t.Fatal(err)
	}
	if m := none[0].Shares; m.Interval.Lo >= 0 || m.Interval.Hi <= 0 || m.Tested || none[0].Rows()[0].P != nil {
		t.Errorf("difference of nothing = %+v, want 0 inside an interval, and no test", m)
	}
	for _, c := range []struct{ a, b, want string }{
		{"country=KE", "lang=en", "not disjoint"},
		{"country=KE", "country=FRA", `no document has country=FRA (did you mean "FR"?)`},
		{"bloc=rign", "country=FR", `(did you mean "ring"?)`},
	} {
		_, err := compare.Contrast(t.Context(), ds, compare.ContrastSpec{Sampling: sampling(), A: filter(c.a), B: filter(c.b)})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s against %s: error %v, want one that says %q", c.a, c.b, err, c.want)
		}
	}
}

func TestCoverage(t *testing.T) {
	got, err := compare.Coverage(t.Context(), small().Store(t), compare.CoverageSpec{Targets: []string{body}, By: []string{"outlet", "bloc"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []compare.Count{
		{By: "outlet", Group: "east", Documents: 6, Target: 6, Coded: 5, Stories: 6, Paywalled: 1, Blocked: 1, Superseded: 1},
		{By: "outlet", Group: "west", Documents: 4, Target: 3, Coded: 3, Stories: 4},
	}
	if diff := cmp.Diff(want, got[:2], cmpopts.IgnoreFields(compare.Count{}, "Spec", "Attention")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if !slices.ContainsFunc(got, func(n compare.Count) bool { return n.By == "bloc" && n.Group == compare.GroupNone }) {
		t.Error("documents outside every bloc are not counted")
	}
}

func TestBlocEverAndFilters(t *testing.T) {
	ds := small().Store(t)
	c, err := compare.Load(t.Context(), ds)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []struct {
		filter string
		want   int
	}{
		{"", 9}, {"bloc=club", 4}, {"bloc_ever=club", 5}, {"bloc_ever!=club", 4}, {"bloc_ever=circle", 0},
		{"country=KE,country=FR", 9}, {"country=KE,month=2025-05", 1}, {"lang=zh", 0}, {"lang!=en", 0}, {"outlet=west,month!=2025-06", 1},
	} {
		f, err := compare.ParseFilter(k.filter)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for d := range c.All() {
			if c.Selects(compare.Selection{Filter: f}, d.ID) {
				n++
			}
		}
		if n != k.want {
			t.Errorf("%q chooses %d documents, want %d", k.filter, n, k.want)
		}
	}
}

func TestParseFilter(t *testing.T) {
	f, err := compare.ParseFilter(" lang=en, country!=US ,country=KE,country=FR, country=KE")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := f.String(), "country=FR,country=KE,country!=US,lang=en"; got != want {
		t.Errorf("canonical form %q, want %q", got, want)
	}
	for bad, want := range map[string]string{"country": "is not field=value", "contry=US": `did you mean "country"?`, "lang=": "has no value"} {
		if _, err := compare.ParseFilter(bad); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one that says %q", bad, err, want)
		}
	}
}

func FuzzParseFilter(f *testing.F) {
	f.Add("country=US,bloc!=x")
	f.Add("=,!=")
	f.Fuzz(func(t *testing.T, s string) {
		parsed, err := compare.ParseFilter(s)
		if err != nil {
			return
		}
		again, err := compare.ParseFilter(parsed.String())
		if err != nil || again.String() != parsed.String() {
			t.Errorf("%q reads back as %q, %v", parsed, again, err)
		}
	})
}
