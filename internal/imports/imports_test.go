package imports_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/warc"
	"framewatch/internal/imports"
)

// write makes files in a folder and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// line is what the tests look at in an item.
type line struct{ URL, Source, Body, Problem string }

func read(t *testing.T, opt imports.Options) []line {
	t.Helper()
	items, err := imports.Read(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	var got []line
	for i, err := range items {
		if err != nil {
			t.Fatal(err)
		}
		l := line{URL: i.URL, Source: string(i.Source), Body: string(i.Body)}
		if i.Problem != nil {
			l.Problem = i.Problem.Code
		}
		got = append(got, l)
	}
	return got
}

func TestPagesWithAMap(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte("<p>b</p>")) // a buffer takes everything
	_ = z.Close()
	dir := write(t, map[string]string{"a.html": "<p>a</p>", "sub/b.html.gz": packed.String(), "c.html.gz": "no gzip", "note.txt": "not a page",
		"map.csv": "\ufefffile,url,source\na.html,http://a.test/1,outlet\n"})
	want := []line{
		{"http://a.test/1", "outlet", "<p>a</p>", ""},
		{"file:///c.html.gz", "import", "", "unreadable"},
		{"file:///sub/b.html.gz", "import", "<p>b</p>", ""},
	}
	got := read(t, imports.Options{Format: "html", Paths: []string{dir}, Map: filepath.Join(dir, "map.csv"), Source: "import"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRecords(t *testing.T) {
	dir := write(t, map[string]string{
		"r.jsonl": `{"id":"1","url":"http://a.test/1","text":"One.\r\n\r\nTwo.","authors":"Mei Lau"}` + "\n\n{\"id\":\"2\",\n" +
			`{"id":"3","text":" "}` + "\n" + `{"id":"4","text":"x","published":"last week"}` + "\n" + `{"id":"5","html_path":"p.html"}`,
		"p.html": "<p>page</p>",
		"r.csv":  "url,text,published,authors\nhttp://c.test/1,\"Tin, again\",2026-05-05,Mei Lau; Ola Berg\n",
	})
	want := []line{
		{"http://a.test/1", "s", "One.\n\nTwo.", ""}, {"file:///r.jsonl", "s", "", "bad-json"}, {"file:///r.jsonl#3", "s", "", "no-text"},
		{"file:///r.jsonl#4", "s", "", "bad-field"}, {"file:///r.jsonl#5", "s", "<p>page</p>", ""},
	}
	got := read(t, imports.Options{Format: "jsonl", Paths: []string{filepath.Join(dir, "r.jsonl")}, Source: "s"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	items, err := imports.Read(t.Context(), imports.Options{Format: "csv", Paths: []string{filepath.Join(dir, "r.csv")}, Source: "s"})
	if err != nil {
		t.Fatal(err)
	}
	for i, err := range items {
		if err != nil || i.Doc == nil {
			t.Fatalf("item %+v, error %v", i, err)
		}
		if i.Doc.Published.String() != "2026-05-05" || len(i.Doc.Authors) != 2 || i.Doc.Text != "Tin, again" {
			t.Errorf("document = %+v", i.Doc)
		}
	}
}

func TestOtherPeoplesWARC(t *testing.T) {
	head := warc.AppendHead(nil, "HTTP/1.1 200 OK", http.Header{"Content-Type": {"text/html"}})
	body := []byte("<p>stored elsewhere</p>")
	at := time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC)
	e, err := warc.NewEncoder()
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if _, err := zip.Write([]byte("a list that does not say that it is packed")); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	var file []byte
	for _, r := range []*warc.Record{
		warc.New(warc.TypeInfo, "", at, warc.Fields, []byte("software: other\r\n"), nil),
		warc.New(warc.TypeResponse, "http://a.test/1", at, warc.HTTPResponse, append(head, body...), body),
		warc.New(warc.TypeResource, "http://a.test/2", at, "text/plain", []byte("a text"), nil),
		warc.New(warc.TypeResponse, "http://a.test/list.xml.gz", at, warc.HTTPResponse, append(bytes.Clone(head), packed.Bytes()...), packed.Bytes()),
	} {
		if file, err = e.Encode(file, r); err != nil {
			t.Fatal(err)
		}
	}
	dir := write(t, map[string]string{"x.warc.gz": string(file), "y.warc.gz": "no warc"})
	want := []line{{"http://a.test/1", "cc", string(body), ""}, {"http://a.test/2", "cc", "a text", ""}, {"http://a.test/list.xml.gz", "cc", "a list that does not say that it is packed", ""}, {"file:///y.warc.gz", "cc", "", "unreadable"}}
	got := read(t, imports.Options{Format: "warc", Paths: []string{dir}, Source: "cc"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWrongPathsAreToldAtOnce(t *testing.T) {
	_, err := imports.Read(t.Context(), imports.Options{Format: "html", Paths: []string{"gone", t.TempDir()}})
	if err == nil || !strings.Contains(err.Error(), "import gone: ") || !strings.Contains(err.Error(), "no files that end in .html") {
		t.Errorf("error = %v", err)
	}
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte(`{"id":"1","text":"x","authors":["a"]}`))
	f.Add([]byte("\xff\n{}\n[]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "f.jsonl")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		items, err := imports.Read(t.Context(), imports.Options{Format: "jsonl", Paths: []string{path}, Source: "s"})
		if err != nil {
			t.Fatal(err)
		}
		for i, err := range items {
			if err != nil || i.URL == "" {
				t.Fatalf("item %+v, error %v", i, err)
			}
		}
	})
}
