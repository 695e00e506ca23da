package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"framewatch/configs"
	"framewatch/internal/config"
)

// lakeFiles are a right configuration of an invented subject. Its outlet is at a
// port of this machine where nothing listens.
var lakeFiles = map[string]string{
	"framewatch.yaml": "data: data\nsources: [sources.yaml]\ncodebooks: [codebook.yaml]\ngazetteers: [gazetteer.yaml]\nregisters: []\nblocs: blocs.yaml\nevents: events.yaml\ncrawl: {allow_net: [127.0.0.0/8], no_delay: true, retries: 1}\nannotate: {targets: [org.lake], ner: none}\ncompare:\n  contrasts: [{a: bloc=shores, b: \"country!=GB\"}]\n  bootstrap: 100\n",
	"sources.yaml":    "list: {id: t, version: \"1\"}\nsources:\n- id: pier\n  name: Pier Post\n  domain: 127.0.0.1\n  country: GB\n  owner_type: private_news\n  langs: [en]\n  start: [\"http://127.0.0.1:1/\"]\n  link_patterns: [\"^/a/\"]\n  selectors: {text: .story}\n  max_pages: 9\n  valid_from: \"2026-01-01\"\n",
	"gazetteer.yaml":  "gazetteer: {id: t, version: \"1\"}\nentities:\n- id: org.lake\n  label: ORG\n  kind: body\n  country: GB\n  names:\n  - {text: Lake Board, lang: en, variant: official, case: exact}\n  - {text: 湖泊委员会, lang: zh-Hans, variant: official}\n- id: office.lake_chair\n  label: MISC\n  names: [{text: chair of the Lake Board, lang: en, variant: official}]\n- id: person.顾长河\n  label: PER\n  names: [{text: 顾长河, lang: zh-Hans, variant: official}]\n  holds: [{office: office.lake_chair, from: \"2020-01-01\"}]\n- id: org.lake\n  extends: true\n  names: [{text: 湖委, lang: zh-Hans, variant: abbreviation}]\n",
	"codebook.yaml":   "codebook:\n  id: t\n  version: \"1\"\n  languages: [en, zh-Hans]\n  sets:\n  - {id: TARGET, entities: [org.lake]}\n  frames:\n  - id: paint\n    label: {en: Paint}\n    polarity: positive\n    unit: sentence\n    terms:\n      en: [painted, \"plank*\"]\n      zh-Hans: [油漆]\n    anti_terms: {en: [war painted]}\n    requires: [{set: TARGET, within_sentences: 1}]\n    examples:\n      include: {en: [The Lake Board painted it.], zh-Hans: [湖泊委员会给它上油漆。]}\n      exclude: {en: [The Lake Board swam.]}\n",
	"blocs.yaml":      "blocs:\n- id: shores\n  name: {en: Shores}\n  source: https://example.invalid/\n  members:\n  - {country: GB, status: member, from: \"2001\"}\n",
	"events.yaml":     "events:\n- {id: e1, date: \"2026-10-02\", label: {en: Painting day}, source: \"https://example.invalid/\", support: C}\n",
}

// mutation is a change of one of the files. Refused ones are mistakes; those that
// JSON Schema can say are refused by the schema of the file too.
type mutation struct {
	name, file, old, new string
	refused, bySchema    bool
}

const (
	fine    = 0
	mistake = 1 // of which a schema knows nothing
	said    = 2 // which the schema tells too
)

func mutations() []mutation {
	var out []mutation
	add := func(kind int, name, file, old, new string) {
		out = append(out, mutation{name, file, old, new, kind != fine, kind == said})
	}
	const s, g, c, b, e, f = "sources.yaml", "gazetteer.yaml", "codebook.yaml", "blocs.yaml", "events.yaml", "framewatch.yaml"
	add(fine, "nothing", f, "", "")
	add(fine, "Norway", s, "country: GB", "country: NO")
	add(fine, "Taiwan", s, "country: GB", "country: TW")
	add(fine, "Kosovo", s, "country: GB", "country: XK")
	add(fine, "unknown country", s, "country: GB", "country: ZZ")
	add(fine, "years", b, `"2001"`, `"2001", to: "2019-05-01"`)
	add(fine, "status and its sequel", b, "  - {country: GB", "  - {country: GB, status: ratified, from: \"2005\"}\n  - {country: GB")
	add(said, "United Kingdom as UK", s, "country: GB", "country: UK")
	add(said, "a user's code", b, "country: GB", "country: XX")
	add(said, "country in small letters", s, "country: GB", "country: gb")
	add(said, "country of an entity", g, "country: GB", "country: GBR")
	add(mistake, "selector", s, ".story", "\"div[[x\"")
	add(mistake, "regular expression", s, "^/a/", "^/a/(")
	add(said, "empty pattern of what to remove", s, "{text: .story}", "{remove: [\"\"]}")
	add(said, "no owner", s, "  owner_type: private_news\n", "")
	add(said, "owner", s, "private_news", "private-news")
	add(said, "id in capitals", s, "id: pier", "id: Pier")
	add(said, "address without scheme", s, "http://127.0.0.1:1/", "127.0.0.1:1/")
	add(said, "no languages", s, "[en]\n", "[]\n")
	add(said, "language", s, "[en]", "[english language]")
	add(mistake, "least above most", s, "max_pages: 9", "max_pages: 9\n  min_articles: 10")
	add(said, "pages below 0", s, "max_pages: 9", "max_pages: -9")
	add(said, "day", s, `"2026-01-01"`, "yesterday")
	add(mistake, "end before begin", s, `"2026-01-01"`, "\"2026-01-01\"\n  valid_to: \"2025-01-01\"")
	add(mistake, "second document", s, "list:", "list: {id: u}\nsources: []\n---\nlist:")
	add(mistake, "no outlet", s, lakeFiles[s], "list: {id: t}\nsources: []\n")
	add(said, "key", s, "owner_type", "ownertype")
	add(said, "label", g, "label: ORG", "label: ORGS")
	add(said, "variant", g, "variant: official", "variant: officia")
	add(said, "case", g, "case: exact", "case: exactly")
	add(said, "entity id", g, "id: office.lake_chair", "id: lake chair")
	add(said, "name without language", g, "lang: zh-Hans, variant: official", "variant: official")
	add(said, "no label", g, "  label: MISC\n", "")
	add(mistake, "office that is none", g, "office: office.lake_chair", "office: office.lake_chiar")
	add(mistake, "extends nothing", g, "- id: org.lake\n  extends", "- id: org.lakes\n  extends")
	add(mistake, "twice", g, "  extends: true\n", "  label: ORG\n")
	add(mistake, "target not in its set", c, "entities: [org.lake]", "entities: [office.lake_chair]")
	add(said, "unit", c, "unit: sentence", "unit: sentense")
	add(said, "polarity", c, "polarity: positive", "polarity: posit")
	add(said, "frame id", c, "- id: paint", "- id: pa int")
	add(said, "no version", c, "  version: \"1\"\n", "")
	add(said, "empty term", c, "[painted,", "[\"\",")
	add(said, "sentences below 0", c, "within_sentences: 1", "within_sentences: -1")
	add(mistake, "masked term", c, "war painted", "painted")
	add(mistake, "masked by a wildcard", c, "war painted", "\"plank*\"")
	add(mistake, "masked in Chinese", c, "anti_terms: {en: [war painted]}", "anti_terms: {zh-Hans: [油漆]}")
	add(mistake, "example that is not coded", c, "The Lake Board painted it.", "The Lake Board swam.")
	add(mistake, "example that is coded", c, "[The Lake Board swam.]", "[The Lake Board painted.]")
	add(said, "no members", b, "  members:\n  - {country: GB, status: member, from: \"2001\"}\n", "  members: []\n")
	add(said, "status", b, "status: member", "status: membr")
	add(mistake, "end of a membership", b, `"2001"`, `"2001", to: "1999"`)
	add(mistake, "overlap", b, "  - {country: GB", "  - {country: GB, status: member, from: \"2010\"}\n  - {country: GB")
	add(said, "date of an event", e, "2026-10-02", "2 October")
	add(said, "event without a source", e, ", source: \"https://example.invalid/\"", "")
	add(mistake, "bloc", f, "bloc=shores", "bloc=shore")
	add(mistake, "country of a contrast", f, "country!=GB", "country!=UK")
	add(mistake, "entity of a question", f, "  bootstrap", "  conflicts: [place.nowhere]\n  bootstrap")
	add(said, "recogniser", f, "ner: none", "ner: spacy")
	add(said, "dimension", f, "  bootstrap", "  by: [contry]\n  bootstrap")
	add(said, "setting", f, "retries: 1", "retry: 1")
	add(said, "number", f, "retries: 1", "retries: 0")
	add(said, "text for a list", f, "[sources.yaml]", "sources.yaml")
	add(mistake, "no list", f, "[sources.yaml]", "[]")
	add(mistake, "list that is not there", f, "[sources.yaml]", "[source.yaml]")
	return out
}

// TestValidateIsWhatRunAsks holds for changes of every file that config validate
// and run accept the same, and that the schemas say so as far as they can. What is
// accepted goes on to the crawl.
func TestValidateIsWhatRunAsks(t *testing.T) {
	schemas := schemasOf(t)
	for _, m := range mutations() {
		t.Run(m.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for name, text := range lakeFiles {
				if name == m.file {
					if !strings.Contains(text, m.old) {
						t.Fatalf("%s does not hold %q", name, m.old)
					}
					text = strings.Replace(text, m.old, m.new, 1)
					err := schemas[strings.TrimSuffix(strings.Replace(name, "framewatch", "settings", 1), ".yaml")].Validate(tree(t, []byte(text)))
					if (err != nil) != m.bySchema {
						t.Errorf("the schema says %v", err)
					}
				}
				if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			validate, told := called("config", "validate")
			dry, _ := called("run", "--dry-run")
			want := exitOK
			if m.refused {
				want = exitUsage
			}
			if validate != want || dry != want {
				t.Errorf("validate ends with %d and run with %d, want %d\n%s", validate, dry, want, told)
			}
			if m.refused && !strings.Contains(told, m.file) && !strings.Contains(told, "source.yaml: no such file") {
				t.Errorf("the message does not name %s: %s", m.file, told)
			}
			if m.name != "nothing" {
				return
			}
			if code, told := called("run"); code != exitNothing {
				t.Errorf("the run ends with %d, as nothing listens: want %d\n%s", code, exitNothing, told)
			}
		})
	}
}

func called(args ...string) (code int, told string) {
	var stderr bytes.Buffer
	code = execute(context.Background(), args, strings.NewReader(""), &bytes.Buffer{}, &stderr)
	return code, stderr.String()
}

// schemasOf compiles the schemas that the binary carries.
func schemasOf(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	out := map[string]*jsonschema.Schema{}
	compiler := jsonschema.NewCompiler()
	for _, name := range config.SchemaNames() {
		data, err := configs.FS.ReadFile(config.SchemaPath(name))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err == nil {
			err = compiler.AddResource(name+".json", doc)
		}
		if err == nil {
			out[name], err = compiler.Compile(name + ".json")
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return out
}

// tree is YAML as JSON has it. Of several documents it is the last one, which an
// editor checks by itself.
func tree(t *testing.T, data []byte) any {
	t.Helper()
	var n yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for next := (yaml.Node{}); dec.Decode(&next) == nil; next = (yaml.Node{}) {
		n = next
	}
	var v any
	if err := untimed(&n).Decode(&v); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// untimed makes days text again, which YAML 1.2 has them as.
func untimed(n *yaml.Node) *yaml.Node {
	if n.Tag == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, c := range n.Content {
		untimed(c)
	}
	return n
}

// TestShippedFilesNameTheirSchema in the first line, from where they lie, and are
// valid by it.
func TestShippedFilesNameTheirSchema(t *testing.T) {
	schemas := schemasOf(t)
	err := fs.WalkDir(configs.FS, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		data, err := configs.FS.ReadFile(name)
		if err != nil {
			return err
		}
		line, _, _ := strings.Cut(string(data), "\n")
		relative, ok := strings.CutPrefix(line, "# yaml-language-server: $schema=")
		at := path.Join(path.Dir(name), relative)
		kind := strings.TrimSuffix(path.Base(at), ".schema.json")
		if !ok || schemas[kind] == nil || at != config.SchemaPath(kind) {
			t.Errorf("%s begins with %q, which names no schema", name, line)
			return nil
		}
		if err := schemas[kind].Validate(tree(t, data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// inList reports whether a key belongs to the entries of a list, which have none to
// begin with.
func inList(path string) bool {
	return strings.Contains(path, "Sides") || strings.Contains(path, "Creator")
}

// TestEveryKeyIsDescribed in the schemas, and every setting has its default.
func TestEveryKeyIsDescribed(t *testing.T) {
	for _, name := range config.SchemaNames() {
		data, err := configs.FS.ReadFile(config.SchemaPath(name))
		if err != nil {
			t.Fatal(err)
		}
		var root struct {
			Defs map[string]any `json:"$defs"`
		}
		if err := json.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		keys := 0
		var walk func(path string, v any)
		walk = func(path string, v any) {
			switch v := v.(type) {
			case map[string]any:
				properties, _ := v["properties"].(map[string]any)
				for key, p := range properties {
					p, ok := p.(map[string]any)
					if _, constant := p["const"]; !ok || constant {
						continue
					}
					keys++
					ref, _ := p["$ref"].(string)
					def, _ := root.Defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
					if p["description"] == nil && def["description"] == nil {
						t.Errorf("%s: %s.%s has no description", name, path, key)
					}
					if _, has := p["default"]; name == "settings" && ref == "" && !has && !inList(path) {
						t.Errorf("%s: %s.%s has no default", name, path, key)
					}
				}
				for key, each := range v {
					walk(path+"."+key, each)
				}
			case []any:
				for _, each := range v {
					walk(path, each)
				}
			}
		}
		for def, v := range root.Defs {
			walk(def, v)
		}
		if keys < 4 {
			t.Errorf("%s: only %d keys were found", name, keys)
		}
	}
}
