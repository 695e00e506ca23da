package statistics_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"framewatch/internal/statistics"
	"framewatch/store/table"
)

// seen is what a row gave.
type seen struct {
	Doc, Group string
	Tokens     []string
	Year       float64
	Where      string
}

func readAll(t *testing.T, in *statistics.Input) (out []seen, err error) {
	t.Helper()
	for row, err := range in.Rows(t.Context(), statistics.Columns{Need: []string{"group", "tokens"}, May: []string{"doc_id", "year"}}) {
		if err != nil {
			return out, err
		}
		s := seen{Where: row.Where()}
		var errs [4]error
		if row.Has("doc_id") {
			s.Doc, errs[0] = row.Text("doc_id")
		}
		s.Group, errs[1] = row.Text("group")
		s.Tokens, errs[2] = row.Texts("tokens")
		s.Year, _, errs[3] = row.MaybeNumber("year")
		if err := errors.Join(errs[:]...); err != nil {
			return out, err
		}
		out = append(out, s)
	}
	return out, nil
}

func packed(t *testing.T, how, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	switch how {
	case "gz":
		z := gzip.NewWriter(&b)
		if _, err := z.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	case "zst":
		z, err := zstd.NewWriter(&b)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(z.EncodeAll([]byte(text), nil))
	default:
		b.WriteString(text)
	}
	return b.Bytes()
}

type parquetRow struct {
	Doc    string   `col:"doc_id,null"`
	Group  string   `col:"group"`
	Tokens []string `col:"tokens"`
	Year   *int64   `col:"year"`
}

func parquetFile(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	w, err := table.NewWriter(&b, reflect.TypeFor[parquetRow](), table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	year := int64(2025)
	rows := []parquetRow{{"d1", "north", []string{"the", "port"}, &year}, {"", "南", []string{"港口"}, nil}}
	if err := table.Append(w, rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestTheSameTableInEveryForm reads two documents in each form, by name and by
// how the file begins, packed and not.
func TestTheSameTableInEveryForm(t *testing.T) {
	want := []seen{{"d1", "north", []string{"the", "port"}, 2025, ""}, {"", "南", []string{"港口"}, 0, ""}}
	for _, c := range []struct{ name, text, first string }{
		{"a.jsonl", `{"doc_id":"d1","group":"north","tokens":["the","port"],"year":2025}` + "\n\n" + `{"tokens":" 港口 ","group":"南","year":null}`, ":1"},
		{"a.csv", "doc_id,group,tokens,year\nd1,north,the port,2025\n,南,港口,\n", ":2"},
		{"a.tsv", "\ufeffdoc_id\tgroup\ttokens\tyear\r\nd1\tnorth\tthe  port\t2025.0\r\n\t南\t港口\tNaN\r\n", ":2"},
		{"a.parquet", parquetFile(t), ": row 1"},
	} {
		for _, how := range []string{"", "gz", "zst"} {
			dir := t.TempDir()
			paths := []string{c.name + strings.TrimSuffix("."+how, "."), "named otherwise"}
			for _, p := range paths {
				path := filepath.Join(dir, p)
				if err := os.WriteFile(path, packed(t, how, c.text), 0o600); err != nil {
					t.Fatal(err)
				}
				in, err := statistics.Open(nil, path)
				if err != nil {
					t.Fatal(err)
				}
				got, err := readAll(t, in)
				if err != nil || len(got) != 2 || got[0].Where != path+c.first {
					t.Fatalf("%s: %v, %v", p, got, err)
				}
				got[0].Where, got[1].Where = "", ""
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s:\n%s", p, diff)
				}
			}
			in, err := statistics.Open(bytes.NewReader(packed(t, how, c.text)))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := readAll(t, in); len(got) != 2 || err != nil || got[1].Group != "南" {
				t.Errorf("%s on standard input: %v, %v", c.name, got, err)
			}
		}
	}
}

func TestSeveralFilesAreOneTable(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	for path, text := range map[string]string{a: `{"group":"x","tokens":[]}`, b: "group,tokens\ny,一 二\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in, err := statistics.Open(nil, b, a)
	if err != nil {
		t.Fatal(err)
	}
	got, err := readAll(t, in)
	if diff := cmp.Diff([]seen{{"", "y", []string{"一", "二"}, 0, b + ":2"}, {"", "x", []string{}, 0, a + ":1"}}, got); diff != "" || err != nil {
		t.Errorf("error %v\n%s", err, diff)
	}
}

// TestWhatTheInputLacksIsSaid: each mistake is the user's, and names the place and
// what there is.
func TestWhatTheInputLacksIsSaid(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "is empty"},
		{"no rows", "group,tokens\n", "no rows"},
		{"no column in CSV", "side,tokens\nx,y\n", `no column "group"; there are "side", "tokens"`},
		{"no column in JSON", `{"side":"x","tokens":""}`, `input:1: no column "group"; there are "side", "tokens"`},
		{"no value", "group,tokens\nx,y\n,z\n", "input:3: group has no value"},
		{"null", `{"group":null,"tokens":[]}`, "input:1: group has no value"},
		{"a list", `{"group":["x"],"tokens":[]}`, "input:1: group holds a list"},
		{"an object", `{"group":"x","tokens":{"a":1}}`, "input:1: tokens holds an object"},
		{"a list of nulls", `{"group":"x","tokens":[null]}`, "input:1: tokens has an element"},
		{"no JSON", "{\"group\":\"x\",\"tokens\":[]}\n\n{\"group\":", "input:3: ends within the JSON object"},
		{"an array", `[{"group":"x"}]`, "one JSON object a line"},
		{"a number that is none", "group,tokens,year\nx,y,later\n", `input:2: year is "later", not a finite number`},
		{"infinity", "group,tokens,year\nx,y,inf\n", `year is "inf", not a finite number`},
		{"cells too many", "group,tokens\nx,y,z\n", "input:2: no row of CSV: wrong number of fields"},
		{"twice a column", "group,group\nx,y\n", `input:1: two columns "group"`},
		{"other letters", "group,tokens\n\xb9\xfa,y\n", "input:2: group is not UTF-8"},
		{"damaged Parquet", "PAR1 and no more", "damaged parquet"},
		{"damaged gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xffcut", "unexpected EOF"},
		{"damaged zstd", "\x28\xb5\x2f\xfdcut off", "unknown dictionary"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, err := statistics.Open(strings.NewReader(c.text))
			if err != nil {
				t.Fatal(err)
			}
			_, err = readAll(t, in)
			want := strings.ReplaceAll(c.want, "input:", "standard input:")
			if !errors.Is(err, statistics.ErrUsage) || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want %q", err, want)
			}
		})
	}
}

// TestABombIsRefused: what unpacks to a thousand times its size is no table.
func TestABombIsRefused(t *testing.T) {
	for _, how := range []string{"gz", "zst"} {
		in, err := statistics.Open(bytes.NewReader(packed(t, how, "group,tokens\nx,"+strings.Repeat("一 ", 4<<20))))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readAll(t, in); !errors.Is(err, statistics.ErrUsage) || !strings.Contains(err.Error(), "times its size") {
			t.Errorf("%s: error %v", how, err)
		}
	}
}

// FuzzRows: whatever comes in, what is wrong is the user's to mend and nothing
// panics.
func FuzzRows(f *testing.F) {
	for _, text := range []string{`{"group":"x","tokens":["a"]}`, "group;tokens\nx;y\n", "PAR1", "\x1f\x8b", "\x28\xb5\x2f\xfd"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := statistics.Open(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := readAll(t, in)
		if err == nil && len(rows) == 0 || err != nil && !errors.Is(err, statistics.ErrUsage) {
			t.Errorf("%d rows, error %v", len(rows), err)
		}
	})
}
