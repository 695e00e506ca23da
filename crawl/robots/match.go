package robots

import "strings"

// Allowed reports whether the crawler may ask for url, which is matched as it
// would be sent; an empty URL is the root page.
func (r *Rules) Allowed(url string) bool { return r.Explain(url).Allowed }

// Explain decides on url and names the deciding line: the longest matching
// pattern, and Allow where two are equally long (RFC 9309 section 2.2.2).
//
// Both are compared in one spelling, so that /press releases/ meets
// /press%20releases/ and /%7Eana meets /~ana (sections 2.2.2 and 2.2.3). One
// difference stays, as Google's matcher has it: an Allow that escapes letters or
// digits, which need no escape, matches only a URL that does so too.
func (r *Rules) Explain(url string) Decision {
	t := newTarget(url)
	var best, bestLen = -1, 0
	for i := range r.rules {
		n := r.rules[i].match(t)
		if n > bestLen || n == bestLen && n > 0 && r.rules[i].allow && !r.rules[best].allow {
			best, bestLen = i, n
		}
	}
	if best < 0 {
		return Decision{Allowed: true}
	}
	return Decision{Allowed: r.rules[best].allow, Line: r.rules[best].line}
}

// match returns the length of the pattern that matched, 0 when none did.
func (r *rule) match(t target) int {
	if r.matches(t) {
		return r.length
	}
	if r.allow {
		// /dir/index.html also allows /dir/, as web servers serve it there.
		if i := strings.LastIndexByte(r.text, '/'); i >= 0 && strings.HasPrefix(r.text[i:], "/index.htm") {
			dir := pattern{text: r.text[:i+1], anchored: true, verbatim: r.verbatim, length: i + 2}
			if dir.matches(t) {
				return dir.length
			}
		}
	}
	return 0
}

// matches reports whether the pattern matches the beginning of t: "*" stands
// for any bytes, and an anchored one reaches the end of t. Greedy search for
// each part in turn needs no backtracking, so no pattern is slow.
func (p pattern) matches(t target) bool {
	rest := t.plain
	if p.verbatim {
		rest = t.written
	}
	first, parts, star := strings.Cut(p.text, "*")
	if !strings.HasPrefix(rest, first) {
		return false
	}
	rest = rest[len(first):]
	if !star {
		return !p.anchored || rest == ""
	}
	for {
		part, next, more := strings.Cut(parts, "*")
		if !more {
			if p.anchored {
				return strings.HasSuffix(rest, part)
			}
			return strings.Contains(rest, part)
		}
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest, parts = rest[i+len(part):], next
	}
}

// pathOf is the part of url that rules are about: path, parameters and query.
// It works on the text as it stands, because parsing and printing a URL again
// may change the very bytes that a rule names.
func pathOf(url string) string {
	start := 0
	if strings.HasPrefix(url, "//") {
		start = 2
	}
	begin := start
	if i := strings.Index(url[start:], "://"); i >= 0 {
		if early := strings.IndexAny(url[start:], "/?;"); early < 0 || early >= i {
			begin = start + i + len("://")
		}
	}
	i := strings.IndexAny(url[begin:], "/?;")
	if i < 0 {
		return "/"
	}
	path := url[begin+i:]
	if hash := strings.IndexByte(url[start:], '#'); hash >= 0 {
		if start+hash < begin+i {
			return "/"
		}
		path = url[begin+i : start+hash]
	}
	if path[0] != '/' {
		return "/" + path
	}
	return path
}
