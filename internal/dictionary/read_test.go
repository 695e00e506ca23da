package dictionary_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/config"
	"framewatch/internal/dictionary"
)

// read lists the frames of a dictionary as "id (name): terms", then the notes.
func read(t *testing.T, format dictionary.Format, lang, text string) (frames, notes []string) {
	t.Helper()
	book, found, err := dictionary.Read("moods.dic", []byte(text), format, lang)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range book.Frames {
		frames = append(frames, f.ID+" ("+f.Label[lang]+"): "+strings.Join(f.Terms[lang], ", "))
	}
	for _, n := range found {
		notes = append(notes, n.String())
	}
	return frames, notes
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, lang, text string
		format           dictionary.Format
		want, notes      []string
	}{
		{"LIWC2007", "en", "%\n1\tcalm\n2\tstorm\n125\tboth words\n%\nquiet\t1\nSerene*\t1\t125\nabandon*\t2\t125\ngale\t2\n\nquiet\t1\n", dictionary.LIWC,
			[]string{"calm (calm): quiet, serene*", "storm (storm): abandon*, gale", "both_words (both words): serene*, abandon*"}, nil},
		{"LIWC2007, conditional entries", "en", "%\r\n1\tcalm\r\n2\tstorm\r\n%\r\nlike\t(02 134)1/2\t2\r\nkind\t<of>1/2\r\n(kind) of\t2\r\ngale\t2\r\nstill\t1\r\n", dictionary.LIWC,
			[]string{"calm (calm): still", "storm (storm): (kind) of, gale"},
			[]string{"moods.dic:5: \"like\\t(02 134)1/2\\t2\" was not read: it holds under conditions only, which a codebook has not",
				"moods.dic:6: \"kind\\t<of>1/2\" was not read: it holds under conditions only, which a codebook has not"}},
		{"LIWC2015, names with descriptions", "en", "\ufeff%\n1\tcalm (Calm Words)\n 2  storm (Storm Words)\n%\na lot of wind  2\nquiet 1\n:)  1\nno wind 1 2\n", dictionary.LIWC,
			[]string{"calm (Calm Words): quiet, :), no wind", "storm (Storm Words): a lot of wind, no wind"}, nil},
		{"LIWC22, categories by name", "en", "%\n1\tcalm\n2\tstorm\n%\nquiet\tcalm\ngale\tstorm\tcalm\n", dictionary.LIWC,
			[]string{"calm (calm): quiet, gale", "storm (storm): gale"}, nil},
		{"LIWC, Chinese", "zh-Hans", "%\n1\t平静\n2\t风浪\n%\n安宁\t1\n狂风*\t2\n*浪\t2\n", dictionary.LIWC,
			[]string{"category_1 (平静): 安宁", "category_2 (风浪): 狂风*"},
			[]string{"moods.dic:7: \"*浪\" was not read: it begins with a wildcard, which means nothing in Chinese"}},
		{"LIWC, Arabic", "ar", "%\n1\tهدوء\n2\tempty\n%\nسكون\t1\n", dictionary.LIWC, []string{"category_1 (هدوء): سكون"},
			[]string{"moods.dic:3: category \"empty\" was left out: it has no term"}},
		{"LIWC, two categories of one name", "en", "%\n1\tcalm\n2\tcalm\n%\nquiet\t1\nstill\t2\n", dictionary.LIWC, []string{"calm (calm): quiet", "calm_2 (calm): still"}, nil},
		{"LIWC, what a codebook reads otherwise", "en", "%\n1\tmarks\n%\n{x}\t1\n@\t1\nok\t1\n", dictionary.LIWC, []string{"marks (marks): ok"},
			[]string{"moods.dic:4: \"{x}\" was not read: it names {x}, which is not a set of this codebook (one of: ENTITY)",
				"moods.dic:5: \"@\" was not read: it has @ before \"\", which is not one English word"}},
		{"quanteda", "en", "calm: [quiet, Serene*]\nstorm:\n  wind:\n  - gale\n  - \"no wind\"\n  sea:\n  - wave?\n  -\n2 tides: ebb\n", dictionary.Quanteda,
			[]string{"calm (calm): quiet, serene*", "storm_wind (storm / wind): gale, no wind", "storm_sea (storm / sea): wave?", "c_2_tides (2 tides): ebb"},
			[]string{"moods.dic:8: an empty pattern of \"storm_sea\" was left out"}},
		{"quanteda, patterns beside keys", "de", "sturm:\n- böe\n- meer:\n  - welle*\n", dictionary.Quanteda, []string{"sturm (sturm): böe", "sturm_meer (sturm / meer): welle*"}, nil},
		{"quanteda, Chinese", "zh-Hant", "風浪:\n  風: [狂風]\n  浪: [巨浪]\n", dictionary.Quanteda, []string{"category_1 (風浪 / 風): 狂風", "category_2 (風浪 / 浪): 巨浪"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			frames, notes := read(t, test.format, test.lang, test.text)
			if diff := cmp.Diff(test.want, frames); diff != "" {
				t.Errorf("frames (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.notes, notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFilesThatCannotBeRead are told with the line and what to do.
func TestFilesThatCannotBeRead(t *testing.T) {
	tests := []struct {
		name, text string
		format     dictionary.Format
		want       []string
	}{
		{"Latin 1", "%\n1\tcalm\n%\ncaf\xe9\t1\n", dictionary.LIWC, []string{`moods.dic:4: "caf\xe9\t1" is not UTF-8; save the file as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8, where it comes from an older Windows program)`}},
		{"UTF-16", "\xff\xfe%\x00\n\x00", dictionary.LIWC, []string{"moods.dic:1: is UTF-16; save it as UTF-8"}},
		{"unclosed categories", "\n%\n1\tcalm\nquiet\t1\n", dictionary.LIWC, []string{"moods.dic:2: % opens the categories, and no second % closes them; write it on a line of its own before the first term"}},
		{"no categories", "quiet\t1\n", dictionary.LIWC, []string{"moods.dic:1: does not begin with %; a LIWC dictionary has its categories between two lines of %"}},
		{"a table", "DicTerm,calm\nquiet,X\n", dictionary.LIWC, []string{"moods.dic:1: is a table of LIWC-22 (.dicx); export the dictionary as .dic"}},
		{"unknown categories, all at once", "%\n1\tcalm\n1\tstorm\n3\n%\nquiet\t1\t7\ngale\nno wind 9\n", dictionary.LIWC, []string{
			`moods.dic:3: category "1" stands twice (first in line 2); number them apart`,
			`moods.dic:4: category "3" has no name; write its number and its name`,
			`moods.dic:6: term "quiet" is of category "7", which is not among those between the %; add it there or correct the number`,
			`moods.dic:7: term "gale" has no category; write the number of one behind it`,
			`moods.dic:8: term "no wind" is of category "9", which is not among those between the %; add it there or correct the number`}},
		{"empty", "", dictionary.LIWC, []string{"moods.dic:1: is empty"}},
		{"no terms", "%\n1\tcalm\n%\n", dictionary.LIWC, []string{"moods.dic: has no category with a term"}},
		{"no YAML", "calm: [quiet\nstorm: x\n", dictionary.Quanteda, []string{"moods.dic:2: a list that begins with [ is not closed, or a comma is missing"}},
		{"a list", "- quiet\n", dictionary.Quanteda, []string{"moods.dic:1: has no keys; a dictionary is keys over lists of patterns"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := dictionary.Read("moods.dic", []byte(test.text), test.format, "en")
			var wrong config.Mistakes
			if !errors.As(err, &wrong) {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff(test.want, strings.Split(wrong.Error(), "\n")); diff != "" {
				t.Errorf("mistakes (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add("%\n1\tcalm\n%\nquiet\t1\n", "liwc")
	f.Add("a: &x [*x]\n", "quanteda")
	f.Add("a: [b, {c: d}]\ne: &x [f]\ng: *x\n", "quanteda")
	f.Fuzz(func(t *testing.T, text, format string) {
		book, _, err := dictionary.Read("x.dic", []byte(text), dictionary.Format(format), "en")
		if err == nil && book.Validate() != nil {
			t.Fatalf("%q makes a codebook that is none: %v", text, book.Validate())
		}
	})
}
