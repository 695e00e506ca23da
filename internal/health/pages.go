package health

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"framewatch/store"
)

// pages are the newest runs that have enough pages together, and those before
// them; ever counts the pages since the begin of an open fault.
func (h History) pages(code string, begin *store.SourceEventRow, of func(store.SourceRunRow) int) (before, now []store.SourceRunRow, ever int) {
	all := h.Runs
	for _, s := range h.spells(code) {
		well, _ := newestRuns(all[:indexOf(all, func(r store.SourceRunRow) bool { return r.Started.After(s.begin.NoticedAt) })], of)
		after := indexOf(all, func(r store.SourceRunRow) bool { return !r.Started.Before(s.end.NoticedAt) })
		all = slices.Concat(well, all[max(after, len(well)):])
	}
	if at := h.acceptedAt(code); !at.IsZero() {
		all = all[indexOf(all, func(r store.SourceRunRow) bool { return !r.Started.Before(at) }):]
	}
	before, now = newestRuns(all, of)
	if begin != nil {
		after := indexOf(all, func(r store.SourceRunRow) bool { return r.Started.After(begin.NoticedAt) })
		before, _ = newestRuns(all[:after], of)
		for _, r := range all[after:] {
			ever += of(r)
		}
	}
	return before, now, ever
}

func newestRuns(all []store.SourceRunRow, of func(store.SourceRunRow) int) (before, now []store.SourceRunRow) {
	n := 0
	for i := len(all) - 1; i >= 0; i-- {
		if n += of(all[i]); n >= enoughPages {
			return all[:i], all[i:]
		}
	}
	return all, nil
}

// articles holds while fewer of the pages that were looked at are articles than
// earlier.
func (h History) articles(begin *store.SourceEventRow) (Fault, verdict) {
	looked := func(r store.SourceRunRow) int { return valueOf(r.Looked) }
	before, now, ever := h.pages(Articles, begin, looked)
	empty := 0
	count := func(runs []store.SourceRunRow) (not, of int) {
		empty = 0
		for _, r := range runs {
			not += valueOf(r.Looked) - valueOf(r.Articles)
			of += valueOf(r.Looked)
			empty += valueOf(r.Empty)
		}
		return not, of
	}
	var p parted
	p.before, p.ofBefore = count(before)
	p.now, p.ofNow = count(now)
	if !p.grown(0.3, begin != nil) {
		return Fault{}, well
	}
	is, was := p.shares()
	f := Fault{Expected: fmt.Sprintf("%.0f %% of %d pages are articles", 100*(1-was), p.ofBefore), Observed: fmt.Sprintf("%.0f %% of %d", 100*(1-is), p.ofNow)}
	f.Message = fmt.Sprintf("%d of the newest %d pages are articles, earlier %.0f %%; on %d there is no text: the template, or its addresses, may have changed", p.ofNow-p.now, p.ofNow, 100*(1-was), empty)
	if begin != nil {
		return told(begin, h, ever, f)
	}
	return f, holds
}

func valueOf(n *int64) int {
	if n == nil {
		return 0
	}
	return int(*n)
}

// fewPages is on how many articles without an author or a date a selector must
// have found nothing, where nothing is known from before.
const fewPages = 3

// selectors holds while a selector of the source's entry no longer fits its pages:
// the general rules have read them, but somebody should look. What a selector found
// before is its measure, as far as it is the same one. Where there is no such
// history, headline and text must be found on every other page, author and date on
// one of three.
func (h History) selectors(begin *store.SourceEventRow) (Fault, verdict) {
	if len(h.Runs) == 0 {
		return Fault{}, well
	}
	var broken []string
	for _, s := range h.Runs[len(h.Runs)-1].Selectors {
		use := func(r store.SourceRunRow) store.SelectorUse {
			for _, u := range r.Selectors {
				if u.Selector == s.Selector && u.CSS == s.CSS {
					return u
				}
			}
			return store.SelectorUse{}
		}
		before, now, _ := h.pages(Selector, begin, func(r store.SourceRunRow) int { return int(use(r).Pages) })
		if now == nil {
			before, now = nil, before
		}
		missed := func(runs []store.SourceRunRow) (n, of int) {
			for _, r := range runs {
				u := use(r)
				n, of = n+int(u.Pages-u.Found), of+int(u.Pages)
			}
			return n, of
		}
		var p parted
		p.now, p.ofNow = missed(now)
		p.before, p.ofBefore = missed(before)
		if p.misses(s.Selector == "title" || s.Selector == "text", begin != nil) {
			broken = append(broken, fmt.Sprintf("%s: %s found nothing on %d of %d pages", s.Selector, s.CSS, p.now, p.ofNow))
		}
	}
	if len(broken) == 0 {
		return Fault{}, well
	}
	return Fault{Message: strings.Join(broken, "; "), Observed: strings.Join(broken, "; ")}, holds
}

func (p parted) misses(needed, open bool) bool {
	switch {
	case p.ofBefore >= enoughBefore:
		return p.grown(0.5, open)
	case needed:
		return p.now*2 > p.ofNow
	}
	return p.now == p.ofNow && p.now >= fewPages
}

// spell is a fault that was told and mended.
type spell struct{ begin, end store.SourceEventRow }

// spells lists those of a code.
func (h History) spells(code string) (out []spell) {
	var begin store.SourceEventRow
	for _, e := range h.Events {
		switch {
		case e.Code != code:
		case e.Phase == store.PhaseBegan:
			begin = e
		case !e.Accepted:
			out = append(out, spell{begin, e})
		}
	}
	return out
}

// acceptedAt is since when what was told as a fault is how the source is: nothing
// before counts for it any more.
func (h History) acceptedAt(code string) (at time.Time) {
	for _, e := range h.Events {
		if e.Code == code && e.Phase == store.PhaseEnded && e.Accepted {
			at = e.Since
		}
	}
	return at
}
