package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
)

// What a release is built with: -ldflags "-X main.release=1.2.3 -X main.commit=...
// -X main.built=2026-01-31T12:00:00Z". A build from a checkout knows the last two
// from its repository.
var (
	release string
	commit  string
	built   string
)

// develop is the version of a build that is no release.
const develop = "0.1.0-dev"

// buildInfo says what program this is.
type buildInfo struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Built    string `json:"built,omitempty"` // RFC 3339; without a release the time of the commit
	Modified bool   `json:"modified"`        // there were changes that no commit has
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

// thisBuild is what the linker and the build recorded.
func thisBuild() buildInfo {
	b := buildInfo{Version: release, Commit: commit, Built: built, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		b.Version = cmp.Or(b.Version, develop)
		return b
	}
	if v := info.Main.Version; v != "(devel)" {
		b.Version = cmp.Or(b.Version, v)
	}
	b.Version = cmp.Or(b.Version, develop)
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = cmp.Or(b.Commit, s.Value)
		case "vcs.time":
			b.Built = cmp.Or(b.Built, s.Value)
		case "vcs.modified":
			b.Modified = s.Value == "true" && release == ""
		}
	}
	return b
}

// version is the program's version, as tables and reports have it.
func version() string { return thisBuild().Version }

// String is one line for people.
func (b buildInfo) String() string {
	line := "framewatch " + b.Version
	if b.Commit != "" {
		line += ", commit " + b.Commit[:min(12, len(b.Commit))]
	}
	if b.Modified {
		line += " with changes"
	}
	if at, err := time.Parse(time.RFC3339, b.Built); err == nil {
		line += ", built " + at.UTC().Format(time.DateOnly)
	}
	return fmt.Sprintf("%s (%s, %s/%s)", line, b.Go, b.OS, b.Arch)
}

func newVersion(g *global) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "version", Short: "Print version, commit and build date",
		Long: `Version prints one line: the version, the commit and the date of the build, and the
system that it was built for. A build from a checkout has the commit's date.`,
		Example: "  framewatch version\n  framewatch version --json",
		Args:    args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			b := thisBuild()
			if asJSON {
				return json.NewEncoder(g.stdout).Encode(b)
			}
			_, err := fmt.Fprintln(g.text(), b)
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON object")
	return c
}
