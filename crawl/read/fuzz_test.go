package read_test

import (
	"net/http"
	"testing"

	"framewatch/crawl/read"
)

// FuzzReadAnything reads foreign bytes as answers of every kind, with and without
// a foreign header, and checks what holds of all of them.

func FuzzReadAnything(f *testing.F) {
	f.Add([]byte(`<html><head><base href="/x"><meta http-equiv=refresh content="0;url='/y'"><title>t</title><a rel=nofollow href=x>`), "0; url=/x")
	f.Add([]byte(`<rss><channel><item><link>/a</link><guid>1</guid><pubDate>x</pubDate></item>`), "application/rss+xml")
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/></entry></feed>`), "/2025/05/a-b-c-d")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"url":"/a"}]}`), "application/json")
	f.Add([]byte("<script><!--<script></script>--></script><template><h1>x"), "/a/a/a/a")
	f.Add([]byte(`a<b <p class="x>y" ="z' data=a'b>c"<a href='/q>r'/>t<!-- <a href=/c> --><div/a="<meta name=robots content=none>"><TITLE><a href=/t></title></>`), "")
	f.Add([]byte(`<ScRipt>"<a href=/s>"</script><textarea><a href=/u></textarea><plaintext><a href=/v>`), "")
	f.Add([]byte(`<template><p>x</template><h1>y</h1>`), "text/html")
	f.Add([]byte(`<urlset><url><loc>https://www.outlet.test/n/1</loc><lastmod>2025-05-30</lastmod></url></urlset>`), "none, max-snippet: 2")
	f.Add([]byte("https://www.outlet.test/n/1\nhttps://other.test/n/2\n"), "text/plain")
	f.Add([]byte(`[["original","timestamp"],["http://www.outlet.test/2025/05/a","2025"],[],["k"]]`), "application/json")
	f.Add([]byte(`[{"link":"/n/1","date":"2025-05-30T00:00:00","content":{"rendered":"<p>x</p>"}}]`), "otherbot: noindex, framewatch: nofollow")
	f.Add([]byte(`[{"cdx-api":"https://www.outlet.test/3"}]`), "text/html; charset=utf-16")
	f.Add([]byte("<title>\xc2\xd2\xc2\xeb</title><link rel=canonical href=/a><link rel=next href=/2><a href='/s?q=\xba\xfe'>"), "text/html; charset=gbk")
	f.Add([]byte("<title>Page not found</title><h1>页面不存在</h1><meta name=tdm-reservation content=1>"), "text/html")
	f.Add([]byte("\r\n%PDF-1.7"), "application/pdf")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		read.Anything(body, contentType)
		r := rules()
		r.PDF = len(body)%2 == 0
		for _, kind := range kinds {
			hold(t, r, capture(kind, at, contentType), read.Answer{Status: http.StatusOK, Body: body})
			header := http.Header{"Refresh": {contentType}, "X-Robots-Tag": {contentType}}
			hold(t, r, capture(kind, at, contentType), read.Answer{Status: http.StatusPartialContent, Header: header, Body: body})
		}
		reader().Refused(capture(kinds[0], at, contentType), read.Answer{Status: http.StatusForbidden, Body: body})
		holdText(t, body, contentType)
	})
}
