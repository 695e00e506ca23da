package warc_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"framewatch/crawl/warc"
	"framewatch/internal/bounded"
)

// one is a record with a block.
func one(header, block string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.test/国际\r\n%sContent-Length: %d\r\n\r\n%s\r\n\r\n", header, len(block), block)
}

// zipped packs parts, text and the number of times it comes, as one gzip member.
func zipped(t testing.TB, parts ...any) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		text, n := parts[i].(string), parts[i+1].(int)
		many := strings.Repeat(text, min(n, 1<<10))
		for ; n >= 1<<10; n -= 1 << 10 {
			if _, err := io.WriteString(z, many); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := io.WriteString(z, strings.Repeat(text, n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// records counts what is read before the end or an error.
func records(rd *warc.Reader) (n int, err error) {
	for _, err := range rd.All() {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func TestABombEndsWithAnError(t *testing.T) {
	limits := bounded.Limits{Ratio: 250, Free: 4 << 20}
	for _, c := range []struct {
		name string
		file []byte
		n    int    // records before the error
		want string // of the error; empty for none
	}{
		{"empty lines before a record", zipped(t, "\n", 8<<20, one("", "页"), 1), 0, "empty lines"},
		{"empty lines behind one", zipped(t, one("", "页"), 1, "\r\n", 2<<20), 1, "empty lines"},
		{"empty lines, not packed", append([]byte(one("", "x")), bytes.Repeat([]byte("\r\n"), 1<<20)...), 1, "empty lines"},
		{"a header line without end", zipped(t, "WARC/1.1\r\nX: ", 1, "a", 1<<20), 0, "header line has no end"},
		{"headers without end", zipped(t, "WARC/1.1\r\n", 1, "名: 值\r\n", 1<<16), 0, "header has no end"},
		{"a folded header without end", zipped(t, "WARC/1.1\r\nX: a\r\n", 1, " a\r\n", 1<<18), 0, "header has no end"},
		{"a block as long as it says", zipped(t, "WARC/1.1\r\nContent-Length: 16777216\r\n\r\n", 1, "国", 6<<20), 1, "more than 250 times"},
		{"records without number", zipped(t, one("", ""), 1<<17), -1, "more than 250 times"},
		{"many empty lines, but not too many", append(zipped(t, one("", "a"), 1, "\r\n", 1000), zipped(t, "\n", 5, one("", "b"), 1)...), 2, ""},
		{"a member of empty lines between two", bytes.Join([][]byte{zipped(t, one("", "a"), 1), zipped(t, "\r\n", 2), zipped(t, one("", "b"), 1)}, nil), 2, ""},
		{"a long block that is cut", zipped(t, one("", strings.Repeat("一二三", 1<<18)), 1, one("", "b"), 1), 2, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rd, err := warc.NewBounded(bytes.NewReader(c.file), 1<<20, limits)
			if err != nil {
				t.Fatal(err)
			}
			n, err := records(rd)
			if c.n >= 0 && n != c.n || (err != nil) != (c.want != "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%d records, error %v; want %d, %q", n, err, c.n, c.want)
			}
		})
	}
}

func TestFoldedHeadersAreOneValue(t *testing.T) {
	for rec, err := range warc.Records(strings.NewReader(one("X-Note: 一\r\n  二\r\n\t三\r\nY: z\r\n", "b")), 0) {
		if err != nil || rec.Header.Get("X-Note") != "一 二 三" || rec.Header.Get("Y") != "z" {
			t.Errorf("%q %q, error %v", rec.Header.Get("X-Note"), rec.Header.Get("Y"), err)
		}
	}
}

// TestOwnArchivesMayHoldWhatPacksWell: a crawled page may be a bomb, and its
// archive is read all the same.
func TestOwnArchivesMayHoldWhatPacksWell(t *testing.T) {
	rd, err := warc.NewReader(bytes.NewReader(zipped(t, one("", strings.Repeat("a", 1<<20)), 16)), 16<<20)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := records(rd); n != 16 || err != nil {
		t.Errorf("%d records, error %v", n, err)
	}
}

func FuzzBounds(f *testing.F) {
	f.Add(zipped(f, "\n", 1<<20))
	f.Add(zipped(f, one("X: a\r\n b\r\n", "块"), 1000))
	f.Add([]byte(one("", "a") + "\r\n \r\n" + one("", "b")))
	f.Fuzz(func(t *testing.T, file []byte) {
		limits := bounded.Limits{Ratio: 20, Free: 64 << 10}
		rd, err := warc.NewBounded(bytes.NewReader(file), 1<<10, limits)
		if err != nil {
			return
		}
		total := int64(0)
		for rec, err := range rd.All() {
			if err != nil {
				if errors.Is(err, io.EOF) {
					t.Error("the end is no error")
				}
				break
			}
			if len(rec.Block) > 1<<10 {
				t.Errorf("block of %d bytes", len(rec.Block))
			}
			total += int64(len(rec.Block))
		}
		if total > limits.Free && total/limits.Ratio > int64(len(file)) {
			t.Errorf("%d bytes of blocks out of %d", total, len(file))
		}
	})
}
