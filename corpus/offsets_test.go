package corpus_test

import (
	"testing"
	"testing/quick"

	"framewatch/corpus"
)

// TestOffsetsAgreeWithRange holds the promise that a table's code points slice
// Python strings at the places where the byte spans slice Go strings.
func TestOffsetsAgreeWithRange(t *testing.T) {
	check := func(text string) bool {
		o := corpus.NewOffsets(text)
		points := 0
		for b := range text {
			if o.CodePoint(b) != points || o.Byte(points) != b {
				t.Logf("%q: byte %d = point %d, got %d and %d", text, b, points, o.CodePoint(b), o.Byte(points))
				return false
			}
			points++
		}
		return o.CodePoint(len(text)) == points && o.Byte(points) == len(text)
	}
	long := ""
	for range 40 {
		long += "IOMed 国际调解院 médiation المنظمة 🕊️ — "
	}
	for _, text := range []string{"", "a", "国", long, long[1:], "\xff\xfe国", long[:129] + "\xe5\x9b"} {
		if !check(text) {
			t.Fatalf("offsets of %q", text)
		}
	}
	if err := quick.Check(check, nil); err != nil {
		t.Fatal(err)
	}
	if err := quick.Check(func(b []byte) bool { return check(string(b)) }, nil); err != nil {
		t.Fatal(err)
	}
}
