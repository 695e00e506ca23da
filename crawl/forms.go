package crawl

import (
	"slices"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
	"framewatch/crawl/reason"
)

// A page that names another of the run as its canonical address, and whose own
// address looks like a form of it, is one if it has its text. Whichever answers
// first, it waits until the other pages of its wave are there: its answer is in
// the archive, its item stays in the frontier, so a kill costs no more than the
// fetch.

// form is such a page.
type form struct {
	task    *task
	capture corpus.Capture
	links   []frontier.Link
	known   map[string]frontier.Known
	of      string // the page
	text    read.Text
}

// hold archives a page that may be another form of one of the run, and lets it
// wait.
func (l *loop) hold(r *result, c corpus.Capture) error {
	if err := l.write(&c, r.task, r.archive, nil); err != nil {
		return err
	}
	source := r.task.item.Source
	l.held[source] = append(l.held[source], form{task: r.task, capture: c, links: r.links, known: r.known, of: r.variant, text: r.text})
	l.home(r.task)
	r.task.url = r.task.item.URL // it is at home, and stays away no longer
	l.ended(source)
	return nil
}

// settleForms decides on the forms of idle sources: those that wait for nothing
// else.
func (l *loop) settleForms() error {
	for _, i := range slices.Clone(l.idle) { // what is settled is idle again
		if forms := l.held[i]; len(forms) > 0 && l.pending[i] == len(forms) {
			l.held[i] = nil
			if err := l.settleFormsOf(forms); err != nil {
				return err
			}
		}
	}
	return l.commit()
}

// settleFormsOf takes forms in order of their places, one that another one names
// before that one.
func (l *loop) settleFormsOf(forms []form) error {
	slices.SortFunc(forms, func(a, b form) int { return a.task.item.Ord - b.task.item.Ord })
	pages := map[string]read.Text{} // settled as pages of their own
	for len(forms) > 0 {
		at := max(0, slices.IndexFunc(forms, func(f form) bool {
			return !slices.ContainsFunc(forms, func(other form) bool { return other.task.item.URL == f.of })
		}))
		f := forms[at]
		forms = slices.Delete(forms, at, at+1)
		page, ok := pages[f.of]
		if !ok {
			var err error
			if page, ok, err = l.textOf(f.of); err != nil {
				return err
			}
		}
		c := f.capture
		if ok && read.SameText(f.text, page) {
			c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeSkipped, reason.Alias, "another form of "+f.of
		} else {
			pages[f.task.item.URL] = f.text
			if _, named := pages[f.of]; !named && !ok {
				pages[f.of] = f.text // the page itself is not there: the first form stands for it
			}
			l.found(f.task, &c, f.links)
			l.know(&c, f.known)
		}
		l.settle(f.task, c)
	}
	return nil
}

// textOf reads the text of a page that the run has settled; ok is false for one
// that it does not have.
func (l *loop) textOf(url string) (text read.Text, ok bool, err error) {
	k, ok := l.batch.Known[url]
	if !ok {
		// What was committed is in the store when it is flushed.
		if err := l.flush(); err != nil {
			return text, false, err
		}
		if k, ok, err = l.store.Known(url); err != nil {
			return text, false, err
		}
	}
	if !ok || k.Gone || k.Run != l.job.Run && !isStored(l.job, k) {
		return text, false, nil
	}
	body, _, err := readBody(datasetOf(l.job.WARCDir), k.WARCFile, k.WARCOffset, l.cfg.MaxBody)
	if err != nil {
		return text, false, nil //nolint:nilerr // a page that cannot be read is not there
	}
	return read.TextOf(body, k.ContentType), true, nil
}
