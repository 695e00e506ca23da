package digest

import (
	"cmp"
	"context"
	"strings"
	"time"

	"framewatch/compare"
	"framewatch/store"
)

// Columns that are read.
type (
	runRow struct {
		ID      string    `col:"run_id"`
		Command string    `col:"command"`
		Ended   time.Time `col:"ended"`
	}
	documentBatch struct {
		Doc        []string      `col:"doc_id"`
		Capture    []string      `col:"capture_id"`
		Source     store.Symbols `col:"source_id"`
		URL        []string      `col:"url"`
		Title      []string      `col:"title,null"`
		Article    store.Symbols `col:"article_id"`
		Version    []int64       `col:"version"`
		Supersedes store.Symbols `col:"supersedes"`
		Run        store.Symbols `col:"run_id"`
	}
	captureBatch struct {
		Capture []string      `col:"capture_id"`
		Run     store.Symbols `col:"run_id"`
	}
	targetBatch struct {
		Doc       []string      `col:"doc_id"`
		Target    store.Symbols `col:"target_id"`
		Relevance store.Symbols `col:"relevance"`
	}
)

func (runRow) Table() string        { return store.RunRow{}.Table() }
func (documentBatch) Table() string { return store.DocumentRow{}.Table() }
func (captureBatch) Table() string  { return store.CaptureRow{}.Table() }
func (targetBatch) Table() string   { return store.DocumentTargetRow{}.Table() }

// runs reads when each run ended.
func (m *maker) runs(ctx context.Context) error {
	m.ended = map[string]time.Time{}
	for r, err := range store.Scan[runRow](ctx, m.ds) {
		if err != nil {
			return err
		}
		m.ended[r.ID] = r.Ended.UTC()
		if m.when(r.Ended) == within {
			m.d.Runs++
		}
		if last := m.d.LastRun; last == nil || r.Ended.After(last.Ended) || r.Ended.Equal(last.Ended) && r.ID > last.ID {
			m.d.LastRun = &Run{r.ID, r.Command, r.Ended.UTC()}
		}
	}
	return nil
}

// documents reads when each article was first seen. A document names the run that
// first had it; one that took another's place, as the page was read by other rules,
// names the run that did so: of that, the run counts that fetched the page.
func (m *maker) documents(ctx context.Context) error {
	m.docs, m.seen = map[string]*document{}, map[string]time.Time{}
	reread := map[string][]*document{} // by capture
	for b, err := range store.ScanColumns[documentBatch](ctx, m.ds) {
		if err != nil {
			return err
		}
		for i, id := range b.Doc {
			v := compare.VersionOf(id, b.Article.At(i), b.Source.At(i), b.URL[i], b.Version[i])
			known, _ := m.c.Doc(id)
			d := &document{Doc: known, article: string(v.Article), version: v.Number, title: strings.Clone(b.Title[i]), url: strings.Clone(b.URL[i]), run: m.ended[b.Run.At(i)]}
			if b.Supersedes.At(i) != "" {
				d.run = time.Time{}
				capture := strings.Clone(b.Capture[i])
				reread[capture] = append(reread[capture], d)
			}
			m.docs[d.ID] = d
		}
	}
	if err := m.captured(ctx, reread); err != nil {
		return err
	}
	for _, d := range m.docs {
		if at, met := m.seen[d.article]; !met || d.run.Before(at) {
			m.seen[d.article] = d.run
		}
	}
	return nil
}

// captured reads when the pages of documents were fetched.
func (m *maker) captured(ctx context.Context, docs map[string][]*document) error {
	if len(docs) == 0 {
		return nil
	}
	for b, err := range store.ScanColumns[captureBatch](ctx, m.ds) {
		if err != nil {
			return err
		}
		for i, id := range b.Capture {
			for _, d := range docs[id] {
				d.run = m.ended[b.Run.At(i)]
			}
		}
	}
	return nil
}

// relevance says which documents count and name the target, and how far they are
// about it.
func (m *maker) relevance(ctx context.Context) error {
	for b, err := range store.ScanColumns[targetBatch](ctx, m.ds) {
		if err != nil {
			return err
		}
		for i, id := range b.Doc {
			if d := m.docs[id]; d != nil && m.c.Counts(m.d.Target, b.Target.At(i)) {
				d.relevance = b.Relevance.At(i)
			}
		}
	}
	s := m.opt.Compare.Selection()
	s.IncludePaywalled = true // of a teaser an editor wants to know too
	all := s
	all.Targets = nil
	for _, d := range m.docs {
		d.relevance = cmp.Or(d.relevance, compare.GroupUnknown)
		d.about = m.d.NotYet == "" && m.c.Selects(s, d.ID)
		switch m.of(d) {
		case within:
			if m.c.Selects(all, d.ID) {
				m.d.Seen++
			}
			if d.about {
				m.order = append(m.order, d)
			}
		case before:
			if !d.about {
				continue
			}
			m.d.Before++
			if d.version > 1 && m.when(d.run) == within {
				m.d.Changed++
			}
		case after:
		}
	}
	return nil
}
