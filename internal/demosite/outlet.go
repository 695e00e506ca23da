package demosite

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"slices"
	"strings"

	"framewatch/internal/invalid"
)

// outlet is one invented publisher: who it is, how its pages look, what it
// publishes and which address answers with what.
type outlet struct {
	ID        string `yaml:"id"`
	Name      string `yaml:"name"`
	Host      string `yaml:"host"`
	Country   string `yaml:"country"`
	OwnerType string `yaml:"owner_type"`
	Lang      string `yaml:"lang"`

	look     look
	tmpl     *template.Template
	articles []*Article // newest first
	bySlug   map[string]*Article
	troubles []trouble
	routes   map[string]page // by path and significant query
}

// look is a file of looks/: all that pages of one outlet share beside their
// template. Patterns hold names in braces, as in /{section}/{slug}.
type look struct {
	Template string    `yaml:"template"` // file of looks/ without .html, the outlet's ID when missing
	Article  string    `yaml:"article"`  // path of an article: {date} (2026/03/04), {section}, {slug}
	Aliases  []string  `yaml:"aliases"`  // paths of other versions of it: {date}, {slug}
	Charset  string    `yaml:"charset"`  // of HTML pages, utf-8 when missing
	Header   string    `yaml:"header"`   // Content-Type of HTML pages, with the charset when missing
	Date     dating    `yaml:"date"`     // how article pages tell their date
	Params   []string  `yaml:"params"`   // query parameters that choose a page; others are ignored
	Page     string    `yaml:"page"`     // path of a list's page after the first: {list}, {n}
	PerPage  int       `yaml:"per_page"` // articles a list page
	Section  string    `yaml:"section"`  // path of a section's list: {section}
	Sections []section `yaml:"sections"`
	Home     int       `yaml:"home"`    // articles on the home page
	Archive  *archive  `yaml:"archive"` // list of all articles
	Feeds    []feed    `yaml:"feeds"`
	Sitemaps []sitemap `yaml:"sitemaps"`
	Robots   string    `yaml:"robots"` // robots.txt; missing means 404
	NotFound notice    `yaml:"not_found"`
	Captions []caption `yaml:"captions"`
	Comments []comment `yaml:"comments"`
}

// section is a rubric: Name as the stories have it, Slug as addresses have it,
// Label as readers see it.
type section struct {
	Name  string `yaml:"name"`
	Slug  string `yaml:"slug"`
	Label string `yaml:"label"`
}

// archive is the path and heading of the list of all articles.
type archive struct {
	Path  string `yaml:"path"`
	Title string `yaml:"title"`
}

// notice is a page that is no article.
type notice struct {
	Title string   `yaml:"title"`
	Text  []string `yaml:"text"`
}

// caption stands under a picture.
type caption struct {
	Text   string `yaml:"text"`
	Credit string `yaml:"credit"`
}

// comment is a reader's.
type comment struct {
	By   string `yaml:"by"`
	When string `yaml:"when"`
	Text string `yaml:"text"`
}

func loadOutlets(fsys fs.FS) ([]*outlet, error) {
	var list struct {
		Outlets []*outlet `yaml:"outlets"`
	}
	if err := decode(fsys, "outlets.yaml", &list); err != nil {
		return nil, err
	}
	shared, err := template.New("shared").Funcs(templateFuncs()).ParseFS(files, "looks/shared.html")
	if err != nil {
		return nil, fmt.Errorf("read demo templates: %w", err)
	}
	var errs []error
	for _, o := range list.Outlets {
		if err := o.load(fsys, shared); err != nil {
			errs = append(errs, err)
		}
	}
	return list.Outlets, errors.Join(errs...)
}

// load reads the outlet's look and template.
func (o *outlet) load(fsys fs.FS, shared *template.Template) error {
	o.bySlug, o.routes = map[string]*Article{}, map[string]page{}
	name := "looks/" + o.ID
	if err := decode(fsys, name+".yaml", &o.look); err != nil {
		return err
	}
	t, err := shared.Clone()
	if err != nil {
		return fmt.Errorf("read demo templates: %w", err)
	}
	page := "looks/" + cmp.Or(o.look.Template, o.ID)
	if o.tmpl, err = t.ParseFS(fsys, page+".html"); err != nil {
		return fmt.Errorf("read demo template %s.html: %w", page, err)
	}
	need := []string{"article", "list"}
	if len(o.look.Aliases) > 0 {
		need = append(need, "alias")
	}
	for _, n := range need {
		if o.tmpl.Lookup(n) == nil {
			return invalid.Errorf(page+".html", n, "is a template that it must define")
		}
	}
	if o.look.PerPage < 1 || o.look.Article == "" {
		return invalid.Errorf(name+".yaml", "", "needs article and per_page")
	}
	if strings.Contains(o.look.Page, "page={n}") && !slices.Contains(o.look.Params, "page") {
		return invalid.Errorf(name+".yaml: page", o.look.Page, "needs page in params, or every page is the first")
	}
	return nil
}

// base is the start of every address of the outlet.
func (o *outlet) base() string { return "http://" + o.Host }

// Charset is for templates that several outlets share.
func (o *outlet) Charset() string { return o.look.charset() }

// section finds a rubric by the name that stories use.
func (o *outlet) section(name string) (section, bool) {
	i := slices.IndexFunc(o.look.Sections, func(s section) bool { return s.Name == name })
	if i < 0 {
		return section{}, false
	}
	return o.look.Sections[i], true
}

func (l look) charset() string {
	if l.Charset == "" {
		return "utf-8"
	}
	return l.Charset
}

// contentType is the header of HTML pages, which may say less than the page's
// meta element or something else.
func (l look) contentType() string {
	if l.Header == "" {
		return "text/html; charset=" + l.charset()
	}
	return l.Header
}

// expand fills the names in braces of a pattern; namesAndValues alternate.
func expand(pattern string, namesAndValues ...string) string {
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		pattern = strings.ReplaceAll(pattern, "{"+namesAndValues[i]+"}", namesAndValues[i+1])
	}
	return pattern
}
