// Package share is what the makers of a package say of themselves and of their
// data: who they are, under which licence it may be used, by which name it is
// cited. In goes the section share of the settings, out come checked values; what
// is not given stays empty, and nobody makes it up.
package share

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"framewatch/internal/invalid"
	"framewatch/internal/lazyregexp"
)

// Config is the section share of the settings. Its zero value says nothing, and is
// the default.
type Config struct {
	// Title names the package; empty is made of the subject and the level.
	Title string `mapstructure:"title" yaml:"title" json:"title"`
	// Description says in a paragraph what it is, beside what the package says of
	// itself.
	Description string `mapstructure:"description" yaml:"description" json:"description"`
	// Creators made it, in the order in which they are cited.
	Creators []Creator `mapstructure:"creators" yaml:"creators" json:"creators"`
	// Publisher is the body by which it is published, such as an archive.
	Publisher string `mapstructure:"publisher" yaml:"publisher" json:"publisher"`
	// Licence is that of the data, as an SPDX identifier such as CC-BY-4.0. Texts
	// belong to their publishers whatever stands here.
	Licence string `mapstructure:"licence" yaml:"licence" json:"licence"`
	// LicenceURL is where its text stands; for licences of Creative Commons it
	// follows from the identifier.
	LicenceURL string `mapstructure:"licence_url" yaml:"licence_url" json:"licence_url"`
	// DOI is the package's, such as 10.5281/zenodo.1234567, which an archive reserves
	// before the upload.
	DOI string `mapstructure:"doi" yaml:"doi" json:"doi"`
	// Version is the package's, such as 1.0.0; empty is the ID of the run.
	Version string `mapstructure:"version" yaml:"version" json:"version"`
	// Contact is an address (mail or web) for questions, corrections and removals.
	Contact string `mapstructure:"contact" yaml:"contact" json:"contact"`
	// Homepage is the project's page.
	Homepage string `mapstructure:"homepage" yaml:"homepage" json:"homepage"`
	// Keywords are for catalogues.
	Keywords []string `mapstructure:"keywords" yaml:"keywords" json:"keywords"`
}

// Creator is a person, with family and given name, or a body, with a name.
type Creator struct {
	// Name is a body's; a person has a family and a given name instead.
	Name string `mapstructure:"name" yaml:"name" json:"name"`
	// Family is a person's family name.
	Family string `mapstructure:"family" yaml:"family" json:"family"`
	// Given are a person's given names.
	Given string `mapstructure:"given" yaml:"given" json:"given"`
	// ORCID is a person's identifier, such as 0000-0002-1825-0097.
	ORCID string `mapstructure:"orcid" yaml:"orcid" json:"orcid"`
	// Affiliation is the body for which a person works.
	Affiliation string `mapstructure:"affiliation" yaml:"affiliation" json:"affiliation"`
}

// Default says nothing.
func Default() Config { return Config{} }

// Person reports whether the creator is one.
func (c Creator) Person() bool { return c.Name == "" }

// Shown is the name as people write it.
func (c Creator) Shown() string {
	if !c.Person() {
		return c.Name
	}
	return strings.TrimSpace(c.Given + " " + c.Family)
}

// ORCIDAddress is the creator's ORCID as an address; empty without one.
func (c Creator) ORCIDAddress() string {
	if c.ORCID == "" {
		return ""
	}
	return "https://orcid.org/" + c.ORCID
}

// DOIAddress is the DOI as an address; empty without one.
func (c Config) DOIAddress() string {
	if c.DOI == "" {
		return ""
	}
	return "https://doi.org/" + c.DOI
}

// LicenceAddress is where the licence stands; empty where that is not known.
func (c Config) LicenceAddress() string {
	if c.LicenceURL != "" {
		return c.LicenceURL
	}
	name := strings.ToLower(c.Licence)
	if name == "cc0-1.0" {
		return "https://creativecommons.org/publicdomain/zero/1.0/"
	}
	if m := creativeCommons.FindStringSubmatch(name); m != nil {
		return "https://creativecommons.org/licenses/" + m[1] + "/" + m[2] + "/"
	}
	return ""
}

var (
	creativeCommons = lazyregexp.New(`^cc-(by(?:-nc)?(?:-sa|-nd)?)-(\d\.\d)$`)
	spdx            = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9.+-]*$`)
	doi             = lazyregexp.New(`^10\.\d{4,9}/\S+$`) // ISO 26324, as registries give them out
	orcid           = lazyregexp.New(`^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$`)
)

// Validate reports every mistake, each as *invalid.Field.
func (c Config) Validate() error {
	var errs []error
	add := func(path, value, remedy string) { errs = append(errs, invalid.Errorf(path, value, "%s", remedy)) }
	for _, line := range []struct{ path, value string }{{"title", c.Title}, {"publisher", c.Publisher}, {"version", c.Version}} {
		if strings.ContainsAny(line.value, "\r\n\t") {
			add(line.path, line.value, "is one line")
		}
	}
	if c.Licence != "" && spdx.FindString(c.Licence) == "" {
		add("licence", c.Licence, "is no SPDX identifier, such as CC-BY-4.0; for another licence write LicenseRef-NAME and give licence_url")
	}
	if c.Licence == "" && c.LicenceURL != "" {
		add("licence", "", "is missing beside licence_url; name it by its SPDX identifier")
	}
	if c.DOI != "" && doi.FindString(c.DOI) == "" {
		add("doi", c.DOI, "is no DOI; write it as 10.5281/zenodo.1234567, without https://doi.org/")
	}
	for _, at := range []struct{ path, value string }{{"licence_url", c.LicenceURL}, {"homepage", c.Homepage}} {
		if at.value != "" && !web(at.value) {
			add(at.path, at.value, "is no web address; begin it with https://")
		}
	}
	if c.Contact != "" && !web(c.Contact) && !strings.Contains(c.Contact, "@") {
		add("contact", c.Contact, "is neither a mail nor a web address")
	}
	for i, p := range c.Creators {
		at := "creators[" + strconv.Itoa(i) + "]"
		switch {
		case p.Name == "" && p.Family == "":
			add(at, "", "has no name; give family and given of a person, or name of a body")
		case p.Name != "" && p.Family+p.Given != "":
			add(at+".name", p.Name, "is for a body; a person has family and given")
		}
		if p.ORCID != "" && !validORCID(p.ORCID) {
			add(at+".orcid", p.ORCID, "is no ORCID; write it as 0000-0002-1825-0097, and see that no digit is wrong")
		}
	}
	return errors.Join(errs...)
}

func web(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != ""
}

// validORCID checks the form and the last character, which is ISO 7064 MOD 11-2 of
// the others.
func validORCID(s string) bool {
	if orcid.FindString(s) == "" {
		return false
	}
	digits := strings.ReplaceAll(s, "-", "")
	total := 0
	for _, d := range digits[:len(digits)-1] {
		total = (total + int(d-'0')) * 2
	}
	const base, ten = 11, 10
	want := (base + 1 - total%base) % base
	last := strconv.Itoa(want)
	if want == ten {
		last = "X"
	}
	return strings.HasSuffix(digits, last)
}
