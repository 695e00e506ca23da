package country_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"framewatch/internal/country"
)

// TestTable holds the table against CLDR's: each code is a country there by its own
// name, and a country of CLDR that is not here is one of those that ISO only
// reserves or has taken back.
func TestTable(t *testing.T) {
	codes := country.Codes()
	if len(codes) != 249+1 { // assigned, and XK
		t.Errorf("%d codes", len(codes))
	}
	if !slices.IsSorted(codes) || len(slices.Compact(slices.Clone(codes))) != len(codes) {
		t.Error("not sorted, or a code stands twice")
	}
	for _, c := range codes {
		r, err := language.ParseRegion(c)
		if err != nil || !r.IsCountry() || r.Canonicalize().String() != c {
			t.Errorf("%s is no country: %v", c, err)
		}
	}
	reserved := strings.Fields("AC AN CP CQ CS DG EA EZ FQ IC NT PC SU TA UN YU")
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			c := string([]rune{a, b})
			r, err := language.ParseRegion(c)
			if err == nil && r.IsCountry() && r.Canonicalize() == r && !slices.Contains(codes, c) && !slices.Contains(reserved, c) {
				t.Errorf("%s is a country by CLDR and is not in the table", c)
			}
		}
	}
}

func TestCheck(t *testing.T) {
	for code, want := range map[string]string{
		"HK": "", "TW": "", "PS": "", "XK": "", "NO": "", "UK": `"GB"`, "gb": `"GB"`, "GBR": `"GB"`, "USA": `"US"`, "EL": `"GR"`,
		"XX": "ISO 3166-1", "EU": "ISO 3166-1", "ZZ": "ISO 3166-1", "": "ISO 3166-1", "SU": "ISO 3166-1", "G B": "ISO 3166-1", "CHINA": "ISO 3166-1",
	} {
		err := country.Check(code)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("Check(%q) = %v, want %q", code, err, want)
		}
	}
	if err := country.CheckOrUnknown(country.Unknown); err != nil {
		t.Error(err)
	}
	if country.CheckOrUnknown("UK") == nil {
		t.Error("UK passes where the country may be unknown")
	}
}
