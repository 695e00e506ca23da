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
var magics = []string{
	"\x89PNG", "GIF8", "\xff\xd8\xff", "PK\x03\x04", "Rar!", "7z\xbc\xaf", "\x1f\x8b\x08", "BZh", "\xfd7zXZ", "MZ\x90", "\x7fELF", "OggS", "ID3", "RIFF",
	"wOFF", "\xd0\xcf\x11\xe0", "\x00asm", "\x00\x00\x01\x00",
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
	if bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n\ufeff"), []byte("%PDF-")) { // scripts print line ends before a file
		return sight{form: FormPDF}
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m)) {
			return sight{form: FormBinary}
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
	looked := head
	if strings.HasPrefix(s.Name, "utf-16") { // whose bytes are controls for the most part
		looked = s.text
	}
	s.form = formOf(s.text, media, isText(looked))
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
	case begins && isDrawing(start):
		return FormBinary
	case begins:
		return FormHTML
	case !looksText:
		return FormBinary
	case strings.HasSuffix(media, "html"), strings.HasSuffix(media, "xml"):
		return FormHTML
	case strings.HasSuffix(media, "json"):
		return FormJSON
	case (media == "" || media == "application/octet-stream") && bytes.IndexByte(start, '<') >= 0:
		return FormHTML
	}
	return FormText
}

// isDrawing reports whether the first element of a text is that of an SVG picture.
func isDrawing(text []byte) bool {
	for {
		text = bytes.TrimLeft(text, " \t\r\n]>") // also what ends a document type's own declarations
		closing := ">"
		switch {
		case bytes.HasPrefix(text, []byte("<!--")):
			closing = "-->"
		case bytes.HasPrefix(text, []byte("<!")), bytes.HasPrefix(text, []byte("<?")):
		default:
			return len(text) > 4 && bytes.EqualFold(text[:4], []byte("<svg")) && tagName(text[1:]) == 3
		}
		var ok bool
		if _, text, ok = bytes.Cut(text, []byte(closing)); !ok {
			return false
		}
	}
}

// isText reports whether body looks like text of any character set: next to no
// control characters in its first part, unless it is UTF-16.
func isText(body []byte) bool {
	head := body[:min(len(body), 1024)]
	if len(head) >= 2 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff) {
		return true
	}
	controls := 0
	for _, b := range head {
		if b < ' ' && !isSpace(b) && b != '\v' && (b < 0x0e || b > 0x0f) && b != 0x1b { // ISO 2022 shifts with the last
			controls++
		}
	}
	if utf8.Valid(head[:wholeRunes(head)]) {
		return controls <= len(head)/16
	}
	return controls <= len(head)/64
}

// wholeRunes is the length of b without a rune that its end cuts.
func wholeRunes(b []byte) int {
	for n := len(b) - 1; n >= 0 && n >= len(b)-utf8.UTFMax; n-- {
		if utf8.RuneStart(b[n]) {
			if !utf8.FullRune(b[n:]) {
				return n
			}
			break
		}
	}
	return len(b)
}
