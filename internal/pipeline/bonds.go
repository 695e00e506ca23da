package pipeline

import (
	"cmp"
	"context"
	"slices"

	"framewatch/store"
)

// bond is an editor's word that two documents tell one story, or two.
type bond struct {
	Docs   [2]string // the smaller ID first
	Months [2]string // in which they lie
	Kind   string    // same_story or not_same_story
}

// window is the month whose stage writes the bond down.
func (b bond) window() string { return max(b.Months[0], b.Months[1]) }

// bondsIn are those that touch a window: that have a document in it.
func bondsIn(bonds []bond, window []string) []bond {
	var out []bond
	for _, b := range bonds {
		if slices.Contains(window, b.Months[0]) || slices.Contains(window, b.Months[1]) {
			out = append(out, b)
		}
	}
	return out
}

// bonds finds the documents of the pages that an editor's lines are about, all
// versions of an article among them, in a stable order.
func (r *run) bonds(ctx context.Context, now *store.Dataset) ([]bond, error) {
	type at struct{ id, month string }
	pages := map[string][]at{}
	for _, l := range r.corrections.lines {
		if aboutStories(l.Kind()) {
			pages[l.URL], pages[l.Subject()] = nil, nil
		}
	}
	if len(pages) == 0 {
		return nil, nil
	}
	for _, f := range now.Files(store.DocumentRow{}.Table()) {
		for d, err := range store.Scan[correctable](ctx, now.Only(f)) {
			if err != nil {
				return nil, err
			}
			for _, u := range slices.Compact([]string{today(d.URL), today(d.FinalURL)}) {
				if _, named := pages[u]; named {
					pages[u] = append(pages[u], at{d.DocID, f.Month()})
				}
			}
		}
	}
	var out []bond
	for _, l := range r.corrections.lines {
		if !aboutStories(l.Kind()) {
			continue
		}
		for _, a := range pages[l.URL] {
			for _, b := range pages[l.Subject()] {
				if a.id > b.id {
					a, b = b, a
				}
				if a.id != b.id {
					out = append(out, bond{Docs: [2]string{a.id, b.id}, Months: [2]string{a.month, b.month}, Kind: l.Kind()})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b bond) int {
		return cmp.Or(cmp.Compare(a.Docs[0], b.Docs[0]), cmp.Compare(a.Docs[1], b.Docs[1]), cmp.Compare(a.Kind, b.Kind))
	})
	return slices.Compact(out), nil
}

// bondLinks are the rows of a month's bonds.
func bondLinks(bonds []bond, month string) []store.StoryLinkRow {
	var rows []store.StoryLinkRow
	for _, b := range bonds {
		if b.window() == month {
			rows = append(rows, store.StoryLinkRow{DocID: b.Docs[1], OtherID: b.Docs[0], Kind: b.Kind, Score: 1})
		}
	}
	return rows
}

// storyLink is a row of table story_links that unites, by the places of its
// documents.
type storyLink struct {
	x, y  int
	score float64
}

// bind applies an editor's bonds before anything is united: what must be apart
// is noted, and what belongs together stands together first.
func (g *storyGroups) bind(same, apart [][2]int) {
	g.apart = apart
	for _, p := range same {
		g.unite(g.stories, p[0], p[1])
	}
}

// unite puts two documents into one set unless that would bring together what an
// editor keeps apart.
func (g *storyGroups) unite(u unions, x, y int) bool {
	if g.forbidden(u, x, y) {
		return false
	}
	u.unite(x, y)
	return true
}

func (g *storyGroups) forbidden(u unions, x, y int) bool {
	x, y = u.first(x), u.first(y)
	for _, p := range g.apart {
		if a, b := u.first(p[0]), u.first(p[1]); a == x && b == y || a == y && b == x {
			return true
		}
	}
	return false
}

// joinCopies unites copies; where some must stay apart the most alike are united
// first, whatever the order of the table.
func (g *storyGroups) joinCopies(links []storyLink) {
	if len(g.apart) > 0 {
		slices.SortFunc(links, func(a, b storyLink) int {
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y))
		})
	}
	for _, l := range links {
		if g.unite(g.stories, l.x, l.y) {
			g.similarity[l.x] = max(l.score, g.similarity[l.x])
			g.unite(g.copies, l.x, l.y)
		}
	}
}
