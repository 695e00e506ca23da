package bounded_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	"framewatch/internal/bounded"
)

// repeated is text over and over, of which so many bytes are left.
type repeated struct {
	text string
	left int64
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) {
		n += copy(p[n:], r.text)
	}
	n = int(min(int64(n), r.left))
	r.left -= int64(n)
	return n, nil
}

func packed(t testing.TB, r io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.Copy(z, r); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAStreamEndsAtItsLimits(t *testing.T) {
	for _, c := range []struct {
		name, text string
		bytes      int64
		limits     bounded.Limits
		want       string // of the error; empty for none
	}{
		{"within all limits", "所有字节", 100 << 10, bounded.Limits{Total: 1 << 20, Record: 1 << 20, Ratio: 2000}, ""},
		{"no limits", "a", 4 << 20, bounded.Limits{}, ""},
		{"just as many as may be", "x", 1000, bounded.Limits{Total: 1000}, ""},
		{"one more", "x", 1001, bounded.Limits{Total: 1000}, "larger than 1000 bytes"},
		{"many", "国际调解院\n", 9 << 20, bounded.Limits{Total: 1 << 20}, "larger than 1 MiB"},
		{"a record without end", "国", 9 << 20, bounded.Limits{Record: 1 << 20}, "no end within 1 MiB"},
		{"blank lines, packed", "\n", 9 << 20, bounded.Limits{Ratio: 250, Free: 1 << 20}, "more than 250 times"},
		{"little of it, packed well", "\n", 1 << 20, bounded.Limits{Ratio: 250, Free: 1 << 20}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := bounded.Gunzip(bytes.NewReader(packed(t, &repeated{c.text, c.bytes})), c.limits)
			if err != nil {
				t.Fatal(err)
			}
			n, err := io.Copy(io.Discard, r)
			if c.want == "" {
				if err != nil || n != c.bytes {
					t.Errorf("%d bytes, error %v", n, err)
				}
				return
			}
			if !errors.Is(err, bounded.ErrTooLarge) || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("error %v, want %q", err, c.want)
			}
			if _, again := r.Read(make([]byte, 10)); !errors.Is(again, bounded.ErrTooLarge) {
				t.Errorf("read on: %v", again)
			}
		})
	}
}

func TestRecordsThatEndMayBeManyTimesTheLimit(t *testing.T) {
	r := bounded.NewReader(&repeated{"字", 1 << 20}, nil, bounded.Limits{Record: 1000})
	buf, total := make([]byte, 900), 0
	for {
		n, err := r.Read(buf)
		r.End()
		if total += n; err != nil {
			if !errors.Is(err, io.EOF) || total != 1<<20 {
				t.Errorf("%d bytes, error %v", total, err)
			}
			return
		}
	}
}

func TestWhatIsNotPackedIsTold(t *testing.T) {
	if _, err := bounded.Gunzip(strings.NewReader("no gzip"), bounded.Limits{}); err == nil {
		t.Error("no error")
	}
	r, err := bounded.Gunzip(bytes.NewReader(packed(t, strings.NewReader(strings.Repeat("短 ", 100)))[:40]), bounded.Limits{})
	if err == nil {
		_, err = io.Copy(io.Discard, r)
	}
	if err == nil || errors.Is(err, bounded.ErrTooLarge) {
		t.Errorf("cut short: error %v", err)
	}
}

func FuzzReader(f *testing.F) {
	f.Add(packed(f, &repeated{"\n", 4 << 20}), int64(1<<20), int64(100))
	f.Add([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"), int64(10), int64(0))
	f.Fuzz(func(t *testing.T, raw []byte, total, ratio int64) {
		l := bounded.Limits{Total: total, Ratio: ratio, Free: 1 << 10}
		r, err := bounded.Gunzip(bytes.NewReader(raw), l)
		if err != nil {
			return
		}
		n, err := io.Copy(io.Discard, r)
		if total > 0 && n > total {
			t.Errorf("%d bytes of %d, error %v", n, total, err)
		}
		if ratio > 0 && n > l.Free && n/ratio > int64(len(raw)) {
			t.Errorf("%d bytes out of %d, error %v", n, len(raw), err)
		}
	})
}
