package list

import (
	"bytes"
)

// Form is what a text is as a list.
type Form uint8

// The forms.
const (
	None    Form = iota // no list
	Feed                // RSS, Atom or a JSON feed
	Sitemap             // a sitemap, an index of sitemaps, or lines of URLs
)

// String gives a form's name, as in the kinds of captures.
func (f Form) String() string {
	switch f {
	case Feed:
		return "feed"
	case Sitemap:
		return "sitemap"
	case None:
	}
	return "none"
}

// Detect tells from a text alone, decoded to UTF-8, which form of list it is.
// It looks past byte order marks, comments, declarations and what programs
// print before the document by mistake, and then at the root element, of
// whatever prefix, or for JSON at the members. Lines of URLs are no form that
// a text has by itself: see [Place].
func Detect(text []byte) Form {
	if isJSON(text) {
		if isJSONFeed(text) {
			return Feed
		}
		return None
	}
	w := walker{scanner: scanner{text: text}, origin: &origin{}}
	return w.start()
}

// maxJunk bounds what is looked through before a list's root.
const maxJunk = 64 << 10

// start goes to the root of a list and opens it.
func (w *walker) start() Form {
	var stray junk
	for {
		t := w.next()
		switch t.kind {
		case end, cdata:
			return None
		case chars:
			if !stray.text(t.text) {
				return None
			}
		case shut:
			stray.shut()
		case open:
			if form := w.rootForm(t); form != None {
				if !stray.over() {
					return None
				}
				w.push(t)
				w.rooted(t)
				w.loose = form == Sitemap
				if form == Feed && !w.isFeed(t) {
					return None
				}
				if t.empty {
					w.pop()
				}
				return form
			}
			var small [maxName]byte
			if !stray.open(t, lower(&small, t.name)) {
				return None
			}
		}
		if stray.any && w.at > maxJunk {
			return None
		}
	}
}

// rootForm tells what a root element of this name is.
func (w *walker) rootForm(t token) Form {
	var small [maxName]byte
	switch string(localName(&small, t.name)) {
	case "urlset", "sitemapindex":
		return Sitemap
	case "rss", "feed", "rdf":
		return Feed
	}
	return None
}

// isFeed tells feeds from other documents whose roots are called feed and RDF:
// catalogues of goods, vocabularies, people.
func (w *walker) isFeed(root token) bool {
	var small [maxName]byte
	switch string(localName(&small, root.name)) {
	case "feed":
		return w.rootVocabulary() != foreign || bytes.Contains(root.attrs, []byte("version")) || bytes.Contains(w.text[w.at:], []byte("entry"))
	case "rdf":
		for _, b := range w.bindings {
			if b.vocabulary == core && !bytes.Equal(b.name, w.root) {
				return true
			}
		}
		return bytes.Contains(w.text[w.at:], []byte("<item"))
	}
	return true
}

// rootVocabulary tells whose the root's namespace is by itself.
func (w *walker) rootVocabulary() vocabulary {
	if len(w.root) == 0 {
		return core
	}
	var bare walker
	v, _ := bare.vocabularyOf(w.root)
	return v
}

// junk is what stands before a document and does not belong to it: warnings
// that a server's program prints, a header that it prints as text. A page that
// shows a list within its text is no list, so of elements only those that such
// warnings are made of may occur, and all must be closed.
type junk struct {
	any   bool
	depth int
	fresh bool // the next tag begins a line or follows another tag
}

func (j *junk) text(text []byte) bool {
	if blank(text) {
		return true
	}
	line := text
	if i := bytes.LastIndexByte(text, '\n'); i >= 0 {
		line = text[i:]
	}
	j.any, j.fresh = true, blank(line)
	return !bytes.Contains(text[:min(len(text), maxJunk)], []byte("```"))
}

func (j *junk) open(t token, name []byte) bool {
	j.any, j.fresh = true, true
	switch string(name) {
	case "br", "hr":
		return true
	case "b", "i", "strong", "font", "p", "div", "span", "table", "tbody", "tr", "th", "td":
		if !t.empty {
			j.depth++
		}
		return true
	}
	return false
}

func (j *junk) shut() { j.any, j.fresh, j.depth = true, true, j.depth-1 }

// over reports whether a document may begin here.
func (j *junk) over() bool { return !j.any || j.fresh && j.depth == 0 }
