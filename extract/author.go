package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"net/url"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// chooseAuthors names the people who wrote the article: from an editor's
// selector, JSON-LD, meta elements, author links and bylines, in this order.
// The first of these that names a person wins.
func chooseAuthors(p *parsedPage, v *verdict, site, chosen string) []string {
	no := append(hostWords(p.url), strings.ToLower(site), strings.ToLower(p.article.publisher))
	explicit := nameRules{outlet: no, personal: personalHost(p.url), explicit: true, split: true}
	implicit := explicit
	implicit.explicit = false
	if names := explicit.people([]string{chosen}); len(names) > 0 {
		return names
	}
	var linked []string
	for _, a := range p.article.authors {
		if !a.org {
			linked = append(linked, a.name)
		}
	}
	if names := explicit.people(linked); len(names) > 0 {
		return names
	}
	for _, key := range []string{"author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "dc.contributor", "parsely-author", "sailthru.author", "citation_author", "byl", "authors", "rbauthors"} {
		if names := implicit.people(p.meta[key]); len(names) > 0 {
			return names
		}
	}
	marked := explicit
	marked.split = false
	if names := marked.people(authorElements(p.root)); len(names) > 0 {
		return names
	}
	if names := implicit.people(bylines(v)); len(names) > 0 {
		return names
	}
	return implicit.people(p.scriptAuthors)
}

// authorElements are the texts of the elements that HTML conventions mark as an
// author, outside comments and lists of other articles: itemprop, rel, class
// names and links to an author's page, in that order.
func authorElements(root *html.Node) []string {
	var f authorTexts
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			if silentTags[n.DataAtom] && n.DataAtom != atom.Head || foreignPart(n) {
				return
			}
			// The text is read for the few candidates only: reading it for every
			// element would take the square of the page's size.
			if list := f.listFor(n); list != nil {
				if text := shortText(n); text != "" && utf8.RuneCountInString(text) <= 80 {
					*list = append(*list, text)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	for _, list := range [][]string{f.prop, f.rel, f.class, f.path} {
		if len(list) > 0 {
			// More than four distinct ones are a list of contributors or of teasers.
			if distinct(list) > 4 {
				list = list[:1]
			}
			return list
		}
	}
	return nil
}

// authorTexts are the texts of elements that conventions mark as authors.
type authorTexts struct{ prop, rel, class, path []string }

// listFor is the list that an element's text belongs to, nil for none.
func (f *authorTexts) listFor(n *html.Node) *[]string {
	words := nameWords(attr(n, "class") + " " + attr(n, "id"))
	switch {
	case strings.EqualFold(attr(n, "rel"), "author"):
		return &f.rel
	case n.DataAtom == atom.A && authorPath.MatchString(attr(n, "href")):
		return &f.path
	case attr(n, "itemprop") == "author":
		return &f.prop
	case contains(words, "author", "byline", "autor", "auteur", "byauthor", "contributor", "fn") && //nolint:misspell // German
		!contains(words, "bio", "box", "description", "social", "image", "avatar", "follow"):
		return &f.class
	default:
		return nil
	}
}

//nolint:misspell // words of other languages
var authorPath = regexp.MustCompile(`/(?:authors?|autor(?:en|es)?|auteurs?|by|profile|people|columnists?|contributors?|staff)/[^/?]+/?$`)

// foreignPart reports whether an element holds other people's texts: comments
// and teasers.
func foreignPart(n *html.Node) bool {
	if n.DataAtom == atom.Aside || n.DataAtom == atom.Footer && n.Parent != nil && n.Parent.DataAtom == atom.Body {
		return true
	}
	for _, w := range nameWords(attr(n, "class") + " " + attr(n, "id")) {
		if wordPlaces[w]&(isComment|isRelated) != 0 && n.DataAtom != atom.Body && n.DataAtom != atom.Article && n.DataAtom != atom.Html {
			return true
		}
	}
	return false
}

func contains(words []string, any ...string) bool {
	for _, w := range words {
		for _, a := range any {
			if w == a {
				return true
			}
		}
	}
	return false
}

func distinct(list []string) int {
	seen := map[string]bool{}
	for _, s := range list {
		seen[s] = true
	}
	return len(seen)
}

// bylinePatterns find the words that introduce an author in a short block, in
// English and its neighbours and in Chinese.
var bylinePatterns = []*regexp.Regexp{
	regexp.MustCompile(`^(?i:story by|words by|written by|posted by|text by|by|vom|von|par|por|di|door|av)[ :]+(\p{Lu}.+)`),
	regexp.MustCompile(`(?:作者|撰文|特约记者|评论员|評論員|记者|記者)\s*[:：丨｜|/／]\s*([\p{Han}·]{2,12}(?:[、，,/][\p{Han}·]{2,12})*)`),
	regexp.MustCompile(`^文\s*[:：丨｜|/／]\s*([\p{Han}·]{2,12}(?:[、，,/][\p{Han}·]{2,12})*)`),
}

// reporterPattern finds the reporter in the bracket of a Chinese dateline.
var reporterPattern = regexp.MustCompile(`^.{0,40}[（(](?:本报)?(?:特约)?(?:记者|記者)\s?([\p{Han}·]{2,4}(?:[、，, ][\p{Han}·]{2,4})*)\s*[）)]`)

// bylines are the names in short blocks that begin like a byline, before the
// text or just after it.
func bylines(v *verdict) []string {
	first, last := v.span()
	for i, b := range v.blocks {
		if m := reporterPattern.FindStringSubmatch(ends(b.text)); m != nil && i >= first && i <= first+3 {
			return []string{strings.ReplaceAll(m[1], " ", "、")}
		}
		if i > last+4 || b.letters > 80 || b.where.has(isComment|isRelated|inNav|inAside) || i < first-15 {
			continue
		}
		if i > first+2 && i < last {
			continue // within the text
		}
		for _, re := range bylinePatterns {
			if m := re.FindStringSubmatch(b.text); m != nil {
				return []string{m[1]}
			}
		}
	}
	return nil
}

// span is the places of the first and last kept block.
func (v *verdict) span() (first, last int) {
	first, last = len(v.blocks), -1
	for i, b := range v.blocks {
		if b.keep {
			first, last = min(first, i), i
		}
	}
	return first, last
}

var (
	authorSplit = regexp.MustCompile(`\s*(?:[;|/、，；]|,(?:\s*(?:and|und|et|y|e)\b)?|\s(?:and|und|et|y|en|og|och|with|mit|&|\+)\s)\s*`)
	//nolint:misspell // words of other languages
	authorLead = regexp.MustCompile(`^(?i:(?:story |words |written |posted |text |reported |published )?by|vom|von|vun|par|por|di|door|av|author|autor(?:in)?|auteur|verfasst von|geschrieben von|作者|记者|記者|撰文|文)(?:[\s:：]+|[/／丨｜])`)
	authorTail = regexp.MustCompile(`(?i)\s*(?:\(.*\)|（.*）|\bon (?:\w+ )?\d.*|\b\d{1,2}[./]\d.*|\b\d{4}.*|[–—-] .*|@\S+|\S+@\S+|,? (?:staff writer|correspondent|contributor|reporter|editor|columnist|in [A-Z]\w+)\b.*|\bfor (?:the )?[A-Z].*)$`)
)

// notPeople are words that outlets put where a name belongs, and links beside it.
//
//nolint:misspell // words of other languages
var notPeople = wordSet(`
	by von par por admin administrator staff editor editors editorial editorin webmaster newsroom newsdesk desk
	team redaktion redaktionsteam rédaction redacción redazione redactie redakcja redação office press guest
	anonymous agency agencies agentur online news magazine magazin reporter reporters correspondent contributor
	contributors author autor author's unknown user root super wordpress reuters afp dpa ap apa sda xinhua
	bloomberg associated tass efe ansa kna epd sid wire university institute institut ministry department council
	foundation center centre association committee company inc gmbh ltd blog tv radio times daily post herald
	tribune network media group board service services communications bureau marketing kommentar comments share
	posted published updated profile view all posts articles more website www http https com pr support newsletter
	gastbeitrag gastautor about the ceo cto president director chair chairman chairwoman founder professor manager
	head senior chief partner fellow weiter weitere mehr artikel inhalte gesponserte beitrag beiträge archiv
	startseite impressum kontakt contact read`)

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// notChinese are what stands for a person in Chinese bylines but is none.
var notChinese = []string{"编辑", "編輯", "小编", "小編", "网", "網", "社", "报", "報", "台", "记者", "記者", "中心", "部", "公司", "佚名", "匿名", "管理员", "综合", "综述", "本报", "本刊", "新闻", "日报", "来源", "转载", "频道", "客户端", "不详", "未知"}

var articleWord = wordSet("the das der die les el los our unser unsere")

// nameRules are what is known about a page when a name is judged.
type nameRules struct {
	outlet   []string // the outlet's names, in lower case
	personal bool     // the host gives each author a blog
	explicit bool     // the markup calls the name a person or author
	split    bool     // commas separate people
}

// personalHost reports whether the host is one where a person's name is also
// the site's.
func personalHost(u *url.URL) bool {
	if u == nil {
		return false
	}
	for _, h := range []string{".wordpress.com", ".blogspot.com", ".substack.com", ".typepad.com", ".tumblr.com", ".livejournal.com", ".over-blog.com", ".medium.com"} {
		if strings.HasSuffix(strings.ToLower(u.Hostname()), h) {
			return true
		}
	}
	return false
}

// people cleans and splits names and keeps those that can be people's.
func (r nameRules) people(raw []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range raw {
		s = plainText(s)
		for range 2 {
			s = strings.TrimSpace(authorLead.ReplaceAllString(s, ""))
		}
		parts := []string{s}
		if r.split || authorSplit.MatchString(s) {
			parts = authorSplit.Split(s, -1)
		}
		for _, part := range parts {
			name := strings.Trim(authorTail.ReplaceAllString(strings.TrimSpace(authorLead.ReplaceAllString(strings.TrimSpace(part), "")), ""), " .,:;·-–|\"“”")
			key := strings.ToLower(name)
			if name != "" && !seen[key] && r.isPerson(name) {
				seen[key] = true
				out = append(out, name)
			}
		}
	}
	if len(out) > 12 {
		return nil // a tag list rather than authors
	}
	return fullNames(out)
}

// fullNames drops words in lower case beside whole names: they are the texts of
// links such as "more".
func fullNames(names []string) []string {
	full := false
	for _, n := range names {
		full = full || strings.Contains(n, " ")
	}
	out := names[:0]
	for _, n := range names {
		if r, _ := utf8.DecodeRuneInString(n); !full || !unicode.IsLower(r) || strings.Contains(n, " ") {
			out = append(out, n)
		}
	}
	return out
}

// isPerson is generous about scripts and pen names and strict about
// institutions.
func (r nameRules) isPerson(name string) bool {
	if n := utf8.RuneCountInString(name); n < 2 || n > 50 || strings.ContainsAny(name, "/:@<>{}[]=?!…“”|©") {
		return false
	}
	if scriptOf(name) == "Hani" {
		return isChinesePerson(name) && !r.isOutlet(name)
	}
	words := strings.Fields(name)
	if articleWord[strings.ToLower(words[0])] && !r.explicit {
		return false // "The Lighthouse" is no person, unless it is a pen name
	}
	if len(words) > 5 || hasInstitution(words) || r.isOutlet(name) && !r.ownName(words) {
		return false
	}
	digits := 0
	for _, c := range name {
		if unicode.IsDigit(c) {
			digits++
		}
	}
	if len(words) == 1 { // a pen name, unless it is a host's
		return countLetters(name) >= 2 && digits*2 <= countLetters(name) && !strings.Contains(name, ".")
	}
	return digits == 0 && capitals(words)*2 >= len(words)
}

// ownName reports whether words that name the outlet may name a person too:
// somebody's own site.
func (r nameRules) ownName(words []string) bool {
	return r.personal || r.explicit && len(words) > 1 && capitals(words) == len(words)
}

// isOutlet reports whether a name is the outlet's.
func (r nameRules) isOutlet(name string) bool {
	n := string(normal(name))
	for _, o := range r.outlet {
		if w := string(normal(o)); w != "" && (n == w || len(w) > 4 && strings.HasPrefix(strings.ToLower(name), o+" ")) {
			return true
		}
	}
	return false
}

func hasInstitution(words []string) bool {
	for _, w := range words {
		for part := range strings.SplitSeq(strings.ToLower(w), "-") {
			if notPeople[strings.Trim(part, ".,'’")] {
				return true
			}
		}
	}
	return false
}

// capitals counts words that begin with a capital or have no case.
func capitals(words []string) int {
	n := 0
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsLower(r) {
			n++
		}
	}
	return n
}

func isChinesePerson(name string) bool {
	n := utf8.RuneCountInString(name)
	foreign := strings.Contains(name, "·")
	if n < 2 || n > 4 && !foreign || n > 16 {
		return false
	}
	for _, w := range notChinese {
		if strings.Contains(name, w) {
			return false
		}
	}
	return true
}
