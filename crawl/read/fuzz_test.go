package read_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// FuzzFeed holds that a feed's links are bounded, have no white space around
// them and are read the same way twice.
func FuzzFeed(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><item><title>t</title><link> /a </link><description>d &lt;b&gt;</description></item></channel></rss>`))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="alternate" href="/a"/><summary>s</summary></entry></feed>`))
	f.Add([]byte(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item><link>/a</link></item></rdf:RDF>`))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"/a","content_html":"<p>x"}]}`))
	f.Add([]byte(`<rss><channel><item><link>/a</link><title>&bad</item><entry><link href="/b"></entry>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		links := read.FeedLinks(body)
		if len(links) > read.MaxFeedItems {
			t.Errorf("%d links", len(links))
		}
		for _, l := range links {
			if l == "" || l != strings.TrimSpace(l) {
				t.Errorf("link %q", l)
			}
		}
		if diff := cmp.Diff(links, read.FeedLinks(body)); diff != "" {
			t.Error(diff)
		}
	})
}
