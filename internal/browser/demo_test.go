package browser_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"framewatch/compare"
	"framewatch/internal/config"
	"framewatch/internal/demosite"
	"framewatch/internal/pipeline"
	"framewatch/report"
	"framewatch/store"
)

// ran is a run of the demo, which all tests look at and none changes.
type ran struct {
	settings *config.Loaded
	dataset  *store.Dataset
	study    *compare.Study
}

// folder is where the demo's dataset lies, until all tests have run.
var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "framewatch-browser-"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	m.Run()
}

// demo is the demo's run, the first time it is asked for.
func demo(t *testing.T) ran {
	t.Helper()
	d, err := runDemo()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var runDemo = sync.OnceValues(func() (ran, error) {
	ctx := context.Background() // of all tests
	site, err := demosite.New()
	if err != nil {
		return ran{}, err
	}
	server, err := demosite.Serve(ctx, site)
	if err != nil {
		return ran{}, err
	}
	defer server.Close()
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(folder, "data"), "compare.bootstrap": 100}})
	if err != nil {
		return ran{}, err
	}
	cfg.Crawl.Hosts = map[string]string{}
	for _, h := range site.Hosts() {
		cfg.Crawl.Hosts[h] = server.Addr
	}
	result, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(ctx)
	if err != nil {
		return ran{}, err
	}
	ds, err := store.Open(cfg.Data)
	if err != nil {
		return ran{}, err
	}
	return ran{cfg, ds, result.Studies[0]}, nil
})

// pages are the files of the demo's report: its page, then the concordance.
func pages(t *testing.T) []string {
	t.Helper()
	files, err := writeReport()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var writeReport = sync.OnceValues(func() ([]string, error) {
	d, err := runDemo()
	if err != nil {
		return nil, err
	}
	const name = "report.html"
	var page, lines bytes.Buffer
	if err := report.Write(context.Background(), report.Files{Page: &page, Lines: &lines, Name: name}, d.dataset, d.study, d.settings.ReportConfig(d.settings.Annotate.Targets[0])); err != nil {
		return nil, err
	}
	files := []string{filepath.Join(folder, name), filepath.Join(folder, report.LinesName(name))}
	return files, errors.Join(os.WriteFile(files[0], page.Bytes(), 0o600), os.WriteFile(files[1], lines.Bytes(), 0o600))
})
