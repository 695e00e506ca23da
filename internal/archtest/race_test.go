package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// concurrent are the packages that run what they are given in goroutines.
var concurrent = []string{"golang.org/x/sync/errgroup", "net/http/httptest", module + "/internal/ordered", module + "/internal/jsonlines"}

var racedList = regexp.MustCompile(`(?s)\nRACED := \$\(addprefix \./,(.*?)\)\n`)

// TestRacedPackagesAreThoseWithGoroutines holds that the Makefile names every
// package whose code or tests start goroutines, or hand functions to a package
// that does, for the race detector, and no other: elsewhere nothing can race, and
// it makes arithmetic ten times as slow. cmd/framewatch has a line of its own
// there; internal/browser only serves to a browser what listed packages make.
func TestRacedPackagesAreThoseWithGoroutines(t *testing.T) {
	top := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(top, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	m := racedList.FindSubmatch(text)
	if m == nil {
		t.Fatal("the Makefile has no list RACED")
	}
	listed := strings.Fields(strings.ReplaceAll(string(m[1]), "\\\n", " "))
	reasons := map[string]string{}
	tested := map[string]bool{}
	err = filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); name != top && (strings.HasPrefix(base, ".") || base == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		rel, err := filepath.Rel(top, filepath.Dir(name))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(rel)
		tested[pkg] = tested[pkg] || strings.HasSuffix(name, "_test.go")
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		if why := starts(f); why != "" {
			reasons[pkg] = path.Base(name) + " " + why
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg, why := range reasons {
		if tested[pkg] && pkg != "cmd/framewatch" && pkg != "internal/browser" && !slices.Contains(listed, pkg) {
			t.Errorf("%s: %s: add it to RACED in the Makefile", pkg, why)
		}
	}
	for _, pkg := range listed {
		if reasons[pkg] == "" || !tested[pkg] {
			t.Errorf("%s starts no goroutine or has no tests: take it out of RACED in the Makefile", pkg)
		}
	}
}

// starts says by what a file has functions run in goroutines, empty for none.
func starts(f *ast.File) (why string) {
	for _, imp := range f.Imports {
		if p, err := strconv.Unquote(imp.Path.Value); err == nil && slices.Contains(concurrent, p) {
			why = "imports " + p
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			why = "has a go statement"
		case *ast.CallExpr: // a field may have the name of a method
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"Go", "Parallel", "AfterFunc"}, sel.Sel.Name) {
				why = "calls " + sel.Sel.Name
			}
		}
		return true
	})
	return why
}
