package crawl

import (
	"fmt"
	"hash/crc32"
	"hash/maphash"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
)

// take applies one result: the host rests, and the task goes on, is tried again
// or ends.
func (l *loop) take(r *result) error {
	t := r.task
	h := l.host(t.host())
	if r.rendered {
		return l.takeRendered(h, r)
	}
	if t.stored != nil {
		if r.err != nil || r.cancelled {
			return r.err
		}
		return l.end(h, r)
	}
	h.busy = false
	defer func() { l.ready.update(h) }()
	if r.errand > 0 {
		l.batch.Errands = append(l.batch.Errands, r.errand)
	}
	if r.lost || r.far && l.job.erased(t.url) { // what was erased meanwhile is refused in its turn
		l.lose(h, t)
		return nil
	}
	if r.err != nil {
		return r.err
	}
	if r.cancelled {
		return nil
	}
	l.count(h, r.capture.ErrorCode, r.capture.Status > 0)
	l.rest(h, r)
	if t.sub != nil {
		return l.endAsk(r)
	}
	if r.page != nil {
		l.toBrowser(h, r)
		return nil
	}
	if r.next != "" {
		return l.follow(h, r)
	}
	if t.isRobots() {
		return l.endRobots(h, r)
	}
	return l.end(h, r)
}

// follow sends a task on to where a redirect points.
func (l *loop) follow(h *host, r *result) error {
	t := r.task
	t.hops = append(t.hops, r.archive...)
	from := t.url
	t.hop(r.capture.Status)
	to, err := urlid.Target(escapeRaw(r.next), from)
	id := to
	if err == nil {
		id, err = urlid.Normalise(to, "")
	}
	limit := maxHops
	if t.isRobots() {
		limit = maxRobotsHops
	}
	outcome, code, message := corpus.OutcomeNotFetched, reason.Scheme, ""
	switch {
	case t.tdm: // the file is a host's own, and not worth a chase
	case err != nil:
		message = fmt.Sprintf("redirect to %.200q: %v", r.next, err)
	case len(t.redirects) >= limit:
		outcome, code, message = corpus.OutcomeError, reason.Redirects, fmt.Sprintf("more than %d redirects", limit)
	case t.loops(to):
		outcome, code, message = corpus.OutcomeError, reason.RedirectLoop, "redirected to "+to+" again"
	case !t.isRobots():
		outcome, code, message, err = l.detour(t, id)
		if err != nil {
			return err
		}
	default:
		code = ""
	}
	if code != "" {
		if t.tdm {
			return l.endTDM(t, r.capture, nil, nil)
		}
		if t.isRobots() {
			// RFC 9309 section 2.3.1.2: then there is no robots.txt.
			c := r.capture
			c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeSkipped, code, message
			l.closeRobots(t, c, noRobots(t, l.job.Run, l.clock.Now(), code))
			return nil
		}
		c := r.capture
		c.Outcome, c.ErrorCode, c.Message, c.RedirectStatus = outcome, code, strings.ToValidUTF8(message, "\uFFFD"), t.hopStatus
		if outcome != corpus.OutcomeGone && code != reason.Alias {
			return l.keep(t, c, nil, nil)
		}
		c.FinalURL, c.Redirects = id, append(slices.Clone(t.redirects), from)
		known, err := l.left(t, code == reason.Alias)
		if err != nil {
			return err
		}
		return l.keep(t, c, nil, known)
	}
	l.move(t, from, to)
	return nil
}

// escapeRaw writes the bytes of a Location in another character set as they
// are, which is how the server knows the page.
func escapeRaw(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] < utf8.RuneSelf {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", s[i])
		}
	}
	return b.String()
}

// loops reports whether the task was sent to a URL with the same cookies
// before; a page that sets one and redirects to itself is no loop.
func (t *task) loops(to string) bool {
	if t.visited == nil {
		t.visited = map[string]bool{}
	}
	t.visited[t.url+" "+t.sent] = true
	_, host, target := urlid.Split(to)
	t.sent = t.jar.Header(host, target)
	return t.visited[to+" "+t.sent]
}

// detour judges the page that a redirect leads to by its identity: a link that
// leads to the front page means that the article is gone, and one that leads to
// a page of the run is another name for it.
func (l *loop) detour(t *task, id string) (outcome corpus.Outcome, code, message string, err error) {
	_, host, _ := urlid.Split(id)
	if !t.scope.Owns(host) || id == t.item.URL {
		return "", "", "", nil
	}
	if t.item.Kind == KindPage && read.IsHome(id) && !read.IsHome(t.item.URL) {
		return corpus.OutcomeGone, reason.Soft404, "redirected to the front page " + id, nil
	}
	met, err := l.run.Met(id)
	if err != nil || !met {
		l.moved[t.item.Source] = append(l.moved[t.item.Source], id)
		return "", "", "", err
	}
	return corpus.OutcomeSkipped, reason.Alias, "another name of " + id, nil
}

// move puts a task into the queue of the host that it goes to next.
func (l *loop) move(t *task, from, to string) {
	t.redirects = append(t.redirects, from)
	wasHome := t.host() == t.item.Host
	t.url = to
	if t.item.Host != "" && wasHome && t.host() != t.item.Host {
		l.hosts[t.item.Host].away++
	} else if t.item.Host != "" && !wasHome && t.host() == t.item.Host {
		l.hosts[t.item.Host].away--
	}
	if home := l.hosts[t.item.Host]; home != nil {
		l.ready.update(home)
	}
	h := l.host(t.host())
	h.tasks = append(h.tasks, t)
	l.ready.update(h)
}

// end settles a page, or puts it back for another try.
func (l *loop) end(h *host, r *result) error {
	t, c := r.task, r.capture
	again := c.Outcome == corpus.OutcomeError || c.Outcome == corpus.OutcomeTruncated && c.ErrorCode == reason.ShortBody
	if again && t.item.Attempt < tries(c.ErrorCode, l.cfg.Retries) && h.down == "" && r.wait <= l.cfg.MaxRetryAfter {
		c.Outcome = corpus.OutcomeError
		if err := l.write(&c, t, r.archive, nil); err != nil {
			return err
		}
		l.batch.Captures = append(l.batch.Captures, c)
		l.home(t)
		after := max(backoff(t.item.Attempt), r.wait)
		l.tellAgain(t, &c, after)
		l.again(t, after)
		return nil
	}
	l.barren(r)
	if r.variant != "" {
		return l.hold(r, c)
	}
	l.found(t, &c, r.links)
	return l.keep(t, c, r.archive, r.known)
}

// found hands in the links of a page.
func (l *loop) found(t *task, c *corpus.Capture, links []frontier.Link) {
	if t.item.Via == frontier.ViaKnown {
		return // it is asked for itself: what an old page names is no news
	}
	links = slices.DeleteFunc(links, func(link frontier.Link) bool { return l.job.erased(link.URL) })
	if links = l.firsts(t, c.BodySHA256, links); len(links) > 0 {
		l.batch.Found = append(l.batch.Found, frontier.Found{Place: t.item.Place, Via: t.item.URL, SHA256: c.BodySHA256, Links: links})
	}
}

// maxFirsts bounds what the loop remembers of the links of current waves.
const maxFirsts = 1 << 15

// firsts drops the links that a page before this one, in the wave's order, has
// named already: only a link's first mention counts, and the pages of a wave
// name the same neighbours over and over. The links of a page whose body was
// there before will not be taken up, so they take nothing from others.
func (l *loop) firsts(t *task, body string, links []frontier.Link) []frontier.Link {
	if len(l.named) > maxFirsts {
		clear(l.named)
	}
	if _, ok := l.named[mention{maphash.String(l.seed, body), t.item.Source, 0}]; ok {
		return links
	}
	l.named[mention{maphash.String(l.seed, body), t.item.Source, 0}] = 0
	return slices.DeleteFunc(links, func(link frontier.Link) bool {
		key := mention{maphash.String(l.seed, link.URL), t.item.Source, t.item.Wave}
		ord, ok := l.named[key]
		if ok && ord < t.item.Ord {
			return true
		}
		l.named[key] = t.item.Ord
		return false
	})
}

// mention is a link in a wave of a source; in wave 0, which fetches nothing, it
// is a body.
type mention struct {
	url          uint64
	source, wave int
}

// again puts an item back into its host's queue.
func (l *loop) again(t *task, after time.Duration) {
	it := t.item
	it.Attempt++
	due := l.clock.Now().Add(after)
	it.Due = due.UnixMilli()
	l.batch.Again = append(l.batch.Again, it)
	h := l.host(it.Host)
	h.postpone(it, due)
	l.ready.update(h)
}

// keep archives a task's last answer and settles it.
func (l *loop) keep(t *task, c corpus.Capture, members [][]byte, known map[string]frontier.Known) error {
	if err := l.write(&c, t, members, known); err != nil {
		return err
	}
	l.settle(t, c)
	return nil
}

// write appends a task's records to the archive and names the first in the
// capture and in what is remembered of the URL.
func (l *loop) write(c *corpus.Capture, t *task, members [][]byte, known map[string]frontier.Known) error {
	if len(members) > 0 {
		at, err := l.archive.Append(append(members, t.hops...)...)
		if err != nil {
			return err
		}
		c.WARCFile, c.WARCOffset = archiveName(l.job.WARCDir, warcFile(l.job, l.run.Worker(), at.Seq)), at.Offset
	} else if len(t.hops) > 0 {
		if _, err := l.archive.Append(t.hops...); err != nil {
			return err
		}
	}
	t.hops = nil
	l.know(c, known)
	return nil
}

// know keeps what is known of URLs whose body is a capture's.
func (l *loop) know(c *corpus.Capture, known map[string]frontier.Known) {
	for url, k := range known {
		if k.WARCFile == "" {
			k.WARCFile, k.WARCOffset = c.WARCFile, c.WARCOffset
		}
		if l.batch.Known == nil {
			l.batch.Known = map[string]frontier.Known{}
		}
		l.batch.Known[url] = k
	}
}

// endRobots settles a robots.txt, or puts it back for another try.
func (l *loop) endRobots(h *host, r *result) error {
	t, c := r.task, r.capture
	if t.tdm {
		return l.endTDM(t, c, r.robots, r.archive)
	}
	if r.robots != nil {
		if err := l.write(&c, t, r.archive, nil); err != nil {
			return err
		}
		l.closeRobots(t, c, r.robots)
		return nil
	}
	if t.item.Attempt < min(3, tries(c.ErrorCode, l.cfg.Retries)) && c.ErrorCode != reason.Timeout && h.down == "" && r.wait <= l.cfg.MaxRetryAfter {
		if err := l.write(&c, t, r.archive, nil); err != nil {
			return err
		}
		l.batch.Captures = append(l.batch.Captures, c)
		next := robotsTask(t.scope, t.of)
		next.item.Attempt = t.item.Attempt + 1
		// Nothing else can be asked of the host, so the host as a whole waits.
		first := l.host(next.host())
		first.tasks = append(first.tasks, next)
		if until := l.clock.Now().Add(max(backoff(t.item.Attempt), r.wait)); until.After(first.free) {
			first.free = until
		}
		l.ready.update(first)
		return nil
	}
	if err := l.write(&c, t, r.archive, nil); err != nil {
		return err
	}
	l.closeRobots(t, c, unreachable(t, l.job.Run, l.clock.Now(), c.ErrorCode))
	return nil
}

// closeRobots makes a robots.txt hold for its host, and takes the sitemaps that
// it names.
func (l *loop) closeRobots(t *task, c corpus.Capture, rb *frontier.Robots) {
	l.batch.Robots = append(l.batch.Robots, *rb)
	l.settle(t, c)
	_, name, _ := urlid.Split(t.of)
	h := l.host(name)
	h.loading--
	p := l.setPolicy(h, t.of, rb)
	if until := l.clock.Now().Add(h.delay); until.After(h.free) {
		h.free = until // the answer itself was a request
	}
	l.ready.update(h)
	if p.rules == nil {
		return
	}
	for _, s := range l.owners.of(name) {
		if st := &l.states[s.index]; !s.findSitemaps && !st.Dead || st.Done {
			continue
		}
		if links := sitemapLinks(s, t.of, p.rules.Sitemaps()); len(links) > 0 {
			// Behind the wave's own places, wherever in the wave the host answered.
			place := frontier.Place{Source: s.index, Wave: l.states[s.index].Wave, Ord: 1<<30 + int(crc32.ChecksumIEEE([]byte(t.of))>>4)}
			l.batch.Found = append(l.batch.Found, frontier.Found{Place: place, Via: t.item.URL, Links: links})
		}
	}
}

func sitemapLinks(s *scope, origin string, named []string) (links []frontier.Link) {
	for _, raw := range named {
		u, err := urlid.Normalise(raw, origin+"/")
		if err != nil {
			continue
		}
		if _, host, _ := urlid.Split(u); s.Owns(host) {
			links = append(links, frontier.Link{URL: u, Kind: KindSitemap})
		}
	}
	return links
}
