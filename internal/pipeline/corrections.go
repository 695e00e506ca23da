package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/nlp"
	"framewatch/store"
)

// corrections are an editor's lines, and what the tables have of them. The lines
// are applied wherever a document's rows are written; documents whose rows were
// written under other lines are written again.
type corrections struct {
	lines   []config.Correction
	byPage  map[string][]int                       // address -> lines about what is in a document
	sticky  map[corpus.ArticleID][]int             // lines that its rows name: an article keeps them when it moves
	table   []store.CorrectionRow                  // as the dataset had it when the run began
	before  map[corpus.DocID][]store.CorrectionRow // of it, by document
	sources map[corpus.DocID]corpus.SourceID       // of documents that stand under another outlet
	now     map[corpus.DocID][]store.CorrectionRow // of the documents that this run has written, each of which has a key
	fetched map[corpus.CaptureID]time.Time         // of documents whose date a line takes away
}

// Statuses of table corrections.
const (
	statusApplied  = "applied"
	statusNoEffect = "without effect"
	statusNoPage   = "no such page"
)

func (r *run) loadCorrections(ctx context.Context) error {
	c := &corrections{lines: r.p.cfg.Corrections, byPage: map[string][]int{}, sticky: map[corpus.ArticleID][]int{},
		before: map[corpus.DocID][]store.CorrectionRow{}, sources: map[corpus.DocID]corpus.SourceID{}, now: map[corpus.DocID][]store.CorrectionRow{}}
	for i := range c.lines {
		if !aboutStories(c.lines[i].Kind()) {
			c.byPage[c.lines[i].URL] = append(c.byPage[c.lines[i].URL], i)
		}
	}
	for row, err := range store.Scan[store.CorrectionRow](ctx, r.dataset) {
		if err != nil {
			return err
		}
		c.table = append(c.table, row)
		if row.DocID == "" || aboutStories(row.Kind) {
			continue
		}
		doc, article := corpus.DocID(row.DocID), corpus.ArticleID(row.ArticleID)
		c.before[doc] = append(c.before[doc], row)
		if article != "" {
			c.sticky[article] = append(c.sticky[article], c.byPage[row.Address]...)
		}
		if o := originalOf(row); o.Source != "" {
			c.sources[doc] = o.Source
		}
	}
	r.corrections = c
	return nil
}

func aboutStories(kind string) bool {
	return kind == config.CorrectSameStory || kind == config.CorrectNotSameStory
}

// of lists the lines about a page, in the order of the file and each thing once.
func (c *corrections) of(article corpus.ArticleID, addresses ...string) []*config.Correction {
	if len(c.lines) == 0 {
		return nil
	}
	found := slices.Clone(c.sticky[article])
	for _, u := range addresses {
		found = append(found, c.byPage[today(u)]...)
	}
	slices.Sort(found)
	var out []*config.Correction
	for _, i := range slices.Compact(found) {
		line := &c.lines[i]
		if !slices.ContainsFunc(out, func(o *config.Correction) bool { return o.Kind() == line.Kind() && o.Subject() == line.Subject() }) {
			out = append(out, line)
		}
	}
	return out
}

// correctionsOf finds the lines about a page on its way. A document in which a
// person was masked takes none that could name the person.
func (r *run) correctionsOf(a *item) []*config.Correction {
	article := a.doc.Article
	if article == "" && r.articles != nil {
		article, _ = r.articles.base.of(a.capture, a.doc)
	}
	lines := r.corrections.of(article, a.doc.URL, a.doc.FinalURL, a.capture.URL, a.capture.FinalURL)
	return slices.DeleteFunc(lines, func(l *config.Correction) bool {
		return r.erased.IsMasked(a.doc.ID) && (l.Kind() == config.CorrectAuthors || l.Kind() == config.CorrectLink)
	})
}

// corrected is the document as the tables will have it.
func (a *item) corrected() corpus.Document {
	d := a.doc
	for _, l := range a.lines {
		switch l.Kind() {
		case config.CorrectDate:
			d.Published = l.Published()
		case config.CorrectAuthors:
			d.Authors = l.Authors
		case config.CorrectOutlet:
			d.Source = corpus.SourceID(l.Outlet)
		case config.CorrectLang:
			d.Lang = l.Lang
		case config.CorrectNoArticle:
			d.Excluded = l.Reason
		}
	}
	return d
}

// relinks are the lines about names.
func (a *item) relinks() []nlp.Relink {
	var out []nlp.Relink
	for _, l := range a.lines {
		if l.Link != nil {
			entity := l.Link.Entity
			if entity == config.None {
				entity = ""
			}
			out = append(out, nlp.Relink{Surface: l.Link.Surface, Entity: corpus.EntityID(entity)})
		}
	}
	return out
}

// original is what a correction has replaced.
type original struct {
	Published *corpus.Date    `json:"published,omitempty"`
	Month     string          `json:"month,omitempty"` // of an article without a date
	Authors   []string        `json:"authors,omitempty"`
	Source    corpus.SourceID `json:"source,omitempty"`
}

func originalOf(row store.CorrectionRow) (o original) {
	if row.Original != "" && json.Unmarshal([]byte(row.Original), &o) != nil {
		return original{} // no run has written it
	}
	return o
}

// rows tell what has come of the lines about a document.
func (a *item) rows() ([]store.CorrectionRow, error) {
	var out []store.CorrectionRow
	links := 0
	for _, l := range a.lines {
		row := store.CorrectionRow{Address: l.URL, Kind: l.Kind(), Subject: l.Subject(), DocID: string(a.doc.ID), ArticleID: string(a.doc.Article), After: l.Value(),
			Editor: l.Editor, Day: l.Day, Reason: l.Reason, Status: statusApplied}
		var o original
		switch l.Kind() {
		case config.CorrectDate:
			row.Before, o.Published = cmp.Or(a.doc.Published.String(), config.None), &a.doc.Published
			if !a.doc.Published.Known() {
				o.Month = store.MonthOf(a.doc)
			}
		case config.CorrectAuthors:
			row.Before, o.Authors = strings.Join(a.doc.Authors, "; "), a.doc.Authors
		case config.CorrectOutlet:
			row.Before, o.Source = string(a.doc.Source), a.doc.Source
		case config.CorrectLang:
			row.Before = a.doc.Lang
		case config.CorrectLink:
			row.Before = linkedTo(a.linked[links])
			links++
		}
		if row.Before == row.After || l.Link != nil && row.Before == "" {
			row.Status = statusNoEffect
		}
		if o.Published != nil || o.Authors != nil || o.Source != "" {
			data, err := json.Marshal(o)
			if err != nil {
				return nil, fmt.Errorf("note what a correction replaces: %w", err)
			}
			row.Original = string(data)
		}
		out = append(out, row)
	}
	return out, nil
}

// stands is the document of an item as its row will have it, and notes what has
// come of the lines about it.
func (r *run) stands(a *item) (d corpus.Document, err error) {
	d = a.corrected()
	r.corrections.now[d.ID], err = a.rows()
	return d, err
}

// linkedTo words the entities of a name's mentions; "" where it has none.
func linkedTo(entities []string) string {
	var out []string
	for _, e := range entities {
		out = append(out, cmp.Or(e, config.None))
	}
	return strings.Join(out, "; ")
}

// original is the document of a row of the dataset as its page gave it.
func (r *run) original(row store.DocumentRow) corpus.Document {
	d := row.Document()
	d.Excluded = "" // the lines of today say
	if at, ok := r.corrections.fetched[d.Capture]; ok {
		d.FetchedAt = at
	}
	for _, c := range r.corrections.before[d.ID] {
		o := originalOf(c)
		if o.Published != nil {
			d.Published = *o.Published
		}
		if month, err := time.Parse("2006-01", o.Month); err == nil {
			d.FetchedAt = month
		}
		if c.Kind == config.CorrectAuthors {
			d.Authors = o.Authors
		}
		d.Source = cmp.Or(o.Source, d.Source)
	}
	return d
}

// captureTime is when a page was fetched.
type captureTime struct {
	Capture store.Symbols `col:"capture_id"`
	Fetched []time.Time   `col:"fetched_at"`
}

// Table names the table that ScanColumns reads.
func (captureTime) Table() string { return store.CaptureRow{}.Table() }

// loadFetched reads when pages were fetched, where a line takes a date away: the
// tables put a document without a date there, and have not kept it for others.
func (r *run) loadFetched(ctx context.Context) error {
	c := r.corrections
	undated := slices.ContainsFunc(c.lines, func(l config.Correction) bool { return l.Date == config.None })
	if !undated || c.fetched != nil {
		return nil
	}
	wanted := map[string]bool{}
	for d, err := range store.Scan[correctable](ctx, r.dataset) {
		if err != nil {
			return err
		}
		if slices.ContainsFunc(c.of(corpus.ArticleID(d.ArticleID), d.URL, d.FinalURL), func(l *config.Correction) bool { return l.Date == config.None }) {
			wanted[d.CaptureID] = true
		}
	}
	c.fetched = map[corpus.CaptureID]time.Time{}
	for b, err := range store.ScanColumns[captureTime](ctx, r.dataset) {
		if err != nil {
			return err
		}
		for i, at := range b.Fetched {
			if id := b.Capture.At(i); wanted[id] {
				c.fetched[corpus.CaptureID(id)] = at
			}
		}
	}
	return nil
}

// correctable is what tells which lines are about a document.
type correctable struct {
	DocID     string `col:"doc_id"`
	CaptureID string `col:"capture_id"`
	URL       string `col:"url"`
	FinalURL  string `col:"final_url,null"`
	ArticleID string `col:"article_id,null"`
}

// Table names the table that Scan reads.
func (correctable) Table() string { return store.DocumentRow{}.Table() }
