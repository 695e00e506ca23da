package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
	"framewatch/extract"
	"framewatch/internal/streams"
	"framewatch/store"
)

// Layers of table derivations.
const (
	layerDocument    = "document"
	layerAnnotations = "annotations"
)

// articles is what is known of the articles of a dataset: their addresses and
// the texts that they have had. One that has a base adds to it and leaves it as
// it is, so that the base can be read while this one grows.
type articles struct {
	base      *articles
	byAddress map[string]corpus.ArticleID
	newest    map[corpus.ArticleID]*text
	texts     map[string]*text // article and digest
	copies    map[string]*text // source and digest
	documents map[corpus.DocID]*text
	pages     map[corpus.ArticleID]string // page that gave no document -> key of the rules that said so
	failed    map[corpus.ArticleID]bool   // page that gave none, as its text could not be annotated
	faulty    map[corpus.DocID]bool       // documents whose annotation has failed
}

// text is one version of an article.
type text struct {
	doc     corpus.DocID
	article corpus.ArticleID
	source  corpus.SourceID
	url     string
	final   string // where url led to, if elsewhere
	version int
	sha256  string
	capture corpus.CaptureID
	month   string
	run     string // that first saw it
	key     string // of the rules that read it; empty when not known
	notice  string // of a correction, in the outlet's words
}

func newArticles(base *articles) *articles {
	return &articles{base: base, byAddress: map[string]corpus.ArticleID{}, newest: map[corpus.ArticleID]*text{}, texts: map[string]*text{},
		copies: map[string]*text{}, documents: map[corpus.DocID]*text{}, pages: map[corpus.ArticleID]string{},
		failed: map[corpus.ArticleID]bool{}, faulty: map[corpus.DocID]bool{}}
}

// today is the spelling under which a crawl of today asks for a URL, which an
// older version, or an import, may have stored in another.
func today(url string) string {
	now, _ := urlid.Renormalise(url)
	return now
}

func address(source corpus.SourceID, url string) string { return string(source) + " " + url }

// at finds the article of an address.
func (a *articles) at(source corpus.SourceID, urls ...string) (corpus.ArticleID, bool) {
	for _, u := range urls {
		for level := a; level != nil; level = level.base {
			if id, ok := level.byAddress[address(source, u)]; ok {
				return id, true
			}
		}
	}
	return "", false
}

// of finds the article that a page may be a state of: by the page's address, or one
// that led there.
func (a *articles) of(c corpus.Capture, d corpus.Document) (corpus.ArticleID, bool) {
	return a.at(d.Source, append([]string{d.URL, c.FinalURL, c.URL}, c.Redirects...)...)
}

func (a *articles) text(id corpus.ArticleID, sha256 string) *text {
	for level := a; level != nil; level = level.base {
		if t := level.texts[string(id)+" "+sha256]; t != nil {
			return t
		}
	}
	return nil
}

func (a *articles) latest(id corpus.ArticleID) *text {
	for level := a; level != nil; level = level.base {
		if t := level.newest[id]; t != nil {
			return t
		}
	}
	return nil
}

func (a *articles) copy(source corpus.SourceID, sha256 string) *text {
	for level := a; level != nil; level = level.base {
		if t := level.copies[string(source)+" "+sha256]; t != nil {
			return t
		}
	}
	return nil
}

// page tells by which rules a page was found to hold no article.
func (a *articles) page(source corpus.SourceID, url string) (key string, read bool) {
	for level := a; level != nil; level = level.base {
		if key, read = level.pages[corpus.NewArticleID(source, url)]; read {
			return key, true
		}
	}
	return "", false
}

func (a *articles) failedBefore(id corpus.ArticleID) bool {
	for level := a; level != nil; level = level.base {
		if level.failed[id] {
			return true
		}
	}
	return false
}

func (a *articles) document(id corpus.DocID) *text {
	for level := a; level != nil; level = level.base {
		if t := level.documents[id]; t != nil {
			return t
		}
	}
	return nil
}

func (a *articles) add(t *text) {
	a.documents[t.doc] = t
	for _, u := range []string{t.url, t.final} {
		if u == "" {
			continue
		}
		a.byAddress[address(t.source, u)] = t.article
		// The same page in today's spelling, unless that has an article of its own.
		if _, taken := a.at(t.source, today(u)); !taken {
			a.byAddress[address(t.source, today(u))] = t.article
		}
	}
	a.texts[string(t.article)+" "+t.sha256] = t
	a.copies[string(t.source)+" "+t.sha256] = t
	if latest := a.latest(t.article); latest == nil || t.version >= latest.version {
		a.newest[t.article] = t
	}
}

// knownDocument is what a run needs of the documents that are there already.
type knownDocument struct {
	Doc         store.Symbols `col:"doc_id"`
	Capture     store.Symbols `col:"capture_id"`
	Source      store.Symbols `col:"source_id"`
	URL         store.Symbols `col:"url"`
	Final       store.Symbols `col:"final_url"`
	TextSHA256  store.Symbols `col:"text_sha256"`
	Article     store.Symbols `col:"article_id"`
	Version     []int64       `col:"version"`
	Run         store.Symbols `col:"run_id"`
	NChars      []int64       `col:"n_chars"`
	Agreement   []*float64    `col:"extractor_agreement"`
	Boilerplate []*float64    `col:"boilerplate_share"`
	Blocked     []bool        `col:"blocked"`
	Lang        store.Symbols `col:"lang"`
	Published   []time.Time   `col:"published_at,null"`
	NotCounted  store.Symbols `col:"not_counted"`
	Notice      store.Symbols `col:"correction_notice"`
}

// Table names the table that ScanColumns reads.
func (knownDocument) Table() string { return store.DocumentRow{}.Table() }

// knownDerivation is the rules by which pages were read.
type knownDerivation struct {
	Article store.Symbols `col:"article_id"`
	Doc     store.Symbols `col:"doc_id"`
	Layer   store.Symbols `col:"layer"`
	Key     store.Symbols `col:"key"`
	Status  store.Symbols `col:"status"`
}

// Table names the table that ScanColumns reads.
func (knownDerivation) Table() string { return store.DerivationRow{}.Table() }

// loadArticles reads what is known, without a single text; each document is
// handed to seen as well. sources has the outlets from which documents came that
// an editor has put under another.
func loadArticles(ctx context.Context, d *store.Dataset, sources map[corpus.DocID]corpus.SourceID, seen func(b *knownDocument, i int, t *text)) (*articles, error) {
	a := newArticles(nil)
	for _, f := range d.Files(store.DocumentRow{}.Table()) {
		month := f.Month()
		for b, err := range store.ScanColumns[knownDocument](ctx, d.Only(f)) {
			if err != nil {
				return nil, err
			}
			for i := range b.Version {
				t := &text{doc: corpus.DocID(b.Doc.At(i)), article: corpus.ArticleID(b.Article.At(i)), source: corpus.SourceID(b.Source.At(i)), url: b.URL.At(i), final: b.Final.At(i),
					version: int(b.Version[i]), sha256: b.TextSHA256.At(i), capture: corpus.CaptureID(b.Capture.At(i)), month: month, run: b.Run.At(i), notice: b.Notice.At(i)}
				t.source = cmp.Or(sources[t.doc], t.source)
				if t.article == "" { // written before articles had IDs
					t.article = corpus.NewArticleID(t.source, t.url)
				}
				a.add(t)
				seen(b, i, t)
			}
		}
	}
	for b, err := range store.ScanColumns[knownDerivation](ctx, d) {
		if err != nil {
			return nil, err
		}
		for i := range b.Layer.Codes {
			if b.Layer.At(i) != layerDocument {
				if doc := b.Doc.At(i); b.Status.At(i) != store.StatusFailed {
					continue
				} else if doc == "" {
					a.failed[corpus.ArticleID(b.Article.At(i))] = true
				} else {
					a.faulty[corpus.DocID(doc)] = true
				}
				continue
			}
			if t := a.documents[corpus.DocID(b.Doc.At(i))]; t != nil {
				t.key = b.Key.At(i)
			} else {
				a.pages[corpus.ArticleID(b.Article.At(i))] = b.Key.At(i)
			}
		}
	}
	return a, nil
}

// readingKey names the rules by which pages of a source are read: those of
// extraction, its settings and the source's own.
func (r *run) readingKey(id corpus.SourceID) string {
	key, ok := r.keys[id]
	if !ok {
		key = readingRules(r.p.cfg.Extract, id, r.sources[id])
		r.keys[id] = key
	}
	return key
}

// readingRules is the key of extraction for a source; nil stands for one that no list
// has.
func readingRules(cfg extract.Config, id corpus.SourceID, s *corpus.Source) string {
	rules := struct {
		Rules     string
		Config    extract.Config
		Selectors corpus.Selectors
		Name      string
	}{Rules: extract.By, Config: cfg}
	if s != nil {
		rules.Selectors = s.Selectors
		if s.Name != string(id) { // of a list, and not made up for an import
			rules.Name = s.Name
		}
	}
	return streams.KeyOf(rules)
}

// verdict says what a text is to the ones that are known.
type verdict int

const (
	newArticle verdict = iota
	newVersion         // the outlet has changed the article
	reread             // the same page, read by other rules
	unchanged
	alias     // a text of the outlet under another address
	elsewhere // the page of an article has led to one that is not the article
	part      // of the page of an article that is known whole
)

// judge tells what a page's text is. What the outlet has changed and what only
// our reading has is told by reading the earlier page by the same rules.
func (r *run) judge(ctx context.Context, a item) (verdict, *text, error) {
	if t := r.articles.document(a.doc.ID); t != nil { // its text may have been masked since
		return unchanged, t, nil
	}
	id, known, away, err := r.place(ctx, a)
	if err != nil || away {
		return elsewhere, nil, err
	}
	if !known {
		if t := r.articles.copy(a.doc.Source, a.doc.TextSHA256); t != nil {
			return alias, t, nil
		}
		return newArticle, nil, nil
	}
	if t := r.articles.text(id, a.doc.TextSHA256); t != nil {
		return unchanged, t, nil
	}
	old := r.articles.latest(id)
	// A part of a page is no text of the outlet's: the whole takes its place.
	switch cut, err := r.cutPages(ctx); {
	case err != nil:
		return newVersion, old, err
	case cut[old.capture]:
		return reread, old, nil
	case cutShort(a.capture.Outcome, a.capture.ErrorCode):
		return part, old, nil
	}
	if old.key == r.readingKey(a.doc.Source) && old.key != "" {
		return newVersion, old, nil
	}
	before, ok, err := r.captureOf(ctx, old.capture)
	if err != nil || !ok {
		return newVersion, old, err
	}
	if before.BodySHA256 == a.capture.BodySHA256 {
		return reread, old, nil
	}
	if before.Kind == KindRecord || !before.Outcome.Stored() {
		return newVersion, old, nil
	}
	earlier := item{capture: before}
	if err := r.extract(ctx, &earlier, nil); err != nil || earlier.failure != nil {
		return newVersion, old, nil //nolint:nilerr // a page that can no longer be read has no say
	}
	if earlier.doc.TextSHA256 == a.doc.TextSHA256 {
		return reread, old, nil
	}
	return newVersion, old, nil
}

// cutShort holds for a page of which the server, or the way from it, kept back the
// rest, which may come the next time. One that is longer than what is kept of pages
// is always cut at the same place.
func cutShort(outcome corpus.Outcome, code string) bool {
	return outcome == corpus.OutcomeTruncated && (code == reason.ShortBody || code == reason.SlowBody)
}

// partOf is what tells the captures of parts from the others.
type partOf struct {
	ID      string `col:"capture_id"`
	Outcome string `col:"outcome"`
	Code    string `col:"error_code,null"`
}

func (partOf) Table() string { return store.CaptureRow{}.Table() }

// cutPages are the captures of earlier runs that have a part of a page.
func (r *run) cutPages(ctx context.Context) (map[corpus.CaptureID]bool, error) {
	if r.cut != nil {
		return r.cut, nil
	}
	r.cut = map[corpus.CaptureID]bool{}
	for c, err := range store.Scan[partOf](ctx, r.dataset) {
		if err != nil {
			return nil, fmt.Errorf("find pages that were cut: %w", err)
		}
		if cutShort(corpus.Outcome(c.Outcome), c.Code) {
			r.cut[corpus.CaptureID(c.ID)] = true
		}
	}
	return r.cut, nil
}

// captureOf finds a capture of an earlier run.
func (r *run) captureOf(ctx context.Context, id corpus.CaptureID) (corpus.Capture, bool, error) {
	if r.captures == nil {
		r.captures = map[corpus.CaptureID]corpus.Capture{}
		wanted := map[corpus.CaptureID]bool{}
		for _, t := range r.articles.base.newest {
			if t.key != r.readingKey(t.source) || t.key == "" {
				wanted[t.capture] = true
			}
		}
		for row, err := range store.Scan[store.CaptureRow](ctx, r.dataset) {
			if err != nil {
				return corpus.Capture{}, false, fmt.Errorf("find earlier pages: %w", err)
			}
			if c := row.Capture(); wanted[c.ID] {
				r.captures[c.ID] = c
			}
		}
	}
	c, ok := r.captures[id]
	return c, ok, nil
}

// stale lists the articles whose latest page would be read otherwise today, as
// the rules of their source have changed since. Of a source that has left the
// lists the rules are not known any more.
func (r *run) stale() []*text {
	listed := map[corpus.SourceID]bool{}
	for _, s := range r.p.cfg.Sources {
		listed[s.ID] = true
	}
	var out []*text
	for _, t := range r.articles.latestOf() {
		if t.key != "" && listed[t.source] && t.key != r.readingKey(t.source) {
			out = append(out, t)
		}
	}
	return out
}

// latestOf lists the newest text of each article in a stable order.
func (a *articles) latestOf() []*text {
	var out []*text
	for level := a; level != nil; level = level.base {
		for id, t := range level.newest {
			if a.latest(id) == t {
				out = append(out, t)
			}
		}
	}
	slices.SortFunc(out, func(x, y *text) int { return compareIDs(x.doc, y.doc) })
	return out
}
