package demosite

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"framewatch/internal/invalid"
	"framewatch/internal/lazyregexp"
)

// story is a file of stories/; stories/README.md documents the fields.
type story struct {
	Story    string         `yaml:"story"`
	Summary  string         `yaml:"summary"`
	Articles []storyArticle `yaml:"articles"`
	file     string
}

type storyArticle struct {
	ID            string         `yaml:"id"`
	Outlet        string         `yaml:"outlet"`
	Slug          string         `yaml:"slug"`
	Title         string         `yaml:"title"`
	Author        authors        `yaml:"author"`
	Published     string         `yaml:"published"`
	Section       string         `yaml:"section"`
	Paragraphs    []string       `yaml:"paragraphs"`
	CopyOf        string         `yaml:"copy_of"`
	TranslationOf string         `yaml:"translation_of"`
	Credit        string         `yaml:"credit"`
	Keep          []int          `yaml:"keep"`
	Replace       map[int]string `yaml:"replace"`
	Prepend       []string       `yaml:"prepend"`
	Append        []string       `yaml:"append"`
	Second        *storyHalf     `yaml:"second"`
}

type storyHalf struct {
	Lang       string   `yaml:"lang"`
	Title      string   `yaml:"title"`
	Paragraphs []string `yaml:"paragraphs"`
	Renderings []string `yaml:"renderings"`
}

// authors is one name or a list of names.
type authors []string

// UnmarshalYAML accepts a string where a list of one is meant.
func (a *authors) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*a = authors{n.Value}
		return nil
	}
	return n.Decode((*[]string)(a))
}

var slugPattern = lazyregexp.New(`^[a-z0-9][a-z0-9-]*$`)

func loadStories(fsys fs.FS) ([]story, error) {
	names, err := fs.Glob(fsys, "stories/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list demo stories: %w", err)
	}
	var out []story
	var errs []error
	for _, name := range names { // fs.Glob sorts
		st := story{file: name}
		if err := decode(fsys, name, &st); err != nil {
			errs = append(errs, err)
			continue
		}
		// 07-essay-and-reply.yaml holds the story essay-and-reply.
		_, want, _ := strings.Cut(strings.TrimSuffix(path.Base(name), ".yaml"), "-")
		if st.Story != want {
			errs = append(errs, invalid.Errorf(name+": story", st.Story, "must be %q as in the file's name", want))
		}
		out = append(out, st)
	}
	return out, errors.Join(errs...)
}

// at names article i for error messages.
func (st story) at(i int) string { return fmt.Sprintf("%s: articles[%d]", st.file, i) }

// find returns the place of the article with this id.
func (st story) find(id string) (int, bool) {
	i := slices.IndexFunc(st.Articles, func(a storyArticle) bool { return a.ID == id })
	return i, i >= 0
}

// publish makes the article of entry i and adds it to its outlet.
func (st story) publish(i int, outlets map[string]*outlet) error {
	e := st.Articles[i]
	o, known := outlets[e.Outlet]
	if !known {
		return invalid.Errorf("outlet", e.Outlet, "is not in outlets.yaml")
	}
	published, err := time.Parse(time.RFC3339, e.Published)
	if err != nil {
		return invalid.Errorf("published", e.Published, "must be a time with its offset, such as 2026-03-04T08:15:00+00:00")
	}
	// Parse uses the machine's zone where the offsets happen to agree, and with
	// it the zone's name; the story must look the same everywhere.
	_, offset := published.Zone()
	published = published.In(time.FixedZone("", offset))
	paragraphs, err := st.text(i)
	if err != nil {
		return err
	}
	if err := st.check(i, o); err != nil {
		return err
	}
	sec, _ := o.section(e.Section)
	a := &Article{
		Outlet: o.ID, Story: st.Story, ID: st.Story + "/" + e.ID, Title: e.Title, Authors: e.Author,
		Lang: o.Lang, Charset: o.look.charset(), Section: e.Section, Published: published,
		Shown: o.look.Date.shown(published), Paragraphs: paragraphs, Credit: e.Credit,
		URL:    o.base() + expand(o.look.Article, "slug", e.Slug, "section", sec.Slug, "date", published.Format("2006/01/02")),
		CopyOf: st.ref(e.CopyOf), TranslationOf: st.ref(e.TranslationOf),
	}
	if h := e.Second; h != nil {
		a.Second = &Half{Lang: h.Lang, Title: h.Title, Paragraphs: trimmed(h.Paragraphs), Renderings: h.Renderings}
	}
	for _, pattern := range o.look.Aliases {
		a.Aliases = append(a.Aliases, o.base()+expand(pattern, "slug", e.Slug, "date", published.Format("2006/01/02")))
	}
	o.articles = append(o.articles, a)
	o.bySlug[e.Slug] = a
	return nil
}

// ref makes an article's id within this story one of the site.
func (st story) ref(id string) string {
	if id == "" {
		return ""
	}
	return st.Story + "/" + id
}

// check reports what is wrong with entry i beside its text and date.
func (st story) check(i int, o *outlet) error {
	e := st.Articles[i]
	var errs []error
	if !slugPattern.MatchString(e.Slug) {
		errs = append(errs, invalid.Errorf("slug", e.Slug, "must be lower-case ASCII letters, digits and hyphens"))
	}
	if e.Title == "" {
		errs = append(errs, invalid.Errorf("title", "", "is missing"))
	}
	if first, _ := st.find(e.ID); first != i {
		errs = append(errs, invalid.Errorf("id", e.ID, "is also articles[%d]", first))
	}
	if _, known := o.section(e.Section); !known {
		errs = append(errs, invalid.Errorf("section", e.Section, "is not in looks/%s.yaml", o.ID))
	}
	if _, known := st.find(e.TranslationOf); e.TranslationOf != "" && !known {
		errs = append(errs, invalid.Errorf("translation_of", e.TranslationOf, "is no article of this story"))
	}
	if h := e.Second; h != nil && (h.Lang == "" || h.Title == "" || len(h.Paragraphs) == 0) {
		errs = append(errs, invalid.Errorf("second", h.Lang, "needs lang, title and paragraphs"))
	}
	return errors.Join(errs...)
}

// text gives the paragraphs of entry i; a copy takes them from its original,
// which may be a copy itself.
func (st story) text(i int) ([]string, error) {
	e, edits := st.Articles[i], []storyArticle(nil)
	for e.CopyOf != "" {
		edits = append(edits, e)
		at, known := st.find(e.CopyOf)
		if !known {
			return nil, invalid.Errorf("copy_of", e.CopyOf, "is no article of this story")
		}
		if len(edits) > len(st.Articles) {
			return nil, invalid.Errorf("copy_of", e.CopyOf, "leads back to this article")
		}
		e = st.Articles[at]
	}
	if len(e.Paragraphs) == 0 {
		return nil, invalid.Errorf("paragraphs", "", "is missing; give the text or copy_of")
	}
	out := trimmed(e.Paragraphs)
	for _, edit := range slices.Backward(edits) {
		var err error
		if out, err = edit.apply(out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// apply makes a copy's paragraphs from those of its original.
func (e storyArticle) apply(original []string) ([]string, error) {
	if len(e.Paragraphs) > 0 {
		return nil, invalid.Errorf("paragraphs", "", "and copy_of exclude each other; use append or replace")
	}
	keep := e.Keep
	if keep == nil {
		for i := range original {
			keep = append(keep, i)
		}
	}
	for _, i := range slices.Sorted(maps.Keys(e.Replace)) {
		if !slices.Contains(keep, i) {
			return nil, invalid.Errorf("replace", fmt.Sprint(i), "is not a paragraph that the copy keeps")
		}
	}
	out := trimmed(e.Prepend)
	for _, i := range keep {
		if i < 0 || i >= len(original) {
			return nil, invalid.Errorf("keep", fmt.Sprint(i), "is not one of the original's %d paragraphs", len(original))
		}
		p := original[i]
		if other, replaced := e.Replace[i]; replaced {
			p = strings.TrimSpace(other)
		}
		out = append(out, p)
	}
	return append(out, trimmed(e.Append)...), nil
}

// trimmed takes off the line end that YAML's folded blocks leave.
func trimmed(paragraphs []string) []string {
	out := make([]string, 0, len(paragraphs))
	for _, p := range paragraphs {
		out = append(out, strings.TrimSpace(p))
	}
	return out
}
