package browser_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"framewatch/internal/config"
	"framewatch/internal/demosite"
	"framewatch/internal/pipeline"
	"framewatch/report"
	"framewatch/store"
)

// scratch is a folder for what all tests of the package share.
var scratch string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "framewatch-browser-")
	if err != nil {
		panic(err) // no test could run
	}
	scratch = dir
	defer os.RemoveAll(dir)
	m.Run()
}

// demo is one run of the demo, with its report.
type demo struct {
	files []string // of the report, its first page first
	err   error
}

var theDemo = sync.OnceValue(func() demo {
	if err := runDemo(context.Background(), scratch); err != nil {
		return demo{err: err}
	}
	files, err := filepath.Glob(filepath.Join(scratch, "*.html"))
	slices.SortFunc(files, func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) })
	return demo{files, err}
})

func runDemo(ctx context.Context, dir string) error {
	site, err := demosite.New()
	if err != nil {
		return err
	}
	server, err := demosite.Serve(ctx, site)
	if err != nil {
		return err
	}
	defer server.Close()
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(dir, "data"), "compare.bootstrap": 100}})
	if err != nil {
		return err
	}
	cfg.Crawl.Hosts = map[string]string{}
	for _, h := range site.Hosts() {
		cfg.Crawl.Hosts[h] = server.Addr
	}
	result, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(ctx)
	if err != nil {
		return err
	}
	ds, err := store.Open(cfg.Data)
	if err != nil {
		return err
	}
	name := "report.html"
	var page, lines bytes.Buffer
	if err := report.Write(ctx, report.Files{Page: &page, Lines: &lines, Name: name}, ds, result.Studies[0], cfg.ReportConfig(cfg.Annotate.Targets[0])); err != nil {
		return err
	}
	return errors.Join(os.WriteFile(filepath.Join(dir, name), page.Bytes(), 0o600), os.WriteFile(filepath.Join(dir, report.LinesName(name)), lines.Bytes(), 0o600))
}

// pages are the files of the demo's report.
func pages(t *testing.T) []string {
	t.Helper()
	d := theDemo()
	if d.err != nil {
		t.Fatal(d.err)
	}
	return d.files
}
