package list

import (
	"bytes"
	"strings"

	"framewatch/crawl/urlid"
)

// origin is the place of a list, and what is learnt of it when it is asked for.
type origin struct {
	Place
	known        bool
	scheme, site string // of the list's own URL
}

// address gives what a list writes as an address without what cannot belong to
// it; empty for none.
func (o *origin) address(written []byte, base string) string {
	written = trim(written)
	if len(written) == 0 || len(written) > maxAddress {
		return ""
	}
	if bytes.Contains(written, []byte("&amp;")) { // escaped twice; no address has that of its own
		written = bytes.ReplaceAll(written, []byte("&amp;"), []byte("&"))
	}
	if bytes.Contains(written, []byte("://")) {
		return string(written)
	}
	loc := string(written)
	if o.hasHost(loc) {
		return o.scheme + "://" + loc
	}
	if base != "" {
		if url, err := urlid.Target(loc, base); err == nil {
			return url
		}
	}
	return loc
}

// hasHost reports whether an address begins with a host and lacks the scheme
// before it: www.a.test/1, or another host of the same site.
func (o *origin) hasHost(loc string) bool {
	host, _, _ := strings.Cut(loc, "/")
	if strings.Count(host, ".") == 0 || strings.ContainsAny(host, "?#=&% :") {
		return false
	}
	if !o.known {
		var own string
		o.known = true
		o.scheme, own, _ = urlid.Split(o.URL)
		o.site = urlid.Site(own)
	}
	host = strings.ToLower(host)
	if o.site == "" {
		return false
	}
	return strings.HasPrefix(host, "www.") && strings.Count(host, ".") > 1 || urlid.Within(host, o.site)
}
