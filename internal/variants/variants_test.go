package variants_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"framewatch/internal/variants"
	"framewatch/store"
)

// said is a place of an invented text.
type said struct {
	doc, sentence, lang, surface, entity, label, variant string
	start                                                int64
}

// day is the day of publication of a document; d3 has none.
var days = map[string]time.Time{
	"d1": time.Date(2026, 1, 5, 22, 30, 0, 0, time.UTC),
	"d2": time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC),
	"d3": {},
	"d4": time.Date(2025, 12, 31, 1, 0, 0, 0, time.UTC), // an earlier text of d1's article
}

// dataset has a body with a court's wrong name, a person and her office.
func dataset(t *testing.T, places []said) *store.Dataset {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	ds, err := store.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	run := store.RunRow{RunID: "20260301T000000Z-0001", Command: "test", Started: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
	b, err := ds.Begin(run)
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(store.Append(b,
		store.EntityRow{EntityID: "org.bay", Name: "Bay Council", Label: "ORG", Kind: "body", Country: "ZZ", Gazetteer: "invented", GazetteerVersion: "1", RunID: run.RunID, Names: []store.EntityName{
			{Name: "Bay Council", Lang: "en", Variant: "official"}, {Name: "Council of the Bay", Lang: "en", Variant: "official"}, {Name: "BC", Lang: "mul", Variant: "abbreviation"},
			{Name: "海湾理事会", Lang: "zh", Variant: "official"}, {Name: "海灣理事會", Lang: "zh-Hant", Variant: "official"}, {Name: "the council", Lang: "en", Variant: "pronoun"}}},
		store.EntityRow{EntityID: "person.lin", Name: "Lin Yu", Label: "PER", Kind: "person", Gazetteer: "invented", GazetteerVersion: "1", RunID: run.RunID,
			Names: []store.EntityName{{Name: "Lin Yu", Lang: "en", Variant: "official"}, {Name: "林雨", Lang: "zh", Variant: "official"}}, Offices: []store.OfficeHeld{{OfficeID: "office.bay.head", ValidFrom: "2025-10-01"}}},
		store.EntityRow{EntityID: "office.bay.head", Name: "Secretary of the Bay Council", Label: "MISC", Kind: "office", PartOf: "org.bay", Gazetteer: "invented", GazetteerVersion: "1", RunID: run.RunID,
			Names: []store.EntityName{{Name: "Secretary", Lang: "en", Variant: "alias"}, {Name: "秘书长", Lang: "zh", Variant: "alias"}}},
		store.EntityRow{EntityID: "state.zz", Name: "Zedland", Label: "LOC", Kind: "state", Gazetteer: "invented", GazetteerVersion: "1", RunID: run.RunID, Names: []store.EntityName{{Name: "Zedland", Lang: "en", Variant: "official"}}}))
	defer b.Close()
	must(store.Append(b, store.SourceRow{SourceID: "gazette", Name: "Gazette", Domain: "gazette.test", Country: "ZZ", OwnerType: "private_news", Demo: true, RunID: run.RunID}))
	for _, doc := range []string{"d1", "d2", "d3", "d4"} {
		article := map[string]string{"d1": "a1", "d4": "a1"}[doc]
		must(store.Append(b, store.DocumentRow{DocID: doc, CaptureID: "c", SourceID: "gazette", URL: "http://gazette.test/" + doc, Lang: "en", Text: "x", ArticleID: article, PublishedAt: days[doc], Version: 1, Month: "2026-03", RunID: run.RunID}))
	}
	sentences := map[string]bool{}
	for i, p := range places {
		if !sentences[p.sentence] {
			sentences[p.sentence] = true
			must(store.Append(b, store.SentenceRow{SentenceID: p.sentence, DocID: p.doc, Lang: p.lang, Script: "Latn", Month: "2026-03", RunID: run.RunID}))
		}
		must(store.Append(b, store.MentionRow{MentionID: fmt.Sprint("m", i), DocID: p.doc, SentenceID: p.sentence, Surface: p.surface, Start: p.start, End: p.start + int64(len([]rune(p.surface))),
			Label: p.label, EntityID: p.entity, Variant: p.variant, Month: "2026-03", RunID: run.RunID}))
	}
	_, err = b.Commit(t.Context(), run.Started)
	must(err)
	if ds, err = store.Open(dir); err != nil {
		t.Fatal(err)
	}
	return ds
}

func texts() []said {
	return []said{
		{"d1", "s1", "en", "Secretary", "office.bay.head", "MISC", "alias", 0},
		{"d1", "s1", "en", "Lin Yu", "person.lin", "PER", "official", 10},
		{"d1", "s1", "en", "Bay Council", "org.bay", "ORG", "official", 30},
		{"d1", "s1b", "en", "the council", "org.bay", "ORG", "pronoun", 60},
		{"d4", "s4", "en", "Bay Council", "org.bay", "ORG", "official", 5},
		{"d2", "s2", "zh-Hans", "海湾理事会", "org.bay", "ORG", "official", 0},
		{"d2", "s2", "zh-Hans", "秘书长", "office.bay.head", "MISC", "alias", 5},
		{"d2", "s2", "zh-Hans", "林雨", "person.lin", "PER", "official", 8},
		{"d2", "s2b", "zh-Hans", "海湾律师会", "org.bay", "ORG", "mistranslation", 20},
		{"d3", "s3", "en", "BC", "org.bay", "ORG", "abbreviation", 0},
		{"d3", "s3", "en", "Zedland", "state.zz", "LOC", "official", 9},
		{"d3", "s3b", "en", "Secretary", "office.bay.head", "MISC", "alias", 40},
		{"d3", "s3b", "en", "Lin Yu", "person.lin", "PER", "official", 90}, // far away: no title
	}
}

func TestFormsAreWhatTextsWrite(t *testing.T) {
	r, err := variants.Gather(t.Context(), dataset(t, texts()), variants.Spec{Kinds: []string{"body", "person"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range r.Entities {
		for _, f := range e.Forms {
			got = append(got, fmt.Sprintf("%s %s %s %s %q listed=%v %d/%d undated=%d %s..%s", e.ID, f.Text, f.Lang, f.Variant, f.Title, f.Listed, f.Articles, f.Mentions, f.Undated, date(f.First), date(f.Last)))
		}
	}
	want := []string{
		`org.bay Bay Council en official "" listed=true 1/2 undated=0 2025-12-31..2025-12-31`, // two texts of one article, the earlier one dates it
		`org.bay Council of the Bay en official "" listed=true 0/0 undated=0 ..`,
		`org.bay BC en abbreviation "" listed=true 1/1 undated=1 ..`,
		`org.bay 海湾理事会 zh-Hans official "" listed=true 1/1 undated=0 2026-02-01..2026-02-01`,
		`org.bay 海湾律师会 zh-Hans mistranslation "" listed=false 1/1 undated=0 2026-02-01..2026-02-01`,
		`org.bay 海灣理事會 zh-Hant official "" listed=true 0/0 undated=0 ..`,
		`person.lin Lin Yu en official "" listed=true 2/2 undated=1 2026-01-05..2026-01-05`,
		`person.lin 林雨 zh-Hans official "" listed=true 1/1 undated=0 2026-02-01..2026-02-01`,
		`person.lin Secretary en alias "office.bay.head" listed=false 1/1 undated=0 2026-01-05..2026-01-05`,
		`person.lin 秘书长 zh-Hans alias "office.bay.head" listed=false 1/1 undated=0 2026-02-01..2026-02-01`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("forms:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// TestLabelsKeepTheRulesOfSKOS holds every entity against conditions S13 and S14 of
// the SKOS reference, and every label against that of SKOS-XL, one literal form.
func TestLabelsKeepTheRulesOfSKOS(t *testing.T) {
	r, err := variants.Gather(t.Context(), dataset(t, texts()), variants.Spec{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.WriteJSONLD(&b); err != nil {
		t.Fatal(err)
	}
	type node struct {
		ID      string `json:"@id"`
		Type    string `json:"@type"`
		Literal struct {
			Value string `json:"@value"`
			Lang  string `json:"@language"`
		} `json:"literalForm"`
		Pref   []string `json:"prefLabel"`
		Alt    []string `json:"altLabel"`
		Hidden []string `json:"hiddenLabel"`
		Title  []string `json:"title"`
	}
	var doc struct {
		Graph []node `json:"@graph"`
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	labels := map[string]node{}
	for _, n := range doc.Graph {
		if n.Type == "skosxl:Label" {
			if n.Literal.Value == "" || n.Literal.Lang == "" {
				t.Errorf("label %s has the literal form %+v", n.ID, n.Literal)
			}
			if _, twice := labels[n.ID]; twice {
				t.Errorf("label %s stands twice", n.ID)
			}
			labels[n.ID] = n
		}
	}
	used := 0
	for _, n := range doc.Graph {
		preferred, texts := map[string]bool{}, map[string]bool{}
		for _, id := range slices.Concat(n.Pref, n.Alt, n.Hidden) {
			l := labels[id].Literal
			if texts[l.Lang+l.Value] {
				t.Errorf("%s has two labels %q in %s", n.ID, l.Value, l.Lang)
			}
			texts[l.Lang+l.Value] = true
		}
		for _, id := range n.Pref {
			if l := labels[id].Literal; preferred[l.Lang] {
				t.Errorf("%s has two preferred labels in %s", n.ID, l.Lang)
			} else {
				preferred[l.Lang] = true
			}
		}
		used += len(n.Pref) + len(n.Alt) + len(n.Hidden) + len(n.Title)
	}
	if used != len(labels) || used == 0 {
		t.Errorf("entities have %d labels, the graph %d", used, len(labels))
	}
	if lines := strings.Count(b.String(), "\n"); lines != len(doc.Graph)+3 {
		t.Errorf("%d lines for %d nodes: not a line each", lines, len(doc.Graph))
	}
}

func TestCSVHasARowAForm(t *testing.T) {
	places := append(texts(), said{"d3", "s3", "en", "=BC()", "org.bay", "ORG", "typo", 20})
	r, err := variants.Gather(t.Context(), dataset(t, places), variants.Spec{Entities: []string{"org.bay"}})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1+len(r.Entities[0].Forms) || len(r.Entities) != 1 {
		t.Errorf("%d rows for %d forms", len(rows), len(r.Entities[0].Forms))
	}
	if !slices.ContainsFunc(rows, func(row []string) bool { return row[1] == "'=BC()" }) {
		t.Errorf("a formula is not guarded: %q", rows)
	}
}
