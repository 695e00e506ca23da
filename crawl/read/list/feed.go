package list

import "bytes"

// field is what the text of an element says of an entry.
type field uint8

const (
	nothing field = iota
	title
	body    // description, summary, content
	link    // the page, as text
	behind  // the page, behind an address that counts visits
	guid    // an identifier, which may be the page's address
	stamped // a date
	apart   // of something else: the feed an entry was taken from, a person
)

// feedReader reads RSS of all versions and Atom.
type feedReader struct {
	*walker
	list *List
	atom bool // the root is Atom's

	within bool // an entry
	depth  int  // of elements outside it
	entry  Entry
	rank   rank
	titled []byte
	words  []byte

	field field
	from  int    // how many elements are open outside the one whose field is read
	text  []byte // of the field
	clean bool   // no reference in it remained unresolved
	inner bool   // it holds elements: its text is no markup
	says  bool   // of a guid: it calls itself an address
	last  bool   // of a guid: an address at most for want of a better, as Atom's id
	late  bool   // <link/> was seen, and its text may follow
}

func (r *feedReader) read() {
	r.atom = len(r.opened) > 0 && isAtom(r.opened[0].name)
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
				late := r.field == link
				r.pop()
				r.closed()
				r.late = late
			}
		case shut:
			r.late = false
			r.space(t)
			r.close(t.name)
			r.closed()
		}
	}
}

func isAtom(root []byte) bool {
	var small [maxName]byte
	return string(localName(&small, root)) == "feed"
}

// open reads a start tag. It reports false when enough was read.
func (r *feedReader) open(t token) bool {
	var small [maxName]byte
	v, name := r.word(&small, t.name)
	if (v == core || v == atom) && (string(name) == "item" || string(name) == "entry") && r.field != body && r.field != apart {
		return r.item(t)
	}
	if r.late = false; !r.within {
		return true
	}
	next := fieldOf(v, name)
	if r.field != nothing {
		if r.isNested(v, next) {
			r.nested(t)
			return true
		}
		r.take()
	}
	if next == link {
		if href, k, ok := r.href(t, v); ok {
			r.candidate(href, k)
			return true
		}
	}
	if next != nothing {
		r.begin(next)
	}
	if next == guid {
		r.permalink(t, string(name) == "id")
	}
	return true
}

// permalink reads what a guid says of itself.
func (r *feedReader) permalink(t token, id bool) {
	r.says, r.last = false, id
	for name, value := range attributes(t.attrs) {
		if bytes.EqualFold(name, []byte("ispermalink")) {
			r.says = bytes.EqualFold(trim(value), []byte("true"))
			r.last = !r.says
		}
	}
}

// isNested reports whether an element stands within a field's text, and does
// not show that the field's own end is missing.
func (r *feedReader) isNested(v vocabulary, next field) bool {
	switch {
	case r.field == apart, v == foreign:
		return true
	case r.field == title:
		return next == nothing || next == title
	case r.field == body:
		return r.inner || next != link && next != guid && next != stamped
	}
	return false
}

// nested reads an element within a field's text.
func (r *feedReader) nested(t token) {
	if r.field != body && r.field != title {
		return
	}
	r.inner = true
	r.space(t)
	var small [maxName]byte
	if isVoid(localName(&small, t.name)) && !t.empty {
		r.pop()
	}
}

// space keeps words apart that stand in different blocks of a field's text.
func (r *feedReader) space(t token) {
	var small [maxName]byte
	if r.inner && (r.field == body || r.field == title) && !phrasing(localName(&small, t.name)) {
		r.text = append(r.text, ' ')
	}
}

// isVoid reports whether an element of HTML has no end tag.
func isVoid(name []byte) bool {
	switch string(name) {
	case "br", "hr", "img", "input", "wbr", "embed", "col", "area", "meta":
		return true
	}
	return false
}

// item begins an entry, and ends one before it that was not ended. It reports
// false when there are enough.
func (r *feedReader) item(t token) bool {
	if r.within {
		r.take()
		r.flush()
		r.popTo(r.depth)
		r.push(t)
	}
	if len(r.list.Entries) == MaxFeedEntries {
		r.list.More = true
		return false
	}
	r.within, r.depth, r.entry, r.rank, r.field = true, len(r.opened)-1, Entry{}, unranked, nothing
	r.titled, r.words = r.titled[:0], r.words[:0]
	for name, value := range attributes(t.attrs) {
		if v, local := split(name); string(local) == "about" && string(v) != "xmlns" {
			r.text, r.clean = unescape(r.text[:0], value)
			r.candidate(r.text, rankAbout)
		}
	}
	return true
}

// fieldOf tells what an element of an entry is.
func fieldOf(v vocabulary, name []byte) field {
	switch v {
	case core, atom:
		switch string(name) {
		case "title":
			return title
		case "description", "summary", "content", "tagline":
			return body
		case "link":
			return link
		case "guid", "id":
			return guid
		case "pubdate", "published", "issued", "created", "updated", "modified", "date", "publication_date":
			return stamped
		case "source", "author", "contributor", "image", "textinput":
			return apart
		}
	case dublin:
		switch string(name) {
		case "date", "created", "issued", "modified":
			return stamped
		case "description":
			return body
		case "title":
			return title
		}
	case content:
		if string(name) == "encoded" {
			return body
		}
	case burner:
		if string(name) == "origlink" {
			return behind
		}
	case foreign, rdf, newsword:
	}
	return nothing
}

func (r *feedReader) begin(f field) {
	r.field, r.from, r.text, r.clean, r.inner = f, len(r.opened)-1, r.text[:0], true, false
}

// bounds of the text of a field.
func (f field) max() int {
	if f == body {
		return maxWords
	}
	return 2 * maxAddress
}

func (r *feedReader) chars(t token) {
	if r.late && bytes.HasPrefix(trim(t.text), []byte("http")) {
		r.text, r.clean = unescape(r.text[:0], t.text)
		r.candidate(r.text, rankLink)
	}
	if r.field == nothing || r.field == apart {
		return
	}
	t.text = t.text[:min(len(t.text), max(0, r.field.max()-len(r.text)))]
	if t.kind == cdata {
		r.text = append(r.text, t.text...)
		return
	}
	var clean bool
	r.text, clean = unescape(r.text, t.text)
	r.clean = r.clean && clean
}

// closed takes what ended with the elements that were closed.
func (r *feedReader) closed() {
	n := len(r.opened)
	if r.field != nothing && n <= r.from {
		r.take()
	}
	if r.within && n <= r.depth {
		r.flush()
	}
}

// take takes the text of a field.
func (r *feedReader) take() {
	switch r.field {
	case title:
		r.titled = r.appendText(r.titled)
	case body:
		if len(r.words) < maxWords {
			r.words = r.appendText(r.words)
		}
	case link:
		r.candidate(r.text, rankLink)
	case behind:
		r.candidate(r.text, rankOrigin)
	case guid:
		r.identifier()
	case stamped:
		if d := parseDate(r.text); d.After(r.entry.Newest) {
			r.entry.Newest = d
		}
	case nothing, apart:
	}
	r.field = nothing
}

func (r *feedReader) appendText(dst []byte) []byte {
	if r.inner {
		return appendWords(dst, r.text)
	}
	return appendMarkup(dst, r.text)
}

// flush ends an entry.
func (r *feedReader) flush() {
	if !r.within {
		return
	}
	r.within, r.field = false, nothing
	if r.rank == unranked {
		return
	}
	r.entry.Text = compose(r.titled, r.words)
	r.list.Entries = append(r.list.Entries, r.entry)
}

// compose makes an entry's text of its title and all else.
func compose(titled, words []byte) string {
	if len(trim(words)) == 0 {
		return ""
	}
	text := make([]byte, 0, len(titled)+1+len(words))
	text = appendWords(append(text, bytes.TrimSpace(titled)...), bytes.TrimSpace(words))
	return string(bytes.TrimSpace(text))
}
