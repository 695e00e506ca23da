package jsonlines_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/bounded"
	"framewatch/internal/jsonlines"
)

func Example() {
	in := strings.NewReader("{\"id\":1}\n\n{\"id\":2}\n")
	err := jsonlines.Answer(context.Background(), 2, in, 1<<20, os.Stdout, func(_ context.Context, l jsonlines.Line) ([]byte, bool) {
		return fmt.Appendf(nil, "line %d: %s\n", l.N, l.Data), false
	})
	fmt.Println(err)
	// Output:
	// line 1: {"id":1}
	// line 3: {"id":2}
	// <nil>
}

func read(r io.Reader, most int64) (out []string, err error) {
	for l, err := range jsonlines.Read(r, most) {
		switch {
		case err != nil:
			return out, err
		case l.Err != nil:
			out = append(out, fmt.Sprintf("%d! %v", l.N, l.Err))
		default:
			out = append(out, fmt.Sprintf("%d %s", l.N, l.Data))
		}
	}
	return out, nil
}

func TestRead(t *testing.T) {
	huge := strings.Repeat("x", 200<<10) // more than a buffer
	for _, c := range []struct {
		name, in string
		most     int64
		want     []string
	}{
		{"nothing", "", 10, nil},
		{"blank lines", "\n \r\n\n", 10, nil},
		{"byte order mark, once", "\ufeffa\r\n\ufeffb\n", 10, []string{"1 a", "2 \ufeffb"}},
		{"only a byte order mark", "\ufeff\r\n", 10, nil},
		{"no end", "a\r\nb", 10, []string{"1 a", "2 b"}},
		{"just short enough", "123456789\nb\n", 10, []string{"1 123456789", "2 b"}},
		{"too long", "1234567890\nb\n", 10, []string{"1! the line is longer than 10 bytes", "2 b"}},
		{"too long at the end", "a\n12345678901", 10, []string{"1 a", "2! the line is longer than 10 bytes"}},
		{"longer than a buffer", huge + "\nb", 1 << 20, []string{"1 " + huge, "2 b"}},
		{"huge", huge + "\nb", 10, []string{"1! the line is longer than 10 bytes", "2 b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(c.in), iotest.HalfReader(strings.NewReader(c.in)), iotest.DataErrReader(strings.NewReader(c.in))} {
				got, err := read(r, c.most)
				if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
					t.Errorf("error %v, lines (-want +got):\n%s", err, diff)
				}
			}
		})
	}
}

func TestReadError(t *testing.T) {
	broken := errors.New("broken")
	got, err := read(io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(broken)), 10)
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "read line 2") {
		t.Errorf("error %v", err)
	}
	if diff := cmp.Diff([]string{"1 a", "2 b"}, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestReadGivesUpWhereNoLineComes(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"blank lines", "一\n" + strings.Repeat("\n", 2<<20) + "b\n", []string{"1 一"}},
		{"blanks", "a\n" + strings.Repeat(" ", 65<<20) + "\nb\n", []string{"1 a", "2! the line is longer than 1000 bytes"}},
		{"a line", "a\n" + strings.Repeat("长", 22<<20) + "\nb\n", []string{"1 a", "2! the line is longer than 1000 bytes"}},
	} {
		got, err := read(strings.NewReader(c.in), 1000)
		if !errors.Is(err, bounded.ErrTooLarge) {
			t.Errorf("%s: error %v", c.name, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: lines (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestAnswerDoesNotWait asks a second question only after the first was
// answered.
func TestAnswerDoesNotWait(t *testing.T) {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := jsonlines.Answer(t.Context(), 4, inR, 1<<10, outW, func(_ context.Context, l jsonlines.Line) ([]byte, bool) {
			return append(bytes.ToUpper(l.Data), '\n'), false
		})
		done <- errors.Join(err, outW.Close())
	}()
	answers := bufio.NewReader(outR)
	for _, q := range []string{"a", "b", "c"} {
		if _, err := io.WriteString(inW, q+"\n"); err != nil {
			t.Fatal(err)
		}
		if got, err := answers.ReadString('\n'); got != strings.ToUpper(q)+"\n" || err != nil {
			t.Fatalf("answer %q, error %v", got, err)
		}
	}
	if err := inW.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestAnswerStops(t *testing.T) {
	broken := errors.New("broken")
	same := func(_ context.Context, l jsonlines.Line) ([]byte, bool) { return l.Data, false }
	many := func() io.Reader { return strings.NewReader(strings.Repeat("a\n", 1000)) }
	if err := jsonlines.Answer(t.Context(), 2, many(), 10, brokenWriter{broken}, same); !errors.Is(err, broken) {
		t.Errorf("writer: error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := jsonlines.Answer(ctx, 2, many(), 10, io.Discard, same); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func FuzzRead(f *testing.F) {
	f.Add([]byte("a\n\n b \r\nc"), int64(4))
	f.Fuzz(func(t *testing.T, in []byte, most int64) {
		want := 0
		for _, l := range bytes.Split(in, []byte("\n")) {
			if len(bytes.TrimSpace(l)) > 0 || int64(len(l)) > most {
				want++
			}
		}
		got, err := read(bytes.NewReader(in), most)
		// A line's end counts, so a blank one of the greatest length may be too long.
		if err != nil || len(got) < want || len(got) > bytes.Count(in, []byte("\n"))+1 {
			t.Errorf("%d lines of %d, error %v", len(got), want, err)
		}
	})
}
