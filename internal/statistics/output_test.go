package statistics_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"framewatch/internal/statistics"
)

func TestWhatIsNoNumberIsNullWithAReason(t *testing.T) {
	var b bytes.Buffer
	out := statistics.NewOutput(&b, []statistics.Field{{Name: "term"}, {Name: "x"}, {Name: "y"}, {Name: "list"}})
	for _, o := range []*statistics.Object{
		statistics.NewObject().Text("term", "<和>").Float("x", 1.0/3, "").Float("y", math.Inf(1), "nothing is in b"),
		statistics.NewObject().Float("x", math.NaN(), "no words").Float("y", math.NaN(), "no words").Floats("list", []float64{1, math.NaN()}, ""),
	} {
		if err := out.Write(o); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	want := `{"term":"<和>","x":0.333333333333,"y":null,"note":"y: nothing is in b"}
{"x":null,"y":null,"list":[1,null],"note":"x, y: no words; list: not defined here"}
`
	if b.String() != want {
		t.Errorf("%s, want %s", b.String(), want)
	}
	if err := out.Write(statistics.NewObject().Int("z", 1)); err == nil || !strings.Contains(err.Error(), "field z") {
		t.Errorf("a field that is not documented: %v", err)
	}
}

// TestEachStatisticExplainsItself: help has a formula with its source and says what
// each field means, and no field stands there twice.
func TestEachStatisticExplainsItself(t *testing.T) {
	names := map[string]bool{}
	for _, s := range statistics.All() {
		if s.Name == "" || s.Short == "" || strings.HasSuffix(s.Short, ".") || s.Options == nil || names[s.Name] {
			t.Errorf("%q: name, short text or options are missing or there twice", s.Name)
		}
		names[s.Name] = true
		if len(s.Formulas) == 0 || len(s.Fields) == 0 {
			t.Errorf("%s: no formulas or no fields", s.Name)
		}
		for _, f := range s.Formulas {
			if f.Name == "" || f.Formula == "" || f.Source == "" {
				t.Errorf("%s: formula %+v", s.Name, f)
			}
		}
		fields := map[string]bool{"note": true}
		for _, f := range s.Fields {
			if f.Name == "" || f.Meaning == "" || fields[f.Name] {
				t.Errorf("%s: field %+v", s.Name, f)
			}
			fields[f.Name] = true
			if !strings.Contains(s.Help(), "  "+f.Name+" ") {
				t.Errorf("%s: field %s is not in the help", s.Name, f.Name)
			}
		}
		for line := range strings.Lines(s.Help()) {
			if len([]rune(line)) > 132 {
				t.Errorf("%s: a line of help is too long: %s", s.Name, line)
			}
		}
	}
}
