// Package newsubject writes the files with which a subject begins: settings, a source
// list, a gazetteer with the names of its target, a codebook with one frame to be
// replaced, blocs, events, and the JSON Schemas that editors' programs read. What comes
// out is valid as it is, and each file says in its head what to do with it.
package newsubject

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"golang.org/x/text/language"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/internal/config"
	"framewatch/internal/invalid"
)

//go:embed templates/*.yaml
var templates embed.FS

// Name is a name of the target in a language; Short marks an abbreviation.
type Name struct {
	Lang, Text string
	Short      bool
}

// Subject is what is known of a subject when it begins.
type Subject struct {
	ID      string // of the subject: small letters, digits, _ and -
	Kind    string // of the target, as gazetteers have it: body, person, place, ...
	Country string // ISO 3166-1 alpha-2, may be empty
	Names   []Name
	Outlets []config.Draft
	Contact string       // page or mailbox at which a webmaster reaches whoever crawls; may be empty
	TDM     crawl.Policy // what becomes of pages that reserve text and data mining; empty is keep
}

// Agent is the user agent of the crawls.
func (s Subject) Agent() string { return crawl.Agent(s.Contact) }

// File is a file that was made, by its name in the subject's folder.
type File struct {
	Name string
	Data []byte
}

// ParseName reads LANG=NAME, as in zh-Hans=国际调解院; a name alone is of no one
// language (mul), as abbreviations are.
func ParseName(s string, short bool) (Name, error) {
	lang, text, ok := strings.Cut(s, "=")
	if !ok {
		lang, text = "mul", s
	}
	lang, text = strings.TrimSpace(lang), strings.TrimSpace(text)
	if text == "" {
		return Name{}, fmt.Errorf("%q has no name; write it as en=NAME", s)
	}
	if _, err := language.Parse(lang); err != nil {
		return Name{}, fmt.Errorf("%q: %q is no language; write it as en=NAME or zh-Hans=NAME", s, lang)
	}
	return Name{Lang: lang, Text: text, Short: short}, nil
}

// Target is the entity that is counted for.
func (s Subject) Target() string {
	return s.class() + "." + strings.ReplaceAll(s.ID, "-", "_")
}

// class is the first part of the target's ID.
func (s Subject) class() string {
	switch s.Kind {
	case "person":
		return "person"
	case "place", "city", "state", "country":
		return "place"
	}
	return "org"
}

// Label is what the target is called among kinds of names.
func (s Subject) Label() corpus.Label {
	switch s.class() {
	case "person":
		return corpus.PER
	case "place":
		return corpus.LOC
	}
	return corpus.ORG
}

// Langs are the languages of the names in full, in their order, without doubles; English
// where there is none.
func (s Subject) Langs() []string {
	var out []string
	for _, n := range s.Names {
		if n.Lang != "mul" && !slices.Contains(out, n.Lang) {
			out = append(out, n.Lang)
		}
	}
	if len(out) == 0 {
		out = []string{"en"}
	}
	return out
}

// rank orders names for headings: the English one in full, others in full, short ones.
func (n Name) rank() int {
	switch {
	case n.Short:
		return 2
	case n.Lang != "en":
		return 1
	}
	return 0
}

// Title is what the subject is called in headings.
func (s Subject) Title() string {
	names := slices.SortedStableFunc(slices.Values(s.Names), func(a, b Name) int { return cmp.Compare(a.rank(), b.rank()) })
	return names[0].Text
}

// Validate reports everything that is wrong, each as *invalid.Field.
func (s Subject) Validate() error {
	var errs []error
	if s.ID == "" || strings.Trim(s.ID, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" || s.ID[0] < 'a' || s.ID[0] > 'z' {
		errs = append(errs, invalid.Errorf("name", s.ID, "must be of small letters, digits, _ and -, and begin with a letter, as in reef_bank"))
	}
	if len(s.Names) == 0 {
		errs = append(errs, invalid.Errorf("names", "", "the target needs a name, as in --name \"en=Lake Board\""))
	}
	if s.Contact != "" && crawl.Contact(s.Agent()) != s.Contact {
		errs = append(errs, invalid.Errorf("contact", s.Contact, "must be the address of a page or a mailbox at which a webmaster reaches you, as https://your.site/contact"))
	}
	if s.TDM != "" && s.TDM != crawl.Keep && s.TDM != crawl.Skip {
		errs = append(errs, invalid.Errorf("tdm", string(s.TDM), "is no policy%s", invalid.Suggest(string(s.TDM), []string{string(crawl.Keep), string(crawl.Skip)})))
	}
	return errors.Join(errs...)
}

// Files are the subject's files, settings first.
func (s Subject) Files() ([]File, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	s.TDM = cmp.Or(s.TDM, crawl.Keep)
	t, err := template.New("").Funcs(template.FuncMap{"q": quoted}).ParseFS(templates, "templates/*.yaml")
	if err != nil {
		return nil, err
	}
	var out []File
	for _, name := range []string{"framewatch.yaml", "sources.yaml", "gazetteer.yaml", "codebook.yaml", "blocs.yaml", "events.yaml"} {
		var b bytes.Buffer
		if err := t.ExecuteTemplate(&b, name, s); err != nil {
			return nil, err
		}
		if name == "sources.yaml" {
			if err := config.WriteDrafts(&b, config.ListHead{ID: s.ID, Version: "0.1.0"}, s.Outlets...); err != nil {
				return nil, err
			}
		}
		out = append(out, File{name, b.Bytes()})
	}
	for _, kind := range config.SchemaNames() {
		var b bytes.Buffer
		if err := config.WriteJSONSchema(&b, kind); err != nil {
			return nil, err
		}
		out = append(out, File{config.SchemaPath(kind), b.Bytes()})
	}
	return out, nil
}

// quoted is a text as YAML and JSON write it between quotation marks.
func quoted(s string) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(s)
	return strings.TrimSpace(b.String()), err
}
