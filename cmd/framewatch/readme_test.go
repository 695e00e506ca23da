package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	jsonBlock = regexp.MustCompile("(?s)```json\n(.*?)```")
	commands  = regexp.MustCompile(`(?m)^\$ framewatch (.*)$`)
)

// TestReadme runs the commands of README's worked example, in their order, and
// holds it to what it says they find.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("example.jsonl", jsonBlock.FindSubmatch(readme)[1], 0o600); err != nil {
		t.Fatal(err)
	}
	lines := commands.FindAllStringSubmatch(string(readme), -1)
	if len(lines) < 4 {
		t.Fatalf("README has %d commands", len(lines))
	}
	wanted := map[string][]string{
		"annotate": {`"ref":"org.iomed"`, `"variant":"official"`, `"frame":"multilateral_complement"`, `"type":"direct"`, `"lang":"en"`, `"lang":"zh-Hans"`},
		"demo":     {"report.html"}, "compare prevalence": {"state_media", "cluster_story"}, "compare curve": {"settings", "same_sign_share"},
		"compare keyness": {"owner_type=think_tank", "owner_type=private_news"}, "dataset": {"all well"},
	}
	for _, l := range lines {
		var stdout, stderr bytes.Buffer
		args := strings.Fields(l[1])
		if code := execute(t.Context(), args, nil, &stdout, &stderr); code != exitOK {
			t.Fatalf("framewatch %s: exit code %d\n%s", l[1], code, stderr.String())
		}
		for _, want := range append(wanted[args[0]], wanted[args[0]+" "+args[1]]...) {
			if !strings.Contains(stdout.String(), want) {
				t.Errorf("framewatch %s: no %s in\n%.2000s", l[1], want, stdout.String())
			}
		}
	}
}
