package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLocksHoldWhatIsRequired holds that what is installed of Python packages is what
// the requirements say, and that each file of it has its digest.
func TestLocksHoldWhatIsRequired(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	var lists []string // of the environments that make builds
	for _, m := range regexp.MustCompile(`(?m)^\$\(\w+\)/\.installed: (\S+)\.lock$`).FindAllSubmatch(makefile, -1) {
		lists = append(lists, filepath.Join("..", "..", string(m[1])+".txt"))
	}
	if len(lists) < 3 {
		t.Fatalf("environments of the Makefile: %q", lists)
	}
	entry := regexp.MustCompile(`(?m)^([a-z0-9.-]+)==(\S+)[^\\\n]*((?: \\\n    --hash=sha256:[0-9a-f]{64})*)$`)
	required := regexp.MustCompile(`(?m)^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)$`)
	for _, list := range lists {
		want, err := os.ReadFile(list)
		if err != nil {
			t.Fatal(err)
		}
		lock := strings.TrimSuffix(list, ".txt") + ".lock"
		data, err := os.ReadFile(lock)
		if err != nil {
			t.Fatalf("%v; make lock writes it", err)
		}
		locked := map[string]string{}
		for _, m := range entry.FindAllStringSubmatch(string(data), -1) {
			if m[3] == "" {
				t.Errorf("%s: %s has no digest", lock, m[1])
			}
			locked[m[1]] = m[2]
		}
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimRight(line, "\n"); !strings.HasPrefix(line, " ") && !entry.MatchString(line+"\n") && !entry.MatchString(strings.TrimSuffix(line, ` \`)) {
				t.Errorf("%s: %q names no version", lock, line)
			}
		}
		for _, m := range required.FindAllStringSubmatch(string(want), -1) {
			if got := locked[strings.ToLower(m[1])]; got != m[2] {
				t.Errorf("%s: %s is %q and not %s; make lock writes it anew", lock, m[1], got, m[2])
			}
		}
		for line := range strings.Lines(string(want)) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !required.MatchString(line) {
				t.Errorf("%s: %q has no version", list, line)
			}
		}
	}
}
