package compare_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/store"
)

// press is a corpus of outlets, each with documents of which so many have the
// frame "praise"; side a is KE, b is FR. All have or lack "blame" by turns.
func press(a, b []int, documents int) comparetest.Set {
	set := comparetest.Set{Frames: []string{"blame", "praise"}}
	for side, outlets := range [][]int{a, b} {
		for i, positive := range outlets {
			id := fmt.Sprintf("%c%02d", 'a'+side, i)
			set.Sources = append(set.Sources, store.SourceRow{SourceID: id, Name: strings.ToUpper(id), Country: []string{"KE", "FR"}[side]})
			for n := range documents {
				d := comparetest.Doc{Source: id, URL: fmt.Sprintf("https://%s.example/%d", id, n), Lang: "en", Text: fmt.Sprintf("harmony and discord %s %d", id, n), Published: "2025-06-01"}
				if n < positive {
					d.Marks = append(d.Marks, comparetest.Mark{Text: "harmony", Frame: "praise"})
				}
				if n%2 == 0 {
					d.Marks = append(d.Marks, comparetest.Mark{Text: "discord", Frame: "blame"})
				}
				set.Docs = append(set.Docs, d)
			}
		}
	}
	return set
}

func repeated(v, n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = v
	}
	return out
}

// TestContrastOfOutlets: what a difference rests on decides how sure it is.
func TestContrastOfOutlets(t *testing.T) {
	for _, k := range []struct {
		name     string
		a, b     []int
		method   string // preferred
		stands   bool
		survives bool
	}{
		{"many outlets that agree", repeated(7, 22), repeated(2, 22), "cluster_story_outlet", true, true},
		{"few outlets that agree", repeated(7, 8), repeated(2, 8), "", true, true},
		{"the same on both sides", []int{3, 5, 4, 4, 6, 2}, []int{4, 4, 3, 5, 2, 6}, "", false, false},
		{"one outlet makes the difference", []int{10, 2, 2, 2, 2, 2}, repeated(2, 6), "", false, false},
		{"three outlets a side cannot be told from chance", repeated(7, 3), repeated(2, 3), "", false, false},
	} {
		t.Run(k.name, func(t *testing.T) {
			got, err := load(t, press(k.a, k.b, 10)).Contrast(t.Context(), compare.ContrastSpec{Sampling: sampling(), A: filter(t, "country=KE"), B: filter(t, "country=FR")})
			if err != nil {
				t.Fatal(err)
			}
			blame, praise := got[0], got[1]
			m := praise.Shares
			if m.Stands() != k.stands || m.LeaveOut.Survives != k.survives {
				t.Errorf("stands %v, survives %v (%+v); want %v, %v", m.Stands(), m.LeaveOut.Survives, m, k.stands, k.survives)
			}
			if k.method != "" && m.Method != k.method {
				t.Errorf("interval by %s, want %s", m.Method, k.method)
			}
			if few := min(len(k.a), len(k.b)) < compare.FewOutlets; few != (m.Permuted.Method != "") {
				t.Errorf("permutation %+v with %d and %d outlets", m.Permuted, len(k.a), len(k.b))
			}
			for _, other := range []compare.Measure{m.TwoWay, m.Permuted} {
				if m.Permuted.Method != "" && other.Interval.Width() > m.Interval.Width()+1e-12 {
					t.Errorf("interval %v is narrower than that of %s, %v", m.Interval, other.Method, other.Interval)
				}
			}
			if m.Stands() != (m.P <= .05) {
				t.Errorf("interval %v and p = %v do not agree", m.Interval, m.P)
			}
			if m.PHolm < m.PAdj || m.PAdj < m.P || m.PHolm > 1 {
				t.Errorf("p = %v, adjusted %v and %v", m.P, m.PAdj, m.PHolm)
			}
			if blame.Shares.Value != 0 || blame.Shares.Stands() || !blame.Shares.Tested {
				t.Errorf("no difference at all: %+v", blame.Shares)
			}
			if m.LeaveOut.Outlets != len(k.a)+len(k.b) || m.LeaveOut.Range.Lo > m.Value+1e-12 || m.LeaveOut.Range.Hi < m.Value-1e-12 {
				t.Errorf("left out %+v of a difference of %v", m.LeaveOut, m.Value)
			}
			if k.name == "one outlet makes the difference" && m.LeaveOut.Decisive != "a00" {
				t.Errorf("%q decides, want a00", m.LeaveOut.Decisive)
			}
		})
	}
}

// TestContrastRows: both sides stand beside their difference, one row of each
// statistic is preferred, and p is adjusted for all frames, whichever is asked for
// again.
func TestContrastRows(t *testing.T) {
	ds := press([]int{7, 8, 6, 7, 9}, []int{2, 3, 2, 1, 2, 4}, 10).Store(t)
	got, err := compare.Contrast(t.Context(), ds, compare.ContrastSpec{Sampling: sampling(), A: filter(t, "country=KE"), B: filter(t, "country=FR")})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range got {
		quoted := map[string]int{}
		for _, row := range d.Rows() {
			if row.Preferred {
				quoted[row.Statistic]++
				if row.P == nil || row.PAdj == nil || row.PHolm == nil {
					t.Errorf("the preferred row of %s has no p: %+v", d.Frame, row)
				}
			}
			if *row.NA != 50 || *row.NB != 60 || *row.NOutletsA != 5 || *row.NOutletsB != 6 || *row.NStoriesA != 50 || row.N != 110 {
				t.Errorf("sides of %s: %+v", d.Frame, row)
			}
			if diff := *row.ValueA - *row.ValueB - row.Value; math.Abs(diff) > 1e-11 {
				t.Errorf("%s by %s: %v less %v is not %v", row.Statistic, row.Method, *row.ValueA, *row.ValueB, row.Value)
			}
			again, err := compare.Recompute(t.Context(), ds, row)
			if err != nil || *again.ValueA != *row.ValueA || again.Value != row.Value || (row.PAdj == nil) != (again.PAdj == nil) || row.PAdj != nil && *again.PAdj != *row.PAdj {
				t.Errorf("recomputed %+v as %+v, %v", row, again, err)
			}
		}
		if quoted["difference"] != 1 || quoted["weighted_difference"] != 1 {
			t.Errorf("%s prefers %v", d.Frame, quoted)
		}
	}
}

// TestCurve: every defensible choice is tried once, each number is that of the
// contrast it stands for, and the summary counts what is there.
func TestCurve(t *testing.T) {
	set := press([]int{7, 8, 6, 7, 9, 8}, []int{2, 3, 2, 1, 2, 4}, 10)
	for i := range set.Docs {
		d := &set.Docs[i]
		d.Relevance = []string{"main", "passing"}[i%2]
		d.MachineTranslated = i%5 == 0
		d.Genre = []string{"news", "opinion"}[i/3%2]
		d.Published = fmt.Sprintf("2025-06-%02d", 1+i%28)
		if i%7 == 0 && len(d.Marks) > 0 {
			d.Marks[0].Voice = "direct_quote"
		}
	}
	c := load(t, set)
	spec := compare.CurveSpec{Selection: compare.Selection{Target: comparetest.Target}, Sampling: compare.Sampling{Confidence: .95}, A: filter(t, "country=KE"), B: filter(t, "country=FR"), Frame: "praise", MinDocs: 5}
	curve, err := c.Curve(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]compare.Specification{}
	for _, s := range curve.Specifications {
		if _, twice := byName[s.String()]; twice {
			t.Errorf("%s is there twice", s)
		}
		byName[s.String()] = s
	}
	for name, filters := range map[string]string{"settings": "", "relevance=main": "relevance=main", "genre=news": "genre=news", "translated=out": "translated=no", "outlet=a03": "outlet!=a03",
		"voice=author": "", "copies=one_vote_a_story,relevance=main,voice=quoted": "relevance=main"} {
		got, ok := byName[name]
		if !ok {
			t.Errorf("%s is not on the curve", name)
			continue
		}
		voice := compare.VoiceAll
		if strings.Contains(name, "voice=") {
			_, v, _ := strings.Cut(name, "voice=")
			voice = compare.Voice(v)
		}
		want, err := c.Contrast(t.Context(), compare.ContrastSpec{Selection: compare.Selection{Target: comparetest.Target, Filter: filter(t, filters)}, Sampling: spec.Sampling, A: spec.A, B: spec.B, Frames: []string{"praise"}, Voice: voice, MinDocs: 5})
		if err != nil {
			t.Fatal(err)
		}
		m := want[0].Shares
		if strings.HasPrefix(name, "copies") {
			m = want[0].PerStory
		}
		if got.Measure != m.Measure || got.P != m.P {
			t.Errorf("%s: %+v, want %+v", name, got.Measure, m.Measure)
		}
	}
	// 2 copies x 2 relevances x 3 voices; genre, translated, three windows, 12 outlets.
	if n := len(curve.Specifications) + len(curve.LeftOut); n != 12+1+1+3+12 {
		t.Errorf("%d specifications, want 29", n)
	}
	sum := curve.Summary()
	if sum.N != len(curve.Specifications) || sum.Least > sum.Median || sum.Median > sum.Most || sum.Stand > sum.SameSign || sum.SameSign > sum.N || sum.Stand == 0 {
		t.Errorf("summary %+v", sum)
	}
	if !strings.Contains(fmt.Sprint(curve.LeftOut), "fewer than") && len(curve.LeftOut) > 0 {
		t.Errorf("left out without a reason: %v", curve.LeftOut)
	}
	if _, err := c.Curve(t.Context(), compare.CurveSpec{Sampling: spec.Sampling, A: spec.A, B: spec.B, Frame: "prise"}); err == nil || !strings.Contains(err.Error(), `did you mean "praise"`) {
		t.Errorf("a curve of an unknown frame: %v", err)
	}
}

// TestDividedIsContrastOfTheSameSides: sides that a function tells apart have the
// numbers of those that a filter does, but for what names them.
func TestDividedIsContrastOfTheSameSides(t *testing.T) {
	c, err := compare.Load(t.Context(), comparetest.Invented(40).Store(t))
	if err != nil {
		t.Fatal(err)
	}
	spec := compare.ContrastSpec{Selection: compare.Selection{Targets: []string{comparetest.Target}}, Sampling: compare.Sampling{Confidence: .95, Bootstrap: 100, Seed: 1}, MinDocs: 3}
	side := func(id string) (a, b bool) {
		d, _ := c.Doc(id)
		return d.OwnerType == "state_media", d.OwnerType == "private_news"
	}
	got, err := c.Divided(t.Context(), spec, side)
	if err != nil {
		t.Fatal(err)
	}
	spec.A, spec.B = filterOf(t, "owner_type=state_media"), filterOf(t, "owner_type=private_news")
	want, err := c.Contrast(t.Context(), spec)
	if err != nil || len(want) == 0 {
		t.Fatal(err, want)
	}
	for i := range want {
		want[i].Spec, want[i].A.Group, want[i].B.Group = "", "", ""
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs(), cmpopts.IgnoreUnexported(compare.LeaveOut{})); diff != "" {
		t.Error(diff)
	}
	if got, err = c.Divided(t.Context(), spec, func(string) (a, b bool) { return false, true }); err != nil || len(got) != len(comparetest.Frames()) || got[0].PerStory.Tested {
		t.Errorf("an empty side: %v, %v", got, err)
	}
	if _, err = c.Divided(t.Context(), spec, func(string) (a, b bool) { return true, true }); err == nil {
		t.Error("one document on both sides is no error")
	}
}
