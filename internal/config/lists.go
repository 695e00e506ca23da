package config

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/text/language"

	"framewatch/corpus"
	"framewatch/crawl/listing"
	"framewatch/internal/country"
	"framewatch/internal/invalid"
	"framewatch/internal/lazyregexp"
)

// SourceList is a file of configs/sources.
type SourceList struct {
	List    ListHead      `yaml:"list" json:"list"`
	Sources []SourceEntry `yaml:"sources" json:"sources"`
}

// ListHead says which list it is.
type ListHead struct {
	ID      string `yaml:"id" json:"id"`
	Version string `yaml:"version" json:"version"`
	Licence string `yaml:"licence" json:"licence,omitempty"`
	Demo    bool   `yaml:"demo" json:"demo,omitempty" jsonschema_description:"every outlet of the list is invented"`
}

// SourceEntry is one outlet as an editor writes it; [corpus.Source] documents
// the fields.
type SourceEntry struct {
	ID           string         `yaml:"id" json:"id" jsonschema:"pattern=^[a-z0-9][a-z0-9-]*$"`
	Name         string         `yaml:"name" json:"name"`
	Domain       string         `yaml:"domain" json:"domain" jsonschema_description:"the outlet's host; its subdomains belong to it"`
	Domains      []string       `yaml:"domains" json:"domains,omitempty" jsonschema_description:"sister hosts, whose pages are the outlet's too; without domain, the first takes its place"`
	Country      string         `yaml:"country" json:"country" jsonschema_description:"ISO 3166-1 alpha-2, ZZ when not determined"`
	Bloc         []string       `yaml:"bloc" json:"bloc,omitempty" jsonschema_description:"blocs of blocs.yaml beside those of the country"`
	OwnerType    string         `yaml:"owner_type" json:"owner_type" jsonschema:"enum=state_media,enum=private_news,enum=public_news,enum=think_tank,enum=party,enum=government,enum=academic,enum=law_adr,enum=aggregator"`
	Langs        []string       `yaml:"langs" json:"langs"`
	Verified     bool           `yaml:"verified" json:"verified,omitempty" jsonschema_description:"of older lists; sources check notes at each address when it was verified"`
	Feeds        []Address      `yaml:"feeds" json:"feeds,omitempty"`
	Sitemaps     []Address      `yaml:"sitemaps" json:"sitemaps,omitempty"`
	Start        []Address      `yaml:"start" json:"start,omitempty"`
	WordPress    []Address      `yaml:"wordpress" json:"wordpress,omitempty" jsonschema_description:"addresses of WordPress sites whose REST interface names posts, for each term of query"`
	Search       []Address      `yaml:"search" json:"search,omitempty" jsonschema_description:"addresses of the site's own search, with {query} in the place of a term of query"`
	Archives     []string       `yaml:"archives" json:"archives,omitempty" jsonschema_description:"web archives that name what was published before: wayback, commoncrawl"`
	LinkPatterns []string       `yaml:"link_patterns" json:"link_patterns,omitempty"`
	PDF          *bool          `yaml:"pdf" json:"pdf,omitempty" jsonschema_description:"take PDF files as documents, where their addresses match link_patterns; by default those of think tanks, governments, academic bodies and law_adr"`
	Render       bool           `yaml:"render" json:"render,omitempty" jsonschema_description:"pages are made by scripts: a browser runs them (crawl.render); slow, so only where the server sends no text"`
	RenderHosts  []string       `yaml:"render_hosts" json:"render_hosts,omitempty" jsonschema_description:"hosts beside those of domain from which the scripts of its pages may load"`
	PaceGroup    string         `yaml:"pace_group" json:"pace_group,omitempty" jsonschema:"pattern=^[a-z0-9][a-z0-9-]*$" jsonschema_description:"a name shared by outlets that sit on one small server: their hosts are asked one at a time, with the gaps of one host"`
	Query        []string       `yaml:"query" json:"query,omitempty"`
	Selectors    SelectorsEntry `yaml:"selectors" json:"selectors,omitempty"`
	MaxPages     int            `yaml:"max_pages" json:"max_pages,omitempty"`
	MinArticles  int            `yaml:"min_articles" json:"min_articles,omitempty"`
	OneWay       string         `yaml:"one_way" json:"one_way,omitempty" jsonschema_description:"why there are not two independent ways in, such as a feed and a start page"`
	ValidFrom    string         `yaml:"valid_from" json:"valid_from,omitempty"`
	ValidTo      string         `yaml:"valid_to" json:"valid_to,omitempty"`
	Note         string         `yaml:"note" json:"note,omitempty"`
}

// SelectorsEntry holds CSS selectors of one outlet.
type SelectorsEntry struct {
	Title  string   `yaml:"title" json:"title,omitempty"`
	Text   string   `yaml:"text" json:"text,omitempty"`
	Author string   `yaml:"author" json:"author,omitempty"`
	Date   string   `yaml:"date" json:"date,omitempty"`
	Remove []string `yaml:"remove" json:"remove,omitempty"`
}

var idPattern = lazyregexp.New(`^[a-z0-9][a-z0-9-]*$`)

// Validate reports every mistake that the list shows by itself.
func (l SourceList) Validate() error {
	var errs []error
	if l.List.ID == "" {
		errs = append(errs, invalid.Errorf("list.id", "", "is missing; give the list a name, such as harbour"))
	}
	ids, entries := map[string]int{}, map[string]string{}
	for i, s := range l.Sources {
		at := fmt.Sprintf("sources[%d]", i)
		errs = append(errs, invalid.Under(at, s.validate()))
		if first, twice := ids[s.ID]; twice && s.ID != "" {
			errs = append(errs, invalid.Errorf(at+".id", s.ID, "is also sources[%d]; ids are unique", first))
		}
		ids[s.ID] = i
		for _, f := range s.fields() {
			for _, a := range f.addresses {
				if other, twice := entries[a.URL]; twice && other != s.ID {
					errs = append(errs, invalid.Errorf(at, a.URL, "is fetched for source %q too; keep it in one", other))
				}
				entries[a.URL] = s.ID
			}
		}
	}
	return errors.Join(errs...)
}

func (s SourceEntry) validate() error {
	var errs []error
	add := func(path, value, remedy string, args ...any) {
		errs = append(errs, invalid.Errorf(path, value, remedy, args...))
	}
	if !idPattern.MatchString(s.ID) {
		add("id", s.ID, "must be lower-case letters, digits and hyphens")
	}
	if s.Name == "" {
		add("name", "", "is missing")
	}
	if domain, _ := s.hosts(); domain == "" || !isHost(domain) {
		add("domain", domain, "must be a host name without scheme or path, such as example.org")
	}
	for i, d := range s.Domains {
		if !isHost(d) {
			add(fmt.Sprintf("domains[%d]", i), d, "must be a host name without scheme or path, such as example.org")
		}
	}
	if err := country.CheckOrUnknown(s.Country); err != nil {
		add("country", s.Country, "%s", err)
	}
	if !slices.Contains(corpus.OwnerTypes(), corpus.OwnerType(s.OwnerType)) {
		add("owner_type", s.OwnerType, "is not known%s", invalid.Suggest(s.OwnerType, ownerTypes()))
	}
	if len(s.Langs) == 0 {
		add("langs", "", "is missing; name at least one language, such as [en]")
	}
	for i, l := range s.Langs {
		if _, err := language.Parse(l); err != nil {
			add(fmt.Sprintf("langs[%d]", i), l, "is not a BCP 47 tag, such as en, fr or zh-Hans")
		}
	}
	if len(s.Feeds)+len(s.Sitemaps)+len(s.Start)+len(s.WordPress)+len(s.Search) == 0 {
		add("start", "", "no feeds, sitemaps or start pages; name at least one, or nothing is found")
	}
	for _, f := range s.fields() {
		for i, a := range f.addresses {
			errs = append(errs, invalid.Under(fmt.Sprintf("%s[%d]", f.name, i), a.validate()))
		}
	}
	for i, p := range s.LinkPatterns {
		if _, err := regexp.Compile(p); err != nil {
			add(fmt.Sprintf("link_patterns[%d]", i), p, "is not a regular expression: %v", err)
		}
	}
	return errors.Join(append(errs, s.validateRest())...)
}

func (s SourceEntry) validateRest() error {
	errs := []error{listing.CheckNames("archives", s.Archives)}
	for i, a := range s.Search {
		if !strings.Contains(a.URL, listing.Terms) || len(s.Query) == 0 {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("search[%d]", i), a.URL, "needs %s in the place of a term, and terms in query", listing.Terms))
		}
	}
	for i, h := range s.RenderHosts {
		if h == "" || strings.ContainsAny(h, "/ ") || !s.Render {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("render_hosts[%d]", i), h, "must be a host name without scheme or path, and needs render: true"))
		}
	}
	if s.PaceGroup != "" && !idPattern.MatchString(s.PaceGroup) {
		errs = append(errs, invalid.Errorf("pace_group", s.PaceGroup, "must be lower-case letters, digits and hyphens"))
	}
	for _, n := range []struct {
		name  string
		value int
	}{{"max_pages", s.MaxPages}, {"min_articles", s.MinArticles}} {
		if n.value < 0 {
			errs = append(errs, invalid.Errorf(n.name, fmt.Sprint(n.value), "must not be negative"))
		}
	}
	if s.MaxPages > 0 && s.MinArticles > s.MaxPages {
		errs = append(errs, invalid.Errorf("min_articles", fmt.Sprint(s.MinArticles), "is more than max_pages (%d) lets be read: every run would fail", s.MaxPages))
	}
	errs = append(errs, checkSpan("valid_from", s.ValidFrom, "valid_to", s.ValidTo, isDay, "must be a day, YYYY-MM-DD"), s.Selectors.validate())
	return errors.Join(errs...)
}

// checkSpan checks the first and the last of a stretch of time, either of which may
// be open.
func checkSpan(firstField, first, lastField, last string, valid func(string) bool, remedy string) error {
	var errs []error
	for _, at := range [][2]string{{firstField, first}, {lastField, last}} {
		if at[1] != "" && !valid(at[1]) {
			errs = append(errs, invalid.Errorf(at[0], at[1], "%s", remedy))
		}
	}
	// Days and years are compared as far as both are known.
	n := min(len(first), len(last))
	if errs == nil && n > 0 && last[:n] < first[:n] {
		errs = append(errs, invalid.Errorf(lastField, last, "is before %s (%s)", firstField, first))
	}
	return errors.Join(errs...)
}

// validate compiles the selectors as the extraction does.
func (s SelectorsEntry) validate() error {
	var errs []error
	check := func(path, css string) {
		if _, err := cascadia.ParseGroup(css); css != "" && err != nil {
			errs = append(errs, invalid.Errorf("selectors."+path, css, "is no CSS selector: %v", err))
		}
	}
	check("title", s.Title)
	check("text", s.Text)
	check("author", s.Author)
	check("date", s.Date)
	for i, css := range s.Remove {
		if path := fmt.Sprintf("remove[%d]", i); strings.TrimSpace(css) == "" {
			errs = append(errs, invalid.Errorf("selectors."+path, "", "is empty"))
		} else {
			check(path, css)
		}
	}
	return errors.Join(errs...)
}

// source makes the noun of an entry.
func (s SourceEntry) source(l ListHead) corpus.Source {
	domain, sisters := s.hosts()
	return corpus.Source{ID: corpus.SourceID(s.ID), Name: s.Name, Domain: domain, Domains: sisters, Country: s.Country, Blocs: s.Bloc,
		OwnerType: corpus.OwnerType(s.OwnerType), Langs: s.Langs, ValidFrom: s.ValidFrom, ValidTo: s.ValidTo,
		Verified: s.Verified || s.anyVerified(), Demo: l.Demo, ListID: l.ID, ListVersion: l.Version, Feeds: urls(s.Feeds), Sitemaps: urls(s.Sitemaps),
		Start: urls(s.Start), WordPress: urls(s.WordPress), Search: urls(s.Search), Archives: s.Archives, LinkPatterns: s.LinkPatterns, PDF: s.takesPDF(), Render: s.Render, RenderHosts: s.RenderHosts, PaceGroup: s.PaceGroup, Query: s.Query,
		MaxPages: s.MaxPages, MinArticles: s.MinArticles, OneWay: s.OneWay, Note: s.Note,
		Selectors: corpus.Selectors{Title: s.Selectors.Title, Text: s.Selectors.Text, Author: s.Selectors.Author,
			Date: s.Selectors.Date, Remove: s.Selectors.Remove}}
}

// takesPDF is the entry's word, else what outlets of its kind publish: papers
// and official documents come as PDF, the news do not.
func (s SourceEntry) takesPDF() bool {
	if s.PDF != nil {
		return *s.PDF
	}
	switch corpus.OwnerType(s.OwnerType) {
	case corpus.ThinkTank, corpus.Government, corpus.Academic, corpus.LawADR:
		return true
	default:
		return false
	}
}

func ownerTypes() []string {
	var out []string
	for _, t := range corpus.OwnerTypes() {
		out = append(out, string(t))
	}
	return out
}
