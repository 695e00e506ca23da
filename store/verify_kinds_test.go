package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"framewatch/store"
)

// kind is a problem as the code of verify has it: a place, a code, and a pattern of
// what it says.
type kind struct {
	at, code string
	says     *regexp.Regexp
	whole    bool // nothing of the message is fixed
}

// kindsInCode finds every problem that verify can tell: literals of Problem,
// assignments to its fields, and calls that count faults of rows.
func kindsInCode(t *testing.T) []kind {
	t.Helper()
	files, err := filepath.Glob("verify*.go")
	must(t, err)
	var kinds []kind
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, 0)
		must(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			code, message, prefix := problemIn(n)
			if code == "" {
				return true
			}
			p := patternOf(message)
			kinds = append(kinds, kind{at: set.Position(n.Pos()).String(), code: code, whole: p == ".*", says: regexp.MustCompile("(?s)^" + prefix + p + "$")})
			return true
		})
	}
	return kinds
}

// problemIn is the code and the message of a node that makes a problem.
func problemIn(n ast.Node) (code string, message ast.Expr, prefix string) {
	switch n := n.(type) {
	case *ast.CompositeLit:
		if name, ok := n.Type.(*ast.Ident); !ok || name.Name != "Problem" {
			return "", nil, ""
		}
		for _, e := range n.Elts {
			field := e.(*ast.KeyValueExpr)
			switch field.Key.(*ast.Ident).Name {
			case "Code":
				code = literal(field.Value)
			case "Message":
				message = field.Value
			}
		}
		return code, message, ""
	case *ast.AssignStmt:
		if len(n.Lhs) != 2 || len(n.Rhs) != 2 {
			return "", nil, ""
		}
		if to, ok := n.Lhs[0].(*ast.SelectorExpr); ok && to.Sel.Name == "Code" {
			return literal(n.Rhs[0]), n.Rhs[1], ""
		}
	case *ast.CallExpr:
		switch f := n.Fun.(type) {
		case *ast.Ident:
			if f.Name == "bad" {
				return "state", n.Args[0], ""
			}
		case *ast.SelectorExpr:
			if f.Sel.Name == "add" && len(n.Args) == 3 {
				return literal(n.Args[0]), n.Args[1], `\d+ rows with `
			}
		}
	}
	return "", nil, ""
}

func literal(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
		s, _ := strconv.Unquote(l.Value)
		return s
	}
	return ""
}

var verb = regexp.MustCompile(`%[a-z]`)

// patternOf is what an expression for a message comes to, as a regular expression.
func patternOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		parts := verb.Split(literal(e), -1)
		for i, p := range parts {
			parts[i] = regexp.QuoteMeta(p)
		}
		return strings.Join(parts, ".*")
	case *ast.BinaryExpr:
		return patternOf(e.X) + patternOf(e.Y)
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" {
			return patternOf(e.Args[0])
		}
	}
	return ".*"
}

// met is the kind of a problem, the one that says most of it.
func met(kinds []kind, p store.Problem) int {
	message, _, _ := strings.Cut(p.Message, ", such as ")
	best := -1
	for i, k := range kinds {
		if k.code == p.Code && k.says.MatchString(message) && (best < 0 || len(k.says.String()) > len(kinds[best].says.String())) {
			best = i
		}
	}
	return best
}
