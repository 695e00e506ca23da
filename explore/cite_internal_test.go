package explore

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestCitations(t *testing.T) {
	for _, c := range []struct {
		name               string
		of                 source
		plain, bib, issued string
	}{
		{"whole", source{ID: "0123456789", Title: "Court & Mediation: 100% new", Outlet: "The Harbour Ledger", URL: "https://a.example/x_y?z={1}", Lang: "en", Genre: "news", Authors: []string{"Ada Lo", "Centre {for} Law"}, Published: "2025-05-30", Accessed: "2025-06-01"},
			"Ada Lo; Centre {for} Law. Court & Mediation: 100% new. The Harbour Ledger, 2025-05-30. https://a.example/x_y?z={1} (accessed 2025-06-01)",
			"@online{theharbourledger2025-01234567,\n  author = {{Ada Lo} and {Centre \\{for\\} Law}},\n  title = {Court \\& Mediation: 100\\% new},\n  organization = {The Harbour Ledger},\n  date = {2025-05-30},\n  langid = {english},\n  url = {https://a.example/x_y?z=%7B1%7D},\n  urldate = {2025-06-01}\n}\n", "[[2025,5,30]]"},
		{"Chinese, to the month", source{ID: "ff", Title: "国际调解院开业", Outlet: "灯湾新闻", URL: "http://b.example/", Lang: "zh-Hans", Published: "2025-10"},
			"国际调解院开业. 灯湾新闻, 2025-10. http://b.example/", "@online{2025-ff,\n  title = {国际调解院开业},\n  organization = {灯湾新闻},\n  date = {2025-10},\n  url = {http://b.example/}\n}\n", "[[2025,10]]"},
		{"hardly anything", source{ID: "a", Outlet: "X"}, "[No headline]. X, no date.", "@online{x-a,\n  organization = {X}\n}\n", "null"},
		{"what would end the entry", source{ID: "a", Outlet: "X", Title: "a}\n\\input{/etc/passwd}"}, "a}\n\\input{/etc/passwd}. X, no date.", "@online{x-a,\n  title = {a\\} \\textbackslash{}input\\{/etc/passwd\\}},\n  organization = {X}\n}\n", "null"},
	} {
		got, err := cite(c.of)
		if err != nil {
			t.Fatal(err)
		}
		if got.Plain != c.plain {
			t.Errorf("%s: %q, want %q", c.name, got.Plain, c.plain)
		}
		if got.BibTeX != c.bib {
			t.Errorf("%s: %q, want %q", c.name, got.BibTeX, c.bib)
		}
		var items []struct {
			Title, URL string
			Issued     *struct {
				Parts json.RawMessage `json:"date-parts"`
			}
			Author []struct{ Literal string }
		}
		if err := json.Unmarshal([]byte(got.CSL), &items); err != nil || len(items) != 1 || items[0].Title != c.of.Title || items[0].URL != c.of.URL || len(items[0].Author) != len(c.of.Authors) {
			t.Errorf("%s: %v, %s", c.name, err, got.CSL)
			continue
		}
		issued := "null"
		if items[0].Issued != nil {
			issued = strings.Join(strings.Fields(string(items[0].Issued.Parts)), "")
		}
		if issued != c.issued {
			t.Errorf("%s: issued %s, want %s", c.name, issued, c.issued)
		}
	}
}
