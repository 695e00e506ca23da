// Package reason is the one list of the words that say why a capture ended as it
// did (the column error_code of the table captures). What sets a code takes it
// from here; docs/reasons.md is generated from [All].
package reason

import (
	"fmt"
	"strings"

	"framewatch/corpus"
)

// Answers that did not come.
const (
	Address      = "address"
	DNS          = "dns"
	DNSTemporary = "dns-temporary"
	TLS          = "tls"
	Refused      = "refused"
	Timeout      = "timeout"
	Protocol     = "protocol"
	Connection   = "connection"
	Coding       = "coding"
	NoBrowser    = "no-browser"
	Render       = "render"
)

// Bodies that came damaged. The words are those of crawl/coding, but for the one
// of a body that was given up.
const (
	BadChecksum = "bad-checksum"
	BadCoding   = "bad-coding"
	Unlabelled  = "unlabelled-gzip"
	TooLarge    = "too-large"
	ShortBody   = "short-body"
	SlowBody    = "slow-body"
	Partial     = "partial"
	Archive     = "archive"
)

// Answers that are not the page that was asked for.
const (
	Empty          = "empty"
	Type           = "type"
	Soft404        = "soft-404"
	Alias          = "alias"
	RedirectedHome = "redirected-home"
	NoLocation     = "no-location"
	Redirects      = "redirects"
	RedirectLoop   = "redirect-loop"
	Scheme         = "scheme"
	Unasked304     = "unasked-304"
)

// Walls: what a server sends in place of the page.
const (
	Challenge = "challenge"
	Block     = "block"
	Login     = "login"
	Consent   = "consent"
	Payment   = "payment"
	Legal     = "legal"
)

// Wishes of publishers.
const (
	Robots            = "robots"
	RobotsUnreachable = "robots-unreachable"
	CrawlDelay        = "crawl-delay"
	Noindex           = "noindex"
	TDMReservation    = "tdm-reservation"
	Erased            = "erased"
)

// Lists that gave nothing, or not all.
const (
	NotAFeed    = "not-a-feed"
	NotASitemap = "not-a-sitemap"
	EmptyList   = "empty-list"
	BadFeed     = "bad-feed"
	BadSitemap  = "bad-sitemap"
	BadListing  = "bad-listing"
	BadArchive  = "bad-archive"
)

// What the crawler decided by itself.
const (
	HostDown    = "host-down"
	RetryAfter  = "retry-after"
	BudgetBytes = "budget-bytes"
	BudgetTime  = "budget-time"
	BudgetLists = "budget-lists"
	NotDue      = "not-due"
)

// statusPrefix begins the codes of HTTP statuses that have no other meaning.
const statusPrefix = "status-"

// Status is the code of an HTTP status, as in status-404.
func Status(status int) string { return fmt.Sprintf("%s%d", statusPrefix, status) }

// Entry is one code of the list.
type Entry struct {
	Code     string
	Outcomes []corpus.Outcome // with which it stands
	Meaning  string           // one sentence for who reads the table
}

// All returns the list in the order of its groups. Status codes stand as
// "status-NNN".
func All() []Entry {
	const (
		cut, flagged, blocked    = corpus.OutcomeTruncated, corpus.OutcomeFlagged, corpus.OutcomeBlocked
		failed, skipped, unasked = corpus.OutcomeError, corpus.OutcomeSkipped, corpus.OutcomeNotFetched
		gone, same               = corpus.OutcomeGone, corpus.OutcomeNotModified
	)
	is := func(o ...corpus.Outcome) []corpus.Outcome { return o }
	return []Entry{
		{Address, is(unasked), "The host's address is not a public one and is not in allow_net."},
		{DNS, is(failed), "The host name does not exist."},
		{DNSTemporary, is(failed), "The name server did not answer."},
		{TLS, is(failed), "No secure connection: the certificate or the handshake is wrong."},
		{Refused, is(failed), "The host refused the connection."},
		{Timeout, is(failed), "No answer began in time."},
		{Protocol, is(failed), "The answer breaks the rules of HTTP."},
		{Connection, is(failed), "The connection broke."},
		{Coding, is(failed), "The body is in a content coding that is not known."},
		{NoBrowser, is(failed), "The source's pages are to be rendered and no browser runs here."},
		{Render, is(flagged), "The browser could not make the page; it is kept as it came."},
		{BadChecksum, is(flagged), "The body decodes to its end and its checksum is wrong."},
		{BadCoding, is(flagged, failed), "The body decodes up to a fault."},
		{Unlabelled, is(flagged), "The body is compressed and no header says so."},
		{TooLarge, is(cut, skipped), "The body is longer than max_body (or max_pdf) and was cut (or left out)."},
		{ShortBody, is(cut, failed), "The connection ended before the body did."},
		{SlowBody, is(cut, failed), "The body paused or took longer than the settings allow."},
		{Partial, is(flagged), "A part came (206) though the whole was asked for."},
		{Archive, is(same), "The stored body, which the server confirmed, cannot be read."},
		{Empty, is(skipped), "The body is empty."},
		{Type, is(skipped), "What came is no page: a picture, an archive, a PDF that the source does not want."},
		{Soft404, is(failed, gone), "The page says that there is none, or the link leads to the front page."},
		{Alias, is(skipped), "Another form of a page of the run, with the same text."},
		{RedirectedHome, is(flagged), "A start page redirects to the front page."},
		{NoLocation, is(failed), "A redirect that says not where to."},
		{Redirects, is(failed, skipped), "More redirects than are followed."},
		{RedirectLoop, is(failed, skipped), "Redirects that lead back."},
		{Scheme, is(unasked, skipped), "A redirect to what cannot be asked for."},
		{Unasked304, is(failed), "\"Not modified\" though no condition was sent."},
		{Challenge, is(blocked), "A bot challenge in place of the page."},
		{Block, is(blocked), "A refusal in place of the page."},
		{Login, is(blocked), "A login form in place of the page."},
		{Consent, is(blocked), "A consent form in place of the page."},
		{Payment, is(blocked), "Status 402: payment required."},
		{Legal, is(blocked), "Status 451: unavailable for legal reasons."},
		{Robots, is(unasked), "robots.txt forbids it; the message is the rule."},
		{RobotsUnreachable, is(unasked), "robots.txt could not be had, so nothing of the host may be asked for."},
		{CrawlDelay, is(unasked), "robots.txt asks for a longer Crawl-delay than max_crawl_delay."},
		{Noindex, is(flagged, skipped), "The page asks not to be indexed."},
		{TDMReservation, is(unasked, skipped), "The publisher reserves text and data mining."},
		{Erased, is(unasked), "Removed from the dataset on request."},
		{NotAFeed, is(flagged), "A page where the source list has a feed."},
		{NotASitemap, is(flagged), "A page where the source list, robots.txt or an index has a sitemap."},
		{EmptyList, is(flagged), "A feed or sitemap without an entry."},
		{BadFeed, is(flagged), "A damaged feed; what could be read of it was."},
		{BadSitemap, is(flagged), "A damaged sitemap; what could be read of it was."},
		{BadListing, is(flagged), "A damaged answer of a WordPress site; what could be read of it was."},
		{BadArchive, is(flagged), "A damaged answer of a web archive; what could be read of it was."},
		{HostDown, is(unasked, failed), "The host failed too often in a row and was left for this run."},
		{RetryAfter, is(unasked, failed), "The host asks to come back later than max_retry_after."},
		{BudgetBytes, is(unasked), "The source has sent as much as max_bytes."},
		{BudgetTime, is(unasked), "The run has been at the source for max_time."},
		{BudgetLists, is(unasked), "A feed or sitemap of a source whose lists have named no page for too long."},
		{NotDue, is(unasked), "Stored, and by the revisit schedule not due."},
		{statusPrefix + "NNN", is(failed, gone, skipped), "An HTTP status that has no other meaning."},
	}
}

// OfList reports whether a code says that a list gave nothing, or not all.
func OfList(code string) bool {
	switch code {
	case NotAFeed, NotASitemap, EmptyList, BadFeed, BadSitemap, BadListing, BadArchive:
		return true
	}
	return false
}

// Damaged reports whether a code says that a body came, and that a part of it is
// lost.
func Damaged(code string) bool {
	switch code {
	case BadChecksum, BadCoding, TooLarge, ShortBody, SlowBody, Partial, Archive, Render:
		return true
	}
	return false
}

// Known reports whether a code is in the list.
func Known(code string) bool {
	if rest, ok := strings.CutPrefix(code, statusPrefix); ok {
		return len(rest) == 3 && strings.Trim(rest, "0123456789") == ""
	}
	for _, e := range All() {
		if e.Code == code {
			return true
		}
	}
	return false
}
