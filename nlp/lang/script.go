package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// script is a writing system: how its letters are told and which languages
// use it. A letter of a dense script is worth several of an alphabet, and a
// Latin letter the least, since Latin names stand in texts of every script and
// hardly ever the other way round: a Chinese headline with an English name in
// it stays Chinese.
type script struct {
	code   string
	table  *unicode.RangeTable
	weight int
	langs  []string
}

func (s *script) in(r rune) bool { return unicode.Is(s.table, r) }

// scripts is an immutable table, most frequent first. Kana stands for
// Japanese and Hani for Chinese until [counts.leader] has looked at both.
var scripts = [...]script{
	{"Latn", unicode.Latin, 2, strings.Fields("ca cs da de en es fi fr hr hu id it ms nb nl pl pt ro sq sv sw tl tr vi")},
	{"Hani", unicode.Han, 8, []string{"zh-Hans", "zh-Hant"}},
	{"Kana", kana, 8, []string{"ja"}},
	{"Arab", unicode.Arabic, 3, strings.Fields("ar fa ur")},
	{"Cyrl", unicode.Cyrillic, 3, strings.Fields("be bg kk mk mn ru sr uk")},
	{"Deva", unicode.Devanagari, 3, strings.Fields("hi mr")},
	{"Kore", unicode.Hangul, 6, []string{"ko"}},
	{"Thai", unicode.Thai, 3, []string{"th"}},
	{"Beng", unicode.Bengali, 3, []string{"bn"}},
	{"Grek", unicode.Greek, 3, []string{"el"}},
	{"Hebr", unicode.Hebrew, 3, []string{"he"}},
	{"Taml", unicode.Tamil, 3, []string{"ta"}},
	{"Telu", unicode.Telugu, 3, []string{"te"}},
	{"Gujr", unicode.Gujarati, 3, []string{"gu"}},
	{"Guru", unicode.Gurmukhi, 3, []string{"pa"}},
	{"Mlym", unicode.Malayalam, 3, []string{"ml"}},
	{"Knda", unicode.Kannada, 3, []string{"kn"}},
	{"Sinh", unicode.Sinhala, 3, []string{"si"}},
	{"Mymr", unicode.Myanmar, 3, []string{"my"}},
	{"Khmr", unicode.Khmer, 3, []string{"km"}},
	{"Laoo", unicode.Lao, 3, []string{"lo"}},
	{"Geor", unicode.Georgian, 3, []string{"ka"}},
	{"Armn", unicode.Armenian, 3, []string{"hy"}},
	{"Ethi", unicode.Ethiopic, 5, []string{"am"}},
	{"Tibt", unicode.Tibetan, 3, []string{"bo"}},
}

const (
	latn = 0
	hani = 1
	kata = 2
)

var kana = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x3041, Hi: 0x309f, Stride: 1}, {Lo: 0x30a1, Hi: 0x30fa, Stride: 1},
	{Lo: 0x30fd, Hi: 0x30ff, Stride: 1}, {Lo: 0xff66, Hi: 0xff9d, Stride: 1},
}}

// counts are the letters of a text by script, weighted, and the Han
// characters by way of writing.
type counts struct {
	weight [len(scripts)]int
	total  int
	han    [hanKinds]int
}

// count walks the text once. Web addresses are skipped: they are Latin
// whatever the language.
func (d *Identifier) count(text string) *counts {
	c := &counts{}
	for len(text) > 0 {
		if n := address(text); n > 0 {
			text = text[n:]
			continue
		}
		r, n := utf8.DecodeRuneInString(text)
		text = text[n:]
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Mc, r) {
			continue
		}
		if i := scriptOf(r); i >= 0 {
			c.weight[i] += scripts[i].weight
			c.total += scripts[i].weight
			if i == hani {
				c.han[d.han[r]]++
			}
		}
	}
	return c
}

func scriptOf(r rune) int {
	if r < 0x250 {
		if unicode.Is(unicode.Latin, r) {
			return latn
		}
		return -1
	}
	if r >= 0x4e00 && r <= 0x9fff {
		return hani
	}
	for i := range scripts {
		if scripts[i].in(r) {
			return i
		}
	}
	return -1
}

// leader is the script with the greatest weight, -1 without letters. Japanese
// writes two scripts: a tenth of kana among them makes Han characters Japanese,
// less may be a brand name in Chinese.
func (c *counts) leader() int {
	if c.weight[kata]*10 >= c.weight[hani]+c.weight[kata] {
		c.weight[kata] += c.weight[hani]
		c.weight[hani] = 0
	}
	best := -1
	for i, w := range c.weight {
		if w > 0 && (best < 0 || w > c.weight[best]) {
			best = i
		}
	}
	return best
}

// address returns the length of the web address that text starts
// with, 0 where it starts with none.
func address(text string) int {
	if text == "" || text[0] != 'h' && text[0] != 'w' {
		return 0
	}
	if !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "www.") {
		return 0
	}
	for i := 0; i < len(text); i++ {
		if b := text[i]; b <= ' ' || b >= utf8.RuneSelf || b == '<' || b == '>' || b == '"' {
			return i
		}
	}
	return len(text)
}
