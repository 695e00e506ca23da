package link_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/nlp/link"
)

// lakes are two lists, the second of which extends entities of the first.
func lakes() []link.Gazetteer {
	name := func(text, lang string) link.Name {
		return link.Name{Text: text, Lang: lang, Variant: corpus.VariantAlias}
	}
	return []link.Gazetteer{
		{Header: link.Header{ID: "base", Version: "1"}, Entities: []link.Entity{
			{ID: "org.lake", Label: "ORG", Country: "GB", Names: []link.Name{name("Lake Board", "en")}},
			{ID: "office.chair", Label: "MISC", Names: []link.Name{name("lake chair", "en")}},
			{ID: "person.ada", Label: "PER", Names: []link.Name{name("Ada Moreno", "en")}},
		}},
		{Header: link.Header{ID: "own", Version: "2"}, Entities: []link.Entity{
			{ID: "org.lake", Extends: true, Names: []link.Name{name("Board of Lakes", "en"), name("湖泊委员会", "zh-Hans"), name("Lake Board", "en")}},
			{ID: "person.ada", Extends: true, Holds: []link.Hold{{Office: "office.chair", From: "2026-01-01"}}},
		}},
	}
}

// TestEntriesExtendOthers: the names and offices of two lists are one entity's, each
// name found by the list that gave it, and the lists that were given stay as they are.
func TestEntriesExtendOthers(t *testing.T) {
	given := lakes()
	l, err := link.New(given)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lakes(), given); diff != "" {
		t.Errorf("the lists were changed: %s", diff)
	}
	e, _ := l.Entity("org.lake")
	var got []string
	for _, n := range e.Names {
		got = append(got, n.Text+" "+n.By)
	}
	if diff := cmp.Diff([]string{"Lake Board ", "Board of Lakes own@2", "湖泊委员会 own@2"}, got); diff != "" || e.Country != "GB" {
		t.Errorf("names %s, country %q", diff, e.Country)
	}
	if office := l.Office("person.ada", "2026-05-01"); office != "office.chair" {
		t.Errorf("office %q", office)
	}
	once, wrong := link.Merge(given, nil)
	twice, _ := link.Merge(once, nil)
	if diff := cmp.Diff(once, twice); diff != "" || wrong[0] != nil || wrong[1] != nil {
		t.Errorf("merged twice: %s; %v", diff, wrong)
	}
}

// TestEntriesThatCannotExtend are mistakes, and so is an entity that two lists have.
func TestEntriesThatCannotExtend(t *testing.T) {
	for name, c := range map[string]struct {
		change func([]link.Gazetteer)
		want   string
	}{
		"twice":          {func(g []link.Gazetteer) { g[1].Entities[0] = g[0].Entities[0] }, "is in entities[0] of gazetteer base already"},
		"nothing before": {func(g []link.Gazetteer) { g[0], g[1] = g[1], g[0] }, `"org.lake" extends an entity that no list before has`},
		"near":           {func(g []link.Gazetteer) { g[1].Entities[0].ID = "org.lakes" }, `(did you mean "org.lake"?)`},
		"a label":        {func(g []link.Gazetteer) { g[1].Entities[0].Label = "ORG" }, "stands in an entry that extends another"},
		"adds nothing":   {func(g []link.Gazetteer) { g[1].Entities[0].Names = nil }, "adds nothing"},
	} {
		g := lakes()
		c.change(g)
		if _, err := link.New(g); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// TestSharedNames tells of names that stand alone for two entities, not of those
// that count only beside another one.
func TestSharedNames(t *testing.T) {
	g := lakes()
	if got := link.SharedNames(g); got != nil {
		t.Errorf("shared: %v", got)
	}
	g[1].Entities = append(g[1].Entities, link.Entity{ID: "org.other", Label: "ORG", Names: []link.Name{
		{Text: "LAKE board", Lang: "en", Variant: corpus.VariantAlias}, {Text: "湖泊委员会", Lang: "zh-Hans", Variant: corpus.VariantAlias},
		{Text: "Lake Board", Lang: "en", Variant: corpus.VariantAlias, Context: true}, {Text: "Lake Board", Lang: "de", Variant: corpus.VariantAlias}}})
	want := []link.SharedName{{Text: "LAKE board", First: link.Place{}, Second: link.Place{List: 1, Entry: 2}}, {Text: "湖泊委员会", First: link.Place{List: 1}, Second: link.Place{List: 1, Entry: 2}, Name: 1}}
	if diff := cmp.Diff(want, link.SharedNames(g)); diff != "" {
		t.Error(diff)
	}
}
