package digest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"framewatch/compare"
	"framewatch/report"
)

// articles puts the new articles into their stories, and finds the outlets that are
// new among them.
func (m *maker) articles(context.Context) error {
	slices.SortFunc(m.order, byRelevance)
	stories := map[string]*Story{}
	var order []string
	outlets, known := map[string]*Outlet{}, m.knownOutlets()
	first := m.opt.Since.UTC().Format(time.DateOnly)
	for _, d := range m.order {
		m.d.About++
		m.d.Demo = m.d.Demo || d.Demo
		if len(d.Date) == len(first) && d.Date < first {
			m.d.Old++
		}
		if stories[d.Story] == nil {
			stories[d.Story] = &Story{}
			order = append(order, d.Story)
		}
		stories[d.Story].Articles = append(stories[d.Story].Articles, m.article(d))
		if knew, met := known[d.Source]; !met || knew != aboutTarget {
			if outlets[d.Source] == nil {
				outlets[d.Source] = &Outlet{Source: d.Source, Name: d.Outlet, Country: d.Country, Known: met}
			}
			outlets[d.Source].Articles++
		}
	}
	for _, d := range m.docs {
		if d.about && m.of(d) == before && stories[d.Story] != nil {
			stories[d.Story].Earlier++
		}
	}
	for _, id := range order {
		m.d.Stories = append(m.d.Stories, *stories[id])
	}
	slices.SortStableFunc(m.d.Stories, func(a, b Story) int { return cmp.Compare(b.outlets(), a.outlets()) })
	if m.d.first() {
		return nil
	}
	for _, o := range outlets {
		m.d.Outlets = append(m.d.Outlets, *o)
	}
	slices.SortFunc(m.d.Outlets, func(a, b Outlet) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), strings.Compare(a.Name, b.Name), strings.Compare(a.Source, b.Source))
	})
	return nil
}

// What was known of an outlet before the period.
const (
	otherwise = iota
	aboutTarget
)

func (m *maker) knownOutlets() map[string]int {
	out := map[string]int{}
	for _, d := range m.docs {
		if m.of(d) != before {
			continue
		}
		if d.about {
			out[d.Source] = aboutTarget
		} else if _, met := out[d.Source]; !met {
			out[d.Source] = otherwise
		}
	}
	return out
}

// byRelevance puts what is about the target first, then the newest.
func byRelevance(a, b *document) int {
	return cmp.Or(cmp.Compare(rank(a.relevance), rank(b.relevance)), strings.Compare(b.Date, a.Date), strings.Compare(a.Outlet, b.Outlet),
		strings.Compare(a.title, b.title), strings.Compare(a.ID, b.ID))
}

// rank is the place of a relevance, what is not known behind.
func rank(relevance string) int {
	return slices.Index([]string{"main", "passing", "none", compare.GroupUnknown}, relevance)
}

// outlets is the number of outlets that carried the story in the period.
func (s *Story) outlets() int {
	seen := map[string]bool{}
	for _, a := range s.Articles {
		seen[a.Source] = true
	}
	return len(seen)
}

// shared reports whether the story is a wire copy or a translation: that somebody
// else has it too, now or before.
func (s *Story) shared() bool { return len(s.Articles) > 1 || s.Earlier > 0 }

// byOutlet gives the articles that stand alone to their outlets, by name.
func (d *Digest) byOutlet() [][]Article {
	at := map[string]int{}
	var out [][]Article
	for _, s := range d.Stories {
		if s.shared() {
			continue
		}
		a := s.Articles[0]
		i, met := at[a.Source]
		if !met {
			i = len(out)
			at[a.Source] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], a)
	}
	slices.SortStableFunc(out, func(a, b []Article) int {
		return cmp.Or(strings.Compare(a[0].Outlet, b[0].Outlet), strings.Compare(a[0].Source, b[0].Source))
	})
	return out
}

// href is where a reader of the article may be sent, if anywhere.
func (a Article) href() string { return report.WebAddress(a.URL) }
