package crawl

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/frontier"
	"framewatch/crawl/sitemap"
	"framewatch/crawl/urlid"
	"framewatch/internal/charset"
)

// page takes an answer with a body: what it is, whether it is what was asked
// for, and what it links to.
func (w *worker) page(ex *exchange, r *result, known frontier.Known) {
	c := &r.capture
	c.Bytes = int64(len(ex.body))
	c.BodySHA256 = corpus.SHA256(ex.body)
	c.Outcome = corpus.OutcomeOK
	if !w.whole(ex, r) {
		return
	}
	if len(bytes.TrimSpace(ex.body)) == 0 {
		c.Outcome, c.ErrorCode = corpus.OutcomeSkipped, "empty"
		return
	}
	what := sniff(ex.body, c.ContentType)
	switch {
	case what == formBinary || what == formPDF && !r.task.scope.pdf:
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeSkipped, "type", string(what)
		return
	case what == formPDF && (ex.damage == coding.TooLarge || c.Bytes > w.cfg.MaxPDF):
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeSkipped, string(coding.TooLarge), fmt.Sprintf("a PDF of more than %d bytes", min(w.cfg.MaxPDF, ex.maxBody))
		return
	case (what == formFeed || what == formSitemap) && c.Kind == KindStart:
		c.Kind = string(what)
	}
	w.follow(r, ex.body, c.ContentType, ex.got.Values("X-Robots-Tag")...)
	if c.Outcome == corpus.OutcomeSkipped || c.Outcome == corpus.OutcomeBlocked || r.next != "" {
		return
	}
	if c.ErrorCode == codeSoft404 {
		w.gone(r, known)
		return
	}
	if what == formHTML && w.rendered(r.task) {
		r.page, r.before = w.utf8(ex.body, c.ContentType), known
		return
	}
	w.remember(r, known)
}

// whole records damage of the body. It reports false when the body is no use.
func (w *worker) whole(ex *exchange, r *result) bool {
	c := &r.capture
	switch ex.damage {
	case coding.None:
		return true
	case coding.Unlabelled:
		if archiveType(c.ContentType) {
			return true
		}
		c.Outcome = corpus.OutcomeFlagged
	case coding.BadChecksum:
		c.Outcome = corpus.OutcomeFlagged
	case coding.BadCoding:
		c.Outcome = corpus.OutcomeFlagged
		if len(ex.body) == 0 {
			c.Outcome = corpus.OutcomeError
		}
	case coding.TooLarge:
		c.Outcome = corpus.OutcomeTruncated
	case coding.Short:
		c.Outcome = corpus.OutcomeTruncated
		if len(ex.body) == 0 {
			c.Outcome = corpus.OutcomeError
		}
	}
	c.ErrorCode = string(ex.damage)
	switch {
	case errors.Is(ex.cause, errStalled), errors.Is(ex.cause, errTooSlow):
		c.ErrorCode, c.Message = "slow-body", ex.cause.Error()
	case ex.cause != nil:
		c.Message = ex.cause.Error()
	}
	return c.Outcome != corpus.OutcomeError
}

// archiveType reports whether gzip is what the type promises.
func archiveType(contentType string) bool {
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch strings.TrimSpace(media) {
	case "application/gzip", "application/x-gzip", "application/octet-stream", "application/xml", "text/xml", "":
		return true
	}
	return false
}

// follow decodes a body and takes its links, and for pages what else they say.
func (w *worker) follow(r *result, body []byte, contentType string, robotsTags ...string) {
	c := &r.capture
	what := sniff(body, contentType)
	if c.Kind == KindListing || c.Kind == KindArchive {
		w.listing(r, body)
		return
	}
	if what == formPDF {
		var s scan // its publisher can say in the header only what may become of it
		for _, tag := range robotsTags {
			w.robotsTag(&s, tag)
		}
		w.wishes(r, &s)
		return
	}
	if what == formJSON || what == formBinary {
		return
	}
	text, d := charset.Decode(body, contentType)
	c.Charset, c.CharsetFrom = d.Name, d.From
	if c.Kind == KindFeed && what != formFeed || c.Kind == KindSitemap && what != formSitemap && what != formText {
		// A page in place of a list: an error page with status 200, mostly.
		flag(c, "not-a-"+c.Kind)
		return
	}
	switch what {
	default:
	case formFeed:
		w.feed(r, text)
	case formSitemap, formText:
		if what == formSitemap || c.Kind == KindSitemap {
			w.sitemap(r, text)
		}
	case formHTML:
		s := scanHTML(text, w.agent)
		for _, tag := range robotsTags {
			w.robotsTag(&s, tag)
		}
		w.html(r, &s, d.Name)
	}
}

// flag marks a capture as suspect, unless something worse is known of it.
func flag(c *corpus.Capture, code string) {
	if c.Outcome == corpus.OutcomeOK {
		c.Outcome = corpus.OutcomeFlagged
	}
	if c.ErrorCode == "" {
		c.ErrorCode = code
	}
}

// robotsTag reads an X-Robots-Tag header, which may address one crawler.
func (w *worker) robotsTag(s *scan, tag string) {
	if name, rest, ok := strings.Cut(tag, ":"); ok && !strings.Contains(name, ",") && !strings.HasPrefix(strings.TrimSpace(strings.ToLower(name)), "unavailable_after") {
		if !strings.EqualFold(strings.TrimSpace(name), w.agent) {
			return
		}
		tag = rest
	}
	s.directives(tag)
}

// html judges a page and takes its links.
func (w *worker) html(r *result, s *scan, charsetName string) {
	c, t := &r.capture, r.task
	if s.tdm != "" && tdmValue(r.header.Get("Tdm-Reservation")) == "" {
		c.TDMReservation = s.tdm
	}
	if s.refresh == "" && !t.isRobots() {
		s.refresh = refreshTarget(r.header.Get("Refresh"))
	}
	if s.refresh != "" && c.Outcome != corpus.OutcomeNotModified {
		if to, err := urlid.Target(s.refresh, t.url); err == nil && to != t.url {
			r.next = s.refresh
			return
		}
	}
	if code := wall(s, r.header); code != "" {
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeBlocked, code, s.title
		return
	}
	if t.item.Kind == KindPage && c.Outcome != corpus.OutcomeNotModified && soft404(s) {
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeError, codeSoft404, "the page says: "+s.title+" "+s.heading
		return
	}
	w.wishes(r, s)
	if t.item.Kind == KindStart && len(t.redirects) > 0 && isHome(t.url) && !isHome(t.item.URL) {
		flag(c, "redirected-home")
	}
	alias, err := w.aliasOf(t, s.canonical)
	if err != nil {
		r.err = err
		return
	}
	if alias != "" {
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeSkipped, "alias", "another form of "+alias
		return
	}
	if !s.nofollow && t.item.Depth < t.scope.maxDepth {
		r.links = w.pageLinks(t, s, charsetName)
	}
}

// wishes applies the policies to what a page's publisher asks for.
func (w *worker) wishes(r *result, s *scan) {
	c := &r.capture
	if s.noindex {
		flag(c, "noindex")
		if w.cfg.Noindex == Skip {
			c.Outcome = corpus.OutcomeSkipped
		}
	}
	if c.TDMReservation == "1" && w.cfg.TDM == Skip {
		c.Outcome, c.ErrorCode = corpus.OutcomeSkipped, "tdm-reservation"
	}
}

// isHome reports whether a URL is a site's front page by its look.
func isHome(url string) bool {
	_, _, target := urlid.Split(url)
	path, _, _ := strings.Cut(target, "?")
	switch strings.ToLower(strings.TrimSuffix(path, "/")) {
	case "", "/home", "/index.html", "/index.htm", "/index.php", "/index.jsp", "/default.aspx", "/home.html":
		return true
	}
	return false
}

// pageLinks resolves a page's anchors and keeps those that its source wants:
// first what looks like articles, each group in page order.
func (w *worker) pageLinks(t *task, s *scan, charsetName string) []frontier.Link {
	base := t.url
	if s.base != "" {
		if b, err := urlid.Target(s.base, t.url); err == nil {
			base = b
		}
	}
	b, err := urlid.NewBase(base)
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
		if err != nil || u == t.item.URL || u == t.url {
			continue
		}
		_, host, target := urlid.Split(u)
		l := frontier.Link{URL: u, Kind: KindPage, Depth: t.item.Depth + 1}
		switch {
		case !t.scope.owns(host) || isTrap(target):
			continue
		case a.feed:
			if !t.scope.findFeeds || t.item.Kind != KindStart {
				continue
			}
			l.Kind, l.Depth = KindFeed, t.item.Depth
		case a.next && t.item.Kind == KindStart:
			l.Kind = KindStart
		case t.scope.isAsset(target) || !t.scope.matches(target):
			continue
		}
		if l.Kind == KindPage && articleLike(target) {
			articles = append(articles, l)
		} else {
			others = append(others, l)
		}
	}
	return append(articles, others...)
}

// feed takes the links of a feed's relevant items.
func (w *worker) feed(r *result, text []byte) {
	t := r.task
	items, damaged := parseFeed(text)
	if damaged {
		flag(&r.capture, "bad-feed")
	}
	b, err := urlid.NewBase(t.url)
	if err != nil {
		return
	}
	for _, it := range items {
		if u, err := b.Resolve(it.link); err == nil && t.scope.wants(u) && t.scope.relevant(it.text) {
			r.links = append(r.links, frontier.Link{URL: u, Kind: KindPage, Depth: t.item.Depth + 1})
		}
	}
}

// sitemap takes the entries of a sitemap, the newest first and no more than the
// budget could use.
func (w *worker) sitemap(r *result, text []byte) {
	t := r.task
	b, err := urlid.NewBase(t.url)
	if err != nil {
		return
	}
	var pages []dated
	for e, err := range sitemap.Entries(bytes.NewReader(text)) {
		if err != nil {
			flag(&r.capture, "bad-sitemap")
			break
		}
		u, err := b.Resolve(e.Loc)
		if err != nil {
			continue
		}
		if e.Index {
			if _, host, _ := urlid.Split(u); t.scope.owns(host) && len(r.links) < 2*maxLists {
				r.links = append(r.links, frontier.Link{URL: u, Kind: KindSitemap, Depth: t.item.Depth})
			}
			continue
		}
		if t.scope.wants(u) {
			pages = append(pages, dated{u, e.LastMod})
		}
	}
	for _, p := range newest(pages, 2*t.scope.maxPages) {
		r.links = append(r.links, frontier.Link{URL: p.url, Kind: KindPage, Depth: t.item.Depth + 1})
	}
}

// remember keeps what a later run needs: the validators, and what the body was.
func (w *worker) remember(r *result, known frontier.Known) {
	c := &r.capture
	if known.BodySHA256 == c.BodySHA256 && !known.Gone && known.WARCFile != "" && c.Outcome == corpus.OutcomeOK {
		c.Outcome = corpus.OutcomeNotModified
		known.ETag, known.LastModified, known.Run = c.ETag, c.LastModified, w.job.Run
	} else {
		known = frontier.Known{ETag: c.ETag, LastModified: c.LastModified, BodySHA256: c.BodySHA256, Fetched: c.FetchedAt,
			ContentType: c.ContentType, Run: w.job.Run}
	}
	known.Checked, known.Moved = c.FetchedAt, false
	if c.Outcome == corpus.OutcomeTruncated || w.rendered(r.task) {
		known.ETag, known.LastModified = "", "" // half a page must not be confirmed, nor scripts for what they make
	}
	r.known = map[string]frontier.Known{r.task.url: known}
	if r.task.item.URL != r.task.url {
		byName := known
		byName.Moved = true
		byName.ETag, byName.LastModified = "", ""
		r.known[r.task.item.URL] = byName
	}
}
