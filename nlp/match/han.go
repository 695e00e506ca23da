package match

import (
	"framewatch/nlp/zh"
)

// simplify returns text with traditional Chinese characters as simplified ones,
// and for each byte of it (and the end) the byte of text that it stands for; nil
// where nothing changed.
func simplify(text string) (string, []int) {
	for i := range len(text) {
		if text[i] >= 0xe2 { // Han, kana and full-width forms begin with higher bytes
			return zh.Fold(text)
		}
	}
	return text, nil
}
