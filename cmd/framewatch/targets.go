package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/invalid"
	"framewatch/report"
)

const targetUsage = "target that it is about (default: the first of annotate.targets)"

// targetNamed is the target of the settings that a flag names, the first where it
// is empty.
func targetNamed(cfg *config.Loaded, name string) (corpus.Target, error) {
	targets := cfg.Targets()
	ids := make([]string, len(targets))
	for i, t := range targets {
		ids[i] = string(t.ID)
		if name == "" || name == ids[i] {
			return t, nil
		}
	}
	return corpus.Target{}, usageError{fmt.Errorf("--target: %q is not among annotate.targets%s", name, invalid.Suggest(name, ids))}
}

// reportPage is the page about one target.
type reportPage struct {
	target corpus.Target
	path   string
}

// reportPages are the pages of all targets: the first at path, the others beside
// it under their IDs.
func reportPages(cfg *config.Loaded, path string) []reportPage {
	var out []reportPage
	for i, t := range cfg.Targets() {
		p := path
		if i > 0 {
			ext := filepath.Ext(path)
			p = fmt.Sprintf("%s-%s%s", strings.TrimSuffix(path, ext), t.ID, ext)
		}
		out = append(out, reportPage{t, p})
	}
	return out
}

// pageConfig is the settings of the page about one target, with links to the
// others where there are some.
func pageConfig(cfg *config.Loaded, page reportPage, all []reportPage) report.Config {
	c := cfg.ReportConfig(page.target.ID)
	if len(all) < 2 {
		return c
	}
	for _, p := range all {
		s := report.Subject{Name: cfg.ReportConfig(p.target.ID).Target, Here: p.path == page.path}
		if s.Name.EN == "" {
			s.Name.EN = string(p.target.ID)
		}
		if !s.Here {
			s.Href = filepath.Base(p.path)
		}
		c.Subjects = append(c.Subjects, s)
	}
	return c
}

// studyOf is the study with a key that a run has computed, if there is one.
func studyOf(studies []*compare.Study, key string) *compare.Study {
	for _, s := range studies {
		if s.Key == key {
			return s
		}
	}
	return nil
}
