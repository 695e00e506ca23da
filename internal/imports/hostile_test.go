package imports_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"framewatch/internal/charset"
	"framewatch/internal/imports"
)

// problems are the items' problems, "" for an item without one.
func problems(t *testing.T, opt imports.Options) (codes, messages []string) {
	t.Helper()
	items, err := imports.Read(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	for i, err := range items {
		if err != nil {
			t.Fatal(err)
		}
		code, message := "", string(i.Body)
		if i.Problem != nil {
			code, message = i.Problem.Code, i.Problem.Message
		}
		codes, messages = append(codes, code), append(messages, message)
	}
	return codes, messages
}

func link(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
}

func TestAPageThatARecordNamesStaysInItsFolder(t *testing.T) {
	dir := write(t, map[string]string{"secret.html": "SECRET", "own/page.html": "页", "own/sub/other.html": "other", "more/page.html": "more"})
	link(t, "../secret.html", filepath.Join(dir, "own/out.html"))
	link(t, "sub/other.html", filepath.Join(dir, "own/in.html"))
	for _, c := range []struct{ path, code, allowed string }{
		{"page.html", "", ""}, {"sub/../in.html", "", ""}, {filepath.Join(dir, "own/page.html"), "", ""},
		{"../secret.html", "outside", "outside"}, {filepath.Join(dir, "secret.html"), "outside", "outside"}, {"out.html", "outside", "outside"},
		{"/etc/passwd", "outside", "outside"}, {"/proc/self/environ", "outside", "outside"}, {"sub", "unreadable", "unreadable"}, {"无.html", "unreadable", "unreadable"},
		{"../more/page.html", "outside", ""}, {filepath.Join(dir, "more/page.html"), "outside", ""},
	} {
		t.Run(c.path, func(t *testing.T) {
			file := filepath.Join(dir, "own/r.jsonl")
			if err := os.WriteFile(file, fmt.Appendf(nil, `{"id":"1","html_path":%q}`, c.path), 0o600); err != nil {
				t.Fatal(err)
			}
			for allow, want := range map[string]string{"": c.code, filepath.Join(dir, "more"): c.allowed} {
				opt := imports.Options{Format: "jsonl", Paths: []string{file}, Source: "s"}
				if allow != "" {
					opt.Allow = []string{allow}
				}
				codes, messages := problems(t, opt)
				if len(codes) != 1 || codes[0] != want || strings.Contains(messages[0], "SECRET") || want != "" && !strings.Contains(messages[0], c.path) {
					t.Errorf("allowed %q: %q %q, want %q", allow, codes, messages, want)
				}
			}
		})
	}
}

func TestAFolderGivesOnlyWhatLiesInIt(t *testing.T) {
	dir := write(t, map[string]string{"secret.txt": "SECRET", "own/a.txt": "一", "own/sub/b.txt": "b"})
	own := filepath.Join(dir, "own")
	link(t, "/etc/passwd", filepath.Join(own, "c.txt"))
	link(t, "../secret.txt", filepath.Join(own, "d.txt"))
	link(t, "sub/b.txt", filepath.Join(own, "e.txt"))
	link(t, dir, filepath.Join(own, "up")) // would be walked round and round
	link(t, "own", filepath.Join(dir, "named"))
	opt := imports.Options{Format: "text", Paths: []string{own}, Source: "s"}
	want := []line{{"file:///a.txt", "s", "一", ""}, {"file:///c.txt", "s", "", "unreadable"}, {"file:///d.txt", "s", "", "unreadable"},
		{"file:///e.txt", "s", "b", ""}, {"file:///sub/b.txt", "s", "b", ""}}
	if diff := cmp.Diff(want, read(t, opt)); diff != "" {
		t.Error(diff)
	}
	opt.Allow = []string{dir}
	want[2] = line{"file:///d.txt", "s", "SECRET", ""}
	if diff := cmp.Diff(want, read(t, opt)); diff != "" {
		t.Error("allowed:", diff)
	}
	// What the user names may be a link to anywhere.
	opt = imports.Options{Format: "text", Paths: []string{filepath.Join(dir, "named"), filepath.Join(own, "d.txt")}, Source: "s"}
	if got := read(t, opt); len(got) != 6 || got[5].Body != "SECRET" {
		t.Errorf("named: %v", got)
	}
}

// bomb writes a gzip file of a beginning and a text over and over, so many MiB of
// it, and returns its path.
func bomb(t *testing.T, name, begin, text string, much int) string {
	t.Helper()
	member := func(text string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	// Members one after the other are one file, and one of them is packed.
	file := append(member(begin), bytes.Repeat(member(strings.Repeat(text, 1<<20/len(text))), much)...)
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestABombCostsOneFile: each file unpacks to far more than may be kept; the
// records before the bomb are read, the rest is one problem.
func TestABombCostsOneFile(t *testing.T) {
	row := `http://a.test/1,国际调解院` + "\n"
	for _, c := range []struct {
		name, format, begin, text string
		good                      int // items before the problem
		want                      string
	}{
		{"a cell without end", "csv", "url,text\n" + row + `http://a.test/2,"`, "界", 1, "times its size"},
		{"a quote without end over lines", "csv", "url,text\n" + row + `http://a.test/2,"`, "一行\n", 1, "times its size"},
		{"a head without end", "csv", "", "text", 0, "times its size"},
		{"cells without end", "csv", "url,text\n" + row, ",", 1, "columns"},
		{"empty rows", "csv", "url,text\n" + row, "\n", 1, "times its size"},
		{"empty lines", "jsonl", `{"id":"1","text":"一"}` + "\n", "\n", 1, "blank lines in a row"},
		{"a line without end", "jsonl", `{"id":"1","text":"一"}` + "\n" + `{"text":"`, "文", 2, "times its size"},
		{"empty records", "jsonl", "", "{}\n", 10_000, "10000 records in a row"},
		{"empty records", "csv", "url,text\n", "a,\n", 10_000, "10000 records in a row"},
		{"empty lines", "warc", "", "\r\n", 0, "empty lines"},
		{"a page without end", "html", "<p>", "段落", 0, "larger than 32 MiB"},
	} {
		t.Run(c.format+" of "+c.name, func(t *testing.T) {
			path := bomb(t, "x."+c.format+".gz", c.begin, c.text, 40)
			items, err := imports.Read(t.Context(), imports.Options{Format: c.format, Paths: []string{path}, Source: "s"})
			if err != nil {
				t.Fatal(err)
			}
			n, last := 0, imports.Item{}
			for last, err = range items {
				n++
			}
			code := "unreadable"
			if c.format == "warc" { // nothing in it says that it is one
				code = "not-warc"
			}
			if n != c.good+1 || err != nil || last.Problem == nil || last.Problem.Code != code || !strings.Contains(last.Problem.Message, c.want) {
				t.Errorf("%d items, the last has %+v, want %d and %q", n, last.Problem, c.good, c.want)
			}
		})
	}
}

// TestAnUnpackedFileIsBoundedToo: its size bounds it, but a record's memory is
// more than its bytes.
func TestAnUnpackedFileIsBoundedToo(t *testing.T) {
	big := strings.Repeat("字", 22<<20)
	dir := write(t, map[string]string{"a.csv": "url,text\nhttp://a.test/1,ok\nhttp://a.test/2,\"" + big, "a.jsonl": `{"id":"1","text":"ok"}` + "\n" + `{"text":"` + big + "\"}\n" + `{"id":"3","text":"又"}`})
	for format, want := range map[string][]string{"csv": {"", "unreadable"}, "jsonl": {"", "bad-json", ""}} {
		codes, messages := problems(t, imports.Options{Format: format, Paths: []string{filepath.Join(dir, "a."+format)}, Source: "s"})
		if diff := cmp.Diff(want, codes); diff != "" {
			t.Errorf("%s: %s %.200q", format, diff, messages)
		}
	}
}

func TestWhatIsSaidIsValidUTF8AndRight(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("url,title,text,authors,source\nhttp://a.test/国际,国际调解院在香港开幕,各方表示对话是解决争端的途径,李梅,南方\n")
	if err != nil {
		t.Fatal(err)
	}
	latin, err := charmap.Windows1252.NewEncoder().String("url,title,text,authors,source\nhttp://a.test/1,Café on the quay,The quay café was full when José spoke,José Núñez; Zoë Ek,Él País\n")
	if err != nil {
		t.Fatal(err)
	}
	gbLine, err := simplifiedchinese.GB18030.NewEncoder().String(`{"id":"1","title":"国际调解院在香港开幕","text":"誠乗俓 各方表示对话是解决争端的途径","source":"南方"}` + "\n")
	if err != nil {
		t.Fatal(err)
	}
	dir := write(t, map[string]string{"gb.csv": gb, "latin.csv": latin, "gb.jsonl": gbLine,
		"bad.jsonl":       "{\"id\":\"\xff\",\"url\":\"http://a.test/\xe9\",\"text\":\"国际 \xff\",\"authors\":[\"\xfe\"],\"lang\":\"\xfd\",\"source\":\"\xfc\"}\n{\xff",
		"folder/\xff.txt": "a", "folder/Caf\xe9.txt": "b",
		"u.warc": "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.test/\xff\xfe国\r\nContent-Type: text/plain; \xe9\r\nContent-Length: 1\r\n\r\nx\r\n\r\n"})
	for _, c := range []struct {
		format, path string
		want         []string // url, source, title, authors of the items; nil for no more than that they are valid
	}{
		{"csv", "gb.csv", []string{"http://a.test/国际 南方 国际调解院在香港开幕 李梅"}},
		{"csv", "latin.csv", []string{"http://a.test/1 Él País Café on the quay José Núñez,Zoë Ek"}},
		{"jsonl", "gb.jsonl", []string{"file:///gb.jsonl#1 南方 国际调解院在香港开幕 "}},
		{"jsonl", "bad.jsonl", nil},
		{"text", "folder", []string{"file:///Café.txt s  ", "file:///\u00ff.txt s  "}},
		{"warc", "u.warc", []string{"http://a.test/%FF%FE国 s  "}},
	} {
		t.Run(c.path, func(t *testing.T) {
			items, err := imports.Read(t.Context(), imports.Options{Format: c.format, Paths: []string{filepath.Join(dir, c.path)}, Source: "s"})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i, err := range items {
				if err != nil {
					t.Fatal(err)
				}
				said := []string{i.Path, i.URL, string(i.Source), i.ContentType}
				text := fmt.Sprintf("%s %s  ", i.URL, i.Source)
				if d := i.Doc; d != nil {
					said = append(append(said, d.Title, d.Text, d.Lang, d.URL), d.Authors...)
					text = fmt.Sprintf("%s %s %s %s", i.URL, i.Source, d.Title, strings.Join(d.Authors, ","))
				}
				if i.Problem != nil {
					said = append(said, i.Problem.Message)
				}
				for _, s := range said {
					if !utf8.ValidString(s) {
						t.Errorf("%q is no UTF-8", s)
					}
				}
				got = append(got, text)
			}
			if c.want != nil {
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestAMapInAnotherCharacterSet(t *testing.T) {
	table, err := charmap.Windows1252.NewEncoder().String("file,url,source\nCafé.html,http://a.test/café,José\n")
	if err != nil {
		t.Fatal(err)
	}
	dir := write(t, map[string]string{"pages/Caf\xe9.html": "<p>a</p>", "map.csv": table})
	want := []line{{"http://a.test/café", "José", "<p>a</p>", ""}}
	got := read(t, imports.Options{Format: "html", Paths: []string{filepath.Join(dir, "pages")}, Map: filepath.Join(dir, "map.csv"), Source: "s"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestATextInAnotherCharacterSetIsRead: two wrong bytes look like damaged UTF-8 to
// whoever was told that it is UTF-8.
func TestATextInAnotherCharacterSetIsRead(t *testing.T) {
	for want, raw := range map[string]string{"The Café was full when José spoke.": "The Caf\xe9 was full when Jos\xe9 spoke.", "国际调解院": "国际调解院"} {
		dir := write(t, map[string]string{"a.txt": raw})
		items, err := imports.Read(t.Context(), imports.Options{Format: "text", Paths: []string{dir}, Source: "s"})
		if err != nil {
			t.Fatal(err)
		}
		for i, err := range items {
			if got, _ := charset.Decode(i.Body, i.ContentType); err != nil || string(got) != want {
				t.Errorf("%s: %q, error %v", i.ContentType, got, err)
			}
		}
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte("url,text\nhttp://a.test/1,\"Caf\xe9\"\n"))
	f.Add([]byte("\xff\xfet\x00e\x00x\x00t\x00\n\x00"))
	f.Add(bytes.Repeat([]byte("text,\"\n"), 9))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "f.csv")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		items, err := imports.Read(t.Context(), imports.Options{Format: "csv", Paths: []string{path}, Source: "s"})
		if err != nil {
			t.Fatal(err)
		}
		for i, err := range items {
			if err != nil || i.URL == "" || !utf8.ValidString(i.URL) || i.Doc != nil && !utf8.ValidString(i.Doc.Title+i.Doc.Text+i.Doc.URL) {
				t.Fatalf("item %+v, error %v", i, err)
			}
		}
	})
}
