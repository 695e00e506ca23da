package digest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"framewatch/compare"
	"framewatch/report"
	"framewatch/store"
)

// Options are what a digest is made with.
type Options struct {
	Since, Until time.Time      // runs that ended from Since on and before Until count
	Compare      compare.Config // whose target, selection and sampling hold here too
	Report       report.Config  // names the target, frames and entities
}

// Digest is what came in a period.
type Digest struct {
	Since   time.Time    `json:"since"`
	Until   time.Time    `json:"until"`
	Target  string       `json:"target_id"`
	Subject report.Label `json:"-"`
	Filter  string       `json:"filter,omitempty"` // of compare.filter, under which articles count
	Runs    int          `json:"runs"`             // that ended in the period
	LastRun *Run         `json:"last_run"`         // of the dataset; null where there is none
	Seen    int          `json:"seen"`             // new articles that count, whatever they are about
	About   int          `json:"about"`            // of them, those that name the target
	Old     int          `json:"published_before"` // of those, the ones published on a day before the period's first
	Changed int          `json:"changed"`          // articles about the target that were known, of which the period brought a new text
	Before  int          `json:"known_before"`     // articles about the target that were seen before
	NotYet  string       `json:"not_coded,omitempty"`
	Demo    bool         `json:"demo"` // an outlet among them is invented

	Stories    []Story     `json:"stories"`
	Outlets    []Outlet    `json:"new_outlets"`
	People     []Newcomer  `json:"new_people"`
	Bodies     []Newcomer  `json:"new_bodies"`
	Others     []Newcomer  `json:"new_others"`
	Renderings []Rendering `json:"new_renderings"`
	Frames     Frames      `json:"frames"`
	Sources    Sources     `json:"sources"`
}

// Run is the run that ended last.
type Run struct {
	ID      string    `json:"run_id"`
	Command string    `json:"command"`
	Ended   time.Time `json:"ended"`
}

// Story is what one text became: an article, or copies and translations of it.
type Story struct {
	Articles []Article `json:"articles"`     // new ones, one an outlet and address
	Earlier  int       `json:"known_copies"` // copies that were seen before the period
}

// Article is an article by its newest version.
type Article struct {
	DocID     string `json:"doc_id"`
	Source    string `json:"source_id"`
	Outlet    string `json:"outlet"`
	Country   string `json:"country"`
	Title     string `json:"title"`
	URL       string `json:"url"`
	Published string `json:"published"` // YYYY-MM-DD, as far as it is known
	Lang      string `json:"lang"`
	Relevance string `json:"relevance"` // main, passing, none or unknown
	Paywalled bool   `json:"paywalled"`
}

// Outlet is an outlet of which no article about the target was seen before.
type Outlet struct {
	Source   string `json:"source_id"`
	Name     string `json:"name"`
	Country  string `json:"country"`
	Known    bool   `json:"known"` // articles about other things were
	Articles int    `json:"articles"`
}

// Newcomer is somebody or something that no article about the target named before.
type Newcomer struct {
	ID      string  `json:"id"` // of a gazetteer, or of table names
	Name    string  `json:"name"`
	Listed  bool    `json:"in_gazetteer"`
	Label   string  `json:"label"`
	Stories int     `json:"stories"`
	First   Article `json:"first"`
}

// Rendering is a wrong name of the target that no article had before.
type Rendering struct {
	Surface  string  `json:"surface"`
	Variant  string  `json:"variant"` // mistranslation or typo
	Articles int     `json:"articles"`
	Outlets  int     `json:"outlets"`
	First    Article `json:"first"`
}

// first reports whether nothing about the target was seen before the period, so that
// all of it is new, and nothing could have moved.
func (d *Digest) first() bool { return d.Before == 0 }

// Make reads a digest.
func Make(ctx context.Context, ds *store.Dataset, opt Options) (d *Digest, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("digest: %w", err)
		}
	}()
	if !opt.Since.Before(opt.Until) {
		return nil, errors.New("the period ends before it begins")
	}
	m := maker{ds: ds, opt: opt, d: &Digest{Since: opt.Since.UTC(), Until: opt.Until.UTC(), Target: opt.Compare.Target, Subject: opt.Report.Target, Filter: opt.Compare.Filter}}
	if m.c, err = compare.Load(ctx, ds); err != nil {
		return nil, err
	}
	if _, err := m.c.Target(opt.Compare.Target); errors.Is(err, compare.ErrQuestion) {
		m.d.NotYet = err.Error()
	}
	m.names = report.NewNames(opt.Report, m.c)
	for _, step := range []func(context.Context) error{m.runs, m.documents, m.relevance, m.articles, m.newcomers, m.frames, m.sources} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return m.d, nil
}

// maker fills a digest; its other fields are needed only meanwhile.
type maker struct {
	ds    *store.Dataset
	opt   Options
	c     *compare.Corpus
	names report.Names
	d     *Digest

	ended map[string]time.Time // runs
	docs  map[string]*document // by ID
	seen  map[string]time.Time // articles: when each was first seen; zero where that is not known, long ago
	order []*document          // that are about the target and of which the article is new, by date
}

// document is what is known of a version of an article.
type document struct {
	compare.Doc
	article, title, url string
	relevance           string
	version             int64
	run                 time.Time // when the run ended that first had it
	about               bool      // it counts and names the target
}

// when is on which side of the period a moment lies.
type when int

const (
	before when = iota
	within
	after
)

func (m *maker) when(at time.Time) when {
	switch {
	case at.Before(m.opt.Since):
		return before
	case at.Before(m.opt.Until):
		return within
	}
	return after
}

// of is when the article of a document was first seen.
func (m *maker) of(d *document) when { return m.when(m.seen[d.article]) }

// article is a document for those who read of it.
func (m *maker) article(d *document) Article {
	return Article{DocID: d.ID, Source: d.Source, Outlet: d.Outlet, Country: d.Country, Title: d.title, URL: d.url, Published: d.Date, Lang: d.Lang,
		Relevance: d.relevance, Paywalled: d.Paywalled}
}
