package coding_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/coding"
)

// FuzzReadKeys reads a key of a sample: what is read is written so that it reads
// the same.
func FuzzReadKeys(f *testing.F) {
	var b bytes.Buffer
	if err := coding.WriteKeys(&b, []coding.Key{{ID: "u1", Outlet: "渡口日报", Probability: .5}, {ID: "=u2", Probability: 1}}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.String())
	f.Add("\ufeffid,probability\n")
	f.Fuzz(func(t *testing.T, text string) {
		keys, err := coding.ReadKeys("k.csv", strings.NewReader(text))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := coding.WriteKeys(&b, keys); err != nil {
			t.Fatal(err)
		}
		again, err := coding.ReadKeys("k.csv", &b)
		if diff := cmp.Diff(keys, again); err != nil || diff != "" {
			t.Errorf("read again (-first +second): %v\n%s", err, diff)
		}
	})
}
