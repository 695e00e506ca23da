package list

import (
	"bytes"
	"iter"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// isJSON reports whether a text is a JSON object, if anything.
func isJSON(text []byte) bool {
	text = skipMarks(text)
	return len(text) > 0 && text[0] == '{'
}

// skipMarks passes over white space and byte order marks.
func skipMarks(text []byte) []byte { return bytes.TrimLeft(text, " \t\r\n\ufeff") }

// jsonReader reads JSON that may break its rules within strings, where programs
// leave line ends and tabs as they are. It keeps no tree, and no depth of
// nesting costs it anything.
type jsonReader struct {
	text []byte
	at   int
	bad  bool // what was read is no JSON, or ends early
}

// peek gives the next byte that is no white space, 0 at the end.
func (r *jsonReader) peek() byte {
	for r.at < len(r.text) {
		switch c := r.text[r.at]; c {
		case ' ', '\t', '\r', '\n':
			r.at++
		default:
			return c
		}
	}
	return 0
}

// accept reads one byte, if it is the next.
func (r *jsonReader) accept(c byte) bool {
	if r.bad || r.peek() != c {
		return false
	}
	r.at++
	return true
}

// string reads a string and gives it as written.
func (r *jsonReader) string() []byte {
	if !r.accept('"') {
		r.bad = true
		return nil
	}
	begin := r.at
	for {
		n := bytes.IndexAny(r.text[r.at:], `"\`)
		if n < 0 {
			r.at, r.bad = len(r.text), true
			return nil
		}
		if r.at += n; r.text[r.at] == '"' {
			r.at++
			return r.text[begin : r.at-1]
		}
		r.at = min(r.at+2, len(r.text))
	}
}

// skip passes over a value and gives it as written.
func (r *jsonReader) skip() []byte {
	c := r.peek()
	begin := r.at
	for depth := 0; !r.bad; {
		switch c {
		case '"':
			r.string()
		case '{', '[':
			depth++
			r.at++
		case '}', ']':
			depth--
			r.at++
		case ',', ':':
			r.at++
		case 0:
			r.bad = true
		default:
			n := bytes.IndexAny(r.text[r.at:], " \t\r\n,:]}[{\"")
			if n < 0 {
				n = len(r.text) - r.at
			}
			r.at += max(n, 1)
		}
		if depth <= 0 {
			break
		}
		c = r.peek()
	}
	r.bad = r.bad || begin == r.at
	return r.text[min(begin, r.at):r.at]
}

// members goes through an object. The caller reads each value, or it is passed
// over.
func (r *jsonReader) members() iter.Seq[[]byte] {
	return func(yield func(name []byte) bool) {
		if !r.accept('{') {
			r.bad = true
			return
		}
		for !r.accept('}') {
			name := r.string()
			if !r.accept(':') {
				r.bad = true
				return
			}
			r.peek()
			if at := r.at; !yield(name) {
				return
			} else if at == r.at {
				r.skip()
			}
			if r.bad || !r.accept(',') && r.peek() != '}' {
				r.bad = true
				return
			}
		}
	}
}

// values goes through an array, as members does through an object.
func (r *jsonReader) values() iter.Seq[int] {
	return func(yield func(int) bool) {
		if !r.accept('[') {
			r.bad = true
			return
		}
		for i := 0; !r.accept(']'); i++ {
			r.peek()
			if at := r.at; !yield(i) {
				return
			} else if at == r.at {
				r.skip()
			}
			if r.bad || !r.accept(',') && r.peek() != ']' {
				r.bad = true
				return
			}
		}
	}
}

// jsonItem is what a member of items says, strings as written.
type jsonItem struct {
	url, externalURL, id       []byte
	title, summary, text, html []byte
	published, modified        []byte
	special                    bool // it has a member that only JSON feeds have
}

// item reads an item.
func (r *jsonReader) item() (it jsonItem) {
	if r.peek() != '{' {
		return it
	}
	for name := range r.members() {
		var to *[]byte
		switch string(name) {
		case "url":
			to = &it.url
		case "external_url":
			to, it.special = &it.externalURL, true
		case "id":
			to = &it.id
		case "title":
			to = &it.title
		case "summary":
			to = &it.summary
		case "content_text":
			to, it.special = &it.text, true
		case "content_html":
			to, it.special = &it.html, true
		case "date_published":
			to, it.special = &it.published, true
		case "date_modified":
			to, it.special = &it.modified, true
		}
		if to != nil && r.peek() == '"' {
			*to = r.string()
		}
	}
	return it
}

// address gives the best of an item's addresses.
func (it *jsonItem) address(from *origin) string {
	for _, written := range [][]byte{it.url, it.externalURL} {
		if loc := from.address(unquote(nil, written), ""); loc != "" {
			return loc
		}
	}
	if id := unquote(nil, it.id); bytes.HasPrefix(id, []byte("http://")) || bytes.HasPrefix(id, []byte("https://")) {
		return from.address(id, "")
	}
	return ""
}

// entry makes an entry of an item.
func (it *jsonItem) entry(from *origin) Entry {
	e := Entry{Loc: it.address(from)}
	for _, date := range [][]byte{it.published, it.modified} {
		if d := parseDate(unquote(nil, date)); d.After(e.Newest) {
			e.Newest = d
		}
	}
	var buf, words []byte
	for _, plain := range [][]byte{it.summary, it.text} {
		buf = unquote(buf[:0], plain)
		words = appendWords(words, buf[:min(len(buf), maxWords)])
	}
	buf = unquote(buf[:0], it.html)
	words = appendMarkup(words, buf[:min(len(buf), maxWords)])
	e.Text = compose(appendWords(nil, unquote(nil, it.title)), words)
	return e
}

// feedMembers are those of a JSON feed (jsonfeed.org, version 1.1). One that
// does not give its version is known by having no others.
const feedMembers = " version title home_page_url feed_url description user_comment next_url icon favicon author authors language expired hubs items "

// isJSONFeed tells a JSON feed by its members, in whatever order: by its
// version, or by items that have addresses, where nothing speaks against it.
func isJSONFeed(text []byte) bool {
	r := jsonReader{text: skipMarks(text)}
	var first jsonItem
	strange, items := false, false
	for name := range r.members() {
		switch {
		case string(name) == "version" && r.peek() == '"':
			if bytes.Contains(unquote(nil, r.string()), []byte("jsonfeed.org/")) {
				return true
			}
		case string(name) == "items" && r.peek() == '[' && !items:
			items = true
			for i := range r.values() {
				if i == 0 {
					first = r.item()
				}
			}
		case !bytes.HasPrefix(name, []byte("_")) && !strings.Contains(feedMembers, " "+string(name)+" "):
			strange = true
		}
	}
	return first.address(&origin{}) != "" && (first.special || !strange && len(first.id) > 0)
}

// parseJSON reads a JSON feed.
func parseJSON(text []byte, from *origin) (l List) {
	if !isJSONFeed(text) {
		return l
	}
	l.Form = Feed
	r := jsonReader{text: skipMarks(text)}
	for name := range r.members() {
		if string(name) != "items" || r.peek() != '[' {
			continue
		}
		for range r.values() {
			if len(l.Entries) == MaxFeedEntries {
				l.More = true
				return l
			}
			it := r.item()
			if e := it.entry(from); e.Loc != "" && !r.bad {
				l.Entries = append(l.Entries, e)
			}
		}
	}
	if r.bad {
		l.Why = WhyCut
	}
	return l
}

// unquote appends a string of JSON without its escapes.
func unquote(dst, written []byte) []byte {
	for {
		i := bytes.IndexByte(written, '\\')
		if i < 0 || i+1 == len(written) {
			return append(dst, written...)
		}
		dst = append(dst, written[:i]...)
		c := written[i+1]
		written = written[i+2:]
		switch c {
		case 'n', 't', 'r', 'f', 'b':
			dst = append(dst, ' ') // in no address, and white space in words
		case 'u':
			var r rune
			r, written = escaped(written)
			dst = utf8.AppendRune(dst, r)
		default:
			dst = append(dst, c)
		}
	}
}

// escaped reads the figures of one escape, and of the one behind it when both
// are halves of a character.
func escaped(written []byte) (rune, []byte) {
	r, ok := hex(written)
	if !ok {
		return utf8.RuneError, written
	}
	written = written[4:]
	if utf16.IsSurrogate(r) && len(written) > 2 && written[0] == '\\' && written[1] == 'u' {
		if low, ok := hex(written[2:]); ok {
			return utf16.DecodeRune(r, low), written[6:]
		}
	}
	return r, written
}

func hex(figures []byte) (rune, bool) {
	if len(figures) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(figures[:4]), 16, 16)
	return rune(n), err == nil
}
