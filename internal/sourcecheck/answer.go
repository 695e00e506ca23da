package sourcecheck

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
)

// sight is what was seen of one address.
type sight struct {
	list   List
	pages  []string // articles that it names and link_patterns let through
	remedy string   // what to do about it; empty for nothing
	// Of an index: how many of its sitemaps were read, and one that could not be,
	// where none was.
	read   int
	broken *corpus.Capture
}

// failed reports whether the address is of no use as it stands, or nothing tells
// whether it is.
func (s *sight) failed() bool {
	return slices.Contains([]corpus.Answer{corpus.AnswerRefused, corpus.AnswerGone, corpus.AnswerUnreachable, corpus.AnswerNoList, corpus.AnswerUndated}, s.list.Answer)
}

// again reports whether a second request may see something else. What robots.txt
// says is known already, and what has no dates will have none.
func (s *sight) again() bool {
	switch s.list.Code {
	case reason.Robots, reason.CrawlDelay, reason.RobotsUnreachable, reason.Address, reason.Scheme, reason.TDMReservation:
		return false
	}
	return s.failed() && s.list.Answer != corpus.AnswerUndated || s.list.Answer == corpus.AnswerEmpty
}

// judge says what an address gave and what to do about it.
func (k *check) judge(s *sight, v crawl.Visit) (corpus.Answer, string) {
	l := &s.list
	if !answers(v) {
		return refusal(v.Page.Capture), remedy(v.Page.Capture)
	}
	if k.src.ListID == crawl.URLList { // an address that somebody named may be an article
		return corpus.AnswerOK, ""
	}
	if b := s.broken; b != nil {
		return refusal(*b), "names no sitemap that can be read: " + b.URL + " " + remedy(*b)
	}
	plural := map[string]string{crawl.KindFeed: "items", crawl.KindSitemap: "addresses", crawl.KindListing: "posts"}[v.Page.Kind]
	dated := v.Page.Kind == crawl.KindFeed || v.Page.Kind == crawl.KindSitemap
	links := plural == ""
	if links {
		plural = "links"
	}
	newest, err := time.Parse(time.DateOnly, l.Newest)
	switch {
	case l.Code == reason.BadListing:
		return corpus.AnswerNoList, "does not answer as WordPress does; look whether the site has a feed"
	case l.Code == reason.BadFeed || l.Code == reason.BadSitemap:
		return corpus.AnswerDamaged, fmt.Sprintf("is damaged (%s); its links are picked out, dates are lost; tell the publisher or use another list", l.Code)
	case l.Entries == 0 && links && k.src.Render: // its links are seen when a browser runs it
		return corpus.AnswerOK, ""
	case l.Entries == 0 && links:
		return corpus.AnswerNoList, "has no links in its HTML; take a feed, a sitemap or another page, or set render if scripts make its links"
	case l.Entries == 0 && v.Page.Kind == crawl.KindListing && len(k.src.Query) > 0: // nobody has written on that
		return corpus.AnswerOK, ""
	case l.Entries == 0:
		return corpus.AnswerEmpty, "is empty; look for the outlet's current list"
	case len(v.Links) == 0 && len(v.Lists) == 0:
		return corpus.AnswerUnmatched, fmt.Sprintf("none of its %d %s is on %s; correct domain", l.Entries, plural, strings.Join(slices.Concat([]string{k.src.Domain}, k.src.Domains), " or "))
	case l.Matched == 0:
		example := ""
		if len(v.Links) > 0 {
			_, _, example = urlid.Split(v.Links[0])
			example = ", such as " + example
		}
		return corpus.AnswerUnmatched, fmt.Sprintf("none of its %d %s matches link_patterns%s; correct the patterns or drop the address", l.Entries, plural, example)
	case dated && err != nil:
		return corpus.AnswerUndated, fmt.Sprintf("none of its %d %s has a date, so nothing tells whether it is kept up; look for another list", l.Entries, plural)
	case dated && k.now().Sub(newest) > stale:
		return corpus.AnswerStale, fmt.Sprintf("its newest entry is of %s; look whether the outlet has a newer list", l.Newest)
	}
	return corpus.AnswerOK, ""
}

// quiet is the age of the newest entry of an outlet's other lists from which on
// nothing is wrong with one that is empty.
const quiet = 30 * 24 * time.Hour

// level says how bad it is what the i-th address of an entry gave. An address that
// cannot be had, and a list that is none, is empty or names nothing of the source,
// is of no use, and its loss may be that of all new articles: that fails, whatever
// stands beside it. Pages are lists by the way only: one whose links lead elsewhere
// fails where nothing else names articles.
func (k *check) level(i int, seen []sight) Level {
	s := &seen[i]
	others := slices.ContainsFunc(seen, func(o sight) bool { return !o.failed() && len(o.pages) > 0 })
	list := s.list.Field == "feeds" || s.list.Field == "sitemaps" || s.list.Field == "wordpress"
	switch s.list.Answer {
	case corpus.AnswerOK:
		return OK
	case corpus.AnswerDamaged, corpus.AnswerStale:
		return Warn
	case corpus.AnswerUndated:
		list = false
	case corpus.AnswerEmpty:
		if k.quietBeside(s, seen) {
			return Warn
		}
		return Fail
	case corpus.AnswerRefused, corpus.AnswerGone, corpus.AnswerUnreachable:
		return Fail
	case corpus.AnswerNoList, corpus.AnswerUnmatched:
	}
	if list || !others {
		return Fail
	}
	return Warn
}

// quietBeside reports whether other lists of the outlet are in order and have had
// nothing new for long.
func (k *check) quietBeside(s *sight, seen []sight) bool {
	quietest := false
	for i := range seen {
		o := &seen[i]
		newest, err := time.Parse(time.DateOnly, o.list.Newest)
		if o == s || err != nil || o.failed() || len(o.pages) == 0 {
			continue
		}
		if quietest = k.now().Sub(newest) > quiet; !quietest {
			return false
		}
	}
	return quietest
}

// refusal sorts what gave nothing.
func refusal(c corpus.Capture) corpus.Answer {
	switch code := c.ErrorCode; {
	case c.Outcome == corpus.OutcomeSkipped && code == reason.Empty:
		return corpus.AnswerEmpty
	case code == reason.NotAFeed || code == reason.NotASitemap || c.Outcome == corpus.OutcomeSkipped && code == reason.Type:
		return corpus.AnswerNoList
	case code == reason.Status(http.StatusNotFound) || code == reason.Status(http.StatusGone) || code == reason.Soft404 || c.Outcome == corpus.OutcomeGone:
		return corpus.AnswerGone
	case code == reason.Robots || code == reason.CrawlDelay || code == reason.TDMReservation || c.Outcome == corpus.OutcomeBlocked,
		c.Status >= 400 && c.Status < 500 && c.Status != http.StatusRequestTimeout && c.Status != http.StatusTooManyRequests:
		return corpus.AnswerRefused
	}
	return corpus.AnswerUnreachable
}

// remedy words why an address gave nothing, with what to do, as what is said of it.
func remedy(c corpus.Capture) string {
	switch code := c.ErrorCode; {
	case code == reason.Robots:
		return fmt.Sprintf("is forbidden by robots.txt (%s); remove it, or ask the publisher", strings.TrimSpace(c.Message))
	case code == reason.CrawlDelay:
		return "is on a host whose robots.txt asks for a longer Crawl-delay than crawl.max_crawl_delay; raise that, or leave the outlet out"
	case code == reason.RobotsUnreachable:
		return "is on a host whose robots.txt cannot be had, so nothing may be fetched; try again later"
	case code == reason.DNS:
		return "has a host name that does not exist; correct the address"
	case code == reason.Address:
		return "leads to a private or reserved address; correct it, or allow the network with --allow-net"
	case code == reason.TLS:
		return "is on a server whose certificate is not valid; try the other scheme or host name"
	case code == reason.NotAFeed || code == reason.NotASitemap:
		return fmt.Sprintf("is a page and no %s; look for the current address", strings.TrimPrefix(code, "not-a-"))
	case code == reason.Status(http.StatusNotFound) || code == reason.Status(http.StatusGone) || code == reason.Soft404 || c.Outcome == corpus.OutcomeGone:
		return fmt.Sprintf("is not there (%s); look for the current address", strings.ReplaceAll(code, "-", " "))
	case c.Outcome == corpus.OutcomeBlocked:
		return fmt.Sprintf("answers with a %s wall (status %d), which the crawler does not go around; it need not be gone: ask the publisher, or leave it out", code, c.Status)
	case code == reason.Empty:
		return "is empty; look for the outlet's current list"
	case code == reason.Type:
		return fmt.Sprintf("is a file of another type (%s) and no list; look for the current address", c.Message)
	case refusal(c) == corpus.AnswerRefused:
		return fmt.Sprintf("is refused (%s); it need not be gone: ask the publisher, or leave it out", strings.ReplaceAll(code, "-", " "))
	case code == "":
		return fmt.Sprintf("gave nothing (%s)", c.Outcome)
	default:
		return fmt.Sprintf("could not be fetched (%s); try again later", strings.TrimSpace(code+" "+c.Message))
	}
}
