package extract_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framewatch/extract"
	"framewatch/internal/jsonlines"
)

// pageLine is one line of input with the page in a string.
func pageLine(t testing.TB, id any, body []byte) string {
	t.Helper()
	b, err := json.Marshal(map[string]any{"id": id, "url": "https://courier.example/world/a", "html": string(body)})
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

type outLine struct {
	ID        any      `json:"id"`
	Title     string   `json:"title"`
	Text      string   `json:"text"`
	Authors   []string `json:"authors"`
	Published string   `json:"published"`
	Language  string   `json:"language"`
	Code      string   `json:"code"`
	Error     string   `json:"error"`
}

func runJSONL(t testing.TB, in io.Reader) []outLine {
	t.Helper()
	var out bytes.Buffer
	var unread *jsonlines.Unread
	if err := extract.JSONL(t.Context(), newExtractor(t).WithFiles(os.Open), in, &out); err != nil && !errors.As(err, &unread) {
		t.Fatal(err)
	}
	var lines []outLine
	for line := range strings.Lines(out.String()) {
		var l outLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		lines = append(lines, l)
	}
	// A page without an article is an answer; what could not be read has no code.
	failed := 0
	for _, l := range lines {
		if l.Error != "" && l.Code == "" {
			failed++
		}
	}
	if failed > 0 && (unread == nil || unread.Lines != failed || unread.Of != len(lines)) || failed == 0 && unread != nil {
		t.Errorf("%d of %d lines could not be read, and the error is %v", failed, len(lines), unread)
	}
	return lines
}

func TestJSONL(t *testing.T) {
	dir := t.TempDir()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(encode(t, "gb18030", readPage(t, "simplified"))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "page.html.gz")
	if err := os.WriteFile(path, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	in := pageLine(t, "a", readPage(t, "english")) +
		"{broken\n\n" +
		fmt.Sprintf(`{"id":7,"url":"http://news.dengta.example/1","html_path":%q}`, path) + "\n" +
		`{"id":"none"}` + "\n" +
		`{"id":"lost","html_path":"/no/such/file"}` + "\n" +
		pageLine(t, "front", readPage(t, "front")) +
		strings.TrimSuffix(pageLine(t, "last", readPage(t, "arabic")), "\n") // no line end
	got := runJSONL(t, strings.NewReader(in))
	if len(got) != 7 {
		t.Fatalf("%d lines, want 7: %+v", len(got), got)
	}
	for i, want := range []struct {
		id         any
		lang, code string
		failed     bool
	}{{"a", "en", "", false}, {"", "", "", true}, {float64(7), "zh-Hans", "", false}, {"none", "", "", true}, {"lost", "", "", true}, {"front", "", extract.CodeNotArticle, true}, {"last", "ar", "", false}} {
		g := got[i]
		if g.ID != want.id || g.Language != want.lang || g.Code != want.code || (g.Error != "") != want.failed {
			t.Errorf("line %d: got %+v, want %+v", i, g, want)
		}
	}
	if got[0].Published != "2025-11-04T07:15:00+08:00" || len(got[0].Authors) != 2 {
		t.Errorf("line 0: %+v", got[0])
	}
}

// TestJSONLOrder: many workers, one order.
func TestJSONLOrder(t *testing.T) {
	var in strings.Builder
	body := readPage(t, "official")
	const n = 60
	for i := range n {
		in.WriteString(pageLine(t, i, body))
	}
	got := runJSONL(t, strings.NewReader(in.String()))
	for i, g := range got {
		if g.ID != float64(i) {
			t.Fatalf("line %d has id %v", i, g.ID)
		}
	}
	if len(got) != n {
		t.Errorf("%d lines, want %d", len(got), n)
	}
}

// TestJSONLLongLine: a line beyond any page is one error, and the next is read.
func TestJSONLLongLine(t *testing.T) {
	cfg := extract.Default()
	cfg.MaxBytes = 1 << 10
	e, err := extract.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	in := pageLine(t, "long", bytes.Repeat([]byte("x"), 200<<10)) + `{"id":"b"}` + "\n"
	var out bytes.Buffer
	var unread *jsonlines.Unread
	if err := extract.JSONL(t.Context(), e, strings.NewReader(in), &out); !errors.As(err, &unread) || unread.Lines != 2 {
		t.Fatal(err)
	}
	if lines := strings.Split(strings.TrimSpace(out.String()), "\n"); len(lines) != 2 || !strings.Contains(lines[0], "longer than") || !strings.Contains(lines[1], `"id":"b"`) {
		t.Errorf("got %q", out.String())
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestJSONLStopsOnWriteError(t *testing.T) {
	in := strings.Repeat(pageLine(t, "a", readPage(t, "official")), 50)
	err := extract.JSONL(t.Context(), newExtractor(t), strings.NewReader(in), brokenWriter{})
	if err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("got %v, want the writer's error", err)
	}
}

// TestJSONLRefusesFilesThatMayNotBeOpened: without leave, and with one that says
// no, a file becomes an error of its line; so does one that unpacks to too much.
func TestJSONLRefusesFilesThatMayNotBeOpened(t *testing.T) {
	cfg := extract.Default()
	cfg.MaxBytes = 1 << 20
	e, err := extract.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bomb.html.gz")
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(bytes.Repeat([]byte("国际\n"), 8<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	no := func(string) (*os.File, error) { return nil, errors.New("not here") }
	for _, c := range []struct {
		name, want string
		e          *extract.Extractor
	}{{"no leave", "not allowed", e}, {"refused", "not here", e.WithFiles(no)}, {"bomb", `"code":"too-large"`, e.WithFiles(os.Open)}} {
		var out bytes.Buffer
		in := fmt.Sprintf("{\"id\":\"a\",\"html_path\":%q}\n", path)
		if err := extract.JSONL(t.Context(), c.e, strings.NewReader(in), &out); err != nil && !errors.As(err, new(*jsonlines.Unread)) || !strings.Contains(out.String(), c.want) {
			t.Errorf("%s: %q, error %v", c.name, out.String(), err)
		}
	}
}
