package read

import (
	"bytes"
	"strings"
)

// Form is what a body is, whatever it is called.
type Form string

// The forms.
const (
	FormHTML    Form = "html"
	FormText    Form = "text"
	FormFeed    Form = "feed"
	FormSitemap Form = "sitemap"
	FormJSON    Form = "json"
	FormPDF     Form = "pdf"
	FormBinary  Form = "binary"
)

// magics are the first bytes of files that are no pages.
var magics = []struct {
	prefix string
	form   Form
}{
	{"%PDF-", FormPDF}, {"\x89PNG", FormBinary}, {"GIF8", FormBinary}, {"\xff\xd8\xff", FormBinary}, {"PK\x03\x04", FormBinary},
	{"Rar!", FormBinary}, {"7z\xbc\xaf", FormBinary}, {"\x1f\x8b\x08", FormBinary}, {"BZh", FormBinary}, {"\xfd7zXZ", FormBinary}, {"MZ\x90", FormBinary},
	{"\x7fELF", FormBinary}, {"OggS", FormBinary}, {"ID3", FormBinary}, {"RIFF", FormBinary}, {"wOFF", FormBinary}, {"\xd0\xcf\x11\xe0", FormBinary},
	{"\x00asm", FormBinary}, {"\x00\x00\x01\x00", FormBinary},
}

// sniff tells what a decoded body is: by its first bytes, which do not lie, and
// only where these leave it open by the Content-Type.
func sniff(body []byte, contentType string) Form {
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
			return FormSitemap
		case "rss", "feed", "rdf":
			return FormFeed
		}
		return FormHTML
	}
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case media == "application/pdf":
		return FormPDF
	case !isText(head) && bytes.IndexByte(head, '<') < 0:
		return FormBinary
	case strings.HasSuffix(media, "html") || strings.HasSuffix(media, "xml"):
		return FormHTML
	case strings.HasSuffix(media, "json"):
		if bytes.Contains(head, []byte("jsonfeed.org/version")) {
			return FormFeed
		}
		return FormJSON
	case !isText(head):
		return FormBinary
	case len(trimmed) > 0 && trimmed[0] == '<':
		return FormHTML
	case strings.HasPrefix(media, "text/"):
		return FormText
	case media == "" || media == "application/octet-stream":
		if bytes.IndexByte(trimmed, '<') >= 0 {
			return FormHTML
		}
		return FormText
	}
	return FormText
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
