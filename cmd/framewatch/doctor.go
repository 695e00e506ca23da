package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"framewatch/extract"
	"framewatch/internal/doctor"
	"framewatch/internal/sourcecheck"
)

func newDoctor(g *global) *cobra.Command {
	var f reachFlags
	var asJSON, offline bool
	c := &cobra.Command{
		Use: "doctor", Short: "Check what a run needs, and say how to mend it",
		Long: `Doctor loads the settings as run loads them and looks at what a run needs: whom the
crawler says it is, what memory, open files and processors it may take, whether the
dataset's folder can be written and has room, whether its files, manifests and state
agree, whether another run holds it, how old the last run is, whether name servers know
the sources' hosts, whether there is a browser where a source needs one, and the lists
of each source as "sources check" does. It changes nothing. A line each: ok, warn or fail, what was looked at, what was seen, and what to
do. With a fail the exit code is 3, with settings that cannot be loaded 2.`,
		Example: "  framewatch doctor -c framewatch.yaml\n  framewatch doctor --offline --json",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, cr, err := f.crawler(g, c)
			if err != nil {
				return err
			}
			e, err := extract.New(cfg.Extract)
			if err != nil {
				return err
			}
			failed := 0
			tell := func(found doctor.Finding) error {
				if found.Level == doctor.Fail {
					failed++
				}
				return printFinding(g.text(), found, asJSON)
			}
			settings := doctor.Finding{Level: doctor.OK, Part: "settings", Message: fmt.Sprintf("%d sources, %d codebooks, %d targets", len(cfg.Sources), len(cfg.Codebooks), len(cfg.Targets()))}
			if w := cfg.Warnings(time.Now()); len(w) > 0 {
				settings.Level, settings.Remedy = doctor.Warn, fmt.Sprintf("%d warnings, which framewatch config validate prints", len(w))
			}
			examiner := doctor.Examiner{Config: cfg, Now: time.Now()}
			if !offline {
				examiner.Resolve = cr.Resolve
			}
			found := append([]doctor.Finding{settings}, examiner.All(c.Context())...)
			for _, one := range found {
				if err := tell(one); err != nil {
					return err
				}
			}
			if !offline {
				err = sourcecheck.New(cr, e, sourcecheck.Options{Workers: cfg.Crawl.Workers}).All(c.Context(), cfg.Sources, func(r sourcecheck.Report) error { return tell(ofSource(r)) })
			}
			if err == nil && failed > 0 {
				err = fmt.Errorf("%w: %d of the things that a run needs are not in order", errIncomplete, failed)
			}
			return err
		},
	}
	f.add(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line")
	c.Flags().BoolVar(&offline, "offline", false, "ask no name server and no outlet")
	return c
}

// ofSource makes a finding of a source's check.
func ofSource(r sourcecheck.Report) doctor.Finding {
	f := doctor.Finding{Level: doctor.Level(r.Verdict), Part: "source " + string(r.Source), Message: "its lists and an article can be read"}
	var remedies []string
	for _, p := range r.Findings {
		remedies = append(remedies, strings.TrimSpace(p.Part+" "+p.URL+" "+p.Message))
	}
	if len(remedies) > 0 {
		f.Message, f.Remedy = fmt.Sprintf("%d to look at", len(remedies)), strings.Join(remedies, "; ")
	}
	return f
}

func printFinding(w io.Writer, f doctor.Finding, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(f)
	}
	line := fmt.Sprintf("%-4s  %-10s  %s", f.Level, f.Part, f.Message)
	if f.Remedy != "" {
		line += ": " + f.Remedy
	}
	_, err := fmt.Fprintln(w, line)
	return err
}
