package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"

	"framewatch/store/disk"
)

// checkFiles reads every file of every kept generation once. One that only an
// earlier generation has lies among that generation's links.
func (v *verifier) checkFiles(ctx context.Context) error {
	checked := map[string]bool{}
	check := func(f File, link string) error {
		if checked[f.Path] {
			return ctx.Err()
		}
		checked[f.Path] = true
		if _, err := v.d.fsys.Stat(f.Path); link == "" || !errors.Is(err, fs.ErrNotExist) {
			link = f.Path
		}
		v.checkFile(link, f)
		return ctx.Err()
	}
	for _, f := range v.d.live {
		if err := check(f, ""); err != nil {
			return err
		}
	}
	for _, m := range v.d.manifests {
		if m.SchemaVersion <= deltaVersion {
			continue
		}
		for _, f := range m.Files {
			if err := check(f, linkOf(m, f.Path)); err != nil {
				return err
			}
		}
	}
	for _, a := range v.d.newest().WARC {
		v.checkFile(a.Path, File{Path: a.Path, Bytes: a.Bytes, SHA256: a.SHA256})
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// checkFile holds a file against what the manifest says of it.
func (v *verifier) checkFile(name string, f File) {
	problem := Problem{Path: name, Table: f.Table}
	switch e, err := v.d.fsys.Stat(name); {
	case errors.Is(err, fs.ErrNotExist):
		problem.Code, problem.Message = "missing-file", "named in the manifest but not there"
	case err != nil:
		problem.Code, problem.Message = "unreadable", err.Error()
	case e.Kind != disk.Regular:
		problem.Code, problem.Message = "unreadable", disk.ErrNotRegular.Error()
	case e.Size != f.Bytes:
		problem.Code, problem.Message = "digest", fmt.Sprintf("%d bytes, the manifest has %d", e.Size, f.Bytes)
	case !v.part.has(name):
		return
	default:
		sum, _, err := digestOf(v.d.fsys, name)
		if err == nil && sum == f.SHA256 {
			return
		}
		problem.Code, problem.Message = "digest", fmt.Sprintf("SHA-256 %s, the manifest has %s", sum, f.SHA256)
		if err != nil {
			problem.Code, problem.Message = "unreadable", err.Error()
		}
	}
	v.unreadable[f.Path] = true
	v.add(problem)
}

// checkLinks looks at what a plain glob reads: each link must be there and be
// the file, nothing else may lie among them, and current must be the newest.
func (v *verifier) checkLinks(ctx context.Context) error {
	for _, m := range v.d.manifests {
		if _, err := v.d.fsys.Stat(generationDir(m)); m.SchemaVersion <= deltaVersion || errors.Is(err, fs.ErrNotExist) {
			continue // no links can be had here
		}
		want := map[string]bool{}
		for _, f := range m.Files {
			if err := ctx.Err(); err != nil {
				return err
			}
			link := linkOf(m, f.Path)
			want[link] = true
			if _, err := v.d.fsys.Stat(f.Path); errors.Is(err, fs.ErrNotExist) {
				continue // the link is the file, and was read
			}
			if v.unreadable[f.Path] || disk.Same(v.d.fsys, f.Path, link) {
				continue
			}
			sum, _, err := digestOf(v.d.fsys, link)
			if err != nil || sum != f.SHA256 {
				v.add(Problem{Path: link, Table: f.Table, Code: "link", Message: "it does not lead to the bytes of " + f.Path})
			}
		}
		if data, err := disk.ReadFile(v.d.fsys, copyOf(m), maxManifest); errors.Is(err, fs.ErrNotExist) {
			v.add(Problem{Path: copyOf(m), Code: "link", Message: "the copy of the manifest is not there"})
		} else if err != nil || digestOfBytes(data) != m.digest {
			v.add(Problem{Path: copyOf(m), Code: "manifest", Message: "it is not a copy of " + manifestOf(m.RunID)})
		}
		want[copyOf(m)] = true
		err := disk.Walk(v.d.fsys, generationDir(m), func(name string, _ disk.Entry) error {
			if !want[name] {
				v.add(Problem{Path: name, Code: "orphan", Message: "in no manifest, but among what readers find"})
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("list generation: %w", err)
		}
	}
	return v.checkCurrent()
}

func (v *verifier) checkCurrent() error {
	m := v.d.newest()
	if _, err := v.d.fsys.Stat(generationDir(m)); m.SchemaVersion <= deltaVersion || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if to, err := v.d.fsys.Readlink(currentName); err != nil || to != generationDir(m) {
		v.add(Problem{Path: currentName, Code: "link", Message: fmt.Sprintf("it leads to %q, the newest generation is %s; the next run mends it", to, generationDir(m))})
	}
	return nil
}

// checkOrphans lists what lies in the folders of tables and archive and counts
// in no generation.
func (v *verifier) checkOrphans() error {
	counted := pathsOf(v.d.live)
	for _, m := range v.d.manifests {
		maps.Copy(counted, pathsOf(m.Files))
		for _, a := range m.WARC {
			counted[a.Path] = true
		}
	}
	folders := TableNames()
	for _, table := range folders {
		err := disk.Walk(v.d.fsys, table, func(name string, _ disk.Entry) error {
			if !counted[name] {
				v.add(Problem{Path: name, Code: "orphan", Message: "in no manifest: left by a run that did not finish, or not of this dataset"})
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("list %s: %w", table, err)
		}
	}
	return nil
}

// warcMissing reports whether a capture names an archive file that is not there.
func (v *verifier) warcMissing(name string) bool {
	if !fs.ValidPath(name) || !strings.HasPrefix(name, warcDir+"/") {
		return true
	}
	e, err := v.d.fsys.Stat(path.Clean(name))
	return err != nil || e.Kind != disk.Regular
}
