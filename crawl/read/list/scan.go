package list

import (
	"bytes"
	"encoding/xml"
	"iter"
)

// kind is what a token is.
type kind uint8

const (
	end   kind = iota // the text is over
	open              // <name attrs> or <name attrs/>
	shut              // </name>
	chars             // text with references
	cdata             // text as it stands
)

// token is one piece of markup; its slices are parts of the scanned text.
type token struct {
	kind  kind
	name  []byte // with its prefix, as written
	attrs []byte // what stands between the name and the end of the tag
	empty bool   // the tag ends in />
	text  []byte
}

// scanner takes markup apart. It knows no rule that a list could break: a tag
// without end ends at the next one, a lone < is text. Comments, instructions
// and declarations are passed over. Each byte is looked at a fixed number of
// times, whatever the text.
type scanner struct {
	text     []byte
	at       int
	cut      bool // something begins that does not end
	entities bool // a DOCTYPE declares entities of its own
	doctype  bool // one was seen
	none     [5]bool
	quotes   [2]int // where the next " and ' stand, when not before at
}

// The ends that are searched for over the whole text; one that was searched in
// vain is not searched for again.
var ends = [...][]byte{[]byte("-->"), []byte("]]>"), []byte("?>"), []byte(">"), []byte("<")}

const (
	endComment = iota
	endCDATA
	endInstruction
	endTag
	nextTag
)

// find gives the place of an end at or behind from, or -1.
func (s *scanner) find(from, what int) int {
	if s.none[what] || from >= len(s.text) {
		return -1
	}
	i := bytes.Index(s.text[from:], ends[what])
	if i < 0 {
		s.none[what] = true
		return -1
	}
	return from + i
}

// next gives the next token.
func (s *scanner) next() token {
	for s.at < len(s.text) {
		rest := s.text[s.at:]
		switch {
		case rest[0] != '<':
			return s.chars(s.at)
		case len(rest) < 2:
			return s.chars(s.at + 1)
		case rest[1] == '!':
			if t, ok := s.declaration(rest); ok {
				return t
			}
		case rest[1] == '?':
			s.instruction()
		case rest[1] == '/':
			return s.shut()
		case nameStart(rest[1]):
			if t := s.open(); t.kind != end {
				return t
			}
		default:
			return s.chars(s.at + 1)
		}
	}
	return token{kind: end}
}

// chars gives the text up to the next tag behind from.
func (s *scanner) chars(from int) token {
	begin, to := s.at, s.find(from, nextTag)
	if to < 0 {
		to = len(s.text)
	}
	s.at = to
	return token{kind: chars, text: s.text[begin:to]}
}

// skip goes behind an end that is searched from n bytes on. Without one the
// text is taken for cut.
func (s *scanner) skip(what, n int) {
	to := s.find(s.at+n, what)
	if to < 0 {
		s.cut, s.at = true, len(s.text)
		return
	}
	s.at = to + len(ends[what])
}

// maxInstruction bounds <?…?>; a longer one lacks its question mark.
const maxInstruction = 4096

// instruction passes over <?…?>.
func (s *scanner) instruction() {
	if to := s.find(s.at+2, endInstruction); to >= 0 && to-s.at < maxInstruction {
		s.at = to + len("?>")
		return
	}
	s.skip(endTag, 2)
}

// declaration passes over <!…>; of these only CDATA is a token.
func (s *scanner) declaration(rest []byte) (token, bool) {
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.skip(endComment, 4)
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		begin, to := s.at+len("<![CDATA["), s.find(s.at, endCDATA)
		if to < 0 { // never ended: what follows is read as if it had not begun
			s.cut, s.at = true, begin
			return token{}, false
		}
		s.at = to + len("]]>")
		return token{kind: cdata, text: s.text[begin:to]}, true
	case len(rest) > 9 && bytes.EqualFold(rest[:9], []byte("<!DOCTYPE")) && !s.doctype:
		s.doctype = true
		s.document()
	default:
		s.skip(endTag, 2)
	}
	return token{}, false
}

// document passes over a DOCTYPE with its internal subset and looks at the
// entities that this declares. None of them is ever expanded.
func (s *scanner) document() {
	subset := false
	for i := s.at + len("<!DOCTYPE"); i < len(s.text); i++ {
		switch c := s.text[i]; c {
		case '"', '\'':
			if to := s.quote(i); to >= 0 {
				i = to
			}
		case '[':
			subset = true
		case ']':
			subset = false
		case '<':
			if bytes.HasPrefix(s.text[i:], []byte("<!--")) {
				if to := s.find(i, endComment); to >= 0 {
					i = to
				}
			} else if bytes.HasPrefix(s.text[i:], []byte("<!ENTITY")) && foreignEntity(s.text[i+len("<!ENTITY"):]) {
				s.entities = true
			}
		case '>':
			if !subset {
				s.at = i + 1
				return
			}
		}
	}
	s.skip(endTag, 2)
}

// foreignEntity reports whether a declaration is of more than the characters
// that HTML names, or the W3C's own lists of them: such names are used by
// attacks (one entity made of many others, files of the reader's machine) and
// by hardly any list.
func foreignEntity(declaration []byte) bool {
	fields := bytes.Fields(declaration[:min(len(declaration), 512)])
	if len(fields) == 0 {
		return false
	}
	if string(fields[0]) == "%" {
		return len(fields) < 4 || string(fields[2]) != "PUBLIC" || !bytes.Contains(fields[3], []byte("//W3C//"))
	}
	_, known := character(fields[0])
	return !known
}

// quote gives the place of the quotation mark that matches the one at i.
func (s *scanner) quote(i int) int {
	memo := &s.quotes[0]
	if s.text[i] == '\'' {
		memo = &s.quotes[1]
	}
	if *memo <= i {
		to := bytes.IndexByte(s.text[i+1:], s.text[i])
		if to < 0 {
			to = len(s.text)
		}
		*memo = i + 1 + to
	}
	if *memo >= len(s.text) {
		return -1
	}
	return *memo
}

// shut reads an end tag; one that is cut off is still the end of its element.
func (s *scanner) shut() token {
	begin := s.at + 2
	to := begin
	for to < len(s.text) && s.text[to] != '>' && s.text[to] != '<' {
		to++
	}
	s.at = to
	if to < len(s.text) && s.text[to] == '>' {
		s.at++
	}
	name := s.text[begin:to]
	return token{kind: shut, name: name[:nameLen(name)]}
}

// maxValue bounds a quoted value; a longer one is taken for a quotation mark
// too few.
const maxValue = 64 << 10

// open reads a start tag.
func (s *scanner) open() token {
	begin := s.at + 1
	nameTo := begin + nameLen(s.text[begin:])
	equals := false // the last thing seen was =
	to := nameTo
scan:
	for ; to < len(s.text); to++ {
		switch c := s.text[to]; c {
		case '>', '<':
			break scan
		case '=':
			equals = true
			continue
		case ' ', '\t', '\r', '\n':
			continue
		case '"', '\'':
			if match := s.quote(to); equals && match >= 0 && match-to < maxValue {
				to = match
			}
		}
		equals = false
	}
	if to == len(s.text) {
		s.at, s.cut = to, true
		return token{kind: end}
	}
	t := token{kind: open, name: s.text[begin:nameTo], attrs: s.text[nameTo:to]}
	s.at = to
	if s.text[to] == '>' {
		s.at++
	}
	if n := len(t.attrs); n > 0 && t.attrs[n-1] == '/' {
		t.attrs, t.empty = t.attrs[:n-1], true
	}
	return t
}

// attributes goes through the attributes of a start tag, values as written.
func attributes(attrs []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		for {
			attrs = bytes.TrimLeft(attrs, " \t\r\n/")
			if len(attrs) == 0 {
				return
			}
			n := bytes.IndexAny(attrs, "= \t\r\n")
			if n < 0 {
				return // a name without value, which no list uses
			}
			name := attrs[:n]
			attrs = bytes.TrimLeft(attrs[n:], " \t\r\n")
			if len(attrs) == 0 || attrs[0] != '=' {
				continue
			}
			attrs = bytes.TrimLeft(attrs[1:], " \t\r\n")
			var value []byte
			if len(attrs) > 0 && (attrs[0] == '"' || attrs[0] == '\'') {
				n = bytes.IndexByte(attrs[1:], attrs[0])
				if n < 0 {
					return
				}
				value, attrs = attrs[1:1+n], attrs[n+2:]
			} else {
				if n = bytes.IndexAny(attrs, " \t\r\n"); n < 0 {
					n = len(attrs)
				}
				value, attrs = attrs[:n], attrs[n:]
			}
			if !yield(name, value) {
				return
			}
		}
	}
}

// nameStart reports whether a tag may begin with c.
func nameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= 0x80
}

// nameLen is the length of the name that b begins with.
func nameLen(b []byte) int {
	for i, c := range b {
		switch c {
		case ' ', '\t', '\r', '\n', '/', '>', '<', '=':
			return i
		}
	}
	return len(b)
}

// character gives what a named reference stands for, as HTML and XML know it.
func character(name []byte) (string, bool) {
	switch string(name) {
	case "amp":
		return "&", true
	case "lt":
		return "<", true
	case "gt":
		return ">", true
	case "quot":
		return `"`, true
	case "apos":
		return "'", true
	}
	c, ok := xml.HTMLEntity[string(name)]
	return c, ok
}
