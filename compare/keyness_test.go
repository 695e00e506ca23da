package compare_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/compare/kwic"
	"framewatch/compare/stats"
	"framewatch/store"
)

// wordy has two outlets on each side. "amber" marks the east in four stories;
// "cobalt" is as frequent there but stands in one story and its copy, and
// "sable" in one outlet only.
func wordy() comparetest.Set {
	s := comparetest.Set{Frames: []string{"any"}}
	for _, id := range []string{"e1", "e2", "w1", "w2"} {
		s.Sources = append(s.Sources, store.SourceRow{SourceID: id, Name: id, Country: map[byte]string{'e': "KE", 'w': "FR"}[id[0]], OwnerType: "private_news"})
	}
	add := func(source, story, text string) {
		s.Docs = append(s.Docs, comparetest.Doc{Source: source, URL: fmt.Sprintf("https://%s.example/%d", source, len(s.Docs)), Lang: "en",
			Published: "2025-06-01", Story: story, Title: "t", Text: text})
	}
	for i := range 4 {
		add([]string{"e1", "e2"}[i%2], "", "amber amber plain plain plain")
		add([]string{"w1", "w2"}[i%2], "", "plain plain plain plain birch")
	}
	for range 3 {
		add("e1", "", "sable sable plain")
	}
	add("e1", "wire", "cobalt cobalt cobalt cobalt")
	add("e2", "wire", "cobalt cobalt cobalt cobalt")
	s.Docs = append(s.Docs, comparetest.Doc{Source: "w1", URL: "https://w1.example/zh", Lang: "zh-Hans", Published: "2025-06-01", Title: "t", Text: "调解调解"})
	return s
}

func keynessSpec(t *testing.T) compare.KeynessSpec {
	t.Helper()
	a, errA := compare.ParseFilter("country=KE")
	b, errB := compare.ParseFilter("country=FR")
	if err := errors.Join(errA, errB); err != nil {
		t.Fatal(err)
	}
	return compare.KeynessSpec{Sampling: sampling(), A: a, B: b, Lang: "en", MinCount: 3, MinDocs: 2, MinSources: 2, Prior: 10}
}

func TestKeyness(t *testing.T) {
	ds := wordy().Store(t)
	r, err := compare.Keyness(t.Context(), ds, keynessSpec(t))
	if err != nil {
		t.Fatal(err)
	}
	if r.NA != 37 || r.NB != 20 || r.DocsA != 9 || r.DocsB != 4 || r.Tested != 5 {
		t.Errorf("words %d and %d in documents %d and %d, %d tested; want 37, 20, 9, 4 and 5", r.NA, r.NB, r.DocsA, r.DocsB, r.Tested)
	}
	var words []string
	for _, w := range r.Words {
		words = append(words, fmt.Sprintf("%s %v", w.Term, w.MarksA))
	}
	if diff := cmp.Diff([]string{"amber true", "plain false", "birch false"}, words); diff != "" {
		t.Fatalf("words that are dispersed (-want +got)\n%s", diff)
	}
	amber := r.Words[0]
	f := stats.Frequencies{A: 8, B: 0, NA: 37, NB: 20}
	want := compare.KeyWord{Term: "amber", Length: 1, MarksA: true, Count: f, DocsA: 4, Stories: 4, Outlets: 2, G2: stats.G2(f), PWords: stats.PValue(stats.G2(f))}
	ignore := cmpopts.IgnoreFields(compare.KeyWord{}, "LogRatio", "P", "PAdj", "Effective", "Dispersion", "LogOdds", "Z", "Examples")
	if diff := cmp.Diff(want, amber, ignore); diff != "" {
		t.Errorf("amber (-want +got)\n%s", diff)
	}
	if l := amber.LogRatio; l.Value != stats.LogRatio(f) || l.Interval.Lo > l.Value || l.Interval.Hi < l.Value || l.Method != "rate_two_way" {
		t.Errorf("log ratio %+v, want %v inside its interval", l, stats.LogRatio(f))
	}
	// Of 37 words on the side e1 has 23 and 4 of the 8 ambers, e2 14 and 4.
	if want := (23.0/37 - .5) / (1 - 14.0/37); math.Abs(amber.Dispersion-want) > 1e-12 {
		t.Errorf("dispersion %v, want %v", amber.Dispersion, want)
	}
	if amber.P < .333 || amber.Survives || r.Surviving != 0 {
		t.Errorf("p = %v and %d words survive; two outlets on each side cannot be told from chance: one division of them in three is as extreme", amber.P, r.Surviving)
	}
	if amber.PAdj < amber.P || len(amber.Examples) != 4 {
		t.Errorf("adjusted p %v of %v, %d examples; want a greater p and 4 examples", amber.PAdj, amber.P, len(amber.Examples))
	}
	prior := 10 * 8.0 / 57
	delta := math.Log((8+prior)/(37+10-8-prior)) - math.Log(prior/(20+10-prior))
	if z := delta / math.Sqrt(1/(8+prior)+1/prior); math.Abs(z-amber.Z) > 1e-12 {
		t.Errorf("z = %v, want %v", amber.Z, z)
	}
}

func TestKeynessChoosesOnly(t *testing.T) {
	spec := keynessSpec(t)
	spec.Only, spec.MinDocs, spec.MinSources = []string{"cobalt"}, 1, 1
	r, err := compare.Keyness(t.Context(), wordy().Store(t), spec)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Words) != 1 || r.Tested != 5 || r.Words[0].DocsA != 2 || r.Words[0].Stories != 1 {
		t.Errorf("%d words of %d tested: %+v; want cobalt in 2 documents of 1 story, of 5", len(r.Words), r.Tested, r.Words)
	}
}

func TestKeynessRefuses(t *testing.T) {
	ds := wordy().Store(t)
	for _, c := range []struct {
		name, a, b, lang, want string
		languages              bool
	}{
		{"no language", "country=KE", "country=FR", "", "no language is named", true},
		{"sides in two languages", "lang=en", "lang=zh-Hans", "en", "different languages", true},
		{"not disjoint", "country=KE", "outlet=e1", "en", "not disjoint", false},
		{"a side without words", "country=KE", "country=FR", "zh", "has no words in language zh", false},
		{"an empty side", "country=KE", "country=GB", "en", "has no documents", false},
	} {
		spec := keynessSpec(t)
		spec.Lang = c.lang
		var errs [2]error
		spec.A, errs[0] = compare.ParseFilter(c.a)
		spec.B, errs[1] = compare.ParseFilter(c.b)
		if err := errors.Join(errs[:]...); err != nil {
			t.Fatal(err)
		}
		_, err := compare.Keyness(t.Context(), ds, spec)
		if err == nil || !strings.Contains(err.Error(), c.want) || errors.Is(err, compare.ErrLanguages) != c.languages {
			t.Errorf("%s: error %v, want one that says %q", c.name, err, c.want)
		}
	}
}

// estimates runs the suite.
func estimates(t *testing.T, ds *store.Dataset, cfg compare.Config) []store.EstimateRow {
	t.Helper()
	study, err := compare.Run(t.Context(), ds, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return study.Suite.Rows()
}

// TestSuiteIsRecomputable holds the promise of table estimates: keys are
// unique, the order is the same each time, and each row's spec gives its
// number again.
func TestSuiteIsRecomputable(t *testing.T) {
	ds := comparetest.Invented(50).Store(t)
	cfg := compare.Default()
	cfg.Targets, cfg.Bootstrap = []string{comparetest.Target}, 100
	rows := estimates(t, ds, cfg)
	if diff := cmp.Diff(rows, estimates(t, ds, cfg)); diff != "" {
		t.Fatalf("a second run differs\n%s", diff)
	}
	seen := map[string]bool{}
	questions := map[string]int{}
	for i, row := range rows {
		key := strings.Join([]string{row.Question, row.Spec, row.Dimension, row.GroupName, row.Item, row.Statistic, row.Method}, "\x00")
		if seen[key] {
			t.Errorf("two rows with the key %q", key)
		}
		seen[key] = true
		questions[row.Question]++
		if math.IsNaN(row.Value) || math.IsInf(row.Value, 0) {
			t.Errorf("value %v in %+v", row.Value, row)
		}
		if i%197 != 0 && (row.Question != "keyness" || i%23 != 0) {
			continue
		}
		got, err := compare.Recompute(t.Context(), ds, row)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(row, got); diff != "" {
			t.Errorf("recomputed (-stored +again)\n%s", diff)
		}
	}
	for _, q := range []string{"prevalence", "contrast", "coverage", "keyness", "naming"} {
		if questions[q] == 0 {
			t.Errorf("the suite answers no question %q", q)
		}
	}
	row := rows[0]
	row.Spec = strings.Replace(row.Spec, "targets", "tragets", 1)
	if _, err := compare.Recompute(t.Context(), ds, row); err == nil {
		t.Error("a spec with an unknown field was recomputed")
	}
}

func TestSuiteOfLittle(t *testing.T) {
	for name, set := range map[string]comparetest.Set{"no documents": {}, "one document": {Frames: []string{"f"}, Docs: []comparetest.Doc{{Source: "x", URL: "https://x.example/", Lang: "en", Text: "Alone."}}}} {
		if _, err := compare.Run(t.Context(), set.Store(t), compare.Default()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestStudyIsComputedOnce: the study that a run hands on is taken as it is until
// a row or a setting changes.
func TestStudyIsComputedOnce(t *testing.T) {
	dir := t.TempDir()
	if err := comparetest.Invented(20).StoreIn(dir); err != nil {
		t.Fatal(err)
	}
	open := func() *store.Dataset {
		ds, err := store.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		return ds
	}
	renew := func(old *compare.Study, cfg compare.Config) *compare.Study {
		s, err := compare.Renew(t.Context(), old, open(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	cfg := compare.Default()
	cfg.Bootstrap = 100
	first := renew(nil, cfg)
	if renew(first, cfg) != first {
		t.Error("nothing changed, and the suite was computed again")
	}
	other := cfg
	other.Seed++
	if renew(first, other) == first {
		t.Error("another seed, and the old suite was taken")
	}
	b, err := open().Begin(store.RunRow{RunID: "20260116T060000Z-0001"})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := store.Append(b, store.DocumentRow{DocID: "new", SourceID: "harbour-post", URL: "https://harbour-post.example/new", Lang: "en", RunID: "20260116T060000Z-0001"}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	if renew(first, cfg) == first {
		t.Error("a row was added, and the old suite was taken")
	}
}

// TestSuiteByMoreDimensions: dimensions that are asked for later have the
// numbers that they have in a suite with all of them.
func TestSuiteByMoreDimensions(t *testing.T) {
	ds := comparetest.Invented(60).Store(t)
	cfg := compare.Default()
	cfg.Bootstrap = 100
	all, err := compare.Run(t.Context(), ds, cfg)
	if err != nil {
		t.Fatal(err)
	}
	cfg.By = []string{"lang"}
	some, err := compare.Run(t.Context(), ds, cfg)
	if err != nil {
		t.Fatal(err)
	}
	more, err := some.SuiteBy(t.Context(), "lang", "all", "country", "country")
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []string{"lang", "all", "country"} {
		others := func(c compare.Count) bool { return c.By != by }
		counts := func(s *compare.Suite) []compare.Count { return slices.DeleteFunc(slices.Clone(s.Coverage), others) }
		if diff := cmp.Diff(counts(all.Suite), counts(more)); diff != "" || len(counts(more)) == 0 {
			t.Errorf("coverage by %s\n%s", by, diff)
		}
		estimates := func(s *compare.Suite) []compare.Estimate {
			return slices.DeleteFunc(slices.Clone(s.Prevalence), func(e compare.Estimate) bool { return e.By != by })
		}
		if diff := cmp.Diff(estimates(all.Suite), estimates(more), cmpopts.EquateNaNs()); diff != "" || len(estimates(more)) == 0 {
			t.Errorf("prevalence by %s\n%s", by, diff)
		}
	}
	if again, err := all.SuiteBy(t.Context(), "all", "month"); err != nil || again != all.Suite {
		t.Errorf("no dimension is new, and the suite is another (%v)", err)
	}
}

func TestNaming(t *testing.T) {
	s := comparetest.Set{Frames: []string{"f"}, Docs: []comparetest.Doc{{Source: "x", URL: "https://x.example/", Lang: "en",
		Text: "The Body, in Chinese 调停处, is the Body.", Marks: []comparetest.Mark{
			{Text: "The Body", Entity: body}, {Text: "调停处", Entity: body, Variant: "mistranslation"}, {Text: "the Body", Entity: body}}}}}
	ds := s.Store(t)
	c, err := compare.Load(t.Context(), ds)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Naming(t.Context(), ds, compare.NamingSpec{Selection: compare.Selection{Targets: []string{body}}, By: []string{"lang"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []compare.Name{
		{By: "lang", Group: "en", Variant: "official", Surface: "The Body", Mentions: 1, Documents: 1},
		{By: "lang", Group: "en", Variant: "official", Surface: "the Body", Mentions: 1, Documents: 1},
		{By: "lang", Group: "zh-Hans", Variant: "mistranslation", Surface: "调停处", Mentions: 1, Documents: 1},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(compare.Name{}, "Spec")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestConcordance(t *testing.T) {
	ds := small().Store(t)
	c, err := compare.Load(t.Context(), ds)
	if err != nil {
		t.Fatal(err)
	}
	r, err := kwic.Find(t.Context(), ds, c, kwic.Query{Selection: compare.Selection{Targets: []string{body}}, Frames: []string{"praise"}, Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	if r.Total != 4 || r.Documents != 4 || len(r.Lines) != 3 {
		t.Errorf("%d lines of %d in %d documents, want 3 of 4 in 4: negated hits and documents that do not count stay out", len(r.Lines), r.Total, r.Documents)
	}
	quoted, err := kwic.Find(t.Context(), ds, c, kwic.Query{Frames: []string{"praise"}, Voice: compare.VoiceQuoted})
	if err != nil {
		t.Fatal(err)
	}
	want := []kwic.Line{{Place: kwic.Place{Start: 24, End: 31, Frame: "praise", Term: "harmony", Voice: "direct_quote", Speaker: "Ada Quill"},
		Before: "Today the Body spoke of ", Key: "harmony", After: " at c.", Lang: "en", Source: "east", Outlet: "The East", Country: "KE",
		Date: "2025-05-31", Title: "On the Body", URL: "https://east.example/c", WARCFile: "warc/20260115T060000Z-7e57-0000.warc.gz", WARCOffset: 6 * 4096}}
	if diff := cmp.Diff(want, quoted.Lines, cmpopts.IgnoreFields(kwic.Place{}, "DocID")); diff != "" {
		t.Errorf("quoted (-want +got)\n%s", diff)
	}
	mentions, err := kwic.Find(t.Context(), ds, c, kwic.Query{Selection: compare.Selection{Targets: []string{body}}, Mentions: true})
	if err != nil {
		t.Fatal(err)
	}
	if mentions.Total != 8 || mentions.Lines[0].Key != "the Body" || mentions.Lines[0].Variant != "official" {
		t.Errorf("mentions: %d, first %+v; want 8 of the Body", mentions.Total, mentions.Lines[0])
	}
}
