package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"syscall"

	"github.com/spf13/cobra"

	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/internal/atomicfile"
	"framewatch/internal/config"
	"framewatch/internal/foreign"
	"framewatch/internal/jsonlines"
	"framewatch/internal/streams"
	"framewatch/nlp/service"
	"framewatch/store"
	"framewatch/store/catalog"
	"framewatch/store/table"
)

// The exit codes, as framewatch help lists them.
const (
	exitOK          = 0
	exitInternal    = 1
	exitUsage       = 2
	exitSource      = 3
	exitNothing     = 4
	exitLocked      = 5
	exitOther       = 6
	exitInterrupted = 130
)

var (
	errSourceFailed = errors.New("a source failed")
	errNothing      = errors.New("nothing was collected")
	errIncomplete   = errors.New("not all is done")
	errOther        = errors.New("it was fetched for another run, which commits what was found")
)

// global are the flags of every command.
type global struct {
	configFile string
	data       string
	verbose    bool
	logFormat  string

	stdin          io.Reader
	stdout, stderr io.Writer
}

const rootHelp = `Framewatch crawls news and think-tank pages from source lists, extracts the
articles, finds entities, frames and quotations, and writes Parquet tables that
show how a subject is covered by country, bloc, outlet, language and month.

Start with "framewatch demo": it runs everything on invented outlets.

Exit codes: 0 done, 1 internal error, 2 wrong usage or configuration, 3 a source
failed or fell under its floor, a part of the input could not be read, or the
annotator service failed, 4 nothing was collected: no page or record was read, or
the server of the crawl state was away,
5 another run holds the dataset, 6 it was fetched for another run, which has the
documents and the tables, 130 interrupted (what was fetched is kept; the same
command goes on).`

// newRoot builds the command tree over the given streams.
func newRoot(stdin io.Reader, stdout, stderr io.Writer) *cobra.Command {
	g := &global{stdin: stdin, stdout: stdout, stderr: stderr}
	root := &cobra.Command{
		Use: "framewatch", Short: "Compare how a subject is covered across outlets, countries and languages",
		Long: rootHelp, Version: version(), SilenceUsage: true, SilenceErrors: true,
	}
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	f := root.PersistentFlags()
	f.StringVarP(&g.configFile, "config", "c", "", "settings file (default: framewatch.yaml or configs/framewatch.yaml if there, else built-in)")
	f.StringVar(&g.data, "data", "", "dataset: a folder or s3://BUCKET/PREFIX?region=R&endpoint=URL&state=DIR (default: the settings' data)")
	cobra.CheckErr(errors.Join(root.MarkPersistentFlagFilename("config", "yaml", "yml"), root.MarkPersistentFlagDirname("data")))
	f.BoolVarP(&g.verbose, "verbose", "v", false, "log what is done")
	f.StringVar(&g.logFormat, "log-format", "text", "text or json")
	root.SetFlagErrorFunc(wrongFlag)
	root.SetHelpCommand(newHelp())
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return noneEmpty(c) }
	root.AddCommand(newDemo(g), newInit(g), newDoctor(g), newRun(g), newSchedule(g), newCrawl(g), newImport(g), newExtract(g), newAnnotate(g), newRenderings(g), newDedupe(g),
		newNames(g), newRobots(g), newSources(g), newStatus(g), newCompare(g), newStats(g), newTrace(g), newReport(g), newDigest(g), newServe(g), newConfig(g), newCodebook(g), newDataset(g), newVersion(g), newPDFText(g))
	root.InitDefaultHelpCmd()
	addCompletion(root)
	onlyCommands(root)
	addCompletions(root, g.completes())
	return root
}

// execute runs one command line and returns its exit code. Results go to
// stdout, everything else to stderr.
func execute(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	stderr = foreign.NewWriter(stderr)
	if isTerminal(stdout) {
		stdout = foreign.NewWriter(stdout) // a file or a pipe gets the bytes as they are
	}
	root := newRoot(stdin, stdout, stderr)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitOK
	}
	if word := misplaced(cmd, args); word != "" && errors.As(err, &usageError{}) {
		err = unknownCommand(cmd, word)
	}
	code := exitCode(ctx, err)
	switch code {
	case exitInterrupted:
		fmt.Fprintln(stderr, "framewatch: interrupted; what was fetched is kept, the same command goes on from here")
	case exitUsage:
		fmt.Fprintln(stderr, prefixed(err))
		if cmd != nil && errors.As(err, &usageError{}) {
			fmt.Fprintf(stderr, "See %q.\n", cmd.CommandPath()+" --help")
		}
	default:
		fmt.Fprintln(stderr, prefixed(err))
	}
	return code
}

// prefixed puts the program's name before an error, but not before lines that
// begin with a file name, which editors and tools read.
func prefixed(err error) string {
	var wrong config.Mistakes
	if errors.As(err, &wrong) {
		return wrong.Error()
	}
	return "framewatch: " + err.Error()
}

func exitCode(ctx context.Context, err error) int {
	var wrong config.Mistakes
	var unserved *service.Error
	var unread *jsonlines.Unread
	switch {
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.As(err, &wrong), errors.As(err, &usageError{}), errors.Is(err, store.ErrNoDataset), errors.Is(err, store.ErrForeign), errors.Is(err, store.ErrNoGeneration), errors.Is(err, catalog.ErrForeign), errors.Is(err, store.ErrAddress), errors.Is(err, crawl.ErrFrontier), errors.Is(err, frontier.ErrServer), errors.Is(err, crawl.ErrContact), errors.Is(err, streams.ErrParts), errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), atomicfile.IsPlace(err):
		return exitUsage
	case errors.Is(err, store.ErrLocked), errors.Is(err, frontier.ErrLocked), errors.Is(err, frontier.ErrTaken):
		return exitLocked
	case errors.Is(err, errOther):
		return exitOther
	case errors.Is(err, errSourceFailed), errors.Is(err, errIncomplete), errors.Is(err, table.ErrCut), errors.As(err, &unserved), errors.As(err, &unread):
		return exitSource
	case errors.Is(err, errNothing), errors.Is(err, frontier.ErrAway):
		return exitNothing
	}
	return exitInternal
}

// load reads the configuration with the flags that this command was given.
func (g *global) load(flags map[string]any) (*config.Loaded, error) {
	return g.loadWith(config.Options{Flags: flags})
}

// loadWith reads the configuration that the command line names.
func (g *global) loadWith(opt config.Options) (*config.Loaded, error) {
	opt.File = g.configFile
	if opt.Flags == nil {
		opt.Flags = map[string]any{}
	}
	if g.data != "" {
		opt.Flags["data"] = g.data
	}
	cfg, err := config.Load(opt)
	if err != nil {
		return nil, err
	}
	for _, s := range cfg.Strays() {
		fmt.Fprintf(g.stderr, "warning: %s\n", s)
	}
	return cfg, nil
}

// logger writes to stderr: with -v what is decided, without it only trouble. What is
// trouble of a source is told in the result too, so that the text that a person
// reads without -v has errors alone.
func (g *global) logger() (*slog.Logger, error) { return g.loggerTo(g.stderr) }

func (g *global) loggerTo(w io.Writer) (*slog.Logger, error) {
	level := slog.LevelWarn
	switch {
	case g.verbose:
		level = slog.LevelInfo
	case g.logFormat == "text":
		level = slog.LevelError
	}
	opt := &slog.HandlerOptions{Level: level}
	switch g.logFormat {
	case "text":
		return slog.New(slog.NewTextHandler(w, opt)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, opt)), nil
	}
	return nil, usageError{fmt.Errorf("--log-format %q: want text or json", g.logFormat)}
}
