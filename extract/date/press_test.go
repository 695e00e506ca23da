package date_test

import (
	_ "embed"
	"strings"
	"testing"

	"framewatch/extract/date"
)

//go:embed testdata/press.txt
var press string

// TestPress holds the labels that the press of each language puts before dates
// to what they say, and its dates to how they are read.
func TestPress(t *testing.T) {
	says := map[string]date.Role{"published": date.Published, "changed": date.Changed, "other": date.Other}
	lang := ""
	for line := range strings.Lines(press) {
		line = strings.TrimSuffix(line, "\n")
		kind, rest, ok := strings.Cut(line, "\t")
		switch {
		case strings.HasPrefix(line, "["):
			lang = strings.Trim(line, "[]")
		case !ok:
		case kind == "line":
			text, want, _ := strings.Cut(rest, " =>")
			t.Run(lang, func(t *testing.T) {
				f, _ := date.First(text, date.Hint{Lang: lang, Order: date.DayFirst})
				got := f.String()
				if want = strings.TrimSpace(want); want == "" && got != "" || !strings.HasPrefix(got, want) || got != "" && len(want) == len("2025-05-30") && len(got) > len(want) {
					t.Errorf("%q: %q, want %q", text, got, want)
				}
			})
		default:
			for label := range strings.SplitSeq(rest, "|") {
				t.Run(lang, func(t *testing.T) {
					for _, mark := range []string{": ", " ", "："} {
						l := date.ReadLine(label+mark+"2025-05-30", date.Hint{Lang: lang, Order: date.DayFirst})
						if len(l.Dates) != 1 || l.Dates[0].Role != says[kind] {
							t.Errorf("%q: %v, want %s", label+mark, l.Dates, kind)
							return
						}
						if l.Rest > 0 && kind != "other" {
							t.Errorf("%q: rest %d", label, l.Rest)
							return
						}
					}
				})
			}
		}
	}
}
