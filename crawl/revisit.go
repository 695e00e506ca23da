package crawl

import (
	"errors"
	"strconv"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/reason"
	"framewatch/internal/invalid"
)

// Revisit is the schedule on which stored pages are asked for again. Young
// articles are corrected, old ones hardly ever: a page is asked for in every run
// until it has stayed the same for a while, and from then on the more rarely the
// longer it has. Start pages, feeds, sitemaps and other lists are asked for in
// every run, whatever their age, and so is a page that they name and that was gone
// or redirects. A page that is not due costs no request; what it links to is read
// from its stored body.
//
// Articles that no list names any more are asked for on the same schedule, once a
// day at most, after all that is new and within what is left of max_pages. No run
// asks for many more of them than fall due between two runs. One that is gone is
// asked for the next day, then at gaps that double up to the longest, and not any
// more after half a year, unless a list names it again.
type Revisit struct {
	// Fresh is how long a page must have stayed the same before a run passes it
	// over.
	Fresh time.Duration `mapstructure:"fresh" yaml:"fresh" json:"fresh"`
	// Share is the share of the time for which a page has stayed the same after
	// which it is asked for again: with 0.5, one that has not changed in ten days
	// is left alone for five. 0 = asked for in every run.
	Share float64 `mapstructure:"share" yaml:"share" json:"share"`
	// Longest is after how long an article is asked for at the latest, whether or not
	// a list still names it, as far as max_pages and robots.txt let it. One that no
	// list names is asked for once a day at most, and no more of them in a run than
	// twice what falls due between two runs.
	Longest time.Duration `mapstructure:"longest" yaml:"longest" json:"longest"`
}

// DefaultRevisit asks for a page in every run for three days, and at least once
// a month for ever.
func DefaultRevisit() Revisit {
	return Revisit{Fresh: 72 * time.Hour, Share: 0.5, Longest: 30 * 24 * time.Hour}
}

// Validate reports every setting that cannot work, each as *invalid.Field.
func (v Revisit) Validate() error {
	var errs []error
	for _, d := range []struct {
		path  string
		value time.Duration
	}{{"fresh", v.Fresh}, {"longest", v.Longest}} {
		if d.value < 0 || d.value > 10*366*24*time.Hour {
			errs = append(errs, invalid.Errorf(d.path, d.value.String(), "must be from 0s to ten years"))
		}
	}
	if !(v.Share >= 0 && v.Share <= 10) {
		errs = append(errs, invalid.Errorf("share", strconv.FormatFloat(v.Share, 'g', -1, 64), "must be from 0 to 10"))
	}
	return errors.Join(errs...)
}

// next is when a page is due: at once, unless it has stayed the same for long. A
// clock that was ahead when it was asked for puts nothing off.
func (v Revisit) next(k frontier.Known, now time.Time) time.Time {
	same := k.Checked.Sub(k.Fetched)
	if k.Checked.IsZero() || ahead(k.Checked, now) || same < v.Fresh {
		return time.Time{}
	}
	return k.Checked.Add(min(v.Longest, time.Duration(v.Share*float64(same))))
}

// CodeNotDue is the code of captures of pages that were not asked for because
// they are stored and not due; their outcome is not-fetched.
const CodeNotDue = reason.NotDue

// early reports whether a task is about a stored page that is not due, and what
// is known of it.
func (l *loop) early(t *task, now time.Time) (known frontier.Known, early bool, err error) {
	if t.isRobots() || t.sub != nil || t.item.Kind != KindPage || t.item.Attempt > 1 || len(t.redirects) > 0 || l.cfg.Revisit.Share == 0 {
		return known, false, nil
	}
	known, ok, err := l.store.Known(t.url)
	if err != nil || !ok || known.Gone || known.Moved || known.Run == l.job.Run || !now.Before(l.cfg.Revisit.next(known, now)) {
		return known, false, err
	}
	return known, isStored(l.job, known), nil
}

// reread takes the links of a page that is not due from its stored body.
func (w *worker) reread(t *task) *result {
	r := &result{task: t, capture: t.capture(w.job.Run, w.clock.Now())}
	c := &r.capture
	c.Outcome, c.BodySHA256, c.ContentType = corpus.OutcomeNotModified, t.stored.BodySHA256, t.stored.ContentType
	body, _, err := readBody(datasetOf(w.job.WARCDir), t.stored.WARCFile, t.stored.WARCOffset, w.cfg.MaxBody)
	if err != nil {
		c.Message = "the stored body cannot be read: " + err.Error()
	} else {
		w.accept(r, w.reader.Stored(&t.scope.Rules, *c, body, t.stored.ContentType), body)
	}
	if c.Outcome == corpus.OutcomeNotModified {
		c.Outcome, c.ErrorCode = corpus.OutcomeNotFetched, CodeNotDue
		if c.Message == "" {
			c.Message = "due on " + w.cfg.Revisit.next(*t.stored, w.clock.Now()).UTC().Format(time.DateTime)
		}
	}
	r.next = ""
	if r.err == nil {
		r.err = w.unseen(r)
	}
	return r
}
