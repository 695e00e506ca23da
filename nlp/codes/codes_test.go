package codes_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/internal/invalid"
	"framewatch/nlp/codes"
)

var frames = []string{"bridge_building", "cost", "peace_dialogue"}

func read(t *testing.T, name, text string) *codes.Set {
	t.Helper()
	set, err := codes.Read(name, strings.NewReader(text), codes.Options{Frames: frames})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func number(n int) *int { return &n }

func TestReadsJSONLines(t *testing.T) {
	set := read(t, "a.jsonl", `{"id":"u1","lang":"en","title":"T","text":"x","story":"s","half":"dev","unit":"document","codes":[{"coder":"c1","about":"main","frames":["peace_dialogue"],"stance":-1},{"coder":"c2","frames":[],"coded":["cost"],"note":"odd"}]}

{"id":"u2","text":"y","codes":[{"coder":"c1","about":"no"}]}
`)
	want := []codes.Unit{
		{ID: "u1", Kind: "document", Lang: "en", Title: "T", Text: "x", Story: "s", Half: "dev", Codes: []codes.Code{
			{Coder: "c1", About: codes.AboutMain, Present: []string{"peace_dialogue"}, Stance: number(-1), Place: "a.jsonl:1"},
			{Coder: "c2", Coded: []string{"cost"}, Note: "odd", Place: "a.jsonl:1"}}},
		{ID: "u2", Text: "y", Codes: []codes.Code{{Coder: "c1", About: codes.AboutNo, Coded: []string{}, Place: "a.jsonl:3"}}},
	}
	if diff := cmp.Diff(want, set.Units); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(frames, set.Frames); diff != "" {
		t.Error(diff)
	}
}

func TestBlankCellsAreNotCoded(t *testing.T) {
	set := read(t, "a.csv", "id,coder,about,stance,frame:cost,frame:peace_dialogue\nu1,c1,main,0,1,\nu1,c2,,,0,0\nu2,,,,,\nu3,c1,,,,\nu4,c1,no,,,\n")
	type value struct{ present, coded bool }
	for _, c := range []struct {
		unit, coder int
		frame       string
		want        value
	}{
		{0, 0, "cost", value{true, true}}, {0, 0, "peace_dialogue", value{false, false}}, {0, 0, "bridge_building", value{false, false}},
		{0, 1, "cost", value{false, true}}, {0, 1, "peace_dialogue", value{false, true}}, {3, 0, "cost", value{false, false}},
	} {
		var got value
		got.present, got.coded = set.Units[c.unit].Codes[c.coder].Value(c.frame)
		if got != c.want {
			t.Errorf("%v: %v", c, got)
		}
	}
	if len(set.Units) != 4 || len(set.Units[1].Codes) != 0 || len(set.Units[2].Codes) != 0 {
		t.Errorf("units %v", set.Units)
	}
	want := []string{"a.csv:2: c1 left 1 of 2 frames of unit u1 blank: they are not coded; absent is 0", "a.csv:5: c1 has coded nothing of unit u3 yet"}
	if diff := cmp.Diff(want, set.Notes); diff != "" {
		t.Error(diff)
	}
}

// TestFormsAgree writes sets of any content in each form and reads them again.
func TestFormsAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"=SUM(A1)", "-", "'", "\"", ",", ";", "\n", "\t", "和平", "😀", "_x0041_", "+", "@", " ", "a", "\x02", "'=", "Straße"}
	text := func() string {
		var b strings.Builder
		for range rng.IntN(6) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
		}
		return b.String()
	}
	for range 60 {
		var set codes.Set
		for i := range 1 + rng.IntN(5) {
			u := codes.Unit{ID: fmt.Sprint("u", i), Kind: codes.UnitDocument, Title: text(), Text: text(), Outlet: strings.TrimSpace(text())}
			if rng.IntN(2) == 0 {
				u.Probability = rng.Float64()
			}
			for c := range rng.IntN(3) {
				code := codes.Code{Coder: fmt.Sprint("c", c), About: codes.AboutMain, Note: text(), Coded: []string{}}
				if rng.IntN(2) == 0 {
					code.Stance = number(rng.IntN(3) - 1)
				}
				for _, f := range frames {
					if v := rng.IntN(3); v > 0 {
						code.Coded = append(code.Coded, f)
						if v == 2 {
							code.Present = append(code.Present, f)
						}
					}
				}
				if len(code.Coded) == len(frames) {
					code.Coded = nil
				}
				u.Codes = append(u.Codes, code)
			}
			set.Units = append(set.Units, u)
		}
		set.Frames = frames
		for _, name := range []string{"a.jsonl", "a.csv", "a.xlsx"} {
			var b bytes.Buffer
			if err := codes.Write(name, &b, &set); err != nil {
				t.Fatal(err)
			}
			got, err := codes.Read(name, &b, codes.Options{Frames: frames})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(set.Units, got.Units, cmpopts.IgnoreFields(codes.Code{}, "Place"), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%s: %s", name, diff)
			}
		}
	}
}

func TestLongTextsGoOverSeveralCells(t *testing.T) {
	long := strings.Repeat("和平😀", 30000)
	var b bytes.Buffer
	set := codes.Set{Units: []codes.Unit{{ID: "u1", Text: long}, {ID: "u2", Text: "short"}}, Frames: frames}
	if err := codes.Write("a.xlsx", &b, &set, codes.Sheet{Name: "codebook", Header: []string{"frame"}, Rows: [][]string{{"=cost"}}}); err != nil {
		t.Fatal(err)
	}
	got, err := codes.Read("a.xlsx", &b, codes.Options{Frames: frames})
	if err != nil {
		t.Fatal(err)
	}
	if got.Units[0].Text != long || got.Units[1].Text != "short" {
		t.Error("the text changed")
	}
}

func TestNothingIsComputed(t *testing.T) {
	set := codes.Set{Units: []codes.Unit{{ID: "u1", Title: "@cmd", Text: "=HYPERLINK(\"http://x.test\")", Codes: []codes.Code{{Coder: "+c", Note: "-1+1", Stance: number(-1)}}}}}
	var b bytes.Buffer
	if err := codes.Write("a.csv", &b, &set); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffid,unit,lang,title,text,coder,about,stance,note\nu1,,,'@cmd,\"'=HYPERLINK(\"\"http://x.test\"\")\",'+c,,-1,'-1+1\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestReadsWhatProgramsMakeOfCSV(t *testing.T) {
	for name, text := range map[string]string{
		"semicolons": "\ufeffid;coder;frame:cost\r\nu1;c1;1\r\n",
		"tabs":       "id\tcoder\tframe:cost\nu1\tc1\tTRUE\n",
		"blank ends": "id,coder,frame:cost,,\nu1, c1 ,1\n,,,\n",
	} {
		set := read(t, "a.csv", text)
		if present, _ := set.Units[0].Codes[0].Value("cost"); !present || len(set.Units) != 1 || set.Units[0].Codes[0].Coder != "c1" {
			t.Errorf("%s: %v", name, set.Units)
		}
	}
}

func TestMistakesAreToldWithTheirPlace(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a.csv", "id,coder,frame:coost\nu1,c1,1\n", `a.csv:1: column 3: "coost" is no frame of the codebook (did you mean "cost"?)`},
		{"a.csv", "id,coder,cost\nu1,c1,1\n", `a.csv:1: column 3: "cost" is no column of a codes file (did you mean "frame:cost"?)`},
		{"a.csv", "id,codr,frame:cost\nu1,c1,1\n", `a.csv:1: column 2: "codr" is no column of a codes file (did you mean "coder"?)`},
		{"a.csv", "id,coder,id\n", `a.csv:1: column 3: "id" is the name of two columns`},
		{"a.csv", "id,frame:cost\nu1,1\n", `a.csv:1: has no column "coder"`},
		{"a.csv", "id,coder,frame:cost\n\"u\n1\",c1,2\n", `a.csv:3: column frame:cost: "2" is neither 1`},
		{"a.csv", "id,coder,about\nu1,c1,mian\n", `a.csv:2: column about: "mian" is not known (did you mean "main"?)`},
		{"a.csv", "id,coder,stance\nu1,c1,2\n", `a.csv:2: column stance: "2" is not -1`},
		{"a.csv", "id,coder,frame:cost\nu1,,1\n", `a.csv:2: column coder: is blank, but the row is coded`},
		{"a.csv", "id,coder,frame:cost\n,c1,1\n", `a.csv:2: has no id`},
		{"a.csv", "id,coder,frame:cost\nu1,c1,1\nu1,c1,0\n", `a.csv:3: "c1" has coded unit u1 already (a.csv:2)`},
		{"a.csv", "id,text,coder,frame:cost\nu1,a,c1,1\nu1,b,c2,0\n", `a.csv:3: "b" is another text of unit u1 than a.csv:2 has`},
		{"a.csv", "id,coder\nu1,c1,,1\n", `a.csv:2: column 4: "1" stands under no column name`},
		{"a.csv", "id,,coder\nu1,x,c1\n", `a.csv:2: column 2: "x" stands under no column name`},
		{"a.csv", "id,coder\n\"u1,c1\n", `a.csv:2: is no row of CSV`},
		{"a.csv", "id,coder\nu1,\xb9\xfa\n", `a.csv: is not UTF-8 text: save it as "CSV UTF-8"`},
		{"a.csv", "id,coder,inclusion_probability\nu1,c1,0\n", `column inclusion_probability: "0" is no probability above 0`},
		{"a.csv", "id,coder,inclusion_probability\nu1,c1,1.5\n", `"1.5" is no inclusion_probability`},
		{"a.csv", "id,coder,unit\nu1,c1,sentense\n", `"sentense" is no kind of unit (did you mean "sentence"?)`},
		{"a.csv", "id,coder\n", `a.csv: has no unit`},
		{"a.csv", " \n", `a.csv: is empty`},
		{"a.ods", "x", `a.ods: ".ods" is no ending of a codes file (one of: .csv, .jsonl, .xlsx)`},
		{"a.xlsx", "x", `a.xlsx: is no workbook`},
		{"a.jsonl", `{"id":"u1","codes":[{"coder":"c1","frames":["cots"]}]}`, `a.jsonl:1: codes[0].frames[0]: "cots" is no frame of the codebook (did you mean "cost"?)`},
		{"a.jsonl", `{"id":"u1","codes":[{"coder":"","frames":[]}]}`, `a.jsonl:1: codes[0].coder: is missing`},
		{"a.jsonl", `{"id":"u1","codes":[{"coder":"c","stance":3}]}`, `codes[0].stance: "3" is not -1`},
		{"a.jsonl", `{"id":"u1","codes":[{"coder":"c","frames":["cost"],"coded":[]}]}`, `codes[0].coded: "cost" is among frames and not here`},
		{"a.jsonl", `{"id":"u1","codes":[{"coder":"c","frames":["cost","cost"]}]}`, `codes[0].frames[1]: "cost" stands there twice`},
		{"a.jsonl", `{"id":"u1","codes":[{"coder":"c","about":"main"},{"coder":"c","about":"no"}]}`, `"c" has coded unit u1 already`},
		{"a.jsonl", `{"id":"u1","code":[]}`, `a.jsonl:1: unknown field "code" (did you mean "codes"?)`},
		{"a.jsonl", `{"id":5}`, `a.jsonl:1: field "id" cannot be a JSON number`},
		{"a.jsonl", `{"id":"u1"`, `a.jsonl:1: ends within the JSON object`},
		{"a.jsonl", "{\"id\":\"u1\"}\n{\"id\":\"u1\"}", `a.jsonl:2: "u1" is the id of a.jsonl:1 too`},
		{"a.jsonl", `{"text":"x"}`, `a.jsonl:1: has no id`},
	} {
		_, err := codes.Read(c.name, strings.NewReader(c.text), codes.Options{Frames: frames})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
		for _, f := range invalid.Fields(err) {
			if !strings.HasPrefix(f.Path, c.name) {
				t.Errorf("%q: no place in %v", c.text, f)
			}
		}
	}
}

func TestMistakesComeAllAtOnce(t *testing.T) {
	_, err := codes.Read("a.csv", strings.NewReader("id,coder,frame:cost\nu1,c1,7\nu2,c1,x\n"), codes.Options{})
	if n := len(invalid.Fields(err)); n != 2 {
		t.Errorf("%d mistakes: %v", n, err)
	}
}

func TestMistakesInWorkbooksNameTheCell(t *testing.T) {
	set := codes.Set{Units: []codes.Unit{{ID: "u1", Codes: []codes.Code{{Coder: "c1", Present: []string{"cost"}}}}}, Frames: []string{"cost", "coost"}}
	var b bytes.Buffer
	if err := codes.Write("a.xlsx", &b, &set); err != nil {
		t.Fatal(err)
	}
	_, err := codes.Read("dir/a.xlsx", &b, codes.Options{Frames: frames})
	if want := `dir/a.xlsx: cell K1: "coost" is no frame of the codebook (did you mean "cost"?)`; err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func TestJoinBringsCodersTogether(t *testing.T) {
	a, b := read(t, "a.csv", "id,text,coder,frame:cost\nu1,x,c1,1\n"), read(t, "b.csv", "id,text,coder,frame:cost\nu1,,c2,0\nu2,y,c2,1\n")
	set, err := codes.Join(a, b)
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Units) != 2 || len(set.Units[0].Codes) != 2 || !slices.Equal(set.Coders(), []string{"c1", "c2"}) {
		t.Errorf("joined: %v", set)
	}
	if len(a.Units[0].Codes) != 1 {
		t.Error("joining changed what was joined")
	}
	if _, err := codes.Join(a, a); err == nil || !strings.Contains(err.Error(), "has coded unit u1 already (a.csv:2)") {
		t.Errorf("the same coder twice: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.csv", []byte("id,coder,frame:cost\nu1,c1,1\n"))
	f.Add("a.jsonl", []byte(`{"id":"u1","codes":[{"coder":"c1","frames":["cost"]}]}`))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		set, err := codes.Read(name, bytes.NewReader(data), codes.Options{Frames: frames})
		if err != nil {
			return
		}
		for _, u := range set.Units {
			if u.ID == "" || slices.ContainsFunc(u.Codes, func(c codes.Code) bool { return c.Coder == "" }) {
				t.Errorf("read %v", u)
			}
		}
	})
}
