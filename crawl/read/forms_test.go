package read_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
)

func encoded(t *testing.T, e encoding.Encoding, text string) string {
	t.Helper()
	out, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestForms: what a body is, is told by its bytes, then by its text, and by its
// type only where these leave it open.
func TestForms(t *testing.T) {
	const (
		rss     = `<rss version="2.0"><channel><item><title>x</title><link>/n/1</link></item></channel></rss>`
		atom    = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/n/1"/></entry></feed>`
		feed    = `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"/n/1"}]}`
		urlset  = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://www.outlet.test/n/1</loc></url></urlset>`
		svg     = `<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>`
		octets  = "application/octet-stream"
		ok      = "ok"
		noPage  = "skipped type"
		control = "\x00\x01\x02\x03\x04\x05\x06\x07"
	)
	zh := titled("湖区谈判", chinese(200))
	tw := titled("湖區談判", "兩個湖區國家派出使節前往港口小鎮，調解員在那裡準備了長桌。兩個湖區國家派出使節前往港口小鎮。")
	page := titled("Talks", "The envoys met.")
	utf16 := func(text string, order unicode.Endianness, bom unicode.BOMPolicy) string {
		return encoded(t, unicode.UTF16(order, bom), text)
	}
	for _, c := range []struct {
		name, contentType, body string
		form                    read.Form
		ended, charset          string
	}{
		{"page", htmlType, page, read.FormHTML, ok, "utf-8"},
		{"page without a type", "", page, read.FormHTML, ok, "utf-8"},
		{"page called text", "text/plain", page, read.FormHTML, ok, "utf-8"},
		{"page called JSON", "application/json", page, read.FormHTML, ok, "utf-8"},
		{"page called a picture", "image/jpeg", page, read.FormHTML, ok, "utf-8"},
		{"page called octets, text before it", octets, "Notice: undefined index <p>in line 3", read.FormHTML, ok, "utf-8"},
		{"page that begins with text", htmlType, "The envoys <b>met</b>.", read.FormHTML, ok, "utf-8"},
		{"page behind a mark and lines", "", "\ufeff\r\n\t " + page, read.FormHTML, ok, "utf-8"},
		{"page that begins with a comment", "", "<!-- made by hand --><p>The envoys met.", read.FormHTML, ok, "utf-8"},
		{"XHTML", "application/xhtml+xml", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>The envoys met.</p></html>`, read.FormHTML, ok, "utf-8"},
		{"XHTML without its root", "application/xhtml+xml", "The envoys met.", read.FormHTML, ok, "utf-8"},
		{"page with a drawing in it", htmlType, "<p>The envoys met.</p>" + svg, read.FormHTML, ok, "utf-8"},
		{"drawing", "image/svg+xml", svg, read.FormBinary, noPage, ""},
		{"drawing called a page", htmlType, "<?xml version='1.0'?>\n<!-- drawn --><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'svg11.dtd' [<!ENTITY a 'b'>]>\n" + svg, read.FormBinary, noPage, ""},
		{"element whose name begins so", htmlType, "<svg-icon>x</svg-icon><p>The envoys met.", read.FormHTML, ok, "utf-8"},
		{"comment without end", htmlType, "<!-- <svg>", read.FormHTML, ok, "utf-8"},

		{"UTF-16, marked, little end first", "", utf16(page, unicode.LittleEndian, unicode.UseBOM), read.FormHTML, ok, "utf-16le"},
		{"UTF-16, marked, big end first", htmlType, utf16(zh, unicode.BigEndian, unicode.UseBOM), read.FormHTML, ok, "utf-16be"},
		{"UTF-16, unmarked", "text/html", utf16(page, unicode.LittleEndian, unicode.IgnoreBOM), read.FormHTML, ok, "utf-16le"},
		{"UTF-16, unmarked, that begins with text", "text/html", utf16("The envoys <b>met</b> at the harbour town.", unicode.LittleEndian, unicode.IgnoreBOM), read.FormHTML, ok, "utf-16le"},
		{"UTF-16, marked text", "text/plain", utf16("The envoys met.", unicode.LittleEndian, unicode.UseBOM), read.FormText, ok, "utf-16le"},
		{"UTF-16 feed", "text/xml", utf16(rss, unicode.BigEndian, unicode.UseBOM), read.FormFeed, ok, "utf-16be"},
		{"GBK by its header", "text/html; charset=gb2312", encoded(t, simplifiedchinese.GBK, zh), read.FormHTML, ok, "gbk"},
		{"GBK by itself", "text/html", encoded(t, simplifiedchinese.GBK, zh), read.FormHTML, ok, "gb18030"},
		{"GBK without a type", "", encoded(t, simplifiedchinese.GBK, zh), read.FormHTML, ok, "gb18030"},
		{"Big5", "text/html; charset=big5", encoded(t, traditionalchinese.Big5, tw), read.FormHTML, ok, "big5"},

		{"RSS called a page", htmlType, rss, read.FormFeed, ok, "utf-8"},
		{"Atom", "application/atom+xml", atom, read.FormFeed, ok, "utf-8"},
		{"JSON feed", "application/json", feed, read.FormFeed, ok, "utf-8"},
		{"JSON feed called text", "text/plain", feed, read.FormFeed, ok, "utf-8"},
		{"sitemap", "text/plain", urlset, read.FormSitemap, ok, "utf-8"},
		{"XML of another kind", "application/xml", "<answer><n>1</n></answer>", read.FormHTML, ok, "utf-8"},
		{"JSON", "application/json; charset=utf-8", `{"n":1}`, read.FormJSON, ok, "utf-8"},
		{"JSON by a longer name", "application/ld+json", `{"@type":"Thing"}`, read.FormJSON, ok, "utf-8"},
		{"JSON called a page", htmlType, `{"n":1}`, read.FormHTML, ok, "utf-8"},
		{"text", "text/plain", "The envoys met.", read.FormText, ok, "utf-8"},
		{"text with a less-than sign", "text/plain", "1 < 2", read.FormText, ok, "utf-8"},
		{"text called octets", octets, "The envoys met.", read.FormText, ok, "utf-8"},
		{"text of no known type", "application/x-thing", "1 <b> 2", read.FormText, ok, "utf-8"},
		{"lines of URLs in no place for a list", "text/plain", "https://www.outlet.test/n/1\nhttps://www.outlet.test/n/2\n", read.FormText, ok, "utf-8"},
		{"Chinese text", "text/plain; charset=gbk", encoded(t, simplifiedchinese.GBK, chinese(100)), read.FormText, ok, "gbk"},
		{"Chinese text, cut in a character", "text/plain", strings.Repeat("湖", 500), read.FormText, ok, "utf-8"},

		{"PDF that is not wanted", "application/pdf", "%PDF-1.7 x", read.FormPDF, noPage, ""},
		{"PDF called a page", htmlType, "%PDF-1.7 <<>>", read.FormPDF, noPage, ""},
		{"PDF behind line ends", "application/pdf", "\ufeff\r\n\n%PDF-1.4\n<< /Type /Catalog >>", read.FormPDF, noPage, ""},
		{"PDF by its type alone", "Application/PDF ; x=y", "1.7", read.FormPDF, noPage, ""},
		{"page called a PDF", "application/pdf", page, read.FormHTML, ok, "utf-8"},
		{"picture called a page", htmlType, "\x89PNG\r\n\x1a\n<html>", read.FormBinary, noPage, ""},
		{"archive called text", "text/plain", "PK\x03\x04 mimetype", read.FormBinary, noPage, ""},
		{"gzip that nobody unpacked", htmlType, "\x1f\x8b\x08 x", read.FormBinary, noPage, ""},
		{"font", "", "wOFF", read.FormBinary, noPage, ""},
		{"octets of no known kind called a page", htmlType, control + "film" + control, read.FormBinary, noPage, ""},
		{"the same with a sign of markup", htmlType, control + "<fi" + control, read.FormBinary, noPage, ""},
		{"the same called text", "text/plain", control + "<fi" + control, read.FormBinary, noPage, ""},
		{"noise without zeros", "text/html", strings.Repeat("\xfe\x05<\xc1\x10\x9f", 40), read.FormBinary, noPage, ""},
		{"noise with few controls", "text/html", strings.Repeat("\xfe\x05<\xc1\xe2\x9f\xaa\xbb\xcc\xdd", 40), read.FormBinary, noPage, ""},
		{"Chinese text with controls, cut in a character", "text/plain", "x" + strings.Repeat("湖区谈判\x01湖区谈", 60), read.FormText, ok, "utf-8"},
		{"text in windows-1252 with one stray control", "text/plain", strings.Repeat("caf\xe9 du port ", 40) + "\x01", read.FormText, ok, "windows-1252"},
		{"markup behind which zeros stand", htmlType, "<p>x" + control, read.FormHTML, ok, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := reader().Page(rules(), capture(frontier.KindPage, at, c.contentType), answer(c.body))
			if got.Form != c.form || ended(&got.Capture) != c.ended {
				t.Errorf("%s, %s; want %s, %s", got.Form, ended(&got.Capture), c.form, c.ended)
			}
			if c.charset != "" && got.Capture.Charset != c.charset {
				t.Errorf("character set %q, want %q", got.Capture.Charset, c.charset)
			}
			if c.ended == noPage && (got.Capture.Message != string(c.form) || len(got.Links) != 0) {
				t.Errorf("message %q, links %q", got.Capture.Message, urls(got.Links))
			}
		})
	}
}

// TestPDF: a PDF counts where its source wants them, up to a length.
func TestPDF(t *testing.T) {
	long := "%PDF-1.7 " + strings.Repeat("x", 2000)
	for _, c := range []struct {
		name   string
		wanted bool
		body   string
		ended  string
		says   string
	}{
		{"wanted", true, "%PDF-1.7 x", "ok", ""},
		{"not wanted", false, "%PDF-1.7 x", "skipped type", "pdf"},
		{"wanted and too long", true, long, "skipped too-large", "a PDF of more than 1000 bytes"},
		{"not wanted and too long", false, long, "skipped type", "pdf"},
		{"as long as it may be", true, long[:1000], "ok", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rules()
			r.PDF = c.wanted
			got := reader().Page(r, capture(frontier.KindPage, at, "application/pdf"), answer(c.body))
			if ended(&got.Capture) != c.ended || got.Capture.Message != c.says || got.Form != read.FormPDF || got.Links != nil {
				t.Errorf("%s %q, form %s", ended(&got.Capture), got.Capture.Message, got.Form)
			}
			if got.Capture.Bytes != int64(len(c.body)) || got.Capture.BodySHA256 == "" {
				t.Errorf("%d bytes with sum %q", got.Capture.Bytes, got.Capture.BodySHA256)
			}
		})
	}
}

// TestStartPagesThatAreLists: a start page that proves to be a feed or a sitemap
// is one from then on; another page is only read as one.
func TestStartPagesThatAreLists(t *testing.T) {
	const (
		rss    = `<rss><channel><item><link>/n/1</link></item></channel></rss>`
		urlset = `<urlset><url><loc>/n/1</loc></url></urlset>`
	)
	for _, c := range []struct{ name, kind, body, want, link string }{
		{"feed", frontier.KindStart, rss, frontier.KindFeed, "page 1 https://www.outlet.test/n/1"},
		{"sitemap", frontier.KindStart, urlset, frontier.KindSitemap, "page 1 https://www.outlet.test/n/1"},
		{"start page", frontier.KindStart, `<a href="/n/1">x</a>`, frontier.KindStart, "page 1 https://www.outlet.test/n/1"},
		{"page that is a feed", frontier.KindPage, rss, frontier.KindPage, "page 1 https://www.outlet.test/n/1"},
		{"feed in a sitemap's place", frontier.KindSitemap, rss, frontier.KindSitemap, "page 1 https://www.outlet.test/n/1"},
		{"sitemap in a feed's place", frontier.KindFeed, urlset, frontier.KindFeed, "page 1 https://www.outlet.test/n/1"},
		{"lines of URLs in a sitemap's place", frontier.KindSitemap, "https://www.outlet.test/n/1\n", frontier.KindSitemap, "page 1 https://www.outlet.test/n/1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := page(c.kind, at, c.body)
			if links := spelled(got.Links); got.Capture.Kind != c.want || len(links) != 1 || links[0] != c.link || ended(&got.Capture) != "ok" {
				t.Errorf("%s, kind %s, links %q", ended(&got.Capture), got.Capture.Kind, links)
			}
		})
	}
}
