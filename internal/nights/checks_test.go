package nights

import (
	"strings"
	"testing"
	"time"

	"framewatch/crawl"
	"framewatch/store"
)

// document is what the test reads of a stored article.
type document struct {
	Source  string `col:"source_id"`
	URL     string `col:"url"`
	Article string `col:"article_id,null"`
	Version int64  `col:"version"`
	Chars   int64  `col:"n_chars"`
}

func (document) Table() string { return store.DocumentRow{}.Table() }

// checkDocuments holds that each article that a list named is there, once, with a
// version for each text that the outlet sent.
func (w *world) checkDocuments(t *testing.T, dir string) {
	t.Helper()
	d, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	of := map[*article][]document{}
	for row, err := range store.Scan[document](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		if a := w.at(row); a != nil {
			of[a] = append(of[a], row)
		} else {
			t.Errorf("document of no article: %s", row.URL)
		}
	}
	for _, o := range w.outlets {
		for _, a := range o.articles {
			o.checkArticle(t, a, of[a])
		}
	}
}

// at is the article that a document is of.
func (w *world) at(d document) *article {
	for _, o := range w.outlets {
		if o.id == d.Source {
			return o.find(d.URL)
		}
	}
	return nil
}

func (o *outlet) checkArticle(t *testing.T, a *article, rows []document) {
	t.Helper()
	if a.listed && len(rows) == 0 {
		t.Errorf("%s %s was missed: published %s, asked for %d times", o.id, a.slug(), a.published.Format(time.DateTime), a.asked)
	}
	articles, versions := map[string]bool{}, map[int64]bool{}
	for _, r := range rows {
		articles[r.Article], versions[r.Version] = true, true
	}
	if len(articles) > 1 {
		t.Errorf("%s %s is %d articles: %+v", o.id, a.slug(), len(articles), rows)
	}
	if len(rows) > 0 && (len(rows) != len(a.sent) || len(versions) != len(rows)) {
		t.Errorf("%s %s: %d documents with %d versions, %d texts were sent: %+v", o.id, a.slug(), len(rows), len(versions), len(a.sent), rows)
	}
}

// late is how much longer than its schedule says a page may be left alone: an outlet
// is down for some nights.
const late = 6 * 24 * time.Hour

// due is when a page has been asked for at the latest after something happened to
// it, by the schedule: as long again as the page has stayed the same times the
// schedule's share, and as old pages are met last, some nights more.
func due(first, happened time.Time) time.Time {
	v := crawl.DefaultRevisit()
	wait := min(v.Longest, time.Duration(v.Share*float64(max(0, happened.Sub(first)))))
	return happened.Add(wait + late)
}

// checkSchedule holds that no page is left alone that lists name no more: what
// happened to it long enough ago has been seen.
func (w *world) checkSchedule(t *testing.T) {
	t.Helper()
	end := w.clock.Now()
	for _, o := range w.outlets {
		for _, a := range o.articles {
			for what, at := range map[string]time.Time{"corrected": a.edited, "deleted": a.gone, "moved": a.moved} {
				if a.firstSeen.IsZero() || at.IsZero() || at.Before(a.firstSeen) || !due(a.firstSeen, at).Before(end) {
					continue
				}
				if !a.lastAsked.After(at) {
					t.Errorf("%s %s was %s on %s and last asked for on %s", o.id, a.slug(), what, at.Format(time.DateTime), a.lastAsked.Format(time.DateTime))
				}
			}
		}
	}
}

// floor is how often the schedule would ask for a page of an age that is first seen
// on a night, up to the last, if it never changed and each night were a run.
func floor(first, end time.Time) (n int) {
	v := crawl.DefaultRevisit()
	checked := first
	for night := first.Add(24 * time.Hour); !night.After(end); night = night.Add(24 * time.Hour) {
		same := checked.Sub(first)
		if same < v.Fresh || !night.Before(checked.Add(min(v.Longest, time.Duration(v.Share*float64(same))))) {
			n++
			checked = night
		}
	}
	return n
}

// printRequests says what pages cost that have not changed, beside the floor.
func (w *world) printRequests(t *testing.T) {
	t.Helper()
	var asked, whole, least, pages int
	for _, o := range w.outlets {
		for _, a := range o.articles {
			if a.edited.IsZero() && a.gone.IsZero() && a.moved.IsZero() && !a.firstSeen.IsZero() && len(a.sent) == 1 {
				pages++
				asked += a.again
				whole += a.whole
				least += floor(a.firstSeen, w.clock.Now())
			}
		}
	}
	t.Logf("%d pages that never changed: asked for again %d times, %d by the schedule (%.2f); %d of them without a condition", pages, asked, least,
		float64(asked)/float64(least), whole)
	if whole > 0 {
		t.Errorf("%d pages that had not changed were asked for as if they were new", whole)
	}
}

// text is what tells versions of an article apart.
func text(paragraphs []string) string { return strings.Join(paragraphs, "\n") }
