package render

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"

	"framewatch/internal/invalid"
)

// Config holds the settings of browsers. The zero value is not valid; begin
// with [Default].
type Config struct {
	// Browser is the program to run, a Chromium or Chrome; empty to look for one.
	Browser string `mapstructure:"browser" yaml:"browser" json:"browser"`
	// Pages is how many pages are rendered at once, each in a browser of its own.
	Pages int `mapstructure:"pages" yaml:"pages" json:"pages"`
	// Quiet is how long a loaded page must ask for nothing to count as finished.
	Quiet time.Duration `mapstructure:"quiet" yaml:"quiet" json:"quiet"`
	// Timeout is how long a page may work, not counting the time in which it waits
	// for answers; Longest bounds both together.
	Timeout time.Duration `mapstructure:"timeout" yaml:"timeout" json:"timeout"`
	Longest time.Duration `mapstructure:"longest" yaml:"longest" json:"longest"`
	// Answer is how long a browser may take over one command before it counts as
	// stuck; it may take six times as long to start. Raise it on a slow machine.
	Answer time.Duration `mapstructure:"answer" yaml:"answer" json:"answer"`
	// MaxRequests is how many scripts and pieces of data a page may load.
	MaxRequests int `mapstructure:"max_requests" yaml:"max_requests" json:"max_requests"`
	// MaxMemory is how many bytes a browser may use; it is killed beyond (Linux
	// only).
	MaxMemory int64 `mapstructure:"max_memory" yaml:"max_memory" json:"max_memory"`
	// Sandbox keeps the browser's own walls between a page and this machine. The
	// browser refuses to start with them as root, and in containers that forbid
	// user namespaces: run as another user there, or set it to false, which leaves
	// a hostile page one wall fewer.
	Sandbox bool `mapstructure:"sandbox" yaml:"sandbox" json:"sandbox"`
}

// Default returns settings for pages of news sites.
func Default() Config {
	return Config{Pages: 2, Quiet: 800 * time.Millisecond, Timeout: 20 * time.Second, Longest: 3 * time.Minute,
		Answer: 5 * time.Second, MaxRequests: 60, MaxMemory: 1 << 30, Sandbox: true}
}

// Validate reports every setting that cannot work, each as *invalid.Field.
func (c Config) Validate() error {
	var errs []error
	for _, n := range []struct {
		path            string
		value, min, max int64
	}{{"pages", int64(c.Pages), 1, 64}, {"max_requests", int64(c.MaxRequests), 0, 10_000}, {"max_memory", c.MaxMemory, 128 << 20, 1 << 40}} {
		if n.value < n.min || n.value > n.max {
			errs = append(errs, invalid.Errorf(n.path, strconv.FormatInt(n.value, 10), "must be from %d to %d", n.min, n.max))
		}
	}
	for _, d := range []struct {
		path            string
		value, min, max time.Duration
	}{{"quiet", c.Quiet, 10 * time.Millisecond, time.Minute}, {"timeout", c.Timeout, 100 * time.Millisecond, 10 * time.Minute},
		{"longest", c.Longest, c.Timeout, time.Hour}, {"answer", c.Answer, 100 * time.Millisecond, 10 * time.Minute}} {
		if d.value < d.min || d.value > d.max {
			errs = append(errs, invalid.Errorf(d.path, d.value.String(), "must be from %s to %s", d.min, d.max))
		}
	}
	return errors.Join(errs...)
}

// ErrNoBrowser says that there is no browser to run, or that it does not start.
var ErrNoBrowser = errors.New("no browser")

// Find gives the path of the browser that the settings mean. The error wraps
// [ErrNoBrowser] when there is none, or when it could not start here.
func (c Config) Find() (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"}
	if c.Browser != "" {
		names = []string{c.Browser}
	}
	for _, name := range names {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		if c.Sandbox && os.Geteuid() == 0 {
			return "", fmt.Errorf("%w: %s does not start as root with its sandbox; run as another user, or set crawl.render.sandbox to false", ErrNoBrowser, path)
		}
		return path, nil
	}
	if c.Browser != "" {
		return "", fmt.Errorf("%w: crawl.render.browser is %q, which is no program", ErrNoBrowser, c.Browser)
	}
	return "", fmt.Errorf("%w: neither Chromium nor Chrome is installed; install one, or name it in crawl.render.browser", ErrNoBrowser)
}
