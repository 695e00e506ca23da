package explore

import (
	"bytes"
	"cmp"
	"embed"
	"html/template"
	"net/http"
	"path"
	"strings"

	"framewatch/report"
	"framewatch/report/svg"
)

//go:embed template
var files embed.FS

// templates are the pages by name: template/NAME.gohtml defines "main", which
// stands in the frame of template/base.gohtml and may use template/parts.gohtml.
type templates map[string]*template.Template

// view is what the frame of a page shows.
type view struct {
	Title   string
	Heading []sentence // the title with its marks, where it has any
	Lang    string     // of the title, where it is not the explorer's own
	Here    string     // address of the entry of the navigation that is this page or above it
	Body    any        // what the page's own template sees, as .Body

	Newer string // a run that was committed after the explorer's generation
	Demo  string // says so where outlets are invented
}

const base, parts = "base", "parts"

func parse(nav []entry) (templates, []byte, error) {
	style, err := files.ReadFile("template/style.css")
	if err != nil {
		return nil, nil, err
	}
	style = append(style, svg.Style...)
	frame, err := template.New(base+".gohtml").Funcs(functions(nav)).ParseFS(files, "template/base.gohtml", "template/parts.gohtml")
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
		if !ok || name == base || name == parts {
			continue
		}
		page, err := frame.Clone()
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
	return template.FuncMap{"count": report.Count, "plural": report.Plural, "entries": func() []entry { return nav }}
}

// entry is a link of the navigation.
type entry struct{ Href, Text string }

func (e *Explorer) entries() []entry {
	var out []entry
	if e.ds != nil {
		out = append(out, entry{"/", "Overview"}, entry{"/search", "Search"}, entry{"/groups", "Compare groups"}, entry{"/" + reportPage, "Report"})
	}
	if e.opt.Coding != nil {
		out = append(out, entry{codeHome, "Hand coding"})
	}
	return out
}

// show writes a page, all of it or an error: nothing is sent before the template
// has run.
func (e *Explorer) show(w http.ResponseWriter, r *http.Request, status int, name string, v view) {
	var err error
	if v.Newer, err = e.newer(); err != nil {
		e.log.Warn("newest run not known", "error", err)
	}
	v.Demo = e.demo
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

// byCount orders values by their counts, the greatest first, then by name.
func byCount(counts map[string]int, a, b string) int {
	return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
}
