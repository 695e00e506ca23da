package share_test

import (
	"strings"
	"testing"

	"framewatch/internal/share"
)

func TestValidate(t *testing.T) {
	good := share.Config{Title: "Coverage of a bank", Creators: []share.Creator{{Family: "Carberry", Given: "Josiah", ORCID: "0000-0002-1825-0097"}, {Name: "Lake Institute"}},
		Licence: "CC-BY-4.0", DOI: "10.5281/zenodo.1234567", Contact: "data@lake.test", Homepage: "https://lake.test/"}
	if err := good.Validate(); err != nil {
		t.Errorf("a section without mistakes: %v", err)
	}
	if err := share.Default().Validate(); err != nil {
		t.Errorf("the default: %v", err)
	}
	for want, spoil := range map[string]func(*share.Config){
		"licence":            func(c *share.Config) { c.Licence = "CC BY 4.0" },
		"licence:":           func(c *share.Config) { c.Licence, c.LicenceURL = "", "https://lake.test/terms" },
		"doi":                func(c *share.Config) { c.DOI = "https://doi.org/10.5281/zenodo.1" },
		"homepage":           func(c *share.Config) { c.Homepage = "lake.test" },
		"contact":            func(c *share.Config) { c.Contact = "the institute" },
		"title":              func(c *share.Config) { c.Title = "two\nlines" },
		"creators[0].orcid":  func(c *share.Config) { c.Creators[0].ORCID = "0000-0002-1825-0098" },
		"creators[1].name":   func(c *share.Config) { c.Creators[1].Family = "Lake" },
		"creators[1]: has":   func(c *share.Config) { c.Creators[1].Name = "" },
		"creators[0].orcid:": func(c *share.Config) { c.Creators[0].ORCID = "https://orcid.org/0000-0002-1825-0097" },
	} {
		c := good
		c.Creators = append([]share.Creator(nil), good.Creators...)
		spoil(&c)
		if err := c.Validate(); err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("want one mistake at %s: %v", want, err)
		}
	}
}

// TestLicenceAddress holds for Creative Commons' licences, whose addresses follow
// from their names.
func TestLicenceAddress(t *testing.T) {
	for licence, want := range map[string]string{
		"CC-BY-4.0":       "https://creativecommons.org/licenses/by/4.0/",
		"CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
		"CC0-1.0":         "https://creativecommons.org/publicdomain/zero/1.0/",
		"ODbL-1.0":        "",
	} {
		if got := (share.Config{Licence: licence}).LicenceAddress(); got != want {
			t.Errorf("%s: %q, want %q", licence, got, want)
		}
	}
}
