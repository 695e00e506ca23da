package pipeline

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/reason"
	"framewatch/nlp/neardup"
	"framewatch/store"
)

// An article that an outlet gives another address is the same article, whatever
// was changed in its text on the way, and not a second one. The evidence is a
// redirect from the old address together with the text, or the new page's own
// word that the old address is its canonical one: a redirect alone is none, as
// outlets send readers of what they have taken down to the front page, a section
// or another article.

// sameArticle is the share of the smaller text's pairs of words that the other
// one has, from which on they are versions of one article. Reports of one outlet
// on one event have a fifth in common and seldom a third.
const sameArticle = .5

// move is an address of an article that led to another address in this run.
type move struct {
	capture corpus.Capture
	article corpus.ArticleID
	from    string // where the article was
	to      string
}

// permanent reports whether the outlet says that the page has moved for good.
func (m move) permanent() bool { return corpus.Permanent(m.capture.RedirectStatus) }

// moveOf reads from a capture that an article's page leads elsewhere.
func (r *run) moveOf(c corpus.Capture) (move, bool) {
	if front := c.Outcome == corpus.OutcomeGone && c.Status < http.StatusBadRequest && c.Status >= http.StatusMultipleChoices; !leads(c) && !front {
		return move{}, false
	}
	id, ok := r.articles.at(c.Source, c.URL)
	if !ok {
		return move{}, false
	}
	t := r.articles.latest(id)
	if t.address() != c.URL {
		return move{}, false // it is known to be elsewhere
	}
	return move{capture: c, article: id, from: c.URL, to: c.FinalURL}, true
}

// leads holds for a capture of a page that led to another page.
func leads(c corpus.Capture) bool {
	return c.Kind == crawl.KindPage && len(c.Redirects) > 0 && c.FinalURL != c.URL &&
		(c.Outcome.Stored() && c.Outcome != corpus.OutcomeBlocked || c.Outcome == corpus.OutcomeNotModified || c.ErrorCode == reason.Alias)
}

// address is where an article was read last.
func (t *text) address() string { return today(cmp.Or(t.final, t.url)) }

// settleMoves looks at the moves of this run before a page is read: those to the
// address of another article unite the two, or not, and those to a page that is
// no article yet are remembered for when it is read.
func (r *run) settleMoves(ctx context.Context) error {
	r.leads = map[string][]string{}
	wanted, versions := map[corpus.DocID]string{}, map[corpus.ArticleID][]*text{}
	for _, m := range r.moves {
		for _, id := range []corpus.ArticleID{m.article, r.articleAt(m.capture.Source, m.to)} {
			if t := r.articles.latest(id); t != nil {
				wanted[t.doc], versions[id] = t.month, nil
			}
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	for _, t := range r.articles.base.documents {
		if _, ok := versions[t.article]; ok {
			versions[t.article] = append(versions[t.article], t)
		}
	}
	if err := r.loadShapes(ctx, wanted); err != nil {
		return err
	}
	for _, m := range r.moves {
		to := r.articleAt(m.capture.Source, m.to)
		switch {
		case to == "":
			key := address(m.capture.Source, m.to)
			r.leads[key] = append(r.leads[key], m.from)
		case to != m.article && m.permanent() && firstRun(versions[m.article]) < firstRun(versions[to]) && r.alike(m.article, to):
			r.join(m.article, versions[to])
			versions[m.article], versions[to] = append(versions[m.article], versions[to]...), nil
		}
	}
	return nil
}

func (r *run) articleAt(source corpus.SourceID, url string) corpus.ArticleID {
	id, _ := r.articles.at(source, url, today(url))
	return id
}

// alike reports whether the newest texts of two articles are one, or versions of one.
func (r *run) alike(x, y corpus.ArticleID) bool {
	a, b := r.articles.latest(x), r.articles.latest(y)
	return a.sha256 == b.sha256 || r.shapes[a.doc].Share(r.shapes[b.doc]) >= sameArticle
}

// firstRun is the run that first had an article, of whose texts the run is known;
// IDs of runs sort by their time. What was there first is an article of its own,
// to which a copy may lead.
func firstRun(versions []*text) string {
	first := ""
	for _, t := range versions {
		if first == "" || t.run < first {
			first = t.run
		}
	}
	return first
}

// join makes the texts of an article later versions of another.
func (r *run) join(into corpus.ArticleID, versions []*text) {
	slices.SortFunc(versions, func(a, b *text) int { return cmp.Or(a.version-b.version, compareIDs(a.doc, b.doc)) })
	version := r.articles.latest(into).version
	for _, t := range versions {
		joined := *t
		version++
		joined.article, joined.version = into, version
		r.articles.add(&joined)
		r.amended[t.doc] = &joined
	}
}

// loadShapes reads what texts of the dataset are compared by.
func (r *run) loadShapes(ctx context.Context, docs map[corpus.DocID]string) error {
	wanted := map[string]string{}
	for id, month := range docs {
		if _, ok := r.shapes[id]; !ok {
			wanted[string(id)] = month
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	for d, err := range r.documents(ctx, wanted) {
		if err != nil {
			return err
		}
		r.shapes[corpus.DocID(d.DocID)] = neardup.SetOf(d.Text)
	}
	return nil
}

// place tells of which article a page is a state; elsewhere says that the page of
// an article has led to one that is not the article.
func (r *run) place(ctx context.Context, a item) (id corpus.ArticleID, known, elsewhere bool, err error) {
	source, final := a.doc.Source, cmp.Or(a.doc.FinalURL, a.doc.URL)
	own := append([]string{a.doc.URL, a.capture.URL}, a.capture.Redirects...)
	if id, ok := r.articles.at(source, final); ok {
		if asked, ok := r.articles.at(source, own...); ok && asked != id {
			return "", false, true, nil
		}
		return id, true, false, nil
	}
	asked, ok := r.articles.at(source, own...)
	var candidates []corpus.ArticleID
	if ok {
		candidates = append(candidates, asked)
	}
	for _, from := range r.leads[address(source, final)] {
		if id := r.articleAt(source, from); id != "" {
			candidates = append(candidates, id)
		}
	}
	for _, id := range candidates {
		same, err := r.same(ctx, id, a)
		if err != nil || same {
			return id, same, false, err
		}
	}
	return "", false, ok, nil
}

// same reports whether a page is a version of an article that has stood at another
// address.
func (r *run) same(ctx context.Context, id corpus.ArticleID, a item) (bool, error) {
	if r.articles.text(id, a.doc.TextSHA256) != nil {
		return true, nil
	}
	if u := a.doc.CanonicalURL; u != "" && r.articleAt(a.doc.Source, u) == id {
		return true, nil
	}
	t := r.articles.latest(id)
	if err := r.loadShapes(ctx, map[corpus.DocID]string{t.doc: t.month}); err != nil {
		return false, err
	}
	shape, ok := r.shapes[t.doc]
	return ok && shape.Share(neardup.SetOf(a.doc.Text)) >= sameArticle, nil
}

// endAmended writes what is known of texts that stayed as they were: that they are
// versions of another article, a notice of a correction, and a new address.
func (r *run) endAmended(ctx context.Context) error {
	months, articles := map[string]bool{}, map[string]string{}
	for id, t := range r.amended {
		months[t.month] = true
		if now := r.articles.document(id); now != nil { // joined and moved, say
			r.amended[id] = now
		}
	}
	if len(months) == 0 {
		return nil
	}
	now, err := r.batch.Snapshot(ctx)
	if err != nil {
		return err
	}
	var files []store.File
	for _, f := range now.Files(store.DocumentRow{}.Table()) {
		if months[f.Month()] {
			files = append(files, f)
		}
	}
	err = store.Amend(ctx, r.batch, files, func(d *store.DocumentRow) {
		t := r.amended[corpus.DocID(d.DocID)]
		if t == nil {
			return
		}
		if before := cmp.Or(d.ArticleID, string(corpus.NewArticleID(corpus.SourceID(d.SourceID), d.URL))); before != string(t.article) {
			articles[before] = string(t.article)
			d.ArticleID, d.Version = string(t.article), int64(t.version)
		}
		d.CorrectionNotice, d.FinalURL = cmp.Or(t.notice, d.CorrectionNotice), cmp.Or(t.final, d.FinalURL)
	})
	if err != nil || len(articles) == 0 {
		return err
	}
	_, err = store.Rewrite(ctx, r.batch, func(row *store.DerivationRow) (stays, changed bool) {
		to, ok := articles[row.ArticleID]
		if ok {
			row.ArticleID = to
		}
		return true, ok
	})
	if err != nil {
		return err
	}
	_, err = store.Rewrite(ctx, r.batch, func(row *store.ArticleEventRow) (stays, changed bool) {
		to, ok := articles[row.ArticleID]
		if ok {
			row.ArticleID = to
		}
		return true, ok
	})
	return err
}

// noticed takes up the notice of a correction: it is news where no text of the
// article had it.
func (r *run) noticed(a item, t *text) {
	notice := strings.TrimSpace(a.doc.CorrectionNotice)
	if notice == "" || notice == t.notice || r.erased.IsMasked(t.doc) {
		return
	}
	if r.result.Crawl != nil {
		r.newNotices = append(r.newNotices, newNotice{article: t.article, url: a.capture.URL, notice: notice, at: a.capture.FetchedAt})
	}
	if a.doc.ID == t.doc || a.doc.TextSHA256 == t.sha256 {
		now := *t
		now.notice = notice
		r.articles.add(&now)
		r.amended[t.doc] = &now
	}
}
