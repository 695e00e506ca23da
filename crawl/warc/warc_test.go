package warc_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/warc"
)

var day = time.Date(2026, 3, 4, 8, 0, 0, 123000, time.UTC)

func now() time.Time { return day }

// exchange is one request with its response, as the crawler writes them.
func exchange(t *testing.T, enc *warc.Encoder, n int) [][]byte {
	t.Helper()
	uri := fmt.Sprintf("http://a.test/%d", n)
	body := []byte(strings.Repeat("国际调解院 ", n+1))
	block := append(warc.AppendHead(nil, "HTTP/1.1 200 OK", http.Header{"Content-Type": {"text/plain"}}), body...)
	resp := warc.New(warc.TypeResponse, uri, day, warc.HTTPResponse, block, body)
	req := warc.New(warc.TypeRequest, uri, day, warc.HTTPRequest, warc.AppendHead(nil, "GET / HTTP/1.1", http.Header{"Host": {"a.test"}}), nil,
		warc.Field{Name: "WARC-Concurrent-To", Value: resp.ID()})
	var out [][]byte
	for _, r := range []*warc.Record{resp, req} {
		m, err := enc.Encode(nil, r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

func write(t *testing.T, dir string, at warc.Position, maxBytes int64, from, to int) ([]warc.Position, warc.Position) {
	t.Helper()
	w, err := warc.NewWriter(dir, "run", at, maxBytes, now, warc.Field{Name: "software", Value: "framewatch"})
	if err != nil {
		t.Fatal(err)
	}
	enc, err := warc.NewEncoder()
	if err != nil {
		t.Fatal(err)
	}
	var all []warc.Position
	for i := from; i < to; i++ {
		p, err := w.Append(exchange(t, enc, i)...)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	end := w.At()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return all, end
}

func TestRoundTripAndRotation(t *testing.T) {
	dir := t.TempDir()
	positions, _ := write(t, dir, warc.Position{}, 2000, 0, 20)
	files, err := filepath.Glob(filepath.Join(dir, "*.warc.gz"))
	if err != nil || len(files) < 3 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for i, p := range positions {
		rec, err := warc.ReadAt(filepath.Join(dir, warc.FileName("run", p.Seq)), p.Offset, 0)
		if err != nil {
			t.Fatal(err)
		}
		status, header, body, err := warc.ParseHTTP(rec.Block)
		if err != nil || status != 200 || header.Get("Content-Type") != "text/plain" || rec.TargetURI() != fmt.Sprintf("http://a.test/%d", i) ||
			string(body) != strings.Repeat("国际调解院 ", i+1) || !rec.Date().Equal(day) {
			t.Fatalf("record %d: %d %v %q %v", i, status, header, body, err)
		}
		if got := warc.Digest(rec.Block); got != rec.Header.Get("WARC-Block-Digest") {
			t.Errorf("block digest %s", got)
		}
		if got := warc.Digest(body); got != rec.Header.Get("WARC-Payload-Digest") {
			t.Errorf("payload digest %s", got)
		}
	}
}

// TestContinue holds that a killed writer's files, continued at the remembered
// position, hold what undisturbed ones do.
func TestContinue(t *testing.T) {
	whole, broken := t.TempDir(), t.TempDir()
	write(t, whole, warc.Position{}, 2000, 0, 20)
	_, at := write(t, broken, warc.Position{}, 2000, 0, 9)
	write(t, broken, at, 2000, 9, 17) // lost: the position was not remembered
	f, err := os.OpenFile(filepath.Join(broken, warc.FileName("run", at.Seq)), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("torn"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, broken, at, 2000, 9, 20)
	if diff := cmp.Diff(contents(t, whole), contents(t, broken)); diff != "" {
		t.Error(diff)
	}
}

// contents lists the records of all files of dir. Members need not be equal
// byte by byte, since a compressor's choices depend on what it packed before.
func contents(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for rec, err := range warc.Records(f, 0) {
			if err != nil {
				t.Fatal(err)
			}
			if rec.Type() != warc.TypeInfo {
				all = append(all, rec.ID()+" "+warc.Digest(rec.Block))
			}
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestForeignFiles reads what other tools write.
func TestForeignFiles(t *testing.T) {
	record := "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a.test/>\r\nWARC-Date: 2025-05-30T01:02:03Z\r\n" +
		"Content-Length: %d\r\nX-Folded: a\r\n b\r\n\r\n%s\r\n\r\n"
	chunked := "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
	odd := "HTTP/1.0 404 Not Found\nbroken header line\nContent-Type: text/html\n\nbody"
	plain := fmt.Sprintf(record, len(chunked), chunked) + "\r\n" + fmt.Sprintf(record, len(odd), odd)
	var whole bytes.Buffer
	z := gzip.NewWriter(&whole)
	if _, err := z.Write([]byte(plain)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"plain": []byte(plain), "gzip of the whole": whole.Bytes()} {
		var got []string
		for rec, err := range warc.Records(bytes.NewReader(file), 0) {
			if err != nil {
				t.Fatal(name, err)
			}
			status, _, body, err := warc.ParseHTTP(rec.Block)
			got = append(got, fmt.Sprint(rec.TargetURI(), rec.Date().Unix(), rec.Header.Get("x-folded"), status, string(body), err))
		}
		want := []string{"http://a.test/1748566923a b200hello<nil>", "http://a.test/1748566923a b404body<nil>"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(name, diff)
		}
	}
}

func TestLimitsAndDamage(t *testing.T) {
	file := "WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 10\r\n\r\n0123456789\r\n\r\n"
	for rec, err := range warc.Records(strings.NewReader(file), 4) {
		if err != nil || string(rec.Block) != "0123" || !rec.Cut {
			t.Errorf("%q %v", rec.Block, err)
		}
	}
	for _, bad := range []string{"GIF89a", "WARC/1.1\r\n", "WARC/1.1\r\nContent-Length: -1\r\n\r\n", "WARC/1.1\r\nContent-Length: 99999999999\r\n\r\nx", "\x1f\x8bxxxxxxxxxxx",
		"WARC/1.1\r\n" + strings.Repeat("a", 1<<20)} {
		var last error
		for _, err := range warc.Records(strings.NewReader(bad), 0) {
			last = err
		}
		if last == nil {
			t.Errorf("%.30q: no error", bad)
		}
	}
}

// TestOtherReaders lets warcio check the digests where Python has it.
func TestOtherReaders(t *testing.T) {
	python := os.Getenv("FRAMEWATCH_WARCIO_PYTHON")
	if python == "" {
		t.Skip("FRAMEWATCH_WARCIO_PYTHON names no Python with warcio and fastwarc")
	}
	dir := t.TempDir()
	write(t, dir, warc.Position{}, 0, 0, 50)
	file := filepath.Join(dir, warc.FileName("run", 0))
	out, err := exec.CommandContext(t.Context(), python, "-m", "warcio.cli", "check", "-v", file).CombinedOutput()
	if err != nil || strings.Count(string(out), "digest pass") != 101 {
		t.Errorf("warcio: %v: %d records pass\n%.400s", err, strings.Count(string(out), "digest pass"), out)
	}
	script := "import sys\nfrom fastwarc.warc import ArchiveIterator\nr=[x.verify_block_digest() for x in ArchiveIterator(open(sys.argv[1],'rb'),parse_http=False)]\nprint(len(r),all(r))"
	out, err = exec.CommandContext(t.Context(), python, "-c", script, file).CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "101 True" {
		t.Errorf("fastwarc: %v: %s", err, out)
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 19\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\n\r\n"))
	f.Add([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"))
	f.Add([]byte("WARC/1.1\nContent-Length: 0\n\n\n\nWARC/1.1\n: \n\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for rec, err := range warc.Records(bytes.NewReader(b), 1<<16) {
			if err != nil {
				return
			}
			_, _, _, _ = warc.ParseHTTP(rec.Block)
			_, _ = rec.Date(), rec.TargetURI()
		}
	})
}
