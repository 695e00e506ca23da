package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestEveryCommandHasExamples that are whole command lines of it, with flags that
// it has; what it is told in a sentence, and each flag too.
func TestEveryCommandHasExamples(t *testing.T) {
	seen := 0
	for name, c := range commandTree() {
		if c.Hidden || c.HasSubCommands() {
			continue
		}
		seen++
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: its one line is %q", name, c.Short)
		}
		own := false
		for line := range strings.Lines(c.Example) {
			line = strings.TrimSpace(line)
			at := strings.Index(line, "framewatch ")
			if at < 0 || strings.HasPrefix(line, "#") {
				continue
			}
			words := strings.Fields(line[at:])
			for i, w := range words {
				if w == "|" || w == ">" || w == "<" {
					words = words[:i]
					break
				}
			}
			found, rest, err := c.Root().Find(words[1:])
			if err != nil {
				t.Errorf("%s: the example %q: %v", name, line, err)
				continue
			}
			own = own || found == c
			checkFlags(t, found, line, rest)
		}
		if !own {
			t.Errorf("%s has no example of itself", name)
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" {
				t.Errorf("%s: nothing is said of --%s", name, f.Name)
			}
		})
	}
	if seen < 40 {
		t.Errorf("%d commands: are they met?", seen)
	}
}

// checkFlags finds the flags of an example among those of its command.
func checkFlags(t *testing.T, c *cobra.Command, line string, words []string) {
	t.Helper()
	c.InheritedFlags() // makes c.Flags know those of the commands above
	for _, w := range words {
		name, isFlag := strings.CutPrefix(w, "--")
		if name, _, _ = strings.Cut(name, "="); isFlag && name != "" && c.Flags().Lookup(name) == nil {
			t.Errorf("%s: the example %q has --%s, which is no flag of it", c.CommandPath(), line, name)
		}
	}
}

// TestCompletion offers commands, flags and values, for four shells.
func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if code, stdout, stderr := framewatch(t, "framewatch completion", shell); code != exitOK || !strings.Contains(stdout, "framewatch") || stderr != "" {
			t.Errorf("%s: exit code %d, %s", shell, code, stderr)
		}
	}
	for _, c := range []struct {
		words string
		want  []string
		not   string
	}{
		{"dataset ", []string{"verify", "erase"}, "crawl"},
		{"crawl -c builtin:demo.yaml --source ", []string{"thames-review\tThames Review of World Order"}, "yaml"},
		{"compare prevalence -c builtin:demo.yaml --frame ", []string{"hong_kong_hub"}, "yaml"},
		{"compare prevalence -c builtin:demo.yaml --target ", []string{"org.iomed"}, ""},
		{"compare prevalence --by country,", []string{"country,outlet"}, "country,country"},
		{"compare prev", []string{"prevalence"}, "keyness"},
		{"help dataset ", []string{"verify"}, "crawl"},
	} {
		code, stdout, _ := framewatch(t, "framewatch __complete", strings.Split(c.words, " ")...)
		for _, want := range c.want {
			if code != exitOK || !strings.Contains("\n"+stdout, "\n"+want) {
				t.Errorf("%q: exit code %d, no %q in\n%s", c.words, code, want, stdout)
			}
		}
		if c.not != "" && strings.Contains(stdout, c.not) {
			t.Errorf("%q offers %q:\n%s", c.words, c.not, stdout)
		}
	}
}

func TestVersionSaysWhatIsBuilt(t *testing.T) {
	for _, c := range []struct {
		b    buildInfo
		want string
	}{
		{buildInfo{Version: "1.2.0", Commit: "0123456789abcdef0123", Built: "2026-03-04T05:06:07Z", Go: "go1", OS: "linux", Arch: "arm64"}, "framewatch 1.2.0, commit 0123456789ab, built 2026-03-04 (go1, linux/arm64)"},
		{buildInfo{Version: develop, Commit: "abc", Modified: true, Go: "go1", OS: "windows", Arch: "amd64"}, "framewatch 0.1.0-dev, commit abc with changes (go1, windows/amd64)"},
		{buildInfo{Version: develop, Built: "yesterday", Go: "go1", OS: "darwin", Arch: "arm64"}, "framewatch 0.1.0-dev (go1, darwin/arm64)"},
	} {
		if got := c.b.String(); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
	if code, stdout, _ := framewatch(t, "framewatch version", "--json"); code != exitOK || !strings.Contains(stdout, `"version":"`+version()+`"`) {
		t.Errorf("exit code %d: %s", code, stdout)
	}
}
