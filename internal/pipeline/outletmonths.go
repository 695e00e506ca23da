package pipeline

import (
	"cmp"
	"context"
	"hash/maphash"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/reason"
	"framewatch/internal/config"
	"framewatch/store"
)

// Columns by which items and articles are counted.
type (
	pageColumns struct {
		Source   store.Symbols `col:"source_id"`
		URL      []string      `col:"url"`
		FinalURL []string      `col:"final_url,null"`
		Kind     store.Symbols `col:"kind"`
		At       []time.Time   `col:"fetched_at"`
		Outcome  store.Symbols `col:"outcome"`
		Code     store.Symbols `col:"error_code"`
		Robots   store.Symbols `col:"robots_state"`
	}
	articleColumns struct {
		Doc       []string      `col:"doc_id"`
		Article   []string      `col:"article_id,null"`
		Source    store.Symbols `col:"source_id"`
		URL       []string      `col:"url"`
		FinalURL  []string      `col:"final_url,null"`
		Version   []int64       `col:"version"`
		Published []time.Time   `col:"published_at,null"`
		Precision store.Symbols `col:"published_precision"`
		Lang      store.Symbols `col:"lang"`
		Paywalled []bool        `col:"paywalled"`
		Blocked   []bool        `col:"blocked"`
		Excluded  store.Symbols `col:"excluded"`
	}
	relevanceColumns struct {
		Doc       []string      `col:"doc_id"`
		Target    store.Symbols `col:"target_id,was=entity_id"`
		Relevance store.Symbols `col:"relevance"`
	}
	noArticleColumns struct {
		Article []string      `col:"article_id"`
		Layer   store.Symbols `col:"layer"`
		Code    store.Symbols `col:"code"`
	}
)

// Table names the tables that ScanColumns reads.
func (pageColumns) Table() string      { return store.CaptureRow{}.Table() }
func (articleColumns) Table() string   { return store.DocumentRow{}.Table() }
func (relevanceColumns) Table() string { return store.DocumentTargetRow{}.Table() }
func (noArticleColumns) Table() string { return store.DerivationRow{}.Table() }

// undatedMonth stands for a month that nothing tells.
const undatedMonth = "undated"

// listed is what captures tell of an item, under whatever addresses it was met.
type listed struct {
	source      string
	first, last int64 // seconds; when it was met first and tried last
	outcome     corpus.Outcome
	had, taken  bool // some crawl got it; a document or its being another form tells where it counts
}

// outletMonths counts items and articles.
type outletMonths struct {
	run     *run
	seed    maphash.Seed
	pages   map[uint64]*listed // by source and last address
	moved   map[uint64]uint64  // where an address led
	crawled map[string]bool    // sources
	aliases map[corpus.ArticleID]bool
	cells   map[outletCell]*outletCounts
	targets []string
}

type outletCell struct{ source, month, lang string }

type outletCounts struct {
	listed, fetched, blocked, failed, gone, skipped, notAsked, articles, paywalled int64
	annotated, named, about                                                        map[string]int64 // by target
}

// outletStage reads whole columns of four tables, as stage names does of two: an
// item that no document came of may get one years later, in a month of long ago.
func (r *run) outletStage() stage {
	return stage{name: "outlet months", version: 1, reads: []string{"captures", "documents", "document_targets", "derivations"},
		settings: func(*config.Loaded) any { return r.soleLangs() }, do: r.keepOutletMonths}
}

// soleLangs are the languages of outlets that have one.
func (r *run) soleLangs() map[string]string {
	out := map[string]string{}
	for id, s := range r.sources {
		if len(s.Langs) == 1 {
			out[string(id)] = s.Langs[0]
		}
	}
	return out
}

func (r *run) keepOutletMonths(ctx context.Context, now *store.Dataset) error {
	m := &outletMonths{run: r, seed: maphash.MakeSeed(), pages: map[uint64]*listed{}, moved: map[uint64]uint64{}, crawled: map[string]bool{},
		aliases: map[corpus.ArticleID]bool{}, cells: map[outletCell]*outletCounts{}}
	for _, read := range []func(context.Context, *store.Dataset) error{m.readAliases, m.readPages, m.readArticles} {
		if err := read(ctx, now); err != nil {
			return err
		}
	}
	m.countUnread()
	return replaceChanged(ctx, r, m.rows(), func(row *store.OutletMonthRow) { row.RunID = "" })
}

// key names a page. Sums of 64 bits for hundreds of millions of pages meet by
// chance less than once in a hundred datasets.
func (m *outletMonths) key(source, url string) uint64 {
	var h maphash.Hash
	h.SetSeed(m.seed)
	h.WriteString(source)
	h.WriteByte(' ')
	h.WriteString(url)
	return h.Sum64()
}

// readAliases finds the pages that are another form of an article.
func (m *outletMonths) readAliases(ctx context.Context, now *store.Dataset) error {
	for b, err := range store.ScanColumns[noArticleColumns](ctx, now) {
		if err != nil {
			return err
		}
		for i, id := range b.Article {
			if b.Layer.At(i) == layerDocument && b.Code.At(i) == reason.Alias {
				m.aliases[corpus.ArticleID(strings.Clone(id))] = true
			}
		}
	}
	return nil
}

// readPages gathers what became of each page that a crawl has met.
func (m *outletMonths) readPages(ctx context.Context, now *store.Dataset) error {
	for b, err := range store.ScanColumns[pageColumns](ctx, now) {
		if err != nil {
			return err
		}
		for i, url := range b.URL {
			outcome, source := corpus.Outcome(b.Outcome.At(i)), b.Source.At(i)
			// Nobody asked a robots.txt about an imported file.
			if b.Kind.At(i) != crawl.KindPage || outcome.Stored() && b.Robots.At(i) == "" {
				continue
			}
			m.crawled[source] = true
			at := m.key(source, url)
			if final := b.FinalURL[i]; final != "" && final != url {
				to := m.key(source, final)
				m.moved[at], at = to, to
			}
			p := m.pages[at]
			if p == nil {
				p = &listed{source: source, first: b.At[i].Unix(), taken: len(m.aliases) > 0 && m.aliases[corpus.NewArticleID(corpus.SourceID(source), url)]}
				m.pages[at] = p
			}
			code := b.Code.At(i)
			p.meet(b.At[i].Unix(), outcome, code)
			p.taken = p.taken || code == reason.Alias
		}
	}
	for from := range m.moved {
		// It was met before it led elsewhere.
		if p, to := m.pages[from], m.last(from); p != nil && to != from && m.pages[to] != nil {
			m.pages[to].join(p)
			delete(m.pages, from)
		}
	}
	return nil
}

// last is where an address leads in the end; of a ring it is the address itself.
func (m *outletMonths) last(from uint64) uint64 {
	at := from
	for range 8 {
		to, ok := m.moved[at]
		if !ok {
			return at
		}
		at = to
	}
	return from
}

// meet notes an attempt; of two in one second that counts which the alphabet has
// later, so that the order of files does not matter.
func (p *listed) meet(at int64, outcome corpus.Outcome, code string) {
	p.had = p.had || outcome.Stored() && outcome != corpus.OutcomeBlocked || outcome == corpus.OutcomeNotModified || code == crawl.CodeNotDue
	p.first = min(p.first, at)
	if outcome == corpus.OutcomeError && (code == reason.Soft404 || code == reason.Status(http.StatusNotFound) || code == reason.Status(http.StatusGone)) {
		outcome = corpus.OutcomeGone // for who asks the first time too
	}
	if p.outcome == "" || at > p.last || at == p.last && outcome > p.outcome {
		p.last, p.outcome = at, outcome
	}
}

func (p *listed) join(q *listed) {
	p.had, p.taken, p.first = p.had || q.had, p.taken || q.taken, min(p.first, q.first)
	if q.last > p.last || q.last == p.last && q.outcome > p.outcome {
		p.last, p.outcome = q.last, q.outcome
	}
}

func (m *outletMonths) page(source, url, final string) *listed {
	for _, u := range []string{final, url} {
		at := m.key(source, u)
		if p := cmp.Or(m.pages[at], m.pages[m.last(at)]); p != nil && u != "" {
			return p
		}
	}
	return nil
}

// articleFacts is a version of an article.
type articleFacts struct {
	compare.Version
	source, month, lang string
	page                *listed
	paywalled, blocked  bool
	excluded            bool
}

// readArticles counts the newest version of each article, and what it names.
func (m *outletMonths) readArticles(ctx context.Context, now *store.Dataset) error {
	newest := map[corpus.ArticleID]articleFacts{}
	for b, err := range store.ScanColumns[articleColumns](ctx, now) {
		if err != nil {
			return err
		}
		for i, doc := range b.Doc {
			a := articleFacts{Version: compare.VersionOf(doc, b.Article[i], b.Source.At(i), b.URL[i], b.Version[i]),
				source: b.Source.At(i), month: monthOf(b.Published[i], b.Precision.At(i)), lang: b.Lang.At(i),
				paywalled: b.Paywalled[i], blocked: b.Blocked[i], excluded: b.Excluded.At(i) != ""}
			if a.page = m.page(a.source, b.URL[i], b.FinalURL[i]); a.page != nil {
				a.page.taken = true
			}
			if old, met := newest[a.Article]; !met || a.Supersedes(old.Version) {
				a.Doc, a.Article = strings.Clone(a.Doc), corpus.ArticleID(strings.Clone(string(a.Article)))
				newest[a.Article] = a
			}
		}
	}
	cells := make(map[string]*outletCounts, len(newest)) // by document that was read in full
	met := map[*listed]bool{}
	for _, id := range slices.Sorted(maps.Keys(newest)) { // two may have stood at one address
		a := newest[id]
		if a.month == "" && a.page != nil {
			a.month = monthOf(time.Unix(a.page.first, 0).UTC(), string(corpus.PrecisionSecond))
		}
		n := m.cell(a.source, cmp.Or(a.month, undatedMonth), a.lang)
		if a.page != nil && !met[a.page] {
			met[a.page] = true
			n.listed++
			if a.blocked {
				n.blocked++
			} else {
				n.fetched++
			}
		}
		if a.blocked || a.excluded {
			continue
		}
		n.articles++
		if a.paywalled {
			n.paywalled++
			continue // what it names behind the wall is not known
		}
		cells[a.Doc] = n
	}
	return m.readRelevance(ctx, now, cells)
}

// monthOf is empty where a date is not known to the month.
func monthOf(at time.Time, precision string) string {
	if at.IsZero() || precision == string(corpus.PrecisionYear) {
		return ""
	}
	return at.UTC().Format("2006-01")
}

func (m *outletMonths) readRelevance(ctx context.Context, now *store.Dataset, cells map[string]*outletCounts) error {
	targets := map[string]bool{}
	for b, err := range store.ScanColumns[relevanceColumns](ctx, now) {
		if err != nil {
			return err
		}
		for i, doc := range b.Doc {
			target := b.Target.At(i)
			targets[target] = true
			n := cells[doc]
			if n == nil {
				continue
			}
			n.annotated[target]++
			if r := corpus.Relevance(b.Relevance.At(i)); r != corpus.RelevanceNone {
				n.named[target]++
				if r == corpus.RelevanceMain {
					n.about[target]++
				}
			}
		}
	}
	m.targets = slices.Sorted(maps.Keys(targets))
	return nil
}

func (m *outletMonths) cell(source, month, lang string) *outletCounts {
	at := outletCell{source, month, lang}
	if m.cells[at] == nil {
		m.cells[at] = &outletCounts{annotated: map[string]int64{}, named: map[string]int64{}, about: map[string]int64{}}
	}
	return m.cells[at]
}

// countUnread counts the pages that no document came of, in the month in which
// they were first met.
func (m *outletMonths) countUnread() {
	langs := m.run.soleLangs()
	for _, p := range m.pages {
		if p.taken {
			continue
		}
		n := m.cell(p.source, monthOf(time.Unix(p.first, 0).UTC(), ""), cmp.Or(langs[p.source], "und"))
		n.listed++
		switch {
		case p.had:
			n.fetched++
		case p.outcome == corpus.OutcomeBlocked:
			n.blocked++
		case p.outcome == corpus.OutcomeGone:
			n.gone++
		case p.outcome == corpus.OutcomeSkipped:
			n.skipped++
		case p.outcome == corpus.OutcomeNotFetched:
			n.notAsked++
		default:
			n.failed++
		}
	}
}

func (m *outletMonths) rows() []store.OutletMonthRow {
	targets := m.targets
	if len(targets) == 0 {
		targets = []string{""}
	}
	var out []store.OutletMonthRow
	for at, n := range m.cells {
		for _, t := range targets {
			row := store.OutletMonthRow{SourceID: at.source, Published: at.month, Lang: at.lang, TargetID: t, Articles: n.articles, Paywalled: n.paywalled, RunID: string(m.run.id)}
			if m.crawled[at.source] {
				row.Listed, row.Fetched, row.Blocked, row.Failed, row.Gone, row.Skipped, row.NotAsked = &n.listed, &n.fetched, &n.blocked, &n.failed, &n.gone, &n.skipped, &n.notAsked
			}
			if t != "" {
				annotated, named, about := n.annotated[t], n.named[t], n.about[t]
				row.Annotated, row.NamedIn, row.MainIn = &annotated, &named, &about
			}
			out = append(out, row)
		}
	}
	slices.SortFunc(out, func(a, b store.OutletMonthRow) int {
		return cmp.Or(cmp.Compare(a.SourceID, b.SourceID), cmp.Compare(a.Published, b.Published), cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.TargetID, b.TargetID))
	})
	return out
}
