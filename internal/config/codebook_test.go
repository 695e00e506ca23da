package config_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/config"
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
			if diff := cmp.Diff(c.want, cfg.Codebooks[0].Frames[0]); diff != "" {
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

// bookOf is a codebook file with one frame of terms in three languages, and its
// examples as they stand in the file.
func bookOf(id, more string) string {
	return "codebook:\n  id: " + id + "\n  version: \"1\"\n  sets: [{id: TARGET, target: true}]\n  frames:\n  - id: f\n    terms: {en: [hub], zh-Hans: [枢纽], ar: [مركز]}\n    requires: [{set: TARGET, within_sentences: 0}]\n" + more
}

// TestExamplesHaveTheTargetAsTheirSubject, named or not, in the language that they
// are listed under, or in their own.
func TestExamplesHaveTheTargetAsTheirSubject(t *testing.T) {
	for name, c := range map[string]struct {
		more string
		want []string
	}{
		"as they say":  {"    examples:\n      include: {en: [A hub.], zh-Hans: [是枢纽。], ar: [مركز]}\n      exclude: {en: [No hub., A pub.], zh-Hans: [不是枢纽。, 是港口。], ar: [ليس مركز]}\n", nil},
		"a plain list": {"    examples: {include: [It is the hub of the world and of all who live in it., 它是全世界所有人的枢纽。], exclude: [مدينة]}\n", nil},
		"a plain list that is wrong": {"    examples:\n      include:\n      - It is a hub.\n      - 它是城市。\n",
			[]string{`book.yaml:12: codebook.frames[0].examples.include[1]: "它是城市。" is an example of f, but has no hit that counts for it; no frame was found`}},
		"a language without terms": {"    examples: {include: {fr: [Un hub.]}}\n",
			[]string{`book.yaml:9: codebook.frames[0].examples.include.fr[0]: "Un hub." is an example of f, which has no term in its language (fr)`}},
		"the residual frame": {"  - id: rest\n    residual: true\n    examples: {include: {en: [A pub.], zh-Hans: [是港口。]}, exclude: {en: [A hub.], ar: [مركز]}}\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, wrong := load(t, map[string]string{"run.yaml": "codebooks: [book.yaml]\n", "book.yaml": bookOf("b", c.more)}, nil)
			if wrong != nil {
				t.Fatal(wrong)
			}
			var got []string
			var found config.Mistakes
			if err := cfg.Check(t.Context()); err != nil && !errors.As(err, &found) {
				t.Fatal(err)
			}
			for _, m := range found {
				got = append(got, m.String())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSeveralCodebooks are read in their order; each needs an ID of its own.
func TestSeveralCodebooks(t *testing.T) {
	files := map[string]string{"run.yaml": "codebooks: [a.yaml, b.yaml]\n", "a.yaml": bookOf("a", ""), "b.yaml": bookOf("b", "    label: {en: Second}\n")}
	cfg, wrong := load(t, files, nil)
	if wrong != nil {
		t.Fatal(wrong)
	}
	if len(cfg.Codebooks) != 2 || cfg.MainCodebook() != "a" || cfg.Codebooks[1].Frames[0].Label["en"] != "Second" {
		t.Errorf("codebooks %+v", cfg.Codebooks)
	}
	files["b.yaml"] = bookOf("a", "")
	if _, wrong := load(t, files, nil); !slices.Equal(wrong, []string{`b.yaml:2: codebook.id: "a" is also that of a.yaml; give each codebook its own`}) {
		t.Errorf("two of one name: %q", wrong)
	}
	files["b.yaml"] = strings.Replace(bookOf("b", ""), "target: true", "entities: [org.nowhere]", 1)
	if _, wrong := load(t, files, nil); !slices.Equal(wrong, []string{`b.yaml:4: codebook.sets[0].entities[0]: "org.nowhere" is in no gazetteer`}) {
		t.Errorf("an unknown entity in the second: %q", wrong)
	}
	if cfg, wrong := load(t, map[string]string{"run.yaml": "codebooks: []\n"}, nil); wrong != nil || cfg.MainCodebook() != "" {
		t.Errorf("no codebook: %v", wrong)
	}
}
