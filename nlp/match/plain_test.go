package match

import "testing"

// TestPlainRunesFoldToThemselves: the short way of most Chinese and Korean runes is
// the long one.
func TestPlainRunesFoldToThemselves(t *testing.T) {
	for _, block := range [][2]rune{{'\u4e00', '\u9fff'}, {'\uac00', '\ud7a3'}} {
		for r := block[0]; r <= block[1]; r++ {
			if got := foldRune(r); !plain(r) || len(got) != 1 || got[0] != r || ignorable(r) || droppedMark(r) || hyphen(r) {
				t.Fatalf("%c folds to %q", r, string(got))
			}
		}
	}
}
