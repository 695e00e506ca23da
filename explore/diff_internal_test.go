package explore

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestChanges(t *testing.T) {
	for _, c := range []struct{ name, a, b, want string }{
		{"equal", "a court sits", "a court sits", "a court sits"},
		{"one word", "the court sits today", "the panel sits today", "the -court-+panel+ sits today"},
		{"a word more", "the court sits", "the new court sits", "the +new +court sits"},
		{"one Han character", "国际调解院成立", "国际调解中心成立", "国际调解-院-+中心+成立"},
		{"both scripts in one", "IOMed 在香港成立。", "IOMed 于香港成立。", "IOMed -在-+于+香港成立。"},
		{"a number is one unit", "37 states", "38 states", "-37-+38+ states"},
		{"paragraphs", "one\n\ntwo", "one\n\nthree", "one\n\n-two-+three+"},
		{"emptied", "all of it", "", "-all of it-"},
		{"filled", "", "全文", "+全文+"},
		{"an apostrophe is of its word", "the court's seat", "the courts seat", "the -court's-+courts+ seat"},
	} {
		var got strings.Builder
		for _, ch := range changesOf(c.a, c.b) {
			sign := []string{"", "-", "+"}[ch.Op]
			got.WriteString(sign + ch.Text + sign)
		}
		if got.String() != c.want {
			t.Errorf("%s: %s, want %s", c.name, got.String(), c.want)
		}
	}
}

// TestChangesGiveBothTexts: without what was put in the changes are the first
// text, without what was taken out the second, whatever the texts are, and no list
// is longer than taking all out and putting all in.
func TestChangesGiveBothTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("ab 调解\n.é\u0301")
	text := func(most int) string {
		out := make([]rune, r.IntN(most+1))
		for i := range out {
			out[i] = alphabet[r.IntN(len(alphabet))]
		}
		return string(out)
	}
	for i := range 400 {
		a, b := text(40), text(40)
		if i == 0 { // more changes than are looked for
			a, b = strings.Repeat("a b ", 4*maxEdits), strings.Repeat("调 ", 4*maxEdits)
		}
		var first, second strings.Builder
		for _, c := range changesOf(a, b) {
			if c.Op != inserted {
				first.WriteString(c.Text)
			}
			if c.Op != deleted {
				second.WriteString(c.Text)
			}
		}
		if first.String() != a || second.String() != b {
			t.Fatalf("%q to %q: %v", a, b, changesOf(a, b))
		}
		if i == 0 {
			continue
		}
		steps, ok := shortest(words(a), words(b))
		kept := 0
		for _, s := range steps {
			if s == same {
				kept++
			}
		}
		if want := common(words(a), words(b)); !ok || kept != want {
			t.Fatalf("%q to %q: %d words are kept, %d could be", a, b, kept, want)
		}
	}
}

// common is the length of a longest common subsequence, by its definition.
func common(a, b []string) int {
	row := make([]int, len(b)+1)
	for _, w := range a {
		corner := 0
		for j, v := range b {
			above := row[j+1]
			row[j+1] = max(above, row[j])
			if w == v {
				row[j+1] = corner + 1
			}
			corner = above
		}
	}
	return row[len(b)]
}
