package extract

import (
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/extract/date"
)

// The evidence for a date (Date.From).
const (
	fromJSONLD = "json-ld"
	fromMeta   = "meta"
	fromTime   = "time"
	fromURL    = "url"
	fromText   = "text"
)

// publishedNames and modifiedNames are the meta elements that state dates, the
// most telling first.
var publishedNames = strings.Fields(`
	article:published_time datepublished article:published og:published_time og:article:published_time og:article:published og:pubdate og:publish_date og:datepublished
	article:published_date article:publish-date article:post_date published_time publish_time rnews:datepublished mediator_published_time vr:published_time
	shareaholic:article_published_time parsely-pub-date sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime dcsext.articlefirstpublished
	citation_publication_date citation_online_date citation_date prism.publicationdate bt:pubdate dc.date.issued dc.date.publication dcterms.issued dcterms.created
	dc.date.created dc.created dc.date dcterms.date dc:date pubdate pubtime ptime rbpubdate publishdate publish-date publish_date publication_date
	published-date published_date date_published publisheddate originalpublicationdate article_date_original analyticsattributes.articledate displaydate
	doc_date release_date apub:time weibo:article:create_at og:regdate date createdate datecreated dateposted content_create_date article.created created
	publishedtime publishtime publicationdate og:release_date`)

var modifiedNames = strings.Fields(`
	article:modified_time og:updated_time og:modified_time article:updated_time datemodified dateupdate article:modified article:modified_date dcterms.modified
	dc.date.modified last-modified last_modified lastmodified lastmod modified modified_date modificationdate moddate revised`)

// chooseDates reads when the article was published and last changed. Evidence
// is tried from explicit statements to visible text; a page without any has no
// date. chosen is the text that an editor's selector found.
func chooseDates(p *parsedPage, v *verdict, chosen string, page corpus.Page, source *corpus.Source) (published, modified corpus.Date) {
	hint := hintOf(p, source)
	if hint.Order == date.NoOrder {
		hint.Order = pageOrder(v)
	}
	c := &dateChooser{hint: hint, latest: latest(page), fetched: page.FetchedAt}
	m := *c
	marked := markedDates(p, v)
	seen := visibleDates(v, hint)
	fromPath := urlDate(p, hint)
	c.try(fromText, chosen)
	c.try(fromJSONLD, p.article.published)
	c.tryMeta(p, publishedNames)
	for _, s := range marked.published {
		c.try(fromTime, s)
	}
	c.try(fromJSONLD, p.article.page.published)
	if !c.found.Known() || coarse(c.found.Precision) {
		c.take(fromURL, fromPath)
	}
	for _, s := range marked.plain {
		c.try(fromTime, s)
	}
	c.found = c.local(seen.published, fromPath)
	for _, f := range seen.published {
		c.takeSeen(f)
	}
	c.tryEdges(p.metaOf("description", "og:description"))

	m.try(fromJSONLD, p.article.modified)
	m.tryMeta(p, modifiedNames)
	for _, s := range marked.modified {
		m.try(fromTime, s)
	}
	m.try(fromJSONLD, p.article.page.modified)
	m.found = m.local(seen.changed, corpus.Date{})
	for _, f := range seen.changed {
		m.takeSeen(f)
	}
	if !c.found.Known() && m.found.Known() {
		c.found = m.found // dated by its last change, where it states nothing else
	}
	if !c.found.Known() {
		c.take(fromMeta, scriptDate(p, hint))
	}
	return c.found, m.found
}

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
	hint    date.Hint
	latest  time.Time
	fetched time.Time // zero where not known
	found   corpus.Date
}

func (c *dateChooser) try(from, s string) {
	if s == "" || c.found.Known() && fine(c.found) {
		return
	}
	if d, ok := date.Stamp(s, c.hint); ok {
		c.take(from, d)
	}
}

func (c *dateChooser) tryMeta(p *parsedPage, names []string) {
	for _, name := range names {
		for _, s := range p.meta[name] {
			c.try(fromMeta, s)
		}
	}
}

// takeSeen takes a date that the page shows. One that no word calls the day of
// publication and that does not stand between headline and text is today's
// where it is the day of the visit.
func (c *dateChooser) takeSeen(f seenDate) {
	if !f.sure && !c.fetched.IsZero() && c.fetched.Sub(f.Time).Abs() < 36*time.Hour {
		return
	}
	c.take(fromText, f.Date)
}

// tryEdges reads a description's beginning and bracketed end, where sites put
// the date of publication.
func (c *dateChooser) tryEdges(description string) {
	description = strings.TrimSpace(description)
	edges := []string{beginning(description, 40)}
	if open := strings.LastIndexByte(description, '('); open >= 0 && len(description)-open < 60 && strings.HasSuffix(description, ")") {
		edges = append(edges, description[open:])
	}
	for _, edge := range edges {
		if f, ok := date.First(edge, c.hint); ok && !f.Span && f.Start <= 24 {
			c.take(fromMeta, f.Date)
		}
	}
}

// tryFront reads a line of the front matter of a printed page.
func (c *dateChooser) tryFront(line string) {
	if !isDateline(&block{text: line, letters: countLetters(line)}) {
		return
	}
	var seen seenDates
	seen.add(date.ReadLine(line, c.hint), true)
	for _, f := range seen.published {
		c.take(fromText, f.Date)
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
	case c.found.Precision == corpus.PrecisionDay && fine(d) && agrees(c.found, d):
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

// local is what was found, but for an instant in UTC: that gets the day on which
// it fell at the outlet, where it is a day's first moment there, or where the
// page shows that day, or its address has it, and it is the next or the one
// before. Where the page shows the clock too it becomes an instant in the
// outlet's zone, else the day alone.
func (c *dateChooser) local(seen []seenDate, fromPath corpus.Date) corpus.Date {
	d := c.found
	if !fine(d) || !d.HasOffset {
		return d
	}
	if _, offset := d.Time.Zone(); offset != 0 {
		return d
	}
	if day, ok := date.Midnight(d.Time, c.hint.Country); ok {
		return corpus.Date{Time: day, Precision: corpus.PrecisionDay, From: d.From}
	}
	for _, f := range seen {
		if agrees(d, f.Date) {
			return d
		}
		if !sameMoment(d.Time, f.Time) {
			continue
		}
		shift := f.Time.Sub(d.Time).Truncate(time.Minute)
		clock := fine(f.Date) && !f.HasOffset && shift%(15*time.Minute) == 0 // the same moment, wherever the page shows it
		switch {
		case clock:
			d.Time = d.Time.In(time.FixedZone("", int(shift.Seconds())))
			return d
		case f.sure:
			d = dayOf(f.Date)
			d.From = fromText
			return d
		}
	}
	if fromPath.Precision == corpus.PrecisionDay && !agrees(d, fromPath) && sameMoment(d.Time, fromPath.Time) {
		d = fromPath
		d.From = fromURL
	}
	return d
}

// sameMoment reports whether an instant in UTC falls on the day before or
// after, somewhere between the offsets -12:00 and +14:00.
func sameMoment(instant, day time.Time) bool {
	y, m, d := day.Date()
	start := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return instant.Add(14*time.Hour).Compare(start) >= 0 && instant.Add(-12*time.Hour).Before(start.Add(24*time.Hour))
}

// hintOf is what tells how the page writes its dates.
func hintOf(p *parsedPage, source *corpus.Source) date.Hint {
	h := date.Hint{Lang: firstOf(p.lang, p.metaOf("content-language"), p.article.language)}
	if source != nil && len(source.Country) == 2 && source.Country != "ZZ" {
		h.Country = source.Country
	} else if p.url != nil {
		h.Country = countryOf(p.url.Hostname())
	}
	h.Order = orderOf(h)
	return h
}

// countryOf is the country of a host's top-level domain, empty where it is none
// or is used by all the world.
func countryOf(host string) string {
	top := strings.ToUpper(host[strings.LastIndexByte(host, '.')+1:])
	switch top {
	case "GOV", "MIL", "EDU":
		return "US"
	case "UK":
		return "GB"
	case "IO", "CO", "ME", "TV", "AI", "CC", "WS", "FM", "LY", "EU", "SU", "TO", "IS", "AM", "LA", "NU", "GG", "SH", "ST", "VC":
		return ""
	}
	if len(top) == 2 && top[0] >= 'A' && top[1] >= 'A' {
		return top
	}
	return ""
}

// yearFirst are languages that put the year first, so that a date with the year
// at its end follows some other habit.
var yearFirst = map[string]bool{"zh": true, "zh-cn": true, "zh-tw": true, "zh-hans": true, "zh-hant": true, "ja": true, "ja-jp": true, "ko": true, "ko-kr": true, "hu": true, "mn": true}

// orderOf guesses from language and country: Americans put the month first,
// nearly all others the day; English alone says nothing.
func orderOf(h date.Hint) date.Order {
	lang := strings.ToLower(strings.ReplaceAll(h.Lang, "_", "-"))
	english := lang == "" || lang == "en" || lang == "en-us"
	switch {
	case english && (h.Country == "US" || h.Country == "PH"), lang == "en-us" && h.Country == "":
		return date.MonthFirst
	case english && (h.Country == "" || h.Country == "CA"), yearFirst[lang] && h.Country != "HK" && h.Country != "MO" && h.Country != "SG" && h.Country != "MY":
		return date.NoOrder
	default:
		return date.DayFirst
	}
}
