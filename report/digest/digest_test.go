package digest_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/report"
	"framewatch/report/digest"
	"framewatch/store"
)

var update = flag.Bool("update", false, "rewrite testdata")

var (
	monday  = time.Date(2026, 3, 9, 6, 0, 0, 0, time.UTC)
	lastRun = monday.AddDate(0, 0, -2)
)

// written is a dataset of two runs: documents of the first, and of the second, two
// days before monday.
func written(t *testing.T, first, second []comparetest.Doc, more func(b *store.Batch) error) *store.Dataset {
	t.Helper()
	set := comparetest.Set{Frames: []string{"bridge", "power_play"}, Docs: append(append([]comparetest.Doc{}, first...), second...)}
	for _, id := range many[2:] {
		set.Sources = append(set.Sources, store.SourceRow{SourceID: id, Name: strings.ToUpper(id), Domain: id + ".example", Country: "KE"})
	}
	for id, name := range map[string]string{"lake-post": "Lake Post", "dongan": "东岸观察", "newer": "Newer *Times*", "almanara": "المنارة"} {
		set.Sources = append(set.Sources, store.SourceRow{SourceID: id, Name: name, Domain: id + ".example", Country: "KE"})
	}
	dir := t.TempDir()
	if err := set.StoreIn(dir); err != nil {
		t.Fatal(err)
	}
	ds, err := store.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := ds.Begin(store.RunRow{RunID: "20260307T050000Z-beef", Command: "run", Started: lastRun.Add(-time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	isNew := map[string]bool{}
	for _, d := range second {
		isNew[d.ID()] = true
	}
	_, err = store.Rewrite(t.Context(), b, func(r *store.DocumentRow) (stays, changed bool) {
		if isNew[r.DocID] {
			r.RunID = "20260307T050000Z-beef"
		}
		return true, isNew[r.DocID]
	})
	if err == nil && more != nil {
		err = more(b)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), lastRun); err != nil {
		t.Fatal(err)
	}
	if ds, err = store.Open(dir); err != nil {
		t.Fatal(err)
	}
	return ds
}

func article(source, path, title, lang string, marks ...comparetest.Mark) comparetest.Doc {
	text := "The Body met. "
	for _, m := range marks {
		text += m.Text + ". "
	}
	return comparetest.Doc{Source: source, URL: "https://" + source + ".example/" + path, Title: title, Lang: lang, Published: "2026-03-05", Relevance: "main", Text: text + path,
		Marks: append([]comparetest.Mark{{Text: "The Body", Entity: comparetest.Target}}, marks...)}
}

func made(t *testing.T, ds *store.Dataset, back time.Duration) *digest.Digest {
	t.Helper()
	about := compare.Default()
	about.Target, about.Targets, about.Bootstrap = comparetest.Target, []string{comparetest.Target}, 100
	cfg := report.Default()
	cfg.Target, cfg.Entities = report.Label{EN: "The Body", ZH: "该机构"}, map[string]report.Label{"per.wu": {EN: "Wu Lan", ZH: "吴岚"}}
	d, err := digest.Make(t.Context(), ds, digest.Options{Since: monday.Add(-back), Until: monday, Compare: about, Report: cfg})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func markdown(t *testing.T, d *digest.Digest) string {
	t.Helper()
	var b bytes.Buffer
	if err := digest.Markdown(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// many are outlets enough for a share to be told from chance.
var many = []string{"lake-post", "dongan", "a1", "b2", "c3", "d4"}

// old are n articles of the first run, of which none has a frame.
func old(n int) []comparetest.Doc {
	var out []comparetest.Doc
	for i := range n {
		out = append(out, article(many[i%len(many)], fmt.Sprint("old/", i), "Old", "en"))
	}
	return out
}

// week is what the second run brought: a story of two outlets in two languages, a
// newcomer, a wrong name, and a frame in every article.
func week() []comparetest.Doc {
	bridge := comparetest.Mark{Text: "a bridge", Frame: "bridge"}
	wire := article("lake-post", "wire", "Mediators sign", "en", bridge, comparetest.Mark{Text: "Wu Lan", Entity: "per.wu"})
	copied := article("dongan", "wire", "调解员签署", "zh-Hans", bridge)
	wire.Story, copied.Story = "wire", "wire"
	wrong := article("newer", "wrong", "Meditation at last", "en", bridge, comparetest.Mark{Text: "the Meditation Body", Entity: comparetest.Target, Variant: "mistranslation"})
	out := []comparetest.Doc{wire, copied, wrong}
	for i := range 12 {
		out = append(out, article(many[i%len(many)], fmt.Sprint("new/", i), fmt.Sprintf("New %d", i), "en", bridge))
	}
	return out
}

func events(b *store.Batch) error {
	row := func(source, phase, message string, broken bool) store.SourceEventRow {
		return store.SourceEventRow{SourceID: source, Code: "silent", Phase: phase, RunID: "20260307T050000Z-beef", NoticedAt: lastRun.Add(-time.Hour), Broken: broken, Message: message, Month: "2026-03"}
	}
	return store.Append(b, row("lake-post", store.PhaseBegan, "no article for 12 days, where 3 a day are usual", true), row("dongan", store.PhaseEnded, "is over after 4 days: no article", true))
}

func TestDigest(t *testing.T) {
	ds := written(t, old(30), week(), events)
	got := markdown(t, made(t, ds, 7*24*time.Hour))
	const golden = "testdata/week.md"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

// TestDigestSaysWhatIsNotThere: a period, or a dataset, without something says so in
// words.
func TestDigestSaysWhatIsNotThere(t *testing.T) {
	uncoded := old(6)
	for i := range uncoded {
		uncoded[i].Uncoded = true
	}
	elsewhere := old(1)
	elsewhere[0].Marks, elsewhere[0].Relevance, elsewhere[0].URL = nil, "none", "https://lake-post.example/other"
	for name, c := range map[string]struct {
		first, second []comparetest.Doc
		back          time.Duration
		want          []string
	}{
		"no run":           {old(3), nil, time.Hour, []string{"no run ended in the period. The last run, 20260307T050000Z-beef, ended 2026-03-07 06:00 UTC"}},
		"no article":       {old(3), nil, 7 * 24 * time.Hour, []string{"no run of the period found a new article", "Not known: an older version made this dataset"}},
		"nothing about":    {old(3), elsewhere, 7 * 24 * time.Hour, []string{"1 new article came in, and none of them names The Body"}},
		"few":              {old(3), week()[:2], 7 * 24 * time.Hour, []string{"Too few: 1 story in the period and 3 before"}},
		"all new":          {nil, week()[:2], 7 * 24 * time.Hour, []string{"all is new, and is not listed"}},
		"nothing is coded": {uncoded[:5], uncoded[5:], 7 * 24 * time.Hour, []string{"No document is coded for frames"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := markdown(t, made(t, written(t, c.first, c.second, nil), c.back))
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in\n%s", want, got)
				}
			}
		})
	}
}

// TestNoTitleBecomesMarkup: what outlets write stays text in both formats.
func TestNoTitleBecomesMarkup(t *testing.T) {
	hostile := "</a><script>x()</script> [go](https://evil.example) <b> ![i](javascript:x) www.evil.example `c` | me@evil.example 1. *x* \u202e对\n# head"
	docs := week()
	docs[2].Title = hostile
	docs[3].Title, docs[3].URL = hostile, "javascript:alert(1)"
	docs[4].URL = "https://lake-post.example/a)b<c>?q=[x](y)&lt;"
	docs[0].Source = "almanara"
	d := made(t, written(t, old(6), docs, nil), 7*24*time.Hour)
	text := markdown(t, d)
	if !strings.Contains(text, "المنارة\u200e, [2026-03-05]") {
		t.Error("a name from right to left turns the date behind it")
	}
	for _, bad := range []string{"<script", "<b>", "[go](", " www.evil", "me@evil", "://evil", "\n# head", "\u202e", "/a)b"} {
		if strings.Contains(text, bad) {
			t.Errorf("Markdown has %q", bad)
		}
	}
	if strings.Contains(strings.ReplaceAll(text, `\]`, ""), "](javascript") {
		t.Error("Markdown has a link that runs")
	}
	var page bytes.Buffer
	if err := digest.HTML(&page, d); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	links := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "script" || n.Data == "img" {
			t.Errorf("the page has an element %s", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				links++
				if !strings.HasPrefix(a.Val, "https://") || strings.Contains(a.Val, "evil") {
					t.Errorf("link to %s", a.Val)
				}
			}
		}
	}
	if links < len(docs) {
		t.Errorf("%d links for %d articles", links, len(docs))
	}
}
