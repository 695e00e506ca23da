package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"framewatch/corpus"
	"framewatch/crawl/urlid"
	"framewatch/internal/invalid"
)

// CorrectionFile is configs/corrections.yaml.
type CorrectionFile struct {
	Corrections []Correction `yaml:"corrections" json:"corrections"`
}

// Correction is an editor's word on one page. It says one thing.
type Correction struct {
	URL    string `yaml:"url" json:"url" jsonschema_description:"address of the page, as in documents.url or final_url"`
	Editor string `yaml:"editor" json:"editor" jsonschema_description:"who says so"`
	Day    string `yaml:"day" json:"day" jsonschema_description:"when it was said, YYYY-MM-DD"`
	Reason string `yaml:"reason" json:"reason" jsonschema_description:"why, for those who read the table corrections"`

	Link         *LinkCorrection `yaml:"link" json:"link,omitempty" jsonschema_description:"what a name of the page stands for"`
	Date         string          `yaml:"date" json:"date,omitempty" jsonschema_description:"publication: YYYY-MM-DD, a time with its offset (2026-03-04T08:15:00+08:00), or none"`
	Authors      []string        `yaml:"authors" json:"authors,omitempty" jsonschema_description:"who wrote it; [] for nobody"`
	Outlet       string          `yaml:"outlet" json:"outlet,omitempty" jsonschema_description:"id of the source that published it"`
	Lang         string          `yaml:"lang" json:"lang,omitempty" jsonschema_description:"main language, BCP 47"`
	NoArticle    bool            `yaml:"no_article" json:"no_article,omitempty" jsonschema_description:"the page is none: its row stays, and nothing is counted of it"`
	SameStory    string          `yaml:"same_story" json:"same_story,omitempty" jsonschema_description:"address of a page that tells the same story"`
	NotSameStory string          `yaml:"not_same_story" json:"not_same_story,omitempty" jsonschema_description:"address of a page that tells another story"`

	Place string `yaml:"-" json:"-"` // file and line
}

// LinkCorrection says what a name stands for wherever it is a mention of the page.
type LinkCorrection struct {
	Surface string `yaml:"surface" json:"surface" jsonschema_description:"the name as the text has it; case and traditional characters make no difference"`
	Entity  string `yaml:"entity" json:"entity" jsonschema_description:"id in a gazetteer, or none"`
}

// None is what an editor writes for an entity that no gazetteer has, or a date
// that is not known.
const None = "none"

// Kinds of corrections, as in table corrections.
const (
	CorrectLink         = "link"
	CorrectDate         = "date"
	CorrectAuthors      = "authors"
	CorrectOutlet       = "outlet"
	CorrectLang         = "lang"
	CorrectNoArticle    = "no_article"
	CorrectSameStory    = "same_story"
	CorrectNotSameStory = "not_same_story"
)

// kinds lists what the correction says; a valid one says one thing.
func (c *Correction) kinds() []string {
	var out []string
	for _, k := range []struct {
		kind string
		set  bool
	}{{CorrectLink, c.Link != nil}, {CorrectDate, c.Date != ""}, {CorrectAuthors, c.Authors != nil}, {CorrectOutlet, c.Outlet != ""}, {CorrectLang, c.Lang != ""},
		{CorrectNoArticle, c.NoArticle}, {CorrectSameStory, c.SameStory != ""}, {CorrectNotSameStory, c.NotSameStory != ""}} {
		if k.set {
			out = append(out, k.kind)
		}
	}
	return out
}

// Kind is what the correction is about.
func (c *Correction) Kind() string { return c.kinds()[0] }

// Subject is what on the page it is about, where that is not the whole page: a
// name, or the other page.
func (c *Correction) Subject() string {
	switch {
	case c.Link != nil:
		return c.Link.Surface
	case c.SameStory != "":
		return c.SameStory
	}
	return c.NotSameStory
}

// Value is what should stand in the tables, as text.
func (c *Correction) Value() string {
	switch c.Kind() {
	case CorrectLink:
		return c.Link.Entity
	case CorrectDate:
		return c.Date
	case CorrectAuthors:
		return strings.Join(c.Authors, "; ")
	case CorrectNoArticle:
		return c.Reason
	}
	return c.Outlet + c.Lang
}

// Published is the date that it gives, not known for none.
func (c *Correction) Published() corpus.Date {
	d, _ := parseDate(c.Date)
	return d
}

// correctedBy stands in documents.published_from for a date of an editor.
const correctedBy = "editor"

func parseDate(s string) (corpus.Date, error) {
	if s == None {
		return corpus.Date{}, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return corpus.Date{Time: t, Precision: corpus.PrecisionDay, From: correctedBy}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return corpus.Date{}, errors.New("must be a day (YYYY-MM-DD), a time with its offset (2026-03-04T08:15:00+08:00) or none")
	}
	_, offset := t.Zone()
	return corpus.Date{Time: t.In(time.FixedZone("", offset)), Precision: corpus.PrecisionSecond, HasOffset: true, From: correctedBy}, nil
}

// Validate reports every mistake that the file shows by itself.
func (f CorrectionFile) Validate() error {
	var errs []error
	seen := map[string]int{}
	for i := range f.Corrections {
		c, at := &f.Corrections[i], fmt.Sprintf("corrections[%d]", i)
		errs = append(errs, invalid.Under(at, c.validate()))
		if len(c.kinds()) != 1 {
			continue
		}
		key := strings.Join([]string{normalised(c.URL), c.Kind(), normalised(c.Subject())}, "\n")
		if first, twice := seen[key]; twice {
			errs = append(errs, invalid.Errorf(at+".url", c.URL, "has this correction in corrections[%d] already; keep one", first))
		}
		seen[key] = i
	}
	return errors.Join(append(errs, f.contradictions()...)...)
}

func (c *Correction) validate() error {
	var errs []error
	add := func(path, value, remedy string, args ...any) {
		errs = append(errs, invalid.Errorf(path, value, remedy, args...))
	}
	for _, at := range [][2]string{{"url", c.URL}, {CorrectSameStory, c.SameStory}, {CorrectNotSameStory, c.NotSameStory}} {
		if _, err := urlid.Normalise(at[1], ""); err != nil && (at[1] != "" || at[0] == "url") {
			add(at[0], at[1], "is not a full http or https address, such as https://example.org/news/1")
		}
	}
	for _, at := range [][2]string{{"editor", c.Editor}, {"reason", c.Reason}} {
		if strings.TrimSpace(at[1]) == "" {
			add(at[0], "", "is missing; a correction says who made it and why")
		}
	}
	if !isDay(c.Day) {
		add("day", c.Day, "must be the day of the correction, YYYY-MM-DD")
	}
	if kinds := c.kinds(); len(kinds) == 0 {
		add("url", c.URL, "says nothing; give link, date, authors, outlet, lang, no_article, same_story or not_same_story")
	} else if len(kinds) > 1 {
		add(kinds[1], "", "stands beside %s; write one correction for each", kinds[0])
	}
	if l := c.Link; l != nil && (strings.TrimSpace(l.Surface) == "" || l.Entity == "") {
		add("link", "", "needs surface (the name in the text) and entity (its id, or none)")
	}
	if _, err := parseDate(c.Date); err != nil && c.Date != "" {
		add("date", c.Date, "%s", err)
	}
	if _, err := language.Parse(c.Lang); err != nil && c.Lang != "" {
		add("lang", c.Lang, "is not a BCP 47 tag, such as en, fr or zh-Hans")
	}
	if other := normalised(c.SameStory + c.NotSameStory); other != "" && other == normalised(c.URL) {
		add("url", c.URL, "is also the other page; name two")
	}
	return errors.Join(errs...)
}

// contradictions are pages that are one story by some lines and two by another.
func (f CorrectionFile) contradictions() []error {
	story := map[string]string{}
	var first func(u string) string
	first = func(u string) string {
		if s, ok := story[u]; ok && s != u {
			return first(s)
		}
		return u
	}
	for _, c := range f.Corrections {
		if a, b := first(normalised(c.URL)), first(normalised(c.SameStory)); c.SameStory != "" && a != b {
			story[a] = b
		}
	}
	var errs []error
	for i, c := range f.Corrections {
		a, b := normalised(c.URL), normalised(c.NotSameStory)
		if c.NotSameStory != "" && a != b && first(a) == first(b) {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("corrections[%d].not_same_story", i), c.NotSameStory, "is the same story by other lines; remove one"))
		}
	}
	return errs
}

// normalised is an address as the crawl stores it; what is none stays.
func normalised(address string) string {
	if u, err := urlid.Normalise(address, ""); err == nil {
		return u
	}
	return address
}

// corrections reads the editor's file.
func (l *loader) corrections() {
	path := l.out.Config.Corrections
	if path == "" {
		return
	}
	f, _ := decode[CorrectionFile](l, path) // what can be read of a file with mistakes is looked at for more
	for i, c := range f.Corrections {
		c.URL, c.SameStory, c.NotSameStory = normalised(c.URL), normalised(c.SameStory), normalised(c.NotSameStory)
		c.Place = fmt.Sprintf("%s:%d", l.shown(path), lineOf(l.trees[path], fmt.Sprintf("corrections[%d].url", i)))
		l.out.Corrections = append(l.out.Corrections, c)
	}
}

// crossCorrections checks entities and outlets.
func (l *loader) crossCorrections(entities []string) {
	var outlets []string
	for _, s := range l.out.Sources {
		outlets = append(outlets, string(s.ID))
	}
	var errs []error
	for i, c := range l.out.Corrections {
		at := fmt.Sprintf("corrections[%d].", i)
		if c.Link != nil && c.Link.Entity != None && !slices.Contains(entities, c.Link.Entity) {
			errs = append(errs, invalid.Errorf(at+"link.entity", c.Link.Entity, "is in no gazetteer%s", invalid.Suggest(c.Link.Entity, entities)))
		}
		if c.Outlet != "" && !slices.Contains(outlets, c.Outlet) {
			errs = append(errs, invalid.Errorf(at+"outlet", c.Outlet, "is in no source list%s", invalid.Suggest(c.Outlet, outlets)))
		}
	}
	path := l.out.Config.Corrections
	l.add(locate(l.shown(path), l.trees[path], errors.Join(errs...)))
}
