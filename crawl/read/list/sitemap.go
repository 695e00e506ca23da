package list

import (
	"bytes"
	"time"
)

// sitemapReader reads sitemaps and indexes of them. The protocol's elements are
// known by name and vocabulary and not by their nesting, which sites get wrong:
// each loc is an entry of its own.
type sitemapReader struct {
	*walker
	list *List

	root bool // the root is that of an index

	within bool // a url or sitemap
	index  bool // it is a sitemap
	depth  int  // of elements outside it
	first  int  // the first of its entries
	date   time.Time
	bare   passage // its text outside of elements
	aside  int     // how many elements are open within a picture or film, 0 outside

	field field   // link, stamped or nothing
	from  int     // how many elements are open with the one whose field is read
	text  passage // of the field
}

// passage is a text that is being put together.
type passage struct {
	text  []byte
	dirty bool // a reference in it remained unresolved
}

func (p *passage) reset() { p.text, p.dirty = p.text[:0], false }

// add takes more text, of which no more is kept than shows that the whole is
// too long for an address.
func (p *passage) add(t token) {
	text := t.text[:min(len(t.text), max(0, 2*maxAddress-len(p.text)))]
	if t.kind == cdata {
		p.text = append(p.text, text...)
		return
	}
	var clean bool
	p.text, clean = unescape(p.text, text)
	p.dirty = p.dirty || !clean
}

func (r *sitemapReader) read() {
	r.root = len(r.opened) > 0 && isIndex(r.opened[0].name)
	for {
		t := r.next()
		switch t.kind {
		case end:
			r.flush()
			return
		case chars, cdata:
			r.chars(t)
		case open:
			r.push(t)
			if !r.open(t) {
				return
			}
			if t.empty {
				r.pop()
				r.closed()
			}
		case shut:
			r.shut(t)
		}
	}
}

// isIndex reports whether a root is that of an index of sitemaps.
func isIndex(name []byte) bool {
	var small [maxName]byte
	return string(localName(&small, name)) == "sitemapindex"
}

// open reads a start tag. It reports false when enough was read.
func (r *sitemapReader) open(t token) bool {
	var small [maxName]byte
	v, name := r.word(&small, t.name)
	if r.field != nothing {
		if blank(r.text.text) {
			return true // <loc><url>, or anything else around an address
		}
		r.take() // loc lacks its end
	}
	switch {
	case v == core && (string(name) == "url" || string(name) == "sitemap"):
		if r.within { // the one before lacks its end
			r.flush()
			r.popTo(r.depth)
			r.push(t)
		}
		if len(r.list.Entries) >= MaxSitemapEntries {
			r.list.More = true
			return false
		}
		r.group(string(name) == "sitemap")
	case r.aside > 0:
	case v == core && (string(name) == "image" || string(name) == "video"):
		r.aside = len(r.opened)
	case v == core && string(name) == "loc":
		r.begin(link)
	case v == core && string(name) == "lastmod", (v == newsword || v == core) && string(name) == "publication_date":
		r.begin(stamped)
	}
	return true
}

// group begins the entries of the element just opened.
func (r *sitemapReader) group(index bool) {
	r.within, r.index, r.depth = true, index, len(r.opened)-1
	r.first, r.date, r.aside = len(r.list.Entries), time.Time{}, 0
	r.bare.reset()
}

func (r *sitemapReader) begin(f field) {
	r.field, r.from = f, len(r.opened)
	r.text.reset()
}

func (r *sitemapReader) chars(t token) {
	switch {
	case r.field != nothing:
		r.text.add(t)
	case r.within && len(r.opened) == r.depth+1:
		r.bare.add(t)
	}
}

// shut reads an end tag.
func (r *sitemapReader) shut(t token) {
	var small [maxName]byte
	if r.field != nothing && (len(r.opened) <= r.from || string(localName(&small, t.name)) != "url") {
		r.take()
	}
	r.close(t.name)
	r.closed()
}

// closed takes what ended with the elements that were closed.
func (r *sitemapReader) closed() {
	if len(r.opened) < r.from { // <loc/>
		r.field = nothing
	}
	if len(r.opened) < r.aside {
		r.aside = 0
	}
	if r.within && len(r.opened) <= r.depth {
		r.flush()
	}
}

// take takes the text of an element.
func (r *sitemapReader) take() {
	switch r.field {
	case link:
		if !r.within { // its url was not opened
			r.group(r.root)
		}
		r.add(&r.text)
	case stamped:
		if d := parseDate(r.text.text); d.After(r.date) {
			r.date = d
		}
	default:
	}
	r.field = nothing
}

func (r *sitemapReader) add(written *passage) {
	loc := r.address(written.text, r.base())
	if loc == "" || r.entities && written.dirty {
		return
	}
	if len(r.list.Entries) >= MaxSitemapEntries {
		r.list.More = true
		return
	}
	r.list.Entries = append(r.list.Entries, Entry{Loc: loc, Index: r.index})
}

// flush ends a url: its date is that of all its addresses.
func (r *sitemapReader) flush() {
	if !r.within {
		return
	}
	r.within, r.field = false, nothing
	if bare := trim(r.bare.text); len(r.list.Entries) == r.first && (bytes.HasPrefix(bare, []byte("/")) || bytes.Contains(bare, []byte("://"))) {
		r.add(&r.bare)
	}
	for i := r.first; i < len(r.list.Entries); i++ {
		r.list.Entries[i].Newest = r.date
	}
}
