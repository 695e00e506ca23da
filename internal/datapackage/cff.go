package datapackage

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"framewatch/internal/share"
)

// CitationFile is the citation in the Citation File Format 1.2.0.
const CitationFile = "CITATION.cff"

// spdxKnown are the identifiers under which data is published and which the Citation
// File Format knows; another licence is named by its address.
func spdxKnown() []string {
	return []string{"CC0-1.0", "CC-BY-4.0", "CC-BY-3.0", "CC-BY-SA-4.0", "CC-BY-SA-3.0", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0",
		"ODbL-1.0", "ODC-By-1.0", "PDDL-1.0", "MIT", "Apache-2.0", "BSD-3-Clause", "EUPL-1.2"}
}

// notGiven stands where a format asks for what the settings do not say.
const notGiven = "Not given"

// writeCitation writes CITATION.cff. Every text is a string of JSON, which is YAML,
// too.
func (b *build) writeCitation(w io.Writer) error {
	a := b.opt.About
	var out strings.Builder
	text := func(indent, key, value string) {
		if value != "" {
			fmt.Fprintf(&out, "%s%s: %s\n", indent, key, quoted(value))
		}
	}
	out.WriteString("cff-version: 1.2.0\ntype: dataset\n")
	text("", "message", "If you use these data, please cite them as below.")
	text("", "title", b.title())
	text("", "abstract", b.description())
	out.WriteString("authors:\n")
	for _, c := range a.Creators {
		out.WriteString(cffAgent(c))
	}
	if len(a.Creators) == 0 {
		text("  - ", "name", notGiven)
	}
	text("", "version", b.version())
	text("", "date-released", b.created()[:len("2006-01-02")])
	text("", "doi", a.DOI)
	if slices.Contains(spdxKnown(), a.Licence) {
		text("", "license", a.Licence)
	} else {
		text("", "license-url", a.LicenceAddress())
	}
	text("", "url", a.Homepage)
	if a.Contact != "" {
		key := "website"
		if strings.Contains(a.Contact, "@") && !strings.Contains(a.Contact, "://") {
			key = "email"
		}
		out.WriteString("contact:\n")
		name := a.Publisher
		if name == "" && len(a.Creators) > 0 {
			name = a.Creators[0].Shown()
		}
		if name == "" {
			name = notGiven
		}
		text("  - ", "name", name)
		text("    ", key, a.Contact)
	}
	if len(a.Keywords) > 0 {
		out.WriteString("keywords:\n")
		for _, k := range a.Keywords {
			fmt.Fprintf(&out, "  - %s\n", quoted(k))
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func cffAgent(c share.Creator) string {
	var out strings.Builder
	begin := "  - "
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&out, "%s%s: %s\n", begin, key, quoted(value))
			begin = "    "
		}
	}
	if c.Person() {
		line("family-names", c.Family)
		line("given-names", c.Given)
		line("affiliation", c.Affiliation)
	} else {
		line("name", c.Name)
	}
	line("orcid", c.ORCIDAddress())
	return out.String()
}

func quoted(s string) string {
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""` // cannot be: a string
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// citation is one line by which the package is cited.
func (b *build) citation() string {
	a := b.opt.About
	var names []string
	for _, c := range a.Creators {
		names = append(names, c.Shown())
	}
	if len(names) == 0 {
		names = []string{"[authors not given]"}
	}
	out := fmt.Sprintf("%s (%s). %s. Version %s [data set].", strings.Join(names, ", "), b.created()[:len("2006")], b.title(), b.version())
	if a.Publisher != "" {
		out += " " + a.Publisher + "."
	}
	if a.DOI != "" {
		return out + " " + a.DOIAddress()
	}
	return out + " Dataset " + b.plan.Dataset + ", run " + b.plan.RunID + "."
}
