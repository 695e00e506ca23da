package robots

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"framewatch/internal/charset"
)

// MaxBytes is how much of a robots.txt counts. RFC 9309 section 2.5 asks for at
// least 500 KiB; what lies behind the cut is not read, and a line that the cut
// divides is dropped.
const MaxBytes = 512 << 10

// maxLine is the longest line that counts, as in Google's matcher: eight times
// the longest URL of old browsers, less the byte that ended its buffer. The
// rest of a longer line is ignored.
const maxLine = 8*2083 - 1

// Rules are the lines of one robots.txt that concern one crawler.
type Rules struct {
	rules    []rule // of the crawler's own groups, or of the groups for all
	delay    time.Duration
	sitemaps []string
}

type rule struct {
	pattern
	allow bool
	line  string // as written, for people
}

// Decision is the answer for one URL.
type Decision struct {
	Allowed bool
	Line    string // the line that decided, as written; empty when none matched
}

// Parse reads a robots.txt for the crawler named by its product token, such as
// "framewatch" (of a longer name, the [Token] counts); a comma-separated list is
// a crawler that obeys the groups of all its tokens. Any bytes are accepted:
// lines that mean nothing are skipped, as RFC 9309 section 2.2 asks. A file in
// UTF-16, against the RFC but meant all the same, is read as such.
func Parse(body []byte, agent string) *Rules {
	cut := len(body) > MaxBytes
	if cut {
		body = body[:MaxBytes]
	}
	if text, ok := charset.FromUTF16(body); ok {
		body = text
	}
	if cut {
		if i := bytes.LastIndexAny(body, "\r\n"); i >= 0 {
			body = body[:i]
		}
	}
	p := newParser(agent)
	body = trimBOM(body)
	for len(body) > 0 {
		end := bytes.IndexAny(body, "\r\n")
		line := body
		if end >= 0 {
			line, body = body[:end], body[end+1:]
		} else {
			body = nil
		}
		p.line(line[:min(len(line), maxLine)])
	}
	return p.finish()
}

// trimBOM drops a UTF-8 byte order mark, also one that lost its tail.
func trimBOM(body []byte) []byte {
	const bom = "\xef\xbb\xbf"
	for i := 0; i < len(bom) && len(body) > 0 && body[0] == bom[i]; i++ {
		body = body[1:]
	}
	return body
}

// CrawlDelay is the gap the file asks for between two requests; 0 when it asks
// for none. Crawl-delay is no part of RFC 9309.
func (r *Rules) CrawlDelay() time.Duration { return r.delay }

// Sitemaps lists the URLs of the file's Sitemap lines, in order.
func (r *Rules) Sitemaps() []string { return r.sitemaps }

// group collects what the file says to one kind of crawler.
type group struct {
	rules []rule
	delay time.Duration
	seen  bool
}

type parser struct {
	agents        []string
	own, all      group
	inOwn, inAll  bool // the current group addresses us, or everyone
	rulesBegun    bool // the next user-agent line starts a new group
	sitemaps      []string
	sitemapsBytes int
}

func newParser(agent string) *parser {
	p := &parser{}
	for a := range strings.SplitSeq(agent, ",") {
		if t := agentToken(strings.TrimSpace(a)); t != "" {
			p.agents = append(p.agents, t)
		}
	}
	return p
}

func (p *parser) line(b []byte) {
	text := string(b)
	bare := text
	if i := strings.IndexByte(bare, '#'); i >= 0 {
		bare = bare[:i]
	}
	key, value, ok := splitLine(strings.TrimSpace(bare))
	if !ok {
		return
	}
	key = strings.ToLower(key)
	switch {
	case hasAnyPrefix(key, "user-agent", "useragent", "user agent"):
		p.userAgent(value)
	case strings.HasPrefix(key, "allow"):
		p.rule(true, value, text)
	// The misspellings are those that Google's matcher takes for disallow.
	case hasAnyPrefix(key, "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"):
		p.rule(false, value, text)
	case hasAnyPrefix(key, "crawl-delay", "crawldelay"):
		p.crawlDelay(value)
	case hasAnyPrefix(key, "sitemap", "site-map"):
		if p.sitemapsBytes += len(value); value != "" && p.sitemapsBytes <= MaxBytes/4 {
			p.sitemaps = append(p.sitemaps, value)
		}
	}
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// splitLine parts key and value at a colon or, for a line of just two words, at
// the white space that stands in its place.
func splitLine(line string) (key, value string, ok bool) {
	if k, v, found := strings.Cut(line, ":"); found {
		k, v = strings.TrimSpace(k), strings.TrimSpace(v)
		return k, v, k != ""
	}
	words := strings.Fields(line)
	if len(words) != 2 {
		return "", "", false
	}
	return words[0], words[1], true
}

func (p *parser) userAgent(value string) {
	if p.rulesBegun {
		p.inOwn, p.inAll, p.rulesBegun = false, false, false
	}
	if value == "*" || strings.HasPrefix(value, "*") && strings.ContainsAny(value[1:2], " \t") {
		p.inAll, p.all.seen = true, true
		return
	}
	token := Token(value)
	for _, a := range p.agents {
		if strings.EqualFold(token, a) {
			p.inOwn, p.own.seen = true, true
		}
	}
}

// Token is the product token of a user agent, the part by which the file's
// user-agent lines name a crawler: RFC 9309 section 2.2.1 allows letters, "_"
// and "-", so of "Lab42bot/1.0" it is "Lab". Empty when there is none.
func Token(userAgent string) string {
	rest := strings.TrimLeftFunc(userAgent, func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' || r == '-'
	})
	return strings.TrimSuffix(userAgent, rest)
}

// agentToken is the token of a crawler's name, cut as those of the file are. A
// name of several words has none and meets no group, as in Google's matcher.
func agentToken(name string) string {
	token := Token(name)
	rest := name[len(token):]
	if second := strings.TrimLeft(rest, " \t"); second != rest && Token(second) != "" {
		return ""
	}
	return token
}

func (p *parser) rule(allow bool, value, line string) {
	if !p.inOwn && !p.inAll {
		return
	}
	p.rulesBegun = true
	if value == "" {
		return
	}
	r := rule{pattern: newPattern(value, allow), allow: allow, line: strings.TrimSpace(strings.ToValidUTF8(line, "\uFFFD"))}
	if p.inOwn {
		p.own.rules = append(p.own.rules, r)
	}
	if p.inAll {
		p.all.rules = append(p.all.rules, r)
	}
}

func (p *parser) crawlDelay(value string) {
	secs, err := strconv.ParseFloat(value, 64)
	// NaN fails every comparison, so this also keeps it out.
	if err != nil || !(secs > 0 && secs < 1e9) {
		return
	}
	d := time.Duration(secs * float64(time.Second))
	if p.inOwn {
		p.own.delay = max(p.own.delay, d)
	}
	if p.inAll {
		p.all.delay = max(p.all.delay, d)
	}
}

// finish picks the groups that hold: our own where there is one, even one
// without rules, else those for everyone.
func (p *parser) finish() *Rules {
	g := p.all
	if p.own.seen {
		g = p.own
	}
	return &Rules{rules: g.rules, delay: g.delay, sitemaps: p.sitemaps}
}
