package main

import (
	"bufio"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"framewatch/internal/config"
)

// block is what stands between fences of a page.
type block struct {
	line       int
	kind, name string // the words behind the fence: a language, and the file that it is
	text       string
}

// blocksOf are the fenced blocks of a page.
func blocksOf(t *testing.T, page []byte) []block {
	t.Helper()
	var out []block
	var now *block
	n := 0
	for s := bufio.NewScanner(bytes.NewReader(page)); s.Scan(); {
		n++
		words, fence := strings.CutPrefix(s.Text(), "```")
		switch {
		case fence && now == nil:
			kind, name, _ := strings.Cut(words, " ")
			now = &block{line: n, kind: kind, name: name}
		case fence:
			out, now = append(out, *now), nil
		case now != nil:
			now.text += s.Text() + "\n"
		}
	}
	if now != nil {
		t.Errorf("the block of line %d does not end", now.line)
	}
	return out
}

// handWritten are the pages that people wrote; those that are made from code are checked
// where they are made.
func handWritten(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	found = slices.DeleteFunc(found, func(p string) bool { return slices.Contains([]string{"cli.md", "config.md"}, filepath.Base(p)) })
	return append([]string{"../../README.md"}, found...)
}

// TestDocs runs the commands of every page (console), holds the others against the
// program's commands and flags (sh), and loads the lists that stand in pages. Queries
// and Python are run by the tests of the notebooks.
func TestDocs(t *testing.T) {
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	if code := execute(t.Context(), []string{"demo", "--out", filepath.Join(dir, "demo")}, nil, &stdout, &stderr); code != exitOK {
		t.Fatalf("demo: %d: %s", code, stderr.String())
	}
	for _, path := range handWritten(t) {
		page, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		blocks := blocksOf(t, page)
		t.Run(filepath.Base(path), func(t *testing.T) {
			at := filepath.Join(dir, "at "+strings.ReplaceAll(strings.TrimPrefix(path, "../../"), "/", " "))
			if err := errors.Join(os.Mkdir(at, 0o755), os.Symlink(filepath.Join(dir, "demo"), filepath.Join(at, "demo"))); err != nil {
				t.Fatal(err)
			}
			t.Chdir(at)
			for _, b := range blocks {
				b.check(t)
			}
		})
	}
}

func (b block) check(t *testing.T) {
	t.Helper()
	switch b.kind {
	case "console":
		b.run(t)
	case "sh":
		b.parse(t)
	case "yaml", "json", "jsonl":
		b.write(t)
	case "sql", "python", "text":
	default:
		t.Errorf("line %d: a block of kind %q, which nothing checks: console, sh, yaml, json, jsonl, sql, python or text", b.line, b.kind)
	}
}

// run executes the commands behind a $, and wants the lines below each in what it
// prints.
func (b block) run(t *testing.T) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	for line := range strings.Lines(b.text) {
		line = strings.TrimSpace(line)
		command, is := strings.CutPrefix(line, "$ framewatch ")
		if !is {
			if line != "" && !strings.Contains(stdout.String(), line) {
				t.Errorf("line %d: %q is not printed:\n%.2000s", b.line, line, stdout.String())
			}
			continue
		}
		stdout.Reset()
		stderr.Reset()
		args := wordsOf(command)
		if args[0] == "demo" {
			continue // it has run
		}
		if code := execute(t.Context(), args, nil, &stdout, &stderr); code != exitOK {
			t.Errorf("line %d: framewatch %s: exit code %d\n%.2000s", b.line, command, code, stderr.String())
		}
		for _, want := range append(says[args[0]], says[strings.Join(args[:2], " ")]...) {
			if !strings.Contains(stdout.String(), want) {
				t.Errorf("line %d: framewatch %s: no %s in\n%.2000s", b.line, command, want, stdout.String())
			}
		}
	}
}

// says is what pages say in words that commands find.
var says = map[string][]string{
	"annotate":           {`"ref":"org.iomed"`, `"variant":"official"`, `"frame":"multilateral_complement"`, `"type":"direct"`, `"lang":"en"`, `"lang":"zh-Hans"`},
	"compare prevalence": {"state_media", "cluster_story"},
	"compare curve":      {"settings", "same_sign_share"},
	"compare keyness":    {"owner_type=think_tank", "owner_type=private_news"},
	"dataset verify":     {"all well"},
}

// wordsOf are the words of a command line; quotation marks hold some together.
func wordsOf(line string) []string {
	var out []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			if n := len(out); n > 0 && strings.HasSuffix(out[n-1], "=") {
				out[n-1] += part
			} else {
				out = append(out, part)
			}
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}

// parse holds command lines that cannot be run here, as they reach the network, against
// the commands and flags that there are.
func (b block) parse(t *testing.T) {
	t.Helper()
	for line := range strings.Lines(b.text) {
		for _, shell := range []string{" #", " > ", " < ", " | "} {
			line, _, _ = strings.Cut(line, shell)
		}
		command, is := strings.CutPrefix(strings.TrimSpace(line), "framewatch ")
		if !is {
			continue
		}
		if err := parses(wordsOf(command)); err != nil {
			t.Errorf("line %d: framewatch %s: %v", b.line, command, err)
		}
	}
}

// parses looks a command line up without running it.
func parses(args []string) error {
	root := newRoot(nil, &bytes.Buffer{}, &bytes.Buffer{})
	c, rest, err := root.Find(args)
	if err != nil {
		return err
	}
	if c.HasSubCommands() && !c.Runnable() {
		return errors.New("is a group of commands")
	}
	if err := c.ParseFlags(rest); err != nil {
		return err
	}
	return c.ValidateArgs(c.Flags().Args())
}

// write puts a file of a page where it says, and holds a list against its schema as
// config validate does.
func (b block) write(t *testing.T) {
	t.Helper()
	if b.name == "" {
		if b.kind == "yaml" {
			t.Errorf("line %d: YAML without a name, which nothing loads", b.line)
		}
		return
	}
	if err := os.WriteFile(b.name, []byte(b.text), 0o600); err != nil {
		t.Fatal(err)
	}
	key, is := map[string]string{"sources.yaml": "sources", "gazetteer.yaml": "gazetteers", "codebook.yaml": "codebooks"}[b.name]
	if !is {
		return
	}
	settings := "sources: [sources.yaml]\ngazetteers: [gazetteer.yaml]\ncodebooks: [codebook.yaml]\nblocs: \"\"\nevents: \"\"\nregisters: []\nannotate: {targets: [org.harbour]}\n"
	for name, other := range stand {
		if name == b.name {
			continue
		}
		if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
			if err := os.WriteFile(name, []byte(other), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile("framewatch.yaml", []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := config.Load(config.Options{File: "framewatch.yaml"}); err != nil {
		t.Errorf("line %d: %s (%s): %v", b.line, b.name, key, err)
	}
}

// stand are the lists that stand in for those that a page does not show.
var stand = map[string]string{
	"sources.yaml":   "list: {id: s, version: \"1\"}\nsources:\n- {id: quay, name: Quay, domain: quay.example, country: GB, owner_type: private_news, langs: [en], start: [https://quay.example/]}\n",
	"gazetteer.yaml": "gazetteer: {id: g, version: \"1\"}\nentities:\n- {id: org.harbour, label: ORG, kind: body, names: [{text: Harbour Fund Body, lang: en, variant: official}, {text: 海港基金会, lang: zh-Hans, variant: official}]}\n",
	"codebook.yaml":  "codebook:\n  id: c\n  version: \"1\"\n  languages: [en]\n  sets: [{id: TARGET, target: true}]\n  frames:\n  - {id: jobs, label: {en: Jobs}, definition: {en: Jobs.}, unit: sentence, terms: {en: [job]}, requires: [{set: TARGET}]}\n",
}

// TestExamplesOfCommands holds the examples in the help of every command against the
// commands and flags that there are.
func TestExamplesOfCommands(t *testing.T) {
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		block{kind: "sh", text: c.Example}.parse(t)
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(newRoot(nil, &bytes.Buffer{}, &bytes.Buffer{}))
}
