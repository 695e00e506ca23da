package config

import (
	"fmt"
	"slices"
	"strings"

	"framewatch/internal/invalid"
)

// Strays are variables of the environment that look like settings and are none: a
// misspelt one would change nothing, and nobody would know. Other names that begin
// with FRAMEWATCH_, such as those of this project's tests, are let be; what looks
// like a setting begins as one of its sections does, or is near to the name of one.
func (l *Loaded) Strays() Mistakes { return l.strays }

// strays finds them among lines of the form NAME=value.
func strays(settings []Setting, environment []string) Mistakes {
	var known, sections []string
	for _, s := range settings {
		known = append(known, envName(s.Key))
		if section, _, within := strings.Cut(s.Key, "."); within {
			sections = append(sections, envName(section)+"_")
		}
	}
	for _, k := range olderKeys() {
		known = append(known, envName(k.old))
	}
	var out Mistakes
	for _, line := range environment {
		name, _, _ := strings.Cut(line, "=")
		if !strings.HasPrefix(name, EnvPrefix+"_") || slices.Contains(known, name) {
			continue
		}
		// Without what all names share, so that it does not make any two alike.
		bare := make([]string, len(known))
		for i, k := range known {
			bare[i] = strings.TrimPrefix(k, EnvPrefix+"_")
		}
		near := invalid.Suggest(strings.TrimPrefix(name, EnvPrefix+"_"), bare)
		within := slices.ContainsFunc(sections, func(s string) bool { return strings.HasPrefix(name, s) })
		if near != "" {
			near = strings.Replace(near, `"`, EnvPrefix+"_", 1)
			near = strings.Replace(near, `"`, "", 1)
		} else if !within {
			continue
		}
		out = append(out, Mistake{File: "environment", Text: fmt.Sprintf("%s: sets nothing, as there is no such setting%s", name, near)})
	}
	slices.SortFunc(out, func(a, b Mistake) int { return strings.Compare(a.Text, b.Text) })
	return out
}
