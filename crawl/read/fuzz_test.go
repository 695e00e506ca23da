package read_test

import (
	"testing"

	"framewatch/crawl/read"
)

func FuzzReadAnything(f *testing.F) {
	f.Add([]byte(`<html><head><base href="/x"><meta http-equiv=refresh content="0;url='/y'"><title>t</title><a rel=nofollow href=x>`), "0; url=/x")
	f.Add([]byte(`<rss><channel><item><link>/a</link><guid>1</guid><pubDate>x</pubDate></item>`), "application/rss+xml")
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/></entry></feed>`), "/2025/05/a-b-c-d")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"url":"/a"}]}`), "application/json")
	f.Add([]byte("<script><!--<script></script>--></script><template><h1>x"), "/a/a/a/a")
	f.Add([]byte(`a<b <p class="x>y" ="z' data=a'b>c"<a href='/q>r'/>t<!-- <a href=/c> --><div/a="<meta name=robots content=none>"><TITLE><a href=/t></title></>`), "")
	f.Add([]byte(`<ScRipt>"<a href=/s>"</script><textarea><a href=/u></textarea><plaintext><a href=/v>`), "")
	f.Fuzz(func(_ *testing.T, body []byte, contentType string) { read.Anything(body, contentType) })
}
