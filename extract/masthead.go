package extract

import (
	"net/url"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
)

// Masthead is what a source list calls an outlet, and what its hosts do: by these
// names other outlets credit it. The names of pages are compared likewise, so that
// an agency's credit for itself is known by the same rules.
type Masthead struct {
	names   outlet
	domains []string
}

// NewMasthead gathers the names of a source: its name, the parts of it inside and
// before brackets ("Lake Press Agency (LPA)"), its ID and its hosts.
func NewMasthead(s *corpus.Source) *Masthead {
	m := &Masthead{}
	add := func(name string) {
		if n := string(normal(name)); n != "" && !slices.Contains(m.names.names, n) {
			m.names.names = append(m.names.names, n)
		}
	}
	add(s.Name)
	for part := range strings.FieldsFuncSeq(s.Name, func(r rune) bool { return strings.ContainsRune("()（）[]", r) }) {
		add(part)
	}
	add(string(s.ID))
	for _, d := range append([]string{s.Domain}, s.Domains...) {
		if d = strings.ToLower(strings.TrimSpace(d)); d != "" {
			add(d)
			m.domains = append(m.domains, d)
			m.names.hosts = append(m.names.hosts, hostNames(&url.URL{Host: d})...)
		}
	}
	return m
}

// Words before and behind the name in a credit. What is left must be the name and
// nothing else: "by Harbour staff for Lake Press" credits nobody.
var (
	creditLead = lazyregexp.New(`(?i)^(?:(?:source|agency|via|credit|quelle|fuente|fonte|(?:稿件|文章|信息|新闻|本文)?来源)\s*[:：]?\s*|(?:(?:with )?(?:additional )?(?:reporting|report|story|text)\s+)?(?:by|from|courtesy of)\s+|(?:本文)?(?:转载自|转自)\s*[:：]?\s*|据\s*)`)
	creditTail = lazyregexp.New(`(?:报道|消息|供稿|专电|电|讯)$`)
	creditAnd  = lazyregexp.New(`(?i)\s*[/,，、;；&|]\s*|\s+and\s+|\s+with\s+|[和与]`)
)

// agencyTails are what names of agencies end in or do without.
var agencyTails = []string{"newsagency", "pressagency", "newsservice", "agency", "通讯社", "社"}

// Credited reports whether a credit, in simplified characters as the source's
// name, names the outlet, alone or among others.
func (m *Masthead) Credited(credit string) bool {
	if m.called(credit) {
		return true
	}
	parts := creditAnd.Split(credit, -1)
	return len(parts) > 1 && slices.ContainsFunc(parts, m.called)
}

func (m *Masthead) called(s string) bool {
	s = strings.Trim(squeeze(s), " .。:：()（）[]【】/|")
	bare := creditLead.ReplaceAllString(s, "")
	for _, name := range []string{s, bare, creditTail.ReplaceAllString(bare, "")} {
		if m.names.calls(name) || m.inShort(name) {
			return true
		}
	}
	return false
}

// inShort reports whether s is the outlet's name but for the words that say it is
// an agency.
func (m *Masthead) inShort(s string) bool {
	forms := withoutAgency(string(normal(s)))
	return slices.ContainsFunc(m.names.names, func(name string) bool {
		return slices.ContainsFunc(withoutAgency(name), func(form string) bool { return slices.Contains(forms, form) })
	})
}

// withoutAgency is a name, and what is left of it without the words for an agency
// where that says enough.
func withoutAgency(name string) []string {
	forms := []string{name}
	for _, tail := range agencyTails {
		if rest, ok := strings.CutSuffix(name, tail); ok && len(rest) >= leastOwner {
			forms = append(forms, rest)
		}
	}
	return forms
}

// Serves reports whether a host is one of the outlet's or below it.
func (m *Masthead) Serves(host string) bool {
	return slices.ContainsFunc(m.domains, func(d string) bool { return host == d || strings.HasSuffix(host, "."+d) })
}
