package read

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
)

// maxFeedItems bounds what one feed may name.
const maxFeedItems = 2000

// Bounds of a feed that is parsed as XML. The parser keeps a tree of what it does
// not know, which takes a hundred times the space of the feed.
const (
	maxFeedTags  = 100_000
	maxFeedDepth = 64
)

// feedItem is one entry of a feed.
type feedItem struct {
	link   string
	text   string    // title, description and content as one text without markup; empty when there is only a title
	newest time.Time // publication or change, whichever is later
}

var xmlEncoding = regexp.MustCompile(`(?i)^(\s*<\?xml[^>]*?)\sencoding\s*=\s*["'][^"']*["']`)

// parseFeed reads the items of a feed that was decoded to UTF-8. damaged says
// that the feed could not be parsed and its links were picked out one by one.
func parseFeed(body []byte) (items []feedItem, damaged bool) {
	body = bytes.TrimLeft(body, " \t\r\n\ufeff")
	if len(body) > 0 && body[0] == '{' {
		items, err := jsonFeed(body)
		return items, err != nil
	}
	whole, ok := boundFeed(xmlEncoding.ReplaceAll(body, []byte("$1")))
	if !ok {
		return pickLinks(body), true
	}
	feed, err := safeFeed(whole)
	if err != nil || len(feed.Items) == 0 {
		items = pickLinks(body)
		return items, err != nil
	}
	for _, it := range feed.Items[:min(len(feed.Items), maxFeedItems)] {
		link := it.Link
		if link == "" && strings.HasPrefix(it.GUID, "http") {
			link = it.GUID
		}
		item := feedItem{link: strings.TrimSpace(link)}
		for _, d := range []*time.Time{it.PublishedParsed, it.UpdatedParsed} {
			if d != nil && d.After(item.newest) {
				item.newest = *d
			}
		}
		if item.link == "" {
			continue
		}
		if text := it.Description + " " + it.Content; strings.TrimSpace(text) != "" {
			item.text = it.Title + " " + stripTags(text)
		}
		items = append(items, item)
	}
	return items, false
}

// jsonFeed reads a JSON feed (jsonfeed.org, version 1.1) item by item, so that a
// list of millions costs no memory.
func jsonFeed(body []byte) (items []feedItem, err error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	if _, err := dec.Token(); err != nil {
		return nil, fmt.Errorf("parse feed: %w", err)
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return items, fmt.Errorf("parse feed: %w", err)
		}
		if key != "items" {
			var skipped json.RawMessage
			if err := dec.Decode(&skipped); err != nil {
				return items, fmt.Errorf("parse feed: %w", err)
			}
			continue
		}
		if start, err := dec.Token(); err != nil || start != json.Delim('[') {
			return items, errors.New("parse feed: items are no list")
		}
		for n := 0; dec.More() && n < maxFeedItems; n++ {
			var it struct {
				URL         string   `json:"url"`
				ExternalURL string   `json:"external_url"`
				Title       string   `json:"title"`
				HTML        string   `json:"content_html"`
				Text        string   `json:"content_text"`
				Summary     string   `json:"summary"`
				Published   jsonTime `json:"date_published"`
				Modified    jsonTime `json:"date_modified"`
			}
			if err := dec.Decode(&it); err != nil {
				return items, fmt.Errorf("parse feed: %w", err)
			}
			link := strings.TrimSpace(cmp.Or(it.URL, it.ExternalURL))
			if link == "" {
				continue
			}
			item := feedItem{link: link, newest: it.Published.Time}
			if it.Modified.After(item.newest) {
				item.newest = it.Modified.Time
			}
			if text := it.Summary + " " + it.Text + " " + stripTags(it.HTML); strings.TrimSpace(text) != "" {
				item.text = it.Title + " " + text
			}
			items = append(items, item)
		}
		return items, nil
	}
	return items, nil
}

// jsonTime is a date; one that is none is left out.
type jsonTime struct{ time.Time }

// UnmarshalJSON is for encoding/json.
func (t *jsonTime) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		t.Time, _ = time.Parse(time.RFC3339, s) // zero is "not known"
	}
	return nil
}

// boundFeed cuts a feed behind the items that are read of it. ok is false for
// one that no parser should see: of too many elements, or nested too deep.
func boundFeed(body []byte) (cut []byte, ok bool) {
	items, tags, depth := 0, 0, 0
	for at := 0; at < len(body); {
		open := bytes.IndexByte(body[at:], '<')
		if open < 0 {
			break
		}
		at += open
		rest := body[at:]
		for _, skip := range []struct{ begin, end string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
			if bytes.HasPrefix(rest, []byte(skip.begin)) {
				end := bytes.Index(rest, []byte(skip.end))
				if end < 0 {
					return body, true // the parser will say so
				}
				at += end + len(skip.end)
				rest = nil
				break
			}
		}
		if rest == nil {
			continue
		}
		end := bytes.IndexByte(rest, '>')
		if end < 0 {
			break
		}
		at += end + 1
		tag := rest[1:end]
		switch name := feedTag(tag); {
		case len(tag) > 0 && tag[0] == '/':
			if depth--; items >= maxFeedItems && (name == "item" || name == "entry") {
				return append(body[:at:at], closings[root(body)]...), true
			}
			continue
		case name == "item" || name == "entry":
			items++
		}
		if items > maxFeedItems { // items without an end tag
			return append(body[:at-end-1:at-end-1], closings[root(body)]...), true
		}
		if tags++; len(tag) > 0 && tag[len(tag)-1] != '/' && tag[0] != '!' {
			depth++
		}
		if tags > maxFeedTags || depth > maxFeedDepth {
			return nil, false
		}
	}
	return body, true
}

// closings end a feed of which the rest was cut off.
var closings = map[string]string{"rss": "</channel></rss>", "feed": "</feed>", "rdf:rdf": "</rdf:RDF>"}

func root(body []byte) string { return rootElement(body[:min(len(body), 2048)]) }

// feedTag is the name of a tag without its slash.
func feedTag(tag []byte) string {
	tag = bytes.TrimPrefix(tag, []byte("/"))
	name := tag[:tagName(tag)]
	return strings.ToLower(string(name[:min(len(name), 16)]))
}

// safeFeed fences the parser, which reads foreign bytes.
func safeFeed(body []byte) (feed *gofeed.Feed, err error) {
	defer func() {
		if r := recover(); r != nil {
			feed, err = nil, fmt.Errorf("parse feed: %v", r)
		}
	}()
	feed, err = gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("parse feed: %w", err)
	}
	return feed, nil
}

// pickLinks takes the links out of a feed that is no well-formed XML: the text
// of link elements inside items, or their href.
func pickLinks(body []byte) (items []feedItem) {
	z := html.NewTokenizer(bytes.NewReader(body))
	inItem, inLink := false, false
	for len(items) < maxFeedItems {
		switch z.Next() {
		default: // comments
		case html.ErrorToken:
			return items
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			switch string(name) {
			case "item", "entry":
				inItem = true
			case "link":
				inLink = inItem
				for more {
					var k, v []byte
					if k, v, more = z.TagAttr(); inItem && string(k) == "href" && len(v) > 0 {
						items, inLink = append(items, feedItem{link: string(v)}), false
					}
				}
			default:
				inLink = false
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if n := string(name); n == "item" || n == "entry" {
				inItem = false
			}
			inLink = false
		case html.TextToken:
			if text := strings.TrimSpace(string(z.Text())); inLink && text != "" {
				items, inLink = append(items, feedItem{link: text}), false
			}
		}
	}
	return items
}

// stripTags returns the text of a piece of markup.
func stripTags(markup string) string {
	if !strings.ContainsAny(markup, "<&") {
		return markup
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
		default:
			b.WriteByte(' ')
		}
	}
}
