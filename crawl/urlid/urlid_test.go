package urlid_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/nlnwa/whatwg-url/url"

	"framewatch/crawl/urlid"
)

func TestNormalise(t *testing.T) {
	const base = "http://a.test/dir/page?x=1"
	for ref, want := range map[string]string{
		"":                                 "http://a.test/dir/page?x=1",
		"#top":                             "http://a.test/dir/page?x=1",
		"?id=2":                            "http://a.test/dir/page?id=2",
		"b":                                "http://a.test/dir/b",
		"../b/./c":                         "http://a.test/b/c",
		"/b/":                              "http://a.test/b/",
		"/b":                               "http://a.test/b",
		"//b.test":                         "http://b.test/",
		"HTTP://B.test:80/":                "http://b.test/",
		"http://u:p@b.test/x":              "http://b.test/x",
		"\t/sp ace":                        "http://a.test/sp%20ace",
		"/%e8%b0%83":                       "http://a.test/%E8%B0%83",
		"/%70%2d%7eq":                      "http://a.test/p-~q",
		"/b/%2e%2E/c":                      "http://a.test/c",
		"/%2f%3f%23%25%2A%26%3d":           "http://a.test/%2F%3F%23%25%2A%26%3D",
		"/%%370%7%30":                      "http://a.test/%%370%7%30",
		"/%zz%4":                           "http://a.test/%zz%4",
		"/%25%37%30":                       "http://a.test/%2570",
		"/a|b^c?d={|}`":                    "http://a.test/a%7Cb%5Ec?d=%7B%7C%7D%60",
		"/a?%75tm_source=x&i%64=1":         "http://a.test/a?id=1",
		"/a%3Bjsessionid=1":                "http://a.test/a%3Bjsessionid=1",
		"/b/..;jsessionid=1/c":             "http://a.test/b/..;jsessionid=1/c",
		"/b/%2E;jsessionid=1":              "http://a.test/b/.;jsessionid=1",
		"/a?x=1&amp;y=2&amp;amp;z=3":       "http://a.test/a?x=1&y=2&z=3",
		"/a?AMP;x=1&amp;utm_source=y&amp;": "http://a.test/a?x=1",
		"/a?amp;":                          "http://a.test/a",
		"/a?amp=1&b=amp;c":                 "http://a.test/a?amp=1&b=amp;c",
		"/调":                               "http://a.test/%E8%B0%83",
		"/a?utm_source=x&id=1&fbclid=y":    "http://a.test/a?id=1",
		"/a?utm_source=q#top":              "http://a.test/a",
		"/a;jsessionid=1F.x?b=1":           "http://a.test/a?b=1",
		"/a?b=2&a=1":                       "http://a.test/a?b=2&a=1",
		"/a?from=timeline&isappinstalled":  "http://a.test/a",
		"/a?from=2025":                     "http://a.test/a?from=2025",
		"/a?":                              "http://a.test/a",
		"http://2130706433/":               "http://127.0.0.1/",
		"/a//b//":                          "http://a.test/a//b//",
		"http://国际.test/":                  "http://xn--vcsq68l.test/",
	} {
		got, err := urlid.Normalise(ref, base)
		if err != nil || got != want {
			t.Errorf("%q: got %q (%v), want %q", ref, got, err, want)
		}
	}
	for ref, want := range map[string]error{
		"mailto:a@b": urlid.ErrScheme, "javascript:void(0)": urlid.ErrScheme, "data:text/html,x": urlid.ErrScheme,
		"/" + strings.Repeat("x", urlid.MaxLen): urlid.ErrTooLong, "/" + strings.Repeat("x", 3*urlid.MaxLen): urlid.ErrTooLong,
	} {
		if got, err := urlid.Normalise(ref, base); !errors.Is(err, want) {
			t.Errorf("%.30q: got %.30q, %v", ref, got, err)
		}
	}
	for _, ref := range []string{"http://", "http://[::1", "http://exa mple/", "://x:y"} {
		if got, err := urlid.Normalise(ref, ""); err == nil {
			t.Errorf("%q: got %q", ref, got)
		}
	}
}

func TestTarget(t *testing.T) {
	got, err := urlid.Target("http://u:p@b.test/x?utm_source=y&id=1#z", "http://a.test/")
	if err != nil || got != "http://b.test/x?utm_source=y&id=1" {
		t.Error(got, err)
	}
	for ref, want := range map[string]error{"file:///etc/passwd": urlid.ErrScheme, "gopher://a.test/": urlid.ErrScheme, "/" + strings.Repeat("x", 9000): urlid.ErrTooLong} {
		if _, err := urlid.Target(ref, "http://a.test/"); !errors.Is(err, want) {
			t.Errorf("%.20s: %v", ref, err)
		}
	}
}

func TestQueryInThePagesCharset(t *testing.T) {
	b, err := urlid.NewBase("http://a.test/")
	if err != nil {
		t.Fatal(err)
	}
	for charset, want := range map[string]string{
		"gbk": "http://a.test/s?q=%B5%F7%BD%E2", "utf-8": "http://a.test/s?q=%E8%B0%83%E8%A7%A3",
		"windows-1252": "http://a.test/s?q=%26%2335843%3B%26%2335299%3B", "no-such": "http://a.test/s?q=%E8%B0%83%E8%A7%A3",
	} {
		if got, err := b.WithCharset(charset).Resolve("/s?q=调解#调"); err != nil || got != want {
			t.Errorf("%s: got %q (%v), want %q", charset, got, err, want)
		}
	}
}

func TestHosts(t *testing.T) {
	for host, want := range map[string]string{
		"www.news.co.uk": "news.co.uk", "a.b.gov.cn:8080": "b.gov.cn", "127.0.0.1:80": "127.0.0.1", "localhost": "localhost", "[::1]:8099": "[::1]",
	} {
		if got := urlid.Site(host); got != want {
			t.Errorf("Site(%q) = %q, want %q", host, got, want)
		}
	}
	for _, c := range []struct {
		host, domain string
		want         bool
	}{
		{"www.a.test", "a.test", true}, {"a.test:81", "a.test", true}, {"ba.test", "a.test", false},
		{"127.0.0.1:81", "127.0.0.1:81", true}, {"127.0.0.1:82", "127.0.0.1:81", false},
	} {
		if got := urlid.Within(c.host, c.domain); got != c.want {
			t.Errorf("Within(%q, %q) = %t", c.host, c.domain, got)
		}
	}
	if s, h, p := urlid.Split("https://a.test:81/x/y?z"); s != "https" || h != "a.test:81" || p != "/x/y?z" {
		t.Error(s, h, p)
	}
}

// FuzzResolve holds three promises: normalising twice changes nothing, the
// short way for plain links agrees with the standard's parser, and no result
// carries credentials or a fragment.
func FuzzResolve(f *testing.F) {
	for _, ref := range []string{"", "/a.html", "a/b?c=d&utm_id=1", "../x", "http://u:p@b.test/%e8", "//[::1]:80/", "?q=调", "a:b", "/./x/..", "?a?b", "/a;b=c:d@e", "\t/x\n", "http://base.test/y", "?&", "?utm_x&", "/%zz%2e/%2E%2e/x"} {
		f.Add(ref, "http://base.test/dir/page.html?k=v")
	}
	f.Add("x", "https://a.test")
	f.Fuzz(func(t *testing.T, ref, base string) {
		b, err := urlid.NewBase(base)
		if err != nil {
			return
		}
		got, err := b.Resolve(ref)
		if err != nil {
			return
		}
		again, err := urlid.Normalise(got, "")
		if err != nil || again != got {
			t.Fatalf("%q -> %q -> %q (%v)", ref, got, again, err)
		}
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		if u, err = u.Parse(ref); err != nil {
			t.Fatalf("%q at %q: resolved to %q, the parser refuses: %v", ref, base, got, err)
		}
		if len(u.Href(true)) > 2*urlid.MaxLen {
			return // grown by escapes that were dropped with a parameter
		}
		want, err := urlid.Normalise(u.Href(true), "")
		if err != nil || got != want {
			t.Fatalf("%q at %q: got %q, want %q (%v)", ref, base, got, want, err)
		}
		if u, err = url.Parse(got); err != nil || u.Username() != "" || u.Password() != "" || u.Hash() != "" {
			t.Fatalf("%q -> %q (%v)", ref, got, err)
		}
	})
}
