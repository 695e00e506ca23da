package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/corpus"
)

// fewPages is how many articles without an author or a date are no news yet:
// an outlet may leave either out.
const fewPages = 3

// selectorCount is what one outlet's selectors found in a run.
type selectorCount struct {
	pages  int
	missed map[string]int    // selector -> pages on which it found nothing
	page   map[string]string // and one of them, the same in every run over the same pages
}

// countSelectors notes which selectors of its outlet found nothing on the page
// of an article.
func (r *run) countSelectors(a item) {
	s := r.sources[a.doc.Source]
	html := a.capture.ContentType == "" || strings.Contains(a.capture.ContentType, "html")
	if s == nil || !html || a.capture.Kind == KindRecord { // selectors are for pages
		return
	}
	n := r.selectors[s.ID]
	if n == nil {
		n = &selectorCount{missed: map[string]int{}, page: map[string]string{}}
		r.selectors[s.ID] = n
	}
	n.pages++
	for _, name := range a.doc.Unmatched {
		if n.missed[name]++; n.missed[name] == 1 || a.doc.URL < n.page[name] {
			n.page[name] = a.doc.URL
		}
	}
}

// reportSelectors warns of each outlet whose selectors no longer fit
// its pages: the general rules have read them, but somebody should look.
func (r *run) reportSelectors() error {
	for _, id := range slices.Sorted(maps.Keys(r.selectors)) {
		n := r.selectors[id]
		var broken []string
		url := ""
		for _, s := range selectorsOf(r.sources[id]) {
			if missed := n.missed[s.name]; n.broken(s) {
				broken = append(broken, fmt.Sprintf("%s: %s found nothing on %d of %d pages", s.name, s.css, missed, n.pages))
				if url == "" {
					url = n.page[s.name]
				}
			}
		}
		if len(broken) == 0 {
			continue
		}
		if err := r.warn(Failure{Stage: "extract", Source: id, URL: url, Code: "selector", Message: strings.Join(broken, "; ")}); err != nil {
			return err
		}
	}
	return nil
}

type selector struct {
	name, css string
	needed    bool // every article has what it looks for
}

func selectorsOf(s *corpus.Source) []selector {
	return []selector{{"title", s.Selectors.Title, true}, {"text", s.Selectors.Text, true}, {"author", s.Selectors.Author, false}, {"date", s.Selectors.Date, false}}
}

func (n *selectorCount) broken(s selector) bool {
	missed := n.missed[s.name]
	if s.needed {
		return missed*2 > n.pages
	}
	return missed == n.pages && missed >= fewPages
}
