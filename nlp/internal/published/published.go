// Package published fetches the packages that the train commands learn from, with the
// tools of their registries, and reads files of them. Programs alone use it: what was
// learnt is committed.
package published

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// asSource are the packages of PyPI that come as source alone.
const asSource = "jieba"

// Pip downloads packages of PyPI (name==version) into a folder.
func Pip(ctx context.Context, dir string, packages ...string) error {
	args := []string{"-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=" + asSource, "--dest", dir}
	return run(ctx, "python3", append(args, packages...)...)
}

// NPM downloads a package of npm (name@version) into a folder.
func NPM(ctx context.Context, dir, pkg string) error {
	return run(ctx, "npm", "pack", "--silent", "--pack-destination", dir, pkg)
}

// Maven downloads an artifact (group:name:version) into a folder.
func Maven(ctx context.Context, dir, artifact string) error {
	return run(ctx, "mvn", "-q", "dependency:copy", "-Dartifact="+artifact, "-DoutputDirectory="+dir)
}

// GoModule returns the folder of a module in the cache of modules: path@version, which
// becomes no dependency of this one, or the path of a dependency.
func GoModule(ctx context.Context, module string) (dir string, err error) {
	//nolint:gosec // the arguments are the train commands' own
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", module)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("run %s: %w", cmd, err)
	}
	var mod struct{ Dir string }
	if err := json.Unmarshal(text, &mod); err != nil {
		return "", fmt.Errorf("read the answer of %s: %w", cmd, err)
	}
	return mod.Dir, nil
}

func run(ctx context.Context, name string, args ...string) error {
	//nolint:gosec // as above
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run %s: %w", cmd, err)
	}
	return nil
}

// One is the only file of a folder whose name fits a pattern (path/filepath.Match).
func One(dir, pattern string) (string, error) {
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	if err == nil && len(found) != 1 {
		err = fmt.Errorf("there are %d", len(found))
	}
	if err != nil {
		return "", fmt.Errorf("look for %s in %s: %w", pattern, dir, err)
	}
	return found[0], nil
}

// Member reads the file of an archive whose path in it ends with the suffix; with an
// empty one, the only file. Archives are .tgz and .tar.gz, and zip by other names: .whl,
// .jar. The error is [fs.ErrNotExist] where there is none.
func Member(archive, suffix string) (data []byte, err error) {
	read := unzip
	if slices.Contains([]string{".tgz", ".gz"}, filepath.Ext(archive)) {
		read = untar
	}
	if data, err = read(archive, suffix); err != nil {
		return nil, fmt.Errorf("read %q of %s: %w", suffix, archive, err)
	}
	return data, nil
}

func unzip(path, suffix string) (data []byte, err error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, z.Close()) }()
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, suffix) {
			r, err := f.Open()
			if err != nil {
				return nil, err
			}
			data, err := io.ReadAll(r)
			return data, errors.Join(err, r.Close())
		}
	}
	return nil, fs.ErrNotExist
}

func untar(path, suffix string) (data []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil, fs.ErrNotExist
		}
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(h.Name, suffix) {
			return io.ReadAll(t)
		}
	}
}
