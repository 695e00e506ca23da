package extract

import (
	"fmt"
	"strings"

	"framewatch/corpus"
	"framewatch/extract/date"
)

// urlDate reads the date in the page's address, or in the one it calls its own:
// a whole day before a month alone.
func urlDate(p *parsedPage, hint date.Hint) corpus.Date {
	for _, s := range []string{address(p), firstLink(p, "canonical"), p.metaOf("og:url")} {
		if d := pathDate(s, hint); d.Known() {
			return d
		}
	}
	return corpus.Date{}
}

func address(p *parsedPage) string {
	if p.url == nil {
		return ""
	}
	return p.url.Path + "?" + p.url.RawQuery
}

func firstLink(p *parsedPage, rel string) string {
	if l := p.links[rel]; len(l) > 0 {
		return l[0]
	}
	return ""
}

// pathDate reads 2025/05/30, 2025-05/30, 2025/0530, t20250530_ and the like;
// /2025/05/ gives a month.
func pathDate(s string, hint date.Hint) corpus.Date {
	if len(s) > 2000 {
		s = s[:2000]
	}
	var month corpus.Date
	for i := 1; i+6 <= len(s); i++ {
		if !strings.ContainsRune("/_-t", rune(s[i-1])) || digits(s[i:], 4) < 4 {
			continue
		}
		year, rest := s[i:i+4], s[i+4:]
		mark := cutMark(&rest)
		m := cutDigits(&rest, 2)
		if m == "" || len(m) == 1 && mark != '/' {
			continue
		}
		second := cutMark(&rest)
		d := cutDigits(&rest, 2)
		switch {
		case d != "" && (len(d) == 2 || second == '/' && strings.HasPrefix(rest, "/")) && digits(rest, 1) == 0 && (s[i-1] != 't' || mark == 0):
			if got, ok := date.Stamp(fmt.Sprintf("%s-%s-%s", year, m, d), hint); ok && got.Precision == corpus.PrecisionDay {
				return got
			}
		case d == "" && second == '/' && len(m) == 2 && (mark == '/' || mark == '-') && s[i-1] == '/' && !month.Known():
			month, _ = date.Stamp(year+"-"+m, hint)
		}
	}
	return month
}

// digits counts the digits at the beginning of s, up to most.
func digits(s string, most int) int {
	n := 0
	for n < len(s) && n < most && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func cutDigits(s *string, most int) string {
	n := digits(*s, most)
	out := (*s)[:n]
	*s = (*s)[n:]
	return out
}

func cutMark(s *string) byte {
	if *s == "" || !strings.ContainsRune("-/_", rune((*s)[0])) {
		return 0
	}
	mark := (*s)[0]
	*s = (*s)[1:]
	return mark
}
