package demosite

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"go.yaml.in/yaml/v3"

	"framewatch/internal/invalid"
)

//go:embed outlets.yaml trouble.yaml stories/*.yaml looks
//go:embed */outlets.yaml */trouble.yaml */stories/*.yaml */looks
var files embed.FS

// Site is the loaded web. It does not change and may be shared.
type Site struct {
	outlets  []*outlet
	byHost   map[string]*outlet
	articles []Article
	cases    []Case
}

// New loads the embedded stories, looks and troubles about the first subject. An
// error means that a file of this package is wrong; it joins every mistake, each
// with its file.
func New() (*Site, error) { return load(files) }

// Open loads the outlets that write about a subject: the first one, as [New] does,
// where it is empty, or one of [Subjects].
func Open(subject string) (*Site, error) {
	if subject == "" {
		return New()
	}
	if known := Subjects(); !slices.Contains(known, subject) {
		return nil, invalid.Errorf("subject", subject, "has no invented outlets%s", invalid.Suggest(subject, known))
	}
	dir, err := fs.Sub(files, subject)
	if err != nil {
		return nil, err
	}
	return load(dir)
}

// Subjects names the further subjects that have outlets of their own, sorted: each
// is a folder with the same files as this one.
func Subjects() []string {
	lists, _ := fs.Glob(files, "*/outlets.yaml") // the pattern is well formed
	for i, name := range lists {
		lists[i] = path.Dir(name)
	}
	return lists
}

func load(fsys fs.FS) (*Site, error) {
	outlets, err := loadOutlets(fsys)
	if err != nil {
		return nil, err
	}
	stories, err := loadStories(fsys)
	if err != nil {
		return nil, err
	}
	troubles, err := loadTroubles(fsys)
	if err != nil {
		return nil, err
	}
	s := &Site{outlets: outlets, byHost: map[string]*outlet{}}
	for _, o := range outlets {
		s.byHost[o.Host] = o
	}
	if err := s.publish(stories); err != nil {
		return nil, err
	}
	if err := s.makeTrouble(troubles); err != nil {
		return nil, err
	}
	for _, o := range outlets {
		o.route()
	}
	for _, o := range outlets {
		for _, a := range o.articles {
			s.articles = append(s.articles, *a)
		}
	}
	return s, nil
}

// Hosts lists the names that the handler answers to, in the order of
// outlets.yaml; a caller maps each to the server's address when it dials.
func (s *Site) Hosts() []string {
	out := make([]string, 0, len(s.outlets))
	for _, o := range s.outlets {
		out = append(out, o.Host)
	}
	return out
}

// Articles lists what the outlets publish, outlet by outlet in the order of
// outlets.yaml and newest first. The slices in an Article are shared and must
// not be changed.
func (s *Site) Articles() []Article { return slices.Clone(s.articles) }

// Cases lists what goes wrong on purpose, in the order of trouble.yaml.
func (s *Site) Cases() []Case { return slices.Clone(s.cases) }

// publish turns the stories into the outlets' articles.
func (s *Site) publish(stories []story) error {
	byID := map[string]*outlet{}
	for _, o := range s.outlets {
		byID[o.ID] = o
	}
	var errs []error
	for _, st := range stories {
		for i := range st.Articles {
			if err := st.publish(i, byID); err != nil {
				errs = append(errs, invalid.Under(st.at(i), err))
			}
		}
	}
	for _, o := range s.outlets {
		slices.SortStableFunc(o.articles, newestFirst)
		urls := map[string]bool{}
		for _, a := range o.articles {
			if urls[a.URL] {
				errs = append(errs, invalid.Errorf("stories", a.URL, "is the address of two articles; change a slug"))
			}
			urls[a.URL] = true
		}
	}
	return errors.Join(errs...)
}

// decode reads one YAML file and refuses fields that v does not know.
func decode(fsys fs.FS, name string, v any) error {
	f, err := fsys.Open(name)
	if err != nil {
		return fmt.Errorf("read demo file: %w", err)
	}
	defer func() { _ = f.Close() }() // opened for reading only
	dec := yaml.NewDecoder(f)
	dec.KnownFields(true)
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("read demo file %s: %w", name, err)
	}
	return nil
}
