package datapackage_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"framewatch/internal/coding"
	"framewatch/internal/datapackage"
	"framewatch/internal/export"
	"framewatch/internal/exposure"
	"framewatch/internal/share"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
	"framewatch/store"
	"framewatch/store/table"
)

func field[T any](name, kind string, null, key bool, references string) export.Field {
	return export.Field{Name: name, Type: kind, Go: reflect.TypeFor[T](), Description: "what " + name + " says", Null: null, Key: key, References: references}
}

func rows(all ...[]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// hostile is a text that a spreadsheet program would compute, with all that CSV
// quotes.
const hostile = "=cmd|' /C calc'!A0, \"quoted\"\nsecond line 国际调解院 🙂"

// plan is an export with every type of column, nulls, empty texts and empty lists.
func plan() *export.Plan {
	at := time.Date(2026, 3, 4, 18, 2, 0, 123456000, time.FixedZone("", 8*3600))
	documents := export.Table{Name: "documents", Description: "one row per text", Fields: []export.Field{
		field[string]("doc_id", "string", false, true, ""), field[string]("source_id", "string", false, false, "sources.source_id"), field[string]("url", "string", false, false, ""),
		field[string]("title", "string", true, false, ""), field[time.Time]("published_at", "timestamp[us, UTC]", true, false, ""),
		field[int64]("n", "int64", true, false, ""), field[float64]("share", "double", true, false, ""), field[bool]("blocked", "bool", false, false, ""),
		field[[]string]("authors", "list<string>", false, false, ""), field[[]store.LangShare]("langs", "list<struct<lang: string, share: double>>", false, false, ""),
		field[string]("text", "string", false, false, "")},
		Rows: rows(
			[]any{"d1", "lake", "http://lake.test/1", hostile, at, int64(0), 1.0 / 3, false, []string{"A, B", "-C"}, []store.LangShare{{Lang: "en", Share: 1}}, "+1 text"},
			[]any{"d2", "lake", "http://lake.test/2", nil, nil, nil, nil, true, []string{}, nil, ""})}
	sources := export.Table{Name: "sources", Description: "one row per outlet", Fields: []export.Field{field[string]("source_id", "string", false, true, ""),
		field[string]("name", "string", false, false, ""), field[string]("domain", "string", false, false, "")}, Rows: rows([]any{"lake", "The Lake | Post", "lake.test"})}
	hits := export.Table{Name: "hits", Description: "names a document that did not leave", Fields: []export.Field{field[string]("doc_id", "string", false, false, "documents.doc_id")},
		Rows: rows([]any{"d1"}, []any{"withheld"})}
	return &export.Plan{Level: export.L1, Tables: []export.Table{sources, documents, hits}, Dataset: "0123456789abcdef", RunID: "20260304T100000Z-1a2b", Version: "1",
		Created: at, Context: 3, Withheld: []export.Withheld{{Kind: "words", What: "hits", Reason: "too many", Count: 2}},
		Reservations: []export.Reservation{{SourceID: "lake", Documents: 2, Robots: "allowed", TDM: "not known", Level: export.L1}},
		Meter:        exposure.Meter{Limit: 0.15, Articles: []exposure.Article{{DocID: "d1", Lang: "en", Tokens: 100, Exposed: 14}}}, Documents: []string{"d1", "d2"}}
}

func options(t *testing.T, p *export.Plan) datapackage.Options {
	t.Helper()
	book := frame.Codebook{ID: "两 books/x", Version: "1", Frames: []frame.Frame{{ID: "f"}}}
	sheets, err := datapackage.Sheets(p, []frame.Codebook{book, {ID: "alien"}}, []datapackage.List{{ID: book.ID, Version: "1"}})
	if err != nil {
		t.Fatal(err)
	}
	third := 1.0 / 3
	return datapackage.Options{Program: "1.2.3", Excel: true, Further: sheets,
		About: share.Config{Creators: []share.Creator{{Family: "Sun", Given: "Xiaoli", ORCID: "0000-0002-1825-0097"}, {Name: "Lake Institute"}}, Licence: "CC-BY-4.0",
			DOI: "10.5281/zenodo.1234567", Version: "1.0.0", Contact: "data@lake.test", Keywords: []string{"banks: lakes", "# mediation"}},
		Origins: datapackage.Origins{Run: &store.RunRow{RunID: p.RunID, Version: "1", ConfigSHA256: "c", CodebookSHA256: "other"}, Subject: "a lake's bank",
			Codebooks: []datapackage.List{{ID: book.ID, Version: "1"}, {ID: "lost", Version: "2"}}, Coders: []string{"trained@1", "trained@2"}},
		Models:    []datapackage.Model{{Method: "trained@1", Codebook: book.ID}, {Method: "trained@3", Codebook: book.ID, CodesSHA256: "alien"}},
		Codebooks: []datapackage.Codebook{{ID: book.ID, Version: "1", YAML: []byte("codebook: {id: x}\n"), Card: []byte("# Card\n")}, {ID: "alien", Version: "1"}},
		Validation: &coding.Scores{Agreement: []coding.Agreement{{By: "lang", Group: "zh", Item: "f", Coders: []string{"anna", "ben"}, N: 3, Alpha: coding.Number{Value: &third}}},
			Accuracy: []coding.Accuracy{{By: "lang", Group: "zh", Item: "f", System: "codebook", Against: "ben", N: 3, F1: coding.Number{Value: &third}}}}}
}

func write(t *testing.T, out string) datapackage.Written {
	t.Helper()
	p := plan()
	done, err := datapackage.Write(context.Background(), p, options(t, p), out)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// files reads all files of a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, relErr := filepath.Rel(dir, path)
		out[filepath.ToSlash(rel)] = string(data)
		return errors.Join(err, relErr)
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestSameBytes: a package that is made twice is the same to the byte, as a folder
// and as an archive, and nothing in it tells where it was made.
func TestSameBytes(t *testing.T) {
	dir := t.TempDir()
	done := write(t, filepath.Join(dir, "a"))
	write(t, filepath.Join(dir, "b"))
	write(t, filepath.Join(dir, "a.zip"))
	write(t, filepath.Join(dir, "b.zip"))
	a, b := files(t, filepath.Join(dir, "a")), files(t, filepath.Join(dir, "b"))
	if !reflect.DeepEqual(a, b) || len(a) != done.Files {
		t.Errorf("two folders of %d and %d files differ", len(a), len(b))
	}
	first, errA := os.ReadFile(filepath.Join(dir, "a.zip"))
	second, errB := os.ReadFile(filepath.Join(dir, "b.zip"))
	if errors.Join(errA, errB) != nil || !bytes.Equal(first, second) {
		t.Errorf("two archives differ: %v", errors.Join(errA, errB))
	}
	z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil || string(data) != a[f.Name] {
			t.Errorf("%s differs in the archive: %v", f.Name, err)
		}
		if strings.Contains(string(data), dir) {
			t.Errorf("%s tells where it was made", f.Name)
		}
	}
	if !slices.IsSorted(names) || len(names) != len(a) {
		t.Errorf("files of the archive: %q", names)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 4 {
		t.Errorf("something is left beside the packages: %v, %v", entries, err)
	}
	p := plan()
	if _, err := datapackage.Write(context.Background(), p, options(t, p), filepath.Join(dir, "a")); !errors.Is(err, datapackage.ErrTaken) {
		t.Errorf("a package in the place of another: %v", err)
	}
}

// TestExact reads the tables again: CSV and Parquet have every value as it was, and
// what is for spreadsheet programs computes nothing.
func TestExact(t *testing.T) {
	out := filepath.Join(t.TempDir(), "p.zip")
	write(t, out)
	r, err := datapackage.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	documents, ok := r.Table("documents")
	if !ok {
		t.Fatal("no table documents")
	}
	if err := r.Check(context.Background(), documents); err != nil {
		t.Error(err)
	}
	want := [][]string{{"d1", hostile, "2026-03-04T10:02:00.123456Z", "0", "0.3333333333333333", "false", `["A, B","-C"]`, `[{"lang":"en","share":1}]`, "+1 text"},
		{"d2", "", "", "", "", "true", "[]", "[]", ""}}
	n := 0
	for row, err := range r.Rows(context.Background(), documents, "doc_id", "title", "published_at", "n", "share", "blocked", "authors", "langs", "text") {
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(row, want[n]) {
			t.Errorf("row %d: %q, want %q", n, row, want[n])
		}
		n++
	}
	folder := filepath.Join(t.TempDir(), "p")
	write(t, folder)
	all := files(t, folder)
	excel := all["excel/documents.csv"]
	cells, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(excel, "\ufeff"))).ReadAll()
	if err != nil || !strings.HasPrefix(excel, "\ufeff") {
		t.Fatalf("no byte order mark, or no CSV: %v", err)
	}
	for _, row := range cells {
		for _, c := range row {
			if c != "" && strings.ContainsRune("=+-@", rune(c[0])) {
				t.Errorf("a cell that a spreadsheet program computes: %q", c)
			}
		}
	}
	f, err := table.Open(strings.NewReader(all["data/documents.parquet"]), int64(len(all["data/documents.parquet"])))
	if err != nil {
		t.Fatal(err)
	}
	type document struct {
		ID        string            `col:"doc_id"`
		Title     *string           `col:"title"`
		Published *time.Time        `col:"published_at"`
		N         *int64            `col:"n"`
		Share     *float64          `col:"share"`
		Authors   []string          `col:"authors"`
		Langs     []store.LangShare `col:"langs"`
	}
	var got []document
	for d, err := range table.Rows[document](context.Background(), f) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, d)
	}
	if len(got) != 2 || *got[0].Title != hostile || *got[0].N != 0 || *got[0].Share != 1.0/3 || !got[0].Published.Equal(plan().Created) || len(got[0].Langs) != 1 ||
		got[1].Title != nil || got[1].N != nil || got[1].Published != nil {
		t.Errorf("Parquet has other values: %+v", got)
	}
}

// TestDescriptors looks at what the package says of itself: keys that hold, people
// who coded by pseudonyms, and where it is not of the run's codebook.
func TestDescriptors(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "p")
	write(t, dir)
	all := files(t, dir)
	var d datapackage.Descriptor
	if err := json.Unmarshal([]byte(all[datapackage.DescriptorFile]), &d); err != nil {
		t.Fatal(err)
	}
	keys := map[string]int{}
	for _, r := range d.Resources {
		keys[r.Name] = len(r.Schema.ForeignKeys)
		for _, f := range r.Schema.Fields {
			if f.Name == "text" && f.Constraints != nil {
				t.Errorf("an empty text is required")
			}
		}
	}
	if keys["documents"] != 1 || keys["hits"] != 0 {
		t.Errorf("keys to other tables: %v", keys)
	}
	for name, want := range map[string][]string{
		"meta/validation.csv": {"accuracy,lang,zh,f,codebook,coder2,3,", ",f1,0.3333333333333333,,,", "agreement,lang,zh,f,,,3,"},
		"README.md":           {"Xiaoli Sun (https://orcid.org/0000-0002-1825-0097); Lake Institute", "| hits (words) | too many | 2 |", "codebook lost 2, which is not among", "by trained@2, which is not among", ".card.md |", "not the same to the letter", "14.0 %", "# How a lake's bank is covered"},
		"CITATION.cff":        {"doi: \"10.5281/zenodo.1234567\"", "  - family-names: \"Sun\"", "license: \"CC-BY-4.0\"", "  - \"# mediation\""},
		"LICENSE.md":          {"creativecommons.org/licenses/by/4.0/", "their publishers'"},
		"meta/columns.csv":    {"documents,source_id,string,false,false,sources.source_id,what source_id says"},
		"SHA256SUMS":          {"  data/documents.parquet\n", "  croissant.json\n"},
		"croissant.json":      {`"@id": "documents/langs/share"`, `"version": "1.0.0"`},
	} {
		for _, w := range want {
			if !strings.Contains(all[name], w) {
				t.Errorf("%s lacks %q:\n%s", name, w, all[name])
			}
		}
	}
	var sheet string
	for name := range all {
		if strings.HasPrefix(name, "codesheets/") {
			sheet = name
		}
	}
	set, err := codes.Read(sheet, strings.NewReader(all[sheet]), codes.Options{Pending: true})
	if err != nil || len(set.Units) != 2 || set.Units[0].Text != "+1 text" || set.Units[0].Title != hostile || set.Units[1].Text != "http://lake.test/2" {
		t.Errorf("the sheet for coders: %+v, %v", set, err)
	}
	for name, text := range all {
		if strings.Contains(text, "anna") || strings.Contains(text, "alien") || strings.Contains(name, "两") || strings.Contains(name, "alien") || strings.Contains(name, " ") {
			t.Errorf("%s names a coder, or is named as not every file system allows", name)
		}
	}
}

// TestNothingIsLeft: where a row cannot be had, no package and no half of one is
// there.
func TestNothingIsLeft(t *testing.T) {
	p, dir := plan(), t.TempDir()
	broken := errors.New("the disk is gone")
	p.Tables[2].Rows = func(yield func([]any, error) bool) { yield(nil, broken) }
	if _, err := datapackage.Write(context.Background(), p, options(t, plan()), filepath.Join(dir, "p.zip")); !errors.Is(err, broken) {
		t.Errorf("a row that cannot be had: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := datapackage.Write(ctx, plan(), options(t, plan()), filepath.Join(dir, "p")); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
