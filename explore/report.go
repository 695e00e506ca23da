package explore

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"framewatch/report"
)

const (
	// reportPage is the report of the generation that is shown, made when it is first
	// asked for. Its lines lead to articles here.
	reportPage = "report.html"
	// reportPolicy is the explorer's with the report's own style, which stands in it.
	reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)

// report serves the page, or the concordance behind it.
func (e *Explorer) report(w http.ResponseWriter, r *http.Request) {
	files, err := e.reportFiles(r.Context())
	if err != nil {
		e.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Security-Policy", reportPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(files[r.URL.Path[1:]]) // the reader may have gone
}

// reportFiles makes the report, once for all who ask.
func (e *Explorer) reportFiles(ctx context.Context) (map[string][]byte, error) {
	release, err := e.takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	if e.reported != nil {
		return e.reported, nil
	}
	study, err := e.corpus.Study(ctx, e.ds, e.opt.Compare)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	cfg := e.opt.Report
	cfg.Articles, cfg.Traces, cfg.Subjects = "/article/", tracePath, nil
	var page, lines bytes.Buffer
	if err := report.Write(ctx, report.Files{Page: &page, Lines: &lines, Name: reportPage}, e.ds, study, cfg); err != nil {
		return nil, err
	}
	e.reported = map[string][]byte{reportPage: page.Bytes(), report.LinesName(reportPage): lines.Bytes()}
	return e.reported, nil
}
