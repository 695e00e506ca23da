package table_test

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
	"testing/quick"
	"time"

	"framewatch/store/table"
)

type inner struct {
	Text  string   `col:"text,null"`
	Count *int64   `col:"count"`
	Share float64  `col:"share"`
	Tags  []string `col:"tags"`
}

func TestValuesAsJSONAndAsCells(t *testing.T) {
	n := int64(0)
	at := time.Date(2025, 5, 30, 10, 0, 0, 120000000, time.FixedZone("", 8*3600))
	for _, c := range []struct {
		value      any
		json, cell string
	}{
		{nil, `null`, ``},
		{"调解院 <b>\"x\"\n", `"调解院 <b>\"x\"\n"`, "调解院 <b>\"x\"\n"},
		{int64(-7), `-7`, `-7`},
		{true, `true`, `true`},
		{1e6, `1000000`, `1000000`},
		{1e-9, `1e-09`, `1e-09`},
		{math.NaN(), `null`, `NaN`},
		{math.Inf(1), `null`, `INF`},
		{math.Inf(-1), `null`, `-INF`},
		{at, `"2025-05-30T02:00:00.12Z"`, `2025-05-30T02:00:00.12Z`},
		{[]byte{0, 255}, `"AP8="`, `"AP8="`},
		{[]string(nil), `[]`, `[]`},
		{[]float64{1, math.NaN()}, `[1,null]`, `[1,null]`},
		{[]time.Time{at}, `["2025-05-30T02:00:00.12Z"]`, `["2025-05-30T02:00:00.12Z"]`},
		// A null inside a struct is not the empty text, and a zero is no null.
		{[]inner{{}, {"", &n, 0, []string{"一"}}}, `[{"text":null,"count":null,"share":0,"tags":[]},{"text":null,"count":0,"share":0,"tags":["一"]}]`, ``},
	} {
		got, err := table.AppendJSON(nil, c.value)
		if err != nil || string(got) != c.json {
			t.Errorf("AppendJSON(%v) = %s, %v; want %s", c.value, got, err, c.json)
		}
		if c.cell == "" && c.value != nil {
			c.cell = c.json
		}
		if got, err := table.Cell(c.value); err != nil || got != c.cell {
			t.Errorf("Cell(%v) = %s, %v; want %s", c.value, got, err, c.cell)
		}
	}
	if _, err := table.AppendJSON(nil, func() {}); err == nil {
		t.Error("a function is no value of a table")
	}
}

// What encoding/json reads back is the value.
func TestJSONIsReadBack(t *testing.T) {
	same := func(texts []string, numbers []int64, floats []float64, text string, f float64) bool {
		for _, v := range []any{texts, numbers, floats, text, f} {
			data, err := table.AppendJSON(nil, v)
			if err != nil {
				return false
			}
			got := reflect.New(reflect.TypeOf(v))
			if err := json.Unmarshal(data, got.Interface()); err != nil {
				return false
			}
			if list := reflect.ValueOf(v); list.Kind() == reflect.Slice && list.Len() == 0 {
				if got.Elem().Len() != 0 {
					return false
				}
			} else if !reflect.DeepEqual(got.Elem().Interface(), v) {
				return false
			}
		}
		return true
	}
	if err := quick.Check(same, nil); err != nil {
		t.Error(err)
	}
}
