package read

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"framewatch/crawl/read/list"
	"framewatch/internal/charset"
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

// sight is a body as it was looked at: its form, and for all that are text the
// text in UTF-8.
type sight struct {
	form Form
	text []byte
	charset.Decision
}

// sniff tells what a body is: by its first bytes, which do not lie; then, decoded,
// by what it says; and only where that leaves it open by the Content-Type.
func sniff(body []byte, contentType string) sight {
	head := body[:min(len(body), 2048)]
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			return sight{form: m.form}
		}
	}
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	media = strings.TrimSpace(media)
	switch {
	case media == "application/pdf" && bytes.IndexByte(head, '<') < 0:
		return sight{form: FormPDF}
	case !isText(head) && bytes.IndexByte(head, '<') < 0:
		return sight{form: FormBinary}
	}
	var s sight
	s.text, s.Decision = charset.Decode(body, contentType)
	s.form = formOf(s.text, media, isText(head))
	return s
}

// formOf tells what a text is; looksText says that its bytes look like one.
func formOf(text []byte, media string, looksText bool) Form {
	switch list.Detect(text) {
	case list.Feed:
		return FormFeed
	case list.Sitemap:
		return FormSitemap
	case list.None:
	}
	start := bytes.TrimLeft(text[:min(len(text), 2048)], " \t\r\n\ufeff")
	begins := len(start) > 1 && start[0] == '<' && (isLetter(start[1]) || start[1] == '!' || start[1] == '?')
	switch {
	case begins, strings.HasSuffix(media, "html"), strings.HasSuffix(media, "xml"):
		return FormHTML
	case strings.HasSuffix(media, "json"):
		return FormJSON
	case !looksText:
		return FormBinary
	case strings.HasPrefix(media, "text/"):
		return FormText
	case (media == "" || media == "application/octet-stream") && bytes.IndexByte(start, '<') >= 0:
		return FormHTML
	}
	return FormText
}

// isText reports whether body looks like text of any character set: no NUL in
// its first part, unless it is UTF-16.
func isText(body []byte) bool {
	head := body[:min(len(body), 1024)]
	if len(head) >= 2 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff) {
		return true
	}
	if utf8.Valid(bytes.TrimRight(head, "\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f")) && bytes.Count(head, []byte{0}) <= len(head)/16 {
		return true
	}
	return bytes.Count(head, []byte{0}) <= len(head)/64
}
