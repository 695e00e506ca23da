package read

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/internal/bounded"
)

// anchor is a link as it stands in a page.
type anchor struct {
	href string
	next bool // rel=next: another page of the same listing
	feed bool // an alternate in a feed format
}

// Bounds of what is kept of a page: the largest archive pages have some
// thousands of links, and headlines are short.
const (
	maxAnchors = 50_000
	maxHeading = 1000
)

// scan is what the crawler reads off an HTML page. It is made from the token
// stream, not from a tree: one pass, bounded memory, and no depth of nesting
// that could refuse a page.
type scan struct {
	base      string
	canonical string // what the page calls its own address
	anchors   []anchor
	title     string
	heading   string // first h1
	sample    string // visible text, one space between words, until it is too long for a wall
	textLen   int    // its length, see [letters]
	noindex   bool
	nofollow  bool
	tdm       string
	refresh   string // target of an immediate meta refresh
	password  bool   // asks for a password
	article   bool   // carries an article in JSON-LD
	challenge bool   // markup that only bot challenges have
}

// scanner is the state of one pass.
type scanner struct {
	z      *html.Tokenizer
	page   skimmer
	isRaw  bool // the next token is the content of an element without markup
	out    scan
	text   strings.Builder
	in     atom.Atom // the element whose text is collected: title or h1
	hidden int       // depth of template and similar
	agent  string
}

// scanHTML reads a page that was decoded to UTF-8. agent is the crawler's
// product token, under which robots meta elements may address it.
func scanHTML(page []byte, agent string) scan {
	return scanPage(page, agent, true)
}

// scanPage is scanHTML; skim says whether to leave out what is of no note.
func scanPage(page []byte, agent string, skim bool) scan {
	s := &scanner{page: skimmer{page: page}, agent: strings.ToLower(agent)}
	s.z = html.NewTokenizer(&s.page)
	for {
		s.page.skip = skim && !s.isRaw && s.in == 0 && s.out.textLen >= wallText && len(s.z.Buffered()) == 0
		s.isRaw = false
		switch s.z.Next() {
		default: // comments
		case html.ErrorToken:
			s.out.sample = s.text.String()
			s.out.title = strings.ToValidUTF8(strings.Join(strings.Fields(s.out.title), " "), "")
			s.out.heading = strings.ToValidUTF8(strings.Join(strings.Fields(s.out.heading), " "), "")
			return s.out
		case html.TextToken:
			s.visible()
		case html.StartTagToken, html.SelfClosingTagToken:
			s.start()
		case html.EndTagToken:
			name, _ := s.z.TagName()
			if a := atom.Lookup(name); a == s.in {
				s.in = 0
			} else if a == atom.Template && s.hidden > 0 {
				s.hidden--
			}
		}
	}
}

// visible takes a text token.
func (s *scanner) visible() {
	raw := s.z.Raw()
	if len(bytes.TrimSpace(raw)) == 0 {
		return
	}
	if s.in == atom.Title {
		if len(s.out.title) < maxHeading {
			s.out.title += html.UnescapeString(bounded.Text(string(raw), maxHeading))
		}
		return
	}
	if s.hidden > 0 {
		return
	}
	if s.in == atom.H1 && len(s.out.heading) < maxHeading {
		s.out.heading += html.UnescapeString(bounded.Text(string(raw), maxHeading))
	}
	if s.out.textLen >= wallText {
		return // too long for a wall, and nothing else asks
	}
	for word := range strings.FieldsSeq(html.UnescapeString(string(raw))) {
		s.text.WriteString(word)
		s.text.WriteByte(' ')
		for _, r := range word {
			s.out.textLen += letters(r)
		}
	}
}

func (s *scanner) start() {
	name, more := s.z.TagName()
	a := atom.Lookup(name)
	s.isRaw = rawElement(a)
	switch a {
	default:
	case atom.A, atom.Area:
		s.link(more)
	case atom.Base:
		if href := s.attrs(more)["href"]; href != "" && s.out.base == "" {
			s.out.base = href
		}
	case atom.Link:
		s.headLink(more)
	case atom.Meta:
		s.meta(s.attrs(more))
	case atom.Title:
		if s.out.title == "" {
			s.in = a
		}
	case atom.H1:
		if s.out.heading == "" {
			s.in = a
		}
	case atom.Input:
		if strings.EqualFold(s.attrs(more)["type"], "password") {
			s.out.password = true
		}
	case atom.Template:
		s.hidden++
	case atom.Script, atom.Style, atom.Noscript, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp:
		s.raw(a, more)
	}
}

// raw takes an element whose content is no markup.
func (s *scanner) raw(a atom.Atom, more bool) {
	var attrs map[string]string
	if a == atom.Script {
		attrs = s.attrs(more)
	}
	s.isRaw = false
	var body []byte
	if s.z.Next() == html.TextToken {
		body = s.z.Raw()
	}
	if a != atom.Script {
		return
	}
	if strings.Contains(attrs["type"], "ld+json") {
		s.out.article = s.out.article || bytes.Contains(body, []byte("articleBody"))
		return
	}
	s.out.challenge = s.out.challenge || isChallengeScript(attrs["src"], body)
}

// attrs reads the attributes of the current tag. Names repeat at the crawler's
// cost only up to a bound: a tag may have hundreds of thousands.
func (s *scanner) attrs(more bool) map[string]string {
	out := map[string]string{}
	for n := 0; more && n < 50; n++ {
		var k, v []byte
		k, v, more = s.z.TagAttr()
		if _, ok := out[string(k)]; !ok {
			out[string(k)] = string(v)
		}
	}
	return out
}

// link takes an anchor. It is the hot path of the scan, so it makes no map.
func (s *scanner) link(more bool) {
	var a anchor
	nofollow := false
	for n := 0; more && n < 50; n++ {
		var k, v []byte
		k, v, more = s.z.TagAttr()
		switch {
		case string(k) == "href" && a.href == "":
			a.href = string(v)
		case string(k) == "rel":
			rel := strings.ToLower(string(v))
			nofollow = hasWord(rel, "nofollow")
			a.next = hasWord(rel, "next")
		}
	}
	if a.href != "" && !nofollow && a.href[0] != '#' {
		s.keep(a)
	}
}

func (s *scanner) keep(a anchor) {
	if len(s.out.anchors) < maxAnchors {
		s.out.anchors = append(s.out.anchors, a)
	}
}

func (s *scanner) headLink(more bool) {
	attrs := s.attrs(more)
	rel, href := strings.ToLower(attrs["rel"]), attrs["href"]
	switch {
	case href == "" || hasWord(rel, "nofollow"):
	case hasWord(rel, "canonical"):
		if s.out.canonical == "" {
			s.out.canonical = href
		}
	case hasWord(rel, "next"):
		s.keep(anchor{href: href, next: true})
	case hasWord(rel, "alternate"):
		switch strings.ToLower(strings.TrimSpace(attrs["type"])) {
		case "application/rss+xml", "application/atom+xml", "application/feed+json":
			s.keep(anchor{href: href, feed: true})
		}
	}
}

func (s *scanner) meta(attrs map[string]string) {
	content := attrs["content"]
	switch name := strings.ToLower(attrs["name"]); {
	case name == "robots" || name == s.agent && name != "":
		s.out.directives(content)
	case name == "tdm-reservation":
		s.out.tdm = TDMValue(content)
	case strings.EqualFold(attrs["http-equiv"], "refresh"):
		s.out.refresh = refreshTarget(content)
	}
}

// directives reads the content of a robots meta element or header.
func (o *scan) directives(content string) {
	for d := range strings.SplitSeq(strings.ToLower(content), ",") {
		switch strings.TrimSpace(d) {
		case "noindex":
			o.noindex = true
		case "nofollow":
			o.nofollow = true
		case "none":
			o.noindex, o.nofollow = true, true
		}
	}
}

// refreshTarget reads "0; url=/there" as browsers do (HTML standard, shared
// declarative refresh steps). Only an immediate refresh is a redirect: front pages
// reload themselves every few minutes.
func refreshTarget(content string) string {
	content = strings.TrimSpace(content)
	secs := content[:len(content)-len(strings.TrimLeft(content, "0123456789."))]
	rest := content[len(secs):]
	if n, err := strconv.ParseFloat(secs, 64); err != nil || n > 5 || rest == "" || !strings.ContainsAny(rest[:1], ";, \t\r\n\f") {
		return ""
	}
	rest = strings.TrimSpace(rest)
	if rest != "" && (rest[0] == ';' || rest[0] == ',') {
		rest = strings.TrimSpace(rest[1:])
	}
	if len(rest) >= 3 && strings.EqualFold(rest[:3], "url") {
		value, ok := strings.CutPrefix(strings.TrimSpace(rest[3:]), "=")
		if !ok {
			return rest // an address that begins so
		}
		rest = strings.TrimSpace(value)
	}
	if rest != "" && (rest[0] == '\'' || rest[0] == '"') {
		quote := rest[:1]
		rest, _, _ = strings.Cut(rest[1:], quote)
	}
	return strings.TrimSpace(rest)
}

// hasWord reports whether a list separated by white space has a word.
func hasWord(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if w == word {
			return true
		}
	}
	return false
}
