package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// buildHan writes the characters that tell the ways of writing Chinese, and
// Japanese written without kana, apart: one line each of "name characters".
// "weak" ones are mostly, but not only, of their kind.
func buildHan(ctx context.Context) ([]byte, error) {
	tables, err := openccTables(ctx, "STCharacters.txt", "TSCharacters.txt", "JPVariants.txt", "STPhrases.txt")
	if err != nil {
		return nil, err
	}
	toTraditional, toSimplified := mapping(tables["STCharacters.txt"]), mapping(tables["TSCharacters.txt"])
	sets := map[string][]rune{}
	for r, to := range toTraditional {
		switch {
		case !slices.Contains(to, r):
			sets["hans"] = append(sets["hans"], r)
		case to[0] != r:
			sets["hans-weak"] = append(sets["hans-weak"], r)
		}
	}
	for r, to := range toSimplified {
		switch {
		case !slices.Contains(to, r):
			sets["hant"] = append(sets["hant"], r)
		case to[0] != r:
			sets["hant-weak"] = append(sets["hant-weak"], r)
		}
	}
	for _, to := range mapping(tables["JPVariants.txt"]) {
		for _, r := range to {
			_, s := toTraditional[r]
			_, t := toSimplified[r]
			if !s && !t && !strings.ContainsRune(tables["STPhrases.txt"], r) {
				sets["jpan"] = append(sets["jpan"], r)
			}
		}
	}
	var out bytes.Buffer
	out.WriteString("# Derived from OpenCC (Apache-2.0, see NOTICE) by nlp/lang/train; do not edit.\n")
	for _, name := range []string{"hans", "hans-weak", "hant", "hant-weak", "jpan"} {
		slices.Sort(sets[name])
		fmt.Fprintf(&out, "%s %s\n", name, string(slices.Compact(sets[name])))
	}
	return out.Bytes(), nil
}

// mapping reads OpenCC's "from<tab>to to ..." lines of single characters.
func mapping(text string) map[rune][]rune {
	out := map[rune][]rune{}
	for line := range strings.Lines(text) {
		from, to, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || utf8.RuneCountInString(from) != 1 {
			continue
		}
		r, _ := utf8.DecodeRuneInString(from)
		for _, t := range strings.Fields(to) {
			if utf8.RuneCountInString(t) == 1 {
				c, _ := utf8.DecodeRuneInString(t)
				out[r] = append(out[r], c)
			}
		}
	}
	return out
}
