package demosite

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"strings"
	"time"
	"unicode/utf8"
)

// articleView is what the templates "article" and "alias" see.
type articleView struct {
	*Article
	Outlet     *outlet
	Rubric     link // the section, with an address where the outlet lists sections
	Nav        []link
	Standfirst string
	Figure     *figure
	Comments   []comment
	Related    []teaser // other articles near in time
	MostRead   []teaser
}

// listView is what the template "list" sees.
type listView struct {
	Outlet     *outlet
	Title      string // empty on the home page
	URL        string
	Nav        []link
	Items      []teaser
	MostRead   []teaser
	Odd        []link // links to trouble, on the home page
	N, Pages   int
	Prev, Next string // addresses, empty at the ends
}

// noticeView is what the template "notice" sees.
type noticeView struct {
	Outlet   *outlet
	Nav      []link
	MostRead []teaser
	notice
}

// link is an address with its text.
type link struct{ Label, URL string }

// teaser announces an article elsewhere.
type teaser struct {
	URL, Title, Standfirst, Rubric string
	Published                      time.Time
	Undated                        bool
}

// figure is a picture with its caption.
type figure struct {
	Src string
	caption
}

const (
	teaserRunes = 140 // of the first paragraph
	relatedLen  = 4
	mostReadLen = 5
)

// render runs one of the outlet's templates and encodes the page.
func (o *outlet) render(name string, view any) ([]byte, error) {
	var b bytes.Buffer
	if err := o.tmpl.ExecuteTemplate(&b, name, view); err != nil {
		return nil, fmt.Errorf("render demo page %s of %s: %w", name, o.ID, err)
	}
	return encode(b.Bytes(), o.look.charset())
}

func (o *outlet) articleView(a *Article) articleView {
	v := articleView{Article: a, Outlet: o, Nav: o.nav(), MostRead: o.mostRead(), Rubric: o.rubric(a), Standfirst: standfirst(a)}
	pick := int(draw(a.ID))
	if n := len(o.look.Captions); n > 0 {
		if i := pick % (n + 1); i < n { // one in n+1 articles has no picture
			v.Figure = &figure{Src: fmt.Sprintf("/media/%d.svg", i+1), caption: o.look.Captions[i]}
		}
	}
	if n := len(o.look.Comments); n > 0 {
		for i := range 2 {
			v.Comments = append(v.Comments, o.look.Comments[(pick/7+i)%n])
		}
	}
	at := 0
	for i, other := range o.articles {
		if other == a {
			at = i
		}
	}
	for i := 1; i <= min(relatedLen, len(o.articles)-1); i++ {
		v.Related = append(v.Related, o.teaser(o.articles[(at+i)%len(o.articles)]))
	}
	return v
}

// People is the authors in the form of schema.org, for JSON-LD.
func (v articleView) People() []map[string]string {
	out := []map[string]string{} // "[]" in the page, not "null"
	for _, name := range v.Authors {
		out = append(out, map[string]string{"@type": "Person", "name": name})
	}
	return out
}

// nav links to the sections, or names them where they have no list.
func (o *outlet) nav() []link {
	out := make([]link, 0, len(o.look.Sections))
	for _, s := range o.look.Sections {
		out = append(out, o.sectionLink(s))
	}
	return out
}

func (o *outlet) rubric(a *Article) link {
	s, _ := o.section(a.Section)
	return o.sectionLink(s)
}

func (o *outlet) sectionLink(s section) link {
	l := link{Label: s.Label, URL: "/"}
	if o.look.Section != "" {
		l.URL = expand(o.look.Section, "section", s.Slug)
	}
	return l
}

func (o *outlet) teaser(a *Article) teaser {
	return teaser{URL: a.URL, Title: a.Title, Standfirst: standfirst(a), Rubric: o.rubric(a).Label,
		Published: a.Published, Undated: a.Undated}
}

func (o *outlet) teasers(articles []*Article) []teaser {
	out := make([]teaser, 0, len(articles))
	for _, a := range articles {
		out = append(out, o.teaser(a))
	}
	return out
}

// mostRead is the same few articles on every page, as such boxes are.
func (o *outlet) mostRead() []teaser {
	step := max(1, len(o.articles)/mostReadLen)
	var out []teaser
	for i := 0; i < len(o.articles) && len(out) < mostReadLen; i += step {
		out = append(out, o.teaser(o.articles[i]))
	}
	return out
}

// standfirst is the start of the first paragraph, cut at a word where the
// script has spaces.
func standfirst(a *Article) string {
	p := a.Paragraphs[0]
	if utf8.RuneCountInString(p) <= teaserRunes {
		return p
	}
	cut := string([]rune(p)[:teaserRunes])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

// draw is a number that looks drawn by lot but is the same every time.
func draw(key string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(key)) // a hash never fails
	return h.Sum32() >> 1       // fits an int on every platform
}
