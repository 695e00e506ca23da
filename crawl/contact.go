package crawl

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl/guard"
)

// ErrContact is a crawl that would ask public hosts without saying who asks.
var ErrContact = errors.New("crawl.user_agent names no page or mail address at which a webmaster reaches you")

// agentName is how the program calls itself.
const agentName = "Framewatch/0.1"

// nobodys are domains at which nobody is (RFC 2606, 6761, 6762, 7686, 8375, 9476).
var nobodys = [...]string{"invalid", "test", "example", "localhost", "local", "internal", "onion", "alt", "home.arpa", "example.com", "example.net", "example.org"}

// Agent is the user agent of a crawl by whoever is reached at contact, the address of
// a page or a mailbox.
func Agent(contact string) string { return agentName + " (+" + contact + ")" }

// Contact is the first address in a user agent at which somebody may be reached, of a
// page or a mailbox; empty where there is none, as where its host is a number, has no
// dot, or ends in a name that is reserved for examples and for networks of one's own.
func Contact(agent string) string {
	words := strings.FieldsFunc(agent, func(r rune) bool { return r <= ' ' || strings.ContainsRune("()<>[]{};,\"'", r) })
	for _, word := range words {
		word = strings.TrimLeft(word, "+")
		_, host, _ := strings.Cut(word, "@")
		if u, err := url.Parse(word); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
			host = u.Hostname()
		}
		if reachable(strings.ToLower(strings.TrimSuffix(host, "."))) {
			return word
		}
	}
	return ""
}

// reachable reports whether a host name may be that of somebody.
func reachable(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil || strings.ContainsAny(host, "@/:?#") {
		return false
	}
	for _, domain := range nobodys {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return false
		}
	}
	before, after, found := strings.Cut(host, ".")
	return found && before != "" && after != ""
}

// CheckContact is [ErrContact] where a crawl of the sources, or of any where none is
// given, would ask public hosts and names nobody. One that may reach networks inside
// AllowNet, as the demo, asks only these; so does one of addresses that are refused
// anyway, since they are inside this machine or its network.
func (c Config) CheckContact(sources ...corpus.Source) error {
	outside := func(s corpus.Source) bool {
		host := s.Domain
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		a, err := netip.ParseAddr(strings.Trim(host, "[]"))
		return err != nil || guard.Reserved(a) == ""
	}
	if len(c.AllowNet) > 0 || Contact(c.UserAgent) != "" || len(sources) > 0 && !slices.ContainsFunc(sources, outside) {
		return nil
	}
	return fmt.Errorf("%w: it is %q; put one there, as in \"%s (+https://your.site/contact)\", or give --contact", ErrContact, c.UserAgent, agentName)
}

// named is [Config.CheckContact], where the crawler dials by itself.
func (c *Crawler) named(sources ...corpus.Source) error {
	if !c.dials {
		return nil
	}
	return c.cfg.CheckContact(sources...)
}
