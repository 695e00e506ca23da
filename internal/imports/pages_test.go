package imports_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/imports"
	"framewatch/internal/streams"
	"framewatch/internal/streams/streamstest"
)

// TestPagesOfAStream: pages of an Arrow stream come as they stand there; one that is
// none is told, and a stream that was cut off is an error of its file, not a short one.
func TestPagesOfAStream(t *testing.T) {
	stream := string(streamstest.Pages(t, []streams.Page{
		{ID: "1", SourceID: "quay", URL: "http://a.test/1", Body: []byte("<p>harbour</p>")},
		{ID: "2", URL: "http://a.test/港", ContentType: "text/html; charset=gb18030", Status: 200, Body: []byte("<p>\xb8\xdb</p>")},
		{ID: "3", Body: []byte("<p>x</p>")},
		{ID: "4", URL: "http://a.test/large", Body: []byte(strings.Repeat("x", imports.MaxBody+1))},
	}))
	dir := write(t, map[string]string{"all.arrows": stream, "cut.arrow": stream[:len(stream)-8], "note.txt": "not a stream"})
	got := read(t, imports.Options{Format: "arrow", Paths: []string{filepath.Join(dir, "all.arrows")}, Source: "import"})
	want := []line{
		{"http://a.test/1", "quay", "<p>harbour</p>", ""},
		{"http://a.test/港", "import", "<p>\xb8\xdb</p>", ""},
		{"file:///all.arrows", "import", "<p>x</p>", "bad-row"},
		{"http://a.test/large", "import", "", "too-large"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = read(t, imports.Options{Format: "arrow", Paths: []string{dir}, Source: "import"})
	if last := got[len(got)-1]; len(got) != 9 || last.Problem != "unreadable" {
		t.Errorf("a folder with a stream that was cut off gives %d items, the last %+v", len(got), last)
	}
}
