package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAnotherTargetInheritsNothingOfTheFirst: what the default asks about its
// subject, and of whom, is not asked about another one.
func TestAnotherTargetInheritsNothingOfTheFirst(t *testing.T) {
	for name, c := range map[string]struct {
		settings  string
		flags     map[string]any
		env       string
		inherited bool
	}{
		"no target":            {settings: "crawl: {workers: 3}\n", inherited: true},
		"the first":            {settings: "annotate: {targets: [org.iomed]}\n", inherited: true},
		"the first and more":   {settings: "annotate: {targets: [org.icj, org.iomed]}\n", inherited: true},
		"another":              {settings: "annotate: {targets: [org.icj]}\n"},
		"by the older key":     {settings: "annotate: {target: org.icj}\n"},
		"by the environment":   {settings: "crawl: {workers: 3}\n", env: "org.icj"},
		"environment restores": {settings: "annotate: {targets: [org.icj]}\n", env: "org.iomed", inherited: true},
	} {
		t.Run(name, func(t *testing.T) {
			if c.env != "" {
				t.Setenv("FRAMEWATCH_ANNOTATE_TARGET", c.env)
			}
			cfg, wrong := load(t, map[string]string{"run.yaml": c.settings}, c.flags)
			if wrong != nil {
				t.Fatal(wrong)
			}
			has := []bool{len(cfg.Config.Sources) > 0, len(cfg.Config.Codebooks) > 0, len(cfg.Config.Registers) > 0, cfg.Config.Blocs != "", cfg.Config.Events != "", len(cfg.Compare.Contrasts) > 0}
			for i, h := range has {
				if h != c.inherited {
					t.Errorf("part %d of the first subject is there: %t, want %t", i, h, c.inherited)
				}
			}
			if len(cfg.Config.Gazetteers) != 3 || len(cfg.Compare.By) == 0 {
				t.Errorf("%d gazetteers, by %v", len(cfg.Config.Gazetteers), cfg.Compare.By)
			}
		})
	}
}

// TestOtherBlocsTakeNoContrastOfTheDefault, which is between the default's.
func TestOtherBlocsTakeNoContrastOfTheDefault(t *testing.T) {
	cfg, wrong := load(t, map[string]string{"run.yaml": "blocs: \"\"\nsources: []\n"}, nil)
	if wrong != nil || len(cfg.Compare.Contrasts) > 0 {
		t.Errorf("%v: %v", wrong, cfg)
	}
}

// TestStrays: what looks like a setting and is none is told, other names are not.
func TestStrays(t *testing.T) {
	for name, value := range map[string]string{"CRAWL_WORKER": "3", "CRAWL_UNHEARD_OF": "1", "DATAA": "x", "EVAL": "1", "BIN": "x", "CODES": "x", "CRAWL_WORKERS": "3", "ANNOTATE_TARGET": "org.icj"} {
		t.Setenv("FRAMEWATCH_"+name, value)
	}
	cfg, wrong := load(t, map[string]string{"run.yaml": "sources: []\n"}, nil)
	if wrong != nil {
		t.Fatal(wrong)
	}
	var got []string
	for _, s := range cfg.Strays() {
		got = append(got, s.String())
	}
	if diff := cmp.Diff([]string{
		"environment: FRAMEWATCH_CRAWL_UNHEARD_OF: sets nothing, as there is no such setting",
		"environment: FRAMEWATCH_CRAWL_WORKER: sets nothing, as there is no such setting (did you mean FRAMEWATCH_CRAWL_WORKERS?)",
		"environment: FRAMEWATCH_DATAA: sets nothing, as there is no such setting (did you mean FRAMEWATCH_DATA?)",
	}, got); diff != "" {
		t.Error(diff)
	}
}

// TestSyntaxIsToldPlainly: with its line, and without the words of the YAML library.
func TestSyntaxIsToldPlainly(t *testing.T) {
	for text, want := range map[string]string{
		"crawl:\n  delay: 2s\n\tworkers: 3\n": "run.yaml:3: a tab indents the line",
		"crawl:\n\tworkers: 3\n":              "run.yaml:2: a tab indents the line",
		"data: @x\n":                          "run.yaml: a value begins with a character that YAML keeps for itself",
		"crawl:\n  user_agent: \"a\n":         "a quotation mark that was opened before is not closed",
		"sources: [a\ndata: b\n":              "a list that begins with [ is not closed",
		"data: a\n  crawl: b\n":               "run.yaml:2: a colon stands where no key can be",
		"data: *a\n":                          "*a names a value that is not marked by &a before",
		"data: \xff\n":                        "the file is not UTF-8 text",
		"data: a\n---\ndata: b\n":             "run.yaml:2: a second document begins",
	} {
		_, got := load(t, map[string]string{"run.yaml": text}, nil)
		if len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		for _, theirs := range []string{"token", " yaml: ", "mapping values", "expected"} {
			if strings.Contains(strings.Join(got, ""), theirs) {
				t.Errorf("%q: %q has the library's words", text, got)
			}
		}
	}
}

// TestTwiceIsToldWithBothPlaces: an entity of two lists.
func TestTwiceIsToldWithBothPlaces(t *testing.T) {
	list := "gazetteer: {id: %, version: \"1\"}\nentities:\n- {id: org.lake, label: ORG, names: [{text: Lake Board, lang: en, variant: official}]}\n"
	files := map[string]string{"run.yaml": "sources: []\ncodebooks: []\nannotate: {targets: [org.lake]}\ngazetteers: [a.yaml, b.yaml]\n",
		"a.yaml": strings.Replace(list, "%", "a", 1), "b.yaml": strings.Replace(list, "%", "b", 1)}
	_, got := load(t, files, nil)
	if diff := cmp.Diff([]string{`b.yaml:3: entities[0].id: "org.lake" is in a.yaml:3 already; write extends: true to add names or offices to it, or remove one`}, got); diff != "" {
		t.Error(diff)
	}
	files["b.yaml"] = "gazetteer: {id: b, version: \"1\"}\nentities:\n- {id: org.lake, extends: true, names: [{text: 湖泊委员会, lang: zh-Hans, variant: official}]}\n"
	cfg, wrong := load(t, files, nil)
	if wrong != nil {
		t.Fatal(wrong)
	}
	if label := cfg.ReportConfig("org.lake").Target; label.EN != "Lake Board" || label.ZH != "湖泊委员会" {
		t.Errorf("label %+v", label)
	}
}
