package invented

import (
	"fmt"
	"html"
	"net/http"
	"strings"
)

// Site serves a front page at / and the articles from one number up to another, at
// /a/NUMBER.
func (w *World) Site(from, to int) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(out http.ResponseWriter, _ *http.Request) {
		for i := from; i < to; i++ {
			fmt.Fprintf(out, "<a href=/a/%d>article %d</a> ", i, i)
		}
	})
	for i := from; i < to; i++ {
		d := w.Article(i).Document
		mux.HandleFunc(fmt.Sprintf("/a/%d", i), func(out http.ResponseWriter, _ *http.Request) {
			out.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(out, "<!doctype html><html lang=%q><head><title>%s</title></head><body><article><h1>%[2]s</h1>", d.Lang, html.EscapeString(d.Title))
			for p := range strings.SplitSeq(d.Text, "\n\n") {
				fmt.Fprintf(out, "<p>%s</p>", html.EscapeString(p))
			}
			fmt.Fprint(out, "</article></body></html>")
		})
	}
	return mux
}

// SourceList is the list of the one outlet whose [World.Site] is at a URL.
func SourceList(url string) string {
	host, _, _ := strings.Cut(strings.TrimPrefix(url, "http://"), ":")
	return "list: {id: night, version: \"1\"}\nsources:\n  - {id: night, name: The Night Courier, domain: " +
		host + ", country: ZZ, owner_type: private_news, langs: [en], start: [\"" + url + "/\"], link_patterns: [\"/a/\"]}\n"
}
