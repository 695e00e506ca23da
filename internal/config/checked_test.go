package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/internal/config"
)

// good and gone are what a check saw of an address of source a.
func good(field, url string) config.Checked {
	return config.Checked{Source: "a", Field: field, URL: url, Day: "2026-11-29", Answer: corpus.AnswerOK, Entries: 20, Newest: "2026-11-28"}
}

func gone(field, url string) config.Checked {
	return config.Checked{Source: "a", Field: field, URL: url, Day: "2026-11-29", Answer: corpus.AnswerGone}
}

// TestWriteChecks notes checks in lists of many styles and leaves all else alone.
// Writing a second time changes nothing.
func TestWriteChecks(t *testing.T) {
	const noted = "checked: 2026-11-29, answer: ok, verified: 2026-11-29, entries: 20, newest: 2026-11-28"
	cfg, wrong := load(t, map[string]string{"run.yaml": smallRun, "list.yaml": listHead + entryWith("  feeds: [http://a.test/f]\n")}, nil)
	if wrong != nil {
		t.Fatal(wrong)
	}
	for name, c := range map[string]struct {
		old    string
		checks []config.Checked
		want   string // empty where the file stays as it is
		refuse string
	}{
		"a list on one line": {
			"  feeds: [http://a.test/f, \"http://a.test/?s={x}&b\", 'http://a.test/g'] # two of them\n  start: [http://a.test/]\n",
			[]config.Checked{good("feeds", "http://a.test/f"), gone("feeds", "http://a.test/?s={x}&b")},
			"  feeds: [{url: http://a.test/f, " + noted + "}, {url: \"http://a.test/?s={x}&b\", checked: 2026-11-29, answer: gone}, 'http://a.test/g'] # two of them\n  start: [http://a.test/]\n", ""},
		"lines of their own": {
			"  feeds:\n  # the news\n  - http://a.test/f   # 新闻\n  - http://a.test/x,y[1]\n  - http://a.test:8080/?s=湖&p=1#a\n\n  note: 一\n",
			[]config.Checked{good("feeds", "http://a.test/f"), good("feeds", "http://a.test/x,y[1]"), gone("feeds", "http://a.test:8080/?s=湖&p=1#a")},
			"  feeds:\n  # the news\n  - {url: http://a.test/f, " + noted + "}   # 新闻\n  - {url: \"http://a.test/x,y[1]\", " + noted + "}\n  - {url: \"http://a.test:8080/?s=湖&p=1#a\", checked: 2026-11-29, answer: gone}\n\n  note: 一\n", ""},
		"a mapping on one line": {
			"  feeds:\n  - {url: http://a.test/f, as_of: 2026-03, evidence: \"tested, 测试\"} # keep\n",
			[]config.Checked{good("feeds", "http://a.test/f")},
			"  feeds:\n  - {url: http://a.test/f, as_of: 2026-03, evidence: \"tested, 测试\", " + noted + "} # keep\n", ""},
		"a mapping on lines": {
			"  feeds:\n  - url: http://a.test/f # keep\n    evidence: tested # and this\n  start: [http://a.test/]\n",
			[]config.Checked{good("feeds", "http://a.test/f")},
			"  feeds:\n  - url: http://a.test/f # keep\n    evidence: tested # and this\n    checked: 2026-11-29\n    answer: ok\n    verified: 2026-11-29\n    entries: 20\n    newest: 2026-11-28\n  start: [http://a.test/]\n", ""},
		"a long text at the end": {
			"  feeds:\n  - url: http://a.test/f\n    evidence: >\n      two\n      lines\n  start: [http://a.test/]\n",
			[]config.Checked{gone("feeds", "http://a.test/f")},
			"  feeds:\n  - url: http://a.test/f\n    checked: 2026-11-29\n    answer: gone\n    evidence: >\n      two\n      lines\n  start: [http://a.test/]\n", ""},
		"older notes": {
			"  feeds:\n  - {url: http://a.test/f, checked: \"2026-01-02\", answer: gone, verified: 2025-12-01, entries: 3}\n",
			[]config.Checked{good("feeds", "http://a.test/f")},
			"  feeds:\n  - {url: http://a.test/f, checked: 2026-11-29, answer: ok, verified: 2026-11-29, entries: 20, newest: 2026-11-28}\n", ""},
		"what was good stays beside what is bad": {
			"  feeds:\n  - {url: http://a.test/f, checked: 2026-01-02, answer: ok, verified: 2026-01-02, entries: 3, newest: 2026-01-01}\n",
			[]config.Checked{gone("feeds", "http://a.test/f")},
			"  feeds:\n  - {url: http://a.test/f, checked: 2026-11-29, answer: gone, verified: 2026-01-02, entries: 3, newest: 2026-01-01}\n", ""},
		"one address in two fields": {
			"  feeds: [http://a.test/f]\n  start: [http://a.test/f]\n",
			[]config.Checked{gone("start", "http://a.test/f")},
			"  feeds: [http://a.test/f]\n  start: [{url: http://a.test/f, checked: 2026-11-29, answer: gone}]\n", ""},
		"an address that is not there any more": {"  feeds: [http://a.test/f]\n", []config.Checked{gone("feeds", "http://a.test/old")}, "", ""},
		"another source":                        {"  feeds: [http://a.test/f]\n", []config.Checked{{Source: "b", Field: "feeds", URL: "http://a.test/f", Day: "2026-11-29", Answer: corpus.AnswerOK}}, "", ""},
		"an alias": {
			"  feeds: [&f http://a.test/f]\n  start: [*f]\n", []config.Checked{gone("start", "http://a.test/f")}, "", "line 10: http://a.test/f: is an alias; write the address out"},
		"an anchor": {
			"  feeds: [&f http://a.test/f]\n", []config.Checked{gone("feeds", "http://a.test/f")}, "", "line 9: http://a.test/f: does not stand on one line"},
		"the end of the file": {
			"  feeds:\n  - url: http://a.test/f", []config.Checked{gone("feeds", "http://a.test/f")},
			"  feeds:\n  - url: http://a.test/f\n    checked: 2026-11-29\n    answer: gone", ""},
	} {
		t.Run(name, func(t *testing.T) {
			old := listHead + entryWith(c.old)
			want := old
			if c.want != "" {
				want = listHead + entryWith(c.want)
			}
			for _, newline := range []string{"\n", "\r\n"} {
				old, want := strings.ReplaceAll(old, "\n", newline), strings.ReplaceAll(want, "\n", newline)
				write(t, "list.yaml", old)
				for round := range 2 {
					err := cfg.WriteChecks(c.checks)
					if (err != nil) != (c.refuse != "") || err != nil && !strings.Contains(err.Error(), c.refuse) {
						t.Fatalf("round %d: error %v, want %q", round, err, c.refuse)
					}
					got, err := os.ReadFile("list.yaml")
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(want, string(got)); diff != "" {
						t.Fatalf("round %d with %q:\n%s", round, newline, diff)
					}
				}
				left, err := filepath.Glob(".*")
				if err != nil || len(left) > 0 {
					t.Errorf("left behind: %v %v", left, err)
				}
			}
		})
	}
}

// TestWriteChecksFile: what an editor changed during the check stays, a link stays a
// link, permissions stay, and a list that is broken by now is left alone.
func TestWriteChecksFile(t *testing.T) {
	cfg, wrong := load(t, map[string]string{"run.yaml": smallRun, "list.yaml": listHead + entryWith("  feeds: [http://a.test/f]\n")}, nil)
	if wrong != nil {
		t.Fatal(wrong)
	}
	edited := listHead + "# new\n" + entryWith("  feeds: [http://a.test/new, http://a.test/f]\n")
	if err := os.WriteFile("real.yaml", []byte(edited), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove("list.yaml"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real.yaml", "list.yaml"); err != nil {
		t.Skip(err)
	}
	checks := []config.Checked{gone("feeds", "http://a.test/f")}
	if err := cfg.WriteChecks(checks); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("real.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(edited, "http://a.test/f]", "{url: http://a.test/f, checked: 2026-11-29, answer: gone}]", 1)
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	info, err := os.Lstat("list.yaml")
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v %v", info, err)
	}
	if info, err := os.Stat("real.yaml"); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("permissions %v %v", info, err)
	}
	for _, broken := range []string{"list: {", listHead + "- {id: a, titel: x}\n", ""} {
		if err := os.WriteFile("real.yaml", []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := cfg.WriteChecks(checks); err == nil {
			t.Errorf("%q: no error", broken)
		}
		if got, err := os.ReadFile("real.yaml"); err != nil || string(got) != broken {
			t.Errorf("%q became %q, %v", broken, got, err)
		}
	}
}

// FuzzWriteChecks: whatever the file is, it is left alone or says the checks and
// stays a list.
func FuzzWriteChecks(f *testing.F) {
	for _, lines := range []string{
		"  feeds: [http://a.test/f, \"http://a.test/g\"] # 一\n", "  feeds:\n  - {url: http://a.test/f, evidence: 'it''s'}\n", "  feeds:\n  - url: http://a.test/f\n    evidence: |\n      a\n", "  feeds: [&a http://a.test/f, *a]\n",
	} {
		f.Add(listHead + entryWith(lines))
	}
	dir := f.TempDir()
	path := filepath.Join(dir, "list.yaml")
	for name, text := range map[string]string{"run.yaml": smallRun, "list.yaml": listHead + entryWith("  feeds: [http://a.test/f]\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			f.Fatal(err)
		}
	}
	cfg, err := config.Load(config.Options{File: filepath.Join(dir, "run.yaml")})
	if err != nil {
		f.Fatal(err)
	}
	checks := []config.Checked{good("feeds", "http://a.test/f"), gone("feeds", "http://a.test/g")}
	f.Fuzz(func(t *testing.T, text string) {
		write(t, path, text)
		failed := cfg.WriteChecks(checks)
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if failed != nil && string(got) != text {
			t.Fatalf("%v, but the file became\n%s", failed, got)
		}
		if failed == nil && string(got) != text {
			if err := cfg.WriteChecks(checks); err != nil {
				t.Fatalf("a second time: %v\n%s", err, got)
			}
			if twice, err := os.ReadFile(path); err != nil || string(twice) != string(got) {
				t.Fatalf("a second time it became\n%s", twice)
			}
		}
	})
}

// TestWritable: a list that the binary carries is no file.
func TestWritable(t *testing.T) {
	cfg, wrong := load(t, map[string]string{"run.yaml": strings.Replace(smallRun, "list.yaml", "\"builtin:sources/demo.yaml\", list.yaml", 1), "list.yaml": listHead + entryWith("  feeds: [http://a.test/f]\n")}, nil)
	if wrong != nil {
		t.Fatal(wrong)
	}
	last := len(cfg.Sources) - 1
	if err := cfg.Writable(cfg.Sources[last:]); err != nil {
		t.Error(err)
	}
	if err := cfg.Writable(cfg.Sources[:1]); err == nil || !strings.Contains(err.Error(), "builtin:sources/demo.yaml is part of the binary") {
		t.Errorf("error %v", err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
