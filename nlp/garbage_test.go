package nlp_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"framewatch/corpus"
)

// storms are texts that no newspaper prints, made as long as wanted.
func storms() map[string]func(n int) string {
	rep := func(s string) func(int) string {
		return func(n int) string { return strings.Repeat(s, n/len(s)+1)[:n/len(s)*len(s)] }
	}
	random := func(runes func(*rand.Rand) rune) func(int) string {
		return func(n int) string {
			r := rand.New(rand.NewPCG(1, 2))
			var b strings.Builder
			for b.Len() < n {
				b.WriteRune(runes(r))
			}
			return b.String()
		}
	}
	return map[string]func(int) string{
		"binary": func(n int) string {
			r := rand.New(rand.NewPCG(1, 2))
			b := make([]byte, n)
			for i := range b {
				b[i] = byte(r.Uint32())
			}
			return string(b)
		},
		"any runes":               random(func(r *rand.Rand) rune { return rune(r.IntN(0x30000)) }),
		"control characters":      random(func(r *rand.Rand) rune { return rune(r.IntN(32)) }),
		"letters without a space": rep("x"),
		"capitals":                rep("IOMED"),
		"capital words":           rep("Jordan "),
		"small words":             rep("a "),
		"Han without a stop":      rep("国际调解院"),
		"Han":                     rep("国"),
		"traditional":             rep("國際"),
		"Thai":                    rep("การไกล่เกลี่ย"),
		"Arabic":                  rep("والمنظمة"),
		"Korean":                  rep("국제중재원은"),
		"kana":                    rep("カタカナひらがな"),
		"digits":                  rep("1234567890"),
		"numbers":                 rep("1,234.5 "),
		"straight quotes":         rep(`"`),
		"quoted words":            rep(`"a `),
		"curly quotes":            rep("“"),
		"closing quotes":          rep("”"),
		"quote pairs":             rep("“a” "),
		"apostrophes":             rep("'a "),
		"guillemets":              rep("« "),
		"Chinese quotes":          rep("「"),
		"Chinese says":            rep("他说：“"),
		"newlines":                rep("\n"),
		"mixed newlines":          rep("a\r\n\r\nb\rc\n\u2028"),
		"short paragraphs":        rep("a.\n\n"),
		"full stops":              rep("."),
		"ellipses":                rep("... "),
		"initials":                rep("J. "),
		"abbreviations":           rep("U.S. Dr. "),
		"exclamations":            rep("! "),
		"Chinese stops":           rep("。"),
		"parentheses":             rep("("),
		"brackets":                rep("国(guó"),
		"hyphens":                 rep("a-"),
		"dashes":                  rep("—"),
		"combining marks":         rep("e\u0301\u0302\u0303\u0304"),
		"marks alone":             rep("\u0301"),
		"right-to-left marks":     rep("\u200f\u202e"),
		"joiners":                 rep("a\u200b"),
		"emoji":                   rep("👩‍👩‍👧"),
		"byte order marks":        rep("\ufeff"),
		"replacement":             rep("\xff"),
		"she said":                rep("He said that she said that "),
		"said he":                 rep("said he, said she, "),
		"titles":                  rep("President Minister Secretary-General "),
		"the body":                rep("IOMed. The body. "),
		"names":                   rep("Michael Jordan of Kenya and Mary Achieng, "),
		"organisations":           rep("International Organization for "),
		"one long name":           rep("University of the Council of "),
		"neutral":                 rep("neutral IOMed "),
		"spaces":                  rep(" "),
		"wide spaces":             rep("\u3000"),
		"addresses":               rep("http://a.test/b?c=d&e=f"),
		"mail":                    rep("a@b.c"),
		"markup":                  rep("<p><a href='x'>"),
		"smileys":                 rep(":-) "),
		"dollars":                 rep("$%&/"),
		"quoted speakers":         rep("“No,” said Mary Achieng of IOMed. "),
		"she replied":             rep("“No,” she replied. "),
		"acronyms":                rep("OIMed, "),
		"Cyrillic":                rep("Международнаяорганизация"),
		"long Latin word":         rep("Kenyamediationneutral"),
		"Chinese speakers":        rep("外交部发言人李明说，国际调解院是中立的，"),
		"tabs":                    rep("a\t"),
	}
}

// cpu is the processor time that the process takes for f.
func cpu(t testing.TB, f func()) time.Duration {
	t.Helper()
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			t.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	f()
	return used() - before
}

// TestStorms holds that garbage takes time in proportion to its length, that
// every position in it is right, and that a name behind it is still found where
// it stands.
func TestStorms(t *testing.T) {
	if testing.Short() {
		t.Skip("measures")
	}
	a := configured(t)
	annotate := func(t *testing.T, text string) time.Duration {
		doc := corpus.Document{ID: "storm", Text: text + "\n\nMary Achieng spoke for IOMed.", Title: text[:min(len(text), 100)]}
		var got corpus.Annotations
		took := cpu(t, func() {
			var err error
			if got, err = a.Annotate(t.Context(), doc); err != nil {
				t.Fatal(err)
			}
		})
		check(t, &doc, &got)
		want := strings.LastIndex(doc.Text, "IOMed")
		if !slices.ContainsFunc(got.Mentions, func(m corpus.Mention) bool {
			return m.Entity == "org.iomed" && m.Span.Start == want && !got.Sentences[m.Sentence].Headline
		}) {
			t.Errorf("no IOMed at byte %d", want)
		}
		return took
	}
	// Four times the text takes four times as long, quadratic work sixteen times;
	// what takes less than a moment says nothing. The machine may be busy, so one
	// good measurement of three is enough.
	const n, moment, most, tries = 12_000, 30 * time.Millisecond, 8, 3
	for name, text := range storms() {
		t.Run(name, func(t *testing.T) {
			annotate(t, text(1000)) // not the first time in the process
			best := math.Inf(1)
			for range tries {
				once, four := annotate(t, text(n)), annotate(t, text(4*n))
				if four < moment {
					return
				}
				if best = min(best, float64(four)/float64(once)); best <= most {
					return
				}
			}
			t.Errorf("four times the text took %.1f times as long", best)
		})
	}
}

// TestFiveMegabytes annotates the longest texts that extraction may give.
func TestFiveMegabytes(t *testing.T) {
	if testing.Short() {
		t.Skip("texts of five megabytes")
	}
	a := configured(t)
	for name, c := range map[string]struct{ title, text string }{
		"without a space": {"", strings.Repeat("x", 5<<20)},
		"newlines":        {"", strings.Repeat("\n", 5<<20)},
		"in the title":    {strings.Repeat("1234567890", 100_000), "IOMed."},
		"zeros":           {"", strings.Repeat("\x00", 5<<20)},
	} {
		t.Run(name, func(t *testing.T) {
			doc := corpus.Document{ID: "long", Title: c.title, Text: c.text}
			got, err := a.Annotate(t.Context(), doc)
			if err != nil {
				t.Fatal(err)
			}
			check(t, &doc, &got)
		})
	}
}

func FuzzAnnotate(f *testing.F) {
	f.Add(sample.Title, sample.Text)
	for _, text := range storms() {
		f.Add(text(60), text(200))
	}
	a := configured(f)
	f.Fuzz(func(t *testing.T, title, text string) {
		doc := corpus.Document{ID: "f", Title: title, Text: text}
		got, err := a.Annotate(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		check(t, &doc, &got)
	})
}
