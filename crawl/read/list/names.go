package list

import (
	"bytes"

	"framewatch/crawl/urlid"
)

// vocabulary is whose word an element's name is.
type vocabulary uint8

const (
	foreign  vocabulary = iota // an extension, or something else altogether
	core                       // of the list's own format
	atom                       // Atom 0.3 and 1.0
	rdf                        // RDF
	dublin                     // Dublin Core, elements and terms
	content                    // the RSS module "content"
	burner                     // FeedBurner's extension
	newsword                   // Google's news sitemaps
)

// namespaces are parts of the names by which vocabularies are bound; the first
// that a name contains counts.
var namespaces = []struct {
	part string
	vocabulary
}{
	{"sitemaps.org/schemas/sitemap", core}, {"google.com/schemas/sitemap/", core}, {"schemas/sitemap-news", newsword}, {"schemas/sitemap-", foreign},
	{"w3.org/2005/atom", atom}, {"purl.org/atom/ns", atom},
	{"purl.org/rss/1.0/modules/content", content}, {"purl.org/rss/1.0/modules/", foreign},
	{"purl.org/rss/", core}, {"purl.org/net/rss", core}, {"netscape.com/rdf/simple", core}, {"netscape.com/rss", core}, {"backend.userland.com/rss", core},
	{"harvard.edu/tech/rss", core}, {"rssboard.org/rss", core},
	{"purl.org/dc/", dublin}, {"22-rdf-syntax-ns", rdf}, {"rssnamespace.org/feedburner", burner},
}

// prefixes are those that stand for a vocabulary where they are not bound.
var prefixes = map[string]vocabulary{
	"": core, "sm": core, "sitemap": core, "atom": atom, "a10": atom, "rdf": rdf, "dc": dublin, "dcterms": dublin, "content": content,
	"feedburner": burner, "news": newsword, "n": newsword, "image": foreign, "video": foreign, "media": foreign, "xhtml": foreign,
	"mobile": foreign, "pagemap": foreign, "geo": foreign, "itunes": foreign,
}

// Bounds of what is remembered of the elements that are open.
const (
	maxDepth    = 64
	maxBindings = 64
	maxBinding  = 256 // of a namespace's name
)

// binding is a prefix with what it stands for.
type binding struct {
	prefix, name []byte
	vocabulary
}

// element is one that is open.
type element struct {
	name     []byte
	bindings int    // how many there were before it
	base     string // by xml:base; empty when there is none
}

// walker goes through markup and knows which elements are open, whose words
// they are and what their addresses are relative to.
type walker struct {
	scanner
	*origin
	opened   []element
	kept     bool // the element opened last is remembered
	deep     bool // there was one that is not
	done     bool // the root was closed
	broken   bool // and something before that had no end
	bindings []binding
	root     []byte // the namespace of the root
	prefix   []byte // the prefix of the root
	loose    bool   // a prefix that nobody bound or knows is the list's own
}

// push opens an element.
func (w *walker) push(t token) {
	if w.kept = len(w.opened) < maxDepth; !w.kept {
		w.deep = true
		return
	}
	e := element{name: t.name, bindings: len(w.bindings), base: w.base()}
	if len(t.attrs) > 0 && (bytes.Contains(t.attrs, []byte("xmlns")) || bytes.Contains(t.attrs, []byte("xml:base"))) {
		for name, value := range attributes(t.attrs) {
			switch prefix, local := split(name); {
			case string(name) == "xml:base":
				e.base = w.rebase(e.base, value)
			case string(prefix) == "xmlns":
				w.bind(local, value)
			case string(name) == "xmlns":
				w.bind(nil, value)
			}
		}
	}
	w.opened = append(w.opened, e)
}

// pop closes the element that was opened last.
func (w *walker) pop() {
	if w.kept {
		w.popTo(len(w.opened) - 1)
	}
}

// popTo closes all elements but the outermost n.
func (w *walker) popTo(n int) {
	if n == 0 && !w.done {
		w.done, w.broken = true, w.cut
	}
	if n < len(w.opened) {
		w.bindings = w.bindings[:w.opened[n].bindings]
		w.opened = w.opened[:n]
	}
}

// close closes the innermost element of a name with all that are open within
// it; an end tag without its element means nothing.
func (w *walker) close(name []byte) {
	for i := len(w.opened) - 1; i >= 0; i-- {
		if bytes.EqualFold(w.opened[i].name, name) {
			w.popTo(i)
			return
		}
	}
}

// base is what addresses are relative to here, empty for the list itself.
func (w *walker) base() string {
	if len(w.opened) == 0 {
		return ""
	}
	return w.opened[len(w.opened)-1].base
}

// rebase resolves an xml:base within another one.
func (w *walker) rebase(base string, value []byte) string {
	outer := base
	if outer == "" {
		outer = w.URL
	}
	ref, _ := unescape(nil, value)
	url, err := urlid.Target(string(trim(ref)), outer)
	if err != nil {
		return base
	}
	return url
}

// bind gives a prefix its meaning within the element that is being opened.
func (w *walker) bind(prefix, name []byte) {
	if len(w.bindings) == maxBindings {
		return
	}
	v, known := w.vocabularyOf(name)
	if !known && len(prefix) > 0 {
		v = prefixes[string(prefix)] // a name written wrongly, most likely
	}
	w.bindings = append(w.bindings, binding{prefix, name, v})
}

// vocabularyOf tells whose a namespace is. One that is not known is foreign.
func (w *walker) vocabularyOf(name []byte) (v vocabulary, known bool) {
	lower := bytes.ToLower(trim(name[:min(len(name), maxBinding)]))
	for _, n := range namespaces {
		if bytes.Contains(lower, []byte(n.part)) {
			return n.vocabulary, true
		}
	}
	if len(lower) == 0 || len(w.root) > 0 && bytes.Equal(name, w.root) {
		return core, true
	}
	return foreign, false
}

// rooted makes the vocabulary of the element just opened that of the list,
// unless it is one that is known.
func (w *walker) rooted(t token) {
	w.prefix, _ = split(t.name)
	if b := w.bound(w.prefix); b != nil {
		if w.root = b.name; b.vocabulary == foreign {
			b.vocabulary = core
		}
	}
}

// bound gives the innermost binding of a prefix, or nil.
func (w *walker) bound(prefix []byte) *binding {
	for i := len(w.bindings) - 1; i >= 0; i-- {
		if b := &w.bindings[i]; bytes.Equal(b.prefix, prefix) {
			return b
		}
	}
	return nil
}

// word tells whose word a name is, and gives it in lower case and the room of
// small, empty when it is longer than any that is looked for.
func (w *walker) word(small *[maxName]byte, name []byte) (vocabulary, []byte) {
	prefix, local := split(name)
	local = lower(small, local)
	if b := w.bound(prefix); b != nil {
		return b.vocabulary, local
	}
	if bytes.Equal(prefix, w.prefix) {
		return core, local
	}
	if v, ok := prefixes[string(prefix)]; ok {
		return v, local
	}
	if w.loose {
		return core, local
	}
	return foreign, local
}

// localName gives a name without its prefix as lower does.
func localName(small *[maxName]byte, name []byte) []byte {
	_, local := split(name)
	return lower(small, local)
}

// split takes a name apart at its colon.
func split(name []byte) (prefix, local []byte) {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return nil, name
}
