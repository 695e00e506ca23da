package digest

import (
	"bufio"
	"io"
	"strings"
	"unicode"

	"framewatch/internal/foreign"
)

// Markdown writes a digest as CommonMark with one table of GFM. What outlets wrote is
// text: none of it becomes markup, and none a link but by the address of its article.
func Markdown(w io.Writer, d *Digest) error {
	p, b := pageOf(d), bufio.NewWriter(w)
	say := func(parts ...string) {
		for _, s := range parts {
			_, _ = b.WriteString(s) // Flush has the error
		}
	}
	say("# ", escaped(p.Title))
	if p.Subject.EN != "" || p.Subject.ZH != "" {
		say(": ", escaped(strings.TrimSpace(p.Subject.EN+" "+p.Subject.ZH)))
	}
	say("\n")
	for _, t := range p.Lead {
		say("\n", escaped(t), "\n")
	}
	for _, s := range p.Sections {
		say("\n## ", escaped(s.Title), "\n")
		for _, t := range s.Text {
			say("\n", escaped(t), "\n")
		}
		if s.Table != nil {
			say("\n", row(s.Table.Head), "|", strings.Repeat(" --- |", len(s.Table.Head)), "\n")
			for _, r := range s.Table.Rows {
				say(row(r))
			}
		}
		for _, t := range s.Rest {
			say("\n", escaped(t), "\n")
		}
		for _, l := range s.Lists {
			if l.Head != "" {
				say("\n### ", escaped(l.Head), "\n")
			}
			say("\n", items(l.Items, ""))
		}
	}
	say("\n---\n\n", escaped(p.Foot), "\n")
	return b.Flush()
}

func items(list []item, indent string) string {
	var b strings.Builder
	for _, i := range list {
		b.WriteString(indent + "- ")
		for _, p := range i.Line {
			b.WriteString(p.markdown())
		}
		b.WriteString("\n" + items(i.Sub, indent+"  "))
	}
	return b.String()
}

func (p piece) markdown() string {
	text := escaped(p.Text)
	if strings.ContainsFunc(p.Text, func(r rune) bool {
		return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Thaana, unicode.Syriac)
	}) {
		text += leftToRight
	}
	if p.Strong {
		text = "**" + strings.TrimSpace(text) + "**" // at a space it would not begin or end
	}
	if p.Href == "" {
		return text
	}
	return "[" + text + "](" + destination(p.Href) + ")"
}

func row(cells []string) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString("| " + escaped(c) + " ")
	}
	return b.String() + "|\n"
}

// wordJoiner keeps an address from being one: GFM and other dialects make links of
// addresses in plain text, whether or not their signs are escaped.
const wordJoiner = "\u2060"

// leftToRight ends a name in a script from right to left, which would turn a date
// behind it: 2026-03-09 would read 09-03-2026 (UAX #9).
const leftToRight = "\u200e"

// escaped is a text in which nothing is markup (CommonMark 0.31, section 2.4).
func escaped(s string) string {
	var b strings.Builder
	if strings.HasPrefix(s, " ") {
		b.WriteByte(' ')
	}
	runes := []rune(foreign.Line(s))
	for i, r := range runes {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case strings.ContainsRune("\\`*_{}[]#|~!^$", r), strings.ContainsRune("+-=", r) && i == 0:
			b.WriteString(`\` + string(r))
		case (r == '.' || r == ')') && i > 0 && runes[i-1] >= '0' && runes[i-1] <= '9' && i < 11:
			b.WriteString(`\` + string(r)) // no number of a list
		case r == '@', r == ':' && i+1 < len(runes) && runes[i+1] == '/', r == '.' && i >= 3 && strings.EqualFold(string(runes[i-3:i]), "www"):
			b.WriteString(wordJoiner + string(r) + wordJoiner)
		default:
			b.WriteRune(r)
		}
	}
	if len(runes) > 0 && strings.HasSuffix(s, " ") {
		b.WriteByte(' ')
	}
	return b.String()
}

// destination is an address in which no sign ends a link; all of them stay what they
// are to a browser.
func destination(href string) string {
	var b strings.Builder
	for _, c := range []byte(href) {
		switch {
		case c == '&':
			b.WriteString("&amp;")
		case c <= ' ' || c == 0x7f || strings.IndexByte("<>()[]\\`*_\"|", c) >= 0:
			const hex = "0123456789ABCDEF"
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
