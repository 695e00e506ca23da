package report

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/compare/kwic"
	"framewatch/store"
)

// stories is what the page says about syndication.
type stories struct {
	documents int // in stories with more than one
	largest   [][]compare.Doc
	origin    map[string]string // outlet that had it first and how that is known, or why it is not, by story
	credit    map[string]string // agency credited, by story
}

type originFacts struct {
	DocID      string `col:"doc_id"`
	GroupID    string `col:"group_id"`
	IsOrigin   bool   `col:"is_origin"`
	From       string `col:"origin_from,null"`
	Unknown    string `col:"origin_unknown,null"`
	WireCredit string `col:"wire_credit"`
}

func (originFacts) Table() string { return store.SyndicationRow{}.Table() }

const (
	storiesShown = 10
	membersShown = 6
	wholeTitle   = 1 << 20 // bytes; a place that ends beyond the title is cut to it
)

// findStories groups the documents by story, the largest first.
func (b *builder) findStories(ctx context.Context, ds *store.Dataset) (stories, error) {
	members := map[string][]compare.Doc{}
	selection := b.settings.Selection()
	for d := range b.corpus.All() {
		if b.corpus.Selects(selection, d.ID) {
			members[d.Story] = append(members[d.Story], d)
		}
	}
	out := stories{origin: map[string]string{}, credit: map[string]string{}}
	for _, docs := range members {
		if len(docs) < 2 {
			continue
		}
		out.documents += len(docs)
		slices.SortFunc(docs, func(x, y compare.Doc) int {
			return cmp.Or(cmp.Compare(dateOrder(x.Date), dateOrder(y.Date)), cmp.Compare(x.ID, y.ID))
		})
		out.largest = append(out.largest, docs)
	}
	slices.SortFunc(out.largest, func(x, y []compare.Doc) int {
		return cmp.Or(cmp.Compare(len(y), len(x)), cmp.Compare(x[0].Story, y[0].Story))
	})
	out.largest = out.largest[:min(len(out.largest), storiesShown)]
	shown := map[string]bool{}
	for _, docs := range out.largest {
		shown[docs[0].Story] = true
	}
	for r, err := range store.Scan[originFacts](ctx, ds) {
		if err != nil {
			return out, fmt.Errorf("read syndication: %w", err)
		}
		if !shown[r.GroupID] {
			continue
		}
		if d, ok := b.corpus.Doc(r.DocID); ok && r.IsOrigin {
			out.origin[r.GroupID] = originKnown(d.Outlet, r.From, r.WireCredit)
		} else if r.Unknown != "" {
			out.origin[r.GroupID] = originGap(r.Unknown)
		}
		out.credit[r.GroupID] = cmp.Or(out.credit[r.GroupID], r.WireCredit)
	}
	return out, nil
}

// originKnown says how it is known that an outlet had a story first, and why that
// is not the one that is credited, where it is not.
func originKnown(outlet, from, credit string) string {
	how := map[string]string{"credit": "credited", "original_url": "a copy points to it", "date": "earliest", "alone": "no other"}[from]
	if credit != "" && credit != outlet {
		how = strings.TrimPrefix(how+"; "+credit+" is credited, but this is the first that was read", "; ")
	}
	if how == "" {
		return outlet
	}
	return outlet + " (" + how + ")"
}

// originGap says why the origin of a story is not known.
func originGap(why string) string {
	said := map[string]string{"outside": "copies credit an outlet that is not among them", "undated": "a copy has no date",
		"same_date": "dates too coarse to tell", "contradiction": "credits and dates contradict each other"}[why]
	return "not known: " + cmp.Or(said, why)
}

// places are the headlines of the documents to show.
func (s stories) places() []kwic.Place {
	var out []kwic.Place
	for _, docs := range s.largest {
		for _, d := range docs[:min(len(docs), membersShown)] {
			out = append(out, kwic.Place{DocID: d.ID, InTitle: true, End: wholeTitle})
		}
	}
	return out
}

// storiesTable has the stories with the most copies, each with its documents as
// lines.
func (b *builder) storiesTable(s stories) (table, linePart) {
	t := table{Title: "Stories with the most copies", Head: []string{"First headline", "Documents", "Outlets", "First seen", "Origin", "Credit", "Where"}}
	part := linePart{ID: b.index.slug("kwic-stories"), Title: Label{EN: t.Title}, Total: s.documents}
	for _, docs := range s.largest {
		lines := b.linesOf(stories{largest: [][]compare.Doc{docs}}.places())
		if len(lines) == 0 {
			continue
		}
		g := lineGroup{ID: b.index.slug("kwic-story"), Note: fmt.Sprintf("%s, %d shown", plural(len(docs), "document", "documents"), len(lines))}
		g.Title = cmp.Or(lines[0].Key, "(no headline)")
		g.Lang, g.Lines = lines[0].Lang, b.views(lines, nil)
		part.Groups = append(part.Groups, g)
		t.Rows = append(t.Rows, b.storyRow(s, g, docs))
	}
	return t, part
}

func (b *builder) storyRow(s stories, g lineGroup, docs []compare.Doc) []tableCell {
	outlets, countries := map[string]bool{}, map[string]bool{}
	for _, d := range docs {
		outlets[d.Source], countries[b.labels.country(d.Country)] = true, true
	}
	headline := text(g.Title)
	headline.Lang = g.Lang
	where := slices.Sorted(maps.Keys(countries))
	shown := fmt.Sprint(where[0])
	for _, w := range where[1:min(len(where), 4)] {
		shown += ", " + w
	}
	if len(where) > 4 {
		shown += " …"
	}
	story := docs[0].Story
	return []tableCell{headline, linked(count(len(docs)), b.index.href(g.ID)), number(count(len(outlets))), text(dayName(docs[0].Date)),
		text(cmp.Or(s.origin[story], "not known")), text(cmp.Or(s.credit[story], "–")), text(shown)}
}
