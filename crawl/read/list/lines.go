package list

import (
	"bytes"
	"strings"
)

// lines reads a sitemap of plain lines, one URL each. Empty lines and comments
// are passed over. A text of which most lines are something else is no list.
func lines(text []byte, from *origin) List {
	l := List{Form: Sitemap}
	if text = trim(text); len(text) == 0 || text[0] == '<' {
		return List{}
	}
	others := 0
	for line := range bytes.Lines(text) {
		line = trim(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		loc := from.line(line)
		if loc == "" {
			others++
			continue
		}
		if len(l.Entries) == MaxSitemapEntries {
			l.More = true
			break
		}
		l.Entries = append(l.Entries, Entry{Loc: loc})
	}
	if len(l.Entries) < max(1, others) {
		return List{}
	}
	return l
}

// line gives the URL that a line is; what stands behind a white space is none.
func (o *origin) line(line []byte) string {
	first, rest, _ := bytes.Cut(line, []byte(" "))
	first, rest2, _ := bytes.Cut(first, []byte("\t"))
	word := string(first)
	lower := strings.ToLower(word[:min(len(word), 8)])
	switch {
	case strings.HasPrefix(lower, "http://"), strings.HasPrefix(lower, "https://"):
		return o.address(first, "")
	case len(rest) > 0 || len(rest2) > 0: // a sentence that begins with a path or a host
		return ""
	case word[0] == '/', o.hasHost(word):
		return o.address(first, "")
	}
	return ""
}
