package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// heldBy finds "package: TestA, FuzzB" in docs/security.md.
var heldBy = regexp.MustCompile(`([a-z][a-z0-9/]+):\s+((?:Test|Fuzz)\w+(?:, (?:Test|Fuzz)\w+)*)`)

// TestEachThreatHasItsTest holds that what docs/security.md names as a test is one.
func TestEachThreatHasItsTest(t *testing.T) {
	page, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, m := range heldBy.FindAllStringSubmatch(string(page), -1) {
		files, err := filepath.Glob(filepath.Join("../..", m[1], "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		var code strings.Builder
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(data)
		}
		for name := range strings.SplitSeq(m[2], ", ") {
			named++
			if !strings.Contains(code.String(), "\nfunc "+name+"(") {
				t.Errorf("docs/security.md: package %s has no %s", m[1], name)
			}
		}
	}
	rows := 0
	for line := range strings.Lines(string(page)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| who") {
			continue
		}
		rows++
		if !heldBy.MatchString(line) {
			t.Errorf("docs/security.md: no test stands against %s", line)
		}
	}
	if rows < 25 || named < rows {
		t.Errorf("docs/security.md: %d threats and %d tests were read", rows, named)
	}
}
