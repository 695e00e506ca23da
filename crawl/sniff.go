package crawl

import (
	"bytes"
	"strings"
)

// form is what a body is, whatever it is called.
type form string

const (
	formHTML    form = "html"
	formText    form = "text"
	formFeed    form = "feed"
	formSitemap form = "sitemap"
	formJSON    form = "json"
	formPDF     form = "pdf"
	formBinary  form = "binary"
)

// magics are the first bytes of files that are no pages.
var magics = []struct {
	prefix string
	form   form
}{
	{"%PDF-", formPDF}, {"\x89PNG", formBinary}, {"GIF8", formBinary}, {"\xff\xd8\xff", formBinary}, {"PK\x03\x04", formBinary},
	{"Rar!", formBinary}, {"7z\xbc\xaf", formBinary}, {"\x1f\x8b\x08", formBinary}, {"BZh", formBinary}, {"\xfd7zXZ", formBinary}, {"MZ\x90", formBinary},
	{"\x7fELF", formBinary}, {"OggS", formBinary}, {"ID3", formBinary}, {"RIFF", formBinary}, {"wOFF", formBinary}, {"\xd0\xcf\x11\xe0", formBinary},
	{"\x00asm", formBinary}, {"\x00\x00\x01\x00", formBinary},
}

// sniff tells what a decoded body is: by its first bytes, which do not lie, and
// only where these leave it open by the Content-Type.
func sniff(body []byte, contentType string) form {
	head := body[:min(len(body), 2048)]
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			return m.form
		}
	}
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	media = strings.TrimSpace(media)
	if root := rootElement(head); root != "" {
		if prefix, name, ok := strings.Cut(root, ":"); ok && prefix != "" {
			root = name // a namespace: sm:urlset, atom:feed, rdf:RDF
		}
		switch root {
		case "urlset", "sitemapindex":
			return formSitemap
		case "rss", "feed", "rdf":
			return formFeed
		}
		return formHTML
	}
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case media == "application/pdf":
		return formPDF
	case !isText(head) && bytes.IndexByte(head, '<') < 0:
		return formBinary
	case strings.HasSuffix(media, "html") || strings.HasSuffix(media, "xml"):
		return formHTML
	case strings.HasSuffix(media, "json"):
		if bytes.Contains(head, []byte("jsonfeed.org/version")) {
			return formFeed
		}
		return formJSON
	case !isText(head):
		return formBinary
	case len(trimmed) > 0 && trimmed[0] == '<':
		return formHTML
	case strings.HasPrefix(media, "text/"):
		return formText
	case media == "" || media == "application/octet-stream":
		if bytes.IndexByte(trimmed, '<') >= 0 {
			return formHTML
		}
		return formText
	}
	return formText
}

// rootElement is the name of a document's first element in lower case, past
// declarations and comments; empty when there is none near the beginning.
func rootElement(head []byte) string {
	s := head
	for {
		s = bytes.TrimLeft(s, " \t\r\n\ufeff") // some programs put the mark behind empty lines
		if len(s) < 2 || s[0] != '<' {
			return ""
		}
		switch {
		case bytes.HasPrefix(s, []byte("<!--")):
			_, rest, ok := bytes.Cut(s, []byte("-->"))
			if !ok {
				return ""
			}
			s = rest
		case s[1] == '?' || s[1] == '!':
			_, rest, ok := bytes.Cut(s, []byte(">"))
			if !ok {
				return ""
			}
			s = rest
		default:
			end := bytes.IndexAny(s[1:], " \t\r\n/>")
			if end < 0 {
				return ""
			}
			return strings.ToLower(string(s[1 : 1+end]))
		}
	}
}
