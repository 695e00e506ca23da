package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"framewatch/configs"
	"framewatch/corpus"
	"framewatch/nlp/heads"
	"framewatch/nlp/link"

	"go.yaml.in/yaml/v3"
)

// invents are the packages whose texts are invented about a subject: demo, pages
// and articles to measure on.
var invents = []string{"internal/demosite", "internal/eval", "internal/invented", "internal/bilingual", "compare/comparetest"}

// helpKeys are the fields of commands that show how they are called.
var helpKeys = []string{"Use", "Short", "Long", "Example"}

// TestNoLineKnowsTheSubject: what a study is about stands in YAML. The names of the
// targets of the shipped settings, and the words of their fields, are in no string
// and no identifier of the program; examples in help and comments may have them.
func TestNoLineKnowsTheSubject(t *testing.T) {
	words := subjectWords(t)
	if !slices.Contains(words, "iomed") || !slices.Contains(words, "mediation") || !slices.Contains(words, "调解") {
		t.Fatalf("the words of the subjects are not read: %q", words)
	}
	root, seen := filepath.Join("..", ".."), map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, path)
		switch {
		case err != nil:
			return err
		case d.IsDir() && (slices.Contains(invents, filepath.ToSlash(rel)) || rel != "." && strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		files := token.NewFileSet()
		f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			text := ""
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				key, ok := n.Key.(*ast.Ident)
				return !ok || !slices.Contains(helpKeys, key.Name)
			case *ast.Ident:
				text = humps.ReplaceAllString(n.Name, "$1 $2")
			case *ast.BasicLit:
				text = n.Value
			}
			if seen[text] {
				return true
			}
			seen[text] = true
			for _, w := range words {
				if holds(strings.ToLower(text), w) {
					t.Errorf("%s: %.80q holds %q, which is a subject's", files.Position(n.Pos()), text, w)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// humps are where a word of an identifier ends.
var humps = regexp.MustCompile(`(\p{Ll})(\p{Lu})`)

// holds reports a word in a text, not inside a longer one of letters.
func holds(text, word string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at+i])
		after, _ := utf8.DecodeRuneInString(text[at+i+len(word):])
		if word[0] >= utf8.RuneSelf || !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return true
		}
		at += i + len(word)
	}
}

// leastWord is how many letters a word has at least that is looked for.
const leastWord = 4

// subjectWords are the names, in small letters, of the targets of all shipped
// settings, and the words that say what they are for.
func subjectWords(t *testing.T) []string {
	t.Helper()
	targets := map[corpus.EntityID]bool{}
	var out []string
	add := func(words ...string) {
		for _, w := range words {
			if w = strings.ToLower(w); !slices.Contains(out, w) && (len(w) >= leastWord || w[0] >= utf8.RuneSelf) {
				out = append(out, w)
			}
		}
	}
	for _, path := range glob(t, "*.yaml") {
		var settings struct {
			Annotate struct {
				Targets []corpus.EntityID `yaml:"targets"`
			} `yaml:"annotate"`
		}
		if err := yaml.Unmarshal(read(t, path), &settings); err == nil {
			for _, id := range settings.Annotate.Targets {
				targets[id] = true
			}
		}
	}
	for _, path := range glob(t, "gazetteers/*.yaml") {
		var g link.Gazetteer
		if err := yaml.Unmarshal(read(t, path), &g); err != nil {
			t.Fatal(err)
		}
		for _, e := range g.Entities {
			if !targets[e.ID] {
				continue
			}
			for _, f := range e.Field {
				add(f.Text)
			}
			for _, n := range e.Names {
				if n.Context {
					continue
				}
				add(n.Text)
				if lang, _, _ := strings.Cut(n.Lang, "-"); n.Variant == corpus.VariantOfficial && lang != "mul" && heads.Field(lang, strings.ToLower(n.Text)) != "" {
					add(heads.Field(lang, strings.ToLower(n.Text)))
				}
			}
		}
	}
	return out
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := fs.Glob(configs.FS, pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(paths), err)
	}
	return paths
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := configs.FS.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
