// Package units writes what starts Framewatch on a schedule: units of systemd, a line
// for cron, objects of Kubernetes.
//
// In goes a [Spec] with absolute paths, out come files; nothing is installed. Paths
// may hold what a file name may hold: each form has its own way to quote, and what it
// cannot say is refused. A run that ends with exit code 3 has done its work, and says
// that a source has failed: nothing that is written here takes it for a crash.
package units

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"framewatch/internal/lazyregexp"
)

// Spec says what is to be started, and when.
type Spec struct {
	Name     string // of the units: letters, digits, _ and -
	Binary   string // path of the program
	Settings string // path of the settings file, or builtin:NAME; empty for the built-in ones
	Data     string // path of the dataset, or its address in a bucket
	Writes   string // folder in which it writes
	User     string // account; empty for that of whoever installs it
	Stay     bool   // framewatch schedule instead of framewatch run from time to time
	At       int    // minutes after midnight of the first run of a day
	Every    int    // hours between two runs: a part of a day
	Browser  bool   // whether a source is rendered, for which a browser is started
	Listen   string // address for metrics, where it stays
	Image    string // for Kubernetes
}

// File is one file to write.
type File struct {
	Name string
	Text string
}

// The form of names: those of Kubernetes' objects (RFC 1123), which units of systemd
// may have too, and of accounts.
var (
	nameForm = lazyregexp.New(`^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$`)
	userForm = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_.-]{0,30}\$?$`)
)

// Validate reports what no form could say.
func (s Spec) Validate() error {
	var errs []error
	add := func(text string, args ...any) { errs = append(errs, fmt.Errorf(text, args...)) }
	if !nameForm.MatchString(s.Name) {
		add("name %q: want small letters, digits and -", s.Name)
	}
	if s.User != "" && !userForm.MatchString(s.User) {
		add("user %q: is no name of an account", s.User)
	}
	for _, p := range []string{s.Binary, s.Settings, s.Data, s.Writes} {
		if strings.ContainsAny(p, "\n\r\x00") {
			add("path %q: a line end cannot be written into a unit", p)
		}
	}
	if !filepath.IsAbs(s.Binary) || !filepath.IsAbs(s.Writes) {
		add("paths must be absolute: %q, %q", s.Binary, s.Writes)
	}
	if s.Every < 1 || 24%s.Every != 0 {
		add("every %dh: want 1h, 2h, 3h, 4h, 6h, 8h, 12h or 24h, which divide a day", s.Every)
	}
	if s.At < 0 || s.At >= 24*60 {
		add("at %d minutes: is no time of a day", s.At)
	}
	return errors.Join(errs...)
}

// ParseAt reads a time of day as 03:17.
func ParseAt(text string) (minutes int, err error) {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("%q is no time of day such as 03:17", text)
	}
	return 60*at.Hour() + at.Minute(), nil
}

// command is the command line, from the program on.
func (s Spec) command() []string {
	args := []string{s.Binary, "run"}
	if s.Stay {
		args[1] = "schedule"
	}
	if s.Settings != "" {
		args = append(args, "--config", s.Settings)
	}
	args = append(args, "--data", s.Data)
	if s.Stay && s.Listen != "" {
		args = append(args, "--listen", s.Listen)
	}
	return args
}

// hours are those of a day at which runs begin.
func (s Spec) hours() []string {
	var hours []int
	for h := s.At / 60 % s.Every; h < 24; h += s.Every {
		hours = append(hours, h)
	}
	slices.Sort(hours)
	out := make([]string, len(hours))
	for i, h := range hours {
		out[i] = fmt.Sprint(h)
	}
	return out
}

// cronTime is the time in the five fields of cron.
func (s Spec) cronTime() string {
	return fmt.Sprintf("%d %s * * *", s.At%60, strings.Join(s.hours(), ","))
}

// plain holds for words that no form has to quote.
var plain = lazyregexp.New(`^[A-Za-z0-9_@+=:,./-]+$`)

// Cron is a line for a crontab, or with a user for a file in /etc/cron.d.
func Cron(s Spec) (File, error) {
	if err := s.Validate(); err != nil {
		return File{}, err
	}
	if s.Stay {
		return File{}, errors.New("cron starts what ends; what stays is for systemd or Kubernetes")
	}
	var words []string
	for _, w := range s.command() {
		// To cron, before the shell, an unescaped % is the end of the command.
		words = append(words, strings.ReplaceAll(shellWord(w), "%", `\%`))
	}
	who, where := "", "crontab -e"
	if s.User != "" {
		who, where = s.User+" ", "/etc/cron.d/"+s.Name
	}
	return File{s.Name + ".cron", fmt.Sprintf(`# Framewatch; for %s. The dataset's lock keeps two runs apart: no flock is needed.
# Messages go to the system's log. Exit codes: 0 done, 3 a source failed, 4 nothing collected.
SHELL=/bin/sh
PATH=/usr/local/bin:/usr/bin:/bin
%s %s%s 2>&1 | logger -t %s
`, where, s.cronTime(), who, strings.Join(words, " "), s.Name)}, nil
}
