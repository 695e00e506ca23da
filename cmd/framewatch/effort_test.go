package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestEffort counts what docs/another-subject.md says is to be written: lines that are
// neither empty nor comments, of the example frame without its name, and of the files
// for other programs.
func TestEffort(t *testing.T) {
	page, err := os.ReadFile("../../docs/another-subject.md")
	if err != nil {
		t.Fatal(err)
	}
	frame, err := os.ReadFile("../../docs/codebooks.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(frame), "  frames:\n")
	after, _, _ = strings.Cut(after, "    examples:\n")
	own := linesOf(after)
	file := func(name string) int {
		text, err := os.ReadFile("../../docs/examples/effort/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return linesOf(string(text))
	}
	for program, want := range map[string]string{
		"Framewatch, with a frame of one's own": fmt.Sprintf("| 4 | %d | 0 |", 4+own),
		"news-please":                           fmt.Sprintf("| 1 | %d, beside its config.cfg | 0 |", file("newsplease_sitelist.hjson")),
		"trafilatura":                           fmt.Sprintf("| 1 | 0 | %d |", file("trafilatura_outlets.py")),
		"Scrapy":                                fmt.Sprintf("| 2 | 0 | %d |", file("scrapy_spider.py")),
	} {
		if row := "| " + program + " " + want; !strings.Contains(string(page), row) {
			t.Errorf("the table does not say %s", row)
		}
	}
}

// linesOf counts the lines that somebody has to write.
func linesOf(text string) (n int) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			n++
		}
	}
	return n
}
