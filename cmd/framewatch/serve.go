package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/explore"
	"framewatch/explore/coding"
	"framewatch/explore/search"
	"framewatch/internal/config"
	"framewatch/internal/pipeline"
	"framewatch/internal/trace"
	"framewatch/nlp/encode"
	"framewatch/store"
)

type serveOptions struct {
	listen, target string
	remote         bool
	hosts          []string
	codingOptions
}

func newServe(g *global) *cobra.Command {
	var opt serveOptions
	c := &cobra.Command{
		Use: "serve", Short: "Explore a dataset in a browser on this machine",
		Long: `Serve opens a local explorer of the dataset and prints its address: full-text
search in English and Chinese with concordance lines, articles with what was
annotated in them, versions beside each other, two groups compared on the fly, and
the way back to the archived page. It ends with Ctrl-C, as a success.

It listens on a loopback address and answers only to this machine's own names.
Another address needs --remote: whoever can reach it then reads the whole dataset,
without a password and without encryption.

The full-text index is in _state/explorer in the dataset's folder (or in the working
folder of one in a bucket); it is made at first and renewed after a run, and can
always be deleted. The explorer stays at the generation with which it was started,
and says on each page when a newer run was committed.

With --code it has pages on which a coder codes a file of codebook sample by
keyboard, with the definitions beside the text and nothing else that is known of it.
Each key press is saved in the file. Where there is no dataset, those are its only
pages: a coder needs the file and the codebook.`,
		Example: "  framewatch serve --data demo/data -c builtin:demo.yaml\n  framewatch serve --listen 127.0.0.1:0\n  framewatch serve --code round1.anna.xlsx",
		Args:    args(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return runServe(c.Context(), g, opt) },
	}
	c.Flags().StringVar(&opt.listen, "listen", "127.0.0.1:8477", "ADDRESS:PORT to listen on; port 0 takes a free one")
	c.Flags().BoolVar(&opt.remote, "remote", false, "allow an address that other machines can reach")
	c.Flags().StringArrayVar(&opt.hosts, "host", nil, "further NAME or NAME:PORT under which it may be asked for, such as a proxy's (repeatable)")
	c.Flags().StringVar(&opt.target, "target", "", "target that pages are about, where there are several (default: the first of annotate.targets)")
	opt.flags(c.Flags())
	return c
}

func runServe(ctx context.Context, g *global, opt serveOptions) (err error) {
	cfg, work, err := g.openCoding(opt.codingOptions)
	if err != nil {
		return err
	}
	if opt.target != "" {
		t, err := targetNamed(cfg, opt.target)
		if err != nil {
			return err
		}
		cfg.Compare = cfg.CompareFor(t)
	}
	if err := opt.check(); err != nil {
		return err
	}
	ds, err := store.Open(cfg.Data)
	if work != nil && errors.Is(err, store.ErrNoDataset) {
		ds, err = nil, nil
	}
	if err != nil {
		return err
	}
	// Before the index is made, which may take a while.
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", opt.listen)
	if err != nil {
		return usageError{fmt.Errorf("%w (--listen 127.0.0.1:0 takes a free port)", err)}
	}
	defer func() { err = errors.Join(err, closed(l.Close())) }()
	var index *search.Index
	if ds != nil {
		if index, err = openIndex(ctx, g, ds); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, index.Close()) }()
	}
	e, err := newExplorer(ctx, g, cfg, ds, index, work, opt)
	if err != nil {
		return err
	}
	if opt.remote {
		fmt.Fprintf(g.stderr, "Whoever can reach %s reads all that is served%s: there is no password and no encryption.\n", l.Addr(), map[bool]string{true: ", and can change the codes"}[work != nil])
	}
	if work != nil {
		fmt.Fprintf(g.text(), "Hand coding of %s by %s: http://%s/code/ (Ctrl-C ends it)\n", opt.code, work.Coder(), l.Addr())
	}
	if ds != nil {
		fmt.Fprintf(g.text(), "Explorer of %s: http://%s/ (Ctrl-C ends it)\n", cfg.Data, l.Addr())
	}
	return e.Serve(ctx, l)
}

// closed is the error of a second closing, less that it is one.
func closed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// check refuses to be reached from elsewhere without being told to.
func (o serveOptions) check() error {
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return usageError{fmt.Errorf("--listen %q: want ADDRESS:PORT, such as 127.0.0.1:8477", o.listen)}
	}
	if host == "localhost" || o.remote {
		return nil
	}
	if at, err := netip.ParseAddr(host); err == nil && at.IsLoopback() {
		return nil
	}
	return usageError{fmt.Errorf("--listen %s can be reached from other machines, which then read the whole dataset without a password: say --remote if that is meant, or listen on 127.0.0.1", o.listen)}
}

// openIndex makes the index of the dataset, or renews it.
func openIndex(ctx context.Context, g *global, ds *store.Dataset) (*search.Index, error) {
	dir := ds.IndexDir()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make index: %w", err)
	}
	progress := g.newProgress()
	defer progress.end()
	index, err := search.Open(ctx, ds, filepath.Join(dir, "index.db"), func(done, of int) { progress.show(pipeline.Progress{Step: "index", Done: done, Total: of}) })
	if err != nil {
		return nil, fmt.Errorf("make index: %w", err)
	}
	return index, nil
}

func newExplorer(ctx context.Context, g *global, cfg *config.Loaded, ds *store.Dataset, index *search.Index, work *coding.Session, opt serveOptions) (*explore.Explorer, error) {
	log, err := g.logger()
	if err != nil {
		return nil, err
	}
	var tracing trace.Options
	if ds != nil {
		if tracing, err = traced(cfg, ds); err != nil {
			return nil, err
		}
	}
	return explore.New(ctx, ds, index, explore.Options{Trace: tracing, Compare: cfg.Compare, Codebook: cfg.MainCodebook(), Report: cfg.ReportConfig(corpus.EntityID(cfg.Compare.Target)), Hosts: opt.hosts, Coding: work, Log: log,
		Page:    func(c corpus.Capture) (corpus.Page, error) { return crawl.ReadPage(ds.Dir(), c) },
		Encoder: &search.Encoder{Name: encode.Version, Encode: embed}})
}

// embed encodes sentences; the encoder is unpacked when it is first asked.
func embed(ctx context.Context, sentences []string) ([][]float32, error) {
	e, err := encode.Load()
	if err != nil {
		return nil, err
	}
	return e.Embed(sentences), ctx.Err()
}
