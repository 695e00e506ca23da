package config_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/internal/config"
)

// outlets are the sources of built-in settings, by ID.
func outlets(t *testing.T, settings string) (*config.Loaded, map[string]corpus.Source) {
	t.Helper()
	t.Chdir(t.TempDir())
	cfg, err := config.Load(config.Options{File: settings})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]corpus.Source{}
	for _, s := range cfg.Sources {
		out[string(s.ID)] = s
	}
	return cfg, out
}

// TestOutletsHaveTwoWaysIn: or say why not.
func TestOutletsHaveTwoWaysIn(t *testing.T) {
	for settings, least := range map[string]int{"": 270, "builtin:aiib.yaml": 10} {
		cfg, sources := outlets(t, settings)
		if len(sources) < least {
			t.Errorf("%d outlets in %q", len(sources), settings)
		}
		for _, w := range cfg.Warnings(time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)) {
			if strings.Contains(w.Text, "independent ways in") {
				t.Error(w)
			}
		}
	}
}

// TestOutletPatterns holds patterns against the forms of address that outlets have
// had; numbers and words are invented.
func TestOutletPatterns(t *testing.T) {
	_, sources := outlets(t, "")
	for id, c := range map[string]struct{ articles, others []string }{
		"xinhua": {[]string{"https://www.news.cn/world/20260901/0a1b2c3d4e5f60718293a4b5c6d7e8f9/c.html", "http://www.xinhuanet.com/english/2023-02/16/c_1310700001.htm", "http://spanish.xinhuanet.com/2022-11/17/c_1310676001.htm"},
			[]string{"https://www.news.cn/world/index.htm"}},
		"cgtn": {[]string{"https://news.cgtn.com/news/2026-05-30/Lake-states-meet-1AbCdEfGhIj/p.html", "https://francais.cgtn.com/news/2025-05-28/1900000000000000001/index.html", "https://news.cgtn.com/news/3d3d414f7a67444e79457a6333560000/share_p.html"},
			[]string{"https://www.cgtn.com/world", "https://news.cgtn.com/news/index.html"}},
		"crntt": {[]string{"https://hk.crntt.com/doc/1072/2/6/3/107226300.html?coluid=7&kindid=0&docid=107226300&mdate=0822004037", "https://hk.crntt.com/doc/1072/2/6/3/107226300.html", "https://hk.crntt.com/doc/2_4_107240400_1_1003123915.html", "http://hk.crntt.com/crn-webapp/doc/docDetail.jsp?coluid=7&kindid=0&docid=107226300"},
			[]string{"https://hk.crntt.com/crn-webapp/coluOutline.jsp?coluid=151", "https://hk.crntt.com/"}},
		"ta-kung-wen-wei": {[]string{"https://www.tkww.hk/a/202610/03/AP6ac03ce1e4b0e1e2ee720000.html", "https://epaper.tkww.hk/a/20260723/23/AP6a61253fe4b04773b0720000.html", "https://www.tkww.hk/epaper/view/newsDetail/2100300239675000000.html"},
			[]string{"https://www.tkww.hk/hongkong"}},
		"global-times": {[]string{"https://www.globaltimes.cn/page/202608/1342000.shtml", "https://www.globaltimes.cn/content/1168900.shtml"}, []string{"https://www.globaltimes.cn/china/diplomacy/index.html"}},
		"donga": {[]string{"https://www.donga.com/news/Inter/article/all/20261114/130542000/1", "https://www.donga.com/news/article/all/20260603/101350000/1", "https://www.donga.com/news/amp/all/20260417/133757000/1"},
			[]string{"https://www.donga.com/news/Inter"}},
		"csis":    {[]string{"https://www.csis.org/analysis/lake-states-and-their-mediators", "https://www.csis.org/blogs/a-blog-on-lakes/lake-states-and-their-mediators"}, []string{"https://www.csis.org/blogs/", "https://www.csis.org/people"}},
		"nyt":     {[]string{"https://www.nytimes.com/2026/09/29/world/asia/lake-states.html", "https://cn.nytimes.com/china/20260929/lake-states/", "https://cn.nytimes.com/china/20260929/lake-states/zh-hant/"}, []string{"https://cn.nytimes.com/china/"}},
		"cbc":     {[]string{"https://www.cbc.ca/news/world/lake-states-9.7214000", "https://www.cbc.ca/news/world/lake-states-1.7214000?cmp=rss"}, []string{"https://www.cbc.ca/news/world"}},
		"alwihda": {[]string{"https://www.alwihdainfo.com/Les-Etats-du-lac_a100000.html", "https://www.alwihdainfo.com/tchad-les-etats-du-lac-et-leurs-mediateurs-2026/"}, []string{"https://www.alwihdainfo.com/contact/"}},
		"kluwer-mediation": {[]string{"https://legalblogs.wolterskluwer.com/arbitration-blog/lakes-and-the-convention/", "https://mediationblog.kluwerarbitration.com/2019/08/07/lakes-and-the-convention/"},
			[]string{"https://legalblogs.wolterskluwer.com/copyright-blog/lakes-and-their-pictures/"}},
	} {
		s := sources[id]
		match := func(address string) bool {
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			all := regexp.MustCompile(strings.Join(s.LinkPatterns, "|"))
			return len(s.LinkPatterns) > 0 && all.MatchString(u.RequestURI())
		}
		for _, a := range c.articles {
			if !match(a) {
				t.Errorf("%s: %q refuse %s", id, s.LinkPatterns, a)
			}
			if !within(a, append([]string{s.Domain}, s.Domains...)) {
				t.Errorf("%s: %s is on no host of it", id, a)
			}
		}
		for _, a := range c.others {
			if match(a) {
				t.Errorf("%s: %q let %s through", id, s.LinkPatterns, a)
			}
		}
	}
}

// within reports whether an address is on one of the domains or below it.
func within(address string, domains []string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	for _, d := range domains {
		if u.Host == d || strings.HasSuffix(u.Host, "."+d) {
			return true
		}
	}
	return false
}
