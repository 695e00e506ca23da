package config_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/nlp/frame"
)

// TestCodebooksInBothForms: what is said of each language may be said once.
func TestCodebooksInBothForms(t *testing.T) {
	const head = "codebook:\n  id: b\n  version: \"1\"\n  languages: [en, zh-Hans, ar]\n  unvalidated: [ar]\n  frames:\n  - id: f\n    terms: {en: [hub], zh-Hans: [枢纽]}\n"
	for name, c := range map[string]struct {
		body string
		want frame.Frame
	}{
		"older": {"    definition: A place.\n    examples: {include: [It is a hub.], exclude: []}\n",
			frame.Frame{Definition: frame.Text{"en": "A place."}, Examples: frame.Examples{Include: frame.Lists{"und": {"It is a hub."}}, Exclude: frame.Lists{"und": {}}}}},
		"by language": {"    definition: {en: A place., zh-Hans: 地方。}\n    coding_rule: {ar: مركز}\n    examples:\n      include: {zh-Hans: [是枢纽。], en: [A hub.]}\n",
			frame.Frame{Definition: frame.Text{"en": "A place.", "zh-Hans": "地方。"}, CodingRule: frame.Text{"ar": "مركز"}, Examples: frame.Examples{Include: frame.Lists{"zh-Hans": {"是枢纽。"}, "en": {"A hub."}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, wrong := load(t, map[string]string{"run.yaml": "codebook: book.yaml\n", "book.yaml": head + c.body}, nil)
			if wrong != nil {
				t.Fatal(wrong)
			}
			c.want.ID, c.want.Terms = "f", map[string][]string{"en": {"hub"}, "zh-Hans": {"枢纽"}}
			if diff := cmp.Diff(c.want, cfg.Codebook.Frames[0]); diff != "" {
				t.Error(diff)
			}
		})
	}
	for body, want := range map[string][]string{
		"    definition: [a]\n": {`book.yaml:9: codebook.frames[0].definition: a list, want text (put it in quotes)`},
		"    definition: {en: 5}\n    examples: {include: hub}\n": {`book.yaml:9: codebook.frames[0].definition.en: "5", want text (put it in quotes)`,
			`book.yaml:10: codebook.frames[0].examples.include: "hub", want a list ([a, b] or lines that start with -)`},
		"    examples:\n      include:\n        fr:\n        - C'est là.\n": {`book.yaml:11: codebook.frames[0].examples.include.fr: "fr" is not among the codebook's languages (did you mean "ar"?)`},
		"    groups:\n    - id: g\n      terms:\n        en:\n        - hub\n        - a {HUB}\n": {
			`book.yaml:14: codebook.frames[0].groups[0].terms.en[1]: "a {HUB}" names {HUB}, which is not a set of this codebook (one of: ENTITY)`},
	} {
		if _, got := load(t, map[string]string{"run.yaml": "codebook: book.yaml\n", "book.yaml": head + body}, nil); cmp.Diff(want, got) != "" {
			t.Errorf("%q: %s", body, cmp.Diff(want, got))
		}
	}
}
