package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// wrongCall is a call that somebody may well make, and what it is answered with.
type wrongCall struct {
	args  string // words with spaces between them
	stdin string
	code  int
	want  string // in what is printed to either stream, as a regular expression
}

// theirWords are what messages of parsers, libraries and this program's insides
// would show.
var theirWords = regexp.MustCompile(`Go struct|(?:^|[^.\w])json: |strconv\.|ParseInt|goroutine |runtime error|<nil>|%!|\.tmp\b|looking for beginning|cannot start any token|ASCII alpha`)

// wrongCalls need no dataset. The files are those of wrongFiles.
var wrongCalls = []wrongCall{
	// Commands and their words.
	{"crowl", "", exitUsage, `unknown command "crowl" for "framewatch" \(did you mean "crawl"\?\)`},
	{"报告", "", exitUsage, `unknown command "报告"`},
	{"crowl --max-pages 5", "", exitUsage, `did you mean "crawl"`},
	{"dataset --data d verifyy", "", exitUsage, `unknown command "verifyy" for "framewatch dataset" \(did you mean "verify"\?\)`},
	{"codebook smaple --n 5 --out a.csv", "", exitUsage, `did you mean "sample"`},
	{"stats keynes a.jsonl", "", exitUsage, `did you mean "keyness"`},
	{"sources sugest https://a.test/", "", exitUsage, `did you mean "suggest"`},
	{"completion ksh", "", exitUsage, `unknown command "ksh" for "framewatch completion"`},
	{"help sources sugest", "", exitUsage, `did you mean "suggest"`},
	{"help run now", "", exitUsage, `"now" is one word too many`},
	{"version 2", "", exitUsage, `takes no arguments, and "2" is one too many`},
	{"run settings.yaml", "", exitUsage, `-c settings.yaml`},
	{"dataset restore only", "", exitUsage, `takes 2 arguments, and 1 is missing: framewatch dataset restore SRC DEST`},
	{"codebook import", "", exitUsage, `codebook import FILE`},
	{"dataset backup a b c", "", exitUsage, `takes 1 or 2 arguments, and "c" is one too many`},
	{"annotate --jsonl a.jsonl b.jsonl", "", exitUsage, `takes at most 1 argument, and "b.jsonl"`},
	// Flags.
	{"report --ouut r.html", "", exitUsage, `unknown flag: --ouut \(did you mean out`},
	{"compare prevalence -min-docs 3", "", exitUsage, `unknown shorthand flag: 'm' in -min-docs \(did you mean --min-docs\?\)`},
	{"compare prevalence --by", "", exitUsage, `flag needs an argument: --by`},
	{"names --top -3", "", exitUsage, `"-3" for "--top" flag: want 0 or more`},
	{"names --min-documents many", "", exitUsage, `"--min-documents" flag: want a whole number`},
	{"names --top 3.5", "", exitUsage, `want a whole number`},
	{"compare events --window 0", "", exitUsage, `"--window" flag: want 1 or more`},
	{"compare alike --words -1", "", exitUsage, `"--words" flag: want 1 or more`},
	{"compare prevalence --min-docs -1", "", exitUsage, `"--min-docs" flag: want 0 or more`},
	{"crawl --max-pages 二十", "", exitUsage, `"二十" for "--max-pages" flag: want a whole number`},
	{"codebook sample --seed x --out a.csv", "", exitUsage, `want a whole number`},
	{"codebook ask a.jsonl --max-cost cheap", "", exitUsage, `want a number`},
	{"run --dry-run=perhaps", "", exitUsage, `want true or false`},
	{`compare prevalence --by a"b`, "", exitUsage, `words with commas`},
	{"config show --data=", "", exitUsage, `--data is empty`},
	{"report --out=", "", exitUsage, `--out is empty`},
	{"--config= config show", "", exitUsage, `--config is empty`},
	{"run --log-format yaml", "", exitUsage, `want text or json`},
	// Places to write to.
	{"run --summary 没有/s.json", "", exitUsage, `--summary 没有/s.json: 没有: the folder is not there`},
	{"crawl --summary folder", "", exitUsage, `--summary folder: is a folder`},
	{"run --summary a.jsonl/s.json", "", exitUsage, `--summary a.jsonl/s.json: not a directory`},
	{"codebook ask a.jsonl --out none/a.csv", "", exitUsage, `the folder is not there`},
	{"codebook ask a.jsonl --out a.doc", "", exitUsage, `".doc" is no ending`},
	{"codebook ask a.jsonl --out old.csv", "", exitUsage, `old.csv is there already`},
	{"codebook train --codes codes.jsonl --out none/m.model", "", exitUsage, `--out none/m.model: none: the folder is not there`},
	{"codebook train --codes codes.jsonl --out -", "", exitUsage, `name files`},
	// Addresses.
	{"crawl --url example.test/news", "", exitUsage, `not a full address; write it with its scheme`},
	{"crawl --url https://", "", exitUsage, `names no host`},
	{"crawl --url mailto:desk@example.test", "", exitUsage, `not http or https`},
	{"crawl --url http://a.test:99999/", "", exitUsage, `no number up to 65535`},
	{"crawl --url http://[::1/", "", exitUsage, `host name that cannot be one`},
	{"crawl --url 国际.test", "", exitUsage, `not a full address`},
	{"sources suggest ftp://example.test/", "", exitUsage, `not http or https`},
	{"extract page.html --url example.test", "", exitUsage, `--url "example.test": not a full address`},
	{"robots --agent a --file robots.txt example.test/a", "", exitUsage, `"example.test/a": not a full address`},
	{"robots --agent a --file folder https://a.test/", "", exitUsage, `is a folder`},
	// Files to read.
	{"extract 没有.html", "", exitUsage, `没有.html: no such file`},
	{"extract folder", "", exitUsage, `folder is a folder; name a file in it`},
	{"dedupe --jsonl folder", "", exitUsage, `folder is a folder`},
	{"stats keyness --a x --b y none.jsonl", "", exitUsage, `none.jsonl: no such file`},
	{"codebook import none.dic", "", exitUsage, `none.dic: no such file`},
	{"config validate -c none.yaml", "", exitUsage, `none.yaml: no such file`},
	{"config schema codebok", "", exitUsage, `did you mean "codebook"`},
	{"config schema 词典", "", exitUsage, `one of: blocs, codebook`},
	// Lines.
	{"annotate --jsonl", `{"id":"甲","text":["国际调解院"]}`, exitSource, `"error":"line 1: field \\"text\\" cannot be a JSON array"`},
	{"annotate --jsonl", "\n\n{\"id\":1,\"texts\":\"x\"}\n", exitSource, `line 3: the line has no \\"text\\"; is it \\"texts\\"\?`},
	{"annotate --jsonl", `{"id":1,"text":"调解","lang":"中文"}`, exitSource, `line 1: lang: \\"中文\\" is no language`},
	{"annotate --jsonl", `{"id":1,"text":"Talks.","published":"3 May"}`, exitSource, `published: \\"3 May\\" is no day; write YYYY-MM-DD`},
	{"annotate --jsonl", "[1,2]\n{\"id\":2,\"text\":\"Talks.\"}\n", exitSource, `"id":2,"lang"(?s:.*)1 of 2 lines could not be read, the first of them line 1`},
	{"annotate --jsonl", "\ufeff{\"id\":\"乙\",\"text\":\"Talks.\"}\r\n", exitOK, `"id":"乙","lang"`},
	{"renderings --jsonl", `{"id":1,"source":"调解"}`, exitSource, `line 1: the line has no \\"target\\"`},
	{"dedupe --jsonl", "{\"text\":\"a\"}\n{\"id\":", exitSource, `(?s)line 1: the line has no \\"id\\".*line 2: ends within the JSON object.*2 of 2 lines`},
	{"dedupe --jsonl", "\ufeff{\"id\":\"一\",\"text\":\"a\"}\r\n", exitOK, `"cluster":"一"`},
	{"extract --jsonl", `{"id":"丙","html_path":"没有.html"}`, exitSource, `line 1: read page 没有.html`},
	{"extract --jsonl", `{"id":"p","html":"<p>short</p>"}`, exitOK, `"code":`}, // no article is an answer
	{"stats keyness --a x --b y", `{"group":"x","tokens":`, exitUsage, `standard input:1: ends within the JSON object`},
	// Datasets that are none.
	{"report --data nowhere", "", exitUsage, `nowhere: no dataset`},
	{"compare prevelance --data nowhere", "", exitUsage, `did you mean "prevalence"`},
	{"dataset verify 没有", "", exitUsage, `没有: no dataset`},
	{"dataset files documens", "", exitUsage, `did you mean "documents"`},
	{"import htm page.html", "", exitUsage, `did you mean "html"`},
	{"crawl --source nobody", "", exitUsage, `--source "nobody": not in the source lists`},
}

// onTables are wrong calls about a small dataset in the folder data.
var onTables = []wrongCall{
	{"compare prevalence --by county", "", exitUsage, `did you mean "country"`},
	{"compare prevalence --by 国家", "", exitUsage, `"国家": is not a dimension \(one of: .*country`},
	{"compare prevalence --frame hong_kong_hup", "", exitUsage, `did you mean "hong_kong_hub"`},
	{"compare prevalence --voice qouted", "", exitUsage, `did you mean "quoted"`},
	{"compare prevalence --filter lang=xx", "", exitUsage, `no document has lang=xx`},
	{"compare prevalence --filter outlet=nobody", "", exitUsage, `no document has outlet=nobody`},
	{"compare prevalence --filter from=soon", "", exitUsage, `not a day, a month or a year`},
	{"compare prevalence --territories theirs", "", exitUsage, `one of: neither, own, parent`},
	{"compare keyness --a lang=en --b lang!=en --lang elvish", "", exitUsage, `--lang "elvish" is no language`},
	{"compare contrast --a lang=en", "", exitUsage, `--a and --b are both needed`},
	{"compare beside --with org.nobodyatall", "", exitUsage, `no gazetteer has entity`},
	{"compare prevalence --target org.imed", "", exitUsage, `did you mean "org.iomed"`},
	{"compare curve --frame a,b", "", exitUsage, `a curve is of one`},
	{"compare prevalence", "", exitOK, `no group has enough documents`},
	{"names --label place", "", exitUsage, `per or org`},
	{"names --format xml", "", exitUsage, `one of: json, text, yaml`},
	{"report -o none/r.html", "", exitUsage, `--out none/r.html: none: the folder is not there`},
	{"report -o folder", "", exitUsage, `--out folder: is a folder`},
	{"report --target 国际调解院", "", exitUsage, `not among annotate.targets`},
	{"codebook sample --out none/a.csv", "", exitUsage, `the folder is not there`},
	{"codebook sample --out old.csv", "", exitUsage, `old.csv is there already`},
	{"codebook parity --frame x", "", exitUsage, `no frame of the codebook`},
	{"dataset verify --read-data-subset half data", "", exitUsage, `want n/t`},
	{"dataset views --engine postgres", "", exitUsage, `duckdb is known`},
	{"dataset erase --doc 1 --url http://a.test/", "", exitUsage, `needs --doc, --url or --person`},
}

func TestWrongCallsAreAnswered(t *testing.T) {
	for _, light := range lightly {
		t.Setenv(light[0], light[1])
	}
	t.Chdir(t.TempDir())
	wrongFiles(t)
	before := filesIn(t, ".")
	for _, c := range wrongCalls {
		c.check(t)
	}
	for name := range filesIn(t, ".") {
		if _, was := before[name]; !was {
			t.Errorf("a wrong call left %s", name)
		}
	}
	var out bytes.Buffer
	if code := execute(t.Context(), []string{"import", "jsonl", "records.jsonl"}, nil, &out, &out); code != exitOK {
		t.Fatalf("exit code %d: %s", code, out.String())
	}
	for _, c := range onTables {
		c.check(t)
	}
	if n := len(wrongCalls) + len(onTables); n < 60 {
		t.Errorf("%d calls", n)
	}
}

func (c wrongCall) check(t *testing.T) {
	t.Helper()
	var words []string
	for w := range strings.FieldsSeq(c.args) {
		words = append(words, w)
	}
	var stdout, stderr bytes.Buffer
	code := execute(t.Context(), words, strings.NewReader(c.stdin), &stdout, &stderr)
	said := stdout.String() + stderr.String()
	if code != c.code || !regexp.MustCompile(c.want).MatchString(said) {
		t.Errorf("framewatch %s: exit code %d, want %d and %s; it says\n%s", c.args, code, c.code, c.want, said)
	}
	if code == exitUsage && stdout.Len() > 0 {
		t.Errorf("framewatch %s: a wrong call has results: %s", c.args, stdout.String())
	}
	if theirs := theirWords.FindString(said); theirs != "" {
		t.Errorf("framewatch %s: %q is of the program's insides:\n%s", c.args, theirs, said)
	}
}

func wrongFiles(t *testing.T) {
	t.Helper()
	var records strings.Builder
	for i, text := range []string{
		"IOMed opened in Hong Kong. The two lake states sent their envoys to the harbour town, where the mediators had set up a long table and a short agenda.",
		"国际调解院在香港开张。两个湖国派出使节前往港口小镇，调解人在那里摆好了一张长桌和一份简短的议程，村民们在门外等候消息。",
	} {
		fmt.Fprintf(&records, `{"url":"http://quay.test/%d","source":"quay","published":"2026-03-0%d","text":%q}`+"\n", i, i+1, text)
	}
	for name, text := range map[string]string{
		"records.jsonl": records.String(), "a.jsonl": `{"id":"u1","text":"IOMed met."}` + "\n", "old.csv": "id,text\n", "page.html": "<p>x</p>",
		"codes.jsonl": `{"id":"u1","text":"IOMed met.","codes":[{"coder":"anna","about":"main","frames":[]}]}` + "\n",
		"robots.txt":  "User-agent: *\n", "folder/keep": "",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
