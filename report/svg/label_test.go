package svg_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/report/svg"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text string
		room float64 // in parts of the font size
		want []string
	}{
		{"", 10, []string{}},
		{"Fills a gap", 10, []string{"Fills a gap"}},
		{"Doubts about neutrality, independence, credibility", 16, []string{"Doubts about neutrality,", "independence, credibility"}},
		{"Hong Kong as dispute-resolution hub", 11, []string{"Hong Kong as dispute-", "resolution hub"}},
		{"对中立性与公信力的质疑", 6, []string{"对中立性与公", "信力的质疑"}},
		{"填补空白，替代现有", 5, []string{"填补空白，", "替代现有"}},         // no comma at the start of a line
		{"与“一带一路”挂钩的倡议", 6.3, []string{"与“一带一路”", "挂钩的倡议"}}, // no closing mark there
		{"international mediation", 4, []string{"internati", "onal m…"}},
		{"  two \n words ", 20, []string{"two words"}},
	} {
		if diff := cmp.Diff(c.want, svg.Wrap(c.text, 1, c.room, 2)); diff != "" {
			t.Errorf("%q in %v (-want +got)\n%s", c.text, c.room, diff)
		}
	}
}

// TestWrapKeepsText breaks texts to every width: lines fit, and nothing is lost
// but spaces until an ellipsis says so.
func TestWrapKeepsText(t *testing.T) {
	bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for _, text := range []string{"Competition with rival seats and mediators (Singapore, London, Geneva, Doha)", "与新加坡、伦敦、日内瓦等调解地竞争（含多哈）", "IOMed 国际调解院 on the Belt-and-Road “一带一路” initiative", "المنظمة الدولية للوساطة في هونغ كونغ"} {
		for room := 2.0; room < 50; room += .7 {
			lines := svg.Wrap(text, 1, room, 2)
			got := strings.Join(lines, "")
			for _, l := range lines {
				if svg.Measure(l, 1) > room+1e-9 {
					t.Errorf("%q is wider than %v", l, room)
				}
				if strings.HasPrefix(l, "、") || strings.HasPrefix(l, "”") || strings.HasPrefix(l, "）") || strings.HasPrefix(l, ",") {
					t.Errorf("line %q begins with a closing mark", l)
				}
			}
			if cut, whole := strings.HasSuffix(got, "…"), bare(got) == bare(text); cut == whole || len(lines) > 2 {
				t.Errorf("%q in %v: %q", text, room, lines)
			}
		}
	}
}

func TestSpread(t *testing.T) {
	for _, c := range []struct{ wanted, heights, want []float64 }{
		{[]float64{10, 50}, []float64{12, 12}, []float64{10, 50}},             // apart: not moved
		{[]float64{50, 50}, []float64{10, 10}, []float64{45, 55}},             // both give way alike
		{[]float64{50, 52, 90}, []float64{10, 10, 10}, []float64{46, 56, 90}}, // the third stays
		{[]float64{1, 2}, []float64{10, 10}, []float64{5, 15}},                // the upper end
		{[]float64{99, 98}, []float64{10, 20}, []float64{95, 80}},             // the lower end, order of places
		{nil, nil, []float64{}},
	} {
		if diff := cmp.Diff(c.want, svg.Spread(c.wanted, c.heights, 0, 100)); diff != "" {
			t.Errorf("%v (-want +got)\n%s", c.wanted, diff)
		}
	}
}

// TestNothingToShow draws charts of nothing and of what is no number: an empty
// chart is no chart, and a missing number is not drawn as a zero.
func TestNothingToShow(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, c := range map[string]chart{
		"dots": svg.DotPlot{}, "bars": svg.StackedBars{}, "diverging": svg.Diverging{}, "time": svg.TimeSeries{}, "curve": svg.Curve{},
		"differences": svg.Differences{Rows: []svg.DifferenceRow{{Label: "x", Value: nan}}}, "timeline": svg.Timeline{Bins: []svg.Bin{{Start: day(0), End: day(1), Value: inf}}},
		"timeline of no length": svg.Timeline{Bins: []svg.Bin{{Start: day(0), End: day(0), Value: 3}}},
		"matrix":                svg.Matrix{Columns: []string{"a"}}, "matrix without columns": svg.Matrix{Rows: []svg.MatrixRow{{Label: "a"}}},
		"alluvial": svg.Alluvial{Stages: alluvial([]string{"a"}).Stages, Flows: []svg.Flow{{Value: nan}, {Value: 0}, {Value: -2}, {Stage: 7, Value: 1}, {To: 9, Value: 1}, {From: -1, Value: 1}}},
		"slope":    svg.Slope{Lines: []svg.SlopeLine{{Label: "x", From: .2, To: nan}}}, "multiples": svg.Multiples{},
	} {
		if got := c.SVG(); got != "" {
			t.Errorf("%s is not empty: %s", name, got)
		}
	}
	broken := differences([]string{"a", "b"}, "")
	broken.Rows[0].Interval, broken.Rows[0].Corrected, broken.Rows[1].Value = span(nan, 1), &svg.Estimate{Value: inf}, nan
	line := timeline([]string{"a"})
	line.Bins[3].Value, line.Events[0].Step.After.Value = nan, nan
	panels := multiples([]string{"a"})
	panels.Panels[0].Bars[0].Value, panels.Panels[0].Bars[1].Interval = nan, span(inf, nan)
	for name, c := range map[string]struct {
		chart
		without string
	}{
		"differences": {broken, `>b<`}, "timeline": {line, ">after<"}, "multiples": {panels, "0%"},
		"cells": {svg.Matrix{Columns: []string{"a"}, Rows: []svg.MatrixRow{{Label: "r", Cells: []svg.Cell{{Known: true, Value: nan}}}}}, ">0<"},
	} {
		got := c.SVG()
		if got == "" {
			t.Errorf("%s: what is known is not drawn", name)
		}
		for _, bad := range []string{"NaN", "Inf", c.without} {
			if strings.Contains(got, bad) {
				t.Errorf("%s holds %q: %s", name, bad, got)
			}
		}
	}
}

// TestZeroIsNotUnknown: a zero is written, what is not known is hatched with a
// dash, what is left out is neither.
func TestZeroIsNotUnknown(t *testing.T) {
	for _, heat := range []bool{false, true} {
		for _, c := range []struct {
			cell           svg.Cell
			zero, dash, on bool
		}{
			{svg.Cell{Known: true}, true, false, false}, {svg.Cell{}, false, true, true}, {svg.Cell{Omit: true, Known: true}, false, false, false},
		} {
			got := svg.Matrix{Head: svg.Head{ID: "m"}, Heat: heat, Columns: []string{"c"}, Rows: []svg.MatrixRow{{Label: "r", Cells: []svg.Cell{c.cell}}}}.SVG()
			if strings.Contains(got, ">0</text>") != c.zero || strings.Contains(got, ">–</text>") != c.dash || strings.Contains(got, "url(#m-h)") != c.on {
				t.Errorf("heat %v, %+v: %s", heat, c.cell, got)
			}
		}
	}
}

// TestMarksSayWhatStands: a mark is hollow where the difference does not stand,
// and a correction is another mark.
func TestMarksSayWhatStands(t *testing.T) {
	for _, stands := range []bool{false, true} {
		d := svg.Differences{Rows: []svg.DifferenceRow{{Label: "x", Value: .3, Stands: stands, Corrected: &svg.Estimate{Value: .2}}}}.SVG()
		s := svg.Slope{Lines: []svg.SlopeLine{{Label: "x", From: .3, To: .1, Stands: stands}}}.SVG()
		for name, c := range map[string]string{"differences": d, "slope": s} {
			if strings.Contains(c, "weak") == stands {
				t.Errorf("%s, stands %v: %s", name, stands, c)
			}
		}
		if !strings.Contains(d, `class="hollow s1"`) || !strings.Contains(d, ">+30<") {
			t.Errorf("no corrected mark or no number: %s", d)
		}
	}
}

// TestFlowsKeepTheirSum: the heights of the nodes of a stage are as their values.
func TestFlowsKeepTheirSum(t *testing.T) {
	a := svg.Alluvial{Stages: []svg.Stage{{Nodes: []svg.Node{{Label: "a"}, {Label: "b"}}}, {Nodes: []svg.Node{{Label: "c"}, {Label: "none"}}}},
		Flows: []svg.Flow{{From: 0, Value: 30}, {From: 1, Value: 10}}}
	got := a.SVG()
	for _, want := range []string{`height="180"`, `height="60"`, `height="240"`, ">30<", ">10<", ">40<"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if strings.Contains(got, "none") {
		t.Errorf("a node without flows is drawn: %s", got)
	}
}
