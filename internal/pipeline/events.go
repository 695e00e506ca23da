package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/store"
)

// A page that could not be fetched is not a page that is gone. Gone is what its
// server says is not there, twice and on two days, or once with 410, whose meaning
// is that nobody should ask again (RFC 9110 section 15.5.11). Where an outlet has
// lost more articles than it still has, its host is in trouble or its addresses
// have changed, and nothing is concluded for a week.
const (
	confirmAfter = 20 * time.Hour // nightly runs do not begin on the minute
	confirmMass  = 7 * 24 * time.Hour
	leastMass    = 5
	sameRun      = 6 * time.Hour // in which a run asks for an outlet's pages
)

// codeArticlesGone is the code of the warning that an outlet has lost many at once.
const codeArticlesGone = "articles-gone"

// newNotice is a notice of a correction that has come to an article.
type newNotice struct {
	article corpus.ArticleID
	url     string
	notice  string
	at      time.Time
}

// absence is an article that was not at its address in this run.
type absence struct {
	event   string
	capture corpus.Capture
	to      string
	since   time.Time // of the first run that did not find it
	seen    time.Time // when it was last there
}

func (a *absence) status() int {
	if a.event == store.EventRedirectedAway {
		return a.capture.RedirectStatus
	}
	return a.capture.Status
}

// presence is what a run has found of the articles that it asked for.
type presence struct {
	gone  map[corpus.ArticleID]*absence
	there map[corpus.ArticleID]corpus.Capture
	moved map[corpus.ArticleID]move
}

// endArticles notes what has become of the pages of articles, where that is news.
func (r *run) endArticles(ctx context.Context) error {
	p, err := r.presence()
	if err != nil {
		return err
	}
	before, err := r.eventsBefore(ctx)
	if err != nil {
		return err
	}
	if err := r.remembered(p); err != nil {
		return err
	}
	mass, err := r.massAbsence(p, before)
	if err != nil {
		return err
	}
	var rows []store.ArticleEventRow
	for id, a := range p.gone {
		source := a.capture.Source
		age := a.capture.FetchedAt.Sub(a.since)
		sure := age >= confirmAfter || a.capture.Status == http.StatusGone
		if mass[source] {
			sure = age >= confirmMass
		}
		if last := before[id].state; sure && last.Event != a.event {
			rows = append(rows, store.ArticleEventRow{ArticleID: string(id), SourceID: string(source), URL: a.capture.URL, Event: a.event,
				HTTPStatus: int64(a.status()), ToURL: a.to, NoticedAt: a.capture.FetchedAt, LastSeenAt: a.seen})
		}
	}
	for id, m := range p.moved {
		if last := before[id].state; m.permanent() && (last.Event != store.EventMoved || last.ToURL != m.to) {
			rows = append(rows, store.ArticleEventRow{ArticleID: string(id), SourceID: string(m.capture.Source), URL: m.from, Event: store.EventMoved,
				HTTPStatus: int64(m.capture.RedirectStatus), ToURL: m.to, NoticedAt: m.capture.FetchedAt, LastSeenAt: m.capture.FetchedAt})
		}
	}
	for id, c := range p.there {
		if before[id].away() {
			rows = append(rows, store.ArticleEventRow{ArticleID: string(id), SourceID: string(c.Source), URL: c.URL, Event: store.EventReturned,
				HTTPStatus: int64(c.Status), NoticedAt: c.FetchedAt, LastSeenAt: c.FetchedAt})
		}
	}
	for _, c := range r.newNotices {
		if t := r.articles.latest(c.article); t != nil && before[c.article].notice != c.notice {
			rows = append(rows, store.ArticleEventRow{ArticleID: string(c.article), SourceID: string(t.source), URL: c.url, Event: store.EventCorrected,
				Notice: c.notice, NoticedAt: c.at, LastSeenAt: c.at})
		}
	}
	slices.SortFunc(rows, func(a, b store.ArticleEventRow) int {
		return cmp.Or(cmp.Compare(a.SourceID, b.SourceID), cmp.Compare(a.ArticleID, b.ArticleID), cmp.Compare(a.Event, b.Event))
	})
	for i := range rows {
		rows[i].RunID, rows[i].Month = string(r.id), rows[i].NoticedAt.UTC().Format("2006-01")
	}
	return store.Append(r.batch, rows...)
}

// presence reads from the journal which articles were at their addresses.
func (r *run) presence() (*presence, error) {
	p := &presence{gone: map[corpus.ArticleID]*absence{}, there: map[corpus.ArticleID]corpus.Capture{}, moved: map[corpus.ArticleID]move{}}
	for _, m := range r.moves {
		if _, told := r.outcomes[m.capture.ID]; told {
			continue // a wall: it says nothing of the article
		}
		to := r.articleAt(m.capture.Source, m.to)
		if to == m.article || to != "" && r.alike(m.article, to) {
			p.moved[m.article] = m
		} else {
			p.gone[m.article] = &absence{event: store.EventRedirectedAway, capture: m.capture, to: m.to}
		}
	}
	for c, err := range crawl.Captures(r.dataset.StateDir(), r.id) {
		if err != nil {
			return nil, fmt.Errorf("read journal: %w", err)
		}
		if c.Kind != crawl.KindPage {
			continue
		}
		at := c.FinalURL
		if c.Outcome == corpus.OutcomeGone {
			at = c.URL
		}
		id, ok := r.articles.at(c.Source, at)
		if !ok || p.moved[id].article != "" {
			continue
		}
		switch {
		case c.Outcome == corpus.OutcomeGone:
			if r.articles.latest(id).address() == c.URL && p.gone[id] == nil {
				p.gone[id] = &absence{event: store.EventGone, capture: c}
			}
		case c.Outcome == corpus.OutcomeNotModified || r.answered[id] && c.Outcome.Stored() && c.Outcome != corpus.OutcomeBlocked:
			p.there[id] = c
		}
	}
	for id := range p.there { // at another of its addresses
		delete(p.gone, id)
	}
	return p, nil
}

// remembered fills in since when articles are away, as the crawler remembers it.
func (r *run) remembered(p *presence) error {
	at := map[string]*absence{}
	for _, a := range p.gone {
		at[a.capture.URL] = a
		a.since = a.capture.FetchedAt
	}
	return crawl.Remembered(r.dataset.StateDir(), maps.Keys(at), func(url string, k frontier.Known) {
		a := at[url]
		if !k.Since.IsZero() {
			a.since = k.Since
		}
		if a.seen = k.Checked; a.seen.IsZero() {
			a.seen = k.Fetched
		}
	})
}

// massAbsence lists the outlets of which more articles are away, without having
// been told so, than answered since the first of these was missed, and warns of
// them. It counts those that were not asked for in this run too, as the trouble does
// not end on a night on which few are due.
func (r *run) massAbsence(p *presence, before map[corpus.ArticleID]articleState) (map[corpus.SourceID]bool, error) {
	type count struct {
		away, there int
		first       time.Time
		checked     []time.Time // of those that are not away
	}
	counts := map[corpus.SourceID]*count{}
	for _, s := range r.p.cfg.Sources {
		counts[s.ID] = &count{}
	}
	at := map[string]*text{}
	for _, t := range r.articles.latestOf() {
		if counts[t.source] != nil {
			at[t.address()] = t
		}
	}
	err := crawl.Remembered(r.dataset.StateDir(), maps.Keys(at), func(url string, k frontier.Known) {
		t := at[url]
		c := counts[t.source]
		switch since := cmp.Or(k.Since, k.Asked); {
		case !k.Gone && p.gone[t.article] == nil:
			c.checked = append(c.checked, k.Checked)
		case !before[t.article].away():
			c.away++
			if c.first.IsZero() || since.Before(c.first) {
				c.first = since
			}
		}
	})
	if err != nil {
		return nil, err
	}
	mass := map[corpus.SourceID]bool{}
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		c := counts[id]
		for _, at := range c.checked {
			if at.After(c.first.Add(-sameRun)) {
				c.there++
			}
		}
		// Of a small outlet few are asked for in two nights: where none has answered,
		// its host is not known to be well.
		mass[id] = c.away > c.there && (c.away >= leastMass || c.there == 0)
		if !mass[id] || c.away < leastMass {
			continue
		}
		r.warn(Failure{Stage: "crawl", Source: id, Code: codeArticlesGone, Message: fmt.Sprintf(
			"%d articles are not at their addresses any more and %d are: the host is in trouble or its addresses have changed; they count as gone (table article_events) only after a week", c.away, c.there)})
	}
	return mass, nil
}

// articleState is what the table says of an article: its newest event but for
// corrected, and its newest notice.
type articleState struct {
	state  store.ArticleEventRow
	notice string
	at     time.Time // of the notice
}

// away holds where the table says that the article is not there.
func (s articleState) away() bool {
	return s.state.Event == store.EventGone || s.state.Event == store.EventRedirectedAway
}

// eventsBefore reads the state of articles. What a clock that was ahead has dated after
// this run came before all else that is known.
func (r *run) eventsBefore(ctx context.Context) (map[corpus.ArticleID]articleState, error) {
	out := map[corpus.ArticleID]articleState{}
	for row, err := range store.Scan[store.ArticleEventRow](ctx, r.dataset) {
		if err != nil {
			return nil, err
		}
		if row.NoticedAt.After(r.p.opt.Clock.Now()) {
			row.NoticedAt = time.Time{}
		}
		id := corpus.ArticleID(row.ArticleID)
		s := out[id]
		if row.Event == store.EventCorrected {
			if !row.NoticedAt.Before(s.at) {
				s.notice, s.at = row.Notice, row.NoticedAt
			}
		} else if !row.NoticedAt.Before(s.state.NoticedAt) {
			s.state = row
		}
		out[id] = s
	}
	return out, nil
}
