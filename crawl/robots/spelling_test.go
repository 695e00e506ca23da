package robots_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"framewatch/crawl/robots"
)

// TestSpellings holds which spellings of a rule and a URL meet.
func TestSpellings(t *testing.T) {
	for _, c := range []struct {
		rule, url string
		meet      bool
	}{
		{"/press releases/", "/press%20releases/1", true},
		{"/press%20releases/", "/press releases/1", true},
		{`/a"b"<c>{d}|^` + "`", "/a%22b%22%3Cc%3E%7Bd%7D%7C%5E%60", true},
		{"/a%22b%3cc%7bd", `/a"b<c{d`, true},
		{"/q?name='x'", "/q?name=%27x%27", true},
		{"/q?filter[a]=", "/q?filter%5Ba%5D=1", true},
		{"/新闻/", "/%e6%96%b0%E9%97%BB/1", true},
		{"/%E6%96%B0%e9%97%bb/", "/新闻/1", true},
		{"/caf\xe9", "/caf%E9", true},
		{"/~ana", "/%7Eana", true},
		{"/%7eana", "/~ana", true},
		{"/%70rivate", "/private", true},
		{"/private", "/%70riv%61te", true},
		{"/x%2Ax", "/x*x", true},
		{"/x%2ax", "/x%2Ax", true},
		{"/x%2Ax", "/xyx", false},
		{"/x*x", "/x%2Ax", true},
		{"/x*x", "/xyx", true},
		{"/x%24", "/x$y", true},
		{"/x%24", "/x%24y", true},
		{"/x%24", "/x", false},
		{"/x$", "/x", true},
		{"/x$", "/x$", false},
		{"/x$", "/x%24", false},
		{"/x$y", "/x%24y", true},
		{"/x$y", "/x", false},
		{"/x%24$", "/x$", true},
		{"/x%24$", "/x$y", false},
		{"/*%24", "/a/b$c", true},
		// what is reserved stays apart
		{"/a%2Fb", "/a/b", false},
		{"/a/b", "/a%2Fb", false},
		{"/a%3Fb", "/a?b", false},
		{"/a%23b", "/a%23b", true},
		{"/a%26b", "/a&b", false},
		{"/100%25", "/100%25", true},
		{"/%2570", "/p", false},
		// no escapes
		{"/100%", "/100%zz", true},
		{"/%%370", "/p", false},
		{"/Private", "/private", false},
	} {
		for _, verdict := range []string{"Disallow", "Allow"} {
			file := "User-agent: *\n" + verdict + ": " + c.rule + "\n"
			want := c.meet
			if verdict == "Allow" && strings.Contains(c.rule, "%70") {
				want = false // stands only for itself, as in Google's matcher
			}
			if got := robots.Parse([]byte(file), "x").Explain("http://a.test"+c.url).Line != ""; got != want {
				t.Errorf("%s: %s and %s: meet %t, want %t", verdict, c.rule, c.url, got, want)
			}
		}
	}
}

// TestLongestInOneSpelling holds that the spelling of a rule lends it no weight.
func TestLongestInOneSpelling(t *testing.T) {
	for _, c := range []struct {
		file, url string
		allowed   bool
	}{
		{"Allow: /a b/\nDisallow: /a%20b/", "/a%20b/", true},
		{"Allow: /新/\nDisallow: /%E6%96%B0/", "/新/", true},
		{"Disallow: /%61%62%63\nAllow: /abcd", "/abcd", true},
		{"Disallow: /~a\nAllow: /%7Ea", "/~a", true},
	} {
		if got := robots.Parse([]byte("User-agent: *\n"+c.file), "x").Allowed("http://a.test" + c.url); got != c.allowed {
			t.Errorf("%q: allowed %t", c.file, got)
		}
	}
}

func TestCharsets(t *testing.T) {
	file := "User-agent: *\r\nDisallow: /private/\r\nDisallow: /新闻/ # 不要\r\n"
	wide := func(bigEndian bool, s string) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(s)) {
			if bigEndian {
				b.Write([]byte{byte(u >> 8), byte(u)})
			} else {
				b.Write([]byte{byte(u), byte(u >> 8)})
			}
		}
		return b.String()
	}
	for name, body := range map[string]string{
		"UTF-8": file, "UTF-8 with mark": "\ufeff" + file,
		"UTF-16LE with mark": wide(false, "\ufeff"+file), "UTF-16BE with mark": wide(true, "\ufeff"+file),
		"UTF-16LE": wide(false, file), "UTF-16BE": wide(true, file),
		"UTF-16LE, half a character at the end": wide(false, "\ufeff"+file) + "x",
	} {
		rules := robots.Parse([]byte(body), "x")
		for url, line := range map[string]string{"/private/1": "Disallow: /private/", "/%E6%96%B0%E9%97%BB/1": "Disallow: /新闻/ # 不要", "/public": ""} {
			if got := rules.Explain("http://a.test" + url).Line; got != line {
				t.Errorf("%s: %s: %q decides, want %q", name, url, got, line)
			}
		}
	}
	// A line that the cut divides is dropped in UTF-16 as well.
	long := wide(false, "\ufeffUser-agent: *\nDisallow: /a\n"+strings.Repeat("Disallow: /"+strings.Repeat("b", 87)+"\n", robots.MaxBytes/198)+"Allow: /a/open\nAllow: /a/"+strings.Repeat("c", 400)+"\n")
	if rules := robots.Parse([]byte(long), "x"); rules.Allowed("http://a.test/a/"+strings.Repeat("c", 400)) || rules.Allowed("http://a.test/a/") {
		t.Error("the cut at 512 KiB does not hold in UTF-16")
	}
}

func TestAgents(t *testing.T) {
	for _, c := range []struct {
		agent, line string
		own         bool
	}{
		{"lab42bot", "lab42bot", true}, {"lab42bot", "Lab", true}, {"lab42bot/1.0 (+https://lab.example)", "lab", true}, {"Frame_Watch-bot/2", "frame_watch-BOT", true},
		{"framewatch (+https://lab.example)", "framewatch", true}, {"a, lab42bot", "lab", true}, {"framewatch", "framewatch/9.9", true}, {"framewatch", "framewatch news", true},
		{"framewatch", "frame", false}, {"frame", "framewatch", false}, {"frame watch", "frame", false}, {"42bot", "42bot", false}, {"观察", "观察", false}, {"", "x", false},
	} {
		file := "User-agent: " + c.line + "\nDisallow: /\n"
		if got := !robots.Parse([]byte(file), c.agent).Allowed("http://a.test/"); got != c.own {
			t.Errorf("%q is addressed by %q: %t", c.agent, c.line, got)
		}
	}
	for agent, want := range map[string]string{"lab42bot": "lab", "Frame_Watch-bot/1.0 (+x)": "Frame_Watch-bot", "": "", "42": "", "观察bot": ""} {
		if got := robots.Token(agent); got != want {
			t.Errorf("Token(%q) = %q, want %q", agent, got, want)
		}
	}
}

// FuzzSpellings holds that the decision is the same for every spelling of rules
// and URL, but for an Allow that escapes letters: that one may only be stricter.
func FuzzSpellings(f *testing.F) {
	for seed := range uint64(50) {
		f.Add("/a b*\"新'~$<x>/[c]|%2F%&=.html", "/ab/*$", "/a b/x\"新'~$<x>/[c]|%2F%&=.html", seed)
	}
	f.Add("/x*$x", "/x", "/x*$x", uint64(3))
	f.Fuzz(func(t *testing.T, disallow, allow, url string, seed uint64) {
		if len(disallow)+len(allow)+len(url) > 1000 {
			return
		}
		r := rand.New(rand.NewPCG(seed, 0))
		decide := func(disallow, allow, url string) bool {
			return robots.Parse([]byte("User-agent: *\nDisallow: /"+disallow+"\nAllow: /"+allow+"\n"), "x").Allowed("http://a.test/" + url)
		}
		// Operators are kept, all else is written as it must be or need not be.
		const needless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
		want := decide(octets(disallow, "*", "", nil), octets(allow, "*", "", nil), octets(url, "", "", nil))
		got := decide(octets(disallow, "*", needless, r), octets(allow, "*", "", r), octets(url, "", needless, r))
		if got != want {
			t.Fatalf("seed %d: allowed %t, in another spelling %t", seed, want, got)
		}
		if escaped := decide(octets(disallow, "*", needless, r), octets(allow, "*", needless, r), octets(url, "", "", nil)); escaped && !want {
			t.Fatalf("seed %d: an Allow that escapes letters allows more", seed)
		}
	})
}

// octets writes s, in which no escapes are meant, without a choice (r is nil) or
// in one of the spellings of its octets. The bytes of operators stay, and so does
// what is reserved; those of needless are escaped only at will.
func octets(s, operators, needless string, r *rand.Rand) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		marks := strings.IndexByte("-._~", c) >= 0
		reserved := strings.IndexByte("/?&=+:;,!()@", c) >= 0
		letter := strings.IndexByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", c) >= 0
		raw := strings.IndexByte(operators, c) >= 0 || reserved || letter || marks
		if r != nil && !reserved && strings.IndexByte(operators, c) < 0 {
			switch {
			case letter:
				raw = strings.IndexByte(needless, c) < 0 || r.IntN(2) == 0
			case marks:
				raw = r.IntN(2) == 0
			// All but what ends a line, begins a comment, is cut off at an end,
			// or would be an escape or an operator.
			case c > ' ' && c != '#' && c != '%' && c < 0x7f && (c != '*' && c != '$' || operators == ""), c == ' ' && i > 0 && i < len(s)-1,
				c >= 0x80 && i < len(s)-3:
				raw = r.IntN(2) == 0
			}
		}
		switch {
		case raw:
			b.WriteByte(c)
		case r != nil && r.IntN(2) == 0:
			fmt.Fprintf(&b, "%%%02x", c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
