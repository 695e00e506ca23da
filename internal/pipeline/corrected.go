package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/streams"
	"framewatch/store"
)

// stageCorrections is the stage's name in table runs.
const stageCorrections = "corrections"

// correctionStage brings the documents under today's lines and writes down what
// has come of each.
func (r *run) correctionStage() stage {
	return stage{name: stageCorrections, version: 1, reads: []string{store.DocumentRow{}.Table()},
		settings: func(c *config.Loaded) any { return c.Corrections }, do: r.keepCorrections}
}

// standing is a document of the tables with the lines about it.
type standing struct {
	id    corpus.DocID
	lines []*config.Correction
}

// stood is what the tables have of the pages that lines are about.
type stood struct {
	documents []standing
	pages     map[string]string // address -> least document
	again     map[string]string // documents that stand under other lines, with their months
}

func (r *run) keepCorrections(ctx context.Context, now *store.Dataset) error {
	if len(r.corrections.lines) == 0 && len(r.corrections.table) == 0 {
		return nil
	}
	s, err := r.standing(ctx, now)
	if err != nil {
		return err
	}
	if len(s.again) > 0 {
		r.p.opt.Log.Info("corrections changed: annotating again", "documents", len(s.again))
		if err := r.annotateAgain(ctx, s.again); err != nil {
			return err
		}
	}
	return replaceChanged(ctx, r, r.correctionRows(s), func(row *store.CorrectionRow) { row.RunID = "" })
}

func (r *run) standing(ctx context.Context, now *store.Dataset) (*stood, error) {
	s := &stood{pages: map[string]string{}, again: map[string]string{}}
	for _, f := range now.Files(store.DocumentRow{}.Table()) {
		for d, err := range store.Scan[correctable](ctx, now.Only(f)) {
			if err != nil {
				return nil, err
			}
			for _, u := range []string{today(d.URL), today(d.FinalURL)} {
				if least, met := s.pages[u]; !met || d.DocID < least {
					s.pages[u] = d.DocID
				}
			}
			a := item{doc: corpus.Document{ID: corpus.DocID(d.DocID), URL: d.URL, FinalURL: d.FinalURL, Article: corpus.ArticleID(d.ArticleID)}}
			lines := r.correctionsOf(&a)
			before := r.corrections.before[a.doc.ID]
			if len(lines) > 0 {
				s.documents = append(s.documents, standing{a.doc.ID, lines})
			}
			if _, written := r.corrections.now[a.doc.ID]; !written && linesOf(lines) != rowsOf(before) {
				s.again[d.DocID] = f.Month()
			}
		}
	}
	return s, nil
}

// linesOf and rowsOf say under which lines a document stands: equal where nothing
// about it has changed.
func linesOf(lines []*config.Correction) string {
	var keys []string
	for _, l := range lines {
		keys = append(keys, strings.Join([]string{l.Kind(), l.Subject(), l.Value()}, "\n"))
	}
	slices.Sort(keys)
	return streams.KeyOf(keys)
}

func rowsOf(rows []store.CorrectionRow) string {
	var keys []string
	for _, r := range rows {
		keys = append(keys, strings.Join([]string{r.Kind, r.Subject, r.After}, "\n"))
	}
	slices.Sort(keys)
	return streams.KeyOf(keys)
}

// correctionRows are the rows of all lines: of the documents that they are about,
// and of those that are about none.
func (r *run) correctionRows(s *stood) []store.CorrectionRow {
	c := r.corrections
	used := map[*config.Correction]bool{}
	var out []store.CorrectionRow
	for _, d := range s.documents {
		rows, written := c.now[d.id]
		if !written {
			rows = c.before[d.id]
		}
		for _, row := range rows {
			at := slices.IndexFunc(d.lines, func(l *config.Correction) bool { return l.Kind() == row.Kind && l.Subject() == row.Subject })
			if at < 0 { // cannot be: such a document was written again
				continue
			}
			l := d.lines[at]
			used[l] = true
			row.Address, row.Editor, row.Day, row.Reason = l.URL, l.Editor, l.Day, l.Reason
			out = append(out, row)
		}
	}
	for i := range c.lines {
		if l := &c.lines[i]; !used[l] && !r.erased.URL(l.URL) && !r.erased.URL(l.Subject()) {
			if row, tell := r.unusedRow(l, s.pages); tell {
				out = append(out, row)
			}
		}
	}
	for i := range out {
		out[i].RunID = string(r.id)
	}
	slices.SortFunc(out, func(a, b store.CorrectionRow) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.DocID, b.DocID))
	})
	return out
}

// unusedRow is the row of a line that is about the story of pages, or about what
// is in a document and changed none. Nothing is told of a line about a masked
// document, which may name who was masked.
func (r *run) unusedRow(l *config.Correction, pages map[string]string) (row store.CorrectionRow, tell bool) {
	row = store.CorrectionRow{Address: l.URL, Kind: l.Kind(), Subject: l.Subject(), Editor: l.Editor, Day: l.Day, Reason: l.Reason, Status: statusNoPage}
	doc, met := pages[l.URL]
	_, other := pages[l.Subject()]
	switch {
	case aboutStories(l.Kind()):
		if met && other {
			row.Status, row.DocID = statusApplied, doc
		}
	case met:
		row.Status, row.DocID = statusNoEffect, doc
	}
	return row, !r.erased.IsMasked(corpus.DocID(doc)) || aboutStories(l.Kind())
}

// noteCorrections says in the run's summary which lines have changed nothing.
func (r *run) noteCorrections(ctx context.Context) error {
	places := map[string]string{}
	for _, l := range r.p.cfg.Corrections {
		places[strings.Join([]string{l.URL, l.Kind(), l.Subject()}, "\n")] = l.Place
	}
	if len(places) == 0 {
		return nil
	}
	now, err := r.batch.Snapshot(ctx)
	if err != nil {
		return err
	}
	for row, err := range store.Scan[store.CorrectionRow](ctx, now) {
		if err != nil {
			return err
		}
		place := places[strings.Join([]string{row.Address, row.Kind, row.Subject}, "\n")]
		if row.Status == statusApplied || place == "" {
			continue
		}
		what := row.Address
		if row.Subject != "" {
			what += " (" + row.Subject + ")"
		}
		r.result.Notes = append(r.result.Notes, fmt.Sprintf("%s: correction of %s: %s: %s", place, row.Kind, what, row.Status))
	}
	return nil
}
