package read

import (
	"net/http"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
)

// html judges a page and takes its links.
func (rd *Reader) html(rules *Rules, r *Reading, s *scan, header http.Header, charsetName string) {
	c := &r.Capture
	same := c.Outcome == corpus.OutcomeNotModified
	if s.tdm != "" && TDMValue(header.Get("Tdm-Reservation")) == "" {
		c.TDMReservation = s.tdm
	}
	if s.refresh == "" {
		s.refresh = refreshTarget(header.Get("Refresh"))
	}
	if s.refresh != "" && !same {
		if to, err := urlid.Target(s.refresh, c.FinalURL); err == nil && to != c.FinalURL {
			r.Next = s.refresh
			return
		}
	}
	if code := wall(s, header); code != "" {
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeBlocked, code, s.title
		return
	}
	if c.Kind == frontier.KindPage && !same && soft404(s) {
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeError, reason.Soft404, "the page says: "+s.title+" "+s.heading
		return
	}
	rd.wishes(c, s)
	if c.Kind == frontier.KindStart && len(c.Redirects) > 0 && IsHome(c.FinalURL) && !IsHome(c.URL) {
		Flag(c, reason.RedirectedHome)
	}
	r.Variant = variantOf(c, s.canonical)
	if !s.nofollow && c.Depth < rules.MaxDepth {
		r.Links = pageLinks(rules, c, s, charsetName)
	}
}

// wishes applies the settings to what a page's publisher asks for.
func (rd *Reader) wishes(c *corpus.Capture, s *scan) {
	if s.noindex {
		Flag(c, reason.Noindex)
		if rd.SkipNoindex {
			c.Outcome = corpus.OutcomeSkipped
		}
	}
	if c.TDMReservation == "1" && rd.SkipTDM {
		c.Outcome, c.ErrorCode = corpus.OutcomeSkipped, reason.TDMReservation
	}
}

// tags reads X-Robots-Tag headers. A crawler's name addresses what follows to that
// crawler, up to the next name: several headers may arrive joined into one.
func (rd *Reader) tags(s *scan, header http.Header) {
	for _, tag := range header.Values("X-Robots-Tag") {
		ours := true
		for directive := range strings.SplitSeq(tag, ",") {
			if name, rest, ok := strings.Cut(directive, ":"); ok && isCrawler(strings.TrimSpace(name)) {
				ours = strings.EqualFold(strings.TrimSpace(name), rd.Agent)
				directive = rest
			}
			if ours {
				s.directives(directive)
			}
		}
	}
}

// isCrawler reports whether what stands before a colon names a crawler: it is
// neither a directive with a value nor the first half of such a value's time.
func isCrawler(name string) bool {
	name = strings.ToLower(name)
	return name != "" && name != "unavailable_after" && !strings.HasPrefix(name, "max-") && !strings.ContainsAny(name, " \t")
}

// TDMValue is the value of a TDM-Reservation header or meta element; empty when
// it has no meaning.
func TDMValue(v string) string {
	if v = strings.TrimSpace(v); v == "0" || v == "1" {
		return v
	}
	return ""
}

// IsHome reports whether a URL is a site's front page by its look.
func IsHome(url string) bool {
	_, _, target := urlid.Split(url)
	path, _, _ := strings.Cut(target, "?")
	switch strings.ToLower(strings.TrimSuffix(path, "/")) {
	case "", "/home", "/index.html", "/index.htm", "/index.php", "/index.jsp", "/default.aspx", "/home.html":
		return true
	}
	return false
}

// pageLinks resolves a page's anchors and keeps those that its source wants:
// first what looks like articles, each group in page order. The feeds that a start
// page names are among them; whether they are wanted depends on the source's own.
func pageLinks(rules *Rules, c *corpus.Capture, s *scan, charsetName string) []frontier.Link {
	b, err := base(c, s.base)
	if err != nil {
		return nil
	}
	b = b.WithCharset(charsetName)
	var articles, others []frontier.Link
	written := make(map[string]bool, len(s.anchors))
	for _, a := range s.anchors {
		if written[a.href] && !a.next && !a.feed {
			continue // pictures and headlines link to the same page, menus stand twice
		}
		written[a.href] = true
		u, err := b.Resolve(a.href)
		if err != nil || u == c.URL || u == c.FinalURL {
			continue
		}
		_, host, target := urlid.Split(u)
		l := frontier.Link{URL: u, Kind: frontier.KindPage, Depth: c.Depth + 1}
		switch {
		case !rules.Owns(host) || isTrap(target):
			continue
		case a.feed:
			if c.Kind != frontier.KindStart {
				continue
			}
			l.Kind, l.Depth = frontier.KindFeed, c.Depth
		case a.next && c.Kind == frontier.KindStart:
			l.Kind = frontier.KindStart
		case rules.isAsset(target) || !rules.matches(target):
			continue
		}
		if l.Kind == frontier.KindPage && articleLike(target) {
			articles = append(articles, l)
		} else {
			others = append(others, l)
		}
	}
	return append(articles, others...)
}
