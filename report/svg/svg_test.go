package svg_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/report/svg"
)

var update = flag.Bool("update", false, "write the golden files")

func span(lo, hi float64) *svg.Span { return &svg.Span{Lo: lo, Hi: hi} }

// charts are one of each kind, with foreign text in them.
func charts() map[string]string {
	hollow := 0.31
	const hostile = `<script>alert("1")</script>&'` + "\x00"
	return map[string]string{
		"dots": svg.DotPlot{Head: svg.Head{ID: "d", Title: "Shares " + hostile, Desc: "Two rows."}, Rows: []svg.DotRow{
			{Label: "Kenya", Note: "30", Dots: []svg.Dot{{Value: .4, Thick: span(.2, .6), Thin: span(.25, .55), Hollow: &hollow, Href: "#kenya", Tip: "Kenya: 12 of 30"}}},
			{Label: hostile, Note: "7", Dots: []svg.Dot{{Value: 0, Thin: span(0, .35), Weak: true}, {Value: .1, Series: 1}}},
		}}.SVG(),
		"dots-above": svg.DotPlot{Head: svg.Head{ID: "a", Title: "Frames", Desc: "One row."}, Above: true, Rows: []svg.DotRow{
			{Label: "A label of great length that will not fit into the room above its row  对现有体系的补充", Note: "120", Dots: []svg.Dot{{Value: .97, Thick: span(.9, 1)}}}}}.SVG(),
		"time": svg.TimeSeries{Head: svg.Head{ID: "t", Title: "By month", Desc: "Five months."}, Percent: true,
			Months: []string{"2025-11", "2025-12", "2026-01", "2026-02", "2026-03"},
			Series: []svg.Line{{Points: []svg.Point{{Month: 0, Value: .2, Band: span(.1, .3), Href: "#nov", Tip: "November"}, {Month: 1, Value: .5, Band: span(.3, .8)}, {Month: 3, Value: .4, Band: span(.1, .7)}}},
				{Index: 1, Points: []svg.Point{{Month: 2, Value: .9}}}},
			Events: []svg.Event{{Number: 1, Month: 1.5, Label: "signed " + hostile}, {Number: 2, Month: 1.55, Label: "in force"}, {Number: 3, Month: 1.6, Label: "opened"}}}.SVG(),
		"bars": svg.StackedBars{Head: svg.Head{ID: "b", Title: "Documents", Desc: "Two bars."}, Rows: []svg.BarRow{
			{Label: "香港", Parts: []svg.Part{{Value: 12, Href: "#hk", Tip: "English 12"}, {Value: 8, Series: 1}}}, {Label: "المنارة", Parts: []svg.Part{{Value: 3, Series: 2}}}}}.SVG(),
		"diverging": svg.Diverging{Head: svg.Head{ID: "w", Title: "Words", Desc: "Three words."}, Left: "others", Right: "signatories", Rows: []svg.DivergingRow{
			{Label: "harmony", Value: 2, Interval: span(.5, 9), Href: "#harmony", Tip: "12 against 3"}, {Label: "博弈", Value: -1.5, Interval: span(-3, .4)}, {Label: "plain", Value: 0}}}.SVG(),
		"curve": svg.Curve{Head: svg.Head{ID: "s", Title: "Specifications", Desc: "Three."}, Choices: []svg.CurveChoice{{"voice", "author"}, {"voice", "quoted"}, {"copies", hostile}},
			Points: []svg.CurvePoint{{Value: -.1, Span: span(-.3, .1), Has: []int{1}}, {Value: .2, Span: span(.05, .4), Stands: true, Main: true, Tip: "settings " + hostile}, {Value: .3, Has: []int{0, 2}}}}.SVG(),
		"differences": differences([]string{"Complement to the existing system", hostile}, "对现有体系的补充").SVG(),
		"timeline":    timeline([]string{"signed " + hostile, "in force"}).SVG(),
		"matrix":      matrix([]string{"Kenya", hostile, "香港"}, false).SVG(),
		"heat":        matrix([]string{"Kenya", hostile, "香港"}, true).SVG(),
		"alluvial":    alluvial([]string{"Meridian Wire", hostile, "维港日报"}).SVG(),
		"slope":       slope([]string{"Complement", hostile}, "对现有体系的补充").SVG(),
		"multiples":   multiples([]string{"Kenya", hostile, "香港"}).SVG(),
	}
}

// TestGolden compares charts with testdata; -update writes them anew.
func TestGolden(t *testing.T) {
	for name, got := range charts() {
		file := filepath.Join("testdata", name+".svg")
		if *update {
			if err := os.WriteFile(file, []byte(breakLines(got)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), breakLines(got)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func breakLines(s string) string { return strings.ReplaceAll(s, "><", ">\n<") + "\n" }

// TestWellFormed reads each chart as XML, which refuses what HTML would mend.
func TestWellFormed(t *testing.T) {
	for name, chart := range charts() {
		titles := 0
		dec := xml.NewDecoder(strings.NewReader(chart))
		for {
			token, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if e, ok := token.(xml.StartElement); ok {
				if e.Name.Local == "script" {
					t.Errorf("%s: foreign text became an element", name)
				}
				if e.Name.Local == "title" || e.Name.Local == "desc" {
					titles++
				}
			}
		}
		if titles < 2 {
			t.Errorf("%s has no title and description", name)
		}
		for _, bad := range []string{"NaN", "Inf", "<script"} {
			if strings.Contains(chart, bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
}

// TestEventNumbersDoNotCollide reads the positions of the numbers of crowded
// events.
func TestEventNumbersDoNotCollide(t *testing.T) {
	chart := svg.TimeSeries{Head: svg.Head{ID: "t"}, Months: []string{"2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06"}}
	for i := range 6 {
		chart.Events = append(chart.Events, svg.Event{Number: i + 1, Month: 2 + float64(i)*.03})
	}
	found := regexp.MustCompile(`event-number" x="([\d.]+)" y="([\d.]+)"`).FindAllStringSubmatch(chart.SVG(), -1)
	if len(found) != 6 {
		t.Fatalf("%d numbers, want 6", len(found))
	}
	for i, a := range found {
		for _, b := range found[:i] {
			ax, errA := strconv.ParseFloat(a[1], 64)
			bx, errB := strconv.ParseFloat(b[1], 64)
			if errA != nil || errB != nil {
				t.Fatal(errA, errB)
			}
			if a[2] == b[2] && ax-bx < 15.9 && bx-ax < 15.9 {
				t.Errorf("numbers at %s and %s of the same row touch", a[1], b[1])
			}
		}
	}
}

// TestLinks: only what leads to a place or a page of the web becomes a link.
func TestLinks(t *testing.T) {
	for href, want := range map[string]bool{
		"#c1": true, "concordance.html#c1": true, "https://example.org/a:b": true, "HTTP://example.org": true, "?q=a:b": true,
		"": false, "javascript:alert(1)": false, "JavaScript:alert(1)": false, "data:text/html,x": false, "\x01javascript:alert(1)": false, "java\tscript:x": false,
	} {
		chart := svg.Multiples{Panels: []svg.Panel{{Label: "a", Href: href}}}.SVG()
		if got := strings.Contains(chart, "<a href"); got != want || strings.Count(chart, "</a>") != strings.Count(chart, "<a ") {
			t.Errorf("%q is a link: %v, want %v", href, got, want)
		}
	}
}

func TestCeil(t *testing.T) {
	for _, c := range []struct{ v, end, step float64 }{
		{0, 1, .25}, {1, 1, .2}, {.47, .5, .1}, {.63, .8, .2}, {7, 8, 2}, {20, 20, 5}, {93, 100, 20}, {.04, .04, .01}, {1234, 1250, 250}, {1.2, 1.25, .25},
	} {
		end, step := svg.Ceil(c.v)
		if fmt.Sprintf("%.4g %.4g", end, step) != fmt.Sprintf("%.4g %.4g", c.end, c.step) {
			t.Errorf("Ceil(%v) = %v by %v, want %v by %v", c.v, end, step, c.end, c.step)
		}
	}
}
