package report_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/internal/invalid"
	"framewatch/report"
	"framewatch/store"
)

var update = flag.Bool("update", false, "write the golden files")

// settings are those of the invented corpus.
func settings() report.Config {
	cfg := report.Default()
	cfg.Title = "A court without judges"
	cfg.Target = report.Label{EN: "International Organization for Mediation", ZH: "国际调解院"}
	cfg.Frames, cfg.Blocs = map[string]report.Label{}, map[string]report.Label{}
	for id, l := range comparetest.Labels() {
		cfg.Frames[id] = report.Label{EN: l[0], ZH: l[1]}
		cfg.Blocs[id] = cfg.Frames[id]
	}
	return cfg
}

// questions are asked of the invented corpus.
func questions() compare.Config {
	cfg := compare.Default()
	cfg.Targets = []string{comparetest.Target}
	cfg.Bootstrap = 100
	cfg.Contrasts = []compare.Sides{{A: "bloc=iomed-signatories", B: "bloc_ever!=iomed-signatories"}}
	return cfg
}

func study(t *testing.T, ds *store.Dataset, cfg compare.Config) *compare.Study {
	t.Helper()
	s, err := compare.Run(t.Context(), ds, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// pages are the files of a report.
type pages struct{ page, lines string }

func write(t *testing.T, ds *store.Dataset, asked compare.Config, cfg report.Config) pages {
	t.Helper()
	var page, lines bytes.Buffer
	if err := report.Write(t.Context(), report.Files{Page: &page, Lines: &lines, Name: pageName}, ds, study(t, ds, asked), cfg); err != nil {
		t.Fatal(err)
	}
	return pages{page.String(), lines.String()}
}

const pageName = "report.html"

// element is a start tag with its attributes.
type element struct {
	name string
	attr map[string]string
}

// elements reads a page as a browser's tokenizer does and checks that every
// element is closed in order.
func elements(t *testing.T, page string) []element {
	t.Helper()
	void := []string{"meta", "br", "link", "img", "input", "hr"}
	var out []element
	var open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if !errors.Is(z.Err(), io.EOF) {
				t.Fatal(z.Err())
			}
			break
		}
		token := z.Token()
		switch kind { //nolint:exhaustive // text and comments have no structure
		case html.StartTagToken, html.SelfClosingTagToken:
			e := element{token.Data, map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Key] = a.Val
			}
			out = append(out, e)
			if kind == html.StartTagToken && !slices.Contains(void, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes nothing; open are %v", token.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Fatalf("not closed: %v", open)
	}
	return out
}

// check holds what both files must be: closed elements, unique IDs, links that
// lead somewhere, and nothing that loads or runs. It returns the elements of the
// page.
func check(t *testing.T, p pages) []element {
	t.Helper()
	page, lines := elements(t, p.page), elements(t, p.lines)
	targets := map[string]bool{pageName: true, report.LinesName(pageName): true}
	for file, list := range map[string][]element{pageName: page, report.LinesName(pageName): lines} {
		for _, e := range list {
			if id := e.attr["id"]; id != "" {
				if targets[file+"#"+id] {
					t.Errorf("%s: two elements have the ID %q", file, id)
				}
				targets[file+"#"+id] = true
			}
		}
	}
	checkFile(t, targets, pageName, p.page, page)
	checkFile(t, targets, report.LinesName(pageName), p.lines, lines)
	if bad := regexp.MustCompile(`NaN|%!|[+-]Inf|[\x{FFFD}]`).FindString(p.page + p.lines); bad != "" {
		t.Errorf("a page says %q", bad)
	}
	return page
}

func checkFile(t *testing.T, targets map[string]bool, file, page string, list []element) {
	t.Helper()
	policy := false
	for _, e := range list {
		switch e.name {
		case "script", "iframe", "object", "embed", "img", "image", "link", "base", "form", "use", "video", "audio":
			t.Errorf("the page has a <%s>", e.name)
		case "meta":
			policy = policy || e.attr["http-equiv"] == "Content-Security-Policy" && strings.HasPrefix(e.attr["content"], "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
		}
		for key, value := range e.attr {
			if strings.HasPrefix(key, "on") || key == "src" || key == "srcset" || key == "action" || key == "xlink:href" {
				t.Errorf("<%s> has %s=%q", e.name, key, value)
			}
			if key == "href" {
				checkLink(t, targets, file, e, value)
			}
		}
	}
	if !policy {
		t.Error("the page has no content security policy")
	}
	if load := regexp.MustCompile(`(?i)@import|url\(\s*["']?[a-z]+:`).FindString(page); load != "" {
		t.Errorf("a style loads something: %s", load)
	}
}

func checkLink(t *testing.T, targets map[string]bool, file string, e element, href string) {
	t.Helper()
	if strings.HasPrefix(href, "#") {
		href = file + href
	}
	if strings.HasPrefix(href, pageName) || strings.HasPrefix(href, report.LinesName(pageName)) {
		if !targets[href] {
			t.Errorf("link to %q leads nowhere", href)
		}
		return
	}
	u, err := url.Parse(href)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		t.Errorf("link to %q", href)
	}
	if e.attr["rel"] != "noopener noreferrer" {
		t.Errorf("link to %q has rel=%q", href, e.attr["rel"])
	}
}

func TestPage(t *testing.T) {
	written := write(t, comparetest.Invented(120).Store(t), questions(), settings())
	list := check(t, written)
	page := written.page + written.lines
	charts, links := 0, 0
	for _, e := range list {
		if e.name == "svg" && e.attr["role"] == "group" {
			charts++
		}
		if e.name == "a" && strings.HasPrefix(e.attr["href"], report.LinesName(pageName)+"#kwic-") {
			links++
		}
	}
	if charts < 10 || links < 300 {
		t.Errorf("%d charts and %d links to the concordance, want at least 10 and 300", charts, links)
	}
	for _, want := range []string{"All outlets in this report are invented", "has not been validated against human coding", `lang="zh-Hans" dir="ltr"`,
		`lang="ar" dir="rtl"`, "Complement to the existing system", "对现有体系的补充", "Traditional Chinese", "warc/20260115T060000Z-7e57-0000.warc.gz:",
		"IOMed signatories against states never among them", "Convention signed 公约签署", "prefers-color-scheme:dark", "@media print", "robots.txt forbids it",
		"quoted Mira Halloway", "Lodestar Wire", "Words in English", "国际调停组织"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if len(page) > 1_500_000 {
		t.Errorf("%d bytes for 150 documents, want less than 1.5 MB", len(page))
	}
	if again := write(t, comparetest.Invented(120).Store(t), questions(), settings()); again != written {
		t.Error("the same dataset gave another page")
	}
}

// TestEveryCellHasItsLines follows the links of the charts: the lines that the
// page's CSS leaves visible are as many as the head of the cell says.
func TestEveryCellHasItsLines(t *testing.T) {
	page := write(t, comparetest.Invented(120).Store(t), questions(), settings()).lines
	part := regexp.MustCompile(`(?s)<div class="part" id="kwic-f-power_play">.*?</ol>`).FindString(page)
	var lines [][]string
	for _, m := range regexp.MustCompile(`<li class="([^"]*)"`).FindAllStringSubmatch(part, -1) {
		lines = append(lines, strings.Fields(m[1]))
	}
	cells := regexp.MustCompile(`<p class="cell ([^"]*)" id="([^"]*)">[^<]*?(?:\. (\d+) of \d+ lines shown|\. (\d+) lines?\.|No line stands)`).FindAllStringSubmatch(part, -1)
	if len(cells) < 30 || len(lines) < 10 {
		t.Fatalf("%d cells and %d lines", len(cells), len(lines))
	}
	for _, c := range cells {
		shown := 0
		for _, l := range lines {
			visible := true
			for _, class := range strings.Fields(c[1]) {
				visible = visible && slices.Contains(l, "g"+strings.TrimPrefix(class, "c"))
				if !strings.Contains(page, "."+class+":target~ol>li:not(.g"+strings.TrimPrefix(class, "c")+"){display:none}") {
					t.Errorf("no rule for class %s", class)
				}
			}
			if visible {
				shown++
			}
		}
		if want := c[3] + c[4]; want != "" && want != strconv.Itoa(shown) || want == "" && shown != 0 {
			t.Errorf("%s: %d lines visible, %q promised", c[2], shown, want)
		}
	}
}

// TestHostileText puts markup wherever foreign text can stand.
func TestHostileText(t *testing.T) {
	const evil = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`
	s := comparetest.Set{
		Sources: []store.SourceRow{{SourceID: "evil", Name: evil, Country: "KE", OwnerType: evil}, {SourceID: "calm", Name: "Calm", Country: "FR", OwnerType: "private_news"}},
		Events:  []store.EventRow{{EventID: "e", Date: "2025-06-03", LabelEN: evil, LabelZH: evil}},
		Failures: []store.FailureRow{{Stage: "crawl", SourceID: "evil", URL: "javascript:alert(3)", Code: evil, Message: evil, Month: "2026-01"},
			{Stage: "crawl", SourceID: "calm", URL: "data:text/html," + evil, Code: "x", Month: "2026-01"}},
		Frames: []string{"frame</style>" + evil},
	}
	for i := range 24 {
		source := []string{"evil", "calm"}[i%2]
		u := "javascript:alert(4)//" + strconv.Itoa(i)
		if i%3 == 0 {
			u = `https://calm.example/"><script>/` + strconv.Itoa(i)
		}
		s.Docs = append(s.Docs, comparetest.Doc{Source: source, URL: u, Title: evil, Lang: `en" onload="x`, Published: "2025-0" + strconv.Itoa(5+i%3) + "-03",
			Story: "story" + strconv.Itoa(i/4), Text: "The target " + evil + " said harmony harmony </ol></div> at " + strconv.Itoa(i), Marks: []comparetest.Mark{
				{Text: "target " + evil, Entity: comparetest.Target, Variant: "mistranslation"},
				{Text: "harmony", Frame: s.Frames[0], Voice: "direct_quote", Speaker: evil}}})
	}
	cfg := settings()
	cfg.Title, cfg.Validation = evil, evil
	cfg.Target = report.Label{EN: evil, ZH: evil}
	cfg.Frames = map[string]report.Label{s.Frames[0]: {EN: evil, ZH: evil}}
	asked := questions()
	asked.Contrasts = []compare.Sides{{A: "country=KE", B: "country=FR"}}
	written := write(t, s.Store(t), asked, cfg)
	check(t, written)
	for _, page := range []string{written.page, written.lines} {
		for _, bad := range []string{"<script", "<img", `href="javascript:`, `href="data:`, "</style>" + "<"} {
			if strings.Contains(strings.SplitN(page, "</style>\n</head>", 2)[1], bad) {
				t.Errorf("the page holds %q", bad)
			}
		}
	}
	if !strings.Contains(written.lines, "javascript:alert(4)") {
		t.Error("an address that is not of the web is not shown as text")
	}
}

// TestLittle writes pages over datasets that lack nearly everything.
func TestLittle(t *testing.T) {
	doc := comparetest.Doc{Source: "x", URL: "https://x.example/", Lang: "en", Text: "Alone."}
	for name, s := range map[string]comparetest.Set{
		"nothing": {}, "one uncoded document": {Docs: []comparetest.Doc{doc}}, "one document": {Frames: []string{"f"}, Docs: []comparetest.Doc{doc}},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, write(t, s.Store(t), compare.Default(), report.Default()))
			check(t, write(t, s.Store(t), questions(), settings()))
		})
	}
	check(t, write(t, comparetest.Invented(30).Store(t), compare.Default(), report.Default()))
}

// TestBounded holds the promise that the page does not grow with the corpus.
func TestBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("writes some thousand documents")
	}
	cfg := settings()
	cfg.MaxLines = 300
	written := write(t, comparetest.Invented(700).Store(t), questions(), cfg)
	check(t, written)
	if lines := strings.Count(written.lines, `<li class="g`); lines > 300 {
		t.Errorf("%d lines, want at most 300", lines)
	}
	if len(written.page) > 1_500_000 {
		t.Errorf("%d bytes", len(written.page))
	}
}

// TestGolden compares the cards, a heat table and a part of the concordance
// of a small page; -update writes them anew.
func TestGolden(t *testing.T) {
	cfg := settings()
	cfg.Lines = 2
	written := write(t, comparetest.Invented(40).Store(t), questions(), cfg)
	page := written.page + written.lines
	for name, part := range map[string]string{
		"cards.html":       `(?s)<section class="cards".*?</section>`,
		"heat.html":        `(?s)<div class="heatbox"><h3>Frames by kind of outlet.*?</div>\n`,
		"concordance.html": `(?s)<div class="part" id="kwic-f-power_play">.*?</ol>`,
	} {
		got := regexp.MustCompile(part).FindString(page) + "\n"
		golden(t, name, got)
	}
}

// golden compares got with a file of testdata, or writes it there.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got)\n%s", name, diff)
	}
}

func discard() report.Files { return report.Files{Page: io.Discard, Lines: io.Discard, Name: pageName} }

func TestWriteFails(t *testing.T) {
	ds := comparetest.Invented(10).Store(t)
	s := study(t, ds, questions())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := report.Write(ctx, discard(), ds, s, settings()); err == nil {
		t.Error("a cancelled context gave no error")
	}
	cfg := settings()
	cfg.Title, cfg.Lines, cfg.Groups = "", 0, 1000
	var got []string
	for _, f := range invalid.Fields(cfg.Validate()) {
		got = append(got, f.Error())
	}
	want := []string{"title: is empty: the page needs a heading", `lines: "0" must lie between 1 and 50`, `groups: "1000" must lie between 2 and 60`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := report.Write(t.Context(), discard(), ds, s, cfg); err == nil {
		t.Error("bad settings gave no error")
	}
}
