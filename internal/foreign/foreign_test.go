package foreign_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/foreign"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"404 \x1b]0;pwned\a\x1b[31m \u202enwod": "404 ]0;pwned [31m nwod",
		"一行\n二行\u2028三行\u0085四行\r\n":            "一行 二行 三行 四行",
		"tide\ttable \xff":                      "tide table \uFFFD",
		"وساطة \u200fدولية\u200e":               "وساطة \u200fدولية\u200e", // marks stay
		"plain":                                 "plain",
	} {
		if got := foreign.Line(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestWriterShowsWhatWouldAct(t *testing.T) {
	for in, want := range map[string]string{
		"well\x1b[2Kall\rwell\n":    `well\u001b[2Kall\u000dwell` + "\n",
		"a\r\nb\tc\n":               "a\r\nb\tc\n",
		"国际\u202e调解\u2066\u2028院\n": `国际\u202e调解\u2066\u2028院` + "\n",
		"\xff\xfe\u0085\u009b":      `\xff\xfe\u0085\u009b`,
		"🕊️ و":                      "🕊️ و",
	} {
		var b bytes.Buffer
		if n, err := foreign.NewWriter(&b).Write([]byte(in)); n != len(in) || err != nil {
			t.Errorf("%q: %d bytes, %v", in, n, err)
		}
		if b.String() != want {
			t.Errorf("%q: %q, want %q", in, b.String(), want)
		}
	}
}

// FuzzWriter holds that nothing acts after the writer, however its input is cut, that
// harmless text is as it was, and that JSON keeps its meaning.
func FuzzWriter(f *testing.F) {
	for _, s := range []string{"tide", "国际调解院", "\x1b[1m", "\u202e\u2028", "\xe5\x9b", "a\r\n"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, at int) {
		if at < 0 || at > len(s) {
			at = len(s)
		}
		var once, cut bytes.Buffer
		w := foreign.NewWriter(&once)
		_, _ = w.Write([]byte(s))
		w = foreign.NewWriter(&cut)
		_, _ = w.Write([]byte(s[:at]))
		_, _ = w.Write([]byte(s[at:]))
		if once.String() != cut.String() && !strings.Contains(s, "\r\n") {
			t.Errorf("%q cut at %d: %q, at once %q", s, at, cut.String(), once.String())
		}
		harmless := utf8.ValidString(s)
		for _, r := range once.String() {
			if unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' || r >= 0x202a && r <= 0x202e || r == 0x2028 || r == utf8.RuneError && !strings.ContainsRune(s, r) {
				t.Errorf("%q: %q passed", s, r)
			}
		}
		for _, r := range s {
			harmless = harmless && unicode.IsPrint(r)
		}
		if harmless && once.String() != s {
			t.Errorf("%q became %q", s, once.String())
		}
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var shown bytes.Buffer
		_, _ = foreign.NewWriter(&shown).Write(data)
		var a, b string
		if json.Unmarshal(data, &a) != nil || json.Unmarshal(shown.Bytes(), &b) != nil || a != b {
			t.Errorf("JSON of %q became %q", s, shown.String())
		}
	})
}
