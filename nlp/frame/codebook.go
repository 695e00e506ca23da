package frame

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/invalid"
)

// File is a codebook file: the codebook under its one key.
type File struct {
	Codebook Codebook `yaml:"codebook" json:"codebook"`
}

// Validate reports every mistake in the file as *invalid.Field.
func (f *File) Validate() error { return invalid.Under("codebook", f.Codebook.Validate()) }

// Codebook is a set of frames with the terms that show them.
type Codebook struct {
	ID         string      `yaml:"id" json:"id"`
	Version    string      `yaml:"version" json:"version"`
	Languages  []string    `yaml:"languages" json:"languages"` // BCP 47, of the terms
	Licence    string      `yaml:"licence" json:"licence"`
	Status     string      `yaml:"status" json:"status"` // such as draft, validated; free
	Sets       []Set       `yaml:"sets" json:"sets"`
	Frames     []Frame     `yaml:"frames" json:"frames"`
	Crosswalks []Crosswalk `yaml:"crosswalks" json:"crosswalks"` // for readers, not used here
}

// Crosswalk relates the frames to another scheme.
type Crosswalk struct {
	ID        string              `yaml:"id" json:"id"`
	Label     string              `yaml:"label" json:"label"`
	Frames    []string            `yaml:"frames" json:"frames"`       // of the other scheme
	Crosswalk map[string][]string `yaml:"crosswalk" json:"crosswalk"` // other scheme's frame -> ours
	ToneCodes []string            `yaml:"tone_codes" json:"tone_codes"`
}

// Set is a group of entities that requirements name.
type Set struct {
	ID       string            `yaml:"id" json:"id"`
	Entities []corpus.EntityID `yaml:"entities" json:"entities"` // a * at the end stands for the rest: country.*
	// Target makes it the set of the target that a document is coded for, with all
	// that is part of it; then it lists no entities, and the other sets do without
	// them: a body is no rival of its own.
	Target bool `yaml:"target" json:"target"`
}

// Frame is one way of presenting the subject.
type Frame struct {
	ID         string              `yaml:"id" json:"id"`
	Label      map[string]string   `yaml:"label" json:"label"` // by language
	Polarity   string              `yaml:"polarity" json:"polarity"`
	Definition string              `yaml:"definition" json:"definition"`
	CodingRule string              `yaml:"coding_rule" json:"coding_rule"`
	Unit       string              `yaml:"unit" json:"unit"`
	Terms      map[string][]string `yaml:"terms" json:"terms"`
	AntiTerms  map[string][]string `yaml:"anti_terms" json:"anti_terms"`
	Requires   []Requirement       `yaml:"requires" json:"requires"` // all must hold
	Examples   Examples            `yaml:"examples" json:"examples"`
	Notes      string              `yaml:"notes" json:"notes"`
}

// Requirement asks for a mention of an entity of a set at most that many
// sentences from the hit; the headline is next to the first sentence.
type Requirement struct {
	Set             string `yaml:"set" json:"set"`
	WithinSentences int    `yaml:"within_sentences" json:"within_sentences"`
}

// Examples are sentences that a coder would and would not code.
type Examples struct {
	Include []string `yaml:"include" json:"include"`
	Exclude []string `yaml:"exclude" json:"exclude"`
}

var (
	frameID    = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	polarities = []string{"positive", "negative", "neutral", "mixed"}
)

// Validate reports every mistake in the codebook as *invalid.Field.
func (c *Codebook) Validate() error {
	var errs []error
	if c.ID == "" {
		errs = append(errs, invalid.Errorf("id", "", "is missing"))
	}
	if c.Version == "" {
		errs = append(errs, invalid.Errorf("version", "", "is missing"))
	}
	var sets []string
	for i, s := range c.Sets {
		path := fmt.Sprintf("sets[%d]", i)
		switch {
		case s.ID == "":
			errs = append(errs, invalid.Errorf(path+".id", "", "is missing"))
		case slices.Contains(sets, s.ID):
			errs = append(errs, invalid.Errorf(path+".id", s.ID, "is there twice"))
		}
		switch {
		case len(s.Entities) == 0 && !s.Target:
			errs = append(errs, invalid.Errorf(path+".entities", "", "has no entity"))
		case len(s.Entities) > 0 && s.Target:
			errs = append(errs, invalid.Errorf(path+".entities", string(s.Entities[0]), "stands in the set of the target, which the settings name; leave entities out or target"))
		}
		sets = append(sets, s.ID)
	}
	seen := map[string]bool{}
	for i, f := range c.Frames {
		path := fmt.Sprintf("frames[%d]", i)
		if seen[f.ID] {
			errs = append(errs, invalid.Errorf(path+".id", f.ID, "is there twice"))
		}
		seen[f.ID] = true
		errs = append(errs, invalid.Under(path, f.validate(c.Languages, sets)))
	}
	return errors.Join(errs...)
}

func (f *Frame) validate(langs, sets []string) error {
	var errs []error
	if !frameID.MatchString(f.ID) {
		errs = append(errs, invalid.Errorf("id", f.ID, "is not a frame ID (small letters, digits, underscores)"))
	}
	if f.Polarity != "" && !slices.Contains(polarities, f.Polarity) {
		errs = append(errs, invalid.Errorf("polarity", f.Polarity, "is not known%s", invalid.Suggest(f.Polarity, polarities)))
	}
	if len(f.Terms) == 0 {
		errs = append(errs, invalid.Errorf("terms", "", "has no term"))
	}
	errs = append(errs, checkTerms("terms", f.Terms, langs), checkTerms("anti_terms", f.AntiTerms, langs))
	for i, r := range f.Requires {
		path := fmt.Sprintf("requires[%d]", i)
		if !slices.Contains(sets, r.Set) {
			errs = append(errs, invalid.Errorf(path+".set", r.Set, "is not a set of this codebook%s", invalid.Suggest(r.Set, sets)))
		}
		if r.WithinSentences < 0 {
			errs = append(errs, invalid.Errorf(path+".within_sentences", fmt.Sprint(r.WithinSentences), "is below 0"))
		}
	}
	return errors.Join(errs...)
}

func checkTerms(path string, terms map[string][]string, langs []string) error {
	var errs []error
	for _, lang := range slices.Sorted(maps.Keys(terms)) {
		at := path + "." + lang
		if len(langs) > 0 && !slices.ContainsFunc(langs, func(l string) bool { return l == lang || base(l) == lang }) {
			errs = append(errs, invalid.Errorf(at, lang, "is not among the codebook's languages%s", invalid.Suggest(lang, langs)))
		}
		for i, term := range terms[lang] {
			switch {
			case strings.Trim(term, "*? \t") == "":
				errs = append(errs, invalid.Errorf(fmt.Sprintf("%s[%d]", at, i), term, "is empty"))
			case base(lang) == "zh" && strings.HasPrefix(term, "*"):
				errs = append(errs, invalid.Errorf(fmt.Sprintf("%s[%d]", at, i), term, "begins with a wildcard, which means nothing in Chinese"))
			case slices.Index(terms[lang], term) < i:
				errs = append(errs, invalid.Errorf(fmt.Sprintf("%s[%d]", at, i), term, "is there twice"))
			}
		}
	}
	return errors.Join(errs...)
}

// base is the language of a tag without script and region.
func base(lang string) string {
	b, _, _ := strings.Cut(lang, "-")
	return b
}
