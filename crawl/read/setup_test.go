package read_test

import (
	"fmt"
	"net/http"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
)

// at is where most answers of these tests come from.
const at = "https://www.outlet.test/world/talks"

const htmlType = "text/html; charset=utf-8"

func reader() *read.Reader { return &read.Reader{Agent: "framewatch", MaxPDF: 1000} }

func rules() *read.Rules {
	return &read.Rules{Domains: []string{"outlet.test"}, MaxPages: 100, MaxDepth: 3, Collections: 2, Answers: 3}
}

// capture is the record of an answer before it was read.
func capture(kind, url, contentType string) corpus.Capture {
	return corpus.Capture{Kind: kind, URL: url, FinalURL: url, ContentType: contentType}
}

func answer(body string) read.Answer {
	return read.Answer{Status: http.StatusOK, Header: http.Header{}, Body: []byte(body), MaxBody: 1 << 20}
}

// page reads an HTML page of the given kind at a URL.
func page(kind, url, body string) read.Reading {
	return reader().Page(rules(), capture(kind, url, htmlType), answer(body))
}

// ended is how a capture ended: outcome and code.
func ended(c *corpus.Capture) string {
	return strings.TrimSpace(string(c.Outcome) + " " + c.ErrorCode)
}

// spelled gives links as "kind depth url".
func spelled(links []frontier.Link) []string {
	var out []string
	for _, l := range links {
		out = append(out, fmt.Sprintf("%s %d %s", l.Kind, l.Depth, l.URL))
	}
	return out
}

// urls gives the addresses of links, without that of the site.
func urls(links []frontier.Link) []string {
	var out []string
	for _, l := range links {
		out = append(out, strings.TrimPrefix(l.URL, "https://www.outlet.test"))
	}
	return out
}

// english and chinese are running text of at least so many letters, and of as many
// characters that are worth three letters each.
func english(atLeast int) string {
	return fill("The two lake states sent envoys to the harbour town. ", atLeast, 40)
}

func chinese(atLeast int) string {
	return fill("两个湖区国家派出使节前往港口小镇。", atLeast, 16)
}

func fill(sentence string, atLeast, each int) string {
	var b strings.Builder
	for n := 0; n < atLeast; n += each {
		b.WriteString(sentence)
	}
	return b.String()
}

func titled(title, text string) string {
	return "<!doctype html><html><head><title>" + title + "</title></head><body><p>" + text + "</p></body></html>"
}
