package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"framewatch/nlp/internal/published"
)

// conversions writes OpenCC's dictionaries, one after the other under a line
// with "#" and a name, as "from<tab>to" with the first choice only. Phrases
// that the characters alone convert the same way are left out.
func conversions(wheel string) ([]byte, error) {
	var out strings.Builder
	out.WriteString("framewatch zh convert 1\n")
	for _, direction := range []string{"TS", "ST"} {
		chars, err := table(wheel, direction+"Characters.txt")
		if err != nil {
			return nil, err
		}
		phrases, err := table(wheel, direction+"Phrases.txt")
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "#%s\n", direction)
		for _, t := range []map[string]string{chars, minimal(phrases, chars)} {
			keys := make([]string, 0, len(t))
			for from := range t {
				keys = append(keys, from)
			}
			slices.Sort(keys)
			for _, from := range keys {
				fmt.Fprintf(&out, "%s\t%s\n", from, t[from])
			}
		}
	}
	return []byte(out.String()), nil
}

// table reads one dictionary: the first choice for each entry.
func table(wheel, name string) (map[string]string, error) {
	text, err := published.Member(wheel, "opencc/dictionary/"+name)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		from, to, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if choices := strings.Fields(to); ok && len(choices) > 0 {
			out[from] = choices[0]
		}
	}
	return out, nil
}

// minimal drops the phrases that say nothing beyond the characters, unless
// longest match needs them as guards: a phrase that begins within another is
// only met where the other did not match.
func minimal(phrases, chars map[string]string) map[string]string {
	speaks, prefixes := map[string]bool{}, map[string]bool{}
	for from, to := range phrases {
		if byChar(from, chars) == to {
			continue
		}
		speaks[from] = true
		for i := range from {
			prefixes[from[:i]] = true
		}
		prefixes[from] = true
	}
	delete(prefixes, "")
	out := map[string]string{}
	for from, to := range phrases {
		if speaks[from] || guards(from, speaks, prefixes) {
			out[from] = to
		}
	}
	return out
}

func byChar(s string, chars map[string]string) string {
	var out strings.Builder
	for _, r := range s {
		if to, ok := chars[string(r)]; ok {
			out.WriteString(to)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// guards reports whether a phrase that speaks may begin inside this one: a
// suffix of it is the prefix of another, or one lies within it.
func guards(phrase string, speaks, prefixes map[string]bool) bool {
	for i := range phrase {
		rest := phrase[i:]
		if i > 0 && prefixes[rest] {
			return true
		}
		for _, n := utf8.DecodeRuneInString(rest); n < len(rest); {
			if speaks[rest[:n]] {
				return true
			}
			_, size := utf8.DecodeRuneInString(rest[n:])
			n += size
		}
	}
	return false
}
