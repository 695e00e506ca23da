package listing

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"framewatch/internal/invalid"
)

// The archives whose indexes can be asked.
const (
	Wayback     = "wayback"
	CommonCrawl = "commoncrawl"
)

// Names lists every archive.
func Names() []string { return []string{Wayback, CommonCrawl} }

// Archives says which web archives are asked for what an outlet published
// before, and how much of their answer is read.
type Archives struct {
	// Use names archives that are asked about every source; a source may name
	// its own. None by default.
	Use []string `mapstructure:"use" yaml:"use" json:"use"`
	// Wayback is the address of the Wayback Machine's CDX server, or of another.
	Wayback string `mapstructure:"wayback" yaml:"wayback" json:"wayback"`
	// CommonCrawl is the address of the list of Common Crawl's collections
	// (collinfo.json).
	CommonCrawl string `mapstructure:"commoncrawl" yaml:"commoncrawl" json:"commoncrawl"`
	// From is the earliest time of capture that a CDX server is asked for (YYYY,
	// YYYYMM or YYYYMMDD; empty for no bound). Common Crawl's collections are
	// chosen by number instead.
	From string `mapstructure:"from" yaml:"from" json:"from"`
	// To is the latest, in the same form.
	To string `mapstructure:"to" yaml:"to" json:"to"`
	// Collections is how many of Common Crawl's collections are asked, the newest
	// first.
	Collections int `mapstructure:"collections" yaml:"collections" json:"collections"`
	// Answers is how many answers of each index are read for a source.
	Answers int `mapstructure:"answers" yaml:"answers" json:"answers"`
}

// DefaultArchives asks no archive; where a source does, ten answers of the
// Wayback Machine and two collections of Common Crawl are read.
func DefaultArchives() Archives {
	return Archives{
		Wayback: "https://web.archive.org/cdx/search/cdx", CommonCrawl: "https://index.commoncrawl.org/collinfo.json",
		Collections: 2, Answers: 10,
	}
}

// Validate reports every setting that cannot work, each as *invalid.Field.
func (a Archives) Validate() error {
	errs := []error{CheckNames("use", a.Use)}
	for _, f := range []struct{ path, value string }{{"wayback", a.Wayback}, {"commoncrawl", a.CommonCrawl}} {
		if u, err := url.Parse(f.value); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			errs = append(errs, invalid.Errorf(f.path, f.value, "is not a full http or https address"))
		}
	}
	for _, f := range []struct{ path, value string }{{"from", a.From}, {"to", a.To}} {
		if f.value != "" && (strings.Trim(f.value, "0123456789") != "" || !slices.Contains([]int{4, 6, 8}, len(f.value))) {
			errs = append(errs, invalid.Errorf(f.path, f.value, "must be YYYY, YYYYMM or YYYYMMDD"))
		}
	}
	for _, f := range []struct {
		path  string
		value int
	}{{"collections", a.Collections}, {"answers", a.Answers}} {
		if f.value < 1 || f.value > 200 {
			errs = append(errs, invalid.Errorf(f.path, strconv.Itoa(f.value), "must be from 1 to 200"))
		}
	}
	return errors.Join(errs...)
}

// CheckNames reports names that are no archive's.
func CheckNames(path string, names []string) error {
	var errs []error
	for i, n := range names {
		if !slices.Contains(Names(), n) {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("%s[%d]", path, i), n, "is no archive%s", invalid.Suggest(n, Names())))
		}
	}
	return errors.Join(errs...)
}

// cdxRows is how many captures one answer of a CDX server holds at most.
const cdxRows = 5000

// Seeds are the addresses to ask first about the pages of a domain and its
// subdomains, for the archives of Use and of the source.
func (a Archives) Seeds(domain string, ofSource []string) []string {
	var out []string
	for _, name := range Names() {
		if !slices.Contains(a.Use, name) && !slices.Contains(ofSource, name) {
			continue
		}
		switch name {
		case Wayback:
			q := url.Values{"url": {domain}, "matchType": {"domain"}, "output": {"json"}, "fl": {"original,timestamp"},
				"filter": {"statuscode:200", "mimetype:text/html"}, "collapse": {"urlkey"}, "limit": {strconv.Itoa(cdxRows)}, "showResumeKey": {"true"}}
			if a.From != "" {
				q.Set("from", a.From)
			}
			if a.To != "" {
				q.Set("to", a.To)
			}
			out = append(out, withQuery(a.Wayback, q))
		case CommonCrawl:
			// The list says where the collections are; what is asked of them rides
			// along, and the server of a plain file ignores it.
			out = append(out, withQuery(a.CommonCrawl, url.Values{"url": {domain}}))
		}
	}
	return out
}

// collection is the query that asks a collection how many pages its answer has.
func collection(endpoint, domain string) string {
	return withQuery(endpoint, url.Values{"url": {domain}, "matchType": {"domain"}, "output": {"json"}, "fl": {"url,timestamp"},
		"filter": {"=status:200", "mime:text/html"}, "showNumPages": {"true"}})
}

// postsPage is how many posts one answer of WordPress holds, the most that it
// allows.
const postsPage = 100

// WordPress are the addresses to ask for the posts of a site, by its base
// address: for each term those that WordPress finds it in, without terms all.
// See developer.wordpress.org/rest-api/reference/posts.
func WordPress(base string, terms []string) []string {
	endpoint := strings.TrimSuffix(base, "/") + "/wp-json/wp/v2/posts"
	q := url.Values{"per_page": {strconv.Itoa(postsPage)}, "_fields": {"link,date,title"}}
	if len(terms) == 0 {
		return []string{withQuery(endpoint, q)}
	}
	var out []string
	for _, t := range terms {
		q.Set("search", t)
		out = append(out, withQuery(endpoint, q))
	}
	return out
}

// Terms is the place of a term in the address of a site's search.
const Terms = "{query}"

// Search fills terms into the address of a site's search, such as
// https://example.org/?s={query}.
func Search(address string, terms []string) []string {
	if !strings.Contains(address, Terms) {
		return []string{address}
	}
	var out []string
	for _, t := range terms {
		out = append(out, strings.ReplaceAll(address, Terms, url.QueryEscape(t)))
	}
	return out
}

// withQuery adds parameters to an address in the order of their names.
func withQuery(address string, q url.Values) string {
	glue := "?"
	if strings.Contains(address, "?") {
		glue = "&"
	}
	return address + glue + q.Encode()
}
