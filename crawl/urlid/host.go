package urlid

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Split takes a normalised URL apart into scheme, host with port, and what is
// asked of the host (path and query).
func Split(normalised string) (scheme, host, target string) {
	scheme, rest, _ := strings.Cut(normalised, "://")
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		return scheme, rest[:i], rest[i:]
	}
	return scheme, rest, "/"
}

// Site is the registrable domain of a host (with or without port) by the Public
// Suffix List, such as news.co.uk for www.news.co.uk; an address or a name
// without public suffix is its own site.
func Site(host string) string {
	name := hostname(host)
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return name
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(name)
	if err != nil {
		return name
	}
	return site
}

// Within reports whether host (with or without port) is domain or one of its
// subdomains. A domain with a port stands for exactly that host.
func Within(host, domain string) bool {
	if hostname(domain) != domain {
		return host == domain
	}
	name := hostname(host)
	return name == domain || strings.HasSuffix(name, "."+domain)
}

// hostname drops a port.
func hostname(host string) string {
	i := strings.LastIndexByte(host, ':')
	if i < 0 || strings.HasSuffix(host, "]") {
		return host
	}
	return host[:i]
}
