package byline_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"framewatch/extract/byline"
)

// FuzzNames reads any line in every way: names are few, valid and no longer than
// the line.
func FuzzNames(f *testing.F) {
	for lang, l := range forms {
		for _, form := range l.forms {
			f.Add(lang, strings.ReplaceAll(form, "%s", l.names[0]))
		}
	}
	f.Add("en", "30 May 2025 - Ana Pell, Harbour Editor")
	f.Fuzz(func(t *testing.T, lang, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		r := byline.Rules{Outlets: []string{"Lake Post"}, Owners: []string{"Lake"}, Lang: lang}
		for _, names := range [][]string{
			r.Line(s), r.Opening(s), r.Closing(s), r.Dated(s), r.Described(s), r.Alone(s), r.Signature(s),
			r.People([]string{s}, byline.Bare), r.People([]string{s}, byline.Declared), r.People([]string{s, s}, byline.Person),
		} {
			if len(names) > 12 {
				t.Errorf("%d names in %q", len(names), s)
			}
			for _, name := range names {
				if strings.TrimSpace(name) == "" || !utf8.ValidString(name) || len(name) > len(s) {
					t.Errorf("name %q in %q", name, s)
				}
			}
		}
		_, _ = byline.IsLabel(s), byline.Date(s)
	})
}
