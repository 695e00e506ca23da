package demosite

import (
	"fmt"
	"strconv"
	"time"
)

// route fills the outlet's table of addresses. Trouble comes last, so that it
// can stand in the place of a page.
func (o *outlet) route() {
	for _, a := range o.articles {
		o.routes[o.path(a.URL)] = o.html("article", a.Published, o.articleView(a))
		for _, alias := range a.Aliases {
			o.routes[o.path(alias)] = o.html("alias", a.Published, o.articleView(a))
		}
	}
	o.routeLists()
	for _, f := range o.look.Feeds {
		o.routes[f.Path] = o.feed(f)
	}
	for _, m := range o.look.Sitemaps {
		o.routes[m.Path] = o.sitemap(m)
	}
	if o.look.Robots != "" {
		o.routes["/robots.txt"] = static("text/plain; charset=utf-8", o.look.Robots)
	}
	for i := range o.look.Captions {
		o.routes[fmt.Sprintf("/media/%d.svg", i+1)] = static("image/svg+xml", picture(i))
	}
	o.routeTrouble()
}

// path takes scheme and host off an address of this outlet.
func (o *outlet) path(url string) string { return url[len(o.base()):] }

// routeLists adds home page, section pages and archive.
func (o *outlet) routeLists() {
	home := listView{Outlet: o, URL: "/", Nav: o.nav(), MostRead: o.mostRead(), N: 1, Pages: 1}
	home.Items = o.teasers(o.articles[:min(o.look.Home, len(o.articles))])
	for _, t := range o.troubles {
		home.Odd = append(home.Odd, t.links(o)...)
	}
	o.routes["/"] = o.html("list", time.Time{}, home)
	for _, s := range o.look.Sections {
		if o.look.Section == "" {
			break
		}
		var of []*Article
		for _, a := range o.articles {
			if a.Section == s.Name {
				of = append(of, a)
			}
		}
		o.routeList(expand(o.look.Section, "section", s.Slug), s.Label, of)
	}
	if a := o.look.Archive; a != nil {
		o.routeList(a.Path, a.Title, o.articles)
	}
}

// routeList adds the pages of one list, each with links to its neighbours.
func (o *outlet) routeList(path, title string, articles []*Article) {
	per := o.look.PerPage
	pages := max(1, (len(articles)+per-1)/per)
	address := func(n int) string {
		if n == 1 {
			return path
		}
		return expand(o.look.Page, "list", path, "n", strconv.Itoa(n))
	}
	for n := 1; n <= pages; n++ {
		v := listView{Outlet: o, Title: title, URL: address(n), Nav: o.nav(), MostRead: o.mostRead(), N: n, Pages: pages}
		v.Items = o.teasers(articles[(n-1)*per : min(n*per, len(articles))])
		if n > 1 {
			v.Prev = address(n - 1)
		}
		if n < pages {
			v.Next = address(n + 1)
		}
		o.routes[v.URL] = o.html("list", time.Time{}, v)
	}
}

// picture is a small drawing; all that differs is the height of the sun.
func picture(i int) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9" width="640" height="360">`+
		`<rect width="16" height="9" fill="#cfd8e3"/><circle cx="%d" cy="%d" r="1.2" fill="#f2d28b"/>`+
		`<path d="M0 9V6l4-2 3 2 4-3 5 3v3z" fill="#6b7f93"/></svg>`+"\n", 3+3*(i%4), 2+i%2)
}
