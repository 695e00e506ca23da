package read

import (
	"bytes"
	"io"

	"golang.org/x/net/html/atom"
)

// skimmer hands a page to the tokenizer tag by tag. Once the scan has read as
// much text as it asks about, most of a page is nothing to it: skimmer then
// leaves out text and tags that it would pass over, which is cheaper than
// having them tokenized. The scan is the same with and without.
type skimmer struct {
	page []byte
	at   int
	skip bool // the next read begins a token, and only tags of note are wanted
}

// Read gives bytes up to and with the next ">", so that the tokenizer has
// nothing left over when it has come to the end of a tag.
func (s *skimmer) Read(p []byte) (int, error) {
	if s.skip {
		s.skip = false
		s.forward()
	}
	if s.at >= len(s.page) {
		return 0, io.EOF
	}
	rest := s.page[s.at:min(len(s.page), s.at+len(p))]
	if end := bytes.IndexByte(rest, '>'); end >= 0 {
		rest = rest[:end+1]
	}
	n := copy(p, rest)
	s.at += n
	return n, nil
}

// forward goes to the next tag of note, comment or declaration.
func (s *skimmer) forward() {
	for {
		open := bytes.IndexByte(s.page[s.at:], '<')
		if open < 0 || s.at+open+2 > len(s.page) {
			s.at = len(s.page)
			return
		}
		s.at += open
		name, ends := s.page[s.at+1:], false
		if name[0] == '/' && len(name) > 1 {
			name, ends = name[1:], true
		}
		if !isLetter(name[0]) {
			if ends || name[0] == '!' || name[0] == '?' || name[0] == '/' {
				return
			}
			s.at++ // a less-than sign in the text
			continue
		}
		name = name[:tagName(name)]
		if ends && endsOfNote(name) || !ends && startsOfNote(name) {
			return
		}
		s.at = tagEnd(s.page, s.at+len(name)+1)
	}
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == '\f' }

// tagName is the length of the name at the beginning of b.
func tagName(b []byte) int {
	for i, c := range b {
		if c == '>' || c == '/' || isSpace(c) {
			return i
		}
	}
	return len(b)
}

// tagEnd is the place behind the tag in whose name at lies: behind its ">"
// outside quotation marks, which count where a value begins (HTML standard,
// sections 13.2.5.32 to 13.2.5.39, as the tokenizer reads them).
func tagEnd(page []byte, at int) int {
	at += tagName(page[at:])
	for {
		at = skipSpace(page, at)
		if at >= len(page) {
			return at
		}
		if page[at] == '>' {
			return at + 1
		}
		// An attribute's name; an equals sign at its beginning belongs to it.
		for first := at; at < len(page) && (page[at] != '=' || at == first); at++ {
			if c := page[at]; c == '>' || c == '/' || isSpace(c) {
				break
			}
		}
		at = skipSpace(page, at)
		if at >= len(page) {
			return at
		}
		if page[at] == '/' {
			at++
			continue
		}
		if page[at] == '=' {
			at = valueEnd(page, skipSpace(page, at+1))
		}
	}
}

func skipSpace(page []byte, at int) int {
	for at < len(page) && isSpace(page[at]) {
		at++
	}
	return at
}

// valueEnd is the place behind an attribute's value.
func valueEnd(page []byte, at int) int {
	if at >= len(page) {
		return at
	}
	if quote := page[at]; quote == '"' || quote == '\'' {
		end := bytes.IndexByte(page[at+1:], quote)
		if end < 0 {
			return len(page)
		}
		return at + end + 2
	}
	for at < len(page) && page[at] != '>' && !isSpace(page[at]) {
		at++
	}
	return at
}

// startsOfNote reports whether the scan or the tokenizer looks at a start tag.
func startsOfNote(name []byte) bool {
	if len(name) == 1 {
		return name[0]|0x20 == 'a'
	}
	switch a := lookup(name); a {
	case atom.Area, atom.Base, atom.Link, atom.Meta, atom.H1, atom.Input, atom.Template:
		return true
	default:
		return rawElement(a)
	}
}

func endsOfNote(name []byte) bool {
	switch lookup(name) {
	case atom.Title, atom.H1, atom.Template:
		return true
	default:
		return false
	}
}

// rawElement reports whether the tokenizer takes an element's content for text,
// whatever is in it.
func rawElement(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp, atom.Title, atom.Plaintext:
		return true
	default:
		return false
	}
}

// lookup is atom.Lookup for a name in any case; 0 for one longer than any of
// note.
func lookup(name []byte) atom.Atom {
	var low [12]byte
	if len(name) > len(low) {
		return 0
	}
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		low[i] = c
	}
	return atom.Lookup(low[:len(name)])
}
