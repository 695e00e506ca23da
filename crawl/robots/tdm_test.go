package robots_test

import (
	"testing"

	"framewatch/crawl/robots"
)

func TestTDM(t *testing.T) {
	const file = `[{"location": "/*", "tdm-reservation": 1, "tdm-policy": "https://a.test/policy.json"},
		{"location": "/open/*", "tdm-reservation": 0}, {"location": "/open/*.jpg$", "tdm-reservation": "1"},
		{"location": "/open/b/", "tdm-reservation": 0}, {"location": "/open/b/", "tdm-reservation": 1}, {"location": "", "tdm-reservation": 1},
		{"location": "/open/c/", "tdm-reservation": 7}]`
	r := robots.ParseTDM([]byte(file))
	for url, want := range map[string]string{
		"http://a.test/": "1", "http://a.test/x?y": "1", "http://a.test/open/x": "0", "http://a.test/open/x.jpg": "1", "http://a.test/open/x.jpg?s": "0",
		"http://a.test/open/b/c": "1", "http://a.test/open/c/c": "0",
	} {
		if got := r.Reservation(url); got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
	for _, none := range []string{"", "<html>", "{}", "[]", `[{"location": "/a", "tdm-reservation": 1}]`, `[{"location": 1}]`} {
		if got := robots.ParseTDM([]byte(none)).Reservation("http://a.test/"); got != "" {
			t.Errorf("%q reserves %q", none, got)
		}
	}
}

func FuzzTDM(f *testing.F) {
	f.Add([]byte(`[{"location":"/*a*$","tdm-reservation":1}]`), "http://a.test/a")
	f.Add([]byte(`[{"location":"é%","tdm-reservation":"0"}]`), "?")
	f.Fuzz(func(t *testing.T, body []byte, url string) {
		if got := robots.ParseTDM(body).Reservation(url); got != "" && got != "0" && got != "1" {
			t.Error(got)
		}
	})
}
