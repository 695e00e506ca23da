package config_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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
		"an unknown target":    {map[string]string{"run.yaml": "annotate: {target: org.nobody}\n"}, []string{`run.yaml:1: annotate.target: "org.nobody" is in no gazetteer; name one of their entities, such as org.iomed`}},
		"a missing list":       {map[string]string{"run.yaml": "sources: [gone.yaml]\n"}, []string{"gone.yaml: no such file; check the path"}},
		"an empty file":        {map[string]string{"run.yaml": ""}, []string{"run.yaml:1: the file is empty"}},
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
	for _, g := range cfg.Gazetteers {
		if strings.TrimSpace(g.Header.Licence) == "" {
			t.Errorf("gazetteer %s has no licence", g.Header.ID)
		}
	}
	if _, err := config.Load(config.Options{File: "builtin:demo.yaml"}); err != nil {
		t.Error(err)
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
		fmt.Sprintf(entry, "court", "law_adr", ", pdf: false") + fmt.Sprintf(entry, "paper", "private_news", ", pdf: true, render: true, render_hosts: [cdn.test]")
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
	}
	if diff := cmp.Diff(map[string]bool{"news": false, "institute": true, "court": false, "paper": true}, got); diff != "" {
		t.Error(diff)
	}
}
