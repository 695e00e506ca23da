package imports_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/imports"
)

// TestRecordsOfAFileAreBounded: of a file of more records than may be read, the
// first are, one problem says that there are more, and the next file is read.
func TestRecordsOfAFileAreBounded(t *testing.T) {
	record := "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.test/%d\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n文\r\n\r\n"
	for format, f := range map[string]struct{ head, record string }{
		"jsonl": {"", `{"id":"%d","text":"文"}` + "\n"}, "csv": {"url,text\n", "http://a.test/%d,文\n"}, "warc": {"", record},
	} {
		t.Run(format, func(t *testing.T) {
			files := map[string]string{}
			for _, n := range []int{2, 3, 5} {
				var b strings.Builder
				b.WriteString(f.head)
				for i := range n {
					fmt.Fprintf(&b, f.record, i)
				}
				files[fmt.Sprintf("%d.%s", 6-n, format)] = b.String()
			}
			codes, messages := problems(t, imports.Options{Format: format, Paths: []string{write(t, files)}, Source: "s", Most: 3})
			want := []string{"", "", "", "too-many", "", "", "", "", ""} // of 5, 3 and 2 records
			if diff := cmp.Diff(want, codes); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
			if !strings.Contains(messages[3], "more than 3 records") || !strings.Contains(messages[3], "--max-records") {
				t.Errorf("message %q", messages[3])
			}
		})
	}
}

// TestNamesOfARecordAreBounded: a record of a line may name a million authors.
func TestNamesOfARecordAreBounded(t *testing.T) {
	for most, want := range map[int]string{10_000: "", 10_001: "bad-field"} {
		dir := write(t, map[string]string{
			"a.csv":   "url,text,authors\nhttp://a.test/1,文,\"" + strings.Repeat("李梅;", most) + "\"\n",
			"a.jsonl": `{"id":"1","text":"文","authors":["A"` + strings.Repeat(`,"A"`, most-1) + `]}`,
		})
		for _, format := range []string{"csv", "jsonl"} {
			codes, _ := problems(t, imports.Options{Format: format, Paths: []string{filepath.Join(dir, "a."+format)}, Source: "s"})
			if diff := cmp.Diff([]string{want}, codes); diff != "" {
				t.Errorf("%s of %d names (-want +got):\n%s", format, most, diff)
			}
		}
	}
}
