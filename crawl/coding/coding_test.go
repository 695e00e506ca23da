package coding_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"framewatch/crawl/coding"
)

// pack encodes text by one coding.
func pack(t *testing.T, name string, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch name {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "zlib":
		w = zlib.NewWriter(&b)
	case "flate":
		w, err = flate.NewWriter(&b, 6)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, err = zstd.NewWriter(&b)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDecode(t *testing.T) {
	page := append([]byte("<!DOCTYPE html><p>"), bytes.Repeat([]byte("An article about mediation. 国际调解院。\n"), 2000)...)
	text := []byte(strings.Repeat("An article about mediation. 国际调解院。\n", 2000))
	zip := pack(t, "gzip", text)
	badSum := bytes.Clone(zip)
	badSum[len(badSum)-6] ^= 0xff
	torn := bytes.Clone(zip)
	torn[len(torn)/2] ^= 0xff
	bomb := pack(t, "gzip", make([]byte, 64<<20))
	for _, c := range []struct {
		name, codings string
		raw           []byte
		damage        coding.Damage
		whole         bool
	}{
		{"identity", "", text, coding.None, true},
		{"gzip", "gzip", zip, coding.None, true},
		{"deflate with frame", "deflate", pack(t, "zlib", text), coding.None, true},
		{"deflate without frame", "deflate", pack(t, "flate", text), coding.None, true},
		{"br", "BR", pack(t, "br", text), coding.None, true},
		{"zstd", "zstd", pack(t, "zstd", text), coding.None, true},
		{"two layers", "gzip, br", pack(t, "br", zip), coding.None, true},
		{"gzip in gzip", "gzip, gzip", pack(t, "gzip", zip), coding.None, true},
		{"gzip without label", "identity", zip, coding.Unlabelled, true},
		{"archive sent coded", "gzip", pack(t, "gzip", zip), coding.Unlabelled, true},
		{"wrong checksum", "gzip", badSum, coding.BadChecksum, true},
		{"fault in the middle", "gzip", torn, coding.BadCoding, false},
		{"cut short", "gzip", zip[:len(zip)/2], coding.Short, false},
		{"br cut short", "br", pack(t, "br", text)[:50], coding.Short, false},
		{"bomb", "gzip", bomb, coding.TooLarge, false},
		{"bomb without label", "", bomb, coding.TooLarge, false},
		{"bomb in a bomb", "gzip, gzip", pack(t, "gzip", bytes.Repeat(bomb, 200)), coding.TooLarge, false},
		{"a page that is not coded", "gzip", page, coding.BadCoding, true},
		{"a page that is not coded, br", "br", page, coding.BadCoding, true},
		{"a page that is not coded, twice", "deflate, zstd", page, coding.BadCoding, true},
		{"no gzip at all", "gzip", text, coding.BadCoding, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, damage, err := coding.Decode(c.raw, c.codings, 1<<20)
			if err != nil || damage != c.damage {
				t.Fatalf("damage %q, err %v, want %q", damage, err, c.damage)
			}
			if len(got) > 1<<20 || c.whole != (bytes.Equal(got, text) || bytes.Equal(got, page)) {
				t.Errorf("%d bytes", len(got))
			}
		})
	}
	for _, bad := range []string{"compress", "gzip, gzip, gzip"} {
		if _, _, err := coding.Decode(text, bad, 10); !errors.Is(err, coding.ErrUnknown) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// TestDecoderAgain holds that a Decoder forgets the body before.
func TestDecoderAgain(t *testing.T) {
	var d coding.Decoder
	for range 3 {
		for _, c := range []string{"gzip", "zstd"} {
			if err := d.Reset(io.MultiReader(bytes.NewReader(pack(t, c, []byte("body"))), failing{}), c, 100); err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(&d)
			if err != nil || string(got) != "body" {
				t.Errorf("%s: %q %v %q", c, got, err, d.Damage())
			}
		}
		if err := d.Reset(io.MultiReader(strings.NewReader("half"), failing{}), "", 100); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(&d)
		if err != nil || string(got) != "half" || d.Damage() != coding.Short || !errors.Is(d.Err(), errLine) {
			t.Errorf("%q %v %q %v", got, err, d.Damage(), d.Err())
		}
	}
}

var errLine = errors.New("line cut")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errLine }

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"), "gzip")
	f.Add([]byte("\x78\x9c\x03\x00"), "deflate,br")
	f.Add([]byte("\x28\xb5\x2f\xfd\x00\x00"), "zstd")
	f.Fuzz(func(t *testing.T, raw []byte, codings string) {
		body, _, err := coding.Decode(raw, codings, 1<<16)
		if err == nil && len(body) > 1<<16 {
			t.Fatalf("%d bytes", len(body))
		}
	})
}
