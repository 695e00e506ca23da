package demosite

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"strings"
	"time"
)

// feed is one feed of a look: kind rss, atom or json.
type feed struct {
	Path    string `yaml:"path"`
	Kind    string `yaml:"kind"`
	Items   int    `yaml:"items"`   // the newest; 0 for all
	Content bool   `yaml:"content"` // carries the text too
}

// entry is one item of a feed, whatever its form.
type entry struct {
	Title, URL, Summary, HTML, Rubric string
	Authors                           []string
	Published                         time.Time
}

// feed is the page of a feed. Entries that trouble.yaml adds come first.
func (o *outlet) feed(f feed) page {
	return func() (answer, error) {
		var entries []entry
		for _, t := range o.troubles {
			if t.InFeed {
				entries = append(entries, entry{Title: t.Link, URL: o.base() + t.Path, Summary: t.Link, Published: o.articles[0].Published})
			}
		}
		n := len(o.articles)
		if f.Items > 0 {
			n = min(n, f.Items)
		}
		for _, a := range o.articles[:n] {
			e := entry{Title: a.Title, URL: a.URL, Summary: standfirst(a), Rubric: o.rubric(a).Label, Authors: a.Authors, Published: a.Published}
			if f.Content && !a.Paywalled {
				e.HTML = paragraphsHTML(a.Paragraphs)
			}
			entries = append(entries, e)
		}
		var body []byte
		var err error
		var contentType string
		switch f.Kind {
		case "rss":
			contentType = "application/rss+xml; charset=utf-8"
			body, err = marshalXML(o.rss(entries))
		case "atom":
			contentType = "application/atom+xml; charset=utf-8"
			body, err = marshalXML(o.atom(f, entries))
		case "json":
			contentType = "application/feed+json; charset=utf-8"
			body, err = json.MarshalIndent(o.jsonFeed(f, entries), "", " ")
		default:
			err = fmt.Errorf("feed kind %q is not rss, atom or json", f.Kind)
		}
		if err != nil {
			return answer{}, fmt.Errorf("make demo feed %s%s: %w", o.Host, f.Path, err)
		}
		return answer{contentType: contentType, body: body, modified: o.articles[0].Published}, nil
	}
}

func paragraphsHTML(paragraphs []string) string {
	var b strings.Builder
	for _, p := range paragraphs {
		b.WriteString("<p>" + html.EscapeString(p) + "</p>\n")
	}
	return b.String()
}

func marshalXML(v any) ([]byte, error) {
	body, err := xml.MarshalIndent(v, "", " ")
	return append([]byte(xml.Header), append(body, '\n')...), err
}

// rssFeed is RSS 2.0 with the Dublin Core and content modules.
type rssFeed struct {
	XMLName xml.Name  `xml:"rss"`
	Version string    `xml:"version,attr"`
	DC      string    `xml:"xmlns:dc,attr"`
	Content string    `xml:"xmlns:content,attr"`
	Title   string    `xml:"channel>title"`
	Link    string    `xml:"channel>link"`
	About   string    `xml:"channel>description"`
	Lang    string    `xml:"channel>language"`
	Built   string    `xml:"channel>lastBuildDate"`
	Items   []rssItem `xml:"channel>item"`
}

type rssItem struct {
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	GUID        string   `xml:"guid"`
	Creator     []string `xml:"dc:creator,omitempty"`
	Category    string   `xml:"category,omitempty"`
	PubDate     string   `xml:"pubDate"`
	Description string   `xml:"description"`
	Content     *cdata   `xml:"content:encoded,omitempty"`
}

type cdata struct {
	Text string `xml:",cdata"`
}

func (o *outlet) rss(entries []entry) rssFeed {
	f := rssFeed{Version: "2.0", DC: "http://purl.org/dc/elements/1.1/", Content: "http://purl.org/rss/1.0/modules/content/",
		Title: o.Name, Link: o.base() + "/", About: o.Name, Lang: o.Lang, Built: o.articles[0].Published.Format(time.RFC1123Z)}
	for _, e := range entries {
		item := rssItem{Title: e.Title, Link: e.URL, GUID: e.URL, Creator: e.Authors, Category: e.Rubric,
			PubDate: e.Published.Format(time.RFC1123Z), Description: e.Summary}
		if e.HTML != "" {
			item.Content = &cdata{e.HTML}
		}
		f.Items = append(f.Items, item)
	}
	return f
}

// atomFeed is RFC 4287.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Links   []atomLink  `xml:"link"`
	Updated string      `xml:"updated"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title     string   `xml:"title"`
	ID        string   `xml:"id"`
	Link      atomLink `xml:"link"`
	Authors   []string `xml:"author>name,omitempty"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Summary   string   `xml:"summary"`
}

func (o *outlet) atom(f feed, entries []entry) atomFeed {
	out := atomFeed{Title: o.Name, ID: o.base() + f.Path, Updated: o.articles[0].Published.Format(time.RFC3339),
		Links: []atomLink{{"self", o.base() + f.Path}, {"alternate", o.base() + "/"}}}
	for _, e := range entries {
		at := e.Published.Format(time.RFC3339)
		out.Entries = append(out.Entries, atomEntry{Title: e.Title, ID: e.URL, Link: atomLink{"alternate", e.URL},
			Authors: e.Authors, Published: at, Updated: at, Summary: e.Summary})
	}
	return out
}

// jsonFeed is JSON Feed 1.1 (jsonfeed.org).
type jsonFeed struct {
	Version string     `json:"version"`
	Title   string     `json:"title"`
	Home    string     `json:"home_page_url"`
	URL     string     `json:"feed_url"`
	Lang    string     `json:"language"`
	Items   []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Summary   string       `json:"summary"`
	HTML      string       `json:"content_html,omitempty"`
	Published string       `json:"date_published"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

func (o *outlet) jsonFeed(f feed, entries []entry) jsonFeed {
	out := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: o.Name, Home: o.base() + "/", URL: o.base() + f.Path, Lang: o.Lang}
	for _, e := range entries {
		item := jsonItem{ID: e.URL, URL: e.URL, Title: e.Title, Summary: e.Summary, HTML: e.HTML, Published: e.Published.Format(time.RFC3339)}
		for _, name := range e.Authors {
			item.Authors = append(item.Authors, jsonAuthor{name})
		}
		out.Items = append(out.Items, item)
	}
	return out
}
