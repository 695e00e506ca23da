package crawl

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
)

// maxFeedItems bounds what one feed may name.
const maxFeedItems = 2000

// feedItem is one entry of a feed.
type feedItem struct {
	link string
	text string // title, description and content as one text without markup; empty when there is only a title
}

var xmlEncoding = regexp.MustCompile(`(?i)^(\s*<\?xml[^>]*?)\sencoding\s*=\s*["'][^"']*["']`)

// parseFeed reads the items of a feed that was decoded to UTF-8. damaged says
// that the feed could not be parsed and its links were picked out one by one.
func parseFeed(body []byte) (items []feedItem, damaged bool) {
	body = xmlEncoding.ReplaceAll(body, []byte("$1"))
	feed, err := safeFeed(body)
	if err != nil || len(feed.Items) == 0 {
		items = pickLinks(body)
		return items, err != nil
	}
	for _, it := range feed.Items[:min(len(feed.Items), maxFeedItems)] {
		link := it.Link
		if link == "" && strings.HasPrefix(it.GUID, "http") {
			link = it.GUID
		}
		if link == "" {
			continue
		}
		item := feedItem{link: strings.TrimSpace(link)}
		if text := it.Description + " " + it.Content; strings.TrimSpace(text) != "" {
			item.text = it.Title + " " + stripTags(text)
		}
		items = append(items, item)
	}
	return items, false
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
