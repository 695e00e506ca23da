package read

import (
	"bytes"
	"hash/maphash"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/internal/charset"
)

// Text is what a page says, as far as it tells the page from others: its passages
// (runs of text between tags that break lines), by their letters and digits alone.
type Text struct {
	passages map[uint64]int // length of each, see [letters]
	length   int            // in all
	name     string         // title and first heading
}

// Bounds of a [Text]. A shorter passage is a menu's or a button's.
const (
	minPassage  = 24
	maxPassages = 4000
)

// Shares of letters from which two pages are the same text: what a print form has
// is in the page, which has other things beside it, or a page that shows the
// beginning is in its print form.
const (
	sharedOfVariant = .7
	sharedOfPage    = .9
)

var textSeed = maphash.MakeSeed()

// TextOf reads the passages of a page.
func TextOf(body []byte, contentType string) Text {
	page, _ := charset.Decode(body, contentType)
	t := Text{passages: map[uint64]int{}}
	s := scanHTML(page, "")
	t.name = strings.ToLower(s.title + "\n" + s.heading)
	var run strings.Builder
	length := 0
	end := func() {
		if length >= minPassage && len(t.passages) < maxPassages {
			h := maphash.String(textSeed, run.String())
			if _, twice := t.passages[h]; !twice {
				t.passages[h] = length
				t.length += length
			}
		}
		run.Reset()
		length = 0
	}
	z := html.NewTokenizer(bytes.NewReader(page))
	hidden := atom.Atom(0)
	for {
		switch z.Next() {
		default: // comments
		case html.ErrorToken:
			end()
			return t
		case html.TextToken:
			if hidden != 0 {
				continue
			}
			for _, r := range string(z.Text()) {
				if n := letters(r); n > 0 {
					run.WriteRune(unicode.ToLower(r))
					length += n
				}
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			switch {
			case hidden != 0:
				if a == hidden && z.Raw()[1] == '/' {
					hidden = 0
				}
			case z.Raw()[1] != '/' && unseen(a):
				hidden = a
			case !inline(a):
				end()
			}
		}
	}
}

// unseen are the elements whose text nobody sees.
func unseen(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Title:
		return true
	default:
		return false
	}
}

// inline are the elements within a line of text, as unknown ones are.
func inline(a atom.Atom) bool {
	switch a {
	case 0, atom.Kbd, atom.Samp, atom.Var, atom.Dfn, atom.Data, atom.Big, atom.Tt, atom.Strike, atom.Nobr, atom.Acronym, atom.Label, atom.A, atom.B, atom.I, atom.Em, atom.Strong, atom.Span, atom.U, atom.S, atom.Sup, atom.Sub, atom.Small, atom.Mark, atom.Abbr, atom.Cite, atom.Q,
		atom.Font, atom.Time, atom.Code, atom.Ruby, atom.Rt, atom.Rp, atom.Wbr, atom.Ins, atom.Del, atom.Bdi, atom.Bdo, atom.Img:
		return true
	default:
		return false
	}
}

// SameText reports whether a page that says to be another form of a page has its
// text. Where the form has next to no text, such as a page about a film, the
// names decide.
func SameText(form, page Text) bool {
	shared := 0
	for h, n := range form.passages {
		if _, ok := page.passages[h]; ok {
			shared += n
		}
	}
	if form.length < 4*minPassage {
		return shared == form.length && form.name == page.name && strings.TrimSpace(form.name) != ""
	}
	return float64(shared) >= sharedOfVariant*float64(form.length) || page.length >= 4*minPassage && float64(shared) >= sharedOfPage*float64(page.length)
}
