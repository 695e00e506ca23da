package export_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/internal/erased"
	"framewatch/internal/export"
	"framewatch/store"
)

var day = time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC)

// outlet is a source with one article and what its server said.
type outlet struct {
	id       string
	captures []store.CaptureRow
}

func page(robots, tdm, code string, hours int) store.CaptureRow {
	return store.CaptureRow{Kind: "page", RobotsState: robots, TDMReservation: tdm, ErrorCode: code, FetchedAt: day.Add(time.Duration(hours) * time.Hour)}
}

func list(robots, tdm string) store.CaptureRow {
	return store.CaptureRow{Kind: "start", URL: "https://list.test/", RobotsState: robots, TDMReservation: tdm, FetchedAt: day}
}

// datasetOf writes outlets, each with an article in English or Chinese that names a
// body and a private person.
func datasetOf(t *testing.T, outlets []outlet) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "d")
	ds, err := store.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	batch, err := ds.Begin(store.RunRow{RunID: day.Format("20060102T150405Z-0001"), Command: "import", Version: "1", Started: day})
	if err != nil {
		t.Fatal(err)
	}
	add := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, o := range outlets {
		text, lang, body := "The mediation body met in the port on Monday, and Ola Bergström of the harbour said that the quarrel over the tin was settled. Nobody else would say what had changed since the winter, or who pays.", "en", "mediation body"
		if i%2 == 1 {
			text, lang, body = "国际调解机构星期一在港口开会，港口的欧拉·贝里斯说锡的争端已经解决。自冬天以来有什么变化，谁来付钱，没有别人愿意说明，各方都在等待下一次会议的结果。", "zh-Hans", "调解机构"
		}
		url, id := "https://"+o.id+".test/a", fmt.Sprintf("%032d", i+1)
		start := strings.Index(text, body)
		chars := len([]rune(text[:start]))
		add(store.Append(batch, store.SourceRow{SourceID: o.id, Name: o.id, Domain: o.id + ".test", Country: "ZZ", OwnerType: "private_news"}))
		add(store.Append(batch, store.DocumentRow{DocID: id, ArticleID: id, SourceID: o.id, URL: url, Title: "Quarrel settled", Authors: []string{"Mei Lau"}, PublishedAt: day, Lang: lang, Text: text, Version: 1, Counted: true, TextSHA256: corpus.SHA256([]byte(text)), Month: "2026-03"}))
		add(store.Append(batch, store.FrameHitRow{HitID: "hit" + id, DocID: id, SentenceID: "s" + id, Codebook: "c", Frame: "f", Term: body, Surface: body, Start: int64(chars), End: int64(chars + len([]rune(body))), StartByte: int64(start), EndByte: int64(start + len(body)), Month: "2026-03"}))
		for k, c := range o.captures {
			c.CaptureID, c.SourceID, c.Attempt, c.Outcome = fmt.Sprint(o.id, k), o.id, 1, "ok"
			if c.URL == "" {
				c.URL = url
			}
			add(store.Append(batch, c))
		}
	}
	_, err = batch.Commit(t.Context(), day.Add(time.Hour))
	add(err)
	return dir
}

func open(t *testing.T, dir string) *store.Dataset {
	t.Helper()
	ds, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return ds
}

// TestReservedSourcesLeaveAsCodes: what servers said decides; the last word counts
// for a page, and what nobody said is not known.
func TestReservedSourcesLeaveAsCodes(t *testing.T) {
	outlets := []outlet{
		{"open", []store.CaptureRow{list("allowed", "0"), page("allowed", "", "", 1)}},
		{"silent", nil}, // imported: nobody asked
		{"tdm", []store.CaptureRow{list("allowed", "1"), page("allowed", "", "", 1)}},
		{"tdm-page", []store.CaptureRow{page("allowed", "1", "", 1)}},
		{"robots-lists", []store.CaptureRow{list("disallowed", ""), page("allowed", "", "", 1)}},
		{"robots-page", []store.CaptureRow{list("allowed", ""), page("allowed", "", "", 1), page("disallowed", "", "robots", 2)}},
		{"robots-lifted", []store.CaptureRow{page("disallowed", "", "robots", 1), page("allowed", "", "", 2)}},
		{"other-page", []store.CaptureRow{page("allowed", "", "", 1), {Kind: "page", URL: "https://other-page.test/admin", RobotsState: "disallowed", FetchedAt: day}}},
		{"noindex", []store.CaptureRow{page("allowed", "", "noindex", 1)}},
	}
	dir := datasetOf(t, outlets)
	fall := []string{"noindex", "robots-lists", "robots-page", "tdm", "tdm-page"}
	for _, level := range []export.Level{export.L0, export.L1} {
		for _, permit := range []map[string]string{nil, {"tdm": "licence of 3 March"}} {
			p := prepare(t, open(t, dir), export.Options{Level: level, Private: level == export.L0, MaxExposure: 1, Context: 2, Permit: permit})
			got := read(t, p)
			var fallen []string
			for i, o := range outlets {
				id := fmt.Sprintf("%032d", i+1)
				for _, d := range got["documents"] {
					words := text(d, "title") + text(d, "text")
					if text(d, "doc_id") == id && words == "" {
						fallen = append(fallen, o.id)
					}
				}
				for _, h := range got["frame_hits"] {
					if text(h, "doc_id") == id && (text(h, "surface") == "") != slices.Contains(fallen, o.id) {
						t.Errorf("%s %s: a hit leaves with the words %q", level, o.id, text(h, "surface"))
					}
				}
			}
			slices.Sort(fallen)
			want := slices.DeleteFunc(slices.Clone(fall), func(id string) bool { return permit[id] != "" })
			if diff := cmp.Diff(want, fallen); diff != "" {
				t.Errorf("%s, permitted %v: sources that leave as codes (-want +got):\n%s", level, permit, diff)
			}
			told := int64(0)
			for _, w := range p.Withheld {
				if w.Kind == "source" {
					told += w.Count
				}
			}
			if told != int64(len(want)) {
				t.Errorf("%s: %d documents are told to be withheld, %d are: %v", level, told, len(want), p.Withheld)
			}
			for _, r := range p.Reservations {
				if r.SourceID == "silent" && (r.TDM != "not known" || r.Robots != "not known") {
					t.Errorf("of a source that nobody asked it is said %+v", r)
				}
				if r.SourceID == "tdm" && r.Permission != permit["tdm"] {
					t.Errorf("the package says of the permission %q", r.Permission)
				}
			}
		}
	}
	_, err := export.Prepare(t.Context(), open(t, dir), export.Options{Level: export.L2, MaxExposure: 1, Permit: map[string]string{"tmd": "a slip"}})
	if !errors.Is(err, export.ErrNoSource) {
		t.Errorf("a permission for no source: %v", err)
	}
}

// TestGoneDocumentsNeverLeave: not at any level, and no row about them.
func TestGoneDocumentsNeverLeave(t *testing.T) {
	asked := []store.CaptureRow{page("allowed", "", "", 1)}
	dir := datasetOf(t, []outlet{{"a", asked}, {"b", asked}, {"c", asked}, {"d", asked}})
	ds := open(t, dir)
	gone, err := erased.Load(ds.StateDir())
	if err != nil {
		t.Fatal(err)
	}
	gone.Add(day, "https://a.test/a")
	gone.Mask(corpus.DocID(fmt.Sprintf("%032d", 2)))
	if err := gone.Save(ds.StateDir()); err != nil {
		t.Fatal(err)
	}
	want := []string{fmt.Sprintf("%032d", 3), fmt.Sprintf("%032d", 4)}
	for level := export.L0; level <= export.L3; level++ {
		p := prepare(t, ds, export.Options{Level: level, Private: true, MaxExposure: 1})
		if diff := cmp.Diff(want, p.Documents); diff != "" {
			t.Errorf("%s: documents (-want +got):\n%s", level, diff)
		}
		for name, table := range read(t, p) {
			for _, row := range table {
				if id := text(row, "doc_id"); id != "" && !slices.Contains(want, id) {
					t.Errorf("%s: %s has a row of %s", level, name, id)
				}
				if url := text(row, "url"); url == "https://a.test/a" || url == "https://b.test/a" {
					t.Errorf("%s: %s has the address %s", level, name, row["url"])
				}
			}
		}
	}
}

// TestExportsAreRemembered: what left is told of after an erasure, each ID is kept
// once however often it leaves, and the same export again is the same entry.
func TestExportsAreRemembered(t *testing.T) {
	dir := datasetOf(t, []outlet{{"a", nil}, {"b", nil}, {"c", nil}})
	ds := open(t, dir)
	keep := func(level export.Level, at time.Time) {
		t.Helper()
		if err := export.Keep(ds.StateDir(), prepare(t, ds, export.Options{Level: level, MaxExposure: 1}), at); err != nil {
			t.Fatal(err)
		}
	}
	keep(export.L2, day)
	keep(export.L1, day.AddDate(0, 0, 1))
	keep(export.L2, day.AddDate(0, 0, 2))
	gone, err := erased.Load(ds.StateDir())
	if err != nil {
		t.Fatal(err)
	}
	first := fmt.Sprintf("%032d", 1)
	gone.Add(day, "https://a.test/a", corpus.DocID(first))
	if err := gone.Save(ds.StateDir()); err != nil {
		t.Fatal(err)
	}
	keep(export.L2, day.AddDate(0, 0, 3))
	r, err := export.LoadRecord(ds.StateDir())
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		level, first, last string
		times, documents   int
		erased             []string
	}
	var got []line
	for _, h := range r.Since(gone) {
		got = append(got, line{h.Level, h.First, h.Last, h.Times, h.Held, h.Erased})
	}
	want := []line{{"L2", "2026-03-04", "2026-03-06", 2, 3, []string{first}}, {"L1", "2026-03-05", "2026-03-05", 1, 3, []string{first}}, {"L2", "2026-03-07", "2026-03-07", 1, 2, nil}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Errorf("exports (-want +got):\n%s", diff)
	}
	ids := 0
	for _, e := range r.Entries {
		ids += len(e.Added) + len(e.Removed)
	}
	if ids != 4 { // three that came and one that went
		t.Errorf("the record holds %d IDs", ids)
	}
	if held := r.Holding([]string{first}); len(held) != 2 {
		t.Errorf("%d exports hold the article, two do", len(held))
	}
}

// TestFullTextsAreAskedForInSoManyWords and what is private says so.
func TestFullTextsAreAskedForInSoManyWords(t *testing.T) {
	ds := open(t, datasetOf(t, []outlet{{"a", nil}}))
	if _, err := export.Prepare(context.Background(), ds, export.Options{Level: export.L0, MaxExposure: 1}); !errors.Is(err, export.ErrPrivate) {
		t.Errorf("full texts without a word: %v", err)
	}
	if p := prepare(t, ds, export.Options{Level: export.L0, Private: true}); !p.Private || p.Check() != nil {
		t.Errorf("private %v, refused %v", p.Private, p.Check())
	}
}

// TestTooMuchIsRefused with a sentence that says what to do, and fits when asked to.
func TestTooMuchIsRefused(t *testing.T) {
	ds := open(t, datasetOf(t, []outlet{{"a", nil}, {"b", nil}}))
	opt := export.Options{Level: export.L1, MaxExposure: 0.1, Context: 8}
	var refused *export.Exposed
	if err := prepare(t, ds, opt).Check(); !errors.As(err, &refused) || refused.Over != 2 || !strings.Contains(err.Error(), "--fit") {
		t.Errorf("eight words of context: %v", err)
	}
	opt.Fit = true
	if err := prepare(t, ds, opt).Check(); err != nil {
		t.Errorf("fitted: %v", err)
	}
	// Two exports of the same dataset are the same rows.
	if diff := cmp.Diff(read(t, prepare(t, ds, opt)), read(t, prepare(t, ds, opt))); diff != "" {
		t.Error(diff)
	}
}
