package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

// TestRelease makes a release for Linux on this processor and uses each part of it.
func TestRelease(t *testing.T) {
	nfpm := os.Getenv("FRAMEWATCH_NFPM")
	if nfpm == "" || runtime.GOOS != "linux" {
		t.Skip("needs Linux, and nfpm, which make test installs and names in FRAMEWATCH_NFPM")
	}
	out := filepath.Join(t.TempDir(), "dist")
	if err := run(t.Context(), filepath.Join("..", ".."), out, nfpm, []string{"linux/" + runtime.GOARCH}); err != nil {
		t.Fatal(err)
	}
	t.Run("checksums", func(t *testing.T) { checkSums(t, out) })
	t.Run("archive", func(t *testing.T) { checkArchive(t, only(t, out, "*.tar.gz")) })
	t.Run("debian", func(t *testing.T) { checkDebian(t, only(t, out, "*.deb")) })
	t.Run("image", func(t *testing.T) { checkImage(t, filepath.Join(out, "oci")) })
	t.Run("materials", func(t *testing.T) { checkMaterials(t, only(t, out, "*.cdx.json")) })
}

// only is the one file of a pattern.
func only(t *testing.T, dir, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %q, %v", pattern, found, err)
	}
	return found[0]
}

// checkSums holds that every file is listed with its digest.
func checkSums(t *testing.T, out string) {
	t.Helper()
	sums, err := os.ReadFile(filepath.Join(out, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for line := range strings.Lines(string(sums)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		listed[name] = sum
	}
	err = filepath.WalkDir(out, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == "SHA256SUMS" {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(out, path)
		if sum := sha256.Sum256(data); listed[name] != hex.EncodeToString(sum[:]) {
			t.Errorf("%s has another digest than SHA256SUMS says, %q", name, listed[name])
		}
		delete(listed, name)
		return err
	})
	if err != nil || len(listed) > 0 {
		t.Errorf("%v; without a file: %v", err, listed)
	}
}

// says runs a program of the release and wants its version.
func says(t *testing.T, bin string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), bin, "version").CombinedOutput()
	if err != nil || !strings.HasPrefix(string(out), "framewatch 0.") || !strings.Contains(string(out), "commit") {
		t.Errorf("%s version: %v: %s", bin, err, out)
	}
}

func checkArchive(t *testing.T, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	files := unpack(t, z, t.TempDir())
	for _, want := range []string{"LICENSE", "README.md", "CHANGELOG.md", "completions/framewatch.bash", "completions/_framewatch"} {
		if files[want] == "" {
			t.Errorf("no %s in it", want)
		}
	}
	says(t, files["framewatch"])
}

// unpack writes the files of an archive into a folder and says where each is, by its
// name without the first folder.
func unpack(t *testing.T, r io.Reader, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for tr := tar.NewReader(r); ; {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		_, name, _ := strings.Cut(h.Name, "/")
		path := filepath.Join(dir, filepath.FromSlash(name))
		data, err := io.ReadAll(tr)
		if err := errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, h.FileInfo().Mode())); err != nil {
			t.Fatal(err)
		}
		out[name] = path
	}
}

// checkDebian unpacks the package, runs what is in it and has systemd read its units.
func checkDebian(t *testing.T, path string) {
	t.Helper()
	if _, err := exec.LookPath("dpkg-deb"); err != nil {
		t.Skip("needs dpkg-deb")
	}
	root := t.TempDir()
	for _, args := range [][]string{{"dpkg-deb", "--info", path}, {"dpkg-deb", "-x", path, root}, {"dpkg-deb", "-e", path, filepath.Join(root, "DEBIAN")}} {
		if out, err := exec.CommandContext(t.Context(), args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v: %s", args, err, out)
		}
	}
	says(t, filepath.Join(root, installed))
	settings := filepath.Join(root, configured)
	if out, err := exec.CommandContext(t.Context(), filepath.Join(root, installed), "config", "validate", "-c", settings).CombinedOutput(); err != nil {
		t.Errorf("its settings: %v: %s", err, out)
	}
	if out, err := exec.CommandContext(t.Context(), "sh", "-n", filepath.Join(root, "DEBIAN", "postinst")).CombinedOutput(); err != nil {
		t.Errorf("postinst: %v: %s", err, out)
	}
	conffiles, err := os.ReadFile(filepath.Join(root, "DEBIAN", "conffiles"))
	if err != nil || !strings.Contains(string(conffiles), configured) {
		t.Errorf("an upgrade would overwrite %s: %q, %v", configured, conffiles, err)
	}
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("needs systemd-analyze")
	}
	units, err := filepath.Glob(filepath.Join(root, "usr/lib/systemd/system/framewatch*"))
	if err != nil || len(units) < 2 {
		t.Fatalf("units %q, %v", units, err)
	}
	// The units name the binary where the package puts it.
	for _, u := range units {
		text, err := os.ReadFile(u)
		if err == nil {
			err = os.WriteFile(u, bytes.ReplaceAll(text, []byte(installed), []byte(filepath.Join(root, installed))), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.CommandContext(t.Context(), "systemd-analyze", append([]string{"verify", "--man=no"}, units...)...).CombinedOutput(); err != nil {
		t.Errorf("systemd-analyze verify: %v: %s", err, out)
	}
}

// checkImage reads the layout by the specification, and runs the binary of a layer.
func checkImage(t *testing.T, path string) {
	t.Helper()
	index, err := layout.ImageIndexFromPath(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := validate.Index(index); err != nil {
		t.Error(err)
	}
	manifest, err := index.IndexManifest()
	if err != nil || len(manifest.Manifests) != 1 || manifest.Manifests[0].Platform.Architecture != runtime.GOARCH {
		t.Fatalf("%+v, %v", manifest, err)
	}
	img, err := index.Image(manifest.Manifests[0].Digest)
	if err != nil {
		t.Fatal(err)
	}
	config, err := img.ConfigFile()
	if err != nil || config.Config.User != nobody || config.Config.Entrypoint[0] != installed {
		t.Errorf("%+v, %v", config, err)
	}
	layers, err := img.Layers()
	if err != nil || len(layers) != 1 {
		t.Fatalf("%d layers, %v", len(layers), err)
	}
	r, err := layers[0].Uncompressed()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	says(t, unpack(t, r, t.TempDir())["bin/framewatch"])
}

// checkMaterials holds that modules are named with digests and licences.
func checkMaterials(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var bill struct {
		BOMFormat  string `json:"bomFormat"`
		Components []struct {
			Name     string `json:"name"`
			Version  string `json:"version"`
			Hashes   []any  `json:"hashes"`
			Licenses []any  `json:"licenses"`
		} `json:"components"`
	}
	if err := json.Unmarshal(data, &bill); err != nil || bill.BOMFormat != "CycloneDX" || len(bill.Components) < 50 {
		t.Fatalf("%d components, %v", len(bill.Components), err)
	}
	for _, c := range bill.Components {
		if c.Version == "" || len(c.Licenses) == 0 || len(c.Hashes) == 0 && c.Name != "std" {
			t.Errorf("%+v", c)
		}
	}
}

func TestVersionOf(t *testing.T) {
	for described, want := range map[string]string{"v1.2.3": "1.2.3", "v1.2.3-4-gabc1234": "1.2.3-4-gabc1234", "abc1234-dirty": "0.0.0-abc1234-dirty"} {
		if got := versionOf(described); got != want {
			t.Errorf("%s is %s, want %s", described, got, want)
		}
	}
}

func TestSection(t *testing.T) {
	const changes = "# Changelog\n\n## [Unreleased]\n\n- new\n\n## [1.1.0] - 2030-01-02\n\n### Added\n\n- added\n\n## [1.0.0] - 2029-01-02\n\n- first\n"
	for version, want := range map[string]string{"1.1.0": "## [1.1.0] - 2030-01-02\n\n### Added\n\n- added\n", "1.2.0-3-gabc": "## [Unreleased]\n\n- new\n"} {
		if got, err := section(changes, version); got != want || err != nil {
			t.Errorf("%s: %q, %v", version, got, err)
		}
	}
	if _, err := section(changes, "2.0.0"); err == nil {
		t.Error("a version that the changelog does not have is released")
	}
}
