package demosite

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// sitemap is one sitemap of a look (sitemaps.org): kind index names the
// others, articles and news (Google's extension) the articles, sections the
// section pages. A path in .gz is compressed.
type sitemap struct {
	Path  string `yaml:"path"`
	Kind  string `yaml:"kind"`
	Part  int    `yaml:"part"`  // with Parts: only this share of the articles, counted from 1
	Parts int    `yaml:"parts"` // newest articles are in part 1
}

type sitemapIndex struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapURL `xml:"sitemap"`
}

type urlSet struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	News    string       `xml:"xmlns:news,attr,omitempty"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string       `xml:"loc"`
	LastMod string       `xml:"lastmod,omitempty"`
	News    *sitemapNews `xml:"news:news,omitempty"`
}

type sitemapNews struct {
	Name  string `xml:"news:publication>news:name"`
	Lang  string `xml:"news:publication>news:language"`
	Date  string `xml:"news:publication_date"`
	Title string `xml:"news:title"`
}

// sitemap is the page of a sitemap.
func (o *outlet) sitemap(m sitemap) page {
	return func() (answer, error) {
		doc, err := o.sitemapDoc(m)
		if err != nil {
			return answer{}, err
		}
		body, err := marshalXML(doc)
		if err != nil {
			return answer{}, fmt.Errorf("make demo sitemap %s%s: %w", o.Host, m.Path, err)
		}
		contentType := "application/xml; charset=utf-8"
		if strings.HasSuffix(m.Path, ".gz") {
			contentType = "application/gzip"
			if body, err = compress(body); err != nil {
				return answer{}, fmt.Errorf("compress demo sitemap %s%s: %w", o.Host, m.Path, err)
			}
		}
		return answer{contentType: contentType, body: body, modified: o.articles[0].Published}, nil
	}
}

func (o *outlet) sitemapDoc(m sitemap) (any, error) {
	switch m.Kind {
	case "index":
		var index sitemapIndex
		for _, other := range o.look.Sitemaps {
			if other.Kind != "index" {
				index.Maps = append(index.Maps, sitemapURL{Loc: o.base() + other.Path})
			}
		}
		return index, nil
	case "sections":
		var set urlSet
		for _, s := range o.look.Sections {
			set.URLs = append(set.URLs, sitemapURL{Loc: o.base() + o.sectionLink(s).URL})
		}
		return set, nil
	case "articles", "news":
		return o.articleMap(m), nil
	}
	return nil, fmt.Errorf("make demo sitemap %s%s: kind %q is not index, sections, articles or news", o.Host, m.Path, m.Kind)
}

func (o *outlet) articleMap(m sitemap) urlSet {
	var set urlSet
	list := o.articles
	if m.Parts > 0 {
		size := (len(list) + m.Parts - 1) / m.Parts
		list = list[min(len(list), (m.Part-1)*size):min(len(list), m.Part*size)]
	}
	for _, a := range list {
		u := sitemapURL{Loc: a.URL, LastMod: a.Published.Format(time.RFC3339)}
		if m.Kind == "news" {
			set.News = "http://www.google.com/schemas/sitemap-news/0.9"
			u.News = &sitemapNews{Name: o.Name, Lang: o.Lang, Date: u.LastMod, Title: a.Title}
		}
		set.URLs = append(set.URLs, u)
	}
	return set
}

// compress writes gzip without name or time, so that the bytes never change.
func compress(body []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
