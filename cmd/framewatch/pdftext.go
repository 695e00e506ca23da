package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"framewatch/extract/pdf/pdfium"
	"framewatch/internal/limits"
)

// newPDFText is the child that reads one PDF for this program; see package
// pdfium.
func newPDFText(g *global) *cobra.Command {
	var cache string
	var work time.Duration
	c := &cobra.Command{
		Use: pdfCommand, Short: "Write the text layer of a PDF on standard input as JSON lines", Hidden: true,
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return pdfium.Serve(c.Context(), g.stdin, g.stdout, cache, work)
		},
	}
	c.Flags().DurationVar(&work, "work", time.Minute, "CPU time that reading may take")
	c.Flags().StringVar(&cache, "cache", "", "folder that keeps the sandbox's machine code")
	return c
}

const pdfCommand = "pdf-text"

// pdfReader reads PDF files in children of this program.
func pdfReader() (*pdfium.Reader, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	cfg := pdfium.Default(self, pdfCommand)
	// A child may take a gigabyte, beside what this process keeps to.
	cfg.Children = limits.Fit(cfg.Children, 1<<30, 1<<30)
	// Without a folder for it the machine code is made anew for each file. A service
	// has no home, hence the second.
	if dir, err := os.UserCacheDir(); err == nil {
		cfg.CacheDirs = append(cfg.CacheDirs, filepath.Join(dir, "framewatch", "pdfium"))
	}
	cfg.CacheDirs = append(cfg.CacheDirs, filepath.Join(os.TempDir(), fmt.Sprintf("framewatch-%d-pdfium", os.Getuid())))
	return pdfium.NewReader(cfg)
}
