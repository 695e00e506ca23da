package crawl

import (
	"slices"
	"strings"

	"framewatch/crawl/urlid"
)

// owners finds the sources of a host without a walk over all sources.
type owners struct {
	within map[string][]*scope // by domain as the source list has it, in order of the list
	asked  map[string]*scope   // by host: the first source whose list has an address there
}

func newOwners(scopes []*scope) *owners {
	o := &owners{within: map[string][]*scope{}, asked: map[string]*scope{}}
	for _, s := range scopes {
		for _, d := range s.Domains {
			o.within[d] = append(o.within[d], s)
		}
		for _, l := range s.seeds {
			if _, host, _ := urlid.Split(l.URL); o.asked[host] == nil {
				o.asked[host] = s
			}
		}
	}
	return o
}

// paceGroup is the pace group of a host, empty where it has none.
func (o *owners) paceGroup(host string) string {
	for _, s := range o.of(host) {
		if s.paceGroup != "" {
			return s.paceGroup
		}
	}
	return ""
}

// of returns the sources that a host belongs to, in order of the list.
func (o *owners) of(host string) (out []*scope) {
	look := func(domain string) {
		for _, s := range o.within[domain] {
			if s.Owns(host) && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	look(host) // a domain with a port stands for that host
	name, _, _ := strings.Cut(host, ":")
	for ok := true; ok; _, name, ok = strings.Cut(name, ".") {
		look(name)
	}
	slices.SortFunc(out, func(a, b *scope) int { return a.index - b.index })
	return out
}
