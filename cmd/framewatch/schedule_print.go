package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/units"
	"framewatch/store"
)

// printFlags are the flags of schedule print.
type printFlags struct {
	spec  units.Spec
	at    string
	every time.Duration
	out   string
}

func newSchedulePrint(g *global) *cobra.Command {
	var f printFlags
	c := &cobra.Command{
		Use: "print systemd|cron|kubernetes", Short: "Write what starts Framewatch on a schedule",
		Long: `Print writes units of systemd, a line for cron or objects of Kubernetes for this
program with these settings and this dataset, and installs nothing. They start
framewatch run at fixed times, or with --stay framewatch schedule once. Settings are
checked first, as a run reads them.

A run that ends with 3 has done its work and says that a source failed: systemd does
not take that for a failure of the service, and Kubernetes does not try again.`,
		Example: "  framewatch schedule print systemd -c /etc/framewatch/framewatch.yaml --user framewatch -o /etc/systemd/system\n" +
			"  framewatch schedule print systemd --stay\n  framewatch schedule print cron --at 02:40 --every 12h\n  framewatch schedule print kubernetes --image registry.example/framewatch:1.0",
		Args: args(cobra.ExactArgs(1)), ValidArgs: []string{"systemd", "cron", "kubernetes"},
		RunE: func(c *cobra.Command, a []string) error {
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			if err := cfg.Check(c.Context()); err != nil {
				return err
			}
			files, err := f.files(g, cfg, a[0])
			if err != nil {
				return usageError{err}
			}
			return f.write(g, files)
		},
	}
	fs := c.Flags()
	fs.StringVar(&f.spec.Name, "name", "framewatch", "name of the units: small letters, digits and -")
	fs.StringVar(&f.spec.User, "user", "", "account that runs it (systemd; for cron a line for /etc/cron.d)")
	fs.BoolVar(&f.spec.Stay, "stay", false, "the process that stays, framewatch schedule")
	fs.StringVar(&f.at, "at", "03:17", "time of a run, HH:MM; Kubernetes counts in UTC")
	fs.DurationVar(&f.every, "every", 24*time.Hour, "time between two runs: 1h, 2h, 3h, 4h, 6h, 8h, 12h or 24h")
	fs.StringVar(&f.spec.Listen, "listen", "127.0.0.1:9464", "address for metrics and health, with --stay; empty for none")
	fs.StringVar(&f.spec.Image, "image", "registry.example/framewatch:VERSION", "container image, for Kubernetes")
	fs.StringVarP(&f.out, "out", "o", "", "folder to write the files into (default: standard output)")
	return c
}

// files makes the files of one kind.
func (f *printFlags) files(g *global, cfg *config.Loaded, kind string) (files []units.File, err error) {
	s := f.spec
	s.Every = int(f.every / time.Hour)
	if f.every != time.Duration(s.Every)*time.Hour {
		return nil, fmt.Errorf("--every %s: want 1h, 2h, 3h, 4h, 6h, 8h, 12h or 24h, which divide a day", f.every)
	}
	if s.At, err = units.ParseAt(f.at); err != nil {
		return nil, fmt.Errorf("--at %w", err)
	}
	if s.Binary, err = os.Executable(); err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	if s.Settings, err = settingsPath(cfg.File, g.configFile); err != nil {
		return nil, err
	}
	if s.Data, s.Writes, err = dataPaths(cfg.Data); err != nil {
		return nil, err
	}
	s.Browser = slices.ContainsFunc(cfg.Sources, func(src corpus.Source) bool { return src.Render })
	switch kind {
	case "systemd":
		return units.Systemd(s)
	case "cron":
		file, err := units.Cron(s)
		return []units.File{file}, err
	case "kubernetes":
		file, err := units.Kubernetes(s)
		return []units.File{file}, err
	}
	return nil, fmt.Errorf("%q: want systemd, cron or kubernetes", kind)
}

// settingsPath is the settings file as seen from anywhere; empty for the built-in
// ones.
func settingsPath(loaded, given string) (string, error) {
	if strings.HasPrefix(loaded, "builtin:") {
		return loaded, nil
	}
	if _, err := os.Stat(loaded); err != nil && given == "" {
		return "", nil // there is none
	}
	return filepath.Abs(loaded)
}

// dataPaths are the dataset as seen from anywhere, and the folder in which a run
// writes.
func dataPaths(data string) (seen, writes string, err error) {
	if !store.InBucket(data) {
		seen, err = filepath.Abs(data)
		return seen, seen, err
	}
	u, err := url.Parse(data)
	if err != nil {
		return "", "", err
	}
	if writes = u.Query().Get("state"); !filepath.IsAbs(writes) {
		return "", "", errors.New("a dataset in a bucket needs its working folder in the address, as state=/var/lib/framewatch: the default is in a home")
	}
	return data, filepath.Clean(writes), nil
}

// write puts files into a folder, or shows them one after the other.
func (f *printFlags) write(g *global, files []units.File) error {
	for i, file := range files {
		if f.out != "" {
			path := filepath.Join(f.out, file.Name)
			if err := os.WriteFile(path, []byte(file.Text), 0o644); err != nil {
				return usageError{fmt.Errorf("write unit: %w", err)}
			}
			fmt.Fprintln(g.text(), path)
			continue
		}
		if len(files) > 1 {
			fmt.Fprintf(g.text(), "%s# %s\n", map[bool]string{true: "\n"}[i > 0], file.Name)
		}
		fmt.Fprint(g.text(), file.Text)
	}
	return nil
}
