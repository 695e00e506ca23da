package fetch

import (
	"net/http"
	"slices"
	"strings"
)

// Bounds of a fetch's cookies.
const (
	maxCookies     = 50
	maxCookieBytes = 4 << 10
)

// Cookies are those that a host set while one URL was fetched: sites set one
// and redirect to the same page to see it come back. They live for that fetch
// and go to the host that set them only.
type Cookies map[string][]cookie // by host with port

type cookie struct{ name, value, path string }

// Take keeps the cookies of a response.
func (c Cookies) Take(host, target string, h http.Header) {
	have := c[host]
	for _, line := range h.Values("Set-Cookie") {
		if len(line) > maxCookieBytes {
			continue
		}
		parsed, err := http.ParseSetCookie(line)
		if err != nil {
			continue
		}
		path := parsed.Path
		if !strings.HasPrefix(path, "/") {
			dir, _, _ := strings.Cut(target, "?")
			path = dir[:strings.LastIndexByte(dir, '/')+1]
		}
		have = slices.DeleteFunc(have, func(o cookie) bool { return o.name == parsed.Name && o.path == path })
		if parsed.MaxAge >= 0 && len(have) < maxCookies {
			have = append(have, cookie{parsed.Name, parsed.Value, path})
		}
	}
	if len(have) > 0 {
		c[host] = have
	}
}

// Header is the Cookie header for a request, empty for none.
func (c Cookies) Header(host, target string) string {
	path, _, _ := strings.Cut(target, "?")
	var pairs []string
	for _, k := range c[host] {
		if path == k.path || strings.HasPrefix(path, k.path) && (strings.HasSuffix(k.path, "/") || strings.HasPrefix(path[len(k.path):], "/")) {
			pairs = append(pairs, k.name+"="+k.value)
		}
	}
	return strings.Join(pairs, "; ")
}
