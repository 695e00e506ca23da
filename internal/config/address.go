package config

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/internal/lazyregexp"
)

// Address is a feed, sitemap, start page or other entry point of an outlet, with
// what is known of it. In a file it may be its URL alone.
type Address struct {
	URL      string `yaml:"url" json:"url" jsonschema:"required,pattern=^https?://[^/]" jsonschema_description:"the full address"`
	AsOf     string `yaml:"as_of,omitempty" json:"as_of,omitempty" jsonschema_description:"of when the evidence is: a year, month or day (2026, 2026-03, 2026-03-25)"`
	Evidence string `yaml:"evidence,omitempty" json:"evidence,omitempty" jsonschema_description:"what speaks for or against it, before it was checked"`
	// The rest is filled by sources check --write.
	Checked  string `yaml:"checked,omitempty" json:"checked,omitempty" jsonschema_description:"day of the last sources check"`
	Answer   string `yaml:"answer,omitempty" json:"answer,omitempty" jsonschema:"enum=ok,enum=refused,enum=gone,enum=unreachable,enum=no_list,enum=damaged,enum=empty,enum=undated,enum=stale,enum=unmatched" jsonschema_description:"what that check saw"`
	Verified string `yaml:"verified,omitempty" json:"verified,omitempty" jsonschema_description:"day of the last check that saw it in order; it holds for 90 days"`
	Entries  int    `yaml:"entries,omitempty" json:"entries,omitempty" jsonschema_description:"items, addresses or links that it had then"`
	Newest   string `yaml:"newest,omitempty" json:"newest,omitempty" jsonschema_description:"latest day that an entry named then"`
}

// ShortForm says that a URL may stand for an address.
func (Address) ShortForm() any { return "" }

// UnmarshalYAML reads a URL, or a mapping with the fields.
func (a *Address) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return n.Decode(&a.URL)
	}
	type fields Address
	return n.Decode((*fields)(a))
}

// MarshalYAML writes an address of which nothing more is known as its URL.
func (a Address) MarshalYAML() (any, error) {
	if a == (Address{URL: a.URL}) {
		return a.URL, nil
	}
	type fields Address
	return fields(a), nil
}

// field is a field of an entry that holds addresses.
type field struct {
	name      string
	addresses []Address
}

func (s SourceEntry) fields() []field {
	return []field{{"feeds", s.Feeds}, {"sitemaps", s.Sitemaps}, {"start", s.Start}, {"wordpress", s.WordPress}, {"search", s.Search}}
}

func (s SourceEntry) anyVerified() bool {
	for _, f := range s.fields() {
		for _, a := range f.addresses {
			if a.Verified != "" {
				return true
			}
		}
	}
	return false
}

// hosts are the outlet's host and its sisters.
func (s SourceEntry) hosts() (domain string, sisters []string) {
	domain = s.Domain
	for _, d := range s.Domains {
		switch {
		case domain == "":
			domain = d
		case !strings.EqualFold(d, domain):
			sisters = append(sisters, d)
		}
	}
	return domain, sisters
}

func isHost(s string) bool { return s != "" && !strings.ContainsAny(s, "/: ") }

// plain are addresses of which nothing but the URL is known.
func plain(list []string) []Address {
	var out []Address
	for _, u := range list {
		out = append(out, Address{URL: u})
	}
	return out
}

func urls(list []Address) []string {
	var out []string
	for _, a := range list {
		out = append(out, a.URL)
	}
	return out
}

var asOfForm = lazyregexp.New(`^\d{4}(-\d{2}(-\d{2})?)?$`)

// validate reports every mistake of an address.
func (a Address) validate() error {
	var errs []error
	add := func(path, value, remedy string, args ...any) {
		errs = append(errs, invalid.Errorf(path, value, remedy, args...))
	}
	if err := checkURL(a.URL); err != nil {
		add("", a.URL, "%s", err)
	} else if strings.HasSuffix(a.URL, "/robots.txt") {
		add("", a.URL, "is read of every host in any case; name the sitemaps that stand in it")
	}
	if a.AsOf != "" && !asOfForm.MatchString(a.AsOf) {
		add("as_of", a.AsOf, "must be a year, month or day, such as 2026-03")
	}
	for _, d := range []struct{ path, day string }{{"checked", a.Checked}, {"verified", a.Verified}, {"newest", a.Newest}} {
		if _, err := time.Parse(time.DateOnly, d.day); d.day != "" && err != nil {
			add(d.path, d.day, "must be a day, YYYY-MM-DD")
		}
	}
	if known := answers(); a.Answer != "" && !slices.Contains(known, a.Answer) {
		add("answer", a.Answer, "is no answer%s", invalid.Suggest(a.Answer, known))
	}
	if a.Entries < 0 {
		add("entries", "", "must not be negative")
	}
	return errors.Join(errs...)
}

func answers() []string {
	var out []string
	for _, a := range corpus.Answers() {
		out = append(out, string(a))
	}
	return out
}

func checkURL(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return errors.New("is not a full http or https address")
	}
	return nil
}
