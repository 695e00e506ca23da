package urlid_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"framewatch/crawl/urlid"
)

func TestRenormalise(t *testing.T) {
	for old, want := range map[string]string{
		"http://a.test/%70":                "http://a.test/p",
		"http://a.test/%7Eana/?cmp=rss":    "http://a.test/~ana/",
		"http://a.test/a?x=1&amp;y=2":      "http://a.test/a?x=1&y=2",
		"http://a.test/%E8%B0%83%E8%A7%A3": "http://a.test/%E8%B0%83%E8%A7%A3",
		"http://a.test/a%2Fb":              "http://a.test/a%2Fb",
		"":                                 "",
		"no address":                       "no address",
		"ftp://a.test/%70":                 "ftp://a.test/%70",
	} {
		got, changed := urlid.Renormalise(old)
		if got != want || changed != (got != old) {
			t.Errorf("%q: got %q, %t; want %q", old, got, changed, want)
		}
		if again, changed := urlid.Renormalise(got); changed {
			t.Errorf("%q: then %q, then %q", old, got, again)
		}
	}
}

// TestSpellings holds that the spellings of one address have one identity.
func TestSpellings(t *testing.T) {
	addresses := []string{
		"https://news.example/", "https://news.example/world/a-b_c~d.html?id=7&lang=zh", "http://news.example:8080/a%2Fb/%25/c?x=%26%3D&y",
		"https://xn--fiqs8s.example/%E8%B0%83%E8%A7%A3/2025?q=%E6%B5%B7", "https://xn--bcher-kva.example/%C3%A4?%7C", "http://[2001:db8::1]/p;v=1/q,r",
	}
	for _, id := range addresses {
		if got, err := urlid.Normalise(id, ""); err != nil || got != id {
			t.Fatalf("%s is no identity: %s (%v)", id, got, err)
		}
		for seed := range uint64(500) {
			s := respell(id, rand.New(rand.NewPCG(seed, 1)))
			if got, err := urlid.Normalise(s, ""); err != nil || got != id {
				t.Errorf("%s: got %s (%v), want %s", s, got, err, id)
			}
		}
	}
}

// respell writes an identity in another way: case of scheme and host, the
// default port, IDN in Unicode, needless escapes, escapes in lower case, raw
// letters of other scripts, dot segments, credentials, a fragment, tracking.
func respell(id string, r *rand.Rand) string {
	coin := func() bool { return r.IntN(3) == 0 }
	scheme, host, target := urlid.Split(id)
	var b strings.Builder
	b.WriteString(anyCase(scheme, r) + "://")
	if coin() {
		b.WriteString("user:secret@")
	}
	if name, ok := map[string]string{"xn--fiqs8s.example": "中国.example", "xn--bcher-kva.example": "BÜCHER。example"}[host]; ok && coin() {
		b.WriteString(name)
	} else {
		b.WriteString(anyCase(host, r))
	}
	if port := map[string]string{"http": ":80", "https": ":443"}[scheme]; !strings.Contains(strings.Trim(host, "[]"), ":") && coin() {
		b.WriteString(port)
	}
	path, query, hasQuery := strings.Cut(target, "?")
	for segment := range strings.SplitSeq(path[1:], "/") {
		b.WriteString([]string{"/", "/./", "/x/../", "/%2e/", "/é/%2E./"}[r.IntN(5)])
		b.WriteString(anyEscapes(segment, r))
	}
	if hasQuery {
		b.WriteString("?" + anyEscapes(query, r))
		if coin() {
			b.WriteString("&utm_%73ource=x")
		}
	} else if coin() {
		b.WriteString("?%66bclid=1")
	}
	if coin() {
		b.WriteString("#top")
	}
	return b.String()
}

func anyCase(s string, r *rand.Rand) string {
	b := []byte(s)
	for i := range b {
		if r.IntN(2) == 0 {
			b[i] = strings.ToUpper(s)[i]
		}
	}
	return string(b)
}

// anyEscapes adds needless escapes and spells the needed ones anew.
func anyEscapes(s string, r *rand.Rand) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '%' && r.IntN(2) == 0:
			b.WriteString(strings.ToLower(s[i : i+3]))
			i += 2
		case s[i] == '%':
			b.WriteString(s[i : i+3])
			i += 2
		case urlid.IsUnreserved(s[i]) && r.IntN(3) == 0:
			fmt.Fprintf(&b, []string{"%%%02x", "%%%02X"}[r.IntN(2)], s[i])
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// FuzzSpellings holds for any address that normalising is idempotent and that a
// respelling of the result is the result again.
func FuzzSpellings(f *testing.F) {
	for _, s := range []string{"http://a.test/%70?x=%2f", "http://a.test/%%370/%7%30", "http://a.test/a;jsessionid=1/..;jsessionid=2?amp;amp;x&utm_x", "http://a.test/?ref=a.com&&amp;", "http://中国.test/|^", "http://a.test/%", "http:;jsessionid="} {
		f.Add(s, uint64(1))
	}
	f.Fuzz(func(t *testing.T, raw string, seed uint64) {
		id, err := urlid.Normalise(raw, "")
		if err != nil {
			return
		}
		if again, changed := urlid.Renormalise(id); changed {
			t.Fatalf("%q -> %q -> %q", raw, id, again)
		}
		scheme, host, target := urlid.Split(id)
		if bareEscape(target) || len(target)*3 > urlid.MaxLen {
			return // a percent sign that begins no escape may meet one to come
		}
		s := scheme + "://" + host + target[:1] + anyEscapes(target[1:], rand.New(rand.NewPCG(seed, 2)))
		if got, err := urlid.Normalise(s, ""); err != nil || got != id {
			t.Fatalf("%q -> %q, but %q -> %q (%v)", raw, id, s, got, err)
		}
	})
}

// bareEscape reports whether s has a percent sign that begins no escape.
func bareEscape(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == '%' {
			if i+2 >= len(s) || !strings.ContainsRune("0123456789ABCDEF", rune(s[i+1])) || !strings.ContainsRune("0123456789ABCDEF", rune(s[i+2])) {
				return true
			}
			i += 2
		}
	}
	return false
}
