package read

import (
	"regexp"
	"strings"

	"framewatch/crawl/urlid"
)

// Rules say which addresses are a source's, and what is wanted of them. They are
// made once a run and read-only, so workers share them.
type Rules struct {
	Domains  []string         // hosts within them are the source's
	Patterns []*regexp.Regexp // of articles' addresses; none: all
	Query    []string         // terms in lower case, one of which a feed item with text must have; none: all
	Secure   bool             // the source's own addresses are https
	PDF      bool             // PDF files are pages of it
	MaxPages int              // how many links of a list are of use is bounded by it
	MaxDepth int              // links are taken of pages that are fewer than so many away from a start page
	// Collections and Answers bound what archives' indexes lead to, see crawl/listing.
	Collections, Answers int
}

// Owns reports whether a host belongs to the source.
func (s *Rules) Owns(host string) bool {
	for _, d := range s.Domains {
		if urlid.Within(host, d) {
			return true
		}
	}
	return false
}

// Wants reports whether a normalised URL may be a page of the source.
func (s *Rules) Wants(url string) bool {
	_, host, target := urlid.Split(url)
	return s.Owns(host) && s.matches(target) && !isTrap(target) && !s.isAsset(target)
}

// isAsset tells by a path's ending that no page of the source is behind it.
func (s *Rules) isAsset(target string) bool { return isAsset(target) && (!s.PDF || !isPDF(target)) }

// matches reports whether a path and query is one of an article's. A pattern may
// also meet the path alone: one that ends in $ must not refuse an address for what
// a feed has put behind it.
func (s *Rules) matches(target string) bool {
	path, _, more := strings.Cut(target, "?")
	for _, re := range s.Patterns {
		if re.MatchString(target) || more && re.MatchString(path) {
			return true
		}
	}
	return len(s.Patterns) == 0
}

// relevant applies the source's query terms to a feed item that carries text.
func (s *Rules) relevant(text string) bool {
	if len(s.Query) == 0 || text == "" {
		return true
	}
	text = strings.ToLower(text)
	for _, q := range s.Query {
		if strings.Contains(text, q) {
			return true
		}
	}
	return false
}
