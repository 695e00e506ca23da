// Command release makes what a release consists of, from the tree that it runs in:
// static binaries of framewatch in archives, a Debian package with systemd units, an
// OCI image layout, a bill of materials, checksums and notes. The same commit gives
// the same bytes: times in archives are those of the commit.
//
//	go run ./internal/release -out dist -nfpm nfpm
//
// The Debian package is made by nfpm, which the Makefile installs in a version that
// it names.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

// allPlatforms are the operating systems and processors that are released.
const allPlatforms = "linux/amd64,linux/arm64,darwin/amd64,darwin/arm64,windows/amd64,windows/arm64"

// release is one release under way.
type release struct {
	root, out, nfpm string
	version         string // without a leading v
	commit          string
	at              time.Time // of the commit
}

// binary is framewatch for one platform.
type binary struct{ goos, goarch, path string }

// name is what files of a platform are called.
func (r *release) name(b binary) string {
	return fmt.Sprintf("framewatch_%s_%s_%s", r.version, b.goos, b.goarch)
}

func main() {
	out := flag.String("out", "dist", "folder to make; what is in it goes")
	nfpm := flag.String("nfpm", "nfpm", "program that makes Debian packages")
	platforms := flag.String("platforms", allPlatforms, "operating systems and processors, separated by commas")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, ".", *out, *nfpm, strings.Split(*platforms, ","))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, root, out, nfpm string, platforms []string) error {
	r, err := newRelease(ctx, root, out, nfpm)
	if err != nil {
		return err
	}
	var binaries []binary
	for _, p := range platforms {
		b, err := r.build(ctx, p)
		if err != nil {
			return err
		}
		binaries = append(binaries, b)
	}
	// Completions and units are what the binary of this machine prints.
	host, err := r.host(ctx, binaries)
	if err != nil {
		return err
	}
	printed, err := r.printed(ctx, host)
	if err != nil {
		return err
	}
	var errs []error
	for _, b := range binaries {
		errs = append(errs, r.archive(b, printed))
		if b.goos == "linux" {
			errs = append(errs, r.debian(ctx, b, printed))
		}
	}
	if err := errors.Join(append(errs, r.image(binaries), r.materials(ctx), r.notes())...); err != nil {
		return err
	}
	return r.sums()
}

// file is a path within the folder of the release.
func (r *release) file(name string) string { return filepath.Join(r.out, name) }
