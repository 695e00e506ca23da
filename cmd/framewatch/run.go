package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/internal/config"
	"framewatch/internal/foreign"
	"framewatch/internal/invalid"
	"framewatch/internal/pipeline"
	"framewatch/internal/sourcecheck"
	"framewatch/store"
)

// reachFlags are the flags of all commands that reach the network.
type reachFlags struct {
	contact  string
	allowNet []string
	resolver string
	noDelay  bool
}

func (f *reachFlags) add(c *cobra.Command) {
	fs := c.Flags()
	fs.StringVar(&f.contact, "contact", "", "page or mail `ADDRESS` at which a webmaster reaches you, for the user agent")
	fs.StringArrayVar(&f.allowNet, "allow-net", nil, "private or loopback network that may be reached (CIDR; repeatable)")
	fs.StringVar(&f.resolver, "resolver", "", "name server to ask instead of the system's (HOST:PORT)")
	fs.BoolVar(&f.noDelay, "no-delay", false, "lift the default gap between requests, inside --allow-net only")
}

// settings gives the flags that were set, as settings.
func (f *reachFlags) settings(c *cobra.Command) map[string]any {
	out := setFlags(c, map[string]setting{
		"allow-net": {"crawl.allow_net", f.allowNet}, "resolver": {"crawl.resolver", f.resolver}, "no-delay": {"crawl.no_delay", f.noDelay},
	})
	if f.contact != "" {
		out["crawl.user_agent"] = crawl.Agent(f.contact)
	}
	return out
}

// setting is the value of a flag and where it stands in the settings.
type setting struct {
	key   string
	value any
}

// setFlags picks the flags that were set.
func setFlags(c *cobra.Command, flags map[string]setting) map[string]any {
	out := map[string]any{}
	for flag, s := range flags {
		if c.Flags().Changed(flag) {
			out[s.key] = s.value
		}
	}
	return out
}

// fetchFlags are the flags of crawl and run.
type fetchFlags struct {
	reachFlags
	maxPages int
	frontier string
	summary  string
	textfile string // of run alone
}

func (f *fetchFlags) add(c *cobra.Command) {
	f.reachFlags.add(c)
	fs := c.Flags()
	countVar(fs, &f.maxPages, "max-pages", 0, 0, "pages per source at most (0 = as configured)")
	fs.StringVar(&f.frontier, "frontier", "", "keep the crawl state of a new dataset on a PostgreSQL server, where several processes can crawl together (postgres://USER@HOST/DATABASE?search_path=NAME)")
	fs.StringVar(&f.summary, "summary", "", "write what happened as JSON to this `FILE` (- for standard output)")
	cobra.CheckErr(c.MarkFlagFilename("summary", "json"))
}

// settings gives the flags that were set, as settings.
func (f *fetchFlags) settings(c *cobra.Command) map[string]any {
	out := f.reachFlags.settings(c)
	if f.frontier != "" {
		out["crawl.frontier"] = f.frontier
	}
	if f.maxPages > 0 {
		out["crawl.max_pages"] = f.maxPages
	}
	return out
}

// words is where the result is told in words: where the summary does not go.
func (g *global) words(summary string) io.Writer {
	if summary == toStdout {
		return g.stderr
	}
	return g.text()
}

// text is standard output for people, wherever it leads: titles, addresses and
// messages of others act on nothing there.
func (g *global) text() io.Writer { return foreign.NewWriter(g.stdout) }

func newRun(g *global) *cobra.Command {
	var f fetchFlags
	var dry bool
	c := &cobra.Command{
		Use: "run", Short: "Crawl, extract, annotate, compare and report: one batch",
		Long: `Run crawls every configured source, reads what is new, annotates it, compares
all documents and writes the report. It is idempotent: the same input again adds
nothing but captures. Interrupted at any moment, the same command goes on.
Where the crawl's state is on a PostgreSQL server (--frontier) and another process
crawls the same dataset, run fetches for that one, by its sources and settings, until
its crawl ends, and then ends with 6: the other one has documents, tables and report.
When that process is gone meanwhile, run takes its place.
With --dry-run it tells what would be made again of what is stored, and why.`,
		Example: "  framewatch run -c framewatch.yaml\n  framewatch run --data iomed --max-pages 50\n  framewatch run --dry-run",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			began := time.Now()
			cfg, err := g.load(f.settings(c))
			if err != nil {
				return f.observed(c, nil, nil, began, err)
			}
			if err := cfg.Check(c.Context()); err != nil {
				return f.observed(c, cfg, nil, began, err)
			}
			if dry {
				plan, err := pipeline.New(cfg, pipeline.Options{}).Plan(c.Context())
				if err != nil {
					return err
				}
				printPlan(g.text(), plan)
				return nil
			}
			if err := checkOut("summary", f.summary); err != nil {
				return f.observed(c, cfg, nil, began, err)
			}
			result, err := g.pipeline(c, cfg, func(p *pipeline.Pipeline) (*pipeline.Result, error) { return p.RunTogether(c.Context()) })
			switch {
			case err == nil && result.Joined != nil:
				printResult(g.words(f.summary), result)
				if err = g.verdict(result, f.summary); err == nil {
					err = errOther
				}
			case err == nil:
				err = g.told(c.Context(), cfg, result, f.summary)
			}
			return f.observed(c, cfg, result, began, err)
		},
	}
	f.add(c)
	c.Flags().StringVar(&f.textfile, "textfile", "", "write how the run ended to this file (FILE.prom), for the textfile collector of node_exporter; also when it fails")
	c.Flags().BoolVar(&dry, "dry-run", false, "say what would be done, and do nothing")
	return c
}

// told writes the report of a run, says what it did and tells whom the settings name.
// The error is the run's verdict, or why it could not be written.
func (g *global) told(ctx context.Context, cfg *config.Loaded, result *pipeline.Result, summary string) error {
	page, err := g.writeReport(ctx, cfg, result.Studies, "")
	if err != nil {
		return err
	}
	printResult(g.words(summary), result)
	fmt.Fprintf(g.words(summary), "\nReport: %s\n", page)
	if err := tell(ctx, cfg, result, time.Now()); err != nil {
		fmt.Fprintf(g.stderr, "framewatch: %v\n", err)
	}
	return g.verdict(result, summary)
}

// observed writes how a run ended into the textfile, if one is asked for, and passes
// on how it did.
func (f *fetchFlags) observed(c *cobra.Command, cfg *config.Loaded, result *pipeline.Result, began time.Time, err error) error {
	if f.textfile == "" {
		return err
	}
	code := exitOK
	if err != nil {
		code = exitCode(c.Context(), err)
	}
	return errors.Join(err, writeTextfile(c.Context(), f.textfile, cfg, result, began, code))
}

// printPlan says what a run would do.
func printPlan(w io.Writer, p pipeline.Plan) {
	fmt.Fprintf(w, "Dataset %s: %d documents\n", p.Data, p.Documents)
	fmt.Fprintf(w, "  crawl          %d sources, and read what is new\n", p.Sources)
	if p.KnownNote == "" {
		fmt.Fprintf(w, "  ask again      %d known articles, whether or not a list names them (crawl.revisit)\n", p.Known)
	} else {
		fmt.Fprintf(w, "  ask again      known articles, it is not known how many: %s\n", p.KnownNote)
	}
	fmt.Fprintf(w, "  read again     %d pages, as their source is read by other rules now\n", p.Reread)
	if p.Correct > 0 {
		fmt.Fprintf(w, "  correct        %d documents, as the lines about them are others now\n", p.Correct)
	}
	fmt.Fprintf(w, "  annotate again %d documents\n", p.Annotate)
	for i, item := range p.Changed {
		if i == maxFailures {
			fmt.Fprintf(w, "    ... and %d more\n", len(p.Changed)-i)
			break
		}
		fmt.Fprintf(w, "    changed: %s\n", item)
	}
	for _, s := range p.Stages {
		state := "as it is, unless documents come or go"
		if s.Due {
			state = "made again"
		}
		fmt.Fprintf(w, "  %-14s %s\n", s.Stage, state)
	}
	fmt.Fprintf(w, "About %.0f s beside the crawl, as the last run took\n", p.Seconds)
}

func newCrawl(g *global) *cobra.Command {
	var f fetchFlags
	var only, urls []string
	c := &cobra.Command{
		Use: "crawl", Short: "Fetch pages into the dataset, nothing else",
		Long: `Crawl fetches pages and keeps them, for a later run to read. Where the crawl's
state is on a PostgreSQL server (--frontier) and another process crawls the same
dataset, it fetches for that one until its crawl ends, and takes the crawl over
when that process is gone. With --source or --url it joins nobody, and ends with 5
while another crawls.`,
		Example: "  framewatch crawl --source scmp --max-pages 20\n  framewatch crawl --url https://example.org/news/ --data scratch",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := g.load(f.settings(c))
			if err != nil {
				return err
			}
			if len(only)+len(urls) == 0 {
				if err := cfg.CheckSources(); err != nil {
					return err
				}
			}
			sources, err := chosen(cfg, only, urls)
			if err != nil {
				return usageError{err}
			}
			if err := checkOut("summary", f.summary); err != nil {
				return err
			}
			result, err := g.pipeline(c, cfg, func(p *pipeline.Pipeline) (*pipeline.Result, error) {
				if len(only)+len(urls) == 0 {
					return p.CrawlTogether(c.Context())
				}
				return p.CrawlOnly(c.Context(), sources)
			})
			if err != nil {
				return err
			}
			printResult(g.words(f.summary), result)
			return g.verdict(result, f.summary)
		},
	}
	f.add(c)
	c.Flags().StringArrayVar(&only, "source", nil, "outlet of the source lists (repeatable; default all)")
	c.Flags().StringArrayVar(&urls, "url", nil, "start address, crawled with default settings and without a source list (repeatable)")
	return c
}

// chosen are the sources that a crawl is about.
func chosen(cfg *config.Loaded, only, urls []string) ([]corpus.Source, error) {
	var out []corpus.Source
	for _, u := range urls {
		s, err := crawl.URLSource(u)
		if err != nil {
			return nil, fmt.Errorf("--url %q: %w", u, err)
		}
		out = append(out, s)
	}
	if len(only) == 0 && len(urls) == 0 {
		return cfg.Sources, nil
	}
	for _, id := range only {
		i := slices.IndexFunc(cfg.Sources, func(s corpus.Source) bool { return string(s.ID) == id })
		if i < 0 {
			return nil, fmt.Errorf("--source %q: not in the source lists%s", id, suggestSource(id, cfg.Sources))
		}
		out = append(out, cfg.Sources[i])
	}
	return out, nil
}

func suggestSource(id string, sources []corpus.Source) string {
	ids := make([]string, len(sources))
	for i, s := range sources {
		ids[i] = string(s.ID)
	}
	return invalid.Suggest(id, ids)
}

// pipeline runs one step with progress on a terminal.
func (g *global) pipeline(c *cobra.Command, cfg *config.Loaded, step func(*pipeline.Pipeline) (*pipeline.Result, error)) (*pipeline.Result, error) {
	return g.pipelineWith(c, cfg, "", step)
}

// pipelineWith is pipeline with what other machines have made, in the folder parts.
func (g *global) pipelineWith(c *cobra.Command, cfg *config.Loaded, parts string, step func(*pipeline.Pipeline) (*pipeline.Result, error)) (*pipeline.Result, error) {
	progress := g.newProgress()
	defer progress.end()
	opt, err := g.pipelineOptions(c, progress, progress.show)
	if err != nil {
		return nil, err
	}
	opt.First = func() { firstCrawl(progress, cfg.Crawl) }
	opt.Parts = parts
	return step(pipeline.New(cfg, opt))
}

// pipelineOptions are what a command's pipeline needs beside its settings; the log
// goes to a writer that knows of the progress.
func (g *global) pipelineOptions(c *cobra.Command, to io.Writer, progress func(pipeline.Progress)) (pipeline.Options, error) {
	log, err := g.loggerTo(to)
	if err != nil {
		return pipeline.Options{}, err
	}
	pdfs, err := pdfReader()
	if err != nil {
		return pipeline.Options{}, err
	}
	return pipeline.Options{Command: strings.TrimPrefix(c.CommandPath(), "framewatch "), Version: version(), Log: log, Progress: progress, PDF: pdfs, Made: func(data string) { madeDataset(to, data) }}, nil
}

// madeDataset says where a new dataset is: one in the wrong place, such as the home
// folder of a scheduler, would crawl all again.
func madeDataset(to io.Writer, data string) {
	if abs, err := filepath.Abs(data); err == nil && !store.InBucket(data) {
		data = abs
	}
	fmt.Fprintf(to, "New dataset: %s\n", data)
}

// firstCrawl says what becomes of the wishes of publishers, which a law may have whoever
// crawls heed: before any page is asked for, and once a dataset. The demo's are invented.
func firstCrawl(to io.Writer, cfg crawl.Config) {
	if len(cfg.Hosts) > 0 {
		return
	}
	for _, w := range []struct {
		pages, key string
		policy     crawl.Policy
	}{{"pages whose publisher reserves text and data mining", "tdm", cfg.TDM}, {"pages that ask not to be indexed", "noindex", cfg.Noindex}} {
		what := "are kept, and their wish with them"
		if w.policy == crawl.Skip {
			what = "are not kept"
		}
		fmt.Fprintf(to, "First crawl: %s %s (crawl.%s: %s)\n", w.pages, what, w.key, w.policy)
	}
	fmt.Fprintln(to, "             docs/ethics.md says whom the law lets keep them; keep and skip are the choices")
}

// verdict writes the summary and turns failed sources into an exit code.
func (g *global) verdict(r *pipeline.Result, summary string) error {
	failed := judge(r)
	if summary != "" {
		// The outcomes and a line for each start address come first, then what
		// became of the documents, and with what the program ends.
		said := struct {
			*crawl.Summary
			Result   *pipeline.Result `json:"result"`
			ExitCode int              `json:"exit_code"`
			Verdict  string           `json:"verdict,omitempty"`
		}{Summary: r.Crawl, Result: r}
		if failed != nil {
			said.ExitCode, said.Verdict = exitCode(context.Background(), failed), failed.Error()
		}
		data, err := json.MarshalIndent(said, "", "  ")
		if err == nil {
			err = g.writeOut(summary, append(data, '\n'))
		}
		if err != nil {
			return fmt.Errorf("summary: %w", err)
		}
	}
	return failed
}

// judge turns what a run did into its error: that it read no page at all, where it
// was time for one, or that something could not be read.
func judge(r *pipeline.Result) error {
	if r.Joined != nil {
		return nil // who decides judges
	}
	failed := sourceFailed(r)
	if read(r) > 0 {
		return failed
	}
	switch out := outside(r); {
	case passedOver(r) > 0:
		return failed
	case failed != nil:
		return fmt.Errorf("%w: %s", errNothing, failedNames(r))
	case len(out) > 0 && len(out) == len(r.Sources):
		return fmt.Errorf("%w: no source's entry holds today: %s; correct valid_from and valid_to", errNothing, strings.Join(out, ", "))
	case len(r.Failures) > 0:
		f := r.Failures[0]
		return fmt.Errorf("%w: %d pages could not be read, such as %s (%s)", errNothing, len(r.Failures), f.URL, strings.TrimSpace(f.Code+" "+f.Message))
	}
	return errNothing
}

// read counts the pages and records that a run got, those that had not changed among
// them. Where it only crawled, what is no article may be why somebody did.
func read(r *pipeline.Result) int {
	n := r.Documents + r.Unchanged + r.Reread
	if r.Crawl != nil {
		for _, s := range r.Crawl.Sources {
			n += s.Read
		}
	}
	return n
}

// outside names the sources of which nothing was asked, as their entry does not hold
// today.
func outside(r *pipeline.Result) (out []string) {
	for _, s := range r.Sources {
		if s.Outside != "" {
			out = append(out, fmt.Sprintf("%s (valid %s)", s.ID, s.Outside))
		}
	}
	return out
}

// printDiscovered says what was found in place of lists that failed, ready to be
// put into the source list.
func printDiscovered(w io.Writer, d crawl.Discovered) {
	fmt.Fprintf(w, "Every feed and sitemap of %s failed: %s\n", d.Source, strings.Join(d.Failed, " "))
	if len(d.Feeds)+len(d.Sitemaps) == 0 {
		fmt.Fprintln(w, "  The front page and robots.txt name no other.")
		return
	}
	fmt.Fprintln(w, "  Others were found and read; for its entry in the source list:")
	for _, f := range []struct {
		field string
		urls  []string
	}{{"feeds", d.Feeds}, {"sitemaps", d.Sitemaps}} {
		if len(f.urls) > 0 {
			fmt.Fprintf(w, "  %s\n", sourcecheck.PasteLine(f.field, f.urls))
		}
	}
}

// passedOver counts the sources whose time has not come.
func passedOver(r *pipeline.Result) (n int) {
	for _, s := range r.Sources {
		if s.NotDue {
			n++
		}
	}
	return n
}

// resting counts those among them that are left alone as they fail.
func resting(r *pipeline.Result) (n int) {
	for _, s := range r.Sources {
		if !s.RestUntil.IsZero() {
			n++
		}
	}
	return n
}

// sourceFailed is the error of a run in which a source failed: it gave too little,
// or its documents could not be annotated. What an earlier run has told is counted.
func sourceFailed(r *pipeline.Result) error {
	if len(r.Failed()) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", errSourceFailed, failedNames(r))
}

// failedNames says what failed in this run for the first time, and counts the rest.
func failedNames(r *pipeline.Result) string {
	var fresh []string
	var since time.Time
	going := 0
	for _, s := range r.Failed() {
		var said []string
		for _, f := range s.Faults {
			if f.Since.IsZero() {
				said = append(said, f.Message)
			} else if since.IsZero() || f.Since.Before(since) {
				since = f.Since
			}
		}
		if len(said) > 0 {
			fresh = append(fresh, fmt.Sprintf("%s (%s)", s.ID, strings.Join(said, "; ")))
		} else {
			going++
		}
	}
	if going > 0 {
		fresh = append(fresh, stillBroken(going, since))
	}
	return strings.Join(fresh, ", ")
}

func stillBroken(n int, since time.Time) string {
	return fmt.Sprintf("%s still broken since %s, see framewatch status", counted(n, "source"), since.Format(time.DateOnly))
}

// maxFailures bounds the failures that are printed; the table has all.
const maxFailures = 12

// printResult says what a run wrote and what failed and why.
func printResult(w io.Writer, r *pipeline.Result) {
	if r.Joined != nil {
		fmt.Fprintf(w, "Run %s in %s: %d answers fetched here for the process that decides; it has the documents and the summary\n", r.RunID, r.Data, r.Joined.Fetched)
		return
	}
	if r.Resumed {
		fmt.Fprintf(w, "Took up run %s, which had been interrupted.\n", r.RunID)
	}
	fmt.Fprintf(w, "Run %s: %d new documents, %d unchanged, %d in all, in %s\n", r.RunID, r.Documents, r.Unchanged, r.Total, r.Data)
	for _, t := range r.Rows {
		fmt.Fprintf(w, "  %-16s %7d rows\n", t.Table, t.Rows)
	}
	if r.Reread > 0 {
		fmt.Fprintf(w, "Read again by other rules, or whole after a part, in place of the earlier rows: %d documents\n", r.Reread)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(w, "Note: %s\n", n)
	}
	printEvents(w, r)
	if r.Crawl != nil {
		for _, d := range r.Crawl.Discovered {
			printDiscovered(w, d)
		}
	}
	if n := passedOver(r); n > 0 {
		rest := resting(r)
		fmt.Fprintf(w, "Passed over, crawled less than crawl.min_interval ago: %d of %d sources\n", n-rest, len(r.Sources))
		if rest > 0 {
			fmt.Fprintf(w, "Passed over, failing for long and asked once a day at least: %s (crawl --source asks one now)\n", counted(rest, "source"))
		}
	}
	if out := outside(r); len(out) > 0 {
		fmt.Fprintf(w, "Not crawled, as their entries do not hold today: %s\n", strings.Join(out, ", "))
	}
	printFailures(w, r)
}

// printFailures says what could not be read, but for the lists of which an earlier
// run has said so already.
func printFailures(w io.Writer, r *pipeline.Result) {
	told := map[string]bool{}
	for _, e := range r.GoingOn {
		if e.URL != "" {
			told[string(e.Source)+" "+e.URL] = true
		}
	}
	failures := slices.DeleteFunc(slices.Clone(r.Failures), func(f pipeline.Failure) bool { return told[string(f.Source)+" "+f.URL] })
	if len(failures) == 0 {
		return
	}
	fmt.Fprintf(w, "Not read (%d, all in table failures):\n", len(failures))
	for i, f := range failures {
		if i == maxFailures {
			fmt.Fprintf(w, "  ... and %d more\n", len(failures)-i)
			break
		}
		fmt.Fprintf(w, "  %-10s %s: %s: %s\n", f.Code, foreign.Line(string(f.Source)), foreign.Line(f.URL), foreign.Line(f.Message))
	}
}
