package extract

import (
	"strings"
	"time"

	"github.com/markusmobius/go-htmldate"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
)

// The evidence for a date (Date.From).
const (
	fromJSONLD = "json-ld"
	fromMeta   = "meta"
	fromTime   = "time"
	fromURL    = "url"
	fromText   = "text"
)

var publishedNames = []string{
	"article:published_time", "datepublished", "article:published", "og:published_time", "og:article:published_time", "og:pubdate", "published_time", "rnews:datepublished",
	"parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "citation_publication_date", "citation_online_date", "bt:pubdate", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date",
	"pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "published-date", "publisheddate", "originalpublicationdate", "article_date_original", "apub:time", "weibo:article:create_at", "date", "createdate", "datecreated", "article.created", "publishedtime", "publicationdate",
}

var modifiedNames = []string{"article:modified_time", "og:updated_time", "datemodified", "article:modified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "modified", "moddate", "revised"}

// chooseDates reads when the article was published and last changed. Evidence
// is tried from explicit statements to visible text; a page without any has no
// date. chosen is the text that an editor's selector found.
func chooseDates(p *parsedPage, v *verdict, chosen string, page corpus.Page) (published, modified corpus.Date) {
	c := &dateChooser{order: orderOf(p.lang), latest: latest(page)}
	c.try(fromText, chosen)
	c.try(fromJSONLD, p.article.published)
	for _, name := range publishedNames {
		for _, s := range p.meta[name] {
			c.try(fromMeta, s)
		}
	}
	stamps := timeElements(p)
	for _, s := range stamps.published {
		c.try(fromTime, s)
	}
	c.try(fromJSONLD, p.article.page.published)
	fromPath := urlDate(p)
	if !c.found.Known() || coarse(c.found.Precision) {
		c.take(fromURL, fromPath)
	}
	for _, s := range stamps.plain {
		c.try(fromTime, s)
	}
	lines := datelines(v)
	for _, s := range lines {
		c.try(fromText, aboutPublication(s))
	}
	for _, re := range edgeDates {
		c.try(fromMeta, re.FindString(p.metaOf("description", "og:description")))
	}
	m := &dateChooser{order: c.order, latest: c.latest}
	m.try(fromJSONLD, p.article.modified)
	for _, name := range modifiedNames {
		for _, s := range p.meta[name] {
			m.try(fromMeta, s)
		}
	}
	for _, s := range stamps.modified {
		m.try(fromTime, s)
	}
	m.try(fromJSONLD, p.article.page.modified)
	for _, s := range lines {
		m.try(fromText, aboutChange(s))
	}
	if !c.found.Known() && m.found.Known() {
		c.found = m.found // dated by its last change, where it states nothing else
	}
	if !c.found.Known() {
		if d := searched(p, c.latest); !onlyInComments(v, d) {
			c.take(fromText, d)
		}
	}
	return c.found, m.found
}

// onlyInComments reports whether d is the date of a reader's comment and of
// nothing else on the page.
func onlyInComments(v *verdict, d corpus.Date) bool {
	comment := false
	for _, b := range v.blocks {
		if b.letters > 400 {
			continue
		}
		if found, ok := parseStamp(b.text, orderDay); ok && agrees(d, found) {
			if !b.where.has(isComment) {
				return false
			}
			comment = true
		}
	}
	return comment
}

// edgeDates are a description's beginning and bracketed end, where sites put
// the date of publication.
var edgeDates = []*lazyregexp.Regexp{lazyregexp.New(`^.{0,24}?(?:19|20)\d\d\b`), lazyregexp.New(`\([^()]{6,40}\)\s*$`)}

// latest is the last moment that a page fetched then can name: a day later,
// for offsets. Without a fetch time there is no limit but the calendar's.
func latest(page corpus.Page) time.Time {
	if page.FetchedAt.IsZero() {
		return time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return page.FetchedAt.Add(36 * time.Hour)
}

// dateChooser keeps the first believable date, and a more precise one that
// agrees with it.
type dateChooser struct {
	order  dateOrder
	latest time.Time
	found  corpus.Date
}

func (c *dateChooser) try(from, s string) {
	if s == "" || c.found.Known() && fine(c.found) {
		return
	}
	// A bare year or month in visible text is more often about something else.
	if d, ok := parseStamp(s, c.order); ok && (from != fromText || !coarse(d.Precision)) {
		c.take(from, d)
	}
}

func (c *dateChooser) take(from string, d corpus.Date) {
	if !d.Known() || d.Time.After(c.latest) || d.Time.Year() < 1990 {
		return
	}
	d.From = from
	switch {
	case !c.found.Known():
		c.found = d
	case coarse(c.found.Precision) && agrees(c.found, d):
		c.found = d
	case c.found.Precision == corpus.PrecisionDay && !coarse(d.Precision) && d.Precision != corpus.PrecisionDay && agrees(c.found, d):
		c.found = d
	}
}

func fine(d corpus.Date) bool {
	return d.Precision == corpus.PrecisionMinute || d.Precision == corpus.PrecisionSecond
}

func coarse(p corpus.Precision) bool {
	return p == corpus.PrecisionYear || p == corpus.PrecisionMonth
}

// agrees reports whether b is within what a states.
func agrees(a, b corpus.Date) bool {
	switch a.Precision {
	case corpus.PrecisionYear:
		return a.Time.Year() == b.Time.Year()
	case corpus.PrecisionMonth:
		return a.Time.Year() == b.Time.Year() && a.Time.Month() == b.Time.Month()
	default:
		return a.Time.Format(time.DateOnly) == b.Time.Format(time.DateOnly)
	}
}

// stamps are the texts of elements that HTML marks as dates.
type stamps struct{ published, modified, plain []string }

// timeElements gathers time elements and elements with a date's itemprop or
// class, outside comments and teasers.
func timeElements(p *parsedPage) stamps {
	var out stamps
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			if silentTags[n.DataAtom] && n.DataAtom != atom.Head || foreignPart(n) || p.scopes.foreign(n) {
				return
			}
			out.add(n)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(p.root)
	return out
}

func (s *stamps) add(n *html.Node) {
	prop := strings.ToLower(attr(n, "itemprop"))
	words := nameWords(attr(n, "class"))
	value := firstOf(attr(n, "datetime"), attr(n, "content"))
	isTime := n.DataAtom == atom.Time
	if value == "" && (isTime || strings.HasPrefix(prop, "date") || n.DataAtom == atom.Abbr) {
		value = firstOf(shortText(n), attr(n, "title"))
		if n.DataAtom == atom.Abbr {
			value = attr(n, "title")
		}
	}
	if value == "" || len(value) > 200 {
		return
	}
	switch {
	case strings.Contains(prop, "datemodified"), isTime && contains(words, "updated", "modified") && !contains(words, "published"):
		s.modified = append(s.modified, value)
	case strings.Contains(prop, "datepublished"), strings.Contains(prop, "datecreated"), hasAttr(n, "pubdate"), contains(words, "published") && (isTime || n.DataAtom == atom.Abbr):
		s.published = append(s.published, value)
	case isTime:
		s.plain = append(s.plain, value)
	}
}

var pathDates = []*lazyregexp.Regexp{
	lazyregexp.New(`[/_-]((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?:[^\d]|$)`),
	lazyregexp.New(`/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/`),
	lazyregexp.New(`[/_t]((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[_/.-]`),
	lazyregexp.New(`/((?:19|20)\d\d)[-/](0[1-9]|1[0-2])/`),
}

// urlDate reads the date in the page's address, or in the one it calls its own.
func urlDate(p *parsedPage) corpus.Date {
	for _, s := range []string{address(p), firstLink(p, "canonical"), p.metaOf("og:url")} {
		for _, re := range pathDates {
			m := re.FindStringSubmatch(s)
			if m == nil {
				continue
			}
			day := 1
			if len(m) > 3 {
				day = num(m[3])
			}
			d, ok := makeDate(num(m[1]), num(m[2]), day)
			if len(m) == 3 {
				d.Precision = corpus.PrecisionMonth
			}
			if ok {
				return d
			}
		}
	}
	return corpus.Date{}
}

func address(p *parsedPage) string {
	if p.url == nil {
		return ""
	}
	return p.url.Path + "?" + p.url.RawQuery
}

func firstLink(p *parsedPage, rel string) string {
	if l := p.links[rel]; len(l) > 0 {
		return l[0]
	}
	return ""
}

// dateWords introduce a date of publication, changeWords one of a later change.
var (
	dateWords   = lazyregexp.New(`(?i)\b(?:published|posted|date|dated|datum|stand|vom|veröffentlicht|erschienen|publié|publicado|pubblicato|fecha|data|opublikowano)\b|опубликовано|发布|發布|發佈|发表|發表|刊登|时间|時間|日期|نشر`)
	changeWords = lazyregexp.New(`(?i)\b(?:(?:last )?(?:updated?|modified|changed|edited|reviewed)|aktualisiert|letzte (?:änderung|aktualisierung)|zuletzt|geändert|mis à jour|actualizado|aggiornato|zaktualizowano|обновлено)\b|更新|修改`)
)

// aboutPublication is the part of a dateline that speaks of publication: what
// follows such a word, else what stands before a word of change.
func aboutPublication(s string) string {
	change := changeWords.FindStringIndex(s)
	for _, said := range dateWords.FindAllStringIndex(s, -1) {
		if change == nil || said[0] >= change[1] || said[1] <= change[0] {
			return s[said[0]:]
		}
	}
	if change != nil {
		return s[:change[0]]
	}
	return s
}

// aboutChange is what follows a word of change.
func aboutChange(s string) string {
	if change := changeWords.FindStringIndex(s); change != nil {
		return s[change[0]:]
	}
	return ""
}

// datelines are the visible blocks that may state the date, best first: those
// between headline and text, those that say so, and the text's own ends.
func datelines(v *verdict) []string {
	first, last := v.span()
	var near, said, ends []string
	for i, b := range v.blocks {
		if b.where.has(isComment|isRelated|inAside|isHidden) || b.letters > 200 {
			continue
		}
		switch {
		case i >= first-12 && i <= first+1 && b.letters <= 100 && (!b.keep || isDateline(b)):
			// A date within the text is about what it tells, not about itself.
			near = append(near, b.text)
		case (dateWords.MatchString(b.text) || changeWords.MatchString(b.text)) && b.letters <= 200 && (i > last-2 && i <= last+40 || i < first):
			said = append(said, b.text)
		case (i == last || i == last+1) && b.letters <= 60:
			ends = append(ends, b.text)
		}
	}
	// The nearest to the text comes first.
	for i, j := 0, len(near)-1; i < j; i, j = i+1, j-1 {
		near[i], near[j] = near[j], near[i]
	}
	return append(append(near, said...), ends...)
}

// searched is go-htmldate's answer where it names a full date that the page
// shows. Its extensive search is off: it dates pages by any number that could
// be a year, and by the day of the run.
func searched(p *parsedPage, latest time.Time) (d corpus.Date) {
	defer func() {
		if recover() != nil {
			d = corpus.Date{}
		}
	}()
	r, err := htmldate.FromDocument(p.root, htmldate.Options{
		UseOriginalDate: true, SkipExtensiveSearch: true, URL: address(p), MaxDate: latest,
	})
	if err != nil || r.IsZero() {
		return corpus.Date{}
	}
	y, m, day := r.DateTime.Date()
	d, _ = makeDate(y, int(m), day)
	// It also completes halves of dates and picks a reading of 04/05/2025, so
	// what it read must read the same here.
	if same, ok := parseStamp(r.SrcString, orderOf(p.lang)); !ok || !agrees(d, same) {
		return corpus.Date{}
	}
	return d
}
