package robots

import "strings"

// Allowed reports whether the crawler may ask for url, which is matched as it
// would be sent; an empty URL is the root page.
func (r *Rules) Allowed(url string) bool { return r.Explain(url).Allowed }

// Explain decides on url and names the deciding line: the longest matching
// pattern, and Allow where two are equally long (RFC 9309 section 2.2.2).
//
// RFC 9309 compares escapes of unreserved characters decoded, Google's matcher
// as they stand. Where the two differ, the stricter reading counts: a Disallow
// matches in either form, an Allow only as written.
func (r *Rules) Explain(url string) Decision {
	target := escape(target(url))
	strict := unreserve(target)
	var best, bestLen = -1, 0
	for i := range r.rules {
		n := r.rules[i].match(target, strict)
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
func (r *rule) match(target, strict string) int {
	if matches(r.pattern, target) {
		return len(r.pattern)
	}
	if r.allow {
		// /dir/index.html also allows /dir/, as web servers serve it there.
		if i := strings.LastIndexByte(r.pattern, '/'); i >= 0 && strings.HasPrefix(r.pattern[i:], "/index.htm") {
			if dir := r.pattern[:i+1] + "$"; matches(dir, target) {
				return len(dir)
			}
		}
		return 0
	}
	if r.strict != "" && matches(r.strict, strict) {
		return len(r.strict)
	}
	if strict != target && matches(r.pattern, strict) {
		return len(r.pattern)
	}
	return 0
}

// matches reports whether pattern matches the beginning of target: "*" stands
// for any bytes, "$" at the end of the pattern for the end of target. Greedy
// search for each part in turn needs no backtracking, so no pattern is slow.
func matches(pattern, target string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	first, rest, star := strings.Cut(pattern, "*")
	if !strings.HasPrefix(target, first) {
		return false
	}
	target = target[len(first):]
	if !star {
		return !anchored || target == ""
	}
	for {
		part, next, more := strings.Cut(rest, "*")
		if !more {
			if anchored {
				return strings.HasSuffix(target, part)
			}
			return strings.Contains(target, part)
		}
		i := strings.Index(target, part)
		if i < 0 {
			return false
		}
		target, rest = target[i+len(part):], next
	}
}

// target is the part of url that rules are about: path, parameters and query.
// It works on the text as it stands, because parsing and printing a URL again
// may change the very bytes that a rule names.
func target(url string) string {
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
