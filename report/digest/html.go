package digest

import (
	"bufio"
	"embed"
	"html/template"
	"io"

	"framewatch/internal/foreign"
	"framewatch/report"
	"framewatch/report/svg"
)

//go:embed template/digest.gohtml template/style.css
var files embed.FS

// HTML writes a digest as one page without scripts or outside parts, in the colours
// and fonts of reports, for light and dark.
func HTML(w io.Writer, d *Digest) error {
	css, err := files.ReadFile("template/style.css")
	if err != nil {
		return err
	}
	t, err := template.New("digest.gohtml").Funcs(template.FuncMap{"clean": foreign.Line, "dir": report.Direction}).ParseFS(files, "template/digest.gohtml")
	if err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	style := template.CSS(svg.Style + string(css)) //nolint:gosec // both are constants of the program
	if err := t.Execute(b, struct {
		page
		Style template.CSS
	}{pageOf(d), style}); err != nil {
		return err
	}
	return b.Flush()
}
