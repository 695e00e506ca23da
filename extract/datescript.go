package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/corpus"
	"framewatch/extract/date"
)

// scriptKeys are the names under which the state that a page hands to its
// scripts says when its article was published.
var scriptKeys = []string{
	"datePublished", "publishedDate", "publishDate", "publish_date", "publishedAt", "published_at", "publicationDate", "publication_date",
	"pubDate", "pub_date", "firstPublished", "firstPublishedAt", "publishTime", "publish_time", "published_time", "pubtime",
}

// scriptDate reads the date of publication in the page's scripts, where all that
// say one name the same day: else they describe a list. JSON-LD was asked
// before, which says what it describes.
func scriptDate(p *parsedPage, hint date.Hint) (found corpus.Date) {
	left := 400 // values
	agreed := true
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.DataAtom == atom.Script && !strings.Contains(attr(n, "type"), "ld+json") {
			s := rawText(n)
			for _, key := range scriptKeys {
				for rest := s; agreed && left > 0; left-- {
					var ok bool
					if _, rest, ok = strings.Cut(rest, `"`+key); !ok {
						break
					}
					d, ok := date.Stamp(scriptValue(rest), hint)
					if !ok || d.Time.Year() < 1990 {
						continue
					}
					agreed = !found.Known() || agrees(found, d)
					found = d
				}
			}
		}
		for c := n.FirstChild; c != nil && agreed; c = c.NextSibling {
			walk(c)
		}
	}
	walk(p.root)
	if !agreed {
		return corpus.Date{}
	}
	return found
}

// scriptValue is the string or number that a JSON key, cut before its closing
// quote, has; the JSON may itself stand within a string.
func scriptValue(s string) string {
	s = strings.TrimLeft(s[:min(len(s), 60)], `\`)
	if len(s) == 0 || s[0] != '"' {
		return ""
	}
	s = strings.TrimLeft(s[1:], " \t\r\n")
	if len(s) == 0 || s[0] != ':' {
		return ""
	}
	s = strings.TrimLeft(s[1:], " \t\r\n\\\"")
	end := strings.IndexAny(s, `\",}`)
	if end < 0 {
		return ""
	}
	return s[:end]
}
