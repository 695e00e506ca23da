package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"framewatch/internal/units"
)

// newRelease reads version and time from the commit: the newest tag vX.Y.Z, with
// what git says of commits after it and of changes that are in none.
func newRelease(ctx context.Context, root, out, nfpm string) (*release, error) {
	out, err := filepath.Abs(out)
	if err != nil {
		return nil, err
	}
	r := &release{root: root, out: out, nfpm: nfpm}
	described, err := r.git(ctx, "describe", "--tags", "--match", "v[0-9]*", "--always", "--dirty")
	if err != nil {
		return nil, err
	}
	r.version = versionOf(described)
	if r.commit, err = r.git(ctx, "rev-parse", "HEAD"); err != nil {
		return nil, err
	}
	date, err := r.git(ctx, "log", "-1", "--format=%cI")
	if err != nil {
		return nil, err
	}
	if r.at, err = time.Parse(time.RFC3339, date); err != nil {
		return nil, fmt.Errorf("date of the commit: %w", err)
	}
	r.at = r.at.UTC()
	if err := os.RemoveAll(out); err != nil {
		return nil, err
	}
	return r, os.MkdirAll(filepath.Join(out, "bin"), 0o755)
}

// versionOf makes a version of what git describes: that of the tag, or where no tag
// is there one below every release.
func versionOf(described string) string {
	if v, tagged := strings.CutPrefix(described, "v"); tagged {
		return v
	}
	return "0.0.0-" + described
}

func (r *release) git(ctx context.Context, args ...string) (string, error) {
	return output(ctx, r.root, nil, "git", args...)
}

// output runs a program and gives what it prints, without the last line end.
func output(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var stderr bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stderr = dir, append(os.Environ(), env...), &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", filepath.Base(name), strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return strings.TrimSuffix(string(out), "\n"), nil
}

// epoch is the time of the commit in seconds (reproducible-builds.org, SOURCE_DATE_EPOCH).
func (r *release) epoch() string { return strconv.FormatInt(r.at.Unix(), 10) }

// build compiles framewatch for a platform, without cgo and with no path of this
// machine in it.
func (r *release) build(ctx context.Context, platform string) (binary, error) {
	goos, goarch, ok := strings.Cut(platform, "/")
	if !ok {
		return binary{}, fmt.Errorf("platform %q: want OS/ARCH", platform)
	}
	b := binary{goos: goos, goarch: goarch}
	name := r.name(b)
	if goos == "windows" {
		name += ".exe"
	}
	b.path = filepath.Join(r.out, "bin", name)
	flags := fmt.Sprintf("-s -w -X main.release=%s -X main.commit=%s -X main.built=%s", r.version, r.commit, r.at.Format(time.RFC3339))
	_, err := output(ctx, r.root, []string{"CGO_ENABLED=0", "GOOS=" + goos, "GOARCH=" + goarch},
		"go", "build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", b.path, "./cmd/framewatch")
	return b, err
}

// host is the binary that this machine runs: one of the release, or one more.
func (r *release) host(ctx context.Context, binaries []binary) (binary, error) {
	for _, b := range binaries {
		if b.goos == runtime.GOOS && b.goarch == runtime.GOARCH {
			return b, nil
		}
	}
	return r.build(ctx, runtime.GOOS+"/"+runtime.GOARCH)
}

// Where the files of the Debian package lie.
const (
	installed  = "/usr/bin/framewatch"
	configured = "/etc/framewatch/framewatch.yaml"
	collected  = "/var/lib/framewatch/data"
)

// printed runs a binary for the files that it prints: completions of shells, and
// units of systemd for the Debian package. Names are paths below the archive.
func (r *release) printed(ctx context.Context, host binary) (map[string]string, error) {
	bin, err := filepath.Abs(host.path)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for name, args := range map[string][]string{
		"completions/framewatch.bash": {"completion", "bash"}, "completions/_framewatch": {"completion", "zsh"}, "completions/framewatch.fish": {"completion", "fish"},
		"completions/framewatch.ps1": {"completion", "powershell"},
	} {
		text, err := output(ctx, "", nil, bin, args...)
		if err != nil {
			return nil, err
		}
		out[name] = text + "\n"
	}
	files, err := packaged()
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		out["systemd/"+f.Name] = f.Text
	}
	return out, nil
}

// packaged are the units of the Debian package: a run every night, and the process that
// stays, of which the machine's owner switches on one.
func packaged() ([]units.File, error) {
	nightly := units.Spec{Name: "framewatch", Binary: installed, Settings: configured, Data: collected, Writes: filepath.Dir(collected), User: "framewatch",
		At: 3*60 + 17, Every: 24}
	stays := nightly
	stays.Name, stays.Stay, stays.Listen = "framewatch-schedule", true, "127.0.0.1:9464"
	out, err := units.Systemd(nightly)
	if err != nil {
		return nil, err
	}
	more, err := units.Systemd(stays)
	return append(out, more...), err
}
