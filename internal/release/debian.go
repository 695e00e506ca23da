package main

import (
	"compress/gzip"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

//go:embed debian
var debianFiles embed.FS

// content is a file of the package, as nfpm takes it.
type content struct {
	Source string `json:"src,omitempty"`
	Place  string `json:"dst"`
	Type   string `json:"type,omitempty"`
	Info   *info  `json:"file_info,omitempty"`
}

type info struct {
	Mode  uint32 `json:"mode,omitempty"`
	Owner string `json:"owner,omitempty"`
	Group string `json:"group,omitempty"`
}

// debian makes a Debian package: the binary, units of systemd that are not switched
// on, settings that upgrades leave as they are, and a user of its own.
func (r *release) debian(ctx context.Context, b binary, printed map[string]string) (err error) {
	work := r.file("debian")
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	place := func(name, text string) string {
		path := filepath.Join(work, filepath.FromSlash(name))
		err = errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	own := func(name string) string {
		text, e := debianFiles.ReadFile("debian/" + name)
		err = errors.Join(err, e)
		return string(text)
	}
	contents := []content{{Source: b.path, Place: installed, Info: &info{Mode: 0o755}},
		{Source: place("framewatch.yaml", own("framewatch.yaml")), Place: configured, Type: "config|noreplace"},
		{Source: place("sysusers", own("sysusers.conf")), Place: "/usr/lib/sysusers.d/framewatch.conf"},
		{Source: place("tmpfiles", own("tmpfiles.conf")), Place: "/usr/lib/tmpfiles.d/framewatch.conf"},
		{Source: filepath.Join(r.root, "LICENSE"), Place: "/usr/share/doc/framewatch/copyright"},
		{Source: filepath.Join(r.root, "README.md"), Place: "/usr/share/doc/framewatch/README.md"},
		{Source: place("completions/bash", printed["completions/framewatch.bash"]), Place: "/usr/share/bash-completion/completions/framewatch"},
		{Source: place("completions/zsh", printed["completions/_framewatch"]), Place: "/usr/share/zsh/vendor-completions/_framewatch"},
		{Source: place("completions/fish", printed["completions/framewatch.fish"]), Place: "/usr/share/fish/vendor_completions.d/framewatch.fish"},
	}
	for name, text := range printed {
		if unit, ok := strings.CutPrefix(name, "systemd/"); ok {
			contents = append(contents, content{Source: place(name, text), Place: "/usr/lib/systemd/system/" + unit})
		}
	}
	changes, e := r.changes(work)
	contents = append(contents, content{Source: changes, Place: "/usr/share/doc/framewatch/changelog.gz"})
	script := place("postinst", own("postinst"))
	if err = errors.Join(err, e); err != nil {
		return err
	}
	// JSON is YAML: nfpm reads it, and no text can break out of its place.
	settings, err := json.MarshalIndent(map[string]any{
		"name": "framewatch", "arch": b.goarch, "platform": "linux", "version": r.version, "section": "science", "priority": "optional",
		"maintainer": "The Framewatch authors <framewatch@framewatch.invalid>", "license": "Apache-2.0", "mtime": r.at,
		"description": "compare how a subject is covered across outlets, countries and languages\nCrawls news pages from source lists, extracts the articles, finds entities, frames\nand quotations, and writes Parquet tables and a report.",
		"recommends":  []string{"ca-certificates"}, "suggests": []string{"chromium"}, "contents": contents, "scripts": map[string]string{"postinstall": script},
	}, "", "  ")
	if err != nil {
		return err
	}
	_, err = output(ctx, "", []string{"SOURCE_DATE_EPOCH=" + r.epoch()}, r.nfpm, "package", "--packager", "deb",
		"--config", place("nfpm.yaml", string(settings)), "--target", r.file(r.name(b)+".deb"))
	return err
}

// changes is the changelog as Debian keeps it, compressed.
func (r *release) changes(work string) (string, error) {
	text, err := os.ReadFile(filepath.Join(r.root, "CHANGELOG.md"))
	if err != nil {
		return "", err
	}
	path := filepath.Join(work, "changelog.gz")
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	z, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(text)
	}
	return path, errors.Join(err, z.Close(), f.Close())
}
