package main

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/internal/config"
	"framewatch/internal/dictionary"
)

func newCodebookImport(g *global) *cobra.Command {
	var format, lang string
	c := &cobra.Command{
		Use: "import FILE", Short: "Turn a dictionary of LIWC or quanteda into a codebook",
		Long: `Import reads a dictionary and prints it as a codebook, with a frame for each
category: a .dic file of LIWC (2007 to 22), or YAML of quanteda or Lexicoder, whose
nested keys are joined. What a codebook cannot hold, such as LIWC's conditional
entries, is left out and told on stderr.

The codebook is marked as not validated. Add what the frames require near a hit, a
polarity, definitions and examples before you count with it.`,
		Example: "  framewatch codebook import moods.dic > moods.yaml\n  framewatch codebook import policy.yml --lang de > policy.yaml",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, files []string) error {
			f := dictionary.Format(cmp.Or(format, string(dictionary.FormatOf(files[0]))))
			if known := strings.Join(dictionary.Formats(), "|"); !strings.Contains("|"+known+"|", "|"+string(f)+"|") || f == "" {
				return usageError{fmt.Errorf("%s: what it is written in is not known; say --format %s", files[0], known)}
			}
			data, err := os.ReadFile(files[0])
			if err != nil {
				return usageError{fmt.Errorf("read dictionary: %w", err)}
			}
			book, notes, err := dictionary.Read(files[0], data, f, lang)
			if err != nil {
				return err
			}
			for _, n := range notes {
				fmt.Fprintln(g.stderr, n)
			}
			return config.WriteCodebook(g.stdout, book)
		},
	}
	c.Flags().StringVar(&format, "format", "", "liwc or quanteda (default: by the file's name)")
	c.Flags().StringVar(&lang, "lang", "en", "language of the terms")
	return c
}
