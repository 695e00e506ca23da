package crawl

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/fetch"
	"framewatch/crawl/frontier"
	"framewatch/crawl/reason"
	"framewatch/crawl/robots"
	"framewatch/crawl/urlid"
)

// probeTries is how often a [Prober] asks for a URL that a crawl would ask for
// again later.
const probeTries = 2

// Prober asks for single URLs under the rules of a crawl - robots.txt on every
// hop, one request at a time to a host with its gap between two, addresses
// checked as they are dialled - and keeps what it gets in memory only. It is
// for looking before crawling, so it takes no links up. It is safe for
// concurrent use.
type Prober struct {
	c     *Crawler
	mu    sync.Mutex
	hosts map[string]*probeHost
	rules map[string]*probeRules // by origin
}

// probeHost is one host[:port], which answers one request at a time.
type probeHost struct {
	turn chan struct{} // full while a request is under way
	// Guarded by Prober.mu:
	free  time.Time     // nothing is asked before
	delay time.Duration // Crawl-delay
}

// probeRules is an origin's robots.txt, which is fetched once.
type probeRules struct {
	known  chan struct{} // closed when the rest is set
	policy *policy
	visit  Visit
}

// Visit is what became of one URL.
type Visit struct {
	Page corpus.Page // the last attempt; Body as it came, without content coding
	// Links are the pages of the source that the answer names (for robots.txt
	// none), Lists the feeds and sitemaps, both in its order with articles first.
	Links, Lists []string
	// Entries is how many items a feed or sitemap has, whatever their links;
	// Newest is the latest date that one of them gives.
	Entries int
	Newest  time.Time
}

// Prober makes a prober with the crawler's settings.
func (c *Crawler) Prober() *Prober {
	return &Prober{c: c, hosts: map[string]*probeHost{}, rules: map[string]*probeRules{}}
}

// Visit asks for a URL as one of src of the given kind. What goes wrong with it
// stands in the capture; the error is that of ctx, or of a source or URL that
// cannot be crawled at all.
func (p *Prober) Visit(ctx context.Context, src corpus.Source, kind, rawURL string) (Visit, error) {
	s, url, err := p.target(src, rawURL)
	if err != nil {
		return Visit{}, err
	}
	t := newTask(s, frontier.Item{URL: url, Kind: kind, Attempt: 1})
	for {
		r, seen, err := p.chase(ctx, t)
		if err != nil {
			return Visit{}, err
		}
		again := r.capture.Outcome == corpus.OutcomeError && t.item.Attempt < min(probeTries, tries(r.capture.ErrorCode, p.c.cfg.Retries))
		if !again || r.wait > p.c.cfg.MaxRetryAfter {
			return visit(r, seen), nil
		}
		next := newTask(s, t.item)
		next.item.Attempt++
		t = next
	}
}

// target is what a source and a URL of it are to a crawl.
func (p *Prober) target(src corpus.Source, rawURL string) (*scope, string, error) {
	if err := p.c.named(src); err != nil {
		return nil, "", err
	}
	s, err := newScope(0, src, p.c.cfg)
	if err != nil {
		return nil, "", err
	}
	url, err := urlid.Normalise(rawURL, "")
	return s, url, err
}

// Robots asks for the robots.txt that holds for a URL, unless it is known.
// Lists are the sitemaps that it names; a Capture whose RobotsState is not
// "allowed" or "none" says that nothing on its host may be fetched.
func (p *Prober) Robots(ctx context.Context, src corpus.Source, rawURL string) (Visit, error) {
	s, url, err := p.target(src, rawURL)
	if err != nil {
		return Visit{}, err
	}
	rules, err := p.policy(ctx, s, originOf(url))
	if err != nil {
		return Visit{}, err
	}
	v := rules.visit
	v.Page.RobotsState = rules.policy.state
	return v, nil
}

// chase carries out a task from hop to hop.
func (p *Prober) chase(ctx context.Context, t *task) (*result, *sight, error) {
	for {
		if !t.isRobots() {
			rules, err := p.policy(ctx, t.scope, t.origin())
			if err != nil {
				return nil, nil, err
			}
			state, code, line := rules.policy.decide(t.url)
			t.robots = state
			if code != "" {
				return p.refused(t, refusal(code), code, line), nil, nil
			}
			t.reservation = rules.policy.tdm.Reservation(t.url)
			if p.c.cfg.TDM == Skip && t.reservation == "1" && t.item.Kind == KindPage {
				return p.refused(t, corpus.OutcomeNotFetched, reason.TDMReservation, "reserved by the host's tdmrep.json"), nil, nil
			}
		}
		r, seen, err := p.ask(ctx, t)
		if err != nil || r.next == "" || t.tdm {
			return r, seen, err
		}
		if end := p.hop(t, r.next); end != nil {
			return end, nil, nil
		}
	}
}

// hop sends a task on to where a redirect points; a result says why not.
func (p *Prober) hop(t *task, next string) *result {
	limit := maxHops
	if t.isRobots() {
		limit = maxRobotsHops
	}
	to, err := urlid.Target(escapeRaw(next), t.url)
	switch {
	case err != nil:
		return p.refused(t, corpus.OutcomeNotFetched, reason.Scheme, fmt.Sprintf("redirect to %.200q: %v", next, err))
	case len(t.redirects) >= limit:
		return p.refused(t, corpus.OutcomeError, reason.Redirects, fmt.Sprintf("more than %d redirects", limit))
	case t.loops(to):
		return p.refused(t, corpus.OutcomeError, reason.RedirectLoop, "redirected to "+to+" again")
	}
	t.redirects, t.url = append(t.redirects, t.url), to
	return nil
}

func (p *Prober) refused(t *task, outcome corpus.Outcome, code, message string) *result {
	r := &result{task: t, capture: t.capture("", p.c.clock.Now())}
	r.capture.Outcome, r.capture.ErrorCode, r.capture.Message = outcome, code, message
	return r
}

// ask carries out one request when its host's turn has come, and lets the host
// rest.
func (p *Prober) ask(ctx context.Context, t *task) (*result, *sight, error) {
	h := p.host(t.scope, t.host())
	select {
	case h.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, context.Cause(ctx)
	}
	defer func() { <-h.turn }()
	cfg, clock := p.c.cfg, p.c.clock
	p.mu.Lock()
	wait := h.free.Sub(clock.Now())
	p.mu.Unlock()
	if wait > 0 {
		select {
		case <-clock.After(wait):
		case <-ctx.Done():
			return nil, nil, context.Cause(ctx)
		}
	}
	answer := fetch.NewClient(ctx, cfg.UserAgent, p.c.transport).Do(request(cfg, t))
	if ctx.Err() != nil {
		return nil, nil, context.Cause(ctx)
	}
	r := answered(t, answer, "", clock, p.c.guard)
	seen := p.judge(answer, r)
	p.mu.Lock()
	defer p.mu.Unlock()
	rest := gap(cfg.Delay, h.delay, r.latency, cfg.NoDelay && r.inside)
	if r.capture.Status == http.StatusTooManyRequests || r.capture.Status >= http.StatusInternalServerError {
		rest = max(rest, min(max(r.wait, firstBackoff), cfg.MaxRetryAfter))
	}
	h.free = clock.Now().Add(rest)
	return r, seen, nil
}

// sight is what of an answer is kept beside its capture.
type sight struct {
	body    []byte
	entries int
	newest  time.Time
}

// judge reads an answer of which nothing is known from before.
func (p *Prober) judge(a *fetch.Answer, r *result) *sight {
	seen := &sight{body: a.Body}
	if next, ok := opening(a, r); ok {
		r.next = next
		return seen
	}
	c := &r.capture
	switch s := a.Status; {
	case r.task.isRobots():
		readRobots(a, r)
	case s == http.StatusNotModified:
		unasked(c)
	case s >= 200 && s < 300:
		got := p.c.cfg.reader().Page(&r.task.scope.Rules, *c, readable(a))
		r.capture, r.next, r.links = got.Capture, got.Next, got.Links
		seen.entries, seen.newest = got.Entries, got.Newest
	default:
		*c = p.c.cfg.reader().Refused(*c, readable(a))
	}
	return seen
}

// host is what is known of a host, or of all hosts of the source's pace group.
func (p *Prober) host(s *scope, name string) *probeHost {
	if s.paceGroup != "" && s.Owns(name) {
		name = "group " + s.paceGroup // no host has a blank in its name
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hosts[name]
	if h == nil {
		h = &probeHost{turn: make(chan struct{}, 1)}
		p.hosts[name] = h
	}
	return h
}

// policy gives the rules of an origin; who asks first fetches them for all.
func (p *Prober) policy(ctx context.Context, s *scope, origin string) (*probeRules, error) {
	p.mu.Lock()
	rules, there := p.rules[origin]
	if !there {
		rules = &probeRules{known: make(chan struct{})}
		p.rules[origin] = rules
	}
	p.mu.Unlock()
	if there {
		select {
		case <-rules.known:
			if rules.policy == nil {
				return nil, context.Canceled // who fetched them was cancelled, and so is this
			}
			return rules, nil
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	defer close(rules.known)
	t := robotsTask(s, origin)
	r, seen, err := p.chase(ctx, t)
	if err == nil && r.robots == nil && tries(r.capture.ErrorCode, p.c.cfg.Retries) > 1 && r.capture.ErrorCode != reason.Timeout {
		t = robotsTask(s, origin)
		r, seen, err = p.chase(ctx, t)
	}
	if err != nil {
		return nil, err
	}
	rb := r.robots
	switch {
	case rb != nil:
	case slices.Contains([]string{reason.Redirects, reason.RedirectLoop, reason.Scheme}, r.capture.ErrorCode):
		rb = noRobots(t, "", p.c.clock.Now(), r.capture.ErrorCode) // RFC 9309 section 2.3.1.2
	default:
		rb = unreachable(t, "", p.c.clock.Now(), r.capture.ErrorCode)
	}
	policy, delay := newPolicy(rb, robots.Token(p.c.cfg.UserAgent), p.c.cfg.MaxCrawlDelay)
	_, name, _ := urlid.Split(origin)
	h := p.host(s, name)
	p.mu.Lock()
	h.delay = max(h.delay, delay)
	if until := p.c.clock.Now().Add(h.delay); until.After(h.free) {
		h.free = until // the answer itself was a request
	}
	p.mu.Unlock()
	if policy.tdm, err = p.reservations(ctx, s, origin, policy); err != nil {
		return nil, err
	}
	rules.policy, rules.visit = policy, visit(r, seen)
	if policy.rules != nil {
		for _, l := range sitemapLinks(s, origin, policy.rules.Sitemaps()) {
			rules.visit.Lists = append(rules.visit.Lists, l.URL)
		}
	}
	return rules, nil
}

// reservations asks for an origin's tdmrep.json, where robots.txt allows it.
func (p *Prober) reservations(ctx context.Context, s *scope, origin string, policy *policy) (*robots.Reservations, error) {
	var body []byte
	if _, code, _ := policy.decide(origin + robots.TDMPath); code == "" {
		r, _, err := p.chase(ctx, tdmTask(s, origin))
		if err != nil {
			return nil, err
		}
		if r.robots != nil {
			body = r.robots.Body
		}
	}
	return robots.ParseTDM(body), nil
}

// visit sums an answer up; seen is nil where nothing was asked for.
func visit(r *result, seen *sight) Visit {
	v := Visit{Page: corpus.Page{Capture: r.capture}}
	if seen != nil {
		v.Page.Body, v.Entries, v.Newest = seen.body, seen.entries, seen.newest
	}
	for _, l := range r.links {
		if l.Kind == KindFeed || l.Kind == KindSitemap {
			v.Lists = append(v.Lists, l.URL)
		} else {
			v.Links = append(v.Links, l.URL)
		}
	}
	return v
}
