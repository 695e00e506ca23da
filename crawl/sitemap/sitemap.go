package sitemap

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// MaxEntries is how many entries of one file are read; the sitemap protocol
// allows 50,000.
const MaxEntries = 50_000

// maxText bounds the text of one element; no URL or title is longer.
const maxText = 8 << 10

// Entry is one page or, in a sitemap index, one more sitemap.
type Entry struct {
	Loc     string // as written
	LastMod string // lastmod, or the publication date of a news entry; as written
	Title   string // of a news entry
	Index   bool   // Loc names a sitemap
}

// Entries reads the entries of a sitemap. An error, when there is one, is the
// last item; entries before it are good.
func Entries(r io.Reader) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		br := bufio.NewReader(r)
		if isText(br) {
			lines(br, yield)
			return
		}
		elements(br, yield)
	}
}

// isText tells a plain list of URLs from XML.
func isText(br *bufio.Reader) bool {
	head, _ := br.Peek(512) // a short file gives what there is
	text := strings.TrimLeft(strings.TrimPrefix(string(head), "\xef\xbb\xbf"), " \t\r\n")
	return strings.HasPrefix(text, "http")
}

func lines(br *bufio.Reader, yield func(Entry, error) bool) {
	sc := bufio.NewScanner(br)
	for n := 0; n < MaxEntries && sc.Scan(); n++ {
		if loc := strings.TrimSpace(strings.TrimPrefix(sc.Text(), "\xef\xbb\xbf")); strings.Contains(loc, "://") {
			if !yield(Entry{Loc: loc}, nil) {
				return
			}
		}
	}
	if err := sc.Err(); err != nil {
		yield(Entry{}, fmt.Errorf("read list of URLs: %w", err))
	}
}

// elements reads XML token by token, without the decoder's bookkeeping of open
// elements, which a hostile file could grow without end.
func elements(r io.Reader, yield func(Entry, error) bool) {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var e Entry
	var text strings.Builder
	inside := false
	for n := 0; n < MaxEntries; {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			yield(Entry{}, fmt.Errorf("parse sitemap: %w", err))
			return
		}
		switch t := tok.(type) {
		case xml.StartElement:
			text.Reset()
			switch name := strings.ToLower(t.Name.Local); name {
			case "url", "sitemap":
				e, inside = Entry{Index: name == "sitemap"}, true
			}
		case xml.CharData:
			if text.Len()+len(t) <= maxText {
				text.Write(t)
			}
		case xml.EndElement:
			name := strings.ToLower(t.Name.Local)
			if inside && name != "url" && name != "sitemap" {
				e.set(strings.ToLower(t.Name.Space), name, strings.TrimSpace(text.String()))
			} else if inside {
				inside = false
				if e.Loc != "" {
					n++
					if !yield(e, nil) {
						return
					}
				}
			}
			text.Reset()
		}
	}
}

// set takes an element's text. Extensions of the protocol have elements of the
// same names (image:loc), so only the plain ones and those of news count.
func (e *Entry) set(space, name, value string) {
	switch {
	case name == "loc" && (space == "" || space == "sm" || space == "sitemap" || space == "ns0") && e.Loc == "":
		e.Loc = value
	case name == "lastmod":
		e.LastMod = value
	case name == "publication_date" && e.LastMod == "":
		e.LastMod = value
	case name == "title" && strings.HasSuffix(space, "news"), name == "title" && space == "n":
		e.Title = value
	}
}
