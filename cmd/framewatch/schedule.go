package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"framewatch/internal/config"
	"framewatch/internal/metrics"
	"framewatch/internal/schedule"
	"framewatch/store"
)

func newSchedule(g *global) *cobra.Command {
	var f fetchFlags
	var listen string
	c := &cobra.Command{
		Use: "schedule", Short: "Stay, and run for each source when its time has come",
		Long: `Schedule stays until it is stopped, and crawls each source as often as it has
something new: one new article a visit on average, from schedule.shortest to
schedule.longest apart, and never sooner than crawl.min_interval. A source that fails
is asked more and more seldom and never given up. The comparison is computed, and the
report written, once in schedule.report.

What was missed while the machine slept or was off is made up for once. While another
process holds the dataset, what is due waits. A run that fails is tried again after a
rest; it never ends the schedule. Settings are read once: after a change of them,
start it anew.

SIGTERM or SIGINT ends it: with 0 when no run was under way, with 130 when one was
interrupted; what was fetched is kept, and the next run goes on from there.

With --listen it answers at /metrics (Prometheus), /healthz (200 while it looks at the
clock) and /readyz (200 once it knows what is due).

With notify.webhook, here and in framewatch run, a POST of JSON tells when a fault of a
source begins and when it ends: {"program", "version", "data", "run_id", "changes":
[{"id", "source", "code", "url", "phase", "broken", "message", "noticed_at", "since"}]}.
The header X-Framewatch-Signature holds sha256= and the HMAC-SHA256 of the body, keyed
by the value of the environment variable that notify.secret_env names. What could not
be delivered is sent again after the next run.`,
		Example: "  framewatch schedule -c framewatch.yaml\n  framewatch schedule --listen 127.0.0.1:9464\n  framewatch schedule print systemd -c framewatch.yaml",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := g.load(f.settings(c))
			if err != nil {
				return err
			}
			if err := cfg.Check(c.Context()); err != nil {
				return err
			}
			return runSchedule(c, g, cfg, listen)
		},
	}
	f.reachFlags.add(c)
	c.Flags().IntVar(&f.maxPages, "max-pages", 0, "pages per source and run at most (0 = as configured)")
	c.Flags().StringVar(&listen, "listen", "", "address for metrics and health, such as 127.0.0.1:9464; who can reach it reads the ids of the sources and how they do")
	c.AddCommand(newSchedulePrint(g))
	return c
}

func runSchedule(c *cobra.Command, g *global, cfg *config.Loaded, listen string) error {
	work, err := newScheduled(c, g, cfg)
	if err != nil {
		return err
	}
	reported, err := reportedAt(cfg)
	if err != nil {
		return err
	}
	s := schedule.New(cfg.Schedule, work, schedule.Options{Sources: sourceIDs(cfg), Least: cfg.Crawl.MinInterval, Reported: reported,
		Clock: work.opt.Clock, Log: work.opt.Log})
	var l net.Listener
	if listen != "" {
		if l, err = (&net.ListenConfig{}).Listen(c.Context(), "tcp", listen); err != nil {
			return usageError{fmt.Errorf("--listen: %w (127.0.0.1:0 takes a free port)", err)}
		}
		fmt.Fprintf(g.text(), "Metrics: http://%s/metrics\n", l.Addr())
	}
	fmt.Fprintf(g.text(), "Schedule of %d sources into %s (Ctrl-C ends it)\n", len(cfg.Sources), cfg.Data)
	// The address answers until the run in hand has ended.
	serving, stop := context.WithCancel(context.WithoutCancel(c.Context()))
	defer stop()
	both, ctx := errgroup.WithContext(c.Context())
	if l != nil {
		both.Go(func() error {
			return metrics.Serve(serving, l, metrics.Handler(func() metrics.Snapshot { return work.snapshot(s.State()) }, work.live(s), work.ready(s)))
		})
	}
	both.Go(func() error {
		defer stop()
		return s.Serve(ctx)
	})
	return both.Wait()
}

// reportedAt is when the report of a dataset was last written; zero for never.
func reportedAt(cfg *config.Loaded) (time.Time, error) {
	ds, err := store.Open(cfg.Data)
	if errors.Is(err, store.ErrNoDataset) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	info, err := os.Stat(filepath.Join(ds.Dir(), reportName)) //nolint:gosec // the dataset is where the settings say
	if err != nil {
		return time.Time{}, nil //nolint:nilerr // writing it will tell what is wrong
	}
	return info.ModTime(), nil
}

// live holds as long as the schedule looks at the clock, or a run is under way.
func (w *scheduled) live(s *schedule.Scheduler) metrics.Probe {
	return func() error {
		const most = 5 * time.Minute
		st := s.State()
		if since := w.opt.Clock.Now().Sub(st.Ticked); !st.Running && since > most {
			return fmt.Errorf("the schedule has not looked at the clock for %s", since.Round(time.Second))
		}
		return nil
	}
}

// ready holds once it is known what is due, until the schedule is stopped.
func (w *scheduled) ready(s *schedule.Scheduler) metrics.Probe {
	return func() error {
		switch st := s.State(); {
		case st.Stopped:
			return errors.New("the schedule is stopped")
		case st.Turns == nil:
			return errors.New("the history of the sources has not been read")
		}
		return nil
	}
}
