package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"golang.org/x/text/width"

	"framewatch/crawl"
	"framewatch/internal/foreign"
	"framewatch/internal/status"
	"framewatch/store"
)

func newStatus(g *global) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "status [DIR]", Short: "Say how the sources and the dataset are",
		Long: `Status prints, for each source, the last run that got articles of it, its articles
by week over twelve weeks (the running week last, bars to the height of its own
fullest week), when it is due next, and the faults that go on with the day on which
a run noticed them; broken sources come first. Of the dataset it prints the size,
the runs, the last run and its age, and when dataset verify last found all well.

Where the crawl's state is on a PostgreSQL server, it says who decides on the crawl,
who has joined, and what is in hand.

It reads the tables, and asks that server: no lock, no other request, nothing written. The sources are
those of the settings and those that the dataset knows. It ends with 0 also where a
source is broken; --json has the count in "broken".`,
		Example: "  framewatch status\n  framewatch status iomed\n  framewatch status --json | jq '.sources[] | select(.state == \"broken\")'\n  framewatch status --data 's3://bucket/iomed?region=eu-central-1'",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, a []string) error {
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			d, dir, err := g.openDataset(a, false)
			if errors.Is(err, store.ErrNoDataset) && !store.InBucket(dir) { // its first crawl may be under way
				if server := status.ServerOf(c.Context(), filepath.Join(dir, "_state")); server != nil {
					printServer(g.stderr, server)
				}
			}
			if err != nil {
				return err
			}
			s, err := status.Of(c.Context(), d, status.Options{Data: dir, Sources: cfg.Sources, MinInterval: cfg.Crawl.MinInterval, Now: time.Now()})
			if err != nil {
				return err
			}
			if asJSON {
				e := json.NewEncoder(g.stdout)
				e.SetIndent("", "  ")
				return e.Encode(s)
			}
			printStatus(g.text(), s)
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print it as one JSON object")
	return c
}

func printStatus(w io.Writer, s *status.Status) {
	fmt.Fprintf(w, "Dataset %s: %s, %s, %s, %s\n", s.Data, counted(int(s.Documents), "document"), counted(int(s.Runs), "run"), counted(s.Files, "file"), bytesOf(s.Bytes))
	if r := s.LastRun; r != nil {
		fmt.Fprintf(w, "Last run: %s (%s), ended %s\n", r.ID, r.Command, ago(s.At, &r.Ended))
	}
	fmt.Fprintf(w, "Last verified: %s\n", ago(s.At, s.LastVerify))
	if s.Server != nil {
		printServer(w, s.Server)
	}
	var fresh []string
	table := [][]string{{"source", "state", "last success", "articles by week", "this week", "next due"}}
	var below [][]status.Warning
	for _, src := range s.Sources {
		if src.State == status.New {
			fresh = append(fresh, src.ID)
			continue
		}
		due := "next run"
		switch {
		case src.State == status.Unlisted || src.State == status.Imported:
			due = "-"
		case src.NextDue != nil:
			due = "after " + src.NextDue.Format("2006-01-02 15:04") + " UTC"
		}
		table = append(table, []string{nameOf(src), src.State, success(s.At, src), status.Spark(src.Weeks), fmt.Sprint(src.Weeks[len(src.Weeks)-1]), due})
		below = append(below, src.Warnings)
	}
	if len(table) > 1 {
		fmt.Fprintln(w)
		for i, line := range aligned(table) {
			fmt.Fprintln(w, line)
			if i == 0 {
				continue
			}
			for _, f := range below[i-1] {
				fmt.Fprintf(w, "    since %s %s: %s\n", f.Since.Format(time.DateOnly), strings.TrimSpace(f.Code+" "+foreign.Line(f.URL)), foreign.Line(f.Message))
			}
		}
	}
	if len(fresh) > 0 {
		fmt.Fprintf(w, "\nNever asked (%d): %s\n", len(fresh), abridged(fresh, maxFailures))
	}
	fmt.Fprintf(w, "\n%s: %d broken, %d to look at\n", counted(len(s.Sources), "source"), s.Broken, s.ToLookAt)
}

// printServer says how the crawl state on a server is.
func printServer(w io.Writer, s *status.Server) {
	if s.Fault != "" {
		fmt.Fprintf(w, "Crawl state: not known: %s\n", foreign.Line(s.Fault))
		return
	}
	fmt.Fprintf(w, "Crawl state: %s, PostgreSQL %s, %s\n", foreign.Line(s.Where), foreign.Line(s.Version), bytesOf(s.Bytes))
	if s.Later {
		fmt.Fprintf(w, "  its tables are of format %d, which a later version has made\n", s.Format)
	}
	for _, r := range s.Runs {
		state := "unfinished: the next run goes on with it"
		switch {
		case r.Done:
			state = "fetched, not yet in the tables"
		case s.Crawling():
			state = "being crawled"
		}
		fmt.Fprintf(w, "  run %s %s: %d done, %d wait\n", foreign.Line(string(r.Run)), state, r.Captures, r.Waiting)
	}
	if s.Decides != nil {
		fmt.Fprintf(w, "  decides: %s, %s\n", foreign.Line(s.Decides.Who), leaseOf(*s.Decides))
	}
	for _, j := range s.Joined {
		fmt.Fprintf(w, "  joined: %s as %d, %s, %d of %d in hand\n", foreign.Line(j.Who), j.Number, leaseOf(j), j.Out, j.Room)
	}
}

func leaseOf(a crawl.Attending) string {
	if !a.Alive() {
		return fmt.Sprintf("not heard of since its lease ended %d s ago", int(-a.Left))
	}
	return fmt.Sprintf("its lease runs for %d s", int(a.Left))
}

// nameOf is a source for people, with the ID that commands take.
func nameOf(s status.Source) string {
	if s.Name == "" || s.Name == s.ID {
		return s.ID
	}
	return s.ID + " (" + foreign.Line(s.Name) + ")"
}

// success is when something was got of a source; an older version did not note it.
func success(now time.Time, s status.Source) string {
	if !s.Asked {
		return "not known"
	}
	return ago(now, s.LastSuccess)
}

// abridged joins the first n and counts the others.
func abridged(names []string, n int) string {
	if len(names) > n {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:n], ", "), len(names)-n)
	}
	return strings.Join(names, ", ")
}

// ago says a moment by its age.
func ago(now time.Time, at *time.Time) string {
	if at == nil {
		return "never"
	}
	switch d := now.Sub(*at); {
	case d < time.Minute:
		return "just now"
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d hours ago", int(d.Hours()))
	default:
		return fmt.Sprintf("%d days ago (%s)", int(d.Hours()/24), at.Format(time.DateOnly))
	}
}

func bytesOf(n int64) string {
	v, unit := float64(n), 0
	for ; v >= 1000 && unit < 4; unit++ {
		v /= 1000
	}
	if unit == 0 {
		return counted(int(n), "byte")
	}
	return fmt.Sprintf("%.1f %cB", v, "kMGT"[unit-1])
}

// aligned makes lines of a table, each column as wide as its widest cell on a
// terminal.
func aligned(table [][]string) []string {
	widths := make([]int, len(table[0]))
	for _, row := range table {
		for i, cell := range row {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	out := make([]string, len(table))
	for i, row := range table {
		var b strings.Builder
		for j, cell := range row {
			b.WriteString(cell)
			b.WriteString(strings.Repeat(" ", widths[j]-columns(cell)+2))
		}
		out[i] = strings.TrimRight(b.String(), " ")
	}
	return out
}

// columns is how many columns of a terminal a text takes: two for the characters of
// East Asian scripts (UAX #11), none for those that combine with the one before.
func columns(s string) (n int) {
	for _, r := range s {
		if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			continue
		}
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
