package crawl_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/internal/charset"
)

// raw answers with bytes that no server library would send.
func raw(t *testing.T, send string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, send)
	}
}

// TestOddServers holds what becomes of pages of servers that are odd in other
// ways than those of the catalogue of hostile servers.
func TestOddServers(t *testing.T) {
	const text = "The two lake states sent their envoys"
	page := article("Odd")
	head := func(lines ...string) string { return strings.Join(append(lines, "", ""), "\r\n") }
	answer := func(body string, lines ...string) string {
		return head(append([]string{"HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", fmt.Sprintf("Content-Length: %d", len(body)), "Connection: close"}, lines...)...) + body
	}
	chunk := func(s string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(s), s) }
	for name, c := range map[string]struct {
		send string
		want string
		text string
	}{
		"lines end with LF":            {strings.ReplaceAll(answer(page), "\r\n", "\n"), "ok ", text},
		"no reason":                    {strings.Replace(answer(page), "200 OK", "200", 1), "ok ", text},
		"HTTP/0.9":                     {page, "error protocol", ""},
		"a space before the colon":     {answer(page, "X-A : b"), "ok ", text},
		"the same length twice":        {answer(page, fmt.Sprintf("Content-Length: %d", len(page))), "ok ", text},
		"a negative length":            {head("HTTP/1.1 200 OK", "Content-Length: -5") + page, "error protocol", ""},
		"length and chunks":            {head("HTTP/1.1 200 OK", "Content-Length: 3", "Content-Type: text/html", "Transfer-Encoding: chunked", "Connection: close") + chunk(page) + "0\r\n\r\n", "ok ", text},
		"chunks without an end":        {head("HTTP/1.1 200 OK", "Content-Type: text/html", "Transfer-Encoding: chunked") + chunk(page), "ok-truncated short-body", text},
		"a huge chunk":                 {head("HTTP/1.1 200 OK", "Content-Type: text/html", "Transfer-Encoding: chunked") + "ffffffffffffffff0\r\n" + page, "error ", ""},
		"chunk extensions":             {head("HTTP/1.1 200 OK", "Content-Type: text/html", "Transfer-Encoding: chunked", "Connection: close") + fmt.Sprintf("%x;a=b\r\n%s\r\n", len(page), page) + "0\r\nX-Trailer: 1\r\n\r\n", "ok ", text},
		"hints before the answer":      {head("HTTP/1.1 103 Early Hints", "Link: </s.css>; rel=preload") + head("HTTP/1.1 100 Continue") + answer(page), "ok ", text},
		"hints without an end":         {strings.Repeat(head("HTTP/1.1 103 Early Hints"), 5000), "error ", ""},
		"a switch of protocols":        {head("HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"), "error ", ""},
		"an unknown status":            {strings.Replace(answer(page), "200 OK", "299 Fine", 1), "ok ", text},
		"a status of its own":          {strings.Replace(answer(page), "200 OK", "999 Denied", 1), "error status-999", ""},
		"a part that nobody asked for": {strings.Replace(answer(page, "Content-Range: bytes 0-99/9999"), "200 OK", "206 Partial Content", 1), "ok-flagged partial", text},
		"reset content":                {head("HTTP/1.1 205 Reset Content", "Content-Length: 0"), "skipped empty", ""},
		"multiple choices":             {head("HTTP/1.1 300 Multiple Choices", "Location: /there", "Content-Length: 0"), "ok ", text},
		"see other":                    {head("HTTP/1.1 303 See Other", "Location: ../there?", "Content-Length: 0"), "ok ", text},
		"a permanent redirect":         {head("HTTP/1.1 308 Permanent Redirect", "Location: //a.test/there#part", "Content-Length: 0"), "ok ", text},
		"use a proxy":                  {head("HTTP/1.1 305 Use Proxy", "Location: http://169.254.169.254/", "Content-Length: 0"), "not-fetched address", ""},
		"refreshed by the header":      {answer("<p>moved", "Refresh: 0; url=/there"), "ok ", text},
		"refreshed inwards":            {answer("<p>moved", "Refresh: 0;URL='http://169.254.169.254/x'"), "not-fetched address", ""},
		"reloads itself by the header": {answer(page, "Refresh: 300"), "ok ", text},
		"coded by its header only":     {answer(page, "Content-Encoding: gzip"), "ok-flagged bad-coding", text},
		"coded by nothing known":       {answer(page, "Content-Encoding: x-own"), "error coding", ""},
		"a coding of no meaning":       {answer(page, "Content-Encoding: UTF-8"), "ok ", text},
		"a bell in a header":           {answer(page, "X-A: \a\x01"), "error protocol", ""},
		"bytes in a header":            {answer(page, "X-A: \xff\xfe", "ETag: \xff"), "ok ", text},
		"a file to save":               {answer(page, "Content-Disposition: attachment; filename=../../x"), "ok ", text},
		"a type of its own":            {strings.Replace(answer(page), "text/html; charset=utf-8", "text/x-page;;;", 1), "ok ", text},
		"a picture by its type":        {strings.Replace(answer(page), "text/html; charset=utf-8", "image/png", 1), "skipped type", ""},
		"a picture by its bytes":       {answer("\x89PNG\r\n\x1a\n" + page), "skipped type", ""},
		"white space":                  {answer(strings.Repeat(" \r\n", 5000)), "skipped empty", ""},
		"a head only":                  {answer("<html><head>" + strings.Repeat("<meta name=x content=y>", 2000)), "ok ", "<meta"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.handle("a.test/odd", raw(t, c.send))
			s.page("a.test/there", page)
			s.page("a.test/there?", page)
			cfg := s.settings("a.test")
			dir := t.TempDir()
			src := source("a", "a.test", func(src *corpus.Source) { src.Start = []string{"http://a.test/odd"} })
			sum, got := run(t, crawler(t, cfg), jobIn(dir, "r", src))
			if o := string(sum.Starts[0].Outcome) + " " + sum.Starts[0].ErrorCode; o != c.want && (c.want != "error " || !strings.HasPrefix(o, c.want)) {
				t.Errorf("%q, want %q (%s)", o, c.want, sum.Starts[0].Message)
			}
			if n := s.count("a.test/odd"); n > 5 {
				t.Errorf("asked %d times", n)
			}
			if c.text == "" {
				return
			}
			p, err := crawl.ReadPage(dir, got[len(got)-1])
			if err != nil || !strings.Contains(string(p.Body), c.text) {
				t.Errorf("%v, %.100q", err, p.Body)
			}
		})
	}
}

// TestOddCharsets holds that text comes out of pages whose character set is
// named wrongly, oddly or nowhere.
func TestOddCharsets(t *testing.T) {
	const (
		gbk  = "\xb5\xf7\xbd\xe2\xb4\xfa\xb1\xed\xcd\xc5\xb5\xd6\xb4\xef\xb8\xdb\xbf\xda" // 调解代表团抵达港口
		hans = "调解代表团抵达港口"
	)
	page := func(meta, text string) string {
		return "<!doctype html><html><head>" + meta + "<title>x</title></head><body><p>" + text + "</p></body></html>"
	}
	for name, c := range map[string]struct{ contentType, body, want string }{
		"header says UTF-8, bytes and meta GBK": {"text/html; charset=utf-8", page(`<meta charset="gbk">`, strings.Repeat(gbk, 20)), hans},
		"header says UTF-8, bytes GBK":          {"text/html; charset=utf-8", page("", strings.Repeat(gbk, 20)), hans},
		"meta says UTF-8, bytes GBK":            {"text/html", page(`<meta charset="utf-8">`, strings.Repeat(gbk, 20)), hans},
		"meta says UTF-16, bytes UTF-8":         {"text/html", page(`<meta charset="utf-16">`, hans), hans},
		"two metas, the second right":           {"text/html", page(`<meta charset="x-none"><meta charset="gbk">`, gbk), hans},
		"header names nothing":                  {"text/html; charset=", page("", hans), hans},
		"header names two":                      {"text/html; charset=utf-8; charset=gbk", page("", hans), hans},
		"meta in a comment":                     {"text/html", page(`<!-- <meta charset="big5"> --><meta charset="gbk">`, gbk), hans},
		"XML declaration":                       {"application/xhtml+xml", `<?xml version="1.0" encoding="gbk"?><html><body><p>` + gbk + "</p></body></html>", hans},
		"GB18030 beyond GBK":                    {"text/html; charset=gb2312", page("", gbk+"\x95\x32\x82\x36"), hans + "𠀀"},
		"UTF-16BE with a BOM":                   {"text/html", "\xfe\xff" + utf16be(page("", hans)), hans},
		"UTF-16LE by its header":                {"text/html; charset=utf-16le", swap(utf16be(page("", hans))), hans},
		"windows-1251 by its meta":              {"text/html", page(`<meta charset="windows-1251">`, "\xcf\xe5\xf0\xe5\xe3\xee\xe2\xee\xf0\xfb"), "Переговоры"},
		"windows-1256 by its header":            {"text/html; charset=windows-1256", page("", "\xe6\xd3\xc7\xd8\xc9"), "وساطة"},
		"ISO-2022-JP":                           {"text/html; charset=iso-2022-jp", page("", "\x1b$B9q:]D4Dd\x1b(B"), "国際調停"},
		"UTF-8 with one broken byte, no name":   {"text/html", page("", strings.Repeat(hans, 30)+"\xe8\xb0"), hans},
	} {
		t.Run(name, func(t *testing.T) {
			text, _ := charset.Decode([]byte(c.body), c.contentType)
			if !strings.Contains(string(text), c.want) {
				t.Errorf("%q", text)
			}
		})
	}
}

func utf16be(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r >> 8))
		b.WriteByte(byte(r))
	}
	return b.String()
}

// swap turns the bytes of each pair.
func swap(s string) string {
	b := []byte(s)
	for i := 0; i+1 < len(b); i += 2 {
		b[i], b[i+1] = b[i+1], b[i]
	}
	return string(b)
}

// TestSoft404 holds that a page which says that it is missing is none, and is
// gone where there was one.
func TestSoft404(t *testing.T) {
	s := newSite(t)
	notice := func(title, text string) string {
		return "<title>" + title + "</title><h1>" + title + "</h1><p>" + text + "</p>"
	}
	s.page("a.test/", article("Front page", "/n/1", "/n/2", "/n/3", "/n/4", "/n/5", "/n/6"))
	s.page("a.test/n/1", article("One"))
	s.page("a.test/n/2", notice("404 Not Found", "The address may be wrong."))
	s.page("a.test/n/3", notice("页面不存在", "请返回首页"))
	s.page("a.test/n/4", notice("Flight 404 lands at the harbour town after nine hours", "All envoys are well."))
	s.page("a.test/n/5", article("Page not found in the archive of the council"))
	s.page("a.test/n/6", notice("Not found", "Sorry."))
	dir := t.TempDir()
	c := crawler(t, s.settings("a.test"))
	_, got := run(t, c, jobIn(dir, "r", source("a", "a.test", nil)))
	want := []string{"http://a.test/ ok", "http://a.test/n/1 ok", "http://a.test/n/2 error soft-404", "http://a.test/n/3 error soft-404", "http://a.test/n/4 ok",
		"http://a.test/n/5 ok", "http://a.test/n/6 error soft-404"}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error(diff)
	}
	s.page("a.test/n/1", notice("Page not found", "It may have been moved."))
	for _, id := range []corpus.RunID{"r2", "r3"} {
		_, got = run(t, c, jobIn(dir, id, source("a", "a.test", nil)))
		if line := lines(got)[1]; line != "http://a.test/n/1 gone soft-404" {
			t.Error(id, line)
		}
	}
	s.page("a.test/n/1", article("One"))
	_, got = run(t, c, jobIn(dir, "r4", source("a", "a.test", nil)))
	if line := lines(got)[1]; line != "http://a.test/n/1 ok" {
		t.Error("back again:", line)
	}
}

// TestConditionsRefused asks again without conditions where a server does not
// take them.
func TestConditionsRefused(t *testing.T) {
	s := newSite(t)
	s.handle("a.test/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusPreconditionFailed)
			return
		}
		_, _ = io.WriteString(w, article("Front page"))
	})
	dir := t.TempDir()
	c := crawler(t, s.settings("a.test"))
	run(t, c, jobIn(dir, "r", source("a", "a.test", nil)))
	_, got := run(t, c, jobIn(dir, "r2", source("a", "a.test", nil)))
	if diff := cmp.Diff([]string{"http://a.test/ error status-412", "http://a.test/ not-modified #2"}, lines(got)); diff != "" {
		t.Error(diff)
	}
}
