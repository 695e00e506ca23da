package config_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/internal/config"
)

// load writes files into a folder, the first being the settings, and loads them.
func load(t *testing.T, files map[string]string, flags map[string]any) (*config.Loaded, []string) {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cfg, err := config.Load(config.Options{File: "run.yaml", Flags: flags})
	var wrong config.Mistakes
	if err != nil && !errors.As(err, &wrong) {
		t.Fatalf("error is no Mistakes: %v", err)
	}
	var lines []string
	for _, m := range wrong {
		lines = append(lines, m.String())
	}
	return cfg, lines
}

// TestMistakes is the table of bad files with the messages they earn.
func TestMistakes(t *testing.T) {
	const list = "list: {id: a, version: \"1\"}\nsources:\n- {id: a, name: A, domain: a.test, country: HK, owner_type: private_news, langs: [en], start: [http://a.test/]"
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"an unknown key":       {map[string]string{"run.yaml": "crawl:\n  worker: 3\n"}, []string{`run.yaml:2: crawl.worker: unknown key (did you mean "workers"?)`}},
		"a key twice":          {map[string]string{"run.yaml": "data: a\ndata: b\n"}, []string{"run.yaml:2: data: key stands twice (first in line 1); remove one"}},
		"a bare number":        {map[string]string{"run.yaml": "crawl: {delay: 30}\n"}, []string{`run.yaml:1: crawl.delay: "30" is not a duration; write a number with a unit, such as 500ms, 2s or 1h`}},
		"a value out of range": {map[string]string{"run.yaml": "crawl:\n  workers: 0\n"}, []string{`run.yaml:2: crawl.workers: "0" must be from 1 to 1024`}},
		"text for a list":      {map[string]string{"run.yaml": "sources: a.yaml\n"}, []string{`run.yaml:1: sources: "a.yaml", want a list ([a, b] or lines that start with -)`}},
		"an unknown target":    {map[string]string{"run.yaml": "annotate: {target: org.nobody}\n"}, []string{`run.yaml:1: annotate.targets[0]: "org.nobody" is in no gazetteer; name one of their entities`}},
		"a misspelt target": {map[string]string{"run.yaml": "annotate:\n  targets:\n  - org.iomed\n  - org.ijc\n"},
			[]string{`run.yaml:4: annotate.targets[1]: "org.ijc" is in no gazetteer (did you mean "org.icj"?); name one of their entities`}},
		"no target":      {map[string]string{"run.yaml": "annotate: {targets: []}\n"}, []string{`run.yaml:1: annotate.targets: is empty; name the entity that the run is about`}},
		"a target twice": {map[string]string{"run.yaml": "annotate: {targets: [org.icj, org.icj]}\n"}, []string{`run.yaml:1: annotate.targets[1]: "org.icj" stands twice in the list`}},
		"a target that is part of another": {map[string]string{"run.yaml": "annotate: {targets: [org.iomed, treaty.iomed_convention]}\n"},
			[]string{`run.yaml:1: annotate.targets[1]: "treaty.iomed_convention" is part of org.iomed, which is a target too: what names it would count for both; leave one out`}},
		"the older and the newer key": {map[string]string{"run.yaml": "annotate:\n  target: org.icj\n  targets: [org.iomed]\n"},
			[]string{`run.yaml:2: annotate.target: annotate.targets stands in line 3 too; leave the older key out`}},
		"entities of the comparison for several targets": {map[string]string{"run.yaml": "annotate: {targets: [org.iomed, org.icj]}\ncompare: {targets: [org.iomed]}\n"},
			[]string{`run.yaml:2: compare.targets: "[org.iomed]" holds for one target only, and annotate.targets names 2; leave it out`}},
		"a codebook for one of several targets": {map[string]string{"run.yaml": "codebook: book.yaml\nannotate: {targets: [org.iomed, org.icj]}\n",
			"book.yaml": "codebook:\n  id: b\n  version: \"1\"\n  languages: [en]\n  sets:\n  - {id: TARGET, entities: [org.iomed]}\n  frames:\n  - {id: f, terms: {en: [hub]}, requires: [{set: TARGET, within_sentences: 1}]}\n"},
			[]string{`book.yaml:6: codebook.sets[0].entities[0]: "org.iomed" is one of several targets; write target: true in place of the entities, so that frames are counted for each`}},
		"entities in the set of the target": {map[string]string{"run.yaml": "codebook: book.yaml\n",
			"book.yaml": "codebook:\n  id: b\n  version: \"1\"\n  languages: [en]\n  sets:\n  - {id: TARGET, target: true, entities: [org.iomed]}\n  frames:\n  - {id: f, terms: {en: [hub]}}\n"},
			[]string{`book.yaml:6: codebook.sets[0].entities: "org.iomed" stands in the set of the target, which the settings name; leave entities out or target`}},
		"a frame to ask about that is in no codebook": {map[string]string{"run.yaml": "compare:\n  contrasts:\n  - {a: lang=en, b: lang=zh}\n  - {a: lang=en, b: lang=fr, frame: strategic_power_pay}\n"},
			[]string{`run.yaml:4: compare.contrasts[1].frame: "strategic_power_pay" is in no codebook (did you mean "strategic_power_play"?)`}},
		"a missing list": {map[string]string{"run.yaml": "sources: [gone.yaml]\n"}, []string{"gone.yaml: no such file; check the path"}},
		"an empty file":  {map[string]string{"run.yaml": ""}, []string{"run.yaml:1: the file is empty"}},
		"an outlet in two lists": {map[string]string{"run.yaml": "sources: [a.yaml, b.yaml]\n", "a.yaml": list + "}\n", "b.yaml": list + "}\n"},
			[]string{`b.yaml:3: sources[0].id: "a" is also in a.yaml; ids are unique over all lists`}},
		"an unknown bloc": {map[string]string{"run.yaml": "sources: [a.yaml]\n", "a.yaml": list + ", bloc: [nato, eeu]}\n"},
			[]string{`a.yaml:3: sources[0].bloc[1]: "eeu" is not in builtin:blocs.yaml (did you mean "eu"?)`}},
		"a membership without a source": {map[string]string{"run.yaml": "blocs: b.yaml\ncompare: {contrasts: []}\n",
			"b.yaml": "blocs:\n- id: x\n  name: {en: X}\n  members:\n  - {country: HK, status: membr}\n"},
			[]string{`b.yaml:5: blocs[0].members[0].status: "membr" is not known (did you mean "member"?)`,
				"b.yaml:5: blocs[0].members[0].source: every membership needs the address of a page that supports it, here or for the bloc"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, got := load(t, c.files, nil)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestOlderKeysNameListsOfOne in files and in the environment.
func TestOlderKeysNameListsOfOne(t *testing.T) {
	cfg, wrong := load(t, map[string]string{"run.yaml": "annotate: {target: org.icj}\nregister: builtin:registers/iomed.yaml\n"}, nil)
	if wrong != nil {
		t.Fatal(wrong)
	}
	if diff := cmp.Diff([]corpus.EntityID{"org.icj"}, cfg.Annotate.Targets); diff != "" || len(cfg.Registers) != 1 || cfg.Compare.Target != "org.icj" {
		t.Errorf("targets: %s; %d registers, compared %q", diff, len(cfg.Registers), cfg.Compare.Target)
	}
	if _, wrong := load(t, map[string]string{"run.yaml": "register: \"\"\n"}, nil); wrong != nil {
		t.Errorf("no register: %v", wrong)
	}
	t.Setenv("FRAMEWATCH_ANNOTATE_TARGET", "org.pca")
	cfg, wrong = load(t, map[string]string{"run.yaml": "annotate: {targets: [org.icj]}\n"}, nil)
	if wrong != nil {
		t.Fatal(wrong)
	}
	if diff := cmp.Diff([]corpus.EntityID{"org.pca"}, cfg.Annotate.Targets); diff != "" {
		t.Errorf("environment: %s", diff)
	}
}

// TestEachTargetHasItsOwnComparison: the entities and the label are its own.
func TestEachTargetHasItsOwnComparison(t *testing.T) {
	cfg, wrong := load(t, map[string]string{"run.yaml": "annotate: {targets: [org.icj, org.iomed]}\n"}, nil)
	if wrong != nil {
		t.Fatal(wrong)
	}
	all := cfg.Comparisons()
	if len(all) != 2 || all[0].Target != "org.icj" || all[1].Target != "org.iomed" {
		t.Fatalf("comparisons %+v", all)
	}
	if diff := cmp.Diff([]string{"org.icj"}, all[0].Targets); diff != "" || !slices.Contains(all[1].Targets, "treaty.iomed_convention") || slices.Contains(all[1].Targets, "org.icj") {
		t.Errorf("entities %v, %v", all[0].Targets, all[1].Targets)
	}
	if a, b := cfg.ReportConfig("org.icj").Target.EN, cfg.ReportConfig("org.iomed").Target.EN; a == b || a == "" || b == "" {
		t.Errorf("labels %q, %q", a, b)
	}
}

func TestFlagsComeBeforeEnvironmentBeforeFile(t *testing.T) {
	t.Setenv("FRAMEWATCH_CRAWL_MAX_PAGES", "7")
	t.Setenv("FRAMEWATCH_CRAWL_DELAY", "3s")
	cfg, wrong := load(t, map[string]string{"run.yaml": "crawl: {max_pages: 5, delay: 2s, workers: 3}\n"}, map[string]any{"crawl.max_pages": 9})
	if wrong != nil {
		t.Fatal(wrong)
	}
	if cfg.Crawl.MaxPages != 9 || cfg.Crawl.Delay != 3*time.Second || cfg.Crawl.Workers != 3 {
		t.Errorf("crawl = %+v", cfg.Crawl)
	}
	origin := map[string]config.Origin{}
	for _, s := range cfg.Settings {
		origin[s.Key] = s.Origin
	}
	want := map[string]config.Origin{"crawl.max_pages": config.FromFlag, "crawl.delay": config.FromEnv, "crawl.workers": config.FromFile, "crawl.retries": config.FromDefault}
	for key, o := range want {
		if origin[key] != o {
			t.Errorf("%s comes from %s, want %s", key, origin[key], o)
		}
	}
}

// TestBuiltInFilesAreValid loads what the binary carries: the real source list
// with its breadth, and the demo's settings.
func TestBuiltInFilesAreValid(t *testing.T) {
	t.Chdir(t.TempDir())
	cfg, err := config.Load(config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	countries := map[string]bool{}
	for _, s := range cfg.Sources {
		countries[s.Country] = true
	}
	if len(cfg.Sources) < 60 || len(countries) < 25 {
		t.Errorf("%d sources in %d countries", len(cfg.Sources), len(countries))
	}
	for _, file := range []string{"demo.yaml", "demo-aiib.yaml", "framewatch.yaml", "aiib.yaml"} {
		cfg, err := config.Load(config.Options{File: "builtin:" + file})
		if err != nil {
			t.Error(err)
			continue
		}
		for _, g := range cfg.Gazetteers {
			if strings.TrimSpace(g.Header.Licence) == "" {
				t.Errorf("gazetteer %s has no licence", g.Header.ID)
			}
		}
	}
}

// TestPathsInBuiltInSettings lie inside the binary, but those of the environment and
// of flags where the program runs.
func TestPathsInBuiltInSettings(t *testing.T) {
	t.Chdir(t.TempDir())
	list := "list: {id: mine, version: \"1\"}\nsources:\n- {id: a, name: A, domain: a.test, country: HK, owner_type: private_news, langs: [en], start: [\"http://a.test/\"]}\n"
	if err := os.WriteFile("mine.yaml", []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(config.Options{File: "builtin:aiib.yaml", Flags: map[string]any{"sources": []string{"mine.yaml"}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(cfg.Sources) != 1 || cfg.MainCodebook() != "aiib-frames" {
		t.Errorf("%d sources, codebook %s", len(cfg.Sources), cfg.MainCodebook())
	}
	if err := cfg.Writable(cfg.Sources); err != nil {
		t.Error(err)
	}
	if cfg, err = config.Load(config.Options{File: "builtin:aiib.yaml"}); err != nil || cfg.Writable(cfg.Sources) == nil {
		t.Errorf("the list of the binary can be written (%v)", err)
	}
}

func TestBlocsOnADay(t *testing.T) {
	blocs := []config.Bloc{{ID: "eu", Members: []config.Member{{Country: "GB", Status: "member", From: "1973", To: "2020-02-01"}}},
		{ID: "brics", Members: []config.Member{{Country: "GB", Status: "observer", From: "2000"}}}}
	for day, want := range map[string][]string{"1972-12-31": nil, "1973-01-01": {"eu"}, "2020-01-31": {"eu"}, "2020-02-01": nil} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, config.BlocsOn(blocs, "GB", at)); diff != "" {
			t.Errorf("%s: %s", day, diff)
		}
	}
}

// TestPDFByKindOfOutlet holds that papers of institutes are taken without a
// word, news outlets' PDFs are not, and that an entry's word counts for more.
func TestPDFByKindOfOutlet(t *testing.T) {
	const entry = "- {id: %s, name: A, domain: %[1]s.test, country: HK, owner_type: %[2]s, langs: [en], start: [\"http://%[1]s.test/\"]%[3]s}\n"
	list := "list: {id: a, version: \"1\"}\nsources:\n" + fmt.Sprintf(entry, "news", "private_news", "") + fmt.Sprintf(entry, "institute", "think_tank", "") +
		fmt.Sprintf(entry, "court", "law_adr", ", pdf: false") + fmt.Sprintf(entry, "paper", "private_news", ", pdf: true, render: true, render_hosts: [cdn.test], pace_group: pier-2")
	cfg, wrong := load(t, map[string]string{"run.yaml": "sources: [a.yaml]\n", "a.yaml": list}, nil)
	if wrong != nil {
		t.Fatal(wrong)
	}
	got := map[string]bool{}
	for _, s := range cfg.Sources {
		got[string(s.ID)] = s.PDF
		if s.Render != (s.ID == "paper") || len(s.RenderHosts) > 0 != s.Render {
			t.Errorf("%s: render %t, %v", s.ID, s.Render, s.RenderHosts)
		}
		if want := map[bool]string{true: "pier-2"}[s.ID == "paper"]; s.PaceGroup != want {
			t.Errorf("%s: pace group %q, want %q", s.ID, s.PaceGroup, want)
		}
	}
	if diff := cmp.Diff(map[string]bool{"news": false, "institute": true, "court": false, "paper": true}, got); diff != "" {
		t.Error(diff)
	}
}
