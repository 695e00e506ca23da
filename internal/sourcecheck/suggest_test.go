package sourcecheck_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl/urlid"
	"framewatch/internal/demosite"
	"framewatch/internal/sourcecheck"
)

// front is the front page of a source's first address.
func front(t *testing.T, s corpus.Source) string {
	t.Helper()
	for _, list := range [][]string{s.Start, s.Feeds, s.Sitemaps} {
		if len(list) > 0 {
			scheme, host, _ := urlid.Split(list[0])
			return scheme + "://" + host + "/"
		}
	}
	t.Fatalf("source %s has no address", s.ID)
	return ""
}

// TestSuggestDemo drafts every invented outlet from its front page alone, and
// holds the draft against what an editor wrote and what the outlet publishes.
func TestSuggestDemo(t *testing.T) {
	c, cfg := demo(t)
	site, err := demosite.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range cfg.Sources {
		t.Run(string(s.ID), func(t *testing.T) {
			d, err := sourcecheck.Suggest(context.Background(), c, front(t, s))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{s.Name, s.Domain, s.Langs[0]}, []string{d.Source.Name, d.Source.Domain, d.Source.Langs[0]}); diff != "" {
				t.Error(diff)
			}
			if len(s.Feeds) > 0 && len(d.Source.Feeds) == 0 || len(s.Sitemaps) > 0 && len(s.Feeds) == 0 && len(d.Source.Sitemaps) == 0 {
				t.Errorf("found feeds %q and sitemaps %q, want %q and %q", d.Source.Feeds, d.Source.Sitemaps, s.Feeds, s.Sitemaps)
			}
			all := regexp.MustCompile(strings.Join(d.Source.LinkPatterns, "|"))
			matched, total := 0, 0
			for _, a := range site.Articles() {
				if a.Outlet != string(s.ID) {
					continue
				}
				_, _, target := urlid.Split(a.URL)
				total++
				if all.MatchString(target) {
					matched++
				}
			}
			if len(d.Source.LinkPatterns) == 0 || matched < total || total == 0 {
				t.Errorf("patterns %q match %d of %d articles; the editor wrote %q", d.Source.LinkPatterns, matched, total, s.LinkPatterns)
			}
			if all.MatchString("/") || all.MatchString("/about") || all.MatchString("/contact/") {
				t.Errorf("patterns %q match pages about the site", d.Source.LinkPatterns)
			}
		})
	}
}

func TestSuggestUnreachable(t *testing.T) {
	c, cfg := demo(t)
	for url, want := range map[string]string{
		front(t, cfg.Sources[0]) + "no-such-page": "is not there (status 404)",
		"http://10.0.0.1/":                        "--allow-net",
		"ftp://meridianwire.test/":                "http",
	} {
		if _, err := sourcecheck.Suggest(context.Background(), c, url); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", url, err, want)
		}
	}
}
