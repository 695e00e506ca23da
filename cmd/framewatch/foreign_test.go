package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// hostile is a text that would clear a terminal, set its title, forge a line of ours,
// turn the direction of writing and end a comment of YAML.
const hostile = "Tide \x1b[2J\x1b]0;pwned\a\r\nframewatch: all well\u202e\u2066 \u0085\u2028- {id: org.evil, label: ORG, kind: body, names: [{text: Evil, lang: en, variant: official}]}\u2029# 潮汐"

// TestForeignTextActsOnNothing brings a hostile text into every place that others fill
// and holds what commands print for people against it, on both streams.
func TestForeignTextActsOnNothing(t *testing.T) {

	dir := t.TempDir()
	t.Chdir(dir)
	record := func(url, title, text string) string {
		line, err := json.Marshal(map[string]string{"url": url, "title": title, "text": text, "published": "2025-06-02"})
		if err != nil {
			t.Fatal(err)
		}
		return string(line) + "\n"
	}
	text := "Maria Fernandez leads the port council of the town. The talks ended on Friday, Fernandez said. " + strings.ReplaceAll(hostile, "\n", " ")
	lines := record("http://quay.test/a\u2028- {id: org.evil}#", hostile, text) + record("http://quay.test/b", hostile, "Maria L. Fernandez opened the meeting. "+hostile) + `{"url":"` + "no address\u202e" + `"}` + "\n"
	write := func(name, body string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("in.jsonl", lines)
	write("robots.txt", "User-agent: *\nDisallow: /a\x1b[2J\u202e\u2028b\n")
	write("fw.yaml", "data: data\n")
	for _, args := range []string{
		"import jsonl in.jsonl --source quay -c fw.yaml",
		"names --min-documents 1 -c fw.yaml",
		"names --min-documents 1 --format yaml -c fw.yaml",
		"status -c fw.yaml",
		"digest --since 3650d -c fw.yaml",
		"dataset verify -c fw.yaml",
		"robots --file robots.txt http://quay.test/a\x1b[2J\u202e\u2028b",
		"sources check no\x1b[2Jthing -c fw.yaml",
		"crawl --source no\x1b[2Jthing\u202e -c fw.yaml",
		"dataset erase --url http://quay.test/\x1b[2J\u202e -c fw.yaml",
		"compare coverage -v -c fw.yaml",
	} {
		var out, errs bytes.Buffer
		code := execute(t.Context(), strings.Split(args, " "), strings.NewReader(""), &out, &errs)
		printed := out.String() + errs.String()
		if strings.Contains(printed, "goroutine ") || len(printed) == 0 {
			t.Errorf("%q ends with %d and prints %q", args, code, printed)
		}
		for _, bad := range []string{"\x1b", "\a", "\r", "\u202e", "\u2066", "\u0085", "\u2028", "\u2029"} {
			if strings.Contains(printed, bad) {
				t.Errorf("%q prints %q raw:\n%q", args, bad, printed)
			}
		}
		for line := range strings.Lines(printed) {
			if strings.HasPrefix(line, "framewatch: all well") {
				t.Errorf("%q prints a line that is not ours:\n%s", args, printed)
			}
		}
		if strings.Contains(args, "yaml -c") {
			onlyFernandez(t, out.Bytes())
		}
	}
}

// onlyFernandez reads entries as an editor would paste them.
func onlyFernandez(t *testing.T, entries []byte) {
	t.Helper()
	var got []struct {
		ID string `yaml:"id"`
	}
	if err := yaml.Unmarshal(entries, &got); err != nil {
		t.Errorf("%v:\n%s", err, entries)
	}
	found := false
	for _, e := range got {
		found = found || e.ID == "person.maria_fernandez"
		if strings.Contains(e.ID, "evil") {
			t.Errorf("an entity came in by a comment:\n%s", entries)
		}
	}
	if !found {
		t.Errorf("no entry of what is named:\n%s", entries)
	}
}
