package compare_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/store"
)

// misread is a press of two countries, eight outlets and two languages. By hand 30 of
// 60 stories of each country have the frame; the program finds it in 27 and 3 others
// in Kenya, in 9 and none other in France. Every other story has a copy in a second
// outlet of its country. Hand codes are those of every third story.
func misread(change func(*compare.HandCode, int)) (comparetest.Set, []compare.HandCode) {
	var set comparetest.Set
	set.Frames = []string{"praise"}
	var codes []compare.HandCode
	for _, country := range []string{"KE", "FR"} {
		for i := range 4 {
			set.Sources = append(set.Sources, store.SourceRow{SourceID: fmt.Sprintf("%s%d", strings.ToLower(country), i), Country: country, OwnerType: "private_news"})
		}
		lang := map[string]string{"KE": "en", "FR": "zh-Hans"}[country]
		for i := range 60 {
			hand := i%2 == 0
			auto := hand && i >= 6 || i == 1 || i == 3 || i == 5
			if country == "FR" {
				auto = hand && i < 18
			}
			for c := range 1 + i/2%2 {
				d := comparetest.Doc{Source: fmt.Sprintf("%s%d", strings.ToLower(country), (i+c)%4), URL: fmt.Sprintf("https://%s.example/%d/%d", country, i, c), Lang: lang, Published: "2025-06-01",
					Story: fmt.Sprintf("%s-%d", country, i), Title: "On the Body", Text: fmt.Sprintf("Today the Body spoke of harmony, 机构, at %s %d %d.", country, i, c)}
				if auto {
					d.Marks = []comparetest.Mark{{Text: "harmony", Frame: "praise"}}
				}
				set.Docs = append(set.Docs, d)
				if c > 0 || i%3 != 0 {
					continue
				}
				code := compare.HandCode{Doc: d.ID(), Frame: "praise", Probability: 1.0 / 3, Round: "simple/1"}
				if hand {
					code.Value = 1
				}
				if change != nil {
					change(&code, i)
				}
				codes = append(codes, code)
			}
		}
	}
	return set, codes
}

func corrections(t *testing.T, set comparetest.Set, codes []compare.HandCode, question func(*compare.Corpus, *compare.HandCodes) (*compare.Corrections, error)) *compare.Corrections {
	t.Helper()
	c, err := compare.Load(context.Background(), set.Store(t))
	if err != nil {
		t.Fatal(err)
	}
	hand, err := compare.NewHandCodes(comparetest.Codebook, codes)
	if err != nil {
		t.Fatal(err)
	}
	out, err := question(c, hand)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func byCountry(c *compare.Corpus, hand *compare.HandCodes) (*compare.Corrections, error) {
	return c.CorrectPrevalence(context.Background(), compare.PrevalenceSpec{Sampling: sampling(), By: []string{"all", "country"}, MinDocs: 1}, hand)
}

func contrasted(c *compare.Corpus, hand *compare.HandCodes) (*compare.Corrections, error) {
	a, errA := compare.ParseFilter("country=KE")
	b, errB := compare.ParseFilter("country=FR")
	if err := errors.Join(errA, errB); err != nil {
		return nil, err
	}
	return c.CorrectContrast(context.Background(), compare.ContrastSpec{Sampling: sampling(), A: a, B: b, MinDocs: 1}, hand)
}

// TestCorrectedByHand: the design-based value is what the formula gives by hand, with
// copies that share the code of their story.
func TestCorrectedByHand(t *testing.T) {
	set, codes := misread(nil)
	want := map[string]float64{}
	auto, n, lift := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, country := range []string{"KE", "FR"} {
		for i := range 60 {
			copies := float64(1 + i/2%2)
			hand, found := i%2 == 0, i%2 == 0 && i >= 6 || i == 1 || i == 3 || i == 5
			if country == "FR" {
				found = i%2 == 0 && i < 18
			}
			n[country] += copies
			if found {
				auto[country] += copies
			}
			if i%3 == 0 && hand != found {
				sign := 1.0
				if found {
					sign = -1
				}
				lift[country] += 3 * sign * copies
			}
		}
		want[country] = (auto[country] + lift[country]) / n[country]
	}
	got := corrections(t, set, codes, byCountry)
	if len(got.List) != 3 {
		t.Fatalf("%d corrections, want of all, FR and KE", len(got.List))
	}
	for _, r := range got.List[1:] {
		best, ok := r.Best()
		if !ok || best.Method != "dsl" || math.Abs(best.Value-want[r.Group]) > 1e-12 {
			t.Errorf("%s: %+v (%s), want %v", r.Group, best, r.Refused, want[r.Group])
		}
		if r.Coded != 20 || r.CodedPositive != 10 || len(r.Methods) != 3 {
			t.Errorf("%s: %d coded, %v with the frame, %d methods", r.Group, r.Coded, r.CodedPositive, len(r.Methods))
		}
	}
	difference := corrections(t, set, codes, contrasted)
	best, _ := difference.List[0].Best()
	if math.Abs(best.Value-(want["KE"]-want["FR"]))+math.Abs(best.A-want["KE"])+math.Abs(best.B-want["FR"]) > 1e-12 {
		t.Errorf("difference %+v, want %v", best, want["KE"]-want["FR"])
	}
	for _, row := range append(got.Rows(), difference.Rows()...) {
		if row.Preferred || row.CILo == nil || !(*row.CILo <= row.Value && row.Value <= *row.CIHi) || row.SE == nil || !strings.Contains(row.Spec, `"codes":"`) {
			t.Errorf("row %+v", row)
		}
	}
}

// TestErrorsThatDiffer: that the program misses more in one country is told.
func TestErrorsThatDiffer(t *testing.T) {
	set, codes := misread(nil)
	said := strings.Join(corrections(t, set, codes, contrasted).Sentences(nil), "\n")
	if !strings.Contains(said, "The sensitivity of the program for praise differs: 0.9") || !strings.Contains(said, "in country=KE, 0.27 elsewhere") {
		t.Errorf("said %q", said)
	}
	if strings.Contains(said, "specificity") {
		t.Errorf("said %q", said)
	}
}

// TestRefusals: what hand codes do not warrant is not corrected, and it says why.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name      string
		change    func(*compare.HandCode, int)
		want      string
		unchanged bool // the correction stands
	}{
		{name: "too few", change: func(h *compare.HandCode, i int) {
			if i < 3 {
				h.Doc = "elsewhere"
			}
		}, want: "Not corrected in KE: too few hand codes: 19 of 20 stories that are needed (praise)."},
		{name: "few with the frame", change: func(h *compare.HandCode, i int) {
			if i >= 24 {
				h.Value = 0
			}
		}, want: "Not corrected in KE: too few hand codes with the frame: 4 of 5 that are needed (praise)."},
		{name: "few without it, of coders who are split", change: func(h *compare.HandCode, _ int) { h.Value = 1 - (1-h.Value)*.25 },
			want: "Not corrected in KE: too few hand codes without the frame: 2.5 of 5 that are needed (praise)."},
		{name: "another population", change: func(h *compare.HandCode, _ int) { h.Probability = .9 },
			want: "Not corrected in KE: the sample was drawn from other stories: by its probabilities the hand-coded ones stand for about 22, and there are 60 (praise)."},
		{name: "no probabilities", change: func(h *compare.HandCode, _ int) { h.Probability = 0 },
			want: "In KE: no dsl: it is not known with which probability units were drawn to be coded by hand.", unchanged: true},
		{name: "some without probability", change: func(h *compare.HandCode, i int) {
			if i == 3 {
				h.Probability = 0
			}
		}, want: "2 hand codes of a frame are not used: with which probability their texts were drawn is not known, and for others it is."},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, codes := misread(c.change)
			got := corrections(t, set, codes, byCountry)
			said := strings.Join(got.Sentences(nil), "\n")
			if !strings.Contains(said, c.want) {
				t.Errorf("said\n%s\nwant\n%s", said, c.want)
			}
			ke := got.List[len(got.List)-1]
			if best, ok := ke.Best(); ok != c.unchanged || c.unchanged && (best.Method != "ppi" || best.Assumption == "") {
				t.Errorf("%s: corrected %v: %+v", ke.Group, ok, best)
			}
		})
	}
}

// TestRoundsAreJoined: two samples of half the size each, whose probabilities are
// their own, give what one of the whole size does.
func TestRoundsAreJoined(t *testing.T) {
	set, one := misread(nil)
	_, two := misread(func(h *compare.HandCode, i int) { h.Probability, h.Round = 1.0/6, fmt.Sprintf("simple/%d", i/3%2) })
	a, b := corrections(t, set, one, byCountry), corrections(t, set, two, byCountry)
	for i := range a.List {
		x, _ := a.List[i].Best()
		y, _ := b.List[i].Best()
		if math.Abs(x.Value-y.Value) > 1e-12 || math.Abs(x.SE-y.SE) > 1e-12 {
			t.Errorf("%s: %v ± %v in one round, %v ± %v in two", a.List[i].Group, x.Value, x.SE, y.Value, y.SE)
		}
	}
}

// TestNothingToCorrect: a voice, a codebook that nobody coded, and a language that
// nobody read.
func TestNothingToCorrect(t *testing.T) {
	set, codes := misread(nil)
	c, err := compare.Load(context.Background(), set.Store(t))
	if err != nil {
		t.Fatal(err)
	}
	hand, err := compare.NewHandCodes("another", codes)
	if err != nil {
		t.Fatal(err)
	}
	spec := compare.PrevalenceSpec{Sampling: sampling(), By: []string{"all"}, MinDocs: 1}
	if got, err := c.CorrectPrevalence(context.Background(), spec, hand); err != nil || len(got.List) != 0 {
		t.Errorf("another codebook: %+v, %v", got, err)
	}
	spec.Voice = compare.VoiceQuoted
	if _, err := c.CorrectPrevalence(context.Background(), spec, hand); !errors.Is(err, compare.ErrQuestion) {
		t.Errorf("quoted voice: %v", err)
	}
	set, codes = misread(func(h *compare.HandCode, _ int) { h.Round = "x" })
	var english []compare.HandCode
	for i, code := range codes {
		if i < 20 {
			english = append(english, code)
		}
	}
	got := corrections(t, set, english, byCountry)
	if said := strings.Join(got.Sentences(nil), "\n"); !strings.Contains(said, "In all: no text in zh was coded by hand (90 documents).") {
		t.Errorf("said %q", said)
	}
}

// TestCurveHasTheCorrection as one more specification, or says why not.
func TestCurveHasTheCorrection(t *testing.T) {
	set, codes := misread(nil)
	c, err := compare.Load(t.Context(), set.Store(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []struct {
		name  string
		codes []compare.HandCode
		voice compare.Voice
		want  string // there, refused or absent
	}{{"enough codes", codes, compare.VoiceAll, "there"}, {"a few codes", codes[:10], compare.VoiceAll, "refused"}, {"a voice", codes, compare.VoiceAuthor, "absent"}, {"none", nil, compare.VoiceAll, "absent"}} {
		spec := compare.CurveSpec{Sampling: sampling(), A: filter(t, "country=KE"), B: filter(t, "country=FR"), Frame: "praise", Voice: k.voice, MinDocs: 1}
		if k.codes != nil {
			if spec.Hand, err = compare.NewHandCodes(comparetest.Codebook, k.codes); err != nil {
				t.Fatal(err)
			}
		}
		curve, err := c.Curve(t.Context(), spec)
		if err != nil {
			t.Fatal(err)
		}
		is := func(s compare.Specification) bool { return s.String() == "coder=corrected" }
		at, out := slices.IndexFunc(curve.Specifications, is), slices.IndexFunc(curve.LeftOut, is)
		got := "absent"
		if at >= 0 {
			got = "there"
		} else if out >= 0 && curve.LeftOut[out].Why != "" {
			got = "refused"
		}
		if got != k.want {
			t.Errorf("%s: the correction is %s, want %s", k.name, got, k.want)
		}
		if k.want != "there" {
			continue
		}
		direct, err := contrasted(c, spec.Hand)
		if err != nil {
			t.Fatal(err)
		}
		best, _ := direct.List[0].Best()
		s := curve.Specifications[at]
		if s.Measure != best.Measure || math.Abs(s.A.Share-s.B.Share-s.Value) > 1e-12 || s.Value == curve.Settings.Value {
			t.Errorf("corrected on the curve %+v, in the contrast %+v", s.Measure, best.Measure)
		}
	}
}
