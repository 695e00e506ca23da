package lang

import (
	_ "embed"
	"strings"
)

// hanText lists the characters that tell simplified from traditional Chinese
// and Japanese from both; nlp/lang/train writes it.
//
//go:embed data/han.txt
var hanText string

// hanKind is what one Han character says about the way of writing.
type hanKind uint8

const (
	hanShared hanKind = iota
	hans
	hansWeak
	hant
	hantWeak
	jpan
	hanKinds
)

func loadHan() map[rune]hanKind {
	kinds := map[string]hanKind{"hans": hans, "hans-weak": hansWeak, "hant": hant, "hant-weak": hantWeak, "jpan": jpan}
	out := make(map[rune]hanKind, 9000)
	for line := range strings.Lines(hanText) {
		name, chars, _ := strings.Cut(strings.TrimSpace(line), " ")
		kind, ok := kinds[name]
		if !ok {
			continue
		}
		for _, r := range chars {
			out[r] = kind
		}
	}
	return out
}

// chinese tells simplified, traditional and kana-less Japanese apart. Without
// any sign the text is called simplified, the more frequent of the two.
func (d *Identifier) chinese(c *counts, share float64) Result {
	simplified := 4*c.han[hans] + c.han[hansWeak]
	traditional := 4*c.han[hant] + c.han[hantWeak]
	// Japanese reformed some characters as neither form of Chinese did; among
	// the others it has some of either form.
	if n := c.han[jpan]; d.want["ja"] && n > 0 && 4*n >= c.han[hans]+c.han[hant] {
		return d.only("ja", "Jpan", share)
	}
	lang, script, lead := "zh-Hans", "Hans", simplified
	if traditional > simplified {
		lang, script, lead = "zh-Hant", "Hant", traditional
	}
	if !d.want[lang] && d.want["zh-Hans"] != d.want["zh-Hant"] {
		// The reader wants one Chinese only and this is the other.
		return Result{Lang: Und, Script: script}
	}
	sure := 0.75
	if sum := simplified + traditional; sum > 0 {
		sure = 0.5 + 0.5*float64(lead)/float64(sum)
	}
	return d.only(lang, script, share*sure)
}
