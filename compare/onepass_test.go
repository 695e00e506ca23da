package compare

import (
	"errors"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/compare/comparetest"
	"framewatch/store"
)

// keynessSpecs ask all that a suite may ask at once: languages that share a
// table, sides that overlap between contrasts, scripts and a language in which
// a side has no words.
func keynessSpecs(t *testing.T) []KeynessSpec {
	t.Helper()
	var out []KeynessSpec
	for _, sides := range [][2]string{{"bloc=iomed-signatories", "bloc_ever!=iomed-signatories"}, {"country=KE", "country=US"}, {"owner_type=private_news", "owner_type=state_media"}} {
		a, errA := ParseFilter(sides[0])
		b, errB := ParseFilter(sides[1])
		if err := errors.Join(errA, errB); err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"en", "zh", "zh-Hant", "fr", "ar"} {
			out = append(out, KeynessSpec{Selection: Selection{Targets: []string{comparetest.Target}}, Sampling: Sampling{0.95, 100, 3},
				A: a, B: b, Lang: lang, MinCount: 3, MinDocs: 2, MinSources: 2, Prior: 50, Top: 15})
		}
	}
	out[0].IncludePaywalled, out[0].Targets, out[0].Top = true, nil, 0
	out[1].Only = []string{"调解", "大国"}
	return out
}

// TestOnePassGivesTheNumbersOfManyPasses compares what one pass
// over the columns answers for all comparisons with a computation of each by
// itself from rows.
func TestOnePassGivesTheNumbersOfManyPasses(t *testing.T) {
	wide := t.TempDir()
	if err := (comparetest.Wide{Docs: 300, Terms: 40}).StoreIn(wide); err != nil {
		t.Fatal(err)
	}
	big, err := store.Open(wide)
	if err != nil {
		t.Fatal(err)
	}
	for name, ds := range map[string]*store.Dataset{"invented texts": comparetest.Invented(150).Store(t), "invented tables": big} {
		c, err := Load(t.Context(), ds)
		if err != nil {
			t.Fatal(err)
		}
		for _, keep := range []int{keptWords, 0} { // 0: the table is read twice
			var list []*keyness
			var specs []KeynessSpec
			for _, spec := range keynessSpecs(t) {
				if k, err := c.newKeyness(spec); err == nil {
					list, specs = append(list, k), append(specs, spec)
				}
			}
			if err := c.keynessOf(t.Context(), ds, list, keep); err != nil {
				t.Fatal(err)
			}
			answered := 0
			for i, spec := range specs {
				want, wantErr := c.plainKeyness(t.Context(), ds, spec)
				if wantErr != nil || list[i].err != nil {
					if !errors.Is(wantErr, errNoWords) || list[i].err == nil || list[i].err.Error() != wantErr.Error() {
						t.Errorf("%s: error %v, want %v", name, list[i].err, wantErr)
					}
					continue
				}
				answered++
				if diff := gocmp.Diff(want, list[i].result, gocmp.AllowUnexported(Filter{}, clause{}), cmpopts.EquateApprox(1e-9, 0)); diff != "" {
					t.Errorf("%s, %s against %s in %s, %d bytes kept (-rows +columns)\n%s", name, spec.A, spec.B, spec.Lang, keep, diff)
				}
			}
			if answered < 4 || answered == len(specs) {
				t.Errorf("%s: %d of %d comparisons have words on both sides; want some, but not all", name, answered, len(specs))
			}
		}
	}
}

// TestWordLogHoldsEverythingOrNothing: what is kept of a pass comes back as it
// was added, over many blocks, in the order that is asked for; past the limit
// there is nothing.
func TestWordLogHoldsEverythingOrNothing(t *testing.T) {
	lexicons := []*lexicon{{at: 0}, {at: 1}}
	type stretch struct {
		doc   int32
		words []wordCount
	}
	added := map[*lexicon][]stretch{}
	fill := func(limit int) *wordLog {
		log := &wordLog{limit: limit}
		for doc := range int32(4000) {
			s := stretch{doc * 1000, nil}
			for w := range 1 + doc%300 {
				s.words = append(s.words, wordCount{w * doc, 1 + w%9})
			}
			l := lexicons[doc%2]
			added[l] = append(added[l], s)
			log.add(l, s.doc, s.words)
		}
		return log
	}
	log := fill(1 << 30)
	if len(log.blocks) < 2 || !log.complete() {
		t.Fatalf("%d blocks, complete %v; want several", len(log.blocks), log.complete())
	}
	backwards := func(a, b int32) int { return int(b - a) }
	for _, sorted := range []bool{false, true} {
		for _, l := range lexicons {
			var got []stretch
			log.each(l, func(doc int32, words []wordCount) { got = append(got, stretch{doc, slices.Clone(words)}) })
			if !slices.EqualFunc(added[l], got, func(a, b stretch) bool { return a.doc == b.doc && slices.Equal(a.words, b.words) }) {
				t.Errorf("sorted %v: what came back is not what was added", sorted)
			}
			slices.Reverse(added[l])
		}
		log.sortBy(backwards)
	}
	if small := fill(100); small.complete() || len(small.blocks)+len(small.stretches) > 0 {
		t.Errorf("past the limit %d blocks and %d stretches are kept, complete %v", len(small.blocks), len(small.stretches), small.complete())
	}
}
