package crawl_test

import (
	"testing"

	"framewatch/crawl"
)

func FuzzReadAnything(f *testing.F) {
	f.Add([]byte(`<html><head><base href="/x"><meta http-equiv=refresh content="0;url='/y'"><title>t</title><a rel=nofollow href=x>`), "0; url=/x")
	f.Add([]byte(`<rss><channel><item><link>/a</link><guid>1</guid><pubDate>x</pubDate></item>`), "application/rss+xml")
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/></entry></feed>`), "/2025/05/a-b-c-d")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"url":"/a"}]}`), "application/json")
	f.Add([]byte("<script><!--<script></script>--></script><template><h1>x"), "/a/a/a/a")
	f.Fuzz(func(_ *testing.T, body []byte, contentType string) { crawl.ReadAnything(body, contentType) })
}
