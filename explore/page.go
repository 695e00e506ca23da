package explore

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed template
var files embed.FS

// templates are the pages by name: template/NAME.gohtml defines "main", which
// stands in the frame of template/base.gohtml.
type templates map[string]*template.Template

// view is what the frame of a page shows.
type view struct {
	Title string
	Here  string // address of the entry of the navigation that is this page or above it
	Body  any    // what the page's own template sees, as .Body

	Newer string // a run that was committed after the explorer's generation
	Demo  bool   // whether all outlets are invented
}

func parse(nav []entry) (templates, []byte, error) {
	style, err := files.ReadFile("template/style.css")
	if err != nil {
		return nil, nil, err
	}
	base, err := template.New("base.gohtml").Funcs(functions(nav)).ParseFS(files, "template/base.gohtml")
	if err != nil {
		return nil, nil, err
	}
	entries, err := files.ReadDir("template")
	if err != nil {
		return nil, nil, err
	}
	pages := templates{}
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), ".gohtml")
		if !ok || name == "base" {
			continue
		}
		page, err := base.Clone()
		if err == nil {
			page, err = page.ParseFS(files, path.Join("template", entry.Name()))
		}
		if err != nil {
			return nil, nil, err
		}
		pages[name] = page
	}
	return pages, style, nil
}

func functions(nav []entry) template.FuncMap {
	return template.FuncMap{"count": count, "plural": plural, "entries": func() []entry { return nav }}
}

// show writes a page, all of it or an error: nothing is sent before the template
// has run.
func (e *Explorer) show(w http.ResponseWriter, r *http.Request, status int, name string, v view) {
	var err error
	if v.Newer, err = e.newer(); err != nil {
		e.log.Warn("newest run not known", "error", err)
	}
	var page bytes.Buffer
	if err := e.pages[name].Execute(&page, v); err != nil {
		e.log.Error("template failed", "page", name, "path", r.URL.Path, "error", err)
		http.Error(w, "This page could not be made. The program's log says why.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes()) // the reader may have gone
}

// newer is the run that was committed last, where the explorer does not show it.
func (e *Explorer) newer() (string, error) {
	if e.ds == nil {
		return "", nil
	}
	run, err := e.ds.Latest()
	if err != nil || string(run) == e.ds.Generation().RunID {
		return "", err
	}
	return string(run), nil
}

// count writes a number with thin groups of three.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && len(s) > 4; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// plural writes "1 outlet", "3 outlets".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%s %s", count(n), many)
}

// entry is a link of the navigation.
type entry struct{ Href, Text string }

func (e *Explorer) entries() []entry {
	var out []entry
	if e.ds != nil {
		out = append(out, entry{"/", "Overview"})
	}
	if e.opt.Coding != nil {
		out = append(out, entry{codeHome, "Hand coding"})
	}
	return out
}
