package main

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"framewatch/internal/config"
	"framewatch/nlp"
)

// lines runs a command that reads lines from its argument or standard input.
func (g *global) lines(a []string, work func(*config.Loaded, io.Reader) error) error {
	cfg, err := g.load(nil)
	if err != nil {
		return err
	}
	in, done, err := g.input(a)
	if err != nil {
		return err
	}
	defer done()
	return work(cfg, in)
}

// annotator makes an annotator of the settings.
func (g *global) annotator(cfg *config.Loaded) (*nlp.Annotator, error) {
	log, err := g.logger()
	if err != nil {
		return nil, err
	}
	return nlp.New(cfg.Annotate, resources(cfg), log)
}

// onlyLines adds --jsonl to a command that has no other form, and checks it.
func onlyLines(c *cobra.Command) {
	jsonl := c.Flags().Bool("jsonl", false, "read and write JSON lines (the only form)")
	c.PreRunE = func(*cobra.Command, []string) error {
		if !*jsonl {
			return usageError{errors.New(c.Name() + " reads JSON lines: say --jsonl")}
		}
		return nil
	}
}
