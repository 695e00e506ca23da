package explore_test

import (
	"encoding/csv"
	"encoding/json"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"framewatch/compare"
	"framewatch/explore"
	"framewatch/explore/search"
	"framewatch/internal/invented"
	"framewatch/report"
	"framewatch/store"
)

var (
	totalFound  = regexp.MustCompile(`<h2 id="results">(?:All )?([0-9]+) document`)
	articleLink = regexp.MustCompile(`href="(/article/[^"?#]+)"`)
)

// TestQuestionStaysInItsLinks: each link and field of a search has the question as
// it was asked, but for what the link is there to change.
func TestQuestionStaysInItsLinks(t *testing.T) {
	s := serve(t, nil, explore.Options{})
	asked := url.Values{"q": {"“a b” -c & d=e"}, "lang": {"en"}, "relevance": {"main", "passing"}, "from": {"2020"}, "order": {"newest"}, "counted": {"1"}}
	for _, q := range []url.Values{asked, {"lang": {"en"}, "order": {"oldest"}}, {}} {
		path := "/search?" + q.Encode()
		root, err := html.Parse(strings.NewReader(page(t, s, path)))
		if err != nil {
			t.Fatal(err)
		}
		fields, links := url.Values{}, 0
		for n := range root.Descendants() {
			attr := map[string]string{}
			for _, a := range n.Attr {
				attr[a.Key] = a.Val
			}
			_, checked := attr["checked"]
			_, selected := attr["selected"]
			switch {
			case n.Data == "input" && attr["value"] != "" && (checked || attr["type"] != "checkbox"):
				fields.Add(attr["name"], attr["value"])
			case n.Data == "option" && selected:
				fields.Add("order", attr["value"])
			case n.Data == "a" && (attr["rel"] == "next" || strings.HasPrefix(attr["href"], "/export")):
				u, err := url.Parse(attr["href"])
				if err != nil {
					t.Fatal(err)
				}
				v := u.Query()
				v.Del("page")
				if v.Encode() != q.Encode() {
					t.Errorf("%s: link to %s", path, attr["href"])
				}
				links++
			}
		}
		want, err := url.ParseQuery(q.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if want.Get("order") == "" {
			want.Set("order", "relevance")
		}
		if fields.Encode() != want.Encode() {
			t.Errorf("%s: the form has %s", path, fields.Encode())
		}
		if found := totalFound.MatchString(page(t, s, path)); found && links == 0 {
			t.Errorf("%s: no link was looked at", path)
		}
	}
}

func TestFiltersChoose(t *testing.T) {
	s := serve(t, nil, explore.Options{})
	all := totalFound.FindStringSubmatch(page(t, s, "/search"))
	english := totalFound.FindStringSubmatch(page(t, s, "/search?lang=en"))
	if all == nil || english == nil || all[1] != "90" || english[1] == all[1] {
		t.Fatalf("%v documents, %v in English", all, english)
	}
	for path, want := range map[string][]string{
		"/search?genre=gossip":                   {"Genre “gossip” was left out: it is not one of news"},
		"/search?from=yesterday":                 {"from “yesterday” was left out"},
		"/search?page=77":                        {"page “77” was left out: it is not among the 5 that there are", "Page 5 of 5"},
		"/search?q=zzzzqqq":                      {"Nothing found", "No document of 90 has this."},
		"/search?q=zzzzqqq&lang=en":              {"under these filters", `aria-label="Take away Language: English"`},
		"/search?q=%22":                          {"<h2"},
		"/search?country=ZQ":                     {"Nothing found", `<span class="n">0`},
		"/article/none":                          {"no such document"},
		"/compare-versions/none/none":            {"no such document"},
		"/groups":                                {"Choose what belongs to each group"},
		"/groups?a=lang%3Den":                    {"Both groups must be chosen"},
		"/groups?a=lnag%3Den&b=lang%3Dzh":        {"Group A: filter", `unknown field "lnag"`},
		"/groups?a=country%3DQQ&b=lang%3Dzh":     {"country=QQ", "there is nothing to compare"},
		"/groups?a=lang%3Den&b=relevance%3Dnone": {"No comparison"},
	} {
		_, body := get(t, s, path, nil)
		text := html.UnescapeString(body)
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %q", path, w)
			}
		}
	}
}

// TestEveryDocumentHasItsPages opens the pages of documents in both languages.
func TestEveryDocumentHasItsPages(t *testing.T) {
	s := serve(t, nil, explore.Options{})
	seen := 0
	for _, lang := range []string{"en", "zh-Hans"} {
		for _, m := range articleLink.FindAllStringSubmatch(page(t, s, "/search?order=oldest&lang="+lang), 4) {
			body := page(t, s, m[1])
			has(t, m[1], body, `lang="`+lang+`"`, `id="show-frame"`, "BibTeX", "the page is not archived")
			has(t, m[1], page(t, s, strings.Replace(m[1], "/article/", "/alike/", 1)), "More like this")
			seen++
		}
	}
	if seen != 8 {
		t.Errorf("%d articles were looked at", seen)
	}
}

// TestGroups: the numbers of the page are those of package compare, whichever way
// the groups are named.
func TestGroups(t *testing.T) {
	s := serve(t, nil, explore.Options{})
	w, err := world()
	if err != nil {
		t.Fatal(err)
	}
	cfg := compare.Default()
	a, errA := compare.ParseFilter("lang=en")
	b, errB := compare.ParseFilter("lang=zh-Hans")
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	want, err := compare.Contrast(t.Context(), w.ds, compare.ContrastSpec{Selection: cfg.Selection(), Sampling: compare.Sampling{Confidence: cfg.Confidence, Bootstrap: 100, Seed: cfg.Seed}, A: a, B: b, Codebook: "", MinDocs: cfg.MinDocs})
	if err != nil || len(want) == 0 {
		t.Fatal(len(want), err)
	}
	typed, chosen := page(t, s, "/groups?a=lang%3Den&b=lang%3Dzh-Hans"), page(t, s, "/groups?a_lang=en&b_lang=zh-Hans")
	table := func(page string) string {
		_, rest, _ := strings.Cut(page, `<h3 id="numbers">`)
		numbers, _, _ := strings.Cut(rest, "</table>")
		return html.UnescapeString(numbers)
	}
	if table(typed) != table(chosen) || table(typed) == "" {
		t.Error("typed and chosen groups have different numbers")
	}
	for _, d := range want {
		cells := `<td class="n">` + report.Points(d.Shares.Value) + `</td><td class="n">` + report.PointRange(d.Shares.Measure) + `</td><td class="n">` + report.PValue(d.Shares, d.Shares.P)
		if !strings.Contains(table(typed), cells) {
			t.Errorf("%s: no row with %s", d.Frame, cells)
		}
	}
	has(t, "/groups", typed, `class="chart differences"`, `href="/search?counted=1&amp;lang=en"`, "more than chance at 5%")
	if strings.Contains(typed, "NaN") || strings.Contains(typed, "Inf") {
		t.Error("a number that is none is shown")
	}
	has(t, "/groups?words", page(t, s, "/groups?a=lang%3Den&b=lang%3Dzh-Hans&words=en"), "No words")
}

// TestExports: a file has the rows of the page, its question and nothing that a
// spreadsheet program would compute.
func TestExports(t *testing.T) {
	title := "=HYPERLINK(\"http://evil.example\")\n,\"x"
	start := &supplied{docs: []search.Document{{Summary: search.Summary{DocID: "d1", Title: title, Outlet: "+out", Date: "2025-05-30", Frames: []string{"@f", "g"}, Counted: true}}, {Summary: search.Summary{DocID: "d2", Title: "调解"}}},
		lines: []search.Line{{Before: "-1 ", Key: "调解", After: "\tx", Start: 3, End: 5}}}
	s := serve(t, start, explore.Options{})
	resp, body := get(t, s, "/export.csv?q=%3D1%2B1&bom=1", nil)
	if got := resp.Header.Get("Content-Disposition"); got != `attachment; filename="search.csv"` {
		t.Errorf("disposition %q", got)
	}
	note, rows, _ := strings.Cut(strings.TrimPrefix(body, "\uFEFF"), "\n")
	has(t, "the first line", note, "# framewatch search ", `"query":"q=%3D1%2B1"`, `"documents":2`)
	if !strings.HasPrefix(body, "\uFEFF") || strings.HasPrefix(page(t, s, "/export.csv"), "\uFEFF") {
		t.Error("a byte order mark stands where none was asked for, or not where one was")
	}
	records, err := csv.NewReader(strings.NewReader(rows)).ReadAll()
	if err != nil || len(records) != 3 {
		t.Fatalf("%d records: %v", len(records), err)
	}
	for _, r := range records[1:] {
		for i, cell := range r {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%s: cell %q", records[0][i], cell)
			}
		}
	}
	if got := records[1][1]; got != `'=HYPERLINK("http://evil.example") ,"x` {
		t.Errorf("title %q", got)
	}
	lines := strings.Split(strings.TrimSpace(page(t, s, "/export.jsonl?q=a")), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines", len(lines))
	}
	var head struct{ Search struct{ Query, RunID string } }
	var row struct {
		DocID      string `json:"doc_id"`
		Key        string
		Start, End int
		Frames     []string
	}
	if err := json.Unmarshal([]byte(lines[0]), &head); err != nil || head.Search.Query != "q=a" {
		t.Errorf("head %s: %v", lines[0], err)
	}
	if err := json.Unmarshal([]byte(lines[1]), &row); err != nil || row.DocID != "d1" || row.Key != "调解" || row.Start != 3 || row.End != 5 || len(row.Frames) != 2 {
		t.Errorf("row %s: %v", lines[1], err)
	}
	for _, l := range lines {
		if strings.Contains(l, `"text"`) {
			t.Errorf("a text is exported: %s", l)
		}
	}
}

// TestExportHasAllPages: the file goes on where the page ends.
func TestExportHasAllPages(t *testing.T) {
	s := serve(t, nil, explore.Options{})
	ids := map[string]bool{}
	for line := range strings.Lines(page(t, s, "/export.jsonl?order=newest")) {
		var row struct {
			DocID string `json:"doc_id"`
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if row.DocID != "" {
			ids[row.DocID] = true
		}
	}
	if len(ids) != 90 {
		t.Errorf("%d documents", len(ids))
	}
}

// TestVersions: what was taken out and put in is marked as such, in both scripts.
func TestVersions(t *testing.T) {
	summary := func(id string, version int64) search.Summary {
		return search.Summary{DocID: id, Title: "The court", Lang: "en", Version: version, Counted: true}
	}
	both := []search.Summary{summary("a", 1), summary("b", 2)}
	s := serve(t, &supplied{docs: []search.Document{{Summary: both[0], Text: "37 states <signed>.\n\n国际调解院成立。", Versions: both}, {Summary: both[1], Text: "38 states <signed>.\n\n国际调解中心成立。", Versions: both, Correction: "An earlier version had 37."},
		{Summary: search.Summary{DocID: "c", Lang: "fr", Counted: true}, Text: "Autre chose."}}}, explore.Options{})
	has(t, "versions", page(t, s, "/compare-versions/a/b"), "<del>37</del><ins>38</ins> states &lt;signed&gt;.", "国际调解<del>院</del><ins>中心</ins>成立", "From version 1", "An earlier version had 37.", "2 stretches were taken out", `href="/compare-versions/b/a"`)
	has(t, "the same", page(t, s, "/compare-versions/a/a"), "Headline and text are the same.")
	has(t, "others", page(t, s, "/compare-versions/a/c"), "These are not versions of one article", "Two languages")
	has(t, "article", page(t, s, "/article/b"), `href="/compare-versions/a/b"`, "<b>Version 2</b>, this one")
}

// TestNewerRunIsTold: an explorer stays at its generation and says that there is
// another.
func TestNewerRunIsTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	made := invented.New(2)
	if err := made.Write(t.Context(), dir, 9, invented.Run(1)); err != nil {
		t.Fatal(err)
	}
	ds, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	e, err := explore.New(t.Context(), ds, &supplied{}, explore.Options{Compare: compare.Default(), Report: report.Default()})
	if err != nil {
		t.Fatal(err)
	}
	s := server(t, e)
	if strings.Contains(page(t, s, "/"), "Newer run") {
		t.Error("a newer run is told where there is none")
	}
	if err := made.Write(t.Context(), dir, 18, invented.Run(2)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/search", "/groups"} {
		has(t, path, page(t, s, path), "Newer run", invented.Run(2).RunID)
	}
	has(t, "/", page(t, s, "/"), "9 documents of")
}

// TestEmptyDataset: a run that collected nothing has pages that say so.
func TestEmptyDataset(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := invented.New(1).Write(t.Context(), dir, 0, invented.Run(1)); err != nil {
		t.Fatal(err)
	}
	ds, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	index, err := search.Open(t.Context(), ds, filepath.Join(t.TempDir(), "search.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	e, err := explore.New(t.Context(), ds, index, explore.Options{Compare: compare.Default(), Report: report.Default()})
	if err != nil {
		t.Fatal(err)
	}
	s := server(t, e)
	for path, want := range map[string]string{"/": "The dataset has no documents", "/search?q=a": "The dataset has no documents", "/groups": "Choose what belongs", "/groups?a=lang%3Den&b=lang%3Dzh": "No comparison", "/export.csv": `"documents":0`} {
		body := page(t, s, path)
		has(t, path, body, want)
		if strings.Contains(body, "NaN") {
			t.Errorf("%s shows NaN", path)
		}
	}
}
