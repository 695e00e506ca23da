package extract

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// numbered repeats a form with its number in it, so that no two are the same.
func numbered(n int, form string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, form, i)
	}
	return b.String()
}

// swelling are the beginnings of pages and what they repeat, each a way to make a
// parser, or those who read its tree, work more than the bytes ask for.
var swelling = []struct{ name, head, unit string }{
	{"open again in each paragraph", "<p>" + numbered(400, "<b id=%d>"), "</p><p>x"},
	{"open again in each block", "<p>" + numbered(400, "<i id=%d>"), "<div>字</div>"},
	{"open again in each row", "<table>" + numbered(400, "<b id=%d>"), "<tr>x"},
	{"open again after each cell", "<table><td>" + numbered(400, "<u id=%d>"), "<td>x</td>x"},
	{"with many attributes", "<p>" + numbered(30, "<b "+numbered(100, "a%d=1 ")+"id=%d>"), "</p><p>x"},
	{"hidden in a style element of a drawing", "<svg><style>" + numbered(400, "<b id=%d>"), "</p><p>x"},
	{"hidden in a CDATA section", "<p>" + numbered(400, "<b id=%d>") + "<svg><![CDATA[>", "</svg></p><p>x<svg><![CDATA[ > ]]>"},
	{"hidden behind a drawing that HTML ended", "<svg><g><p>" + numbered(400, "<b id=%d>"), "</p><p>x"},
	{"unclosed in tables", "", "<table><b>"},
	{"unclosed in cells", "", "<table><td><i>x"},
	{"attributes of the body", "<body>", "<body a%d>"},
	{"attributes of the root", "", "<html a%d=x>"},
	{"lists at depth", strings.Repeat("<ul><li>", 240), "<li>x"},
	{"items at depth", strings.Repeat("<span>", 480), "<li>字</li>"},
	{"ends at depth", strings.Repeat("<div>", 480), "</p>"},
	{"headings in links", "", "<h1><a href=x>x"},
	{"lists of choices", "", "<select><p>s"},
	{"text that flattening makes a tag", strings.Repeat("<div>", 600) + "<p>" + numbered(400, "<<x>b id=%d>"), "</p><p>x"},
}

// TestSwellingPages: whatever a page repeats, its tree grows with its tags, and
// reading it costs no more than is allowed; what is above that is refused.
func TestSwellingPages(t *testing.T) {
	const size = 1 << 16
	for _, c := range swelling {
		t.Run(c.name, func(t *testing.T) {
			times := (size - len(c.head)) / len(c.unit)
			body := strings.Repeat(c.unit, times)
			if strings.Contains(c.unit, "%d") {
				body = numbered(times, c.unit)
			}
			page := []byte("<!doctype html><html><body>" + c.head + body)
			tags := costOf(page, size).tags
			root, err := parseTree(page, size)
			if err != nil {
				var failure *Failure
				if !errors.As(err, &failure) || failure.Code != CodeTooDeep {
					t.Fatal(err)
				}
				return
			}
			if n := nodesOf(root); n > 4*tags+maxClones {
				t.Errorf("%d nodes of %d tags", n, tags)
			}
			if cost := readingCost(root, 0); cost > maxReading {
				t.Errorf("reading costs %d", cost)
			}
		})
	}
	for most, refused := range map[int]bool{4: false, 3: true} {
		var failure *Failure
		if _, err := parseTree([]byte("<p>a<p>b"), most); refused != (errors.As(err, &failure) && failure.Code == CodeTooLarge) {
			t.Errorf("4 tags and texts of at most %d: %v", most, err)
		}
	}
}

// TestSwellingFragments: markup that a page holds as text, in JSON-LD or for
// browsers without scripts, is bounded likewise.
func TestSwellingFragments(t *testing.T) {
	for _, c := range swelling {
		if strings.Contains(c.unit, "%d") || c.head == "" {
			continue
		}
		mayRead := 1 << 20
		nodes, err := parseFragment(c.head+strings.Repeat(c.unit, 4000), &mayRead)
		n := 0
		for _, root := range nodes {
			n += nodesOf(root)
		}
		if err == nil && n > 4*(1<<20-mayRead)+maxClones {
			t.Errorf("%s: %d nodes", c.name, n)
		}
	}
	mayRead := 5
	if _, err := parseFragment("<p>a<p>b", &mayRead); err != nil || mayRead != 1 {
		t.Errorf("%d may be read after 4 of 5, error %v", mayRead, err)
	}
	if _, err := parseFragment("<p>a", &mayRead); err == nil {
		t.Error("more was read than may be")
	}
}

func nodesOf(n *html.Node) int {
	count := 1
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		count += nodesOf(c)
	}
	return count
}

// TestDrawings: a drawing of a page leaves its tags clear, or is emptied; around
// it the page stays as it is.
func TestDrawings(t *testing.T) {
	for _, c := range []struct {
		name, page, emptied string // the page without drawings, where a parser may see others tags than the tokenizer
	}{
		{"plain", "<p><svg><title>Boat</title><desc>a boat</desc><path d=x /></svg>x<script>a<b</script>", ""},
		{"style", "<svg><style>.a{b:c}</style><g></g></svg><script>a<b</script>", ""},
		{"CDATA in a style", "<svg><style><![CDATA[ .a>.b{} ]]></style></svg><script>a<b</script>", ""},
		{"formula", "<math><mi>x</mi><mo>=</mo></math><style>a<b</style>", ""},
		{"markup in a style", "<p><svg a=b><style>a<b></style></svg>x", "<p><svg a=b></svg>x"},
		{"markup in a title", "<svg><title><b>渡轮</b></title></svg>x", "<svg></svg>x"},
		{"CDATA", "<svg><![CDATA[ > ]]></svg>x", "<svg></svg>x"},
		{"HTML in it", "<svg><foreignobject><p>a</foreignobject></svg><p>b<script>a<b</script>", "<svg></svg><p>b<script>a<b</script>"},
		{"ended by HTML", "<svg><g><p>a<script>a<b</script>", "<svg></svg><p>a<script>a<b</script>"},
		{"ended by what it stands in", "<div><svg><g></div>渡<script>a<b</script>", "<div><svg></svg></div>渡<script>a<b</script>"},
		{"in one another", "<svg><svg><style>a<b></style></svg><g/></svg>x", "<svg></svg>x"},
	} {
		cost := costOf([]byte(c.page), 1000)
		if cost.ambiguous != (c.emptied != "") {
			t.Errorf("%s: ambiguous is %v", c.name, cost.ambiguous)
		}
		if got := string(withoutDrawings([]byte(c.page))); c.emptied != "" && got != c.emptied {
			t.Errorf("%s: %q, want %q", c.name, got, c.emptied)
		}
	}
}

// FuzzCost: a tree has no more nodes than its tags and the bound of what a parser
// adds to them, once the page's drawings leave no doubt of its tags.
func FuzzCost(f *testing.F) {
	for _, c := range swelling {
		f.Add([]byte(c.head + strings.Repeat(c.unit, 20)))
	}
	f.Add([]byte("<b><div><b><div><b><div><b><div><p><b id=1><b id=2></div></b></div></b><p>x<p>y"))
	f.Add([]byte("<b><table><td></b><b></td></b></table><p>x<template><td><b></template></b><object><i></object></i><p>"))
	f.Add([]byte("<a><svg><desc><a></desc></svg><math><mi><nobr></mi><style><b></style></math><p><a><nobr>x"))
	f.Fuzz(func(t *testing.T, page []byte) {
		if len(page) > 1<<14 {
			t.Skip()
		}
		cost := costOf(page, len(page))
		if cost.ambiguous {
			page = withoutDrawings(page)
			if cost = costOf(page, len(page)); cost.ambiguous {
				t.Fatalf("still ambiguous: %q", page)
			}
		}
		root, err := html.Parse(bytes.NewReader(page))
		if err != nil {
			return
		}
		if n := nodesOf(root); n > 8+4*cost.tags+cost.clones {
			t.Errorf("%d nodes, %d tags and a bound of %d clones", n, cost.tags, cost.clones)
		}
	})
}
