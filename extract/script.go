package extract

import (
	"unicode"
	"unicode/utf8"
)

// scriptOf is the ISO 15924 code of the script of most letters in the beginning
// of s, of those scripts that matter here.
func scriptOf(s string) string {
	const scripts = 5
	names := [scripts]string{"Latn", "Hani", "Hang", "Arab", "Cyrl"}
	var counts [scripts]int
	for i, r := range s {
		if i > 4096 {
			break
		}
		switch {
		case r < utf8.RuneSelf:
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				counts[0]++
			}
		case r < 0x250:
			counts[0] += int(truth(unicode.IsLetter(r)))
		case unicode.Is(unicode.Han, r) || r >= 0x3041 && r <= 0x30FF:
			counts[1]++
		case unicode.Is(unicode.Hangul, r):
			counts[2]++
		case unicode.Is(unicode.Arabic, r):
			counts[3]++
		case unicode.Is(unicode.Cyrillic, r):
			counts[4]++
		}
	}
	best, most := "Zyyy", 0
	for i, n := range counts {
		if n > most {
			best, most = names[i], n
		}
	}
	return best
}

// proseIn is prose by the measure of a script: Han text says in 20 signs, Hangul
// in 30 what takes 60 letters.
func (b *block) proseIn(script string) bool {
	return b.letters > 60/scriptDensity(script) && b.linked*10 < b.letters*3 && b.stops > 0
}

func scriptDensity(script string) int {
	switch script {
	case "Hani":
		return 3
	case "Hang":
		return 2
	}
	return 1
}
