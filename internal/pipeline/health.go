package pipeline

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/crawl/reason"
	"framewatch/extract"
	"framewatch/internal/health"
	"framewatch/store"
)

// sourceHealth is what a run learns of one source: its row in table source_runs, and
// the documents by which its health is judged.
type sourceHealth struct {
	row       store.SourceRunRow
	documents []knownHealth
	chars     []float64 // of the new articles, as the two below
	agreement []float64
	boiler    []float64
	langs     map[string]int64
	charsets  map[string]int64
	selectors map[string]*store.SelectorUse
	noted     []health.Noted // what somebody should look at, though the source was read
}

// knownHealth is what health needs of a document, and what tells whether it counts
// still.
type knownHealth struct {
	health.Document
	id        corpus.DocID
	run       string // that had it first
	version   int64
	published time.Time
	record    bool // it was never a page
}

// healthOf is the record of a source.
func (r *run) healthOf(id corpus.SourceID) *sourceHealth {
	h := r.health[id]
	if h == nil {
		h = &sourceHealth{langs: map[string]int64{}, charsets: map[string]int64{}, selectors: map[string]*store.SelectorUse{}}
		r.health[id] = h
	}
	return h
}

// noteKnown takes a document of earlier runs into account.
func (r *run) noteKnown(b *knownDocument, i int, t *text) {
	if b.Blocked[i] {
		return
	}
	h := r.healthOf(t.source)
	h.documents = append(h.documents, knownHealth{Document: health.Document{Chars: int(b.NChars[i]), Agreement: b.Agreement[i], Boilerplate: b.Boilerplate[i], Lang: b.Lang.At(i)},
		id: t.doc, run: t.run, version: b.Version[i], published: b.Published[i], record: b.Agreement[i] == nil})
}

// noteLooked counts a page of this run that extraction has looked at.
func (r *run) noteLooked(a item) {
	// What is asked for as it is known says nothing of what the lists name.
	if a.capture.Kind != crawl.KindPage || a.capture.Run != r.id || a.capture.Via == frontier.ViaKnown {
		return
	}
	h := r.healthOf(a.capture.Source)
	if h.row.Looked == nil {
		h.row.Looked, h.row.Articles, h.row.Empty = new(int64), new(int64), new(int64)
	}
	*h.row.Looked++
	switch {
	case a.failure == nil && !a.doc.Blocked || a.failure != nil && a.failure.Stage == stageAnnotate:
		*h.row.Articles++
	case a.failure != nil && a.failure.Code == extract.CodeNoText:
		*h.row.Empty++
	}
}

// noteSelectors notes which selectors of its source found something on the page of
// an article.
func (r *run) noteSelectors(a item) {
	s := r.sources[a.doc.Source]
	html := a.capture.ContentType == "" || strings.Contains(a.capture.ContentType, "html")
	if s == nil || !html || a.capture.Kind == KindRecord { // selectors are for pages
		return
	}
	h := r.healthOf(s.ID)
	for name, css := range map[string]string{"title": s.Selectors.Title, "text": s.Selectors.Text, "author": s.Selectors.Author, "date": s.Selectors.Date} {
		if css == "" {
			continue
		}
		u := h.selectors[name]
		if u == nil {
			u = &store.SelectorUse{Selector: name, CSS: css}
			h.selectors[name] = u
		}
		u.Pages++
		if !slices.Contains(a.doc.Unmatched, name) {
			u.Found++
		}
	}
}

// noteDocument counts a document that this run has added.
func (r *run) noteDocument(a item, is verdict) {
	h, d := r.healthOf(a.doc.Source), a.doc
	n := utf8.RuneCountInString(d.Text)
	switch is {
	case newArticle:
		h.row.Documents++
		h.langs[d.Lang]++
		h.chars = append(h.chars, float64(n))
		if d.Agreement != nil {
			h.agreement = append(h.agreement, *d.Agreement)
		}
		if d.Boilerplate != nil {
			h.boiler = append(h.boiler, *d.Boilerplate)
		}
		if r.result.Crawl != nil && fresh(d.Published.Time, r.lastRead(d.Source)) {
			h.row.Fresh++
		}
	case newVersion:
		h.row.Versions++
		return
	case reread, unchanged, alias, elsewhere, part:
	}
	h.documents = append(h.documents, knownHealth{Document: health.Document{Chars: n, Agreement: d.Agreement, Boilerplate: d.Boilerplate, Lang: d.Lang},
		id: d.ID, run: string(r.id), version: int64(d.Version), published: d.Published.Time, record: a.capture.Kind == KindRecord})
}

// late is by how much the date of an article may lie before the run that ought to
// have met it: outlets put up what they dated days ago. An archive goes back further.
const late = 14 * 24 * time.Hour

// fresh reports whether an article came out since the last run that read its source.
// What a first run meets, and an archive, may be of any time.
func fresh(published, last time.Time) bool {
	return !last.IsZero() && (published.IsZero() || published.After(last.Add(-late)))
}

// lastRead is when the last run began that read the source, the zero time where none
// did.
func (r *run) lastRead(id corpus.SourceID) time.Time {
	if h := r.history[id]; h != nil {
		return health.LastRead(h.Runs)
	}
	return time.Time{}
}

// noteCapture counts the last attempt at an address.
func (r *run) noteCapture(c corpus.Capture) {
	h := r.healthOf(c.Source)
	if c.Via == frontier.ViaKnown {
		return // as noteLooked
	}
	countCapture(&h.row, h.charsets, c.Kind, c.Outcome, c.ErrorCode, c.Charset)
}

func countCapture(row *store.SourceRunRow, charsets map[string]int64, kind string, outcome corpus.Outcome, code, charset string) {
	came := outcome.Stored() && outcome != corpus.OutcomeBlocked
	switch kind {
	case crawl.KindPage:
		row.Pages++
		if outcome == corpus.OutcomeNotFetched {
			return
		}
		row.Asked++
		if came || outcome == corpus.OutcomeNotModified {
			row.Answered++
		}
		if came {
			row.Stored++
			if charset != "" {
				charsets[charset]++
			}
		}
	case crawl.KindStart, crawl.KindFeed, crawl.KindSitemap, crawl.KindListing:
		if outcome == corpus.OutcomeNotFetched && code != reason.Robots && code != reason.HostDown {
			return // a budget, or not due
		}
		row.Lists++
		if !came && outcome != corpus.OutcomeNotModified || reason.OfList(code) {
			row.ListsFailed++
		}
	}
}

// keepHealth judges the sources of this run by their history, and writes what has
// begun and what has ended. all tells that the run was about every source.
func (r *run) keepHealth(ctx context.Context, all bool) error {
	if err := r.openHistory(ctx); err != nil {
		return err
	}
	crawled := map[corpus.SourceID]bool{}
	if r.result.Crawl != nil {
		for _, l := range r.result.Crawl.Sources {
			crawled[l.Source] = true
		}
	}
	ids := maps.Clone(crawled)
	for id, h := range r.health {
		ids[id] = ids[id] || h.row.Documents+h.row.Versions > 0 || h.row.Looked != nil
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		if s := r.sources[id]; !ids[id] || s != nil && s.ListID == crawl.URLList {
			continue
		}
		if err := r.keepSource(id, crawled[id]); err != nil {
			return err
		}
	}
	if all {
		return r.endUnlisted()
	}
	return nil
}

// keepSource judges one source.
func (r *run) keepSource(id corpus.SourceID, crawled bool) error {
	s, h := r.source(id), r.healthOf(id)
	past := cmp.Or(r.history[id], &health.History{})
	if s.NotDue { // of those that are passed over there is nothing to note, however often
		if until := health.RestUntil(past.Runs); r.started.Before(until) {
			s.RestUntil = until
		}
		on := health.Told{On: health.Open(past.Events)}
		s.holdAgainst(on)
		r.tell(on)
		return nil
	}
	r.fillRow(id, crawled)
	now := health.History{Runs: append(slices.Clip(past.Runs), h.row), Documents: r.healthDocuments(h), Events: past.Events}
	now.Sort()
	noted, usual := r.found(s, h, now)
	told := health.Tell(health.Open(now.Events), noted, usual, func(e store.SourceEventRow) bool { return r.judges(now, h.row, s, e) }, string(id), string(r.id), r.started)
	h.row.Faults = int64(len(told.On) + len(told.Began))
	s.holdAgainst(told)
	r.tell(told)
	return errors.Join(store.Append(r.batch, h.row), store.Append(r.batch, told.Ended...), store.Append(r.batch, told.Began...))
}

// fillRow ends the row of a source.
func (r *run) fillRow(id corpus.SourceID, crawled bool) {
	s, h := r.source(id), r.healthOf(id)
	row := &h.row
	row.SourceID, row.RunID, row.Started, row.Month = string(id), string(r.id), r.started, r.started.Format("2006-01")
	row.Read = crawled && r.ingested
	if row.Read && row.Looked == nil {
		row.Looked, row.Articles, row.Empty = new(int64), new(int64), new(int64)
	}
	row.Unchanged = max(0, int64(s.Documents)-row.Documents-row.Versions)
	row.Chars, row.Agreement, row.Boilerplate = health.Median(h.chars), health.Median(h.agreement), health.Median(h.boiler)
	for _, lang := range slices.Sorted(maps.Keys(h.langs)) {
		row.Langs = append(row.Langs, store.LangCount{Lang: lang, Documents: h.langs[lang]})
	}
	row.Charsets = charsetUses(h.charsets)
	for _, name := range slices.Sorted(maps.Keys(h.selectors)) {
		row.Selectors = append(row.Selectors, *h.selectors[name])
	}
	// A list that came and names nothing of the source is of no more use than one
	// that did not come.
	failed := map[string]bool{}
	for _, f := range s.Faults {
		if f.URL != "" {
			failed[f.URL] = true
		} else if f.Code == FaultUnnamed || f.Code == FaultUnfetched {
			row.ListsFailed = row.Lists
		}
	}
	row.ListsFailed = min(row.Lists, max(row.ListsFailed, int64(len(failed))))
}

func charsetUses(n map[string]int64) (out []store.CharsetUse) {
	for _, name := range slices.Sorted(maps.Keys(n)) {
		out = append(out, store.CharsetUse{Charset: name, Pages: n[name]})
	}
	return out
}

// healthDocuments are the articles of a source as they stand after this run.
func (r *run) healthDocuments(h *sourceHealth) []health.Document {
	var out []health.Document
	for _, d := range h.documents {
		if r.superseded[d.id] == nil && !d.record && d.version <= 1 {
			d.At = r.startOf(d.run)
			out = append(out, d.Document)
		}
	}
	return out
}

// found lists what is wrong with a source: what this run found, and what its history
// shows.
func (r *run) found(s *SourceResult, h *sourceHealth, now health.History) (noted []health.Noted, usual []string) {
	for _, f := range s.Faults {
		noted = append(noted, health.Noted{URL: f.URL, Fault: health.Fault{Code: f.Code, Broken: true, Message: f.Message}})
	}
	noted = append(noted, h.noted...)
	if !r.readPages() {
		return noted, nil
	}
	faults, usual := now.Judge()
	for _, f := range faults {
		if !r.told(s, f.Code) {
			noted = append(noted, health.Noted{Fault: f})
		}
	}
	return noted, usual
}

// readPages holds for runs that made documents of what they fetched or imported.
func (r *run) readPages() bool { return r.ingested || r.result.Crawl == nil }

// told reports whether a fault of the source's rate needs no saying: the editor has
// set its floor, or its lists say why there is less.
func (r *run) told(s *SourceResult, code string) bool {
	if code != health.Silent && code != health.Fewer {
		return false
	}
	known := r.sources[s.ID]
	return code == health.Silent && known != nil && known.MinArticles > 0 || s.listFault()
}

// listFault reports whether something is wrong with the way to a source's pages.
func (s *SourceResult) listFault() bool {
	return slices.ContainsFunc(s.Faults, func(f Fault) bool {
		return f.Code != FaultFloor && f.Code != FaultUnannotated && f.Code != health.Silent
	})
}

// judges reports whether this run could have found a fault, so that it is over if it
// was not found.
func (r *run) judges(now health.History, row store.SourceRunRow, s *SourceResult, e store.SourceEventRow) bool {
	switch {
	case health.Learnt(e.Code):
		return r.readPages() && now.Judges(e.Code) && (e.Code != health.Fewer || !s.listFault())
	case e.Code == FaultFloor || e.Code == FaultUnannotated:
		return row.Read
	}
	return r.result.Crawl != nil // of its lists
}

// holdAgainst notes since when the source's faults hold, and those that hold beside
// what this run found.
func (s *SourceResult) holdAgainst(t health.Told) {
	for _, e := range slices.Concat(t.On, t.Began) {
		if !e.Broken {
			continue
		}
		f := Fault{Code: e.Code, URL: e.URL, Message: e.Message}
		i := slices.IndexFunc(s.Faults, func(o Fault) bool { return o.URL == e.URL && (o.URL != "" || o.Code == e.Code) })
		if i < 0 {
			s.Faults = append(s.Faults, f)
			i = len(s.Faults) - 1
		}
		if e.RunID != "" && !slices.ContainsFunc(t.Began, func(b store.SourceEventRow) bool { return b == e }) {
			s.Faults[i].Since = e.NoticedAt
		}
	}
}

// endUnlisted ends the faults of sources that an editor has taken from the lists.
func (r *run) endUnlisted() error {
	listed := map[corpus.SourceID]bool{}
	for _, s := range r.p.cfg.Sources {
		listed[s.ID] = true
	}
	for _, id := range slices.Sorted(maps.Keys(r.history)) {
		h := r.history[id]
		if listed[id] || !slices.ContainsFunc(h.Runs, func(row store.SourceRunRow) bool { return row.Lists > 0 }) {
			continue
		}
		told := health.Tell(health.Open(h.Events), nil, nil, func(store.SourceEventRow) bool { return true }, string(id), string(r.id), r.started)
		for i := range told.Ended {
			told.Ended[i].Message = "is in no source list any more"
		}
		r.tell(told)
		if err := store.Append(r.batch, told.Ended...); err != nil {
			return err
		}
	}
	return nil
}

// tell takes over what is new of a source's health, and what goes on.
func (r *run) tell(t health.Told) {
	for _, e := range slices.Concat(t.Ended, t.Began) {
		r.result.Events = append(r.result.Events, sourceEvent(e))
	}
	for _, e := range t.On {
		r.result.GoingOn = append(r.result.GoingOn, sourceEvent(e))
	}
}

// SourceEvent is the begin or the end of a fault of a source; see table
// source_events.
type SourceEvent struct {
	Source   corpus.SourceID `json:"source"`
	Code     string          `json:"code"`
	URL      string          `json:"url,omitempty"`
	Phase    string          `json:"phase"`
	Since    time.Time       `json:"since"`
	Broken   bool            `json:"broken"`
	Accepted bool            `json:"accepted,omitempty"`
	Message  string          `json:"message"`
	Expected string          `json:"expected,omitempty"`
	Observed string          `json:"observed,omitempty"`
}

func sourceEvent(e store.SourceEventRow) SourceEvent {
	return SourceEvent{Source: corpus.SourceID(e.SourceID), Code: e.Code, URL: e.URL, Phase: e.Phase, Since: cmp.Or(e.Since, e.NoticedAt).UTC(), Broken: e.Broken,
		Accepted: e.Accepted, Message: e.Message, Expected: e.Expected, Observed: e.Observed}
}
