package byline_test

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/extract/byline"
)

//go:embed testdata/press.txt
var press string

// TestPress reads lines such as the press of each language prints: what
// introduces a name, what stands around it, and who else is named.
func TestPress(t *testing.T) {
	lang := ""
	for line := range strings.Lines(press) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if head, ok := strings.CutPrefix(line, "["); ok && strings.HasSuffix(line, "]") {
			lang = strings.TrimSuffix(head, "]")
			continue
		}
		text, names, named := strings.Cut(line, " => ")
		var want []string
		if named {
			want = strings.Split(names, "; ")
		}
		r := byline.Rules{Outlets: []string{"Lake Post", "湖畔日报"}, Lang: lang}
		read := r.Line
		if marked, ok := strings.CutPrefix(text, "@"); ok {
			text, read = marked, func(s string) []string { return r.People([]string{s}, byline.Declared) }
		}
		t.Run(lang, func(t *testing.T) {
			if diff := cmp.Diff(want, read(text), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%q (-want +got):\n%s", text, diff)
			}
		})
	}
}
