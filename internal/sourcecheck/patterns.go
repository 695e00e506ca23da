package sourcecheck

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"framewatch/crawl/urlid"
	"framewatch/internal/lazyregexp"
)

const (
	// maxPatterns is how many shapes of article addresses a draft keeps;
	// minShare is the share of the links that one needs.
	maxPatterns = 3
	minShare    = 0.1
)

// patterns guesses the shapes of article addresses. Addresses that feeds name
// are articles for sure; without any, links of the page with a date, a long
// number or a slug in them are taken for articles.
func patterns(articles, links []string) []string {
	sure := len(articles) > 0
	if !sure {
		articles = links
	}
	byShape := map[string]*pathShape{}
	total := 0
	seen := map[string]bool{}
	for _, u := range articles {
		_, _, target := urlid.Split(u)
		if seen[target] {
			continue
		}
		seen[target] = true
		parts := split(target)
		if len(parts) == 0 || !sure && !slices.ContainsFunc(parts, func(p part) bool { return p.strong }) {
			continue
		}
		total++
		key := shapeKey(parts)
		if byShape[key] == nil {
			byShape[key] = &pathShape{key: key, parts: parts}
		}
		byShape[key].add(parts)
	}
	shapes := make([]*pathShape, 0, len(byShape))
	for _, s := range byShape {
		if s.n >= 2 && float64(s.n) >= minShare*float64(total) {
			shapes = append(shapes, s)
		}
	}
	slices.SortFunc(shapes, func(a, b *pathShape) int { return cmp.Or(b.n-a.n, strings.Compare(a.key, b.key)) })
	var out []string
	for _, s := range shapes[:min(len(shapes), maxPatterns)] {
		if p := s.pattern(); !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// part is one segment of a path, or a parameter's name and value.
type part struct {
	text   string
	form   string // regular expression; empty for a word, which is kept as it is where all links agree
	strong bool   // only articles have such a part
	after  string // what stands between it and the next: /, ? or &
}

var (
	yearForm   = lazyregexp.New(`^(19|20)\d\d$`)
	dayForm    = lazyregexp.New(`^\d{1,2}$`)
	dateForm   = lazyregexp.New(`^(19|20)\d\d-?\d\d(-?\d\d)?$`)
	numberForm = lazyregexp.New(`^\d+$`)
	codeForm   = lazyregexp.New(`^[a-z]+[_-]?\d{4,}$`)
	hexForm    = lazyregexp.New(`^[0-9a-f]{8,}$`)
	uuidForm   = lazyregexp.New(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	hashForm   = lazyregexp.New(`^[0-9A-Za-z]{8,}$`)
	extension  = lazyregexp.New(`\.(s?html?|php|aspx?|jsp|page)$`)
)

// split takes an address's path and query apart.
func split(target string) []part {
	path, query, _ := strings.Cut(target, "?")
	var out []part
	for s := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if s != "" {
			out = append(out, segment(s))
			out[len(out)-1].after = "/"
		}
	}
	if len(out) > 0 && !strings.HasSuffix(path, "/") {
		out[len(out)-1].after = ""
	}
	// An address that a parameter tells apart, as in /view?id=12345.
	if name, value, ok := strings.Cut(query, "="); ok && !strings.ContainsAny(value, "&=/") {
		if p := segment(value); p.form != "" {
			p.text, p.form = "?"+name+"=", regexp.QuoteMeta("?"+name+"=")+p.form
			out = append(out, p)
		}
	}
	return out
}

func segment(s string) part {
	stem, ext := s, ""
	if e := extension.FindString(s); e != "" {
		stem, ext = strings.TrimSuffix(s, e), regexp.QuoteMeta(e)
	}
	p := part{text: s}
	switch {
	case yearForm.MatchString(stem):
		p.form, p.strong = `\d{4}`, true
	case dateForm.MatchString(stem):
		p.form, p.strong = `[\d-]{6,10}`, true
	case dayForm.MatchString(stem):
		p.form = `\d{1,2}`
	case numberForm.MatchString(stem):
		p.form, p.strong = `\d+`, len(stem) >= 4
	case codeForm.MatchString(stem):
		p.form, p.strong = `[a-z]+[_-]?\d+`, true
	case uuidForm.MatchString(stem):
		p.form, p.strong = `[0-9a-fA-F-]{36}`, true
	case isHash(stem):
		p.form, p.strong = hashClass(stem), true
	case strings.Count(stem, "-")+strings.Count(stem, "_") >= 2 || strings.Contains(stem, "%"):
		p.form, p.strong = `[^/?]+`, true
	case endsInHash(stem):
		p.form, p.strong = `[^/?]+`, true
	default:
		return p // a word: its extension belongs to it
	}
	p.form += ext
	return p
}

// isHash recognises a key that a system drew or counted in another base than ten,
// such as 9f8e7d6c5b4a or c5398kkx27ewo: letters and digits that take turns, where a
// word has its digits at one end.
func isHash(s string) bool {
	if !hashForm.MatchString(s) {
		return false
	}
	digits, turns := 0, 0
	for i := range len(s) {
		digit := s[i] <= '9'
		if digit {
			digits++
		}
		if i > 0 && digit != (s[i-1] <= '9') {
			turns++
		}
	}
	return digits >= 3 && (turns >= 3 || turns >= 1 && hexForm.MatchString(s))
}

// hashClass is the expression for a key. One in lower-case hexadecimal may be one of
// a wider alphabet by chance, so only long ones say so.
func hashClass(s string) string {
	if len(s) >= 16 && hexForm.MatchString(s) {
		return `[0-9a-f]{16,}`
	}
	return `[0-9A-Za-z]{8,}`
}

// endsInHash recognises one word with a key behind it, as in article_9f8e7d6c.
func endsInHash(s string) bool {
	i := strings.LastIndexAny(s, "-_")
	return i >= 0 && isHash(s[i+1:])
}

// shapeKey is equal for addresses of one shape.
func shapeKey(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		if p.form == "" {
			b.WriteString("word")
		} else {
			b.WriteString(p.form)
		}
		b.WriteString(p.after + " ")
	}
	return b.String()
}

// pathShape is a group of addresses of one shape.
type pathShape struct {
	key    string
	parts  []part
	varies []bool // words that are not the same in all
	n      int
}

func (s *pathShape) add(parts []part) {
	if s.varies == nil {
		s.varies = make([]bool, len(parts))
	}
	s.n++
	for i, p := range parts {
		s.varies[i] = s.varies[i] || p.text != s.parts[i].text
	}
}

// pattern is the shape as a regular expression on path and query.
func (s *pathShape) pattern() string {
	var b strings.Builder
	b.WriteString("^/")
	for i, p := range s.parts {
		switch {
		case p.form != "":
			b.WriteString(p.form)
		case s.varies[i]:
			b.WriteString(`[^/?]+`)
		default:
			b.WriteString(regexp.QuoteMeta(p.text))
		}
		b.WriteString(p.after)
	}
	return b.String() + "$"
}
