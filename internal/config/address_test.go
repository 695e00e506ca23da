package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
)

// smallRun is a run with little to load beside list.yaml.
const smallRun = "sources: [list.yaml]\ncodebooks: []\nregisters: []\nblocs: \"\"\nevents: \"\"\ncorrections: \"\"\ngazetteers: [\"builtin:gazetteers/iomed.yaml\"]\n"

const listHead = "list: {id: l, version: \"1\"}\nsources:\n"

// entryWith is a source with these lines.
func entryWith(lines string) string {
	return "- id: a # the first\n  name: 湖报\n  domain: a.test\n  country: HK\n  owner_type: private_news\n  langs: [zh-Hant]\n" + lines
}

// TestAddresses: URLs alone, addresses with evidence and both hosts reach the source.
func TestAddresses(t *testing.T) {
	for name, c := range map[string]struct {
		lines    string
		feeds    []string
		domains  []string // the first is Domain
		verified bool
	}{
		"URLs alone":        {"  domain: a.test\n  feeds: [http://a.test/f]\n  start: []\n", []string{"http://a.test/f"}, []string{"a.test"}, false},
		"an older list":     {"  domain: a.test\n  verified: true\n  feeds: [http://a.test/f]\n", []string{"http://a.test/f"}, []string{"a.test"}, true},
		"both":              {"  domain: a.test\n  feeds: [http://a.test/f, {url: http://a.test/g, as_of: \"2026\", evidence: tested}]\n", []string{"http://a.test/f", "http://a.test/g"}, []string{"a.test"}, false},
		"a day":             {"  domain: a.test\n  feeds:\n  - url: http://a.test/f\n    as_of: 2026-03-05\n    verified: 2026-11-01\n", []string{"http://a.test/f"}, []string{"a.test"}, true},
		"sister hosts":      {"  domain: a.test\n  domains: [b.test, A.test, c.test]\n  feeds: [http://a.test/f]\n", []string{"http://a.test/f"}, []string{"a.test", "b.test", "c.test"}, false},
		"without the older": {"  domains: [b.test, c.test]\n  feeds: [http://a.test/f]\n", []string{"http://a.test/f"}, []string{"b.test", "c.test"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			list := listHead + strings.Replace(entryWith(c.lines), "  domain: a.test\n", "", 1)
			cfg, wrong := load(t, map[string]string{"run.yaml": smallRun, "list.yaml": list}, nil)
			if wrong != nil {
				t.Fatal(wrong)
			}
			s := cfg.Sources[0]
			if diff := cmp.Diff([]any{c.feeds, c.domains, c.verified}, []any{s.Feeds, append([]string{s.Domain}, s.Domains...), s.Verified}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAddressMistakes: each with its line and place.
func TestAddressMistakes(t *testing.T) {
	for lines, want := range map[string]string{
		"  feeds:\n  - {url: a.test/f}\n":                                         `list.yaml:10: sources[0].feeds[0]: "a.test/f" is not a full http or https address`,
		"  sitemaps: [http://a.test/robots.txt]\n":                                `list.yaml:9: sources[0].sitemaps[0]: "http://a.test/robots.txt" is read of every host in any case; name the sitemaps that stand in it`,
		"  feeds:\n  - {evidence: tested}\n":                                      `list.yaml:10: sources[0].feeds[0]: is not a full http or https address`,
		"  feeds:\n  - {url: http://a.test/f, as_of: March}\n":                    `list.yaml:10: sources[0].feeds[0].as_of: "March" must be a year, month or day, such as 2026-03`,
		"  feeds:\n  - {url: http://a.test/f, as_of: 2026}\n":                     `list.yaml:10: sources[0].feeds[0].as_of: "2026", want text (put it in quotes)`,
		"  feeds:\n  - {url: http://a.test/f, verified: true}\n":                  `list.yaml:10: sources[0].feeds[0].verified: "true", want text (put it in quotes)`,
		"  feeds:\n  - {url: http://a.test/f, verified: 2026-13-01}\n":            `list.yaml:10: sources[0].feeds[0].verified: "2026-13-01" must be a day, YYYY-MM-DD`,
		"  feeds:\n  - {url: http://a.test/f, answer: gon}\n":                     `list.yaml:10: sources[0].feeds[0].answer: "gon" is no answer (did you mean "gone"?)`,
		"  feeds:\n  - {url: http://a.test/f, entries: -1}\n":                     `list.yaml:10: sources[0].feeds[0].entries: must not be negative`,
		"  feeds: [http://a.test/f]\n  pace_group: Pier 2\n":                      `list.yaml:10: sources[0].pace_group: "Pier 2" must be lower-case letters, digits and hyphens`,
		"  feeds:\n  - {url: http://a.test/f, verifeid: 2026-11-01}\n":            `list.yaml:10: sources[0].feeds[0].verifeid: unknown key (did you mean "verified"?)`,
		"  start: [http://a.test/]\n  feeds: [[http://a.test/f]]\n":               `list.yaml:10: sources[0].feeds[0]: a list, want text (put it in quotes)`,
		"  feeds: [http://a.test/f]\n  domains: [\"https://b.test/\"]\n":          `list.yaml:10: sources[0].domains[0]: "https://b.test/" must be a host name without scheme or path, such as example.org`,
		"  feeds: [http://a.test/f]\n  start: [{url: http://a.test/}, http:/b]\n": `list.yaml:10: sources[0].start[1]: "http:/b" is not a full http or https address`,
	} {
		_, wrong := load(t, map[string]string{"run.yaml": smallRun, "list.yaml": listHead + entryWith(lines)}, nil)
		if diff := cmp.Diff([]string{want}, wrong); diff != "" {
			t.Errorf("%s\n%s", lines, diff)
		}
	}
}

// TestWarnings on the last day on which checks hold, and a day later.
func TestWarnings(t *testing.T) {
	const two = "list.yaml:3: sources[0].id: \"a\" has only 1 of two independent ways in; add an address of another kind, such as a start page beside a feed, or say in one_way why there is none"
	const known = ", verified: 2026-08-31, checked: 2026-08-31, answer: ok}"
	for name, c := range map[string]struct {
		lines string
		day   string
		want  []string
	}{
		"holds": {"  feeds:\n  - {url: http://a.test/f" + known + "\n  start:\n  - {url: http://a.test/" + known + "\n", "2026-11-29", nil},
		"a day later": {"  feeds:\n  - {url: http://a.test/f" + known + "\n  start:\n  - {url: http://a.test/" + known + "\n", "2026-11-30", []string{
			`list.yaml:10: sources[0].feeds[0]: "http://a.test/f" was verified 91 days ago; run framewatch sources check --write`,
			`list.yaml:12: sources[0].start[0]: "http://a.test/" was verified 91 days ago; run framewatch sources check --write`}},
		"gone since": {"  feeds:\n  - {url: http://a.test/f, verified: 2026-08-31, checked: 2026-11-20, answer: gone}\n  start:\n  - {url: http://a.test/" + known + "\n", "2026-11-29", []string{
			two, `list.yaml:10: sources[0].feeds[0]: "http://a.test/f" was gone when it was checked on 2026-11-20; correct or remove it, or check it again`}},
		"refused since": {"  feeds:\n  - {url: http://a.test/f, checked: 2026-11-20, answer: refused}\n  start:\n  - {url: http://a.test/" + known + "\n", "2026-11-29", []string{
			two, `list.yaml:10: sources[0].feeds[0]: "http://a.test/f" was refused when it was checked on 2026-11-20; it need not be gone: ask the publisher, or leave it out`}},
		"two feeds":     {"  verified: true\n  feeds: [http://a.test/f, http://a.test/g]\n", "2026-11-29", []string{two}},
		"with a reason": {"  verified: true\n  feeds: [http://a.test/f]\n  one_way: its pages are made by scripts\n", "2026-11-29", nil},
		"never checked": {"  verified: false\n  feeds: [http://a.test/f]\n  start: [http://a.test/]\n", "2026-11-29", []string{"list.yaml: sources: 2 of 2 addresses were never checked; run framewatch sources check --write"}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, wrong := load(t, map[string]string{"run.yaml": smallRun, "list.yaml": listHead + strings.Replace(entryWith(c.lines), " # the first", "", 1)}, nil)
			if wrong != nil {
				t.Fatal(wrong)
			}
			now, err := time.Parse(time.DateOnly, c.day)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, w := range cfg.Warnings(now) {
				got = append(got, w.String())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestWaysIn counts kinds.
func TestWaysIn(t *testing.T) {
	for fields, want := range map[string]int{"": 0, "feeds": 1, "feeds feeds": 1, "start search": 1, "feeds start": 2, "feeds sitemaps search": 3, "wordpress feeds": 2} {
		if got := corpus.WaysIn(strings.Fields(fields)); got != want {
			t.Errorf("%q: %d, want %d", fields, got, want)
		}
	}
}
