package report_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/report"
)

// little is a dataset that lacks something, and what is asked of it.
type little struct {
	set   comparetest.Set
	asked compare.Config
	cfg   report.Config
}

// lacking makes a dataset of n invented stories and takes something away.
func lacking(n int, takeAway func(*little)) func() little {
	return func() little {
		l := little{set: comparetest.Invented(n), asked: compare.Default(), cfg: report.Default()}
		l.asked.Targets, l.asked.Bootstrap = []string{comparetest.Target}, 100
		l.asked.Contrasts = []compare.Sides{{A: "bloc=iomed-signatories", B: "bloc_ever!=iomed-signatories"}}
		l.cfg.Target = report.Label{EN: "The Body", ZH: "该机构"}
		takeAway(&l)
		return l
	}
}

func onlyIn(lang string) func(*little) {
	return func(l *little) {
		l.set.Docs = slices.DeleteFunc(l.set.Docs, func(d comparetest.Doc) bool { return d.Lang != lang })
	}
}

func withoutContrast(l *little) {
	l.set.Memberships, l.asked.Contrasts = nil, nil
	for i := range l.set.Sources {
		l.set.Sources[i].Country, l.set.Sources[i].Parent, l.set.Sources[i].OwnerType = "KE", "", "private_news"
	}
}

func changed(change func(*comparetest.Doc)) func(*little) {
	return func(l *little) {
		for i := range l.set.Docs {
			change(&l.set.Docs[i])
		}
	}
}

// about makes mentions of the target mentions of something else.
func about(entity string) func(*comparetest.Doc) {
	return func(d *comparetest.Doc) {
		d.Marks = slices.Clone(d.Marks)
		for i := range d.Marks {
			if d.Marks[i].Entity == comparetest.Target {
				d.Marks[i].Entity = entity
			}
		}
	}
}

func secondSubject(l *little) {
	for i := range l.set.Docs {
		if i%2 == 0 {
			about("org.other")(&l.set.Docs[i])
		}
	}
	l.asked.Targets, l.cfg.Target = []string{"org.other"}, report.Label{EN: "The Other", ZH: "另一机构"}
	l.cfg.Subjects = []report.Subject{{Name: report.Label{EN: "The Body", ZH: "该机构"}, Href: "report.html"}, {Name: l.cfg.Target, Here: true}}
}

// TestSmallDatasets writes pages over datasets that lack something: each place
// says in words what is missing, and none is a frame around nothing.
func TestSmallDatasets(t *testing.T) {
	for name, of := range map[string]func() little{
		"nothing":          lacking(0, func(l *little) { l.set = comparetest.Set{} }),
		"no documents":     lacking(0, func(*little) {}),
		"one document":     lacking(1, func(l *little) { l.set.Docs = l.set.Docs[:1] }),
		"only English":     lacking(30, onlyIn("en")),
		"only Chinese":     lacking(60, onlyIn("zh-Hans")),
		"no contrast":      lacking(30, withoutContrast),
		"no date":          lacking(30, changed(func(d *comparetest.Doc) { d.Published = "" })),
		"no day":           lacking(30, changed(func(d *comparetest.Doc) { d.Published = "2025" })),
		"no events":        lacking(30, func(l *little) { l.set.Events = nil }),
		"no target set":    lacking(30, func(l *little) { l.asked.Targets, l.cfg.Target = nil, report.Label{} }),
		"target never met": lacking(30, changed(about("org.other"))),
		"second subject":   lacking(30, secondSubject),
		"no failures":      lacking(30, func(l *little) { l.set.Failures = nil }),
		"nothing coded":    lacking(30, changed(func(d *comparetest.Doc) { d.Uncoded, d.Marks = true, nil })),
		"no frame found": lacking(30, changed(func(d *comparetest.Doc) {
			d.Marks = slices.DeleteFunc(slices.Clone(d.Marks), func(m comparetest.Mark) bool { return m.Frame != "" })
		})),
		"no codebook":       lacking(30, func(l *little) { l.set.Frames = nil; changed(func(d *comparetest.Doc) { d.Marks = nil })(l) }),
		"one outlet":        lacking(60, func(l *little) { onlyFrom(l, "nairobi-ledger") }),
		"only paywalled":    lacking(30, changed(func(d *comparetest.Doc) { d.Paywalled = true })),
		"no source is told": lacking(30, func(l *little) { l.set.Sources, l.set.Memberships = nil, nil }),
	} {
		t.Run(name, func(t *testing.T) {
			l := of()
			written := write(t, l.set.Store(t), l.asked, l.cfg)
			for _, page := range []string{written.page, written.lines} {
				for _, fault := range faults(t, page) {
					t.Error(fault)
				}
			}
		})
	}
}

func onlyFrom(l *little, source string) {
	l.set.Docs = slices.DeleteFunc(l.set.Docs, func(d comparetest.Doc) bool { return d.Source != source })
}

// TestFaultsAreFound holds that the check sees each kind of fault.
func TestFaultsAreFound(t *testing.T) {
	for page, want := range map[string]string{
		`<p>NaN %</p>`: "NaN", `<p>from -Inf to +Inf</p>`: "Inf", `<p>%!d(string=x)</p>`: "%!", `<svg role="img" aria-label="x"><path d="M0 NaN"/></svg>`: "NaN in d", `<p>&lt;nil&gt;</p>`: "<nil>",
		`<figure> </figure>`: "<figure>", `<ol></ol>`: "<ol>", `<table><tr><th>Frame</th></tr></table>`: "<table>", `<section><h2>Sides</h2></section>`: "<section>",
		`<section><p>Words.</p></section>`: "", `<h2>Sides</h2><h2>Words</h2><p>x</p>`: `"Sides"`, `<h2>Sides</h2><h3>More</h3><p>x</p>`: "",
		`<h2></h2><p>x</p>`: "no words", `<a href="#gone">x</a>`: "#gone", `<h2>Shares</h2><svg role="group"><rect/></svg><p>x</p>`: "no name", `<h2>Sides</h2><p>x</p><svg role="img" aria-label="Shares"><rect/></svg>`: "",
		`<h2>Sides</h2><svg role="img" aria-labelledby="a"><title id="a">Shares</title><rect/></svg>`: "", `<svg role="img" aria-label="Shares"><rect/></svg>`: "no heading",
	} {
		got := strings.Join(faults(t, page), "; ")
		if !strings.Contains(got, want) || (want == "") != (got == "") {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
}

var notForReaders = regexp.MustCompile(`NaN|[+-]Inf\b|\bInf\b|Infinity|%!|<nil>|\bundefined\b`)

// faults are the places of a page that show nothing, or what no reader should see.
func faults(t *testing.T, page string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ids := map[string]*html.Node{}
	for n := range root.Descendants() {
		if id := attribute(n, "id"); id != "" {
			ids[id] = n
		}
	}
	for n := range root.Descendants() {
		if n.Parent != nil && n.Parent.Data == "style" {
			continue
		}
		if bad := notForReaders.FindString(n.Data); n.Type == html.TextNode && bad != "" {
			found = append(found, bad+" in "+n.Data)
		}
		for _, a := range n.Attr {
			if bad := notForReaders.FindString(a.Val); bad != "" {
				found = append(found, bad+" in "+a.Key+"="+a.Val)
			}
			if id, local := strings.CutPrefix(a.Val, "#"); local && a.Key == "href" && ids[id] == nil {
				found = append(found, "link to "+a.Val+" leads nowhere")
			}
		}
		if n.Type == html.ElementNode && isEmpty(n) {
			found = append(found, "<"+n.Data+"> "+attribute(n, "id")+attribute(n, "class")+" holds nothing after "+before(n))
		}
		if chart := n.Data == "svg" && (attribute(n, "role") == "group" || attribute(n, "role") == "img"); chart && (name(n, ids) == "" || before(n) == "") {
			found = append(found, "a chart has no name or no heading, after "+before(n))
		}
	}
	return append(found, hollowHeadings(root)...)
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// words are those of a node but for headings, which promise more than they say.
func words(n *html.Node, headings bool) string {
	var b strings.Builder
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case c.Data == "style" || !headings && heading(c) > 0:
		default:
			b.WriteString(" " + words(c, headings))
		}
	}
	return strings.TrimSpace(b.String())
}

func heading(n *html.Node) int {
	if n.Type == html.ElementNode && len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
		return int(n.Data[1] - '0')
	}
	return 0
}

// isEmpty reports whether a node that holds something by its nature does not.
func isEmpty(n *html.Node) bool {
	has := func(names ...string) bool {
		for c := range n.Descendants() {
			if slices.Contains(names, c.Data) {
				return true
			}
		}
		return false
	}
	switch n.Data {
	case "section", "article", "nav", "details", "p", "figcaption", "caption":
		return words(n, false) == ""
	case "figure":
		return words(n, false) == "" || !has("svg", "table", "ol", "ul", "p", "pre")
	case "ol", "ul", "dl":
		return !has("li", "dd") || words(n, true) == ""
	case "table":
		return !has("td") || words(n, true) == ""
	case "svg":
		return !has("rect", "circle", "path", "line", "polyline", "polygon", "text", "g")
	}
	return false
}

// name is what a screen reader calls a chart.
func name(n *html.Node, ids map[string]*html.Node) string {
	said := attribute(n, "aria-label")
	for _, id := range strings.Fields(attribute(n, "aria-labelledby")) {
		if ids[id] != nil {
			said += words(ids[id], true)
		}
	}
	return strings.TrimSpace(said)
}

// before is the heading that a node stands under, empty for none.
func before(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		for s := n.PrevSibling; s != nil; s = s.PrevSibling {
			if heading(s) > 0 {
				return strings.TrimSpace(words(s, true))
			}
		}
	}
	return ""
}

// hollowHeadings are headings without words, and those with nothing under them.
func hollowHeadings(root *html.Node) []string {
	var found []string
	last, level := "", 0 // heading that nothing has followed yet
	for n := range root.Descendants() {
		if h := heading(n); h > 0 {
			said := words(n, true)
			if said == "" {
				found = append(found, "a heading has no words")
			}
			if last != "" && h <= level {
				found = append(found, "nothing is under the heading \""+last+"\"")
			}
			last, level = said, h
			continue
		}
		inside := false
		for p := n.Parent; p != nil; p = p.Parent {
			inside = inside || heading(p) > 0
		}
		if n.Type == html.TextNode && !inside && strings.TrimSpace(n.Data) != "" {
			last = ""
		}
	}
	if last != "" {
		found = append(found, "nothing is under the heading \""+last+"\"")
	}
	return found
}
