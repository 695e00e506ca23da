package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// decoding are the calls that take bytes apart.
var decoding = map[string][]string{
	"json": {"Unmarshal", "NewDecoder"}, "xml": {"Unmarshal", "NewDecoder"}, "yaml": {"Unmarshal", "NewDecoder"}, "gob": {"NewDecoder"},
	"csv": {"NewReader"}, "gzip": {"NewReader"}, "zip": {"NewReader"}, "zstd": {"NewReader"}, "brotli": {"NewReader"}, "flate": {"NewReader"}, "zlib": {"NewReader"},
	"html": {"Parse", "ParseFragment", "NewTokenizer"}, "binary": {"Uvarint", "Varint", "Read"}, "file": {"NewParquetReader"}, "pack": {"Open"},
	"http": {"ReadResponse"}, "textproto": {"NewReader"},
}

// elsewhere are packages that decode and have no fuzz test of their own, with the
// reason: another package's test reads through them, or what they read is this
// program's own, of a fixed form that the standard library's decoder bounds.
var elsewhere = map[string]string{
	"crawl":                   "frontier.json: two strings that the program wrote",
	"crawl/frontier/postgres": "values of the frontier's own tables, as crawl/frontier/entry's",
	"crawl/render":            "three fields of what the browser's own script returns",
	"explore/search":          "cards of the index that the program wrote; queries are fuzzed",
	"nlp/align":               "the lexicon that the binary carries",
	"nlp/ner":                 "the name tables that the binary carries, through pack",
	"nlp/encode":              "the model that the binary carries, through pack, pieces and huffman",
	"nlp/internal/published":  "what the train commands alone learn from, as the registries' tools fetch it",
	"internal/scaleplan":      "measurements that the program wrote, by the simulator alone",
	"internal/scaleplan/plan": "measurements that the program wrote, by the simulator alone",
	"nlp/lang":                "profiles that the binary carries",
	"nlp/zh":                  "dictionaries that the binary carries",
	"store/catalog":           "a note that the program wrote into its own catalogue",
	"store/disk/bucket":       "the lock's three fields",
	"store/disk/bucket/s3":    "answers of the bucket's service, bounded, through encoding/xml",
	"internal/datasetcheck":   "run.json: two fields, unknown ones refused",
	"internal/erased":         "a list that the program wrote into the dataset's state",
	"internal/export":         "a record that the program wrote into the dataset's state",
	"internal/linked":         "what go list says",
	"internal/notify":         "a list that the program wrote into the dataset's state",
	"internal/pipeline":       "run.json: two fields, and the originals of corrected rows",
	"internal/demosite":       "the invented outlets that the binary carries",
	"internal/generate":       "the program's own schemas",
}

// TestEveryDecoderIsFuzzed holds that .ci/decoders names fuzz tests that are there,
// and that no package that decodes bytes is left out of it without a reason.
func TestEveryDecoderIsFuzzed(t *testing.T) {
	top := filepath.Join("..", "..")
	list, err := os.ReadFile(filepath.Join(top, ".ci", "decoders"))
	if err != nil {
		t.Fatal(err)
	}
	fuzzed := map[string]bool{}
	for line := range strings.Lines(string(list)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		words := strings.Fields(line)
		if len(words) < 4 {
			t.Errorf("%q is not: package, test, inputs, what is read", line)
			continue
		}
		fuzzed[words[0]] = true
		if !hasTest(t, filepath.Join(top, words[0]), "func "+words[1]+"(f *testing.F) {") {
			t.Errorf("%s has no %s", words[0], words[1])
		}
	}
	decodes := map[string]bool{}
	for _, p := range packages(t) {
		name := inside(p.ImportPath)
		for _, file := range p.GoFiles {
			f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, file), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			call := decodingCall(f)
			if call == "" {
				continue
			}
			decodes[name] = true
			if !fuzzed[name] && elsewhere[name] == "" && !strings.HasSuffix(name, "/train") && !strings.HasPrefix(name, "internal/eval") && !strings.HasSuffix(name, "test") {
				t.Errorf("%s: %s calls %s, and no fuzz test of it is in .ci/decoders: name one, or the reason in elsewhere", name, file, call)
			}
		}
	}
	for name := range elsewhere {
		if !decodes[name] {
			t.Errorf("%s decodes nothing: take it out of elsewhere", name)
		}
	}
}

func hasTest(t *testing.T, dir, head string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(name string) bool {
		text, err := os.ReadFile(name)
		return err == nil && strings.Contains(string(text), "\n"+head)
	})
}

// decodingCall is a call of a file that decodes bytes, empty where there is none.
func decodingCall(f *ast.File) (found string) {
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && slices.Contains(decoding[x.Name], sel.Sel.Name) {
				found = x.Name + "." + sel.Sel.Name
			}
		}
		return true
	})
	return found
}
