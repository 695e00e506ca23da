// Package archtest holds the rules about who may import whom. The rules are the
// documentation of the architecture: see [rules].
package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "framewatch"

// rules lists, for each package below the module, what it may import of the
// module; "nlp/*" stands for every package below nlp. A stage knows the nouns
// and nothing of the other stages but where a line says so.
var rules = map[string][]string{
	"corpus":              {},
	"configs":             {},
	"internal/invalid":    {},
	"internal/order":      {},
	"internal/jumpclock":  {},
	"internal/country":    {},
	"internal/linked":     {},
	"internal/release":    {"internal/linked", "internal/units"},
	"internal/lazyregexp": {},
	"internal/ordered":    {},
	"internal/charset":    {},
	"internal/bounded":    {},
	"internal/limits":     {},
	"internal/patient":    {},
	"internal/patient/*":  {},
	"internal/foreign":    {},
	"internal/quotes":     {},
	"internal/wordset":    {},
	"internal/confined":   {},
	"internal/atomicfile": {},
	"internal/interrupt":  {},
	"internal/jsonlines":  {"internal/bounded", "internal/invalid", "internal/ordered"},
	"internal/bilingual":  {"internal/lazyregexp"},
	"internal/xlsx":       {"internal/bounded", "internal/lazyregexp"},

	"crawl":                {"corpus", "crawl/*", "internal/atomicfile", "internal/invalid", "internal/limits", "internal/charset"},
	"crawl/*":              {"corpus", "crawl/*", "internal/bounded", "internal/invalid", "internal/charset", "internal/wordset"},
	"crawl/fetch":          {"corpus", "crawl/coding", "crawl/guard", "crawl/reason", "internal/bounded", "internal/patient"},
	"crawl/read":           {"corpus", "crawl/coding", "crawl/frontier", "crawl/listing", "crawl/read/*", "crawl/reason", "crawl/urlid", "internal/bounded", "internal/charset"},
	"crawl/read/*":         {"crawl/urlid"},
	"crawl/reason":         {"corpus"},
	"crawl/frontier":       {"corpus"},
	"crawl/frontier/*":     {"corpus", "crawl/frontier", "crawl/frontier/*"},
	"extract":              {"corpus", "extract/*", "nlp/lang", "internal/invalid", "internal/limits", "internal/charset", "internal/ordered", "internal/jsonlines", "internal/bounded", "internal/quotes", "internal/lazyregexp", "internal/wordset"},
	"extract/*":            {"corpus", "extract/*", "nlp/lang", "internal/charset", "internal/quotes", "internal/lazyregexp", "internal/wordset"},
	"nlp":                  {"corpus", "nlp/*", "internal/invalid", "internal/limits", "internal/ordered", "internal/jsonlines", "internal/lazyregexp", "internal/wordset"},
	"nlp/*":                {"corpus", "nlp/*", "internal/country", "internal/invalid", "internal/ordered", "internal/jsonlines", "internal/quotes", "internal/lazyregexp", "internal/wordset"},
	"nlp/codes":            {"internal/invalid", "internal/jsonlines", "internal/xlsx"},
	"nlp/stance/train":     {"corpus", "nlp", "nlp/*", "internal/config"}, // annotates as the built-in settings do
	"store":                {"corpus", "store/*", "internal/lazyregexp"},
	"store/*":              {"store/*"},
	"store/disk/bucket/s3": {"internal/patient"},
	"store/catalog":        {"internal/atomicfile", "store", "store/table"},
	"compare":              {"corpus", "nlp/word", "nlp/zh", "store", "compare/*", "internal/invalid", "internal/order", "internal/wordset"},
	"compare/*":            {"corpus", "store", "compare", "compare/*", "internal/order"},
	"report":               {"corpus", "nlp/frame", "store", "compare", "compare/*", "report/*", "internal/coding", "internal/invalid", "internal/order"},
	"report/*":             {"report/*"},
	"report/digest":        {"corpus", "internal/foreign", "store", "compare", "compare/stats", "report", "report/svg"},
	"explore":              {"corpus", "nlp/codes", "nlp/frame", "store", "compare", "report", "report/*", "explore/*", "internal/coding", "internal/order", "internal/trace"},
	"explore/coding":       {"internal/atomicfile", "internal/coding", "nlp/codes", "nlp/frame"},
	"explore/search":       {"corpus", "store", "compare", "compare/kwic", "nlp/zh", "internal/order"},

	"internal/config":       {"configs", "corpus", "internal/atomicfile", "internal/coding", "nlp/codes", "crawl", "crawl/listing", "crawl/urlid", "extract", "nlp", "nlp/claim", "nlp/encode", "nlp/frame", "nlp/link", "nlp/modelcoder", "nlp/neardup", "nlp/trained", "nlp/translated", "compare", "report", "store", "internal/country", "internal/invalid", "internal/lazyregexp", "internal/notify", "internal/schedule", "internal/share"},
	"internal/imports":      {"corpus", "crawl/*", "internal/bounded", "internal/charset", "internal/confined", "internal/invalid", "internal/jsonlines", "internal/streams"},
	"internal/pipeline":     {"corpus", "crawl", "crawl/*", "extract", "nlp", "nlp/names", "nlp/neardup", "nlp/service", "nlp/translated", "store", "compare", "report", "store/*", "internal/atomicfile", "internal/config", "internal/erased", "internal/health", "internal/imports", "internal/limits", "internal/order", "internal/ordered", "internal/provenance", "internal/lazyregexp", "internal/sourcecheck", "internal/streams", "internal/streams/*"},
	"internal/streams":      {"corpus", "extract", "internal/ordered", "nlp", "nlp/service", "store", "store/disk", "store/table"},
	"internal/streams/*":    {"internal/streams", "store/table"},
	"internal/provenance":   {"corpus", "crawl/urlid", "extract", "extract/date", "nlp/zh"},
	"internal/dictionary":   {"internal/config", "internal/invalid", "nlp/frame"},
	"internal/demosite":     {"corpus", "internal/invalid", "internal/lazyregexp"},
	"internal/invented":     {"corpus", "nlp", "nlp/frame", "store"},
	"internal/health":       {"corpus", "compare/stats", "store"},
	"internal/status":       {"corpus", "crawl", "store", "internal/health"},
	"internal/variants":     {"corpus", "nlp/codes", "store"},
	"internal/erased":       {"corpus", "store/*"},
	"internal/exposure":     {"corpus", "nlp/word"},
	"internal/export":       {"corpus", "store", "store/*", "compare/kwic", "crawl/reason", "nlp/word", "nlp/zh", "internal/erased", "internal/exposure"},
	"internal/backup":       {"corpus", "crawl/frontier", "crawl/frontier/*", "internal/datasetcheck", "store", "store/*"},
	"internal/datasetcheck": {"corpus", "crawl/*", "store", "store/*"},
	"internal/sourcecheck":  {"corpus", "crawl", "crawl/*", "extract", "nlp/lang", "internal/charset", "internal/foreign", "internal/ordered", "internal/lazyregexp"},
	"internal/statistics":   {"compare/*", "internal/bounded", "internal/invalid", "internal/jsonlines", "internal/order", "store/table"},
	"internal/doctor":       {"corpus", "crawl", "store", "internal/config", "internal/limits"},
	"internal/newsubject":   {"corpus", "crawl", "internal/config", "internal/invalid"},
	"internal/coding":       {"corpus", "nlp", "nlp/codes", "nlp/frame", "store", "compare", "compare/*", "internal/invalid", "internal/order"},
	"internal/schedule":     {"corpus", "store", "internal/health", "internal/invalid"},
	"internal/metrics":      {"corpus"},
	"internal/notify":       {"corpus", "internal/atomicfile", "internal/invalid"},
	"internal/trace":        {"corpus", "compare", "crawl/warc", "internal/datasetcheck", "internal/erased", "internal/foreign", "store"},
	"internal/units":        {"internal/lazyregexp"},
	"internal/share":        {"internal/invalid", "internal/lazyregexp"},
	"internal/datapackage":  {"corpus", "nlp/codes", "nlp/frame", "nlp/trained", "store", "store/table", "internal/atomicfile", "internal/bounded", "internal/coding", "internal/confined", "internal/export", "internal/lazyregexp", "internal/share"},
	"internal/refetch":      {"corpus", "crawl", "crawl/reason", "crawl/urlid", "extract", "internal/atomicfile", "internal/datapackage", "nlp/codes", "store/table"},
	"internal/generate":     {"*"},
	"internal/licences":     {"internal/linked"},
	"internal/eval":         {"*"},
	"internal/scaleplan":    {"*"},
	// What was measured and what follows from it: no code of the stages.
	"internal/scaleplan/plan": {"internal/scaleplan/sim", "crawl/warc"},
	"internal/scaleplan/sim":  {},
	"internal/browser":        {"*"},
	"internal/nights":         {"*"},
	"cmd/framewatch":          {"*"},
}

// homes says where a library may be imported: its types stop at the package's
// edge.
var homes = map[string][]string{
	"github.com/spf13/viper":                 {"internal/config"},
	"github.com/spf13/cobra":                 {"cmd/framewatch", "internal/generate"},
	"github.com/gocolly/colly/v2":            {"crawl/fetch"},
	"github.com/jdkato/prose/v2":             {"nlp/en"},
	"github.com/apache/arrow-go/v18":         {"store/table", "store/table/tabletest"},
	"gocloud.dev":                            {"store/disk/bucket", "store/disk/bucket/s3"},
	"github.com/johannesboyne/gofakes3":      {"store/disk/bucket/s3test"},
	"go.yaml.in/yaml/v3":                     {"internal/config", "internal/dictionary", "internal/demosite", "internal/units", "cmd/framewatch"},
	"github.com/markusmobius/go-trafilatura": {"extract"},
	"codeberg.org/readeck/go-readability/v2": {"extract"},
	"github.com/klippa-app/go-pdfium":        {"extract/pdf/pdfium"},
	"github.com/tetratelabs/wazero":          {"extract/pdf/pdfium"},
	"github.com/chromedp/chromedp":           {"crawl/render"},
	"github.com/chromedp/cdproto":            {"crawl/render"},
	"go.etcd.io/bbolt":                       {"crawl/frontier/embedded"},
	"modernc.org/sqlite":                     {"explore/search", "store/catalog"},
	"github.com/jackc/pgx/v5":                {"crawl/frontier/postgres", "crawl/frontier/postgres/pgtest"},
	"github.com/go-co-op/gocron/v2":          {"internal/schedule"},
	"github.com/prometheus/common":           {"internal/metrics"},
	"github.com/prometheus/client_model":     {"internal/metrics"},
	"github.com/google/go-containerregistry": {"internal/release"},
	"github.com/CycloneDX/cyclonedx-go":      {"internal/release"},
}

type pkg struct {
	ImportPath string
	Name       string
	Dir        string
	GoFiles    []string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Name,Dir,GoFiles,Imports", module+"/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		if len(p.GoFiles) > 0 {
			all = append(all, p)
		}
	}
}

func inside(p string) string { return strings.TrimPrefix(strings.TrimPrefix(p, module), "/") }

// allowedFor finds the rule of a package: its own, or that of a folder above it.
func allowedFor(name string) ([]string, bool) {
	if r, ok := rules[name]; ok {
		return r, true
	}
	for dir := name; strings.Contains(dir, "/"); {
		dir = dir[:strings.LastIndex(dir, "/")]
		if r, ok := rules[dir+"/*"]; ok {
			return r, true
		}
	}
	return nil, false
}

func matches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		below, any := strings.CutSuffix(p, "/*")
		return p == "*" || p == name || any && strings.HasPrefix(name, below+"/")
	})
}

func TestImportsFollowTheFlow(t *testing.T) {
	for _, p := range packages(t) {
		name := inside(p.ImportPath)
		allowed, ok := allowedFor(name)
		if !ok {
			t.Errorf("package %s has no rule: add it to rules, with what it may import", name)
			continue
		}
		for _, imp := range p.Imports {
			if imp != module && !strings.HasPrefix(imp, module+"/") {
				if name == "corpus" && strings.Contains(imp, ".") {
					t.Errorf("corpus imports %s: the nouns know the standard library only", imp)
				}
				continue
			}
			if !matches(allowed, inside(imp)) {
				t.Errorf("%s imports %s: not among %v", name, inside(imp), allowed)
			}
		}
	}
}

func TestLibrariesStayAtHome(t *testing.T) {
	for _, p := range packages(t) {
		for _, imp := range p.Imports {
			for lib, home := range homes {
				if (imp == lib || strings.HasPrefix(imp, lib+"/")) && !matches(home, inside(p.ImportPath)) {
					t.Errorf("%s imports %s, which belongs to %v", inside(p.ImportPath), imp, home)
				}
			}
		}
	}
}

// TestPackagesExplainThemselves wants a package comment, and for the stages a
// doc.go of its own.
func TestPackagesExplainThemselves(t *testing.T) {
	for _, p := range packages(t) {
		name := inside(p.ImportPath)
		documented := false
		for _, f := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, f))
			if err != nil {
				t.Fatal(err)
			}
			head, _, _ := strings.Cut(string(text), "\npackage ")
			documented = documented || strings.Contains(head, "// Package "+p.Name) || p.Name == "main" && strings.Contains(head, "// Command ")
		}
		if !documented {
			t.Errorf("package %s has no package comment", name)
		}
	}
}

// TestReadingIsPure: what an answer says is a function of the answer, so that each
// rule of crawl/read is a row of a table. It asks no network, file or clock.
func TestReadingIsPure(t *testing.T) {
	banned := []string{"os", "net", "context", "sync", "math/rand", "math/rand/v2", "path/filepath"}
	for _, p := range packages(t) {
		name := inside(p.ImportPath)
		if name != "crawl/read" && !strings.HasPrefix(name, "crawl/read/") {
			continue
		}
		for _, imp := range p.Imports {
			if slices.Contains(banned, imp) {
				t.Errorf("%s imports %s", name, imp)
			}
		}
		for _, f := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, f))
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range []string{"time.Now(", "time.Since(", "time.After(", "http.Get(", "http.DefaultClient"} {
				if strings.Contains(string(text), call) {
					t.Errorf("%s/%s calls %s)", name, f, call)
				}
			}
		}
	}
}

// TestReasonsComeFromTheList: a capture's error code is a word of crawl/reason,
// which the documentation is made from, and no text written on the spot.
func TestReasonsComeFromTheList(t *testing.T) {
	literal := regexp.MustCompile(`(ErrorCode(, [\w.]+)* = [^\n]*[ ,]"[a-z0-9-]+"|Flag\([^,]+, "[a-z0-9-]+"\))`)
	for _, p := range packages(t) {
		name := inside(p.ImportPath)
		if name != "crawl" && !strings.HasPrefix(name, "crawl/") {
			continue
		}
		for _, f := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, f))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range literal.FindAllString(string(text), -1) {
				t.Errorf("%s/%s: %s", name, f, m)
			}
		}
	}
}
